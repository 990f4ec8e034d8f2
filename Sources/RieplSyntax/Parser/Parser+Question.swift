/// Questions and statements.
extension Parser {
  /// Reads a whole statement.
  ///
  /// Grammar: statement ::= let | ask | check | heading | say | export | list | help | learn | use | load | describe
  ///   | run | save | set | timer | undo | history | quit
  ///   | ( then | explain | origin | sql | why | about | question ) '?'?
  mutating func parseStatementBody() throws(Diagnostic) -> Statement {
    let statement = try parseFirstWord()
    if token.kind == .blank, nextToken.kind == .end, statement.asks {
      advance()
      endsWithQuestionMark = true
    }
    guard token.kind == .end else { throw leftover() }
    return statement
  }

  /// Reads what the first word of a statement says that it is.
  ///
  /// Grammar: list ::= 'list' Text?
  /// Grammar: about ::= 'about' ( Name | Year )
  /// Grammar: help ::= 'help' Text?
  /// Grammar: learn ::= 'learn' Text?
  /// Grammar: use ::= 'use' Dataset
  /// Grammar: load ::= 'load' File ( 'keep' | Text )?
  /// Grammar: describe ::= 'describe' Text?
  /// Grammar: run ::= 'run' File
  /// Grammar: save ::= 'save' 'to'? File
  /// Grammar: set ::= 'set' Text?
  /// Grammar: timer ::= 'timer' Text?
  /// Grammar: undo ::= 'undo'
  /// Grammar: history ::= 'history'
  /// Grammar: quit ::= 'quit'
  private mutating func parseFirstWord() throws(Diagnostic) -> Statement {
    switch token.language {
    case .let: return try parseLet()
    case .explain where startsWorking, .source where startsWorking, .sql where startsWorking,
      .why where startsWorking:
      return try parseWorking()
    case .then: return try parseThen()
    case .ask: return try parseAsk()
    case .check: return try parseCheck()
    case .heading: return try parseHeading()
    case .say: return try parseSay()
    case .export: return try parseExport()
    case .list:
      advance()
      return .list(restOfLine())
    case .help:
      advance()
      return .help(restOfLine())
    case .learn:
      advance()
      return .learn(restOfLine())
    case .about:
      advance()
      guard let match = matchName(.any) else {
        if let name = try parseMemberIfPresent() { return .about(name) }
        if let bare = bareYear() { throw bare }
        throw unknown(expecting: .any, what: "a name", after: "about")
      }
      return .about(makeUse(match))
    case .use:
      advance()
      guard let match = matchName(.dataset) else {
        throw unknown(expecting: .dataset, what: "the name of a dataset", after: "use")
      }
      return .use(makeUse(match))
    case .load:
      advance()
      let file = try parseFile(after: .load)
      return .load(file, options: restOfLine())
    case .describe:
      advance()
      return .describe(restOfLine())
    case .run:
      advance()
      return .run(try parseFile(after: .run))
    case .save:
      advance()
      _ = skipIfPresent(.to)
      return .save(try parseFile(after: .save))
    case .set:
      advance()
      return .set(restOfLine())
    case .timer:
      // "timer on" is "set timer on".
      let start = token.range
      _ = restOfLine()
      return .set(addText(start.union(previousRange)))
    case .undo:
      advance()
      return .undo
    case .history:
      advance()
      return .history
    case .quit:
      advance()
      return .quit
    default: return .question(try parseQuestion())
    }
  }

  /// Reads the name of a file, in quotes.
  mutating func parseFile(after word: Word) throws(Diagnostic) -> TextUse {
    guard token.kind == .quoted else {
      throw expected("the name of a file in quotes", after: WordTable.spelling(word))
    }
    let range = token.range
    advance()
    return addText(range, unquoted(text(range)))
  }

  /// What stands between quotes, with each pair of them as one.
  func unquoted(_ text: String) -> String {
    let inner = String(text.dropFirst().dropLast())
    guard text.hasPrefix("\""), inner.contains("\"\"") else { return inner }
    var result = ""
    var wasQuote = false
    for character in inner {
      wasQuote = character == "\"" && !wasQuote
      if !wasQuote { result.append(character) }
    }
    return result
  }

  /// Takes everything up to the end of the statement.
  private mutating func restOfLine() -> TextUse {
    guard token.kind != .end else { return addText(hereOrPrevious, "") }
    let range = token.range.union(tokens[tokens.count - 2].range)
    index = tokens.count - 1
    return addText(range)
  }

  /// Reads what stands behind `let`.
  ///
  /// Grammar: let ::= 'let' NewName Equals ( members | question )
  private mutating func parseLet() throws(Diagnostic) -> Statement {
    advance()
    let name = try takeNewName(after: .let)
    // Places make a group; anything else is a calculation.
    if startsMembers() { return .letGroup(name: name, try parseMembers(after: .mark("="))) }
    return .letDefinition(name: name, try parseQuestion())
  }

  /// Takes a new name and the mark behind it.
  mutating func takeNewName(after word: Word) throws(Diagnostic) -> TextUse {
    var last = index
    while tokens[last].kind != .equal, tokens[last].kind != .end { last += 1 }
    guard tokens[last].kind == .equal else {
      throw Diagnostic(
        .somethingMissing, hereOrPrevious,
        ["what": "a name, = and what it stands for", "word": WordTable.spelling(word)])
    }
    guard last > index else { throw expected("a name", after: WordTable.spelling(word)) }
    let range = token.range.union(tokens[last - 1].range)
    try checkNewName(last, range)
    // "the North" is called that, although "the" is no token.
    let name = addText(SourceRange(start: previousRange.end, end: tokens[last].start), newName(range))
    index = last + 1
    guard token.kind != .end else { throw expected("what it stands for", after: "=") }
    return name
  }

  /// Whether the names of places or years come next.
  mutating func startsMembers() -> Bool {
    matchName(.places) != nil || token.kind == .year || shortYear() != nil
      || matchName(.dimension).map { tokens[$0.next].language == .except } ?? false
  }

  private mutating func newName(_ range: SourceRange) -> String {
    let written = text(range)
    guard written.count > 2, written.hasPrefix("\""), written.hasSuffix("\"") else { return written }
    return String(written.dropFirst().dropLast())
  }

  /// A new name must not read already as names, words or literals one after another.
  private mutating func checkNewName(_ end: Int, _ range: SourceRange) throws(Diagnostic) {
    var position = index
    var isKnown = true
    while position < end, isKnown {
      if let match = matchName(.any, at: position), match.next <= end {
        // A definition may be given anew.
        if position == index, match.next == end, vocabulary[match.name].dataset < 0 { return }
        position = match.next
      } else if tokens[position].kind == .quoted {
        isKnown = false
      } else if tokens[position].kind != .word || tokens[position].language != nil {
        position += 1
      } else {
        isKnown = false
      }
    }
    if isKnown { throw Diagnostic(.nameTaken, range, ["name": text(range)]) }
    // Quotes may hold nothing that a name could be found by.
    if Vocabulary.foldedWords(lexer.bytes[range.indices]).isEmpty {
      throw Diagnostic(.notAName, range, ["name": text(range)])
    }
    for position in index..<end
    where tokens[position].kind != .word && (tokens[position].kind != .quoted || end - index > 1)
      && tokens[position].kind != .literal
      && tokens[position].kind != .year
    {
      throw Diagnostic(.notAName, tokens[position].range, ["name": text(range)])
    }
  }

  /// Reads a follow-up.
  ///
  /// Grammar: then ::= 'then' ( 'all' view? clauses? | view clauses? | clauses | 'explain' 'fully'? | 'source' |
  ///   'sql' )
  private mutating func parseThen() throws(Diagnostic) -> Statement {
    let start = token.range
    advance()
    if let working = parseLastWorkingIfPresent() { return .working(working, nil) }
    let dropsCut = isWord(.all) && matchName(.any) == nil
    if dropsCut { advance() }
    let view = parseViewIfPresent()
    let clauses = try parseClauses()
    if clauses.isEmpty, view == nil, !dropsCut {
      throw token.kind == .end
        ? expected("a clause such as top 3 or in 2009-10", after: "then") : leftover()
    }
    return .then(
      add(
        Question(
          view: view, modifier: .none, columns: .empty, against: nil, clauses: clauses,
          range: start.union(previousRange))),
      dropsCut: dropsCut)
  }

  /// Reads what is to be shown.
  ///
  /// Grammar: view ::= 'show' | 'chart' | 'what' 'is'
  private mutating func parseViewIfPresent() -> View? {
    if token.language == nil, nextToken.language == .is, text(token.range).lowercased() == "what",
      matchName(.any) == nil
    {
      index += 2
      return .show
    }
    if isWord(.chart), matchName(.figures) == nil {
      advance()
      return .chart
    }
    return skipIfPresent(.show) ? .show : nil
  }

  /// Reads a question: its calculations and its clauses.
  ///
  /// Grammar: question ::= view? ( ( 'rank' | 'project' )? columns | compare ) clauses?
  /// Grammar: columns ::= calculation ( ( ',' | 'and' ) calculation )*
  mutating func parseQuestion() throws(Diagnostic) -> QuestionID {
    let start = token.range
    let view = parseViewIfPresent()
    var modifier = Modifier.none
    switch token.language {
    case .rank where matchName(.figures) == nil: modifier = .rank
    case .project where matchName(.figures) == nil: modifier = .project
    case .compare where matchName(.figures) == nil: modifier = .compare
    default: break
    }
    if modifier != .none { advance() }
    let mark = columnStack.count
    columnStack.append(try parseCalculation())
    var against: Against?
    if modifier == .compare {
      against = try parseAgainst()
    } else {
      while token.kind == .comma && !startsClause(at: index + 1) || isWord(.and) {
        advance()
        columnStack.append(try parseCalculation())
        if columnStack.count - mark > limits.columns {
          throw Diagnostic(.tooManyNodes, previousRange, ["limit": "\(limits.columns)"])
        }
      }
    }
    let first = tree.columns.count
    for index in mark..<columnStack.count { tree.columns.append(columnStack[index]) }
    columnStack.removeLast(columnStack.count - mark)
    let columns = TreeList<ExpressionID>(first, tree.columns.count - first)
    let clauses = try parseClauses()
    return add(
      Question(
        view: view, modifier: modifier, columns: columns, against: against, clauses: clauses,
        range: start.union(previousRange)))
  }

  /// Reads the right side of `compare`.
  ///
  /// Grammar: compare ::= 'compare' calculation ( 'with' | 'and' ) ( place | calculation )
  private mutating func parseAgainst() throws(Diagnostic) -> Against {
    guard isWord(.with) || isWord(.and) else {
      throw expected(
        startsClause(at: index)
          ? "with and another calculation or place, before the clauses"
          : "with and another calculation or place",
        after: text(previousRange))
    }
    advance()
    if let member = try parseMemberIfPresent() { return .member(member) }
    return .calculation(try parseCalculation())
  }
}
