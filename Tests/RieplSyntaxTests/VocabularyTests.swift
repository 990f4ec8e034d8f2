import Testing

@testable import RieplSyntax

@Suite struct VocabularyTests {
  @Test(
    arguments: [
      ("North East", ["north", "east"]), ("the North-East", ["north", "east"]), ("The THE", []), ("", []),
      ("A&B", ["a", "and", "b"]),
      ("King's St’s ‘x", ["kings", "sts", "x"]), ("a\u{A0}b", ["a", "b"]), ("a–b—c", ["a", "b", "c"]),
      ("naïve", ["naïve"]),
      ("x1 2", ["x1", "2"]), ("a.b (c)", ["a", "b", "c"]), ("theme then", ["theme", "then"]),
      ("Z@[`{a", ["z", "a"]), ("9:/0", ["9", "0"]), ("a\u{7F}b", ["a", "b"]), ("À Ā", ["À", "Ā"]),
      ("a\u{2018}b", ["ab"]),
    ] as [(String, [String])])
  func folds(_ text: String, _ words: [String]) {
    #expect(
      Vocabulary.foldedWords(Array(text.utf8)[...]).map { String(decoding: $0, as: UTF8.self) } == words)
  }

  @Test func findsAndForgets() {
    var vocabulary = Vocabulary()
    let first = vocabulary.add(Name(.measure(0), "same thing")) ?? NameID(-1)
    let second = vocabulary.add(Name(.fact(0), "Same-Thing")) ?? NameID(-1)
    let third = vocabulary.add(Name(.topic(0), "the same thing")) ?? NameID(-1)
    #expect(vocabulary.add(Name(.topic(1), "the")) == nil)
    let text = Array("SAME thing".utf8)[...]
    #expect(vocabulary.lookUp(text) == [first, second, third])
    #expect(vocabulary.lookUp(text, .fact) == [second])
    #expect(vocabulary.lookUp(text, [.topic, .measure]) == [first, third])
    vocabulary.remove(first)
    #expect(vocabulary.lookUp(text) == [second, third])
    #expect(vocabulary.liveNames.map(\.id) == [second, third])
    #expect(vocabulary[second].official == "Same-Thing")
    for other in ["same", "thing", "same thing more", "same things", "", "the"] {
      #expect(vocabulary.lookUp(Array(other.utf8)[...]).isEmpty, "\(other)")
    }
  }

  /// More names and words than the tables start with.
  @Test func grows() throws {
    var vocabulary = Vocabulary()
    var ids: [String: NameID] = [:]
    for number in 0..<3000 {
      let name = "place \(number) é\(number % 7) street \(number * 7 % 1000)"
      ids[name] = vocabulary.add(Name(.topic(number), name))
    }
    #expect(ids.count == 3000)
    for (name, id) in ids { #expect(vocabulary.lookUp(Array(name.utf8)[...]) == [id], "\(name)") }
    #expect(vocabulary.lookUp(Array("place 3000 é4 street 0".utf8)[...]).isEmpty)
    // The words of the language are where they were.
    var parser = Parser(vocabulary: vocabulary)
    try parser.read(SourceText("5 + 5 top 3"))
    #expect(try parser.parseStatement())
  }

  @Test func poolOfWords() {
    var pool = WordPool()
    var numbers: [String: UInt32] = [:]
    for number in 0..<2500 { numbers["word\(number)"] = pool.intern(Array("Word\(number)".utf8)) }
    numbers["é"] = pool.intern(Array("É".utf8))
    #expect(pool.count == 2501 && Set(numbers.values).count == 2501)
    for (word, number) in numbers {
      #expect(pool.intern(Array(word.utf8)) == number)
      #expect(String(decoding: pool.spelling(number), as: UTF8.self) == word)
    }
    func find(_ word: String) -> UInt32 {
      let bytes = Array("  \(word)!".utf8)
      let folded = word.lowercased().utf8.reduce(WordPool.hashSeed, WordPool.hash)
      return pool.find(bytes, 2, 2 + word.utf8.count, hash: folded)
    }
    #expect(find("word7") == numbers["word7"] && find("WORD2499") == numbers["word2499"])
    #expect(
      find("word2500") == WordPool.unknown && find("wor") == WordPool.unknown && find("") == WordPool.unknown)
    #expect(pool.findWide(Array("é".utf8)[...]) == numbers["é"])
    #expect(pool.findWide(Array("e\u{301}".utf8)[...]) == numbers["é"])
    #expect(pool.findWide(Array("ü".utf8)[...]) == WordPool.unknown)
    #expect(WordPool().findWide(Array("é".utf8)[...]) == WordPool.unknown)
    #expect([0x40, 0x41, 0x5A, 0x5B, 0x61].map { WordPool.folded($0) } == [0x40, 0x61, 0x7A, 0x5B, 0x61])
  }

  @Test func yearsAndLabels() {
    var vocabulary = Vocabulary()
    #expect(vocabulary.yearDimension == nil && vocabulary.years.isEmpty && vocabulary.yearCode(2009) == nil)
    vocabulary.setYears(dimension: 2, codes: [(2010, 1), (2009, 0), (2010, 7)])
    vocabulary.setDimension(2, name: "year", plural: "years")
    #expect(
      vocabulary.yearDimension == 2 && vocabulary.years == [2009, 2010] && vocabulary.yearCode(2010) == 1)
    #expect(vocabulary.dimensionLabels.map(\.name) == ["", "", "year"])
  }

  /// The longest name wins, and falls back to the last one that is whole.
  @Test(
    arguments: [
      ("A", 0, 1), ("A B", 0, 1), ("A B C", 1, 3), ("A B D", 0, 1), ("A B C D", 1, 3), ("A B C D E", 2, 5),
      ("budget 2009-10", 3, 2),
      ("budget 2009-11x", nil, 0), ("B", nil, 0), ("\"a b c\"", 1, 1), ("\"a b\"", nil, 0),
    ] as [(String, Int?, Int)])
  func longest(_ text: String, _ name: Int?, _ count: Int) throws {
    var vocabulary = Vocabulary()
    for name in ["A", "A B C", "A B C D E", "budget 2009-10"] { vocabulary.add(Name(.topic(0), name)) }
    var parser = Parser(vocabulary: vocabulary)
    try parser.read(SourceText(text))
    guard (try? parser.lexer.readStatement(vocabulary)) == true else { return }
    let match = parser.matchName(.topic)
    #expect(match.map { Int($0.name.index) } == name)
    if let match { #expect(match.start == 0 && match.next == count) }
  }

  @Test func wordTable() {
    for (place, word) in Word.allCases.enumerated() {
      let entry = WordTable.entry(word)
      #expect(
        entry.word == word && Int(word.rawValue) == place && WordTable.spelling(word) == entry.spellings[0])
    }
    for reducer in Reducer.allCases { #expect(WordTable.reducer(WordTable.word(reducer)) == reducer) }
    for shaper in Shaper.allCases { #expect(WordTable.shaper(WordTable.word(shaper)) == shaper) }
    #expect(
      WordTable.word(Reducer.sum) == .sum && WordTable.reducer(.total) == .sum
        && WordTable.reducer(.show) == nil)
    #expect(WordTable.shaper(.sum) == nil && WordTable.shaper(.growth) == .growth)
    let spellings = WordTable.entries.flatMap(\.spellings)
    #expect(Set(spellings).count == spellings.count && spellings.allSatisfy { $0 == $0.lowercased() })
    for (place, kind) in ClauseKind.allCases.enumerated() {
      #expect(
        ClauseTable.entries[place].kind == kind && ClauseTable.title(kind) == ClauseTable.entries[place].title
      )
    }
  }

  /// A name that starts with a year can be used where years are no members of anything.
  @Test func namesThatStartWithAYear() throws {
    for hasYears in [false, true] {
      var vocabulary = Vocabulary()
      vocabulary.add(Name(.topic(0), "2009-10 budget"))
      if hasYears { vocabulary.setYears(dimension: 0, codes: [(2009, 0)]) }
      var parser = Parser(vocabulary: vocabulary)
      try parser.read(SourceText("2009-10 budget"))
      _ = try parser.lexer.readStatement(vocabulary)
      #expect((parser.matchName(.topic) != nil) == !hasYears)
    }
  }

  /// At most three names are offered, the closest first.
  @Test func offersThree() {
    var vocabulary = Vocabulary()
    for name in ["abcdefx", "abcdefy", "abcdefz", "abcdefg", "abcdef"] {
      vocabulary.add(Name(.fact(0), name))
    }
    let finder = Suggestion(vocabulary: vocabulary, kinds: .fact, words: [])
    #expect(finder.closest(to: [Array("abcdef".utf8)]).map(\.text) == ["abcdef"])
    #expect(finder.closest(to: [Array("abcdefq".utf8)]).count == 3)
  }

  /// Each kind of name has a bit of its own.
  @Test func kinds() {
    let kinds: [NameKinds] = [.dataset, .dimension, .member, .measure, .fact, .group, .definition, .topic]
    #expect(kinds.map(\.rawValue) == (0..<8).map { 1 << $0 })
    #expect(kinds.reduce([]) { $0.union($1) } == NameKinds.any)
    #expect(
      NameKinds.figures == [.measure, .fact, .definition, .dimension]
        && NameKinds.places == [.member, .group])
    let targets: [NameTarget] = [
      .dataset(0), .dimension(0), .member(dimension: 0, code: 0), .measure(0), .fact(0),
      .group(dimension: 0, number: 0),
      .definition(0), .topic(0),
    ]
    #expect(targets.map { Name($0, "x").kind } == kinds && Name(.whole(dimension: 0), "x").kind == .member)
  }

  /// What is missing at the end is missing right behind the last word, whatever space follows.
  @Test(arguments: [("sum   ", 3), ("allocation +  # x", 12), ("allocation by\n", 13)])
  func missingAtTheEnd(_ text: String, _ end: Int) {
    #expect(Fixture.error(text)?.range == SourceRange(end, end))
  }
}
