extension Rational {
  /// The power with a whole exponent; zero to the power of zero is one.
  ///
  /// A result that would be too large is refused before it is worked out.
  public func raised(to exponent: Int) throws(ArithmeticFault) -> Rational {
    if exponent >= 0, box == nil {
      if let above = Rational.power(numerator, UInt64(exponent)),
        let below = Rational.power(denominator, UInt64(exponent))
      {
        return Rational(small: above, over: below)
      }
      if let power = widePower(UInt64(exponent)) { return power }
    }
    if isZero {
      if exponent < 0 { throw .notANumber }
      return exponent == 0 ? .one : .zero
    }
    let (base, count) = (fraction, exponent.magnitude)
    // Each power has more than (bits − 1) · exponent bits.
    let bits = max(base.numerator.bitWidth, base.denominator.bitWidth) - 1
    let (least, overflow) = bits.magnitude.multipliedReportingOverflow(by: count)
    if overflow || least >= UInt(BigInteger.maximumBits) { throw .tooLarge }
    let power = base.raised(to: UInt64(count))
    return try Rational(lowest: exponent < 0 ? power.inverted : power)
  }

  /// The root of a degree of 1 to 1,000, and whether it is exact.
  ///
  /// An inexact one has 41 significant digits, so that it is off by less than one part in 10⁴⁰.
  public func root(_ degree: Int) throws(ArithmeticFault) -> (value: Rational, isExact: Bool) {
    guard degree >= 1, degree <= Rational.maximumDegree else { throw .tooLarge }
    if isNegative && degree % 2 == 0 { throw .notANumber }
    if let root = exactRoot(degree) { return (root, true) }
    let root = Approximation(fraction).root(degree: degree)
    return (try Rational(lowest: root.rounded(isNegative: isNegative)), false)
  }

  /// The power with any exponent, and whether it is exact.
  ///
  /// It is the root, of the degree that is the exponent's denominator, raised to the exponent's numerator. The
  /// degree is limited as that of `root(_:)` is; an inexact result is as precise.
  public func raised(
    toRational exponent: Rational
  ) throws(ArithmeticFault) -> (value: Rational, isExact: Bool) {
    if self == .one { return (self, true) }
    if isZero {
      if exponent.isNegative { throw .notANumber }
      return (exponent.isZero ? .one : .zero, true)
    }
    if exponent.box == nil, exponent.denominator == 1 {
      return (try raised(to: Int(exponent.numerator)), true)
    }
    if exponent.box != nil { return (try raised(toBoxed: exponent.fraction), true) }
    let (power, degree) = exponent.lowestTerms
    guard degree <= Int64(Rational.maximumDegree) else {
      if isNegative && degree % 2 == 0 { throw .notANumber }
      throw .tooLarge
    }
    if isNegative && degree % 2 == 0 { throw .notANumber }
    if let root = exactRoot(Int(degree)) { return (try root.raised(to: Int(power)), true) }
    let result = try Approximation(fraction).root(degree: Int(degree)).raised(to: power.magnitude)
    let rounded = (power < 0 ? result.inverted : result)
      .rounded(isNegative: isNegative && power % 2 != 0)
    return (try Rational(lowest: rounded), false)
  }

  /// The greatest degree of a root.
  private static let maximumDegree = 1_000

  /// The power in a word of any width; nil where it does not fit.
  @inline(__always)
  private static func power<Word: FixedWidthInteger>(_ base: Word, _ exponent: UInt64) -> Word? {
    if base == 1 { return 1 }
    var (result, factor, rest): (Word, Word, UInt64) = (1, base, exponent)
    var overflow = false
    while rest != 0 {
      if rest & 1 == 1 {
        (result, overflow) = result.multipliedReportingOverflow(by: factor)
        if overflow { return nil }
      }
      rest >>= 1
      if rest == 0 { break }
      (factor, overflow) = factor.multipliedReportingOverflow(by: factor)
      if overflow { return nil }
    }
    return result
  }

  /// The power of a value in machine words that two double words hold; nil where they do not.
  @inline(never)
  private func widePower(_ exponent: UInt64) -> Rational? {
    let (base, divisor) = lowestTerms
    guard let above = Rational.power(UInt128(base.magnitude), exponent),
      let below = Rational.power(UInt128(divisor.magnitude), exponent)
    else { return nil }
    return Rational(
      unchecked: BigFraction(
        isNegative: base < 0 && exponent & 1 == 1,
        numerator: Magnitude(above),
        denominator: Magnitude(below)))
  }

  /// The root where it is a quotient of whole numbers; that of a negative value is taken of an odd degree.
  private func exactRoot(_ degree: Int) -> Rational? {
    let fraction = fraction
    guard let below = fraction.denominator.exactRoot(degree: degree),
      let above = fraction.numerator.exactRoot(degree: degree)
    else { return nil }
    return Rational(
      unchecked: BigFraction(isNegative: fraction.isNegative, numerator: above, denominator: below))
  }

  /// The power, with an exponent that two machine words do not hold, of a value other than zero and one.
  private func raised(toBoxed exponent: BigFraction) throws(ArithmeticFault) -> Rational {
    let isRootEven = exponent.denominator.trailingZeroBitCount > 0
    if isNegative && isRootEven { throw .notANumber }
    guard negated == .one else { throw .tooLarge }
    return exponent.numerator.trailingZeroBitCount > 0 ? .one : self
  }
}
