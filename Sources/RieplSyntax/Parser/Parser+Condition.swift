/// Conditions of `where`.
extension Parser {
  /// Reads a condition.
  ///
  /// Grammar: condition ::= conjunction ( 'or' conjunction )*
  mutating func parseCondition() throws(Diagnostic) -> ConditionID {
    let first = try parseConjunction()
    guard isWord(.or) else { return first }
    let mark = conditionStack.count
    conditionStack.append(first)
    while skipIfPresent(.or) {
      conditionStack.append(try parseConjunction())
      if conditionStack.count > limits.nodes { throw tooManyNodes(previousRange) }
    }
    return try add(.any(popConditions(mark)), tree.range(first).union(previousRange))
  }

  /// Reads conditions that must all hold.
  ///
  /// Grammar: conjunction ::= negation ( 'and' negation )*
  private mutating func parseConjunction() throws(Diagnostic) -> ConditionID {
    let first = try parseNegation()
    guard isWord(.and) else { return first }
    let mark = conditionStack.count
    conditionStack.append(first)
    while skipIfPresent(.and) {
      conditionStack.append(try parseNegation())
      if conditionStack.count > limits.nodes { throw tooManyNodes(previousRange) }
    }
    return try add(.all(popConditions(mark)), tree.range(first).union(previousRange))
  }

  /// Reads a test, a condition in brackets, or its opposite.
  ///
  /// Grammar: negation ::= 'not' negation | '(' condition ')' | test
  private mutating func parseNegation() throws(Diagnostic) -> ConditionID {
    let start = token.range
    if isWord(.not), matchName(.figures) == nil {
      advance()
      try enter()
      let inner = try parseNegation()
      leave()
      return try add(.not(inner), start.union(previousRange))
    }
    if token.kind == .leftBracket, bracketHoldsCondition() {
      advance()
      try enter()
      let inner = try parseCondition()
      leave()
      guard skipIfPresent(.rightBracket) else { throw leftover(insideBracket: start) }
      return inner
    }
    return try parseTest()
  }

  /// Whether the brackets that open here hold a comparison, and not a calculation to be compared.
  private mutating func bracketHoldsCondition() -> Bool {
    // Brackets right inside one another are looked through.
    var front = 0
    while lexer.tokens[index + front].kind == .leftBracket { front += 1 }
    if startsQuestion(index + front) { return false }
    var level = 0
    var hasIn = false
    // Where a dimension ends with which a test begins.
    var dimensionEnd = -1
    var next = index
    while next < lexer.tokens.count {
      let position = next
      next += 1
      let token = lexer.tokens[position]
      // The words of a name mean nothing by themselves.
      if let match = matchName(.any, at: position) {
        next = match.next
        if vocabulary[match.name].kind == .dimension, beginsTest(position) { dimensionEnd = next }
        continue
      }
      switch token.kind {
      case .leftBracket: level += 1
      case .rightBracket:
        level -= 1
        // "in" may begin a clause as well: then a comparison or an operator stands behind the brackets.
        if level == 0 { return hasIn && !continuesCalculation(position + 1) }
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
        if level <= front { return true }
      case .word:
        guard level <= front else { continue }
        switch token.language {
        case .is, .above, .below, .more, .less, .between, .not, .or, .except, .least, .most, .contains,
          .starts:
          return true
        case .for, .from, .where, .sort, .top, .bottom, .within, .as, .until, .nearest, .with: return false
        case .by where !Parser.isAdjustment(lexer.tokens[position - 1].language): return false
        case .in:
          if position == dimensionEnd { return true }
          hasIn = true
        default: break
        }
      case .end: return false
      default: break
      }
    }
    return false
  }

  /// Whether a test may begin at a token: behind a bracket, or what joins and turns tests.
  private func beginsTest(_ position: Int) -> Bool {
    guard position > 0 else { return false }
    switch lexer.tokens[position - 1].language {
    case .and, .or, .not, .where: return true
    default: return lexer.tokens[position - 1].kind == .leftBracket
    }
  }

  /// Whether a word stands at a token that only a question begins with.
  private func startsQuestion(_ position: Int) -> Bool {
    switch lexer.tokens[position].language {
    case .show, .rank, .project, .compare: true
    case nil:
      lexer.tokens[min(position + 1, lexer.tokens.count - 1)].language == .is
        && text(lexer.tokens[position].range).lowercased() == "what"
    default: false
    }
  }

  private static func isAdjustment(_ word: Word?) -> Bool { word == .increased || word == .decreased }

  /// Whether what stands at a token goes on with a calculation, or compares it.
  private func continuesCalculation(_ position: Int) -> Bool {
    let token = lexer.tokens[position]
    switch token.kind {
    case .plus, .minus, .times, .divide, .power, .year: return true
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: return true
    default: break
    }
    switch token.language {
    case .is, .above, .below, .more, .less, .between, .at, .increased, .decreased, .of: return true
    default: return false
    }
  }

  /// Reads a test of a member or of a figure.
  ///
  /// Grammar: test ::= Dimension ( membership | matching ) | calculation ( comparison calculation | between
  ///   calculation 'and' calculation )
  private mutating func parseTest() throws(Diagnostic) -> ConditionID {
    let start = token.range
    if let match = matchName(.dimension), startsMatching(match.next) {
      return try parseMatching(makeUse(match), start)
    }
    if let match = matchName(.dimension), startsTest(match.next) {
      let dimension = makeUse(match)
      return try parseDimensionTest(dimension, start)
    }
    // "where London" and "where 2009-10" are understood, and asked back in full.
    if matchName(.figures) == nil, token.kind == .year || matchName(.places) != nil {
      let position = index
      if let member = try parseMemberIfPresent() {
        let dimension = member.dimension.map { vocabulary.dimensionLabels[$0].name } ?? "year"
        index = position
        throw Diagnostic(
          .memberAsCondition, member.range, ["name": text(member.range), "dimension": dimension],
          suggestions: ["\(dimension) = \(text(member.range))"])
      }
    }
    let left = try parseCalculation()
    guard let comparison = try parseComparisonIfPresent() else {
      if isWord(.in), nextToken.kind == .year || nextToken.kind == .word {
        throw Diagnostic(
          .inAfterFigure, token.range, ["figure": text(tree.range(left)), "member": text(nextToken.range)])
      }
      throw token.kind == .end || token.kind == .rightBracket
        ? expected("a comparison such as > £5m", after: text(tree.range(left))) : leftover()
    }
    let right = try parseCalculation()
    var upper: ExpressionID?
    if comparison == .between {
      guard skipIfPresent(.and) else { throw expected("and, and a second figure", after: "between") }
      upper = try parseCalculation()
    }
    return try add(.comparison(left, comparison, right, upper), start.union(previousRange))
  }

  /// Whether `contains` or `starts with`, maybe behind `not`, stands at a token.
  private mutating func startsMatching(_ position: Int) -> Bool {
    let isNot = lexer.tokens[position].language == .not
    switch lexer.tokens[min(position + (isNot ? 1 : 0), lexer.tokens.count - 1)].language {
    case .contains, .starts: return true
    default: return false
    }
  }

  /// Reads what letters the names of members have.
  ///
  /// Grammar: matching ::= 'not'? ( 'contains' | 'starts' 'with' ) Quoted
  private mutating func parseMatching(_ dimension: NameUse, _ start: SourceRange) throws(Diagnostic)
    -> ConditionID
  {
    let isNot = skipIfPresent(.not)
    let isStart = skipIfPresent(.starts)
    if isStart {
      guard skipIfPresent(.with) else { throw expected("with", after: "starts") }
    } else {
      advance()
    }
    guard token.kind == .quoted else {
      throw expected("letters in quotes", after: isStart ? "starts with" : "contains")
    }
    let range = token.range
    advance()
    let letters = addText(range, unquoted(text(range)))
    let test = try add(
      .matching(dimension: add(dimension), letters, isStart: isStart), start.union(previousRange))
    return isNot ? try add(.not(test), start.union(previousRange)) : test
  }

  private mutating func startsTest(_ position: Int) -> Bool {
    let token = lexer.tokens[position]
    switch token.kind {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: return true
    case .word:
      switch token.language {
      case .is, .in, .not, .above, .below, .more, .less, .at, .between, .from, .except: return true
      default: return false
      }
    default: return false
    }
  }

  /// Reads what is said of the member of a dimension.
  ///
  /// Grammar: membership ::= ( 'not'? 'is' | 'is' 'not' ) members | 'except' members | ( 'not'? 'is'? | 'is'
  ///   'not' ) ( ( 'in' | Equals | Unequal ) members | ordering )
  /// Grammar: ordering ::= order place | 'between' place ( 'and' | 'to' ) place
  private mutating func parseDimensionTest(_ dimension: NameUse, _ start: SourceRange) throws(Diagnostic)
    -> ConditionID
  {
    var isNot = false
    var isList = false
    if skipIfPresent(.not) { isNot = true }
    // Nobody means anything by "is is", "not is not" or "is except".
    if isWord(.is) {
      advance()
      if !isNot, skipIfPresent(.not) { isNot = true }
      // A place whose name begins with a word such as "greater" is a place.
      if skipIfPresent(.in) || matchName(.places) != nil || !startsTest(index) { isList = true }
      if !isList, isWord(.is) || isWord(.except) { throw leftover() }
    } else if skipIfPresent(.in) {
      isList = true
    }
    if !isList {
      if !isNot, isWord(.except) {
        // "region except London" is all of them without London.
        advance()
        let members = try parseMembers(after: .mark("except"), dimension: dimension.dimension)
        return try add(
          .membership(dimension: add(dimension), members, isNot: true), start.union(previousRange))
      }
      guard let comparison = try parseComparisonIfPresent() else { throw leftover() }
      switch comparison {
      case .equal: break
      case .notEqual: isNot.toggle()
      default:
        let list = tree.names.count
        let isAfter = comparison == .greaterOrEqual || comparison == .less || comparison == .between
        tree.names.append(try parseTestMember(dimension, isAfter: isAfter))
        if comparison == .between {
          guard skipIfPresent(.and) || skipIfPresent(.to) else {
            throw expected("and, and another \(dimensionName(dimension.dimension))", after: "between")
          }
          tree.names.append(try parseTestMember(dimension, isAfter: false))
        }
        let members = TreeList<NameUse>(list, tree.names.count - list)
        let test = try add(
          .ordering(dimension: add(dimension), comparison, members), start.union(previousRange))
        return isNot ? try add(.not(test), start.union(previousRange)) : test
      }
    }
    let members = try parseMembers(after: .dimension(dimension.dimension), dimension: dimension.dimension)
    return try add(.membership(dimension: add(dimension), members, isNot: isNot), start.union(previousRange))
  }

  private mutating func parseTestMember(_ dimension: NameUse, isAfter: Bool) throws(Diagnostic) -> NameUse {
    if let member = try parseMemberIfPresent() ?? parseDayIfPresent(isAfter: isAfter) { return member }
    if let bare = bareYear() { throw bare }
    throw unknown(
      expecting: .places, what: "a \(dimensionName(dimension.dimension))", after: "the comparison",
      dimension: dimension.dimension)
  }

  private mutating func popConditions(_ mark: Int) -> TreeList<ConditionID> {
    let start = tree.conditionLists.count
    for index in mark..<conditionStack.count { tree.conditionLists.append(conditionStack[index]) }
    conditionStack.removeLast(conditionStack.count - mark)
    return TreeList(start, tree.conditionLists.count - start)
  }
}
