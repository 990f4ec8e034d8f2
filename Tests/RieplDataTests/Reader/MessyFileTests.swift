import RieplData
import RieplEngine
import Testing

/// Files as councils publish them: what a person would take for a figure is one, and what is not says so.
@Suite struct MessyFileTests {
  private typealias Quirk = QuirkTests.Quirk

  static let files = [
    QuirkTests.Quirk(
      "a day that is none",
      "paid on,things\n01/05/2008,1\n31/06/2008,2\n" + "02/05/2008,1\n03/05/2008,1\n04/05/2008,1\n",
      [
        ["2008-05-01", "May 2008", "Q1 2008-09", "2008-09", "1"],
        ["2008-05-02", "May 2008", "Q1 2008-09", "2008-09", "1"],
        ["2008-05-03", "May 2008", "Q1 2008-09", "2008-09", "1"],
        ["2008-05-04", "May 2008", "Q1 2008-09", "2008-09", "1"],
      ], ["1 row has no day under paid on and was set aside, line 3"]),
    QuirkTests.Quirk(
      "figures by their heading, some of them none",
      "place,grant (£m)\na,12.3(1)\nb,45.6\nc,7.8*\nd,9.9 r\ne,3.3q\n",
      [["a", "12300000"], ["b", "45600000"], ["c", "7800000"], ["d", "9900000"]],
      ["1 of 5 rows could not be read whole and were set aside:", "  1: no figure under grant (£m), line 6"]),
    QuirkTests.Quirk(
      "a total without a name", "place,kind,things\na,x,1\nb,y,2\n,,3\n",
      [["a", "x", "1"], ["b", "y", "2"]],
      [
        "1 row is a total and kept apart from the figures",
        "A row without names, things: 3 as printed, and the rows add up to it",
      ]),
    QuirkTests.Quirk(
      "totals of groups without names",
      "place,kind,things,pages\na,x,1,4\na,y,2,\n,,3,4\nb,x,5,1\nb,y,6,1\n,,11,2\n,,14,6\n",
      [["a", "x", "1", "4"], ["a", "y", "2", "[x]"], ["b", "x", "5", "1"], ["b", "y", "6", "1"]],
      [
        "3 rows are totals and kept apart from the figures",
        "A row without names, things: 3 as printed, and the 2 figures above it add up to it",
        "A row without names, things: 14 as printed, and the rows add up to it",
      ]),
    QuirkTests.Quirk(
      "a row without names that is no total", "place,kind,things\na,x,1\nb,y,2\n,,4\n",
      [["a", "x", "1"], ["b", "y", "2"], ["not given", "not given", "4"]]),
    QuirkTests.Quirk(
      "blank names beside a total without a name", "place,kind,things\na,x,1\n,y,2\n,,3\n",
      [["a", "x", "1"], ["not given", "y", "2"]],
      ["A row without names, things: 3 as printed, and the rows add up to it"]),
    QuirkTests.Quirk(
      "sub-totals without a name",
      "place,kind,things\na,x,1\na,y,2\nSub-total,,3\nb,x,5\nb,y,6\nSub-total,,12\n",
      [["a", "x", "1"], ["a", "y", "2"], ["b", "x", "5"], ["b", "y", "6"]],
      [
        "“Sub-total”, things: 3 as printed, and the 2 figures above it add up to it",
        "“Sub-total”, things: 12 as printed, but the rows above it add up to 11, 1 less",
      ]),
    QuirkTests.Quirk(
      "names that may have been meant as figures",
      "place,score\na,1\nb,2\nc,3\nd,n1\n", [["a", "1"], ["b", "2"], ["c", "3"], ["d", "n1"]],
      [
        "score: by score (4); names, as 1 of the 4 looked at is no figure, such as “n1”; "
          + "`load … where column \"score\" is number` would set those rows aside"
      ]),
    QuirkTests.Quirk(
      "codes are names without a word", "code,things\nE1200001,1\nE1200002,2\n",
      [["E1200001", "1"], ["E1200002", "2"]], ["code: by code (2)"]),
    QuirkTests.Quirk(
      "errors of a spreadsheet", "place,things\na,1\nb,#REF!\nc,#DIV/0!\nd,4\n",
      [["a", "1"], ["b", "[x]"], ["c", "[x]"], ["d", "4"]]),
    QuirkTests.Quirk(
      "a first line for spreadsheets", "sep=;\nplace;things\na;1\nb;2\n", [["a", "1"], ["b", "2"]],
      ["table.csv: 2 rows of 2 columns, between semicolons, UTF-8", "The headings are in line 2"]),
    QuirkTests.Quirk(
      "a unit in the title", "Budget by place (£000)\nplace,things\na,1\nb,2\n",
      [["a", "1000"], ["b", "2000"]], ["things: the measure things, £; in £000, from the title"]),
    QuirkTests.Quirk(
      "units below the headings", "place,kind,spend\n,,£000\na,x,1.5\nb,x,2\n",
      [["a", "x", "1500"], ["b", "x", "2000"]],
      ["spend (£000): the measure spend, £; in £000, from its heading"]),
    QuirkTests.Quirk(
      "a percentage without its sign", "place,turnout\na,45.2%\nb,0.5\n", [["a", "452"], ["b", "5"]],
      [
        "turnout: the measure turnout, %; in %, from its figures; 1 of the 2 looked at without a % sign; "
          + "a level that is not added up"
      ]),
    QuirkTests.Quirk(
      "other capitals are the same name", "firm,things\nACME,1\nacme,2\nAc me,3\nAc  me,4\n",
      [["ACME", "1"], ["ACME", "2"], ["Ac me", "3"], ["Ac me", "4"]],
      [
        "firm: 2 spellings differ from another only in capitals or spaces: “acme” is ACME, “Ac  me” is Ac me"
      ]),
    QuirkTests.Quirk(
      "totals of names",
      "service,item,things\nParks,x,1\nParks,y,2\nParks Total,,3\nTotal Bins,,9\nBins,x,4\n"
        + "Sub-total for Parks,,4\n",
      [["Parks", "x", "1"], ["Parks", "y", "2"], ["Bins", "x", "4"]],
      [
        "“Parks Total”, things: 3 as printed, and the rows add up to it",
        "“Total Bins”, things: 9 as printed, but the rows add up to 4, 5 less",
      ]),
    QuirkTests.Quirk(
      "rows whose fields are glued with other marks",
      "place,kind,things\na,x,1\nb|x|2\nc x 3\nSection two\nd,x,4\n* b|x|y is a note\n",
      [["a", "x", "1"], ["d", "x", "4"]],
      [
        "2 of 4 rows could not be read whole and were set aside:", "  2: 1 field instead of 3, lines 3–4",
        "2 lines of words: “Section two”, “* b|x|y is a note”",
      ]),
    QuirkTests.Quirk(
      "words in quotation marks", "place,kind,things\na,x,1\n\"Made by \"\"hand\"\", all\",,\n",
      [["a", "x", "1"]], ["1 line of words: “Made by \"hand\", all”"]),
    QuirkTests.Quirk(
      "two columns, the second empty", "place,things\na,1\nb,\n", [["a", "1"], ["b", "[x]"]]),
  ]

  @Test(arguments: files) func readsWhatAPersonWouldRead(_ file: QuirkTests.Quirk) throws {
    let loaded = try LoadedFile(text: file.text)
    #expect(try loaded.rows() == file.rows)
    for line in file.lines { #expect(loaded.report.lines.contains(line), "\(loaded.report.lines)") }
  }

  @Test func badDaysAreListed() throws {
    let file = try LoadedFile(
      text: "paid on,things\n01/05/2008,1\n31/06/2008,2\n02/05/2008,1\n03/05/2008,1\n04/05/2008,1\n")
    #expect(file.report.setAside == 1)
    #expect(
      file.report.problems
        == [DatasetProblem(line: 3, why: "no day under paid on", text: "31/06/2008,2")])
  }

  @Test func aSupplierNameIsASupplier() throws {
    let (catalog, reports) = try QuestionTests.catalog(
      ("paid.csv", "Supplier Name,Region Name,Amount\nA,NE,1.00\nB,London,2.00\n"))
    #expect(try QuestionTests.ask("sum amount by supplier", of: catalog) == ["A | 1", "B | 2"])
    #expect(try QuestionTests.ask("sum amount by supplier name", of: catalog) == ["A | 1", "B | 2"])
    #expect(try QuestionTests.ask("sum amount North East", of: catalog) == ["1"])
    #expect(reports[0].lines.contains("Supplier Name: by supplier (2)"))
  }

  // MARK: Wide tables

  @Test func yearsAsHeadingsAreADimension() throws {
    let (catalog, reports) = try QuestionTests.catalog(
      (
        "book.csv",
        "Budget by service (£000),,,\nService,2008-09 Actual,2009-10,Total\nCare,\"12,300\",\"12,900\",\"25,200\"\n"
          + "Roads,\"3,000\",(200),\"2,801\"\nTotal,\"15,300\",\"12,700\",\"28,000\"\n"
      ))
    #expect(
      try QuestionTests.ask("amount by service, year", of: catalog) == [
        "Care | 2008-09 | 12300000", "Care | 2009-10 | 12900000", "Roads | 2008-09 | 3000000",
        "Roads | 2009-10 | -200000",
      ])
    #expect(
      try QuestionTests.ask("sum amount by year", of: catalog) == [
        "2008-09 | 15300000", "2009-10 | 12700000",
      ])
    #expect(try QuestionTests.ask("sum amount in 2009-10", of: catalog) == ["12700000"])
    #expect(
      try QuestionTests.ask("highest amount by service", of: catalog) == [
        "Care | 12900000", "Roads | 3000000",
      ])
    #expect(
      try QuestionTests.ask("sum amount total by service", of: catalog) == [
        "Care | 25200000", "Roads | 2801000",
      ])
    let lines = reports[0].lines
    #expect(
      lines.contains(
        "2008-09 Actual, 2009-10: the measure amount, £, by year; in £000, from the title; 2008-09 Actual is 2008-09"
      ))
    #expect(lines.contains("“Total”, amount 2009-10: £12,700,000 as printed, and the rows add up to it"))
    #expect(lines.contains("Total: the columns add up to it in 2 of 3 rows; not in:"))
    #expect(lines.contains("  “Roads”: £2,801,000 as printed, but they add up to £2,800,000, £1,000 less"))
  }

  @Test func groupsAboveHeadingsAreMeasures() throws {
    let (catalog, _) = try QuestionTests.catalog(
      ("two.csv", ",Budget,,Spent,\nService,2008-09,2009-10,2008-09,2009-10\nCare,1,2,3,4\nRoads,5,..,7,8\n"))
    #expect(
      try QuestionTests.ask("sum budget, sum spent by year", of: catalog) == [
        "2008-09 | 6 | 10", "2009-10 | 2 | 12",
      ])
  }

  @Test func monthsAndCalendarYearsAsHeadings() throws {
    let (catalog, _) = try QuestionTests.catalog(
      ("book.csv", "Service,Apr-09,May 2009,Total\nParks,10,20,30\nBins,1,2.5,3.5\n"),
      ("people.csv", "Country,2008,2009\nWales,1,2\nScotland,4,5\n"))
    #expect(
      try QuestionTests.ask("sum value by month", of: catalog) == [
        "April 2009 | 11", "May 2009 | 22.5",
      ])
    #expect(
      try QuestionTests.ask("sum people value by calendar year", of: catalog) == ["2008 | 5", "2009 | 7"])
  }
}
