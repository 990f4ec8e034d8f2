import RieplSyntax

/// What has to be said of an answer, and is said only when it is true.
extension AnswerBuilder {
  mutating func remark(_ rows: Evaluator.Rows) throws(EngineFault) {
    try remarkRows(rows)
    remarkUnlike()
    remarkUntested(rows)
    remarkSetAside(
      Set(
        rows.results.indices.filter { rows.results[$0] != nil }.map { evaluator.plan.aggregates[$0].measure })
    )
  }

  /// Rows of the files of some measures that could not be read whole.
  mutating func remarkSetAside(_ measures: Set<Int>) {
    var datasets = BitSet()
    for measure in measures where measure >= 0 {
      datasets.insert(evaluator.catalog.measures[measure].dataset)
    }
    for number in datasets where evaluator.catalog.datasets[number].setAside > 0 {
      answer.remarks.append(.setAside(dataset: number))
    }
  }

  /// Figures that a condition could not be tested for.
  mutating func remarkUntested(_ rows: Evaluator.Rows) {
    var most: (count: Int, index: Int)?
    for (index, result) in rows.results.enumerated() {
      if let result, result.untested > most?.count ?? 0 { most = (result.untested, index) }
    }
    guard let most else { return }
    let plan = evaluator.plan
    let aggregate = plan.aggregates[most.index]
    let isOfRows = aggregate.filters.contains {
      plan.hasRowCondition(plan.filters[$0], on: aggregate.measure, evaluator.catalog)
    }
    answer.remarks.append(
      .untested(
        count: most.count, members: aggregate.measure < 0 ? aggregate.dimension : nil, isOfRows: isOfRows))
  }

  private mutating func remarkRows(_ rows: Evaluator.Rows) throws(EngineFault) {
    guard !block.axes.isEmpty, !answer.columns.isEmpty else {
      try remarkMissing(rows)
      return
    }
    do throws(ArithmeticFault) {
      for column in answer.columns.indices {
        if case .nearest = block.instructions[Int(block.columns[column].register)] {
          try remarkNearest(column, rows)
        } else {
          try remarkRoundedRows(column, rows)
        }
      }
      let isOrdered =
        block.isRanked || block.cut != nil || !block.keeps.isEmpty || (block.order ?? .name) != .name
      let considered = block.keeps.isEmpty ? rows.orderBeforeCut.count : rows.count
      if isOrdered, considered > 1 {
        if block.within == nil { try remarkAlike(rows) } else { remarkAlikeWithin(rows) }
        try remarkTurning(rows)
      }
    } catch {
      throw .arithmetic(error)
    }
    try remarkMissing(rows)
  }

  /// The rows as printed add up to something other than what their total prints.
  private mutating func remarkRoundedRows(_ column: Int, _ rows: Evaluator.Rows) throws(ArithmeticFault) {
    guard answer.columns[column].info.isSum, rows.order.count > 1, block.within == nil else { return }
    // Rows that overlap, or of which some are not shown, make no total.
    guard rows.order.count == rows.count || block.hasTotal else { return }
    for (place, axis) in block.axes.enumerated() where !evaluator.plan.axes[axis].isPlain {
      var seen = BitSet()
      for row in rows.axes[place] {
        if seen.intersects(row.members) { return }
        seen.formUnion(row.members)
      }
    }
    let format = answer.columns[column].format
    var exact = Rational.zero
    var rounded = Rational.zero
    var isRounded = false
    for row in rows.order {
      let register = rows[column, row]
      guard register.absence == 0, !register.isApproximate else { return }
      let printed = format.scaled(register.value)
      let shown = printed.rounded(decimals: format.decimals)
      if shown != printed { isRounded = true }
      exact = try exact.adding(printed)
      rounded = try rounded.adding(shown)
    }
    guard isRounded else { return }
    let total = exact.rounded(decimals: format.decimals)
    if total != rounded {
      answer.remarks.append(.roundedRows(column: column, rounded: rounded, total: total))
    }
  }

  /// Rows that were rounded themselves add up to something other than their rounded total.
  private mutating func remarkNearest(_ column: Int, _ rows: Evaluator.Rows) throws(ArithmeticFault) {
    guard answer.columns[column].info.isSum, let total = answer.totals.last?.cells[column],
      total.absence == nil,
      block.axes.allSatisfy({ evaluator.plan.axes[$0].isPlain })
    else { return }
    let format = answer.columns[column].format
    var sum = Rational.zero
    for row in rows.order where rows[column, row].absence == 0 {
      sum = try sum.adding(format.scaled(rows[column, row].value))
    }
    let whole = format.scaled(total.value)
    if sum != whole { answer.remarks.append(.roundedRows(column: column, rounded: sum, total: whole)) }
  }

  /// Rows that print alike, so that their order means nothing.
  mutating func remarkAlike(_ rows: Evaluator.Rows) throws(ArithmeticFault) {
    guard let format = answer.columns.first?.format else { return }
    // A comparison among figures that print alike means as little as an order.
    let considered = block.keeps.isEmpty ? rows.orderBeforeCut : Array(0..<rows.count)
    let order = considered.filter { rows[0, $0].absence == 0 }
    guard order.count > 1 else { return }
    // Of a million rows few are looked at.
    func printed(_ place: Int) -> Rational { format.rounded(rows[0, order[place]].value) }
    func spread(_ range: Range<Int>) throws(ArithmeticFault) -> Rational {
      let values = order[range].map { format.scaled(rows[0, $0].value) }
      guard let low = values.min(), let high = values.max() else { return .zero }
      return try high.subtracting(low)
    }
    let first = printed(0)
    if order.indices.allSatisfy({ printed($0) == first }) {
      answer.remarks.append(
        .printAlike(
          column: 0, count: order.count, text: first, spread: try spread(0..<order.count)))
      return
    }
    // Where a cut falls among rows that print alike, those left out are no lower than those shown.
    let shown = rows.order.count
    if block.keeps.isEmpty, block.cut != nil, shown > 0, shown < order.count,
      printed(shown - 1) == printed(shown)
    {
      // Behind the first that is left out they are in no order.
      let text = printed(shown)
      let leftOut =
        block.keyColumn == 0
        ? order.indices[shown...].count { printed($0) == text }
        : order.indices[shown...].prefix { printed($0) == text }.count
      answer.remarks.append(.cutAmongEquals(column: 0, text: text, leftOut: leftOut))
    }
  }

  /// The rows in order, group by group where the order starts afresh in each row of `within`.
  private func groups(_ rows: Evaluator.Rows) -> [[Int]] {
    let present = rows.orderBeforeCut.lazy.filter { rows[0, $0].absence == 0 }
    guard let place = block.within.flatMap({ block.axes.firstIndex(of: $0) }) else { return [Array(present)] }
    var groups: [[Int]] = Array(filling: [], count: rows.axes[place].count)
    for row in present { groups[rows.indices(row)[place]].append(row) }
    return groups
  }

  /// Where the cut of a group falls among rows that print alike, those left out are no lower than those shown.
  private mutating func remarkAlikeWithin(_ rows: Evaluator.Rows) {
    guard let cut = block.cut, block.keyColumn == 0, let format = answer.columns.first?.format else { return }
    var first: (row: Int, text: Rational, leftOut: Int)?
    var others = 0
    for group in groups(rows) where group.count > cut.count {
      let text = format.rounded(rows[0, group[cut.count]].value)
      guard format.rounded(rows[0, group[cut.count - 1]].value) == text else { continue }
      if first != nil {
        others += 1
      } else {
        let leftOut = group[cut.count...].prefix { format.rounded(rows[0, $0].value) == text }.count
        first = (group[cut.count], text, leftOut)
      }
    }
    guard let first, let place = block.within.flatMap({ block.axes.firstIndex(of: $0) }) else { return }
    answer.remarks.append(
      .cutAmongEqualsWithin(
        row: keys(rows.indices(first.row), rows)[place], axis: place, text: first.text,
        leftOut: first.leftOut, others: others))
  }

  /// Two rows in an order that could be the other way round, had the source not rounded.
  private mutating func remarkTurning(_ rows: Evaluator.Rows) throws(ArithmeticFault) {
    guard let format = answer.columns.first?.format, block.keeps.isEmpty, block.isRanked || block.cut != nil
    else { return }
    let intervals = Intervals(
      plan: evaluator.sealed, catalog: evaluator.catalog, rows: rows, hasExactWhole: true)
    var looked = 0
    for group in groups(rows) {
      let shown = block.within == nil ? rows.order.count : block.cut.map { min($0.count, group.count) } ?? 0
      let most = block.isRanked ? 200 : shown
      let last = min(group.count - 1, most)
      guard last > 0, looked < 200 else { continue }
      for place in (block.isRanked ? 1 : last)...last {
        looked += 1
        let upper = group[place - 1]
        let lower = group[place]
        if format.rounded(rows[0, upper].value) == format.rounded(rows[0, lower].value) { continue }
        guard let a = try intervals.interval(upper), let b = try intervals.interval(lower) else { return }
        let isAscending = rows[0, upper].value < rows[0, lower].value
        let couldTurn = isAscending ? b.low < a.high : a.low < b.high
        if couldTurn {
          answer.remarks.append(
            .roundingCouldTurn(
              first: keys(rows.indices(upper), rows), second: keys(rows.indices(lower), rows)))
          return
        }
      }
    }
  }
}

/// What the source's rounding leaves open of a value: each published figure may be half a unit off.
struct Intervals {
  let plan: SealedPlan
  let catalog: Catalog
  let rows: Evaluator.Rows
  /// Whether the whole of a share counts as exact: all rows have the same one, so that it can't change their order.
  let hasExactWhole: Bool

  struct Interval {
    var low: Rational
    var high: Rational
  }

  /// The interval of the first column in a row; nil where none can be given.
  func interval(_ row: Int) throws(ArithmeticFault) -> Interval? {
    let block = plan.plan.blocks[plan.plan.main]
    let indices = rows.indices(row)
    var registers: [Interval?] = []
    for instruction in block.instructions {
      registers.append(try step(instruction, registers, block, indices))
    }
    return registers[Int(block.columns[0].register)]
  }

  private func step(
    _ instruction: Instruction, _ registers: [Interval?], _ block: Block, _ indices: [Int]
  ) throws(ArithmeticFault) -> Interval? {
    func at(_ register: Int32) -> Interval? { registers[Int(register)] }
    switch instruction {
    case .constant(let value, _, _): return Interval(low: value, high: value)
    case .last:
      return plan.plan.last.map { Interval(low: $0.quantity.value, high: $0.quantity.value) }
    case .fact(let number):
      let fact = catalog.facts[number]
      return try widened(fact.value, fact.unit == .count ? nil : fact.sourcePower, 1)
    case .aggregate(let index): return try aggregate(index, block, indices)
    case .negate(let a): return at(a).map { Interval(low: $0.high.negated, high: $0.low.negated) }
    case .cumulative, .reduce, .power: return nil
    case .nearest(let a, let step):
      guard let a = at(a), let step = at(step) else { return nil }
      return Interval(
        low: try a.low.rounded(toMultipleOf: step.low), high: try a.high.rounded(toMultipleOf: step.low))
    case .add(let a, let b):
      guard let a = at(a), let b = at(b) else { return nil }
      return Interval(low: try a.low.adding(b.low), high: try a.high.adding(b.high))
    case .subtract(let a, let b), .change(let b, let a):
      guard let a = at(a), let b = at(b) else { return nil }
      return Interval(low: try a.low.subtracting(b.high), high: try a.high.subtracting(b.low))
    case .multiply(let a, let b):
      guard let a = at(a), let b = at(b) else { return nil }
      return try spanning([
        a.low.multiplied(by: b.low), a.low.multiplied(by: b.high), a.high.multiplied(by: b.low),
        a.high.multiplied(by: b.high),
      ])
    case .divide(let a, let b):
      guard let a = at(a), let b = at(b) else { return nil }
      return try quotient(a, b)
    case .share(let part, let whole):
      guard let part = at(part), let whole = at(whole) else { return nil }
      if hasExactWhole {
        let middle = try whole.low.adding(whole.high).divided(by: Rational(2))
        return try quotient(part, Interval(low: middle, high: middle))
      }
      // The part is in the whole: what makes the one larger makes the other so.
      let rest = Interval(
        low: try whole.low.subtracting(part.low), high: try whole.high.subtracting(part.high))
      guard part.low.signum() >= 0, rest.low.signum() >= 0 else { return try quotient(part, whole) }
      let (lowest, highest) = (try part.low.adding(rest.high), try part.high.adding(rest.low))
      guard !lowest.isZero, !highest.isZero else { return nil }
      return Interval(low: try part.low.divided(by: lowest), high: try part.high.divided(by: highest))
    case .growth(let start, let end):
      guard let start = at(start), let end = at(end), let ratio = try quotient(end, start) else { return nil }
      return Interval(low: try ratio.low.subtracting(.one), high: try ratio.high.subtracting(.one))
    }
  }

  private func quotient(_ a: Interval, _ b: Interval) throws(ArithmeticFault) -> Interval? {
    guard b.low.signum() == b.high.signum(), b.low.signum() != 0 else { return nil }
    return try spanning([
      a.low.divided(by: b.low), a.low.divided(by: b.high), a.high.divided(by: b.low),
      a.high.divided(by: b.high),
    ])
  }

  private func spanning(_ values: [Rational]) -> Interval? {
    guard let low = values.min(), let high = values.max() else { return nil }
    return Interval(low: low, high: high)
  }

  private func widened(_ value: Rational, _ power: Int?, _ count: Int) throws(ArithmeticFault) -> Interval? {
    guard let power, let step = PowerOfTen.rational(power) else { return Interval(low: value, high: value) }
    let half = try step.multiplied(by: Rational(count)).divided(by: Rational(2))
    return Interval(low: try value.subtracting(half), high: try value.adding(half))
  }

  private func aggregate(_ index: Int, _ block: Block, _ indices: [Int]) throws(ArithmeticFault) -> Interval?
  {
    guard let result = rows.results[index] else { return nil }
    let place = result.place(block, indices)
    guard place < result.figures.count, result.figures[place].register.absence == 0 else { return nil }
    let aggregate = plan.plan.aggregates[index]
    let value = result.figures[place].register.value
    guard aggregate.measure >= 0, aggregate.reducer != .count else {
      return Interval(low: value, high: value)
    }
    let measure = catalog.measures[aggregate.measure]
    guard measure.unit != .count else { return Interval(low: value, high: value) }
    let figures =
      aggregate.reducer == .sum ? result.figures[place].count : aggregate.reducer == .range ? 2 : 1
    return try widened(value, measure.sourcePower, figures)
  }
}
