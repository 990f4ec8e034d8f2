/// A table of a dataset, read strictly: commas, line feeds, headings in the first line, the same number of fields in
/// every line, and quotation marks only around a whole field.
///
/// It is for the program's own files. A row is a line, so that a place in the file is easy to name.
struct PlainCSV {
  let path: String
  private let bytes: [UInt8]
  /// Where each field starts and ends, without quotation marks around it: row by row, the headings first.
  private var bounds: [Int] = []
  /// How many columns there are.
  private var width = 0

  /// Reads a file.
  init(_ file: DatasetFile) throws(DatasetFault) {
    try file.checkText()
    path = file.path
    bytes = file.bytes
    bounds.reserveCapacity(320)
    let text = file.bytes.span
    var index = 0
    var line = 1
    while index < text.count {
      let first = bounds.count
      guard PlainCSV.readLine(text, &index, &bounds) else {
        throw DatasetFault(.strayQuote, file: path, line: line)
      }
      if line == 1 { width = bounds.count / 2 }
      if bounds.count - first != width * 2 { throw DatasetFault(.badWidth, file: path, line: line) }
      line += 1
    }
    if width == 0 { throw DatasetFault(.badWidth, file: path, line: 1) }
  }

  /// Reads the fields of a line and goes on to the next; false where a quotation mark is out of place.
  private static func readLine(_ text: Span<UInt8>, _ index: inout Int, _ bounds: inout [Int]) -> Bool {
    while true {
      let isRight =
        if index < text.count, text[index] == UInt8(ascii: "\"") {
          skipQuotedField(text, &index, &bounds)
        } else {
          skipField(text, &index, &bounds)
        }
      guard isRight else { return false }
      if index == text.count { return true }
      index += 1
      if text[index - 1] == UInt8(ascii: "\n") { return true }
      if text[index - 1] != UInt8(ascii: ",") { return false }
    }
  }

  /// Goes on to what ends a field without quotation marks.
  private static func skipField(_ text: Span<UInt8>, _ index: inout Int, _ bounds: inout [Int]) -> Bool {
    var end = index
    while end < text.count, text[end] != UInt8(ascii: ","), text[end] != UInt8(ascii: "\n") {
      if text[end] == UInt8(ascii: "\"") { return false }
      end += 1
    }
    bounds.append(index)
    bounds.append(end)
    index = end
    return true
  }

  /// Goes on to what ends a field with quotation marks; within it a quotation mark is written twice.
  private static func skipQuotedField(_ text: Span<UInt8>, _ index: inout Int, _ bounds: inout [Int]) -> Bool
  {
    let start = index + 1
    var end = start
    while end < text.count, text[end] != UInt8(ascii: "\n") {
      if text[end] == UInt8(ascii: "\"") {
        guard end + 1 < text.count, text[end + 1] == UInt8(ascii: "\"") else {
          bounds.append(start)
          bounds.append(end)
          index = end + 1
          return true
        }
        end += 1
      }
      end += 1
    }
    return false
  }

  /// How many rows there are below the headings.
  var rowCount: Int { bounds.count / 2 / width - 1 }

  /// The number of the column with a heading, nil if there is none.
  func column(_ heading: String) -> Int? { (0..<width).first { holds(heading, -1, $0) } }

  /// The bytes of a field, in which a quotation mark stands twice; the headings are row -1.
  @inline(__always)
  subscript(row: Int, column: Int) -> ArraySlice<UInt8> {
    let place = ((row + 1) * width + column) * 2
    return bytes[bounds[place]..<bounds[place + 1]]
  }

  /// Whether exactly these words stand in a field.
  func holds(_ words: String, _ row: Int, _ column: Int) -> Bool {
    let place = ((row + 1) * width + column) * 2
    let start = bounds[place]
    let utf8 = words.utf8
    guard bounds[place + 1] - start == utf8.count else { return false }
    let span = utf8.span
    for index in span.indices where bytes[start + index] != span[index] { return false }
    return true
  }

  /// The text of a field, which may be empty.
  func text(_ row: Int, _ column: Int) -> String {
    let field = self[row, column]
    let quote = UInt8(ascii: "\"")
    guard field.contains(quote) else { return String(decoding: field, as: UTF8.self) }
    var bytes: [UInt8] = []
    var isSecond = false
    for byte in field {
      isSecond = byte == quote && !isSecond
      if !isSecond { bytes.append(byte) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text of a field that can't be empty.
  func requiredText(_ row: Int, _ column: Int) throws(DatasetFault) -> String {
    if self[row, column].isEmpty { throw fault(.emptyField, text(-1, column), row: row) }
    return text(row, column)
  }

  /// The texts of a field that are separated by upright strokes; none for no column.
  func list(_ row: Int, _ column: Int?) throws(DatasetFault) -> [String] {
    guard let column, !self[row, column].isEmpty else { return [] }
    var result: [String] = []
    var rest = self[row, column]
    while true {
      let part = rest.prefix { $0 != UInt8(ascii: "|") }
      if part.isEmpty { throw fault(.emptyName, row: row) }
      result.append(String(decoding: part, as: UTF8.self))
      if part.endIndex == rest.endIndex { return result }
      rest = rest[(part.endIndex + 1)...]
    }
  }

  /// A fault in a row.
  func fault(_ reason: DatasetFault.Reason, _ subject: String = "", row: Int) -> DatasetFault {
    DatasetFault(reason, subject, file: path, line: row + 2)
  }
}
