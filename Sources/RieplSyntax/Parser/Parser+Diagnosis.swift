/// What is wrong at a place, and what may stand there instead. Nothing here runs for a statement that is right.
extension Parser {
  /// The words from the present token on that could be a name: up to an operator, a bracket or a word that
  /// starts something else.
  private mutating func nameRun() -> Range<Int> {
    if token.kind == .quoted { return index..<index + 1 }
    var end = index
    while end < tokens.count, end - index < 8 {
      let token = tokens[end]
      let isName: Bool =
        switch token.kind {
        case .word: end == index || token.language == nil || (token.language == .and && end > index)
        case .literal: end > index && token.word != 0
        default: false
        }
      if !isName { break }
      end += 1
    }
    while end > index + 1, tokens[end - 1].language != nil { end -= 1 }
    return index..<max(end, min(index + 1, tokens.count - 1))
  }

  private mutating func text(_ run: Range<Int>) -> String {
    guard let last = run.last else { return "" }
    return text(tokens[run.lowerBound].range.union(tokens[last].range))
  }

  /// The text of a name, or of the present token.
  mutating func nameText() -> String { text(nameRun()) }

  /// `2009` where a year is wanted.
  mutating func bareYear(at position: Int? = nil) -> Diagnostic? {
    let token = tokens[position ?? index]
    guard token.kind == .literal, token.end - token.start == 4, vocabulary.yearDimension != nil,
      let year = Int(text(token.range)), (1900...2199).contains(year)
    else { return nil }
    let near = [year - 1, year].filter { vocabulary.yearCode($0) != nil }
    let suggestions = (near.isEmpty ? [year - 1, year] : near).map(FinancialYear.text)
    return Diagnostic(
      .bareYear, token.range,
      ["year": "\(year)", "before": FinancialYear.text(year - 1), "after": FinancialYear.text(year)],
      suggestions: suggestions)
  }

  mutating func unknownYear(_ year: Int, _ range: SourceRange) -> Diagnostic {
    let years = vocabulary.years
    guard let first = years.first, let last = years.last else {
      return Diagnostic(.noYears, range, ["year": text(range)])
    }
    return Diagnostic(
      .yearNotInData, range,
      [
        "year": FinancialYear.text(year), "first": FinancialYear.text(first),
        "last": FinancialYear.text(last),
      ])
  }

  /// A name that is not known, or is of a kind that can't stand here.
  mutating func unknown(expecting kinds: NameKinds, what: String, after word: String, dimension: Int? = nil)
    -> Diagnostic
  {
    let token = token
    if token.kind == .end { return expected(what, after: word) }
    if let habit = foreignHabit() { return habit }
    if token.kind == .blank { return Diagnostic(.blankHere, token.range, ["what": what]) }
    guard token.kind == .word || token.kind == .quoted else {
      if token.kind == .foreign { return leftover() }
      return Diagnostic(
        .somethingElseNeeded, token.range, ["what": what, "word": word, "found": text(token.range)])
    }
    // A name of another kind, or a word of the language.
    if let match = matchName(.any) {
      return Diagnostic(
        .wrongKind, span(match.start..<match.next),
        [
          "name": text(span(match.start..<match.next)), "kind": kindText(vocabulary[match.name]),
          "what": what, "word": word,
        ])
    }
    if token.language != nil, nameRun().count == 1 {
      return Diagnostic(
        .somethingElseNeeded, token.range, ["what": what, "word": word, "found": text(token.range)])
    }
    return unknownName(kinds, dimension: dimension)
  }

  mutating func span(_ run: Range<Int>) -> SourceRange {
    tokens[run.lowerBound].range.union(tokens[max(run.lowerBound, run.upperBound - 1)].range)
  }

  /// "There is no region called …", "North could be …".
  mutating func unknownName(_ kinds: NameKinds, words: [Word] = [], dimension: Int? = nil) -> Diagnostic {
    let run = nameRun()
    let finder = Suggestion(vocabulary: vocabulary, kinds: kinds, words: words, dimension: dimension)
    let typed = run.map { Vocabulary.foldedWords(typedBytes(tokens[$0])) }
    // A part of several names asks which; the part may be the first words of the run only.
    for count in stride(from: run.count, through: 1, by: -1) {
      let words = Array(typed.prefix(count).joined())
      let partial = finder.namesWithPart(words)
      if partial.count > 1 {
        let range = span(run.lowerBound..<run.lowerBound + count)
        return Diagnostic(
          .ambiguousName, range, ["name": text(range)], suggestions: partial)
      }
      if partial.count == 1, count == run.count {
        return make(.unknownName, span(run), kinds, dimension, [partial[0]])
      }
    }
    var best: (score: Int, suggestions: [Suggestion.Candidate], count: Int)?
    for count in 1...max(1, run.count) {
      let found = finder.closest(to: Array(typed.prefix(count).joined()))
      guard let first = found.first else { continue }
      // Fewer typos for each letter typed is better; a longer reading wins a tie.
      if best.map({ first.score <= $0.score }) ?? true { best = (first.score, found, count) }
    }
    guard let best else { return make(.unknownName, span(run), kinds, dimension, []) }
    let range = span(run.lowerBound..<run.lowerBound + best.count)
    return make(
      .unknownName, range, kinds, best.suggestions[0].dimension ?? dimension, best.suggestions.map(\.text))
  }

  private mutating func make(
    _ code: DiagnosticCode, _ range: SourceRange, _ kinds: NameKinds, _ dimension: Int?,
    _ suggestions: [String]
  ) -> Diagnostic {
    var what = "name"
    var list = "words"
    var dimension = dimension
    if dimension == nil, let first = suggestions.first {
      dimension = vocabulary.lookUp(Array(first.utf8)[...], [.member, .group]).first.flatMap {
        vocabulary[$0].dimension
      }
    }
    if kinds.contains(.measure), dimension == nil {
      what = "figure"
      list = "measures"
    } else if kinds == .dimension
      || suggestions.first.map({ !vocabulary.lookUp(Array($0.utf8)[...], .dimension).isEmpty }) == true
    {
      what = "dimension"
      list = "dimensions"
    } else if kinds == .dataset {
      what = "dataset"
      list = "datasets"
    } else if let dimension, vocabulary.dimensionLabels.indices.contains(dimension) {
      what = vocabulary.dimensionLabels[dimension].name
      list = vocabulary.dimensionLabels[dimension].plural
    } else if kinds.contains(.member) {
      // The columns of a file are too many to be listed.
      let names = vocabulary.dimensionLabels.map(\.name)
      what = names.count > 4 ? "name" : names.joined(separator: " or ")
      list = vocabulary.dimensionLabels.first?.plural ?? "words"
    }
    return Diagnostic(
      code, range, ["name": text(range).trimmingQuotes, "what": what, "list": list], suggestions: suggestions)
  }

  private mutating func typedBytes(_ token: Token) -> ArraySlice<UInt8> {
    token.kind == .quoted ? quotedBytes(token) : lexer.bytes[token.range.indices]
  }

  mutating func kindText(_ name: Name) -> String {
    switch name.target {
    case .dataset: "a dataset"
    case .dimension: "a dimension"
    case .member(let dimension, _), .whole(let dimension): "a \(vocabulary.dimensionLabels[dimension].name)"
    case .group: "a group of places or years"
    case .measure: "a figure"
    case .fact: "a figure"
    case .definition: "a calculation"
    case .topic: "something to read about"
    }
  }

  // MARK: Where a figure should stand

  mutating func notAFigure(hasWords: Bool) -> Diagnostic {
    let token = token
    if let habit = foreignHabit() { return habit }
    switch token.kind {
    case .end:
      return expected("a figure such as \(exampleFigure)", after: index > 0 ? text(previousRange) : "this")
    case .blank: return Diagnostic(.blankHere, token.range, ["what": "a figure such as \(exampleFigure)"])
    case .year: return memberAsFigure(token.range)
    case .word, .quoted:
      if let match = matchName(.places) { return memberAsFigure(span(match.start..<match.next)) }
      if let match = matchName(.any) {
        let range = span(match.start..<match.next)
        return Diagnostic(
          .wrongKind, range,
          [
            "name": text(range), "kind": kindText(vocabulary[match.name]),
            "what": "a figure such as \(exampleFigure)", "word": "",
          ])
      }
      if token.language != nil {
        return Diagnostic(
          .somethingElseNeeded, token.range,
          [
            "what": "a figure such as \(exampleFigure)", "word": index > 0 ? text(previousRange) : "",
            "found": text(token.range),
          ], suggestions: cutInFront().map { [$0] } ?? [])
      }
      var words: [Word] = WordTable.entries.filter {
        $0.roles.contains { if case .reducer = $0 { true } else { false } }
      }.map(\.word)
      if !hasWords {
        words += [.share, .change, .growth, .cumulative]
        if index == 0 {
          words += WordTable.entries.filter {
            $0.roles.contains(.command) || $0.roles.contains(.modifier) || $0.roles.contains(.view)
          }.map(\.word)
        }
      }
      return unknownName(.figures, words: words)
    case .foreign: return leftover()
    default:
      return Diagnostic(
        .somethingElseNeeded, token.range,
        [
          "what": "a figure such as \(exampleFigure)", "word": index > 0 ? text(previousRange) : "",
          "found": text(token.range),
        ])
    }
  }

  /// What "top 3 regions by allocation" says in our order: allocation by region top 3.
  private mutating func cutInFront() -> String? {
    guard index == 0, tokens.count > 3, token.language == .top || token.language == .bottom else {
      return nil
    }
    let cut = text(span(0..<2))
    guard tokens[1].kind == .literal, let rows = matchName([.dimension, .group], at: 2) else { return nil }
    var figure = exampleFigure
    if tokens[rows.next].language == .by {
      guard let match = matchName(.figures, at: rows.next + 1) else { return nil }
      figure = text(span(match.start..<match.next))
    }
    return "\(figure) by \(vocabulary[rows.name].official) \(cut)"
  }

  /// A figure to show in messages: the first measure that there is.
  var exampleFigure: String {
    vocabulary.liveNames.first { $0.name.kind == .measure }?.name.official ?? "£5m"
  }

  private mutating func memberAsFigure(_ range: SourceRange) -> Diagnostic {
    let kind = matchName(.places).map { kindText(vocabulary[$0.name]) } ?? "a year"
    return Diagnostic(
      .memberAsFigure, range, ["name": text(range), "kind": kind],
      suggestions: ["\(exampleFigure) \(text(range))"])
  }

  // MARK: What is left over

  /// Something behind the end of what could be read.
  mutating func leftover(insideBracket open: SourceRange? = nil) -> Diagnostic {
    let token = token
    if let open, token.kind == .end { return Diagnostic(.bracketNotClosed, open) }
    if let habit = foreignHabit() { return habit }
    if lexer.hyphens.contains(token.start &- 1) || lexer.hyphens.contains(token.end) {
      return Diagnostic(
        .minusNeedsSpaces, token.range, ["name": text(token.range)])
    }
    switch token.kind {
    case .plus, .minus, .times, .divide, .power:
      return Diagnostic(
        .operatorAfterClause, token.range, ["operator": text(token.range)])
    case .rightBracket: return Diagnostic(.bracketNotOpened, token.range)
    case .comma: return Diagnostic(.strayComma, token.range)
    case .blank where index == tokens.count - 2: return Diagnostic(.questionMark, token.range)
    case .word, .quoted, .year:
      if let year = bareYear() { return year }
      if let match = matchName(.any) {
        let range = span(match.start..<match.next)
        let name = vocabulary[match.name]
        switch name.kind {
        case .dimension:
          return Diagnostic(
            .dimensionAfterFigure, range, ["name": text(range)], suggestions: ["by \(text(range))"])
        case .measure, .fact, .definition:
          return Diagnostic(
            .figuresSideBySide, range, ["name": text(range)])
        case .member, .group:
          return Diagnostic(
            .memberOutOfPlace, range, ["name": text(range)], suggestions: placeSuggestions(range, "for"))
        default: break
        }
      }
      if token.kind == .year {
        return Diagnostic(
          .memberOutOfPlace, token.range, ["name": text(token.range)],
          suggestions: placeSuggestions(token.range, "in"))
      }
      if token.language == nil {
        let clauses = WordTable.entries.filter {
          $0.roles.contains(.clause) || $0.roles.contains(.comparison)
        }.map(\.word)
        return unknownName(.places, words: clauses)
      }
      return Diagnostic(
        .cannotFollow, token.range,
        ["found": text(token.range), "before": index > 0 ? text(previousRange) : ""])
    case .foreign:
      return Diagnostic(.unknownCharacter, token.range, ["character": text(token.range)])
    default:
      if let year = bareYear() { return year }
      return Diagnostic(
        .cannotFollow, token.range,
        ["found": text(token.range), "before": index > 0 ? text(previousRange) : ""])
    }
  }

  /// How a place or a year could go on from what stands before it.
  private mutating func placeSuggestions(_ range: SourceRange, _ word: String) -> [String] {
    guard index > 0, lexer.tokens[index - 1].language != .it else { return [] }
    if case .members? = tree.clauses.last?.body { return ["and \(text(range))"] }
    return ["\(word) \(text(range))"]
  }

  /// A word or mark of SQL, spreadsheets or other query languages.
  mutating func foreignHabit() -> Diagnostic? {
    guard let habit = ForeignHabits.find(self) else { return nil }
    return Diagnostic(
      .foreignHabit, habit.range, ["found": habit.found, "language": habit.language, "advice": habit.advice])
  }
}

extension String {
  /// Without a pair of quotes around it.
  var trimmingQuotes: String {
    count > 1 && (hasPrefix("\"") || hasPrefix("“")) && (hasSuffix("\"") || hasSuffix("”"))
      ? String(dropFirst().dropLast()) : self
  }
}
