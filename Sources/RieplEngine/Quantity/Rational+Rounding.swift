extension Rational {
  /// The most decimals that a value is rounded to; whoever asks for more gets that many.
  ///
  /// It is more than the largest value has digits before the point. The result may be longer than
  /// `BigInteger.maximumBits` by these digits, and no more; what is then calculated with it is refused.
  static let maximumDecimals = 1_300

  /// Rounded to a number of decimals and, from halfway, away from zero.
  ///
  /// A negative number of decimals rounds to tens, hundreds and so on: -6 to millions. More than 1,300 count
  /// as 1,300.
  public func rounded(decimals: Int) -> Rational {
    let decimals = min(max(decimals, -Rational.maximumDecimals), Rational.maximumDecimals)
    if denominator == 1 && decimals >= 0 { return self }
    if box == nil, decimals >= -19, decimals <= 18 {
      let (above, below) = (UInt128(numerator.magnitude), UInt128(denominator.magnitude))
      let power = PowersOfTen.wide(abs(decimals))
      // Neither product exceeds 2⁶³·10¹⁹, which is below 2¹²⁷.
      if decimals >= 0 {
        return signed(Rational.nearest(above &* power, over: below), over: power)
      }
      return signed(Rational.nearest(above, over: below &* power) &* power, over: 1)
    }
    return Rational(
      unchecked: fraction.scaled(byPowerOfTen: decimals).nearestInteger.scaled(byPowerOfTen: -decimals))
  }

  /// The fewest decimals that give the exact value; nil where it takes more than a limit.
  public func decimals(upTo limit: Int) -> Int? {
    guard box == nil, denominator <= Int64.max / 10 else {
      return (0...limit).first { rounded(decimals: $0) == self }
    }
    // Long division, until nothing is left over.
    var rest = numerator.magnitude % denominator.magnitude
    for decimals in 0...limit {
      if rest == 0 { return decimals }
      rest = rest &* 10 % denominator.magnitude
    }
    return nil
  }

  /// Rounded to the nearest multiple of a step and, from halfway, away from zero.
  ///
  /// The sign of the step is without meaning; a step of zero is refused.
  public func rounded(toMultipleOf step: Rational) throws(ArithmeticFault) -> Rational {
    if step.isZero { throw .divisionByZero }
    if box == nil, step.box == nil {
      return try divided(by: step.magnitude).rounded(decimals: 0).multiplied(by: step.magnitude)
    }
    // The number of steps may be too large where their product with the step is not.
    let multiple = fraction.multiplied(by: step.fraction.inverted).nearestInteger
    return try Rational(lowest: multiple.multiplied(by: step.fraction))
  }

  /// The greatest whole number that is not above the value.
  public func floor() -> Rational {
    if denominator == 1 { return self }
    if let fraction = box?.fraction {
      let (quotient, remainder) = fraction.numerator.quotientAndRemainder(dividingBy: fraction.denominator)
      let isBelow = fraction.isNegative && !remainder.isZero
      return Rational(
        unchecked: BigFraction(
          isNegative: fraction.isNegative,
          numerator: isBelow ? quotient.adding(.one) : quotient,
          denominator: .one))
    }
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    // Something is left over only from a denominator of two or more, which leaves room for one more.
    return Rational(small: remainder < 0 ? quotient - 1 : quotient, over: 1)
  }

  /// Whether the value is below zero and stays there when rounded to a number of decimals.
  public func isNegativeAfterRounding(decimals: Int) -> Bool {
    isNegative && !rounded(decimals: decimals).isZero
  }

  /// The nearest whole number to a quotient, from halfway the upper one.
  @inline(__always)
  static func nearest(_ above: UInt128, over below: UInt128) -> UInt128 {
    let (quotient, remainder) = above.quotientAndRemainder(dividingBy: below)
    return remainder >= below &- remainder ? quotient &+ 1 : quotient
  }

  /// A quotient with the sign of this value, from a numerator below 2¹²⁷.
  private func signed(_ above: UInt128, over below: UInt128) -> Rational {
    let signed = Int128(truncatingIfNeeded: above)
    return Rational(numerator < 0 ? 0 &- signed : signed, over: below)
  }
}
