import GrammarKit
@testable import RieplSyntax
import Testing

/// The productions of tokens beside riepl's lexer.
@Suite struct TokenProductions {
  let grammar: Grammar

  init() throws { grammar = try GrammarFiles.grammar() }

  /// The nodes and the productions through which a production of characters derives a text.
  static func derivation(_ production: String, _ text: String, _ grammar: Grammar) -> Set<String>? {
    let scalars = Array(text.unicodeScalars)
    var recogniser = Recogniser(grammar, count: scalars.count) { id, place in
      switch grammar.nodes[id] {
      case .text(let wanted):
        let wanted = Array(wanted.unicodeScalars)
        let found = scalars[place...].prefix(wanted.count)
        func folded(_ scalars: some Sequence<Unicode.Scalar>) -> String {
          String(String.UnicodeScalarView(scalars)).lowercased()
        }
        return folded(found) == folded(wanted) ? [place + wanted.count] : []
      case .characters(let ranges, let isExcluded):
        guard place < scalars.count else { return [] }
        return ranges.contains { $0.contains(scalars[place].value) } != isExcluded ? [place + 1] : []
      default: return nil
      }
    }
    return recogniser.derivation(production)?.names
  }

  /// The production of a token, by what the lexer says that it is.
  static func production(_ token: Token, _ literals: [Literal]) -> String? {
    switch token.kind {
    case .literal:
      switch literals[Int(token.literal)].unit {
      case .number: "Number"
      case .money: "Money"
      case .percent: "Percent"
      case .rate: "Rate"
      case .points: "Points"
      }
    case .year: "Year"
    case .unit: "Unit"
    case .quoted: "Quoted"
    case .word: "Word"
    case .minus: "Minus"
    case .times: "Times"
    case .divide: "Over"
    case .power: "ToThePower"
    case .equal: "Equals"
    case .notEqual: "Unequal"
    case .lessOrEqual: "AtMost"
    case .greaterOrEqual: "AtLeast"
    default: nil
    }
  }

  static func tokens(_ text: String, _ vocabulary: Vocabulary) throws(Diagnostic) -> [(
    text: String, production: String?
  )] {
    var parser = Parser(vocabulary: vocabulary)
    try parser.read(SourceText(text))
    guard try parser.lexer.readStatement(vocabulary) else { return [] }
    let literals = Array(parser.lexer.literals)
    return parser.lexer.tokens.dropLast().map { token in
      (parser.text(token.range), production(token, literals))
    }
  }

  /// Whatever the lexer makes of the case files, the grammar derives as the same kind of token.
  @Test func derivesTheTokensOfTheCases() throws {
    var count = 0
    for statement in CaseStatements.all where statement.isRead {
      for token in try TokenProductions.tokens(statement.text, statement.vocabulary) {
        guard let production = token.production, token.text.first != "&" else { continue }
        count += 1
        #expect(
          TokenProductions.derivation(production, token.text, grammar) != nil,
          "\(statement.place): \(production) does not derive \(token.text)")
      }
    }
    #expect(count > 1000)
  }

  /// Each name of the data is a name of the grammar.
  @Test func derivesTheNames() throws {
    for (_, name) in try Sentences.vocabulary().liveNames {
      #expect(TokenProductions.derivation("Name", name.spelling, grammar) != nil, "\(name.spelling)")
    }
  }

  /// Whatever the grammar makes is one token of the same kind to the lexer.
  @Test(arguments: [
    "Number", "Money", "Percent", "Rate", "Points", "Unit", "Quoted", "Minus", "Times", "Over", "ToThePower",
    "Equals",
    "Unequal", "AtMost", "AtLeast",
  ])
  func isReadAsOneToken(_ production: String) throws {
    let vocabulary = try Sentences.vocabulary()
    var generator = SentenceGenerator(grammar, words: SentenceWords(), seed: Sentences.seed)
    for _ in 0..<400 {
      let text = generator.characters(production)
      let tokens = try TokenProductions.tokens(text, vocabulary)
      #expect(
        tokens.count == 1 && tokens[0].production == production && tokens[0].text == text,
        "seed \(Sentences.seed): \(production) makes \(text), which is read as \(tokens)")
    }
  }

  /// Financial years as the grammar writes them.
  @Test func yearsAreReadAsYears() throws {
    let vocabulary = try Sentences.vocabulary()
    var random = SeededRandom(seed: Sentences.seed)
    for _ in 0..<400 {
      let text = SentenceWords.year(Int.random(in: 2000..<2030, using: &random), &random)
      #expect(TokenProductions.derivation("Year", text, grammar) != nil, "\(text)")
      let tokens = try StatementTokens("about " + text, vocabulary)
      #expect(tokens?.derivation(grammar)?.names.contains("Year") == true, "\(text)")
    }
  }
}
