import RieplEngine
import RieplSyntax

/// A question as it is typed. Wording is drawn where the language leaves a choice.
extension QuestionModel {
  /// The name that a `let` gives to the first calculation.
  static let definedName = "the yardstick"

  /// The lines to type, the question last.
  func lines(_ data: SampleData, _ random: inout ProofRandom) -> [String] {
    var lines: [String] = []
    var columns = calculations.map { QuestionModel.text($0, data) }
    if isDefined {
      lines.append("let \(QuestionModel.definedName) = \(columns[0])")
      columns[0] = QuestionModel.definedName
    }
    let clauses = clauses(data, &random).shuffled(using: &random)
    lines.append(QuestionModel.line(front(columns), clauses))
    return lines
  }

  /// The calculations with the word in front of them.
  func front(_ columns: [String]) -> String {
    if isCompared { return "compare \(columns[0]) with \(columns[1])" }
    return (isRanked ? "rank " : "") + columns.joined(separator: ", ")
  }

  static func line(_ front: String, _ clauses: [String]) -> String {
    ([front] + clauses).joined(separator: " ")
  }

  /// The clauses, in the order of the formatter.
  func clauses(_ data: SampleData, _ random: inout ProofRandom) -> [String] {
    var clauses = selections.map { QuestionModel.text($0, data, &random) }
    for case .change(_, let from, let to, let axis, _) in calculations {
      clauses.append("from \(data.axes[axis].members[from]) to \(data.axes[axis].members[to])")
    }
    if let condition {
      clauses.append("where " + QuestionModel.text(condition, data, &random, isNested: false))
    }
    switch rows {
    case .none, .cells: break
    case .axes(let axes):
      clauses.append(
        "by "
          + axes.map { random.once(in: 4) ? data.axes[$0].plural : data.axes[$0].name }.joined(
            separator: ", "))
    case .places(let places):
      clauses.append("by " + places.map { QuestionModel.text($0, data) }.joined(separator: ", "))
    }
    if let keep {
      let values = ([keep.value] + [keep.upper].compactMap { $0 }).map {
        QuestionModel.amount($0, keep.power, keep.unit)
      }
      let text = keep.figure.map { QuestionModel.text($0, data) } ?? values.joined(separator: " and ")
      clauses.append(QuestionModel.keepWord(keep.comparison, &random) + " " + text)
    }
    if let sort { clauses.append("sort \(sort)") }
    if let cut { clauses.append((cut.fromTop ? "top " : "bottom ") + "\(cut.count)") }
    if let within { clauses.append("within " + data.axes[within].name) }
    if let nearest, let column = figures.first.map({ data.columns[$0.column] }) {
      clauses.append("to the nearest " + QuestionModel.amount(nearest, column.sourcePower, column.unit))
    }
    if hasTotal { clauses.append("with total") }
    return clauses
  }

  static func text(_ place: Place, _ data: SampleData) -> String {
    switch place {
    case .member(let axis, let code): data.axes[axis].members[code]
    case .whole(let axis): data.axes[axis].whole ?? "all \(data.axes[axis].plural)"
    case .group(let number): data.groups[number].name
    }
  }

  static func text(_ figure: Figure, _ data: SampleData, shaper: String? = nil) -> String {
    var words = [shaper, figure.reducer.map { "\($0)" }].compactMap { $0 }
    words.append(data.columns[figure.column].name)
    words += figure.slices.map { text($0, data) }
    return words.joined(separator: " ")
  }

  static func text(_ calculation: Calculation, _ data: SampleData) -> String {
    switch calculation {
    case .figure(let figure): text(figure, data)
    case .combined(let left, let isAdded, let right):
      text(left, data) + (isAdded ? " + " : " - ") + text(right, data)
    case .ratio(let left, let right): text(left, data) + " / " + text(right, data)
    case .share(let figure): text(figure, data, shaper: "share")
    case .scaled(let figure, let times): text(figure, data) + " * \(times)"
    case .reduced(let reducer, let figure, let axis):
      "\(reducer) (\(text(figure, data)) by \(data.axes[axis].name))"
    case .cumulative(let figure): text(figure, data, shaper: "cumulative")
    case .excess: ""
    case .change(let figure, _, _, _, let isGrowth):
      text(figure, data, shaper: isGrowth ? "growth" : "change")
    }
  }

  static func text(_ selection: Selection, _ data: SampleData, _ random: inout ProofRandom) -> String {
    if selection.isSpan {
      return "from " + selection.items.map { text($0, data) }.joined(separator: " to ")
    }
    let word =
      data.axes[selection.axis].firstYear == nil
      ? random.pick(["for", "for", "in"]) : random.pick(["in", "for"])
    let separator = random.pick([", ", " and "])
    let items = selection.items.map { text($0, data) }.joined(separator: separator)
    return word + " " + items + selection.excluded.map { " except " + text($0, data) }.joined()
  }

  static func text(_ condition: Condition, _ data: SampleData, _ random: inout ProofRandom, isNested: Bool)
    -> String
  {
    switch condition {
    case .any(let parts), .all(let parts):
      var word = "and"
      if case .any = condition { word = "or" }
      var texts: [String] = []
      for part in parts { texts.append(text(part, data, &random, isNested: true)) }
      let joined = texts.joined(separator: " \(word) ")
      return isNested ? "(\(joined))" : joined
    case .not(let inner): return "not (" + text(inner, data, &random, isNested: false) + ")"
    case .member(let axis, let places, let isNot):
      let names = places.map { text($0, data) }
      let name = data.axes[axis].name
      if names.count == 1 {
        return name + (isNot ? random.pick([" is not ", " != "]) : random.pick([" = ", " is "])) + names[0]
      }
      return name + (isNot ? " not in " : " in ") + names.joined(separator: ", ")
    case .order(let axis, let comparison, let first, let last):
      let members = data.axes[axis].members
      return "\(data.axes[axis].name) \(conditionWord(comparison, &random)) \(members[first])"
        + (last.map { " and \(members[$0])" } ?? "")
    case .compare(let column, let slices, let comparison, let value, let upper):
      let measure = data.columns[column]
      let words = [measure.name] + slices.map { text($0, data) }
      return words.joined(separator: " ") + " \(conditionWord(comparison, &random)) "
        + amount(value, measure.sourcePower, measure.unit)
        + (upper.map { " and " + amount($0, measure.sourcePower, measure.unit) } ?? "")
    }
  }

  private static func conditionWord(_ comparison: Comparison, _ random: inout ProofRandom) -> String {
    switch comparison {
    case .equal: random.pick(["=", "is"])
    case .notEqual: random.pick(["!=", "is not", "<>"])
    case .less: random.pick(["<", "below", "less than"])
    case .lessOrEqual: random.pick(["<=", "at most"])
    case .greater: random.pick([">", "above", "more than"])
    case .greaterOrEqual: random.pick([">=", "at least"])
    case .between: "between"
    }
  }

  private static func keepWord(_ comparison: Comparison, _ random: inout ProofRandom) -> String {
    comparison == .equal ? random.pick(["is", "="]) : conditionWord(comparison, &random)
  }

  /// A whole number of a power of ten of base units, as an amount that can be typed.
  static func amount(_ value: Int64, _ power: Int, _ unit: RieplEngine.Unit) -> String {
    let shift = power - unit.printedPower
    var digits = String(value.magnitude)
    if shift >= 0 {
      digits += value == 0 ? "" : String(repeating: "0", count: shift)
    } else {
      while digits.count <= -shift { digits = "0" + digits }
      digits.insert(".", at: digits.index(digits.endIndex, offsetBy: shift))
    }
    let sign = value < 0 ? "-" : ""
    switch unit {
    case .money: return sign + "£" + digits
    case .percent: return sign + digits + "%"
    case .points: return sign + digits + " points"
    case .number, .count, .rate: return sign + digits
    }
  }
}
