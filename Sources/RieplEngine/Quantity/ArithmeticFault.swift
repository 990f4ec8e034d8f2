/// Why an exact calculation has no result.
public enum ArithmeticFault: Error, Sendable, Equatable {
  /// The result, in lowest terms, needs more than `BigInteger.maximumBits` bits above or below the line.
  case tooLarge
  /// The divisor is zero.
  case divisionByZero
  /// There is no such number: an even root of a negative one, or zero to a negative power.
  case notANumber
}
