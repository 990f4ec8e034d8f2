import RieplSyntax

/// Works out a plan.
struct Evaluator: ~Copyable {
  let catalog: Catalog
  let sealed: SealedPlan
  var plan: Plan { _read { yield sealed.plan } }
  let limits: Limits
  /// Asked once a batch of rows; true stops the evaluation.
  let isCancelled: @Sendable () -> Bool
  var steps = 0
  /// Figures of earlier questions, and those of this one.
  var cache = FigureCache()
  /// Conditions on figures, once they are worked out: for each combination of rows whether it holds, nil where a
  /// figure is not there.
  var tests: [Int: [Bool?]] = [:]
  /// Conditions on the rows of a table, once they are worked out.
  var rowTests: [RowTest: [FilterOutcome]] = [:]
  /// What figures on the right of comparisons came to, by their blocks.
  var values: [Int: Register] = [:]
  /// Whether all rows are wanted in order, also those far behind a cut.
  var needsWholeOrder = false
  /// Whether all rows of a file are worked out, also those far behind a cut.
  var needsAllRows = false

  init(catalog: Catalog, plan: SealedPlan, limits: Limits, isCancelled: @escaping @Sendable () -> Bool) {
    self.catalog = catalog
    sealed = plan
    self.limits = limits
    self.isCancelled = isCancelled
  }

  mutating func spend(_ count: Int) throws(EngineFault) {
    steps += count
    if steps > limits.steps { throw .tooManySteps }
  }

  /// The rows of a block: what they are of, their columns, and which are shown in which order.
  struct Rows {
    /// The rows of each axis, after an outer row has narrowed them.
    var axes: [[AxisRow]] = []
    var count = 1
    /// The values of all columns, row after row.
    var values: [Register] = []
    var columnCount = 0
    /// The rows that are left, in the order shown.
    var order: [Int] = []
    var countBeforeKeep = 0
    var countBeforeCut = 0
    /// All rows in order, before the cut; for what is said about it. Those behind the first that a cut leaves out are in
    /// no order unless the whole order was asked for.
    var orderBeforeCut: [Int] = []
    var results: [AggregateResult?] = []
    /// The numbers of the rows of a file, where the rows are those.
    var fileRows: [Int] = []
    /// How many rows of a file stand so far behind a cut that nothing of them was worked out.
    var behind = 0
    /// How many rows of a file a condition could not be tested for.
    var untested = 0
    /// The rows that are worked out from other rows only, of which none was left.
    var hollow: [Int] = []

    /// The value of a column in a row.
    @inline(__always)
    subscript(column: Int, row: Int) -> Register {
      get { values[row &* columnCount &+ column] }
      set { values[row &* columnCount &+ column] = newValue }
    }

    /// A row's place along each axis.
    func indices(_ row: Int) -> [Int] {
      // A file may have no row at all.
      if axes.isEmpty || count == 0 { return [] }
      var rest = row
      var result = [Int](filling: 0, count: axes.count)
      for axis in axes.indices.reversed() {
        result[axis] = rest % axes[axis].count
        rest /= axes[axis].count
      }
      return result
    }
  }

  // MARK: Blocks

  private static let oneRow = [0]

  /// The rows of an axis where an enclosing row has narrowed it.
  func rows(of axis: Int, _ binding: Binding) -> [AxisRow] {
    let axis = plan.axes[axis]
    guard let outer = axis.outer, let members = binding.members[outer] else { return axis.rows }
    return axis.rows.filter { $0.members.intersects(members) }
  }

  mutating func run(_ number: Int, _ binding: Binding) throws(EngineFault) -> Rows {
    let block = plan.blocks[number]
    if let wanted = block.fileRows { return try run(block, rowsOf: wanted, binding) }
    var rows = Rows()
    for axis in block.axes {
      let list = self.rows(of: axis, binding)
      rows.axes.append(list)
      rows.count *= list.count
    }
    if rows.count > limits.steps { throw .tooManyRows }
    // Few rows are not worth asking for.
    if rows.count > 4096, !OwnMemory.fits(rows.count * (50 + 90 * block.instructions.count)) {
      throw .tooLittleMemory("\(rows.count) rows")
    }
    try evaluate(block, binding, &rows)
    if block.axes.isEmpty, block.keeps.isEmpty {
      // There is nothing to arrange: the one row stays.
      rows.order = Evaluator.oneRow
      rows.orderBeforeCut = Evaluator.oneRow
      rows.countBeforeKeep = 1
      rows.countBeforeCut = 1
    } else {
      try arrange(block, binding, &rows)
    }
    return rows
  }

  /// Works out the instructions for each row.
  mutating func evaluate(_ block: Block, _ binding: Binding, _ rows: inout Rows) throws(EngineFault) {
    let instructions = block.instructions
    try spend(instructions.count &* max(1, rows.count))
    rows.results = Array(filling: nil, count: plan.aggregates.count)
    for case .aggregate(let index) in instructions where rows.results[index] == nil {
      rows.results[index] = try figures(index, block, binding, rows.axes)
    }
    rows.columnCount = block.columns.count
    rows.values.reserveCapacity(rows.count * rows.columnCount)
    if takeAsTheyAre(block, &rows) { return }
    var registers = [Register](filling: .zero, count: instructions.count)
    var fixed = [Register?](filling: nil, count: instructions.count)
    var indices = rows.indices(0)
    for row in 0..<rows.count {
      var (reduced, hollow) = (0, 0)
      for index in instructions.indices {
        switch instructions[index] {
        case .reduce(let inner, let reducer):
          if let known = fixed[index] {
            registers[index] = known
          } else {
            let isFixed = !uses(inner, anyOf: block.axes)
            let found = try reduce(inner, reducer, block, binding, rows.axes, indices)
            registers[index] = found.value
            if isFixed { fixed[index] = found.value } else { reduced += 1 }
            if !isFixed, reducer != .count, found.rows.order.isEmpty { hollow += 1 }
          }
        default:
          registers[index] = try step(instructions[index], registers, rows.results, block, indices)
        }
      }
      for column in block.columns.indices {
        rows.values.append(registers[Int(block.columns[column].register)])
      }
      if hollow > 0, hollow == reduced { rows.hollow.append(row) }
      if row & 1023 == 0, isCancelled() { throw .cancelled }
      // The next row: the last axis runs fastest.
      var axis = indices.count - 1
      while axis >= 0 {
        indices[axis] += 1
        if indices[axis] < rows.axes[axis].count { break }
        indices[axis] = 0
        axis -= 1
      }
    }
  }

  /// Takes figures of a table as the values of the rows where they are nothing else, and stand in the same order.
  private func takeAsTheyAre(_ block: Block, _ rows: inout Rows) -> Bool {
    guard block.instructions.count == 1, case .aggregate(let index) = block.instructions[0],
      block.columns.count == 1, let result = rows.results[index], result.figures.count == rows.count,
      result.axes.count == block.axes.count
    else { return false }
    var stride = 1
    for (place, axis) in block.axes.enumerated().reversed() {
      guard result.axes.contains(where: { $0 == (axis, stride) }) else { return false }
      stride *= rows.axes[place].count
    }
    for figure in result.figures { rows.values.append(figure.register) }
    return true
  }

  /// The figures of an aggregate, from an earlier question where they are the same.
  private mutating func figures(
    _ index: Int, _ block: Block, _ binding: Binding, _ axes: [[AxisRow]]
  ) throws(EngineFault) -> AggregateResult {
    let wanted = plan.aggregates[index]
    let filters = wanted.filters.isEmpty ? [] : wanted.filters.map { plan.filters[$0] }
    guard FigureCache.keeps(wanted, filters) else { return try aggregate(index, block, binding, axes) }
    if let known = cache[wanted, filters] { return known }
    let result = try aggregate(index, block, binding, axes)
    cache.keep(result, wanted, filters)
    return result
  }

  /// Whether a block depends on the rows of some axes.
  func uses(_ number: Int, anyOf axes: [Int]) -> Bool {
    guard !axes.isEmpty else { return false }
    let block = plan.blocks[number]
    if block.axes.contains(where: { plan.axes[$0].outer.map(axes.contains) ?? false }) { return true }
    for instruction in block.instructions {
      switch instruction {
      case .aggregate(let index):
        for scope in plan.aggregates[index].scopes {
          switch scope {
          case .axis(let axis), .axisBefore(let axis): if axes.contains(axis) { return true }
          default: break
          }
        }
      case .reduce(let inner, _): if uses(inner, anyOf: axes) { return true }
      default: break
      }
    }
    return block.keeps.contains { $0.ends.contains { $0.block.map { uses($0, anyOf: axes) } ?? false } }
  }

  /// What a row of a block narrows the axes of the blocks inside it to.
  func bound(_ binding: Binding, _ outer: Block, _ axes: [[AxisRow]], _ indices: [Int]) -> Binding {
    var inner = binding
    for (place, axis) in outer.axes.enumerated() {
      let row = axes[place][indices[place]].members
      inner.members[axis] =
        plan.axes[axis].outer.flatMap { binding.members[$0] }.map { row.intersection($0) } ?? row
    }
    return inner
  }

  /// What a reducer makes of a block's rows, seen from one row of the enclosing block; and whose rows they are.
  mutating func reduce(
    _ number: Int, _ reducer: Reducer?, _ outer: Block, _ binding: Binding, _ axes: [[AxisRow]],
    _ indices: [Int]
  ) throws(EngineFault) -> (value: Register, rows: Rows, chosen: [Int]) {
    let rows = try run(number, bound(binding, outer, axes, indices))
    guard rows.columnCount > 0 else { return (Register(absence: .notApplicable), rows, []) }
    let present = rows.order.filter { rows[0, $0].absence == 0 }
    let isApproximate = present.contains { rows[0, $0].isApproximate }
    guard let reducer else {
      return (rows.order.first.map { rows[0, $0] } ?? Register(absence: .notApplicable), rows, [])
    }
    if reducer == .count { return (Register(Rational(present.count)), rows, []) }
    guard !present.isEmpty else { return (Register(absence: .notAvailable), rows, []) }
    let sorted = present.sorted { rows[0, $0].value < rows[0, $1].value }
    do throws(ArithmeticFault) {
      switch reducer {
      case .sum, .average:
        var sum = Rational.zero
        for row in present { sum = try sum.adding(rows[0, row].value) }
        if reducer == .average { sum = try sum.divided(by: Rational(present.count)) }
        return (Register(sum, isApproximate: isApproximate), rows, [])
      case .lowest, .highest:
        guard let row = reducer == .lowest ? sorted.first : sorted.last else { break }
        let chosen = sorted.filter { rows[0, $0].value == rows[0, row].value }
        return (rows[0, row], rows, chosen)
      case .range:
        guard let low = sorted.first, let high = sorted.last else { break }
        return (
          Register(try rows[0, high].value.subtracting(rows[0, low].value), isApproximate: isApproximate),
          rows,
          []
        )
      case .median:
        let low = sorted[(sorted.count - 1) / 2]
        let high = sorted[sorted.count / 2]
        let sum = try rows[0, low].value.adding(rows[0, high].value)
        return (
          Register(try sum.divided(by: Rational(2)), isApproximate: isApproximate), rows,
          low == high ? [low] : [low, high]
        )
      case .count: break
      }
    } catch {
      throw .arithmetic(error)
    }
    return (Register(absence: .notApplicable), rows, [])
  }

  // MARK: Steps

  func step(
    _ instruction: Instruction, _ registers: [Register], _ results: [AggregateResult?], _ block: Block,
    _ indices: [Int]
  ) throws(EngineFault) -> Register {
    switch instruction {
    case .constant(let value, _, let isApproximate): return Register(value, isApproximate: isApproximate)
    case .fact(let number): return Register(catalog.facts[number].value)
    case .last:
      guard let quantity = plan.last?.quantity else { return Register(absence: .notApplicable) }
      return Register(quantity.value, isApproximate: quantity.isApproximate)
    case .aggregate(let index):
      guard let result = results[index] else { return Register(absence: .notApplicable) }
      let place = result.place(block, indices)
      return place < result.figures.count ? result.figures[place].register : Register(absence: .notApplicable)
    case .negate(let a):
      var value = registers[Int(a)]
      value.value = value.value.negated
      return value
    case .cumulative(let a): return registers[Int(a)]
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b), .divide(let a, let b),
      .power(let a, let b),
      .share(let a, let b), .change(let a, let b), .growth(let a, let b), .nearest(let a, let b):
      let left = registers[Int(a)]
      let right = registers[Int(b)]
      guard left.absence == 0 else { return left }
      guard right.absence == 0 else { return right }
      do throws(ArithmeticFault) {
        return try Evaluator.combine(instruction, left, right)
      } catch {
        if error == .divisionByZero { return Register(absence: .notApplicable) }
        throw .arithmetic(error)
      }
    case .reduce: return Register(absence: .notApplicable)
    }
  }

  private static func combine(_ instruction: Instruction, _ left: Register, _ right: Register)
    throws(ArithmeticFault) -> Register
  {
    let isApproximate = left.isApproximate || right.isApproximate
    let a = left.value
    let b = right.value
    let value: Rational =
      switch instruction {
      case .add: try a.adding(b)
      case .subtract: try a.subtracting(b)
      case .multiply: try a.multiplied(by: b)
      case .divide, .share: try a.divided(by: b)
      case .change: try b.subtracting(a)
      case .growth: try b.subtracting(a).divided(by: a)
      case .nearest: try a.rounded(toMultipleOf: b)
      default: a
      }
    if case .power = instruction {
      if a.isZero, b.isNegative { throw .divisionByZero }
      let (value, isExact) = try a.raised(toRational: b)
      return Register(value, isApproximate: isApproximate || !isExact)
    }
    return Register(value, isApproximate: isApproximate)
  }
}
