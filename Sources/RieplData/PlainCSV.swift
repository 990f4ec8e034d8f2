/// A table of a dataset, read strictly: commas, line feeds, headings in the first line, the same number of fields in
/// every line, and quotation marks only around a whole field.
///
/// It is for the program's own files. A row is a line, so that a place in the file is easy to name.
struct PlainCSV {
  let path: String
  private let bytes: [UInt8]
  /// All fields, row by row, those of the headings first.
  private var fields: [Field] = []
  private var width = 0

  private struct Field {
    /// Where the text stands, without quotation marks around it.
    let start: Int
    let end: Int
    /// Whether a quotation mark in it is written twice.
    let hasQuotes: Bool
  }

  /// Reads a file.
  init(_ file: DatasetFile) throws(DatasetFault) {
    path = file.path
    bytes = file.bytes
    fields.reserveCapacity(160)
    var index = 0
    var line = 1
    while index < bytes.count {
      let first = fields.count
      try readLine(&index, line)
      if line == 1 { width = fields.count }
      if fields.count - first != width { throw DatasetFault(.badWidth, file: path, line: line) }
      line += 1
    }
    if width == 0 { throw DatasetFault(.badWidth, file: path, line: 1) }
  }

  /// Reads the fields of a line and goes on to the next.
  private mutating func readLine(_ index: inout Int, _ line: Int) throws(DatasetFault) {
    while true {
      try readField(&index, line)
      let end: UInt8 = index < bytes.count ? bytes[index] : UInt8(ascii: "\n")
      index += 1
      if end == UInt8(ascii: "\n") { return }
      if end != UInt8(ascii: ",") { throw DatasetFault(.strayQuote, file: path, line: line) }
    }
  }

  /// Reads a field up to what ends it.
  private mutating func readField(_ index: inout Int, _ line: Int) throws(DatasetFault) {
    let quote = UInt8(ascii: "\"")
    guard index < bytes.count, bytes[index] == quote else {
      let start = index
      while index < bytes.count, bytes[index] != UInt8(ascii: ","), bytes[index] != UInt8(ascii: "\n") {
        if bytes[index] == quote { throw DatasetFault(.strayQuote, file: path, line: line) }
        index += 1
      }
      fields.append(Field(start: start, end: index, hasQuotes: false))
      return
    }
    index += 1
    let start = index
    var hasQuotes = false
    while index < bytes.count, bytes[index] != UInt8(ascii: "\n") {
      if bytes[index] == quote {
        guard index + 1 < bytes.count, bytes[index + 1] == quote else {
          fields.append(Field(start: start, end: index, hasQuotes: hasQuotes))
          index += 1
          return
        }
        hasQuotes = true
        index += 1
      }
      index += 1
    }
    throw DatasetFault(.strayQuote, file: path, line: line)
  }

  /// How many rows there are below the headings.
  var rowCount: Int { fields.count / width - 1 }

  /// The number of the column with a heading, nil if there is none.
  func column(_ heading: String) -> Int? {
    (0..<width).first { number in
      let field = fields[number]
      return bytes[field.start..<field.end].elementsEqual(heading.utf8)
    }
  }

  /// The bytes of a field; a quotation mark in it stands there twice.
  @inline(__always)
  subscript(row: Int, column: Int) -> ArraySlice<UInt8> {
    let field = fields[(row + 1) * width + column]
    return bytes[field.start..<field.end]
  }

  /// The text of a field, which may be empty.
  func text(_ row: Int, _ column: Int) throws(DatasetFault) -> String {
    guard let text = String(validating: self[row, column], as: UTF8.self) else { throw fault(.badText, row: row) }
    guard fields[(row + 1) * width + column].hasQuotes else { return text }
    var result = ""
    var isSecond = false
    for character in text.unicodeScalars {
      isSecond = character == "\"" && !isSecond
      if !isSecond { result.unicodeScalars.append(character) }
    }
    return result
  }

  /// The text of a field that can't be empty.
  func requiredText(_ row: Int, _ column: Int) throws(DatasetFault) -> String {
    if self[row, column].isEmpty {
      let heading = fields[column]
      throw fault(.emptyField, String(decoding: bytes[heading.start..<heading.end], as: UTF8.self), row: row)
    }
    return try text(row, column)
  }

  /// The texts of a field that are separated by upright strokes.
  func list(_ row: Int, _ column: Int) throws(DatasetFault) -> [String] {
    if self[row, column].isEmpty { return [] }
    var result: [String] = []
    for part in try text(row, column).utf8.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false) {
      if part.isEmpty { throw fault(.emptyName, row: row) }
      result.append(String(Substring(part)))
    }
    return result
  }

  /// A fault in a row.
  func fault(_ reason: DatasetFault.Reason, _ subject: String = "", row: Int) -> DatasetFault {
    DatasetFault(reason, subject, file: path, line: row + 2)
  }
}
