public import RieplEngine
import RieplSyntax

/// What a script puts into its report besides answers: headings, sentences and checks.
///
/// One value has all forms of itself; a form of reports that is new needs a method here and one for answers.
public struct ReportItem {
  /// What it is.
  enum Content {
    case heading(ReportSentence)
    case sentence(ReportSentence)
    case check(CheckResult)
  }

  let content: Content
  let catalog: Catalog

  /// A heading.
  public static func heading(_ parts: [SentencePart], _ catalog: Catalog) -> ReportItem {
    ReportItem(content: .heading(ReportSentence(parts, catalog)), catalog: catalog)
  }

  /// A paragraph.
  public static func sentence(_ parts: [SentencePart], _ catalog: Catalog) -> ReportItem {
    ReportItem(content: .sentence(ReportSentence(parts, catalog)), catalog: catalog)
  }

  /// A comparison that holds or fails.
  public static func check(_ result: CheckResult, _ catalog: Catalog) -> ReportItem {
    ReportItem(content: .check(result), catalog: catalog)
  }

  /// The notes that its text cites.
  public var notes: BitSet {
    switch content {
    case .heading(let sentence), .sentence(let sentence): sentence.notes
    case .check: BitSet()
    }
  }

  // MARK: Lines

  /// The lines that a person reads.
  ///
  /// - Parameter known: Notes whose texts stand in the report already.
  public func lines(width: Int?, isFull: Bool, known: BitSet) -> [TextLine] {
    switch content {
    case .heading(let sentence):
      return [TextLine(.heading, sentence.text)] + notes(sentence, width, known)
    case .sentence(let sentence):
      return TextLine.wrapped(.text, sentence.text, width: width) + notes(sentence, width, known)
    case .check(let result):
      var lines = TextLine.wrapped(
        .heading, ReportItem.verdict(result) + ": " + ReportItem.title(result), width: width, indent: 2)
      guard !result.passes else { return lines }
      guard result.rows > 0 else { return lines + [TextLine(.remark, "  " + ReportItem.nothing)] }
      if result.message != nil {
        lines += TextLine.wrapped(.remark, "  " + result.question, width: width, indent: 4)
      }
      lines += parts(result).gridLines(indent: 2, width: width)
      let notes = parts(result).notes()
      return lines + notes.flatMap { TextLine.wrapped($0.role, "  " + $0.text, width: width, indent: 2) }
    }
  }

  private func notes(_ sentence: ReportSentence, _ width: Int?, _ known: BitSet) -> [TextLine] {
    sentence.notes.subtracting(known).numbers.flatMap {
      TextLine.wrapped(
        .note, "  [\(catalog.notes[$0].citation)] \(catalog.notes[$0].text)", width: width, indent: 2)
    }
  }

  private func parts(_ result: CheckResult) -> AnswerText {
    AnswerText(
      catalog: catalog, answer: result.answer, names: Names(catalog: catalog, plan: result.answer.plan),
      width: nil, isFull: false, alwaysHasHeader: true)
  }

  private func table(_ result: CheckResult) -> TextTable { parts(result).grid() }

  static let nothing = "There are no rows that could be checked."

  static func verdict(_ result: CheckResult) -> String {
    guard !result.passes else { return "Passed" }
    return result.rows > 1 ? "Failed for \(result.answer.rows.count) of \(result.rows)" : "Failed"
  }

  static func title(_ result: CheckResult) -> String {
    result.message.map { DiagnosticRenderer.visible($0, limit: .max) } ?? result.question
  }

  // MARK: Forms for machines

  /// The names of the fields and the fields.
  private var fields: ([String], [String]) {
    switch content {
    case .heading(let sentence): return (["heading"], [sentence.text])
    case .sentence(let sentence): return (["text"], [sentence.text])
    case .check(let result):
      return (
        ["check", "result", "rows", "failed"],
        [
          result.message ?? result.question, result.passes ? "passed" : "failed", "\(result.rows)",
          "\(result.answer.rows.count)",
        ]
      )
    }
  }

  /// A row under its heading; below a check that fails, the rows that fail.
  public func csv(isSafe: Bool) -> String {
    let (names, values) = fields
    var text = AnswerCSV.line(names) + AnswerCSV.line(values, isSafe: isSafe)
    if let answer = failing { text += "\r\n" + AnswerCSV.text(answer, catalog, isSafe: isSafe) }
    return text
  }

  /// A row under its heading; below a check that fails, the rows that fail.
  public func tsv(isSafe: Bool) -> String {
    let (names, values) = fields
    var text = AnswerTSV.line(names) + AnswerTSV.line(values, isSafe: isSafe)
    if let answer = failing { text += "\n" + AnswerTSV.text(answer, catalog, isSafe: isSafe) }
    return text
  }

  private var failing: Answer? {
    guard case .check(let result) = content, !result.answer.rows.isEmpty else { return nil }
    return result.answer
  }

  /// An object.
  public var json: String { value(isCompact: false).text() }

  /// An object on a line.
  public var jsonLine: String { value(isCompact: true).text(isCompact: true) + "\n" }

  private func value(isCompact: Bool) -> JSONText {
    switch content {
    case .heading(let sentence): return sentence.json("heading", catalog)
    case .sentence(let sentence): return sentence.json("text", catalog)
    case .check(let result):
      var members: [(String, JSONText)] = [
        ("check", result.message.map { .string($0) } ?? .null),
        ("question", .string(result.question)),
        ("result", .string(result.passes ? "passed" : "failed")),
        ("rows", .integer(result.rows)),
        ("failed", .integer(result.answer.rows.count)),
      ]
      if let answer = failing { members.append(("failing", AnswerJSON.value(answer, catalog))) }
      return .object(members)
    }
  }

  // MARK: Markdown

  /// A heading, a paragraph, or a check with the table of what fails.
  public func markdown(known: BitSet) -> String {
    switch content {
    case .heading(let sentence):
      return "## " + MarkdownText.escaped(sentence.text) + "\n" + markdownNotes(sentence, known)
    case .sentence(let sentence):
      return MarkdownText.paragraph(sentence.text) + "\n" + markdownNotes(sentence, known)
    case .check(let result):
      var text =
        "**\(ReportItem.verdict(result)):** " + MarkdownText.escaped(result.message ?? result.question) + "\n"
      guard !result.passes else { return text }
      guard result.rows > 0 else { return text + "\n" + ReportItem.nothing + "\n" }
      if result.message != nil { text += "\n" + MarkdownText.paragraph(result.question) + "\n" }
      text += "\n" + MarkdownText.table(table(result))
      let notes = parts(result).notes()
      if !notes.isEmpty {
        text += "\n" + notes.map { "- " + MarkdownText.paragraph($0.text) + "\n" }.joined()
      }
      return text
    }
  }

  private func markdownNotes(_ sentence: ReportSentence, _ known: BitSet) -> String {
    let notes = sentence.notes.subtracting(known).numbers
    guard !notes.isEmpty else { return "" }
    return "\n"
      + notes.map {
        "- " + MarkdownText.paragraph("[\(catalog.notes[$0].citation)] \(catalog.notes[$0].text)") + "\n"
      }.joined()
  }
}

/// A sentence whose questions have been answered.
struct ReportSentence {
  /// The whole, each figure with the marks of its status and its notes.
  var text = ""
  /// The notes on the figures.
  var notes = BitSet()
  private var figures: [(AnswerCell, AnswerColumn, Names)] = []

  init(_ parts: [SentencePart], _ catalog: Catalog) {
    for part in parts {
      switch part {
      case .text(let words), .name(let words): text += DiagnosticRenderer.visible(words, limit: .max)
      case .answer(let answer):
        let names = Names(catalog: catalog, plan: answer.plan)
        guard let cell = answer.single, let column = answer.columns.first else {
          text += Names.joined(
            answer.rows.compactMap { row in
              Array(zip(row.keys, answer.axes)).first.map { names.key($0, $1) }
            })
          if answer.rows.isEmpty { text += "none" }
          continue
        }
        text += cell.absence == nil ? ValueText.text(cell, column.format) : "no figure"
        if !cell.whose.isEmpty {
          let more = cell.moreWhose > 0 ? ["\(cell.moreWhose) more"] : []
          text += " (" + Names.joined(cell.whose + more) + ")"
        }
        if cell.status != .final, cell.absence == nil { text += " " + cell.status.marker }
        for note in cell.notes.numbers { text += " [" + catalog.notes[note].citation + "]" }
        notes.formUnion(cell.notes)
        figures.append((cell, column, names))
      }
    }
  }

  /// The sentence with its figures, exact.
  func json(_ name: String, _ catalog: Catalog) -> JSONText {
    var members: [(String, JSONText)] = [(name, .string(text))]
    if !figures.isEmpty {
      members.append(
        ("figures", .array(figures.map { .object(AnswerJSON.cell($0.0, $0.1, $0.2)) })))
    }
    if !notes.isEmpty {
      members.append(("notes", .array(notes.numbers.map { .string(catalog.notes[$0].id) })))
    }
    return .object(members)
  }
}
