import RieplEngine
import Testing

/// Powers whose exponents have a denominator beyond the greatest degree of a root.
@Suite struct RootDegreeTests {
  /// A negative number has no root of an even degree, however great; all other roots are only too many.
  @Test(arguments: [
    ("1/1002", ArithmeticFault.notANumber), ("1/1004", .notANumber), ("3/1004", .notANumber),
    ("-1/1006", .notANumber), ("1/1001", .tooLarge), ("1/1003", .tooLarge), ("1/1005", .tooLarge),
    ("-7/1005", .tooLarge), ("2/1003", .tooLarge), ("2/2008", .notANumber), ("4/4004", .tooLarge),
    ("2/2010", .tooLarge),
  ])
  func ofANegativeNumber(_ exponent: String, _ fault: ArithmeticFault) throws {
    let power = try rational(exponent)
    #expect(throws: fault) { try Rational(-4).raised(toRational: power) }
    #expect(throws: ArithmeticFault.tooLarge) { try Rational(4).raised(toRational: power) }
  }

  @Test func upToTheGreatest() throws {
    #expect(try Rational(1).root(1_000).value == .one)
    #expect(try Rational(-1).raised(toRational: rational("1/999")).value == Rational(-1))
    #expect(try Rational(-1).raised(toRational: rational("2/999")).value == .one)
    #expect(throws: ArithmeticFault.notANumber) {
      try Rational(-1).raised(toRational: rational("1/1000"))
    }
    #expect(throws: ArithmeticFault.tooLarge) { try Rational(-1).root(1_001) }
  }

  /// Roots of very large and very small numbers, next to whole powers: 41 digits, worked out elsewhere.
  @Test(arguments: [
    (
      3, 2000, 1, 999, "9.0198166005769947799075310013531741449692",
      "0.11086699921770364157818604378530658506165"
    ),
    (
      2, 4000, 1, 997, "16.134043082280325400210520816017801813668",
      "0.061980744373881003315151915082155258235021"
    ),
    (
      7, 1400, -1, 1000, "15.245344971379459262656853849026449749075",
      "0.065593792851347727481329237040975732863141"
    ),
    (
      2, 300, 1, 299, "2.0046418142802538502361802746182789053937",
      "0.4988422334984765230491377396670423913397"
    ),
    (
      2, 150, 1, 149, "2.0093256636507202642303572874321971757173",
      "0.49767940463324980004251545224812113827204"
    ),
    (
      2, 200, 1, 1000, "1.1486983549970350067986269467779275894439",
      "0.87055056329612413913627001747974609897913"
    ),
  ])
  func nextToPowers(
    _ base: Int, _ exponent: Int, _ more: Int, _ degree: Int, _ root: String, _ inverse: String
  ) throws {
    let value = try Rational(base).raised(to: exponent).adding(Rational(more))
    let large = try value.root(degree)
    #expect(!large.isExact && large.value.exactText == root)
    let small = try Rational.one.divided(by: value).root(degree)
    #expect(!small.isExact && small.value.exactText == inverse)
  }
}
