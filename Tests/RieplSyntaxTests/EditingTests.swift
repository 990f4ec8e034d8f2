import Testing

@testable import RieplSyntax

/// What is coloured, and where completion starts.
@Suite struct EditingTests {
  private func classes(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return Highlighter.spans(text, Fixture.vocabulary).map {
      "\($0.kind) " + String(decoding: bytes[Int($0.range.start)..<Int($0.range.end)], as: UTF8.self)
    }
  }

  @Test func partsAreToldApart() {
    #expect(
      classes("let x = sum allocation for London in 2008-09 * £5m # so") == [
        "command let", "text x", "connective =", "calculation sum", "figure allocation", "clause for",
        "member London", "clause in", "year 2008-09", "connective *", "money £5m", "comment # so",
      ])
  }

  @Test(arguments: ["\n", "\r", "\r\n"]) func commentsEndWithTheirLine(_ end: String) {
    #expect(
      classes("# one\(end)5 # two # three\(end)# four\(end)allocation") == [
        "comment # one", "number 5", "comment # two # three", "comment # four", "figure allocation",
      ])
  }

  /// A name is completed from its first letter on, and not from a mark in front of it.
  @Test(arguments: [
    ("allocation Nor", "Nor"), ("(allocation Nor", "Nor"), ("allocation for London,Nor", "Nor"),
    ("2*alloc", "alloc"), ("2/alloc", "alloc"), ("allocation>alloc", "alloc"), ("allocation=alloc", "alloc"),
    ("allocation * 2.5*alloc", "alloc"),
    ("allocation St Paul's & C", "St Paul's & C"), ("allocation St. Paul's & C", "St. Paul's & C"),
    ("sum allocation for north e", "north e"),
    ("allocation Yorkshire and Hum", "Yorkshire and Hum"),
  ])
  func namesAreCompletedFromTheirStart(_ text: String, _ part: String) throws {
    let found = Completer.completions(text, at: text.utf8.count, Fixture.vocabulary)
    let first = try #require(found.first, "\(text)")
    let bytes = Array(text.utf8)
    let replaced = String(decoding: bytes[Int(first.replaced.start)..<Int(first.replaced.end)], as: UTF8.self)
    #expect(replaced == part, "\(text): \(found)")
  }

  /// A space behind a word says that it is whole.
  @Test func wordsAreWholeBehindASpace() {
    func texts(_ text: String) -> [String] {
      Completer.completions(text, at: text.utf8.count, Fixture.vocabulary).map(\.text)
    }
    #expect(texts("allocation for nor") == ["North East", "North West"])
    #expect(texts("allocation for north ") == ["North East", "North West"])
    #expect(!texts("allocation for nor ").contains("North East"))
  }

  /// Inside quotes names are completed with their quotes, also those that are too many to stand without.
  @Test func namesAreCompletedInQuotes() throws {
    var vocabulary = Fixture.vocabulary
    vocabulary.quotedNames = { text, isStart, limit in
      let names = ["Acme (London) Ltd", "Acme \"Best\" Ltd", "Northern Power"]
      let wanted = String(decoding: text, as: UTF8.self).lowercased()
      return names.filter { isStart ? $0.lowercased().hasPrefix(wanted) : $0.lowercased() == wanted }
        .prefix(limit).map { Name(.member(dimension: 0, code: 9), $0, dataset: 0) }
    }
    func texts(_ text: String) -> [String] {
      Completer.completions(text, at: text.utf8.count, vocabulary).map(\.text)
    }
    #expect(texts("allocation for \"acme") == ["\"Acme (London) Ltd\"", "\"Acme \"\"Best\"\" Ltd\""])
    var parser = Parser(vocabulary: vocabulary)
    try parser.read(SourceText("allocation for \"acme \"\"best\"\" ltd\""))
    #expect(try parser.parseStatement())
    #expect(texts("allocation for “North") == ["\"North East\"", "\"North West\"", "\"Northern Power\""])
    #expect(texts("(sum allocation \"lon") == ["\"London\""])
    #expect(texts("allocation where region = \"Acme (") == ["\"Acme (London) Ltd\""])
    #expect(texts("allocation by \"reg") == ["\"region\""])
    #expect(texts("allocation for \"alloc").isEmpty)
  }

  @Test func nothingIsCompletedInACommentOrAText() {
    for text in ["allocation # Lon", "say \"Lon", "heading \"Lon", "5 # \"Lon"] {
      #expect(Completer.completions(text, at: text.utf8.count, Fixture.vocabulary).isEmpty, "\(text)")
    }
  }
}
