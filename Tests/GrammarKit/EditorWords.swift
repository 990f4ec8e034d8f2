import RieplSyntax

/// The words and marks that a highlighter knows, out of the table of words and the grammar.
struct EditorWords {
  /// For each class its words, the longest first.
  let words: [TokenClass: [String]]
  /// The words that only begin a line, apart from those that a new name stands behind.
  let commands: [String]
  /// The words that a new name stands behind, such as `let`.
  let definitions: [String]
  /// Marks between figures, and those that compare.
  let marks: [TokenClass: [String]]

  init(_ grammar: Grammar) {
    var words: [TokenClass: [String]] = [:]
    var commands: [String] = []
    var definitions: [String] = []
    for entry in WordTable.entries {
      guard let kind = EditorWords.kind(entry) else { continue }
      if kind == .command {
        let isDefinition =
          grammar[entry.spellings[0]].map { grammar.references($0).contains("NewName") } ?? false
        if isDefinition { definitions += entry.spellings } else { commands += entry.spellings }
        // A command that stands elsewhere as well, as "then" between two rates.
        let others = grammar.productions.filter { production in
          !production.isToken && production.name != entry.spellings[0]
            && EditorWords.texts(production, grammar).contains(entry.spellings[0])
        }
        if !others.isEmpty { words[.clause, default: []] += entry.spellings }
      } else {
        words[kind, default: []] += entry.spellings
      }
    }
    for (word, kind) in EditorWords.others(grammar) { words[kind, default: []].append(word) }
    self.words = words.mapValues { $0.sorted { ($1.count, $0) < ($0.count, $1) } }
    self.commands = commands
    self.definitions = definitions
    marks = [
      .mark: EditorWords.marks(["calculation", "Minus", "Times", "Over", "ToThePower"], grammar),
      .comparison: EditorWords.marks(["order", "Equals", "Unequal", "AtMost", "AtLeast"], grammar),
      .punctuation: EditorWords.marks(["head", "columns"], grammar),
    ]
  }

  /// The class of a word, by the first thing that it may do.
  private static func kind(_ entry: WordEntry) -> TokenClass? {
    switch entry.roles.first {
    case .view, .modifier: .question
    case .reducer, .shaper: .calculation
    case .operator: .operatorWord
    case .clause: .clause
    case .comparison: .comparison
    case .connective: .connective
    case .unit: .unit
    case .command: .command
    case .answer: .answer
    case nil: nil
    }
  }

  private static func texts(_ production: Production, _ grammar: Grammar) -> [String] {
    grammar.leaves(production).compactMap {
      if case .text(let text) = grammar.nodes[$0] { text } else { nil }
    }
  }

  /// Words of the grammar that the table does not have, such as "each": each is like the word of the table before it.
  private static func others(_ grammar: Grammar) -> [(String, TokenClass)] {
    let known = Dictionary(
      WordTable.entries.flatMap { entry in entry.spellings.map { ($0, entry) } },
      uniquingKeysWith: { first, _ in first })
    var found: [(String, TokenClass)] = []
    for production in grammar.productions where !production.isToken {
      var before: TokenClass?
      for text in texts(production, grammar) {
        if let entry = known[text] {
          before = kind(entry)
        } else if text.first?.isLetter ?? false, let before, !found.contains(where: { $0.0 == text }) {
          found.append((text, before))
        }
      }
    }
    return found
  }

  private static func marks(_ productions: [String], _ grammar: Grammar) -> [String] {
    productions.compactMap { grammar[$0] }.flatMap { texts($0, grammar) }
      .filter { !($0.first?.isLetter ?? true) }.sorted { ($1.count, $0) < ($0.count, $1) }
  }
}
