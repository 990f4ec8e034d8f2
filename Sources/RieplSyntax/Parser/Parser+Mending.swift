/// What was meant by a statement that can't be read: words that nobody knows are exchanged for names and words that
/// are close to them, and what can then be read is suggested. Nothing here runs for a statement that is right.
extension Parser {
  /// Words of the statement that may be a name or a word got wrong.
  private struct Window {
    let tokens: Range<Int>
    let typed: [[UInt8]]
    let joined: [UInt8]
  }

  /// Something to put in the place of a window.
  private struct Mend {
    let window: Int
    let text: String
    /// Nil for a word of the language.
    let name: Name?
    let score: Int

    /// Whether it stands in the same place as a better one, and is not much further away.
    func isLike(_ best: Mend) -> Bool { window == best.window && score <= best.score * 3 / 2 + 4 }
  }

  /// The diagnostic of a name or a word that is not known, where one explains the given diagnostic; else that one.
  mutating func mended(_ diagnostic: Diagnostic) -> Diagnostic {
    // A long statement would be read too many times, and few people type one.
    guard mendsLeft > 0, Parser.mayBeMended(diagnostic), lexer.tokens.count > 1, lexer.tokens.count < 200,
      lexer.position - lexer.statementStart < 2000
    else { return diagnostic }
    mendsLeft -= 1
    let windows = windows(around: diagnostic)
    guard !windows.isEmpty else { return diagnostic }
    // What makes the whole statement right goes before what leaves something else to be mended further on.
    var whole: [Mend] = []
    var partly: [Mend] = []
    for mend in closest(to: windows).prefix(24) where whole.first.map({ mend.isLike($0) }) ?? true {
      switch reading(with: mend.text, inPlaceOf: span(windows[mend.window].tokens)) {
      case .whole: Parser.add(mend, to: &whole)
      case .further: Parser.add(mend, to: &partly)
      case .no: continue
      }
    }
    let found = whole.isEmpty ? partly : whole
    guard let best = found.first else { return diagnostic }
    let range = span(windows[best.window].tokens)
    // Asking which of several is right as long as no more words have been typed than they share.
    if diagnostic.code == .ambiguousName, range.end <= diagnostic.range.end { return diagnostic }
    // A suggestion stays unless what was typed began before it.
    if diagnostic.code == .unknownName, !diagnostic.suggestions.isEmpty, range.start >= diagnostic.range.start
    {
      return diagnostic
    }
    let (what, list) = label(best.name)
    return Diagnostic(
      .unknownName, range, ["name": text(range), "what": what, "list": list], suggestions: found.map(\.text))
  }

  /// Adds what is as likely as the best one.
  private static func add(_ mend: Mend, to found: inout [Mend]) {
    if let best = found.first, !mend.isLike(best) { return }
    if !found.contains(where: { $0.text == mend.text }) { found.append(mend) }
  }

  /// Whether a misspelt word may be behind an error: not where another has been found already.
  private static func mayBeMended(_ diagnostic: Diagnostic) -> Bool {
    switch diagnostic.code {
    case .ambiguousName, .unknownName, .memberOutOfPlace, .memberAsFigure: true
    case .somethingMissing, .somethingElseNeeded, .cannotFollow, .figuresSideBySide, .wholeNumberNeeded,
      .decimalsNeeded:
      diagnostic.suggestions.isEmpty
    default: false
    }
  }

  /// The runs of words around the first word that nobody knows, or around the error itself.
  private mutating func windows(around diagnostic: Diagnostic) -> [Window] {
    let end = lexer.tokens.count - 1
    let place = lexer.tokens.firstIndex { $0.end > diagnostic.range.start } ?? end
    func isWord(_ index: Int) -> Bool { lexer.tokens[index].kind == .word }
    func isUnknown(_ index: Int) -> Bool { isWord(index) && lexer.tokens[index].word == WordPool.unknown }
    let near = max(0, place - 1)..<min(end, place + 4)
    var centre = near.first(where: isUnknown)
    if centre == nil, diagnostic.code == .ambiguousName || diagnostic.code == .unknownName, place < end,
      isWord(place)
    {
      centre = place
    }
    guard let centre else { return [] }
    var first = centre
    while first > 0, first > centre - 5, isWord(first - 1) { first -= 1 }
    var last = centre
    while last + 1 < end, last < centre + 5, isWord(last + 1) { last += 1 }
    var windows: [Window] = []
    for start in first...centre {
      for stop in centre...last where stop - start < 7 {
        let typed = (start...stop).flatMap {
          Vocabulary.foldedWords(lexer.bytes[lexer.tokens[$0].range.indices])
        }
        windows.append(
          Window(tokens: start..<stop + 1, typed: typed, joined: Array(typed.joined(separator: [0x20]))))
      }
    }
    return windows
  }

  /// Names and words that are close to one of the windows, the closest first.
  private func closest(to windows: [Window]) -> [Mend] {
    var found: [Mend] = []
    func consider(_ spelling: String, _ official: String, _ name: Name?) {
      if spelling.utf8.count <= 3, spelling != official { return }
      if spelling != official, spelling.utf8.contains(where: { $0 >= 0x30 && $0 <= 0x39 }) { return }
      let words = Vocabulary.foldedWords(Array(spelling.utf8)[...])
      for (number, window) in windows.enumerated() {
        // Several words are wrong only as a name of several words.
        if window.tokens.count > 1, words.count < 2 { continue }
        if window.tokens.count == 1, window.joined.count < 2 { continue }
        if window.typed == words { continue }
        guard let score = Suggestion.score(typed: window.typed, window.joined, words) else { continue }
        found.append(Mend(window: number, text: official, name: name, score: score))
      }
    }
    for (_, name) in vocabulary.liveNames { consider(name.spelling, name.official, name) }
    for entry in WordTable.entries {
      for spelling in entry.spellings { consider(spelling, spelling, nil) }
    }
    func difference(_ mend: Mend) -> Int { abs(mend.text.utf8.count - windows[mend.window].joined.count) }
    return found.sorted {
      ($0.score, -windows[$0.window].tokens.count, difference($0)) < (
        $1.score, -windows[$1.window].tokens.count, difference($1)
      )
    }
  }

  /// How far a statement can be read.
  private enum Reading {
    case whole, further, no
  }

  /// How far the statement can be read with something else in a place.
  private func reading(with text: String, inPlaceOf range: SourceRange) -> Reading {
    let start = lexer.statementStart
    var bytes = Array(lexer.bytes[start..<lexer.position])
    let replacement = Array(text.utf8)
    bytes.replaceSubrange(Int(range.start) - start..<Int(range.end) - start, with: replacement)
    var trial = Parser(vocabulary: vocabulary, limits: limits)
    do throws(Diagnostic) {
      try trial.read(SourceText(bytes: bytes))
      _ = try trial.parsePlainStatement()
      return .whole
    } catch {
      return Int(error.range.start) > Int(range.start) - start + replacement.count ? .further : .no
    }
  }

  private func label(_ name: Name?) -> (what: String, list: String) {
    guard let name else { return ("word", "words") }
    switch name.kind {
    case .measure, .fact, .definition: return ("figure", "measures")
    case .dimension: return ("dimension", "dimensions")
    case .dataset: return ("dataset", "datasets")
    case .member, .group:
      guard let dimension = name.dimension, vocabulary.dimensionLabels.indices.contains(dimension) else {
        break
      }
      return (vocabulary.dimensionLabels[dimension].name, vocabulary.dimensionLabels[dimension].plural)
    default: break
    }
    return ("name", "words")
  }
}
