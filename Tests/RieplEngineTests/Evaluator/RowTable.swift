import RieplEngine
import RieplSyntax
import Testing

/// A table of rows, as a file has them, that are passed on three at a time.
enum RowTable {
  /// One row: the codes of its town, its year and the year in which its office opened, its amount and its staff.
  typealias Row = (town: Int, year: Int, opened: Int, amount: Int64?, staff: Int64?)

  static let rows: [Row] = [
    (0, 0, 0, 10, 1), (1, 0, 1, 200, 2), (2, 1, 0, 30, 3), (3, 1, 2, 40, nil), (0, 2, 0, 500, 5),
    (1, 2, 1, 45, 6), (2, 0, 0, 45, 7), (3, 2, 2, nil, 8),
  ]

  private static func years(_ first: Int) -> [Member] {
    (first..<first + 3).map { Member(name: FinancialYear.text($0), year: $0) }
  }

  static var catalog: Catalog {
    func measure(_ values: [Int64?]) -> MemoryMeasure {
      MemoryMeasure(values: values.map { $0 ?? 0 }, states: values.map { $0 == nil ? 1 : 0 })
    }
    let columns = MemoryColumns(
      codes: [rows.map { Int32($0.town) }, rows.map { Int32($0.year) }, rows.map { Int32($0.opened) }],
      measures: [measure(rows.map(\.amount)), measure(rows.map(\.staff))], rowCount: rows.count,
      places: rows.indices.map { "line \($0 + 2)" })
    let rates = MemoryColumns(
      codes: [[0, 1, 2, 3]], measures: [measure([1, 2, 3, 4])], rowCount: 4)
    var catalog = Catalog()
    catalog.add(
      Dataset(
        name: "rows", title: "Rows for tests", edition: "1", licence: "none", document: "the tests", rows: 8),
      dimensions: [
        Dimension(
          name: "town", plural: "towns", members: ["Ash", "Birch", "Cedar", "Elm"].map { Member(name: $0) }),
        Dimension(name: "year", plural: "years", members: years(2019), isOrdered: true, isYears: true),
        Dimension(name: "opening", plural: "openings", members: years(2019), isOrdered: true),
      ],
      measures: [
        Measure(
          name: "amount", summary: "", unit: .money, scale: 0, sourcePower: 0, dimensions: [0, 1, 2],
          addsOver: BitSet([0, 1, 2]), table: 0, column: 0),
        Measure(
          name: "staff", summary: "", unit: .count, scale: 0, sourcePower: 0, dimensions: [0, 1, 2],
          addsOver: BitSet([0, 1, 2]), table: 0, column: 1),
        Measure(
          name: "cases", summary: "", unit: .count, scale: 0, sourcePower: 0, dimensions: [0],
          addsOver: BitSet(0), year: 2020, table: 1, column: 0),
      ], facts: [], notes: [], sources: [], topics: [],
      tables: [
        Table(dimensions: [0, 1, 2], source: ThreeAtATime(columns: columns), isCube: false),
        Table(dimensions: [0], source: rates, isCube: true),
      ])
    return catalog
  }

  /// The outcome of one statement.
  static func outcome(_ statement: String) throws -> Outcome {
    var workspace = Workspace(catalog: catalog)
    try workspace.read(SourceText(statement))
    return try #require(try workspace.next(), "\(statement)")
  }

  /// The answer to a question.
  static func answer(_ question: String) throws -> Answer {
    guard case .answer(let answer) = try outcome(question) else {
      throw WrongOutcome(statement: question)
    }
    return answer
  }

  /// How the answer to a question came about.
  static func explanation(_ question: String) throws -> Explanation {
    guard case .worked(let explanation, _) = try outcome("explain fully " + question) else {
      throw WrongOutcome(statement: question)
    }
    return explanation
  }

  struct WrongOutcome: Error {
    let statement: String
  }
}

/// Columns in memory that are passed three rows at a time.
private struct ThreeAtATime: ColumnSource {
  let columns: MemoryColumns

  func scan(
    dimensions: [Int], measure: Int?, _ body: (Batch) throws(EngineFault) -> Void
  ) throws(EngineFault) {
    var whole: Batch?
    try columns.scan(dimensions: dimensions, measure: measure) { batch throws(EngineFault) in whole = batch }
    guard let whole else { return }
    for start in stride(from: 0, to: whole.count, by: 3) {
      let range = start..<min(start + 3, whole.count)
      try body(
        Batch(
          firstRow: start, count: range.count, codes: whole.codes.map { $0[range] },
          values: whole.values.isEmpty ? [] : whole.values[range],
          states: whole.states.isEmpty ? [] : whole.states[range], markNumbers: [], marks: []))
    }
  }

  func place(ofRow row: Int) -> String? { columns.place(ofRow: row) }
}
