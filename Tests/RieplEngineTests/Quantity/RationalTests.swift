import Testing

@testable import RieplEngine

@Suite struct RationalTests {
  // MARK: - Making one

  @Test(
    arguments: [
      (1, 2, "0.5"), (-1, 2, "-0.5"), (1, -2, "-0.5"), (-1, -2, "0.5"), (0, -5, "0"), (6, 4, "1.5"),
      (Int64.min, 1, "-9223372036854775808"), (Int64.min, -1, "9223372036854775808"),
      (Int64.min, Int64.min, "1"), (1, Int64.min, "-1/9223372036854775808"),
      (Int64.max, Int64.max, "1"), (Int64.min, 2, "-4611686018427387904"),
      (Int64.max, Int64.min, "-9223372036854775807/9223372036854775808"),
    ] as [(Int64, Int64, String)])
  func makesQuotients(numerator: Int64, denominator: Int64, text: String) throws {
    let value = try quotient(numerator, denominator)
    let (above, below) = value.reduced
    let (wantedAbove, wantedBelow) = try rational(text).reduced
    #expect(above == wantedAbove && below == wantedBelow)
    #expect(try value == rational(text))
  }

  @Test func refusesAZeroDenominator() {
    #expect(Rational(numerator: 1, denominator: 0) == nil)
    #expect(Rational(numerator: 0, denominator: 0) == nil)
  }

  @Test func makesMantissas() throws {
    #expect(try Rational(mantissa: -123_450, scale: 2).exactText == "-1234.5")
    #expect(try Rational(mantissa: 1, scale: 38).exactText == "0." + String(repeating: "0", count: 37) + "1")
    #expect(
      try Rational(mantissa: .min, scale: 0).exactText == "-170141183460469231731687303715884105728")
    #expect(try Rational(mantissa: .max, scale: 38).exactText == "1.70141183460469231731687303715884105727")
    #expect(throws: ArithmeticFault.tooLarge) { try Rational(mantissa: 1, scale: 39) }
    #expect(throws: ArithmeticFault.tooLarge) { try Rational(mantissa: 1, scale: -1) }
    #expect(throws: ArithmeticFault.tooLarge) { try Rational(mantissa: 1, scale: .min) }
  }

  // MARK: - Leaving machine words and coming back

  @Test(arguments: [
    ("9223372036854775807", "+", "1", "9223372036854775808", true),
    ("-9223372036854775808", "-", "1", "-9223372036854775809", true),
    ("-9223372036854775808", "+", "-9223372036854775808", "-18446744073709551616", true),
    ("0", "-", "-9223372036854775808", "9223372036854775808", true),
    ("9223372036854775808", "-", "1", "9223372036854775807", false),
    ("-9223372036854775809", "+", "1", "-9223372036854775808", false),
    ("9223372036854775808", "*", "-1", "-9223372036854775808", false),
    ("-9223372036854775808", "*", "-1", "9223372036854775808", true),
    ("-9223372036854775808", "/", "-1", "9223372036854775808", true),
    ("-9223372036854775808", "/", "-9223372036854775808", "1", false),
    ("1", "/", "-9223372036854775808", "-1/9223372036854775808", true),
    ("4294967296", "*", "4294967296", "18446744073709551616", true),
    ("18446744073709551616", "/", "4294967296", "4294967296", false),
    (
      "1/9223372036854775807", "+", "1/9223372036854775806",
      "18446744073709551613/85070591730234615838173535747377725442", true
    ),
    ("1/9223372036854775807", "-", "1/9223372036854775807", "0", false),
    ("9223372036854775807/2", "+", "1/2", "4611686018427387904", false),
    ("170141183460469231731687303715884105727", "+", "1", "170141183460469231731687303715884105728", true),
    (
      "-170141183460469231731687303715884105728", "-", "1",
      "-170141183460469231731687303715884105729", true
    ),
    ("340282366920938463463374607431768211456", "-", "340282366920938463463374607431768211455", "1", false),
    (
      "340282366920938463463374607431768211456/3", "*", "3/340282366920938463463374607431768211456", "1",
      false
    ),
  ])
  func crossesTheBoundary(left: String, sign: String, right: String, text: String, isBoxed: Bool) throws {
    let (first, second) = (try rational(left), try rational(right))
    let result =
      switch sign {
      case "+": try first.adding(second)
      case "-": try first.subtracting(second)
      case "*": try first.multiplied(by: second)
      default: try first.divided(by: second)
      }
    #expect(try result == rational(text))
    #expect(try result.reduced == rational(text).reduced)
    #expect((result.box != nil) == isBoxed)
  }

  @Test func negatesTheLeastWord() throws {
    let least = Rational(Int64.min)
    #expect(least.negated.exactText == "9223372036854775808")
    #expect(least.magnitude.exactText == "9223372036854775808")
    #expect(least.negated.negated == least)
    #expect(least.negated.negated.box == nil)
    #expect(try quotient(.min, 3).negated.exactText == "9223372036854775808/3")
    #expect(try quotient(.min, 6).negated.box == nil)
  }

  @Test func refusesWhatIsTooLarge() throws {
    let greatest = try Rational(2).raised(to: 4_095)
    #expect(
      try greatest.adding(greatest.subtracting(.one)).subtracting(greatest) == greatest.subtracting(.one))
    #expect(throws: ArithmeticFault.tooLarge) { try greatest.adding(greatest) }
    #expect(throws: ArithmeticFault.tooLarge) { try greatest.multiplied(by: Rational(2)) }
    #expect(throws: ArithmeticFault.tooLarge) { try greatest.divided(by: quotient(1, 2)) }
    #expect(throws: ArithmeticFault.tooLarge) { try greatest.negated.subtracting(greatest) }
    #expect(throws: ArithmeticFault.tooLarge) { try greatest.multiplied(by: greatest.negated) }
    #expect(try greatest.multiplied(by: greatest.raised(to: -1)) == .one)
  }

  @Test func refusesDivisionByZero() throws {
    #expect(throws: ArithmeticFault.divisionByZero) { try Rational.one.divided(by: .zero) }
    #expect(throws: ArithmeticFault.divisionByZero) { try Rational.zero.divided(by: quotient(0, 7)) }
    #expect(throws: ArithmeticFault.divisionByZero) { try Rational(Int128.max).divided(by: .zero) }
  }

  // MARK: - Equality, order, parts

  @Test(
    arguments: [
      (1, 2, 2, 4), (100, 100, 1, 1), (0, 1, 0, 99), (-6, 4, -3, 2), (.min, 2, .min / 2, 1),
      (.max, .max, 7, 7),
    ] as [(Int64, Int64, Int64, Int64)])
  func comparesByValue(first: Int64, second: Int64, third: Int64, fourth: Int64) throws {
    let (left, right) = (try quotient(first, second), try quotient(third, fourth))
    #expect(left == right)
    #expect(left.hashValue == right.hashValue)
    #expect(!(left < right) && !(right < left))
    #expect(Set([left, right]).count == 1)
  }

  @Test func orders() throws {
    let ascending = try [
      "-340282366920938463463374607431768211456", "-9223372036854775809", "-9223372036854775808", "-1",
      "-0.5",
      "-1/340282366920938463463374607431768211456", "0", "1/340282366920938463463374607431768211456",
      "1/9223372036854775808", "1/9223372036854775807", "1/3", "0.34", "1", "9223372036854775807",
      "9223372036854775808", "340282366920938463463374607431768211456",
    ].map { try rational($0) }
    for (index, value) in ascending.enumerated() {
      for (other, compared) in ascending.enumerated() {
        #expect((value < compared) == (index < other))
        #expect((value == compared) == (index == other))
      }
    }
  }

  @Test func tellsItsParts() throws {
    #expect(try quotient(0, 5).isZero && quotient(0, 5).signum() == 0 && !quotient(0, 5).isNegative)
    #expect(try quotient(6, 3).isInteger && quotient(6, 3).integerValue == 2)
    #expect(try !quotient(7, 3).isInteger && quotient(7, 3).integerValue == nil)
    #expect(Rational(Int64.min).integerValue == .min)
    #expect(Rational(Int64.min).negated.integerValue == nil)
    #expect(Rational(Int64.min).negated.isInteger)
    #expect(try rational("-1/340282366920938463463374607431768211456").isNegative)
    #expect(try rational("-1/340282366920938463463374607431768211456").signum() == -1)
    #expect(try rational("4900000000/185000001").reduced == ("4900000000", "185000001"))
    #expect(try quotient(.min, .min).reduced == ("1", "1"))
  }

  @Test func isSmall() {
    #expect(MemoryLayout<Rational>.size == 24)
  }
}
