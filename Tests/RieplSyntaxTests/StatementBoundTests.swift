import Testing

@testable import RieplSyntax

/// A statement that is too long is said to be so before anything behind the bound is read.
@Suite struct StatementBoundTests {
  @Test(arguments: [
    "5 + 5 + \"abc", "5 + 5 + 5 \u{202E}", "5 + 5 + ((((5", "5 + 5 5 5 5 5", "5 + 5 + 1,23",
    "5 + 5 + 5 + 5 + 5",
  ])
  func beyond(_ text: String) throws {
    var limits = Limits()
    limits.statementBytes = 5
    limits.nesting = 2
    let error = try #require(Fixture.error(text, limits: limits))
    #expect(error.code == .statementTooLong && error.range == SourceRange(0, 40), "\(error)")
  }

  @Test func within() {
    var limits = Limits()
    limits.statementBytes = 9
    #expect(Fixture.error("5 + \"abc", limits: limits)?.code == .unfinishedQuote)
    #expect(Fixture.error("5 +\u{202E}", limits: limits)?.code == .hiddenCharacter)
    #expect(Fixture.error("5 + 1,23", limits: limits)?.code == .numberGroups)
  }

  /// A statement has at most four words, marks and numbers for each node that it may have.
  @Test func words() {
    var limits = Limits()
    limits.nodes = 3
    func code(_ places: Int) -> DiagnosticCode? {
      Fixture.error(
        "allocation for " + Array(repeating: "London", count: places).joined(separator: ", "), limits: limits
      )?.code
    }
    #expect(code(5) == nil)
    #expect(code(6) == .tooManyNodes)
    #expect(code(7) == .tooManyNodes)
  }

  /// What a run may print, unless it is told otherwise.
  @Test func output() { #expect(Limits().outputBytes == 1_073_741_824) }
}
