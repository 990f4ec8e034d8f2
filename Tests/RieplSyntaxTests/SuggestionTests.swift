import Testing

@testable import RieplSyntax

@Suite struct SuggestionTests {
  /// Letters dropped, added, changed, or swapped with a neighbour.
  @Test(arguments: [
    ("abc", "abc", 0), ("abc", "abd", 1), ("abc", "ab", 1), ("ab", "abc", 1), ("abc", "acb", 1),
    ("abc", "cab", 2), ("", "", 0),
    ("", "ab", 2), ("ab", "", 2), ("abcd", "badc", 2), ("kitten", "sitting", 3), ("noth", "north", 1),
    ("ca", "abc", 3), ("abcdef", "abdcef", 1),
    ("ab", "ba", 1), ("xabc", "abc", 1), ("abcx", "abcy", 1),
  ])
  func distance(_ a: String, _ b: String, _ distance: Int) {
    #expect(Suggestion.editDistance(Array(a.utf8), Array(b.utf8), limit: 9) == distance)
    #expect(Suggestion.editDistance(Array(b.utf8), Array(a.utf8), limit: 9) == distance)
    for limit in 0..<5 {
      let found = Suggestion.editDistance(Array(a.utf8), Array(b.utf8), limit: limit)
      #expect(distance <= limit ? found == distance : found > limit, "\(limit)")
    }
  }

  /// How far typed words are from a name: smaller is closer, nil is not close.
  @Test(
    arguments: [
      ("London", "London", 0), ("Lodnon", "London", 16), ("Lndon", "London", 16), ("Landan", "London", 33),
      ("Lxxxon", "London", nil), ("ondon", "London", 20),
      ("noth east", "North East", 10), ("east north", "North East", 12), ("north", "North East", 18),
      ("yorkshire", "Yorkshire and Humber", 24),
      ("yorkshire humber", "Yorkshire and Humber", 20), ("humber yorkshire", "Yorkshire and Humber", 18),
      ("yorkshire humbre", "Yorkshire and Humber", 25),
      ("sum", "sam", 33), ("sum", "gum", nil), ("usm", "sum", 37), ("su", "sum", 33), ("s", "sum", nil),
      ("abcd", "abxd", 25), ("abcd", "bacd", 29), ("abcde", "abxye", nil),
      ("abcdefgh", "abxyefgh", 25), ("abcdefgh", "abxyzfgh", nil), ("abcdefghi", "abxyzfghi", 33),
      ("abcdefghijklmnop", "abxxxxghijklmnop", 25), ("north east x", "North East", 16),
      ("north east one two", "North East", nil), ("efgh abd", "abc efgh", nil),
      ("ghijk abxyef", "abcdef ghijk", nil), ("ghijk abxdef", "abcdef ghijk", 20),
      ("ghijk abxyefg", "abcdefg ghijk", 27), ("abcdefghijklmnopvwxyz", "abcdefghijklmnopqrstu", 23),
      ("", "sum", nil), ("sum", "", nil), ("y", "by", nil), ("by", "y", nil), ("b", "by", 50),
      ("yb", "by", 54),
    ] as [(String, String, Int?)])
  func score(_ typed: String, _ name: String, _ score: Int?) {
    #expect(Suggestion.closeness(typed, name) == score)
  }

  @Test func amongNames() {
    #expect(Closeness.among(["sums", "sam", "sum", "total"], to: "sum") == ["sum", "sums", "sam"])
    #expect(Closeness.among(["total"], to: "sum").isEmpty)
  }

  private func finder(_ kinds: NameKinds, _ words: [Word] = [], _ dimension: Int? = nil) -> Suggestion {
    Suggestion(vocabulary: Fixture.vocabulary, kinds: kinds, words: words, dimension: dimension)
  }

  private func words(_ text: String) -> [[UInt8]] { Vocabulary.foldedWords(Array(text.utf8)[...]) }

  @Test(arguments: [
    ("Lodnon", ["London"]), ("Noth East", ["North East"]), ("alocation", []), ("x", []),
    ("Yorkshire Humber", ["Yorkshire and Humber"]), ("ENGLND", ["England"]),
    ("Norht West", ["North West"]),
  ])
  func places(_ typed: String, _ names: [String]) {
    #expect(finder(.places).closest(to: words(typed)).map(\.text) == names)
  }

  @Test func wordsAndNames() {
    #expect(finder(.figures, [.sum, .average]).closest(to: words("averge")).map(\.text) == ["average"])
    #expect(finder(.figures, [.sum]).closest(to: words("fundign")).map(\.text) == ["allocation"])
    #expect(finder(.figures, [.sum]).closest(to: words("su")).map(\.text) == ["sum"])
    #expect(finder(.figures, [.sum]).closest(to: words("s")).isEmpty)
    #expect(finder(.figures, []).closest(to: words("averge")).isEmpty)
    #expect(finder(.places, [], 1).closest(to: words("Lodnon")).isEmpty)
    #expect(finder(.places, [], 0).closest(to: words("Lodnon")).map(\.dimension) == [0])
    // Initials are too short to be guessed at.
    #expect(finder(.places).closest(to: words("NF")).isEmpty)
    // A name with a number is too like others.
    for number in ["0", "5", "9"] {
      var vocabulary = Fixture.vocabulary
      vocabulary.add(Name(.member(dimension: 0, code: 2), "district \(number)", official: "London"))
      let finder = Suggestion(vocabulary: vocabulary, kinds: .places, words: [], dimension: nil)
      #expect(finder.closest(to: words("distrct \(number)")).isEmpty, "\(number)")
    }
  }

  @Test(arguments: [
    ("north", ["North East", "North West"]), ("east", ["North East", "South East"]),
    ("humber", ["Yorkshire and Humber"]), ("north east", []), ("x", []),
    ("and", ["Yorkshire and Humber", "St. Paul's & Co. (1)"]),
    ("nor", []),
    ("south", ["South East"]),
  ])
  func parts(_ typed: String, _ names: [String]) {
    #expect(finder(.places).namesWithPart(words(typed)) == names)
  }
}
