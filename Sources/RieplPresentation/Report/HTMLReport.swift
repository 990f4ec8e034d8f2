public import RieplEngine
import RieplSyntax

/// A report as one HTML page that needs nothing else: no script, no font, no picture from elsewhere.
///
/// It is written from top to bottom as answers come. Each function gives the next piece of the page; the first piece
/// has the head in front, and `end` closes what is open.
public struct HTMLReport: Sendable {
  private var isBegun = false
  /// How many answers have been written.
  private var answers = 0
  /// The numbers of the sources of all answers.
  private var sources = BitSet()

  /// A page of which nothing has been written.
  public init() {}

  /// A heading; as the first piece it is the title of the page.
  public mutating func heading(_ text: String) -> String {
    guard isBegun else { return begin(text) }
    return "<h2>\(MarkupText.escaped(text))</h2>\n"
  }

  /// A paragraph of the script's own words.
  public mutating func paragraph(_ text: String) -> String {
    begin(nil) + "<p>\(MarkupText.escaped(text))</p>\n"
  }

  /// Lines that are set out as they are, such as help or a list.
  public mutating func page(_ lines: [TextLine]) -> String {
    let text = lines.map { MarkupText.escaped($0.text) }.joined(separator: "\n")
    return begin(nil) + "<pre>\(text)</pre>\n"
  }

  /// An answer: a table, a chart or a single figure, with its notes.
  public mutating func answer(_ answer: Answer, _ catalog: Catalog) -> String {
    let question = Names.folded(answer.plan.source.text(in: answer.plan.range))
    let start = begin(question.prefix(1).uppercased() + question.dropFirst())
    answers += 1
    sources.formUnion(answer.sources(catalog))
    return start + AnswerHTML(answer, catalog, number: answers).text()
  }

  /// The rows of a check that fails.
  mutating func table(_ answer: Answer, _ catalog: Catalog) -> String {
    answers += 1
    sources.formUnion(answer.sources(catalog))
    let hasDifference = answer.columns.contains { $0.heading == .difference }
    return AnswerHTML(answer, catalog, number: answers).table(
      caption: hasDifference ? "Both sides and the difference" : "The figures and their bounds")
  }

  /// The end of the page, with the sources of all that stands on it.
  public mutating func end(_ catalog: Catalog) -> String {
    var text = isBegun ? "" : begin(nil)
    if !sources.numbers.isEmpty {
      text += "</main>\n<footer>\n<h2>Sources</h2>\n<ul class=\"sources\">\n"
      for number in sources.numbers {
        let source = catalog.sources[number]
        let document = catalog.datasets[source.dataset].document
        let title = [document, source.place].filter { !$0.isEmpty }.joined(separator: ": ")
        text += "<li id=\"source-\(number + 1)\">\(MarkupText.escaped(title))</li>\n"
      }
      text += "</ul>\n"
      let datasets = Set(sources.numbers.map { catalog.sources[$0].dataset }).sorted()
      for dataset in datasets.map({ catalog.datasets[$0] }) where !dataset.licence.isEmpty {
        text += "<p class=\"more\">\(MarkupText.escaped("\(dataset.title): \(dataset.licence)"))</p>\n"
      }
      text += "</footer>\n</body>\n</html>\n"
    } else {
      text += "</main>\n</body>\n</html>\n"
    }
    self = HTMLReport()
    return text
  }

  /// Whether something has been written that needs an end.
  public var isOpen: Bool { isBegun }

  /// The head of the page, where it has not been written yet.
  mutating func begin(_ title: String?) -> String {
    guard !isBegun else { return "" }
    isBegun = true
    let shown = MarkupText.escaped(title ?? "Report")
    return """
      <!DOCTYPE html>
      <html lang="en-GB">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <title>\(shown)</title>
      <style>
      \(ReportStyle.sheet)</style>
      </head>
      <body>
      <main>
      <h1>\(shown)</h1>

      """
  }
}
