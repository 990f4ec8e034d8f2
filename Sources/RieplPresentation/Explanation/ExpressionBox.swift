import RieplEngine

/// A calculation as it is written, with the value of each part hung beneath it.
struct ExpressionBox {
  /// Lines of equal width; the first is the calculation itself.
  var lines: [String]
  var width: Int

  init(_ text: String) {
    lines = [text]
    width = DisplayWidth.width(of: text)
  }

  private init(lines: [String], width: Int) {
    self.lines = lines
    self.width = width
  }

  /// Boxes side by side.
  init(_ boxes: [ExpressionBox]) {
    let height = boxes.map(\.lines.count).max() ?? 0
    var lines = [String](repeating: "", count: height)
    for box in boxes {
      for row in 0..<height {
        lines[row] += row < box.lines.count ? box.lines[row] : String(repeating: " ", count: box.width)
      }
    }
    self.init(lines: lines, width: boxes.reduce(0) { $0 + $1.width })
  }

  /// The box with a rule under all of it, and the value under that.
  func hanging(_ value: String, _ characters: ChartCharacters) -> ExpressionBox {
    let full = max(width, DisplayWidth.width(of: value))
    var lines = self.lines.map { ExpressionBox.centred($0, width, in: full) }
    // The rule is as long as the calculation, which may be shorter than its value.
    let middle = (full - 1) / 2
    let left = (full - width) / 2
    let (dash, tee) = characters == .unicode ? ("─", "┬") : ("-", "+")
    var rule = ""
    for place in 0..<full {
      rule += place == middle ? tee : place >= left && place < left + width ? dash : " "
    }
    lines.append(rule)
    lines.append(ExpressionBox.centred(value, DisplayWidth.width(of: value), in: full))
    return ExpressionBox(lines: lines, width: full)
  }

  private static func centred(_ text: String, _ width: Int, in full: Int) -> String {
    let left = (full - width) / 2
    return String(repeating: " ", count: left) + text + String(repeating: " ", count: full - width - left)
  }
}
