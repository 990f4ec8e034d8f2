import RieplSyntax

/// Text that a Markdown reader shows as it is.
enum MarkdownText {
  /// One line of text in which no mark means anything, and no address becomes a link.
  static func escaped(_ text: String) -> String {
    var result = ""
    // What can't be seen is written out, as everywhere where a person reads; line ends become spaces.
    let scalars = Array(DiagnosticRenderer.visible(text, limit: .max).unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\\", "`", "*", "_", "[", "]", "|", "~", "$", "#", "@", "!":
        result += "\\"
        result.unicodeScalars.append(scalar)
      // "https://" and "www." would be links.
      case ":" where scalars[(index + 1)...].first == "/": result += "\\:"
      case "." where result.hasSuffix("www"): result += "\\."
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A line by itself: at its start a mark or a number could begin a list or a heading.
  static func paragraph(_ text: String) -> String {
    let line = escaped(text)
    guard let first = line.unicodeScalars.first else { return "" }
    if first == "-" || first == "+" || first == "=" { return "\\" + line }
    let digits = line.prefix { ("0"..."9").contains($0) }
    let rest = line.dropFirst(digits.count)
    if !digits.isEmpty, let mark = rest.first, mark == "." || mark == ")" { return digits + "\\" + rest }
    return line
  }

  /// A table as GitHub reads it, numbers on the right; columns that are attached go into the one before them.
  static func table(_ table: TextTable) -> String {
    var columns: [(column: TextTable.Column, parts: [Int])] = []
    for (index, column) in table.columns.enumerated() {
      if column.isAttached, !columns.isEmpty {
        columns[columns.count - 1].parts.append(index)
      } else {
        columns.append((column, [index]))
      }
    }
    func line(_ cells: [String]) -> String {
      "| "
        + columns.map { column in
          column.parts.map { $0 < cells.count ? escaped(cells[$0]) : "" }.filter { !$0.isEmpty }.joined(
            separator: " ")
        }.joined(separator: " | ") + " |\n"
    }
    let rule = "|" + columns.map { $0.column.alignment == .right ? "---:|" : ":---|" }.joined() + "\n"
    return line(table.columns.map(\.header)) + rule + (table.rows + table.totals).map(line).joined()
  }

  /// Lines as they are, in a block that no line of theirs can end.
  static func block(_ lines: [String]) -> String {
    let longest = lines.map { $0.prefix { $0 == " " || $0 == "`" }.count { $0 == "`" } }.max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    let shown = lines.map { DiagnosticRenderer.visible($0, limit: .max) + "\n" }
    return fence + "\n" + shown.joined() + fence + "\n"
  }
}
