/// Columns of text set out under one another.
struct TextTable {
  enum Alignment { case left, right }

  struct Column {
    var header: String
    var alignment: Alignment
    /// The space in front of it.
    var gap = 2
    /// Whether it says something of the column before it, and goes where that goes.
    var isAttached = false
  }

  var columns: [Column] = []
  var rows: [[String]] = []
  var totals: [[String]] = []
  var showsHeader = true

  /// The lines of the table, indented; and how many columns did not fit, if any.
  func lines(indent: Int, width: Int?) -> (lines: [TextLine], hidden: Int) {
    guard !columns.isEmpty else { return ([], 0) }
    var widths = columns.map { showsHeader ? DisplayWidth.width(of: $0.header) : 0 }
    // The width of each cell, row by row.
    var cellWidths: [Int] = []
    cellWidths.reserveCapacity((rows.count + totals.count) * columns.count)
    for row in [rows, totals].joined() {
      for index in columns.indices {
        let cell = index < row.count ? DisplayWidth.width(of: row[index]) : 0
        widths[index] = max(widths[index], cell)
        cellWidths.append(cell)
      }
    }
    let shown = fitting(widths, indent, width)
    var bytes: [UInt8] = []
    func line(_ cells: [String], _ role: TextLine.Role, width: (Int) -> Int) -> TextLine {
      bytes.removeAll(keepingCapacity: true)
      appendSpaces(indent, to: &bytes)
      for index in shown {
        if index != shown.first { appendSpaces(columns[index].gap, to: &bytes) }
        let space = widths[index] - (index < cells.count ? width(index) : 0)
        if columns[index].alignment == .right { appendSpaces(space, to: &bytes) }
        if index < cells.count { bytes.append(contentsOf: cells[index].utf8) }
        if columns[index].alignment == .left { appendSpaces(space, to: &bytes) }
      }
      while bytes.last == UInt8(ascii: " ") { bytes.removeLast() }
      return TextLine(role, String(decoding: bytes, as: UTF8.self))
    }
    var lines: [TextLine] = []
    if showsHeader {
      lines.append(line(columns.map(\.header), .header) { DisplayWidth.width(of: columns[$0].header) })
    }
    for (number, row) in [rows, totals].joined().enumerated() {
      let first = number * columns.count
      lines.append(line(row, number < rows.count ? .row : .total) { cellWidths[first + $0] })
    }
    return (lines, columns.count { !$0.isAttached } - shown.count { !columns[$0].isAttached })
  }

  private func appendSpaces(_ count: Int, to bytes: inout [UInt8]) {
    if count > 0 { bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: count)) }
  }

  /// The columns that fit, from the left.
  private func fitting(_ widths: [Int], _ indent: Int, _ width: Int?) -> [Int] {
    let all = Array(columns.indices)
    guard let width else { return all }
    func total(_ shown: [Int]) -> Int {
      indent + shown.reduce(0) { $0 + widths[$1] + ($1 == 0 ? 0 : columns[$1].gap) }
    }
    var shown = all
    // Columns go from the right, each with what is attached to it.
    while shown.count > 2, total(shown) > width {
      repeat {
        let last = shown.removeLast()
        if !columns[last].isAttached { break }
      } while shown.count > 2
    }
    return shown
  }
}
