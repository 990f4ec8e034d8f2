import RieplSyntax

/// Conditions of `where`.
extension Checker {
  /// Writes a condition, and gives its number among the plan's filters.
  mutating func checkFilter(_ id: ConditionID, _ context: Context) throws(Diagnostic) -> Int {
    let filter = try compileFilter(id, context)
    plan.filters.append(filter)
    return plan.filters.count - 1
  }

  private mutating func compileFilter(_ id: ConditionID, _ context: Context) throws(Diagnostic) -> Filter {
    switch tree[id] {
    case .any(let list):
      var parts: [Filter] = []
      for part in tree[list] { parts.append(try compileFilter(part, context)) }
      return .any(parts)
    case .all(let list):
      // What a condition says of a dimension narrows the figures of the conditions beside it.
      var context = context
      for part in tree[list] {
        guard case .membership(let use, let items, isNot: false) = tree[part],
          let dimension = tree[use].dimension,
          let resolved = try resolve(items).first, resolved.dimension == dimension
        else { continue }
        context.states[dimension].set =
          context.states[dimension].set?.intersection(resolved.members) ?? resolved.members
      }
      var parts: [Filter] = []
      for part in tree[list] { parts.append(try compileFilter(part, context)) }
      return .all(parts)
    case .not(let inner): return .not(try compileFilter(inner, context))
    case .membership(let use, let items, let isNot):
      guard let dimension = tree[use].dimension else { return .all([]) }
      var members = BitSet()
      for resolved in try resolve(items) {
        let (found, set) = (resolved.dimension, resolved.members)
        guard found == dimension else {
          throw Diagnostic(
            .mixedDimensions, tree.range(id),
            ["first": catalog.dimensions[dimension].name, "second": membersText(found, set)])
        }
        members = set
      }
      return .members(
        dimension: dimension, isNot ? catalog.allMembers(dimension).subtracting(members) : members)
    case .ordering(let use, let comparison, let ends):
      return try compileOrdering(tree[use], comparison, Array(tree[ends]), tree.range(id))
    case .matching(let use, let letters, let isStart):
      guard let dimension = tree[use].dimension else { return .all([]) }
      return .members(dimension: dimension, matching(dimension, tree.text(letters), isStart: isStart))
    case .comparison(let left, let comparison, let value, let upper):
      return try compileFigureFilter(left, comparison, value, upper, context)
    }
  }

  /// The members whose names have some letters in them, or in front; capitals don't matter.
  private func matching(_ dimension: Int, _ letters: String, isStart: Bool) -> BitSet {
    let wanted = Array(letters.lowercased().utf8)
    var result = BitSet()
    for (code, member) in catalog.dimensions[dimension].members.enumerated() {
      let name = Array(member.name.lowercased().utf8)
      guard name.count >= wanted.count else { continue }
      let last = isStart ? 0 : name.count - wanted.count
      for start in 0...last where name[start..<(start + wanted.count)].elementsEqual(wanted) {
        result.insert(code)
        break
      }
    }
    return result
  }

  private func compileOrdering(
    _ use: NameUse, _ comparison: Comparison, _ ends: [NameUse], _ range: SourceRange
  ) throws(Diagnostic) -> Filter {
    guard let dimension = use.dimension, catalog.dimensions[dimension].isOrdered else {
      throw Diagnostic(
        .needsOrder, use.range, ["name": use.dimension.map { catalog.dimensions[$0].name } ?? text(use.range)]
      )
    }
    for member in ends where member.dimension != dimension {
      throw Diagnostic(
        .mixedDimensions, range, ["first": catalog.dimensions[dimension].name, "second": official(member)])
    }
    let low = ends.first.flatMap { members($0).first } ?? 0
    let high = ends.last.flatMap { members($0).numbers.last } ?? low
    let count = catalog.dimensions[dimension].members.count
    let passing = (0..<count).filter { code in
      switch comparison {
      case .equal: code >= low && code <= high
      case .notEqual: code < low || code > high
      case .less: code < low
      case .lessOrEqual: code <= high
      case .greater: code > high
      case .greaterOrEqual: code >= low
      case .between: code >= low && code <= high
      }
    }
    return .members(dimension: dimension, BitSet(passing))
  }

  /// A figure compared with another: worked out for each combination of the members that the figure has.
  private mutating func compileFigureFilter(
    _ left: ExpressionID, _ comparison: Comparison, _ value: ExpressionID, _ upper: ExpressionID?,
    _ context: Context
  ) throws(Diagnostic) -> Filter {
    let shape = try shape(left, context)
    if shape.hasReducer || hasShaper(left) { throw reducerInWhere(left, comparison, value) }
    var free: [Int] = []
    for leaf in shape.leaves {
      for dimension in leaf.free where !free.contains(dimension) { free.append(dimension) }
    }
    var plain = Context(dimensions: catalog.dimensions.count)
    for dimension in plain.states.indices { plain.states[dimension].set = context.states[dimension].set }
    plain.span = context.span
    plain.isCondition = true
    var axes: [Int] = []
    var info = FigureInfo(unit: .number)
    // The table of a file whose single rows are compared.
    let tables = Set(shape.uses.map { catalog.measures[$0.measure].table })
    let table = tables.count == 1 ? tables.first.flatMap { catalog.tables[$0].isCube ? nil : $0 } : nil
    // What each combination is compared with, where that is not the same for all.
    var value: (id: ExpressionID, column: Int?) = (value, nil)
    var upper: (id: ExpressionID, column: Int?)? = upper.map { ($0, nil) }
    let number = try inNewBlock { (checker: inout Checker) throws(Diagnostic) in
      var inner = plain
      for dimension in free {
        axes.append(checker.addAxis(dimension, checker.memberRows(dimension, inner), &inner))
      }
      checker.block.axes = axes
      inner.addsBare = false
      let operand = try checker.compile(left, inner)
      info = operand.info
      checker.block.columns = [
        Column(
          register: operand.register, info: operand.info, heading: .source(checker.tree.range(left)),
          display: nil, decimals: nil)
      ]
      if try checker.isOfRows(value.id, comparedWith: [left], rows: free, of: table) {
        value.column = try checker.addColumn(value.id, inner, comparedWith: info, nil)
      }
      if let end = upper?.id, try checker.isOfRows(end, comparedWith: [left], rows: free, of: table) {
        upper?.column = try checker.addColumn(end, inner, comparedWith: info, nil)
      }
    }
    func end(_ end: (id: ExpressionID, column: Int?), _ checker: inout Checker) throws(Diagnostic)
      -> ComparisonEnd
    {
      if let column = end.column { return .column(column) }
      return .once(block: try checker.compileValue(end.id, plain, comparedWith: info, nil))
    }
    let first = try end(value, &self)
    var second: ComparisonEnd?
    if let upper { second = try end(upper, &self) }
    try checkBounds(first, second, tree.range(value.id))
    return .figure(block: number, axes: axes, comparison, value: first, upper: second)
  }

  func hasShaper(_ id: ExpressionID) -> Bool {
    switch tree[id] {
    case .figure(let index): !tree.figures[Int(index)].shapers.isEmpty
    case .sum(let operands), .product(let operands): tree[operands].contains { hasShaper($0.expression) }
    case .negated(let inner): hasShaper(inner)
    case .adjusted(let base, _, _): hasShaper(base)
    case .portion(_, let base): hasShaper(base)
    case .power(let base, _): hasShaper(base)
    case .literal: false
    }
  }

  private mutating func reducerInWhere(_ left: ExpressionID, _ comparison: Comparison, _ value: ExpressionID)
    -> Diagnostic
  {
    var word = "a calculation"
    if let figure = tree.figure(left), case .name = figure.head { word = text(figure.wordsRange) }
    if let figure = tree.figure(left), let reducer = figure.reducer {
      word = WordTable.spelling(WordTable.word(reducer))
    }
    var suggestions: [String] = []
    do throws(Diagnostic) {
      let shape = try shape(left, Context(dimensions: catalog.dimensions.count))
      if depth == 0, !hasShaper(left), let dimension = shape.dimensions.first, comparison != .between {
        suggestions = [
          "\(text(left)) by \(catalog.dimensions[dimension].name) \(Checker.word(comparison)) \(text(value))"
        ]
      }
    } catch {}
    return Diagnostic(.reducerInWhere, tree.range(left), ["word": word], suggestions: suggestions)
  }

  /// How a comparison is written behind a question.
  static func word(_ comparison: Comparison) -> String {
    switch comparison {
    case .equal: "is"
    case .notEqual: "is not"
    case .less: "below"
    case .lessOrEqual: "at most"
    case .greater: "above"
    case .greaterOrEqual: "at least"
    case .between: "between"
    }
  }

  /// The dimensions that a filter looks at.
  func filterDimensions(_ filter: Filter) -> [Int] {
    switch filter {
    case .any(let parts), .all(let parts):
      var result: [Int] = []
      for part in parts {
        for dimension in filterDimensions(part) where !result.contains(dimension) { result.append(dimension) }
      }
      return result
    case .not(let inner): return filterDimensions(inner)
    case .members(let dimension, _): return [dimension]
    case .figure(_, let axes, _, _, _): return axes.map { plan.axes[$0].dimension }
    }
  }

  /// The dimensions of which a filter names members.
  private func namedDimensions(_ filter: Filter) -> [(dimension: Int, members: BitSet)] {
    switch filter {
    case .any(let parts), .all(let parts): parts.flatMap { namedDimensions($0) }
    case .not(let inner): namedDimensions(inner)
    case .members(let dimension, let members): [(dimension, members)]
    case .figure: []
    }
  }

  /// A measure has to have the dimensions that the conditions on it look at.
  mutating func checkFilters(_ filters: [Int], _ measure: Measure, _ range: SourceRange) throws(Diagnostic) {
    for number in filters {
      let filter = plan.filters[number]
      for (dimension, members) in namedDimensions(filter) where !measure.dimensions.contains(dimension) {
        if measure.addsOver.isEmpty { continue }
        if catalog.dimensions[dimension].isYears, let year = measure.year, members.count == 1,
          members.first.map({ catalog.dimensions[dimension].members[$0].year == year }) == true
        {
          continue
        }
        let label = catalog.dimensions[dimension]
        if label.isYears, let period = measure.period {
          throw Diagnostic(
            .lacksYears, range,
            ["figure": measure.name, "what": period, "named": membersText(dimension, members)])
        }
        throw Diagnostic(
          .lacksDimension, range,
          [
            "figure": measure.name, "plural": label.plural,
            "why": "its figures are by \(dimensionNames(measure.dimensions))",
            "named": membersText(dimension, members),
          ])
      }
      try checkFigures(filter, measure.dimensions, range)
    }
  }

  /// Conditions on members have to be decided by the member and the rows alone.
  mutating func checkMemberFilters(_ filters: [Int], _ dimensions: [Int], _ range: SourceRange)
    throws(Diagnostic)
  {
    for number in filters {
      try checkFigures(plan.filters[number], dimensions, range)
      // Beside a figure a condition on another dimension has narrowed that figure.
      if !figures(plan.filters[number]).isEmpty { continue }
      for (other, members) in namedDimensions(plan.filters[number]) where !dimensions.contains(other) {
        throw Diagnostic(
          .lacksDimension, range,
          [
            "figure": catalog.dimensions[dimensions[0]].plural, "plural": catalog.dimensions[other].plural,
            "why": "they are the same for each", "named": membersText(other, members),
          ])
      }
    }
  }

  /// The figures of a condition have to be single ones for each combination of some dimensions.
  private func checkFigures(_ filter: Filter, _ dimensions: [Int], _ range: SourceRange) throws(Diagnostic) {
    for case .figure(let block, let axes, _, _, _) in figures(filter) {
      for axis in axes where !dimensions.contains(plan.axes[axis].dimension) {
        let missing = catalog.dimensions[plan.axes[axis].dimension]
        var figure = "The figure of the condition"
        var place = range
        if case .source(let range) = plan.blocks[block].columns.first?.heading, depth == 0 {
          figure = text(range)
          place = range
        }
        throw Diagnostic(
          .conditionNeedsMember, place,
          ["figure": figure, "row": dimensionNames(dimensions), "missing": missing.name],
          suggestions: missing.members.last.map { ["\(figure) \($0.name)"] } ?? [])
      }
    }
  }

  private func figures(_ filter: Filter) -> [Filter] {
    switch filter {
    case .any(let parts), .all(let parts): parts.flatMap { figures($0) }
    case .not(let inner): figures(inner)
    case .members: []
    case .figure: [filter]
    }
  }
}
