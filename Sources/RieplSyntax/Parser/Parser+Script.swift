/// Statements that make a script a report.
extension Parser {
  /// Reads an input.
  ///
  /// Grammar: ask ::= 'ask' NewName Equals value Sentence?
  mutating func parseAsk() throws(Diagnostic) -> Statement {
    advance()
    let name = try takeNewName(after: .ask)
    let value = try parseValue()
    return .ask(name: name, value, question: takeSentence())
  }

  /// Reads what an input may be.
  ///
  /// Grammar: value ::= members | Minus? literal
  mutating func parseValue() throws(Diagnostic) -> InputValue {
    if startsMembers() { return .members(try parseMembers(after: .mark("="))) }
    let start = token.range
    let isNegative = skipIfPresent(.minus)
    guard token.kind == .literal else {
      if let year = bareYear() { throw year }
      if !isNegative, token.kind == .word || token.kind == .quoted {
        throw unknown(expecting: .places, what: "a place, a year or an amount", after: "=")
      }
      throw expected("a place, a year or an amount", after: "=")
    }
    var value = try add(Expression.literal(token.literal), token.range)
    advance()
    let range = start.union(previousRange)
    if isNegative { value = try add(.negated(value), range) }
    tree.columns.append(value)
    return .amount(
      add(
        Question(
          view: .show, modifier: .none, columns: TreeList(tree.columns.count - 1, 1), against: nil,
          clauses: .empty, range: range)))
  }

  /// Reads a comparison that has to hold.
  ///
  /// Grammar: check ::= 'check' question Sentence?
  mutating func parseCheck() throws(Diagnostic) -> Statement {
    advance()
    let question = try parseQuestion()
    return .check(question, message: takeSentence())
  }

  /// Reads a heading of a report.
  ///
  /// Grammar: heading ::= 'heading' Sentence
  mutating func parseHeading() throws(Diagnostic) -> Statement {
    advance()
    guard let text = takeSentence(takesNames: true) else { throw expected("a text in quotes", after: "heading") }
    return .heading(text)
  }

  /// Reads the sentences of a paragraph.
  ///
  /// Grammar: say ::= 'say' Sentence+
  mutating func parseSay() throws(Diagnostic) -> Statement {
    advance()
    let start = tree.sentences.count
    while let text = takeSentence(takesNames: true) { tree.sentences.append(text) }
    guard tree.sentences.count > start else { throw expected("a text in quotes", after: "say") }
    return .say(TreeList(start, tree.sentences.count - start))
  }

  /// Reads a question and the file that its answer goes to.
  ///
  /// Grammar: export ::= 'export' question 'to' File
  mutating func parseExport() throws(Diagnostic) -> Statement {
    advance()
    let file = tokens.count - 2
    guard file > index, tokens[file].kind == .quoted, tokens[file - 1].language == .to else {
      if token.kind == .end { throw expected("a question and the name of a file in quotes", after: "export") }
      throw Diagnostic(
        .somethingMissing, SourceRange(start: tokens[file].range.end, end: tokens[file].range.end),
        ["what": "to and the name of a file in quotes, as in to \"regions.csv\"", "word": "the question"])
    }
    guard file - 1 > index else { throw expected("a question", after: "export") }
    // "from 2008-09 to" must not take the file for a year: the question ends in front of this "to".
    let end = lexer.tokens[file - 1]
    lexer.tokens[file - 1].kind = .end
    lexer.tokens[file - 1].language = nil
    defer { lexer.tokens[file - 1] = end }
    let question = try parseQuestion()
    guard token.kind == .end else { throw leftover() }
    lexer.tokens[file - 1] = end
    index = file
    return .export(question, file: try parseFile(after: .to))
  }

  /// Takes a text in quotes, unless it is a name that is known.
  private mutating func takeSentence(takesNames: Bool = false) -> TextUse? {
    guard token.kind == .quoted, takesNames || matchName(.any) == nil else { return nil }
    let range = token.range
    advance()
    return addText(range, unquoted(text(range)))
  }

  /// Reads a text that is nothing but the value of an input.
  public mutating func parseInputValue() throws(Diagnostic) -> InputValue {
    tree.removeAll()
    index = 0
    depth = 0
    guard try lexer.readStatement(vocabulary), tokens.count > 1 else {
      throw Diagnostic(.somethingMissing, SourceRange(0, 0), ["what": "a value", "word": "="])
    }
    swap(&tree.literals, &lexer.literals)
    tree.range = tokens[0].range.union(tokens[tokens.count - 2].range)
    let value = try parseValue()
    guard token.kind == .end, lexer.position >= lexer.bytes.count else { throw leftover() }
    return value
  }
}
