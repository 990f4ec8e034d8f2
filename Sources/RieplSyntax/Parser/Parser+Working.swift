/// Statements that show the way to an answer.
extension Parser {
  /// Whether the word is meant that says so, and no figure that is called like it.
  var startsWorking: Bool {
    mutating get { matchName(.figures) == nil }
  }

  /// Reads one of them, by its first word.
  mutating func parseWorking() throws(Diagnostic) -> Statement {
    switch token.language {
    case .explain: try parseExplain()
    case .source: try parseOrigin()
    case .sql: try parseSql()
    default: try parseWhy()
    }
  }

  /// Reads how the last answer is to be shown again.
  mutating func parseLastWorkingIfPresent() -> Working? {
    guard let word = token.language, [.explain, .source, .sql].contains(word), startsWorking else {
      return nil
    }
    advance()
    switch word {
    case .source: return .source
    case .sql: return .sql
    default:
      let isFull = isWord(.fully)
      if isFull { advance() }
      return .explain(isFull: isFull)
    }
  }

  /// Reads a question whose working is wanted.
  ///
  /// Grammar: explain ::= 'explain' 'fully'? question?
  private mutating func parseExplain() throws(Diagnostic) -> Statement {
    advance()
    let isFull = isWord(.fully) && matchName(.figures) == nil
    if isFull { advance() }
    return .working(.explain(isFull: isFull), try parseWorkedQuestion())
  }

  /// Reads a question whose figures are wanted with their places.
  ///
  /// Grammar: origin ::= 'source' question?
  private mutating func parseOrigin() throws(Diagnostic) -> Statement {
    advance()
    return .working(.source, try parseWorkedQuestion())
  }

  /// Reads a question that is to be written in SQL.
  ///
  /// Grammar: sql ::= 'sql' ( 'schema' | question )?
  private mutating func parseSql() throws(Diagnostic) -> Statement {
    advance()
    if isWord(.schema), matchName(.figures) == nil {
      advance()
      return .working(.schema, nil)
    }
    return .working(.sql, try parseWorkedQuestion())
  }

  /// Reads the members that are missing from an answer.
  ///
  /// Grammar: why ::= 'why' 'not' place+
  private mutating func parseWhy() throws(Diagnostic) -> Statement {
    advance()
    guard skipIfPresent(.not) else { throw expected("not and a name, as in why not London", after: "why") }
    let start = tree.names.count
    while let place = try parseMemberIfPresent() { tree.names.append(place) }
    guard tree.names.count > start else {
      if let year = bareYear() { throw year }
      throw unknown(expecting: .places, what: "the name of a place or a year", after: "not")
    }
    return .whyNot(TreeList(start, tree.names.count - start))
  }

  private mutating func parseWorkedQuestion() throws(Diagnostic) -> QuestionID? {
    let isAlone = token.kind == .end || token.kind == .blank && nextToken.kind == .end
    return isAlone ? nil : try parseQuestion()
  }
}
