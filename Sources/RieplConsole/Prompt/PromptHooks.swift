internal import LineEditor
internal import RieplEngine
internal import RieplPresentation
internal import RieplSyntax

/// What the line editor is told of the language: colours, completions, suggestions, the reading under the line.
enum PromptHooks {
  /// The hooks of a session.
  static func hooks(_ session: Session, _ history: History) -> Hooks {
    var hooks = Hooks()
    hooks.highlight = { text, cursor in highlight(text, cursor, session) }
    hooks.complete = { text, cursor in complete(text, cursor, session) }
    hooks.suggest = { text in suggest(text, session, history) }
    hooks.continuation = continuation
    hooks.hint = { text, cursor in hint(text, cursor, session) }
    return hooks
  }

  /// The hooks of lessons: those of the learner's session, and what can be said to the lessons.
  static func hooks(_ tutor: Tutor, _ history: History) -> Hooks {
    var hooks = hooks(tutor.session, history)
    let inner = hooks
    hooks.highlight = { text, cursor in
      LessonCommand.find(text) == nil
        ? inner.highlight(text, cursor) : [StyledRun(0..<text.utf8.count, style(.command))]
    }
    hooks.hint = { text, cursor in LessonCommand.find(text) == nil ? inner.hint(text, cursor) : nil }
    hooks.complete = { text, cursor in
      let typed = text.utf8.prefix(cursor)
      guard typed.count == text.utf8.count, !text.contains("\n") else { return inner.complete(text, cursor) }
      let commands = LessonCommand.allCases.filter { !text.isEmpty && $0.form.hasPrefix(text.lowercased()) }
      return commands.map {
        let form = $0 == .lesson ? "learn " : $0 == .transcript ? "transcript to " : $0.form
        return Candidate(replacing: 0..<cursor, with: form, description: $0.summary)
      } + inner.complete(text, cursor)
    }
    return hooks
  }

  // MARK: Colours

  private static func highlight(_ text: String, _ cursor: Int?, _ session: Session) -> [StyledRun] {
    let spans = Highlighter.spans(text, session.workspace.parser.vocabulary)
    let pair = cursor.flatMap { brackets(spans, text, at: $0) } ?? []
    return spans.compactMap { span -> StyledRun? in
      let range = span.range.indices
      // A word that is still being typed is not wrong yet.
      if span.kind == .unknown, let cursor, range.upperBound == cursor { return nil }
      let style = style(span.kind)
      if pair.contains(range.lowerBound) { return StyledRun(range, style + .reverse) }
      return style == .plain ? nil : StyledRun(range, style)
    }
  }

  static func style(_ kind: HighlightClass) -> Style {
    switch kind {
    case .command: .bold + .magenta
    case .calculation: .bold + .blue
    case .clause: .blue
    case .connective, .bracket: .plain
    case .figure: .green
    case .member, .dimension, .dataset: .cyan
    case .year: .yellow
    case .money, .number: .magenta
    case .comment: .grey
    case .text: .plain
    case .unknown: .underline + .red
    }
  }

  /// Where the brackets stand of which one touches the cursor.
  private static func brackets(_ spans: [HighlightSpan], _ text: String, at cursor: Int) -> [Int] {
    let bytes = Array(text.utf8)
    let brackets = spans.filter { $0.kind == .bracket }.map { Int($0.range.start) }
    guard let here = brackets.first(where: { $0 == cursor }) ?? brackets.first(where: { $0 + 1 == cursor })
    else { return [] }
    var open: [Int] = []
    for place in brackets {
      if bytes[place] == UInt8(ascii: "(") {
        open.append(place)
      } else if let start = open.popLast(), start == here || place == here {
        return [start, place]
      }
    }
    return []
  }

  // MARK: Completion

  private static func complete(_ text: String, _ cursor: Int, _ session: Session) -> [Candidate] {
    let bytes = Array(text.utf8.prefix(cursor))
    let line = bytes[((bytes.lastIndex(of: 0x0A).map { $0 + 1 }) ?? 0)...]
    if let candidates = arguments(line, cursor, session) { return candidates }
    let workspace = session.workspace
    let names = Descriptions(catalog: workspace.catalog, definitions: workspace.definitions)
    var filter = MeaningFilter(workspace: workspace, text: String(decoding: bytes, as: UTF8.self))
    return Completer.completions(text, at: cursor, workspace.parser.vocabulary).filter {
      filter.keeps($0)
    }.map {
      Candidate(replacing: $0.replaced.indices, with: $0.text, description: names.text($0.kind))
    }
  }

  /// What may stand behind words that no question follows; nil behind any others.
  private static func arguments(_ line: ArraySlice<UInt8>, _ cursor: Int, _ session: Session) -> [Candidate]?
  {
    let text = String(decoding: line, as: UTF8.self)
    guard let space = text.firstIndex(of: " ") else { return nil }
    let first = text[..<space].lowercased()
    let rest = String(text[text.index(after: space)...].drop { $0 == " " })
    func among(_ words: [(String, String)]) -> [Candidate] {
      words.filter { $0.0.lowercased().hasPrefix(rest.lowercased()) }.map {
        Candidate(
          replacing: cursor - rest.utf8.count..<cursor, with: $0.0, description: $0.1)
      }
    }
    switch first {
    case "list":
      return among(ListTopic.words(session.workspace.catalog).map { ($0, "") })
    case "help":
      return among(
        [("language", "the language on one page")]
          + HabitGuide.all.map { ($0.topics[0], "what you would write elsewhere, as questions") }
          + WordTable.entries.map { ($0.spellings[0], $0.summary) }
          + DiagnosticCatalogue.entries.map { ($0.code.rawValue, $0.title) })
    case "set":
      let parts = rest.split(separator: " ", omittingEmptySubsequences: false)
      guard parts.count == 2, let entry = SettingTable.find(String(parts[0]).lowercased()) else {
        return among(SettingTable.entries.map { ($0.name, $0.summary) })
      }
      return entry.choices.filter { $0.hasPrefix(parts[1]) }.map {
        Candidate(replacing: cursor - parts[1].utf8.count..<cursor, with: $0)
      }
    case "run", "save", "load", "learn":
      guard let quote = rest.firstIndex(of: "\"") else { return nil }
      let typed = String(rest[rest.index(after: quote)...])
      guard !typed.contains("\"") else {
        let last = typed.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
        let keep = WordTable.entry(.keep)
        guard first == "load", last.count < typed.count, !last.contains("\""),
          keep.spellings[0].hasPrefix(last.lowercased())
        else { return [] }
        return [
          Candidate(
            replacing: cursor - last.utf8.count..<cursor, with: keep.spellings[0], description: keep.summary)
        ]
      }
      let suffixes =
        first == "load" ? [".csv", ".tsv"] : first == "learn" ? [CourseLibrary.ending] : [".riepl"]
      return FileNames.completions(typed, suffixes: suffixes).map {
        Candidate(
          replacing: cursor - typed.utf8.count..<cursor, with: $0.name,
          description: $0.isFolder ? "folder" : "")
      }
    default: return nil
    }
  }

  // MARK: Suggestions

  /// What may follow: the rest of a line that was typed before, or else of the only name that begins like this.
  private static func suggest(_ text: String, _ session: Session, _ history: History) -> String? {
    if let rest = history.suggestion(for: text) { return rest }
    guard let last = text.utf8.last, last > 0x20 else { return nil }
    let typed = text.utf8.reversed().prefix { $0 > 0x20 }.count
    guard typed >= 3 else { return nil }
    let cursor = text.utf8.count
    let found = Completer.completions(text, at: cursor, session.workspace.parser.vocabulary)
    guard let first = found.first, found.count == 1 || found.allSatisfy({ $0.replaced == first.replaced })
    else { return nil }
    let replaced = text.utf8.dropFirst(Int(first.replaced.start))
    // Only what goes on in the same letters can be shown behind the line.
    guard first.text.utf8.count > replaced.count,
      zip(first.text.utf8, replaced).allSatisfy({ $0 == $1 || ($0 | 0x20 == $1 | 0x20 && $0 < 0x80) })
    else { return nil }
    return String(decoding: first.text.utf8.dropFirst(replaced.count), as: UTF8.self)
  }

  // MARK: Several rows

  /// A statement with an open bracket or a comma at its end goes on in the next row, until one is left empty.
  static func continuation(_ text: String) -> String? {
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
    if rows.count > 1, rows.last?.allSatisfy({ $0 == " " || $0 == "\t" }) == true { return nil }
    var depth = 0
    var isQuoted = false
    var last: UInt8 = 0
    var isComment = false
    for byte in text.utf8 {
      switch byte {
      case 0x0A:
        isComment = false
        isQuoted = false
      case _ where isComment: continue
      case UInt8(ascii: "\""): isQuoted.toggle()
      case UInt8(ascii: "#") where !isQuoted: isComment = true
      case UInt8(ascii: "(") where !isQuoted: depth += 1
      case UInt8(ascii: ")") where !isQuoted: depth -= 1
      default: break
      }
      if byte > 0x20, !isComment { last = byte }
    }
    return depth > 0 || last == UInt8(ascii: ",") ? "  " : nil
  }

  // MARK: The reading under the line

  /// What riepl makes of the line so far, or what is missing.
  private static func hint(_ text: String, _ cursor: Int, _ session: Session) -> StyledText? {
    guard text.utf8.contains(where: { $0 > 0x20 }), !text.contains("\n") else { return nil }
    let workspace = session.workspace
    do throws(Diagnostic) {
      guard let plan = try workspace.preview(SourceText(text)) else { return nil }
      return StyledText("→ " + Reading.text(plan, workspace.catalog), .grey)
    } catch {
      if workspace.hasBlank(text) {
        return StyledText("→ what could stand in place of the question mark", .grey)
      }
      // A word that is still being typed is not wrong yet, and what is missing may still come.
      let end = text.utf8.count
      let lastEnd = end - text.utf8.reversed().prefix { $0 == 0x20 }.count
      let isLast = Int(error.range.end) >= lastEnd && cursor >= lastEnd
      let isTyped = Int(error.range.end) >= end && cursor == end && lastEnd == end
      if isTyped, error.code == .unknownName || error.code == .ambiguousName || error.code == .cannotFollow {
        return nil
      }
      if isLast, error.code == .somethingMissing, let what = error.facts["what"] {
        return StyledText("… \(what)", .grey)
      }
      let sentence = DiagnosticRenderer.problem(error)
      return isTyped ? StyledText("… " + sentence, .grey) : StyledText(sentence, .red)
    }
  }
}
