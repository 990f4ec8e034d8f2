import Foundation
import RieplData
import RieplEngine
import RieplSyntax
import Testing

/// Rows of files with so many that most are left out before they are worked out.
@Suite struct FileRowTests {
  struct Payments {
    /// For each row its pence; nil where there is no figure.
    var pence: [Int?] = []
    var wards: [String] = []
    var text = "Ward,Supplier,Ref,Amount\n"

    init(_ seed: Int, count: Int, different: Int) {
      var random = RandomTableTests.Generator(state: UInt64(seed) &* 0x9E37_79B9 &+ 17)
      for row in 0..<count {
        let amount = random.next(50) == 0 ? nil : random.next(different) - different / 3
        let ward = random.pick(["Ash", "Elm", "Oak"])
        pence.append(amount)
        wards.append(ward)
        let figure = amount.map {
          ($0 < 0 ? "-" : "") + "\(abs($0) / 100).\(String(abs($0) % 100 + 100).dropFirst())"
        }
        text += "\(ward),S\(random.next(900)),R\(row),\(figure ?? "")\n"
      }
    }

    /// The rows that a cut leaves: those with the highest or lowest figures, and of equal ones the first.
    func first(_ count: Int, fromTop: Bool, where passes: (Int) -> Bool) -> [Int] {
      Array(
        pence.indices.filter { row in pence[row] != nil && passes(row) }.sorted { left, right in
          guard let a = pence[left], let b = pence[right], a != b else { return left < right }
          return fromTop ? a > b : a < b
        }.prefix(count))
    }
  }

  /// What is asked of the rows, as answers: their lines and what is said of them.
  static func ask(_ question: String, _ catalog: Catalog) throws -> (
    lines: [String], remarks: [Remark], all: Int
  ) {
    var workspace = Workspace(catalog: catalog)
    try workspace.read(SourceText(question))
    guard case .answer(let answer) = try workspace.next() else { return ([], [], 0) }
    let lines = answer.rows.map { row in
      if case .place(let place) = row.keys.first { place } else { "" }
    }
    return (lines, answer.remarks, answer.rowsBeforeCut)
  }

  @Test(arguments: 0..<8) func cutsLeaveWhatSortingWould(_ seed: Int) throws {
    let payments = Payments(seed, count: 9000, different: [40, 700, 200_000][seed % 3])
    let file = FileManager.default.temporaryDirectory.appending(path: "riepl-\(UUID().uuidString).csv")
    try Data(payments.text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    var catalog = Catalog()
    try EmbeddedDatasets.load(into: &catalog)
    var options = LoadOptions()
    options.name = "payments"
    _ = try TableLoader.load(path: file.path(), options: options, into: &catalog)
    let isAsh: (Int) -> Bool = { payments.wards[$0] == "Ash" }
    let isMuch: (Int) -> Bool = { (payments.pence[$0] ?? 0) > 200 }
    let questions: [(String, Int, Bool, (Int) -> Bool)] = [
      ("amount top 3", 3, true, { _ in true }), ("amount bottom 7", 7, false, { _ in true }),
      ("amount top 500", 500, true, { _ in true }), ("amount bottom 3 for Ash", 3, false, isAsh),
      ("amount where amount > £2 bottom 4", 4, false, isMuch), ("amount above £2 top 5", 5, true, isMuch),
      ("amount above £2 bottom 5", 5, false, isMuch), ("amount top 4000", 4000, true, { _ in true }),
    ]
    for (question, count, fromTop, passes) in questions {
      let expected = payments.first(count, fromTop: fromTop, where: passes)
      let found = try FileRowTests.ask(question, catalog)
      // A clean file has a row on each line behind its headings.
      let isSame = found.lines == expected.map { "line \($0 + 2)" }
      #expect(isSame, "\(question)")
      #expect(found.all >= found.lines.count)
      let last = expected.last.flatMap { payments.pence[$0] }
      let equal = payments.pence.indices.count { passes($0) && payments.pence[$0] == last }
      let shown = expected.count { payments.pence[$0] == last }
      let leftOut = found.remarks.compactMap {
        if case .cutAmongEquals(_, _, let leftOut) = $0 { leftOut } else { nil }
      }
      // What is compared is said of all rows, and nothing of cuts then.
      if !question.contains("above") {
        #expect(leftOut == (equal > shown ? [equal - shown] : []), "\(question)")
      }
    }
    // What prints alike is counted in all rows, also far behind the cut.
    let rounded = try FileRowTests.ask("amount top 3 as £k to 0 decimals", catalog)
    #expect(rounded.lines == payments.first(3, fromTop: true) { _ in true }.map { "line \($0 + 2)" })
    let top = payments.first(3, fromTop: true) { _ in true }.compactMap { payments.pence[$0] }
    let printed: (Int) -> Int = { pence in (abs(pence) + 50_000) / 100_000 * (pence < 0 ? -1 : 1) }
    let alike = payments.pence.compactMap { $0 }.count { printed($0) == printed(top[2]) }
    let inFront = top.count { printed($0) == printed(top[2]) }
    if payments.pence.compactMap({ $0 }).contains(where: { printed($0) != printed(top[2]) }) {
      #expect(
        rounded.remarks.contains {
          if case .cutAmongEquals(_, _, let leftOut) = $0 { leftOut == alike - inFront } else { false }
        } == (alike > inFront))
    }
  }

  @Test func linesAreCountedWhereRowsHaveSeveral() throws {
    for (text, lines) in [
      (
        "Ward,Supplier,Ref,Amount\nAsh,A,R1,1\nElm,\"B\nC\",R2,2\nAsh,A,R3,3\n",
        ["line 2", "line 3", "line 5"]
      ),
      (
        "A title\n\nWard,Supplier,Ref,Amount\nAsh,A,R1,1\n\nElm,B,R2,2\nAsh,A,R3,3",
        ["line 4", "line 6", "line 7"]
      ),
      (
        "Ward,Supplier,Ref,Amount\r\nAsh,A,R1,1\r\nElm,B,R2,2\r\nAsh,A,R3,3\r\n",
        ["line 2", "line 3", "line 4"]
      ),
    ] {
      let file = FileManager.default.temporaryDirectory.appending(path: "riepl-\(UUID().uuidString).csv")
      try Data(text.utf8).write(to: file)
      defer { try? FileManager.default.removeItem(at: file) }
      var catalog = Catalog()
      try EmbeddedDatasets.load(into: &catalog)
      _ = try TableLoader.load(path: file.path(), options: LoadOptions(), into: &catalog)
      #expect(try FileRowTests.ask("amount", catalog).lines == lines)
    }
  }
}
