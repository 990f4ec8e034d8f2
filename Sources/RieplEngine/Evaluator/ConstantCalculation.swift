import RieplSyntax

/// The value of a calculation of nothing but literals, worked out straight from its tree.
///
/// `Checker` and `Evaluator` give the same value by way of a plan, and say what is wrong where there is none.
struct ConstantCalculation: Sendable {
  var value: Rational
  var unit: Unit
  /// Whether it can have more decimals than what was written.
  var isDerived = false
  var isApproximate = false

  /// How it is printed.
  var figure: PlainFigure {
    PlainFigure(value: value, format: FormatRules.constant(value, unit), isApproximate: isApproximate)
  }

  /// What further calculations have to know of it.
  var info: FigureInfo {
    var info = FigureInfo(unit: unit)
    info.isConstant = true
    info.isDerived = isDerived
    return info
  }

  /// The value of a question; nil where it is about figures, has clauses, or is in error.
  static func value(of id: QuestionID, _ tree: inout Tree, _ limits: Limits) -> ConstantCalculation? {
    guard tree.figures.isEmpty, tree.expressions.count * 2 < limits.nodes else { return nil }
    let question = tree[id]
    guard question.columns.count == 1, question.clauses.isEmpty, question.modifier == .none,
      question.view == nil
    else { return nil }
    do throws(ArithmeticFault) {
      return try work(tree[question.columns, 0], &tree)
    } catch {
      return nil
    }
  }

  private static func work(_ id: ExpressionID, _ tree: inout Tree) throws(ArithmeticFault)
    -> ConstantCalculation?
  {
    switch tree[id] {
    case .literal(let index):
      let literal = tree.literals[Int(index)]
      guard let value = Checker.value(literal) else { return nil }
      return ConstantCalculation(value: value, unit: literal.unit.unit)
    case .sum(let operands), .product(let operands):
      guard var result = try work(tree[operands, 0].expression, &tree) else { return nil }
      for index in 1..<Int(operands.count) {
        let operand = tree[operands, index]
        guard let right = try work(operand.expression, &tree), try result.join(operand.op, right) else {
          return nil
        }
      }
      return result
    case .adjusted(let base, let amount, let isIncrease):
      guard var result = try work(base, &tree), let right = try work(amount, &tree),
        right.unit == .percent || right.unit == .rate
      else { return nil }
      let factor = isIncrease ? try Rational.one.adding(right.value) : try .one.subtracting(right.value)
      result.value = try result.value.multiplied(by: factor)
      result.isDerived = true
      result.isApproximate = result.isApproximate || right.isApproximate
      return result
    case .portion(let percent, let base):
      guard var result = try work(percent, &tree), let right = try work(base, &tree),
        try result.join(.multiply, right)
      else { return nil }
      return result
    case .power(let base, let exponent):
      guard var result = try work(base, &tree), let right = try work(exponent, &tree),
        try result.raise(to: right)
      else { return nil }
      return result
    case .negated(let inner):
      guard var result = try work(inner, &tree) else { return nil }
      result.value = result.value.negated
      return result
    case .figure: return nil
    }
  }

  /// Adds, takes away, multiplies by or divides by a value; false where the units don't go together.
  private mutating func join(_ op: Operator, _ right: ConstantCalculation) throws(ArithmeticFault) -> Bool {
    switch op {
    case .add, .subtract:
      guard let unit = UnitRules.sum(unit, right.unit, isDifference: op == .subtract) else { return false }
      self.unit = unit
      value = op == .add ? try value.adding(right.value) : try value.subtracting(right.value)
      isDerived = isDerived || right.isDerived
    case .multiply:
      guard let unit = UnitRules.product(unit, right.unit) else { return false }
      self.unit = unit
      value = try value.multiplied(by: right.value)
      isDerived = true
    case .divide:
      guard let unit = UnitRules.quotient(unit, right.unit) else { return false }
      self.unit = unit
      value = try value.divided(by: right.value)
      isDerived = true
    }
    isApproximate = isApproximate || right.isApproximate
    return true
  }

  private mutating func raise(to exponent: ConstantCalculation) throws(ArithmeticFault) -> Bool {
    guard unit == .number || unit == .percent, exponent.unit == .number else { return false }
    if value.isZero, exponent.value.isNegative { throw .divisionByZero }
    let (power, isExact) = try value.raised(toRational: exponent.value)
    value = power
    isDerived = true
    isApproximate = isApproximate || exponent.isApproximate || !isExact
    return true
  }
}
