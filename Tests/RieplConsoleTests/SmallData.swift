import RieplEngine

/// A catalogue that has what the embedded data lacks: figures that are missing, statuses, three dimensions, ratios,
/// pence, negative figures, a source that rounds coarsely, many members, and rows that come in several batches.
enum SmallData {
  static var catalog: Catalog {
    var catalog = Catalog()
    catalog.add(
      Dataset(
        name: "small", title: "Small data for tests", edition: "1", licence: "none", document: "the tests"),
      dimensions: dimensions, measures: measures, facts: facts, notes: notes, sources: sources, topics: [],
      tables: tables)
    return catalog
  }

  private static let years = 2018...2021

  private static var dimensions: [Dimension] {
    [
      Dimension(
        name: "town", plural: "towns", aliases: ["place"],
        members: ["Ash", "Birch", "Cedar Hill", "Elm"].map { Member(name: $0, code: "T\($0.utf8.count)") },
        whole: "the county", wholeAliases: ["everywhere"]),
      Dimension(
        name: "year", plural: "years",
        members: years.map { Member(name: "\($0)-\($0 % 100 + 1)", year: $0) }, isOrdered: true, isYears: true
      ),
      Dimension(name: "mode", plural: "modes", members: ["bus", "rail"].map { Member(name: $0) }),
      Dimension(name: "ward", plural: "wards", members: (1...130).map { Member(name: "ward \($0)") }),
    ]
  }

  private static var notes: [Note] {
    [
      Note(id: "n1", kind: "footnote", text: "Partly counted; see n2."),
      Note(id: "n2", kind: "footnote", text: "All of n1 and n12 are guesses."),
      Note(id: "whole", kind: "method", text: "Towns only."),
    ]
  }

  private static var sources: [Source] {
    [
      Source(id: "s1", title: "A report", date: "2022-01-01", place: "table 1"),
      Source(id: "s2", title: "A report", date: "", place: "table 2"),
    ]
  }

  private static var facts: [Fact] {
    [
      Fact(
        name: "target", value: Rational(1000), unit: .money, sourcePower: 2, date: "2018",
        summary: "to be spent",
        notes: BitSet(1), sources: BitSet(1)),
      Fact(
        name: "rise", value: Rational(decimal: "0.05") ?? .zero, unit: .rate, sourcePower: -2,
        date: "2018",
        summary: "a year"),
      Fact(
        name: "buses", value: Rational(12), unit: .count, sourcePower: 0, date: "2018", summary: "in service"),
    ]
  }

  private static var measures: [Measure] {
    [
      // Missing figures and statuses; pence.
      Measure(
        name: "spend", aliases: ["cost"], summary: "what was spent", unit: .money, scale: 2, sourcePower: -2,
        dimensions: [0, 1], addsOver: BitSet([0, 1]), notesOfWhole: BitSet(2), sources: BitSet(0), table: 0,
        column: 0),
      // Rounded to £1m in the source.
      Measure(
        name: "budget", summary: "what was planned", unit: .money, scale: 0, sourcePower: 6,
        dimensions: [0, 1],
        addsOver: BitSet([0, 1]), sources: BitSet(1), table: 0, column: 1),
      // A level, and a ratio.
      Measure(
        name: "staff", summary: "who works there", unit: .count, scale: 0, sourcePower: 0,
        dimensions: [0, 1],
        addsOver: BitSet([0]), period: "at the end of the year", notes: BitSet(0), table: 0, column: 2),
      Measure(
        name: "rate", summary: "who turned up", unit: .percent, scale: 4, sourcePower: -3,
        dimensions: [0, 1],
        addsOver: BitSet(), table: 0, column: 3),
      Measure(
        name: "trips", summary: "net of returns", unit: .number, scale: 1, sourcePower: -1,
        dimensions: [0, 1, 2],
        addsOver: BitSet([0, 1, 2]), table: 1, column: 0),
      Measure(
        name: "cases", summary: "by ward", unit: .count, scale: 0, sourcePower: 0, dimensions: [3],
        addsOver: BitSet([3]), year: 2020, table: 2, column: 0),
    ]
  }

  private static var tables: [Table] {
    let count = years.count
    func codes(_ number: Int, modes: Int) -> [[Int32]] {
      var codes: [[Int32]] = [[], [], []]
      for row in 0..<number {
        codes[0].append(Int32(row / modes / count))
        codes[1].append(Int32(row / modes % count))
        codes[2].append(Int32(row % modes))
      }
      return codes
    }
    func spread(_ values: [Int64], states: [Int: UInt8] = [:], marks: [Int: UInt16] = [:]) -> MemoryMeasure {
      MemoryMeasure(
        values: values, states: values.indices.map { states[$0] ?? 0 },
        markNumbers: marks.isEmpty ? [] : values.indices.map { marks[$0] ?? 0 },
        marks: [
          Mark(notes: BitSet(0), status: .provisional), Mark(notes: BitSet(), status: .estimate),
          Mark(notes: BitSet(1), status: .revised),
        ])
    }
    let spend = spread(
      [
        10050, 11000, 12025, 13000, 20000, 0, 22000, 24000, 30033, 30033, 30034, 30033, 0, 0, 40000, 0,
      ], states: [5: 1, 12: 3, 13: 4, 15: 2], marks: [3: 1, 7: 2, 10: 3, 14: 2])
    let budget = spread([5, 6, 7, 8, 5, 5, 5, 5, 9, 7, 5, 3, 40, 40, 40, 41].map { $0 * 1_000_000 })
    let staff = spread([10, 12, 11, 14, 7, 7, 7, 7, 0, 1, 2, 3, 100, 90, 80, 70])
    let rate = spread(
      [1250, 1300, 1275, 1400, 5000, 5000, 5000, 5000, 3333, 3333, 3334, 3335, 9999, 10000, 9998, 9990])
    let trips = spread((0..<32).map { Int64(($0 * 37 + 11) % 101 - 50) })
    let cases = spread((0..<130).map { Int64($0 * $0 % 17) })
    return [
      Table(
        dimensions: [0, 1],
        source: Batches(
          columns: MemoryColumns(
            codes: Array(codes(16, modes: 1).prefix(2)), measures: [spend, budget, staff, rate], rowCount: 16,
            places: (0..<16).map { "line \($0 + 2)" }), size: 5), isCube: true),
      Table(
        dimensions: [0, 1, 2],
        source: Batches(
          columns: MemoryColumns(codes: codes(32, modes: 2), measures: [trips], rowCount: 32), size: 7),
        isCube: true),
      Table(
        dimensions: [3],
        source: MemoryColumns(codes: [(0..<130).map { Int32($0) }], measures: [cases], rowCount: 130),
        isCube: true),
    ]
  }
}

/// Columns in memory that are passed a few rows at a time, as slices of longer ones.
private struct Batches: ColumnSource {
  let columns: MemoryColumns
  let size: Int

  func scan(
    dimensions: [Int], measure: Int?, _ body: (Batch) throws(EngineFault) -> Void
  ) throws(EngineFault) {
    var whole: Batch?
    try columns.scan(dimensions: dimensions, measure: measure) { batch throws(EngineFault) in whole = batch }
    guard let whole else { return }
    for start in stride(from: 0, to: whole.count, by: size) {
      let range = start..<min(start + size, whole.count)
      try body(
        Batch(
          firstRow: start, count: range.count, codes: whole.codes.map { $0[range] },
          values: whole.values.isEmpty ? [] : whole.values[range],
          states: whole.states.isEmpty ? [] : whole.states[range],
          markNumbers: whole.markNumbers.isEmpty ? [] : whole.markNumbers[range], marks: whole.marks))
    }
  }

  func place(ofRow row: Int) -> String? { columns.place(ofRow: row) }
}
