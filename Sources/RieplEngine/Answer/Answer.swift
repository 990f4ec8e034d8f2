import RieplSyntax

/// What a question comes to: rows, columns and cells, with all that has to be said of them.
public struct Answer: Sendable {
  let sealed: SealedPlan
  /// The plan that it comes from.
  public var plan: Plan { _read { yield sealed.plan } }
  /// The axes of the rows; a projection has one more, of years.
  public var axes: [AnswerAxis] = []
  public var columns: [AnswerColumn] = []
  public var rows: [AnswerRow] = []
  /// Rows for several rows together.
  public var totals: [AnswerRow] = []
  public var remarks: [Remark] = []
  /// How many rows there were before the comparison and the cut.
  public var rowsBeforeCut = 0
  public var rowsBeforeKeep = 0
  /// The numbers of the notes of everything in it.
  public var notes = BitSet()
  /// What figures on the right of comparisons came to, by their blocks.
  public var values: [Int: BlockValue] = [:]
  /// The one figure that a comparison did not keep.
  public var rejected: AnswerCell?
  /// The projected figures, one for each series.
  public var series: [ProjectedSeries] = []

  init(plan: SealedPlan) { sealed = plan }

  /// The single figure of an answer without rows.
  public var single: AnswerCell? {
    axes.isEmpty && columns.count == 1 && rows.count == 1 ? rows[0].cells.first : nil
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
        case .last(let last): sources.formUnion(last.sources)
        default: break
        }
      }
    }
    return sources
  }

  /// Whether the rows are members of a dimension, without figures.
  public var isListing: Bool { columns.isEmpty }
}

/// An axis of an answer.
public enum AnswerAxis: Sendable, Hashable {
  /// An axis of the plan.
  case plan(Int)
  /// The years of a projection.
  case years
}

/// A column of an answer.
public struct AnswerColumn: Sendable {
  public let heading: Heading
  public let info: FigureInfo
  public let format: NumberFormat
}

/// A row of an answer.
public struct AnswerRow: Sendable {
  /// What it is of, one for each axis.
  public var keys: [RowKey]
  public var cells: [AnswerCell]
  /// Its place, and whether another row has the same.
  public var rank: Int?
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
}

/// A cell: a value or the reason why there is none.
public struct AnswerCell: Sendable, Hashable {
  public var value: Rational
  public var absence: Absence?
  public var isApproximate = false
  public var status = Status.final
  public var notes = BitSet()
  /// How many figures went into it, and how many were not there.
  public var count = 0
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
  case printAlike(column: Int, count: Int, text: Rational, spread: Rational, isAll: Bool)
  /// A cut falls among rows that print alike.
  case cutAmongEquals(column: Int, text: Rational, leftOut: Int)
  /// The order of two rows could be another if the source had not rounded.
  case roundingCouldTurn(first: [RowKey], second: [RowKey])
  /// Figures that are not there.
  case missing(count: Int, of: Int, names: [String], absence: Absence)
}

/// How the values of a column are printed.
public struct NumberFormat: Sendable, Hashable {
  public let unit: Unit
  /// One printed unit is this power of ten of base units.
  public let power: Int
  public let decimals: Int

  /// Makes a format.
  public init(unit: Unit, power: Int, decimals: Int) {
    self.unit = unit
    self.power = power
    self.decimals = decimals
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
  public let cell: AnswerCell
  public let format: NumberFormat
}

/// A projected figure: where it starts and what the source's rounding leaves open.
public struct ProjectedSeries: Sendable {
  public let keys: [RowKey]
  /// The figure that is projected, and how far from it the exact one may be.
  public let figure: Rational
  public let halfWidth: Rational
  /// What the gains are counted from, for a measure with a model.
  public let base: Rational?
}
