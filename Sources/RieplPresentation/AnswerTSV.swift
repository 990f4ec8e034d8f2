public import RieplEngine

/// An answer as tab-separated values: the fields of the CSV, without quotes.
///
/// What would end a field or a line is written with a backslash: a tab `\t`, a line feed `\n`, a carriage return `\r`,
/// and a backslash itself `\\`. So each line of the text is one row, and each tab stands between two fields.
public enum AnswerTSV {
  /// The lines of an answer, with their line ends.
  ///
  /// With `isSafe` no text is a formula to a spreadsheet: see `SpreadsheetText`.
  public static func text(_ answer: Answer, _ catalog: Catalog, isSafe: Bool = false) -> String {
    AnswerRecords.rows(answer, catalog).map { line($0, isSafe: isSafe) }.joined()
  }

  static func line(_ fields: [String], isSafe: Bool = false) -> String {
    fields.map { field(isSafe ? SpreadsheetText.safe($0) : $0) }.joined(separator: "\t") + "\n"
  }

  private static func field(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\t": result += "\\t"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\\": result += "\\\\"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
