import RieplEngine
import RieplSyntax

/// The steps of a projection, year by year.
extension ExplanationSteps {
  mutating func project(_ part: WorkedPart) {
    guard let projection = explanation.plan.projection, part.absence == nil else { return }
    let answer = explanation.answer
    let keys = row.keys
    guard let series = answer.series.first(where: { $0.keys == keys }) else { return }
    let measure = explanation.catalog.measures[projection.measure]
    let power = AmountText.power(measure.sourcePower)
    func amount(_ value: Rational) -> String { AmountText.text(value, measure.unit, power: power) }
    let first = FinancialYear.text(projection.firstYear)
    let start: Rational
    if let model = projection.model, let base = series.base {
      start = base
      let years = model.targetYear - model.baseYear
      let rate = percent(model.rate)
      let target = series.figure.dividedBy(base)
      step(
        "The source says \(rate) a year, and the figure is what \(words(years)) of that come to, from the end of \(first) to the end of \(FinancialYear.text(model.targetYear)). So there must be a base, on which the gains are made:"
      )
      if projection.isLinear {
        more("\(rate) × \(years) = \(number(target))")
      } else {
        let factor = number(Rational.one.plus(model.rate))
        more(
          "\(Array(repeating: factor, count: years).joined(separator: " × ")) = \(number(Rational.one.plus(target))), less 1 is \(number(target))"
        )
      }
      more("\(amount(series.figure)) ÷ \(number(target)) = \(amount(base)), the base of \(first).")
    } else {
      start = series.figure
      step("It starts from \(amount(series.figure)), the figure of \(first).")
    }
    step(growthSentence(projection))
    add(growthTable(projection, start, answer, keys))
    columns(projection, start, answer, keys, amount)
    round(projection, series, amount)
    last(projection, answer, keys)
  }

  private func words(_ years: Int) -> String { years == 1 ? "one year" : "\(years) years" }

  private func percent(_ rate: Rational) -> String { AmountText.text(rate, .percent) }

  private func number(_ value: Rational) -> String { AmountText.text(value, .number) }

  private func growthSentence(_ projection: Projection) -> String {
    let way =
      projection.isLinear
      ? "The rates of the years are added up (linear)"
      : "Each year the growth so far is multiplied by 1 plus the rate of the year (compound)"
    let level =
      projection.model == nil
      ? "the level is what it started from, times the growth so far"
      : projection.isLinear
        ? "the level is the base times that" : "the level is the base times the growth so far less 1"
    return "\(way); \(level). It is rounded only where it is shown:"
  }

  /// A row for each year: the growth so far, and the level before and after rounding.
  private func growthTable(_ projection: Projection, _ start: Rational, _ answer: Answer, _ keys: [RowKey])
    -> [TextLine]
  {
    let format = answer.columns[0].format
    let power = AmountText.power(explanation.catalog.measures[projection.measure].sourcePower)
    let hasModel = projection.model != nil
    var table = TextTable()
    table.columns = [TextTable.Column(header: "year", alignment: .left)]
    table.columns.append(
      TextTable.Column(header: projection.isLinear ? "rates so far" : "growth so far", alignment: .left))
    if hasModel, !projection.isLinear {
      table.columns.append(TextTable.Column(header: "less 1", alignment: .left))
    }
    table.columns.append(TextTable.Column(header: hasModel ? "× base" : "× start", alignment: .right))
    table.columns.append(TextTable.Column(header: "shown", alignment: .right))
    var product = Rational.one
    var sum = Rational.zero
    for (offset, rate) in projection.rates.enumerated() {
      let before = projection.isLinear ? sum : product
      let factor = Rational.one.plus(rate)
      product = product.times(factor)
      sum = sum.plus(rate)
      let year = FinancialYear.text(projection.firstYear + 1 + offset)
      var line = [year]
      let growth: Rational
      if projection.isLinear {
        let total = hasModel ? sum : Rational.one.plus(sum)
        line.append(
          (offset == 0 ? percent(rate) : "\(percent(before)) + \(percent(rate)) = \(percent(sum))")
            + (hasModel ? "" : ", and 1 is \(number(total))"))
        growth = total
      } else {
        line.append(
          offset == 0 ? number(factor) : "\(number(before)) × \(number(factor)) = \(number(product))")
        growth = hasModel ? product.minus(.one) : product
        if hasModel { line.append(number(growth)) }
      }
      let level = start.times(growth)
      line.append(AmountText.text(level, explanation.catalog.measures[projection.measure].unit, power: power))
      line.append(ValueText.text(level, format))
      table.rows.append(line)
    }
    return table.lines(indent: 5, width: nil).lines
  }

  /// What stands in the other columns, with the last year as an example.
  private mutating func columns(
    _ projection: Projection, _ start: Rational, _ answer: Answer, _ keys: [RowKey],
    _ amount: (Rational) -> String
  ) {
    let rows = answer.rows.filter { $0.keys.dropLast().elementsEqual(keys) }
    guard let last = rows.last, last.cells.count > 2, answer.columns.count > 2 else { return }
    let year = FinancialYear.text(projection.lastYear)
    let before =
      rows.count > 1 ? rows[rows.count - 2].cells[0].value : projection.model == nil ? start : .zero
    step(
      "“new” is the level less the level of the year before. In \(year): \(amount(last.cells[0].value)) - \(amount(before)) = \(amount(last.cells[1].value)), shown as \(ValueText.text(last.cells[1], answer.columns[1].format))."
    )
    let cash = rows.count > 1 ? rows[rows.count - 2].cells[2].value : Rational.zero
    step(
      "“cash so far” adds the levels up, one year after another. Up to \(year): \(amount(cash)) + \(amount(last.cells[0].value)) = \(amount(last.cells[2].value)), shown as \(ValueText.text(last.cells[2], answer.columns[2].format))."
    )
  }

  /// What the rounding of the source leaves open of the last level.
  private mutating func round(
    _ projection: Projection, _ series: ProjectedSeries, _ amount: (Rational) -> String
  ) {
    let measure = explanation.catalog.measures[projection.measure]
    guard !series.halfWidth.isZero, !series.figure.isZero,
      let unit = AmountText.step(measure.sourcePower, measure.unit),
      let last = explanation.answer.rows.last(where: { $0.keys.dropLast().elementsEqual(series.keys) })?.cells
        .first
    else { return }
    let low = series.figure.minus(series.halfWidth)
    let high = series.figure.plus(series.halfWidth)
    let share = last.value.dividedBy(series.figure)
    step(
      "The source gives its figures to the nearest \(unit), so \(amount(series.figure)) may be anything from \(amount(low)) to \(amount(high)). The level of \(FinancialYear.text(projection.lastYear)) would then be anything from \(amount(low.times(share))) to \(amount(high.times(share)))."
    )
  }

  /// The last level, as it is shown.
  private mutating func last(_ projection: Projection, _ answer: Answer, _ keys: [RowKey]) {
    guard let row = answer.rows.last(where: { $0.keys.dropLast().elementsEqual(keys) }),
      let cell = row.cells.first
    else { return }
    step(
      "These are forecasts [f], worked out here and not published. The level at the end of \(FinancialYear.text(projection.lastYear)): \(ValueText.text(cell, answer.columns[0].format))"
    )
  }
}

extension Rational {
  /// The quotient; zero where there is none.
  func dividedBy(_ other: Rational) -> Rational {
    do throws(ArithmeticFault) { return try divided(by: other) } catch { return .zero }
  }
}
