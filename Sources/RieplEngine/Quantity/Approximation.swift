/// A number above zero to some 320 significant bits, for roots that are not exact.
///
/// The value is the mantissa times two to the power of the exponent; what a result has beyond its bits is cut
/// off.
struct Approximation: Sendable {
  private let mantissa: Magnitude
  private let exponent: Int

  /// The bits of every mantissa at most: twice what 41 decimal digits need, which leaves as many for errors
  /// to add up in.
  private static let precision = 320

  /// The significant decimal digits of a rounded result.
  private static let digits = 41

  /// Takes a number in full and cuts it to the bits there are.
  private init(_ mantissa: Magnitude, exponent: Int) {
    let excess = max(mantissa.bitWidth - Approximation.precision, 0)
    self.mantissa = mantissa.shiftedRight(by: excess)
    self.exponent = exponent + excess
  }

  /// Takes a fraction other than zero, without its sign.
  init(_ fraction: BigFraction) {
    self.init(Approximation(fraction.numerator, exponent: 0), over: fraction.denominator)
  }

  /// Divides by a natural number other than zero.
  private init(_ dividend: Approximation, over divisor: Magnitude) {
    let shift = max(Approximation.precision + divisor.bitWidth - dividend.mantissa.bitWidth, 0)
    let quotient = dividend.mantissa.shiftedLeft(by: shift).quotientAndRemainder(dividingBy: divisor).quotient
    self.init(quotient, exponent: dividend.exponent - shift)
  }

  /// The power of two that is just above the value.
  private var scale: Int { mantissa.bitWidth + exponent }

  /// One divided by the value.
  var inverted: Approximation {
    let one = Approximation(.one, exponent: 0)
    return one.divided(by: self)
  }

  private func multiplied(by other: Approximation) -> Approximation {
    Approximation(mantissa.multiplied(by: other.mantissa), exponent: exponent + other.exponent)
  }

  private func divided(by other: Approximation) -> Approximation {
    let quotient = Approximation(self, over: other.mantissa)
    return Approximation(quotient.mantissa, exponent: quotient.exponent - other.exponent)
  }

  /// The sum of two values that are not far apart.
  private func adding(_ other: Approximation) -> Approximation {
    let common = min(exponent, other.exponent)
    return Approximation(
      mantissa.shiftedLeft(by: exponent - common).adding(
        other.mantissa.shiftedLeft(by: other.exponent - common)),
      exponent: common)
  }

  private func isAbove(_ other: Approximation) -> Bool {
    if scale != other.scale { return scale > other.scale }
    let common = min(exponent, other.exponent)
    return other.mantissa.shiftedLeft(by: other.exponent - common)
      < mantissa.shiftedLeft(by: exponent - common)
  }

  /// The power with a natural exponent; one that no `Rational` holds is refused on the way.
  func raised(to power: UInt64) throws(ArithmeticFault) -> Approximation {
    var result = Approximation(.one, exponent: 0)
    for position in stride(from: 63 - power.leadingZeroBitCount, through: 0, by: -1) {
      result = result.multiplied(by: result)
      if (power >> UInt64(position)) & 1 == 1 { result = result.multiplied(by: self) }
      if abs(result.scale) > 2 * BigInteger.maximumBits { throw .tooLarge }
    }
    return result
  }

  /// The root of a degree of 2 or more, by Newton's method.
  func root(degree: Int) -> Approximation {
    guard degree > 1, let factor = UInt64(exactly: degree - 1) else { return self }
    var root = roughRoot(degree: degree)
    // The error times the degree starts below a quarter and is squared each time: eight times are enough for
    // all the bits.
    for _ in 0..<9 {
      let correction = divided(by: root.power(factor))
      let sum = Approximation(root.mantissa.multiplied(by: factor), exponent: root.exponent)
        .adding(correction)
      root = Approximation(sum, over: Magnitude(factor + 1))
    }
    return root
  }

  /// The root to a few bits more than the degree has, found bit by bit.
  private func roughRoot(degree: Int) -> Approximation {
    let bits = Int.bitWidth - degree.leadingZeroBitCount + 3
    // The value lies from 2^(scale − 1) to 2^scale, and hence its root from 2^floor to 2^(floor + 1).
    let (quotient, remainder) = (scale - 1).quotientAndRemainder(dividingBy: degree)
    let floor = remainder < 0 ? quotient - 1 : quotient
    var mantissa: UInt64 = 1 << UInt64(bits)
    for position in stride(from: bits - 1, through: 0, by: -1) {
      let candidate = mantissa | (1 << UInt64(position))
      let power = Approximation(Magnitude(candidate), exponent: floor - bits).power(UInt64(degree))
      if !power.isAbove(self) { mantissa = candidate }
    }
    return Approximation(Magnitude(mantissa), exponent: floor - bits)
  }

  /// The power with an exponent of at most a thousand or so.
  private func power(_ power: UInt64) -> Approximation {
    var result = self
    for position in stride(from: 62 - power.leadingZeroBitCount, through: 0, by: -1) {
      result = result.multiplied(by: result)
      if (power >> UInt64(position)) & 1 == 1 { result = result.multiplied(by: self) }
    }
    return result
  }

  /// The nearest fraction of 41 significant decimal digits.
  func rounded(isNegative: Bool) -> BigFraction {
    // 30103/100000 is log10(2): the first estimate is at most one off.
    var decimals = Approximation.digits - 1 - (scale - 1) * 30_103 / 100_000
    let binary = BigFraction(
      isNegative: isNegative,
      numerator: mantissa.shiftedLeft(by: exponent),
      denominator: Magnitude.one.shiftedLeft(by: -exponent))
    var scaled = binary.scaled(byPowerOfTen: decimals).nearestInteger
    while scaled.numerator < Magnitude.powerOfTen(Approximation.digits - 1) {
      decimals += 1
      scaled = binary.scaled(byPowerOfTen: decimals).nearestInteger
    }
    while Magnitude.powerOfTen(Approximation.digits) < scaled.numerator {
      decimals -= 1
      scaled = binary.scaled(byPowerOfTen: decimals).nearestInteger
    }
    return scaled.scaled(byPowerOfTen: -decimals)
  }
}
