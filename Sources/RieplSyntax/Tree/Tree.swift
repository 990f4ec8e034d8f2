/// The tree of one statement, in arrays: nodes name one another by number.
///
/// Making and freeing a tree costs no recursion, whatever its depth, and the arrays of one statement serve the next.
public struct Tree: Sendable {
  /// The statement.
  public internal(set) var statement = Statement.empty
  /// Where it stands in its source.
  public internal(set) var range = SourceRange(0, 0)

  public internal(set) var expressions: [Expression] = []
  public internal(set) var figures: [Figure] = []
  public internal(set) var expressionRanges: [SourceRange] = []
  public internal(set) var questions: [Question] = []
  public internal(set) var clauses: [Clause] = []
  public internal(set) var conditions: [Condition] = []
  public internal(set) var conditionRanges: [SourceRange] = []
  public internal(set) var operands: [Operand] = []
  public internal(set) var columns: [ExpressionID] = []
  public internal(set) var conditionLists: [ConditionID] = []
  public internal(set) var names: [NameUse] = []
  public internal(set) var members: [MemberItem] = []
  public internal(set) var rates: [RateSegment] = []
  public internal(set) var literals: [Literal] = []
  public internal(set) var texts: [String] = []

  /// An empty tree.
  public init() {}

  mutating func removeAll() {
    statement = .empty
    expressions.removeAll(keepingCapacity: true)
    figures.removeAll(keepingCapacity: true)
    expressionRanges.removeAll(keepingCapacity: true)
    questions.removeAll(keepingCapacity: true)
    clauses.removeAll(keepingCapacity: true)
    operands.removeAll(keepingCapacity: true)
    columns.removeAll(keepingCapacity: true)
    if !conditions.isEmpty {
      conditions.removeAll(keepingCapacity: true)
      conditionRanges.removeAll(keepingCapacity: true)
      conditionLists.removeAll(keepingCapacity: true)
    }
    names.removeAll(keepingCapacity: true)
    if !members.isEmpty { members.removeAll(keepingCapacity: true) }
    if !rates.isEmpty { rates.removeAll(keepingCapacity: true) }
    if !literals.isEmpty { literals.removeAll(keepingCapacity: true) }
    if !texts.isEmpty { texts.removeAll(keepingCapacity: true) }
  }

  public subscript(id: ExpressionID) -> Expression { expressions[Int(id.index)] }
  public subscript(id: NameUseID) -> NameUse { names[Int(id.index)] }
  public subscript(id: QuestionID) -> Question { questions[Int(id.index)] }
  public subscript(id: ConditionID) -> Condition { conditions[Int(id.index)] }
  public subscript(list: TreeList<Operand>) -> ArraySlice<Operand> { operands[list.indices] }
  public subscript(list: TreeList<Clause>) -> ArraySlice<Clause> { clauses[list.indices] }
  public subscript(list: TreeList<ExpressionID>) -> ArraySlice<ExpressionID> { columns[list.indices] }
  public subscript(list: TreeList<ConditionID>) -> ArraySlice<ConditionID> { conditionLists[list.indices] }
  public subscript(list: TreeList<NameUse>) -> ArraySlice<NameUse> { names[list.indices] }
  public subscript(list: TreeList<MemberItem>) -> ArraySlice<MemberItem> { members[list.indices] }
  public subscript(list: TreeList<RateSegment>) -> ArraySlice<RateSegment> { rates[list.indices] }

  /// The figure that an expression is, if it is one.
  public func figure(_ id: ExpressionID) -> Figure? {
    guard case .figure(let index) = self[id] else { return nil }
    return figures[Int(index)]
  }

  /// Where an expression stands.
  public func range(_ id: ExpressionID) -> SourceRange { expressionRanges[Int(id.index)] }
  /// Where a condition stands.
  public func range(_ id: ConditionID) -> SourceRange { conditionRanges[Int(id.index)] }
}

/// The number of an expression.
public struct ExpressionID: Sendable, Hashable { let index: Int32 }
/// The number of a name that is used.
public struct NameUseID: Sendable, Hashable { let index: Int32 }
/// The number of a question.
public struct QuestionID: Sendable, Hashable { let index: Int32 }
/// The number of a condition.
public struct ConditionID: Sendable, Hashable { let index: Int32 }

/// Nodes of one kind that stand next to one another.
public struct TreeList<Element>: Sendable, Hashable {
  let start: Int32
  /// How many there are.
  public let count: Int32

  init(_ start: Int, _ count: Int) {
    self.start = Int32(truncatingIfNeeded: start)
    self.count = Int32(truncatingIfNeeded: count)
  }

  /// The empty list.
  static var empty: TreeList { TreeList(0, 0) }
  var indices: Range<Int> { Int(start)..<Int(start) + Int(count) }
  /// Whether there are none.
  public var isEmpty: Bool { count == 0 }
}

/// A whole statement.
public enum Statement: Sendable {
  case empty
  case question(QuestionID)
  /// `then`: the last question with other clauses.
  case then(QuestionID, dropsCut: Bool)
  /// `let NAME = members`.
  case letGroup(name: TextUse, TreeList<MemberItem>)
  /// `let NAME = calculation`.
  case letDefinition(name: TextUse, QuestionID)
  case list(TextUse)
  case about(NameUse)
  case help(TextUse)
  case use(NameUse)
  case quit
}

/// Words as they were written: an index among `Tree.texts`, and where they stand.
public struct TextUse: Sendable, Hashable {
  let index: Int32
  /// Where the words stand.
  public let range: SourceRange
}

/// A name where it is used.
public struct NameUse: Sendable, Hashable {
  /// What it stands for; for a financial year outside the data, see `year`.
  public let target: NameTarget
  /// The name's number, where it was a name and not a year.
  public let name: NameID?
  /// The first year, where it was written as a financial year.
  public let year: Int32?
  /// Where it stands.
  public let range: SourceRange

  /// The dimension of a member, a group or a dimension.
  public var dimension: Int? {
    switch target {
    case .member(let dimension, _), .whole(let dimension), .group(let dimension, _),
      .dimension(let dimension):
      dimension
    default: nil
    }
  }
}

/// A name in a list of members, or one that is left out of it.
public struct MemberItem: Sendable, Hashable {
  public let name: NameUse
  /// Whether it stands behind `except`.
  public let isExcluded: Bool
}
