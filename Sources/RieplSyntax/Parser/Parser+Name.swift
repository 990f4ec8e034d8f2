/// Names: the longest that the vocabulary has at a place.
extension Parser {
  /// A name that was found, and the token behind it.
  struct Match {
    let name: NameID
    let start: Int
    let next: Int
  }

  /// The longest name of the given kinds that starts at a token, the present one if none is given.
  @inline(__always)
  mutating func matchName(_ kinds: NameKinds, at start: Int? = nil) -> Match? {
    let first = start ?? index
    let token = lexer.tokens[first]
    if token.kind == .quoted { return matchQuoted(kinds, first) }
    guard vocabulary.mayStartName(token.word) || (token.kind == .year && vocabulary.yearDimension == nil)
    else { return nil }
    guard vocabulary.hasAlikeNames else { return matchBehindDataset(matchWords(kinds, first), kinds, first) }
    guard let match = matchBehindDataset(matchWords(kinds, first), kinds, first) else { return nil }
    let range = span(match.start..<match.next)
    guard let name = vocabulary.closestName(lexer.bytes[range.indices], kinds) else { return match }
    return Match(name: name, start: match.start, next: match.next)
  }

  /// A figure with the name of its dataset in front, such as `riep 2008 allocation`.
  private mutating func matchBehindDataset(_ match: Match?, _ kinds: NameKinds, _ first: Int) -> Match? {
    guard kinds.contains(.measure), match.map({ vocabulary[$0.name].kind == .dataset }) ?? true,
      let front = match ?? matchWords(.dataset, first),
      case .dataset(let dataset) = vocabulary.targets[Int(front.name.index)],
      let figure = matchWords([.measure, .fact], front.next), vocabulary[figure.name].dataset == dataset
    else { return match }
    return Match(name: figure.name, start: first, next: figure.next)
  }

  private mutating func matchWords(_ kinds: NameKinds, _ first: Int) -> Match? {
    var node: UInt32 = 0
    var position = first
    var best: Match?
    while true {
      let token = lexer.tokens[position]
      if token.kind == .year {
        // A name such as "budget 2009-10": a year is two words of it.
        for word in Vocabulary.foldedWords(lexer.bytes[token.range.indices]) {
          let number = vocabulary.pool.find(
            word, 0, word.count, hash: word.reduce(WordPool.hashSeed, WordPool.hash))
          guard let next = vocabulary.child(node, number) else { return best }
          node = next
        }
      } else {
        guard let next = vocabulary.child(node, token.word) else { return best }
        node = next
      }
      position += 1
      if let name = vocabulary.firstName(at: node, kinds) {
        best = Match(name: name, start: first, next: position)
      }
      if !vocabulary.isInner[Int(node)] || lexer.tokens[position].kind == .end { return best }
    }
  }

  private mutating func matchQuoted(_ kinds: NameKinds, _ position: Int) -> Match? {
    let bytes = quotedBytes(lexer.tokens[position])
    let known = vocabulary.closestName(bytes, kinds)
    guard let name = known ?? matchQuotedOnly(kinds, bytes) else { return nil }
    return Match(name: name, start: position, next: position + 1)
  }

  /// A name of those that are too many to be known before parsing.
  private mutating func matchQuotedOnly(_ kinds: NameKinds, _ bytes: ArraySlice<UInt8>) -> NameID? {
    guard kinds.contains(.member), let find = vocabulary.quotedNames else { return nil }
    // A quote inside is written twice.
    var single: [UInt8] = []
    for byte in bytes where byte != UInt8(ascii: "\"") || single.last != byte { single.append(byte) }
    guard let found = (find(bytes, false, 1).first ?? find(single[...], false, 1).first) else { return nil }
    if let known = vocabulary.names.lastIndex(of: found), vocabulary.names.count - known < 64 {
      return NameID(known)
    }
    return vocabulary.addApart(found)
  }

  /// What stands between the quotes.
  mutating func quotedBytes(_ token: Token) -> ArraySlice<UInt8> {
    let range = token.range.indices
    if token.literal == Lexer.dayFirst {
      // 31/03/2009 is 2009-03-31.
      let parts = lexer.bytes[range].split(separator: UInt8(ascii: "/"))
      return ArraySlice(Array(parts.reversed().joined(separator: [UInt8(ascii: "-")])))
    }
    let width = Int(token.literal)
    return lexer.bytes[
      min(
        range.lowerBound + width, range.upperBound)..<max(range.upperBound - width, range.lowerBound + width)]
  }

  /// What stands in front of names, for messages; its text is made only when one is needed.
  enum Lead {
    case word(Word)
    case mark(StaticString)
    case dimension(Int?)
  }

  private mutating func leadText(_ lead: Lead) -> String {
    switch lead {
    case .word(let word): WordTable.spelling(word)
    case .mark(let text): "\(text)"
    case .dimension(let number): dimensionName(number)
    }
  }

  /// The name of a dimension, for messages.
  mutating func dimensionName(_ number: Int?) -> String { vocabulary.dimensionLabels[number ?? 0].name }

  /// Uses a name that was found.
  mutating func makeUse(_ match: Match) -> NameUse {
    index = match.next
    let range = lexer.tokens[match.start].range.union(lexer.tokens[match.next - 1].range)
    return NameUse(
      target: vocabulary.targets[Int(match.name.index)], name: match.name, year: nil, range: range)
  }

  /// Reads a member, a group or a year.
  ///
  /// Grammar: place ::= Member | Group | Year
  mutating func parseMemberIfPresent() throws(Diagnostic) -> NameUse? {
    let token = token
    switch token.kind {
    case .word, .quoted:
      guard let match = matchName(.places) else { return nil }
      return makeUse(match)
    case .year:
      if let match = matchName(.places) { return makeUse(match) }
      advance()
      return try yearMember(Int(token.literal), token.range)
    case .literal:
      if let match = matchName(.places) { return makeUse(match) }
      guard let (year, range) = shortYear() else { return nil }
      index += 3
      return try yearMember(year, range)
    default: return nil
    }
  }

  /// The member that a financial year is.
  mutating func yearMember(_ year: Int, _ range: SourceRange) throws(Diagnostic) -> NameUse {
    guard let dimension = vocabulary.yearDimension, let code = vocabulary.yearCode(year) else {
      throw unknownYear(year, range)
    }
    return NameUse(
      target: .member(dimension: dimension, code: code), name: nil, year: Int32(year), range: range)
  }

  /// `08/09`, where a member may stand: the year in which it starts, in the data's own century.
  mutating func shortYear() -> (year: Int, range: SourceRange)? {
    guard index + 2 < tokens.count, tokens[index + 1].kind == .divide || tokens[index + 1].kind == .minus,
      tokens[index + 1].touches, tokens[index + 2].touches, let first = twoDigits(tokens[index]),
      let second = twoDigits(tokens[index + 2]), second == (first + 1) % 100
    else { return nil }
    let range = tokens[index].range.union(tokens[index + 2].range)
    let known = vocabulary.years.first { $0 % 100 == first }
    return (known ?? (first < 70 ? 2000 : 1900) + first, range)
  }

  private mutating func twoDigits(_ token: Token) -> Int? {
    guard token.kind == .literal, token.end - token.start == 2 else { return nil }
    let start = Int(token.start)
    guard lexer.isDigit(lexer.bytes[start]), lexer.isDigit(lexer.bytes[start + 1]) else { return nil }
    return Int(lexer.bytes[start] - 0x30) * 10 + Int(lexer.bytes[start + 1] - 0x30)
  }

  /// Any financial year, in the data or not: what `until` takes.
  mutating func parseYear(after word: String) throws(Diagnostic) -> NameUse {
    let token = token
    var year: Int
    var range = token.range
    if token.kind == .year {
      year = Int(token.literal)
      advance()
    } else if let short = shortYear() {
      (year, range) = short
      index += 3
    } else if let bare = bareYear() {
      throw bare
    } else {
      throw expected("a financial year such as 2013-14", after: word)
    }
    let target: NameTarget =
      if let dimension = vocabulary.yearDimension, let code = vocabulary.yearCode(year) {
        .member(dimension: dimension, code: code)
      } else {
        .topic(-1)
      }
    return NameUse(target: target, name: nil, year: Int32(year), range: range)
  }

  /// Reads the name of a dimension.
  mutating func parseDimension(after word: String) throws(Diagnostic) -> NameUse {
    guard let match = matchName(.dimension) else {
      throw unknown(
        expecting: .dimension,
        what: "a dimension such as \(vocabulary.dimensionLabels.first?.name ?? "year")", after: word)
    }
    return makeUse(match)
  }

  /// Reads a list of members.
  ///
  /// Grammar: members ::= ( listed | Dimension 'except' listed ) ( separator listed | 'except' listed )*
  mutating func parseMembers(after lead: Lead, dimension: Int? = nil) throws(Diagnostic) -> TreeList<
    MemberItem
  > {
    let start = tree.members.count
    var isExcluded = false
    let isSpan = nextToken.language == .to
    guard let first = try parseMemberIfPresent() ?? (isSpan ? parseDayIfPresent(isAfter: true) : nil) else {
      if let match = matchName(.dimension) {
        var use = makeUse(match)
        if case .dimension(let number) = use.target {
          use = NameUse(target: .whole(dimension: number), name: use.name, year: nil, range: use.range)
        }
        // "for all regions" and "for regions except London" mean all of them.
        guard isWord(.except) else {
          throw Diagnostic(.dimensionAsMember, use.range, ["name": text(use.range), "word": leadText(lead)])
        }
        tree.members.append(MemberItem(name: use, isExcluded: false))
        return try parseMoreMembers(start, &isExcluded, dimension)
      }
      if let bare = bareYear() { throw bare }
      throw unknown(expecting: .places, what: "the name of a place or a year", after: leadText(lead))
    }
    tree.members.append(MemberItem(name: first, isExcluded: false))
    return try parseMoreMembers(start, &isExcluded, dimension)
  }

  /// Reads what follows the first of a list of members.
  ///
  /// Grammar: listed ::= Member | Group | Year ( 'to' Year )?
  /// Grammar: separator ::= ',' 'and'? | 'and' | 'or'
  private mutating func parseMoreMembers(
    _ start: Int, _ isExcluded: inout Bool, _ dimension: Int?
  ) throws(Diagnostic) -> TreeList<MemberItem> {
    while true {
      if isWord(.except) {
        advance()
        isExcluded = true
        guard let name = try parseMemberIfPresent() else {
          throw unknown(expecting: .places, what: "the name of a place or a year", after: "except")
        }
        tree.members.append(MemberItem(name: name, isExcluded: true))
        continue
      }
      // "in 2008-09 to 2010-11" names the years between as well.
      if isWord(.to), let first = tree.members.last?.name, let from = first.year,
        nextToken.kind == .year || isShortYear(at: index + 1)
      {
        advance()
        guard let last = try parseMemberIfPresent(), let to = last.year, to >= from else {
          throw Diagnostic(
            .emptySelection, first.range.union(previousRange),
            ["why": "the second year comes before the first"])
        }
        for year in from..<to where year > from {
          tree.members.append(
            MemberItem(name: try yearMember(Int(year), first.range), isExcluded: isExcluded))
        }
        if to > from { tree.members.append(MemberItem(name: last, isExcluded: isExcluded)) }
        continue
      }
      if isWord(.to), let between = try parseSpanEnd() {
        for name in between { tree.members.append(MemberItem(name: name, isExcluded: isExcluded)) }
        continue
      }
      guard token.kind == .comma || isWord(.and) || isWord(.or) else { break }
      let separator = index
      let isComma = token.kind == .comma
      advance()
      if isComma { _ = skipIfPresent(.and) }
      if let name = try parseMemberIfPresent() {
        if let dimension, name.dimension != dimension {
          index = separator
          break
        }
        tree.members.append(MemberItem(name: name, isExcluded: isExcluded))
        continue
      }
      if let bare = bareYear() { throw bare }
      // In a condition "and" may lead to the next condition; behind a comma the next clause may stand.
      guard isComma ? startsClause(at: index) : dimension != nil else {
        throw unknown(
          expecting: .places, what: "the name of a place or a year", after: isComma ? "the comma" : "and")
      }
      index = separator
      break
    }
    return TreeList(start, tree.members.count - start)
  }

  /// A day at the end of a span, for which the data may have the one before or behind it.
  mutating func parseDayIfPresent(isAfter: Bool) -> NameUse? {
    matchDay(at: index, isAfter: isAfter).map { makeUse($0) }
  }

  private mutating func matchDay(at position: Int, isAfter: Bool) -> Match? {
    let token = lexer.tokens[position]
    guard token.kind == .quoted, token.literal <= 0, let find = vocabulary.nearestDay,
      let name = find(String(decoding: quotedBytes(token), as: UTF8.self), isAfter)
    else { return nil }
    return Match(name: vocabulary.addApart(name), start: position, next: position + 1)
  }

  /// Reads what stands behind `April 2009` in "in April 2009 to June 2009": the months between, and the last.
  private mutating func parseSpanEnd() throws(Diagnostic) -> [NameUse]? {
    guard let first = tree.members.last?.name, case .member(let dimension, let from) = first.target,
      let match = matchName(.places, at: index + 1) ?? matchDay(at: index + 1, isAfter: false),
      case .member(let other, let to) = vocabulary.targets[Int(match.name.index)]
    else { return nil }
    guard other == dimension else {
      let range = first.range.union(span(match.start..<match.next))
      let names = ["first": text(first.range), "second": text(span(match.start..<match.next))]
      throw Diagnostic(.mixedDimensions, range, names)
    }
    guard vocabulary.orderedDimensions.contains(dimension) else {
      throw Diagnostic(.needsOrder, first.range, ["name": dimensionName(dimension)])
    }
    var names: [NameUse] = []
    for code in from..<max(from, to) where code > from {
      let target = NameTarget.member(dimension: dimension, code: code)
      // Of very many days `from` knows the order.
      guard let name = vocabulary.name(of: target) else { return nil }
      names.append(NameUse(target: target, name: name, year: nil, range: first.range))
    }
    let last = makeUse(match)
    guard to >= from else {
      throw Diagnostic(
        .emptySelection, first.range.union(previousRange),
        ["why": "the second \(dimensionName(dimension)) comes before the first"])
    }
    return to > from ? names + [last] : []
  }
}
