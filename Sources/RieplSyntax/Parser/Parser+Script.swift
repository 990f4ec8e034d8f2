/// Statements that make a script a report.
extension Parser {
  /// Reads an input.
  ///
  /// Grammar: ask ::= 'ask' NewName Equals value Sentence?
  mutating func parseAsk() throws(Diagnostic) -> Statement {
    advance()
    let name = try takeNewName(after: .ask)
    let (value, question) = try takeLastSentence { (parser: inout Parser) throws(Diagnostic) in
      try parser.parseValue()
    }
    return .ask(name: name, value, question: question)
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
    let (question, message) = try takeLastSentence { (parser: inout Parser) throws(Diagnostic) in
      try parser.parseQuestion()
    }
    return .check(question, message: message)
  }

  /// Reads a heading of a report.
  ///
  /// Grammar: heading ::= 'heading' Sentence
  mutating func parseHeading() throws(Diagnostic) -> Statement {
    advance()
    guard let text = takeSentence() else { throw expected("a text in quotes", after: "heading") }
    return .heading(text)
  }

  /// Reads the sentences of a paragraph.
  ///
  /// Grammar: say ::= 'say' Sentence+
  mutating func parseSay() throws(Diagnostic) -> Statement {
    advance()
    let start = tree.sentences.count
    while let text = takeSentence() { tree.sentences.append(text) }
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
      throw withoutFile(tokens[max(file, index)])
    }
    guard file - 1 > index else { throw expected("a question", after: "export") }
    // "from 2008-09 to" must not take the file for a year.
    let question = try inFront(of: file - 1) { (parser: inout Parser) throws(Diagnostic) in
      try parser.parseQuestion()
    }
    index = file
    return .export(question, file: try parseFile(after: .to))
  }

  /// What is wrong where an export does not end in `to` and a file in quotes.
  private func withoutFile(_ last: Token) -> Diagnostic {
    if last.kind == .quoted {
      return Diagnostic(
        .somethingMissing, SourceRange(start: last.range.start, end: last.range.start),
        ["what": "the word to", "word": "the question"])
    }
    // What has a dot behind the last `to` is a file without quotes.
    if let place = tokens.indices.last(where: { tokens[$0].language == .to }), tokens[place + 1].kind != .end
    {
      let range = tokens[place + 1].range.union(last.range)
      let name = text(range)
      if name.contains(".") {
        return Diagnostic(
          .somethingElseNeeded, range,
          ["found": name, "what": "the name of the file in quotes, as in \"\(name)\","])
      }
    }
    return Diagnostic(
      .somethingMissing, SourceRange(start: last.range.end, end: last.range.end),
      ["what": "to and the name of a file in quotes, as in to \"regions.csv\"", "word": "the question"])
  }

  /// Takes a text in quotes.
  private mutating func takeSentence() -> TextUse? {
    guard token.kind == .quoted else { return nil }
    let range = token.range
    advance()
    return addText(range, unquoted(text(range)))
  }

  /// Reads something behind which a text in quotes may end the statement; a name it is only where nothing else will do.
  private mutating func takeLastSentence<Part>(
    _ parse: (inout Parser) throws(Diagnostic) -> Part
  ) throws(Diagnostic) -> (Part, TextUse?) {
    let last = tokens.count - 2
    guard last > index, tokens[last].kind == .quoted else { return (try parse(&self), nil) }
    let start = index
    do throws(Diagnostic) {
      let part = try inFront(of: last, parse)
      return (part, takeSentence())
    } catch {
      // Behind "and", a comma or "for" there has to be a name, behind "contains" or "starts with" letters.
      let before = tokens[last - 1].language
      let isLetters = before == .contains || before == .with && tokens[max(0, last - 2)].language == .starts
      guard isLetters || matchName(.any, at: last) != nil else { throw error }
      index = start
      depth = 0
      operandStack.removeAll()
      columnStack.removeAll()
      clauseStack.removeAll()
      conditionStack.removeAll()
      return (try parse(&self), nil)
    }
  }

  /// Reads something that has to end in front of a token.
  private mutating func inFront<Part>(
    of end: Int, _ parse: (inout Parser) throws(Diagnostic) -> Part
  ) throws(Diagnostic) -> Part {
    let token = lexer.tokens[end]
    lexer.tokens[end].kind = .end
    lexer.tokens[end].language = nil
    lexer.tokens[end].end = token.start
    defer { lexer.tokens[end] = token }
    let part = try parse(&self)
    guard self.token.kind == .end else { throw leftover() }
    return part
  }

  /// The comments between the words of the statement that was read last.
  public var commentsInside: [String] {
    var comments: [String] = []
    for index in 1..<max(1, tokens.count - 1) {
      let gap = SourceRange(start: tokens[index - 1].range.end, end: tokens[index].range.start)
      for line in text(gap).split(whereSeparator: \.isNewline) {
        if let mark = line.firstIndex(of: "#") {
          comments.append(ScriptFormatter.trimmed(String(line[mark...])))
        }
      }
    }
    return comments
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
