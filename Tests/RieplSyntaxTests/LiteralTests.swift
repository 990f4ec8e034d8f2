import Testing

@testable import RieplSyntax

@Suite struct LiteralTests {
  /// What a number means: mantissa, scale and unit.
  @Test(
    arguments: [
      ("5", 5, 0, LiteralUnit.number), ("1,234.5", 12345, 1, .number), ("1,234,567", 1_234_567, 0, .number),
      (".5", 5, 1, .number), ("0.50", 50, 2, .number), ("007", 7, 0, .number), ("999", 999, 0, .number),
      ("12,345", 12345, 0, .number), ("£4,202,778", 4_202_778, 0, .money), ("£.5", 5, 1, .money),
      ("£5.67m", 567, -4, .money),
      ("£5 million", 5, -6, .money), ("£1.3bn", 13, -8, .money), ("£2k", 2, -3, .money),
      ("£1b", 1, -9, .money),
      ("£3 thousand", 3, -3, .money), ("£3 billion", 3, -9, .money), ("£3 mn", 3, 0, .money),
      ("£3mn", 3, -6, .money),
      ("75p", 75, 2, .money), ("2.5P", 25, 3, .money), ("2.5m", 25, -5, .number), ("2M", 2, -6, .number),
      ("3%", 3, 0, .percent), ("3 %", 3, 0, .percent), ("2.5 per cent", 25, 1, .percent),
      ("2.5 percent", 25, 1, .percent),
      ("2 pc", 2, 0, .percent), ("3% per annum", 3, 0, .rate), ("3% a year", 3, 0, .rate),
      ("3% pa", 3, 0, .rate),
      ("3% each year", 3, 0, .rate), ("3% per year", 3, 0, .rate), ("3 per cent a year", 3, 0, .rate),
      ("3% a", 3, 0, .percent), ("3% per", 3, 0, .percent), ("6.27 points", 627, 2, .points),
      ("1 point", 1, 0, .points),
      ("1 pp", 1, 0, .points), ("1 percentage point", 1, 0, .points), ("2 percentage points", 2, 0, .points),
      ("2 percentage", 2, 0, .number), ("2 per", 2, 0, .number), ("5 p", 5, 0, .number),
      ("£5 per cent", 5, 0, .money),
      ("9223372036854775807", .max, 0, .number), ("3% A YEAR", 3, 0, .rate),
    ] as [(String, Int64, Int16, LiteralUnit)])
  func means(_ text: String, _ mantissa: Int64, _ scale: Int16, _ unit: LiteralUnit) throws {
    var lexer = Lexer(Array(text.utf8), limits: Limits())
    #expect(try lexer.readStatement(Fixture.vocabulary))
    let literal = try #require(lexer.literals.first)
    #expect(literal == Literal(mantissa: mantissa, scale: scale, unit: unit), "\(literal)")
  }

  /// Numbers that no machine word holds keep their digits.
  @Test(
    arguments: [
      ("9223372036854775808", "9223372036854775808", 0),
      ("12,345,678,901,234,567,890.5", "123456789012345678905", 1),
      ("£99999999999999999999m", "99999999999999999999", -6),
      ("92233720368547758070", "92233720368547758070", 0),
    ] as [(String, String, Int16)])
  func long(_ text: String, _ digits: String, _ scale: Int16) throws {
    var lexer = Lexer(Array(text.utf8), limits: Limits())
    #expect(try lexer.readStatement(Fixture.vocabulary))
    #expect(lexer.literals.first?.digits == digits && lexer.literals.first?.scale == scale)
  }

  /// How a number is written, and that it reads back.
  @Test(arguments: [
    ("5", "5"), ("1234.5", "1,234.5"), (".5", "0.5"), ("0.50", "0.50"), ("£5.67m", "£5.67m"),
    ("£5 million", "£5m"),
    ("£1.3bn", "£1.3bn"), ("£0.5k", "£0.5k"), ("75p", "£0.75"), ("£1234567", "£1,234,567"), ("2.5m", "2.5m"),
    ("3%", "3%"), ("3% per annum", "3% a year"), ("6.27 pp", "6.27 points"), ("0.001", "0.001"), ("007", "7"),
    ("9223372036854775808", "9,223,372,036,854,775,808"), ("£1.25thousand", "£1.25k"), ("100000", "100,000"),
    ("5p", "£0.05"), ("1000", "1,000"), ("100", "100"),
  ])
  func writes(_ text: String, _ form: String) throws {
    let parser = try Fixture.parser(text)
    let literal = try #require(parser.tree.literals.first)
    #expect(Formatter.literal(literal) == form)
    let again = try Fixture.parser(form)
    #expect(again.tree.literals.count == 1 && again.tree.literals.first?.unit == literal.unit)
  }

  @Test func writesGreatPowers() {
    #expect(Formatter.literal(Literal(mantissa: 5, scale: -12, unit: .money)) == "£5,000bn")
    #expect(Formatter.literal(Literal(mantissa: 5, scale: -7, unit: .number)) == "0.05bn")
    #expect(Formatter.literal(Literal(mantissa: 5, scale: -1, unit: .number)) == "0.05k")
  }

  @Test(arguments: [
    ("2009-10", 2009), ("2009-2010", 2009), ("2009/10", 2009), ("2009–10", 2009), ("FY2009-10", 2009),
    ("fy09-10", 2009),
    ("FY99-00", 1999), ("1999-00", 1999), ("1999-2000", 1999), ("FY70-71", 1970), ("FY69-70", 2069),
    ("2009—10", 2009),
  ])
  func years(_ text: String, _ year: Int32) throws {
    var lexer = Lexer(Array(text.utf8), limits: Limits())
    #expect(try lexer.readStatement(Fixture.vocabulary))
    #expect(lexer.tokens.first?.kind == .year && lexer.tokens.first?.literal == year)
    #expect(lexer.tokens.count == 2)
  }

  /// What looks like a year and is none.
  @Test(arguments: [
    "2009", "20091-10", "2009-1", "2009-101", "09-10", "2009-10m", "2009-10.5", "2009 -10", "FY2009",
  ])
  func noYears(_ text: String) throws {
    var lexer = Lexer(Array(text.utf8), limits: Limits())
    #expect(try lexer.readStatement(Fixture.vocabulary))
    #expect(!lexer.tokens.contains { $0.kind == .year })
  }

  @Test(
    arguments: [
      ("allocation in 2009-11", DiagnosticCode.wrongYear, 14, 21, ["2009-10", "2009-10 to 2010-11"]),
      ("2009-11", .wrongYear, 0, 7, ["2009 - 11"]),
      ("5 + 2009/11", .wrongYear, 4, 11, ["2009 / 11"]), ("2009-10-01", .wrongYear, 0, 10, []),
      ("allocation 2009-10-01", .wrongYear, 11, 21, ["2009-10"]),
      ("allocation in 2009-08", .wrongYear, 14, 21, ["2009-10"]),
      ("allocation for 2009-2012", .wrongYear, 15, 24, ["2009-10", "2009-10 to 2011-12"]),
      ("allocation from 2009-40", .wrongYear, 16, 23, ["2009-10"]),
      ("allocation in 2009-39", .wrongYear, 14, 21, ["2009-10", "2009-10 to 2038-39"]),
      ("£5x", .notANumber, 0, 4, []), ("5.5x", .notANumber, 0, 4, []),
      ("1.2.3", .notANumber, 0, 5, []),
      ("1..2", .notANumber, 0, 4, []), ("1,23", .numberGroups, 0, 4, []),
      ("1234,567", .numberGroups, 0, 8, []),
      ("1,2345", .numberGroups, 0, 6, []), ("12,345,67", .numberGroups, 0, 9, []),
      ("£1,5m", .numberGroups, 2, 5, []),
    ] as [(String, DiagnosticCode, Int, Int, [String])])
  func refuses(_ text: String, _ code: DiagnosticCode, _ start: Int, _ end: Int, _ suggestions: [String])
    throws
  {
    let error = try #require(Fixture.error(text), "\(text)")
    #expect(error.code == code && error.range == SourceRange(start, end), "\(error)")
    #expect(error.suggestions == suggestions, "\(error)")
  }

  @Test(arguments: [("1,23", "123"), ("1234,567", "1,234,567"), ("12,345,67", "1,234,567")])
  func saysHowToGroup(_ text: String, _ grouped: String) {
    #expect(Fixture.error(text)?.facts["grouped"] == grouped)
  }
}
