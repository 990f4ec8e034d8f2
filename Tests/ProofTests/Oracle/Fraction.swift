/// A value as a whole numerator and denominator, with no arithmetic of the engine.
struct Fraction {
  var numerator: Int128
  var denominator: Int128

  init(_ numerator: Int128, _ denominator: Int128) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// `-12`, `0.125` or `41/3`, as riepl writes exact values for machines.
  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 2 {
      guard let top = Int128(parts[0]), let bottom = Int128(parts[1]), bottom != 0 else { return nil }
      self.init(top, bottom)
      return
    }
    let decimal = text.split(separator: ".", omittingEmptySubsequences: false)
    guard decimal.count <= 2, let digits = Int128(decimal.joined()) else { return nil }
    self.init(digits, Fraction.ten(decimal.count == 2 ? decimal[1].count : 0))
  }

  /// A whole numerator and denominator times a power of ten; nil for text that is none.
  init?(_ numerator: String, _ denominator: String, power: Int) {
    guard let top = Int128(numerator), let bottom = Int128(denominator), bottom != 0 else { return nil }
    self.init(top * Fraction.ten(max(0, power)), bottom * Fraction.ten(max(0, -power)))
  }

  private static func ten(_ power: Int) -> Int128 { (0..<power).reduce(1) { product, _ in product * 10 } }

  private var reduced: Fraction {
    var (a, b) = (numerator.magnitude, denominator.magnitude)
    while b != 0 { (a, b) = (b, a % b) }
    let sign: Int128 = denominator < 0 ? -1 : 1
    let divisor = Int128(max(a, 1)) * sign
    return Fraction(numerator / divisor, denominator / divisor)
  }

  static func == (left: Fraction, right: Fraction) -> Bool {
    let (a, b) = (left.reduced, right.reduced)
    return a.numerator == b.numerator && a.denominator == b.denominator
  }
}
