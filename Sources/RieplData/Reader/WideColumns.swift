import RieplEngine

/// Columns of a wide table: the same figures for one year, or one month, after another.
///
/// "Service, 2008-09, 2009-10, Total" is one measure by service and year, with the total as the file prints it. Words
/// around the years tell several measures apart: "Budget 2008-09, Actual 2008-09, Budget 2009-10 …".
struct WideColumns: Sendable {
  /// What the headings are.
  enum Kind: Sendable {
    case financialYear
    case calendarYear
    case month
  }

  /// A heading's year or month, and its place in their order.
  struct Period: Sendable, Hashable {
    let order: Int
    let name: String
  }

  /// Figures that several columns have.
  struct Measure: Sendable {
    let name: String
    /// For each period the number of the column, nil where there is none.
    var columns: [Int?]
    /// The column of what the file prints as their total.
    var total: Int?
    /// Headings that say more than a year, and which year was taken of them.
    var remarks: [String] = []
  }

  let kind: Kind
  /// In their order.
  let periods: [Period]
  private(set) var measures: [Measure] = []

  /// The numbers of all columns of periods.
  var all: Set<Int> { Set(measures.flatMap { $0.columns.compactMap { $0 } }) }

  /// Words that say how certain the figures of a year are, and not what they are.
  private static let statusWords: Set<String> = [
    "actual", "actuals", "outturn", "budget", "forecast", "estimate", "estimated", "provisional", "revised",
    "plan", "planned", "projected", "final", "draft", "original", "latest",
  ]

  /// Finds the columns of periods, and makes them agree in unit and decimals; nil where the table is not wide.
  init?(_ layout: inout TableLayout) {
    if layout.headingLine == 0 || layout.columns.contains(where: \.isOfPeriods) {
      return nil
    }
    var found: [(column: Int, kind: Kind, period: Period, label: String)] = []
    for (number, column) in layout.columns.enumerated() where column.kind != .ignored {
      var words = column.heading
      _ = UnitText.take(from: &words)
      guard let (kind, period, label) = WideColumns.read(words) else { continue }
      found.append((number, kind, period, label))
    }
    guard let kind = found.first?.kind else { return nil }
    found.removeAll { $0.kind != kind }
    let figures = found.count { layout.columns[$0.column].kind == .figure }
    guard figures >= 2, figures * 2 >= found.count, Set(found.map(\.period)).count >= 2 else { return nil }
    let periods = Set(found.map(\.period)).sorted { $0.order < $1.order }
    var labels: [String] = []
    for heading in found where !labels.contains(heading.label) { labels.append(heading.label) }
    // Each year once: the words behind it only say how certain it is.
    let isOnce = found.count == periods.count
    let isStatus = labels.allSatisfy { label in
      label.split(separator: " ").allSatisfy { WideColumns.statusWords.contains(String($0)) }
    }
    if isOnce, isStatus { labels = [""] }
    let isMoney = found.contains { layout.columns[$0.column].unit == .money }
    self.kind = kind
    self.periods = periods
    for label in labels {
      let own = labels == [""] ? found : found.filter { $0.label == label }
      var columns: [Int?] = Array(repeating: nil, count: periods.count)
      for heading in own {
        guard let place = periods.firstIndex(of: heading.period) else { continue }
        // The same heading twice can't be told apart.
        if columns[place] != nil { return nil }
        columns[place] = heading.column
      }
      let name = label.isEmpty ? isMoney ? "amount" : "value" : ColumnGuess.name(label)
      measures.append(Measure(name: name, columns: columns))
    }
    for place in measures.indices where !agree(place, &layout) { return nil }
    findTotals(&layout)
    for (place, measure) in measures.enumerated() {
      for (period, column) in zip(periods, measure.columns) {
        guard let column else { continue }
        layout.columns[column].name = "\(measure.name) \(period.name)"
        if labels == [""], let label = found.first(where: { $0.column == column })?.label, !label.isEmpty {
          measures[place].remarks.append("\(layout.columns[column].heading) is \(period.name)")
        }
      }
    }
  }

  /// Gives the columns of a measure one unit and one number of decimals; false where they have several units.
  private func agree(_ place: Int, _ layout: inout TableLayout) -> Bool {
    let columns = measures[place].columns.compactMap { $0 }
    let known = columns.filter { layout.columns[$0].kind == .figure }
    guard let model = known.first(where: { layout.columns[$0].unit != .number }) ?? known.first else {
      return false
    }
    for column in known
    where layout.columns[column].multiplier != layout.columns[model].multiplier
      || ![.number, layout.columns[model].unit].contains(layout.columns[column].unit)
    {
      return false
    }
    var shared = layout.columns[model]
    shared.decimals = known.map { layout.columns[$0].decimals }.max() ?? 0
    shared.foundDecimals = known.map { layout.columns[$0].foundDecimals }.max() ?? 0
    for column in columns {
      let (heading, isPlain) = (layout.columns[column].heading, layout.columns[column].isPlain)
      let absences = layout.columns[column].absences
      layout.columns[column] = shared
      layout.columns[column].heading = heading
      layout.columns[column].isPlain = isPlain
      layout.columns[column].absences = absences
    }
    return true
  }

  /// Gives the columns of each measure as many decimals as the one with the most; true where that changes something.
  func align(_ layout: inout TableLayout) -> Bool {
    var isChanged = false
    for measure in measures {
      let columns = measure.columns.compactMap { $0 } + (measure.total.map { [$0] } ?? [])
      let decimals = columns.map { layout.columns[$0].decimals }.max() ?? 0
      for column in columns where layout.columns[column].decimals != decimals {
        layout.columns[column].decimals = decimals
        isChanged = true
      }
    }
    return isChanged
  }

  /// Finds the columns of totals.
  private mutating func findTotals(_ layout: inout TableLayout) {
    let periods = all
    for (number, column) in layout.columns.enumerated()
    where column.kind == .figure && !periods.contains(number) {
      var words = column.name.split(separator: " ").map(String.init)
      guard let word = words.firstIndex(where: { ["total", "totals", "sum"].contains($0) }) else { continue }
      words.remove(at: word)
      words.removeAll { $0 == "grand" || $0 == "of" || $0 == "all" || $0 == "years" }
      let label = words.joined(separator: " ")
      let place = measures.firstIndex { $0.name == label } ?? (label.isEmpty && measures.count == 1 ? 0 : nil)
      guard let place, measures[place].total == nil,
        let model = measures[place].columns.compactMap({ $0 }).first
      else { continue }
      let heading = column.heading
      let decimals = max(column.decimals, layout.columns[model].decimals)
      layout.columns[number] = layout.columns[model]
      layout.columns[number].heading = heading
      layout.columns[number].decimals = decimals
      layout.columns[number].name = "\(measures[place].name) total"
      layout.columns[number].guesses = ["the total as the file prints it"]
      measures[place].total = number
    }
  }

  /// Reads a heading: what it is a year or a month of, and the words around that.
  private static func read(_ heading: String) -> (kind: Kind, period: Period, label: String)? {
    let words = heading.split { $0 == " " || $0 == "(" || $0 == ")" || $0 == ":" || $0 == "," }.map(
      String.init)
    for (place, word) in words.enumerated() {
      func label(_ count: Int) -> String {
        (words[..<place] + words[(place + count)...]).joined(separator: " ").lowercased()
      }
      if let year = FinancialYear(loose: word) {
        return (.financialYear, Period(order: year.start, name: year.name), label(1))
      }
      let next = place + 1 < words.count ? words[place + 1] : ""
      if let month = MonthText(word) {
        return (.month, Period(order: month.order, name: month.name), label(1))
      }
      if !next.isEmpty, word.allSatisfy(\.isLetter), let month = MonthText("\(word) \(next)") {
        return (.month, Period(order: month.order, name: month.name), label(2))
      }
      if word.utf8.count == 4, let year = Int(word), (1900...2100).contains(year) {
        return (.calendarYear, Period(order: year, name: word), label(1))
      }
    }
    return nil
  }
}

extension WideColumns {
  /// The name and the plural of the dimension of the periods.
  var dimension: (name: String, plural: String) {
    switch kind {
    case .financialYear: ("year", "years")
    case .calendarYear: ("calendar year", "calendar years")
    case .month: ("month", "months")
    }
  }
}

/// The rows of a wide table, one for each row of the file and each of its years or months.
struct WideTable: ColumnSource {
  let base: any ColumnSource
  /// The place of the years or months among the dimensions, behind those of the file.
  let place: Int
  /// For each period its code.
  let codes: [Int32]
  /// For each measure and each period the measure of the file's own table.
  let columns: [[Int?]]

  /// Measures that lack different periods have different rows.
  var hasSameRows: Bool { Set(columns.map { $0.map { $0 == nil } }).count == 1 }

  func scan(
    dimensions: [Int], measure: Int?, _ body: (Batch) throws(EngineFault) -> Void
  ) throws(EngineFault) {
    let position = dimensions.firstIndex(of: place)
    let inner = dimensions.filter { $0 != place }
    for (period, code) in codes.enumerated() {
      var column: Int?
      if let measure {
        guard let own = columns[measure][period] else { continue }
        column = own
      }
      try base.scan(dimensions: inner, measure: column) { (batch: Batch) throws(EngineFault) in
        guard let position else { return try body(batch) }
        var all = batch.codes
        all.insert(Array(repeating: code, count: batch.count)[...], at: position)
        try body(
          Batch(
            firstRow: batch.firstRow, count: batch.count, codes: all, values: batch.values,
            states: batch.states, markNumbers: batch.markNumbers, marks: batch.marks))
      }
    }
  }

  func totals(_ request: GroupRequest, isCancelled: @Sendable () -> Bool) throws(EngineFault) -> GroupTotals?
  {
    let own = request.parts.filter { $0.place == place }
    let others = request.parts.filter { $0.place != place }
    var result = GroupTotals(count: request.count)
    if request.needsExtremes {
      result.low = Array(repeating: .max, count: request.count)
      result.high = Array(repeating: .min, count: request.count)
    }
    periods: for (period, code) in codes.enumerated() {
      guard let column = columns[request.measure][period] else { continue }
      var offset = 0
      for part in own {
        let added = part.groups[Int(code)]
        if added < 0 { continue periods }
        offset += Int(added)
      }
      let inner = GroupRequest(
        parts: others, measure: column, count: request.count - offset, needsExtremes: request.needsExtremes)
      guard let found = try base.totals(inner, isCancelled: isCancelled) else { return nil }
      result.rows += found.rows
      for group in found.sums.indices where found.counts[group] + found.missing[group] > 0 {
        result.sums[offset + group] += found.sums[group]
        result.counts[offset + group] += found.counts[group]
        result.missing[offset + group] += found.missing[group]
        if request.needsExtremes {
          result.low[offset + group] = min(result.low[offset + group], found.low[group])
          result.high[offset + group] = max(result.high[offset + group], found.high[group])
        }
        if !found.absences.isEmpty, found.missing[group] > 0 {
          if result.absences.isEmpty { result.absences = Array(repeating: 0, count: request.count) }
          result.absences[offset + group] = max(result.absences[offset + group], found.absences[group])
        }
      }
    }
    return result
  }
}
