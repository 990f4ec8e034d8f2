import RieplEngine
import RieplSyntax

/// A question as what it means, from which its text and its SQL are written independently.
struct QuestionModel {
  enum Place: Hashable {
    case member(axis: Int, code: Int)
    case whole(axis: Int)
    case group(Int)
  }

  struct Figure {
    /// Nil for a bare measure.
    var reducer: Reducer?
    var column: Int
    var slices: [Place] = []
  }

  enum Calculation {
    case figure(Figure)
    case combined(Figure, isAdded: Bool, Figure)
    case ratio(Figure, Figure)
    case share(Figure)
    case scaled(Figure, times: Int)
    case change(Figure, from: Int, to: Int, axis: Int, isGrowth: Bool)
    /// `average (sum allocation by region)`
    case reduced(Reducer, Figure, axis: Int)
    case cumulative(Figure)
    /// How much more the first is than the second, as a part of the second: the last column of `compare`.
    case excess(Figure, Figure)

    var figures: [Figure] {
      switch self {
      case .reduced(_, let figure, _), .cumulative(let figure): [figure]
      case .excess(let left, let right): [left, right]
      case .figure(let figure), .share(let figure), .scaled(let figure, _), .change(let figure, _, _, _, _):
        [figure]
      case .combined(let left, _, let right), .ratio(let left, let right): [left, right]
      }
    }
  }

  indirect enum Condition {
    case any([Condition])
    case all([Condition])
    case not(Condition)
    case member(axis: Int, [Place], isNot: Bool)
    case order(axis: Int, Comparison, Int, Int?)
    case compare(column: Int, slices: [Place], Comparison, Int64, Int64?)
  }

  /// What `for`, `in` or `from` says of one dimension.
  struct Selection {
    var axis: Int
    var items: [Place]
    var excluded: [Place] = []
    var isSpan = false
  }

  enum Rows {
    case none
    case axes([Int])
    case places([Place])
    /// The cells of a bare measure: nothing is written.
    case cells([Int])
  }

  /// A comparison with a whole number of hundredths of base units, or of a column's published units.
  struct Keep {
    var comparison: Comparison
    var value: Int64
    var upper: Int64?
    /// The power of ten that the values are of, in base units.
    var power: Int
    var unit: RieplEngine.Unit
    /// What stands in the place of the value.
    var figure: Figure?
    /// Whether it is taken row by row, and shown; otherwise it is worked out once, without the rows.
    var isOfRows = false
  }

  var calculations: [Calculation]
  var selections: [Selection] = []
  var condition: Condition?
  var rows = Rows.none
  var keep: Keep?
  var sort: SortOrder?
  var cut: (count: Int, fromTop: Bool)?
  var within: Int?
  var isRanked = false
  var hasTotal = false
  /// `to the nearest`: a whole number of the published unit of the only figure.
  var nearest: Int64?
  /// `compare … with …`: the first two calculations are written, and all four are answered.
  var isCompared = false
  /// Whether the first calculation is given a name with `let` in a line before.
  var isDefined = false

  var figures: [Figure] { calculations.flatMap(\.figures) }

  /// What the answer has columns of.
  var answered: [Calculation] {
    guard let keep, keep.isOfRows, let figure = keep.figure else { return calculations }
    return calculations + [.figure(figure)]
  }

  /// Whether rows without a figure may be shown or not: nobody has said what becomes of a row of which a condition
  /// leaves nothing, where brackets stand between.
  var mayShowEmptyRows: Bool {
    condition != nil && calculations.contains { if case .reduced = $0 { true } else { false } }
  }

  /// The members that a place stands for.
  static func members(_ place: Place, _ data: SampleData) -> (axis: Int, codes: [Int]) {
    switch place {
    case .member(let axis, let code): (axis, [code])
    case .whole(let axis): (axis, Array(data.axes[axis].members.indices))
    case .group(let number): (data.groups[number].axis, data.groups[number].members)
    }
  }

  /// The members that a selection leaves.
  static func members(_ selection: Selection, _ data: SampleData) -> [Int] {
    let named = selection.items.flatMap { members($0, data).codes }
    if selection.isSpan, let first = named.min(), let last = named.max() { return Array(first...last) }
    let excluded = Set(selection.excluded.flatMap { members($0, data).codes })
    return Set(named).subtracting(excluded).sorted()
  }

  /// The members that a dimension is narrowed to, nil where it is not.
  func selected(_ axis: Int, _ data: SampleData) -> [Int]? {
    selections.first { $0.axis == axis }.map { QuestionModel.members($0, data) }
  }

  static func slice(_ slices: [Place], _ axis: Int, _ data: SampleData) -> [Int]? {
    slices.first { members($0, data).axis == axis }.map { members($0, data).codes }
  }

  /// The dimensions of the rows.
  func rowAxes(_ data: SampleData) -> [Int] {
    switch rows {
    case .none: []
    case .axes(let axes), .cells(let axes): axes
    case .places(let places): places.first.map { [QuestionModel.members($0, data).axis] } ?? []
    }
  }
}
