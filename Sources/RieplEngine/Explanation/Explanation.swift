public import RieplSyntax

/// How an answer came about: for each row that is explained, its calculations with the value of each part.
public final class Explanation: Sendable {
  /// The answer that is explained.
  public let answer: Answer
  /// Whether all rows and all figures were asked for, as far as there is room for them.
  public let isFull: Bool
  /// The rows that are explained, in the order shown.
  public let rows: [ExplainedRow]
  /// How many shown rows are not explained.
  public let rowsLeft: Int
  /// For a list of members: what each was tested for.
  public let tests: [TestedMember]
  /// The figures that rows are compared with, but for amounts that were written.
  public let comparisons: [WorkedPart]

  init(
    answer: Answer, isFull: Bool, rows: [ExplainedRow], rowsLeft: Int, tests: [TestedMember],
    comparisons: [WorkedPart] = []
  ) {
    self.comparisons = comparisons
    self.answer = answer
    self.isFull = isFull
    self.rows = rows
    self.rowsLeft = rowsLeft
    self.tests = tests
  }
}

/// A row whose figures are explained.
public struct ExplainedRow: Sendable {
  /// What it is of, one for each axis of the plan.
  public let keys: [RowKey]
  /// One for each calculation of the question.
  public let columns: [WorkedPart]

  /// A row with its calculations.
  public init(keys: [RowKey], columns: [WorkedPart]) {
    self.keys = keys
    self.columns = columns
  }
}

/// A part of a calculation, with its value and the parts that it is made of.
public struct WorkedPart: Sendable {
  /// What is done with the parts.
  public let instruction: Instruction
  /// Its exact value in base units; it means nothing where `absence` is set.
  public let value: Rational
  /// Why there is no figure; nil where there is one.
  public let absence: Absence?
  /// Whether a root made the value inexact.
  public let isApproximate: Bool
  /// The unit of the value.
  public let unit: Unit
  /// The power of ten to which the source publishes what goes into it; nil for what is exact.
  public let sourcePower: Int?
  /// The operands, in order.
  public let parts: [WorkedPart]
  /// The figures that were taken, for what was read from a table.
  public let taken: TakenFigures?
  /// The rows that were made one, for a calculation in brackets.
  public let inner: InnerRows?
  /// What the source's rounding leaves open; nil where nothing can be said.
  public var interval: ClosedRange<Rational>?

  /// All parts, those that others are made of first, each once.
  public var all: [WorkedPart] { parts.flatMap(\.all) + [self] }
}

/// Rows in brackets that a calculation makes one.
public struct InnerRows: Sendable {
  /// The number of the block.
  public let block: Int
  /// What makes them one; nil where there is only one row.
  public let reducer: Reducer?
  /// What each row is called, and its value; nil for no figure.
  public let rows: [(name: String, value: Rational?)]
  /// How the first row is worked out, or all of them.
  public let worked: [WorkedPart]
  /// The unit of the rows.
  public let unit: Unit
}

/// The figures of a measure that a part of a calculation is made of.
public struct TakenFigures: Sendable {
  /// The number of the aggregate in the plan.
  public let aggregate: Int
  /// How many figures were taken.
  public internal(set) var count = 0
  /// How many were asked for and are not there, by the reason.
  public internal(set) var missing: [Absence: Int] = [:]
  /// How many conditions left out.
  public internal(set) var refused = 0
  /// How many were left out because a figure of a condition is not there.
  public internal(set) var untested = 0
  /// The numbers of their rows among all of the table.
  public internal(set) var rows = BitSet()
  /// The numbers of the rows of those that are not there.
  public internal(set) var missingRows = BitSet()
  /// The figures that were taken, as far as they are kept.
  public internal(set) var figures: [Observation] = []
  /// Those that are not there, as far as they are kept.
  public internal(set) var absent: [Observation] = []
  /// Those that conditions left out, as far as they are kept.
  public internal(set) var out: [Observation] = []

  init(aggregate: Int) { self.aggregate = aggregate }
}

/// One figure of a table.
public struct Observation: Sendable {
  /// The code of its member, for each dimension of the aggregate.
  public let codes: [Int]
  /// Its value in base units.
  public let value: Rational
  /// Why there is none; nil where there is one.
  public let absence: Absence?
  /// How certain it is.
  public let status: Status
  /// Its notes.
  public let notes: BitSet
  /// Where it stands in its source.
  public let place: String?
}

/// A member that a list was asked of.
public struct TestedMember: Sendable {
  /// Its code.
  public let code: Int
  /// The figure that a condition looked at; nil for none.
  public let value: Rational?
  /// Whether it is in the list.
  public let isKept: Bool
}
