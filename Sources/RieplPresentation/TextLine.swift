/// A line of a report, and what it is, so that a terminal can colour it.
public struct TextLine: Sendable, Hashable {
  /// What a line is.
  public enum Role: Sendable, Hashable {
    case reading, header, row, total, remark, note, source, heading, text
  }

  /// What the line is, by which a terminal colours it.
  public let role: Role
  /// The line as it is printed, without colours and without a line end.
  public let text: String

  /// Makes a line.
  public init(_ role: Role, _ text: String) {
    self.role = role
    self.text = text
  }

  /// Breaks a long text between words; lines after the first are indented.
  public static func wrapped(_ role: Role, _ text: String, width: Int?, indent: Int = 0) -> [TextLine] {
    let lead = String(repeating: " ", count: indent)
    guard let width, width > indent + 20, DisplayWidth.width(of: text) > width else {
      return [TextLine(role, text)]
    }
    var lines: [TextLine] = []
    // What stands in front of the first word stays there.
    var line = String(text.prefix { $0 == " " })
    var isStart = true
    for word in text.dropFirst(line.count).split(separator: " ", omittingEmptySubsequences: false) {
      let candidate = isStart ? line + word : line + " " + word
      if !isStart, DisplayWidth.width(of: candidate) > width {
        lines.append(TextLine(role, line))
        line = lead + word
      } else {
        line = candidate
      }
      isStart = false
    }
    lines.append(TextLine(role, line))
    return lines
  }
}
