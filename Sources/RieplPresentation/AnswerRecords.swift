import RieplEngine
import RieplSyntax

/// An answer as rows of fields for machines: plain digits, the unit in the heading, every row by itself.
enum AnswerRecords {
  /// The heading and the rows, all with as many fields.
  static func rows(_ answer: Answer, _ catalog: Catalog) -> [[String]] {
    let names = Names(catalog: catalog, plan: answer.plan)
    let all = answer.rows + answer.totals
    let hasNotes = all.contains { $0.cells.contains { !$0.notes.isEmpty } }
    let hasStatus = all.contains { $0.cells.contains { $0.status != .final } }
    let hasWhose = all.contains { $0.cells.contains { !$0.whose.isEmpty } }
    let isApproximate = all.contains { $0.cells.contains(where: \.isApproximate) }
    let isRanked = answer.rows.contains { $0.rank != nil }
    var header = answer.axes.map(names.axis)
    if isRanked { header.append("rank") }
    for column in answer.columns {
      let unit = unit(column.format.unit)
      header.append(names.heading(column.heading) + (unit.isEmpty ? "" : " (\(unit))"))
    }
    if hasWhose { header.append("whose") }
    if isApproximate { header.append("approximate") }
    if hasStatus { header.append("status") }
    if hasNotes { header.append("notes") }
    var rows = [header]
    for row in all {
      var cells = zip(row.keys, answer.axes).map { names.key($0, $1) }
      if isRanked { cells.append(row.rank.map { "\($0)" } ?? "") }
      for (cell, column) in zip(row.cells, answer.columns) { cells.append(digits(cell, column.format)) }
      if hasWhose { cells.append(row.cells.flatMap(\.whose).joined(separator: "; ")) }
      if isApproximate { cells.append(row.cells.contains(where: \.isApproximate) ? "yes" : "") }
      if hasStatus { cells.append(row.cells.map(\.status).max().map { $0 == .final ? "" : $0.marker } ?? "") }
      if hasNotes {
        var notes = BitSet()
        for cell in row.cells { notes.formUnion(cell.notes) }
        cells.append(notes.numbers.map { catalog.notes[$0].id }.joined(separator: " "))
      }
      rows.append(cells)
    }
    return rows
  }

  private static func unit(_ unit: RieplEngine.Unit) -> String {
    switch unit {
    case .money: "£"
    case .percent: "%"
    case .rate: "% a year"
    case .points: "points"
    case .number, .count: ""
    }
  }

  /// A value in pounds, per cent or ones: exactly where it has an end, else to twelve decimals.
  private static func digits(_ cell: AnswerCell, _ format: NumberFormat) -> String {
    if let absence = cell.absence { return absence.marker }
    let scaled = NumberFormat(unit: format.unit, power: format.unit.printedPower, decimals: 0).scaled(
      cell.value)
    let exact = scaled.exactText
    return exact.contains("/") || exact.count > 40 ? scaled.decimalDigits(decimals: 12) : exact
  }
}
