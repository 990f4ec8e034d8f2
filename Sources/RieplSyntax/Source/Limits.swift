/// The bounds on what a text may hold; each is checked before the work that it bounds.
public struct Limits: Sendable {
  /// Bytes in one script.
  public var scriptBytes = 64 << 20
  /// Bytes in one statement.
  public var statementBytes = 16 << 20
  /// Bytes in one word, number or quoted name.
  public var tokenBytes = 4096
  /// Nodes in the tree of one statement.
  public var nodes = 100_000
  /// Columns of one question.
  public var columns = 200
  /// Different figures that one question works out, those of its conditions among them.
  public var figures = 1000
  /// Brackets and other constructs inside one another.
  public var nesting = 200
  /// Errors of one script for which a word is looked for that may have been meant: each costs several readings.
  public var mends = 100
  /// Nodes of a plan, rows of an answer, values of a calculation: all that one statement may make.
  public var steps = 100_000_000

  /// The limits that riepl starts with.
  public init() {}
}
