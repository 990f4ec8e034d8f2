import RieplEngine
import Testing

@testable import RieplData

/// Units in headings and titles.
@Suite struct UnitTexts {
  @Test(arguments: [
    ("Spend (£'000s)", "Spend", 3), ("Spend £’000", "Spend", 3), ("Spend £000's", "Spend", 3),
    ("Spend (£ 000)", "Spend", 3), ("Spend (£ '000)", "Spend", 3), ("Spend (in £000)", "Spend", 3),
    ("Spend_£000", "Spend", 3), ("Spend [£k]", "Spend", 3), ("Spend (£ms)", "Spend", 6),
    ("Spend £ (millions)", "Spend", 6), ("Spend (thousands)", "Spend", 3), ("Spend £m", "Spend", 6),
    ("Spend, £bn", "Spend", 9), ("Budget - £m", "Budget", 6), ("Spend £", "Spend", 0),
    ("Spend GBP", "Spend", 0),
    ("Spend (pence)", "Spend", -2), ("Spend 2009-10 £m", "Spend 2009-10", 6), ("£000", "£000", 3),
  ])
  func unitsOfHeadings(_ heading: String, _ rest: String, _ power: Int) throws {
    var text = heading
    let unit = try #require(UnitText.take(from: &text))
    #expect(unit.unit == .money && unit.power == power)
    #expect(text == rest)
  }

  @Test(arguments: [
    "Spend", "Population (thousands)", "Items over £500", "Payments of £5m", "Spend (net)", "", "(", ")",
    "()", "£1000",
    "£'", "£00", "Rank (1)", "in",
  ])
  func noUnits(_ heading: String) {
    var text = heading
    #expect(UnitText.take(from: &text) == nil)
    #expect(text == heading)
  }

  @Test func percentages() throws {
    for heading in ["Rate (%)", "Rate %", "% Rate"] {
      var text = heading
      #expect(UnitText.take(from: &text)?.unit == .percent)
      #expect(text == "Rate")
    }
  }

  @Test(
    arguments: [
      ("Budget £000", 3), ("Budget (£'000s)", 3), ("Budget 2023/24 - £000s", 3), ("Budget - £m", 6),
      ("£m", 6),
      ("Units: £000", 3), ("All values are £m", 6), ("All amounts in thousands of pounds", 3),
      ("All figures in £ thousands", 3), ("Figures (£bn) at 2009-10 prices", 9), ("Payments over £500", nil),
      ("Payments of £5m", nil), ("Spend in £", nil), ("Thousands of homes", nil), ("", nil),
    ] as [(String, Int?)])
  func unitsOfTitles(_ title: String, _ power: Int?) { #expect(UnitText.found(in: title)?.power == power) }

  /// Rows of small tables that stand for all others are set aside and held against them.
  @Test(arguments: [
    ("All wards", true), ("Overall", true), ("Total expenditure", true), ("Total 2023-24", true),
    ("Total (excl. VAT)", true), ("Total wards", true), ("Total Gas", false), ("All Saints", false),
    ("Overall Ltd", false), ("Allwards", false),
  ])
  func totalsOfSmallTables(_ text: String, _ isTotal: Bool) throws {
    let file = try LoadedFile(text: "Ward,Spend £\nAbbey,100\nBridge,200\nCastle,300\n\(text),600\n")
    #expect(try file.rows().count == (isTotal ? 3 : 4))
  }

  /// Years as people shorten them; two digits, or one behind a hyphen, may be anything.
  @Test(
    arguments: [
      ("FY23/24", 2023), ("fy 23-24", 2023), ("2023/4", 2023), ("FY2023/24", 2023), ("2009/0", 2009),
      ("23/24", nil),
      ("2023-4", nil), ("2023/5", nil), ("FY23/25", nil), ("FY3/4", nil), ("+023/24", nil), ("FY-1/00", nil),
    ] as [(String, Int?)])
  func shortYears(_ text: String, _ start: Int?) { #expect(FinancialYear(loose: text)?.start == start) }

  /// A percentage in a column of money can't be read.
  @Test func percentagesAreNoMoney() throws {
    let file = try LoadedFile(text: "Ward,Spend £\nAbbey,100\nBridge,10%\nCastle,300\nDale,5\nElm,7\n")
    #expect(try file.rows().count == 4)
  }
}
