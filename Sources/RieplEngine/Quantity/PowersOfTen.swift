/// The powers of ten that fit one machine word.
enum PowersOfTen {
  /// How many there are: 10⁰ to 10¹⁹.
  static let count = 20

  private static let table: [UInt64] = [
    1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
    10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000,
    1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
    10_000_000_000_000_000_000,
  ]

  /// Ten to a power of 0 to 19; the nearest of those where it is asked for another.
  static subscript(exponent: Int) -> UInt64 {
    table[min(max(exponent, 0), count - 1)]
  }

  /// Ten to a power of 0 to 38; the nearest of those where it is asked for another.
  static func wide(_ exponent: Int) -> UInt128 {
    let low = min(max(exponent, 0), 19)
    return UInt128(self[low]) * UInt128(self[min(exponent - low, 19)])
  }

  /// How many decimal digits a number has; 1 for zero.
  static func digitCount(of value: UInt64) -> Int {
    // 1233/4096 is just over log10(2): the estimate is right or one too low.
    let bits = 64 - (value | 1).leadingZeroBitCount
    let estimate = (bits * 1233) >> 12
    return value >= self[estimate] ? estimate + 1 : max(estimate, 1)
  }
}
