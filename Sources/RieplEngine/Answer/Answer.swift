import RieplSyntax

/// What a question comes to: rows, columns and cells, with all that has to be said of them.
///
/// It never changes; passing it on costs one reference.
public final class Answer: Sendable {
  let sealed: SealedPlan
  private let parts: AnswerParts
  /// The axes of the rows; a projection has one more, of years.
  public var axes: [AnswerAxis] { parts.axes }
  /// What each row has cells for; none where members are listed.
  public var columns: [AnswerColumn] { parts.columns }
  /// The rows that are shown, after the comparison and the cut.
  public var rows: [AnswerRow] { parts.rows }
  /// Rows for several rows together.
  public var totals: [AnswerRow] { parts.totals }
  /// What is said under the rows, in the order in which it is printed.
  public var remarks: [Remark] { parts.remarks }
  /// How many rows the comparison kept, before the cut.
  public var rowsBeforeCut: Int { parts.rowsBeforeCut }
  /// How many rows there were before the comparison.
  public var rowsBeforeKeep: Int { parts.rowsBeforeKeep }
  /// The numbers of the notes of everything in it.
  public var notes: BitSet { parts.notes }
  /// What figures on the right of comparisons came to, by their blocks.
  public var values: [Int: BlockValue] { parts.values }
  /// The one figure that a comparison did not keep.
  public var rejected: AnswerCell? { parts.rejected }
  /// The projected figures, one for each series.
  public var series: [ProjectedSeries] { parts.series }

  init(_ plan: SealedPlan, _ parts: consuming AnswerParts) {
    sealed = plan
    self.parts = parts
  }

  /// The plan that it comes from.
  public var plan: Plan { _read { yield sealed.plan } }

  /// The single figure of an answer without rows.
  public var single: AnswerCell? {
    axes.isEmpty && columns.count == 1 && rows.count == 1 ? rows[0].cells.first : nil
  }

  /// What `it` stands for after this answer: its figure, if there is exactly one.
  func figure(_ catalog: Catalog) -> LastFigure? {
    guard let cell = single, cell.absence == nil, let column = columns.first else { return nil }
    return LastFigure(
      quantity: Quantity(cell.value, column.info.unit, isApproximate: cell.isApproximate), info: column.info,
      format: column.format, notes: cell.notes, sources: sources(catalog), status: cell.status)
  }

  /// The numbers of the sources of everything in it.
  public func sources(_ catalog: Catalog) -> BitSet {
    var sources = BitSet()
    for block in plan.blocks {
      for instruction in block.instructions {
        switch instruction {
        case .aggregate(let index):
          let measure = plan.aggregates[index].measure
          if measure >= 0 { sources.formUnion(catalog.measures[measure].sources) }
        case .fact(let number): sources.formUnion(catalog.facts[number].sources)
        case .last: sources.formUnion(plan.last?.sources ?? BitSet())
        default: break
        }
      }
    }
    return sources
  }

  /// Whether the rows are members of a dimension, without figures.
  public var isListing: Bool { columns.isEmpty }
}

/// What an answer is made of, while it is made and afterwards.
struct AnswerParts: Sendable {
  var axes: [AnswerAxis] = []
  var columns: [AnswerColumn] = []
  var rows: [AnswerRow] = []
  var totals: [AnswerRow] = []
  var remarks: [Remark] = []
  var rowsBeforeCut = 0
  var rowsBeforeKeep = 0
  var notes = BitSet()
  var values: [Int: BlockValue] = [:]
  var rejected: AnswerCell?
  var series: [ProjectedSeries] = []
}

/// An axis of an answer.
public enum AnswerAxis: Sendable, Hashable {
  /// An axis of the plan.
  case plan(Int)
  /// The years of a projection.
  case years
  /// Where rows of a file stand in it.
  case places
  /// Members of a dimension, in rows of a file.
  case members(Int)
}

/// A column of an answer.
public struct AnswerColumn: Sendable {
  /// What is printed above it.
  public let heading: Heading
  /// The unit and the precision that its values were expected to have.
  public let info: FigureInfo
  /// How its values are printed; the same for all rows and totals.
  public internal(set) var format: NumberFormat
}

/// A row of an answer.
public struct AnswerRow: Sendable {
  /// What it is of, one for each axis.
  public var keys: [RowKey]
  /// One for each column; none where members are listed.
  public var cells: [AnswerCell]
  /// Its place, 1 for the highest; nil where rows are not ranked or it has no figure.
  public var rank: Int?
  /// Whether another row, shown or cut off, has the same place.
  public var isTied = false
}

/// What a row is of, along one axis.
public enum RowKey: Sendable, Hashable {
  /// A row of the plan's axis.
  case row(Int)
  /// All shown rows of the axis together.
  case together
  /// A year of a projection.
  case year(Int)
  /// A place in a file, such as "line 12".
  case place(String)
  /// A member, by its code.
  case member(Int)
}

/// A cell: a value or the reason why there is none.
public struct AnswerCell: Sendable, Hashable {
  /// The exact value in base units; it means nothing where `absence` is set.
  public var value: Rational
  /// Why there is no figure; nil where there is one.
  public var absence: Absence?
  /// Whether a root made the value inexact.
  public var isApproximate = false
  /// The least certain status of the figures that went into it.
  public var status = Status.final
  /// The numbers in the catalogue of the notes on the figures that went into it.
  public var notes = BitSet()
  /// How many figures went into it.
  public var count = 0
  /// How many figures would have gone into it, but were not there.
  public var missing = 0
  /// For the lowest, highest or median: whose it is.
  public var whose: [String] = []
  /// More of those than are named.
  public var moreWhose = 0

  init(value: Rational, absence: Absence? = nil) {
    self.value = value
    self.absence = absence
  }
}

/// Something that has to be said of an answer.
public enum Remark: Sendable, Hashable {
  /// The printed rows of a column add up to something other than its total prints.
  case roundedRows(column: Int, rounded: Rational, total: Rational)
  /// Rows next to one another print alike; the spread of the exact values in printed units.
  case printAlike(column: Int, count: Int, text: Rational, spread: Rational)
  /// A cut falls among rows that print alike.
  case cutAmongEquals(column: Int, text: Rational, leftOut: Int)
  /// The cut of a row of `within` falls among rows that print alike, and those of some others do.
  case cutAmongEqualsWithin(row: RowKey, axis: Int, text: Rational, leftOut: Int, others: Int)
  /// The order of two rows could be another if the source had not rounded.
  case roundingCouldTurn(first: [RowKey], second: [RowKey])
  /// Figures that are not there; the reasons are given where they are few.
  case missing(count: Int, of: Int, reasons: [MissingFigures])
  /// Measures that are reckoned with one another, of which one has figures of members of a dimension that the other lacks.
  case unlikeMembers(dimension: Int, first: Int, firstOnly: BitSet, second: Int, secondOnly: BitSet)
  /// Figures that a condition left out because what it compares is not there for them; of members where a dimension
  /// is listed, of rows where a condition is on the rows of a file.
  case untested(count: Int, members: Int?, isOfRows: Bool)
  /// Rows of a file that could not be read whole; the dataset has their number.
  case setAside(dataset: Int)
}

/// Figures that are not there for one reason.
public struct MissingFigures: Sendable, Hashable {
  /// The reason.
  public let absence: Absence
  /// Which they are; empty where the question named the only one.
  public var names: [String]
}

/// How the values of a column are printed.
public struct NumberFormat: Sendable, Hashable {
  /// The unit as it is printed, which `as` may have changed.
  public let unit: Unit
  /// One printed unit is this power of ten of base units.
  public let power: Int
  /// How many decimals a value in printed units is rounded to.
  public let decimals: Int

  /// Makes a format.
  public init(unit: Unit, power: Int, decimals: Int) {
    self.unit = unit
    self.power = power
    self.decimals = decimals
  }

  /// The same with another number of decimals.
  func withDecimals(_ decimals: Int) -> NumberFormat {
    NumberFormat(unit: unit, power: power, decimals: decimals)
  }

  /// A value in printed units.
  public func scaled(_ value: Rational) -> Rational {
    guard power != 0, let factor = NumberFormat.factor(power) else { return value }
    do throws(ArithmeticFault) {
      return try value.multiplied(by: factor)
    } catch {
      return value
    }
  }

  private static func factor(_ power: Int) -> Rational? {
    switch power {
    case -2: Rational(100)
    case 3: Rational(numerator: 1, denominator: 1000)
    case 6: Rational(numerator: 1, denominator: 1_000_000)
    case 9: Rational(numerator: 1, denominator: 1_000_000_000)
    default: nil
    }
  }

  /// A value as it is printed, in printed units.
  public func rounded(_ value: Rational) -> Rational { scaled(value).rounded(decimals: decimals) }
}

/// A figure that was worked out once.
public struct BlockValue: Sendable {
  /// The figure, or why there is none.
  public let cell: AnswerCell
  /// How the figure is printed.
  public let format: NumberFormat
}

/// A projected figure: where it starts and what the source's rounding leaves open.
public struct ProjectedSeries: Sendable {
  /// What it is of: the keys of its rows without the year.
  public let keys: [RowKey]
  /// The figure that is projected, in base units, made of published figures.
  public let figure: Rational
  /// How far from it the exact figure may be, given the source's rounding, in base units.
  public let halfWidth: Rational
  /// What the gains are counted from, for a measure with a model.
  public let base: Rational?
}
