@testable import RieplSyntax
import Testing

/// Words that mean something only behind `as`.
@Suite struct ChartWordTests {
  private static let vocabulary = Fixture.vocabulary

  private func kind(_ word: String, in text: String) throws -> HighlightClass? {
    let range = try #require(text.firstRange(of: word))
    let start = text[..<range.lowerBound].utf8.count
    return Highlighter.spans(text, ChartWordTests.vocabulary).first { $0.range.start == UInt32(start) }?.kind
  }

  @Test(arguments: ["as bars", "as bar", "as lines", "as share bars"])
  func areColouredBehindAs(_ clause: String) throws {
    let word = String(try #require(clause.split(separator: " ").last))
    #expect(try kind(word, in: "allocation by region \(clause)") == .clause)
    #expect(try kind(word, in: "allocation by \(word)") == .unknown)
  }

  @Test func areOfferedBehindAs() {
    func texts(_ text: String) -> [String] {
      Completer.completions(text, at: text.utf8.count, ChartWordTests.vocabulary).map(\.text)
    }
    #expect(Set(["bars", "lines", "share bars"]).isSubset(of: texts("allocation by region as ")))
    #expect(texts("allocation by region as li") == ["lines"])
    #expect(!texts("allocation by region ").contains("bars"))
  }
}
