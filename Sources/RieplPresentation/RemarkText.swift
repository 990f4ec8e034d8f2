import RieplEngine
import RieplSyntax

/// What is said under an answer.
struct RemarkText {
  let answer: Answer
  let names: Names

  /// All remarks as sentences, those about a projection first.
  func lines() -> [String] { projectionLines() + answer.remarks.map(line) }

  private func line(_ remark: Remark) -> String {
    switch remark {
    case .roundedRows(let column, let rounded, let total):
      let format = answer.columns[column].format
      return
        opening(column)
        + "he rounded rows add to \(ValueText.printed(rounded, format)); the total is \(ValueText.printed(total, format))."
    case .printAlike(let column, let count, let text, let spread):
      let format = answer.columns[column].format
      let value = ValueText.printed(text, format)
      if spread.isZero { return "All \(LoadCount.text(count)) are equal: no order among them." }
      return
        "All \(LoadCount.text(count)) print \(value); unrounded they span \(spreadText(spread, format)), so no order among them means anything."
    case .cutAmongEquals(let column, let text, let leftOut):
      let value = ValueText.printed(text, answer.columns[column].format)
      return
        "\(LoadCount.text(leftOut)) more \(leftOut == 1 ? "row prints" : "rows print") \(value) and \(leftOut == 1 ? "is" : "are") left out: the cut falls among equals."
    case .cutAmongEqualsWithin(let row, let axis, let text, let leftOut, let others):
      let value = ValueText.printed(text, answer.columns[0].format)
      let dimension = names.catalog.dimensions[
        answer.plan.axes[answer.plan.blocks[answer.plan.main].axes[axis]].dimension]
      let other =
        others == 1 ? "another \(dimension.name)" : "\(LoadCount.text(others)) other \(dimension.plural)"
      return
        "\(LoadCount.text(leftOut)) more of \(names.key(row, answer.axes[axis])) \(leftOut == 1 ? "prints" : "print") \(value) and \(leftOut == 1 ? "is" : "are") left out: the cut falls among equals\(others == 0 ? "" : ", as in \(other)")."
    case .roundingCouldTurn(let first, let second):
      return "The source's rounding could turn the order of \(label(first)) and \(label(second))."
    case .missing(let count, let total, let reasons):
      let whose = reasons.map {
        "; \(RemarkText.reason($0.absence))" + Names.joined($0.names).prefixed(": ")
      }
      return "From \(LoadCount.text(total - count)) of \(LoadCount.text(total)) figures\(whose.joined())."
    case .unlikeMembers(let dimension, let first, let firstOnly, let second, let secondOnly):
      let (one, other) = (names.catalog.measures[first].name, names.catalog.measures[second].name)
      func of(_ members: BitSet) -> String { list(dimension, members) }
      let parts =
        (firstOnly.isEmpty ? [] : ["\(one) has figures of \(of(firstOnly)), \(other) has none"])
        + (secondOnly.isEmpty ? [] : ["\(other) has figures of \(of(secondOnly)), \(one) has none"])
      return "Not the same \(names.catalog.dimensions[dimension].plural): " + parts.joined(separator: "; ")
        + "."
    case .untested(let count, let members, let isOfRows):
      let label = members.map { names.catalog.dimensions[$0] }
      let one = label?.name ?? (isOfRows ? "row" : "figure")
      let many = label?.plural ?? one + "s"
      return
        "\(LoadCount.text(count)) \(count == 1 ? one : many) could not be tested and \(count == 1 ? "is" : "are") left out: a figure of the "
        + "condition is not there."
    case .setAside(let number):
      let dataset = names.catalog.datasets[number]
      return
        "Without \(LoadCount.text(dataset.setAside)) of \(LoadCount.text(dataset.rows + dataset.setAside)) rows of \(dataset.document), which could "
        + "not be read whole."
    }
  }

  /// The start of a sentence about a column, which is named where there are several.
  private func opening(_ index: Int) -> String {
    answer.columns.count > 1 ? "In “\(names.heading(answer.columns[index].heading))” t" : "T"
  }

  /// Members by name where they are few.
  private func list(_ dimension: Int, _ members: BitSet) -> String {
    let label = names.catalog.dimensions[dimension]
    let codes = members.numbers
    guard codes.count > 3, let first = codes.first, let last = codes.last else {
      return Names.joined(codes.map { label.members[$0].name })
    }
    if label.isOrdered, last - first == codes.count - 1 {
      return "\(label.members[first].name) to \(label.members[last].name)"
    }
    return "\(LoadCount.text(codes.count)) \(label.plural)"
  }

  private func label(_ keys: [RowKey]) -> String {
    zip(keys, answer.axes).map { names.key($0, $1) }.joined(separator: " ")
  }

  /// A small spread with one significant figure: "0.00003 points".
  private func spreadText(_ spread: Rational, _ format: NumberFormat) -> String {
    var decimals = 0
    while decimals < 30, spread.rounded(decimals: decimals).isZero { decimals += 1 }
    let unit: RieplEngine.Unit = format.unit == .percent || format.unit == .rate ? .points : format.unit
    return ValueText.printed(spread, NumberFormat(unit: unit, power: format.power, decimals: decimals))
  }

  /// Why a figure is missing.
  static func reason(_ absence: Absence) -> String {
    switch absence {
    case .notAvailable: "not available"
    case .notApplicable: "not applicable"
    case .confidential: "confidential"
    case .low: "too small to show"
    }
  }

  // MARK: Projections

  private func projectionLines() -> [String] {
    guard let projection = answer.plan.projection, let column = answer.columns.first else { return [] }
    let measure = names.catalog.measures[projection.measure]
    var lines: [String] = []
    for series in answer.series {
      let whose = series.keys.isEmpty ? "" : label(series.keys) + ": "
      let figure = ValueText.text(
        series.figure,
        NumberFormat(
          unit: measure.unit, power: column.format.power,
          decimals: max(0, column.format.power - measure.sourcePower)))
      let half = ValueText.text(
        series.halfWidth,
        NumberFormat(
          unit: measure.unit, power: column.format.power,
          decimals: max(0, column.format.power - measure.sourcePower) + 1))
      if let base = series.base {
        lines.append(
          "\(whose)implied \(FinancialYear.text(projection.firstYear)) base \(ValueText.text(base, column.format)), from \(figure) ± \(half) as published."
        )
      } else {
        lines.append("\(whose)from \(figure) in \(FinancialYear.text(projection.firstYear)).")
      }
    }
    return lines.map { $0.prefix(1).uppercased() + $0.dropFirst() }
  }
}
