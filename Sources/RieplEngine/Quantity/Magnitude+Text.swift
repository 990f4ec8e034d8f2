extension Magnitude {
  /// The most that one limb takes of decimal digits at once.
  private static let chunkDigits = 19

  /// Reads decimal digits, most significant first; nil where one of them is not a digit.
  init?(decimalDigits digits: some Sequence<UInt8>) {
    var result = Magnitude.zero
    var (chunk, count): (UInt64, Int) = (0, 0)
    for digit in digits {
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
      chunk = chunk &* 10 &+ UInt64(digit &- UInt8(ascii: "0"))
      count += 1
      if count == Magnitude.chunkDigits {
        result = result.multiplied(by: PowersOfTen[count], adding: chunk)
        (chunk, count) = (0, 0)
      }
    }
    self = count == 0 ? result : result.multiplied(by: PowersOfTen[count], adding: chunk)
  }

  /// The decimal digits in ASCII, most significant first, at least as many as asked for.
  func decimalDigits(atLeast minimum: Int = 1) -> [UInt8] {
    var digits: [UInt8] = []
    var rest = self
    while !rest.isZero {
      var chunk: UInt64
      (rest, chunk) = rest.quotientAndRemainder(dividingBy: PowersOfTen[Magnitude.chunkDigits])
      for _ in 0..<Magnitude.chunkDigits where chunk != 0 || !rest.isZero {
        digits.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: chunk % 10))
        chunk /= 10
      }
    }
    while digits.count < minimum { digits.append(UInt8(ascii: "0")) }
    digits.reverse()
    return digits
  }
}
