import RieplData
import RieplEngine
import RieplSyntax
import Testing

/// Errors that no statement over the embedded data can cause within reason: bounds, and data of another shape.
@Suite struct Diagnostics {
  /// The first error of a text.
  static func error(
    _ text: String, _ catalog: Catalog? = nil, _ change: (inout Limits) -> Void = { _ in },
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> Diagnostic? {
    var limits = Limits()
    change(&limits)
    var embedded = Catalog()
    try EmbeddedDatasets.load(into: &embedded)
    var workspace = Workspace(catalog: catalog ?? embedded, limits: limits)
    workspace.isCancelled = isCancelled
    do throws(Diagnostic) {
      try workspace.read(SourceText(text))
      while try workspace.next() != nil {}
      return nil
    } catch {
      return error
    }
  }

  /// A bound that is lowered, the longest text that is within it, and one that is not.
  static let bounds: [(DiagnosticCode, String, String, @Sendable (inout Limits) -> Void)] = [
    (.tooDeep, "((5))", "(((5)))", { $0.nesting = 2 }),
    (.tooDeep, "--5", "---5", { $0.nesting = 2 }),
    (.tooDeep, "3% of 3% of £5", "3% of 3% of 3% of £5", { $0.nesting = 2 }),
    (
      .tooDeep, "count regions where not not efficiency > £5",
      "count regions where not not not efficiency > £5", { $0.nesting = 2 }
    ),
    (
      .tooDeep, "let first = 5\nlet second = first\nsecond + 1",
      "let first = 5\nlet second = first\nlet third = second\nthird + 1", { $0.nesting = 4 }
    ),
    (.tooManyNodes, "1 + 2 + 3", "1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11", { $0.nodes = 10 }),
    (
      .tooManyNodes, "sum allocation for London",
      "sum allocation for London" + String(repeating: ", London", count: 30), { $0.nodes = 10 }
    ),
    (.statementTooLong, "sum allocation", "sum allocation in 2009-10", { $0.statementBytes = 14 }),
    (.tokenTooLong, "1234567890", "12345678901", { $0.tokenBytes = 10 }),
    (
      .tokenTooLong, "sum allocation for \"London\"", "sum allocation for \"South West\"",
      { $0.tokenBytes = 10 }
    ),
    (.scriptTooLong, "5 + 5", "5 + 5 ", { $0.scriptBytes = 5 }),
    (.tooManyRows, "allocation by region", "allocation by region, year", { $0.steps = 20 }),
    (.tooManySteps, "5", "sum allocation by region", { $0.steps = 8 }),
  ]

  @Test(arguments: bounds.indices) func bound(_ index: Int) throws {
    let (code, within, beyond, change) = Diagnostics.bounds[index]
    if code != .tooManyRows && code != .tooManySteps {
      #expect(try Diagnostics.error(within, nil, change) == nil, "\(code): \(within)")
    }
    let found = try Diagnostics.error(beyond, nil, change)
    let allowed: [DiagnosticCode] =
      code == .tooManyRows || code == .tooManySteps ? [.tooManyRows, .tooManySteps] : [code]
    #expect(found.map { allowed.contains($0.code) } == true, "\(beyond): \(String(describing: found))")
  }

  @Test func stopped() throws {
    for statement in ["sum allocation", "allocation by region, year", "project efficiency London"] {
      let found = try Diagnostics.error(statement, isCancelled: { true })
      #expect(found?.code == .interrupted, "\(statement): \(String(describing: found))")
    }
  }

  // MARK: Data of another shape

  /// Stock by place and month: an amount at a time, which adds up over places only; visits add up over both; the
  /// rent of a place has no months; there are no years.
  static func museum(source: (any ColumnSource)? = nil) -> Catalog {
    let table = MemoryColumns(
      codes: [[0, 0, 1, 1], [0, 1, 0, 1]],
      measures: [
        MemoryMeasure(values: [5, 6, 7, 8], states: [0, 0, 0, 0]),
        MemoryMeasure(values: [50, 60, 70, 80], states: [0, 0, 0, 0]),
      ], rowCount: 4)
    let places = MemoryColumns(
      codes: [[0, 1]], measures: [MemoryMeasure(values: [900, 800], states: [0, 0])], rowCount: 2)
    var catalog = Catalog()
    catalog.add(
      Dataset(name: "museum", title: "Museum", edition: "first", licence: "none", document: "list"),
      dimensions: [
        Dimension(
          name: "hall", plural: "halls", members: [Member(name: "Old Hall"), Member(name: "New Hall")]),
        Dimension(
          name: "month", plural: "months", members: [Member(name: "May"), Member(name: "June")],
          isOrdered: true),
      ],
      measures: [
        Measure(
          name: "stock", summary: "things there", unit: .count, scale: 0, sourcePower: 0, dimensions: [0, 1],
          addsOver: BitSet(0), table: 0, column: 0),
        Measure(
          name: "visits", summary: "people", unit: .count, scale: 0, sourcePower: 0, dimensions: [0, 1],
          addsOver: BitSet([0, 1]), table: 0, column: 1),
        Measure(
          name: "rent", summary: "a year's rent", unit: .money, scale: 0, sourcePower: 0, dimensions: [0],
          addsOver: BitSet(0), table: 1, column: 0),
      ], facts: [], notes: [], sources: [], topics: [],
      tables: [
        Table(dimensions: [0, 1], source: source ?? table, isCube: true),
        Table(dimensions: [0], source: source ?? places, isCube: true),
      ])
    return catalog
  }

  @Test(arguments: [
    "sum visits", "sum visits by hall", "sum stock by month", "stock by hall, month", "highest stock",
    "average stock by hall", "stock Old Hall May", "sum rent by hall", "sum visits for May",
  ])
  func museumAnswers(_ statement: String) throws {
    #expect(try Diagnostics.error(statement, Diagnostics.museum()) == nil, "\(statement)")
  }

  static let otherShapes: [(String, DiagnosticCode)] = [
    ("sum visits in 2009-10", .noYears), ("visits Old Hall 2009-10", .noYears),
    ("sum visits where month = 2009-10", .noYears), ("about 2009-10", .noYears),
    ("sum stock", .doesNotAddUp), ("sum stock by hall", .doesNotAddUp), ("stock by hall", .doesNotAddUp),
    ("sum stock Old Hall", .doesNotAddUp), ("cumulative stock by hall", .doesNotAddUp),
    ("share stock by hall", .doesNotAddUp), ("stock by hall, all months", .doesNotAddUp),
    ("sum rent by month", .lacksDimension), ("sum rent May", .lacksDimension),
    ("sum rent for June", .lacksDimension), ("rent by hall, month", .lacksDimension),
  ]

  @Test(arguments: otherShapes) func otherShape(_ statement: String, _ code: DiagnosticCode) throws {
    let found = try Diagnostics.error(statement, Diagnostics.museum())
    #expect(found?.code == code, "\(statement): \(String(describing: found))")
    if let found {
      let message = DiagnosticRenderer.message(found)
      #expect(!message.contains("2009-10 to") && !message.contains("London"), "\(message)")
    }
  }

  /// A place or year that a figure does not have is an error, wherever it is named, and never a number.
  @Test(arguments: [
    "efficiency London 2008-09", "efficiency London in 2008-09", "efficiency London from 2008-09 to 2009-10",
    "published total London in 2009-10", "published total London from 2008-09 to 2009-10",
    "growth efficiency London from 2008-09 to 2010-11",
    "change published total London from 2008-09 to 2009-10",
    "growth announced allocation from 2008-09 to 2010-11", "announced allocation London",
    "announced allocation for London", "announced allocation in 2009-10",
    "announced allocation where region = London", "gains target for London in 2009-10",
    "project efficiency London in 2009-10",
  ])
  func neverANumber(_ statement: String) throws {
    let found = try Diagnostics.error(statement)
    #expect(found != nil, "\(statement) has an answer")
  }

  /// Rows that fail to come, as those of a file that is gone.
  private struct Broken: ColumnSource {
    func scan(dimensions: [Int], measure: Int?, _ body: (Batch) throws(EngineFault) -> Void)
      throws(EngineFault)
    {
      throw .source("the disk is gone")
    }
  }

  @Test func rowsThatDoNotCome() throws {
    let found = try Diagnostics.error("sum visits", Diagnostics.museum(source: Broken()))
    #expect(found?.code == .fileUnreadable, "\(String(describing: found))")
    #expect(found.map(DiagnosticRenderer.message)?.contains("the disk is gone") == true)
  }

  // MARK: The catalogue itself

  /// The places for facts in the English are filled in by every error of the gallery.
  @Test func noBracesAreLeft() throws {
    for entry in DiagnosticCatalogue.entries where !entry.example.isEmpty {
      guard let found = try Diagnostics.error(entry.example) else { continue }
      let english = DiagnosticCatalogue.entry(found.code)
      let template = english.what + (found.suggestions.isEmpty ? english.advice : english.suggesting ?? "")
      for part in template.split(separator: "{").dropFirst() {
        let key = String(part.prefix { $0 != "}" })
        #expect(
          key == "suggestions" || found.facts[key]?.isEmpty == false, "\(entry.example): {\(key)} is empty")
      }
    }
  }

  @Test(arguments: DiagnosticCatalogue.entries.map(\.code)) func wording(_ code: DiagnosticCode) {
    let entry = DiagnosticCatalogue.entry(code)
    for sentence in [entry.what, entry.advice, entry.suggesting ?? ""] where !sentence.isEmpty {
      #expect([".", "?"].contains(sentence.last), "\(code.rawValue): \(sentence)")
      let inside = sentence.dropLast().replacing("…", with: "")
      #expect(
        !inside.contains(". ") && !inside.contains("? "), "\(code.rawValue): two sentences: \(sentence)")
    }
    #expect(!entry.title.isEmpty && entry.title.first?.isUppercase != true, "\(code.rawValue)")
  }
}
