public import RieplEngine
import RieplSyntax

/// An answer as a person reads it: reading, table, remarks, notes and source.
public struct AnswerText {
  let catalog: Catalog
  let answer: Answer
  let names: Names
  /// The columns of the window; nil for a file, where nothing is left out.
  let width: Int?
  /// Whether to say how the question was read, figures in words and the source.
  let isFull: Bool
  /// Whether a single column has a heading as well.
  var alwaysHasHeader = false
  /// Whether a label that is the same as in the row above is written again.
  var repeatsLabels = false
  /// What charts are made of.
  var characters = ChartCharacters.unicode

  /// The lines of an answer.
  public static func lines(
    _ answer: Answer, _ catalog: Catalog, width: Int?, isFull: Bool, characters: ChartCharacters = .unicode
  ) -> [TextLine] {
    AnswerText(
      catalog: catalog, answer: answer, names: Names(catalog: catalog, plan: answer.plan), width: width,
      isFull: isFull, characters: characters
    ).lines()
  }

  private func lines() -> [TextLine] {
    var lines: [TextLine] = []
    if isFull {
      lines +=
        TextLine.wrapped(.reading, "→ " + Reading.text(answer, catalog), width: width, indent: 2) + [
          TextLine(.row, "")
        ]
    }
    lines += chart() ?? table()
    let remarks = RemarkText(answer: answer, names: names).lines()
    let shown = notes()
    if !remarks.isEmpty || !shown.isEmpty || isFull { lines.append(TextLine(.row, "")) }
    lines += remarks.flatMap { TextLine.wrapped(.remark, margin + $0, width: width, indent: indent) }
    lines += shown
    if isFull, let source = sourceLine() {
      lines += TextLine.wrapped(.source, margin + source, width: width, indent: indent)
    }
    while lines.last?.text.isEmpty == true { lines.removeLast() }
    return lines
  }

  private var indent: Int { isFull ? 2 : 0 }
  private var margin: String { String(repeating: " ", count: indent) }

  // MARK: Table

  /// The drawing that a question asks for; nil where it asks for none, or there is nothing to be drawn.
  private func chart() -> [TextLine]? {
    guard answer.plan.view == .chart else { return nil }
    return Chart(answer, catalog).map { ChartText.lines($0, width: width, indent: indent, characters) }
  }

  private func table() -> [TextLine] {
    if let cell = answer.single { return [TextLine(.row, margin + singleText(cell))] }
    if let sentence = noRows() { return [TextLine(.row, margin + sentence)] }
    return gridLines(indent: indent, width: width)
  }

  /// The lines of the table, and how many columns are left out where the window has no room for them.
  func gridLines(indent: Int, width: Int?) -> [TextLine] {
    let (lines, hidden) = grid().lines(indent: indent, width: width)
    let margin = String(repeating: " ", count: indent)
    guard hidden > 0 else { return lines }
    return lines + [
      TextLine(
        .remark,
        margin
          + "… \(hidden) more \(hidden == 1 ? "column" : "columns"): widen the window, or write to a file.")
    ]
  }

  /// What is said where there are no rows to be shown; nil where there are.
  func noRows() -> String? {
    if let cell = answer.rejected {
      let column = answer.columns[answer.plan.blocks[answer.plan.main].keyColumn]
      return "No: it is " + ValueText.text(cell, column.format)
        + marks(cell, leavingOut: BitSet()).prefixed(" ")
    }
    return answer.rows.isEmpty && !answer.axes.isEmpty ? nothing() : nil
  }

  /// The rows and columns, set out with two axes across each other where they can be.
  func grid() -> TextTable { isCrosstab ? crosstab() : list() }

  private func nothing() -> String {
    let count = answer.rowsBeforeKeep
    if count == 0 { return answer.isListing ? "There is none." : "No row is like that." }
    return answer.isListing
      ? "None of \(LoadCount.text(count))." : "None of the \(LoadCount.text(count)) rows is like that."
  }

  func singleText(_ cell: AnswerCell) -> String {
    guard let column = answer.columns.first else { return "" }
    if let absence = cell.absence, cell.count > 0 || absence != .notApplicable {
      return "no figure: \(RemarkText.reason(absence))" + marks(cell, leavingOut: BitSet()).prefixed(" ")
    }
    guard cell.absence == nil else { return "no figure" + marks(cell, leavingOut: BitSet()).prefixed(" ") }
    var text = ValueText.text(cell, column.format)
    if isFull, let words = ValueText.inWords(cell, column.format) { text += " (\(words))" }
    if !cell.whose.isEmpty { text += "  " + whose(cell) }
    return text + marks(cell, leavingOut: BitSet()).prefixed(" ")
  }

  func whose(_ cell: AnswerCell) -> String {
    let names = cell.whose.joined(separator: ", ")
    return cell.moreWhose > 0 ? names + " and \(cell.moreWhose) more" : names
  }

  /// Two axes make a table of rows and columns, where every row and column is whole.
  var isCrosstab: Bool {
    let block = answer.plan.blocks[answer.plan.main]
    guard answer.axes.count == 2, block.fileRows == nil, answer.columns.count == 1, !block.isRanked,
      block.cut == nil,
      block.order == nil || block.order == .name,
      block.keeps.isEmpty, answer.plan.projection == nil
    else { return false }
    return true
  }

  private func crosstab() -> TextTable {
    var rowKeys: [RowKey] = []
    var columnKeys: [RowKey] = []
    var cells: [[RowKey]: AnswerCell] = [:]
    for row in answer.rows + answer.totals {
      if !rowKeys.contains(row.keys[0]) { rowKeys.append(row.keys[0]) }
      if !columnKeys.contains(row.keys[1]) { columnKeys.append(row.keys[1]) }
      cells[row.keys] = row.cells.first
    }
    // Where conditions have left rows out, columns don't come in the order of the first row that has them.
    columnKeys.sort { isBefore($0, $1, answer.axes[1]) }
    let format = answer.columns[0].format
    let common = commonNotes()
    var table = TextTable()
    table.columns.append(TextTable.Column(header: names.axis(answer.axes[0]), alignment: .left))
    let hasMarks = columnKeys.map { column in
      rowKeys.contains { row in cells[[row, column]].map { !marks($0, leavingOut: common).isEmpty } ?? false }
    }
    for (column, marked) in zip(columnKeys, hasMarks) {
      table.columns.append(TextTable.Column(header: names.key(column, answer.axes[1]), alignment: .right))
      if marked {
        table.columns.append(TextTable.Column(header: "", alignment: .left, gap: 1, isAttached: true))
      }
    }
    for row in rowKeys {
      var line = [names.key(row, answer.axes[0])]
      for (column, marked) in zip(columnKeys, hasMarks) {
        let cell = cells[[row, column]]
        line.append(cell.map { ValueText.text($0, format) } ?? "")
        if marked { line.append(cell.map { marks($0, leavingOut: common) } ?? "") }
      }
      if row == .together { table.totals.append(line) } else { table.rows.append(line) }
    }
    return table
  }

  /// The order of the columns: that of the axis, or by name; the total comes last.
  private func isBefore(_ left: RowKey, _ right: RowKey, _ axis: AnswerAxis) -> Bool {
    guard case .row(let first) = left, case .row(let second) = right else { return right == .together }
    guard answer.plan.blocks[answer.plan.main].order == .name else { return first < second }
    return (names.key(left, axis), first) < (names.key(right, axis), second)
  }

  private func list() -> TextTable {
    var table = TextTable()
    let isRanked = answer.rows.contains { $0.rank != nil }
    let all = answer.rows + answer.totals
    // What all figures of a column carry stands in its heading, where there are headings.
    table.showsHeader = alwaysHasHeader || answer.columns.count > 1 || answer.axes.count > 1
    let everywhere = commonNotes()
    let common = answer.columns.indices.map { table.showsHeader ? commonNotes(column: $0) : everywhere }
    let statuses = answer.columns.indices.map { table.showsHeader ? commonStatus(column: $0) : nil }
    func marks(_ row: AnswerRow, _ column: Int) -> String {
      guard column < row.cells.count else { return "" }
      var cell = row.cells[column]
      if cell.status == statuses[column] { cell.status = .final }
      return self.marks(cell, leavingOut: common[column])
    }
    // Where all columns of each row carry the same, it is said once, behind the row.
    let isShared = all.allSatisfy { row in Set(answer.columns.indices.map { marks(row, $0) }).count <= 1 }
    let hasMarks = answer.columns.indices.map { column in all.contains { !marks($0, column).isEmpty } }
    let hasWhose = answer.columns.indices.map { column in
      all.contains { column < $0.cells.count && !$0.cells[column].whose.isEmpty }
    }
    let attached = TextTable.Column(header: "", alignment: .left, gap: 1, isAttached: true)
    if isRanked { table.columns.append(TextTable.Column(header: "rank", alignment: .right)) }
    table.columns += answer.axes.map { TextTable.Column(header: names.axis($0), alignment: .left) }
    for (index, column) in answer.columns.enumerated() {
      let header =
        names.heading(column.heading) + (statuses[index].map { " " + $0.marker } ?? "")
        + citations(common[index].subtracting(everywhere)).prefixed(" ")
      table.columns.append(TextTable.Column(header: header, alignment: .right))
      if hasWhose[index] {
        table.columns.append(TextTable.Column(header: "", alignment: .left, isAttached: true))
      }
      if hasMarks[index], !isShared { table.columns.append(attached) }
    }
    if isShared, hasMarks.contains(true) { table.columns.append(attached) }
    var before: [RowKey] = []
    func line(_ row: AnswerRow) -> [String] {
      var line: [String] = []
      if isRanked { line.append(row.rank.map { "\($0)" + (row.isTied ? "=" : "") } ?? "") }
      for (place, key) in row.keys.enumerated() {
        // The years of a projection stand under one label.
        let repeats =
          !repeatsLabels && answer.plan.projection != nil && place < row.keys.count - 1
          && before.starts(with: row.keys[...place])
        line.append(repeats ? "" : label(key, place))
      }
      before = row.keys
      for (index, column) in answer.columns.enumerated() where index < row.cells.count {
        line.append(ValueText.text(row.cells[index], column.format))
        if hasWhose[index] { line.append(whose(row.cells[index])) }
        if hasMarks[index], !isShared { line.append(marks(row, index)) }
      }
      if isShared, hasMarks.contains(true) { line.append(marks(row, 0)) }
      return line
    }
    table.rows = answer.rows.map(line)
    before = []
    table.totals = answer.totals.map(line)
    return table
  }

  /// A row's label; the total of some of the rows says of how many.
  private func label(_ key: RowKey, _ place: Int) -> String {
    let name = names.key(key, answer.axes[place])
    guard key == .together, answer.rows.count < answer.rowsBeforeKeep, answer.axes.count == 1 else {
      return name
    }
    return "\(name) of \(answer.rows.count)"
  }

  /// Notes that all figures of a column carry.
  func commonNotes(column: Int) -> BitSet {
    var common: BitSet?
    for row in answer.rows where column < row.cells.count {
      common = common?.intersection(row.cells[column].notes) ?? row.cells[column].notes
    }
    return common ?? BitSet()
  }

  /// The status that all figures of a column have, where it is not that of a final figure.
  private func commonStatus(column: Int) -> Status? {
    let statuses = Set(answer.rows.compactMap { column < $0.cells.count ? $0.cells[column].status : nil })
    guard statuses.count == 1, let status = statuses.first, status != .final else { return nil }
    return status
  }

  func citations(_ notes: BitSet) -> String {
    notes.numbers.map { "[" + catalog.notes[$0].citation + "]" }.joined(separator: " ")
  }

  // MARK: Notes and source

  /// Notes that every figure of a table carries are said once below it and not marked in it.
  func commonNotes() -> BitSet {
    let cells = answer.rows.flatMap(\.cells)
    guard cells.count > 1, var common = cells.first?.notes else { return BitSet() }
    for cell in cells.dropFirst() { common = common.intersection(cell.notes) }
    return common
  }

  func marks(_ cell: AnswerCell, leavingOut common: BitSet) -> String {
    var marks: [String] = []
    if cell.status != .final, cell.absence == nil { marks.append(cell.status.marker) }
    let cited = citations(cell.notes.subtracting(common))
    if !cited.isEmpty { marks.append(cited) }
    return marks.joined(separator: " ")
  }

  func notes() -> [TextLine] {
    var lines = answer.notes.numbers.flatMap { number in
      TextLine.wrapped(
        .note, margin + "[\(catalog.notes[number].citation)] \(catalog.notes[number].text)",
        width: width, indent: indent)
    }
    let cells = (answer.rows + answer.totals).flatMap(\.cells)
    let statuses = Set(cells.filter { $0.absence == nil }.map(\.status)).subtracting([.final]).sorted()
    if !statuses.isEmpty {
      lines.append(
        TextLine(
          .note, margin + statuses.map { "\($0.marker) \(AnswerText.statusText($0))" }.joined(separator: "; ")
        ))
    }
    let absences = Set(cells.compactMap(\.absence)).sorted { $0.rawValue < $1.rawValue }
    if !absences.isEmpty, answer.single == nil {
      lines.append(
        TextLine(
          .note, margin + absences.map { "\($0.marker) \(RemarkText.reason($0))" }.joined(separator: "; ")))
    }
    return lines
  }

  static func statusText(_ status: Status) -> String {
    switch status {
    case .final: "final"
    case .revised: "revised"
    case .provisional: "provisional"
    case .estimate: "estimate"
    case .forecast: "forecast: worked out here, not published"
    }
  }

  func sourceLine() -> String? {
    var parts: [String] = []
    for number in answer.sources(catalog).numbers {
      let source = catalog.sources[number]
      let document = catalog.datasets[source.dataset].document
      if let index = parts.firstIndex(where: { $0.hasPrefix(document) }) {
        parts[index] += "; " + source.place
      } else {
        parts.append("\(document): \(source.place)")
      }
    }
    return parts.isEmpty ? nil : "Source: " + parts.joined(separator: "; ")
  }
}

extension String {
  /// With something in front, unless it is empty.
  func prefixed(_ front: String) -> String { isEmpty ? "" : front + self }
}
