internal import RieplEngine
internal import RieplSyntax

/// What a line came to: one item for each of its statements.
struct Reply {
  /// A statement that worked, or what was wrong with it.
  enum Item {
    case outcome(Outcome)
    case error(Diagnostic)
  }

  var items: [Item] = []

  /// Whether there was nothing but empty lines and comments.
  var isEmpty: Bool {
    items.allSatisfy { if case .outcome(.nothing) = $0 { true } else { false } }
  }

  var hasError: Bool { items.contains { if case .error = $0 { true } else { false } } }

  /// Whether it only looked something up, which nobody need remark upon.
  var isLookUp: Bool {
    items.allSatisfy {
      switch $0 {
      case .outcome(.nothing), .outcome(.list), .outcome(.about), .outcome(.help), .outcome(.set),
        .outcome(.history), .outcome(.describe), .outcome(.undone), .outcome(.use), .outcome(.learn),
        .outcome(.worked), .outcome(.whyNot), .outcome(.schema):
        true
      default: false
      }
    }
  }

  /// What a line comes to in a workspace, which goes on from there. No file is read or written.
  static func of(_ text: String, in workspace: inout Workspace) -> Reply {
    var reply = Reply()
    do throws(Diagnostic) {
      try workspace.read(SourceText(text))
    } catch {
      reply.items.append(.error(error))
      return reply
    }
    while true {
      do throws(Diagnostic) {
        guard let outcome = try workspace.next() else { return reply }
        if case .ask = outcome { _ = try workspace.give(nil) }
        reply.items.append(.outcome(outcome))
      } catch {
        reply.items.append(.error(error))
        if error.code == .interrupted { return reply }
      }
    }
  }
}

/// The words of the language and the figures that a statement uses.
struct WordUse {
  var words: Set<Word> = []
  /// Measures, facts and the names of `let`, as they are spelt officially.
  var figures: Set<String> = []
  /// Names of places and the like, as they are typed, without capitals.
  var names: Set<String> = []

  init(_ text: String, _ vocabulary: Vocabulary) {
    let source = SourceText(text)
    for span in Highlighter.spans(text, vocabulary) {
      let piece = source.text(in: span.range)
      switch span.kind {
      case .figure:
        if let word = WordUse.word(piece), word == .it {
          words.insert(word)
        } else if let name = vocabulary.lookUp(Array(piece.utf8)[...], .figures).first {
          figures.insert(vocabulary[name].official)
        }
      case .command, .calculation, .clause, .connective, .number:
        if let word = WordUse.word(piece) { words.insert(word) }
      case .text:
        // Questions in the braces of a sentence.
        for part in WordUse.braces(piece) {
          let inner = WordUse(part, vocabulary)
          words.formUnion(inner.words)
          figures.formUnion(inner.figures)
          names.formUnion(inner.names)
        }
      case .member: names.insert(Session.inputKey(piece))
      default: continue
      }
    }
  }

  /// The word of a spelling.
  static func word(_ text: String) -> Word? {
    WordTable.entries.first { $0.spellings.contains(text.lowercased()) }?.word
  }

  private static func braces(_ text: String) -> [String] {
    guard text.contains("{") else { return [] }
    return text.split(separator: "{").dropFirst().compactMap { part in
      part.firstIndex(of: "}").map { String(part[..<$0]) }
    }
  }
}
