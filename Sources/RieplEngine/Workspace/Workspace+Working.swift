import RieplSyntax

/// Statements that show the way to an answer.
extension Workspace {
  /// Answers a question, or takes the last answer, and works out how it came about.
  mutating func work(_ working: Working, _ id: QuestionID?) throws(Diagnostic) -> Outcome {
    guard working != .schema else { return .schema }
    let range = parser.tree.range
    if let id { _ = try ask(id) }
    guard let answer = try wholeAnswer() else { throw Diagnostic(.noLastQuestion, range) }
    // SQL is made of the plan alone.
    guard working != .sql else {
      return .worked(
        Explanation(answer: answer, isFull: false, rows: [], rowsLeft: 0, tests: []), working)
    }
    let isFull = working != .explain(isFull: false)
    do throws(EngineFault) {
      return .worked(
        try Explainer.explain(answer, catalog, limits, isFull: isFull, isCancelled: isCancelled), working)
    } catch {
      throw Workspace.diagnostic(error, range, limits)
    }
  }

  /// The last answer with its plan, which a calculation of literals goes without until somebody wants it.
  private func wholeAnswer() throws(Diagnostic) -> Answer? {
    switch lastAnswer {
    case nil: return nil
    case .answer(let answer): return answer
    case .constant:
      guard let text = lastQuestionText else { return nil }
      var copy = self
      try copy.read(SourceText(text))
      guard try copy.parser.parseStatement(), case .question(let id) = copy.parser.tree.statement else {
        return nil
      }
      return try copy.ask(id)
    }
  }

  /// Looks for members in the last answer.
  func whyNot(_ uses: [NameUse]) throws(Diagnostic) -> WhyNot {
    let range = parser.tree.range
    guard let answer = try wholeAnswer() else { throw Diagnostic(.noLastQuestion, range) }
    var asked: [(dimension: Int, members: BitSet)] = []
    for use in uses {
      guard let dimension = use.dimension else { continue }
      if asked.contains(where: { $0.dimension == dimension }) {
        throw Diagnostic(.askedTwice, use.range, ["dimension": catalog.dimensions[dimension].name])
      }
      let members: BitSet =
        switch use.target {
        case .member(_, let code): BitSet(code)
        case .group(_, let number): catalog.groups[number].members
        default: catalog.allMembers(dimension)
        }
      asked.append((dimension, members))
    }
    do throws(EngineFault) {
      var search = MissingMembers(answer, catalog, asked, limits, isCancelled)
      return WhyNot(answer: answer, places: uses.map(\.target), reason: try search.reason())
    } catch {
      throw Workspace.diagnostic(error, range, limits)
    }
  }
}
