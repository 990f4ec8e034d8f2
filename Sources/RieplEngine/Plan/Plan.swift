public import RieplSyntax

/// What a question means, worked out against the catalogue: which figures to add up over what, and what to do
/// with them. Nothing has been read yet.
public struct Plan: Sendable {
  public var modifier = Modifier.none
  /// What ranges in the plan refer to.
  public var source = SourceText(bytes: [])
  /// Where the question stands in it.
  public var range = SourceRange(0, 0)
  /// The block whose rows are the answer.
  public var main = 0
  public var blocks: [Block] = []
  public var axes: [Axis] = []
  public var aggregates: [Aggregate] = []
  public var filters: [Filter] = []
  public var projection: Projection?
  /// Members that `for`, `in` and `from` leave, by dimension; for the reading.
  public var context: [ContextMembers] = []

  public init() {}
}

/// A plan that is finished: passing it on costs one reference.
final class SealedPlan: Sendable {
  let plan: Plan

  init(_ plan: Plan) { self.plan = plan }
}

/// Rows, the columns worked out for each, and which rows are kept in which order.
public struct Block: Sendable {
  /// The axes whose combinations are the rows.
  public var axes: [Int] = []
  public var instructions: [Instruction] = []
  public var columns: [Column] = []
  public var keeps: [Keep] = []
  public var isRanked = false
  public var order: SortOrder?
  public var cut: Cut?
  /// The axis in whose every row order, cut and running sums start afresh.
  public var within: Int?
  /// The column that rows are put in order by.
  public var keyColumn = 0
  public var hasTotal = false
  /// Set where the rows are the members of a dimension themselves, without a figure.
  public var listedFilter: Int?

  public init() {}
}

/// How many rows are left of an order.
public struct Cut: Sendable, Hashable {
  public let count: Int
  public let fromTop: Bool
}

/// A comparison that a row has to pass, of a column with a figure worked out once.
public struct Keep: Sendable {
  public let comparison: Comparison
  /// The column that is compared.
  public let column: Int
  /// Blocks of one figure each; the second is the upper end of `between`.
  public let value: Int
  public let upper: Int?
}

/// One column of an answer.
public struct Column: Sendable {
  /// The register that holds it.
  public var register: Int32
  public var info: FigureInfo
  public var heading: Heading
  /// The unit and the decimals that `as` asks for.
  public var display: DisplayUnit?
  public var decimals: Int?
}

/// What stands above a column.
public enum Heading: Sendable, Hashable {
  /// The calculation as it was written, in the plan's source.
  case source(SourceRange)
  case text(String)
  case rank
  case difference
  case differencePercent
  case level
  case new
  case cash
}

/// What is known of a value before it is worked out.
public struct FigureInfo: Sendable, Hashable {
  public var unit: Unit
  /// The power of ten to which the source publishes what goes into it; nil for what is exact, such as a literal.
  public var sourcePower: Int?
  /// Whether it can have more decimals than its source: a quotient, a product.
  public var isDerived = false
  /// Whether it is made of literals only.
  public var isConstant = false
  /// Whether the values of several rows add up to that of the rows together.
  public var isSum = false
  /// For a quotient of two amounts: what one of the lower is one of.
  public var per: Int?

  public init(unit: Unit, sourcePower: Int? = nil) {
    self.unit = unit
    self.sourcePower = sourcePower
  }
}

/// Rows along a dimension.
public struct Axis: Sendable, Hashable {
  public let dimension: Int
  public let rows: [AxisRow]
  /// Whether each row is a single member and no member is in two rows.
  public let isPlain: Bool
  /// The axis of an enclosing block that narrows this one, if any.
  public var outer: Int?

  public init(dimension: Int, rows: [AxisRow], outer: Int? = nil) {
    self.dimension = dimension
    self.rows = rows
    self.outer = outer
    isPlain = rows.allSatisfy { if case .member = $0 { true } else { false } }
  }
}

/// A row: a member or several together.
public enum AxisRow: Sendable, Hashable {
  case member(Int)
  case group(number: Int, members: BitSet)
  case whole(members: BitSet)

  /// Its members.
  public var members: BitSet {
    switch self {
    case .member(let code): BitSet(code)
    case .group(_, let members), .whole(let members): members
    }
  }
}

/// Which members of a dimension go into a figure.
public enum Scope: Sendable, Hashable {
  case all
  case members(BitSet)
  /// Those of the row.
  case axis(Int)
  /// The member before that of the row.
  case axisBefore(Int)
}

/// Figures of a measure made one.
public struct Aggregate: Sendable, Hashable {
  /// The number of a measure, or -1 to count members.
  public let measure: Int
  /// For members: the dimension.
  public let dimension: Int
  public let reducer: Reducer
  /// Whether the reducer was written, or a bare measure is added up.
  public let isWritten: Bool
  /// The table's dimensions, and which members of each.
  public let dimensions: [Int]
  public let scopes: [Scope]
  public let filters: [Int]
  /// The dimensions that a slice names.
  public let sliced: BitSet
}

/// A condition on single figures.
public indirect enum Filter: Sendable {
  case any([Filter])
  case all([Filter])
  case not(Filter)
  case members(dimension: Int, BitSet)
  /// A block over these axes whose one column is compared with another block's figure.
  case figure(block: Int, axes: [Int], Comparison, value: Int, upper: Int?)
}

/// One step of a calculation; operands are registers of earlier steps.
public enum Instruction: Sendable {
  case constant(Rational, Unit, isApproximate: Bool)
  case fact(Int)
  /// The last answer, with what it carries.
  case last(LastFigure)
  case aggregate(Int)
  case negate(Int32)
  case add(Int32, Int32)
  case subtract(Int32, Int32)
  case multiply(Int32, Int32)
  case divide(Int32, Int32)
  case power(Int32, Int32)
  case share(part: Int32, whole: Int32)
  case change(start: Int32, end: Int32)
  case growth(start: Int32, end: Int32)
  case cumulative(Int32)
  case nearest(Int32, step: Int32)
  /// A block's rows made one; without a reducer the block has one row.
  case reduce(block: Int, Reducer?)
}

/// The last answer, when it was one figure, with all that it carries.
public struct LastFigure: Sendable {
  public let quantity: Quantity
  public let info: FigureInfo
  public let format: NumberFormat
  public let notes: BitSet
  public let sources: BitSet
  public let status: Status
}

/// Members named by `for`, `in` or `from`.
public struct ContextMembers: Sendable, Hashable {
  public let dimension: Int
  public let members: BitSet
  /// The names as they were written; none for a span.
  public let names: [ContextName]
}

/// A name in a list of members.
public struct ContextName: Sendable, Hashable {
  /// What it stands for.
  public let target: NameTarget
  /// Whether it stands behind `except`.
  public let isExcluded: Bool
}

/// The way of a figure over years.
public struct Projection: Sendable {
  /// The measure that is projected.
  public let measure: Int
  public let model: ProjectionModel?
  /// For a measure without a model: the year of the last figure.
  public let firstYear: Int
  public let lastYear: Int
  public let isLinear: Bool
  /// The rate of each year from the first to the last.
  public let rates: [Rational]
}
