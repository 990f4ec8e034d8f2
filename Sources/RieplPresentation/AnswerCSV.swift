public import RieplEngine

/// An answer as CSV for machines, as RFC 4180 has it.
public enum AnswerCSV {
  /// The lines of an answer, with their line ends.
  public static func text(_ answer: Answer, _ catalog: Catalog) -> String {
    AnswerRecords.rows(answer, catalog).map(line).joined()
  }

  static func line(_ fields: [String]) -> String { fields.map(field).joined(separator: ",") + "\r\n" }

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
