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
  case combinations([(place: Int, rowOf: [Int32], stride: Int)], [Bool])

  /// The dimensions that are looked at, by their places in the aggregate.
  var places: [Int] {
    switch self {
    case .any(let parts), .all(let parts): parts.flatMap(\.places)
    case .members(let place, _): [place]
    case .combinations(let columns, _): columns.map(\.place)
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
      return passing[index]
    }
  }
}

extension Evaluator {
  /// Makes a filter, or its opposite, ready for the rows of a table with these dimensions.
  mutating func prepare(_ filter: Filter, _ dimensions: [Int], isNegated: Bool = false) throws(EngineFault)
    -> PreparedFilter
  {
    switch filter {
    case .any(let parts), .all(let parts):
      let prepared = try parts.map { part throws(EngineFault) in
        try prepare(part, dimensions, isNegated: isNegated)
      }
      if case .any = filter, !isNegated { return .any(prepared) }
      if case .all = filter, isNegated { return .any(prepared) }
      return .all(prepared)
    case .not(let inner): return try prepare(inner, dimensions, isNegated: !isNegated)
    case .members(let dimension, let members):
      // A measure that lacks the dimension passes: the checker has seen to it that this is right.
      guard let place = dimensions.firstIndex(of: dimension) else { return isNegated ? .any([]) : .all([]) }
      return .members(
        place: place, catalog.dimensions[dimension].members.indices.map { members.contains($0) != isNegated })
    case .figure(let block, let axes, let comparison, let value, let upper):
      let passing = try test(block, comparison, value, upper).map { $0 == !isNegated }
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
  private mutating func test(_ block: Int, _ comparison: Comparison, _ value: Int, _ upper: Int?)
    throws(EngineFault) -> [Bool?]
  {
    if let known = tests[block] { return known }
    let binding = Binding(axes: plan.axes.count)
    let rows = try run(block, binding)
    let other = try single(value, binding)
    let end: Register? = if let upper { try single(upper, binding) } else { nil }
    let isKnown = other.absence == 0 && (end.map { $0.absence == 0 } ?? true)
    let passing: [Bool?] = (0..<rows.count).map { row in
      let value = rows[0, row]
      return isKnown && value.absence == 0 ? Evaluator.passes(value, comparison, other, end) : nil
    }
    tests[block] = passing
    return passing
  }
}
