/// Pages of words, such as lists and help, in the forms for machines.
public enum PageText {
  /// One column, a line of the page in each row.
  public static func csv(_ lines: [String]) -> String {
    AnswerCSV.line(["text"], ",") + lines.map { AnswerCSV.line([trimmed($0)], ",") }.joined()
  }

  /// An object with the lines of the page.
  public static func json(_ lines: [String]) -> String {
    JSONText.object([("text", .array(lines.map { .string(trimmed($0)) }))]).text()
  }

  private static func trimmed(_ line: String) -> String { String(line.drop { $0 == " " }) }
}
