import Foundation
import GrammarKit
import RieplSyntax
import Testing

/// Statements with a token dropped, doubled, exchanged or replaced: parser and grammar agree about each.
///
/// Another seed: RIEPL_SEED=7 swift test --filter Mutations
@Suite struct Mutations {
  /// What the grammar leaves to its constraints, by the code of what the parser says instead.
  static let constraints: Set<DiagnosticCode> = [
    .clauseTwice, .wholeNumberNeeded, .decimalsNeeded, .slicesOfOneDimension, .yearNotInData, .emptySelection,
    .nameTaken, .notAName, .tooDeep, .memberAsCondition,
  ]

  @Test func parserAndGrammarAgree() throws {
    let grammar = try GrammarFiles.grammar()
    let vocabulary = try Sentences.vocabulary()
    var random = SeededRandom(seed: Sentences.seed)
    var generator = SentenceGenerator(grammar, words: Sentences.words(vocabulary), seed: Sentences.seed)
    var statements = CaseStatements.all.filter(\.isRead).map { ($0.text, $0.vocabulary) }
    let pool = try statements.compactMap { try StatementTokens($0.0, $0.1) }.flatMap(\.texts)
    for number in 0..<Sentences.count / 6 {
      statements.append((Sentences.make(number, &generator), vocabulary))
    }
    var faults: [String] = []
    var (accepted, refused) = (0, 0)
    for (text, vocabulary) in statements {
      guard let texts = try StatementTokens(text, vocabulary)?.texts, !texts.isEmpty, texts.count < 40 else {
        continue
      }
      for _ in 0..<4 {
        let mutant = Mutations.mutate(texts, pool, &random)
        guard let verdict = Mutations.verdict(mutant, vocabulary, grammar) else { continue }
        if verdict.parser { accepted += 1 } else { refused += 1 }
        if let fault = verdict.fault { faults.append(fault) }
      }
    }
    for fault in Set(faults).sorted(by: { ($0.count, $0) < ($1.count, $1) }).prefix(30) {
      Issue.record("seed \(Sentences.seed): \(fault)")
    }
    #expect(faults.isEmpty, "\(faults.count) of \(accepted + refused)")
    // Both verdicts have to be tried often for their agreement to mean something.
    #expect(accepted > 500 && refused > 500, "\(accepted) accepted, \(refused) refused")
  }

  private static func mutate(_ texts: [String], _ pool: [String], _ random: inout SeededRandom) -> String {
    var texts = texts
    let index = Int.random(in: texts.indices, using: &random)
    switch Int.random(in: 0..<5, using: &random) {
    case 0: texts.remove(at: index)
    case 1: texts.insert(texts[index], at: index)
    case 2: texts.swapAt(index, max(0, index - 1))
    case 3: texts.insert(random.pick(pool), at: index)
    default: texts[index] = random.pick(pool)
    }
    return texts.joined(separator: " ")
  }

  /// Whether the parser reads a statement, and what is wrong where the grammar says otherwise; nil where the
  /// statement can't be cut into tokens or a constraint decides.
  private static func verdict(_ text: String, _ vocabulary: Vocabulary, _ grammar: Grammar)
    -> (parser: Bool, fault: String?)?
  {
    guard let tokens = try? StatementTokens(text, vocabulary), tokens.count > 0 else { return nil }
    let diagnostic = CaseStatements.fault(text, vocabulary)
    if let diagnostic, constraints.contains(diagnostic.code) { return nil }
    let isDerived = tokens.derivation(grammar) != nil
    if isDerived == (diagnostic == nil) { return (isDerived, nil) }
    guard let diagnostic else {
      if CaseStatements.hasImpliedBracket(text, vocabulary) { return nil }
      return (true, "the parser reads this and the grammar does not: \(text)")
    }
    return (
      false,
      "the grammar derives this and the parser does not: \(text)\n\(diagnostic.code.rawValue) "
        + DiagnosticRenderer.message(diagnostic)
    )
  }
}
