public import RieplSyntax

/// What a question means, worked out against the catalogue: which figures to add up over what, and what to do
/// with them. Nothing has been read yet.
public struct Plan: Sendable {
  /// Whether the question is one of `rank`, `project` or `compare`.
  public var modifier = Modifier.none
  /// What is to be shown of the answer; nil where the question does not say.
  public var view: View?
  /// What a chart is to be drawn as; nil for what the shape of the answer calls for.
  public var chartForm: ChartForm?
  /// What ranges in the plan refer to.
  public var source = SourceText(bytes: [])
  /// Where the question stands in it.
  public var range = SourceRange(0, 0)
  /// The block whose rows are the answer.
  public var main = 0
  /// All blocks, by number; those inside others and those of conditions are among them.
  public var blocks: [Block] = []
  /// The axes of all blocks, by number.
  public var axes: [Axis] = []
  /// The figures to be read from tables, by number.
  public var aggregates: [Aggregate] = []
  /// The conditions of `where` clauses, by number.
  public var filters: [Filter] = []
  /// The years and the rates of `project`; nil for any other question.
  public var projection: Projection?
  /// What `it` stands for.
  public var last: LastFigure?
  /// Members that `for`, `in` and `from` leave, by dimension; for the reading.
  public var context: [ContextMembers] = []
  /// The members that the measures of the question have figures of, by dimension, where those are not all.
  public var ownMembers: [Int: BitSet] = [:]

  /// A plan that asks for nothing yet.
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
  /// The steps for each row, in order; the register of a step has the number of the step.
  public var instructions: [Instruction] = []
  /// What each row has values for; several for `compare` and `project`.
  public var columns: [Column] = []
  /// The comparisons that a row has to pass, all of them.
  public var keeps: [Keep] = []
  /// Whether the rows are wanted that do not pass, as a check shows them.
  public var isInverted = false
  /// Whether rows get a place, counted from the highest.
  public var isRanked = false
  /// The order that `sort` asks for; nil for that of the rank, the cut or else the axes.
  public var order: SortOrder?
  /// The `top` or `bottom` rows that are left; nil for all.
  public var cut: Cut?
  /// The axis in whose every row order, cut and running sums start afresh.
  public var within: Int?
  /// The column that rows are put in order by.
  public var keyColumn = 0
  /// Whether `with total` asks for rows of several rows together.
  public var hasTotal = false
  /// Set where the rows are those of a file, as they stand there.
  public var fileRows: FileRows?
  /// Set where the rows are the members of a dimension themselves, without a figure.
  public var listedFilter: Int?

  /// A block without axes, which has exactly one row.
  public init() {}

  /// The steps whose figures its first column covers.
  var counted: BitSet { columns.first.map { steps(of: $0.register, withParts: false) } ?? BitSet() }

  /// The steps that a register depends on, itself among them; without the parts of shares, whose figures are among those
  /// of their wholes.
  func steps(of register: Int32, withParts: Bool = true) -> BitSet {
    guard instructions.indices.contains(Int(register)) else { return BitSet() }
    var needed = BitSet(Int(register))
    for index in (0...Int(register)).reversed() where needed.contains(index) {
      switch instructions[index] {
      case .negate(let a), .cumulative(let a): needed.insert(Int(a))
      case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b), .divide(let a, let b),
        .power(let a, let b), .change(let a, let b), .growth(let a, let b), .nearest(let a, let b):
        needed.insert(Int(a))
        needed.insert(Int(b))
      case .share(let part, let whole):
        if withParts { needed.insert(Int(part)) }
        needed.insert(Int(whole))
      case .constant, .fact, .last, .aggregate, .reduce: break
      }
    }
    return needed
  }
}

/// The rows of a file as they stand, and the names that are shown of them.
public struct FileRows: Sendable, Hashable {
  /// The number of the table in the catalogue.
  public let table: Int
  /// The numbers of the dimensions whose names are shown.
  public let dimensions: [Int]
}

/// How many rows are left of an order.
public struct Cut: Sendable, Hashable {
  /// How many rows are left, in each row of `within` where there is one.
  public let count: Int
  /// Whether the highest rows are left, and not the lowest.
  public let fromTop: Bool
}

/// A comparison that a row has to pass.
public struct Keep: Sendable {
  /// How the column has to compare for the row to stay.
  public let comparison: Comparison
  /// The column that is compared.
  public let column: Int
  /// What the column is compared with.
  public let value: ComparisonEnd
  /// The upper end of `between`; nil for other comparisons.
  public let upper: ComparisonEnd?

  /// All that the column is compared with.
  public var ends: [ComparisonEnd] { upper.map { [value, $0] } ?? [value] }
}

/// What stands on the right of a comparison.
public enum ComparisonEnd: Sendable, Hashable {
  /// The one figure of a block, the same for all rows.
  case once(block: Int)
  /// A column of the block whose rows are compared: each row with its own.
  case column(Int)

  /// The number of the block that is worked out once, if it is.
  public var block: Int? { if case .once(let block) = self { block } else { nil } }
}

/// One column of an answer.
public struct Column: Sendable {
  /// The register that holds it.
  public var register: Int32
  /// The unit and the precision of its values, before they are worked out.
  public var info: FigureInfo
  /// What is printed above it: the words of the question, or one that goes with a modifier.
  public var heading: Heading
  /// The unit that `as` asks for; nil for that of the figure.
  public var display: DisplayUnit?
  /// The number of decimals that is asked for; nil for what the source and the values call for.
  public var decimals: Int?
}

/// What stands above a column.
public enum Heading: Sendable, Hashable {
  /// The calculation as it was written, in the plan's source.
  case source(SourceRange)
  case text(String)
  case difference
  case differencePercent
  case level
  case new
  case cash
}

/// What is known of a value before it is worked out.
public struct FigureInfo: Sendable, Hashable {
  /// The unit, which says what the base units are.
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

  /// A figure as its source publishes it; without a power of ten it is exact.
  public init(unit: Unit, sourcePower: Int? = nil) {
    self.unit = unit
    self.sourcePower = sourcePower
  }
}

/// Rows along a dimension.
public struct Axis: Sendable, Hashable {
  /// The number of its dimension in the catalogue.
  public let dimension: Int
  /// In the order of the question or, where that names no rows, of the members.
  public let rows: [AxisRow]
  /// Whether each row is a single member and no member is in two rows.
  public let isPlain: Bool
  /// The axis of an enclosing block that narrows this one, if any.
  public var outer: Int?

  /// An axis, which is plain where all its rows are single members.
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

  /// The first of its members, found without making a set of it.
  var firstMember: Int? { if case .member(let code) = self { code } else { members.first } }
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
public final class Aggregate: Sendable {
  /// The number of a measure, or -1 to count members.
  public let measure: Int
  /// For members: the dimension.
  public let dimension: Int
  /// What makes the figures one; a sum where no word for it was written.
  public let reducer: Reducer
  /// Whether the reducer was written, or a bare measure is added up.
  public let isWritten: Bool
  /// The dimensions of what is read, by their numbers in the catalogue.
  public let dimensions: [Int]
  /// For each of these dimensions the members whose figures are read.
  public let scopes: [Scope]
  /// The conditions that each figure has to meet, by their numbers in the plan.
  public let filters: [Int]
  /// The dimensions that a slice names.
  public let sliced: BitSet

  init(
    measure: Int, dimension: Int, reducer: Reducer, isWritten: Bool, dimensions: [Int], scopes: [Scope],
    filters: [Int], sliced: BitSet
  ) {
    self.measure = measure
    self.dimension = dimension
    self.reducer = reducer
    self.isWritten = isWritten
    self.dimensions = dimensions
    self.scopes = scopes
    self.filters = filters
    self.sliced = sliced
  }
}

extension Aggregate: Hashable {
  /// Whether two are the same figure, made the same way.
  public static func == (left: Aggregate, right: Aggregate) -> Bool {
    left === right
      || left.measure == right.measure && left.reducer == right.reducer && left.scopes == right.scopes
        && left.dimension == right.dimension && left.isWritten == right.isWritten
        && left.dimensions == right.dimensions && left.filters == right.filters && left.sliced == right.sliced
  }

  /// What is different in most of them.
  public func hash(into hasher: inout Hasher) {
    var mixed = UInt64(truncatingIfNeeded: measure &* 8) ^ UInt64(reducer.rawValue)
    for scope in scopes {
      mixed = mixed &* 0x9E37_79B9_7F4A_7C15
      if case .members(let members) = scope { mixed ^= members.firstWord &+ 1 }
    }
    hasher.combine(mixed)
  }
}

/// A condition on single figures.
public indirect enum Filter: Sendable, Hashable {
  case any([Filter])
  case all([Filter])
  case not(Filter)
  case members(dimension: Int, BitSet)
  /// A block over these axes whose first column is compared.
  case figure(block: Int, axes: [Int], Comparison, value: ComparisonEnd, upper: ComparisonEnd?)

  /// Whether it looks at nothing but members: then it means the same in every plan.
  var isOfMembers: Bool {
    switch self {
    case .any(let parts), .all(let parts): parts.allSatisfy(\.isOfMembers)
    case .not(let inner): inner.isOfMembers
    case .members: true
    case .figure: false
    }
  }
}

/// One step of a calculation; operands are registers of earlier steps.
public enum Instruction: Sendable {
  case constant(Rational, Unit, isApproximate: Bool)
  case fact(Int)
  /// The last answer, with what it carries.
  case last
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
///
/// A class, so that plans stay small.
public final class LastFigure: Sendable {
  /// Its exact value, not the rounded one that was printed.
  public let quantity: Quantity
  /// The unit and the precision with which further calculations go on.
  public let info: FigureInfo
  /// How it was printed.
  public let format: NumberFormat
  /// The numbers in the catalogue of the notes on all that went into it.
  public let notes: BitSet
  /// The numbers in the catalogue of the sources of all that went into it.
  public let sources: BitSet
  /// The least certain status of all that went into it.
  public let status: Status

  init(
    quantity: Quantity, info: FigureInfo, format: NumberFormat, notes: BitSet, sources: BitSet, status: Status
  ) {
    self.quantity = quantity
    self.info = info
    self.format = format
    self.notes = notes
    self.sources = sources
    self.status = status
  }
}

/// Members named by `for`, `in` or `from`.
public struct ContextMembers: Sendable, Hashable {
  /// The number of their dimension in the catalogue.
  public let dimension: Int
  /// The codes of the members that are left.
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
  /// How its level comes about; nil for a measure that grows from its last figure.
  public let model: ProjectionModel?
  /// The year before the first row, by its first year: the model's base year, or that of the last figure.
  public let firstYear: Int
  /// The year of the last row, by its first year.
  public let lastYear: Int
  /// Whether rates add up, as `linear` says, and are not compounded.
  public let isLinear: Bool
  /// The rate of each year, as a ratio, from the one after `firstYear` to the last.
  public let rates: [Rational]
}
