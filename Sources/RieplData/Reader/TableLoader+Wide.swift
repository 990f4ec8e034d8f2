import RieplEngine

/// Wide tables: the measures by year or month that columns make together.
extension TableLoader {
  /// The measures and the tables of a file: one for its rows, and one for its rows and years where it is wide.
  mutating func tables(_ plain: [Measure], _ table: FileTable) -> (measures: [Measure], tables: [Table]) {
    let rows = Table(dimensions: dimensions.map(\.number), source: table, isCube: false)
    let plain = plain + [rowsMeasure(plain.count)]
    guard let wide = layout.wide else { return (plain, [rows]) }
    let words = wide.dimension
    let isYears = wide.kind == .financialYear
    let members = wide.periods.map { period in
      isYears ? Member(name: period.name, year: period.order) : Member(name: period.name, order: period.order)
    }
    let isShared = isYears || hasPeriods(words.name)
    let joined = join(
      Dimension(
        name: isShared ? words.name : freeName(words.name),
        plural: isShared ? words.plural : freePlural(words.name, words.plural), members: members,
        isOrdered: true,
        isYears: isYears))
    var own = ownMembers
    if Set(joined.codes).count < catalog.dimensions[joined.number].members.count {
      own[joined.number] = BitSet(joined.codes)
    }
    let numbers = dimensions.map(\.number) + [joined.number]
    func place(_ column: Int) -> Int? { columns.figureColumns.firstIndex(of: column) }
    let widened = wide.all
    var measures = plain.indices.filter {
      $0 >= columns.figureColumns.count || !widened.contains(columns.figureColumns[$0])
    }.map { plain[$0] }
    for (number, measure) in wide.measures.enumerated() {
      guard let first = measure.columns.compactMap({ $0 }).first, let model = place(first) else { continue }
      let column = layout.columns[first]
      measures.append(
        Measure(
          name: wideName(measure), summary: "\(measureSummary(measure, wide)), from \(report.file)",
          unit: column.unit, scale: column.scale, sourcePower: plain[model].sourcePower, dimensions: numbers,
          addsOver: column.addsUp ? BitSet(numbers) : BitSet(), sources: BitSet(catalog.sources.count),
          dataset: catalog.datasets.count, table: catalog.tables.count + 1, column: number, members: own))
    }
    let source = WideTable(
      base: table, place: dimensions.count, codes: joined.codes.map { Int32($0) },
      columns: wide.measures.map { $0.columns.map { $0.flatMap(place) } })
    return (measures, [rows, Table(dimensions: numbers, source: source, isCube: false)])
  }

  /// The measure that is 1 in each row.
  private func rowsMeasure(_ column: Int) -> Measure {
    let numbers = dimensions.map(\.number)
    return Measure(
      name: isTaken("rows") ? "\(report.name) rows" : "rows", summary: "The rows of \(report.file)",
      unit: .count, scale: 0, sourcePower: 0, dimensions: numbers, addsOver: BitSet(numbers),
      sources: BitSet(catalog.sources.count), dataset: catalog.datasets.count, table: catalog.tables.count,
      column: column, members: ownMembers, isOfRows: true)
  }

  /// What a measure of several columns is called.
  func wideName(_ measure: WideColumns.Measure) -> String {
    isTaken(measure.name) ? "\(report.name) \(measure.name)" : measure.name
  }

  private func measureSummary(_ measure: WideColumns.Measure, _ wide: WideColumns) -> String {
    guard let first = wide.periods.first, let last = wide.periods.last else { return measure.name }
    return "The figures of \(first.name) to \(last.name)"
  }

  /// What the columns of a wide table came to.
  func wideLines() -> [String] {
    guard let wide = layout.wide else { return [] }
    return wide.measures.map { measure in
      let headings = measure.columns.compactMap { $0 }.map { layout.columns[$0].heading }
      let shown =
        headings.count > 4
        ? headings.prefix(2).joined(separator: ", ") + " … " + (headings.last ?? "")
        : headings.joined(separator: ", ")
      let column = layout.columns[measure.columns.compactMap { $0 }.first ?? 0]
      let guesses = column.guesses.map { "; " + $0 }.joined() + measure.remarks.map { "; " + $0 }.joined()
      return "\(shown): the measure \(wideName(measure)), \(TableLoader.unitText(column.unit)), by "
        + wide.dimension.name + guesses
    }
  }

  /// What figures of a unit are, in a line of the report.
  static func unitText(_ unit: Unit) -> String {
    switch unit {
    case .money: "£"
    case .percent: "%"
    case .count: "a count"
    default: "a number"
    }
  }

  /// Holds the columns of totals against the columns that they sum up, row by row.
  mutating func reconcileColumns(_ measures: [Measure]) {
    guard let wide = layout.wide else { return }
    for measure in wide.measures {
      guard let number = measure.total, let total = columns.figureColumns.firstIndex(of: number) else {
        continue
      }
      let parts = measure.columns.compactMap { $0 }.compactMap { columns.figureColumns.firstIndex(of: $0) }
      var fitting = 0
      var off: [String] = []
      var offCount = 0
      for chunk in columns.chunks {
        for row in 0..<chunk.rows {
          let printed = unsafe chunk.values(total)[row]
          if FigureColumn.isAbsent(printed) { continue }
          var sum: Int128 = 0
          var isMissing = false
          for part in parts {
            let value = unsafe chunk.values(part)[row]
            if FigureColumn.isAbsent(value) { isMissing = true } else { sum += Int128(value) }
          }
          if sum == Int128(printed) {
            fitting += 1
            continue
          }
          offCount += 1
          guard off.count < 5 else { continue }
          let difference = sum - Int128(printed)
          off.append(
            "  “\(rowName(chunk, row))”: \(amount(Int128(printed), measures[total])) as printed, but "
              + (isMissing ? "those that are there" : "they") + " add up to \(amount(sum, measures[total])), "
              + "\(amount(difference < 0 ? -difference : difference, measures[total])) "
              + (difference < 0 ? "less" : "more"))
        }
      }
      let name = layout.columns[number].heading
      let whole = fitting + offCount
      report.lines.append(
        offCount == 0
          ? "\(name): the columns add up to it in each of \(LoadReport.count(whole, "row"))"
          : "\(name): the columns add up to it in \(LoadReport.number(fitting)) of \(LoadReport.count(whole, "row"))"
            + (offCount > off.count ? "; the first that differ:" : "; not in:"))
      report.lines += off
    }
  }

  /// What a row is called: its first names.
  func rowName(_ chunk: ColumnChunk, _ row: Int) -> String {
    let names = columns.textColumns.indices.prefix(3).map { place in
      columns.texts[chunk.worker][place].string(chunk.code(place, row))
    }
    return names.filter { !$0.isEmpty }.joined(separator: ", ")
  }
}
