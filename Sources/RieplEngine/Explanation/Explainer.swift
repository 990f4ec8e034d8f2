import RieplSyntax

/// Works a plan out again, and keeps the value of every part.
///
/// The blocks of the plan get a column more for each of their steps, so that the ordinary evaluator gives all values:
/// answers that nobody asks about cost nothing.
struct Explainer: ~Copyable {
  private var evaluator: Evaluator
  private let answer: Answer
  /// The plan without the columns that were added.
  private let plan: Plan
  private let catalog: Catalog
  private let isFull: Bool

  /// So many rows are explained at most.
  private static let rowLimit = 40
  /// So many values of steps are kept at most.
  private static let valueLimit = 4_000_000
  /// Calculations are taken apart so many levels deep; nobody follows further, and trees that deep need much stack.
  private static let depthLimit = 40
  /// So many figures are kept of each part at most.
  private let figureLimit: Int

  private init(
    _ answer: Answer, _ catalog: Catalog, _ limits: Limits, isFull: Bool, figureLimit: Int,
    _ isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.answer = answer
    self.catalog = catalog
    self.isFull = isFull
    self.figureLimit = figureLimit
    plan = answer.plan
    var traced = plan
    for number in traced.blocks.indices {
      traced.blocks[number].columns += Explainer.columns(traced.blocks[number])
    }
    evaluator = Evaluator(
      catalog: catalog, plan: SealedPlan(traced), limits: limits, isCancelled: isCancelled)
  }

  private static func columns(_ block: Block) -> [Column] {
    guard block.listedFilter == nil else { return [] }
    return block.instructions.indices.map {
      Column(
        register: Int32(truncatingIfNeeded: $0), info: FigureInfo(unit: .number), heading: .text(""),
        display: nil, decimals: nil)
    }
  }

  /// How an answer came about.
  static func explain(
    _ answer: Answer, _ catalog: Catalog, _ limits: Limits, isFull: Bool, figureLimit: Int = 1000,
    isCancelled: @escaping @Sendable () -> Bool
  ) throws(EngineFault) -> Explanation {
    var explainer = Explainer(answer, catalog, limits, isFull: isFull, figureLimit: figureLimit, isCancelled)
    return try explainer.run()
  }

  private mutating func run() throws(EngineFault) -> Explanation {
    let block = plan.blocks[plan.main]
    for (number, block) in plan.blocks.enumerated() where !isOfFileRows(number) {
      var values = block.instructions.count
      for axis in block.axes {
        values = values.multipliedReportingOverflow(by: plan.axes[axis].rows.count).partialValue
      }
      if values > Explainer.valueLimit || values < 0 { throw .tooManyRows }
    }
    if let listed = block.listedFilter {
      return Explanation(answer: answer, isFull: isFull, rows: [], rowsLeft: 0, tests: try tests(listed))
    }
    let binding = Binding(axes: plan.axes.count)
    let rows = try evaluator.run(plan.main, binding)
    var order = rows.order
    // A figure that a comparison refused is explained as well.
    if order.isEmpty, block.axes.isEmpty, block.fileRows == nil { order = [0] }
    var explained: [ExplainedRow] = []
    for row in order.prefix(isFull ? Explainer.rowLimit : 1) {
      let indices = rows.indices(row)
      var columns: [WorkedPart] = []
      // The columns of a projection are all of one figure.
      for column in plan.projection == nil ? block.columns : Array(block.columns.prefix(1)) {
        var part = try part(column.register, plan.main, binding, rows, row)
        part.interval = try interval(column.register, rows, row)
        columns.append(part)
      }
      var keys: [RowKey] = indices.map { .row($0) }
      if let wanted = block.fileRows, rows.fileRows.indices.contains(row) {
        let place = catalog.tables[wanted.table].source.place(ofRow: rows.fileRows[row])
        keys = [.place(place ?? "row \(rows.fileRows[row] + 1)")]
      }
      explained.append(ExplainedRow(keys: keys, columns: columns))
    }
    var comparisons: [WorkedPart] = []
    for number in block.keeps.flatMap({ $0.ends.compactMap(\.block) }) {
      guard let column = plan.blocks[number].columns.first, !column.info.isConstant else { continue }
      let rows = try evaluator.run(number, binding)
      comparisons.append(try part(column.register, number, binding, rows, 0))
    }
    return Explanation(
      answer: answer, isFull: isFull, rows: explained, rowsLeft: order.count - explained.count, tests: [],
      comparisons: comparisons)
  }

  /// Whether a block is a condition on the rows of a file, whose cells are not worked out.
  private func isOfFileRows(_ number: Int) -> Bool {
    plan.aggregates.contains { aggregate in
      !aggregate.filters.isEmpty && plan.isOfRows(condition: number, on: aggregate.measure, catalog)
    }
  }

  // MARK: Parts

  private mutating func part(
    _ register: Int32, _ number: Int, _ binding: Binding, _ rows: Evaluator.Rows, _ row: Int, depth: Int = 0
  ) throws(EngineFault) -> WorkedPart {
    let block = plan.blocks[number]
    let instruction = block.instructions[Int(register)]
    let value = rows[block.columns.count + Int(register), row]
    var parts: [WorkedPart] = []
    for operand in depth < Explainer.depthLimit ? Explainer.operands(instruction) : [] {
      parts.append(try part(operand, number, binding, rows, row, depth: depth + 1))
    }
    var taken: TakenFigures?
    var inner: InnerRows?
    switch instruction {
    case .aggregate(let index):
      let only = block.fileRows == nil ? nil : rows.fileRows[row]
      taken = try figures(index, block, binding, rows.axes, rows.indices(row), only: only)
    case .reduce(let innerNumber, let reducer):
      inner = try self.inner(innerNumber, reducer, block, binding, rows, row, depth: depth + 1)
    default: break
    }
    return WorkedPart(
      instruction: instruction, value: value.value, absence: Absence(rawValue: value.absence),
      isApproximate: value.isApproximate, unit: unit(instruction, parts, inner),
      sourcePower: sourcePower(instruction, parts), parts: parts, taken: taken, inner: inner)
  }

  /// The registers that an instruction takes.
  static func operands(_ instruction: Instruction) -> [Int32] {
    switch instruction {
    case .negate(let a), .cumulative(let a): [a]
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b), .divide(let a, let b),
      .power(let a, let b), .share(let a, let b), .change(let a, let b), .growth(let a, let b),
      .nearest(let a, let b):
      [a, b]
    case .constant, .fact, .last, .aggregate, .reduce: []
    }
  }

  private func unit(_ instruction: Instruction, _ parts: [WorkedPart], _ inner: InnerRows?) -> Unit {
    let first = parts.first?.unit ?? .number
    let second = parts.last?.unit ?? .number
    switch instruction {
    case .constant(_, let unit, _): return unit
    case .fact(let number): return catalog.facts[number].unit
    case .last: return plan.last?.info.unit ?? .number
    case .aggregate(let index):
      let aggregate = plan.aggregates[index]
      return aggregate.measure < 0 || aggregate.reducer == .count
        ? .count : catalog.measures[aggregate.measure].unit
    case .negate, .cumulative, .nearest, .power: return first
    case .add: return UnitRules.sum(first, second, isDifference: false) ?? first
    case .subtract: return UnitRules.sum(first, second, isDifference: true) ?? first
    case .change: return UnitRules.sum(second, first, isDifference: true) ?? first
    case .multiply: return UnitRules.product(first, second) ?? first
    case .divide: return UnitRules.quotient(first, second) ?? .number
    case .share, .growth: return .percent
    case .reduce(_, let reducer): return reducer == .count ? .count : inner?.unit ?? .number
    }
  }

  private func sourcePower(_ instruction: Instruction, _ parts: [WorkedPart]) -> Int? {
    switch instruction {
    case .constant: return nil
    case .fact(let number): return catalog.facts[number].sourcePower
    case .last: return plan.last?.info.sourcePower
    case .aggregate(let index):
      let aggregate = plan.aggregates[index]
      return aggregate.measure < 0 || aggregate.reducer == .count
        ? nil : catalog.measures[aggregate.measure].sourcePower
    case .reduce(let number, _): return plan.blocks[number].columns.first?.info.sourcePower
    default: return parts.compactMap(\.sourcePower).min()
    }
  }

  // MARK: Brackets

  private mutating func inner(
    _ number: Int, _ reducer: Reducer?, _ outer: Block, _ binding: Binding, _ rows: Evaluator.Rows,
    _ row: Int,
    depth: Int
  ) throws(EngineFault) -> InnerRows {
    let indices = rows.indices(row)
    let found = try evaluator.reduce(number, reducer, outer, binding, rows.axes, indices)
    var narrowed = binding
    for (place, axis) in outer.axes.enumerated() {
      let members = rows.axes[place][indices[place]].members
      narrowed.members[axis] =
        plan.axes[axis].outer.flatMap { binding.members[$0] }.map { members.intersection($0) } ?? members
    }
    let block = plan.blocks[number]
    var list: [(name: String, value: Rational?)] = []
    var worked: [WorkedPart] = []
    for (place, row) in found.rows.order.prefix(figureLimit).enumerated() {
      let name = name(of: row, found.rows, block)
      list.append((name, found.rows[0, row].absence == 0 ? found.rows[0, row].value : nil))
      if depth < Explainer.depthLimit, let column = block.columns.first,
        place == 0 || isFull && place < Explainer.rowLimit
      {
        worked.append(try part(column.register, number, narrowed, found.rows, row, depth: depth))
      }
    }
    return InnerRows(
      block: number, reducer: reducer, rows: list, worked: worked,
      unit: block.columns.first?.info.unit ?? .number)
  }

  private func name(of row: Int, _ rows: Evaluator.Rows, _ block: Block) -> String {
    let indices = rows.indices(row)
    return block.axes.indices.map {
      evaluator.name(of: rows.axes[$0][indices[$0]], plan.axes[block.axes[$0]].dimension)
    }.joined(separator: " ")
  }

  // MARK: Rounding

  /// What the source's rounding leaves open of a value of the answer.
  private func interval(_ register: Int32, _ rows: Evaluator.Rows, _ row: Int) throws(EngineFault)
    -> ClosedRange<Rational>?
  {
    var plan = self.plan
    plan.blocks[plan.main].columns[0].register = register
    let intervals = Intervals(plan: SealedPlan(plan), catalog: catalog, rows: rows, hasExactWhole: false)
    do throws(ArithmeticFault) {
      guard let found = try intervals.interval(row), !(found.high < found.low) else { return nil }
      return found.low...found.high
    } catch {
      return nil
    }
  }

  // MARK: Figures

  /// The figures that an aggregate takes for a row, and those that it leaves out; where the rows are those of a file, only of
  /// the one with that number.
  private mutating func figures(
    _ index: Int, _ block: Block, _ binding: Binding, _ axes: [[AxisRow]], _ indices: [Int], only: Int?
  ) throws(EngineFault) -> TakenFigures {
    let aggregate = plan.aggregates[index]
    var taken = TakenFigures(aggregate: index)
    guard aggregate.measure >= 0 else { return taken }
    let allowed = evaluator.allowedMembers(aggregate, block, binding, axes, indices)
    let measure = catalog.measures[aggregate.measure]
    let table = catalog.tables[measure.table]
    var filters: [PreparedFilter] = []
    for number in aggregate.filters {
      filters.append(try evaluator.prepare(plan.filters[number], aggregate.dimensions, of: aggregate.measure))
    }
    let places = aggregate.dimensions.map { table.dimensions.firstIndex(of: $0) ?? 0 }
    let scanned = Array(places.indices)
    let (limit, isCancelled) = (figureLimit, evaluator.isCancelled)
    var arithmetic: ArithmeticFault?
    var ordinal = 0
    try table.source.scan(dimensions: places, measure: measure.column) { (batch: Batch) throws(EngineFault) in
      if isCancelled() { throw .cancelled }
      var batch = batch
      batch.ordinal = ordinal
      ordinal += batch.count
      if let only, only < batch.firstRow || only >= batch.firstRow + batch.count { return }
      let looked = only.map { $0 - batch.firstRow..<$0 - batch.firstRow + 1 } ?? 0..<batch.count
      rows: for row in looked {
        for place in allowed.indices where !allowed[place].isEmpty {
          if !allowed[place][batch.code(place, row)] { continue rows }
        }
        let absence = Absence(rawValue: batch.states[batch.states.startIndex + row])
        let passes = filters.allSatisfy { $0.passes(batch, row, scanned) }
        let path: WritableKeyPath<TakenFigures, [Observation]>
        if !passes {
          let isUnknown = PreparedFilter.all(filters).isUnknown(batch, row, scanned)
          if isUnknown { taken.untested += 1 } else { taken.refused += 1 }
          path = \.out
        } else if let absence {
          taken.missing[absence, default: 0] += 1
          taken.missingRows.insert(batch.ordinal + row)
          path = \.absent
        } else {
          taken.count += 1
          taken.rows.insert(batch.ordinal + row)
          path = \.figures
        }
        guard taken[keyPath: path].count < limit else { continue }
        var mark = Mark()
        if !batch.markNumbers.isEmpty {
          let number = Int(batch.markNumbers[batch.markNumbers.startIndex + row])
          if number > 0 { mark = batch.marks[number - 1] }
        }
        do throws(ArithmeticFault) {
          taken[keyPath: path].append(
            Observation(
              codes: batch.codes.map { Int($0[$0.startIndex + row]) },
              value: try Rational(
                mantissa: Int128(batch.values[batch.values.startIndex + row]), scale: measure.scale),
              absence: absence, status: mark.status, notes: mark.notes,
              place: table.source.place(ofRow: batch.firstRow + row)))
        } catch {
          arithmetic = error
        }
      }
    }
    if let arithmetic { throw .arithmetic(arithmetic) }
    return taken
  }

  // MARK: Lists

  /// What each member of a list was tested for.
  private mutating func tests(_ index: Int) throws(EngineFault) -> [TestedMember] {
    let aggregate = plan.aggregates[index]
    var figures: [Int: Rational] = [:]
    // The figure of a condition is shown where it is the only one.
    if aggregate.filters.count == 1,
      case .figure(let number, let axes, _, _, _) = plan.filters[aggregate.filters[0]], axes.count == 1,
      plan.axes[axes[0]].dimension == aggregate.dimension
    {
      let rows = try evaluator.run(number, Binding(axes: plan.axes.count))
      for row in 0..<rows.count where rows.columnCount > 0 && rows[0, row].absence == 0 {
        if let code = rows.axes.first?[rows.indices(row)[0]].members.first {
          figures[code] = rows[0, row].value
        }
      }
    }
    var kept: Set<Int> = []
    var all: [Int] = []
    let axis = plan.blocks[plan.main].axes.first
    for row in answer.rows {
      guard case .row(let place)? = row.keys.first, let axis else { continue }
      kept.formUnion(plan.axes[axis].rows[place].members.numbers)
    }
    if let axis { for row in plan.axes[axis].rows { all += row.members.numbers } }
    return all.prefix(figureLimit).map {
      TestedMember(code: $0, value: figures[$0], isKept: kept.contains($0))
    }
  }
}
