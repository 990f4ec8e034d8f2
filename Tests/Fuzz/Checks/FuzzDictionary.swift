import RieplEngine
import RieplSyntax

/// The dictionary of libFuzzer, made of the word table and of the names in the data.
public enum FuzzDictionary {
  /// Marks of the language that no table of words has, and marks that it refuses.
  private static let marks = [
    "+", "-", "*", "/", "^", "(", ")", ",", "=", "==", "!=", "<>", "<", "<=", ">", ">=", "?", "\"", "#", "%",
    "£", "£m",
    "£1.3bn", "75p", "2k", "3%", "6.27 points", "3% a year", "1,234.5", "2009-10", "2009", "08/09",
    "FY2009-10", "\n",
    "\n ", "\t", "|", ";", "“", "”", "’", "×", "÷", "–", "≤", "\u{A0}", "\u{202E}", "\r\n", "the ",
    "as £m to 3 decimals",
  ]

  /// The text of the dictionary.
  public static func text() throws -> String {
    let words = WordTable.entries.flatMap(\.spellings)
    let names = try FuzzTarget.catalog().makeVocabulary().liveNames.map(\.name.spelling)
    var seen: Set<String> = []
    var text = "# Written by: RIEPL_RECORD=1 swift test --filter Corpus\n"
    for entry in marks + words + names where seen.insert(entry).inserted {
      text += "\"" + entry.utf8.map(escaped).joined() + "\"\n"
    }
    return text
  }

  private static func escaped(_ byte: UInt8) -> String {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): "\\" + String(UnicodeScalar(byte))
    case 0x20...0x7E: String(UnicodeScalar(byte))
    default: "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
  }
}
