import RieplSyntax

/// Whole questions: their clauses, their rows and their columns.
extension Checker {
  /// The clauses of a question, sorted out.
  struct Clauses {
    var by: (items: [NameUse], range: SourceRange)?
    var keeps: [KeepClause] = []
    var sort: (order: SortOrder, range: SourceRange)?
    var cut: (cut: Cut, range: SourceRange)?
    var within: NameUse?
    var rates: (segments: [RateSegment], range: SourceRange)?
    var until: NameUse?
    var method: (isLinear: Bool, range: SourceRange)?
    var nearest: ExpressionID?
    var total: SourceRange?
    var display: (unit: DisplayUnit?, decimals: Int?, range: SourceRange)?
  }

  /// A comparison at the end of a question.
  struct KeepClause {
    let comparison: Comparison
    let value: ExpressionID
    let upper: ExpressionID?
    let range: SourceRange
  }

  mutating func checkQuestion(_ id: QuestionID) throws(Diagnostic) {
    let question = tree[id]
    if let inner = bracketAlone(question) { return try checkQuestion(inner) }
    if let (number, use) = definitionAlone(question) {
      // A name that stands for a question with rows is that question.
      return try inDefinition(number, use) { (checker: inout Checker, inner: QuestionID) throws(Diagnostic) in
        checker.plan.source = checker.source
        checker.plan.range = checker.tree[inner].range
        try checker.checkQuestion(inner)
      }
    }
    var context = Context(dimensions: catalog.dimensions.count)
    let clauses = try apply(question.clauses, to: &context, recordsContext: true)
    plan.modifier = question.modifier
    if question.modifier != .project { try refuseProjectClauses(clauses) }
    switch question.modifier {
    case .project: try checkProjection(question, clauses, context)
    case .compare: try checkComparison(question, clauses, context)
    case .rank, .none:
      let columns = Array(tree[question.columns])
      if columns.count == 1, question.modifier == .none, let dimension = listedDimension(columns[0]) {
        try checkListing(dimension, clauses, context)
      } else {
        try checkColumns(columns, question, clauses, context)
      }
    }
    try checkClausesMatter(question, clauses)
    plan.blocks.append(block)
    plan.main = plan.blocks.count - 1
  }

  /// A clause that changes nothing is a mistake: some figure has to have the dimension that it names, and no slice
  /// of its own there.
  private func checkClausesMatter(_ question: Question, _ clauses: Clauses) throws(Diagnostic) {
    for clause in tree[question.clauses] {
      switch clause.body {
      case .members, .span:
        let named: [Int]
        switch clause.body {
        case .members(let items): named = tree[items].compactMap(\.name.dimension)
        case .span(let ends): named = tree[ends].compactMap(\.dimension)
        default: named = []
        }
        for dimension in named where !isOpen(dimension) {
          let label = catalog.dimensions[dimension]
          if plan.aggregates.contains(where: { $0.sliced.contains(dimension) }) {
            throw Diagnostic(
              .clauseAndSlice, clause.range, ["clause": text(clause.range), "name": label.name])
          }
          if isOwnDate(dimension) { continue }
          throw Diagnostic(
            .manyFacts, clause.range,
            ["figure": text(frontRange(question)), "plural": label.plural, "named": text(clause.range)])
        }
      case .where:
        if !plan.aggregates.contains(where: { !$0.filters.isEmpty }) {
          throw Diagnostic(
            .manyFacts, clause.range,
            [
              "figure": text(frontRange(question)), "plural": "single figures to choose from",
              "named": text(clause.range),
            ])
        }
      case .within:
        let isUsed =
          block.cut != nil || block.order != nil || block.isRanked
          || block.instructions.contains {
            switch $0 {
            case .share, .cumulative: true
            default: false
            }
          }
        if !isUsed { throw Diagnostic(.withinAlone, clause.range, ["clause": text(clause.range)]) }
      default: break
      }
    }
  }

  private func frontRange(_ question: Question) -> SourceRange {
    let columns = Array(tree[question.columns])
    guard let first = columns.first, let last = columns.last else { return question.range }
    return tree.range(first).union(tree.range(last))
  }

  /// Whether some figure takes what clauses say of a dimension.
  private func isOpen(_ dimension: Int) -> Bool {
    plan.aggregates.contains { $0.dimensions.contains(dimension) && !$0.sliced.contains(dimension) }
      || plan.blocks.contains { $0.axes.contains { plan.axes[$0].dimension == dimension } }
      || block.axes.contains { plan.axes[$0].dimension == dimension }
  }

  /// Whether the year that is named is the own date of a figure without years.
  private func isOwnDate(_ dimension: Int) -> Bool {
    catalog.dimensions[dimension].isYears
      && plan.aggregates.contains { $0.measure >= 0 && catalog.measures[$0.measure].year != nil }
  }

  /// The question in brackets, where there is nothing else.
  private func bracketAlone(_ question: Question) -> QuestionID? {
    guard let figure = figureAlone(question), case .bracket(let inner) = figure.head else { return nil }
    return inner
  }

  private func definitionAlone(_ question: Question) -> (Int, SourceRange)? {
    guard let figure = figureAlone(question), case .name(let use) = figure.head,
      case .definition(let number) = use.target
    else { return nil }
    return (number, use.range)
  }

  private func figureAlone(_ question: Question) -> Figure? {
    guard question.modifier == .none, question.clauses.isEmpty, question.columns.count == 1,
      let id = tree[question.columns].first, let figure = tree.figure(id), figure.reducer == nil,
      figure.shapers.isEmpty,
      figure.slices.isEmpty
    else { return nil }
    return figure
  }

  // MARK: Clauses

  /// Applies the clauses that say which members to a context, and gives the others.
  mutating func apply(
    _ list: TreeList<Clause>, to context: inout Context, recordsContext: Bool = false
  ) throws(Diagnostic) -> Clauses {
    var result = Clauses()
    var named: [Int: SourceRange] = [:]
    var condition: ConditionID?
    for clause in tree[list] {
      switch clause.body {
      case .members(let items):
        for resolved in try resolve(items) {
          let dimension = resolved.dimension
          let members = resolved.members
          try note(dimension, clause.range, &named)
          context.states[dimension].set = members
          context.states[dimension].axis = nil
          context.states[dimension].slice = nil
          if recordsContext {
            plan.context.append(ContextMembers(dimension: dimension, members: members, names: resolved.names))
          }
        }
      case .span(let ends):
        let (dimension, members) = try resolveSpan(Array(tree[ends]))
        try note(dimension, clause.range, &named)
        context.states[dimension].set = members
        context.states[dimension].axis = nil
        context.states[dimension].slice = nil
        let numbers = members.numbers
        if let from = numbers.first, let to = numbers.last { context.span = (dimension, from, to) }
        if recordsContext {
          plan.context.append(
            ContextMembers(dimension: dimension, members: members, names: []))
        }
      case .where(let id): condition = id
      case .by(let items): result.by = (Array(tree[items]), clause.range)
      case .keep(let comparison, let value, let upper):
        result.keeps.append(
          KeepClause(comparison: comparison, value: value, upper: upper, range: clause.range))
      case .sort(let order): result.sort = (order, clause.range)
      case .cut(let count, let fromTop): result.cut = (Cut(count: count, fromTop: fromTop), clause.range)
      case .within(let dimension): result.within = tree[dimension]
      case .rates(let segments): result.rates = (Array(tree[segments]), clause.range)
      case .until(let year): result.until = tree[year]
      case .method(let isLinear): result.method = (isLinear, clause.range)
      case .nearest(let value): result.nearest = value
      case .withTotal: result.total = clause.range
      case .display(let unit, let decimals): result.display = (unit, decimals, clause.range)
      }
    }
    if let condition { context.filters.append(try checkFilter(condition, context)) }
    return result
  }

  private func note(_ dimension: Int, _ range: SourceRange, _ named: inout [Int: SourceRange])
    throws(Diagnostic)
  {
    if let other = named[dimension] {
      throw Diagnostic(
        .dimensionTwice, range,
        ["name": catalog.dimensions[dimension].name, "first": text(other), "second": text(range)])
    }
    named[dimension] = range
  }

  /// The members of one dimension that a list names, and the names.
  struct Resolved {
    let dimension: Int
    var members = BitSet()
    var names: [ContextName] = []
  }

  /// The members of each dimension that a list names.
  func resolve(_ list: TreeList<MemberItem>) throws(Diagnostic) -> [Resolved] {
    var result: [Resolved] = []
    for item in tree[list] {
      guard let dimension = item.name.dimension else { continue }
      let place: Int
      if let known = result.firstIndex(where: { $0.dimension == dimension }) {
        place = known
      } else {
        place = result.count
        result.append(Resolved(dimension: dimension))
      }
      guard item.isExcluded else {
        result[place].members.formUnion(members(item.name))
        result[place].names.append(ContextName(target: item.name.target, isExcluded: false))
        continue
      }
      // "except London" alone is all but London.
      if result[place].names.isEmpty {
        result[place].members = catalog.allMembers(dimension)
        result[place].names.append(ContextName(target: .whole(dimension: dimension), isExcluded: false))
      }
      result[place].members = result[place].members.subtracting(members(item.name))
      result[place].names.append(ContextName(target: item.name.target, isExcluded: true))
      if result[place].members.isEmpty {
        throw Diagnostic(
          .emptySelection, item.name.range,
          ["why": "no \(catalog.dimensions[dimension].name) is left without \(official(item.name))"])
      }
    }
    return result
  }

  private func resolveSpan(_ ends: [NameUse]) throws(Diagnostic) -> (Int, BitSet) {
    let first = ends[0]
    let last = ends.count > 1 ? ends[1] : nil
    if let last, let dimension = first.dimension, last.dimension != dimension {
      throw Diagnostic(
        .mixedDimensions, first.range.union(last.range), ["first": official(first), "second": official(last)])
    }
    guard let dimension = first.dimension, catalog.dimensions[dimension].isOrdered else {
      let odd = last ?? first
      throw Diagnostic(
        .needsOrder, odd.range,
        ["name": first.dimension.map { catalog.dimensions[$0].name } ?? official(first)])
    }
    let start = members(first).first ?? 0
    let end = last.flatMap { members($0).numbers.last } ?? catalog.dimensions[dimension].members.count - 1
    guard start <= end else {
      throw Diagnostic(
        .emptySelection, first.range.union(last?.range ?? first.range),
        ["why": "\(official(first)) comes after \(last.map(official) ?? "")"])
    }
    return (dimension, BitSet(start...end))
  }

  private func refuseProjectClauses(_ clauses: Clauses) throws(Diagnostic) {
    if let rates = clauses.rates {
      throw Diagnostic(.onlyForProject, rates.range, ["clause": text(rates.range)])
    }
    if let until = clauses.until {
      throw Diagnostic(.onlyForProject, until.range, ["clause": "until \(text(until.range))"])
    }
    if let method = clauses.method {
      throw Diagnostic(.onlyForProject, method.range, ["clause": text(method.range)])
    }
  }

  // MARK: Rows

  /// The axes that `by` asks for, one for each dimension.
  mutating func makeAxes(_ by: (items: [NameUse], range: SourceRange), _ context: inout Context)
    throws(Diagnostic) -> [Int]
  {
    var order: [Int] = []
    var rows: [Int: [AxisRow]] = [:]
    for item in by.items {
      guard let dimension = item.dimension else { continue }
      if !order.contains(dimension) { order.append(dimension) }
      switch item.target {
      case .dimension: rows[dimension, default: []] += memberRows(dimension, context)
      default: rows[dimension, default: []].append(row(item))
      }
    }
    var axes: [Int] = []
    var count = 1
    for dimension in order {
      var list: [AxisRow] = []
      var seen: Set<AxisRow> = []
      for row in rows[dimension] ?? [] {
        let allowed = context.states[dimension].set.map { !row.members.intersection($0).isEmpty } ?? true
        guard allowed else {
          throw Diagnostic(
            .emptySelection, by.range,
            ["why": "a row of `by` is none of those after for, in or from"])
        }
        if seen.insert(row).inserted { list.append(row) }
      }
      let (product, overflow) = count.multipliedReportingOverflow(by: max(1, list.count))
      guard !overflow, product <= limits.steps else {
        throw Diagnostic(.tooManyRows, by.range, ["limit": "\(limits.steps)"])
      }
      count = product
      axes.append(addAxis(dimension, list, &context))
    }
    return axes
  }

  mutating func addAxis(_ dimension: Int, _ rows: [AxisRow], _ context: inout Context) -> Int {
    plan.axes.append(Axis(dimension: dimension, rows: rows, outer: context.states[dimension].axis))
    let number = plan.axes.count - 1
    context.states[dimension].axis = number
    context.states[dimension].slice = nil
    return number
  }

  /// One row for each member that the context leaves.
  func memberRows(_ dimension: Int, _ context: Context) -> [AxisRow] {
    if let set = context.states[dimension].slice ?? context.states[dimension].set {
      return set.numbers.map { .member($0) }
    }
    return catalog.dimensions[dimension].members.indices.map { .member($0) }
  }

  // MARK: Columns

  private mutating func checkColumns(
    _ columns: [ExpressionID], _ question: Question, _ clauses: Clauses, _ context: Context
  ) throws(Diagnostic) {
    var context = context
    try openRows(columns, clauses, &context, in: question)
    for id in columns {
      var context = context
      context.hasReducer = hasReducer(id)
      var operand = try compile(id, context)
      operand = try applyNearest(clauses.nearest, operand, context)
      block.columns.append(
        Column(
          register: operand.register, info: operand.info, heading: .source(tree.range(id)), display: nil,
          decimals: nil))
    }
    if let by = clauses.by { try checkRowsMatter(columns, by.range) }
    try finish(question, clauses, context)
  }

  /// Rows have to differ: some figure has to have the dimension of each.
  mutating func checkRowsMatter(_ columns: [ExpressionID], _ range: SourceRange) throws(Diagnostic) {
    for axis in block.axes where !isUsed(axis, plan.aggregates) {
      let label = catalog.dimensions[plan.axes[axis].dimension]
      if let aggregate = plan.aggregates.first(where: { $0.measure >= 0 }) {
        let measure = catalog.measures[aggregate.measure]
        if label.isYears, let period = measure.period {
          throw Diagnostic(
            .lacksYears, tree.range(columns[0]),
            ["figure": measure.name, "what": period, "named": "each \(label.name)"],
            suggestions: measure.projection != nil ? ["project \(text(columns[0]))"] : [])
        }
      }
      throw Diagnostic(
        .manyFacts, tree.range(columns[0]),
        ["figure": text(columns[0]), "plural": label.plural, "named": text(range)])
    }
  }

  private func isUsed(_ axis: Int, _ aggregates: [Aggregate]) -> Bool {
    aggregates.contains { $0.scopes.contains(.axis(axis)) || $0.scopes.contains(.axisBefore(axis)) }
      || plan.axes.contains { $0.outer == axis }
  }

  /// Makes the rows: those of `by`, or else the cells of bare measures.
  mutating func openRows(
    _ columns: [ExpressionID], _ clauses: Clauses, _ context: inout Context, in question: Question
  ) throws(Diagnostic) {
    if let by = clauses.by {
      block.axes = try makeAxes(by, &context)
      context.addsBare = true
    } else {
      block.axes = try cellAxes(columns, &context)
    }
    if let within = clauses.within {
      guard let dimension = within.dimension, let axis = context.states[dimension].axis,
        block.axes.contains(axis)
      else {
        throw Diagnostic(.withinNeedsRow, within.range, ["name": text(within.range)])
      }
      block.within = axis
      context.within.insert(dimension)
    }
  }

  /// The clauses behind the columns: which rows, in which order, shown how.
  mutating func finish(_ question: Question, _ clauses: Clauses, _ context: Context) throws(Diagnostic) {
    if question.modifier == .rank {
      guard !block.axes.isEmpty else {
        throw Diagnostic(.rowsNeeded, question.range, ["word": "rank"], suggestions: rowSuggestions(question))
      }
      block.isRanked = true
    }
    if let sort = clauses.sort {
      try needRows(sort.range, "sort", question)
      block.order = sort.order
    }
    if let cut = clauses.cut {
      try needRows(cut.range, cut.cut.fromTop ? "top" : "bottom", question)
      block.cut = cut.cut
    }
    if let total = clauses.total {
      try needRows(total, "with total", question)
      block.hasTotal = true
    }
    if !clauses.keeps.isEmpty { try addKeeps(clauses, context) }
    if let display = clauses.display { try applyDisplay(display) }
  }

  /// The comparisons at the end: their figures are worked out once, without the rows.
  private mutating func addKeeps(_ clauses: Clauses, _ context: Context) throws(Diagnostic) {
    var bare = context
    for dimension in bare.states.indices { bare.states[dimension].axis = nil }
    bare.addsBare = false
    for keep in clauses.keeps {
      let (value, upper, column) = try compileKeep(keep, bare, clauses.nearest)
      block.keeps.append(Keep(comparison: keep.comparison, column: column, value: value, upper: upper))
    }
  }

  /// The unit and the decimals to show, for the columns that they fit.
  private mutating func applyDisplay(
    _ display: (unit: DisplayUnit?, decimals: Int?, range: SourceRange)
  ) throws(Diagnostic) {
    for index in block.columns.indices where fits(display.unit, block.columns[index].info.unit) {
      block.columns[index].display = display.unit
      block.columns[index].decimals = display.decimals
    }
    if let unit = display.unit, !block.columns.contains(where: { $0.display != nil }),
      let column = block.columns.first
    {
      throw Diagnostic(
        .displayUnit, display.range,
        ["unit": capitalised(UnitRules.title(column.info.unit)), "wanted": Checker.displayText(unit)])
    }
  }

  /// The figures that a comparison names, and the column that they go with: in `compare` the difference, in £ or %.
  private mutating func compileKeep(
    _ keep: KeepClause, _ context: Context, _ nearest: ExpressionID?
  ) throws(Diagnostic) -> (value: Int, upper: Int?, column: Int) {
    let candidates = block.keyColumn == 0 ? [0] : Array(block.keyColumn..<block.columns.count)
    var fault: Diagnostic?
    for column in candidates where block.columns.indices.contains(column) {
      do throws(Diagnostic) {
        let info = block.columns[column].info
        let value = try compileValue(keep.value, context, comparedWith: info, nearest)
        var upper: Int?
        if let end = keep.upper { upper = try compileValue(end, context, comparedWith: info, nearest) }
        try checkBounds(value, upper, keep.range)
        return (value, upper, column)
      } catch {
        fault = fault ?? error
      }
    }
    throw fault ?? Diagnostic(.rowsNeeded, keep.range, ["word": text(keep.range)])
  }

  /// `between £8m and £7m` is never true.
  func checkBounds(_ value: Int, _ upper: Int?, _ range: SourceRange) throws(Diagnostic) {
    guard let upper, let low = constant(value), let high = constant(upper), high < low else { return }
    throw Diagnostic(
      .emptySelection, range, ["why": "the first figure after `between` is more than the second"])
  }

  /// The value of a block that is a literal.
  private func constant(_ block: Int) -> Rational? {
    guard let column = plan.blocks[block].columns.first,
      case .constant(let value, _, _) = plan.blocks[block].instructions[Int(column.register)]
    else { return nil }
    return value
  }

  private func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  /// How `as` spells a unit.
  static func displayText(_ unit: DisplayUnit) -> String {
    switch unit {
    case .money(let power): "£" + suffix(power)
    case .percent: "%"
    case .points: "points"
    case .number: "number"
    }
  }

  static func suffix(_ power: Int) -> String {
    switch power {
    case 3: "k"
    case 6: "m"
    case 9: "bn"
    default: ""
    }
  }

  /// Whether a value can be shown in a unit: an amount in £, a ratio as a percentage, anything as a number.
  private func fits(_ display: DisplayUnit?, _ unit: Unit) -> Bool {
    switch display {
    case nil: true
    case .money: unit == .money || unit == .number
    case .percent: unit == .percent || unit == .rate || unit == .points || unit == .number
    case .points: unit == .points || unit == .percent
    case .number: true
    }
  }

  private func needRows(_ range: SourceRange, _ word: String, _ question: Question) throws(Diagnostic) {
    guard block.axes.isEmpty else { return }
    throw Diagnostic(
      .rowsNeeded, range, ["word": word], suggestions: rowSuggestions(question).map { "\($0) \(text(range))" }
    )
  }

  /// The question with rows that would make sense of it.
  private func rowSuggestions(_ question: Question) -> [String] {
    let dimensions = questionDimensions(question)
    guard let dimension = dimensions.first, let first = tree[question.columns].first else { return [] }
    let front = question.modifier == .rank ? "rank " : ""
    return ["\(front)\(text(first)) by \(catalog.dimensions[dimension].name)"]
  }

  // MARK: A figure worked out once

  /// Writes a block of one figure: the right side of a comparison.
  mutating func compileValue(
    _ id: ExpressionID, _ context: Context, comparedWith info: FigureInfo, _ nearest: ExpressionID?
  ) throws(Diagnostic) -> Int {
    try inNewBlock { (checker: inout Checker) throws(Diagnostic) in
      var context = context
      context.hasReducer = true
      var operand = try checker.compile(id, context)
      guard UnitRules.compares(info.unit, operand.info.unit) else {
        throw checker.comparisonDiagnostic(id, info.unit, operand.info)
      }
      operand = try checker.applyNearest(nearest, operand, context)
      checker.block.columns = [
        Column(
          register: operand.register, info: operand.info, heading: .source(checker.tree.range(id)),
          display: nil, decimals: nil)
      ]
    }
  }

  func comparisonDiagnostic(_ id: ExpressionID, _ unit: Unit, _ info: FigureInfo) -> Diagnostic {
    var suggestions: [String] = []
    // "above 20m" means pounds more often than not.
    if unit == .money, info.unit == .number, info.isConstant { suggestions = ["£" + text(id)] }
    if unit == .percent || unit == .points, info.unit == .number, info.isConstant {
      suggestions = [text(id) + (unit == .percent ? "%" : " points")]
    }
    return Diagnostic(
      .comparisonUnits, tree.range(id),
      [
        "first": UnitRules.title(unit).first.map {
          String($0).uppercased() + UnitRules.title(unit).dropFirst()
        } ?? "", "second": UnitRules.title(info.unit),
      ],
      suggestions: suggestions)
  }

  /// Rounds a value to a multiple of what `to the nearest` names.
  mutating func applyNearest(_ nearest: ExpressionID?, _ operand: Operand, _ context: Context)
    throws(Diagnostic) -> Operand
  {
    guard let nearest else { return operand }
    let step = try compile(nearest, Context(dimensions: catalog.dimensions.count))
    guard step.info.isConstant,
      UnitRules.compares(step.info.unit, operand.info.unit)
        || operand.info.unit == .points && step.info.unit == .percent,
      case .constant(let value, _, _) = block.instructions[Int(step.register)], value > .zero
    else { throw Diagnostic(.nearestNotPositive, tree.range(nearest), [:]) }
    var info = operand.info
    info.isDerived = true
    return Operand(
      register: try emit(.nearest(operand.register, step: step.register), tree.range(nearest)), info: info)
  }
}
