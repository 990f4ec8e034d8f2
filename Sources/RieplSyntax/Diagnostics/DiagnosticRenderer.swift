/// Turns a diagnostic into the lines that a person reads.
public enum DiagnosticRenderer {
  /// The message: what is wrong, and what to do.
  public static func message(_ diagnostic: Diagnostic) -> String {
    let entry = DiagnosticCatalogue.entry(diagnostic.code)
    let what = fill(entry.what, diagnostic)
    let advice =
      diagnostic.suggestions.isEmpty ? entry.advice : entry.suggesting ?? "Did you mean {suggestions}?"
    let second = fill(advice, diagnostic)
    return second.isEmpty ? what : what + " " + second
  }

  /// The first sentence of the message: what is wrong.
  public static func problem(_ diagnostic: Diagnostic) -> String {
    fill(DiagnosticCatalogue.entry(diagnostic.code).what, diagnostic)
  }

  private static func fill(_ template: String, _ diagnostic: Diagnostic) -> String {
    var result = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      result += rest[..<open]
      let key = String(rest[rest.index(after: open)..<close])
      result +=
        key == "suggestions"
        ? joined(diagnostic.suggestions.map { visible($0) }) : visible(diagnostic.facts[key] ?? "")
      rest = rest[rest.index(after: close)...]
    }
    return result + rest
  }

  /// "a", "a or b", "a, b or c".
  static func joined(_ items: [String]) -> String {
    guard let last = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + " or " + last
  }

  /// Text from a source with what can't be seen written out, and cut where it is long.
  public static func visible(_ text: String, limit: Int = 120) -> String {
    var result = ""
    var count = 0
    for scalar in text.unicodeScalars {
      if ScalarReader.isHidden(scalar) || scalar.value < 0x20 {
        switch scalar {
        case "\t", "\n", "\r": result += " "
        case "\u{1B}": result += "\\e"
        default: result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
        }
      } else {
        result.unicodeScalars.append(scalar)
      }
      count += 1
      if count == limit {
        result += "…"
        break
      }
    }
    return result
  }

  /// All lines of a diagnostic: the place in a file, the line with a caret under the words, and the message.
  ///
  /// - Parameters:
  ///   - source: What the ranges refer to.
  ///   - number: The number of the line, to be shown with the name of the source; nil for a line that was typed.
  ///   - typedIndent: Where the line stands right above on the screen, the columns in front of it there: then it is
  ///     not shown again. Nil where it has to be shown.
  ///   - width: How many columns a piece of text takes on the screen.
  public static func render(
    _ diagnostic: Diagnostic, in source: SourceText, line number: Int?, typedIndent: Int? = nil,
    width: (String) -> Int
  ) -> [String] {
    let start = min(Int(diagnostic.range.start), source.bytes.count)
    let line = source.lineRange(at: start)
    var lines: [String] = []
    let prefix = 40
    // A long line is shown from a little before the place.
    var from = line.lowerBound
    if start - from > 100 { from = aligned(source, start - prefix) }
    var to = line.upperBound
    if to - from > 200 { to = aligned(source, max(start, from) + 100) }
    let shown = source.text(in: SourceRange(from, max(from, to)))
    let before = source.text(in: SourceRange(from, max(from, min(start, to))))
    let end = min(max(Int(diagnostic.range.end), start), line.upperBound)
    let marked = source.text(in: SourceRange(start, min(max(end, start), max(start, to))))
    if let number { lines.append("\(visible(source.name ?? "")):\(number): [\(diagnostic.code.rawValue)]") }
    if diagnostic.range.end > 0 {
      let lead = from > line.lowerBound ? "…" : ""
      let isTyped = typedIndent != nil && from == line.lowerBound
      if !isTyped {
        lines.append("  " + lead + visible(shown, limit: 300) + (to < line.upperBound ? "…" : ""))
      }
      let indent = width(lead) + width(visible(before, limit: 300)) + (isTyped ? (typedIndent ?? 2) - 2 : 0)
      lines.append(
        "  " + String(repeating: " ", count: indent)
          + String(repeating: "^", count: max(1, width(visible(marked, limit: 300)))))
    }
    lines.append(message(diagnostic))
    return lines
  }

  private static func aligned(_ source: SourceText, _ offset: Int) -> Int {
    var offset = min(max(0, offset), source.bytes.count)
    while offset < source.bytes.count, source.bytes[offset] & 0xC0 == 0x80 { offset += 1 }
    return offset
  }
}
