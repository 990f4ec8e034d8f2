/// The words for where a row stands in the source, with the fields of the row to be filled in.
struct PlaceTemplate {
  private enum Part {
    case words([UInt8])
    case column(Int)
  }

  private var parts: [Part] = []

  /// Reads a template, in which a heading in `{}` stands for the field of that column.
  init(_ template: DescriptionValue, _ csv: PlainCSV) throws(DatasetFault) {
    var rest = Array(template.text.utf8)[...]
    while let open = rest.firstIndex(of: UInt8(ascii: "{")) {
      guard let close = rest[open...].firstIndex(of: UInt8(ascii: "}")) else { throw template.fault(.badLine) }
      let heading = String(decoding: rest[(open + 1)..<close], as: UTF8.self)
      guard let column = csv.column(heading) else { throw template.fault(.missingColumn, heading) }
      parts += [.words(Array(rest[..<open])), .column(column)]
      rest = rest[(close + 1)...]
    }
    parts.append(.words(Array(rest)))
  }

  /// The words for each row.
  func places(of csv: PlainCSV) -> [String] {
    var bytes: [UInt8] = []
    return (0..<csv.rowCount).map { row in
      bytes.removeAll(keepingCapacity: true)
      for part in parts {
        switch part {
        case .words(let words): bytes += words
        case .column(let column): bytes += csv[row, column]
        }
      }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
}
