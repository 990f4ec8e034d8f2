import RieplEngine
import RieplPresentation
import RieplSyntax

/// Statements one by one: errors stand in the text, the formatter's form means the same, and answers can be printed.
enum StatementCheck {
  static func check(_ bytes: [UInt8], _ catalog: Catalog) throws {
    let source = SourceText(bytes: bytes)
    var workspace = Workspace(catalog: catalog, limits: FuzzLimits.limits)
    do throws(Diagnostic) { try workspace.read(source) } catch {
      return try DiagnosticCheck.check(error, source)
    }
    while true {
      let before = workspace
      let outcome: Result<Outcome?, Diagnostic> = Result { () throws(Diagnostic) in try workspace.next() }
      switch outcome {
      case .success(nil): return
      case .success(.answer(let answer)?):
        try AnswerCheck.check(answer, workspace.catalog)
        try checkForm(before, outcome)
      case .success(.defined(let name, let text, _)?):
        try require(!name.isEmpty && !text.isEmpty, "let \(name)")
      case .success(.quit?): return
      case .success: break
      case .failure(let diagnostic):
        try DiagnosticCheck.check(diagnostic, workspace.followUpSource ?? source)
        try checkForm(before, outcome)
      }
    }
  }

  /// The formatter's form of the next question reads as the same question, with the same answer or the same error.
  private static func checkForm(_ workspace: Workspace, _ outcome: Result<Outcome?, Diagnostic>) throws {
    var parser = workspace.parser
    guard (try? parser.parseStatement()) == true, case .question(let id) = parser.tree.statement else {
      return
    }
    let form = Formatter(tree: parser.tree, vocabulary: parser.vocabulary).question(id)
    let written = parser.statementText
    var reader = Parser(vocabulary: parser.vocabulary, limits: FuzzLimits.limits)
    var again: String?
    do throws(Diagnostic) {
      try reader.read(SourceText(form))
      if try reader.parseStatement(), case .question(let id) = reader.tree.statement {
        again = Formatter(tree: reader.tree, vocabulary: reader.vocabulary).question(id)
      }
    } catch {
      // A form may be longer than what was written, past the bounds.
      if [.tooManyNodes, .tooDeep, .statementTooLong, .tokenTooLong].contains(error.code) { return }
      throw Finding("“\(form)”, the form of “\(written)”: \(DiagnosticRenderer.message(error))")
    }
    try require(again == form, "“\(form)”, the form of “\(written)”, has the form “\(again ?? "")”")
    var second = workspace
    let repeated: Result<Outcome?, Diagnostic> = Result { () throws(Diagnostic) in
      try second.read(SourceText(form))
      return try second.next()
    }
    switch (outcome, repeated) {
    case (.success(.answer(let first)?), .success(.answer(let other)?)):
      try require(
        AnswerCheck.figures(first) == AnswerCheck.figures(other), "“\(form)” is answered unlike “\(written)”")
    case (.failure(let first), .failure(let other)):
      try require(first.code == other.code, "“\(form)” has \(other.code), “\(written)” has \(first.code)")
    default: throw Finding("“\(form)” and “\(written)”: only one has an answer: \(outcome) \(repeated)")
    }
  }
}
