import RieplEngine
import Testing

@Suite struct RationalRoundingTests {
  @Test(arguments: [
    ("0.5", 0, "1"), ("-0.5", 0, "-1"), ("0.49", 0, "0"), ("-0.49", 0, "0"), ("1.5", 0, "2"),
    ("2.5", 0, "3"), ("-2.5", 0, "-3"), ("2.345", 2, "2.35"), ("-2.345", 2, "-2.35"), ("2.3449", 2, "2.34"),
    ("1/3", 4, "0.3333"), ("-2/3", 4, "-0.6667"), ("1234567.89", -3, "1235000"), ("1500000", -6, "2000000"),
    ("1499999.99", -6, "1000000"), ("-1500000", -6, "-2000000"), ("499999", -6, "0"),
    ("9223372036854775807", -18, "9000000000000000000"), ("9223372036854775807", -19, "10000000000000000000"),
    ("-9223372036854775808", -19, "-10000000000000000000"), ("9223372036854775807", -20, "0"),
    ("-9223372036854775808", -1, "-9223372036854775810"), ("9223372036854775807/2", 0, "4611686018427387904"),
    ("0.000000000000000000000000000005", 29, "0.00000000000000000000000000001"),
    ("123456789012345678901234567890.5", 0, "123456789012345678901234567891"),
    ("-123456789012345678901234567890.5", -29, "-100000000000000000000000000000"),
    ("7", Int.max, "7"), ("7", Int.min, "0"), ("0.125", Int.max, "0.125"), ("0.125", Int.min, "0"),
  ])
  func roundsToDecimals(text: String, decimals: Int, rounded: String) throws {
    #expect(try rational(text).rounded(decimals: decimals).exactText == rounded)
  }

  @Test func clampsTheDecimals() throws {
    let third = try rational("1/3")
    #expect(third.rounded(decimals: .max) == third.rounded(decimals: 1_300))
    #expect(third.decimalDigits(decimals: .max) == "0." + String(repeating: "3", count: 1_300))
    #expect(third.decimalDigits(decimals: .min) == "0")
  }

  /// Rounding does not refuse, so that its result may be longer than others; what follows then refuses.
  @Test func staysWithinBoundsAfterRoundingToManyDecimals() throws {
    let value = try Rational(2).raised(to: 4_000).adding(rational("1/3")).negated
    let long = value.rounded(decimals: 1_300)
    #expect(long.rounded(decimals: 1_300) == long)
    #expect(long.decimalDigits(decimals: 1_300) == value.decimalDigits(decimals: 1_300))
    #expect(long.floor() == value.floor())
    #expect(value < long && long < .zero && long.negated.negated == long)
    #expect(long.rounded(decimals: 0) == value.rounded(decimals: 0))
    #expect(try long.rounded(toMultipleOf: Rational(7)) == value.rounded(toMultipleOf: Rational(7)))
    #expect(try !long.root(3).isExact)
    #expect(throws: ArithmeticFault.tooLarge) { try long.adding(.one) }
    #expect(throws: ArithmeticFault.tooLarge) { try long.multiplied(by: Rational(3)) }
    #expect(throws: ArithmeticFault.tooLarge) { try long.raised(to: 2) }
    #expect(throws: ArithmeticFault.tooLarge) { try Rational.one.divided(by: long) }
  }

  @Test(arguments: [
    ("7", "5", "5"), ("7.5", "5", "10"), ("-7.5", "5", "-10"), ("7.5", "-5", "10"), ("1.13", "0.05", "1.15"),
    ("1.125", "0.25", "1.25"), ("-1.125", "0.25", "-1.25"), ("1", "1/3", "1"), ("0.4", "1/3", "1/3"),
    ("0.5", "1/3", "2/3"), ("-9223372036854775808", "9223372036854775807", "-9223372036854775807"),
    ("3", "-9223372036854775808", "0"),
    ("170141183460469231731687303715884105727", "340282366920938463463374607431768211456", "0"),
    (
      "170141183460469231731687303715884105728", "340282366920938463463374607431768211456",
      "340282366920938463463374607431768211456"
    ),
  ])
  func roundsToMultiples(text: String, step: String, rounded: String) throws {
    #expect(try rational(text).rounded(toMultipleOf: rational(step)).exactText == rounded)
  }

  @Test func refusesAStepOfZero() {
    #expect(throws: ArithmeticFault.divisionByZero) { try Rational.one.rounded(toMultipleOf: .zero) }
  }

  @Test func roundsToAMultipleOfWhichThereAreTooMany() throws {
    let value = try Rational(2).raised(to: 4_000)
    #expect(try value.rounded(toMultipleOf: Rational(2).raised(to: -4_000)) == value)
  }

  @Test(arguments: [
    ("2.5", "2"), ("-2.5", "-3"), ("-3", "-3"), ("0", "0"), ("-0.0001", "-1"),
    ("-9223372036854775808", "-9223372036854775808"), ("-9223372036854775807/2", "-4611686018427387904"),
    ("-340282366920938463463374607431768211456/3", "-113427455640312821154458202477256070486"),
    ("340282366920938463463374607431768211456/3", "113427455640312821154458202477256070485"),
    ("-1/340282366920938463463374607431768211456", "-1"),
  ])
  func takesTheFloor(text: String, floor: String) throws {
    #expect(try rational(text).floor().exactText == floor)
  }

  @Test(arguments: [("-0.004", 2, false), ("-0.005", 2, true), ("0.5", 0, false), ("-499999", -6, false)])
  func tellsTheSignAfterRounding(text: String, decimals: Int, isNegative: Bool) throws {
    #expect(try rational(text).isNegativeAfterRounding(decimals: decimals) == isNegative)
  }
}
