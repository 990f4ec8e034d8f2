import Testing

@testable import RieplSyntax

/// The one form of each question; reading it again gives the same form.
@Suite struct FormatterTests {
  static let forms: [(String, String)] = [
    ("show sum of funding NE", "sum allocation North East"), ("what is allocation", "allocation"),
    ("total allocation of London in 2009-10", "sum allocation London for 2009-10"),
    ("mean allocation by region", "average allocation by region"), ("number of regions", "count regions"),
    ("minimum allocation", "lowest allocation"), ("biggest allocation", "highest allocation"),
    ("running allocation by year", "cumulative allocation by year"),
    ("share of sum of allocation by region", "share sum allocation by region"),
    ("growth in allocation by year", "growth allocation by year"),
    ("growth in sum allocation by year", "growth sum allocation by year"),
    ("average sum allocation", "average (sum allocation)"),
    ("allocation+efficiency", "allocation + efficiency"),
    ("allocation − 5 × 2 ÷ 3", "allocation - 5 * 2 / 3"), ("-allocation", "-allocation"), ("--5", "--5"),
    ("2^3^2", "2 ^ 3 ^ 2"), ("-2^2", "-2 ^ 2"), ("2^-1", "2 ^ -1"), ("2**3", "2 ^ 3"),
    ("(allocation)", "(allocation)"),
    ("3% of £5", "3% of £5"), ("3% a year of £5", "3% a year of £5"),
    ("allocation reduced by 3%", "allocation decreased by 3%"),
    ("allocation increased by 3% * 2", "allocation increased by 3% * 2"),
    ("sum allocation, sum efficiency by region", "sum allocation, sum efficiency by region"),
    ("sum allocation and sum efficiency", "sum allocation, sum efficiency"), ("it / 9", "it / 9"),
    ("it", "it"),
    ("rank sum allocation by region", "rank sum allocation by region"),
    ("compare allocation London with South East", "compare allocation London with South East"),
    ("compare sum allocation and sum efficiency", "compare sum allocation with sum efficiency"),
    (
      "project efficiency NE until 2013-14 at 3% until 2010-11 then 2%",
      "project efficiency North East at 3% until 2010-11, 2% until 2013-14"
    ),
    (
      "project efficiency at gain rate until 2013-14 linear",
      "project efficiency at gain rate until 2013-14 linear"
    ),
    ("project efficiency compound", "project efficiency compound"),
    ("allocation for London, South East and North West", "allocation for London, South East, North West"),
    ("allocation for London or NE", "allocation for London, North East"),
    ("allocation in england", "allocation for England"),
    ("allocation for regions except London, NE", "allocation for region except London, North East"),
    ("allocation for all regions except London", "allocation for England except London"),
    ("allocation in 2008-09 to 2010-11", "allocation for 2008-09, 2009-10, 2010-11"),
    ("allocation in 08/09", "allocation for 2008-09"),
    ("allocation in 08/09 to 09/10", "allocation for 2008-09, 2009-10"),
    ("allocation from 2008-09", "allocation from 2008-09"),
    ("allocation from 2008-09 to 2009-10", "allocation from 2008-09 to 2009-10"),
    ("allocation from 08/09 to 10/11", "allocation from 2008-09 to 2010-11"),
    ("allocation from 2008-09 to 2 decimals", "allocation from 2008-09 to 2 decimals"),
    ("allocation from 2008-09 to nearest £1m", "allocation from 2008-09 to the nearest £1m"),
    ("allocation for each region", "allocation by region"),
    ("allocation per region and year", "allocation by region, year"),
    ("allocation by London, North East, England", "allocation by London, North East, England"),
    ("allocation by 2008-09", "allocation by 2008-09"),
    ("allocation by region where allocation > £5m", "allocation where allocation > £5m by region"),
    (
      "allocation where year = 2009-10 and not region is London",
      "allocation where year = 2009-10 and not region = London"
    ),
    (
      "allocation where region in London, NE or allocation between 1 and 2",
      "allocation where region in London, North East or allocation between 1 and 2"
    ),
    (
      "allocation where (region = London or region = NE) and year != 2008-09",
      "allocation where (region = London or region = North East) and year is not 2008-09"
    ),
    ("allocation where region except London", "allocation where region is not London"),
    ("allocation where region not in London, NE", "allocation where region not in London, North East"),
    ("allocation where region not = London", "allocation where region is not London"),
    ("allocation where region is in London", "allocation where region = London"),
    (
      "allocation where region is all regions except London",
      "allocation where region in England except London"
    ),
    ("allocation where year >= 2009-10", "allocation where year >= 2009-10"),
    ("allocation where year is above 2008-09", "allocation where year > 2008-09"),
    (
      "allocation where year between 2008-09 and 2009-10", "allocation where year between 2008-09 and 2009-10"
    ),
    ("allocation where year between 2008-09 to 2009-10", "allocation where year between 2008-09 and 2009-10"),
    ("allocation where year not above 2008-09", "allocation where not year > 2008-09"),
    ("allocation where allocation London > efficiency", "allocation where allocation London > efficiency"),
    ("allocation where ((allocation + 1) * 2 > 3)", "allocation where (allocation + 1) * 2 > 3"),
    ("allocation where (allocation + 1) > 3", "allocation where (allocation + 1) > 3"),
    ("allocation where not not allocation < 3", "allocation where not not allocation < 3"),
    ("allocation where allocation is at most 3", "allocation where allocation <= 3"),
    ("allocation where allocation is at least 3", "allocation where allocation >= 3"),
    ("allocation by region above 3", "allocation by region above 3"),
    ("allocation by region more than 3", "allocation by region above 3"),
    ("allocation by region fewer than 3", "allocation by region below 3"),
    ("allocation by region >= 3", "allocation by region at least 3"),
    ("allocation by region <= 3", "allocation by region at most 3"),
    ("allocation by region < 3", "allocation by region below 3"),
    ("allocation by region is 3", "allocation by region is 3"),
    ("allocation by region = 3", "allocation by region is 3"),
    ("allocation by region <> 3", "allocation by region is not 3"),
    ("allocation by region is above 3", "allocation by region above 3"),
    ("allocation by region between 1 and 2", "allocation by region between 1 and 2"),
    ("allocation by region sort by lowest", "allocation by region sort lowest"),
    ("allocation by region sort highest", "allocation by region sort highest"),
    ("allocation by region sort name", "allocation by region sort name"),
    ("allocation by region highest 3", "allocation by region top 3"),
    ("allocation by region lowest 1,000", "allocation by region bottom 1,000"),
    ("allocation by region, year top 1 within year", "allocation by region, year top 1 within year"),
    ("allocation to the nearest £m", "allocation to the nearest £1m"),
    ("allocation to the nearest %", "allocation to the nearest 1%"),
    ("allocation nearest £1k", "allocation to the nearest £1k"),
    ("allocation by region with total", "allocation by region with total"),
    ("allocation as £m", "allocation as £m"),
    ("allocation as £m to 3 decimals", "allocation as £m to 3 decimals"),
    ("allocation to 1 decimal places", "allocation to 1 decimal"),
    ("allocation as £bn", "allocation as £bn"), ("allocation as pounds", "allocation as £"),
    ("allocation as gbp", "allocation as £"), ("allocation as %", "allocation as %"),
    ("allocation as percent", "allocation as %"), ("allocation as percentage points", "allocation as points"),
    ("allocation as points", "allocation as points"),
    ("allocation as millions", "allocation as millions"),
    ("allocation as thousand", "allocation as thousands"),
    ("allocation as number to 2 decimals", "allocation as number to 2 decimals"),
    ("allocation by region, top 3, with total", "allocation by region top 3 with total"),
    ("regions", "regions"), ("regions where allocation > 5", "regions where allocation > 5"),
    (
      "allocation with total as £m top 3 by region in 2009-10",
      "allocation for 2009-10 by region top 3 with total as £m"
    ),
    ("allocation \"St Paul's and Co 1\"", "allocation \"St. Paul's & Co. (1)\""),
    ("allocation st pauls & co 1", "allocation \"St. Paul's & Co. (1)\""),
    ("allocation Yorkshire & Humber", "allocation Yorkshire and Humber"),
    ("allocation YORKSHIRE-and-humber", "allocation Yorkshire and Humber"),
    ("allocation “London”", "allocation London"),
    ("allocation St Paul's & Co 1", "allocation \"St. Paul's & Co. (1)\""),
    ("allocation St Paul’s and Co 1", "allocation \"St. Paul's & Co. (1)\""),
    ("growth of share of allocation by region", "growth share allocation by region"),
    ("cumulative change growth share sum allocation", "cumulative change growth share sum allocation"),
    ("change share cumulative allocation", "change share cumulative allocation"),
    ("growth change share average allocation", "growth change share average allocation"),
    ("-allocation ^ 2", "-allocation ^ 2"), ("allocation - -5", "allocation - -5"),
    (
      "allocation by region above highest (allocation by year for London) top 2",
      "allocation by region above highest (allocation for London by year) top 2"
    ),
    (
      "allocation where allocation > highest (efficiency by region top 2) by region",
      "allocation where allocation > highest (efficiency by region top 2) by region"
    ),
    ("5 star rating", "5 star rating"), ("5 + sum 5 Star Rating London", "5 + sum 5 star rating London"),
    ("5", "5"),
    ("allocation by region, highest 3", "allocation by region top 3"),
    ("allocation, highest allocation", "allocation, highest allocation"),
    ("allocation by region, lowest 2, with total", "allocation by region bottom 2 with total"),
  ]

  @Test(arguments: forms) func form(_ text: String, _ form: String) throws {
    #expect(try Fixture.form(text) == form)
    #expect(try Fixture.form(form) == form, "the form itself")
  }

  /// A follow-up puts its clauses in the place of their likes.
  @Test(arguments: [
    ("sum allocation by region", "then top 3", "sum allocation by region top 3"),
    ("sum allocation by region top 3", "then bottom 2", "sum allocation by region bottom 2"),
    ("sum allocation by region top 3", "then all by year", "sum allocation by year"),
    ("sum allocation top 3 by region", "then all", "sum allocation by region"),
    ("allocation London 2008-09", "then in 2009-10", "allocation London for 2009-10"),
    ("allocation for London in 2008-09", "then for NE", "allocation for 2008-09 for North East"),
    ("allocation for London, NE", "then in 2009-10", "allocation for London, North East for 2009-10"),
    ("allocation from 2008-09 to 2009-10", "then in 2009-10", "allocation for 2009-10"),
    (
      "allocation from 2008-09 to 2009-10", "then for London", "allocation for London from 2008-09 to 2009-10"
    ),
    ("allocation in 2008-09", "then from 2009-10", "allocation from 2009-10"),
    (
      "allocation by region where year = 2008-09", "then where year = 2009-10",
      "allocation where year = 2009-10 by region"
    ),
    ("(allocation London) / 2", "then for NE", "(allocation) / 2 for North East"),
    (
      "allocation by region sort name with total", "then sort lowest",
      "allocation by region sort lowest with total"
    ),
    ("allocation as £m", "then as £k to 1 decimal", "allocation as £k to 1 decimal"),
  ])
  func followUp(_ first: String, _ then: String, _ form: String) throws {
    let old = try Fixture.parser(first)
    let new = try Fixture.parser(then)
    guard case .question(let oldID) = old.tree.statement,
      case .then(let newID, let dropsCut) = new.tree.statement
    else {
      Issue.record("no question and follow-up")
      return
    }
    let text = Formatter.followUp(
      Formatter(tree: old.tree, vocabulary: old.vocabulary), oldID,
      with: Formatter(tree: new.tree, vocabulary: new.vocabulary),
      newID, dropsCut: dropsCut)
    #expect(text == form)
    #expect(try Fixture.form(form) != nil)
  }

  /// Lines are filled as far as they go, and none is longer than it may be.
  @Test(arguments: 1...80) func linesAreFilled(_ length: Int) throws {
    let name = String(repeating: "a", count: length)
    let members = ["North East", "London", "South East", "North West", "Yorkshire and Humber"]
    let source = SourceText("let \(name) = \((members + members + members).joined(separator: ", "))")
    var parser = Parser(vocabulary: Fixture.vocabulary)
    try parser.read(source)
    _ = try parser.parseStatement()
    let text = try #require(Formatter(tree: parser.tree, vocabulary: parser.vocabulary).statement(source))
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.count > 1)
    let items = (members + members + members).map { $0 + "," }
    for (line, next) in zip(lines, lines.dropFirst()) {
      #expect(line.count <= Formatter.lineLength)
      let first = items.first { next.dropFirst(2).hasPrefix($0) } ?? String(next.dropFirst(2))
      #expect(line.count + 1 + first.count > Formatter.lineLength, "\(line)|\(next)")
    }
    #expect(
      lines.joined(separator: " ").replacing("   ", with: " ")
        == String(decoding: source.bytes, as: UTF8.self))
  }

  @Test(arguments: [
    ("5", "5"), ("50", "50"), ("500", "500"), ("5000", "5,000"), ("50000", "50,000"),
    ("1234567", "1,234,567"),
  ])
  func groups(_ digits: String, _ grouped: String) { #expect(Lexer.grouped(Array(digits.utf8)) == grouped) }

  @Test(arguments: [
    (1999, "1999-00"), (2008, "2008-09"), (2009, "2009-10"), (206, "0206-07"), (7, "0007-08"),
    (99, "0099-00"), (999, "0999-00"), (2098, "2098-99"), (2099, "2099-00"),
  ])
  func years(_ start: Int, _ text: String) { #expect(FinancialYear.text(start) == text) }
}
