/// The characters that a chart is made of on a terminal.
public enum ChartCharacters: Sendable, Hashable {
  /// Eighths of blocks, and braille for lines.
  case unicode
  /// Nothing but ASCII, where the terminal may not show more.
  case ascii

  /// How many parts of a cell a bar to the right may end with.
  var parts: Int { self == .unicode ? 8 : 1 }
  /// The dots of a cell, across and down.
  var dots: (columns: Int, rows: Int) { self == .unicode ? (2, 4) : (1, 1) }
  var zeroLine: String { self == .unicode ? "│" : "|" }
  var corner: String { self == .unicode ? "└" : "+" }
  var zeroRow: String { self == .unicode ? "┈" : "-" }
  /// What fills the whole behind a part.
  var track: String { self == .unicode ? "░" : "." }
  var ellipsis: String { self == .unicode ? "…" : "~" }

  /// A bar from the left, of so many parts of cells.
  func bar(_ length: Int) -> String {
    guard self == .unicode else { return String(repeating: "#", count: length) }
    let eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return String(repeating: "█", count: length / 8) + eighths[length % 8]
  }

  /// A bar that ends on the right of so many cells, of so many halves of cells, or whole cells in ASCII.
  func barLeftwards(_ length: Int, in cells: Int) -> String {
    let isHalf = self == .unicode && length % 2 == 1
    let full = self == .unicode ? length / 2 : length
    let bar = (isHalf ? "▐" : "") + String(repeating: self == .unicode ? "█" : "#", count: full)
    return String(repeating: " ", count: max(0, cells - full - (isHalf ? 1 : 0))) + bar
  }
}
