import RieplSyntax

/// Conditions on the rows of a file, one by one.
extension Evaluator {
  /// For each row of a table, in the order in which they are passed on, whether a comparison of one of its figures holds.
  mutating func testRows(
    _ measure: Int, _ comparison: Comparison, _ value: Int, _ upper: Int?, isNegated: Bool
  ) throws(EngineFault) -> [FilterOutcome] {
    let measure = catalog.measures[measure]
    let binding = Binding(axes: plan.axes.count)
    let other = try single(value, binding)
    let end: Register? = if let upper { try single(upper, binding) } else { nil }
    let isKnown = other.absence == 0 && (end.map { $0.absence == 0 } ?? true)
    let range = isKnown ? try Evaluator.range(comparison, other, end, measure.scale) : nil
    var outcomes: [FilterOutcome] = []
    let isCancelled = isCancelled
    let isInverted = (comparison == .notEqual) != isNegated
    try catalog.tables[measure.table].source.scan(dimensions: [], measure: measure.column) {
      (batch: Batch) throws(EngineFault) in
      if isCancelled() { throw .cancelled }
      for row in 0..<batch.count {
        guard isKnown, batch.states[batch.states.startIndex &+ row] == 0 else {
          outcomes.append(.unknown)
          continue
        }
        let isInside = range?.contains(batch.values[batch.values.startIndex &+ row]) ?? false
        outcomes.append(isInside != isInverted ? .passes : .fails)
      }
    }
    return outcomes
  }

  /// The whole numbers at a scale for which a comparison holds, for "is not" those for which it does not; nil for none.
  private static func range(
    _ comparison: Comparison, _ other: Register, _ end: Register?, _ scale: Int
  ) throws(EngineFault) -> ClosedRange<Int64>? {
    func bounds(_ register: Register) throws(ArithmeticFault) -> (down: Int64?, up: Int64?, isBelow: Bool) {
      guard let factor = PowerOfTen.rational(scale) else { return (nil, nil, false) }
      let scaled = try register.value.multiplied(by: factor)
      return (scaled.floor().integerValue, scaled.negated.floor().negated.integerValue, scaled.isNegative)
    }
    do throws(ArithmeticFault) {
      let (down, up, isBelow) = try bounds(other)
      // A figure beyond what a column can hold is above or below all of them.
      let least = Int64.min + 16
      switch comparison {
      case .equal, .notEqual:
        guard let down, down == up else { return nil }
        return down...down
      case .greater:
        guard let down else { return isBelow ? least...Int64.max : nil }
        return down == .max ? nil : (down + 1)...Int64.max
      case .greaterOrEqual:
        guard let up else { return isBelow ? least...Int64.max : nil }
        return up...Int64.max
      case .less:
        guard let up else { return isBelow ? nil : least...Int64.max }
        return up <= least ? nil : least...(up - 1)
      case .lessOrEqual:
        guard let down else { return isBelow ? nil : least...Int64.max }
        return down < least ? nil : least...down
      case .between:
        guard let end else { return nil }
        let (last, _, isEndBelow) = try bounds(end)
        let low = up ?? (isBelow ? least : Int64.max)
        let high = last ?? (isEndBelow ? least : Int64.max)
        return low <= high ? low...high : nil
      }
    } catch {
      throw .arithmetic(error)
    }
  }

  /// For each row of a table whether a comparison of one of its figures with others of the same row holds.
  mutating func compareRows(
    _ number: Int, _ comparison: Comparison, _ value: ComparisonEnd, _ upper: ComparisonEnd?, isNegated: Bool
  ) throws(EngineFault) -> [FilterOutcome] {
    let block = plan.blocks[number]
    let binding = Binding(axes: plan.axes.count)
    func end(_ end: ComparisonEnd, _ evaluator: inout Evaluator) throws(EngineFault) -> RowEnd {
      switch end {
      case .once(let block): .figure(try evaluator.single(block, binding))
      case .column(let column): .register(Int(block.columns[column].register))
      }
    }
    let first = try end(value, &self)
    let last: RowEnd? = if let upper { try end(upper, &self) } else { nil }
    let columns = try rowColumns(block)
    var registers = [Register](filling: .zero, count: block.instructions.count)
    var outcomes: [FilterOutcome] = []
    let count = columns.lazy.compactMap { $0?.values.count }.first ?? 0
    outcomes.reserveCapacity(count)
    try spend(count)
    for row in 0..<count {
      if row & 0xFFFF == 0, isCancelled() { throw .cancelled }
      try calculate(block, columns, row, &registers)
      let holds = Evaluator.holds(
        registers[Int(block.columns[0].register)], comparison, first.in(registers), last?.in(registers))
      outcomes.append(holds.map { $0 == !isNegated ? .passes : .fails } ?? .unknown)
    }
    return outcomes
  }

  /// Takes the steps of a block for one row of a table.
  func calculate(
    _ block: Block, _ columns: [RowColumn?], _ row: Int, _ registers: inout [Register]
  ) throws(EngineFault) {
    for (place, instruction) in block.instructions.enumerated() {
      if let column = columns[place] {
        registers[place] = try column.register(row)
      } else {
        registers[place] = try step(instruction, registers, [], block, [])
      }
    }
  }

  /// What the figures of rows are compared with.
  private enum RowEnd {
    case figure(Register)
    case register(Int)

    func `in`(_ registers: [Register]) -> Register {
      switch self {
      case .figure(let figure): figure
      case .register(let number): registers[number]
      }
    }
  }

  /// All figures of a column of a table.
  struct RowColumn {
    var values: [Int64] = []
    var states: [UInt8] = []
    let scale: Int

    func register(_ row: Int) throws(EngineFault) -> Register {
      if let absence = Absence(rawValue: states[row]) { return Register(absence: absence) }
      do throws(ArithmeticFault) {
        return Register(try Rational(mantissa: Int128(values[row]), scale: scale))
      } catch {
        throw .arithmetic(error)
      }
    }

    /// Where the highest or lowest figures are, so many and all that are equal to the last of them, in the order of the
    /// rows; nil where that is no small part.
    func first(_ count: Int, fromTop: Bool) -> [Int]? {
      guard count > 0, count < values.count / 4 else { return nil }
      // A heap of the best so far, the worst of them in front; figures are far from the ends of what a number holds.
      var heap: [Int64] = []
      heap.reserveCapacity(count)
      func sink(_ start: Int) {
        var place = start
        while true {
          var child = 2 * place + 1
          guard child < heap.count else { return }
          if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
          guard heap[child] < heap[place] else { return }
          heap.swapAt(place, child)
          place = child
        }
      }
      for row in values.indices where states[row] == 0 {
        let value = fromTop ? values[row] : -values[row]
        if heap.count < count {
          heap.append(value)
          if heap.count == count { for place in (0..<count / 2).reversed() { sink(place) } }
        } else if heap[0] < value {
          heap[0] = value
          sink(0)
        }
      }
      guard heap.count == count, let last = heap.first else { return nil }
      return values.indices.filter { states[$0] == 0 && (fromTop ? values[$0] : -values[$0]) >= last }
    }

    /// The figures at some places.
    func only(_ places: [Int]) -> RowColumn {
      RowColumn(values: places.map { values[$0] }, states: places.map { states[$0] }, scale: scale)
    }
  }

  /// The columns that the steps of a block take figures of, one place for each step; of all rows of their table, or of some
  /// whose numbers go up.
  func rowColumns(_ block: Block, of rows: [Int]? = nil) throws(EngineFault) -> [RowColumn?] {
    var columns: [RowColumn?] = []
    for instruction in block.instructions {
      guard case .aggregate(let index) = instruction else {
        columns.append(nil)
        continue
      }
      let measure = catalog.measures[plan.aggregates[index].measure]
      var column = RowColumn(scale: measure.scale)
      var next = 0
      let source = catalog.tables[measure.table].source
      func take(_ batch: Batch) throws(EngineFault) {
        guard OwnMemory.fits(batch.count * 9) else { throw .tooLittleMemory("all rows of \(measure.name)") }
        guard let rows else {
          column.values.append(contentsOf: batch.values)
          column.states.append(contentsOf: batch.states)
          return
        }
        while next < rows.count, rows[next] < batch.firstRow + batch.count {
          let place = rows[next] - batch.firstRow
          column.values.append(batch.values[batch.values.startIndex + place])
          column.states.append(batch.states[batch.states.startIndex + place])
          next += 1
        }
      }
      if let rows {
        try source.scan(dimensions: [], measure: measure.column, around: rows, take)
      } else {
        try source.scan(dimensions: [], measure: measure.column, take)
      }
      columns.append(column)
    }
    return columns
  }
}

extension Plan {
  /// Whether a condition compares figures in each row of a file, and not in cells that several rows are added up to: bare
  /// measures of the same table as the figures that the condition is on.
  public func isOfRows(condition number: Int, on measure: Int, _ catalog: Catalog) -> Bool {
    guard measure >= 0 else { return false }
    let own = catalog.measures[measure]
    let table = catalog.tables[own.table]
    guard !table.isCube else { return false }
    var hasFigure = false
    for instruction in blocks[number].instructions {
      switch instruction {
      case .aggregate(let index):
        let aggregate = aggregates[index]
        guard aggregate.measure >= 0, aggregate.reducer == .sum, aggregate.sliced.isEmpty,
          aggregate.filters.isEmpty
        else { return false }
        let tested = catalog.measures[aggregate.measure]
        guard tested.table == own.table, tested.column == own.column || table.source.hasSameRows else {
          return false
        }
        hasFigure = true
      case .constant, .fact, .last, .negate, .add, .subtract, .multiply, .divide, .power, .nearest: continue
      case .share, .change, .growth, .cumulative, .reduce: return false
      }
    }
    return hasFigure
  }

  /// The one measure that a condition compares as it stands with figures worked out once; nil for any other condition.
  public func onlyMeasure(ofCondition number: Int) -> Int? {
    let block = blocks[number]
    guard block.columns.count == 1, block.instructions.count == 1,
      case .aggregate(let index) = block.instructions[0]
    else { return nil }
    return aggregates[index].measure
  }

  /// Whether a condition compares figures of single rows of a file.
  func hasRowCondition(_ filter: Filter, on measure: Int, _ catalog: Catalog) -> Bool {
    switch filter {
    case .any(let parts), .all(let parts): parts.contains { hasRowCondition($0, on: measure, catalog) }
    case .not(let inner): hasRowCondition(inner, on: measure, catalog)
    case .members: false
    case .figure(let block, _, _, _, _): isOfRows(condition: block, on: measure, catalog)
    }
  }
}
