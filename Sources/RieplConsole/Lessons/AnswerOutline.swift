internal import RieplEngine
internal import RieplSyntax

/// What an answer says, whatever question it comes from: rows by what they are of, exact values, and which figures
/// were taken.
struct AnswerOutline {
  /// What a row is of, in one dimension.
  struct Part: Hashable {
    let dimension: Int
    let name: String
  }

  /// A value with its unit, as far as units are to be told apart.
  struct Value: Hashable {
    let value: Rational?
    let unit: RieplEngine.Unit
  }

  /// A figure that was taken.
  enum Source: Hashable {
    case measure(Int)
    case fact(Int)
    case members(Int)
    case last
  }

  /// The dimensions of the rows.
  var dimensions: Set<Int> = []
  /// What each row is of, in order.
  var keys: [Set<Part>] = []
  /// The values, row by row.
  var rows: [[Value]] = []
  /// Whose a single figure is, such as the highest.
  var whose: [String] = []
  var totals: [[Value]] = []
  /// How each column is printed.
  var formats: [NumberFormat] = []
  var isListing = false
  var isChart = false
  /// The figures that were taken, and of which members.
  var taken: [Source: [Int: BitSet]] = [:]

  init(_ answer: Answer, _ catalog: Catalog) {
    isListing = answer.isListing
    isChart = answer.plan.view == .chart
    formats = answer.columns.map(\.format)
    for axis in answer.axes {
      switch axis {
      case .plan(let number): dimensions.insert(answer.plan.axes[number].dimension)
      case .years: dimensions.insert(catalog.yearDimension ?? -1)
      case .members(let number): dimensions.insert(number)
      case .places: continue
      }
    }
    for row in answer.rows {
      keys.append(
        Set(zip(row.keys, answer.axes).map { AnswerOutline.part($0, $1, answer.plan, catalog) }))
      rows.append(values(row, answer))
    }
    totals = answer.totals.map { values($0, answer) }
    if answer.rows.count == 1 { whose = answer.rows[0].cells.flatMap(\.whose) }
    take(answer.plan, catalog)
  }

  private func values(_ row: AnswerRow, _ answer: Answer) -> [Value] {
    zip(row.cells, answer.columns).map { cell, column in
      let unit: RieplEngine.Unit =
        switch column.format.unit {
        case .rate: .percent
        case .count: .number
        default: column.format.unit
        }
      return Value(value: cell.absence == nil ? cell.value : nil, unit: unit)
    }
  }

  private static func part(_ key: RowKey, _ axis: AnswerAxis, _ plan: Plan, _ catalog: Catalog) -> Part {
    switch (key, axis) {
    case (.row(let place), .plan(let number)):
      let axis = plan.axes[number]
      let members = axis.rows[place].members.numbers
      return Part(
        dimension: axis.dimension,
        name: members.map { catalog.memberName(axis.dimension, $0) }.joined(separator: ", "))
    case (.year(let year), _):
      return Part(dimension: catalog.yearDimension ?? -1, name: FinancialYear.text(year))
    case (.place(let place), _): return Part(dimension: -2, name: place)
    case (.member(let code), .members(let dimension)):
      return Part(dimension: dimension, name: catalog.memberName(dimension, code))
    case (_, .plan(let number)): return Part(dimension: plan.axes[number].dimension, name: "total")
    default: return Part(dimension: catalog.yearDimension ?? -1, name: "total")
    }
  }

  // MARK: What was taken

  private mutating func take(_ plan: Plan, _ catalog: Catalog) {
    for block in plan.blocks {
      for instruction in block.instructions {
        switch instruction {
        case .fact(let number): taken[.fact(number), default: [:]] = [:]
        case .last: taken[.last, default: [:]] = [:]
        default: break
        }
      }
      if block.listedFilter != nil, let axis = block.axes.first {
        taken[.members(plan.axes[axis].dimension), default: [:]] = [:]
      }
    }
    for aggregate in plan.aggregates {
      let source: Source =
        aggregate.measure >= 0 ? .measure(aggregate.measure) : .members(aggregate.dimension)
      for (dimension, scope) in zip(aggregate.dimensions, aggregate.scopes) {
        var members: BitSet =
          switch scope {
          case .all: BitSet(below: catalog.dimensions[dimension].members.count)
          case .members(let members): members
          case .axis(let axis), .axisBefore(let axis):
            plan.axes[axis].rows.reduce(into: BitSet()) { $0.formUnion($1.members) }
          }
        for filter in aggregate.filters {
          AnswerOutline.narrow(&members, dimension, plan.filters[filter])
        }
        taken[source, default: [:]][dimension, default: BitSet()].formUnion(members)
      }
    }
  }

  private static func narrow(_ members: inout BitSet, _ dimension: Int, _ filter: Filter) {
    switch filter {
    case .members(dimension, let wanted): members = members.intersection(wanted)
    case .all(let parts): for part in parts { narrow(&members, dimension, part) }
    case .not(.members(dimension, let unwanted)): members = members.subtracting(unwanted)
    default: return
    }
  }

  /// The members of a dimension that any figure was taken of; nil where none has that dimension.
  func members(_ dimension: Int) -> BitSet? {
    let sets = taken.values.compactMap { $0[dimension] }
    return sets.isEmpty ? nil : sets.reduce(into: BitSet()) { $0.formUnion($1) }
  }
}
