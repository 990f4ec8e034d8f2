import RieplEngine
import Testing

/// The set against one of the standard library.
@Suite struct BitSetTests {
  static let edges = [0, 1, 2, 31, 62, 63, 64, 65, 126, 127, 128, 129, 191, 192, 193, 300]

  @Test func below() {
    for bound in -1...260 {
      let set = BitSet(below: bound)
      #expect(set.numbers == Array(0..<max(0, bound)))
      #expect(set.count == max(0, bound) && set.isEmpty == (bound <= 0) && set.first == (bound > 0 ? 0 : nil))
    }
  }

  @Test func single() {
    for number in BitSetTests.edges {
      let set = BitSet(number)
      #expect(set.numbers == [number] && set.count == 1 && set.first == number && !set.isEmpty)
      for other in BitSetTests.edges + [-1, -64, 1000] { #expect(set.contains(other) == (other == number)) }
    }
    #expect(BitSet(-1).isEmpty && BitSet().numbers.isEmpty && BitSet().first == nil && BitSet([]).count == 0)
  }

  @Test func asTheStandardLibrary() {
    var random = QuantityRandom(seed: 7)
    for round in 0..<2000 {
      let limit = [5, 64, 70, 130, 400][round % 5]
      func pick() -> Set<Int> {
        Set((0..<Int(random.next() % 9)).map { _ in Int(random.next() % UInt64(limit)) })
      }
      let (a, b) = (pick(), pick())
      let (first, second) = (BitSet(a), BitSet(b))
      var union = first
      union.formUnion(second)
      #expect(union.numbers == a.union(b).sorted())
      #expect(first.intersection(second).numbers == a.intersection(b).sorted())
      #expect(first.subtracting(second).numbers == a.subtracting(b).sorted())
      #expect(first.count == a.count && first.isEmpty == a.isEmpty && first.first == a.min())
      // What has the same numbers is the same set, however it came about.
      #expect(first.intersection(second) == BitSet(a.intersection(b)))
      #expect(first.subtracting(second) == BitSet(a.subtracting(b)))
      #expect(union == BitSet(a.union(b)) && (first == second) == (a == b))
      #expect(first.intersection(second).isEmpty == a.isDisjoint(with: b))
    }
  }
}
