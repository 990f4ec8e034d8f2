import RieplEngine
import Testing

@Suite struct RationalPowerTests {
  @Test(arguments: [
    ("1.03", 3, "1.092727"), ("2", 10, "1024"), ("2", -1, "0.5"), ("-2", 3, "-8"), ("-2", -3, "-0.125"),
    ("0", 0, "1"), ("5", 0, "1"), ("0", 5, "0"), ("2/3", -2, "2.25"), ("2", 63, "9223372036854775808"),
    ("-2", 63, "-9223372036854775808"), ("-2", 64, "18446744073709551616"), ("10", 18, "1000000000000000000"),
    ("10", 20, "100000000000000000000"), ("100/10", 19, "10000000000000000000"),
    ("-9223372036854775808", 2, "85070591730234615865843651857942052864"),
    ("-9223372036854775808", 1, "-9223372036854775808"), ("-1", .max, "-1"), ("-1", .min, "1"),
    ("1", .max, "1"), ("1", .min, "1"), ("0", .max, "0"), ("7/7", 1_000_000_000, "1"),
    ("3", 81, "443426488243037769948249630619149892803"), ("-3", 45, "-2954312706550833698643"),
    ("-3", 46, "8862938119652501095929"), ("-2", 65, "-36893488147419103232"),
    ("-2", 66, "73786976294838206464"),
    ("-3/7", 25, "-847288609443/1341068619663964900807"), ("0", 1, "0"), ("0", 2, "0"),
  ])
  func raises(base: String, exponent: Int, result: String) throws {
    #expect(try rational(base).raised(to: exponent).exactText == result)
  }

  @Test(arguments: [
    ("2", 1_000_000_000), ("2", .max), ("2", .min), ("1/2", 4_096), ("1.000001", 1_000_000), ("2", 4_096),
    ("-2", -4_096), ("3", 2_585), ("9223372036854775807", 66),
  ])
  func refusesHugePowers(base: String, exponent: Int) throws {
    let value = try rational(base)
    let elapsed = ContinuousClock().measure {
      #expect(throws: ArithmeticFault.tooLarge) { try value.raised(to: exponent) }
    }
    #expect(elapsed < .seconds(1))
  }

  @Test func raisesUpToTheCap() throws {
    #expect(try Rational(2).raised(to: 4_095).divided(by: Rational(2).raised(to: 4_094)) == Rational(2))
    #expect(try Rational(3).raised(to: 2_584).divided(by: Rational(3).raised(to: 2_583)) == Rational(3))
  }

  @Test(arguments: [
    ("8", 3, "2"), ("4/9", 2, "2/3"), ("-8", 3, "-2"), ("-1", 999, "-1"), ("1", 1_000, "1"), ("0", 2, "0"),
    ("144", 2, "12"), ("1/1024", 10, "0.5"), ("7", 1, "7"), ("-7", 1, "-7"), ("0.25", 2, "0.5"),
    ("8/2", 2, "2"),
    ("340282366920938463463374607431768211456", 128, "2"),
    ("340282366920938463463374607431768211456", 2, "18446744073709551616"),
  ])
  func takesExactRoots(value: String, degree: Int, root: String) throws {
    let result = try rational(value).root(degree)
    #expect(result.isExact)
    #expect(result.value.exactText == root)
  }

  @Test(arguments: [
    ("2", 2, "1.4142135623730950488016887242096980785697"),
    ("-2", 3, "-1.2599210498948731647672106072782283505703"),
    ("0.5", 2, "0.70710678118654752440084436210484903928484"),
    ("2", 1_000, "1.0006933874625806325375686393038591957083"),
    ("1000001", 2, "1000.0004999998750000624999609375273437295"),
    ("1" + String(repeating: "0", count: 89) + "1", 2, "1" + String(repeating: "0", count: 45)),
  ])
  func approximatesRoots(value: String, degree: Int, root: String) throws {
    let result = try rational(value).root(degree)
    #expect(!result.isExact)
    #expect(result.value.exactText == root)
  }

  @Test func refusesRoots() {
    #expect(throws: ArithmeticFault.notANumber) { try Rational(-4).root(2) }
    #expect(throws: ArithmeticFault.notANumber) { try Rational(-4).root(1_000) }
    #expect(throws: ArithmeticFault.tooLarge) { try Rational(4).root(0) }
    #expect(throws: ArithmeticFault.tooLarge) { try Rational(4).root(1_001) }
    #expect(throws: ArithmeticFault.tooLarge) { try Rational(4).root(.min) }
    #expect(throws: ArithmeticFault.notANumber) { try Rational.zero.raised(to: -1) }
    #expect(throws: ArithmeticFault.notANumber) { try Rational.zero.raised(toRational: Rational(-1)) }
  }

  @Test(arguments: [
    ("8", "2/3", "4", true), ("8", "-2/3", "0.25", true), ("-8", "2/3", "4", true),
    ("-8", "5/3", "-32", true),
    ("-8", "2/6", "-2", true), ("4", "0.5", "2", true), ("4", "1.5", "8", true), ("5", "0", "1", true),
    ("0", "0", "1", true), ("0", "1/2", "0", true), ("2", "10", "1024", true), ("1", "1/9999", "1", true),
    ("-1", "340282366920938463463374607431768211456", "1", true),
    ("-1", "340282366920938463463374607431768211457", "-1", true),
    ("2", "3/2", "2.8284271247461900976033774484193961571393", false),
    ("-2", "2/3", "1.5874010519681994747517056392723082603915", false),
    ("2", "-1/2", "0.70710678118654752440084436210484903928484", false),
    ("-2", "5/3", "-3.174802103936398949503411278544616520783", false),
    ("1.0345678", "200/365", "1.018795691986115666817029960773065005731", false),
  ])
  func raisesToRationals(base: String, exponent: String, text: String, isExact: Bool) throws {
    let result = try rational(base).raised(toRational: rational(exponent))
    #expect(result.value.exactText == text)
    #expect(result.isExact == isExact)
  }

  @Test(arguments: [
    ("-4", "1/2", ArithmeticFault.notANumber), ("-4", "3/4", .notANumber), ("-4", "1/1002", .notANumber),
    ("4", "1/1001", .tooLarge), ("4", "1/1002", .tooLarge), ("-4", "1/1001", .tooLarge),
    ("2", "1000000000000", .tooLarge), ("2", "9223372036854775807/2", .tooLarge),
    ("3", "-9223372036854775807/2", .tooLarge), ("2", "340282366920938463463374607431768211456", .tooLarge),
    ("0", "-1/340282366920938463463374607431768211456", .notANumber),
    ("-1", "1/340282366920938463463374607431768211456", .notANumber),
  ])
  func refusesRationalPowers(base: String, exponent: String, fault: ArithmeticFault) throws {
    let (value, power) = (try rational(base), try rational(exponent))
    #expect(throws: fault) { try value.raised(toRational: power) }
  }
}
