import RieplSyntax

/// `compare` and `project`.
extension Checker {
  // MARK: compare

  mutating func checkComparison(_ question: Question, _ clauses: Clauses, _ context: Context)
    throws(Diagnostic)
  {
    guard let first = tree[question.columns].first, let against = question.against else { return }
    var context = context
    var columns = [first]
    if case .calculation(let second) = against { columns.append(second) }
    try openRows(columns[...], clauses, &context, in: question)
    var left = context
    left.hasReducer = hasReducer(first)
    let a = try applyNearest(clauses.nearest, compile(first, left), context)
    let b: Operand
    let heading: String
    let range: SourceRange
    switch against {
    case .calculation(let second):
      var right = context
      right.hasReducer = hasReducer(second)
      b = try applyNearest(clauses.nearest, compile(second, right), context)
      heading = text(second)
      range = tree.range(second)
    case .member(let use):
      guard let dimension = use.dimension, let written = slice(of: dimension, in: first) else {
        throw Diagnostic(.cannotCompare, use.range, ["found": text(use.range)])
      }
      var right = left
      right.replacement = (dimension, members(use))
      b = try applyNearest(clauses.nearest, compile(first, right), context)
      heading = replaced(first, written, by: official(use))
      range = use.range
    }
    guard let unit = UnitRules.sum(a.info.unit, b.info.unit, isDifference: true) else {
      throw Diagnostic(
        .comparisonUnits, range,
        [
          "first": UnitRules.title(a.info.unit).first.map {
            $0.uppercased() + UnitRules.title(a.info.unit).dropFirst()
          } ?? "", "second": UnitRules.title(b.info.unit),
        ])
    }
    var difference = FigureInfo(unit: unit)
    difference.sourcePower = finest(a.info.sourcePower, b.info.sourcePower)
    difference.isDerived = a.info.isDerived || b.info.isDerived
    difference.isSum = a.info.isSum && b.info.isSum
    block.columns = [
      Column(
        register: a.register, info: a.info, heading: .source(tree.range(first)), display: nil, decimals: nil),
      Column(register: b.register, info: b.info, heading: .text(heading), display: nil, decimals: nil),
      Column(
        register: try emit(.subtract(a.register, b.register), range), info: difference, heading: .difference,
        display: nil, decimals: nil),
    ]
    if unit != .points {
      var percent = FigureInfo(unit: .percent, sourcePower: -2)
      percent.isDerived = true
      block.columns.append(
        Column(
          register: try emit(.growth(start: b.register, end: a.register), range), info: percent,
          heading: .differencePercent, display: nil,
          decimals: nil))
    }
    // What is compared, and put in order, is the difference.
    block.keyColumn = 2
    if let by = clauses.by { try checkRowsMatter(columns[...], by.range) }
    try finish(question, clauses, context)
  }

  /// The slice of a dimension in an expression.
  private func slice(of dimension: Int, in id: ExpressionID) -> NameUse? {
    switch tree[id] {
    case .figure(let index):
      let figure = tree.figures[Int(index)]
      if let slice = tree[figure.slices].first(where: { $0.dimension == dimension }) { return slice }
      if case .bracket(let question) = figure.head {
        for column in tree[tree[question].columns] {
          if let found = slice(of: dimension, in: column) { return found }
        }
      }
      return nil
    case .sum(let operands), .product(let operands):
      for operand in tree[operands] {
        if let found = slice(of: dimension, in: operand.expression) { return found }
      }
      return nil
    case .negated(let inner): return slice(of: dimension, in: inner)
    case .adjusted(let base, _, _): return slice(of: dimension, in: base)
    case .portion(_, let base): return slice(of: dimension, in: base)
    case .power(let base, _): return slice(of: dimension, in: base)
    case .literal: return nil
    }
  }

  private func replaced(_ id: ExpressionID, _ use: NameUse, by name: String) -> String {
    let whole = tree.range(id)
    var front = text(SourceRange(start: whole.start, end: use.range.start))
    if front.lowercased().hasSuffix(" the ") { front.removeLast(4) }
    return front + name
      + text(SourceRange(start: use.range.end, end: whole.end))
  }

  // MARK: project

  mutating func checkProjection(_ question: Question, _ clauses: Clauses, _ context: Context)
    throws(Diagnostic)
  {
    var context = context
    guard question.columns.count == 1, let id = tree[question.columns].first,
      let figure = tree.figure(id), figure.shapers.isEmpty,
      figure.reducer == nil || figure.reducer == .sum, case .name(let use) = figure.head,
      case .measure(let number) = use.target
    else { throw projectNeedsMeasure(question) }
    let measure = catalog.measures[number]
    try refuseInProject(clauses)
    let years = catalog.yearDimension
    if let years, let by = clauses.by, by.items.contains(where: { $0.dimension == years }) {
      throw Diagnostic(
        .notWithProject, by.range,
        ["clause": "rows by \(catalog.dimensions[years].name); it has a row for each of its own"])
    }
    if let by = clauses.by {
      // What is sliced is the same in each row.
      if let slice = tree[figure.slices].first(where: { slice in
        by.items.contains { $0.dimension == slice.dimension }
      }
      ), let dimension = slice.dimension {
        throw Diagnostic(
          .manyFacts, by.range,
          [
            "figure": text(tree.range(id)), "plural": catalog.dimensions[dimension].plural,
            "named": text(by.range),
          ]
        )
      }
      block.axes = try makeAxes(by, &context)
    }
    context.addsBare = true

    var first: Int
    if let model = measure.projection {
      first = model.baseYear
    } else {
      // From the last figure on.
      guard let years, measure.dimensions.contains(years) else { throw projectNeedsMeasure(question) }
      let sliced = tree[figure.slices].first { $0.dimension == years }
      let code =
        sliced.flatMap { members($0).numbers.last } ?? context.states[years].set?.numbers.last
        ?? catalog.dimensions[years].members.count - 1
      guard let year = catalog.dimensions[years].members[code].year else {
        throw projectNeedsMeasure(question)
      }
      guard clauses.rates != nil else {
        let until = clauses.until.flatMap { $0.year }.map { " until \(FinancialYear.text(Int($0)))" } ?? ""
        throw Diagnostic(
          .projectNeedsRate, question.range, ["figure": measure.name],
          suggestions: [
            "project \(text(id)) at 3%\(until.isEmpty ? " until " + FinancialYear.text(year + 3) : until)"
          ])
      }
      first = year
      context.states[years].set = BitSet(code)
    }
    let operand = try compileFigure(figure, context, tree.range(id))
    let plan = try projectionRates(clauses, measure, number, first, question)
    var info = operand.info
    info.isDerived = true
    info.isSum = false
    for heading in [Heading.level, .new, .cash] {
      block.columns.append(
        Column(register: operand.register, info: info, heading: heading, display: nil, decimals: nil))
    }
    self.plan.projection = plan
    if let display = clauses.display {
      for index in block.columns.indices {
        if case .percent = display.unit {
          throw Diagnostic(.displayUnit, display.range, ["unit": "An amount of money", "wanted": "%"])
        }
        block.columns[index].display = display.unit
        block.columns[index].decimals = display.decimals
      }
    }
    if let total = clauses.total {
      guard !block.axes.isEmpty else { throw Diagnostic(.rowsNeeded, total, ["word": "with total"]) }
      block.hasTotal = true
    }
  }

  private func projectNeedsMeasure(_ question: Question) -> Diagnostic {
    let suggestions = catalog.measures.first { $0.projection != nil }.map { ["project \($0.name)"] } ?? []
    return Diagnostic(.projectNeedsMeasure, question.range, [:], suggestions: suggestions)
  }

  private func refuseInProject(_ clauses: Clauses) throws(Diagnostic) {
    if let keep = clauses.keeps.first {
      throw Diagnostic(.notWithProject, keep.range, ["clause": "a comparison"])
    }
    if let cut = clauses.cut { throw Diagnostic(.notWithProject, cut.range, ["clause": "top or bottom"]) }
    if let sort = clauses.sort { throw Diagnostic(.notWithProject, sort.range, ["clause": "sort"]) }
    if let within = clauses.within { throw Diagnostic(.notWithProject, within.range, ["clause": "within"]) }
    if let nearest = clauses.nearest {
      throw Diagnostic(.notWithProject, tree.range(nearest), ["clause": "to the nearest"])
    }
  }

  /// The rate of each year: segments go on until their year, the last one to the end.
  private mutating func projectionRates(
    _ clauses: Clauses, _ measure: Measure, _ number: Int, _ first: Int, _ question: Question
  ) throws(Diagnostic) -> Projection {
    var end = measure.projection?.targetYear ?? first + 1
    if measure.projection == nil, clauses.until == nil, clauses.rates?.segments.last?.until == nil {
      throw Diagnostic(
        .somethingMissing, SourceRange(start: question.range.end, end: question.range.end),
        ["what": "until and a financial year", "word": "the rate"])
    }
    var segments: [(rate: Rational, until: Int?)] = []
    for (number, segment) in (clauses.rates?.segments ?? []).enumerated() {
      let operand = try compile(segment.rate, Context(dimensions: catalog.dimensions.count))
      var value: Rational?
      switch block.instructions[Int(operand.register)] {
      case .constant(let constant, _, _): value = constant
      case .fact(let fact): value = catalog.facts[fact].value
      default: break
      }
      guard let value, operand.info.unit == .percent || operand.info.unit == .rate else {
        throw Diagnostic(
          .rateNotPercent, tree.range(segment.rate), ["found": text(segment.rate), "what": "A rate"],
          suggestions: operand.info.isConstant && operand.info.unit == .number
            ? [text(segment.rate) + "%"] : [])
      }
      // A rate without a year, and with another behind it, is that of one year.
      let isLast = number == (clauses.rates?.segments.count ?? 0) - 1
      let until = segment.until?.year.map { Int($0) } ?? (isLast ? nil : (segments.last?.until ?? first) + 1)
      if let until {
        guard until > (segments.last?.until ?? first) else {
          throw untilTooEarly(segment.until, segments.last?.until ?? first)
        }
      }
      segments.append((value, until))
    }
    // The last rate goes on to the end, or ends it.
    if let year = clauses.until?.year {
      guard Int(year) > first else { throw untilTooEarly(clauses.until, first) }
      end = Int(year)
      if let last = segments.last?.until, last < end, let rate = clauses.rates?.segments.last {
        throw Diagnostic(
          .somethingMissing, rate.until?.range ?? tree.range(rate.rate),
          [
            "what": "a comma and the rate that holds until \(FinancialYear.text(end))",
            "word": "the rate until \(FinancialYear.text(last))",
          ])
      }
    } else if let last = segments.last?.until {
      end = last
    }
    guard end - first <= 200 else { throw Diagnostic(.tooManyRows, question.range, ["limit": "200"]) }
    let fallback = measure.projection?.rate ?? segments.last?.rate ?? .zero
    var rates: [Rational] = []
    for year in (first + 1)...end {
      let segment = segments.first { $0.until.map { year <= $0 } ?? true }
      rates.append(segment?.rate ?? segments.last?.rate ?? fallback)
    }
    return Projection(
      measure: number, model: measure.projection, firstYear: first, lastYear: end,
      isLinear: clauses.method?.isLinear ?? false,
      rates: rates)
  }

  private func untilTooEarly(_ use: NameUse?, _ first: Int) -> Diagnostic {
    Diagnostic(
      .untilTooEarly, use?.range ?? SourceRange(0, 0),
      ["start": FinancialYear.text(first), "until": use?.year.map { FinancialYear.text(Int($0)) } ?? ""])
  }
}
