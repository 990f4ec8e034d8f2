/// Several steps of Euclid's algorithm in one, found from the leading bits alone.
struct LehmerStep {
  /// The new numbers are `first·high + second·low` and `third·high + fourth·low`, in each of which one
  /// factor is negative or zero.
  private let first: Int64
  private let second: Int64
  private let third: Int64
  private let fourth: Int64

  /// Nil where the leading bits do not settle a single step.
  init?(_ high: Magnitude, _ low: Magnitude) {
    // With 62 bits none of the sums and products below leaves 64: each is bounded by the leading part.
    let shift = high.bitWidth - 62
    var (upper, lower) = (LehmerStep.bits(of: high, from: shift), LehmerStep.bits(of: low, from: shift))
    var (first, second, third, fourth): (Int64, Int64, Int64, Int64) = (1, 0, 0, 1)
    while lower &+ third != 0 && lower &+ fourth != 0 {
      let quotient = (upper &+ first) / (lower &+ third)
      if quotient != (upper &+ second) / (lower &+ fourth) { break }
      (first, third) = (third, first &- quotient &* third)
      (second, fourth) = (fourth, second &- quotient &* fourth)
      (upper, lower) = (lower, upper &- quotient &* lower)
    }
    if second == 0 { return nil }
    (self.first, self.second, self.third, self.fourth) = (first, second, third, fourth)
  }

  func applied(to high: Magnitude, _ low: Magnitude) -> (Magnitude, Magnitude) {
    (
      LehmerStep.combined(high, first, low, second),
      LehmerStep.combined(high, third, low, fourth)
    )
  }

  private static func bits(of value: Magnitude, from position: Int) -> Int64 {
    let (index, offset) = (position / 64, UInt64(position % 64))
    guard index < value.limbs.count else { return 0 }
    let low = value.limbs[index] >> offset
    guard offset > 0, index + 1 < value.limbs.count else { return Int64(truncatingIfNeeded: low) }
    return Int64(truncatingIfNeeded: low | (value.limbs[index + 1] << (64 - offset)))
  }

  /// A difference of two multiples that is known not to be negative.
  private static func combined(
    _ high: Magnitude, _ first: Int64, _ low: Magnitude, _ second: Int64
  ) -> Magnitude {
    let (plus, minus) = second < 0 || first > 0 ? (high, low) : (low, high)
    let (gain, loss) =
      second < 0 || first > 0 ? (first.magnitude, second.magnitude) : (second.magnitude, first.magnitude)
    var result = [UInt64](repeating: 0, count: max(plus.limbs.count, minus.limbs.count))
    var (carry, debt): (UInt64, UInt64) = (0, 0)
    for index in result.indices {
      let plusLimb = index < plus.limbs.count ? plus.limbs[index] : 0
      let minusLimb = index < minus.limbs.count ? minus.limbs[index] : 0
      let gained = UInt128(plusLimb) &* UInt128(gain) &+ UInt128(carry)
      let lost = UInt128(minusLimb) &* UInt128(loss) &+ UInt128(debt)
      carry = UInt64(truncatingIfNeeded: gained >> 64)
      let (limb, borrow) = UInt64(truncatingIfNeeded: gained).subtractingReportingOverflow(
        UInt64(truncatingIfNeeded: lost))
      result[index] = limb
      debt = UInt64(truncatingIfNeeded: lost >> 64) &+ (borrow ? 1 : 0)
    }
    return Magnitude(limbs: result)
  }
}
