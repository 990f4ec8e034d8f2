import RieplEngine
import RieplSyntax

/// What the parts of an explained calculation are called.
struct PartText {
  let catalog: Catalog
  let plan: Plan
  /// The members that the row is of, by the axis of the plan.
  let row: [Int: AxisRow]

  private var names: Names { Names(catalog: catalog, plan: plan) }

  init(_ explanation: Explanation, _ row: ExplainedRow?, _ catalog: Catalog) {
    self.catalog = catalog
    plan = explanation.answer.plan
    var members: [Int: AxisRow] = [:]
    for (axis, key) in zip(plan.blocks[plan.main].axes, row?.keys ?? []) {
      if case .row(let number) = key { members[axis] = plan.axes[axis].rows[number] }
    }
    self.row = members
  }

  /// What a part is called where it stands alone.
  func text(_ part: WorkedPart) -> String { text(part, isInside: false) }

  /// What a part is called: a figure in a few words, a calculation with its signs.
  func text(_ part: WorkedPart, isInside: Bool) -> String {
    if let pieces = pieces(part) {
      let text = pieces.map { piece in
        switch piece {
        case .sign(let sign): sign
        case .part(let inner): self.text(inner, isInside: true)
        }
      }.joined()
      return isInside ? "(\(text))" : text
    }
    switch part.instruction {
    case .constant: return AmountText.text(part)
    case .fact(let number): return catalog.facts[number].name
    case .last: return "it"
    case .aggregate(let index): return figure(index)
    case .reduce:
      guard let inner = part.inner else { return "" }
      let word = inner.reducer.map { WordTable.spelling(WordTable.word($0)) + " " } ?? ""
      return word + "(" + bracket(inner) + ")"
    default: return "the rest of it"
    }
  }

  /// A sign or a part of a calculation.
  enum Piece {
    case sign(String)
    case part(WorkedPart)
  }

  /// What a calculation is written with; nil for what is no calculation.
  func pieces(_ part: WorkedPart) -> [Piece]? {
    // What is too deep to be taken apart has no parts.
    guard !part.parts.isEmpty else { return nil }
    func joined(_ sign: String) -> [Piece] { [.part(part.parts[0]), .sign(sign), .part(part.parts[1])] }
    switch part.instruction {
    case .negate: return [.sign("-"), .part(part.parts[0])]
    case .add: return joined(" + ")
    case .subtract: return joined(" - ")
    case .multiply: return joined(" * ")
    case .divide, .share: return joined(" / ")
    case .power: return joined(" ^ ")
    case .change: return [.part(part.parts[1]), .sign(" - "), .part(part.parts[0])]
    case .growth:
      return [
        .sign("("), .part(part.parts[1]), .sign(" - "), .part(part.parts[0]), .sign(") / "),
        .part(part.parts[0]),
      ]
    case .nearest: return joined(" to the nearest ")
    case .cumulative: return [.part(part.parts[0]), .sign(", added up row by row")]
    case .constant, .fact, .last, .aggregate, .reduce: return nil
    }
  }

  /// A word for a calculation whose signs have no room.
  static func kind(_ instruction: Instruction) -> String {
    switch instruction {
    case .add: "the sum"
    case .subtract, .change: "the difference"
    case .multiply: "the product"
    case .divide: "the quotient"
    case .share: "the share"
    case .growth: "the growth"
    case .cumulative: "added up row by row"
    case .nearest: "rounded"
    default: "the calculation"
    }
  }

  private func bracket(_ inner: InnerRows) -> String {
    let block = plan.blocks[inner.block]
    guard let column = block.columns.first else { return "" }
    let by = block.axes.map { catalog.dimensions[plan.axes[$0].dimension].name }.joined(separator: ", ")
    return names.heading(column.heading) + (by.isEmpty ? "" : " by " + by)
  }

  /// A figure with the members that it is of, as it could be asked for.
  func figure(_ index: Int) -> String {
    let aggregate = plan.aggregates[index]
    guard aggregate.measure >= 0 else { return "count " + catalog.dimensions[aggregate.dimension].plural }
    var words = [catalog.measures[aggregate.measure].name]
    if plan.blocks[plan.main].fileRows != nil { return words[0] }
    var isOpen = false
    for (place, dimension) in aggregate.dimensions.enumerated() {
      switch aggregate.scopes[place] {
      case .all: isOpen = isOpen || catalog.dimensions[dimension].members.count > 1
      case .members(let members):
        if members.count > 1 { isOpen = true }
        if members != catalog.allMembers(dimension) { words.append(names.members(dimension, members)) }
      case .axis(let axis):
        guard let row = row[axis] else { continue }
        if row.members.count > 1 { isOpen = true }
        words.append(names.row(row, dimension))
      case .axisBefore(let axis):
        guard let code = row[axis]?.members.first else { continue }
        words.append(
          code > 0
            ? catalog.memberName(dimension, code - 1) : "the \(catalog.dimensions[dimension].name) before")
      }
    }
    let needsWord = aggregate.reducer != .sum || isOpen
    return (needsWord ? [WordTable.spelling(WordTable.word(aggregate.reducer))] + words : words)
      .joined(separator: " ")
  }

  /// Which members a figure is of, in full: "all 9 regions, 2009-10".
  func members(_ index: Int) -> String {
    let aggregate = plan.aggregates[index]
    return aggregate.dimensions.enumerated().map { place, dimension in
      switch aggregate.scopes[place] {
      case .all: names.members(dimension, plan.ownMembers[dimension] ?? catalog.allMembers(dimension))
      case .members(let members): names.members(dimension, members)
      case .axis(let axis):
        row[axis].map { names.row($0, dimension) } ?? "each \(catalog.dimensions[dimension].name)"
      case .axisBefore: "the \(catalog.dimensions[dimension].name) before"
      }
    }.joined(separator: ", ")
  }

  /// What one figure of a table is of.
  func name(_ observation: Observation, _ index: Int) -> String {
    let aggregate = plan.aggregates[index]
    return zip(aggregate.dimensions, observation.codes).map { catalog.memberName($0, $1) }
      .joined(separator: " ")
  }

  /// The members by which the figures of an aggregate differ, for a list of them.
  func shortName(_ observation: Observation, _ index: Int, _ all: [Observation]) -> String {
    let aggregate = plan.aggregates[index]
    let open = aggregate.dimensions.indices.filter { place in Set(all.map { $0.codes[place] }).count > 1 }
    guard !open.isEmpty else { return name(observation, index) }
    return open.map { catalog.memberName(aggregate.dimensions[$0], observation.codes[$0]) }
      .joined(separator: " ")
  }

  /// The dimensions over which figures are added up.
  func over(_ index: Int, _ all: [Observation]) -> String {
    let aggregate = plan.aggregates[index]
    let open = aggregate.dimensions.indices.filter { place in Set(all.map { $0.codes[place] }).count > 1 }
    return Names.joined(open.map { catalog.dimensions[aggregate.dimensions[$0]].plural })
  }
}
