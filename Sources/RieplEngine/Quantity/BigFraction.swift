/// A quotient of natural numbers with a sign: what a `Rational` becomes when two machine words do not hold it.
///
/// Results are exact and in lowest terms, provided that the operands are; how large they may get is for the
/// `Rational` made of them to check.
struct BigFraction: Sendable, Hashable {
  let isNegative: Bool
  let numerator: Magnitude
  let denominator: Magnitude

  /// Takes the parts as they are; zero stays without a sign.
  ///
  /// The denominator is not zero.
  init(isNegative: Bool, numerator: Magnitude, denominator: Magnitude) {
    self.isNegative = isNegative && !numerator.isZero
    self.numerator = numerator
    self.denominator = denominator
  }

  /// The same value in lowest terms.
  func reduced() -> BigFraction {
    if denominator.isOne { return self }
    let divisor = numerator.greatestCommonDivisor(denominator)
    if divisor.isOne { return self }
    return BigFraction(
      isNegative: isNegative,
      numerator: numerator.quotientAndRemainder(dividingBy: divisor).quotient,
      denominator: denominator.quotientAndRemainder(dividingBy: divisor).quotient)
  }

  var negated: BigFraction {
    BigFraction(isNegative: !isNegative, numerator: numerator, denominator: denominator)
  }

  /// One divided by a value other than zero.
  var inverted: BigFraction {
    BigFraction(isNegative: isNegative, numerator: denominator, denominator: numerator)
  }

  func adding(_ other: BigFraction) -> BigFraction {
    let left = numerator.multiplied(by: other.denominator)
    let right = other.numerator.multiplied(by: denominator)
    let product = denominator.multiplied(by: other.denominator)
    if isNegative == other.isNegative {
      let sum = left.adding(right)
      return BigFraction(isNegative: isNegative, numerator: sum, denominator: product).reduced()
    }
    let (distance, isBelow) = left.difference(right)
    return BigFraction(isNegative: isNegative != isBelow, numerator: distance, denominator: product)
      .reduced()
  }

  func multiplied(by other: BigFraction) -> BigFraction {
    // Reduced crosswise, the products come out in lowest terms, and no longer than they have to be.
    let first = BigFraction(isNegative: false, numerator: numerator, denominator: other.denominator)
      .reduced()
    let second = BigFraction(isNegative: false, numerator: other.numerator, denominator: denominator)
      .reduced()
    return BigFraction(
      isNegative: isNegative != other.isNegative,
      numerator: first.numerator.multiplied(by: second.numerator),
      denominator: first.denominator.multiplied(by: second.denominator))
  }

  /// The power with a natural exponent.
  func raised(to exponent: UInt64) -> BigFraction {
    BigFraction(
      isNegative: isNegative && exponent & 1 == 1,
      numerator: numerator.raised(to: exponent),
      denominator: denominator.raised(to: exponent))
  }

  /// Rounded to the nearest whole number and, from halfway between two, away from zero.
  var nearestInteger: BigFraction {
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    let roundsUp = !(remainder.shiftedLeft(by: 1) < denominator)
    return BigFraction(
      isNegative: isNegative,
      numerator: roundsUp ? quotient.adding(.one) : quotient,
      denominator: .one)
  }

  /// The product with ten to a power, positive or negative.
  func scaled(byPowerOfTen exponent: Int) -> BigFraction {
    if exponent == 0 { return self }
    let factor = Magnitude.powerOfTen(abs(exponent))
    return BigFraction(
      isNegative: isNegative,
      numerator: exponent > 0 ? numerator.multiplied(by: factor) : numerator,
      denominator: exponent > 0 ? denominator : denominator.multiplied(by: factor)
    ).reduced()
  }
}

extension BigFraction: Comparable {
  static func < (left: BigFraction, right: BigFraction) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    let leftProduct = left.numerator.multiplied(by: right.denominator)
    let rightProduct = right.numerator.multiplied(by: left.denominator)
    return left.isNegative ? rightProduct < leftProduct : leftProduct < rightProduct
  }
}
