/// The tree of one statement, in arenas: nodes name one another by number.
///
/// Making and freeing a tree costs no recursion, whatever its depth, and the memory of one statement serves the next.
public struct Tree: Sendable {
  /// The statement.
  public internal(set) var statement = Statement.empty
  /// Where it stands in its source.
  public internal(set) var range = SourceRange(0, 0)

  /// Calculations and their parts, by `ExpressionID`.
  public internal(set) var expressions = Arena<Expression>()
  /// Figures, by the index in `Expression.figure`.
  public internal(set) var figures = Arena<Figure>()
  /// For each expression where it stands.
  public internal(set) var expressionRanges = Arena<SourceRange>()
  /// The question of the statement and those in brackets, by `QuestionID`.
  public internal(set) var questions = Arena<Question>()
  /// The clauses of all questions, list by list.
  public internal(set) var clauses = Arena<Clause>()
  /// The conditions of `where` clauses and their parts, by `ConditionID`.
  public internal(set) var conditions = Arena<Condition>()
  /// For each condition where it stands.
  public internal(set) var conditionRanges = Arena<SourceRange>()
  /// The operands of sums and products, list by list.
  public internal(set) var operands = Arena<Operand>()
  /// The calculations of all questions, list by list.
  public internal(set) var columns = Arena<ExpressionID>()
  /// The parts of `any` and `all`, list by list.
  public internal(set) var conditionLists = Arena<ConditionID>()
  /// Names in lists, such as slices and rows, and single ones by `NameUseID`.
  public internal(set) var names = Arena<NameUse>()
  /// The items of lists of members, list by list.
  public internal(set) var members = Arena<MemberItem>()
  /// The segments of `at` clauses, list by list.
  public internal(set) var rates = Arena<RateSegment>()
  /// Numbers as the lexer read them, by the index in `Expression.literal`; also those of `top` and the like.
  public internal(set) var literals = Arena<Literal>()
  /// Words that name nothing yet, such as those after `let` and `help`.
  public internal(set) var texts = Arena<String>()
  /// The sentences of `say`, as they stand between their quotes.
  public internal(set) var sentences = Arena<TextUse>()

  /// An empty tree.
  public init() {}

  mutating func removeAll() {
    statement = .empty
    expressions.removeAll()
    figures.removeAll()
    expressionRanges.removeAll()
    questions.removeAll()
    clauses.removeAll()
    operands.removeAll()
    columns.removeAll()
    conditions.removeAll()
    conditionRanges.removeAll()
    conditionLists.removeAll()
    names.removeAll()
    members.removeAll()
    rates.removeAll()
    literals.removeAll()
    texts.removeAll()
    sentences.removeAll()
  }

  /// The expression of a number.
  @inlinable
  public subscript(id: ExpressionID) -> Expression { expressions[Int(id.index)] }
  /// The name of a number, where a clause or a condition holds only one.
  @inlinable
  public subscript(id: NameUseID) -> NameUse { names[Int(id.index)] }
  /// The question of a number.
  @inlinable
  public subscript(id: QuestionID) -> Question { questions[Int(id.index)] }
  /// The condition of a number.
  @inlinable
  public subscript(id: ConditionID) -> Condition { conditions[Int(id.index)] }
  /// The operands of a sum or a product, in order.
  @inlinable
  public subscript(list: TreeList<Operand>) -> ArraySlice<Operand> { operands[list.indices] }
  /// The clauses of a question, as they were written.
  @inlinable
  public subscript(list: TreeList<Clause>) -> ArraySlice<Clause> { clauses[list.indices] }
  /// The calculations of a question, one for each column.
  @inlinable
  public subscript(list: TreeList<ExpressionID>) -> ArraySlice<ExpressionID> { columns[list.indices] }
  /// The parts of a condition that `and` or `or` joins.
  @inlinable
  public subscript(list: TreeList<ConditionID>) -> ArraySlice<ConditionID> { conditionLists[list.indices] }
  /// The names of a list, such as the slices of a figure or the rows of `by`.
  @inlinable
  public subscript(list: TreeList<NameUse>) -> ArraySlice<NameUse> { names[list.indices] }
  /// The items of a list of members, with those behind `except`.
  @inlinable
  public subscript(list: TreeList<MemberItem>) -> ArraySlice<MemberItem> { members[list.indices] }
  /// The segments of an `at` clause, as they were written.
  @inlinable
  public subscript(list: TreeList<RateSegment>) -> ArraySlice<RateSegment> { rates[list.indices] }

  /// The sentences of a list, as they were written.
  @inlinable
  public subscript(list: TreeList<TextUse>) -> ArraySlice<TextUse> { sentences[list.indices] }

  /// One calculation of a list, without the others.
  @inlinable
  public subscript(list: TreeList<ExpressionID>, index: Int) -> ExpressionID { columns[list.place(index)] }
  /// One operand of a sum or a product, without the others.
  @inlinable
  public subscript(list: TreeList<Operand>, index: Int) -> Operand { operands[list.place(index)] }
  /// One clause of a question, without the others.
  @inlinable
  public subscript(list: TreeList<Clause>, index: Int) -> Clause { clauses[list.place(index)] }
  /// One name of a list, without the others.
  @inlinable
  public subscript(list: TreeList<NameUse>, index: Int) -> NameUse { names[list.place(index)] }
  /// One item of a list of members, without the others.
  @inlinable
  public subscript(list: TreeList<MemberItem>, index: Int) -> MemberItem { members[list.place(index)] }

  /// The figure that an expression is, if it is one.
  @inlinable
  public func figure(_ id: ExpressionID) -> Figure? {
    guard case .figure(let index) = self[id] else { return nil }
    return figures[Int(index)]
  }

  /// Words that name nothing, such as a file.
  public func text(_ use: TextUse) -> String { texts[Int(use.index)] }

  /// Where an expression stands.
  @inlinable
  public func range(_ id: ExpressionID) -> SourceRange { expressionRanges[Int(id.index)] }
  /// Where a condition stands.
  @inlinable
  public func range(_ id: ConditionID) -> SourceRange { conditionRanges[Int(id.index)] }
}

/// The number of an expression.
public struct ExpressionID: Sendable, Hashable { @usableFromInline let index: Int32 }
/// The number of a name that is used.
public struct NameUseID: Sendable, Hashable { @usableFromInline let index: Int32 }
/// The number of a question.
public struct QuestionID: Sendable, Hashable { @usableFromInline let index: Int32 }
/// The number of a condition.
public struct ConditionID: Sendable, Hashable { @usableFromInline let index: Int32 }

/// Nodes of one kind that stand next to one another.
public struct TreeList<Element>: Sendable, Hashable {
  @usableFromInline let start: Int32
  /// How many there are.
  public let count: Int32

  init(_ start: Int, _ count: Int) {
    self.start = Int32(truncatingIfNeeded: start)
    self.count = Int32(truncatingIfNeeded: count)
  }

  /// The empty list.
  static var empty: TreeList { TreeList(0, 0) }
  @inlinable
  var indices: Range<Int> { Int(start)..<Int(start) + Int(count) }
  /// Where the element of an index stands in its arena.
  @inlinable
  func place(_ index: Int) -> Int {
    precondition(index >= 0 && index < Int(count))
    return Int(start) + index
  }
  /// Whether there are none.
  @inlinable
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
  /// `ask NAME = VALUE "QUESTION"`: an input, what it is if nobody says more, and what to ask for it.
  case ask(name: TextUse, InputValue, question: TextUse?)
  /// `explain`, `source` or `sql`, with a question; without one the last is meant.
  case working(Working, QuestionID?)
  /// `why not`, and the members that are missing.
  case whyNot(TreeList<NameUse>)
  /// `check QUESTION "MESSAGE"`.
  case check(QuestionID, message: TextUse?)
  case heading(TextUse)
  case say(TreeList<TextUse>)
  /// `export QUESTION to "FILE"`.
  case export(QuestionID, file: TextUse)
  case list(TextUse)
  case about(NameUse)
  case help(TextUse)
  /// `learn`, with the number of a lesson or the file of a course.
  case learn(TextUse)
  case use(NameUse)
  /// `load "FILE"`, with the file's name and all that stands behind it.
  case load(TextUse, options: TextUse)
  /// `describe`, with all that stands behind it.
  case describe(TextUse)
  /// `run "FILE"`, with the file's name as it stands between the quotes.
  case run(TextUse)
  /// `save to "FILE"`.
  case save(TextUse)
  /// `set NAME VALUE`, with all that stands behind `set`.
  case set(TextUse)
  case undo
  case history
  case quit

  /// Whether it asks something, and so may end with a question mark.
  var asks: Bool {
    switch self {
    case .question, .then, .working, .whyNot, .about: true
    default: false
    }
  }
}

/// What an input may be: members of a dimension, or an amount.
public enum InputValue: Sendable {
  case members(TreeList<MemberItem>)
  /// A question that is a literal.
  case amount(QuestionID)
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
  /// The member, the group or the whole of a dimension that is named.
  public let name: NameUse
  /// Whether it stands behind `except`.
  public let isExcluded: Bool
}
