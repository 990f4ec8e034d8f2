import RieplSyntax

/// A condition that has been worked out as far as it can be before the rows are read.
///
/// `not` has been moved to the single comparisons: a figure that is not there is neither above £5m nor not above £5m.
indirect enum PreparedFilter {
  case any([PreparedFilter])
  case all([PreparedFilter])
  /// For each code of a dimension whether it passes.
  case members(place: Int, [Bool])
  /// For each combination of rows of some axes whether it passes.
  case combinations([(place: Int, rowOf: [Int32], stride: Int)], [FilterOutcome])
  /// For each row of the table whether it passes.
  case rows([FilterOutcome])

  /// The dimensions that are looked at, by their places in the aggregate.
  var places: [Int] {
    switch self {
    case .any(let parts), .all(let parts): parts.flatMap(\.places)
    case .members(let place, _): [place]
    case .combinations(let columns, _): columns.map(\.place)
    case .rows: []
    }
  }

  func passes(_ batch: Batch, _ row: Int, _ scanned: [Int]) -> Bool {
    switch self {
    case .any(let parts): return parts.contains { $0.passes(batch, row, scanned) }
    case .all(let parts): return parts.allSatisfy { $0.passes(batch, row, scanned) }
    case .members(let place, let allowed):
      let codes = batch.codes[scanned[place]]
      return allowed[Int(codes[codes.startIndex + row])]
    case .combinations(let columns, let passing):
      var index = 0
      for column in columns {
        let codes = batch.codes[scanned[column.place]]
        let position = column.rowOf[Int(codes[codes.startIndex + row])]
        if position < 0 { return false }
        index += Int(position) * column.stride
      }
      return passing[index] == .passes
    case .rows(let passing): return passing[batch.ordinal &+ row] == .passes
    }
  }

  /// Whether a row that does not pass might have, were a figure there that is not.
  func isUnknown(_ batch: Batch, _ row: Int, _ scanned: [Int]) -> Bool {
    outcome(batch, row, scanned) == .unknown
  }

  /// Whether anything can be unknown.
  var canBeUnknown: Bool {
    switch self {
    case .any(let parts), .all(let parts): parts.contains(where: \.canBeUnknown)
    case .members: false
    case .combinations(_, let outcomes), .rows(let outcomes): outcomes.contains(.unknown)
    }
  }

  private func outcome(_ batch: Batch, _ row: Int, _ scanned: [Int]) -> FilterOutcome {
    switch self {
    case .any(let parts):
      let outcomes = parts.map { $0.outcome(batch, row, scanned) }
      return outcomes.contains(.passes) ? .passes : outcomes.contains(.unknown) ? .unknown : .fails
    case .all(let parts):
      let outcomes = parts.map { $0.outcome(batch, row, scanned) }
      return outcomes.contains(.fails) ? .fails : outcomes.contains(.unknown) ? .unknown : .passes
    case .members: return passes(batch, row, scanned) ? .passes : .fails
    case .rows(let outcomes): return outcomes[batch.ordinal &+ row]
    case .combinations(let columns, let outcomes):
      var index = 0
      for column in columns {
        let codes = batch.codes[scanned[column.place]]
        let position = column.rowOf[Int(codes[codes.startIndex + row])]
        if position < 0 { return .fails }
        index += Int(position) * column.stride
      }
      return outcomes[index]
    }
  }
}

/// A condition on the rows of a table, or its opposite.
struct RowTest: Hashable {
  let block: Int
  let isNegated: Bool
}

/// What comes of a comparison.
enum FilterOutcome: UInt8, Sendable {
  case fails
  case passes
  /// A figure that it needs is not there.
  case unknown
}

extension Evaluator {
  /// Makes a filter, or its opposite, ready for the rows of a table with these dimensions.
  mutating func prepare(
    _ filter: Filter, _ dimensions: [Int], of measure: Int, isNegated: Bool = false
  ) throws(EngineFault) -> PreparedFilter {
    switch filter {
    case .any(let parts), .all(let parts):
      let prepared = try parts.map { part throws(EngineFault) in
        try prepare(part, dimensions, of: measure, isNegated: isNegated)
      }
      if case .any = filter, !isNegated { return .any(prepared) }
      if case .all = filter, isNegated { return .any(prepared) }
      return .all(prepared)
    case .not(let inner): return try prepare(inner, dimensions, of: measure, isNegated: !isNegated)
    case .members(let dimension, let members):
      // A measure that lacks the dimension passes: the checker has seen to it that this is right.
      guard let place = dimensions.firstIndex(of: dimension) else { return isNegated ? .any([]) : .all([]) }
      return .members(
        place: place, catalog.dimensions[dimension].members.indices.map { members.contains($0) != isNegated })
    case .figure(let block, let axes, let comparison, let value, let upper):
      if plan.isOfRows(condition: block, on: measure, catalog) {
        let key = RowTest(block: block, isNegated: isNegated)
        if let known = rowTests[key] { return .rows(known) }
        let outcomes: [FilterOutcome]
        if let tested = plan.onlyMeasure(ofCondition: block), case .once(let first) = value {
          outcomes = try testRows(tested, comparison, first, upper?.block, isNegated: isNegated)
        } else {
          outcomes = try compareRows(block, comparison, value, upper, isNegated: isNegated)
        }
        rowTests[key] = outcomes
        return .rows(outcomes)
      }
      let passing = try test(block, comparison, value, upper).map { holds -> FilterOutcome in
        holds.map { $0 == !isNegated ? .passes : .fails } ?? .unknown
      }
      var stride = 1
      var columns: [(place: Int, rowOf: [Int32], stride: Int)] = []
      for axis in axes.reversed() {
        let axis = plan.axes[axis]
        var rowOf = [Int32](filling: -1, count: catalog.dimensions[axis.dimension].members.count)
        for (row, key) in axis.rows.enumerated() {
          for code in key.members { rowOf[code] = Int32(row) }
        }
        columns.append((dimensions.firstIndex(of: axis.dimension) ?? 0, rowOf, stride))
        stride *= axis.rows.count
      }
      return .combinations(columns, passing)
    }
  }

  /// For each row of a block whether a comparison holds; nil where a figure is not there.
  private mutating func test(
    _ block: Int, _ comparison: Comparison, _ value: ComparisonEnd, _ upper: ComparisonEnd?
  ) throws(EngineFault) -> [Bool?] {
    if let known = tests[block] { return known }
    let binding = Binding(axes: plan.axes.count)
    let rows = try run(block, binding)
    let other = try prepare(value, binding)
    let end: PreparedEnd? = if let upper { try prepare(upper, binding) } else { nil }
    let passing: [Bool?] = (0..<rows.count).map { row in
      Evaluator.holds(rows[0, row], comparison, other[row, rows], end?[row, rows])
    }
    tests[block] = passing
    return passing
  }

  /// Whether a comparison holds; nil where a figure is not there.
  static func holds(
    _ value: Register, _ comparison: Comparison, _ other: Register, _ end: Register?
  ) -> Bool? {
    guard value.absence == 0, other.absence == 0, end.map({ $0.absence == 0 }) ?? true else { return nil }
    return passes(value, comparison, other, end)
  }
}
