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
    for row in rows + totals {
      for (index, cell) in row.enumerated() where index < widths.count {
        widths[index] = max(widths[index], DisplayWidth.width(of: cell))
      }
    }
    let shown = fitting(widths, indent, width)
    func line(_ cells: [String], _ role: TextLine.Role) -> TextLine {
      var text = String(repeating: " ", count: indent)
      for index in shown {
        if index != shown.first { text += String(repeating: " ", count: columns[index].gap) }
        let cell = index < cells.count ? cells[index] : ""
        let space = String(repeating: " ", count: max(0, widths[index] - DisplayWidth.width(of: cell)))
        text += columns[index].alignment == .right ? space + cell : cell + space
      }
      while text.hasSuffix(" ") { text.removeLast() }
      return TextLine(role, text)
    }
    var lines: [TextLine] = []
    if showsHeader { lines.append(line(columns.map(\.header), .header)) }
    lines += rows.map { line($0, .row) }
    lines += totals.map { line($0, .total) }
    return (lines, columns.count { !$0.isAttached } - shown.count { !columns[$0].isAttached })
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
