// Scripts as reports: how it fits together.
//
// `ask`, `check`, `heading`, `say` and `export` are statements like all others: Grammar/riepl.ebnf has their
// productions, Parser+Script.swift reads them, and Tree.Statement has a case for each. `Workspace.next` works them out
// without any file, clock or terminal, and gives an `Outcome`:
//
//     ask      .ask(ScriptInput)        the session decides on a value and hands it to `Workspace.give`
//     check    .check(CheckResult)      the rows that fail, as an ordinary `Answer` with both sides and the difference
//     heading  .heading([SentencePart]) texts, names and answered questions
//     say      .say([SentencePart])
//     export   .export(Answer, …)       the answer, and the file that the session is to write
//
// The session prints the outcomes in the form that is set. `ReportItem` (RieplPresentation) has what is no answer in
// all forms: lines, CSV, TSV, JSON, JSON Lines, Markdown. A form that is new has a case in `OutputFormat`, a method of
// `ReportItem`, and a line in each switch over the form in Session.swift and below. Files of `export` go by their
// endings: `ExportForms` is the only table of those, and a line there is all that a new one needs.
//
// Whatever may be written or read beside the script goes through `Permissions`: `--force`, `--sandbox`, `--timeout`.

internal import Glibc
internal import RieplEngine
internal import RieplPresentation
internal import RieplSyntax

/// Statements that make a script a report.
extension Session {
  // MARK: ask

  /// The name of an input as inputs are told apart: without capitals, hyphens and "the".
  static func inputKey(_ name: String) -> String {
    Vocabulary.foldedWords(Array(name.utf8)[...]).map { String(decoding: $0, as: UTF8.self) }
      .joined(separator: " ")
  }

  /// Gives an input the value that the command line has for it, or that somebody types, or else its own.
  ///
  /// A script that another one runs takes what that one has defined already.
  func take(_ input: ScriptInput, _ source: SourceText) throws(OutputFault) {
    if scripts.count > 1, workspace.isDefined(input.name) { return }
    if let given = inputs[Session.inputKey(input.name)] {
      switch give(given) {
      case .success(let outcome): try defined(outcome, input)
      case .failure(var fault):
        fault.range = input.range
        try report(fault, source)
      }
      return
    }
    var problem: String?
    // Somebody who types nothing that will do is not asked forever.
    for _ in 0..<100 {
      try output.flush()
      switch give(askForInput(input, problem)) {
      case .success(let outcome): return try defined(outcome, input)
      case .failure(let fault): problem = DiagnosticRenderer.message(fault)
      }
    }
  }

  private func give(_ text: String?) -> Result<Outcome, Diagnostic> {
    Result { () throws(Diagnostic) in try workspace.give(text) }
  }

  /// Takes down an input that has its value, and says it where answers say how they were read.
  private func defined(_ outcome: Outcome, _ input: ScriptInput) throws(OutputFault) {
    guard case .defined(let name, let text, _) = outcome else { return }
    if keepsStatements {
      let question = input.question.map { " \"" + $0.replacing("\"", with: "\"\"") + "\"" } ?? ""
      worked.append(Worked(text: "ask \(name) = \(text)\(question)", name: name))
    }
    try say("\(name) is \(text)")
  }

  // MARK: check

  /// Takes down whether a check holds, and puts it into the report.
  func show(_ result: CheckResult) throws(OutputFault) {
    checkCount += 1
    if !result.passes { failedCheckCount += 1 }
    try show(ReportItem.check(result, workspace.catalog))
  }

  /// The sentence that counts the checks that failed; nil where none did.
  var failedChecks: String? {
    guard failedCheckCount > 0 else { return nil }
    return checkCount == 1 ? "the check failed" : "\(failedCheckCount) of \(checkCount) checks failed"
  }

  // MARK: The report

  /// Puts something into the report that is no answer.
  func show(_ item: ReportItem) throws(OutputFault) {
    switch settings.format {
    case .table:
      try block(
        item.lines(width: width, isFull: settings.isFull, known: knownNotes), standsApart: true)
    case .csv: try writeApart(item.csv(isSafe: settings.isSpreadsheetSafe), by: "\r\n")
    case .tsv: try writeApart(item.tsv(isSafe: settings.isSpreadsheetSafe), by: "\n")
    case .json: try writeItem(item.json)
    case .jsonl: try output.write(item.jsonLine)
    case .markdown: try writeApart(item.markdown(known: knownNotes), by: "\n")
    case .html: try output.write(report.item(item, known: knownNotes))
    }
    // The text of a note that a sentence cites stands in the report once.
    if [.table, .markdown, .html].contains(settings.format) { knownNotes.formUnion(item.notes) }
    answersWritten += 1
    if settings.isTerminal { try output.flush() }
  }

  // MARK: export

  /// Writes an answer to a file, in the form that its name ends in.
  func export(
    _ answer: Answer, _ file: String, _ range: SourceRange, _ source: SourceText
  ) throws(OutputFault) {
    guard let form = ExportForms.form(ofFile: file) else {
      return try report(
        Diagnostic(.unknownForm, range, ["file": "“\(file)”", "forms": ExportForms.list]), source)
    }
    let options = ExportOptions(isSafe: settings.isSpreadsheetSafe)
    guard let text = form.text(answer, workspace.catalog, options) else {
      return try report(Diagnostic(.nothingToDraw, range, ["file": "“\(file)”"]), source)
    }
    guard try write(text, to: Session.path(file, from: source), named: file, range, source) else { return }
    try say("Wrote “\(file)”.")
  }
}
