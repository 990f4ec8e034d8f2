extension Rational: CustomStringConvertible {
  /// The digits that a decimal number may have: those of the longest finite decimal, 1 over 2⁴⁰⁹⁶, and of the
  /// greatest whole number.
  private static let maximumDigits = 6_000

  // MARK: - Reading

  /// Reads a decimal number such as `-1234.50`; nil where it is malformed or too large.
  public init?(decimal text: String) {
    self.init(decimal: text.utf8)
  }

  /// Reads a decimal number such as `-1234.50` in ASCII; nil where it is malformed or too large.
  ///
  /// It is digits with or without a minus sign before them and a point among them.
  public init?(decimal bytes: some Collection<UInt8>) {
    var mantissa: UInt64 = 0
    var (whole, decimals) = (0, 0)
    var (isNegative, hasPoint, isFirst) = (false, false, true)
    for byte in bytes {
      let digit = UInt64(byte &- UInt8(ascii: "0"))
      if digit <= 9 {
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
        let (sum, overflowOfSum) = product.addingReportingOverflow(digit)
        if overflow || overflowOfSum {
          self.init(longDecimal: Array(bytes))
          return
        }
        mantissa = sum
        if hasPoint { decimals += 1 } else { whole += 1 }
      } else if byte == UInt8(ascii: "."), whole > 0, !hasPoint {
        hasPoint = true
      } else if byte == UInt8(ascii: "-"), isFirst {
        isNegative = true
      } else {
        return nil
      }
      isFirst = false
    }
    if whole == 0 || (hasPoint && decimals == 0) { return nil }
    if decimals <= 38 {
      let signed = isNegative ? 0 - Int128(mantissa) : Int128(mantissa)
      self.init(signed, over: PowersOfTen.wide(decimals))
    } else {
      self.init(longDecimal: Array(bytes))
    }
  }

  /// Reads a decimal number of more digits than fit a machine word.
  private init?(longDecimal bytes: [UInt8]) {
    let zero = UInt8(ascii: "0")
    let isNegative = bytes.first == UInt8(ascii: "-")
    let parts = bytes.dropFirst(isNegative ? 1 : 0)
      .split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first?.drop(while: { $0 == zero }), parts.first?.isEmpty == false else {
      return nil
    }
    var decimals: ArraySlice<UInt8> = []
    if parts.count > 1 {
      decimals = parts[1]
      if decimals.isEmpty { return nil }
      while decimals.last == zero { decimals.removeLast() }
    }
    // Most of a long number may be malformed: that is for reading its digits to find.
    guard whole.count + decimals.count <= Rational.maximumDigits,
      let mantissa = Magnitude(decimalDigits: whole + decimals)
    else { return nil }
    let fraction = BigFraction(isNegative: isNegative, numerator: mantissa, denominator: .one)
      .scaled(byPowerOfTen: -decimals.count)
    guard let value = try? Rational(lowest: fraction) else { return nil }
    self = value
  }

  // MARK: - Writing

  /// The finite decimal where there is one, such as `0.125`, and otherwise the quotient in lowest terms.
  public var exactText: String {
    if denominator == 1 { return decimalDigits(decimals: 0) }
    let fraction = fraction
    if let decimals = fraction.finiteDecimals {
      var bytes: [UInt8] = []
      appendLongDecimal(decimals: decimals, grouping: false, to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }
    let (above, below) = reduced
    return above + "/" + below
  }

  /// What stands above and below the line in lowest terms; a minus sign stands above.
  public var reduced: (numerator: String, denominator: String) {
    let fraction = fraction
    let above = BigInteger(isNegative: fraction.isNegative, magnitude: fraction.numerator)
    return (
      above.decimalText, BigInteger(isNegative: false, magnitude: fraction.denominator).decimalText
    )
  }

  /// The value in full: see `exactText`.
  public var description: String { exactText }
}

extension BigFraction {
  /// The decimals of a fraction in lowest terms, where they come to an end.
  fileprivate var finiteDecimals: Int? {
    let twos = denominator.trailingZeroBitCount
    var rest = denominator.shiftedRight(by: twos)
    var fives = 0
    while !rest.isOne {
      let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 5 as UInt64)
      if remainder != 0 { return nil }
      rest = quotient
      fives += 1
    }
    return max(twos, fives)
  }
}
