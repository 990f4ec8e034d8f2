import Foundation
import RieplData
import RieplEngine
import RieplSyntax
import Testing

/// Questions of files: joined with the embedded figures, rolled up by dates, and one-shot.
@Suite struct QuestionTests {
  /// What questions come to: for each row its names and its exact figures.
  static func ask(_ questions: String..., of catalog: Catalog) throws -> [String] {
    var workspace = Workspace(catalog: catalog)
    try workspace.read(SourceText(questions.joined(separator: "\n")))
    var result: [String] = []
    while let outcome = try workspace.next() {
      guard case .answer(let answer) = outcome else { continue }
      result = answer.rows.map { row in
        let names = zip(row.keys, answer.axes).map { key, axis -> String in
          switch (key, axis) {
          case (.place(let place), _): return place
          case (.member(let code), .members(let dimension)): return catalog.memberName(dimension, code)
          default: break
          }
          guard case .row(let number) = key, case .plan(let place) = axis else { return "together" }
          let axis = answer.plan.axes[place]
          switch axis.rows[number] {
          case .member(let code): return catalog.memberName(axis.dimension, code)
          case .group(let group, _): return catalog.groups[group].name
          case .whole: return "all"
          }
        }
        return (names + row.cells.map { $0.absence?.marker ?? $0.value.description }).joined(separator: " | ")
      }
    }
    return result
  }

  /// The embedded figures and some files.
  static func catalog(_ files: (name: String, text: String)...) throws -> (Catalog, [LoadReport]) {
    var catalog = Catalog()
    try EmbeddedDatasets.load(into: &catalog)
    var reports: [LoadReport] = []
    for (name, text) in files {
      let file = FileManager.default.temporaryDirectory.appending(path: "riepl-\(UUID().uuidString)-\(name)")
      try Data(text.utf8).write(to: file)
      defer { try? FileManager.default.removeItem(at: file) }
      var options = LoadOptions()
      options.name = String(name.prefix { $0 != "." })
      reports.append(try TableLoader.load(path: file.path(), options: options, into: &catalog))
    }
    return (catalog, reports)
  }

  static let deflators = (
    "deflators.csv", "Year,Deflator\n2007-08,97.5\n2008-09,100\n2009-10,101.6\n2010-11,104.4\n"
  )

  @Test func realTermsAreExact() throws {
    let (catalog, _) = try QuestionTests.catalog(QuestionTests.deflators)
    let rows = try QuestionTests.ask("sum allocation * deflator 2008-09 / deflator by year", of: catalog)
    // £67,500,000 × 100 / 101.6 and × 100 / 104.4, as fractions in lowest terms.
    #expect(rows == ["2008-09 | 50000001", "2009-10 | 8437500000/127", "2010-11 | 1875000000/29"])
  }

  @Test func bothSourcesAreNamed() throws {
    let (catalog, _) = try QuestionTests.catalog(QuestionTests.deflators)
    var workspace = Workspace(catalog: catalog)
    try workspace.read(SourceText("sum allocation * deflator 2008-09 / deflator by year"))
    guard case .answer(let answer) = try workspace.next() else {
      Issue.record("no answer")
      return
    }
    let datasets = Set(
      answer.sources(catalog).numbers.map { catalog.datasets[catalog.sources[$0].dataset].name })
    #expect(datasets == ["riep 2008", "deflators"])
  }

  static let sharing = (
    "sharing.csv",
    """
    SME,Charity,Payer region,Payee region,Order year,Payment year,Amount
    Yes,No,London,London,2008-09,2009-10,1
    No,Yes,London,South East,2008-09,2008-09,2
    No,No,South East,London,2009-10,2009-10,4
    """
  )

  /// Of names that several dimensions have, a test takes that of its own.
  @Test(arguments: [
    ("sum amount where charity = yes", ["2"]),
    ("sum amount where sme is no", ["6"]),
    ("sum amount where charity is no and sme is no", ["4"]),
    ("sum amount where payee region is not London", ["2"]),
    ("sum amount where payee region = London by payer region", ["London | 1", "South East | 4"]),
    ("sum amount where not (charity in no)", ["2"]),
    ("sum allocation for London", ["21100278"]),
    ("sum allocation London / 2", ["10550139"]),
    ("sum amount by order year", ["2008-09 | 3", "2009-10 | 4"]),
    ("sum amount by payment year", ["2008-09 | 2", "2009-10 | 5"]),
    ("sum amount where payment year = 2008-09", ["2"]),
    ("sum amount where payment year > 2008/09", ["5"]),
    ("sum amount in 2008-09", ["3"]),
    ("sum amount in 2008-09 where payment year is 2009-10", ["1"]),
    ("let mine = yes\nsum amount for mine", ["1"]),
    ("let a = amount * 2\nsum a where charity = yes", ["4"]),
  ]) func testsTakeNamesOfTheirDimension(_ question: String, _ rows: [String]) throws {
    let (catalog, _) = try QuestionTests.catalog(QuestionTests.sharing)
    #expect(try QuestionTests.ask(question, of: catalog) == rows)
  }

  /// A name that may stand for either of two members of the measure's dimensions is asked back.
  @Test(arguments: [
    ("sum amount for no", "No is a name of sme and of charity."),
    ("sum amount London", "London is a name of payer region and of payee region."),
    ("sum amount for London and South East", "London is a name of payer region and of payee region."),
    ("sum allocation / sum amount for London", "London is a name of region and of payer region and others."),
    ("let a = amount * 2\nsum a for yes", "Yes is a name of sme and of charity."),
  ]) func namesOfSeveralDimensionsAreAskedBack(_ question: String, _ message: String) throws {
    let (catalog, _) = try QuestionTests.catalog(QuestionTests.sharing)
    do {
      let rows = try QuestionTests.ask(question, of: catalog)
      Issue.record("\(rows)")
    } catch let error as Diagnostic {
      #expect(error.code == .sharedName)
      #expect(DiagnosticRenderer.problem(error) == message)
    }
  }

  /// Years in front of those of the embedded figures move those; their answers stay.
  @Test func earlierYearsMoveNothing() throws {
    let (catalog, _) = try QuestionTests.catalog(QuestionTests.deflators)
    #expect(
      try QuestionTests.ask("allocation by year", of: catalog)
        == ["2008-09 | 50000001", "2009-10 | 67500000", "2010-11 | 67500000"])
    #expect(
      try QuestionTests.ask("change allocation from 2008-09 to 2010-11", of: catalog) == ["17499999"])
  }

  /// Loads a text as another file of a workspace.
  private static func load(_ text: String, into workspace: inout Workspace) throws {
    var larger = workspace.catalog
    let file = FileManager.default.temporaryDirectory.appending(path: "riepl-\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(text.utf8).write(to: file)
    _ = try TableLoader.load(path: file.path(), options: LoadOptions(), into: &larger)
    workspace.install(larger)
  }

  /// Months in a column are months, however they are written, and roll up to quarters and years.
  @Test(arguments: [
    ["Apr-23", "May-23", "Jul-23", "Apr-24"], ["April 2023", "May 2023", "July 2023", "April 2024"],
    ["2023-04", "2023-05", "2023-07", "2024-04"], ["04/2023", "05/2023", "07/2023", "04/2024"],
    ["apr 23", "MAY 23", "July 23", "Apr 24"], ["2023 Apr", "2023 May", "2023 Jul", "2024 April"],
  ])
  func monthsOfAColumnAreMonths(_ months: [String]) throws {
    let rows = months.enumerated().map { "\($1),£\(1 << $0)" }.joined(separator: "\n")
    let (catalog, _) = try QuestionTests.catalog(("m.csv", "Period,Spend\n\(rows)\n"))
    func ask(_ question: String) throws -> [String] { try QuestionTests.ask(question, of: catalog) }
    #expect(
      try ask("spend by period") == ["April 2023 | 1", "May 2023 | 2", "July 2023 | 4", "April 2024 | 8"])
    #expect(try ask("spend by months in May 2023 to July 2023") == ["May 2023 | 2", "July 2023 | 4"])
    #expect(try ask("spend by quarter") == ["Q1 2023-24 | 3", "Q2 2023-24 | 4", "Q1 2024-25 | 8"])
    #expect(try ask("spend by year") == ["2023-24 | 7", "2024-25 | 8"])
    // The month before July is not in the file, and neither is the quarter before the last.
    #expect(
      try ask("change spend by month")
        == ["April 2023 | [z]", "May 2023 | 1", "July 2023 | [z]", "April 2024 | [z]"])
    #expect(try ask("change spend by quarter") == ["Q1 2023-24 | [z]", "Q2 2023-24 | 1", "Q1 2024-25 | [z]"])
    #expect(try ask("change spend by year") == ["2023-24 | [z]", "2024-25 | 1"])
    #expect(try ask("change spend May 2023") == ["1"])
    #expect(throws: Diagnostic.self) { try ask("change spend July 2023") }
  }

  /// One that is wrong among years does not make months of them, and one that is no month is set aside.
  @Test func yearsAndMonthsAreToldApart() throws {
    let (years, reports) = try QuestionTests.catalog(
      ("y.csv", "Year,Spend\n2008-09,1\n2009-10,2\n2009-11,4\n2010-11,8\n2011-12,16\n2012-13,32\n"))
    #expect(try QuestionTests.ask("sum spend", of: years) == ["59"])
    #expect(reports[0].problems.map(\.line) == [4])
    let (months, others) = try QuestionTests.catalog(
      ("m.csv", "Month,Spend\n2003-04,1\n2003-05,2\nJunne 2003,4\n2004-01,8\n2004-02,16\n2004-03,32\n"))
    #expect(try QuestionTests.ask("sum spend by year", of: months) == ["2003-04 | 59"])
    #expect(others[0].problems.map(\.line) == [4])
  }

  /// Days need no quotes, and stand for themselves however they are written.
  @Test(arguments: [
    ("spend by paid for 2023-05-01", ["2023-05-01 | 4"]),
    ("spend by paid for 01/05/2023", ["2023-05-01 | 4"]),
    ("sum spend 30/04/2023", ["2"]), ("sum spend from 2023-04-30 to 01/05/2023", ["6"]),
    ("sum spend in 29/04/2023 to 01/05/2023", ["7"]), ("sum spend in 2023-05-01 to 2023-05-01", ["4"]),
    ("sum spend where paid >= 2023-05-01", ["12"]), ("sum spend in April 2023 to May 2023", ["15"]),
    ("sum spend in 2023-24", ["15"]), ("sum spend for 2023-04-29, 03/05/2023 and 30/04/2023", ["11"]),
    ("sum spend from 2023-04-01 to 2023-04-30", ["3"]), ("sum spend from 2023-05-02", ["8"]),
    ("sum spend from 01/01/2020 to 31/12/2030", ["15"]), ("sum spend in 2023-04-30 to 2023-05-02", ["6"]),
    ("sum spend in 02/04/2023 to 2023-05-02", ["7"]), ("sum spend where paid < 2023-05-02", ["7"]),
    ("sum spend where paid > 2023-05-02", ["8"]), ("sum spend where paid >= 02/05/2023", ["8"]),
    ("sum spend where paid between 2023-04-30 and 2023-05-02", ["6"]),
    ("sum spend where paid <= 2023-05-02", ["7"]),
    ("change spend by paid", ["2023-04-29 | [z]", "2023-04-30 | 1", "2023-05-01 | 2", "2023-05-03 | [z]"]),
  ])
  func daysNeedNoQuotes(_ question: String, _ values: [String]) throws {
    let (catalog, _) = try QuestionTests.catalog(QuestionTests.days)
    #expect(try QuestionTests.ask(question, of: catalog) == values)
  }

  static let days = (
    "d.csv", "Paid,Spend\n29/04/2023,£1\n30/04/2023,£2\n01/05/2023,£4\n03/05/2023,£8\n"
  )

  /// A day of which there is nothing is no name, and what is no day is none at all.
  @Test(arguments: [
    "sum spend 2023-05-02", "sum spend for 02/05/2023", "sum spend in 2023-13-01 to 2023-05-01",
    "sum spend from 2024-01-01", "sum spend from 2023-05-03 to 2023-04-01", "spend by paid for 32/01/2023",
  ])
  func daysThatAreNotThereAreRefused(_ question: String) throws {
    let (catalog, _) = try QuestionTests.catalog(QuestionTests.days)
    #expect(throws: Diagnostic.self) { try QuestionTests.ask(question, of: catalog) }
  }

  static let payments = (
    "payments.csv",
    """
    Paid,Ward,Supplier,Ref,Amount,VAT amount
    01/04/2023,Ash,Ace,R1,£10,£2
    01/04/2023,Ash,Ace,R2,£10,£1
    02/04/2023,Elm,Bee,R3,£40,£8
    03/05/2023,Elm,Cee,R4,..,£8
    04/05/2023,Elm,Bee,R5,-£5,£0
    05/05/2023,Ash,Dee,R6,£30,£9
    """
  )

  /// A question without `by` over a file of many columns is for its rows, each with its place and its names; the file itself is gone here, so that rows are
  /// counted and lines are not known.
  @Test(arguments: [
    (
      "amount top 2",
      ["row 3 | 2023-04-02 | Elm | Bee | R3 | 40", "row 6 | 2023-05-05 | Ash | Dee | R6 | 30"]
    ),
    ("amount bottom 1", ["row 5 | 2023-05-04 | Elm | Bee | R5 | -5"]),
    ("amount where amount > £20 for Elm", ["row 3 | 2023-04-02 | Bee | R3 | 40"]),
    ("amount above £30", ["row 3 | 2023-04-02 | Elm | Bee | R3 | 40"]),
    (
      "amount at most vat amount * 5 sort highest",
      [
        "row 3 | 2023-04-02 | Elm | Bee | R3 | 40 | 40", "row 6 | 2023-05-05 | Ash | Dee | R6 | 30 | 45",
        "row 1 | 2023-04-01 | Ash | Ace | R1 | 10 | 10", "row 5 | 2023-05-04 | Elm | Bee | R5 | -5 | 0",
      ]
    ),
    (
      "amount + vat amount in May 2023",
      [
        "row 4 | 2023-05-03 | Elm | Cee | R4 | [x]", "row 5 | 2023-05-04 | Elm | Bee | R5 | -5",
        "row 6 | 2023-05-05 | Ash | Dee | R6 | 39",
      ]
    ),
    (
      "amount, vat amount for Ace, Cee where vat amount > £7",
      ["row 4 | 2023-05-03 | Elm | Cee | R4 | [x] | 8"]
    ),
    ("sum amount for Ash", ["50"]), ("amount by ward", ["Ash | 50", "Elm | 35"]),
    ("sum amount where amount > £9", ["90"]),
    ("count (amount by ref top 2)", ["2"]),
  ])
  func rowsOfAFileAreListed(_ question: String, _ rows: [String]) throws {
    let (catalog, _) = try QuestionTests.catalog(QuestionTests.payments)
    let found = try QuestionTests.ask(question, of: catalog)
    #expect(found == rows)
  }

  /// The plain name of a column means that of the figures asked for, whatever else has the name.
  @Test(arguments: [
    ("sum amount by region", ["North | 3", "South | 4"]),
    ("sum amount by regions, kind for x", ["North | x | 1", "South | x | 4"]),
    ("sum amount where region = North", ["3"]), ("sum amount where region starts with \"S\"", ["4"]),
    ("let mine = sum amount\nmine by region top 1", ["South | 4"]),
    ("sum allocation by region top 1", ["South East | 26604028"]),
  ])
  func columnsHaveTheirPlainNames(_ question: String, _ rows: [String]) throws {
    let (catalog, _) = try QuestionTests.catalog(
      ("paid.csv", "Region,Kind,Amount\nNorth,x,1\nNorth,y,2\nSouth,x,4\n"))
    #expect(try QuestionTests.ask(question, of: catalog) == rows)
  }

  @Test func aPlainNameOfBothFilesIsNone() throws {
    let (catalog, _) = try QuestionTests.catalog(
      ("paid.csv", "Region,Kind,Amount\nNorth,x,1\nNorth,y,2\nSouth,x,4\n"))
    #expect(throws: Diagnostic.self) {
      try QuestionTests.ask("sum amount, sum allocation by region", of: catalog)
    }
  }

  /// Ties, what is missing and what a condition could not test are said of rows, too.
  @Test func rowsOfAFileHaveRemarks() throws {
    let (catalog, _) = try QuestionTests.catalog(QuestionTests.payments)
    var workspace = Workspace(catalog: catalog)
    func remarks(_ text: String) throws -> [Remark] {
      try workspace.read(SourceText(text))
      guard case .answer(let answer) = try workspace.next() else { return [] }
      return answer.remarks
    }
    #expect(
      try remarks("amount top 3") == [.cutAmongEquals(column: 0, text: Rational(10), leftOut: 1)])
    #expect(try remarks("amount") == [.missing(count: 1, of: 6, reasons: [])])
    #expect(
      try remarks("vat amount where amount > £5") == [.untested(count: 1, members: nil, isOfRows: true)])
    try workspace.read(SourceText("rank amount"))
    guard case .answer(let answer) = try workspace.next() else { return }
    #expect(answer.rows.map(\.rank) == [1, 2, 3, 3, 5, nil])
  }

  /// Ratios of files that have not the same years or places say so, and which.
  @Test(arguments: [
    ("sum cost / sum staff", 2), ("sum cost - sum staff * £1", 2), ("sum cost / sum staff by ward", 1),
    ("sum cost / sum staff by year", 1), ("sum cost / sum staff in 2020-21 for Ash", 0),
    ("sum cost / sum staff in 2020-21 by ward", 0), ("sum cost Ash 2020-21 / sum staff", 0),
    ("sum cost, sum staff", 0), ("sum cost / sum cost Ash", 0),
  ])
  func unlikeMembersAreSaid(_ question: String, _ count: Int) throws {
    let (catalog, _) = try QuestionTests.catalog(
      ("costs.csv", "Ward,Year,Cost\nAsh,2019-20,£4\nAsh,2020-21,£4\nElm,2019-20,£9\nElm,2020-21,£1\n"),
      ("staff.csv", "Ward,Year,Staff\nAsh,2020-21,2\nAsh,2021-22,3\n"))
    var workspace = Workspace(catalog: catalog)
    try workspace.read(SourceText(question))
    guard case .answer(let answer) = try workspace.next() else {
      Issue.record("no answer")
      return
    }
    let unlike = answer.remarks.filter { if case .unlikeMembers = $0 { true } else { false } }
    #expect(unlike.count == count, "\(unlike)")
    guard case .unlikeMembers(let dimension, _, let firstOnly, _, let secondOnly) = unlike.last else {
      return
    }
    let names = [firstOnly, secondOnly].map { $0.numbers.map { catalog.memberName(dimension, $0) } }
    #expect(names == (question.hasSuffix("ward") ? [["2019-20"], ["2021-22"]] : names), "\(names)")
  }

  /// Two files with a heading of the same name: that of the file in front tells them apart, `use` chooses.
  @Test func aNameOfTwoFilesIsThatOfTheOneInUse() throws {
    let one = "Ward,Year,Amount\nAsh,2019-20,£1\nElm,2019-20,£2\n"
    let two = "Ward,Year,Amount\nAsh,2018-19,£10\nElm,2018-19,£20\n"
    let (catalog, _) = try QuestionTests.catalog(("p1.csv", one))
    var workspace = Workspace(catalog: catalog)
    var values: [String] = []
    func run(_ text: String) throws {
      try workspace.read(SourceText(text))
      while let outcome = try workspace.next() {
        if case .answer(let answer) = outcome { values.append(answer.rows[0].cells[0].value.description) }
      }
    }
    try run("let mine = sum amount for Ash\nsum amount\np1 amount Elm 2019-20\nuse p1\nsum amount")
    #expect(values == ["3", "2", "3"])
    values = []
    var larger = workspace.catalog
    let file = FileManager.default.temporaryDirectory.appending(path: "riepl-\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(two.utf8).write(to: file)
    var options = LoadOptions()
    options.name = "p2"
    _ = try TableLoader.load(path: file.path(), options: options, into: &larger)
    workspace.install(larger)
    try run("sum amount\nsum p1 amount\nsum p2 amount\nmine")
    #expect(values == ["3", "3", "30", "1"])
    values = []
    try run("use p2\nsum amount\nsum p1 amount\nsum p2 amount\nmine\ncount rows for Ash")
    #expect(values == ["30", "3", "30", "1", "1"])
    #expect(workspace.definitions.map(\.text) == ["sum p1 amount for Ash"])
    values = []
    try run(
      "let other = sum amount\nuse p1\nother\nsum amount\nuse riep 2008\nsum amount\nsum riep 2008 allocation"
    )
    #expect(values == ["30", "3", "3", "185000001"])
  }

  static let budgets = (
    "budgets.csv",
    """
    Department,Supplier,Budget,Actual,Forecast
    Roads,Ace,£100.00,£120.00,£110
    Roads,Ace,£50.00,£40.00,£40
    Roads,Ace,£10.00,£11.00,£10
    Parks,Bee,£70.00,£90.00,£70
    Parks,Bee,£30.00,..,£30
    Parks,Cee,..,£5.00,£6
    """
  )

  /// A condition compares two columns in each row, and not what several rows are added up to.
  @Test(arguments: [
    ("sum actual where actual > budget", ["221"]),
    ("count actual where actual > budget * 1.2", ["1"]),
    ("count actual where actual >= budget * 1.2", ["2"]),
    ("sum actual where not actual > budget", ["40"]),
    ("sum budget where budget = forecast", ["110"]),
    ("sum budget where actual between forecast and budget * 1.2", ["160"]),
    ("sum budget where actual between £50 and budget * 1.25", ["100"]),
    ("count actual where actual > budget or actual < £10", ["4"]),
    ("sum actual where forecast is not actual - £20 by department", ["Roads | 171", "Parks | 5"]),
    ("sum actual by department above sum budget", ["Roads | 171 | 160"]),
    ("sum actual by supplier above sum forecast * 1.05", ["Ace | 171 | 168"]),
    ("count actual where actual > budget / ((budget - budget) / £1)", ["0"]),
    ("sum actual where actual - budget > £15", ["210"]),
    ("count actual where 2 * actual < budget + forecast", ["1"]),
    // Figures of the embedded data stand in no row of the file: they are worked out once.
    ("count actual where actual > budget + announced allocation / 20000000", ["2"]),
  ])
  func rowsAreComparedByThemselves(_ question: String, _ values: [String]) throws {
    let (catalog, _) = try QuestionTests.catalog(QuestionTests.budgets)
    #expect(try QuestionTests.ask(question, of: catalog) == values)
  }

  /// Also where nothing but figures tells the rows apart.
  @Test func rowsWithoutNamesAreComparedByThemselves() throws {
    let (catalog, _) = try QuestionTests.catalog(
      ("wards.csv", "Ward,Budget,Actual\nAsh,£5,£7\nAsh,£6,£4\n"), ("plain.csv", "Plan,Spent\n£5,£7\n£6,£4\n")
    )
    #expect(try QuestionTests.ask("sum actual where actual > budget", of: catalog) == ["7"])
    #expect(try QuestionTests.ask("sum spent where spent > plan", of: catalog) == ["7"])
    #expect(try QuestionTests.ask("sum spent where spent - plan < £0", of: catalog) == ["4"])
  }

  @Test func definitionsStayBehindALoad() throws {
    var plain = Catalog()
    try EmbeddedDatasets.load(into: &plain)
    var workspace = Workspace(catalog: plain)
    try workspace.read(
      SourceText(
        "let early = sum allocation in 2008-09\nlet north = North East, North West\nsum allocation by region")
    )
    while try workspace.next() != nil {}
    try QuestionTests.load(QuestionTests.deflators.1, into: &workspace)
    try workspace.read(SourceText("early\nsum allocation for north\nthen by region top 1"))
    var values: [String] = []
    while let outcome = try workspace.next() {
      if case .answer(let answer) = outcome { values.append(answer.rows[0].cells[0].value.description) }
    }
    #expect(values.count == 3)
    #expect(values.prefix(2) == ["50000001", "37575556"])
  }

  @Test func regionsMapThroughTheirOtherNames() throws {
    let (catalog, reports) = try QuestionTests.catalog(
      (
        "spending.csv",
        "Region,Year,Amount\nYorks & Humber,2008-09,5.00\nNE,2008-09,7.00\nWales,2008-09,1.00\nEngland,2008-09,12.00\n"
      ))
    #expect(reports[0].lines.contains("region: 1 name is new: Wales"))
    #expect(
      reports[0].lines.contains(
        "“England, 2008-09”, amount: £12 as printed, but the rows add up to £13, £1 more"))
    #expect(
      try QuestionTests.ask("sum amount by region", of: catalog)
        == ["North East | 7", "Yorkshire and Humber | 5", "Wales | 1"])
    #expect(try QuestionTests.ask("sum amount England", of: catalog) == ["12"])
    #expect(try QuestionTests.ask("count regions", of: catalog) == ["10"])
    #expect(try QuestionTests.ask("allocation by region", of: catalog).count == 9)
    #expect(
      try QuestionTests.ask("sum amount / sum allocation London", of: catalog).count == 1)
  }

  @Test func datesRollUp() throws {
    let (catalog, _) = try QuestionTests.catalog(
      ("paid.csv", "Paid on,Supplier,Amount\n31/03/2009,A,1.00\n01/04/2009,A,2.00\n30/06/2009,B,4.00\n"))
    #expect(try QuestionTests.ask("sum amount by year", of: catalog) == ["2008-09 | 1", "2009-10 | 6"])
    #expect(
      try QuestionTests.ask("sum amount by month", of: catalog)
        == ["March 2009 | 1", "April 2009 | 2", "June 2009 | 4"])
    #expect(
      try QuestionTests.ask("sum amount by quarter", of: catalog) == ["Q4 2008-09 | 1", "Q1 2009-10 | 6"])
  }

  private static let paid = (
    "paid.csv", "Paid on,Amount\n01/04/2009,5.00\n03/05/2009,7.00\n05/05/2009,1.00\n09/01/2010,9.00\n"
  )
  private static let received = (
    "received.csv", "Received on,Receipts £\n31/12/2008,2.00\n02/05/2009,50.00\n03/06/2009,70.00\n"
  )

  /// Months and quarters of several files are the same ones, in the order of time, whichever file comes first.
  @Test(arguments: [false, true])
  func monthsAreShared(_ isTurned: Bool) throws {
    let (paid, received) = (QuestionTests.paid, QuestionTests.received)
    let (first, second) = isTurned ? (received, paid) : (paid, received)
    let (catalog, _) = try QuestionTests.catalog(first, second)
    func ask(_ question: String) throws -> [String] { try QuestionTests.ask(question, of: catalog) }
    #expect(
      try ask("sum amount, sum receipts by month") == [
        "December 2008 | [z] | 2", "April 2009 | 5 | [z]", "May 2009 | 8 | 50", "June 2009 | [z] | 70",
        "January 2010 | 9 | [z]",
      ])
    #expect(
      try ask("sum receipts - sum amount by quarter") == [
        "Q3 2008-09 | [z]", "Q1 2009-10 | 107", "Q4 2009-10 | [z]",
      ])
    #expect(
      try ask("sum amount by month") == ["April 2009 | 5", "May 2009 | 8", "January 2010 | 9"])
    #expect(
      try ask("sum receipts by month") == ["December 2008 | 2", "May 2009 | 50", "June 2009 | 70"])
    #expect(try ask("sum amount in May 2009") == ["8"])
    #expect(try ask("sum receipts by month top 1") == ["June 2009 | 70"])
    #expect(try ask("count amount where month = May 2009") == ["2"])
    // Days have names of their own in each file.
    #expect(try ask("sum amount by paid on").count == 4)
    #expect(catalog.dimensions.count(where: { $0.name == "month" }) == 1)
  }

  /// What has been named stays where months come in front of those that there were.
  @Test func namesOfMonthsStayBehindALoad() throws {
    let (plain, _) = try QuestionTests.catalog(QuestionTests.paid)
    var workspace = Workspace(catalog: plain)
    var values: [String] = []
    func run(_ text: String) throws {
      try workspace.read(SourceText(text))
      while let outcome = try workspace.next() {
        if case .ask = outcome { _ = try workspace.give(nil) }
        if case .answer(let answer) = outcome { values.append(answer.rows[0].cells[0].value.description) }
      }
    }
    try run("let spring = April 2009, May 2009\nask day = May 2009\nask place = London\nask wide = England")
    try run("let last = sum amount in January 2010\nsum amount in May 2009")
    try QuestionTests.load(QuestionTests.received.1, into: &workspace)
    try run("sum amount in spring\nsum amount in day\nlast\nsum allocation place\nsum allocation wide")
    try run("sum amount in May 2009\nthen in April 2009")
    #expect(values == ["8", "13", "8", "9", "21100278", "185000001", "8", "5"])
  }

  /// Names that differ in marks only are told apart by how they are written.
  @Test func namesThatAreAlikeAreToldApart() throws {
    let (catalog, _) = try QuestionTests.catalog(
      ("s.csv", "Supplier,Amount\nSmith & Co,100\nSmith and Co,7\nKings Heath,1\nKing's Heath,2\n"))
    func ask(_ question: String) throws -> [String] { try QuestionTests.ask(question, of: catalog) }
    #expect(try ask("sum amount for \"Smith and Co\"") == ["7"])
    #expect(try ask("sum amount for \"Smith & Co\"") == ["100"])
    #expect(try ask("sum amount Smith and Co") == ["7"])
    #expect(try ask("sum amount smith & co") == ["100"])
    #expect(try ask("sum amount where supplier is not \"Smith and Co\"") == ["103"])
    #expect(try ask("sum amount for King's Heath") == ["2"])
    #expect(try ask("sum amount for kings heath") == ["1"])
    #expect(try ask("sum amount for Smith and Co, Smith & Co") == ["107"])
  }

  /// A file in which nothing but totals stands has no rows.
  @Test func aFileWithoutRowsIsAnswered() throws {
    let (catalog, _) = try QuestionTests.catalog(("o.csv", "Ward,Spend\nTotal,10\n"))
    for question in [
      "spend by ward", "spend", "sum spend by ward, region", "count rows by ward", "chart spend by ward",
    ] {
      _ = try? QuestionTests.ask(question, of: catalog)
    }
    #expect(try QuestionTests.ask("spend by ward", of: catalog) == [])
  }

  /// A column of months that are written as days makes no second dimension of that name.
  @Test func daysOfAColumnOfMonths() throws {
    let (catalog, _) = try QuestionTests.catalog(
      ("rent.csv", "Month,Rent £\n01/04/2023,1000000\n01/05/2023,2000000\n"), QuestionTests.paid)
    #expect(catalog.dimensions.count(where: { $0.name == "month" }) == 1)
    #expect(try QuestionTests.ask("sum rent in April 2023", of: catalog) == ["1000000"])
  }

  @Test func namesAreFoundByTheirLetters() throws {
    var text = "Supplier,Amount\n"
    for number in 0..<1500 { text += "\"Firm \(number), Trust\",1.00\nOther \(number),2.00\n" }
    let (catalog, _) = try QuestionTests.catalog(("spending.csv", text))
    #expect(try QuestionTests.ask("sum amount where supplier contains \"TRUST\"", of: catalog) == ["1500"])
    #expect(try QuestionTests.ask("sum amount where supplier starts with \"other\"", of: catalog) == ["3000"])
    #expect(
      try QuestionTests.ask("sum amount where supplier not starts with \"other\"", of: catalog) == ["1500"])
    #expect(try QuestionTests.ask("sum amount for \"firm 77, trust\"", of: catalog) == ["1"])
    #expect(throws: Diagnostic.self) { try QuestionTests.ask("sum amount for Other 77", of: catalog) }
    #expect(try QuestionTests.ask("sum amount by supplier top 2", of: catalog).count == 2)
  }

  @Test func levelsAreNotAddedUp() throws {
    let (catalog, _) = try QuestionTests.catalog(
      ("rates.csv", "Place,Interest rate %\na,3.5\nb,4.5\n"))
    #expect(try QuestionTests.ask("average interest rate", of: catalog) == ["0.04"])
    #expect(throws: Diagnostic.self) { try QuestionTests.ask("sum interest rate", of: catalog) }
  }

  /// What is read for one question comes to the same as everything.
  @Test(arguments: [
    "sum amount", "sum amount by region", "sum amount by region, year", "average amount by kind top 3",
    "sum amount in 2009-10 by region", "count amount where year = 2009-10", "share amount by region",
    "sum amount, sum other by year", "sum amount by supplier top 5", "growth sum amount by year",
    "sum amount by region above £1m with total",
  ]) func oneQuestionAlone(_ question: String) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "riepl-\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: file) }
    var random = RandomTableTests.Generator(state: 5)
    var text = "Region,Year,Kind,Supplier,Amount,Other\n"
    for _ in 0..<60_000 {
      let year = 2008 + random.next(4)
      let kind = random.pick(["Totally Small", "Sub, \"\"total\"\" things", "summer", "Allied"])
      text +=
        "\(random.pick(["London", "Yorks & Humber", "North East", "Overseas"])),\(year)-\(String(year + 1).suffix(2)),"
        + "\"\(kind)\",Supplier \(random.next(9000)),\(random.next(9000)).\(10 + random.next(90)),"
        + "\(random.next(30) == 0 ? "" : "\(random.next(99))")\n"
    }
    try Data(text.utf8).write(to: file)
    var embedded = Catalog()
    try EmbeddedDatasets.load(into: &embedded)
    var one = embedded
    var all = embedded
    // In a file of this size the names of figures that are not there are looked for.
    let isEnough = try OneShot.load(path: file.path(), for: SourceText(question), isFull: false, into: &one)
    #expect(isEnough == !question.contains("other"))
    guard isEnough else { return }
    _ = try TableLoader.load(path: file.path(), options: LoadOptions(), into: &all)
    #expect(try QuestionTests.ask(question, of: one) == QuestionTests.ask(question, of: all))
    #expect(one.datasets[1].rows == all.datasets[1].rows)
    // A total in a column that the question does not need is seen.
    text += "London,2008-09,TOTAL:,,5.00,1\n"
    try Data(text.utf8).write(to: file)
    #expect(try !OneShot.load(path: file.path(), for: SourceText(question), isFull: false, into: &embedded))
  }

  /// What stands in a cell that a question does not read, and what reading everything makes of its row.
  static let unread: [(column: Int, text: String)] = [
    (0, "Total"), (0, "England"), (0, " England "), (0, ""), (0, "london"), (0, "Total North East"),
    (1, "20009-10"),
    (1, ""), (1, "not known"), (2, "31/31/2009"), (2, ""), (2, "later"), (3, "Total Gas & Power"),
    (3, "all "),
    (3, "ALL"), (3, "Sum:"), (3, "Sub-Total:"), (3, "Total for London"), (3, "Smith \"Jo\" Ltd"), (4, ""),
    (4, "n/a"),
    (4, "1e5"), (4, "(12.50)"), (4, "5*"), (5, "junk"), (5, "5*"), (5, "-"), (5, "1.23456789012"),
    (5, "12.5.1"),
  ]

  static let plainRows: [[String]] = {
    var random = RandomTableTests.Generator(state: 7)
    var rows = [["Region", "Year", "Paid on", "Supplier", "Amount", "Tax"]]
    for _ in 0..<24_000 {
      let year = 2008 + random.next(3)
      rows.append([
        random.pick(["London", "South East", "North East"]), "\(year)-\(String(year + 1).suffix(2))",
        "0\(1 + random.next(9))/05/2009", "Supplier \(random.next(50))",
        "\(random.next(900)).\(10 + random.next(90))", "\(random.next(9))",
      ])
    }
    return rows
  }()
  static let plainLines = plainRows.map { $0.joined(separator: ",") }

  @Test(arguments: unread) func whatIsNotReadChangesNoAnswer(_ cell: (column: Int, text: String)) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "riepl-\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: file) }
    var rows = QuestionTests.plainRows
    let place = rows.count * 2 / 3
    rows[place][cell.column] = "\"" + cell.text.replacing("\"", with: "\"\"") + "\""
    let lines = QuestionTests.plainLines[..<place] + [rows[place].joined(separator: ",")]
    let text = (lines + QuestionTests.plainLines[(place + 1)...]).joined(separator: "\n") + "\n"
    try Data(text.utf8).write(to: file)
    var embedded = Catalog()
    try EmbeddedDatasets.load(into: &embedded)
    var all = embedded
    _ = try TableLoader.load(path: file.path(), options: LoadOptions(), into: &all)
    for question in [
      "sum amount", "count amount by region", "average amount by supplier top 3", "sum amount in 2009-10",
    ] {
      for isFull in [false, true] {
        var one = embedded
        guard try OneShot.load(path: file.path(), for: SourceText(question), isFull: isFull, into: &one)
        else {
          continue
        }
        #expect(
          try QuestionTests.ask(question, of: one) == QuestionTests.ask(question, of: all), "\(question)")
      }
    }
  }
}
