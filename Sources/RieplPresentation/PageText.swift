/// Pages of words, such as lists and help, in the forms for machines and for documents.
public enum PageText {
  /// One column, a line of the page in each row.
  public static func csv(_ lines: [String], isSafe: Bool = false) -> String {
    AnswerCSV.line(["text"]) + lines.map { AnswerCSV.line([trimmed($0)], isSafe: isSafe) }.joined()
  }

  /// One column, a line of the page in each row.
  public static func tsv(_ lines: [String], isSafe: Bool = false) -> String {
    AnswerTSV.line(["text"]) + lines.map { AnswerTSV.line([trimmed($0)], isSafe: isSafe) }.joined()
  }

  /// An object with the lines of the page.
  public static func json(_ lines: [String]) -> String {
    JSONText.object([("text", .array(lines.map { .string(trimmed($0)) }))]).text()
  }

  /// An object for each line of the page.
  public static func jsonLines(_ lines: [String]) -> String {
    lines.map { JSONText.object([("text", .string(trimmed($0)))]).text(isCompact: true) + "\n" }.joined()
  }

  /// The page as it is, in a block of code.
  public static func markdown(_ lines: [String]) -> String { MarkdownText.block(lines) }

  private static func trimmed(_ line: String) -> String { String(line.drop { $0 == " " }) }
}
