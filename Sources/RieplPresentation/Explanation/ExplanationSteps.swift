import RieplEngine
import RieplSyntax

/// The steps of a calculation, in the order in which somebody would do them on paper.
struct ExplanationSteps {
  let explanation: ExplanationText
  let text: PartText
  let row: ExplainedRow
  var number = 0
  /// What has been explained already, by its name.
  private var known: Set<String> = []
  private var result: [TextLine] = []

  init(explanation: ExplanationText, text: PartText, row: ExplainedRow) {
    self.explanation = explanation
    self.text = text
    self.row = row
  }

  private var plan: Plan { explanation.plan }
  private var catalog: Catalog { explanation.catalog }
  private var isFull: Bool { explanation.explanation.isFull }

  /// The steps of one column.
  mutating func lines(_ part: WorkedPart, column: Int) -> [TextLine] {
    result = []
    number = 0
    explain(part)
    if plan.projection != nil {
      project(part)
    } else {
      end(part, column)
    }
    return result
  }

  /// The steps of a part, without an end.
  mutating func parts(_ part: WorkedPart) -> [TextLine] {
    explain(part)
    return result
  }

  /// Adds a step with a number.
  mutating func step(_ sentence: String) {
    number += 1
    let lead = "  \(number). "
    result += TextLine.wrapped(.text, lead + sentence, width: explanation.width, indent: lead.count)
  }

  /// Adds a sentence to the step before.
  mutating func more(_ sentence: String) {
    result += TextLine.wrapped(.text, "     " + sentence, width: explanation.width, indent: 5)
  }

  mutating func add(_ lines: [TextLine]) { result += lines }

  // MARK: Parts

  private mutating func explain(_ part: WorkedPart) {
    for inner in part.parts { explain(inner) }
    if case .constant = part.instruction { return }
    guard known.insert(text.text(part)).inserted else { return }
    switch part.instruction {
    case .aggregate(let index): explain(index, part)
    case .fact(let number):
      let fact = catalog.facts[number]
      step("“\(fact.name)” is one published figure: \(AmountText.text(part)).")
      if !fact.summary.isEmpty { more("The source says: “\(fact.summary)”.") }
    case .last: step("“it” is the answer before, \(AmountText.text(part)), unrounded.")
    case .reduce: explainBracket(part)
    default: if !part.parts.isEmpty { calculate(part) }
    }
  }

  /// A sign between two values, worked out.
  private mutating func calculate(_ part: WorkedPart) {
    let name = text.text(part)
    if let absent = part.parts.first(where: { $0.absence != nil }) {
      return step("“\(text.text(absent))” has no figure, so “\(name)” has none.")
    }
    if part.absence != nil { return step("“\(name)” has no figure.") }
    // Money beside money is written in the same unit.
    let money = part.parts.filter { $0.unit == .money }
    let power = money.map { AmountText.power($0.sourcePower) }.min() ?? AmountText.power(part.sourcePower)
    let values = part.parts.map { AmountText.text($0, power: power) }
    let whole = AmountText.text(part, power: power)
    switch part.instruction {
    case .negate: step("\(values[0]) with the other sign is \(whole).")
    case .add: step("\(values[0]) + \(values[1]) = \(whole)")
    case .subtract: step("\(values[0]) - \(values[1]) = \(whole)")
    case .multiply: step("\(values[0]) × \(values[1]) = \(whole)")
    case .divide:
      step("\(values[0]) ÷ \(values[1]) = \(whole)")
      let isShare = part.parts.allSatisfy { $0.unit == .money }
      if isShare, known.insert("per").inserted {
        more("That is how many pounds there are for each pound of “\(text.text(part.parts[1]))”.")
      }
    case .power: step("\(values[0]) to the power of \(values[1]) is \(whole).")
    case .share:
      step("The share: \(values[0]) ÷ \(values[1]) = \(ratio(part)), which is \(whole).")
    case .change: step("The change: \(values[1]) - \(values[0]) = \(whole)")
    case .growth:
      let difference = part.parts[1].value.minus(part.parts[0].value)
      let text = AmountText.text(difference, part.parts[0].unit, power: power)
      step(
        "The growth: \(values[1]) - \(values[0]) = \(text), and \(text) ÷ \(values[0]) = \(ratio(part)), which is \(whole)."
      )
    case .nearest: step("\(values[0]) to the nearest \(values[1]) is \(whole).")
    case .cumulative:
      step("The figures are added up row by row, in the order shown; down to this row they make \(whole).")
    case .constant, .fact, .last, .aggregate, .reduce: break
    }
  }

  private func ratio(_ part: WorkedPart) -> String { AmountText.text(part.value, .number, digits: 8) }

  // MARK: Figures of a table

  private mutating func explain(_ index: Int, _ part: WorkedPart) {
    let aggregate = plan.aggregates[index]
    let name = text.text(part)
    guard let taken = part.taken, aggregate.measure >= 0 else {
      return step("“\(name)” counts them: \(AmountText.text(part)).")
    }
    let measure = catalog.measures[aggregate.measure]
    let isSingle = taken.count == 1 && taken.refused + taken.untested == 0 && taken.missing.isEmpty
    if isSingle, aggregate.reducer != .count {
      let place = isFull ? taken.figures.first?.place.map { " (\($0))" } ?? "" : ""
      let what = measure.period.map { ", \($0)" } ?? ""
      step("“\(name)” is one published figure\(what): \(AmountText.text(part))\(place).")
      mark(taken)
      return
    }
    let measureName = measure.name
    let count = taken.count
    let among = text.members(index)
    let all = count + taken.refused + taken.untested + taken.missing.values.reduce(0, +)
    let figures =
      all > count
      ? "\(grouped(count)) of \(grouped(all)) figures" : count == 1 ? "1 figure" : "\(grouped(count)) figures"
    step("“\(name)” takes \(figures) of \(measureName)" + (among.isEmpty ? "." : ": \(among)."))
    list(taken, index, measure)
    if taken.refused > 0 {
      let conditions = Names.joined(
        aggregate.filters.map { Reading.condition(plan.filters[$0], explanation.answer, catalog) })
      more(
        "\(grouped(taken.refused)) \(taken.refused == 1 ? "other is" : "others are") left out, because this does not hold for \(taken.refused == 1 ? "it" : "them"): \(conditions)."
      )
    }
    if taken.untested > 0 {
      more(
        "\(grouped(taken.untested)) \(taken.untested == 1 ? "other is" : "others are") left out, because a figure that the condition looks at is not there for \(taken.untested == 1 ? "it" : "them")."
      )
    }
    for absence in Absence.allCases {
      guard let number = taken.missing[absence] else { continue }
      let named = taken.absent.filter { $0.absence == absence }
      let list =
        named.count == number && (number <= 5 || isFull)
        ? " (" + Names.joined(named.map { text.name($0, index) }) + ")" : ""
      more(
        "\(grouped(number)) \(number == 1 ? "is" : "are") not there and left out, because \(number == 1 ? "it is" : "they are") \(RemarkText.reason(absence))\(list)."
      )
    }
    combine(part, taken, aggregate, measure, index)
    mark(taken)
  }

  /// The notes and statuses of the figures that were taken, by name.
  private mutating func mark(_ taken: TakenFigures) {
    for status in [Status.revised, .provisional, .estimate, .forecast] {
      let count = taken.figures.count { $0.status == status }
      guard count > 0 else { continue }
      let word = AnswerText.statusText(status).prefix { $0 != ":" }
      more(
        "\(grouped(count)) of \(taken.count == 1 ? "it" : "them") \(count == 1 ? "is" : "are") marked \(status.marker): \(word)."
      )
    }
  }

  private func grouped(_ count: Int) -> String { LoadCount.text(count) }

  /// The figures themselves, where there are few of them or all are wanted.
  private mutating func list(_ taken: TakenFigures, _ index: Int, _ measure: Measure) {
    guard taken.count > 0 else { return }
    guard isFull || taken.count <= ExplanationText.shortList else {
      return more("`explain fully` lists them.")
    }
    let power = AmountText.power(measure.sourcePower)
    let least = measure.unit == .money ? max(0, power - measure.sourcePower) : 0
    var table = TextTable()
    table.showsHeader = false
    table.columns = [
      TextTable.Column(header: "", alignment: .left), TextTable.Column(header: "", alignment: .right),
    ]
    // The place of a figure says what it is of as well.
    let hasPlaces = isFull && taken.figures.allSatisfy { $0.place != nil }
    if hasPlaces { table.columns = [table.columns[1], table.columns[0]] }
    for figure in taken.figures {
      let value = AmountText.text(figure.value, measure.unit, power: power, least: least)
      let notes = figure.notes.numbers.map { " [\(catalog.notes[$0].citation)]" }.joined()
      if hasPlaces {
        table.rows.append([value, (figure.place ?? "") + notes])
      } else {
        let name = isFull ? text.name(figure, index) : text.shortName(figure, index, taken.figures)
        table.rows.append([name, value + (isFull ? notes : "")])
      }
    }
    result += table.lines(indent: 7, width: nil).lines
    if taken.count > taken.figures.count {
      result.append(TextLine(.remark, "       … and \(grouped(taken.count - taken.figures.count)) more"))
    }
  }

  /// What makes the figures one.
  private mutating func combine(
    _ part: WorkedPart, _ taken: TakenFigures, _ aggregate: Aggregate, _ measure: Measure, _ index: Int
  ) {
    let value = AmountText.text(part)
    guard part.absence == nil else { return more("So there is no figure.") }
    let over = text.over(index, taken.figures)
    switch aggregate.reducer {
    case .sum:
      if taken.count > 1 { more("Added up\(over.isEmpty ? "" : " over the \(over)") they make \(value).") }
    case .average:
      let sum = part.value.times(Rational(taken.count))
      let power = AmountText.power(measure.sourcePower)
      more(
        "Added up they make \(AmountText.text(sum, part.unit, power: power)); \(AmountText.text(sum, part.unit, power: power)) ÷ \(taken.count) = \(value)"
      )
    case .median:
      let middle =
        taken.count % 2 == 1 ? "the one in the middle is" : "halfway between the two in the middle is"
      more("Put in order, \(middle) \(value).")
    case .lowest: more("The lowest of them is \(value).")
    case .highest: more("The highest of them is \(value).")
    case .range:
      let values = taken.figures.map(\.value)
      guard taken.figures.count == taken.count, let low = values.min(), let high = values.max() else {
        return more("The highest less the lowest is \(value).")
      }
      let power = AmountText.power(measure.sourcePower)
      more(
        "The highest less the lowest: \(AmountText.text(high, part.unit, power: power)) - \(AmountText.text(low, part.unit, power: power)) = \(value)"
      )
    case .count: more("There are \(value) of them.")
    }
  }

  // MARK: Brackets

  private mutating func explainBracket(_ part: WorkedPart) {
    guard let inner = part.inner else { return }
    let name = text.text(part)
    let present = inner.rows.filter { $0.value != nil }
    let power = AmountText.power(part.sourcePower)
    func amount(_ value: Rational) -> String { AmountText.text(value, inner.unit, power: power) }
    guard let reducer = inner.reducer else {
      for worked in inner.worked { explain(worked) }
      return step("“\(name)” is worked out first: \(AmountText.text(part)).")
    }
    step("“\(name)” works out what is in the brackets first, for each row: \(inner.rows.count) rows.")
    if isFull || inner.rows.count <= ExplanationText.shortList {
      var table = TextTable()
      table.showsHeader = false
      table.columns = [
        TextTable.Column(header: "", alignment: .left), TextTable.Column(header: "", alignment: .right),
      ]
      table.rows = inner.rows.map { [$0.name, $0.value.map(amount) ?? "no figure"] }
      result += table.lines(indent: 7, width: nil).lines
    }
    guard part.absence == nil else { return more("So there is no figure.") }
    let value = AmountText.text(part)
    let sum = present.reduce(Rational.zero) { $0.plus($1.value ?? .zero) }
    switch reducer {
    case .sum: more("Added up they make \(value).")
    case .average: more("Added up they make \(amount(sum)); \(amount(sum)) ÷ \(present.count) = \(value)")
    case .median: more("Put in order, the middle is \(value).")
    case .lowest: more("The lowest of them is \(value).")
    case .highest: more("The highest of them is \(value).")
    case .range: more("The highest less the lowest is \(value).")
    case .count: more("There are \(value) of them.")
    }
  }

  // MARK: The end

  /// Where rounding comes in, and the answer.
  private mutating func end(_ part: WorkedPart, _ column: Int) {
    guard column < explanation.answer.columns.count else { return }
    let format = explanation.answer.columns[column].format
    let who = row.keys.isEmpty ? "" : explanation.label(row.keys) + ": "
    guard part.absence == nil else {
      return step("\(who)there is no figure.")
    }
    if let rejected = explanation.answer.rejected {
      return step("The comparison does not keep it: the figure is \(ValueText.text(rejected, format)).")
    }
    round(part)
    let shown = ValueText.text(part.value, format, isApproximate: part.isApproximate)
    let isRounded = format.rounded(part.value) != format.scaled(part.value)
    let how = isRounded ? "Rounded once, here at the end: " : ""
    let lead = who.isEmpty ? (isRounded ? "" : "The answer: ") : who
    step(how + lead + shown)
  }

  /// What the source's rounding leaves open.
  private mutating func round(_ part: WorkedPart) {
    guard let interval = part.interval, interval.lowerBound < interval.upperBound else { return }
    // An account to the penny is not rounded.
    if part.unit == .money, let power = part.sourcePower, power <= -2 { return }
    let leaves = part.all.filter { $0.parts.isEmpty }
    var steps: [(name: String, step: String)] = []
    for leaf in leaves {
      guard let power = leaf.sourcePower, let step = AmountText.step(power, leaf.unit) else { continue }
      let name: String
      switch leaf.instruction {
      case .aggregate(let index): name = catalog.measures[plan.aggregates[index].measure].name
      case .fact(let number): name = catalog.facts[number].name
      default: continue
      }
      if !steps.contains(where: { $0.name == name }) { steps.append((name, step)) }
    }
    guard !steps.isEmpty else { return }
    let power = AmountText.power(part.sourcePower)
    // As many digits as tell the two ends apart.
    var digits = 6
    func end(_ value: Rational) -> String {
      AmountText.text(value, part.unit, power: power, digits: digits)
    }
    while digits < 14, end(interval.lowerBound) == end(interval.upperBound) { digits += 1 }
    let (low, high) = (end(interval.lowerBound), end(interval.upperBound))
    let published = Names.joined(steps.map { "\($0.name) to the nearest \($0.step)" })
    step(
      "The source gives \(published), so each figure may be off by half of that. The exact answer lies between \(low) and \(high)."
    )
  }
}

/// Whole numbers with commas.
enum LoadCount {
  static func text(_ count: Int) -> String {
    ValueText.text(Rational(count), NumberFormat(unit: .count, power: 0, decimals: 0))
  }
}

extension Rational {
  /// The sum, or the value itself where it would be too large to be shown anyway.
  func plus(_ other: Rational) -> Rational {
    do throws(ArithmeticFault) { return try adding(other) } catch { return self }
  }

  /// The difference.
  func minus(_ other: Rational) -> Rational { plus(other.negated) }

  /// The product, or the value itself where it would be too large to be shown anyway.
  func times(_ other: Rational) -> Rational {
    do throws(ArithmeticFault) { return try multiplied(by: other) } catch { return self }
  }
}
