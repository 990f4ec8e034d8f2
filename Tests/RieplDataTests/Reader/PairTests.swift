import RieplData
import RieplEngine
import Testing

/// Sums that are added up fast are those of the rows one by one, at the ends of what is fast.
@Suite struct Pairs {
  @Test(arguments: [4, 32, 33, 41])
  func sumsAreThoseOfTheRows(bits: Int64) throws {
    let largest: Int64 = (1 << bits) - 1
    var text = "place,kind,value\n"
    var sums: [Int: Int128] = [:]
    var counts: [Int: Int] = [:]
    for row in 0..<40_000 {
      // The first places have the largest figures only, of one sign.
      let place = row % 5
      let value = place == 0 ? largest : place == 1 ? -largest : Int64(row) % (largest + 1) - largest / 2
      let isMissing = row % 97 == 0
      text += "p\(place),k\(row % 3),\(isMissing ? "" : String(value))\n"
      if !isMissing {
        sums[place, default: 0] += Int128(value)
        counts[place, default: 0] += 1
      }
    }
    let file = try LoadedFile(plain: text, options: "where column value is number")
    let table = file.catalog.tables[0]
    for parts in [[0], [0, 1]] {
      let request = GroupRequest(
        parts: parts.map { place in
          GroupRequest.Part(place: place, groups: place == 0 ? [0, 1, 2, 3, 4] : [0, 0, 0])
        }, measure: 0, count: 5, needsExtremes: false)
      let totals = try #require(try table.source.totals(request, isCancelled: { false }))
      #expect(totals.sums == (0..<5).map { sums[$0] ?? 0 })
      #expect(totals.counts == (0..<5).map { counts[$0] ?? 0 })
      #expect(totals.missing.reduce(0, +) == 413)
    }
  }
}
