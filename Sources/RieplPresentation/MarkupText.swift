import RieplSyntax

/// Text inside HTML and SVG.
enum MarkupText {
  /// A text as content or as an attribute in quotes: what means something in markup is written out, and what can't be
  /// seen, such as marks that turn the direction of writing, as everywhere where a person reads.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in DiagnosticRenderer.visible(text, limit: .max).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Hundredths of a pixel as a number: `12.5`.
  static func length(_ hundredths: Int) -> String {
    let size = abs(hundredths)
    var text = (hundredths < 0 ? "-" : "") + "\(size / 100)"
    let rest = size % 100
    if rest > 0 { text += "." + (rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)") }
    return text
  }

  /// At least the hundredths of a pixel that a text takes, whatever common sans-serif font shows it.
  static func width(_ text: String, size: Int) -> Int {
    var thousandths = 0
    for character in text { thousandths += width(character) }
    return thousandths * size / 10
  }

  /// Thousandths of the font's size.
  private static func width(_ character: Character) -> Int {
    switch character {
    case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!", " ", "[", "]", "(", ")", "f", "t", "r", "-":
      400
    case "m", "w", "M", "W", "%", "@", "≈": 1000
    case "a"..."z", "0"..."9", "£": 640
    case "A"..."Z": 780
    default: DisplayWidth.width(of: String(character)) > 1 ? 1100 : 800
    }
  }
}
