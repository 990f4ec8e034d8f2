import RieplSyntax

/// Comparisons at the end of a question, and the figures on the right of them.
extension Checker {
  /// The comparisons at the end.
  mutating func addKeeps(_ question: Question, _ clauses: Clauses, _ context: Context) throws(Diagnostic) {
    let own = block.keyColumn == 0 ? 0..<min(1, block.columns.count) : block.keyColumn..<block.columns.count
    let columns = tree[question.columns]
    let left = question.modifier == .compare ? columns : columns.prefix(1)
    for keep in clauses.keeps {
      block.keeps.append(try compileKeep(keep, own, left, context, clauses.nearest))
    }
  }

  /// The unit and the decimals to show, for the columns that they fit.
  mutating func applyDisplay(
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

  /// A comparison, and the column that it is of: in `compare` the difference, in £ or %.
  private mutating func compileKeep(
    _ keep: KeepClause, _ own: Range<Int>, _ left: ArraySlice<ExpressionID>, _ context: Context,
    _ nearest: ExpressionID?
  ) throws(Diagnostic) -> Keep {
    var fault: Diagnostic?
    for column in own {
      do throws(Diagnostic) {
        let info = block.columns[column].info
        let value = try compileEnd(keep.value, of: left, context, comparedWith: info, nearest)
        var upper: ComparisonEnd?
        if let end = keep.upper {
          upper = try compileEnd(end, of: left, context, comparedWith: info, nearest)
        }
        try checkBounds(value, upper, keep.range)
        return Keep(comparison: keep.comparison, column: column, value: value, upper: upper)
      } catch {
        fault = fault ?? error
      }
    }
    throw fault ?? Diagnostic(.rowsNeeded, keep.range, ["word": text(keep.range)])
  }

  /// The right side of a comparison at the end: a column of its own, or a figure worked out once, without the rows.
  private mutating func compileEnd(
    _ id: ExpressionID, of left: ArraySlice<ExpressionID>, _ context: Context,
    comparedWith info: FigureInfo, _ nearest: ExpressionID?
  ) throws(Diagnostic) -> ComparisonEnd {
    let rows = block.axes.map { plan.axes[$0].dimension }
    if try isOfRows(id, comparedWith: left, rows: rows, of: block.fileRows?.table) {
      return .column(try addColumn(id, context, comparedWith: info, nearest))
    }
    if context.addsBare, block.fileRows == nil { try refuseSingles(id, comparedWith: left, rows: rows) }
    var bare = context
    for dimension in bare.states.indices { bare.states[dimension].axis = nil }
    bare.addsBare = false
    return .once(block: try compileValue(id, bare, comparedWith: info, nearest))
  }

  /// A column with what each row is compared with; gives its number.
  mutating func addColumn(
    _ id: ExpressionID, _ context: Context, comparedWith info: FigureInfo, _ nearest: ExpressionID?
  ) throws(Diagnostic) -> Int {
    var context = context
    context.hasReducer = hasReducer(id)
    var operand = try compile(id, context)
    guard UnitRules.compares(info.unit, operand.info.unit) else {
      throw comparisonDiagnostic(id, info.unit, operand.info)
    }
    operand = try applyNearest(nearest, operand, context)
    // A figure that is shown already is not shown again.
    if case .aggregate(let number) = block.instructions[Int(operand.register)],
      let known = block.columns.firstIndex(where: {
        if case .aggregate(number) = block.instructions[Int($0.register)] { true } else { false }
      })
    {
      return known
    }
    block.columns.append(
      Column(
        register: operand.register, info: operand.info, heading: .source(tree.range(id)), display: nil,
        decimals: nil))
    return block.columns.count - 1
  }

  /// `between £8m and £7m` is never true.
  func checkBounds(_ value: ComparisonEnd, _ upper: ComparisonEnd?, _ range: SourceRange) throws(Diagnostic) {
    guard let first = value.block, let last = upper?.block, let low = constant(first),
      let high = constant(last), high < low
    else { return }
    throw Diagnostic(
      .emptySelection, range, ["why": "the first figure after `between` is more than the second"])
  }

  /// The value of a block that is a literal.
  func constant(_ block: Int) -> Rational? {
    guard let column = plan.blocks[block].columns.first,
      case .constant(let value, _, _) = plan.blocks[block].instructions[Int(column.register)]
    else { return nil }
    return value
  }

  func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

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
  func fits(_ display: DisplayUnit?, _ unit: Unit) -> Bool {
    switch display {
    case nil: true
    case .money: unit == .money || unit == .number
    case .percent: unit == .percent || unit == .rate || unit == .points || unit == .number
    case .points: unit == .points || unit == .percent
    case .number: true
    }
  }

  /// Writes a block of one figure: the right side of a comparison that is worked out once.
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

  /// A number as a percentage: 12 for 0.12, as a share below 1 is mostly meant, and 12 for 12.
  func percentText(_ id: ExpressionID) -> String {
    guard case .literal(let index) = tree[id], case let literal = tree.literals[Int(index)],
      literal.unit == .number, literal.digits == nil, literal.scale >= 2, literal.scale <= 18,
      literal.mantissa > 0, literal.mantissa < PowersOfTen[Int(literal.scale)]
    else { return text(id) }
    let percent = Rational(literal.mantissa)
    do throws(ArithmeticFault) {
      return try percent.divided(by: Rational(10).raised(to: Int(literal.scale) - 2)).description
    } catch {
      return text(id)
    }
  }

  func comparisonDiagnostic(_ id: ExpressionID, _ unit: Unit, _ info: FigureInfo) -> Diagnostic {
    var suggestions: [String] = []
    // "above 20m" means pounds more often than not.
    if unit == .money, info.unit == .number, info.isConstant { suggestions = ["£" + text(id)] }
    if unit == .percent || unit == .points, info.unit == .number, info.isConstant {
      suggestions = [percentText(id) + (unit == .percent ? "%" : " points")]
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
