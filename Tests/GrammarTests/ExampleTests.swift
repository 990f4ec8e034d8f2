import GrammarKit
import RieplEngine
import RieplSyntax
import Testing

/// The examples of the grammar: each has an answer, and is an example of its production.
@Suite struct GrammarExamples {
  let grammar: Grammar

  init() throws { grammar = try GrammarFiles.grammar() }

  @Test func allHaveAnswers() throws {
    for production in grammar.productions {
      for example in production.examples {
        var workspace = try CaseStatements.workspace()
        // The names that the examples of "let" give.
        if !example.hasPrefix("let") {
          for definition in grammar["let"]?.examples ?? [] {
            #expect(CaseStatements.isAnswered(definition, &workspace))
          }
        }
        // What a follow-up and the last answer refer to.
        if ["then", "why"].contains(where: { example.hasPrefix($0) }) {
          _ = CaseStatements.isAnswered("allocation by region", &workspace)
        }
        if example.hasPrefix("it") { _ = CaseStatements.isAnswered("sum allocation", &workspace) }
        #expect(CaseStatements.isAnswered(example, &workspace), "\(production.name): \(example)")
      }
    }
  }

  @Test func allUseTheirProduction() throws {
    let vocabulary = try Sentences.vocabulary()
    let ignored = grammar.reachable(from: ["Ignored"])
    for production in grammar.productions
    where production.name != "script" && !ignored.contains(production.name) {
      for example in production.examples {
        let statement = try StatementTokens(example, vocabulary)
        var names = statement?.derivation(grammar)?.names ?? []
        for token in try TokenProductions.tokens(example, vocabulary) {
          guard let kind = token.production else { continue }
          names.insert(kind)
          names.formUnion(TokenProductions.derivation(kind, token.text, grammar) ?? [])
        }
        // A measure, a region and so on is a name.
        if names.contains(where: { name in
          grammar[name].map { grammar.references($0).contains("Name") } ?? false
        }) {
          names.formUnion(["Name", "NamePart"])
        }
        #expect(names.contains(production.name), "\(production.name): \(example)")
      }
    }
  }
}
