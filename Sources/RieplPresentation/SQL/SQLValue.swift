import RieplEngine

/// A value in SQL: a whole number above the line and one below, times a power of ten.
struct SQLValue {
  var above: String
  /// Nil for 1.
  var below: String?
  var power = 0

  static func ten(_ power: Int) -> String { "1" + String(repeating: "0", count: power) }

  /// Brackets around what a sign could take apart.
  private static func bracketed(_ text: String) -> String {
    let isPlain = text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
    var depth = 0
    var isOne = text.hasSuffix(")")
    for (place, character) in text.enumerated() {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if depth == 0, place < text.count - 1, character == " " || character == ")" { isOne = false }
    }
    return isPlain || isOne ? text : "(" + text + ")"
  }

  static func product(_ parts: [String?]) -> String? {
    let factors = parts.compactMap { $0 }.filter { $0 != "1" }
    guard factors.count > 1 else { return factors.first }
    return factors.map(bracketed).joined(separator: " * ")
  }

  func times(_ other: SQLValue) -> SQLValue {
    SQLValue(
      above: SQLValue.product([above, other.above]) ?? "1", below: SQLValue.product([below, other.below]),
      power: power + other.power)
  }

  func over(_ other: SQLValue) -> SQLValue {
    SQLValue(
      above: SQLValue.product([above, other.below]) ?? "1",
      below: SQLValue.product([below, "NULLIF(\(other.above), 0)"]), power: power - other.power)
  }

  func plus(_ other: SQLValue, _ sign: String) -> SQLValue {
    let power = min(power, other.power)
    let left = SQLValue.product([above, other.below, SQLValue.ten(self.power - power)]) ?? "1"
    let right = SQLValue.product([other.above, below, SQLValue.ten(other.power - power)]) ?? "1"
    let safe = sign == "-" && right.contains(" ") ? SQLValue.bracketed(right) : right
    return SQLValue(
      above: "\(left) \(sign) \(safe)", below: SQLValue.product([below, other.below]), power: power)
  }

  var negated: SQLValue {
    SQLValue(above: "-" + SQLValue.bracketed(above), below: below, power: power)
  }

  /// The two sides of a comparison, as whole numbers.
  func sides(_ other: SQLValue) -> (String, String) {
    let power = min(power, other.power)
    var left = SQLValue.product([above, other.below, SQLValue.ten(self.power - power)]) ?? "1"
    var right = SQLValue.product([other.above, below, SQLValue.ten(other.power - power)]) ?? "1"
    // Both sides times what stands below the line, once more, so that its sign does not matter; counts have none.
    let unsure = [below, other.below].compactMap { $0 }
    for below in unsure where !below.allSatisfy(\.isNumber) && !below.lowercased().contains("count") {
      left = SQLValue.product([left, below]) ?? left
      right = SQLValue.product([right, below]) ?? right
    }
    return (left, right)
  }

  /// What rows are put in order by.
  var order: String {
    guard let below else { return above }
    return "1.0 * \(SQLValue.bracketed(above)) / \(SQLValue.bracketed(below))"
  }

  /// An exact number that is known.
  init?(_ value: Rational) {
    let (top, bottom) = value.reduced
    self.init(above: top, below: bottom == "1" ? nil : bottom)
  }

  init(above: String, below: String? = nil, power: Int = 0) {
    self.above = above
    self.below = below
    self.power = power
  }
}

/// Why a question has no SQL form.
struct NoSQL: Error {
  /// The word or the sign of the question.
  let word: String
  /// What stands in the way.
  let why: String
}
