import RieplEngine

/// The SplitMix64 generator: the same numbers from the same seed, on every machine.
struct QuantityRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A word of any length, at the edges of its range more often than chance would have it.
  mutating func word() -> Int64 {
    switch next() % 8 {
    case 0:
      let edges: [Int64] = [0, 1, -1, 2, 10, 100, .max, .max - 1, .min, .min + 1, 1 << 31, 1 << 32, 1 << 62]
      return edges[Int(next() % UInt64(edges.count))]
    case 1, 2, 3: return Int64(truncatingIfNeeded: next() % 2_001) - 1_000
    default: return Int64(truncatingIfNeeded: next()) >> Int64(next() % 64)
    }
  }

  /// A value in machine words, not necessarily in lowest terms.
  mutating func smallRational() -> Rational {
    let denominator = [1, 1, 1, 2, 10, 100, 1_000, 3, 7, 365, word(), word()][Int(next() % 12)]
    return Rational(numerator: word(), denominator: denominator) ?? .one
  }

  /// A value of any size up to some 1,000 bits.
  mutating func rational() throws -> Rational {
    var result = smallRational()
    guard next() % 3 == 0 else { return result }
    for _ in 0..<(1 + next() % 12) {
      result = try result.multiplied(by: Rational(word() | 1)).adding(smallRational())
      if result.isZero { result = .one }
      if next() % 2 == 0 { result = try Rational(word() | 1).divided(by: result) }
    }
    return result
  }

  /// A whole number of up to so many words.
  mutating func bigInteger(words: Int) throws -> BigInteger {
    var result = BigInteger(word())
    for _ in 0..<Int(next() % UInt64(words)) {
      result = try result.shiftedLeft(by: 64).adding(BigInteger(Int128(next())))
    }
    return next() % 2 == 0 ? result : result.negated
  }
}
