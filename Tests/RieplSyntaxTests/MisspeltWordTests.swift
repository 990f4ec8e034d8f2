import Testing

@testable import RieplSyntax

/// What is offered for words that nobody knows, and what is not.
@Suite struct MisspeltWordTests {
  private func vocabulary(_ names: [(NameTarget, String, String)]) -> Vocabulary {
    var vocabulary = Fixture.vocabulary
    for (target, name, official) in names { vocabulary.add(Name(target, name, official: official)) }
    return vocabulary
  }

  private func error(_ text: String, _ vocabulary: Vocabulary) -> Diagnostic? {
    var parser = Parser(vocabulary: vocabulary)
    do throws(Diagnostic) {
      try parser.read(SourceText(text))
      _ = try parser.parseStatement()
      return nil
    } catch {
      return error
    }
  }

  /// One letter could be too many things.
  @Test(arguments: [
    "allocation b region", "allocation b region top 3", "allocation i London", "sum allocation a £m",
    "allocation o London",
  ])
  func aLetterIsNoWord(_ text: String) throws {
    let error = try #require(Fixture.error(text))
    #expect(error.code == .unknownName && error.suggestions.isEmpty, "\(error)")
  }

  @Test(arguments: [
    ("allocation yb region", ["by"]), ("allocation increased yb 3%", ["by"]),
    ("allocation where region = London ro region = London", ["or"]),
    ("allocation for London ni 2009-10", ["in"]),
  ])
  func twoLettersMayBe(_ text: String, _ suggestions: [String]) throws {
    #expect(try #require(Fixture.error(text)).suggestions == suggestions)
  }

  /// A part of a name has at least two letters.
  @Test(arguments: [
    ("1", []), ("co", ["St. Paul's & Co. (1)"]), ("co 1", ["St. Paul's & Co. (1)"]), ("n", []), ("", []),
    ("st", ["St. Paul's & Co. (1)"]),
  ])
  func parts(_ typed: String, _ names: [String]) {
    let finder = Suggestion(vocabulary: Fixture.vocabulary, kinds: .places, words: [])
    #expect(finder.namesWithPart(Vocabulary.foldedWords(Array(typed.utf8)[...])) == names)
  }

  /// Other names of three letters are initials or codes, which are not guessed at; longer ones are.
  @Test(arguments: [
    ("NWF", []), ("NXE", []), ("Nwex", []), ("Lomd", ["London"]), ("Lodn", ["London"]),
  ])
  func otherNames(_ typed: String, _ names: [String]) throws {
    let vocabulary = vocabulary([
      (.member(dimension: 0, code: 1), "NWE", "North West"),
      (.member(dimension: 0, code: 2), "Lond", "London"),
    ])
    let finder = Suggestion(vocabulary: vocabulary, kinds: .places, words: [])
    #expect(
      finder.closest(to: Vocabulary.foldedWords(Array(typed.utf8)[...])).map(\.text) == names)
    #expect(try #require(error("allocation for \(typed)", vocabulary)).suggestions == names)
  }

  /// A number in a name is looked at as it was typed, wherever else in the statement there are numbers.
  @Test(arguments: [
    "allocation for distrct 12", "2 * allocation for distrct 12", "2 + 3 * sum allocation distrct 12",
  ])
  func numbersInNames(_ text: String) throws {
    let vocabulary = vocabulary([
      (.member(dimension: 0, code: 1), "district 11", "district 11"),
      (.member(dimension: 0, code: 2), "district 12", "district 12"),
    ])
    let found = try #require(error(text, vocabulary))
    #expect(found.code == .unknownName && found.suggestions == ["district 12"], "\(found)")
  }

  /// Quotes are no part of what was typed.
  @Test(arguments: [
    ("\"a\"", "a"), ("“a”", "a"), ("\"\"", ""), ("\"", "\""), ("“", "“"), ("”", "”"), ("a", "a"), ("", ""),
    ("\"a", "\"a"), ("a\"", "a\""), ("“a", "“a"), ("a”", "a”"), ("a b", "a b"), ("\"a b\"", "a b"),
  ])
  func quotes(_ text: String, _ inside: String) { #expect(text.trimmingQuotes == inside) }
}
