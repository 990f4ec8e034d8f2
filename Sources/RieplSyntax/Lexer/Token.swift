/// The kinds of tokens.
public enum TokenKind: UInt8, Sendable {
  /// The end of the statement.
  case end
  case word
  case quoted
  /// A literal; `Token.literal` says which.
  case literal
  /// A financial year; `Token.literal` is the year in which it starts.
  case year
  /// A unit without a number, such as `£m` or `%`.
  case unit
  case plus, minus, times, divide, power
  case leftBracket, rightBracket, comma
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  /// A typed blank: `?`.
  case blank
  /// Marks of other languages, which have no meaning here: `|`, `;`, `:`, `*` alone and their like.
  case foreign
}

/// A piece of a statement.
public struct Token: Sendable {
  /// What it is.
  public var kind: TokenKind
  /// The word of the language that it spells, if any.
  public var language: Word?
  /// Whether nothing stands between this token and the one before.
  public var touches: Bool
  /// The number of the word in the vocabulary, 0 if it is not there; numbers have one when a name uses them.
  public var word: UInt32
  /// Where it starts.
  public var start: UInt32
  /// Where it ends.
  public var end: UInt32
  /// An index among the literals, or the first year of a financial year, or a power of ten for a unit.
  public var literal: Int32

  /// Where it stands.
  public var range: SourceRange { SourceRange(start: start, end: end) }
}

/// The units that a literal can be written in.
public enum LiteralUnit: UInt8, Sendable, Hashable {
  case number, money, percent, rate, points
}

/// A number as it was written: `mantissa` / 10^`scale`.
public struct Literal: Sendable, Hashable {
  /// The digits as a whole number; meaningless when `digits` is set.
  public var mantissa: Int64
  /// How many of the digits stand behind the point; negative for thousands, millions and billions.
  public var scale: Int16
  /// The unit.
  public var unit: LiteralUnit
  /// The digits, when there are too many for `mantissa`.
  public var digits: String?

  /// Makes a literal.
  public init(mantissa: Int64, scale: Int16 = 0, unit: LiteralUnit = .number, digits: String? = nil) {
    self.mantissa = mantissa
    self.scale = scale
    self.unit = unit
    self.digits = digits
  }
}
