/// Rows of a table, column by column: what the evaluator reads, whether it comes from the program itself, a CSV
/// file or columns kept from an earlier run.
public protocol ColumnSource: Sendable {
  /// Passes all rows in order, in batches. Called once for each aggregate; crossed once a batch, never per value.
  ///
  /// - Parameters:
  ///   - dimensions: The columns of codes that are needed, by their place in the table.
  ///   - measure: The column of values that is needed, nil for none.
  func scan(
    dimensions: [Int], measure: Int?, _ body: (Batch) throws(EngineFault) -> Void
  ) throws(EngineFault)

  /// Passes the batches on in which certain rows stand, whose numbers go up; others may be among them.
  func scan(
    dimensions: [Int], measure: Int?, around rows: [Int], _ body: (Batch) throws(EngineFault) -> Void
  ) throws(EngineFault)

  /// Whether the same rows are passed on for each measure.
  var hasSameRows: Bool { get }

  /// Where a row stands in its source, such as a line of a file.
  func place(ofRow row: Int) -> String?

  /// Adds the rows up group by group, where the source can do that faster than by passing them on; else nil.
  func totals(_ request: GroupRequest, isCancelled: @Sendable () -> Bool) throws(EngineFault) -> GroupTotals?
}

extension ColumnSource {
  /// Nothing: the rows are passed on.
  public func totals(_ request: GroupRequest, isCancelled: @Sendable () -> Bool) throws(EngineFault)
    -> GroupTotals?
  {
    nil
  }

  /// All rows.
  public func scan(
    dimensions: [Int], measure: Int?, around rows: [Int], _ body: (Batch) throws(EngineFault) -> Void
  ) throws(EngineFault) {
    try scan(dimensions: dimensions, measure: measure, body)
  }

  /// Yes.
  public var hasSameRows: Bool { true }

  /// No place of its own.
  public func place(ofRow row: Int) -> String? { nil }
}

/// A run of rows.
public struct Batch {
  /// The number of the first row in the table.
  public let firstRow: Int
  /// How many rows there are.
  public let count: Int
  /// The codes of each dimension that was asked for, from an offset on.
  public let codes: [ArraySlice<Int32>]
  /// The values, as whole numbers at the scale of the measure.
  public let values: ArraySlice<Int64>
  /// For each value 0, or the kind of absence.
  public let states: ArraySlice<UInt8>
  /// For each value the number of its mark in `marks`, 0 for none; empty where no value has one.
  public let markNumbers: ArraySlice<UInt16>
  /// What some values carry.
  public let marks: [Mark]
  /// How many rows were passed on before these; whoever reads the rows counts them.
  var ordinal = 0

  /// The code of a row in one of the dimensions that were asked for.
  @inline(__always)
  func code(_ dimension: Int, _ row: Int) -> Int { Int(codes[dimension][codes[dimension].startIndex &+ row]) }

  /// A run of rows; without a measure there are neither values nor states.
  public init(
    firstRow: Int, count: Int, codes: [ArraySlice<Int32>], values: ArraySlice<Int64>,
    states: ArraySlice<UInt8>,
    markNumbers: ArraySlice<UInt16>, marks: [Mark]
  ) {
    self.firstRow = firstRow
    self.count = count
    self.codes = codes
    self.values = values
    self.states = states
    self.markNumbers = markNumbers
    self.marks = marks
  }
}

/// What a value carries besides itself: notes and a status.
public struct Mark: Sendable, Hashable {
  /// The numbers of its notes in the catalogue.
  public var notes: BitSet
  /// How certain the value is, such as provisional.
  public var status: Status

  /// A mark; without arguments that of a final figure that has no notes.
  public init(notes: BitSet = BitSet(), status: Status = .final) {
    self.notes = notes
    self.status = status
  }
}

/// A table: its dimensions in the order of its columns of codes, and where its rows come from.
public struct Table: Sendable {
  /// The numbers of its dimensions in the catalogue.
  public var dimensions: [Int]
  /// What reads its rows, anew for each aggregate.
  public let source: any ColumnSource
  /// Whether there is exactly one row for each combination of members.
  public let isCube: Bool

  /// A table; the dimensions are in the order of the columns of codes.
  public init(dimensions: [Int], source: any ColumnSource, isCube: Bool) {
    self.dimensions = dimensions
    self.source = source
    self.isCube = isCube
  }
}

/// Columns in memory.
public struct MemoryColumns: ColumnSource {
  let codes: [[Int32]]
  let measures: [MemoryMeasure]
  let rowCount: Int
  let places: [String]

  /// Columns of equal length; `places` is empty or has one place for each row.
  public init(codes: [[Int32]], measures: [MemoryMeasure], rowCount: Int, places: [String] = []) {
    self.codes = codes
    self.measures = measures
    self.rowCount = rowCount
    self.places = places
  }

  /// Passes all rows as one batch; an empty table passes none.
  public func scan(
    dimensions: [Int], measure: Int?, _ body: (Batch) throws(EngineFault) -> Void
  ) throws(EngineFault) {
    guard rowCount > 0 else { return }
    let column = measure.map { measures[$0] }
    try body(
      Batch(
        firstRow: 0, count: rowCount, codes: dimensions.map { codes[$0][...] },
        values: column?.values[...] ?? [],
        states: column?.states[...] ?? [], markNumbers: column?.markNumbers[...] ?? [],
        marks: column?.marks ?? []))
  }

  /// The place of a row as the dataset puts it; nil where it has none.
  public func place(ofRow row: Int) -> String? { places.indices.contains(row) ? places[row] : nil }
}

/// The values of one measure in memory.
public struct MemoryMeasure: Sendable {
  /// One for each row, as whole numbers at the scale of the measure; 0 where there is no figure.
  public var values: [Int64]
  /// One for each row: 0 for a figure, else the raw value of an `Absence`.
  public var states: [UInt8]
  /// For each row the number of its mark, 1 for the first and 0 for none; empty where no row has one.
  public var markNumbers: [UInt16]
  /// The different marks that rows carry.
  public var marks: [Mark]

  /// One value and one state for each row; without marks all figures are final and have no notes.
  public init(values: [Int64], states: [UInt8], markNumbers: [UInt16] = [], marks: [Mark] = []) {
    self.values = values
    self.states = states
    self.markNumbers = markNumbers
    self.marks = marks
  }
}
