extension Rational {
  /// The sum.
  @inline(__always)
  public func adding(_ other: Rational) throws(ArithmeticFault) -> Rational {
    if denominator == other.denominator && denominator != 0 {
      let (sum, overflow) = numerator.addingReportingOverflow(other.numerator)
      if !overflow { return Rational(small: sum, over: denominator) }
    }
    return try addingSlowly(other)
  }

  /// The difference.
  @inline(__always)
  public func subtracting(_ other: Rational) throws(ArithmeticFault) -> Rational {
    if denominator == other.denominator && denominator != 0 {
      let (difference, overflow) = numerator.subtractingReportingOverflow(other.numerator)
      if !overflow { return Rational(small: difference, over: denominator) }
    }
    return try subtractingSlowly(other)
  }

  /// The product.
  @inline(__always)
  public func multiplied(by other: Rational) throws(ArithmeticFault) -> Rational {
    let (above, overflowAbove) = numerator.multipliedReportingOverflow(by: other.numerator)
    let (below, overflowBelow) = denominator.multipliedReportingOverflow(by: other.denominator)
    // The denominator comes out zero where either factor is in the box.
    if !overflowAbove && !overflowBelow && below != 0 { return Rational(small: above, over: below) }
    return try multipliedSlowly(by: other)
  }

  /// The quotient.
  @inline(__always)
  public func divided(by other: Rational) throws(ArithmeticFault) -> Rational {
    let (above, overflowAbove) = numerator.multipliedReportingOverflow(by: other.denominator)
    let (below, overflowBelow) = denominator.multipliedReportingOverflow(by: other.numerator)
    // The denominator comes out zero where either is in the box or the divisor is zero.
    if !overflowAbove && !overflowBelow && below > 0 { return Rational(small: above, over: below) }
    return try dividedSlowly(by: other)
  }

  // MARK: - The slow paths

  @inline(never)
  private func addingSlowly(_ other: Rational) throws(ArithmeticFault) -> Rational {
    if box != nil || other.box != nil {
      return try Rational(lowest: fraction.adding(other.fraction))
    }
    return addingWords(Int128(other.numerator), over: other.denominator)
  }

  @inline(never)
  private func subtractingSlowly(_ other: Rational) throws(ArithmeticFault) -> Rational {
    if box != nil || other.box != nil {
      return try Rational(lowest: fraction.adding(other.fraction.negated))
    }
    return addingWords(0 - Int128(other.numerator), over: other.denominator)
  }

  /// The sum of two values in machine words, of which the second is at most 2⁶³ above the line.
  ///
  /// None of the products exceeds 2¹²⁶, nor any of the sums 2¹²⁷ − 2⁶⁴.
  private func addingWords(_ addend: Int128, over divisor: Int64) -> Rational {
    let (above, below) = (Int128(numerator), denominator)
    if below == divisor { return Rational(above &+ addend, over: UInt128(below.magnitude)) }
    if below < divisor, below == 1 || divisor % below == 0 {
      let factor = Int128(below == 1 ? divisor : divisor / below)
      return Rational(above &* factor &+ addend, over: UInt128(divisor.magnitude))
    }
    if divisor < below, divisor == 1 || below % divisor == 0 {
      let factor = Int128(divisor == 1 ? below : below / divisor)
      return Rational(above &+ addend &* factor, over: UInt128(below.magnitude))
    }
    return Rational(
      above &* Int128(divisor) &+ addend &* Int128(below),
      over: UInt128(below.magnitude) &* UInt128(divisor.magnitude))
  }

  @inline(never)
  private func multipliedSlowly(by other: Rational) throws(ArithmeticFault) -> Rational {
    if box != nil || other.box != nil {
      return try Rational(lowest: fraction.multiplied(by: other.fraction))
    }
    return Rational(
      Int128(numerator) &* Int128(other.numerator),
      over: UInt128(denominator.magnitude) &* UInt128(other.denominator.magnitude))
  }

  @inline(never)
  private func dividedSlowly(by other: Rational) throws(ArithmeticFault) -> Rational {
    if other.isZero { throw .divisionByZero }
    if box != nil || other.box != nil {
      return try Rational(lowest: fraction.multiplied(by: other.fraction.inverted))
    }
    let above = Int128(numerator) &* Int128(other.denominator)
    return Rational(
      other.numerator < 0 ? 0 &- above : above,
      over: UInt128(denominator.magnitude) &* UInt128(other.numerator.magnitude))
  }
}
