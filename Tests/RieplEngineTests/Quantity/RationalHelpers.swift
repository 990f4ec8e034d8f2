import RieplEngine
import Testing

/// Reads `n` or `n/d`, each a decimal number of any length, for tests.
func rational(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Rational {
  let parts = text.split(separator: "/").map(String.init)
  let above = try #require(Rational(decimal: parts[0]), sourceLocation: sourceLocation)
  guard parts.count > 1 else { return above }
  return try above.divided(by: #require(Rational(decimal: parts[1]), sourceLocation: sourceLocation))
}

/// A quotient held as it is, not in lowest terms.
func quotient(_ numerator: Int64, _ denominator: Int64) throws -> Rational {
  try #require(Rational(numerator: numerator, denominator: denominator))
}
