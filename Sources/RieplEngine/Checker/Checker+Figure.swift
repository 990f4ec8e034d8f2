import RieplSyntax

/// Figures: names, the words in front of them and the members behind them.
extension Checker {
  mutating func compileFigure(_ figure: Figure, _ context: Context, _ range: SourceRange) throws(Diagnostic)
    -> Operand
  {
    if figure.slices.isEmpty { return try compileShaped(figure, 0, context, unsliced: context, range) }
    var sliced = context
    for slice in tree[figure.slices] {
      guard let dimension = slice.dimension else { continue }
      if context.states[dimension].slice != nil {
        throw Diagnostic(
          .sliceInside, range, ["name": text(slice.range), "dimension": catalog.dimensions[dimension].name])
      }
      sliced.states[dimension].slice = members(slice)
      if isBracketed(figure) { sliced.slicedOutside.insert(dimension) }
      if let replacement = context.replacement, replacement.dimension == dimension {
        sliced.states[dimension].slice = replacement.members
      }
    }
    return try compileShaped(figure, 0, sliced, unsliced: context, range)
  }

  /// Whether a figure is a question of its own: brackets, or what `let` has named.
  private func isBracketed(_ figure: Figure) -> Bool {
    switch figure.head {
    case .bracket: return true
    case .name(let use): if case .definition = use.target { return true }
    case .it: break
    }
    return false
  }

  /// The shapers from an index on, then the figure itself.
  mutating func compileShaped(
    _ figure: Figure, _ index: Int, _ context: Context, unsliced: Context, _ range: SourceRange
  ) throws(Diagnostic) -> Operand {
    guard index < figure.shapers.count else { return try compileHead(figure, context, range) }
    var inner = context
    inner.addsBare = true
    inner.hasReducer = false
    switch figure.shapers[index] {
    case .share: return try compileShare(figure, index, inner, unsliced: unsliced, range)
    case .change, .growth: return try compileChange(figure, index, inner, unsliced: unsliced, range)
    case .cumulative:
      guard !block.axes.isEmpty else {
        throw Diagnostic(.rowsNeeded, range, ["word": "cumulative"], suggestions: yearRows(figure, range))
      }
      let operand = try compileShaped(figure, index + 1, inner, unsliced: unsliced, range)
      guard operand.info.isSum || operand.info.unit == .percent && index + 1 < figure.shapers.count else {
        throw Diagnostic(.shareNeedsSums, range, ["figure": text(range)])
      }
      var info = operand.info
      info.isSum = false
      return Operand(register: try emit(.cumulative(operand.register), range), info: info)
    }
  }

  func yearRows(_ figure: Figure, _ range: SourceRange) -> [String] {
    guard case .name(let use) = figure.head, case .measure(let number) = use.target else { return [] }
    let dimensions = catalog.measures[number].dimensions
    let best = dimensions.first { catalog.dimensions[$0].isOrdered } ?? dimensions.first
    return best.map { ["\(text(range)) by \(catalog.dimensions[$0].name)"] } ?? []
  }

  // MARK: Shares

  mutating func compileShare(
    _ figure: Figure, _ index: Int, _ context: Context, unsliced: Context, _ range: SourceRange
  ) throws(Diagnostic) -> Operand {
    let part = try compileShaped(figure, index + 1, context, unsliced: unsliced, range)
    guard part.info.isSum else { throw Diagnostic(.shareNeedsSums, range, ["figure": text(range)]) }
    var whole = unsliced
    whole.addsBare = true
    whole.hasReducer = false
    for slice in tree[figure.slices] {
      guard let dimension = slice.dimension else { continue }
      whole.states[dimension].axis = nil
      if let set = unsliced.states[dimension].set, !members(slice).subtracting(set).isEmpty {
        throw Diagnostic(
          .emptySelection, range, ["why": "\(official(slice)) is not among those that the clauses leave"])
      }
    }
    for dimension in context.slicedOutside {
      whole.states[dimension].slice = nil
      whole.states[dimension].axis = nil
    }
    if figure.slices.isEmpty, context.slicedOutside.isEmpty {
      // Without its rows, except those in which shares start afresh.
      guard
        unsliced.states.indices.contains(where: {
          unsliced.states[$0].axis != nil && !unsliced.within.contains($0)
        })
      else {
        throw shareOfWhat(figure, unsliced, range)
      }
      for dimension in whole.states.indices where !whole.within.contains(dimension) {
        whole.states[dimension].axis = nil
      }
    }
    let all = try compileShaped(figure, index + 1, whole, unsliced: whole, range)
    var info = FigureInfo(unit: .percent, sourcePower: -2)
    info.isDerived = true
    info.isSum = figure.slices.isEmpty && context.slicedOutside.isEmpty
    return Operand(register: try emit(.share(part: part.register, whole: all.register), range), info: info)
  }

  /// A share without a part: the members that clauses name may be meant as the part, or as what is divided up.
  private func shareOfWhat(_ figure: Figure, _ context: Context, _ range: SourceRange) -> Diagnostic {
    var suggestions: [String] = []
    // Rows don't make a share of a share right.
    let shares = (0..<figure.shapers.count).count { figure.shapers[$0] == .share }
    if shares == 1, case .name(let use) = figure.head, case .measure(let number) = use.target {
      let dimensions = catalog.measures[number].dimensions
      let named = dimensions.filter { context.states[$0].set?.count == 1 }
      func name(_ dimension: Int) -> String? {
        (context.states[dimension].set?.first).map { catalog.memberName(dimension, $0) }
      }
      if let rows = dimensions.first(where: { !named.contains($0) }) {
        let clauses = named.compactMap { dimension in
          name(dimension).map { " " + (catalog.dimensions[dimension].isYears ? "in " : "for ") + $0 }
        }
        suggestions = ["\(text(range)) by \(catalog.dimensions[rows].name)" + clauses.joined()]
      }
      let parts = named.compactMap(name)
      if !parts.isEmpty {
        suggestions.append("\(text(range)) \(parts.joined(separator: " "))")
      } else if let dimension = dimensions.first, let member = catalog.dimensions[dimension].members.first {
        suggestions.append("\(text(range)) \(member.name)")
      }
    }
    return Diagnostic(.shareOfWhat, range, [:], suggestions: suggestions)
  }

  // MARK: Change and growth

  mutating func compileChange(
    _ figure: Figure, _ index: Int, _ context: Context, unsliced: Context, _ range: SourceRange
  ) throws(Diagnostic) -> Operand {
    let isGrowth = figure.shapers[index] == .growth
    guard let dimension = orderedDimension(figure, context) else {
      throw Diagnostic(.changeBetweenWhat, range, ["word": isGrowth ? "Growth" : "A change"])
    }
    var start = context
    var end = context
    // What a share inside is a part of changes with it.
    var startWhole = unsliced
    var endWhole = unsliced
    if let slice = context.states[dimension].slice {
      guard let code = slice.first, slice.count == 1,
        let before = catalog.dimensions[dimension].memberBefore(code)
      else {
        throw noYearBefore(range, slice, dimension)
      }
      start.states[dimension].slice = BitSet(before)
    } else if context.states[dimension].axis != nil {
      start.states[dimension].isBefore = true
      startWhole.states[dimension].isBefore = true
    } else if let span = context.span, span.dimension == dimension {
      start.states[dimension].set = BitSet(span.first)
      startWhole.states[dimension].set = BitSet(span.first)
      end.states[dimension].set = BitSet(span.last)
      endWhole.states[dimension].set = BitSet(span.last)
    } else if let set = context.states[dimension].set, set.count == 1, let code = set.first {
      guard let before = catalog.dimensions[dimension].memberBefore(code) else {
        throw noYearBefore(range, set, dimension)
      }
      start.states[dimension].set = BitSet(before)
      startWhole.states[dimension].set = BitSet(before)
    } else {
      throw changeBetweenWhat(figure, isGrowth, dimension, range)
    }
    let later = try compileShaped(figure, index + 1, end, unsliced: endWhole, range)
    let earlier = try compileShaped(figure, index + 1, start, unsliced: startWhole, range)
    if later.register == earlier.register || !differs(later.register, earlier.register) {
      let label = catalog.dimensions[dimension]
      throw Diagnostic(
        .manyFacts, range,
        ["figure": text(range), "plural": label.plural, "named": "`\(isGrowth ? "growth" : "change")`"])
    }
    if isGrowth {
      var info = FigureInfo(unit: .percent, sourcePower: -2)
      info.isDerived = true
      return Operand(
        register: try emit(.growth(start: earlier.register, end: later.register), range), info: info)
    }
    var info = later.info
    if info.unit == .percent || info.unit == .rate { info.unit = .points }
    return Operand(
      register: try emit(.change(start: earlier.register, end: later.register), range), info: info)
  }

  /// Whether two registers are worked out from different figures.
  func differs(_ a: Int32, _ b: Int32) -> Bool {
    switch (block.instructions[Int(a)], block.instructions[Int(b)]) {
    case (.fact(let a), .fact(let b)): a != b
    case (.constant, .constant), (.last, .last): false
    default: true
    }
  }

  /// The ordered dimension along which a figure can change.
  func orderedDimension(_ figure: Figure, _ context: Context) -> Int? {
    if let span = context.span { return span.dimension }
    let ordered = catalog.dimensions.indices.filter { catalog.dimensions[$0].isOrdered }
    // Years, unless rows or members of another dimension say along which.
    let named = ordered.filter { number in
      let state = context.states[number]
      return state.axis != nil || (state.slice ?? state.set)?.count == 1
    }
    if let years = catalog.yearDimension, named.contains(years) || named.isEmpty { return years }
    return named.first ?? ordered.first
  }

  func noYearBefore(_ range: SourceRange, _ set: BitSet, _ dimension: Int) -> Diagnostic {
    let name = set.first.map { catalog.memberName(dimension, $0) } ?? ""
    return Diagnostic(
      .emptySelection, range,
      ["why": "there is no \(catalog.dimensions[dimension].name) before \(name) in the data"])
  }

  func changeBetweenWhat(_ figure: Figure, _ isGrowth: Bool, _ dimension: Int, _ range: SourceRange)
    -> Diagnostic
  {
    if case .name(let use) = figure.head, case .measure(let number) = use.target,
      !catalog.measures[number].dimensions.contains(dimension)
    {
      let measure = catalog.measures[number]
      let label = catalog.dimensions[dimension]
      return Diagnostic(
        .lacksYears, range,
        [
          "figure": measure.name, "what": measure.period ?? "without \(label.plural)",
          "named": "each \(label.name)",
        ],
        suggestions: measure.projection == nil ? [] : ["project \(measure.name)"])
    }
    var suggestions: [String] = []
    let members = catalog.dimensions[dimension].members
    if let first = members.first, let last = members.last, members.count > 1 {
      suggestions = [
        "\(text(range)) from \(first.name) to \(last.name)",
        "\(text(range)) by \(catalog.dimensions[dimension].name)",
      ]
    }
    return Diagnostic(
      .changeBetweenWhat, range, ["word": isGrowth ? "Growth" : "A change"], suggestions: suggestions)
  }

  // MARK: Heads

  mutating func compileHead(_ figure: Figure, _ context: Context, _ range: SourceRange)
    throws(Diagnostic) -> Operand
  {
    switch figure.head {
    case .it:
      guard let last = last?.figure(catalog) else { throw Diagnostic(.noLastFigure, range) }
      plan.last = last
      if let reducer = figure.reducer { throw calculationOfOne(reducer, figure, range, nil) }
      var info = last.info
      info.isConstant = false
      info.isSum = false
      return Operand(register: try emit(.last, range), info: info)
    case .bracket(let question): return try compileBracket(question, figure, context, range)
    case .name(let use):
      switch use.target {
      case .measure(let number): return try compileMeasure(number, figure.reducer, context, range)
      case .fact(let number): return try compileFact(number, figure, context, range)
      case .dimension(let number): return try compileMembers(number, figure.reducer, context, use, range)
      case .definition(let number):
        var result: Operand?
        try inDefinition(number, use.range) {
          (checker: inout Checker, question: QuestionID) throws(Diagnostic) in
          result = try checker.compileBracket(question, figure, context, checker.tree[question].range)
        }
        guard let result else { throw Diagnostic(.brokenDefinition, use.range, ["name": text(use.range)]) }
        return result
      default:
        throw Diagnostic(
          .wrongKind, use.range,
          ["name": text(use.range), "kind": "no figure", "what": "a figure", "word": ""])
      }
    }
  }

  mutating func compileFact(_ number: Int, _ figure: Figure, _ context: Context, _ range: SourceRange)
    throws(Diagnostic) -> Operand
  {
    let fact = catalog.facts[number]
    if let reducer = figure.reducer { throw calculationOfOne(reducer, figure, range, nil) }
    for dimension in context.states.indices where context.states[dimension].slice != nil {
      throw Diagnostic(
        .manyFacts, range,
        [
          "figure": fact.name, "plural": catalog.dimensions[dimension].plural,
          "named": sliceNames(dimension, context),
        ])
    }
    var info = FigureInfo(unit: fact.unit, sourcePower: fact.sourcePower)
    info.isConstant = false
    return Operand(register: try emit(.fact(number), range), info: info)
  }

  func sliceNames(_ dimension: Int, _ context: Context) -> String {
    guard let members = context.states[dimension].slice ?? context.states[dimension].set else {
      return catalog.dimensions[dimension].plural
    }
    return membersText(dimension, members)
  }

  /// The names of members, or the name of all of them.
  func membersText(_ dimension: Int, _ members: BitSet) -> String {
    let numbers = members.numbers
    if numbers.count == catalog.dimensions[dimension].members.count, numbers.count > 1 {
      return catalog.wholeName(dimension)
    }
    if numbers.count > 3 { return "these \(catalog.dimensions[dimension].plural)" }
    return numbers.map { catalog.memberName(dimension, $0) }.joined(separator: " and ")
  }

  mutating func calculationOfOne(
    _ reducer: Reducer, _ figure: Figure, _ range: SourceRange, _ dimension: Int?
  )
    -> Diagnostic
  {
    let word = WordTable.spelling(WordTable.word(reducer))
    if case .name(let use) = figure.head {
      // Where the name is a definition's, its range is in another text.
      return Diagnostic(
        .calculationOfCalculation, range, ["word": word, "inner": official(use), "rest": "leave \(word) out"])
    }
    let inner: SourceRange =
      switch figure.head {
      case .bracket(let question): tree[question].range
      case .name(let use): use.range
      case .it: range
      }
    var suggestions: [String] = []
    if case .bracket(let question) = figure.head,
      let dimension = dimension ?? questionDimensions(tree[question]).first
    {
      suggestions = ["\(word) (\(text(inner)) by \(catalog.dimensions[dimension].name))"]
    }
    return Diagnostic(
      .calculationOfCalculation, range, ["word": word, "inner": text(inner)], suggestions: suggestions)
  }

  // MARK: Brackets

  /// A question in brackets: as it stands there, or, with rows, what a reducer makes of them.
  mutating func compileBracket(
    _ id: QuestionID, _ figure: Figure, _ context: Context, _ range: SourceRange
  ) throws(Diagnostic) -> Operand {
    let question = tree[id]
    guard depth < limits.nesting else { throw Diagnostic(.tooDeep, range, ["limit": "\(limits.nesting)"]) }
    depth += 1
    defer { depth -= 1 }
    if question.modifier != .none {
      throw Diagnostic(.bracketHasRows, range, ["count": "several"])
    }
    let columns = tree[question.columns]
    guard columns.count == 1, let column = columns.first else {
      throw Diagnostic(.bracketHasRows, range, ["count": "several columns of"])
    }
    if let dimension = listedDimension(column) {
      // "count (regions where …)" counts the members.
      var inner = context
      let clauses = try apply(question.clauses, to: &inner)
      try refuseRowClauses(clauses, range)
      return try compileMembers(dimension.dimension ?? 0, figure.reducer, inner, dimension, range)
    }
    var inner = context
    let clauses = try apply(question.clauses, to: &inner)
    try refuseProjectOnly(clauses)
    if let display = clauses.display {
      throw Diagnostic(
        .displayUnit, display.range,
        ["unit": "A part in brackets", "wanted": "anything; the whole answer can"])
    }
    if let chart = clauses.chartForm {
      throw Diagnostic(.chartInside, chart.range, ["clause": text(chart.range)])
    }
    if let total = clauses.total { throw Diagnostic(.bracketHasRows, total, ["count": "total and other"]) }
    guard let reducer = figure.reducer else {
      let isOneFigure =
        clauses.by == nil && clauses.cut == nil && clauses.sort == nil && clauses.keeps.isEmpty
      guard isOneFigure else {
        let suggestions = ["sum", "average"].map { "\($0) \(text(range))" }
        throw Diagnostic(
          .bracketHasRows, range, ["count": "several"], suggestions: clauses.by == nil ? [] : suggestions)
      }
      inner.hasReducer = inner.hasReducer || hasReducer(column)
      let operand = try compile(column, inner)
      return try applyNearest(clauses.nearest, operand, inner)
    }
    return try compileReducedRows(reducer, column, question, clauses, inner, figure, range)
  }

  mutating func refuseProjectOnly(_ clauses: Clauses) throws(Diagnostic) {
    if let rates = clauses.rates {
      throw Diagnostic(.onlyForProject, rates.range, ["clause": text(rates.range)])
    }
    if let until = clauses.until { throw Diagnostic(.onlyForProject, until.range, ["clause": "until"]) }
    if let method = clauses.method {
      throw Diagnostic(.onlyForProject, method.range, ["clause": text(method.range)])
    }
  }

  func refuseRowClauses(_ clauses: Clauses, _ range: SourceRange) throws(Diagnostic) {
    guard clauses.by == nil, clauses.cut == nil, clauses.keeps.isEmpty else {
      throw Diagnostic(.bracketHasRows, range, ["count": "several"])
    }
  }

  mutating func compileReducedRows(
    _ reducer: Reducer, _ column: ExpressionID, _ question: Question, _ clauses: Clauses, _ context: Context,
    _ figure: Figure,
    _ range: SourceRange
  ) throws(Diagnostic) -> Operand {
    var info = FigureInfo(unit: .number)
    var hasRows = false
    let number = try inNewBlock { (checker: inout Checker) throws(Diagnostic) in
      var context = context
      context.addsBare = false
      context.hasReducer = false
      try checker.openRows([column], clauses, &context, in: question)
      hasRows = !checker.block.axes.isEmpty
      context.hasReducer = checker.hasReducer(column)
      var operand = try checker.compile(column, context)
      operand = try checker.applyNearest(clauses.nearest, operand, context)
      checker.block.columns = [
        Column(
          register: operand.register, info: operand.info, heading: .source(checker.tree.range(column)),
          display: nil, decimals: nil)
      ]
      info = operand.info
      if let by = clauses.by { try checker.checkRowsMatter([column], by.range) }
      try checker.finish(question, clauses, context)
    }
    guard hasRows else { throw calculationOfOne(reducer, figure, range, nil) }
    let isSum = info.isSum
    info.isSum = reducer == .sum && isSum
    if reducer == .average || reducer == .median { info.isDerived = true }
    if reducer == .sum, !isSum {
      let plurals = plan.blocks[number].axes.map { catalog.dimensions[plan.axes[$0].dimension].plural }
      throw Diagnostic(
        .doesNotAddUp, range, ["figure": text(column), "plural": plurals.joined(separator: " and ")])
    }
    if reducer == .count { info = FigureInfo(unit: .count, sourcePower: 0) }
    if reducer == .range, info.unit == .percent { info.unit = .points }
    return Operand(register: try emit(.reduce(block: number, reducer), range), info: info)
  }

  func notASum(_ column: ExpressionID, _ range: SourceRange) -> Diagnostic {
    Diagnostic(.shareNeedsSums, range, ["figure": text(column)])
  }
}
