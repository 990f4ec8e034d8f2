import RieplPresentation

/// Colours on a terminal; nothing is said by colour alone.
enum LineColours {
  /// A line with the colour of its role.
  static func text(_ line: TextLine, colours: Bool) -> String {
    guard colours else { return line.text }
    switch line.role {
    case .reading, .note, .source: return "\u{1B}[2m\(line.text)\u{1B}[0m"
    case .header, .total, .heading: return "\u{1B}[1m\(line.text)\u{1B}[0m"
    case .remark: return "\u{1B}[33m\(line.text)\u{1B}[0m"
    case .row, .text: return line.text
    }
  }

  /// The lines of an error: the caret red, the message bold.
  static func error(_ lines: [String], _ message: [String], colours: Bool) -> String {
    guard colours else { return (lines + message).joined(separator: "\n") }
    let place = lines.map { line in
      line.contains("^") && line.allSatisfy({ $0 == " " || $0 == "^" }) ? "\u{1B}[31m\(line)\u{1B}[0m" : line
    }
    return (place + message.map { "\u{1B}[1m\($0)\u{1B}[0m" }).joined(separator: "\n")
  }
}
