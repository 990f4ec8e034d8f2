public import RieplEngine

/// The words and the checks of a script on the page.
extension HTMLReport {
  /// A heading, a paragraph with the notes that it cites for the first time, or a check.
  public mutating func item(_ item: ReportItem, known: BitSet) -> String {
    switch item.content {
    case .heading(let sentence): return heading(sentence.text) + notes(sentence, item.catalog, known)
    case .sentence(let sentence): return paragraph(sentence.text) + notes(sentence, item.catalog, known)
    case .check(let result):
      guard !result.passes else {
        return paragraph(ReportItem.verdict(result) + ": " + ReportItem.title(result))
      }
      return page(item.lines(width: 100, isFull: true, known: known))
    }
  }

  private func notes(_ sentence: ReportSentence, _ catalog: Catalog, _ known: BitSet) -> String {
    sentence.notes.subtracting(known).map { number in
      let note = catalog.notes[number]
      return "<p class=\"more\">\(MarkupText.escaped("[\(note.citation)] \(note.text)"))</p>\n"
    }.joined()
  }
}
