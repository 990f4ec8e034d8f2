import Testing

@testable import RieplEngine

@Suite struct BigIntegerTests {
  @Test(arguments: [
    "0", "1", "-1", "9223372036854775807", "-9223372036854775808", "18446744073709551615",
    "18446744073709551616", "-340282366920938463463374607431768211456",
    "10000000000000000000000000000000000000000000000000000000000000000000001",
  ])
  func readsAndWrites(text: String) throws {
    #expect(try #require(BigInteger(decimal: text)).decimalText == text)
  }

  @Test(arguments: ["", "-", "--1", "1.5", "+1", "x", "1-", " 1"])
  func refusesMalformedText(text: String) {
    #expect(BigInteger(decimal: text) == nil)
  }

  @Test func tellsItsWord() throws {
    #expect(BigInteger(Int64.min).word == .min)
    #expect(BigInteger(Int64.min).negated.word == nil)
    #expect(BigInteger(Int64.max).word == .max)
    #expect(BigInteger(Int128.min).word == nil)
    #expect(BigInteger(Int128.min).decimalText == "-170141183460469231731687303715884105728")
    #expect(BigInteger.zero.negated == .zero && BigInteger.zero.signum() == 0)
    #expect(BigInteger(decimal: "-0") == .zero)
  }

  @Test func refusesWhatIsTooLarge() throws {
    let top = try BigInteger.one.shiftedLeft(by: 4_095)
    let greatest = try top.adding(top.subtracting(.one))
    #expect(greatest.bitWidth == 4_096)
    #expect(throws: ArithmeticFault.tooLarge) { try greatest.adding(.one) }
    #expect(throws: ArithmeticFault.tooLarge) { try greatest.negated.subtracting(.one) }
    #expect(throws: ArithmeticFault.tooLarge) { try top.multiplied(by: BigInteger(2 as Int64)) }
    #expect(throws: ArithmeticFault.tooLarge) { try greatest.multiplied(by: greatest) }
    #expect(throws: ArithmeticFault.tooLarge) { try BigInteger.one.shiftedLeft(by: 4_096) }
    #expect(throws: ArithmeticFault.tooLarge) { try BigInteger.one.shiftedLeft(by: .max) }
    #expect(throws: ArithmeticFault.divisionByZero) { try top.quotientAndRemainder(dividingBy: .zero) }
    #expect(try greatest.multiplied(by: .one) == greatest)
    #expect(BigInteger(decimal: greatest.decimalText) == greatest)
    #expect(BigInteger(decimal: greatest.decimalText + "0") == nil)
    #expect(top.shiftedRight(by: .max).isZero)
    #expect(top.shiftedRight(by: .min) == top)
  }

  /// Quotients whose first guess is too great, up to having to add the divisor back.
  @Test(
    arguments: [
      ([0, 0, 1 << 63, .max >> 1], [1, 0, 1 << 63]), ([3, 0, 1 << 63], [1, 0, 1 << 61]),
      ([0, 0, 1 << 63, 0], [1, 1 << 63]), ([0, .max - 1, 1 << 63], [.max, 1 << 63]),
      ([.max, .max, .max, .max], [.max, .max]), ([0, 0, 0, 1], [.max, .max]), ([0, 0, 1], [1, 1]),
    ] as [([UInt64], [UInt64])])
  func dividesHardCases(dividend: [UInt64], divisor: [UInt64]) {
    let (above, below) = (Magnitude(limbs: dividend), Magnitude(limbs: divisor))
    let (quotient, remainder) = above.quotientAndRemainder(dividingBy: below)
    #expect(remainder < below)
    #expect(quotient.multiplied(by: below).adding(remainder) == above)
  }

  @Test(arguments: [21, 22, 23] as [UInt64])
  func keepsTheLawsOfArithmetic(seed: UInt64) throws {
    var random = QuantityRandom(seed: seed)
    for round in 0..<1_500 {
      let (a, b) = (try random.bigInteger(words: 12), try random.bigInteger(words: 8))
      let c = try random.bigInteger(words: 4)
      let hint = Comment(rawValue: "seed \(seed), round \(round): \(a), \(b), \(c)")
      #expect(try a.adding(b).subtracting(b) == a, hint)
      #expect(try a.multiplied(by: c).adding(b.multiplied(by: c)) == a.adding(b).multiplied(by: c), hint)
      #expect(BigInteger(decimal: a.decimalText) == a, hint)
      #expect(try (a < b) == (a.subtracting(b).signum() < 0), hint)
      let shift = Int(random.next() % 300)
      #expect(try a.shiftedLeft(by: shift).shiftedRight(by: shift) == a, hint)
      guard !b.isZero else { continue }
      let (quotient, remainder) = try a.quotientAndRemainder(dividingBy: b)
      #expect(try quotient.multiplied(by: b).adding(remainder) == a, hint)
      #expect(remainder.magnitude < b.magnitude, hint)
      #expect(remainder.isZero || remainder.isNegative == a.isNegative, hint)
      #expect(a.greatestCommonDivisor(b) == euclid(a, b), hint)
      let shared = try a.multiplied(by: c).greatestCommonDivisor(b.multiplied(by: c))
      #expect(
        try shared == a.greatestCommonDivisor(b).multiplied(by: c.isNegative ? c.negated : c), hint)
    }
  }

  /// The greatest common divisor by plain division.
  private func euclid(_ left: BigInteger, _ right: BigInteger) -> BigInteger {
    var (high, low) = (left.magnitude, right.magnitude)
    while !low.isZero { (high, low) = (low, high.quotientAndRemainder(dividingBy: low).remainder) }
    return BigInteger(isNegative: false, magnitude: high)
  }
}
