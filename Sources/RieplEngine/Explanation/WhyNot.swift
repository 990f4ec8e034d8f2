public import RieplSyntax

/// Why members are missing from an answer, or where they are in it.
public struct WhyNot: Sendable {
  /// The answer that they were looked for in.
  public let answer: Answer
  /// What was asked for.
  public let places: [NameTarget]
  /// What is to be said of it.
  public let reason: Reason

  /// Why something is missing, or where it is.
  public enum Reason: Sendable {
    /// It is a row of the answer, with these values.
    case shown([AnswerCell])
    /// So many of its figures went into the answer.
    case part(Int)
    /// No figure of the question has the dimension.
    case noDimension(Int)
    /// The question was of other members.
    case notAsked
    /// It has no figure.
    case noFigure(Absence)
    /// A condition left it out; the figures that the condition looked at.
    case condition(Filter, [Rational], FigureInfo?)
    /// Its value is not as the comparison asks.
    case notKept(Rational)
    /// It has this place among so many, and only some are shown; its value, and the last one that is shown.
    case cut(place: Int, of: Int, value: Rational, last: Rational?)
  }
}

/// Looks for members in an answer.
struct MissingMembers: ~Copyable {
  private var evaluator: Evaluator
  private let answer: Answer
  private let catalog: Catalog
  private let limits: Limits
  private let isCancelled: @Sendable () -> Bool
  private let asked: [(dimension: Int, members: BitSet)]

  init(
    _ answer: Answer, _ catalog: Catalog, _ asked: [(dimension: Int, members: BitSet)], _ limits: Limits,
    _ isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.answer = answer
    self.catalog = catalog
    self.asked = asked
    self.limits = limits
    self.isCancelled = isCancelled
    evaluator = Evaluator(catalog: catalog, plan: answer.sealed, limits: limits, isCancelled: isCancelled)
    evaluator.needsWholeOrder = true
  }

  private var plan: Plan { answer.plan }
  private var block: Block { answer.plan.blocks[answer.plan.main] }

  mutating func reason() throws(EngineFault) -> WhyNot.Reason {
    let block = block
    var dimensions = Set(block.axes.map { plan.axes[$0].dimension })
    for aggregate in plan.aggregates { dimensions.formUnion(aggregate.dimensions) }
    if let missing = asked.first(where: { !dimensions.contains($0.dimension) }) {
      // A projection has years of its own.
      if plan.projection != nil, missing.dimension == catalog.yearDimension { return .notAsked }
      return .noDimension(missing.dimension)
    }
    if let wanted = block.fileRows { return try fileRows(wanted) }
    let axes = block.axes.map { plan.axes[$0].dimension }
    guard asked.contains(where: { axes.contains($0.dimension) }) else { return try figures() }
    let rows = try evaluator.run(plan.main, Binding(axes: plan.axes.count))
    func matches(_ row: Int, exactly: Bool) -> Bool {
      let indices = rows.indices(row)
      return asked.allSatisfy { wanted in
        guard let place = axes.firstIndex(of: wanted.dimension) else { return true }
        let members = rows.axes[place][indices[place]].members
        return exactly ? members == wanted.members : wanted.members.subtracting(members).isEmpty
      }
    }
    var candidates = (0..<rows.count).filter { matches($0, exactly: true) }
    if candidates.isEmpty { candidates = (0..<rows.count).filter { matches($0, exactly: false) } }
    guard let first = candidates.first else { return .notAsked }
    if let listed = block.listedFilter {
      let shown = answer.rows.contains { row in
        if case .row(let place)? = row.keys.first { candidates.contains(place) } else { false }
      }
      return shown ? .shown([]) : try condition(plan.aggregates[listed].filters)
    }
    if let shown = answer.rows.first(where: { row in
      candidates.contains { candidate in
        zip(row.keys, rows.indices(candidate)).allSatisfy { $0 == .row($1) }
      }
    }) {
      return .shown(shown.cells)
    }
    let key = min(block.keyColumn, max(0, rows.columnCount - 1))
    let row = candidates.first { rows.orderBeforeCut.contains($0) } ?? first
    let value = rows[key, row]
    let isEmpty = rows.results.contains { result in
      guard let result else { return false }
      let place = result.place(block, rows.indices(row))
      return place < result.figures.count && result.figures[place].count + result.figures[place].missing == 0
    }
    let filters = Array(Set(plan.aggregates.flatMap(\.filters))).sorted()
    if isEmpty, !filters.isEmpty { return try condition(filters) }
    if let absence = Absence(rawValue: value.absence) { return .noFigure(absence) }
    guard let place = rows.orderBeforeCut.firstIndex(of: row) else { return .notKept(value.value) }
    var order = rows.orderBeforeCut
    var rank = place
    if let within = block.within.flatMap({ block.axes.firstIndex(of: $0) }) {
      let group = rows.indices(row)[within]
      order = order.filter { rows.indices($0)[within] == group }
      rank = order.firstIndex(of: row) ?? 0
    }
    let last = order.last { rows.order.contains($0) }.map { rows[key, $0].value }
    return .cut(place: rank + 1, of: order.count, value: value.value, last: last)
  }

  /// For the rows of a file: the highest that has the members.
  private mutating func fileRows(_ wanted: FileRows) throws(EngineFault) -> WhyNot.Reason {
    let block = plan.blocks[plan.main]
    let rows = try evaluator.run(plan.main, Binding(axes: plan.axes.count))
    let candidates = try evaluator.rows(rows.fileRows, of: wanted.table, having: asked)
    guard !candidates.isEmpty else {
      return plan.aggregates.lazy.flatMap(\.filters).min().map { .condition(plan.filters[$0], [], nil) }
        ?? .notAsked
    }
    let shown = rows.order.indices.filter { candidates.contains(rows.order[$0]) }
    if !shown.isEmpty { return .part(shown.count) }
    guard let place = rows.orderBeforeCut.firstIndex(where: candidates.contains) else {
      let values = candidates.lazy.map { rows[block.keyColumn, $0] }.filter { $0.absence == 0 }.map(\.value)
      return values.max().map { .notKept($0) } ?? .noFigure(.notAvailable)
    }
    let value = rows[block.keyColumn, rows.orderBeforeCut[place]]
    if let absence = Absence(rawValue: value.absence) { return .noFigure(absence) }
    let last = rows.order.last.map { rows[block.keyColumn, $0].value }
    return .cut(place: place + 1, of: rows.orderBeforeCut.count, value: value.value, last: last)
  }

  /// For members that make no rows: whether their figures went into the answer.
  private mutating func figures() throws(EngineFault) -> WhyNot.Reason {
    let explanation = try Explainer.explain(
      answer, catalog, limits, isFull: true, figureLimit: 100_000, isCancelled: isCancelled)
    var absence: Absence?
    var refused: [Int] = []
    var count = 0
    for row in explanation.rows {
      for part in row.columns.flatMap(\.all)
        + row.columns.flatMap(\.all).flatMap({ $0.inner?.worked.flatMap(\.all) ?? [] })
      {
        guard let taken = part.taken else { continue }
        let aggregate = plan.aggregates[taken.aggregate]
        func isAsked(_ observation: Observation) -> Bool {
          asked.allSatisfy { wanted in
            guard let place = aggregate.dimensions.firstIndex(of: wanted.dimension) else { return true }
            return wanted.members.contains(observation.codes[place])
          }
        }
        guard asked.allSatisfy({ aggregate.dimensions.contains($0.dimension) }) else { continue }
        count += taken.figures.count(where: isAsked)
        if let missing = taken.absent.first(where: isAsked) { absence = missing.absence }
        if taken.out.contains(where: isAsked) { refused += aggregate.filters }
      }
    }
    if count > 0 { return .part(count) }
    if !refused.isEmpty { return try condition(refused) }
    if let absence { return .noFigure(absence) }
    return .notAsked
  }

  /// The condition that left the members out, and the figures that it looked at.
  private mutating func condition(_ filters: [Int]) throws(EngineFault) -> WhyNot.Reason {
    guard let first = filters.first else { return .notAsked }
    for number in filters {
      guard case .figure(let block, let axes, _, _, _) = plan.filters[number] else { continue }
      let rows = try evaluator.run(block, Binding(axes: plan.axes.count))
      let dimensions = axes.map { plan.axes[$0].dimension }
      guard asked.allSatisfy({ dimensions.contains($0.dimension) }) else { continue }
      var values: [Rational] = []
      for row in 0..<rows.count where rows.columnCount > 0 && rows[0, row].absence == 0 {
        let indices = rows.indices(row)
        let isAsked = asked.allSatisfy { wanted in
          guard let place = dimensions.firstIndex(of: wanted.dimension) else { return true }
          return rows.axes[place][indices[place]].members.intersects(wanted.members)
        }
        if isAsked { values.append(rows[0, row].value) }
      }
      return .condition(plan.filters[number], values, plan.blocks[block].columns.first?.info)
    }
    return .condition(plan.filters[first], [], nil)
  }
}
