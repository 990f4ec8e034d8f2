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
}
