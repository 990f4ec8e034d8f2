import RieplPresentation
import RieplSyntax

/// What holds of every error, whatever caused it.
enum DiagnosticCheck {
  /// - Parameter source: What the ranges refer to.
  static func check(_ diagnostic: Diagnostic, _ source: SourceText) throws(Finding) {
    let length = source.bytes.count
    let (start, end) = (Int(diagnostic.range.start), Int(diagnostic.range.end))
    // Something that is missing may be missing right behind the text.
    try require(start <= end && start <= length && end <= length + 1, "\(diagnostic) in \(length) bytes")
    try require(diagnostic.suggestions.count <= 3, "\(diagnostic.suggestions)")
    let message = DiagnosticRenderer.message(diagnostic)
    try require(!message.isEmpty && !message.contains("{suggestions}"), "\(diagnostic): \(message)")
    let lines = DiagnosticRenderer.render(
      diagnostic, in: source, line: nil, width: DisplayWidth.width(of:))
    for line in lines { try TextCheck.check(line, in: "\(lines)") }
    try require(lines.last == message, "\(lines)")
  }
}

/// What holds of every line that a person reads.
enum TextCheck {
  /// No control character, and nothing that can't be seen or turns text round: the terminal belongs to the reader.
  static func check(_ line: String, in whole: @autoclosure () -> String) throws(Finding) {
    for scalar in line.unicodeScalars {
      let isHarmless: Bool =
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x61C: false
        default: true
        }
      try require(isHarmless, "U+\(String(scalar.value, radix: 16)) in \(whole())")
    }
  }
}
