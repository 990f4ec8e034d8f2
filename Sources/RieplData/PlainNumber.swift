/// A number as the files of a dataset write it: digits, maybe with a minus sign and decimals, and nothing else.
struct PlainNumber {
  /// The number without its point.
  let mantissa: Int64
  /// How many digits stand after the point.
  let decimals: Int

  /// Reads a number; nil for anything else, and for a number of more than 18 digits.
  init?(_ text: some Collection<UInt8>) {
    var mantissa: Int64 = 0
    var digits = 0
    var decimals: Int?
    var isNegative = false
    for (offset, byte) in text.enumerated() {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits += 1
        if digits > 18 { return nil }
        mantissa = mantissa * 10 + Int64(byte - UInt8(ascii: "0"))
        if let count = decimals { decimals = count + 1 }
      case UInt8(ascii: "-") where offset == 0: isNegative = true
      case UInt8(ascii: ".") where digits > 0 && decimals == nil: decimals = 0
      default: return nil
      }
    }
    guard digits > 0, decimals != 0 else { return nil }
    self.mantissa = isNegative ? -mantissa : mantissa
    self.decimals = decimals ?? 0
  }

  /// The power of ten that the number is: 6 for 1000000, -1 for 0.1; nil for another number.
  var powerOfTen: Int? {
    var rest = mantissa
    var power = -decimals
    while rest > 1, rest.isMultiple(of: 10) {
      rest /= 10
      power += 1
    }
    return rest == 1 ? power : nil
  }

  /// The number as a whole number at a scale, times a factor; nil where it has more decimals or does not fit.
  func scaled(to scale: Int, times factor: Int64) -> Int64? {
    guard decimals <= scale else { return nil }
    var (result, overflow) = mantissa.multipliedReportingOverflow(by: factor)
    for _ in decimals..<scale where !overflow {
      (result, overflow) = result.multipliedReportingOverflow(by: 10)
    }
    return overflow ? nil : result
  }
}
