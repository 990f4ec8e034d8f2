/// Lines that hold one field only, and rows that are looked for again.
extension TableLoader {
  /// The words of a line, field by field, without quotation marks.
  func lineWords(_ offset: Int) -> String {
    var reader = RecordReader(file, layout.dialect, from: offset)
    guard reader.next() == .whole else { return lineText(offset) }
    let words = (0..<min(reader.fieldCount, 50)).map { FieldText.string(FieldText.bare(reader.field($0))) }
    return String(words.filter { !$0.isEmpty }.joined(separator: " ").prefix(200))
  }

  /// Takes lines of one field that look like rows whose fields are glued together for what they are: rows that can't be
  /// read whole. What stands below the last row is words.
  mutating func findGluedRows() {
    let remarks = columns.log.remarks
    guard !remarks.isEmpty, layout.columns.count > 1 else { return }
    var tail = file.count
    var last = remarks.count
    // As long as nothing but empty lines stands between a line of words and the next one.
    while last > 0 {
      let line = remarks[last - 1]
      let end = file.first(layout.dialect.newline, from: line, to: tail) ?? tail
      guard tail - end < 4096, end >= tail || file.copy(end..<tail).allSatisfy(isBlank) else { break }
      tail = line
      last -= 1
    }
    let glued = remarks[..<last].filter(isGlued)
    guard !glued.isEmpty else { return }
    let isProblem = Set(glued)
    columns.log.remarks.removeAll { isProblem.contains($0) }
    columns.log.remarkCount -= glued.count
    for offset in glued { columns.log.add(offset, .width(1)) }
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    FieldText.isSpace(byte) || byte == layout.dialect.delimiter
  }

  /// Whether a line has the marks of another kind between its fields, or ends with a figure as rows do.
  private func isGlued(_ offset: Int) -> Bool {
    let text = lineText(offset)
    let width = layout.columns.count
    let others = ",;|\t".filter { $0 != Character(UnicodeScalar(layout.dialect.delimiter)) }
    if others.contains(where: { mark in text.count { $0 == mark } == width - 1 }) { return true }
    guard layout.columns.last(where: { $0.kind != .ignored })?.kind == .figure else { return false }
    let words = text.split { $0 == " " || $0 == "\t" }
    guard words.count >= width, let word = words.last else { return false }
    if case .figure = FigureText(Array(word.utf8)).content { return true }
    return false
  }

  /// How much of a file is read anew to find rows.
  private static let searched = 256 << 20

  /// Where rows start that have one of some texts in a column, the first of them.
  func rows(having texts: Set<[UInt8]>, in column: Int, atMost count: Int) -> [Int] {
    var result: [Int] = []
    var reader = RecordReader(file, layout.dialect, from: layout.bodyStart)
    let end = min(file.count, layout.bodyStart + TableLoader.searched)
    let limit = min(count, RowLog.limit)
    while reader.offset < end, result.count < limit {
      let start = reader.offset
      guard let state = reader.next() else { break }
      guard state == .whole, reader.fieldCount >= layout.columns.count else { continue }
      if texts.contains(FieldText.bare(reader.field(column))) { result.append(start) }
    }
    return result
  }
}
