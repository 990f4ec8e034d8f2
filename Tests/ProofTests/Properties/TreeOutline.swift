import RieplEngine
import RieplSyntax

/// A tree as nested text without places in the source: two statements of one outline mean the same.
struct TreeOutline {
  let tree: Tree

  /// The outline of a question.
  func question(_ id: QuestionID) -> String {
    let question = tree[id]
    var against = ""
    switch question.against {
    case nil: break
    case .calculation(let id): against = " against \(expression(id))"
    case .member(let use): against = " against member \(name(use))"
    }
    // Clauses may stand in any order, and names of several dimensions in one clause or in several.
    let clauses = tree[question.clauses].flatMap(clause).sorted()
    return "(\(question.view == .chart) \(question.modifier) ["
      + tree[question.columns].map(expression).joined(separator: "; ")
      + "]\(against) {" + clauses.joined(separator: "; ") + "})"
  }

  private func clause(_ clause: Clause) -> [String] {
    switch clause.body {
    case .members(let items): return tree[items].map { "member \($0.isExcluded) \(name($0.name))" }
    case .span(let ends): return ["span " + names(ends)]
    case .where(let id): return ["where " + condition(id)]
    case .by(let items): return ["by " + names(items)]
    case .keep(let comparison, let value, let upper):
      return ["keep \(comparison) \(expression(value)) " + (upper.map(expression) ?? "")]
    case .sort(let order): return ["sort \(order)"]
    case .cut(let count, let fromTop): return ["cut \(count) \(fromTop)"]
    case .within(let use): return ["within " + name(tree[use])]
    case .rates(let segments):
      return [
        "rates "
          + tree[segments].map { "\(expression($0.rate)) \($0.until.map(name) ?? "")" }.joined(
            separator: ", ")
      ]
    case .until(let use): return ["until " + name(tree[use])]
    case .method(let isLinear): return ["linear \(isLinear)"]
    case .nearest(let value): return ["nearest " + expression(value)]
    case .withTotal: return ["total"]
    case .chartForm(let form): return ["as \(form)"]
    case .display(let unit, let decimals):
      return ["as \(String(describing: unit)) \(String(describing: decimals))"]
    }
  }

  private func members(_ items: TreeList<MemberItem>) -> String {
    tree[items].map { "\($0.isExcluded ? "except " : "")\(name($0.name))" }.joined(separator: ", ")
  }

  private func names(_ list: TreeList<NameUse>) -> String { tree[list].map(name).joined(separator: ", ") }

  private func name(_ use: NameUse) -> String { "\(use.target)" + (use.year.map { " \($0)" } ?? "") }

  private func condition(_ id: ConditionID) -> String {
    switch tree[id] {
    case .any(let list): "any(" + tree[list].map(condition).joined(separator: ", ") + ")"
    case .all(let list): "all(" + tree[list].map(condition).joined(separator: ", ") + ")"
    case .not(let inner): "not(\(condition(inner)))"
    case .membership(let dimension, let items, let isNot):
      "\(name(tree[dimension])) \(isNot) in \(members(items))"
    case .matching(let dimension, let letters, let isStart):
      "\(tree[dimension].target) \(isStart ? "starts with" : "contains") \(tree.text(letters))"
    case .ordering(let dimension, let comparison, let ends):
      "\(name(tree[dimension])) \(comparison) \(names(ends))"
    case .comparison(let left, let comparison, let right, let upper):
      "\(expression(left)) \(comparison) \(expression(right)) " + (upper.map(expression) ?? "")
    }
  }

  private func expression(_ id: ExpressionID) -> String {
    switch tree[id] {
    case .literal(let index): TreeOutline.literal(tree.literals[Int(index)])
    case .sum(let operands), .product(let operands):
      "(" + tree[operands].map { "\($0.op) \(expression($0.expression))" }.joined(separator: " ") + ")"
    case .adjusted(let base, let amount, let isIncrease):
      "adjusted(\(expression(base)), \(expression(amount)), \(isIncrease))"
    case .portion(let percent, let base): "portion(\(expression(percent)), \(expression(base)))"
    case .power(let base, let exponent): "power(\(expression(base)), \(expression(exponent)))"
    case .negated(let inner): "-(\(expression(inner)))"
    case .figure(let index): figure(tree.figures[Int(index)])
    }
  }

  /// £5,000,000 and £5m are the same amount.
  private static func literal(_ literal: Literal) -> String {
    var digits = literal.digits ?? "\(literal.mantissa)"
    var scale = Int(literal.scale)
    while digits.count > 1, digits.hasSuffix("0") {
      digits.removeLast()
      scale -= 1
    }
    return digits == "0" ? "\(literal.unit) 0" : "\(literal.unit) \(digits)e\(-scale)"
  }

  private func figure(_ figure: Figure) -> String {
    let shapers = (0..<figure.shapers.count).map { "\(figure.shapers[$0])" }.joined(separator: " ")
    var head = "it"
    switch figure.head {
    case .it: break
    case .name(let use): head = name(use)
    case .bracket(let id): head = question(id)
    }
    // Slices of several dimensions may stand in any order.
    let slices = tree[figure.slices].map(name).sorted().joined(separator: ", ")
    return "[\(shapers) \(figure.reducer.map { "\($0)" } ?? "") \(head) / \(slices)]"
  }
}
