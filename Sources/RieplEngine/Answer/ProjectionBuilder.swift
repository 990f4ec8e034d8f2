import RieplSyntax

/// The way of a figure over years.
///
/// For a level P that is reached by the rate r over n years, counted from a base B: compound B = P / ((1+r)^n − 1)
/// and after k years B × (∏(1+rᵢ) − 1); linear B = P / (n × r) and B × Σrᵢ. A measure without such a model grows
/// from its last figure: compound F × ∏(1+rᵢ), linear F × (1 + Σrᵢ).
enum ProjectionBuilder {
  static func build(_ projection: Projection, _ rows: Evaluator.Rows, _ builder: inout AnswerBuilder)
    throws(EngineFault)
  {
    do throws(ArithmeticFault) {
      try buildRows(projection, rows, &builder)
    } catch {
      throw .arithmetic(error)
    }
  }

  private static func buildRows(
    _ projection: Projection, _ rows: Evaluator.Rows, _ builder: inout AnswerBuilder
  ) throws(ArithmeticFault) {
    let factors = try factors(projection)
    var shown: [(keys: [RowKey], row: Int?)] = rows.order.map { (builder.keys(rows.indices($0), rows), $0) }
    if builder.block.hasTotal {
      shown.append((Array(filling: .together, count: builder.block.axes.count), nil))
    }
    builder.answer.axes.append(.years)
    builder.answer.rowsBeforeCut = rows.count
    builder.answer.rowsBeforeKeep = rows.count
    var levels: [Rational] = []
    for (keys, row) in shown {
      var cell: AnswerCell
      let figure: Rational
      if let row {
        let register = rows[0, row]
        do throws(EngineFault) {
          cell = try builder.makeCell(
            register, 0, rows, rows.indices(row), Binding(axes: builder.evaluator.plan.axes.count))
        } catch {
          continue
        }
        figure = register.value
      } else {
        var sum = Rational.zero
        for row in rows.order { sum = try sum.adding(rows[0, row].value) }
        figure = sum
        cell = AnswerCell(value: sum)
        cell.notes = builder.answer.notes
        for row in builder.answer.rows where row.keys.last == .year(projection.lastYear) {
          cell.count += row.cells.first?.count ?? 0
        }
      }
      cell.status = .forecast
      cell.whose = []
      let base: Rational? = try projection.model.map { model throws(ArithmeticFault) in
        try figure.divided(by: target(projection, model))
      }
      let unit = base ?? figure
      // Where there is no figure there is nothing to say of it.
      if cell.absence == nil {
        builder.answer.series.append(
          ProjectedSeries(
            keys: keys, figure: figure,
            halfWidth: try halfWidth(projection, cell.count, builder.evaluator.catalog), base: base))
      }
      var before = base == nil ? figure : Rational.zero
      var cash = Rational.zero
      for (offset, factor) in factors.enumerated() {
        let level = try unit.multiplied(by: factor)
        let new = try level.subtracting(before)
        cash = try cash.adding(level)
        before = level
        levels.append(level)
        let cells = [level, new, cash].map { value in
          var copy = cell
          copy.value = value
          return copy
        }
        let target = row == nil ? \AnswerParts.totals : \AnswerParts.rows
        builder.answer[keyPath: target].append(
          AnswerRow(keys: keys + [.year(projection.firstYear + 1 + offset)], cells: cells))
      }
    }
    builder.answer.columns = builder.block.columns.map {
      AnswerColumn(
        heading: $0.heading, info: $0.info, format: FormatRules.format($0, values: levels, extra: 1))
    }
  }

  /// What the base, or the last figure, is multiplied by after each year.
  private static func factors(_ projection: Projection) throws(ArithmeticFault) -> [Rational] {
    var product = Rational.one
    var sum = Rational.zero
    var result: [Rational] = []
    for rate in projection.rates {
      product = try product.multiplied(by: Rational.one.adding(rate))
      sum = try sum.adding(rate)
      let growth = projection.isLinear ? sum : try product.subtracting(.one)
      result.append(projection.model == nil ? try Rational.one.adding(growth) : growth)
    }
    return result
  }

  /// What the base is multiplied by to give the published figure: the model's own rate over its own years.
  private static func target(_ projection: Projection, _ model: ProjectionModel) throws(ArithmeticFault)
    -> Rational
  {
    let years = model.targetYear - model.baseYear
    if projection.isLinear { return try model.rate.multiplied(by: Rational(years)) }
    return try Rational.one.adding(model.rate).raised(to: years).subtracting(.one)
  }

  /// How far the figure may be from the exact one: half of what the source rounds to, for each figure in it.
  private static func halfWidth(_ projection: Projection, _ count: Int, _ catalog: Catalog)
    throws(ArithmeticFault) -> Rational
  {
    let power = catalog.measures[projection.measure].sourcePower
    guard let step = PowerOfTen.rational(power) else { return .zero }
    return try step.multiplied(by: Rational(max(1, count))).divided(by: Rational(2))
  }
}
