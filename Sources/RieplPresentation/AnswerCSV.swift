public import RieplEngine

/// An answer as CSV for machines, as RFC 4180 has it.
public enum AnswerCSV {
  /// The lines of an answer, with their line ends.
  ///
  /// With `isSafe` no text is a formula to a spreadsheet: see `SpreadsheetText`.
  public static func text(_ answer: Answer, _ catalog: Catalog, isSafe: Bool = false) -> String {
    AnswerRecords.rows(answer, catalog).map { line($0, isSafe: isSafe) }.joined()
  }

  static func line(_ fields: [String], isSafe: Bool = false) -> String {
    fields.map { field(isSafe ? SpreadsheetText.safe($0) : $0) }.joined(separator: ",") + "\r\n"
  }

  private static func field(_ text: String) -> String {
    // Scalar by scalar: a comma with a combining accent is one character, and still a comma to a reader.
    let needsQuotes = text.unicodeScalars.contains { $0 == "," || $0 == "\"" || $0 == "\r" || $0 == "\n" }
    guard needsQuotes else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
