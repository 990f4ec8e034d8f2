import RieplEngine

/// A table of a dataset while its measures are being read.
struct DatasetTable {
  let name: String
  let csv: PlainCSV
  /// The numbers of its dimensions in the catalogue.
  let dimensions: [Int]
  /// For each dimension the member of each row.
  let codes: [[Int32]]
  /// What rows carry, and for each row the number of its mark, 0 for none; no numbers where no row has one.
  let marks: [Mark]
  let markNumbers: [UInt16]
  /// Where the rows as a whole come from.
  let sources: BitSet
  /// The words for where a row stands in the source.
  let place: PlaceTemplate?
  var measures: [MemoryMeasure] = []

  /// The table as the catalogue has it.
  func finished() -> Table {
    let columns = MemoryColumns(codes: codes, measures: measures, rowCount: csv.rowCount)
    return Table(
      dimensions: dimensions, source: DatasetColumns(columns: columns, csv: csv, place: place), isCube: true)
  }
}
