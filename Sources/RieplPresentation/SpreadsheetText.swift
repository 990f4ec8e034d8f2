/// Texts that a spreadsheet would take for formulas.
///
/// Quotes around a field don't help: a spreadsheet looks at what is inside. An apostrophe in front does, and is what
/// spreadsheets themselves write there. Numbers stay numbers, also negative ones.
enum SpreadsheetText {
  /// A field with an apostrophe in front, if it could be a formula.
  static func safe(_ field: String) -> String {
    guard let first = field.unicodeScalars.first(where: { $0 != " " && $0 != "\"" }) else { return field }
    switch first {
    case "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠":
      return isNumber(field) ? field : "'" + field
    default: return field
    }
  }

  private static func isNumber(_ field: String) -> Bool {
    let parts = (field.hasPrefix("-") ? field.dropFirst() : field[...]).split(
      separator: ".", omittingEmptySubsequences: false)
    return parts.count <= 2
      && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
  }
}
