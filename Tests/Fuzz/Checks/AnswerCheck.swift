import RieplEngine
import RieplPresentation
import RieplSyntax

/// What holds of every answer.
enum AnswerCheck {
  static func check(_ answer: Answer, _ catalog: Catalog) throws(Finding) {
    for row in answer.rows + answer.totals {
      try require(row.keys.count == answer.axes.count, "a row with \(row.keys.count) keys")
      try require(row.cells.count == answer.columns.count, "a row with \(row.cells.count) cells")
    }
    try checkMachineForms(answer, catalog)
    for isFull in [false, true] {
      for width in [nil, 40] {
        let lines = AnswerText.lines(answer, catalog, width: width, isFull: isFull).map(\.text)
        for line in lines { try TextCheck.check(line, in: "\(lines)") }
        try require(!lines.isEmpty, "no lines")
      }
      let document = AnswerMarkdown.text(answer, catalog, isFull: isFull)
      for line in document.split(separator: "\n") { try TextCheck.check(String(line), in: document) }
    }
    if let cell = answer.single, let column = answer.columns.first {
      try checkReadsBack(cell, column, catalog)
    }
  }

  /// Each row has as many fields as the heading.
  private static func checkMachineForms(_ answer: Answer, _ catalog: Catalog) throws(Finding) {
    let rowCount = answer.rows.count + answer.totals.count
    let csv = AnswerCSV.text(answer, catalog)
    guard let counts = MachineText.fieldCounts(ofCSV: csv) else { throw Finding("no CSV: \(csv)") }
    try require(counts.count == rowCount + 1 && Set(counts).count == 1, "\(counts) fields: \(csv)")
    let tsv = AnswerTSV.text(answer, catalog).unicodeScalars.split(
      separator: "\n", omittingEmptySubsequences: false)
    try require(
      tsv.count == rowCount + 2 && tsv.last?.isEmpty == true, "\(tsv.count) lines for \(rowCount) rows")
    let fields = Set(tsv.dropLast().map { line in line.count { $0 == "\t" } })
    try require(fields.count == 1, "rows of different lengths")
    let lines = AnswerJSON.lines(answer, catalog, number: 1).unicodeScalars.split(separator: "\n")
    try require(lines.count == rowCount, "\(lines.count) lines for \(rowCount) rows")
    let json = AnswerJSON.text(answer, catalog)
    try require(MachineText.isJSON(json), "no JSON: \(json)")
    for line in lines { try require(MachineText.isJSON(String(line)), "no JSON: \(line)") }
  }

  /// What is printed for a figure can be typed, and means the figure as it is rounded.
  private static func checkReadsBack(_ cell: AnswerCell, _ column: AnswerColumn, _ catalog: Catalog)
    throws(Finding)
  {
    guard cell.absence == nil, !cell.isApproximate, column.format.unit == column.info.unit else { return }
    let text = ValueText.text(cell, column.format)
    // Numbers may have more digits than a token holds.
    if text.utf8.count > FuzzLimits.limits.tokenBytes { return }
    var workspace = Workspace(catalog: catalog, limits: FuzzLimits.limits)
    let outcome: Result<Outcome?, Diagnostic> = Result { () throws(Diagnostic) in
      try workspace.read(SourceText(text))
      return try workspace.next()
    }
    guard case .success(.answer(let answer)?) = outcome, let read = answer.single else {
      throw Finding("“\(text)” does not read back: \(outcome)")
    }
    try require(
      column.format.scaled(read.value) == column.format.rounded(cell.value),
      "“\(text)” reads back as \(read.value) and not \(cell.value)")
    let unit = answer.columns[0].info.unit
    // A count is a number once it is typed.
    try require(
      unit == column.info.unit || column.info.unit == .count && unit == .number, "“\(text)” is \(unit)")
  }

  /// The keys and the figures, without what the words of the question say.
  static func figures(_ answer: Answer) -> [[String]] {
    (answer.rows + answer.totals).map { row in
      row.keys.map { "\($0)" } + ["\(row.rank ?? 0)"]
        + zip(row.cells, answer.columns).map { cell, column in
          "\(ValueText.text(cell, column.format)) \(cell.absence == nil ? cell.value.exactText : "") \(cell.status)"
        }
    }
  }
}
