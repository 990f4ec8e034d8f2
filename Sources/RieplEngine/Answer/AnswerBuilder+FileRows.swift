import RieplSyntax

/// Answers that are rows of a file as they stand.
extension AnswerBuilder {
  /// The rows of a file as they stand.
  mutating func list(_ wanted: FileRows, _ rows: Evaluator.Rows) throws(EngineFault) {
    if !OwnMemory.fits(rows.order.count * (300 + 150 * block.columns.count)) {
      throw .tooLittleMemory("an answer of \(rows.order.count) rows")
    }
    answer.axes = [.places] + wanted.dimensions.map { .members($0) }
    let source = catalog.tables[wanted.table].source
    let shown = rows.order.map { rows.fileRows[$0] }
    for row in rows.order {
      var cells: [AnswerCell] = []
      for column in block.columns.indices {
        let register = rows[column, row]
        var cell = AnswerCell(value: register.value, absence: Absence(rawValue: register.absence))
        cell.isApproximate = register.isApproximate
        (cell.count, cell.missing) = cell.absence == nil ? (1, 0) : (0, 1)
        cells.append(cell)
      }
      let place = source.place(ofRow: rows.fileRows[row]) ?? "row \(rows.fileRows[row] + 1)"
      answer.rows.append(AnswerRow(keys: [.place(place)], cells: cells))
    }
    for (column, shownColumn) in block.columns.enumerated() {
      for index in block.steps(of: shownColumn.register) {
        guard case .aggregate(let number) = block.instructions[index] else { continue }
        let details = try evaluator.details(wanted, of: shown, measure: plan.aggregates[number].measure)
        for (row, detail) in details.enumerated() {
          if answer.rows[row].keys.count == 1 {
            answer.rows[row].keys += detail.codes.map { .member($0) }
          }
          answer.rows[row].cells[column].notes.formUnion(detail.mark.notes)
          let status = answer.rows[row].cells[column].status
          answer.rows[row].cells[column].status = max(status, detail.mark.status)
          answer.notes.formUnion(detail.mark.notes)
        }
      }
    }
    if block.isRanked { rank(rows) }
    try remarkFileRows(rows)
  }

  /// Whether rows of a file that were not looked at may print as the last one that a cut has left does.
  func isCutAmongAlike(_ rows: Evaluator.Rows, _ format: NumberFormat) -> Bool {
    guard rows.behind > 0, let cut = block.cut, let last = rows.order.last else { return false }
    var farthest = rows[0, last].value
    for row in rows.orderBeforeCut where rows[0, row].absence == 0 {
      let value = rows[0, row].value
      farthest = cut.fromTop ? min(farthest, value) : max(farthest, value)
    }
    return format.rounded(rows[0, last].value) == format.rounded(farthest)
  }

  /// What has to be said of the rows of a file.
  mutating func remarkFileRows(_ rows: Evaluator.Rows) throws(EngineFault) {
    do throws(ArithmeticFault) {
      if block.isRanked || block.cut != nil { try remarkAlike(rows) }
    } catch {
      throw .arithmetic(error)
    }
    let missing = answer.rows.count { $0.cells.contains { $0.missing > 0 } }
    if missing > 0 { answer.remarks.append(.missing(count: missing, of: answer.rows.count, reasons: [])) }
    if rows.untested > 0 {
      answer.remarks.append(.untested(count: rows.untested, members: nil, isOfRows: true))
    }
    remarkSetAside(Set(evaluator.plan.aggregates.map(\.measure)))
  }
}
