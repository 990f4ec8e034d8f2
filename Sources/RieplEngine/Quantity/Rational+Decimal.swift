extension Rational {
  /// The value in decimals, rounded half away from zero; never a zero with a minus sign.
  ///
  /// A negative number of decimals rounds to tens, hundreds and so on. More than 1,300 count as 1,300.
  public func decimalDigits(decimals: Int) -> String {
    var bytes: [UInt8] = []
    appendDecimal(decimals: decimals, grouping: false, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends what `decimalDigits(decimals:)` gives, in ASCII, with commas between thousands where asked for.
  public func appendDecimal(decimals: Int, grouping: Bool, to output: inout [UInt8]) {
    if denominator == 1 && decimals == 0 {
      Rational.append(numerator.magnitude, isNegative: numerator < 0, grouping: grouping, to: &output)
    } else if box == nil && decimals >= 0 && decimals < PowersOfTen.count {
      appendShortDecimal(decimals: decimals, grouping: grouping, to: &output)
    } else if decimals < 0 {
      rounded(decimals: decimals).appendDecimal(decimals: 0, grouping: grouping, to: &output)
    } else {
      let decimals = min(decimals, Rational.maximumDecimals)
      appendLongDecimal(decimals: decimals, grouping: grouping, to: &output)
    }
  }

  // MARK: - In machine words

  /// Appends a value held in machine words with up to 19 decimals.
  private func appendShortDecimal(decimals: Int, grouping: Bool, to output: inout [UInt8]) {
    let power = PowersOfTen[decimals]
    let divisor = denominator.magnitude
    var (whole, rest): (UInt64, UInt64) = (numerator.magnitude, 0)
    if divisor != 1 { (whole, rest) = whole.quotientAndRemainder(dividingBy: divisor) }
    var fraction = rest
    if divisor != power && rest != 0 {
      let (product, overflow) = rest.multipliedReportingOverflow(by: power)
      if overflow {
        let wide = Rational.nearest(UInt128(rest) &* UInt128(power), over: UInt128(divisor))
        fraction = UInt64(truncatingIfNeeded: wide)
      } else {
        let (quotient, remainder) = product.quotientAndRemainder(dividingBy: divisor)
        fraction = remainder >= divisor &- remainder ? quotient &+ 1 : quotient
      }
      // The rest is below the divisor, so that this is at most the power, and the whole at most 2⁶³ + 1.
      if fraction == power { (whole, fraction) = (whole &+ 1, 0) }
    }
    let isNegative = numerator < 0 && (whole | fraction) != 0
    Rational.append(whole, isNegative: isNegative, grouping: grouping, to: &output)
    if decimals > 0 { Rational.append(fraction, decimals: decimals, to: &output) }
  }

  /// Appends a whole number.
  private static func append(
    _ value: UInt64, isNegative: Bool, grouping: Bool, to output: inout [UInt8]
  ) {
    let digits = PowersOfTen.digitCount(of: value)
    let commas = grouping ? (digits - 1) / 3 : 0
    let count = digits + commas + (isNegative ? 1 : 0)
    output.append(addingCapacity: count) { span in
      span.append(repeating: UInt8(ascii: "-"), count: count)
      var bytes = span.mutableSpan
      var index = bytes.count
      var rest = value
      if grouping {
        while rest >= 1_000 {
          Rational.write(rest % 1_000, digits: 3, before: index, to: &bytes)
          rest /= 1_000
          bytes[index - 4] = UInt8(ascii: ",")
          index -= 4
        }
      }
      Rational.write(rest, digits: index - (isNegative ? 1 : 0), before: index, to: &bytes)
    }
  }

  /// Appends a point and decimals.
  private static func append(_ value: UInt64, decimals: Int, to output: inout [UInt8]) {
    output.append(addingCapacity: decimals + 1) { span in
      span.append(repeating: UInt8(ascii: "."), count: decimals + 1)
      var bytes = span.mutableSpan
      Rational.write(value, digits: decimals, before: bytes.count, to: &bytes)
    }
  }

  /// Writes a number of digits so that they end before an index.
  @inline(__always)
  private static func write(
    _ value: UInt64, digits: Int, before end: Int, to bytes: inout MutableSpan<UInt8>
  ) {
    var rest = value
    var index = end
    let start = end - digits
    while index - start >= 2 {
      let pair = UInt32(truncatingIfNeeded: rest % 100)
      rest /= 100
      index -= 2
      bytes[index] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: pair / 10)
      bytes[index + 1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: pair % 10)
    }
    if index > start { bytes[start] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10) }
  }

  // MARK: - Beyond machine words

  /// Appends a value of any size with any number of decimals.
  func appendLongDecimal(decimals: Int, grouping: Bool, to output: inout [UInt8]) {
    let scaled = fraction.scaled(byPowerOfTen: decimals).nearestInteger
    let digits = scaled.numerator.decimalDigits(atLeast: decimals + 1)
    if scaled.isNegative { output.append(UInt8(ascii: "-")) }
    let whole = digits.count - decimals
    for (index, digit) in digits.enumerated() {
      if index == whole {
        output.append(UInt8(ascii: "."))
      } else if grouping && index > 0 && index < whole && (whole - index) % 3 == 0 {
        output.append(UInt8(ascii: ","))
      }
      output.append(digit)
    }
  }
}
