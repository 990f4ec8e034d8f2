public import RieplEngine
import RieplSyntax

/// An answer as JSON: each figure exact in base units, as text, with its status, notes and coverage.
///
/// `exact` is a decimal number in a string, or `n/d` where it has no end: pounds, the ratio of 1 for a percentage,
/// 1 for a count. A root that is no exact number has `approximate` instead, to forty decimals.
public enum AnswerJSON {
  /// The JSON text of an answer.
  public static func text(_ answer: Answer, _ catalog: Catalog) -> String { value(answer, catalog).text() }

  /// An object on a line of its own for each row and total: the question, the members that the row is of, and for
  /// each column its heading and the figure.
  ///
  /// Every line stands alone and all have the same members, so that lines can be filtered and joined.
  /// - Parameter number: The place of the answer among those that are written together, from 1.
  public static func lines(_ answer: Answer, _ catalog: Catalog, number: Int) -> String {
    let names = Names(catalog: catalog, plan: answer.plan)
    let question = question(answer)
    func line(_ row: AnswerRow, isTotal: Bool) -> String {
      JSONText.object([
        ("answer", .integer(number)), ("question", .string(question)), ("total", .bool(isTotal)),
        ("key", key(row.keys, answer, names)), ("rank", row.rank.map { .integer($0) } ?? .null),
        (
          "values",
          .array(
            zip(row.cells, answer.columns).map {
              .object([("heading", .string(names.heading($1.heading)))] + cell($0, $1, names))
            })
        ),
      ]).text(isCompact: true) + "\n"
    }
    return answer.rows.map { line($0, isTotal: false) }.joined()
      + answer.totals.map { line($0, isTotal: true) }.joined()
  }

  private static func question(_ answer: Answer) -> String {
    Names.folded(answer.plan.source.text(in: answer.plan.range))
  }

  /// What a row is of; null along an axis whose rows it has together.
  private static func key(_ keys: [RowKey], _ answer: Answer, _ names: Names) -> JSONText {
    .object(
      zip(keys, answer.axes).map {
        (names.axis($1), $0 == .together ? .null : .string(names.key($0, $1)))
      })
  }

  static func value(_ answer: Answer, _ catalog: Catalog) -> JSONText {
    let names = Names(catalog: catalog, plan: answer.plan)
    var members: [(String, JSONText)] = [
      ("question", .string(question(answer))),
      ("reading", .string(Reading.text(answer, catalog))),
      ("dimensions", .array(answer.axes.map { .string(names.axis($0)) })),
      (
        "columns",
        .array(
          answer.columns.map {
            .object([("heading", .string(names.heading($0.heading))), ("unit", .string(unit($0.info.unit)))])
          })
      ),
      ("rows", .array(answer.rows.map { row($0, answer, names) })),
    ]
    if !answer.totals.isEmpty {
      members.append(("totals", .array(answer.totals.map { row($0, answer, names) })))
    }
    if !answer.series.isEmpty { members.append(("projection", projection(answer, names))) }
    members.append(("rows left out", .integer(max(0, answer.rowsBeforeKeep - answer.rows.count))))
    members.append(("remarks", .array(RemarkText(answer: answer, names: names).lines().map { .string($0) })))
    members.append(
      (
        "notes",
        .array(
          answer.notes.numbers.map {
            .object([("id", .string(catalog.notes[$0].id)), ("text", .string(catalog.notes[$0].text))])
          })
      ))
    members.append(
      (
        "sources",
        .array(
          answer.sources(catalog).numbers.map {
            let source = catalog.sources[$0]
            return .object([
              ("id", .string(source.id)), ("title", .string(source.title)), ("date", .string(source.date)),
              ("where", .string(source.place)),
            ])
          })
      ))
    return .object(members)
  }

  private static func row(_ row: AnswerRow, _ answer: Answer, _ names: Names) -> JSONText {
    var members: [(String, JSONText)] = [("key", key(row.keys, answer, names))]
    if let rank = row.rank { members.append(("rank", .integer(rank))) }
    members.append(("values", .array(zip(row.cells, answer.columns).map { .object(cell($0, $1, names)) })))
    return .object(members)
  }

  static func cell(_ cell: AnswerCell, _ column: AnswerColumn, _ names: Names)
    -> [(String, JSONText)]
  {
    var members: [(String, JSONText)] = [
      ("exact", cell.absence == nil && !cell.isApproximate ? .string(cell.value.exactText) : .null),
      ("unit", .string(unit(column.info.unit))),
      ("text", .string(ValueText.text(cell, column.format))),
      ("status", cell.status == .final ? .null : .string(statusName(cell.status))),
      ("notes", .array(cell.notes.numbers.map { .string(names.catalog.notes[$0].id) })),
      ("figures", .integer(cell.count)),
      ("missing", .integer(cell.missing)),
    ]
    if cell.isApproximate { members.append(("approximate", .string(cell.value.decimalDigits(decimals: 40)))) }
    if let absence = cell.absence { members.append(("absent", .string(RemarkText.reason(absence)))) }
    if !cell.whose.isEmpty { members.append(("whose", .array(cell.whose.map { .string($0) }))) }
    return members
  }

  private static func projection(_ answer: Answer, _ names: Names) -> JSONText {
    guard let projection = answer.plan.projection else { return .null }
    return .object([
      ("method", .string(projection.isLinear ? "linear" : "compound")),
      ("from", .string(FinancialYear.text(projection.firstYear))),
      ("rates", .array(projection.rates.map { .string($0.exactText) })),
      (
        "series",
        .array(
          answer.series.map { series in
            .object([
              ("key", key(series.keys, answer, names)),
              ("figure", .string(series.figure.exactText)),
              ("plus or minus", .string(series.halfWidth.exactText)),
              ("base", series.base.map { .string($0.exactText) } ?? .null),
            ])
          })
      ),
    ])
  }

  private static func statusName(_ status: Status) -> String {
    switch status {
    case .final: "final"
    case .revised: "revised"
    case .provisional: "provisional"
    case .estimate: "estimate"
    case .forecast: "forecast"
    }
  }

  private static func unit(_ unit: RieplEngine.Unit) -> String {
    switch unit {
    case .money: "GBP"
    case .percent: "percent"
    case .rate: "percent a year"
    case .points: "percentage points"
    case .number: "number"
    case .count: "count"
    }
  }
}
