import Foundation

/// The SplitMix64 generator: the same numbers from the same seed, on every machine.
struct ProofRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A whole number in a range.
  mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// True once in so many times.
  mutating func once(in times: Int) -> Bool { int(1...times) == 1 }

  /// One of a list that is not empty.
  mutating func pick<Element>(_ list: [Element]) -> Element { list[int(0...list.count - 1)] }

  /// Some of a list, in its order: at least so many.
  mutating func some<Element>(_ list: [Element], atLeast least: Int = 1, atMost most: Int? = nil) -> [Element]
  {
    let count = int(least...max(least, min(most ?? list.count, list.count)))
    return list.indices.shuffled(using: &self).prefix(count).sorted().map { list[$0] }
  }
}

/// The seed of all that is drawn here. To try another: RIEPL_SEED=7 swift test --filter ProofTests
enum ProofSeed {
  static let value = ProcessInfo.processInfo.environment["RIEPL_SEED"].flatMap { UInt64($0) } ?? 2008

  /// How many times as much as usual is tried: RIEPL_EFFORT=10 swift test --filter ProofTests
  static let effort = ProcessInfo.processInfo.environment["RIEPL_EFFORT"].flatMap { Int($0) } ?? 1

  /// What a failure is reported with.
  static var note: String { "RIEPL_SEED=\(value)" }

  /// A generator of its own for each purpose, so that one test's draws don't move another's.
  static func random(_ purpose: String, _ number: Int = 0) -> ProofRandom {
    let mixed = purpose.utf8.reduce(value &+ UInt64(number) &* 0x1000_0001) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    return ProofRandom(seed: mixed)
  }
}
