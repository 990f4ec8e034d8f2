import RieplSyntax

/// What an answer covers: each figure counts once, however often it goes into it.
extension AnswerBuilder {
  /// The figures that an aggregate takes for a row.
  private struct Taken: Hashable {
    let measure: Int
    let dimension: Int
    let filters: [Int]
    /// For each dimension the members.
    let members: [BitSet]

    func isPart(of other: Taken) -> Bool {
      measure == other.measure && dimension == other.dimension && filters == other.filters
        && members.indices.allSatisfy { members[$0].subtracting(other.members[$0]).isEmpty }
    }
  }

  /// From so many on only what is the very same is counted once.
  private static let mostCompared = 300
  /// Of more rows it is not taken down what went into each.
  private static let mostTaken = 10_000

  /// How many figures went into columns of a block's rows, and how many were not there.
  mutating func coverage(
    _ block: Block, _ steps: BitSet, _ rows: Evaluator.Rows, _ binding: Binding
  ) throws(EngineFault) -> (present: Int, missing: Int) {
    if let quick = quickCoverage(block, steps, rows) { return quick }
    var found: [Taken: Counts] = [:]
    for row in rows.order { try take(block, steps, rows, rows.indices(row), binding, &found) }
    return AnswerBuilder.sum(found)
  }

  /// The coverage of a single aggregate, or of very many rows: each place of a result counts once. Of many rows, what
  /// two aggregates share counts twice. Nil where brackets have to be looked into.
  private func quickCoverage(
    _ block: Block, _ steps: BitSet, _ rows: Evaluator.Rows
  ) -> (present: Int, missing: Int)? {
    let isPlain = block.axes.allSatisfy { evaluator.plan.axes[$0].isPlain }
    var aggregates: [Int] = []
    for index in steps {
      switch block.instructions[index] {
      case .aggregate(let number): aggregates.append(number)
      case .reduce: return nil
      default: break
      }
    }
    guard aggregates.count < 2 && isPlain || rows.order.count > AnswerBuilder.mostTaken else { return nil }
    var sum = (present: 0, missing: 0)
    for case let result? in aggregates.map({ rows.results[$0] }) {
      var isSeen = [Bool](filling: false, count: result.figures.count)
      for row in rows.order {
        let place = result.place(block, rows.indices(row))
        guard place < isSeen.count, !isSeen[place] else { continue }
        isSeen[place] = true
        sum.present += result.figures[place].count
        sum.missing += result.figures[place].missing
      }
    }
    return sum
  }

  private typealias Counts = (present: Int, missing: Int)

  private static func sum(_ found: [Taken: Counts]) -> (present: Int, missing: Int) {
    let all = found.count <= mostCompared ? Array(found.keys) : []
    return found.reduce(into: (0, 0)) { sum, entry in
      if all.contains(where: { $0 != entry.key && entry.key.isPart(of: $0) }) { return }
      sum = (sum.0 + entry.value.present, sum.1 + entry.value.missing)
    }
  }

  /// Takes down the figures of a row.
  private mutating func take(
    _ block: Block, _ steps: BitSet, _ rows: Evaluator.Rows, _ indices: [Int], _ binding: Binding,
    _ found: inout [Taken: Counts]
  ) throws(EngineFault) {
    for index in steps {
      switch block.instructions[index] {
      case .aggregate(let number):
        guard let result = rows.results[number] else { continue }
        let place = result.place(block, indices)
        guard place < result.figures.count else { continue }
        let figure = result.figures[place]
        found[taken(number, block, rows, indices, binding)] = (figure.count, figure.missing)
      case .reduce(let inner, _):
        let bound = evaluator.bound(binding, block, rows.axes, indices)
        let below = try evaluator.run(inner, bound)
        let part = evaluator.plan.blocks[inner]
        let steps = part.counted
        for row in below.order { try take(part, steps, below, below.indices(row), bound, &found) }
      default: break
      }
    }
  }

  private func taken(
    _ number: Int, _ block: Block, _ rows: Evaluator.Rows, _ indices: [Int], _ binding: Binding
  ) -> Taken {
    let aggregate = evaluator.plan.aggregates[number]
    func row(_ axis: Int) -> BitSet {
      guard let place = block.axes.firstIndex(of: axis) else { return binding.members[axis] ?? BitSet() }
      let members = rows.axes[place][indices[place]].members
      guard let outer = evaluator.plan.axes[axis].outer, let narrowed = binding.members[outer] else {
        return members
      }
      return members.intersection(narrowed)
    }
    let members = aggregate.dimensions.indices.map { place -> BitSet in
      switch aggregate.scopes[place] {
      case .all: evaluator.catalog.allMembers(aggregate.dimensions[place])
      case .members(let members): members
      case .axis(let axis): row(axis)
      case .axisBefore(let axis):
        row(axis).first.flatMap(evaluator.catalog.dimensions[aggregate.dimensions[place]].memberBefore)
          .map { BitSet($0) } ?? BitSet()
      }
    }
    return Taken(
      measure: aggregate.measure, dimension: aggregate.dimension, filters: aggregate.filters, members: members
    )
  }

  /// Measures of several files that a calculation takes together, although one is of years or places of which the other has
  /// nothing.
  mutating func remarkUnlike() {
    let (plan, catalog) = (evaluator.plan, evaluator.catalog)
    guard catalog.measures.contains(where: { !$0.members.isEmpty }) else { return }
    func aggregates(_ register: Int32) -> [Aggregate] {
      block.steps(of: register, withParts: false).compactMap {
        if case .aggregate(let index) = block.instructions[$0] { plan.aggregates[index] } else { nil }
      }
    }
    /// The members of a dimension whose figures are taken together; nil where rows or a slice say which.
    func together(_ aggregate: Aggregate, _ dimension: Int) -> BitSet? {
      guard let place = aggregate.dimensions.firstIndex(of: dimension), !aggregate.sliced.contains(dimension)
      else { return nil }
      let own = catalog.measures[aggregate.measure].members[dimension] ?? catalog.allMembers(dimension)
      switch aggregate.scopes[place] {
      case .all: return own
      case .members(let members): return own.intersection(members)
      case .axis, .axisBefore: return nil
      }
    }
    for instruction in block.instructions {
      let (a, b): (Int32, Int32)
      switch instruction {
      case .add(let left, let right), .subtract(let left, let right), .multiply(let left, let right),
        .divide(let left, let right):
        (a, b) = (left, right)
      default: continue
      }
      for left in aggregates(a) where left.measure >= 0 {
        for right in aggregates(b) where right.measure >= 0 && right.measure != left.measure {
          for dimension in left.dimensions {
            guard let first = together(left, dimension), let second = together(right, dimension),
              first != second
            else { continue }
            let remark = Remark.unlikeMembers(
              dimension: dimension, first: left.measure, firstOnly: first.subtracting(second),
              second: right.measure, secondOnly: second.subtracting(first))
            if !answer.remarks.contains(remark) { answer.remarks.append(remark) }
          }
        }
      }
    }
  }

  /// Figures that are not there, by name where they are few.
  mutating func remarkMissing(_ rows: Evaluator.Rows) throws(EngineFault) {
    guard answer.rows.contains(where: { $0.cells.contains { $0.missing > 0 } }) else { return }
    var steps = BitSet()
    for column in block.columns { steps.formUnion(block.steps(of: column.register, withParts: false)) }
    let (present, missing) = try coverage(block, steps, rows, Binding(axes: evaluator.plan.axes.count))
    let count = present + missing
    var reasons: [MissingFigures] = []
    // Looking for them in the rows of a large file would take longer than the answer.
    let isLarge = evaluator.plan.aggregates.contains { aggregate in
      aggregate.measure >= 0
        && evaluator.catalog.datasets[evaluator.catalog.measures[aggregate.measure].dataset].rows
          > Dataset.mostRowsLookedThrough / (1 + rows.order.count)
    }
    if missing <= 5, !isLarge {
      for number in steps {
        guard case .aggregate(let index) = block.instructions[number],
          rows.results[index]?.figures.contains(where: { $0.missing > 0 }) ?? false
        else { continue }
        for absence in Absence.allCases {
          let names = try namesOfMissing(index, absence, rows)
          guard let names else { continue }
          let place = reasons.firstIndex { $0.absence == absence } ?? reasons.count
          if place == reasons.count { reasons.append(MissingFigures(absence: absence, names: [])) }
          for name in names where !name.isEmpty && !reasons[place].names.contains(name) {
            reasons[place].names.append(name)
          }
        }
      }
      reasons.sort { $0.absence.rawValue < $1.absence.rawValue }
    }
    answer.remarks.append(.missing(count: missing, of: count, reasons: reasons))
  }

  /// What the figures of an aggregate are called that are not there for one reason; nil where there are none.
  private mutating func namesOfMissing(_ index: Int, _ absence: Absence, _ rows: Evaluator.Rows)
    throws(EngineFault) -> [String]?
  {
    let aggregate = evaluator.plan.aggregates[index]
    var open = aggregate.dimensions.indices.filter {
      if case .members(let members) = aggregate.scopes[$0] { members.count > 1 } else { true }
    }
    let isFile =
      aggregate.measure >= 0
      && evaluator.catalog.datasets[evaluator.catalog.measures[aggregate.measure].dataset].rows > 0
    if isFile {
      // A row of a file has too many columns to be named by all of them: two of names will do, and the year.
      var named = 0
      open = open.filter { place in
        let dimension = evaluator.catalog.dimensions[aggregate.dimensions[place]]
        if dimension.members.count < 2 || dimension.isOrdered && !dimension.isYears { return false }
        if !dimension.isYears { named += 1 }
        return dimension.isYears || named <= 2
      }
    }
    var names: [String]?
    for row in rows.order {
      let found = try evaluator.witnesses(
        index, block, Binding(axes: evaluator.plan.axes.count), rows.axes, rows.indices(row)
      ) { _, state in state == absence.rawValue }
      for codes in found {
        let name = open.map { evaluator.catalog.memberName(aggregate.dimensions[$0], codes[$0]) }
        names = (names ?? []) + [name.joined(separator: " ")]
      }
    }
    return names
  }
}
