import Foundation
import RieplData
import RieplEngine
import Testing

/// Random tables, written in random dialects, read back as they were.
@Suite struct RandomTableTests {
  struct Generator {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }

    mutating func pick<T>(_ list: [T]) -> T { list[next(list.count)] }
  }

  struct Table {
    var rows: [[String]] = []
    var text = ""
  }

  /// A table of names and pence.
  static func table(_ seed: Int, rows count: Int) -> Table {
    var random = Generator(state: UInt64(seed) &* 0x9E37_79B9 &+ 1)
    let delimiter = random.pick([",", "\t", ";", "|"])
    let end = random.pick(["\n", "\r\n", "\r"])
    let quotesAll = random.next(3) == 0
    let letters = Array("abcdefgh ijk'-éß£") + (end == "\r" ? [] : ["\n"])
    func field(_ text: String) -> String {
      let needs = text.contains { "\",;|\t\n\r".contains($0) } || quotesAll
      return needs ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
    var table = Table()
    table.text = ["name", "kind", "amount"].map(field).joined(separator: delimiter) + end
    for row in 0..<count {
      var words: [String] = []
      for part in 0..<2 {
        var word = "n\(part)"
        for _ in 0..<random.next(part == 0 ? 30 : 6) {
          word.append(random.pick(letters + [",", "\"", ";", "|"]))
        }
        words.append(word + "x")
      }
      let pence = random.next(2_000_000) - 400_000
      let sign = pence < 0 ? "-" : ""
      let amount = "\(sign)\(abs(pence) / 100).\(abs(pence) % 100 < 10 ? "0" : "")\(abs(pence) % 100)"
      let isLast = row == count - 1 && random.next(2) == 0
      table.text += (words + [amount]).map(field).joined(separator: delimiter) + (isLast ? "" : end)
      table.rows.append(words.map { $0.split(separator: "\n").joined(separator: " ") } + ["\(pence)"])
    }
    return table
  }

  private static func plain(_ rows: [[String]]) -> [[String]] {
    rows.map { $0.map { $0.split(separator: " ").joined(separator: " ") } }
  }

  @Test(arguments: 0..<60) func readsBack(_ seed: Int) throws {
    let table = RandomTableTests.table(seed, rows: 3 + seed * 7)
    let file = try LoadedFile(text: table.text)
    #expect(file.report.setAside == 0)
    let rows = try file.rows()
    // Names that differ only in spaces are one name.
    #expect(RandomTableTests.plain(rows) == RandomTableTests.plain(table.rows))
  }

  /// Large enough for several threads and parts; the order of members is another, that of rows is not.
  @Test func readsALargeOneBack() throws {
    let table = RandomTableTests.table(12, rows: 220_000)
    let file = try LoadedFile(text: table.text)
    #expect(file.report.setAside == 0)
    let rows = try file.rows()
    // Names that differ only in spaces are one name.
    #expect(RandomTableTests.plain(rows) == RandomTableTests.plain(table.rows))
  }

  /// What adds itself up comes to the same as the rows one by one.
  @Test(arguments: 0..<12) func totalsAreThoseOfTheRows(_ seed: Int) throws {
    var random = Generator(state: UInt64(seed) + 99)
    var text = "a,b,amount\n"
    let huge = seed % 3 == 0
    for _ in 0..<5000 {
      let value =
        random.next(20) == 0
        ? random.pick(["", "-", "[c]"])
        : "\(random.next(2) == 0 ? "-" : "")\(random.next(huge ? 90_000_000_000_000 : 5000))"
      text += "\(random.pick(["x", "y", "z", "Total"])),b\(random.next(400)),\(value)\n"
    }
    let file = try LoadedFile(text: text)
    let table = file.catalog.tables[0]
    let codes = file.catalog.dimensions[table.dimensions[0]].members.count
    let others = file.catalog.dimensions[table.dimensions[1]].members.count
    let parts = [
      GroupRequest.Part(place: 0, groups: (0..<codes).map { Int32($0) }),
      GroupRequest.Part(place: 1, groups: (0..<others).map { $0 % 7 == 0 ? -1 : 0 }),
    ]
    var sums = [Int128](repeating: 0, count: codes)
    var counts = [Int](repeating: 0, count: codes)
    var missing = counts
    var low = [Int64](repeating: .max, count: codes)
    try table.source.scan(dimensions: [0, 1], measure: 0) { (batch: Batch) throws(EngineFault) in
      for row in 0..<batch.count where parts[1].groups[Int(batch.codes[1][row])] >= 0 {
        let group = Int(batch.codes[0][row])
        if batch.states[row] != 0 {
          missing[group] += 1
        } else {
          sums[group] += Int128(batch.values[row])
          counts[group] += 1
          low[group] = min(low[group], batch.values[row])
        }
      }
    }
    for extremes in [false, true] {
      let totals = try #require(
        try table.source.totals(
          GroupRequest(parts: parts, measure: 0, count: codes, needsExtremes: extremes),
          isCancelled: { false }))
      #expect(totals.sums == sums)
      #expect(totals.counts == counts)
      #expect(totals.missing == missing)
      if extremes { #expect(totals.low == low) }
    }
  }
}
