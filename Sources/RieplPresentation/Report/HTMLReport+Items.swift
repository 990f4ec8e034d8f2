public import RieplEngine

/// The words and the checks of a script on the page.
extension HTMLReport {
  /// A heading, a paragraph with the notes that it cites for the first time, or a check.
  public mutating func item(_ item: ReportItem, known: BitSet) -> String {
    switch item.content {
    case .heading(let sentence): return heading(sentence.text) + notes(sentence, item.catalog, known)
    case .sentence(let sentence): return paragraph(sentence.text) + notes(sentence, item.catalog, known)
    case .check(let result):
      return check(result, item.catalog)
    }
  }

  /// A check that holds is a line; one that fails shows the rows that do, with both sides and the difference.
  private mutating func check(_ result: CheckResult, _ catalog: Catalog) -> String {
    let title = MarkupText.escaped(ReportItem.title(result))
    let verdict = "<strong>\(ReportItem.verdict(result)):</strong> \(title)"
    guard !result.passes else { return begin(nil) + "<p class=\"check passed\">\(verdict)</p>\n" }
    var text = begin(nil) + "<section class=\"check failed\">\n<p>\(verdict)</p>\n"
    guard result.rows > 0 else { return text + "<p>\(ReportItem.nothing)</p>\n</section>\n" }
    if result.message != nil { text += "<p class=\"more\">\(MarkupText.escaped(result.question))</p>\n" }
    return text + table(result.answer, catalog) + "</section>\n"
  }

  private func notes(_ sentence: ReportSentence, _ catalog: Catalog, _ known: BitSet) -> String {
    sentence.notes.subtracting(known).map { number in
      let note = catalog.notes[number]
      return "<p class=\"more\">\(MarkupText.escaped("[\(note.citation)] \(note.text)"))</p>\n"
    }.joined()
  }
}
