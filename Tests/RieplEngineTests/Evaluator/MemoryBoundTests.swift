import RieplEngine
import RieplSyntax
import Testing

/// What is too much for the memory that there may be; the bound is that of a process, so each has one of its own.
@Suite struct MemoryBoundTests {
  private struct Meter: MemoryMeter {
    let taken: Int

    func giveBack() {}
  }

  /// What a question wants more memory for, where so many bytes are left.
  static func want(_ question: String, left: Int, _ catalog: Catalog) -> String? {
    OwnMemory.setLimit(1 << 30, Meter(taken: 1 << 30 - left))
    var workspace = Workspace(catalog: catalog)
    do throws(Diagnostic) {
      try workspace.read(SourceText(question))
      _ = try workspace.next()
      return nil
    } catch {
      return error.code == .tooLittleMemory ? error.facts["what"] : error.code.rawValue
    }
  }

  /// The median needs all figures of a batch at once, and sums need none.
  @Test func medians() async {
    await #expect(processExitsWith: .success) {
      let what = "the figures of which the median is the one in the middle"
      #expect(MemoryBoundTests.want("median amount", left: 47, RowTable.catalog) == what)
      #expect(MemoryBoundTests.want("median amount", left: 48, RowTable.catalog) == nil)
      #expect(MemoryBoundTests.want("sum amount", left: 0, RowTable.catalog) == nil)
      #expect(MemoryBoundTests.want("highest amount", left: 0, RowTable.catalog) == nil)
    }
  }

  /// A cube of so many wards.
  static func wards(_ count: Int) -> Catalog {
    let columns = MemoryColumns(
      codes: [(0..<count).map { Int32($0) }],
      measures: [
        MemoryMeasure(values: (0..<count).map { Int64($0) }, states: Array(repeating: 0, count: count))
      ],
      rowCount: count)
    var catalog = Catalog()
    catalog.add(
      Dataset(name: "wards", title: "", edition: "", licence: "", document: ""),
      dimensions: [
        Dimension(
          name: "ward", plural: "wards",
          memberList: MemberList((0..<count).map { Member(name: "ward \($0)") }))
      ],
      measures: [
        Measure(
          name: "cases", summary: "", unit: .count, scale: 0, sourcePower: 0, dimensions: [0],
          addsOver: BitSet(0), table: 0, column: 0)
      ], facts: [], notes: [], sources: [], topics: [],
      tables: [Table(dimensions: [0], source: columns, isCube: true)])
    return catalog
  }

  /// Many rows want memory for what they are of, for working them out, and for the answer; a few thousand are not asked
  /// for.
  @Test func rows() async {
    await #expect(processExitsWith: .success) {
      let many = MemoryBoundTests.wards(5000)
      func want(_ question: String, _ left: Int) -> String? {
        MemoryBoundTests.want(question, left: left, many)
      }
      #expect(want("cases by ward", 319_999) == "a row for each of 5000 wards")
      #expect(want("cases by ward", 320_000) == "5000 rows")
      #expect(want("cases by ward", 699_999) == "5000 rows")
      #expect(want("cases by ward", 700_000) == "an answer of 5000 rows")
      #expect(want("cases by ward", 2_249_999) == "an answer of 5000 rows")
      #expect(want("cases by ward", 2_250_000) == nil)
      #expect(want("cases by ward top 3", 700_000) == nil)
      #expect(want("sum cases", 0) == nil)
      #expect(MemoryBoundTests.want("cases by ward", left: 0, MemoryBoundTests.wards(4096)) == nil)
    }
  }
}
