import Foundation
import GrammarKit
import RieplEngine
import RieplSyntax
import Testing

/// The grammar beside the case files.
@Suite struct CaseGrammar {
  let grammar: Grammar

  init() throws { grammar = try GrammarFiles.grammar() }

  /// What the parser reads, the grammar derives.
  @Test func derivesEachStatement() throws {
    #expect(CaseStatements.all.count > 300)
    for statement in CaseStatements.all where statement.isRead {
      guard let tokens = try StatementTokens(statement.text, statement.vocabulary) else { continue }
      if CaseStatements.hasImpliedBracket(statement.text, statement.vocabulary) { continue }
      #expect(
        tokens.derivation(grammar) != nil,
        "\(statement.place): the parser reads this and the grammar does not: \(statement.text)")
    }
  }

  /// Each word, mark and name of each production made of tokens is passed by a statement that the parser reads.
  @Test func everyPartIsExercised() throws {
    var passed: Set<NodeID> = []
    for statement in CaseStatements.all where statement.isRead {
      let tokens = try StatementTokens(statement.text, statement.vocabulary)
      passed.formUnion(tokens?.derivation(grammar)?.nodes ?? [])
    }
    for production in grammar.productions where !production.isToken && production.name != "script" {
      for leaf in grammar.leaves(production) where !passed.contains(leaf) {
        Issue.record(
          "no case uses \(grammar.describe(leaf)) of: \(production.name) ::= \(production.text)"
        )
      }
    }
  }

  /// A statement in its canonical form is a statement, and is in its canonical form.
  @Test func theCanonicalFormStays() throws {
    var count = 0
    for statement in CaseStatements.all where statement.isRead {
      guard let once = try CaseGrammar.formatted(statement.text, statement.vocabulary) else { continue }
      count += 1
      #expect(CaseStatements.fault(once, statement.vocabulary) == nil, "\(statement.place): \(once)")
      let twice = try CaseGrammar.formatted(once, statement.vocabulary)
      #expect(once == twice, "\(statement.place): \(statement.text)")
    }
    #expect(count > 300)
  }

  static func formatted(_ text: String, _ vocabulary: Vocabulary) throws -> String? {
    var parser = Parser(vocabulary: vocabulary)
    try parser.read(SourceText(text))
    guard try parser.parseStatement() else { return nil }
    return Formatter(tree: parser.tree, vocabulary: vocabulary).statement(parser.source)
  }
}
