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
    var chartForm: (form: ChartForm, range: SourceRange)?
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
    plan.view = plan.view ?? question.view
    if isCheck { try refuseUnchecked(question) }
    if try checkLiterals(question) { return }
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
    if let chart = clauses.chartForm {
      plan.chartForm = chart.form
      plan.view = plan.view ?? .chart
    }
    if question.modifier != .project { try refuseProjectClauses(clauses) }
    switch question.modifier {
    case .project: try checkProjection(question, clauses, context)
    case .compare: try checkComparison(question, clauses, context)
    case .rank, .none:
      let columns = tree[question.columns]
      if columns.count == 1, question.modifier == .none, let only = columns.first,
        let dimension = listedDimension(only)
      {
        try checkListing(dimension, clauses, context)
      } else {
        try checkColumns(columns, question, clauses, context)
      }
    }
    try checkClausesMatter(question, clauses)
    if isCheck { try showBothSides(question) }
    plan.main = endBlock()
  }

  /// A calculation of nothing but literals has neither rows nor a context; false for any other.
  private mutating func checkLiterals(_ question: Question) throws(Diagnostic) -> Bool {
    guard tree.figures.isEmpty, question.columns.count == 1, question.clauses.isEmpty,
      question.modifier == .none, let column = tree[question.columns].first
    else { return false }
    let operand = try compile(column, Context(dimensions: 0))
    block.columns.append(
      Column(
        register: operand.register, info: operand.info, heading: .source(tree.range(column)), display: nil,
        decimals: nil))
    plan.main = endBlock()
    return true
  }

  /// A clause that changes nothing is a mistake: some figure has to have the dimension that it names, and no slice
  /// of its own there.
  mutating func checkClausesMatter(_ question: Question, _ clauses: Clauses) throws(Diagnostic) {
    for clause in tree[question.clauses] {
      switch clause.body {
      case .members, .span:
        for dimension in namedDimensions(clause) where !isOpen(dimension, clause) {
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

  func frontRange(_ question: Question) -> SourceRange {
    let columns = tree[question.columns]
    guard let first = columns.first, let last = columns.last else { return question.range }
    return tree.range(first).union(tree.range(last))
  }

  /// Whether some figure takes what a clause says of a dimension: none has it that a slice or brackets have fixed to
  /// something else.
  mutating func isOpen(_ dimension: Int, _ clause: Clause) -> Bool {
    let named = plan.context.first { $0.dimension == dimension }?.members
    return plan.aggregates.contains { aggregate in
      guard let place = aggregate.dimensions.firstIndex(of: dimension), !aggregate.sliced.contains(dimension)
      else { return false }
      guard let named, case .members(let members) = aggregate.scopes[place] else { return true }
      return members.intersects(named)
    }
      || plan.blocks.contains { $0.axes.contains { plan.axes[$0].dimension == dimension } }
      || block.axes.contains { plan.axes[$0].dimension == dimension }
  }

  /// Whether the year that is named is the own date of a figure without years.
  func isOwnDate(_ dimension: Int) -> Bool {
    catalog.dimensions[dimension].isYears
      && plan.aggregates.contains { $0.measure >= 0 && catalog.measures[$0.measure].year != nil }
  }

  /// The question in brackets, where there is nothing else.
  mutating func bracketAlone(_ question: Question) -> QuestionID? {
    guard let figure = figureAlone(question), case .bracket(let inner) = figure.head else { return nil }
    return inner
  }

  mutating func definitionAlone(_ question: Question) -> (Int, SourceRange)? {
    guard let figure = figureAlone(question), case .name(let use) = figure.head,
      case .definition(let number) = use.target
    else { return nil }
    return (number, use.range)
  }

  mutating func figureAlone(_ question: Question) -> Figure? {
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
    var named = BitSet()
    var condition: ConditionID?
    for clause in tree[list] {
      switch clause.body {
      case .members(let items):
        for resolved in try resolve(items) {
          let dimension = resolved.dimension
          let members = resolved.members
          try note(dimension, clause.range, list, &named)
          context.states[dimension].set = members
          context.states[dimension].axis = nil
          context.states[dimension].slice = nil
          if recordsContext {
            plan.context.append(ContextMembers(dimension: dimension, members: members, names: resolved.names))
          }
        }
      case .span(let ends):
        let (dimension, members) = try resolveSpan(Array(tree[ends]))
        try note(dimension, clause.range, list, &named)
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
      case .chartForm(let form): result.chartForm = (form, clause.range)
      }
    }
    if let condition { context.filters.append(try checkFilter(condition, context)) }
    return result
  }

  /// Takes down that a clause names a dimension; no other may.
  private mutating func note(
    _ dimension: Int, _ range: SourceRange, _ list: TreeList<Clause>, _ named: inout BitSet
  ) throws(Diagnostic) {
    guard named.contains(dimension) else { return named.insert(dimension) }
    let first = tree[list].first { namedDimensions($0).contains(dimension) }
    throw Diagnostic(
      .dimensionTwice, range,
      [
        "name": catalog.dimensions[dimension].name, "first": text(first?.range ?? range),
        "second": text(range),
      ])
  }

  /// The dimensions of the members that a clause leaves.
  private func namedDimensions(_ clause: Clause) -> BitSet {
    var dimensions = BitSet()
    switch clause.body {
    case .members(let items):
      for item in tree[items] { if let dimension = item.name.dimension { dimensions.insert(dimension) } }
    case .span(let ends):
      for end in tree[ends] { if let dimension = end.dimension { dimensions.insert(dimension) } }
    default: break
    }
    return dimensions
  }

  /// The members of one dimension that a list names, and the names.
  struct Resolved {
    let dimension: Int
    var members = BitSet()
    var names: [ContextName] = []
  }

  /// The members of each dimension that a list names.
  mutating func resolve(_ list: TreeList<MemberItem>) throws(Diagnostic) -> [Resolved] {
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

  func resolveSpan(_ ends: [NameUse]) throws(Diagnostic) -> (Int, BitSet) {
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
        ["why": "\(official(first)) comes after \(last.map { official($0) } ?? "")"])
    }
    return (dimension, BitSet(start...end))
  }

  mutating func refuseProjectClauses(_ clauses: Clauses) throws(Diagnostic) {
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
      let count = catalog.dimensions[dimension].members.count
      if count > 4096, !OwnMemory.fits(count * 64) {
        let plural = catalog.dimensions[dimension].plural
        throw OwnMemory.diagnostic("a row for each of \(count) \(plural)", by.range)
      }
      switch item.target {
      case .dimension: rows[dimension, default: []] += memberRows(dimension, context)
      default: rows[dimension, default: []].append(row(item))
      }
    }
    var axes: [Int] = []
    var count = 1
    for dimension in order {
      // The members of a dimension by themselves are all different, however many they are.
      let isAlone = by.items.count { $0.dimension == dimension } == 1
      var list: [AxisRow] = []
      var seen: Set<AxisRow> = []
      if isAlone, context.states[dimension].set == nil { list = rows.removeValue(forKey: dimension) ?? [] }
      for row in rows[dimension] ?? [] {
        let allowed = context.states[dimension].set.map { row.members.intersects($0) } ?? true
        guard allowed else {
          throw Diagnostic(
            .emptySelection, by.range,
            ["why": "a row of `by` is none of those after for, in or from"])
        }
        if isAlone || seen.insert(row).inserted { list.append(row) }
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
    if let own = plan.ownMembers[dimension] { return own.numbers.map { .member($0) } }
    return catalog.dimensions[dimension].members.indices.map { .member($0) }
  }

  // MARK: Columns

  mutating func checkColumns(
    _ columns: ArraySlice<ExpressionID>, _ question: Question, _ clauses: Clauses, _ context: Context
  ) throws(Diagnostic) {
    var context = context
    if let rows = try fileRows(columns, question, clauses, context) {
      block.fileRows = rows
      context.addsBare = true
    } else {
      try openRows(columns, clauses, &context, in: question)
    }
    block.columns.reserveCapacity(columns.count)
    for id in columns {
      context.hasReducer = hasReducer(id)
      var operand = try compile(id, context)
      operand = try applyNearest(clauses.nearest, operand, context)
      block.columns.append(
        Column(
          register: operand.register, info: operand.info, heading: .source(tree.range(id)), display: nil,
          decimals: nil))
    }
    context.hasReducer = false
    if let by = clauses.by { try checkRowsMatter(columns, by.range) }
    try finish(question, clauses, context)
  }

  /// Rows have to differ: some figure has to have the dimension of each.
  mutating func checkRowsMatter(_ columns: ArraySlice<ExpressionID>, _ range: SourceRange) throws(Diagnostic)
  {
    guard let first = columns.first else { return }
    for axis in block.axes where !isUsed(axis, plan.aggregates) {
      let label = catalog.dimensions[plan.axes[axis].dimension]
      if let aggregate = plan.aggregates.first(where: { $0.measure >= 0 }) {
        let measure = catalog.measures[aggregate.measure]
        if label.isYears, let period = measure.period {
          throw Diagnostic(
            .lacksYears, tree.range(first),
            ["figure": measure.name, "what": period, "named": "each \(label.name)"],
            suggestions: measure.projection != nil ? ["project \(text(first))"] : [])
        }
      }
      throw Diagnostic(
        .manyFacts, tree.range(first),
        ["figure": text(first), "plural": label.plural, "named": text(range)])
    }
  }

  func isUsed(_ axis: Int, _ aggregates: [Aggregate]) -> Bool {
    aggregates.contains { $0.scopes.contains(.axis(axis)) || $0.scopes.contains(.axisBefore(axis)) }
      || plan.axes.contains { $0.outer == axis }
  }

  /// Makes the rows: those of `by`, or else the cells of bare measures.
  mutating func openRows(
    _ columns: ArraySlice<ExpressionID>, _ clauses: Clauses, _ context: inout Context, in question: Question
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
      guard !block.axes.isEmpty || block.fileRows != nil else {
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
    if !clauses.keeps.isEmpty { try addKeeps(question, clauses, context) }
    if let display = clauses.display { try applyDisplay(display) }
  }

  mutating func needRows(_ range: SourceRange, _ word: String, _ question: Question) throws(Diagnostic) {
    guard block.axes.isEmpty, block.fileRows == nil else { return }
    throw Diagnostic(
      .rowsNeeded, range, ["word": word], suggestions: rowSuggestions(question).map { "\($0) \(text(range))" }
    )
  }

  /// The question with rows that would make sense of it.
  mutating func rowSuggestions(_ question: Question) -> [String] {
    let dimensions = questionDimensions(question)
    guard let dimension = dimensions.first, let first = tree[question.columns].first else { return [] }
    let front = question.modifier == .rank ? "rank " : ""
    return ["\(front)\(text(first)) by \(catalog.dimensions[dimension].name)"]
  }
}
