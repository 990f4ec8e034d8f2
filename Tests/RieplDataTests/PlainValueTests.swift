import Testing

@testable import RieplData

/// Numbers and years as the files of a dataset write them.
@Suite struct PlainValueTests {
  @Test(
    arguments: [
      ("0", 0, 0), ("-7", -7, 0), ("4202778", 4_202_778, 0), ("1.50", 150, 2), ("007", 7, 0), ("-0.1", -1, 1),
      ("999999999999999999", 999_999_999_999_999_999, 0),
    ] as [(String, Int64, Int)])
  func readsNumbers(_ text: String, _ mantissa: Int64, _ decimals: Int) throws {
    let number = try #require(PlainNumber(text.utf8))
    #expect(number.mantissa == mantissa && number.decimals == decimals)
  }

  @Test(arguments: [
    "", "-", ".", ".5", "5.", "1.2.3", "1,000", "1e3", "+1", "--1", "1-", " 1", "£1", "1000000000000000000",
  ])
  func refusesNumbers(_ text: String) { #expect(PlainNumber(text.utf8) == nil) }

  @Test(
    arguments: [
      ("1", 0), ("1000000", 6), ("0.1", -1), ("0.010", -2), ("5", nil), ("0", nil), ("-10", nil),
      ("110", nil),
    ] as [(String, Int?)])
  func readsPowersOfTen(_ text: String, _ power: Int?) throws {
    #expect(try #require(PlainNumber(text.utf8)).powerOfTen == power)
  }

  @Test(
    arguments: [
      ("277", 0, 1_000_000, 277_000_000), ("1.5", 1, 1, 15), ("1.5", 3, 1, 1500), ("-2", 1, 10, -200),
      ("1.5", 0, 10, nil),
      ("999999999999999999", 2, 1, nil), ("999999999999999999", 0, 10, nil),
    ] as [(String, Int, Int64, Int64?)])
  func scales(_ text: String, _ scale: Int, _ factor: Int64, _ result: Int64?) throws {
    #expect(try #require(PlainNumber(text.utf8)).scaled(to: scale, times: factor) == result)
  }

  @Test(arguments: [("2008-09", 2008), ("1999-00", 1999), ("2009-10", 2009), ("9999-00", 9999)])
  func readsYears(_ text: String, _ start: Int) throws {
    let year = try #require(FinancialYear(text))
    #expect(year.start == start && year.name == text)
  }

  @Test(arguments: ["", "2008", "2008-10", "2008-9", "2008/09", "2008-2009", "0999-00", "200a-09", "2008–09"])
  func refusesYears(_ text: String) { #expect(FinancialYear(text) == nil) }
}
