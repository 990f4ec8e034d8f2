extension Magnitude {
  /// The greatest common divisor, by Lehmer's algorithm; that with zero is the other number.
  func greatestCommonDivisor(_ other: Magnitude) -> Magnitude {
    var (high, low) = self < other ? (other, self) : (self, other)
    while low.limbs.count > 1 {
      if let step = LehmerStep(high, low) {
        (high, low) = step.applied(to: high, low)
      } else {
        (high, low) = (low, high.quotientAndRemainder(dividingBy: low).remainder)
      }
    }
    guard let word = low.word, word != 0 else { return high }
    let rest = high.quotientAndRemainder(dividingBy: word).remainder
    return Magnitude(Magnitude.greatestCommonDivisor(word, rest))
  }

  /// The greatest common divisor of two words; that with zero is the other number.
  static func greatestCommonDivisor(_ left: UInt64, _ right: UInt64) -> UInt64 {
    if left == 0 { return right }
    if right == 0 { return left }
    let shift = (left | right).trailingZeroBitCount
    var (first, second) = (left >> UInt64(left.trailingZeroBitCount), right)
    while second != 0 {
      second >>= UInt64(second.trailingZeroBitCount)
      let (difference, isNegative) = second.subtractingReportingOverflow(first)
      first = min(first, second)
      second = isNegative ? 0 &- difference : difference
    }
    return first << UInt64(shift)
  }

  /// The greatest common divisor of two double words; that with zero is the other number.
  static func greatestCommonDivisor(_ left: UInt128, _ right: UInt128) -> UInt128 {
    var (high, low) = left < right ? (right, left) : (left, right)
    while low >> 64 != 0 { (high, low) = (low, high % low) }
    let word = UInt64(truncatingIfNeeded: low)
    if word == 0 { return high }
    return UInt128(greatestCommonDivisor(word, UInt64(truncatingIfNeeded: high % low)))
  }
}
