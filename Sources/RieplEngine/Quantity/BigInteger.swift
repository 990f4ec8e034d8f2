/// A whole number of up to `maximumBits` bits.
public struct BigInteger: Sendable, Hashable {
  /// The bits of the greatest result that is worked out; a longer one is refused.
  public static let maximumBits = 4_096

  /// Whether the number is below zero.
  public let isNegative: Bool

  /// The number without its sign.
  let magnitude: Magnitude

  /// Zero.
  public static let zero = BigInteger(isNegative: false, magnitude: .zero)

  /// One.
  public static let one = BigInteger(isNegative: false, magnitude: .one)

  /// Puts a sign before a natural number; zero stays without one.
  init(isNegative: Bool, magnitude: Magnitude) {
    self.isNegative = isNegative && !magnitude.isZero
    self.magnitude = magnitude
  }

  /// Takes a number of one machine word.
  public init(_ value: Int64) {
    self.init(isNegative: value < 0, magnitude: Magnitude(value.magnitude))
  }

  /// Takes a number of two machine words.
  public init(_ value: Int128) {
    self.init(isNegative: value < 0, magnitude: Magnitude(value.magnitude))
  }

  /// Reads decimal digits with or without a minus sign; nil where they are malformed or too many.
  public init?(decimal text: String) {
    let bytes = Array(text.utf8)
    let isNegative = bytes.first == UInt8(ascii: "-")
    let digits = bytes.dropFirst(isNegative ? 1 : 0)
    if digits.isEmpty { return nil }
    let significant = digits.drop(while: { $0 == UInt8(ascii: "0") })
    // A digit is worth more than three bits.
    guard significant.count <= BigInteger.maximumBits / 3,
      let magnitude = Magnitude(decimalDigits: significant), magnitude.bitWidth <= BigInteger.maximumBits
    else { return nil }
    self.init(isNegative: isNegative, magnitude: magnitude)
  }

  /// The number of bits without the sign; 0 for zero.
  public var bitWidth: Int { magnitude.bitWidth }

  /// Whether the number is zero.
  public var isZero: Bool { magnitude.isZero }

  /// -1, 0 or 1, as the number is below, at or above zero.
  public func signum() -> Int {
    if isNegative { return -1 }
    return isZero ? 0 : 1
  }

  /// The number with the opposite sign.
  public var negated: BigInteger { BigInteger(isNegative: !isNegative, magnitude: magnitude) }

  /// The number in one machine word, where it fits.
  public var word: Int64? {
    guard let word = magnitude.word else { return nil }
    if let value = Int64(exactly: word) { return isNegative ? -value : value }
    return isNegative && word == Int64.min.magnitude ? Int64.min : nil
  }

  /// The number in decimal digits.
  public var decimalText: String {
    String(decoding: (isNegative ? [UInt8(ascii: "-")] : []) + magnitude.decimalDigits(), as: UTF8.self)
  }

  // MARK: - Arithmetic

  /// The sum.
  public func adding(_ other: BigInteger) throws(ArithmeticFault) -> BigInteger {
    if isNegative == other.isNegative {
      let sum = magnitude.adding(other.magnitude)
      return try BigInteger(isNegative: isNegative, magnitude: sum).checked()
    }
    let (distance, isBelow) = magnitude.difference(other.magnitude)
    return try BigInteger(isNegative: isNegative != isBelow, magnitude: distance).checked()
  }

  /// The difference.
  public func subtracting(_ other: BigInteger) throws(ArithmeticFault) -> BigInteger {
    try adding(other.negated)
  }

  /// The product.
  public func multiplied(by other: BigInteger) throws(ArithmeticFault) -> BigInteger {
    // The product has as many bits as both factors together, or one fewer.
    if bitWidth + other.bitWidth - 1 > BigInteger.maximumBits { throw .tooLarge }
    let product = magnitude.multiplied(by: other.magnitude)
    return try BigInteger(isNegative: isNegative != other.isNegative, magnitude: product).checked()
  }

  /// The quotient towards zero and the remainder, which has the sign of the dividend.
  public func quotientAndRemainder(
    dividingBy divisor: BigInteger
  ) throws(ArithmeticFault) -> (quotient: BigInteger, remainder: BigInteger) {
    if divisor.isZero { throw .divisionByZero }
    let (quotient, remainder) = magnitude.quotientAndRemainder(dividingBy: divisor.magnitude)
    return (
      BigInteger(isNegative: isNegative != divisor.isNegative, magnitude: quotient),
      BigInteger(isNegative: isNegative, magnitude: remainder)
    )
  }

  /// The greatest number that divides both; that with zero is the other number without its sign.
  public func greatestCommonDivisor(_ other: BigInteger) -> BigInteger {
    BigInteger(isNegative: false, magnitude: magnitude.greatestCommonDivisor(other.magnitude))
  }

  /// The product with two to a power of zero or more; a negative count shifts nothing.
  public func shiftedLeft(by count: Int) throws(ArithmeticFault) -> BigInteger {
    if isZero || count <= 0 { return self }
    if count > BigInteger.maximumBits - bitWidth { throw .tooLarge }
    return BigInteger(isNegative: isNegative, magnitude: magnitude.shiftedLeft(by: count))
  }

  /// The quotient towards zero by two to a power of zero or more; a negative count shifts nothing.
  public func shiftedRight(by count: Int) -> BigInteger {
    BigInteger(isNegative: isNegative, magnitude: magnitude.shiftedRight(by: count))
  }

  /// The same number, unless it is too large.
  private func checked() throws(ArithmeticFault) -> BigInteger {
    if bitWidth > BigInteger.maximumBits { throw .tooLarge }
    return self
  }
}

extension BigInteger: Comparable {
  /// Whether the left number is the lesser.
  public static func < (left: BigInteger, right: BigInteger) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative ? right.magnitude < left.magnitude : left.magnitude < right.magnitude
  }
}

extension BigInteger: CustomStringConvertible {
  /// The number in decimal digits.
  public var description: String { decimalText }
}
