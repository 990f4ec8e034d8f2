import Testing

@testable import RieplSyntax

/// Cells of a spreadsheet are told from words that nobody knows.
@Suite struct SpreadsheetHabitTests {
  @Test(arguments: ["B2", "b2", "Z9", "AB1", "ab12", "A12345", "ZZ99999"])
  func cells(_ text: String) throws {
    let error = try #require(Fixture.error(text))
    #expect(error.code == .foreignHabit && error.facts["language"] == "spreadsheets", "\(error)")
    #expect(error.range == SourceRange(0, text.utf8.count))
  }

  /// More than two letters, more than five digits, or anything else besides.
  @Test(arguments: ["ABC1", "A123456", "AB123456", "AB", "B2C", "é2", "A2é", "AB1C2"])
  func words(_ text: String) throws {
    let error = try #require(Fixture.error(text))
    #expect(error.code == .unknownName, "\(error)")
  }
}
