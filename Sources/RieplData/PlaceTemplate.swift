/// The words for where a row stands in the source, with the fields of the row to be filled in.
struct PlaceTemplate: Sendable {
  /// The words before, between and after the fields.
  private var words: [String] = []
  /// The columns of the fields.
  private var columns: [Int] = []

  /// Reads a template, in which a heading in `{}` stands for the field of that column.
  init(_ template: DescriptionValue, _ csv: PlainCSV) throws(DatasetFault) {
    var rest = Substring(template.text)
    while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")) {
      guard let close = rest.utf8[open...].firstIndex(of: UInt8(ascii: "}")) else {
        throw template.fault(.badLine)
      }
      let heading = String(rest[rest.utf8.index(after: open)..<close])
      guard let column = csv.column(heading) else { throw template.fault(.missingColumn, heading) }
      words.append(String(rest[..<open]))
      columns.append(column)
      rest = rest[rest.utf8.index(after: close)...]
    }
    words.append(String(rest))
  }

  /// The words for a row.
  func words(_ row: Int, of csv: PlainCSV) -> String {
    var result = ""
    for (index, column) in columns.enumerated() { result += words[index] + csv.text(row, column) }
    return result + (words.last ?? "")
  }
}
