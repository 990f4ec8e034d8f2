public import RieplEngine

/// An answer as Markdown for a document: a table as GitHub reads it, and under it a list of what has to be said.
public enum AnswerMarkdown {
  /// The text of an answer; with `isFull` the reading stands above the table and the source below.
  public static func text(_ answer: Answer, _ catalog: Catalog, isFull: Bool) -> String {
    let names = Names(catalog: catalog, plan: answer.plan)
    let parts = AnswerText(
      catalog: catalog, answer: answer, names: names, width: nil, isFull: false, alwaysHasHeader: true)
    var blocks: [String] = []
    if isFull { blocks.append(MarkdownText.paragraph("→ " + Reading.text(answer, catalog)) + "\n") }
    if let sentence = parts.noRows() {
      blocks.append(MarkdownText.paragraph(sentence) + "\n")
    } else {
      blocks.append(MarkdownText.table(parts.grid()))
    }
    var below = RemarkText(answer: answer, names: names).lines() + parts.notes().map(\.text)
    if isFull, let source = parts.sourceLine() { below.append(source) }
    if !below.isEmpty {
      blocks.append(below.map { "- " + MarkdownText.paragraph($0) + "\n" }.joined())
    }
    return blocks.joined(separator: "\n")
  }
}
