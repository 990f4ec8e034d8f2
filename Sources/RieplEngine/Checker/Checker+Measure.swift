import RieplSyntax

/// Figures of the data: measures, and the members of dimensions themselves.
extension Checker {
  mutating func compileMeasure(
    _ number: Int, _ written: Reducer?, _ context: Context, _ range: SourceRange
  ) throws(Diagnostic) -> Operand {
    let measure = catalog.measures[number]
    try checkDimensions(measure, number, written, context, range)
    var scopes: [Scope] = []
    scopes.reserveCapacity(measure.dimensions.count)
    // Dimensions that figures are added over, and those of them that no slice or row says so of.
    var added = BitSet()
    var isOpen = false
    for dimension in measure.dimensions {
      let scope = context.scope(dimension)
      scopes.append(scope)
      switch scope {
      case .all:
        let own = measure.members[dimension]?.count
        guard (own ?? catalog.dimensions[dimension].members.count) > 1 else { break }
        added.insert(dimension)
        isOpen = true
      case .members(let members):
        guard members.count > 1 else { break }
        added.insert(dimension)
        if context.states[dimension].slice == nil { isOpen = true }
      case .axis(let axis), .axisBefore(let axis):
        if !plan.axes[axis].isPlain { added.insert(dimension) }
      }
    }
    if written == nil, isOpen {
      if context.hasReducer || !context.addsBare {
        let suggestions = depth == 0 ? ["sum " + text(range)] : []
        throw Diagnostic(.notOneCell, range, ["figure": measure.name], suggestions: suggestions)
      }
    }
    let reducer = written ?? .sum
    if reducer == .sum {
      for dimension in added where !measure.addsOver.contains(dimension) {
        let plural = catalog.dimensions[dimension].plural
        throw Diagnostic(.doesNotAddUp, range, ["figure": measure.name, "plural": plural])
      }
    }
    var sliced = BitSet()
    for dimension in measure.dimensions where context.states[dimension].slice != nil {
      sliced.insert(dimension)
    }
    try checkFilters(context.filters, measure, range)
    let index = try add(
      Aggregate(
        measure: number, dimension: -1, reducer: reducer, isWritten: written != nil,
        dimensions: measure.dimensions, scopes: scopes,
        filters: context.filters, sliced: sliced), range)
    var info = FigureInfo(unit: measure.unit, sourcePower: measure.sourcePower)
    switch reducer {
    case .sum: info.isSum = true
    case .count:
      info = FigureInfo(unit: .count, sourcePower: 0)
      info.isSum = true
    case .average, .median: info.isDerived = true
    case .range: if info.unit == .percent { info.unit = .points }
    case .lowest, .highest: break
    }
    return Operand(register: try emit(.aggregate(index), range), info: info)
  }

  /// A measure may not be asked along a dimension that it lacks.
  mutating func checkDimensions(
    _ measure: Measure, _ number: Int, _ written: Reducer?, _ context: Context, _ range: SourceRange
  ) throws(Diagnostic) {
    // A figure that is reduced, and fixed by slices in all its dimensions, is one figure for every row.
    let isFixed = written != nil && measure.dimensions.allSatisfy { context.states[$0].slice != nil }
    // Rates and indexes repeat; amounts do not.
    let repeats = measure.addsOver.isEmpty
    for dimension in catalog.dimensions.indices
    where !measure.dimensions.contains(dimension) && context.names(dimension) {
      let state = context.states[dimension]
      if state.slice == nil, repeats || (isFixed && state.set == nil) { continue }
      if context.isCondition, state.slice == nil, state.axis == nil { continue }
      let isOwnDate: Bool = {
        guard catalog.dimensions[dimension].isYears, let year = measure.year else { return false }
        switch context.scope(dimension) {
        case .members(let members):
          return members.count == 1
            && members.first.map { catalog.dimensions[dimension].members[$0].year == year } == true
        default: return false
        }
      }()
      if isOwnDate { continue }
      throw lacks(measure, number, dimension, context, range)
    }
  }

  func lacks(
    _ measure: Measure, _ number: Int, _ dimension: Int, _ context: Context, _ range: SourceRange
  ) -> Diagnostic {
    let label = catalog.dimensions[dimension]
    let hasRows = context.states[dimension].slice == nil && context.states[dimension].axis != nil
    let named = hasRows ? "each \(label.name)" : sliceNames(dimension, context)
    var suggestions: [String] = []
    if depth == 0 {
      let isAlone =
        tree.questions.last.map { $0.columns.count == 1 && $0.range.start == range.start && hasRows } ?? false
      // A file whose regions are others has a dimension of its own for them, such as "spending region".
      if isAlone,
        let own = measure.dimensions.first(where: { catalog.dimensions[$0].name.hasSuffix(" " + label.name) })
      {
        suggestions = ["\(text(range)) by \(catalog.dimensions[own].name)"]
      } else if label.isYears, measure.projection != nil, isAlone {
        suggestions = ["project \(measure.name)"]
      } else if hasRows, measure.dimensions.count == 1, let only = measure.dimensions.first,
        measure.addsOver.contains(only),
        context.states[only].slice == nil
      {
        suggestions = ["\(text(range)) \(catalog.wholeName(only))"]
      } else if let other = catalog.measures.first(where: {
        $0.dataset == measure.dataset && $0.dimensions.contains(dimension) && $0.unit == measure.unit
          && measure.dimensions.allSatisfy($0.dimensions.contains)
      }), isAlone || !hasRows {
        suggestions = ["sum \(other.name) \(hasRows ? "by \(label.name)" : "in \(named)")"]
      }
    }
    if label.isYears, let period = measure.period {
      return Diagnostic(
        .lacksYears, range, ["figure": measure.name, "what": period, "named": named], suggestions: suggestions
      )
    }
    return Diagnostic(
      .lacksDimension, range,
      [
        "figure": measure.name, "plural": label.plural,
        "why": "its figures are by \(dimensionNames(measure.dimensions))",
        "named": hasRows ? label.name : named,
      ], suggestions: suggestions)
  }

  // MARK: Members of a dimension

  /// `count regions`, with or without conditions.
  mutating func compileMembers(
    _ dimension: Int, _ reducer: Reducer?, _ context: Context, _ use: NameUse, _ range: SourceRange
  ) throws(Diagnostic) -> Operand {
    guard reducer == .count else {
      throw Diagnostic(
        .dimensionInCalculation, range,
        ["name": catalog.dimensions[dimension].name, "plural": catalog.dimensions[dimension].plural])
    }
    if let axis = context.states[dimension].axis, plan.axes[axis].isPlain {
      throw Diagnostic(
        .lacksDimension, range,
        [
          "figure": "count \(catalog.dimensions[dimension].plural)",
          "plural": "rows by \(catalog.dimensions[dimension].name)",
          "why": "there is one in each", "named": catalog.dimensions[dimension].name,
        ])
    }
    // Rows of other dimensions matter only through a condition that looks at them.
    var dimensions = [dimension]
    for other in context.states.indices where other != dimension && context.states[other].axis != nil {
      guard context.filters.contains(where: { filterDimensions(plan.filters[$0]).contains(other) }) else {
        throw Diagnostic(
          .lacksDimension, range,
          [
            "figure": "count \(catalog.dimensions[dimension].plural)",
            "plural": catalog.dimensions[other].plural,
            "why": "they are the same for each", "named": catalog.dimensions[other].name,
          ])
      }
      dimensions.append(other)
    }
    try checkMemberFilters(context.filters, dimensions, range)
    let index = try add(
      Aggregate(
        measure: -1, dimension: dimension, reducer: .count, isWritten: true, dimensions: dimensions,
        scopes: dimensions.map { context.scope($0) }, filters: context.filters, sliced: BitSet()), range)
    var info = FigureInfo(unit: .count, sourcePower: 0)
    info.isSum = true
    return Operand(register: try emit(.aggregate(index), range), info: info)
  }

  /// A question for the members of a dimension themselves.
  mutating func checkListing(_ use: NameUse, _ clauses: Clauses, _ context: Context) throws(Diagnostic) {
    guard let dimension = use.dimension else { return }
    var context = context
    if let by = clauses.by {
      throw Diagnostic(
        .dimensionInCalculation, by.range,
        [
          "name": use.dimension.map { catalog.dimensions[$0].name } ?? "",
          "plural": catalog.dimensions[dimension].plural,
        ])
    }
    if let cut = clauses.cut { throw Diagnostic(.listingClause, cut.range, ["clause": text(cut.range)]) }
    if let keep = clauses.keeps.first {
      throw Diagnostic(
        .dimensionInCalculation, keep.range,
        ["name": catalog.dimensions[dimension].name, "plural": catalog.dimensions[dimension].plural])
    }
    block.axes = [addAxis(dimension, memberRows(dimension, context), &context)]
    try checkMemberFilters(context.filters, [dimension], use.range)
    let index = try add(
      Aggregate(
        measure: -1, dimension: dimension, reducer: .count, isWritten: true, dimensions: [dimension],
        scopes: [context.scope(dimension)],
        filters: context.filters, sliced: BitSet()), use.range)
    _ = try emit(.aggregate(index), use.range)
    block.listedFilter = index
    if let sort = clauses.sort {
      guard sort.order == .name else {
        throw Diagnostic(.listingClause, sort.range, ["clause": text(sort.range)])
      }
      block.order = sort.order
    }
    if let total = clauses.total { throw Diagnostic(.listingClause, total, ["clause": "with total"]) }
    if let display = clauses.display {
      throw Diagnostic(.listingClause, display.range, ["clause": text(display.range)])
    }
    if let chart = clauses.chartForm {
      throw Diagnostic(.listingClause, chart.range, ["clause": text(chart.range)])
    }
    if let nearest = clauses.nearest {
      throw Diagnostic(.listingClause, tree.range(nearest), ["clause": "to the nearest"])
    }
  }
}
