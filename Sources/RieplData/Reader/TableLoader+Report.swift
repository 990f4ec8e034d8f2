import RieplEngine

/// What there is to say of a file: counts, guesses, rows set aside, totals.
extension TableLoader {
  mutating func reportAll(_ table: FileTable, _ measures: [Measure]) throws(TableFault) {
    findGluedRows()
    let log = columns.log
    report.layout = layout
    report.rows = log.rows
    var first: [String] = []
    let dialect = layout.dialect
    let marks: [UInt8: String] = [
      UInt8(ascii: ","): "commas", UInt8(ascii: "\t"): "tabs", UInt8(ascii: ";"): "semicolons",
      UInt8(ascii: "|"): "upright strokes",
    ]
    first.append(
      "\(report.file): \(LoadReport.count(log.rows, "row")) of \(LoadReport.count(layout.columns.count, "column")), "
        + "between \(marks[dialect.delimiter] ?? "marks"), \(dialect.encoding.rawValue)"
        + (dialect.hasMark ? " with its mark" : "") + (dialect.newline == 13 ? ", line ends of old Macs" : "")
    )
    first.append(
      layout.headingLine == 0
        ? "There are no headings: the columns are called column 1, column 2 and so on"
        : "The headings are in line \(layout.headingLine)"
          + (layout.titles.isEmpty ? "" : ", below “\(layout.titles.joined(separator: " · "))”"))
    if let file = layout.description { first.append("\(file) beside it describes it") }
    report.lines = first + columnLines(measures) + wideLines() + report.lines
    report.rows = columns.log.rows
    reportTotals(table, measures)
    reconcileColumns(measures)
    if log.empty > 0 {
      report.lines.append("\(LoadReport.count(log.empty, "line is", "lines are")) empty")
    }
    if log.remarkCount > 0 {
      let texts = log.remarks.prefix(3).map { "“\(lineWords($0))”" }
      report.lines.append(
        "\(LoadReport.count(log.remarkCount, "line")) of words: " + texts.joined(separator: ", ")
          + (log.remarkCount > 3 ? " and others" : ""))
    }
    reportProblems()
  }

  private func columnLines(_ measures: [Measure]) -> [String] {
    var lines: [String] = []
    let widened = layout.wide?.all ?? []
    for (number, column) in layout.columns.enumerated() where !widened.contains(number) {
      var text = column.heading + ": "
      if let place = columns.figureColumns.firstIndex(of: number) {
        let measure = measures[place]
        text += "the measure \(measure.name), "
        text += TableLoader.unitText(measure.unit)
      } else if let place = columns.textColumns.firstIndex(of: number) {
        let made = dimensions.filter { $0.place.column == place }.map { dimension in
          let label = catalog.dimensions[dimension.number]
          let count = Set(dimension.place.members.joined()).subtracting([-1]).count
          return "\(label.name) (\(LoadReport.number(count)))"
        }
        text += made.isEmpty ? "not used" : "by " + made.joined(separator: ", ")
      } else {
        text += "not used"
      }
      for guess in column.guesses { text += "; " + guess }
      lines.append(text)
    }
    return lines
  }

  // MARK: Problems

  mutating func reportProblems() {
    findGluedRows()
    let log = columns.log
    var problems = log.problems
    problems.sort { $0.offset < $1.offset }
    let lines = lineNumbers(problems.map(\.offset))
    var byReason: [(why: String, lines: [Int], count: Int)] = []
    for (problem, line) in zip(problems, lines) {
      let why = reason(problem.reason)
      report.problems.append(
        DatasetProblem(line: line, why: why, text: String(lineText(problem.offset).prefix(80))))
      if let place = byReason.firstIndex(where: { $0.why == why }) {
        byReason[place].lines.append(line)
      } else {
        byReason.append((why, [line], 0))
      }
    }
    report.problems.sort { $0.line < $1.line }
    report.setAside += log.problemCount
    guard log.problemCount > 0 else { return }
    report.lines.append(
      "\(LoadReport.number(log.problemCount)) of \(LoadReport.count(report.rows + report.setAside, "row")) could not be read "
        + "whole and were set aside:")
    for group in byReason {
      report.lines.append(
        "  \(LoadReport.number(group.lines.count)): \(group.why), \(LoadReport.lineList(group.lines))")
    }
  }

  func reason(_ reason: RowProblem.Reason) -> String {
    switch reason {
    case .width(let fields):
      "\(LoadReport.count(fields, "field")) instead of \(layout.columns.count)"
    case .openQuote: "a quotation mark that is not closed"
    case .strayQuote: "something behind a closing quotation mark"
    case .tooLong: "longer than 16 MiB"
    case .notFigure(let column): "no figure under \(layout.columns[column].heading)"
    case .notDate(let column):
      "no \(layout.columns[column].periodWord) under \(layout.columns[column].heading)"
    }
  }

  /// The lines on which offsets stand, which have to be in order.
  func lineNumbers(_ offsets: [Int]) -> [Int] {
    var result: [Int] = []
    var line = 1
    var place = 0
    for offset in offsets {
      while place < offset, let end = file.first(layout.dialect.newline, from: place, to: offset) {
        line += 1
        place = end + 1
      }
      place = max(place, offset)
      result.append(line)
    }
    return result
  }

  // MARK: Totals

  /// A row that is kept apart.
  private struct Apart {
    let row: Int
    let chunk: ColumnChunk
  }

  /// Says which rows are totals, and holds them against the rows that they sum up; a row whose year or day can't be
  /// read is set aside.
  private mutating func reportTotals(_ table: FileTable, _ measures: [Measure]) {
    var apart: [Apart] = []
    var unread: [Int: Int] = [:]
    var unreadRows = 0
    var unreadTexts: [Int: Set<[UInt8]>] = [:]
    for chunk in columns.chunks {
      let needed = dimensions.filter { $0.place.members[chunk.worker].contains(-1) }
      if needed.isEmpty { continue }
      for row in 0..<chunk.rows {
        let out = needed.filter { $0.place.members[chunk.worker][chunk.code($0.place.column, row)] < 0 }
        guard let first = out.first else { continue }
        if totals.indices.contains(where: { totals[$0][chunk.worker][chunk.code($0, row)] }) {
          if apart.count < 100_000 { apart.append(Apart(row: row, chunk: chunk)) }
        } else {
          let column = columns.textColumns[first.place.column]
          unread[column, default: 0] += 1
          unreadRows += 1
          unreadTexts[column, default: []].insert(
            Array(columns.texts[chunk.worker][first.place.column][chunk.code(first.place.column, row)]))
        }
      }
    }
    report.rows -= apart.count + unreadRows
    if !apart.isEmpty {
      report.lines.append(
        "\(LoadReport.count(apart.count, "row is a total", "rows are totals")) and kept apart from the figures"
      )
    }
    for (column, count) in unread.sorted(by: { $0.key < $1.key }) {
      report.setAside += count
      let offsets = rows(having: unreadTexts[column] ?? [], in: column, atMost: count)
      let lines = lineNumbers(offsets)
      for (offset, line) in zip(offsets, lines) {
        report.problems.append(
          DatasetProblem(
            line: line, why: reason(.notDate(column)), text: String(lineText(offset).prefix(80))))
      }
      report.lines.append(
        "\(LoadReport.count(count, "row has", "rows have")) no \(layout.columns[column].periodWord) "
          + "under \(layout.columns[column].heading) and \(count == 1 ? "was" : "were") set aside"
          + (lines.isEmpty ? "" : ", " + LoadReport.lineList(lines)))
    }
    if apart.count > 200 {
      report.lines.append(
        "Of the totals the first 200 are held against their rows, \(LoadReport.number(apart.count - 200)) are not"
      )
    }
    for (number, row) in apart.prefix(200).enumerated() {
      let above = number > 0 ? apart[number - 1] : nil
      for (place, measure) in measures.enumerated() where !measure.addsOver.isEmpty {
        reconcile(row, behind: above, place, measure, table)
      }
    }
  }

  /// The figures between two rows that are kept apart, added up, and how many there are; from the first row of the file
  /// on, where there is no row above.
  private func sum(of place: Int, between above: Apart?, and below: Apart) -> (sum: Int128, count: Int) {
    var sum: Int128 = 0
    var count = 0
    for chunk in columns.chunks {
      if let above, chunk.number < above.chunk.number { continue }
      if chunk.number > below.chunk.number { break }
      let start = above.map { $0.chunk.number == chunk.number ? $0.row + 1 : 0 } ?? 0
      let end = chunk.number == below.chunk.number ? below.row : chunk.rows
      let values = unsafe chunk.values(place)
      for row in start..<max(start, end) where unsafe !FigureColumn.isAbsent(values[row]) {
        sum += unsafe Int128(values[row])
        count += 1
      }
    }
    return (sum, count)
  }

  /// Holds a printed total against the rows that it sums up: those with the names that stand beside it, or those between
  /// the total above and itself.
  private mutating func reconcile(
    _ apart: Apart, behind above: Apart?, _ place: Int, _ measure: Measure, _ table: FileTable
  ) {
    let value = unsafe apart.chunk.values(place)[apart.row]
    guard !FigureColumn.isAbsent(value) else { return }
    var parts: [GroupRequest.Part] = []
    var words: [String] = []
    for (number, dimension) in dimensions.enumerated() {
      let column = dimension.place.column
      let code = apart.chunk.code(column, apart.row)
      let text = columns.texts[apart.chunk.worker][column].string(code)
      var member = dimension.place.members[apart.chunk.worker][code]
      if totals[column][apart.chunk.worker][code] {
        if !words.contains(text) { words.append(text) }
        // "Parks total" is that of Parks.
        guard let part = summed(text, by: number) else { continue }
        member = part
      }
      guard !text.isEmpty, member >= 0 else { continue }
      var groups = [Int32](repeating: -1, count: catalog.dimensions[dimension.number].members.count)
      groups[Int(member)] = 0
      parts.append(GroupRequest.Part(place: number, groups: groups))
      if !words.contains(text) { words.append(text) }
    }
    let request = GroupRequest(parts: parts, measure: place, count: 1, needsExtremes: false)
    do throws(EngineFault) {
      var sum: Int128 = 0
      if let totals = try table.totals(request, isCancelled: { false }) {
        sum = totals.sums[0]
      } else {
        try table.scan(dimensions: parts.map(\.place), measure: place) { batch throws(EngineFault) in
          rows: for row in 0..<batch.count {
            for (position, part) in parts.enumerated() where part.groups[Int(batch.codes[position][row])] < 0
            {
              continue rows
            }
            sum += Int128(batch.values[row])
          }
        }
      }
      let name = words.filter { !$0.isEmpty }.joined(separator: ", ")
      let label = (name.isEmpty ? "A row without names" : "“\(name)”") + ", \(measure.name)"
      let between = self.sum(of: place, between: above, and: apart)
      let isPart = name.lowercased().hasPrefix("sub") && parts.isEmpty
      if sum != Int128(value), isPart || between.sum == Int128(value), between.count > 1 {
        sum = between.sum
        if sum == Int128(value) {
          report.lines.append(
            "\(label): \(amount(sum, measure)) as printed, and the \(between.count) figures above it add up to it"
          )
          return
        }
      }
      if sum == Int128(value) {
        report.lines.append(
          "\(label): \(amount(Int128(value), measure)) as printed, and the rows add up to it")
      } else {
        let off = sum - Int128(value)
        report.lines.append(
          "\(label): \(amount(Int128(value), measure)) as printed, but the rows\(isPart ? " above it" : "") add up to \(amount(sum, measure)), "
            + "\(amount(off < 0 ? -off : off, measure)) \(off < 0 ? "less" : "more")")
      }
    } catch {
      return
    }
  }

  /// The member that a text names beside a word for a total.
  private func summed(_ text: String, by number: Int) -> Int32? {
    var name = text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "&" }.joined(separator: " ")
    if let start = ["total for ", "subtotal for ", "sub total for ", "total "].first(where: name.hasPrefix) {
      name = String(name.dropFirst(start.count))
    } else if let end = [" sub total", " subtotal", " totals", " total"].first(where: name.hasSuffix) {
      name = String(name.dropLast(end.count))
    } else {
      return nil
    }
    let dimension = dimensions[number]
    for (code, member) in catalog.dimensions[dimension.number].members.enumerated() {
      let words = member.name.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "&" }
      if words.joined(separator: " ") == name { return Int32(code) }
    }
    return nil
  }

  /// An amount in words, exact.
  func amount(_ value: Int128, _ measure: Measure) -> String {
    let power = measure.unit == .percent ? measure.scale - 2 : measure.scale
    var digits = String(value.magnitude)
    if power > 0 {
      while digits.utf8.count <= power { digits = "0" + digits }
    }
    let split = digits.index(digits.endIndex, offsetBy: -max(0, power))
    var whole = ""
    for (place, digit) in digits[..<split].reversed().enumerated() {
      if place > 0, place % 3 == 0 { whole = "," + whole }
      whole = String(digit) + whole
    }
    var fraction = String(digits[split...])
    if fraction.allSatisfy({ $0 == "0" }) { fraction = "" }
    let sign = value < 0 ? "-" : ""
    let text = fraction.isEmpty ? whole : whole + "." + fraction
    switch measure.unit {
    case .money: return sign + "£" + text
    case .percent: return sign + text + "%"
    default: return sign + text
    }
  }
}
