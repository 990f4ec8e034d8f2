import RieplEngine
import RieplSyntax
import Testing

/// What is said of figures that are not there, and of rows of which there are none.
@Suite struct RowRemarkTests {
  /// Figures of a file that are missing are called by their names and their year, and not by all their columns.
  @Test(arguments: [
    ("sum amount", 1, 8, ["Elm 2021-22"]), ("sum staff", 1, 8, ["Elm 2020-21"]),
    ("sum amount by town", 1, 8, ["Elm 2021-22"]), ("sum amount Elm", 1, 2, ["2021-22"]),
    ("sum amount in 2021-22", 1, 3, ["Elm"]), ("highest staff Elm", 1, 2, ["2020-21"]),
  ])
  func missing(_ question: String, _ count: Int, _ all: Int, _ names: [String]) throws {
    let remarks = try RowTable.answer(question).remarks
    guard case .missing(let missing, let of, let reasons) = try #require(remarks.first) else {
      Issue.record("\(remarks)")
      return
    }
    #expect(missing == count && of == all && remarks.count == 1)
    #expect(reasons.map(\.absence) == [Absence.allCases[0]])
    // What the question itself names need not be said again.
    #expect(reasons.map(\.names) == [names])
  }

  @Test(arguments: ["sum amount Ash", "sum amount by town for Ash, Birch", "sum staff where town is not Elm"])
  func nothingIsMissing(_ question: String) throws {
    #expect(try RowTable.answer(question).remarks.isEmpty)
  }

  /// A table without rows, of a dimension without members.
  private static var empty: Catalog {
    var catalog = Catalog()
    catalog.add(
      Dataset(name: "empty", title: "", edition: "", licence: "", document: ""),
      dimensions: [
        Dimension(name: "kind", plural: "kinds", members: []),
        Dimension(
          name: "town", plural: "towns", members: ["Ash", "Birch", "Cedar", "Elm"].map { Member(name: $0) }),
      ],
      measures: [
        Measure(
          name: "cases", summary: "", unit: .count, scale: 0, sourcePower: 0, dimensions: [0, 1],
          addsOver: BitSet([0, 1]), table: 0, column: 0)
      ], facts: [], notes: [], sources: [], topics: [],
      tables: [
        Table(
          dimensions: [0, 1],
          source: MemoryColumns(
            codes: [[], []], measures: [MemoryMeasure(values: [], states: [])], rowCount: 0), isCube: false)
      ])
    return catalog
  }

  private func rows(_ question: String, steps: Int) throws(Diagnostic) -> Int? {
    var limits = Limits()
    limits.steps = steps
    var workspace = Workspace(catalog: RowRemarkTests.empty, limits: limits)
    try workspace.read(SourceText(question))
    guard case .answer(let answer) = try workspace.next() else { return nil }
    return answer.rows.count
  }

  /// Rows are counted before they are worked out, also beside a dimension that has none.
  @Test func noRows() throws {
    for question in ["cases by kind", "cases by kind, town", "cases by town, kind"] {
      #expect(try rows(question, steps: 100) == 0, "\(question)")
    }
    for question in ["cases by town", "cases by kind, town", "cases by town, kind"] {
      let error = #expect(throws: Diagnostic.self) { try rows(question, steps: 3) }
      #expect(error?.code == .tooManyRows, "\(question): \(error?.code)")
    }
  }
}
