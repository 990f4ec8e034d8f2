/// The rules of a highlighter, in the order in which the first one that fits is taken.
struct EditorRules {
  /// A pattern and what it marks.
  struct Rule {
    /// The pattern.
    let pattern: String
    /// What it marks.
    let kind: TokenClass
  }

  /// The words that only begin a line, apart from those that a new name stands behind.
  let commands: String
  /// The words that a new name stands behind, such as "let".
  let definition: String
  /// What stands between such a word and "=".
  let newName: String
  /// All other rules.
  let rules: [Rule]

  init(_ grammar: Grammar, _ dialect: PatternWriter.Dialect) {
    let writer = PatternWriter(grammar: grammar, dialect: dialect)
    let words = EditorWords(grammar)
    commands = writer.word(words.commands)
    definition = writer.word(words.definitions)
    newName = dialect == .vim ? "[^=#]{-1,}\\ze\\s*\\=" : "[^=#]+?"
    var rules = [
      Rule(pattern: writer.production("Comment"), kind: .comment),
      Rule(pattern: writer.production("Quoted"), kind: .string),
    ]
    for (name, kind) in [
      ("Year", TokenClass.year), ("Rate", .percentage), ("Points", .percentage), ("Percent", .percentage),
      ("Money", .money), ("Number", .number), ("Unit", .unit),
    ] {
      rules.append(Rule(pattern: writer.token(name), kind: kind))
    }
    for kind in TokenClass.allCases {
      if let list = words.words[kind] { rules.append(Rule(pattern: writer.word(list), kind: kind)) }
    }
    // The marks of comparisons come first, as ">=" has ">" in it and "**" has "*".
    for kind in [TokenClass.comparison, .mark, .punctuation] {
      if let list = words.marks[kind] { rules.append(Rule(pattern: writer.mark(list), kind: kind)) }
    }
    self.rules = rules
  }
}
