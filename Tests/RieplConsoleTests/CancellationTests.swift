import RieplEngine
import RieplSyntax
import Synchronization
import Testing

/// Rows without end, which only a cancellation stops.
private final class EndlessRows: ColumnSource, Sendable {
  let batches = Atomic<Int>(0)

  func scan(
    dimensions: [Int], measure: Int?, _ body: (Batch) throws(EngineFault) -> Void
  ) throws(EngineFault) {
    for _ in 0..<1_000_000 {
      batches.add(1, ordering: .relaxed)
      try body(
        Batch(
          firstRow: 0, count: 1, codes: dimensions.map { _ in [0] }, values: [1], states: [0],
          markNumbers: [], marks: []))
    }
  }
}

@Suite struct CancellationTests {
  /// A question is stopped while its rows are read, before the next batch.
  @Test(arguments: ["sum weight", "sum weight by town", "average weight", "lowest weight"])
  func stopsBetweenBatches(_ question: String) throws {
    let rows = EndlessRows()
    var catalog = Catalog()
    catalog.add(
      Dataset(name: "endless", title: "", edition: "", licence: "", document: ""),
      dimensions: [
        Dimension(name: "town", plural: "towns", members: [Member(name: "Ash"), Member(name: "Elm")])
      ],
      measures: [
        Measure(
          name: "weight", summary: "", unit: .number, scale: 0, sourcePower: 0, dimensions: [0],
          addsOver: BitSet(0),
          table: 0, column: 0)
      ], facts: [], notes: [], sources: [], topics: [],
      tables: [Table(dimensions: [0], source: rows, isCube: false)])
    var workspace = Workspace(catalog: catalog)
    workspace.isCancelled = { rows.batches.load(ordering: .relaxed) >= 10 }
    try workspace.read(SourceText(question))
    do throws(Diagnostic) {
      _ = try workspace.next()
      Issue.record("not stopped")
    } catch {
      #expect(error.code == .interrupted)
    }
    #expect(rows.batches.load(ordering: .relaxed) == 10)
  }
}
