/// Clauses.
extension Parser {
  /// Whether a clause may start at a token.
  mutating func startsClause(at position: Int) -> Bool {
    let token = lexer.tokens[min(position, lexer.tokens.count - 1)]
    switch token.kind {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: return true
    case .word: break
    default: return false
    }
    // A name may begin with such a word, as Greater London does.
    if vocabulary.mayStartName(token.word), matchName(.any, at: position) != nil { return false }
    switch token.language {
    case .for, .in, .from, .where, .by, .above, .below, .more, .less, .at, .between, .is, .sort, .top,
      .bottom, .within,
      .until, .compound, .linear, .to, .nearest, .with, .as, .not:
      return true
    case .highest, .lowest:
      return lexer.tokens[min(position + 1, lexer.tokens.count - 1)].kind == .literal
    default: return false
    }
  }

  /// Reads all clauses, each kind once.
  ///
  /// Grammar: clauses ::= ( ','? clause )+
  mutating func parseClauses() throws(Diagnostic) -> TreeList<Clause> {
    let mark = clauseStack.count
    var seen: UInt32 = 0
    while true {
      if token.kind == .comma, startsClause(at: index + 1) { advance() }
      let start = token.range
      guard let body = try parseClauseIfPresent() else { break }
      let clause = Clause(body: body, range: start.union(previousRange))
      let bit: UInt32 = 1 << UInt32(clause.kind.rawValue)
      // Members of different dimensions may be named in several clauses; the checker looks at the dimensions.
      if seen & bit != 0, clause.kind != .members {
        throw Diagnostic(.clauseTwice, clause.range, ["clause": ClauseTable.title(clause.kind)])
      }
      seen |= bit
      clauseStack.append(clause)
    }
    guard clauseStack.count > mark else { return .empty }
    let first = tree.clauses.count
    for index in mark..<clauseStack.count { tree.clauses.append(clauseStack[index]) }
    clauseStack.removeLast(clauseStack.count - mark)
    return TreeList(first, tree.clauses.count - first)
  }

  /// Reads a clause, where a word or a mark that begins one stands.
  ///
  /// Grammar: clause ::= for | span | where | by | keep | sort | cut | within | rates | until | method |
  ///   nearest | total | display | drawing
  /// Grammar: for ::= ( 'for' | 'in' ) members
  /// Grammar: where ::= 'where' condition
  /// Grammar: within ::= 'within' Dimension
  /// Grammar: until ::= 'until' Year
  /// Grammar: method ::= 'compound' | 'linear'
  /// Grammar: total ::= 'with' 'total'
  private mutating func parseClauseIfPresent() throws(Diagnostic) -> ClauseBody? {
    if let comparison = try parseComparisonIfPresent() { return try parseKeep(comparison) }
    guard let word = token.language else { return nil }
    switch word {
    case .for, .in:
      // "for each region" is "by region".
      if nextToken.kind == .word, nextToken.language == nil, text(nextToken.range).lowercased() == "each",
        matchName(.dimension, at: index + 2) != nil
      {
        advance()
        return try parseBy()
      }
      advance()
      return .members(try parseMembers(after: .word(word)))
    case .from: return try parseSpan()
    case .where:
      advance()
      return .where(try parseCondition())
    case .by: return try parseBy()
    case .sort: return try parseSort()
    case .top, .bottom: return try parseCut(fromTop: word == .top)
    case .highest, .lowest:
      guard nextToken.kind == .literal else { return nil }
      return try parseCut(fromTop: word == .highest)
    case .within:
      advance()
      return .within(add(try parseDimension(after: "within")))
    case .at: return try parseRates()
    case .until:
      advance()
      return .until(add(try parseYear(after: "until")))
    case .compound, .linear:
      advance()
      return .method(isLinear: word == .linear)
    case .to, .nearest: return try parseTo()
    case .with:
      advance()
      guard skipIfPresent(.total) else { throw expected("total", after: "with") }
      return .withTotal
    case .as:
      if let form = parseDrawingIfPresent() { return .chartForm(form) }
      return try parseDisplay()
    default: return nil
    }
  }

  /// Reads a span of years.
  ///
  /// Grammar: span ::= 'from' place ( 'to' place )?
  private mutating func parseSpan() throws(Diagnostic) -> ClauseBody {
    advance()
    let start = tree.names.count
    tree.names.append(try parseSpanEnd(after: "from"))
    if isWord(.to), nextToken.language != .nearest, !isPlainNumber(at: index + 1) {
      advance()
      tree.names.append(try parseSpanEnd(after: "to"))
    }
    return .span(TreeList(start, tree.names.count - start))
  }

  /// A number that is no year, such as that of "to 2 decimals".
  private mutating func isPlainNumber(at position: Int) -> Bool {
    tokens[min(position, tokens.count - 1)].kind == .literal && bareYear(at: position) == nil
      && !isShortYear(at: position)
  }

  mutating func isShortYear(at position: Int) -> Bool {
    let saved = index
    index = position
    defer { index = saved }
    return shortYear() != nil
  }

  private mutating func parseSpanEnd(after word: String) throws(Diagnostic) -> NameUse {
    if let member = try parseMemberIfPresent() ?? parseDayIfPresent(isAfter: word == "from") { return member }
    if let bare = bareYear() { throw bare }
    throw unknown(expecting: .places, what: "a year", after: word)
  }

  /// Reads the rows that are asked for.
  ///
  /// Grammar: by ::= ( 'by' row | ( 'for' | 'in' ) 'each' Dimension ) ( ( ',' | 'and' ) row )*
  /// Grammar: row ::= Dimension | place
  private mutating func parseBy() throws(Diagnostic) -> ClauseBody {
    advance()
    let start = tree.names.count
    while true {
      if let match = matchName([.dimension, .member, .group]) {
        tree.names.append(makeUse(match))
      } else if let member = try parseMemberIfPresent() {
        tree.names.append(member)
      } else if let bare = bareYear() {
        throw bare
      } else {
        throw unknown(
          expecting: [.dimension, .member, .group],
          what: "a dimension such as \(vocabulary.dimensionLabels.first?.name ?? "year")",
          after: tree.names.count == start ? "by" : "the comma")
      }
      guard token.kind == .comma && !startsClause(at: index + 1) || isWord(.and) else { break }
      advance()
    }
    return .by(TreeList(start, tree.names.count - start))
  }

  /// Reads how two figures compare.
  ///
  /// Grammar: comparison ::= 'is' 'not'? | 'is'? ( Equals | Unequal | order )
  /// Grammar: order ::= '<' | AtMost | '>' | AtLeast | 'above' | 'below' | ( 'more' | 'less' ) 'than' | 'at' (
  ///   'least' | 'most' )
  /// Grammar: between ::= 'is'? 'between'
  mutating func parseComparisonIfPresent() throws(Diagnostic) -> Comparison? {
    switch token.kind {
    case .equal: return take(.equal)
    case .notEqual: return take(.notEqual)
    case .less: return take(.less)
    case .lessOrEqual: return take(.lessOrEqual)
    case .greater: return take(.greater)
    case .greaterOrEqual: return take(.greaterOrEqual)
    case .word: break
    default: return nil
    }
    switch token.language {
    case .is:
      advance()
      if skipIfPresent(.not) { return .notEqual }
      // "is above £5m" reads like "above £5m".
      return isWord(.is) ? .equal : try parseComparisonIfPresent() ?? .equal
    case .above: return take(.greater)
    case .below: return take(.less)
    case .more, .less:
      let comparison: Comparison = isWord(.more) ? .greater : .less
      let word = token.range
      advance()
      guard skipIfPresent(.than) else { throw expected("than", after: text(word)) }
      return comparison
    case .at:
      switch nextToken.language {
      case .least: index += 1; return take(.greaterOrEqual)
      case .most: index += 1; return take(.lessOrEqual)
      default: return nil
      }
    case .between: return take(.between)
    default: return nil
    }
  }

  private mutating func take(_ comparison: Comparison) -> Comparison {
    advance()
    return comparison
  }

  /// Reads what the answers are compared with.
  ///
  /// Grammar: keep ::= comparison calculation | between calculation 'and' calculation
  private mutating func parseKeep(_ comparison: Comparison) throws(Diagnostic) -> ClauseBody {
    if token.kind == .end { throw expected("a figure to compare with", after: "the comparison") }
    let first = try parseCalculation()
    guard comparison == .between else { return .keep(comparison, first, nil) }
    guard skipIfPresent(.and) else { throw expected("and, and a second figure", after: "between") }
    return .keep(comparison, first, try parseCalculation())
  }

  /// Reads the order of rows.
  ///
  /// Grammar: sort ::= 'sort' 'by'? ( 'highest' | 'lowest' | 'name' )
  private mutating func parseSort() throws(Diagnostic) -> ClauseBody {
    advance()
    _ = skipIfPresent(.by)
    let order: SortOrder
    switch token.language {
    case .highest: order = .highest
    case .lowest: order = .lowest
    case .name: order = .name
    default: throw expected("highest, lowest or name", after: "sort")
    }
    advance()
    return .sort(order)
  }

  /// Reads how many rows are shown.
  ///
  /// Grammar: cut ::= ( 'top' | 'bottom' | 'highest' | 'lowest' ) Whole
  private mutating func parseCut(fromTop: Bool) throws(Diagnostic) -> ClauseBody {
    let word = token.range
    advance()
    guard token.kind == .literal else { throw expected("a whole number", after: text(word)) }
    let literal = tree.literals[Int(token.literal)]
    guard literal.unit == .number, literal.scale == 0, literal.digits == nil, literal.mantissa > 0,
      literal.mantissa <= 1_000_000_000
    else {
      throw Diagnostic(.wholeNumberNeeded, token.range, ["word": text(word), "found": text(token.range)])
    }
    advance()
    return .cut(Int(literal.mantissa), fromTop: fromTop)
  }

  /// Reads the rates of a projection.
  ///
  /// Grammar: rates ::= 'at' rate ( 'until' Year )? ( ( ',' 'then'? | 'then' ) rate ( 'until' Year )? )*
  /// Grammar: rate ::= ( literal | portion | ( Measure | Fact | Definition ) slice* ) ( ToThePower power )?
  private mutating func parseRates() throws(Diagnostic) -> ClauseBody {
    advance()
    let start = tree.rates.count
    while true {
      guard token.kind == .literal || matchName([.fact, .definition, .measure]) != nil else {
        throw expected("a rate such as 3%", after: "at")
      }
      let rate = try parsePower()
      var until: NameUse?
      if isWord(.until) {
        advance()
        until = try parseYear(after: "until")
      }
      tree.rates.append(RateSegment(rate: rate, until: until))
      guard token.kind == .comma || isWord(.then), !startsClause(at: index + 1) else { break }
      if !skipIfPresent(.then) {
        advance()
        _ = skipIfPresent(.then)
      }
    }
    return .rates(TreeList(start, tree.rates.count - start))
  }

  /// Reads what to round to, or the decimals to show.
  ///
  /// Grammar: nearest ::= 'to'? 'nearest' ( Unit | power )
  private mutating func parseTo() throws(Diagnostic) -> ClauseBody {
    if isWord(.to), nextToken.kind == .literal { return .display(nil, decimals: try parseDecimals()) }
    _ = skipIfPresent(.to)
    guard skipIfPresent(.nearest) else {
      throw expected("the nearest and an amount, or a number of decimals", after: "to")
    }
    if token.kind == .unit, let unit = parseUnitIfPresent() {
      // "to the nearest £m" is to the nearest £1m.
      return .nearest(try one(unit))
    }
    return .nearest(try parsePower())
  }

  private mutating func one(_ unit: DisplayUnit) throws(Diagnostic) -> ExpressionID {
    let literal: Literal =
      switch unit {
      case .money(let power): Literal(mantissa: 1, scale: Int16(-power), unit: .money)
      case .percent: Literal(mantissa: 1, unit: .percent)
      case .points: Literal(mantissa: 1, unit: .points)
      case .number(let power): Literal(mantissa: 1, scale: Int16(-power))
      }
    tree.literals.append(literal)
    return try add(.literal(Int32(tree.literals.count - 1)), previousRange)
  }

  /// Reads what a chart is drawn as, and nothing where a unit is asked for.
  ///
  /// Grammar: drawing ::= 'as' ( 'share'? ( 'bars' | 'bar' ) | 'lines' | 'line' )
  private mutating func parseDrawingIfPresent() -> ChartForm? {
    let isShare = nextToken.language == .share
    let word = tokens[min(index + (isShare ? 2 : 1), tokens.count - 1)]
    guard word.kind == .word, let form = ChartForm.named(text(word.range)), !isShare || form == .bars else {
      return nil
    }
    index += isShare ? 3 : 2
    return isShare ? .shareBars : form
  }

  /// Reads the unit and the decimals to show.
  ///
  /// Grammar: display ::= 'as' unit decimals? | 'as'? decimals
  private mutating func parseDisplay() throws(Diagnostic) -> ClauseBody {
    advance()
    let unit = parseUnitIfPresent()
    guard unit != nil || isWord(.to) || token.kind == .literal else {
      guard token.kind == .end else {
        throw Diagnostic(
          .somethingElseNeeded, token.range,
          ["found": text(token.range), "what": "a unit such as £m or %, or bars or lines"])
      }
      throw expected("a unit such as £m or %, or bars or lines", after: "as")
    }
    if isWord(.to), nextToken.kind == .literal || unit == nil {
      return .display(unit, decimals: try parseDecimals())
    }
    return .display(unit, decimals: nil)
  }

  /// Reads how many decimals to show.
  ///
  /// Grammar: decimals ::= 'to' Whole 'decimals' ( 'place' | 'places' )?
  private mutating func parseDecimals() throws(Diagnostic) -> Int {
    advance()
    guard token.kind == .literal else { throw expected("a number of decimals", after: "to") }
    let literal = tree.literals[Int(token.literal)]
    guard literal.unit == .number, literal.scale == 0, literal.digits == nil,
      (0...30).contains(literal.mantissa)
    else {
      throw Diagnostic(.decimalsNeeded, token.range, ["found": text(token.range)])
    }
    advance()
    if skipIfPresent(.decimals) {
      // "decimal places": one more word that says the same.
      if token.kind == .word, text(token.range).lowercased().hasPrefix("place") { advance() }
    } else {
      throw expected("decimals", after: text(previousRange))
    }
    return Int(literal.mantissa)
  }

  /// Reads a unit to show figures in.
  ///
  /// Grammar: unit ::= Unit | 'points' | 'number' | 'pounds' | 'gbp' | ( 'percent' | 'percentage' ) 'points'?
  ///   | 'million' | 'millions' | 'thousand' | 'thousands'
  private mutating func parseUnitIfPresent() -> DisplayUnit? {
    if token.kind == .unit {
      let power = Int(token.literal)
      advance()
      return power == Int(Lexer.percentUnit) ? .percent : .money(power: power)
    }
    if skipIfPresent(.points) { return .points }
    if skipIfPresent(.number) { return .number(power: 0) }
    guard token.kind == .word else { return nil }
    switch text(token.range).lowercased() {
    case "pounds", "gbp":
      advance()
      return .money(power: 0)
    case "percent", "percentage":
      advance()
      if skipIfPresent(.points) { return .points }
      return .percent
    case "millions", "million":
      advance()
      return .number(power: 6)
    case "thousands", "thousand":
      advance()
      return .number(power: 3)
    default: return nil
    }
  }

}
