import RieplSyntax

/// Calculations: operators and units.
extension Checker {
  mutating func compile(_ id: ExpressionID, _ context: Context) throws(Diagnostic) -> Operand {
    let range = tree.range(id)
    switch tree[id] {
    case .literal(let index): return try compileLiteral(tree.literals[Int(index)], range)
    case .sum(let operands): return try compileSum(Array(tree[operands]), context)
    case .product(let operands): return try compileProduct(Array(tree[operands]), context)
    case .adjusted(let base, let amount, let isIncrease):
      return try compileAdjusted(base, amount, isIncrease: isIncrease, context, range)
    case .portion(let percent, let base):
      let left = try compile(percent, context)
      let right = try compile(base, context)
      return try multiply(left, right, percent, base, range)
    case .power(let base, let exponent): return try compilePower(base, exponent, context, range)
    case .negated(let inner):
      let operand = try compile(inner, context)
      if case .constant(let value, let unit, let isApproximate) = block.instructions[Int(operand.register)] {
        return Operand(
          register: try emit(.constant(value.negated, unit, isApproximate: isApproximate), range),
          info: operand.info)
      }
      return Operand(register: try emit(.negate(operand.register), range), info: operand.info)
    case .figure(let index): return try compileFigure(tree.figures[Int(index)], context, range)
    }
  }

  /// The value of a literal in base units.
  static func value(_ literal: Literal) -> Rational? {
    let shift = Int(literal.scale) - literal.unit.unit.printedPower
    if let digits = literal.digits {
      guard shift >= -100, let mantissa = Rational(decimal: digits) else { return nil }
      do throws(ArithmeticFault) {
        return try mantissa.divided(by: Rational(10).raised(to: shift))
      } catch {
        return nil
      }
    }
    do throws(ArithmeticFault) {
      if shift >= 0 { return try Rational(mantissa: Int128(literal.mantissa), scale: shift) }
      return try Rational(literal.mantissa).multiplied(by: Rational(10).raised(to: -shift))
    } catch {
      return nil
    }
  }

  private mutating func compileLiteral(_ literal: Literal, _ range: SourceRange) throws(Diagnostic) -> Operand
  {
    guard let value = Checker.value(literal) else { throw Diagnostic(.numberTooLarge, range) }
    var info = FigureInfo(unit: literal.unit.unit)
    info.isConstant = true
    return Operand(register: try emit(.constant(value, info.unit, isApproximate: false), range), info: info)
  }

  private mutating func compileSum(_ operands: [RieplSyntax.Operand], _ context: Context) throws(Diagnostic)
    -> Operand
  {
    var result = try compile(operands[0].expression, context)
    for operand in operands.dropFirst() {
      let right = try compile(operand.expression, context)
      let isDifference = operand.op == .subtract
      let range = tree.range(operands[0].expression).union(tree.range(operand.expression))
      guard let unit = UnitRules.sum(result.info.unit, right.info.unit, isDifference: isDifference) else {
        throw unitsDiffer(operands, operand, result.info, right.info, range)
      }
      var info = FigureInfo(unit: unit)
      info.sourcePower = finest(result.info.sourcePower, right.info.sourcePower)
      info.isDerived =
        result.info.isDerived || right.info.isDerived || (result.info.isConstant != right.info.isConstant)
      info.isConstant = result.info.isConstant && right.info.isConstant
      info.isSum = result.info.isSum && right.info.isSum
      info.per = result.info.per == right.info.per ? result.info.per : nil
      let instruction: Instruction =
        isDifference ? .subtract(result.register, right.register) : .add(result.register, right.register)
      result = Operand(register: try fold(instruction, info, range), info: info)
    }
    return result
  }

  private func unitsDiffer(
    _ operands: [RieplSyntax.Operand], _ operand: RieplSyntax.Operand, _ left: FigureInfo,
    _ right: FigureInfo, _ range: SourceRange
  ) -> Diagnostic {
    let isDifference = operand.op == .subtract
    let rightText = text(operand.expression)
    let leftText = text(SourceRange(start: range.start, end: tree.range(operand.expression).start))
      .trimmingCharacters { $0 == " " || $0 == "+" || $0 == "-" || $0 == "−" }
    var suggestions: [String] = []
    if left.unit != .percent, left.unit != .points, right.unit == .percent || right.unit == .rate {
      let bracketed = operands.count > 2 || !isSimple(operands[0].expression) ? "(\(leftText))" : leftText
      suggestions.append("\(leftText) \(isDifference ? "decreased" : "increased") by \(rightText)")
      if case .literal(let index) = tree[operand.expression],
        let value = Checker.value(tree.literals[Int(index)])
      {
        do throws(ArithmeticFault) {
          let factor = isDifference ? try Rational.one.subtracting(value) : try Rational.one.adding(value)
          suggestions.append("\(bracketed) * \(factor.exactText)")
        } catch {}
      }
    } else if left.unit == .money, right.unit == .number, right.isConstant {
      suggestions.append("\(leftText) \(isDifference ? "-" : "+") £\(rightText)")
    }
    return Diagnostic(
      .unitsDiffer, range,
      [
        "first": capitalise(describe(left, leftText)), "second": describe(right, rightText),
        "verb": isDifference ? "taken from one another" : "added",
      ], suggestions: suggestions)
  }

  private func isSimple(_ id: ExpressionID) -> Bool {
    switch tree[id] {
    case .literal, .figure: true
    default: false
    }
  }

  private func capitalise(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  /// "£5" for a literal, "an amount of money (sum allocation)" for a figure.
  private func describe(_ info: FigureInfo, _ text: String) -> String {
    info.isConstant ? text : "\(UnitRules.title(info.unit)) (\(text))"
  }

  func finest(_ left: Int?, _ right: Int?) -> Int? {
    guard let left, let right else { return left ?? right }
    return min(left, right)
  }

  private mutating func compileProduct(_ operands: [RieplSyntax.Operand], _ context: Context)
    throws(Diagnostic) -> Operand
  {
    var result = try compile(operands[0].expression, context)
    for operand in operands.dropFirst() {
      let right = try compile(operand.expression, context)
      let range = tree.range(operands[0].expression).union(tree.range(operand.expression))
      if operand.op == .multiply {
        result = try multiply(result, right, operands[0].expression, operand.expression, range)
      } else {
        result = try divide(result, right, operands[0].expression, operand.expression, range)
      }
    }
    return result
  }

  private mutating func multiply(
    _ left: Operand, _ right: Operand, _ leftID: ExpressionID, _ rightID: ExpressionID, _ range: SourceRange
  ) throws(Diagnostic) -> Operand {
    guard let unit = UnitRules.product(left.info.unit, right.info.unit) else {
      throw Diagnostic(
        .unitsDoNotMultiply, range,
        [
          "first": capitalise(describe(left.info, text(leftID))),
          "second": describe(right.info, text(rightID)), "verb": "multiplied",
        ])
    }
    var info = FigureInfo(unit: unit)
    info.sourcePower = powerOf(unit, left.info, right.info)
    info.isDerived = true
    info.isConstant = left.info.isConstant && right.info.isConstant
    info.isSum = (left.info.isSum && right.info.isConstant) || (left.info.isConstant && right.info.isSum)
    return Operand(register: try fold(.multiply(left.register, right.register), info, range), info: info)
  }

  /// The precision of a product or quotient is that of the part that has its unit.
  private func powerOf(_ unit: Unit, _ left: FigureInfo, _ right: FigureInfo) -> Int? {
    if left.unit == unit, left.sourcePower != nil { return left.sourcePower }
    if right.unit == unit, right.sourcePower != nil { return right.sourcePower }
    if unit == .number || unit == .percent || unit == .points {
      return left.isConstant && right.isConstant ? nil : unit.printedPower
    }
    return nil
  }

  mutating func divide(
    _ left: Operand, _ right: Operand, _ leftID: ExpressionID, _ rightID: ExpressionID, _ range: SourceRange
  ) throws(Diagnostic) -> Operand {
    guard let unit = UnitRules.quotient(left.info.unit, right.info.unit) else {
      throw Diagnostic(
        .unitsDoNotMultiply, range,
        [
          "first": capitalise(describe(left.info, text(leftID))),
          "second": describe(right.info, text(rightID)), "verb": "divided",
        ])
    }
    if case .constant(let value, _, _) = block.instructions[Int(right.register)], value.isZero {
      throw Diagnostic(.dividedByZero, tree.range(rightID))
    }
    var info = FigureInfo(unit: unit)
    info.sourcePower = powerOf(unit, left.info, right.info)
    info.isDerived = true
    info.isConstant = left.info.isConstant && right.info.isConstant
    info.isSum = left.info.isSum && right.info.isConstant
    if left.info.unit == .money, right.info.unit == .money { info.per = measure(of: right.register) }
    return Operand(register: try fold(.divide(left.register, right.register), info, range), info: info)
  }

  /// The measure that a register holds, when it holds one.
  private func measure(of register: Int32) -> Int? {
    guard case .aggregate(let index) = block.instructions[Int(register)], plan.aggregates[index].measure >= 0
    else { return nil }
    return plan.aggregates[index].measure
  }

  private mutating func compileAdjusted(
    _ base: ExpressionID, _ amount: ExpressionID, isIncrease: Bool, _ context: Context, _ range: SourceRange
  ) throws(Diagnostic) -> Operand {
    let left = try compile(base, context)
    let right = try compile(amount, context)
    guard right.info.unit == .percent || right.info.unit == .rate else {
      throw Diagnostic(
        .rateNotPercent, tree.range(amount),
        ["found": text(amount), "what": "What a figure is increased or decreased by"],
        suggestions: right.info.isConstant && right.info.unit == .number ? [text(amount) + "%"] : [])
    }
    let one = try emit(.constant(.one, .number, isApproximate: false), range)
    var info = left.info
    let factor = try fold(
      isIncrease ? .add(one, right.register) : .subtract(one, right.register), right.info, range)
    info.isDerived = true
    info.isConstant = left.info.isConstant && right.info.isConstant
    info.isSum = left.info.isSum && right.info.isConstant
    return Operand(register: try fold(.multiply(left.register, factor), info, range), info: info)
  }

  private mutating func compilePower(
    _ base: ExpressionID, _ exponent: ExpressionID, _ context: Context, _ range: SourceRange
  ) throws(Diagnostic) -> Operand {
    let left = try compile(base, context)
    let right = try compile(exponent, context)
    let isNumber = left.info.unit == .number || left.info.unit == .count || left.info.unit == .percent
    guard isNumber, right.info.unit == .number || right.info.unit == .count else {
      throw Diagnostic(.exponentUnit, isNumber ? tree.range(exponent) : tree.range(base))
    }
    var info = FigureInfo(unit: left.info.unit == .percent ? .percent : .number)
    info.isDerived = true
    info.isConstant = left.info.isConstant && right.info.isConstant
    info.sourcePower = info.isConstant ? nil : info.unit.printedPower
    return Operand(register: try fold(.power(left.register, right.register), info, range), info: info)
  }

  /// Writes an instruction; where its operands are constants, their result.
  mutating func fold(_ instruction: Instruction, _ info: FigureInfo, _ range: SourceRange) throws(Diagnostic)
    -> Int32
  {
    guard info.isConstant else { return try emit(instruction, range) }
    func constant(_ register: Int32) -> (value: Rational, isApproximate: Bool)? {
      guard case .constant(let value, _, let isApproximate) = block.instructions[Int(register)] else {
        return nil
      }
      return (value, isApproximate)
    }
    do throws(ArithmeticFault) {
      var result: (value: Rational, isApproximate: Bool)?
      switch instruction {
      case .add(let a, let b):
        if let a = constant(a), let b = constant(b) {
          result = (try a.value.adding(b.value), a.isApproximate || b.isApproximate)
        }
      case .subtract(let a, let b):
        if let a = constant(a), let b = constant(b) {
          result = (try a.value.subtracting(b.value), a.isApproximate || b.isApproximate)
        }
      case .multiply(let a, let b):
        if let a = constant(a), let b = constant(b) {
          result = (try a.value.multiplied(by: b.value), a.isApproximate || b.isApproximate)
        }
      case .divide(let a, let b):
        if let a = constant(a), let b = constant(b) {
          result = (try a.value.divided(by: b.value), a.isApproximate || b.isApproximate)
        }
      case .power(let a, let b):
        if let a = constant(a), let b = constant(b) {
          if a.value.isZero, b.value.isNegative { throw ArithmeticFault.divisionByZero }
          let (value, isExact) = try a.value.raised(toRational: b.value)
          result = (value, a.isApproximate || b.isApproximate || !isExact)
        }
      default: break
      }
      guard let result else { return try emitCatching(instruction, range) }
      dropConstants(instruction)
      return try emitCatching(.constant(result.value, info.unit, isApproximate: result.isApproximate), range)
    } catch {
      throw Checker.diagnostic(error, range)
    }
  }

  /// Takes away the two constants that an instruction was worked out from, where they were written last.
  private mutating func dropConstants(_ instruction: Instruction) {
    switch instruction {
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b), .divide(let a, let b),
      .power(let a, let b):
      let count = block.instructions.count
      if Int(a) == count - 2, Int(b) == count - 1 { block.instructions.removeLast(2) }
    default: break
    }
  }

  private mutating func emitCatching(_ instruction: Instruction, _ range: SourceRange) throws(ArithmeticFault)
    -> Int32
  {
    do throws(Diagnostic) {
      return try emit(instruction, range)
    } catch {
      throw .tooLarge
    }
  }

  /// What an arithmetic fault means to the user.
  static func diagnostic(_ fault: ArithmeticFault, _ range: SourceRange) -> Diagnostic {
    switch fault {
    case .tooLarge: Diagnostic(.numberTooLarge, range)
    case .divisionByZero: Diagnostic(.dividedByZero, range)
    case .notANumber: Diagnostic(.rootOfNegative, range)
    }
  }
}

extension LiteralUnit {
  /// The unit of a value that was written like this.
  var unit: Unit {
    switch self {
    case .number: .number
    case .money: .money
    case .percent: .percent
    case .rate: .rate
    case .points: .points
    }
  }
}

extension String {
  /// Without characters of a kind at both ends.
  func trimmingCharacters(_ isTrimmed: (Character) -> Bool) -> String {
    var rest = self[...]
    while let first = rest.first, isTrimmed(first) { rest = rest.dropFirst() }
    while let last = rest.last, isTrimmed(last) { rest = rest.dropLast() }
    return String(rest)
  }
}
