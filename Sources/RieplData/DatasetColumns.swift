import RieplEngine

/// The rows of a table of a dataset: its columns, and the words of the file for where a row stands in the source.
///
/// Those words are put together only when somebody asks for them.
struct DatasetColumns: ColumnSource {
  let columns: MemoryColumns
  let csv: PlainCSV
  let place: PlaceTemplate?

  func scan(
    dimensions: [Int], measure: Int?, _ body: (Batch) throws(EngineFault) -> Void
  ) throws(EngineFault) {
    try columns.scan(dimensions: dimensions, measure: measure, body)
  }

  func place(ofRow row: Int) -> String? {
    row >= 0 && row < csv.rowCount ? place?.words(row, of: csv) : nil
  }
}
