import RieplEngine
import RieplSyntax
import Testing

@Suite struct CatalogTests {
  /// Notes cite one another as they are printed.
  @Test(arguments: [
    ("See n2.", "See note 2."), ("n2", "note 2"), ("n2 and n2", "note 2 and note 2"),
    ("n12 an2 n2a n2x", "n12 an2 n2a n2x"), ("(n2)", "(note 2)"), ("n1", "n1"), ("én2", "én2"),
    ("n2é", "n2é"),
    ("a-n2-b", "a-note 2-b"), ("see m", "see note m"), ("0n2 n20 9n2", "0n2 n20 9n2"), ("", ""),
    ("N2 2n2", "N2 2n2"),
    ("n2.n2", "note 2.note 2"), ("zn2 n2z An2 n2Z", "zn2 n2z An2 n2Z"),
    ("n2[n2]`n2{", "note 2[note 2]`note 2{"),
    ("n2@n2/n2:", "note 2@note 2/note 2:"),
  ])
  func citing(_ text: String, _ cited: String) {
    var catalog = Catalog()
    catalog.add(
      Dataset(name: "d", title: "", edition: "", licence: "", document: ""), dimensions: [], measures: [],
      facts: [],
      notes: [
        Note(id: "n1", kind: "", text: text), Note(id: "n2", kind: "", text: ""),
        Note(id: "m", kind: "", text: ""),
      ], sources: [],
      topics: [], tables: [])
    #expect(catalog.notes[0].text == cited)
  }

  @Test(arguments: [
    ("n1", "note 1"), ("12", "note 12"), ("whole", "note whole"), ("a0b9", "note 09"), ("n/:", "note n/:"),
  ])
  func citation(_ id: String, _ citation: String) {
    #expect(Note(id: id, kind: "", text: "").citation == citation)
  }

  /// Members are found by their names in small letters, and by how these begin.
  @Test(arguments: [
    ("acme", true, 9, [0, 2]), ("acme", false, 9, [0]), ("a", true, 9, [0, 2]), ("a", true, 1, [0]),
    ("a", false, 9, []), ("acme ltd", true, 9, [2]), ("acme ltd.", true, 9, []), ("b@x", false, 9, [1]),
    ("b`x", false, 9, []), ("", true, 2, [0, 1]),
  ])
  func membersAreFound(_ text: String, _ isStart: Bool, _ limit: Int, _ codes: [Int]) {
    let members = MemberList([Member(name: "Acme"), Member(name: "B@x"), Member(name: "ACME Ltd")])
    #expect(members.codes(named: Array(text.utf8), isStart: isStart, limit: limit) == codes)
  }

  @Test func marks() {
    #expect(Absence.allCases.map(\.marker) == ["[x]", "[z]", "[c]", "[low]"])
    #expect(Status.allCases.map(\.marker) == ["", "[r]", "[p]", "[e]", "[f]"])
    #expect(
      Status.allCases == Status.allCases.sorted() && Status.final < .revised && !(Status.final < .final))
    #expect(
      [Unit.money, .percent, .points, .number, .count, .rate].map(\.printedPower) == [0, -2, -2, 0, 0, -2])
  }

  @Test func scaledFormats() {
    let value = Rational(1_234_567)
    for (power, text) in [
      (0, "1234567"), (3, "1234.567"), (6, "1.234567"), (9, "0.001234567"), (-2, "123456700"), (5, "1234567"),
    ] {
      let format = NumberFormat(unit: .money, power: power, decimals: 1)
      #expect(format.scaled(value).exactText == text)
      #expect(format.rounded(value) == format.scaled(value).rounded(decimals: 1))
    }
  }

  @Test func names() {
    var catalog = Catalog()
    let towns = Dimension(name: "town", plural: "towns", members: ["Ash", "Elm"].map { Member(name: $0) })
    catalog.add(
      Dataset(name: "d", title: "", edition: "", licence: "", document: ""), dimensions: [towns],
      measures: [], facts: [], notes: [],
      sources: [], topics: [], tables: [])
    let group = catalog.add(MemberGroup(name: "both", dimension: 0, members: BitSet([0, 1])))
    #expect(
      group == 0 && catalog.wholeName(0) == "all towns" && catalog.allMembers(0) == BitSet([0, 1])
        && catalog.yearDimension == nil)
    #expect(catalog.placeName(.group(dimension: 0, number: 0)) == "both" && catalog.placeName(.fact(0)) == "")
    #expect(
      catalog.placeName(.member(dimension: 0, code: 1)) == "Elm"
        && catalog.placeName(.whole(dimension: 0)) == "all towns")
    let vocabulary = catalog.makeVocabulary()
    #expect(
      vocabulary.lookUp(Array("all towns".utf8)[...]).count == 1
        || vocabulary.lookUp(Array("all towns".utf8)[...]).count == 2)
  }
}
