/// Calculations.
extension Parser {
  /// Reads terms that are added and taken away.
  ///
  /// Grammar: calculation ::= term ( ( '+' | Minus ) term )*
  mutating func parseCalculation() throws(Diagnostic) -> ExpressionID {
    let first = try parseTerm()
    guard token.kind == .plus || token.kind == .minus else { return first }
    let mark = operandStack.count
    operandStack.append(Operand(op: .add, expression: first))
    while token.kind == .plus || token.kind == .minus {
      let op: Operator = token.kind == .plus ? .add : .subtract
      advance()
      operandStack.append(Operand(op: op, expression: try parseTerm()))
      try checkStack()
    }
    return try add(.sum(popOperands(mark)), tree.range(first).union(previousRange))
  }

  /// Reads powers that are multiplied and divided.
  ///
  /// Grammar: term ::= power ( ( Times | Over ) power | ( 'increased' | 'decreased' ) 'by' power )*
  mutating func parseTerm() throws(Diagnostic) -> ExpressionID {
    var first = try parsePower()
    while true {
      if token.kind == .times || token.kind == .divide {
        let mark = operandStack.count
        operandStack.append(Operand(op: .multiply, expression: first))
        while token.kind == .times || token.kind == .divide {
          let op: Operator = token.kind == .times ? .multiply : .divide
          advance()
          operandStack.append(Operand(op: op, expression: try parsePower()))
          try checkStack()
        }
        first = try add(.product(popOperands(mark)), tree.range(first).union(previousRange))
      } else if isWord(.increased) || isWord(.decreased) {
        let isIncrease = isWord(.increased)
        advance()
        guard skipIfPresent(.by) else {
          throw expected("by and a percentage", after: isIncrease ? "increased" : "decreased")
        }
        let amount = try parsePower()
        first = try add(
          .adjusted(base: first, by: amount, isIncrease: isIncrease), tree.range(first).union(previousRange))
      } else {
        return first
      }
    }
  }

  /// Reads an item with its power or its sign.
  ///
  /// Grammar: power ::= Minus power | item ( ToThePower power )?
  mutating func parsePower() throws(Diagnostic) -> ExpressionID {
    let start = token.range
    if token.kind == .minus {
      advance()
      try enter()
      let operand = try parsePower()
      leave()
      return try add(.negated(operand), start.union(previousRange))
    }
    let base = try parseItem()
    guard token.kind == .power else { return base }
    advance()
    try enter()
    let exponent = try parsePower()
    leave()
    return try add(.power(base: base, exponent: exponent), start.union(previousRange))
  }

  /// Reads an amount, a part of something, or a figure.
  ///
  /// Grammar: item ::= literal | portion | figure
  /// Grammar: portion ::= ( Percent | Rate ) 'of' item
  /// Grammar: literal ::= Number | Money | Percent | Rate | Points
  mutating func parseItem() throws(Diagnostic) -> ExpressionID {
    let token = token
    guard token.kind == .literal else { return try parseFigure() }
    if token.word != 0, let match = matchName(.figures.union(.places)), match.next > index + 1 {
      return try parseFigure()
    }
    advance()
    let literal = try add(.literal(token.literal), token.range)
    let unit = tree.literals[Int(token.literal)].unit
    if isWord(.of), unit == .percent || unit == .rate {
      advance()
      try enter()
      let base = try parseItem()
      leave()
      return try add(.portion(percent: literal, of: base), token.range.union(previousRange))
    }
    return literal
  }

  /// Reads a figure with the words in front of it.
  ///
  /// Grammar: figure ::= ( shaper ( 'of' | 'in' )? )* reduction? head
  /// Grammar: shaper ::= 'share' | 'change' | 'growth' | 'cumulative'
  /// Grammar: reduction ::= reducer 'of'? | 'number' 'of'
  /// Grammar: reducer ::= 'sum' | 'total' | 'average' | 'median' | 'lowest' | 'highest' | 'count' | 'range'
  mutating func parseFigure() throws(Diagnostic) -> ExpressionID {
    let start = token.range
    var figure = Figure(shapers: ShaperList(), reducer: nil, head: .it, slices: .empty, wordsRange: start)
    while let word = token.language, let shaper = Parser.shapers[Int(word.rawValue)] {
      if matchesFigureName() { break }
      advance()
      guard figure.shapers.append(shaper) else {
        throw Diagnostic(.tooDeep, start.union(previousRange), ["limit": "4"])
      }
      // "growth in allocation" reads as "growth of allocation".
      if isWord(.in), !matchesFigureName() { advance() } else { _ = skipIfPresent(.of) }
    }
    // "number of regions" counts them.
    if isWord(.number), nextToken.language == .of {
      index += 2
      figure.reducer = .count
    } else if let word = token.language, let reducer = Parser.reducers[Int(word.rawValue)],
      !matchesFigureName()
    {
      advance()
      _ = skipIfPresent(.of)
      figure.reducer = reducer
      figure.wordsRange = start.union(previousRange)
      if let word = token.language,
        Parser.reducers[Int(word.rawValue)] != nil || Parser.shapers[Int(word.rawValue)] != nil,
        !matchesFigureName()
      {
        // A calculation of a calculation: what follows is read as if it stood in brackets, and the checker says
        // what to ask instead.
        figure.head = .bracket(try parseImpliedBracket())
        return try add(figure, start.union(previousRange))
      }
    }
    if index > 0 { figure.wordsRange = start.union(previousRange) }
    try parseHead(&figure)
    return try add(figure, start.union(previousRange))
  }

  static let reducers: [Reducer?] = WordTable.entries.map { WordTable.reducer($0.word) }
  static let shapers: [Shaper?] = WordTable.entries.map { WordTable.shaper($0.word) }

  private mutating func matchesFigureName() -> Bool {
    guard vocabulary.mayStartName(token.word) else { return false }
    return matchName(.figures) != nil
  }

  private mutating func parseImpliedBracket() throws(Diagnostic) -> QuestionID {
    try enter()
    let start = token.range
    let inner = try parseFigure()
    leave()
    tree.columns.append(inner)
    return add(
      Question(
        view: nil, modifier: .none, columns: TreeList(tree.columns.count - 1, 1), against: nil,
        clauses: .empty,
        range: start.union(previousRange)))
  }

  /// Reads what a figure is of.
  ///
  /// Grammar: head ::= ( subject | '(' question ')' ) slice* | 'it'
  /// Grammar: subject ::= Measure | Fact | Definition | Dimension
  private mutating func parseHead(_ figure: inout Figure) throws(Diagnostic) {
    if token.kind == .leftBracket {
      let open = token.range
      advance()
      try enter()
      let question = try parseQuestion()
      leave()
      guard skipIfPresent(.rightBracket) else { throw leftover(insideBracket: open) }
      figure.head = .bracket(question)
      figure.slices = try parseSlices(open.union(previousRange))
      return
    }
    if let match = matchName(.figures) {
      let use = makeUse(match)
      figure.head = .name(use)
      figure.slices = try parseSlices(use.range)
    } else if skipIfPresent(.it) {
      figure.head = .it
    } else {
      throw notAFigure(hasWords: figure.reducer != nil || !figure.shapers.isEmpty)
    }
  }

  /// Reads the members behind a figure.
  ///
  /// Grammar: slice ::= 'of'? place
  private mutating func parseSlices(_ head: SourceRange) throws(Diagnostic) -> TreeList<NameUse> {
    let start = tree.names.count
    while true {
      // "allocation of London in 2009-10" reads well; `in` starts a clause.
      if isWord(.of),
        matchName(.places, at: index + 1) != nil || nextToken.kind == .year || isShortYear(at: index + 1)
      {
        advance()
      }
      guard let slice = try parseMemberIfPresent() else { break }
      if let other = tree.names[start...].first(where: { $0.dimension == slice.dimension }) {
        throw Diagnostic(
          .slicesOfOneDimension, other.range.union(slice.range),
          ["first": text(other.range), "second": text(slice.range), "figure": text(head)],
          suggestions: ["\(text(head)) for \(text(other.range)) and \(text(slice.range))"])
      }
      tree.names.append(slice)
    }
    if tree.names.count == start, let year = bareYear() { throw year }
    return TreeList(start, tree.names.count - start)
  }

  private mutating func popOperands(_ mark: Int) -> TreeList<Operand> {
    let start = tree.operands.count
    for index in mark..<operandStack.count { tree.operands.append(operandStack[index]) }
    operandStack.removeLast(operandStack.count - mark)
    return TreeList(start, tree.operands.count - start)
  }

  @inline(__always)
  private mutating func checkStack() throws(Diagnostic) {
    if operandStack.count > limits.nodes { throw tooManyNodes(previousRange) }
  }
}
