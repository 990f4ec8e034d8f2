/// An exact quotient of whole numbers.
///
/// A value is held in two machine words as long as it fits, not necessarily in lowest terms, and beyond that
/// in a box, in lowest terms and up to `BigInteger.maximumBits` bits above and below the line.
public struct Rational: Sendable {
  /// What stands above the line; 0 where the value is in the box.
  let numerator: Int64

  /// What stands below the line, always above zero; 0 where the value is in the box.
  let denominator: Int64

  /// The value where two machine words do not hold it, and only then.
  let box: Box?

  /// Holds a value that two machine words do not.
  final class Box: Sendable {
    let fraction: BigFraction

    init(_ fraction: BigFraction) {
      self.fraction = fraction
    }
  }

  /// Zero.
  public static let zero = Rational(small: 0, over: 1)

  /// One.
  public static let one = Rational(small: 1, over: 1)

  // MARK: - Making one

  /// Takes a denominator that is known to be above zero.
  @inline(__always)
  init(small numerator: Int64, over denominator: Int64) {
    self.numerator = numerator
    self.denominator = denominator
    box = nil
  }

  /// Takes a whole number.
  @inline(__always)
  public init(_ value: Int) {
    self.init(small: Int64(value), over: 1)
  }

  /// Takes a whole number of one machine word.
  @inline(__always)
  public init(_ value: Int64) {
    self.init(small: value, over: 1)
  }

  /// Takes a whole number of two machine words.
  public init(_ value: Int128) {
    self.init(value, over: 1)
  }

  /// Takes a quotient; nil where the denominator is zero.
  public init?(numerator: Int64, denominator: Int64) {
    if denominator > 0 {
      self.init(small: numerator, over: denominator)
    } else if denominator < 0 {
      self.init(0 - Int128(numerator), over: UInt128(denominator.magnitude))
    } else {
      return nil
    }
  }

  /// Takes a mantissa divided by ten to the power of a scale of 0 to 38; another scale is refused.
  public init(mantissa: Int128, scale: Int) throws(ArithmeticFault) {
    guard scale >= 0, scale <= 38 else { throw .tooLarge }
    self.init(mantissa, over: PowersOfTen.wide(scale))
  }

  /// Takes a quotient of double words, reducing it where that is needed; the denominator is not zero.
  init(_ numerator: Int128, over denominator: UInt128) {
    if let small = Int64(exactly: numerator), let smallDenominator = Int64(exactly: denominator) {
      self.init(small: small, over: smallDenominator)
      return
    }
    let divisor = Magnitude.greatestCommonDivisor(numerator.magnitude, denominator)
    let (above, below) = (numerator.magnitude / divisor, denominator / divisor)
    let signed = numerator < 0 ? 0 &- Int128(truncatingIfNeeded: above) : Int128(truncatingIfNeeded: above)
    if let small = Int64(exactly: signed), let smallDenominator = Int64(exactly: below) {
      self.init(small: small, over: smallDenominator)
    } else {
      self.init(
        boxed: BigFraction(
          isNegative: numerator < 0, numerator: Magnitude(above), denominator: Magnitude(below)))
    }
  }

  /// Takes a fraction in lowest terms, into two machine words where it fits; too large a one is refused.
  init(lowest fraction: BigFraction) throws(ArithmeticFault) {
    if max(fraction.numerator.bitWidth, fraction.denominator.bitWidth) > BigInteger.maximumBits {
      throw .tooLarge
    }
    self.init(unchecked: fraction)
  }

  /// Takes a fraction in lowest terms that is known not to be too large.
  init(unchecked fraction: BigFraction) {
    let above = BigInteger(isNegative: fraction.isNegative, magnitude: fraction.numerator)
    if let small = above.word, let word = fraction.denominator.word, let below = Int64(exactly: word) {
      self.init(small: small, over: below)
    } else {
      self.init(boxed: fraction)
    }
  }

  /// Takes a fraction in lowest terms that two machine words do not hold.
  private init(boxed fraction: BigFraction) {
    numerator = 0
    denominator = 0
    box = Box(fraction)
  }

  // MARK: - Parts

  /// The value in lowest terms, whichever way it is held.
  var fraction: BigFraction {
    if let box { return box.fraction }
    let (above, below) = lowestTerms
    return BigFraction(
      isNegative: numerator < 0,
      numerator: Magnitude(above.magnitude),
      denominator: Magnitude(below.magnitude))
  }

  /// The two machine words in lowest terms; for a value that is in the box, zero over one.
  var lowestTerms: (numerator: Int64, denominator: Int64) {
    if denominator == 1 { return (numerator, 1) }
    if denominator == 0 { return (0, 1) }
    let divisor = Magnitude.greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
    // The divisor goes into the denominator, so that it fits, is above zero, and divides without overflow.
    let signed = Int64(truncatingIfNeeded: divisor)
    return (numerator / signed, denominator / signed)
  }

  /// Whether the value is zero.
  public var isZero: Bool { numerator == 0 && box == nil }

  /// Whether the value is below zero.
  public var isNegative: Bool { numerator < 0 || box?.fraction.isNegative == true }

  /// Whether the value is a whole number.
  public var isInteger: Bool {
    if let box { return box.fraction.denominator.isOne }
    return denominator == 1 || numerator % denominator == 0
  }

  /// The value in one machine word, where it is a whole number that fits.
  public var integerValue: Int64? {
    if denominator == 1 { return numerator }
    if denominator == 0 { return nil }
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    return remainder == 0 ? quotient : nil
  }

  /// -1, 0 or 1, as the value is below, at or above zero.
  public func signum() -> Int {
    if let box { return box.fraction.isNegative ? -1 : 1 }
    return Int(numerator.signum())
  }

  /// The value with the opposite sign.
  public var negated: Rational {
    if let box { return Rational(unchecked: box.fraction.negated) }
    if numerator != .min { return Rational(small: 0 - numerator, over: denominator) }
    return Rational(0 - Int128(numerator), over: UInt128(denominator.magnitude))
  }

  /// The value without its sign.
  public var magnitude: Rational { isNegative ? negated : self }
}

extension Rational: Hashable, Comparable {
  /// Whether both stand for the same value, in lowest terms or not.
  public static func == (left: Rational, right: Rational) -> Bool {
    if left.denominator == right.denominator && left.denominator != 0 {
      return left.numerator == right.numerator
    }
    if let leftBox = left.box, let rightBox = right.box { return leftBox.fraction == rightBox.fraction }
    // What is in a box does not fit two machine words, and differs from what is held in them.
    if left.box != nil || right.box != nil { return false }
    return Int128(left.numerator) &* Int128(right.denominator)
      == Int128(right.numerator) &* Int128(left.denominator)
  }

  /// Whether the left value is the lesser.
  public static func < (left: Rational, right: Rational) -> Bool {
    if left.denominator == right.denominator && left.denominator != 0 {
      return left.numerator < right.numerator
    }
    if left.box != nil || right.box != nil { return left.fraction < right.fraction }
    return Int128(left.numerator) &* Int128(right.denominator)
      < Int128(right.numerator) &* Int128(left.denominator)
  }

  /// Feeds in the value in lowest terms.
  public func hash(into hasher: inout Hasher) {
    if let box {
      hasher.combine(box.fraction)
    } else {
      let (above, below) = lowestTerms
      hasher.combine(above)
      hasher.combine(below)
    }
  }
}
