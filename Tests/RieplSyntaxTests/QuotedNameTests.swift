import Testing

@testable import RieplSyntax

/// Names that are too many to be known before they are read, and stand in quotes.
@Suite struct QuotedNameTests {
  private static let names = ["Acme Ltd.", "Acme (London) Ltd", "O\"Hara", "Zeta!"]

  private func parser() -> Parser {
    var vocabulary = Fixture.vocabulary
    vocabulary.quotedNames = { text, isStart, limit in
      let wanted = String(decoding: text, as: UTF8.self).lowercased()
      return QuotedNameTests.names.enumerated().filter {
        let name = $0.element.lowercased()
        return isStart ? name.hasPrefix(wanted) : name == wanted
      }.prefix(limit).map { Name(.member(dimension: 0, code: 100 + $0.offset), $0.element, dataset: 0) }
    }
    return Parser(vocabulary: vocabulary)
  }

  /// The form of a question, or what is wrong with it.
  private func form(_ text: String, _ parser: inout Parser) -> String {
    do throws(Diagnostic) {
      try parser.read(SourceText(text))
      _ = try parser.parseStatement()
    } catch {
      return "\(error.code.rawValue) \(error.suggestions)"
    }
    guard case .question(let id) = parser.tree.statement else { return "no question" }
    return Formatter(tree: parser.tree, vocabulary: parser.vocabulary).question(id)
  }

  @Test(arguments: [
    ("allocation for \"Acme Ltd.\"", "allocation for \"Acme Ltd.\""),
    ("allocation for \"ACME LTD.\"", "allocation for \"Acme Ltd.\""),
    ("allocation for “acme (london) ltd”", "allocation for \"Acme (London) Ltd\""),
    ("allocation \"zeta!\" in 2008-09", "allocation \"Zeta!\" for 2008-09"),
    ("allocation for \"O\"\"Hara\", London", "allocation for \"O\"\"Hara\", London"),
    ("allocation where region = \"Zeta!\"", "allocation where region = \"Zeta!\""),
    ("allocation for \"Acme\"", "E20 []"), ("allocation for Zeta", "E20 []"),
    ("allocation for \"London\"", "allocation for London"),
  ])
  func forms(_ text: String, _ form: String) {
    var parser = parser()
    #expect(self.form(text, &parser) == form)
    // A second time it is the same.
    #expect(self.form(text, &parser) == form)
  }

  /// A name that was read in quotes leaves all others as they were.
  @Test func othersStay() throws {
    var parser = parser()
    for _ in 0..<100 {
      #expect(form("allocation for \"Acme Ltd.\"", &parser) == "allocation for \"Acme Ltd.\"")
      #expect(form("allocation for \"Zeta!\"", &parser) == "allocation for \"Zeta!\"")
    }
    #expect(form("allocation for Lodnon", &parser) == "E20 [\"London\"]")
    #expect(form("alocation for \"Zeta!\"", &parser) == "E20 [\"allocation\"]")
    #expect(form("allocation for north", &parser) == "E21 [\"North East\", \"North West\"]")
    // They are known again, and take no more room each time.
    #expect(parser.vocabulary.names.count < Fixture.vocabulary.names.count + 64)
    let added = parser.vocabulary.add(Name(.fact(1), "new figure"))
    let number = try #require(added)
    #expect(parser.vocabulary.lookUp(Array("new figure".utf8)[...]) == [number])
    #expect(form("2 * new figure", &parser) == "2 * new figure")
    parser.vocabulary.remove(number)
    #expect(form("2 * new figure", &parser).hasPrefix("E20"))
    #expect(form("allocation for \"Zeta!\"", &parser) == "allocation for \"Zeta!\"")
  }
}
