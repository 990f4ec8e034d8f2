import RieplSyntax

/// Which rows a question has when it does not say: those of the figures that no calculation stands in front of.
extension Checker {
  /// A measure without a calculation in front of it.
  struct BareLeaf {
    let measure: Int
    /// Its dimensions that more than one member is left of.
    let free: [Int]
    /// Whether slices name all its dimensions.
    let isFixed: Bool
    let range: SourceRange
    /// Whether the range is in the statement, and not in a definition.
    let isInStatement: Bool
    /// Whether a slice narrows it.
    let hasSlices: Bool
  }

  struct Shape {
    var leaves: [BareLeaf] = []
    var hasReducer = false
    /// Dimensions of all measures, in order of appearance.
    var dimensions: [Int] = []
    var hasMeasure = false
    /// All measures, whatever stands in front of them.
    var uses: [FigureUse] = []
    var visited = 0
  }

  mutating func shape(_ id: ExpressionID, _ context: Context) throws(Diagnostic) -> Shape {
    var shape = Shape()
    try walk(id, context, &shape)
    return shape
  }

  /// Whether a calculation that makes many figures one stands in an expression.
  mutating func hasReducer(_ id: ExpressionID) -> Bool {
    if let known = holds(id, reducer: true) { return known }
    var shape = Shape()
    do throws(Diagnostic) {
      try walk(id, Context(dimensions: catalog.dimensions.count), &shape)
    } catch {
      return shape.hasReducer
    }
    return shape.hasReducer
  }

  /// Whether a reducer, or else a bare measure, stands in an expression; nil where that takes a look into brackets
  /// or definitions. Most expressions need no more than this.
  private mutating func holds(_ id: ExpressionID, reducer: Bool) -> Bool? {
    switch tree[id] {
    case .literal: return false
    case .sum(let operands), .product(let operands):
      var result: Bool? = false
      for operand in tree[operands] {
        switch holds(operand.expression, reducer: reducer) {
        case true: return true
        case nil: result = nil
        default: break
        }
      }
      return result
    case .negated(let inner): return holds(inner, reducer: reducer)
    case .figure(let index):
      let figure = tree.figures[Int(index)]
      guard case .name(let use) = figure.head else { return nil }
      switch use.target {
      case .measure: return reducer ? figure.reducer != nil : figure.reducer == nil && figure.shapers.isEmpty
      case .fact: return false
      default: return nil
      }
    case .adjusted(let base, let other, _), .portion(let other, let base), .power(let base, let other):
      let first = holds(base, reducer: reducer)
      if first == true { return true }
      let second = holds(other, reducer: reducer)
      return second == true ? true : first == nil ? nil : second
    }
  }

  private mutating func walk(_ id: ExpressionID, _ context: Context, _ shape: inout Shape) throws(Diagnostic)
  {
    shape.visited += 1
    if shape.visited > limits.nodes {
      throw Diagnostic(.tooManyNodes, tree.range(id), ["limit": "\(limits.nodes)"])
    }
    switch tree[id] {
    case .literal: break
    case .sum(let operands), .product(let operands):
      for operand in tree[operands] { try walk(operand.expression, context, &shape) }
    case .adjusted(let base, let amount, _):
      try walk(base, context, &shape)
      try walk(amount, context, &shape)
    case .portion(let percent, let base):
      try walk(percent, context, &shape)
      try walk(base, context, &shape)
    case .power(let base, let exponent):
      try walk(base, context, &shape)
      try walk(exponent, context, &shape)
    case .negated(let inner): try walk(inner, context, &shape)
    case .figure(let index): try walk(tree.figures[Int(index)], tree.range(id), context, &shape)
    }
  }

  private mutating func walk(
    _ figure: Figure, _ range: SourceRange, _ context: Context, _ shape: inout Shape
  ) throws(Diagnostic) {
    var context = context
    for slice in tree[figure.slices] {
      if let dimension = slice.dimension { context.states[dimension].slice = members(slice) }
    }
    let isBare = figure.reducer == nil && figure.shapers.isEmpty
    // A shaper other than cumulative stands for the figure in its rows; it makes no cells of its own.
    let isQuiet = !isBare
    switch figure.head {
    case .it: break
    case .name(let use):
      switch use.target {
      case .measure(let number):
        let measure = catalog.measures[number]
        shape.hasMeasure = true
        for dimension in measure.dimensions where !shape.dimensions.contains(dimension) {
          shape.dimensions.append(dimension)
        }
        if figure.reducer != nil { shape.hasReducer = true }
        let named = measure.dimensions.map { context.states[$0].slice ?? context.states[$0].set }
        shape.uses.append(
          FigureUse(
            measure: number, reducer: figure.reducer, named: named,
            open: measure.dimensions.indices.filter {
              named[$0] == nil && context.states[measure.dimensions[$0]].axis == nil
            }.map { measure.dimensions[$0] },
            range: range, isInStatement: depth == 0, isInBracket: context.isInBracket))
        guard isBare else { return }
        let free = measure.dimensions.filter { dimension in
          if context.states[dimension].slice != nil { return false }
          return (context.states[dimension].set?.count ?? catalog.dimensions[dimension].members.count) > 1
        }
        shape.leaves.append(
          BareLeaf(
            measure: number, free: free,
            isFixed: measure.dimensions.allSatisfy { context.states[$0].slice != nil },
            range: range,
            isInStatement: depth == 0,
            hasSlices: measure.dimensions.contains { context.states[$0].slice != nil }))
      case .definition(let number):
        if figure.reducer != nil { shape.hasReducer = true }
        var inner = Shape()
        inner.visited = shape.visited
        try inDefinition(number, use.range) {
          (checker: inout Checker, question: QuestionID) throws(Diagnostic) in
          try checker.walkQuestion(question, context, &inner)
        }
        merge(inner, isQuiet: isQuiet, into: &shape)
      case .dimension(let number):
        if figure.reducer != nil { shape.hasReducer = true }
        if !shape.dimensions.contains(number) { shape.dimensions.append(number) }
      default: break
      }
    case .bracket(let question):
      if figure.reducer != nil { shape.hasReducer = true }
      var inner = Shape()
      inner.visited = shape.visited
      try walkQuestion(question, context, &inner)
      merge(inner, isQuiet: isQuiet, into: &shape)
    }
  }

  private func merge(_ inner: Shape, isQuiet: Bool, into shape: inout Shape) {
    shape.visited = inner.visited
    shape.uses += inner.uses
    shape.hasMeasure = shape.hasMeasure || inner.hasMeasure
    for dimension in inner.dimensions where !shape.dimensions.contains(dimension) {
      shape.dimensions.append(dimension)
    }
    guard !isQuiet else { return }
    shape.leaves += inner.leaves
    shape.hasReducer = shape.hasReducer || inner.hasReducer
  }

  private mutating func walkQuestion(_ id: QuestionID, _ context: Context, _ shape: inout Shape)
    throws(Diagnostic)
  {
    let question = tree[id]
    var context = context
    context.isInBracket = true
    var hasRows = false
    for clause in tree[question.clauses] {
      switch clause.body {
      case .members(let items):
        for resolved in try resolve(items) {
          context.states[resolved.dimension].set = resolved.members
          context.states[resolved.dimension].slice = nil
        }
      case .span(let ends):
        if let first = tree[ends].first, let last = tree[ends].last, let dimension = first.dimension {
          let start = members(first).first ?? 0
          let end = ends.count > 1 ? members(last).numbers.last ?? start : start + 1
          if start <= end { context.states[dimension].set = BitSet(start...end) }
        }
      case .by(let items):
        hasRows = true
        for item in tree[items] {
          if let dimension = item.dimension { context.states[dimension].axis = Checker.rowsOfBracket }
        }
      default: break
      }
    }
    var inner = Shape()
    inner.visited = shape.visited
    for column in tree[question.columns] { try walk(column, context, &inner) }
    merge(inner, isQuiet: hasRows, into: &shape)
    if hasRows { shape.hasReducer = shape.hasReducer || inner.hasReducer }
  }

  /// Stands for the axis that brackets will make of a dimension.
  private static let rowsOfBracket = -1

  /// Does something in the tree of a definition; what goes wrong there is said of the place where its name is used.
  mutating func inDefinition(
    _ number: Int, _ range: SourceRange, _ body: (inout Checker, QuestionID) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    guard depth < limits.nesting else { throw Diagnostic(.tooDeep, range, ["limit": "\(limits.nesting)"]) }
    let saved = (tree, source)
    let definition = definitions[number]
    tree = definition.tree
    source = definition.source
    depth += 1
    defer {
      (tree, source) = saved
      depth -= 1
    }
    do throws(Diagnostic) {
      try body(&self, definition.question)
    } catch {
      throw Diagnostic(error.code, range, error.facts)
    }
  }

  // MARK: Rows from bare measures

  /// The axes of a question without `by`: the dimensions that its bare measures leave open.
  mutating func cellAxes(_ columns: ArraySlice<ExpressionID>, _ context: inout Context) throws(Diagnostic)
    -> [Int]
  {
    var free: [Int] = []
    var leaves: [BareLeaf] = []
    for column in columns where holds(column, reducer: false) ?? true {
      let shape = try shape(column, context)
      if shape.hasReducer, let leaf = shape.leaves.first(where: { !$0.free.isEmpty }) {
        throw notOneCell(leaf, in: column)
      }
      leaves += shape.leaves
    }
    guard let widest = leaves.max(by: { $0.free.count < $1.free.count }) else { return [] }
    free = widest.free
    for leaf in leaves where leaf.free != free {
      // One cell of a measure that has these dimensions may stand beside all its cells.
      if leaf.isFixed, free.allSatisfy({ catalog.measures[leaf.measure].dimensions.contains($0) }) {
        continue
      }
      throw neverRepeated(widest, leaf, leaves, columns, context)
    }
    return free.map { addAxis($0, memberRows($0, context), &context) }
  }

  func notOneCell(_ leaf: BareLeaf, in column: ExpressionID) -> Diagnostic {
    let name = catalog.measures[leaf.measure].name
    let suggestions = leaf.isInStatement ? [rewritten(column, [leaf.range], with: "sum ")] : []
    return Diagnostic(
      .notOneCell, leaf.isInStatement ? leaf.range : tree.range(column), ["figure": name],
      suggestions: suggestions)
  }

  private func neverRepeated(
    _ wide: BareLeaf, _ narrow: BareLeaf, _ leaves: [BareLeaf], _ columns: ArraySlice<ExpressionID>,
    _ context: Context
  ) -> Diagnostic {
    let common = wide.free.filter { catalog.measures[narrow.measure].dimensions.contains($0) }
    var suggestions: [String] = []
    if leaves.allSatisfy({ $0.isInStatement && !$0.hasSlices }), columns.count == 1, let only = columns.first
    {
      let by =
        common.isEmpty ? "" : " by " + common.map { catalog.dimensions[$0].name }.joined(separator: ", ")
      suggestions = [rewritten(only, leaves.map(\.range), with: "sum ") + by]
    }
    return Diagnostic(
      .neverRepeated,
      columns.count == 1 ? columns.first.map { tree.range($0) } ?? narrow.range : narrow.range,
      [
        "first": catalog.measures[wide.measure].name, "second": catalog.measures[narrow.measure].name,
        "shape": dimensionNames(wide.free),
      ], suggestions: suggestions)
  }

  /// The text of an expression with something put in front of parts of it.
  func rewritten(_ id: ExpressionID, _ ranges: [SourceRange], with front: String) -> String {
    let whole = tree.range(id)
    var result = ""
    var position = whole.start
    for range in ranges.sorted(by: { $0.start < $1.start }) where range.start >= position {
      result += text(SourceRange(start: position, end: range.start)) + front + text(range)
      position = range.end
    }
    return result + text(SourceRange(start: position, end: whole.end))
  }

  /// The dimensions of all figures of a question.
  mutating func questionDimensions(_ question: Question) -> [Int] {
    var result: [Int] = []
    for column in tree[question.columns] {
      var shape = Shape()
      do throws(Diagnostic) {
        try walk(column, Context(dimensions: catalog.dimensions.count), &shape)
      } catch {
        return result
      }
      for dimension in shape.dimensions where !result.contains(dimension) { result.append(dimension) }
    }
    return result
  }

  /// The dimension, where a question asks for nothing but its members.
  mutating func listedDimension(_ id: ExpressionID) -> NameUse? {
    guard let figure = tree.figure(id), figure.reducer == nil, figure.shapers.isEmpty,
      case .name(let use) = figure.head,
      case .dimension = use.target
    else { return nil }
    return use
  }
}
