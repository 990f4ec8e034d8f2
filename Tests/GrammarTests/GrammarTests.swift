import GrammarKit
import RieplSyntax
import Testing

/// The grammar by itself, and beside the tables of words and clauses.
@Suite struct GrammarFile {
  let grammar: Grammar

  init() throws { grammar = try GrammarFiles.grammar() }

  @Test func isWhole() {
    let reachable = grammar.reachable(from: ["script", "Ignored"])
    for production in grammar.productions {
      #expect(reachable.contains(production.name), "\(production.name) is not reached")
      for name in grammar.references(production) {
        #expect(grammar[name] != nil, "\(production.name) refers to \(name), which is not defined")
      }
    }
    #expect(grammar.productions.count > 60)
  }

  @Test func tokensAreMadeOfCharacters() {
    for production in grammar.productions where production.isToken {
      for name in grammar.references(production) {
        #expect(
          grammar[name]?.isToken ?? false, "\(production.name) refers to \(name), which is made of tokens")
      }
    }
  }

  @Test func everyProductionIsExplained() {
    for production in grammar.productions {
      #expect(production.summary.hasSuffix("."), "\(production.name) has no sentence")
      #expect(!production.section.isEmpty)
      if !production.isToken { #expect(!production.examples.isEmpty, "\(production.name) has no example") }
      for constraint in production.constraints {
        #expect(
          SentenceGenerator.knownConstraints.contains(constraint.name),
          "\(production.name): nobody keeps the constraint \(constraint.name)")
      }
    }
  }

  /// Each word of the table has its place in the grammar.
  @Test func wordsAreThoseOfTheTable() {
    let words = Set(grammar.words)
    for entry in WordTable.entries {
      #expect(words.contains(entry.spellings[0]), "the grammar has no place for \(entry.spellings[0])")
      for spelling in entry.spellings.dropFirst() {
        #expect(!words.contains(spelling), "\(spelling) is a spelling of \(entry.spellings[0])")
      }
    }
  }

  @Test func reducersAndShapersAreThoseOfTheTable() throws {
    func texts(_ name: String) throws -> [String] {
      let production = try #require(grammar[name])
      return grammar.leaves(production).map { grammar.describe($0) }.map { String($0.dropFirst().dropLast()) }
    }
    let reducers = WordTable.entries.filter { WordTable.reducer($0.word) != nil }.map(\.spellings[0])
    let shapers = WordTable.entries.filter { WordTable.shaper($0.word) != nil }.map(\.spellings[0])
    #expect(try texts("reducer") == reducers)
    #expect(try texts("shaper") == shapers)
  }

  @Test func thereIsAProductionForEachKindOfClause() throws {
    let clause = try #require(grammar["clause"])
    #expect(grammar.references(clause).count == ClauseKind.allCases.count)
  }
}
