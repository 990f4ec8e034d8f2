import RieplSyntax

/// The rows of a file as they stand.
extension Evaluator {
  /// The rows that clauses and conditions leave, with the figures of each.
  mutating func run(_ block: Block, rowsOf wanted: FileRows, _ binding: Binding) throws(EngineFault) -> Rows {
    let numbers = block.instructions.compactMap { if case .aggregate(let index) = $0 { index } else { nil } }
    var rows = Rows()
    rows.columnCount = block.columns.count
    rows.count = 0
    rows.results = Array(filling: nil, count: plan.aggregates.count)
    guard let number = numbers.first else { return rows }
    rows.fileRows = try passingRows(plan.aggregates[number], &rows)
    var columns = try rowColumns(block, of: rows.fileRows)
    if let cut = block.cut, isFirstOfAll(block), let column = columns.first ?? nil,
      let places = column.first(Evaluator.manyTimes(cut.count), fromTop: cut.fromTop)
    {
      rows.behind = rows.fileRows.count - places.count
      rows.fileRows = places.map { rows.fileRows[$0] }
      columns = [column.only(places)]
    }
    rows.count = rows.fileRows.count
    if !OwnMemory.fits(rows.count * (60 + 60 * block.columns.count)) {
      throw .tooLittleMemory("\(rows.count) rows")
    }
    try spend(rows.count &* block.instructions.count)
    var registers = [Register](filling: .zero, count: block.instructions.count)
    rows.values.reserveCapacity(rows.count * rows.columnCount)
    for row in 0..<rows.count {
      if row & 0xFFFF == 0, isCancelled() { throw .cancelled }
      try calculate(block, columns, row, &registers)
      for column in block.columns { rows.values.append(registers[Int(column.register)]) }
    }
    try arrange(block, binding, &rows)
    rows.countBeforeKeep += rows.behind
    rows.countBeforeCut += rows.behind
    return rows
  }

  /// Whether the rows that a cut leaves are those with the highest or lowest figures of a column of the file, and nothing
  /// is said of the others.
  private func isFirstOfAll(_ block: Block) -> Bool {
    guard let cut = block.cut, block.instructions.count == 1, block.keyColumn == 0, block.within == nil else {
      return false
    }
    let order: SortOrder = cut.fromTop ? .highest : .lowest
    return !needsWholeOrder && !needsAllRows && block.keeps.isEmpty && !block.isInverted && !block.isRanked
      && (block.order ?? order) == order
  }

  /// So many rows of a file are worked out for a cut that leaves fewer: among them are those that print alike.
  private static func manyTimes(_ count: Int) -> Int { count > 1 << 20 ? count : count * 2 + 1000 }

  /// The numbers of the rows of a file that an aggregate takes.
  private mutating func passingRows(_ aggregate: Aggregate, _ rows: inout Rows) throws(EngineFault) -> [Int] {
    let measure = catalog.measures[aggregate.measure]
    let table = catalog.tables[measure.table]
    let filters = try aggregate.filters.map { number throws(EngineFault) in
      try prepare(plan.filters[number], aggregate.dimensions, of: aggregate.measure)
    }
    let places = aggregate.dimensions.map { table.dimensions.firstIndex(of: $0) ?? 0 }
    var allowed: [(place: Int, members: [Bool])] = []
    for (place, dimension) in aggregate.dimensions.enumerated() {
      guard case .members(let members) = aggregate.scopes[place] else { continue }
      allowed.append((place, catalog.dimensions[dimension].members.indices.map(members.contains)))
    }
    var passing: [Int] = []
    var untested = 0
    var ordinal = 0
    let isCancelled = isCancelled
    let scanned = Array(places.indices)
    let needsCodes = !allowed.isEmpty || !filters.isEmpty
    try table.source.scan(dimensions: needsCodes ? places : [], measure: measure.column) {
      (batch: Batch) throws(EngineFault) in
      if isCancelled() { throw .cancelled }
      if !OwnMemory.fits(batch.count * 8) { throw .tooLittleMemory("the rows of \(measure.name)") }
      var batch = batch
      batch.ordinal = ordinal
      ordinal += batch.count
      rows: for row in 0..<batch.count {
        for (place, members) in allowed where !members[batch.code(place, row)] { continue rows }
        for filter in filters where !filter.passes(batch, row, scanned) {
          if filter.isUnknown(batch, row, scanned) { untested += 1 }
          continue rows
        }
        passing.append(batch.firstRow + row)
      }
    }
    rows.untested = untested
    return passing
  }

  /// The names in some rows of a file, and the marks of a measure there, by the numbers of the rows.
  func details(
    _ wanted: FileRows, of rows: [Int], measure: Int
  ) throws(EngineFault) -> [(codes: [Int], mark: Mark)] {
    let table = catalog.tables[wanted.table]
    let places = wanted.dimensions.map { table.dimensions.firstIndex(of: $0) ?? 0 }
    if rows.isEmpty { return [] }
    let order = rows.indices.sorted { rows[$0] < rows[$1] }
    var found = [(codes: [Int], mark: Mark)](repeating: ([], Mark()), count: rows.count)
    var next = 0
    try table.source.scan(
      dimensions: places, measure: catalog.measures[measure].column, around: order.map { rows[$0] }
    ) { (batch: Batch) throws(EngineFault) in
      while next < order.count, rows[order[next]] < batch.firstRow + batch.count {
        let row = rows[order[next]] - batch.firstRow
        found[order[next]].codes = places.indices.map { batch.code($0, row) }
        if !batch.markNumbers.isEmpty {
          let mark = Int(batch.markNumbers[batch.markNumbers.startIndex + row])
          if mark > 0 { found[order[next]].mark = batch.marks[mark - 1] }
        }
        next += 1
      }
    }
    return found
  }

  /// Which of some rows of a file, whose numbers go up, have certain members: by their places among those rows.
  func rows(
    _ rows: [Int], of table: Int, having members: [(dimension: Int, members: BitSet)]
  ) throws(EngineFault) -> Set<Int> {
    let table = catalog.tables[table]
    let places = members.map { table.dimensions.firstIndex(of: $0.dimension) ?? 0 }
    var found: Set<Int> = []
    var next = 0
    try table.source.scan(dimensions: places, measure: nil, around: rows) {
      (batch: Batch) throws(EngineFault) in
      while next < rows.count, rows[next] < batch.firstRow + batch.count {
        let row = rows[next] - batch.firstRow
        if places.indices.allSatisfy({ members[$0].members.contains(batch.code($0, row)) }) {
          found.insert(next)
        }
        next += 1
      }
    }
    return found
  }
}
