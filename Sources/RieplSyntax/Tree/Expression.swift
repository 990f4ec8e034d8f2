/// A calculation or a part of one.
public enum Expression: Sendable {
  /// The index of a literal.
  case literal(Int32)
  /// Operands that are added or taken away; the first is added.
  case sum(TreeList<Operand>)
  /// Operands that multiply or divide; the first multiplies.
  case product(TreeList<Operand>)
  /// `base increased by amount` or `base decreased by amount`.
  case adjusted(base: ExpressionID, by: ExpressionID, isIncrease: Bool)
  /// `percent of base`.
  case portion(percent: ExpressionID, of: ExpressionID)
  case power(base: ExpressionID, exponent: ExpressionID)
  case negated(ExpressionID)
  /// The index of a figure.
  case figure(Int32)
}

/// How an operand joins those before it.
public enum Operator: UInt8, Sendable, Hashable {
  case add, subtract, multiply, divide
}

/// An operand with the operator in front of it.
public struct Operand: Sendable, Hashable {
  /// How it joins those before it; `add` or `multiply` for the first.
  public let op: Operator
  /// The number of the expression that is added, multiplied and so on.
  public let expression: ExpressionID
}

/// A figure with the words in front of it and the members behind it.
public struct Figure: Sendable {
  /// The outermost first.
  public var shapers: ShaperList
  /// The word that makes many figures one, such as `average`; nil where there is none.
  public var reducer: Reducer?
  /// What the words in front are applied to: a name, brackets or the last answer.
  public var head: Head
  /// Members and groups that replace the context, at most one of each dimension.
  public var slices: TreeList<NameUse>
  /// Where the words in front stand.
  public var wordsRange: SourceRange
}

/// What a figure is of.
public enum Head: Sendable {
  case name(NameUse)
  case bracket(QuestionID)
  /// The last answer.
  case it
}

/// Up to four shapers, kept without allocation.
public struct ShaperList: Sendable, Hashable {
  private var packed: UInt32 = 0

  init() {}

  /// How many there are.
  public var count: Int { Int(packed >> 24) }
  /// Whether there are none.
  public var isEmpty: Bool { packed == 0 }

  /// The shaper at an index, from the outermost.
  public subscript(index: Int) -> Shaper {
    Shaper(rawValue: UInt8(truncatingIfNeeded: packed >> UInt32(index * 4)) & 15) ?? .share
  }

  /// Adds one inside the others; false if there is no room.
  mutating func append(_ shaper: Shaper) -> Bool {
    guard count < 4 else { return false }
    packed = (packed | UInt32(shaper.rawValue) << UInt32(count * 4)) + (1 << 24)
    return true
  }
}

/// How two values compare.
public enum Comparison: UInt8, Sendable, Hashable {
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, between
}
