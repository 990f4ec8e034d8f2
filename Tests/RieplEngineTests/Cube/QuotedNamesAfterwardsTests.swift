import RieplEngine
import RieplSyntax
import Testing

/// What comes behind a question that has a member of a large dimension in quotes.
@Suite struct QuotedNamesAfterwardsTests {
  private func workspace() -> Workspace {
    var catalog = Catalog()
    let count = Dimension.manyMembers + 1
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    let names = (0..<count).map { "Acme \(letters[$0 / 26 % 26])\(letters[$0 % 26])\(letters[$0 / 676])x" }
    let columns = MemoryColumns(
      codes: [(0..<count).map { Int32($0) }],
      measures: [
        MemoryMeasure(values: (0..<count).map { Int64($0) }, states: Array(repeating: 0, count: count))
      ], rowCount: count)
    catalog.add(
      Dataset(name: "d", title: "", edition: "", licence: "", document: ""),
      dimensions: [Dimension(name: "supplier", plural: "suppliers", members: names.map { Member(name: $0) })],
      measures: [
        Measure(
          name: "amount", summary: "", unit: .money, scale: 0, sourcePower: 0, dimensions: [0],
          addsOver: BitSet(0), table: 0, column: 0)
      ], facts: [], notes: [], sources: [], topics: [],
      tables: [Table(dimensions: [0], source: columns, isCube: true)])
    return Workspace(catalog: catalog)
  }

  /// Completion goes on working.
  @Test func completion() throws {
    var workspace = workspace()
    try workspace.read(SourceText("sum amount for \"Acme abax\""))
    _ = try workspace.next()
    let text = "sum amo"
    let found = Completer.completions(text, at: text.utf8.count, workspace.parser.vocabulary)
    #expect(found.map(\.text) == ["amount"])
    try workspace.read(SourceText("sum amount by ?"))
    guard case .blank? = try workspace.next() else {
      Issue.record("no blank")
      return
    }
  }

  /// A follow-up asks of the same member.
  @Test func followUp() throws {
    var workspace = workspace()
    try workspace.read(SourceText("sum amount for \"Acme abax\"\nthen as £k"))
    _ = try workspace.next()
    guard case .answer(let answer)? = try workspace.next() else {
      Issue.record("no answer")
      return
    }
    #expect(answer.single?.value == Rational(1))
  }
}
