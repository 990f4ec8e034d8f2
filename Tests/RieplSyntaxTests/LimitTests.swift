import Testing

@testable import RieplSyntax

@Suite struct LimitTests {
  /// The bounds that README and the manual promise.
  @Test func defaults() {
    let limits = Limits()
    #expect(
      limits.scriptBytes == 67_108_864 && limits.statementBytes == 16_777_216 && limits.tokenBytes == 4096)
    #expect(
      limits.nodes == 100_000 && limits.columns == 200 && limits.figures == 1000 && limits.nesting == 200)
    #expect(limits.steps == 100_000_000)
  }

  private static func limits(_ change: (inout Limits) -> Void) -> Limits {
    var limits = Limits()
    change(&limits)
    return limits
  }

  /// What is just within a bound, and what is just beyond it.
  static let bounds: [(String, String, DiagnosticCode, Limits)] = [
    ("((5))", "(((5)))", .tooDeep, limits { $0.nesting = 2 }),
    ("(5) + ((5)) + (5) + (5)", "(5) + (((5)))", .tooDeep, limits { $0.nesting = 2 }),
    ("--5", "---5", .tooDeep, limits { $0.nesting = 2 }),
    ("--5 + --5", "5 + ---5", .tooDeep, limits { $0.nesting = 2 }),
    ("-(5)", "-(-(5))", .tooDeep, limits { $0.nesting = 3 }),
    ("(-(-5))", "-(-(-5))", .tooDeep, limits { $0.nesting = 4 }),
    ("2 ^ 2 ^ 2", "2 ^ 2 ^ 2 ^ 2", .tooDeep, limits { $0.nesting = 2 }),
    ("2 ^ 2 ^ 2 + 2 ^ 2 ^ 2", "2 ^ 2 ^ 2 ^ 2", .tooDeep, limits { $0.nesting = 2 }),
    ("3% of 3% of 5", "3% of 3% of 3% of 5", .tooDeep, limits { $0.nesting = 2 }),
    ("3% of 5 + 3% of 3% of 5", "3% of 3% of 3% of 5", .tooDeep, limits { $0.nesting = 2 }),
    (
      "average average allocation", "average average average average allocation", .tooDeep,
      limits { $0.nesting = 2 }
    ),
    (
      "allocation where not not allocation < 3", "allocation where not not not allocation < 3", .tooDeep,
      limits { $0.nesting = 2 }
    ),
    (
      "allocation where not not allocation < 3 and not not allocation < 3",
      "allocation where not not not allocation < 3", .tooDeep, limits { $0.nesting = 2 }
    ),
    (
      "allocation where ((allocation < 3))", "allocation where (((allocation < 3)))", .tooDeep,
      limits { $0.nesting = 2 }
    ),
    (
      "allocation where (allocation < 3) and (allocation < 4)", "allocation where (((allocation < 3)))",
      .tooDeep, limits { $0.nesting = 2 }
    ),
    (
      "allocation where not (not allocation < 3)", "allocation where not (not (not allocation < 3))",
      .tooDeep, limits { $0.nesting = 3 }
    ),
    ("5, 5", "5, 5, 5", .tooManyNodes, limits { $0.columns = 2 }),
    ("5 + 5", "5 + 5 + 5", .tooManyNodes, limits { $0.nodes = 3 }),
    ("5 * 5", "5 * 5 * 5", .tooManyNodes, limits { $0.nodes = 3 }),
    (
      "allocation where allocation < 3", "allocation where allocation < 3 or allocation < 4", .tooManyNodes,
      limits { $0.nodes = 3 }
    ),
    ("12345", "123456", .tokenTooLong, limits { $0.tokenBytes = 5 }),
    ("\"abc\"", "\"abcde\"", .tokenTooLong, limits { $0.tokenBytes = 5 }),
    ("5 + 5", "5 + 55", .statementTooLong, limits { $0.statementBytes = 5 }),
    ("5 + 5", "5 + 5 ", .scriptTooLong, limits { $0.scriptBytes = 5 }),
    ("5\n5 + 5", "5\n5 + 5 + 5", .statementTooLong, limits { $0.statementBytes = 5 }),
    ("5 + 5", "5 + 5    ", .statementTooLong, limits { $0.statementBytes = 5 }),
  ]

  @Test(arguments: bounds.indices) func bound(_ index: Int) {
    let (within, beyond, code, limits) = LimitTests.bounds[index]
    let first = Fixture.error(within, limits: limits)
    #expect(first == nil || first?.code == .unknownName, "\(within): \(String(describing: first))")
    #expect(Fixture.error(beyond, limits: limits)?.code == code, "\(beyond)")
  }

  @Test func places() {
    #expect(
      Fixture.error("5 + 5 + 5", limits: LimitTests.limits { $0.scriptBytes = 5 })?.range == SourceRange(0, 0)
    )
    #expect(
      Fixture.error("5\n5 + 5 + 5", limits: LimitTests.limits { $0.statementBytes = 5 })?.range
        == SourceRange(2, 42))
    #expect(
      Fixture.error("5 + 123456", limits: LimitTests.limits { $0.tokenBytes = 5 })?.range
        == SourceRange(4, 44))
    #expect(
      Fixture.error("5 + (((5)))", limits: LimitTests.limits { $0.nesting = 2 })?.range == SourceRange(6, 7))
    #expect(Fixture.error("share share share share share allocation")?.code == .tooDeep)
    #expect(Fixture.error("share growth share growth allocation") == nil)
  }

  /// Words longer than a token may be are refused, however they are written.
  @Test(arguments: ["a", "é", "a_", "a'", "9"]) func longWords(_ piece: String) {
    let limits = LimitTests.limits { $0.tokenBytes = 100 }
    #expect(Fixture.error(String(repeating: piece, count: 200), limits: limits)?.code == .tokenTooLong)
    #expect(Fixture.error(String(repeating: piece, count: 40), limits: limits)?.code != .tokenTooLong)
  }
}
