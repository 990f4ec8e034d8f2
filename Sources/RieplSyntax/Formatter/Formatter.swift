/// Writes a tree as text, in the one form that all who mean the same would write: clauses in a fixed order,
/// official names, years and amounts as they are printed.
public struct Formatter {
  let tree: Tree
  let vocabulary: Vocabulary
  /// Dimensions whose slices are left out, because a follow-up names them.
  private var droppedSlices: Set<Int> = []

  /// Makes a formatter for the trees of one parser.
  public init(tree: Tree, vocabulary: Vocabulary) {
    self.tree = tree
    self.vocabulary = vocabulary
  }

  /// A whole question.
  public func question(_ id: QuestionID) -> String {
    let question = tree[id]
    return ([front(question)] + clauses(question)).joined(separator: " ")
  }

  /// A question without its clauses.
  public func front(_ question: Question) -> String {
    var parts: [String] = []
    if question.view == .chart { parts.append(WordTable.spelling(.chart)) }
    switch question.modifier {
    case .none: break
    case .rank: parts.append(WordTable.spelling(.rank))
    case .project: parts.append(WordTable.spelling(.project))
    case .compare: parts.append(WordTable.spelling(.compare))
    }
    parts.append(tree[question.columns].map { expression($0) }.joined(separator: ", "))
    switch question.against {
    case nil: break
    case .calculation(let id): parts.append("with " + expression(id))
    case .member(let use): parts.append("with " + name(use))
    }
    return parts.joined(separator: " ")
  }

  /// The clauses of a question in the fixed order.
  public func clauses(_ question: Question) -> [String] {
    tree[question.clauses].enumerated().sorted {
      ($0.element.kind.rawValue, $0.offset) < ($1.element.kind.rawValue, $1.offset)
    }
    .map { clause($0.element) }
  }

  /// The clauses of a follow-up put in the place of their likes in a question.
  ///
  /// `for`, `in` and `from` are replaced dimension by dimension; `dropsCut` leaves `top` and `bottom` out.
  public static func followUp(
    _ last: Formatter, _ lastID: QuestionID, with new: Formatter, _ newID: QuestionID, dropsCut: Bool
  ) -> String {
    let lastQuestion = last.tree[lastID]
    let newQuestion = new.tree[newID]
    // `then show` after a chart is a table again, whatever the chart was drawn as.
    let isTable = newQuestion.view == .show
    let newKinds = Set(new.tree[newQuestion.clauses].map(\.kind))
    var newDimensions: Set<Int> = []
    for clause in new.tree[newQuestion.clauses] { newDimensions.formUnion(new.dimensions(clause)) }
    var kept: [(kind: ClauseKind, text: String)] = []
    for clause in last.tree[lastQuestion.clauses] {
      switch clause.body {
      case .members(let items):
        // What is left of the names when the new dimensions are taken out.
        let left = last.tree[items].filter { !newDimensions.contains($0.name.dimension ?? -1) }
        if !left.isEmpty { kept.append((.members, "for " + last.members(Array(left)))) }
      case .span(let ends):
        if !newDimensions.contains(last.tree[ends].first?.dimension ?? -1) {
          kept.append((.span, last.clause(clause)))
        }
      case .cut:
        if !dropsCut, !newKinds.contains(.cut) { kept.append((.cut, last.clause(clause))) }
      case .chartForm where isTable: break
      default:
        if !newKinds.contains(clause.kind) { kept.append((clause.kind, last.clause(clause))) }
      }
    }
    kept += new.tree[newQuestion.clauses].map { ($0.kind, new.clause($0)) }
    let ordered = kept.enumerated().sorted {
      ($0.element.kind.rawValue, $0.offset) < ($1.element.kind.rawValue, $1.offset)
    }
    var last = last
    last.droppedSlices = newDimensions
    var front = lastQuestion
    front.view = newQuestion.view ?? lastQuestion.view
    return ([last.front(front)] + ordered.map(\.element.text)).joined(separator: " ")
  }

  private func dimensions(_ clause: Clause) -> Set<Int> {
    switch clause.body {
    case .members(let items): Set(tree[items].compactMap(\.name.dimension))
    case .span(let ends): Set([tree[ends].first?.dimension].compactMap { $0 })
    default: []
    }
  }

  // MARK: Clauses

  private func clause(_ clause: Clause) -> String {
    switch clause.body {
    case .members(let items): return "for " + members(Array(tree[items]))
    case .span(let ends): return "from " + tree[ends].map(name).joined(separator: " to ")
    case .where(let id): return "where " + condition(id)
    case .by(let items): return "by " + tree[items].map(name).joined(separator: ", ")
    case .keep(let comparison, let value, let upper):
      return comparisonText(comparison, isKeep: true) + " " + expression(value)
        + (upper.map { " and " + expression($0) } ?? "")
    case .sort(let order):
      return "sort " + (order == .highest ? "highest" : order == .lowest ? "lowest" : "name")
    case .cut(let count, let fromTop): return (fromTop ? "top " : "bottom ") + Formatter.grouped(count)
    case .within(let use): return "within " + name(tree[use])
    case .rates(let segments):
      return "at "
        + tree[segments].map { expression($0.rate) + ($0.until.map { " until " + name($0) } ?? "") }.joined(
          separator: ", ")
    case .until(let use): return "until " + name(tree[use])
    case .method(let isLinear): return isLinear ? "linear" : "compound"
    case .nearest(let value): return "to the nearest " + expression(value)
    case .withTotal: return "with total"
    case .display(let unit, let decimals):
      let places = decimals.map { "to \($0) " + ($0 == 1 ? "decimal" : "decimals") }
      return [unit.map { "as " + Formatter.unit($0) }, places].compactMap { $0 }.joined(separator: " ")
    case .chartForm(let form): return "as " + Formatter.chartForm(form)
    }
  }

  /// How a kind of chart is written behind `as`.
  public static func chartForm(_ form: ChartForm) -> String {
    switch form {
    case .bars: "bars"
    case .lines: "lines"
    case .shareBars: "share bars"
    }
  }

  /// How a unit is written behind `as`.
  public static func unit(_ unit: DisplayUnit) -> String {
    switch unit {
    case .money(let power): "£" + suffix(power)
    case .percent: "%"
    case .points: "points"
    case .number(let power): power == 6 ? "millions" : power == 3 ? "thousands" : "number"
    }
  }

  func members(_ items: [MemberItem]) -> String {
    var text = ""
    for (index, item) in items.enumerated() {
      // `except` goes for all names behind it.
      let isFirstExcluded = item.isExcluded && (index == 0 || !items[index - 1].isExcluded)
      text += (isFirstExcluded ? " except " : index == 0 ? "" : ", ") + name(item.name)
    }
    return text
  }

  /// A name in its official spelling, with quotes where it can't do without.
  public func name(_ use: NameUse) -> String {
    if let year = use.year { return FinancialYear.text(Int(year)) }
    guard let id = use.name else { return "" }
    let name = vocabulary[id].official
    return vocabulary.isApart(id) ? Formatter.inQuotes(name) : Formatter.written(name)
  }

  /// A name as it is written in a question.
  static func written(_ name: String) -> String { needsQuotes(name) ? inQuotes(name) : name }

  /// A name in quotes.
  static func inQuotes(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }

  private static func needsQuotes(_ name: String) -> Bool {
    !name.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == " " || $0 == "-" || $0 == "&"
        || $0 == "'"
    }
  }

  // MARK: Conditions

  private func condition(_ id: ConditionID, isNested: Bool = false) -> String {
    switch tree[id] {
    case .any(let list):
      let text = tree[list].map { condition($0, isNested: true) }.joined(separator: " or ")
      return isNested ? "(\(text))" : text
    case .all(let list):
      let text = tree[list].map { condition($0, isNested: true) }.joined(separator: " and ")
      return isNested ? "(\(text))" : text
    case .not(let inner): return "not " + condition(inner, isNested: true)
    case .membership(let dimension, let items, let isNot):
      let list = Array(tree[items])
      if list.count == 1, !list[0].isExcluded {
        return name(tree[dimension]) + (isNot ? " is not " : " = ") + name(list[0].name)
      }
      return name(tree[dimension]) + (isNot ? " not in " : " in ") + members(list)
    case .ordering(let dimension, let comparison, let ends):
      return name(tree[dimension]) + " " + comparisonText(comparison, isKeep: false) + " "
        + tree[ends].map(name).joined(separator: " and ")
    case .matching(let dimension, let letters, let isStart):
      let text = tree.text(letters).split(separator: "\"", omittingEmptySubsequences: false)
      return name(tree[dimension]) + (isStart ? " starts with " : " contains ")
        + "\"\(text.joined(separator: "\"\""))\""
    case .comparison(let left, let comparison, let right, let upper):
      return expression(left) + " " + comparisonText(comparison, isKeep: false) + " " + expression(right)
        + (upper.map { " and " + expression($0) } ?? "")
    }
  }

  private func comparisonText(_ comparison: Comparison, isKeep: Bool) -> String {
    switch comparison {
    case .equal: isKeep ? "is" : "="
    case .notEqual: "is not"
    case .less: isKeep ? "below" : "<"
    case .lessOrEqual: isKeep ? "at most" : "<="
    case .greater: isKeep ? "above" : ">"
    case .greaterOrEqual: isKeep ? "at least" : ">="
    case .between: "between"
    }
  }

  // MARK: Expressions

  /// An expression.
  public func expression(_ id: ExpressionID) -> String {
    switch tree[id] {
    case .literal(let index): return Formatter.literal(tree.literals[Int(index)])
    case .sum(let operands), .product(let operands):
      var text = ""
      for (index, operand) in tree[operands].enumerated() {
        if index > 0 {
          switch operand.op {
          case .add: text += " + "
          case .subtract: text += " - "
          case .multiply: text += " * "
          case .divide: text += " / "
          }
        }
        text += expression(operand.expression)
      }
      return text
    case .adjusted(let base, let amount, let isIncrease):
      return expression(base) + (isIncrease ? " increased by " : " decreased by ") + expression(amount)
    case .portion(let percent, let base): return expression(percent) + " of " + expression(base)
    case .power(let base, let exponent): return expression(base) + " ^ " + expression(exponent)
    case .negated(let inner): return "-" + expression(inner)
    case .figure(let index): return figure(tree.figures[Int(index)])
    }
  }

  private func figure(_ figure: Figure) -> String {
    var parts: [String] = []
    for index in 0..<figure.shapers.count {
      parts.append(WordTable.spelling(WordTable.word(figure.shapers[index])))
    }
    if let reducer = figure.reducer { parts.append(WordTable.spelling(WordTable.word(reducer))) }
    switch figure.head {
    case .it: parts.append(WordTable.spelling(.it))
    case .bracket(let question): parts.append("(" + self.question(question) + ")")
    case .name(let use):
      parts.append(dimensionName(use))
    }
    parts += tree[figure.slices].filter { !droppedSlices.contains($0.dimension ?? -1) }.map(name)
    return parts.joined(separator: " ")
  }

  /// A dimension that is asked for itself stands in the plural.
  private func dimensionName(_ use: NameUse) -> String {
    guard case .dimension(let number) = use.target, vocabulary.dimensionLabels.indices.contains(number) else {
      return name(use)
    }
    return vocabulary.dimensionLabels[number].plural
  }

  /// A literal as it is printed.
  public static func literal(_ literal: Literal) -> String {
    var digits = Array((literal.digits ?? "\(literal.mantissa)").utf8)
    var scale = Int(literal.scale)
    var suffix = ""
    if scale < 0 {
      let power = min(9, (-scale + 2) / 3 * 3)
      suffix = Formatter.suffix(power)
      scale += power
      if scale < 0 {
        digits += Array(repeating: UInt8(ascii: "0"), count: -scale)
        scale = 0
      }
    }
    while digits.count <= scale { digits.insert(UInt8(ascii: "0"), at: 0) }
    let whole = digits.dropLast(scale)
    var text = Lexer.grouped(Array(whole))
    if scale > 0 { text += "." + String(decoding: digits.suffix(scale), as: UTF8.self) }
    text += suffix
    switch literal.unit {
    case .number: return text
    case .money: return "£" + text
    case .percent: return text + "%"
    case .rate: return text + "% a year"
    case .points: return text + " points"
    }
  }

  /// The suffix of a power of ten.
  public static func suffix(_ power: Int) -> String {
    switch power {
    case 3: "k"
    case 6: "m"
    case 9: "bn"
    default: ""
    }
  }

  private static func grouped(_ number: Int) -> String { Lexer.grouped(Array("\(number)".utf8)) }
}
