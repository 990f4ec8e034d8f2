import RieplSyntax

/// Makes the rows of a block an answer: cells with notes and coverage, printed form, ranks, totals and remarks.
struct AnswerBuilder: ~Copyable {
  var evaluator: Evaluator
  var answer = AnswerParts()
  /// The decimals to show where the question says none.
  var decimals: Int?

  init(_ evaluator: consuming Evaluator) { self.evaluator = evaluator }

  /// The answer to a plan.
  static func answer(
    _ plan: SealedPlan, catalog: Catalog, limits: Limits, decimals: Int? = nil, cache: inout FigureCache,
    isCancelled: @escaping @Sendable () -> Bool
  ) throws(EngineFault) -> Answer {
    if let answer = constant(plan, decimals) { return answer }
    var builder = AnswerBuilder(
      Evaluator(catalog: catalog, plan: plan, limits: limits, isCancelled: isCancelled))
    swap(&builder.evaluator.cache, &cache)
    defer { swap(&builder.evaluator.cache, &cache) }
    builder.decimals = decimals
    try builder.build()
    var parts = AnswerParts()
    swap(&parts, &builder.answer)
    return Answer(plan, parts)
  }

  /// A question of literals only is worked out already; nil for any other.
  private static func constant(_ sealed: SealedPlan, _ decimals: Int?) -> Answer? {
    let number = sealed.plan.main
    guard sealed.plan.blocks[number].axes.isEmpty, sealed.plan.blocks[number].columns.count == 1,
      sealed.plan.blocks[number].keeps.isEmpty,
      case .constant(let value, _, let isApproximate) =
        sealed.plan.blocks[number].instructions[Int(sealed.plan.blocks[number].columns[0].register)]
    else { return nil }
    var column = sealed.plan.blocks[number].columns[0]
    column.decimals = column.decimals ?? decimals
    var cell = AnswerCell(value: value)
    cell.isApproximate = isApproximate
    var answer = AnswerParts()
    answer.columns = [
      AnswerColumn(
        heading: column.heading, info: column.info, format: FormatRules.format(column, values: [value]))
    ]
    answer.rows = [AnswerRow(keys: [], cells: [cell])]
    answer.rowsBeforeKeep = 1
    answer.rowsBeforeCut = 1
    return Answer(sealed, answer)
  }

  var plan: Plan { _read { yield evaluator.sealed.plan } }
  /// The block whose rows are the answer.
  var block: Block {
    @inline(__always) _read { yield evaluator.sealed.plan.blocks[evaluator.sealed.plan.main] }
  }
  var catalog: Catalog { evaluator.catalog }

  private mutating func build() throws(EngineFault) {
    let binding = Binding(axes: plan.axes.count)
    let rows = try evaluator.run(plan.main, binding)
    answer.axes = block.axes.map { .plan($0) }
    if let projection = plan.projection {
      try ProjectionBuilder.build(projection, rows, &self)
      return
    }
    if let listed = block.listedFilter {
      try list(listed, rows)
      remarkUntested(rows)
      return
    }
    answer.rowsBeforeKeep = rows.countBeforeKeep
    answer.rowsBeforeCut = rows.countBeforeCut
    answer.columns.reserveCapacity(block.columns.count)
    let order = rows.order.isEmpty && block.axes.isEmpty ? [0] : rows.order
    for (number, column) in block.columns.enumerated() {
      var column = column
      column.decimals = column.decimals ?? decimals
      var shown: [Rational] = []
      if FormatRules.needsValues(column) {
        for row in order where rows[number, row].absence == 0 { shown.append(rows[number, row].value) }
      }
      answer.columns.append(
        AnswerColumn(
          heading: column.heading, info: column.info, format: FormatRules.format(column, values: shown)))
    }
    if block.isInverted { tellSidesApart(rows) }
    if let wanted = block.fileRows {
      if let format = answer.columns.first?.format, isCutAmongAlike(rows, format) {
        // What is said of those that print alike takes all of them.
        evaluator.needsAllRows = true
        return try list(wanted, try evaluator.run(plan.main, binding))
      }
      return try list(wanted, rows)
    }
    if rows.order.count > 4096, !OwnMemory.fits(rows.order.count * (300 + 150 * block.columns.count)) {
      throw .tooLittleMemory("an answer of \(rows.order.count) rows")
    }
    answer.rows.reserveCapacity(rows.order.count)
    for row in rows.order { answer.rows.append(try makeRow(row, rows)) }
    for (number, register) in evaluator.values {
      guard let column = plan.blocks[number].columns.first else { continue }
      var cell = AnswerCell(value: register.value, absence: Absence(rawValue: register.absence))
      cell.isApproximate = register.isApproximate
      answer.values[number] = BlockValue(
        cell: cell, format: FormatRules.format(column, values: [register.value]))
    }
    if block.axes.isEmpty, rows.order.isEmpty {
      answer.rejected = try makeRow(0, rows).cells[block.keyColumn]
    }
    if block.isRanked { rank(rows) }
    if block.hasTotal { try addTotals(rows) }
    try remark(rows)
  }

  /// Gives a check as many decimals as it takes to see that its sides differ.
  private mutating func tellSidesApart(_ rows: Evaluator.Rows) {
    guard let left = answer.columns.first?.format else { return }
    let others = answer.columns.indices.dropFirst().filter { answer.columns[$0].heading != .difference }
    var more = 0
    for row in rows.order {
      for column in others {
        let (value, other) = (rows[0, row], rows[column, row])
        guard value.absence == 0, other.absence == 0, value.value != other.value else { continue }
        let right = answer.columns[column].format
        guard left.power == right.power else { continue }
        while more < AnswerBuilder.mostMoreDecimals,
          left.withDecimals(left.decimals + more).rounded(value.value)
            == right.withDecimals(right.decimals + more).rounded(other.value)
        {
          more += 1
        }
      }
    }
    guard more > 0 else { return }
    for column in answer.columns.indices {
      let format = answer.columns[column].format
      answer.columns[column].format = format.withDecimals(format.decimals + more)
    }
  }

  private static let mostMoreDecimals = 12

  // MARK: Rows

  private mutating func makeRow(_ row: Int, _ rows: Evaluator.Rows) throws(EngineFault) -> AnswerRow {
    let indices = rows.indices(row)
    var cells: [AnswerCell] = []
    cells.reserveCapacity(block.columns.count)
    for column in block.columns.indices {
      cells.append(
        try makeCell(rows[column, row], column, rows, indices, Binding(axes: plan.axes.count)))
    }
    return AnswerRow(keys: keys(indices, rows), cells: cells)
  }

  /// A row's keys: its places in the axes of the plan, also where an outer row has narrowed them.
  func keys(_ indices: [Int], _ rows: Evaluator.Rows) -> [RowKey] { indices.map { .row($0) } }

  /// A value with the notes and the coverage of what went into it.
  mutating func makeCell(
    _ register: Register, _ column: Int, _ rows: Evaluator.Rows, _ indices: [Int], _ binding: Binding
  ) throws(EngineFault) -> AnswerCell {
    var cell = AnswerCell(value: register.value, absence: Absence(rawValue: register.absence))
    cell.isApproximate = register.isApproximate
    let root = Int(block.columns[column].register)
    let needed = block.steps(of: Int32(root))
    let counted = block.instructions.count < 3 ? needed : block.steps(of: Int32(root), withParts: false)
    for index in needed {
      switch block.instructions[index] {
      case .aggregate(let number):
        guard let result = rows.results[number] else { continue }
        let place = result.place(block, indices)
        guard place < result.figures.count else { continue }
        if counted.contains(index) {
          cell.count += result.figures[place].count
          cell.missing += result.figures[place].missing
        }
        if !result.marks.isEmpty {
          cell.notes.formUnion(result.marks[place].notes)
          cell.status = max(cell.status, result.marks[place].status)
        }
      case .fact(let number): cell.notes.formUnion(catalog.facts[number].notes)
      case .last:
        guard let last = plan.last else { continue }
        cell.notes.formUnion(last.notes)
        cell.status = max(cell.status, last.status)
      case .reduce(let inner, let reducer):
        let (_, innerRows, chosen) = try evaluator.reduce(inner, reducer, block, binding, rows.axes, indices)
        let bound = evaluator.bound(binding, block, rows.axes, indices)
        let part = plan.blocks[inner]
        let (present, missing) = try coverage(part, part.counted, innerRows, bound)
        cell.count += present
        cell.missing += missing
        for result in innerRows.results.compactMap({ $0 }) {
          for mark in result.marks {
            cell.notes.formUnion(mark.notes)
            cell.status = max(cell.status, mark.status)
          }
        }
        if index == root { setWhose(chosen.map { rowName($0, innerRows, plan.blocks[inner]) }, &cell) }
      default: break
      }
    }
    if case .aggregate(let number) = block.instructions[root], cell.absence == nil {
      try nameWhose(number, register, rows, indices, binding, &cell)
    }
    answer.notes.formUnion(cell.notes)
    return cell
  }

  private func setWhose(_ names: [String], _ cell: inout AnswerCell) {
    cell.whose = Array(names.prefix(4))
    cell.moreWhose = max(0, names.count - 4)
  }

  private func rowName(_ row: Int, _ rows: Evaluator.Rows, _ block: Block) -> String {
    let indices = rows.indices(row)
    return block.axes.indices.map {
      evaluator.name(of: rows.axes[$0][indices[$0]], plan.axes[block.axes[$0]].dimension)
    }
    .joined(separator: " ")
  }

  /// For the lowest, the highest and the median: whose figures they are.
  private mutating func nameWhose(
    _ number: Int, _ register: Register, _ rows: Evaluator.Rows, _ indices: [Int], _ binding: Binding,
    _ cell: inout AnswerCell
  ) throws(EngineFault) {
    switch plan.aggregates[number].reducer {
    case .lowest, .highest, .median: break
    default: return
    }
    let aggregate = plan.aggregates[number]
    guard aggregate.measure >= 0 else { return }
    let measure = catalog.measures[aggregate.measure]
    // Only what rows and slices leave open has to be named.
    let open = aggregate.dimensions.indices.filter { place in
      switch aggregate.scopes[place] {
      case .all: catalog.dimensions[aggregate.dimensions[place]].members.count > 1
      case .members(let members): members.count > 1
      case .axis(let axis), .axisBefore(let axis): !plan.axes[axis].isPlain
      }
    }
    guard !open.isEmpty, let factor = PowerOfTen.rational(measure.scale) else { return }
    let wanted: [Int64]
    switch aggregate.reducer {
    case .lowest, .highest:
      guard let value = scaled(register.value, factor) else { return }
      wanted = [value]
    case .median:
      if let value = scaled(register.value, factor) {
        wanted = [value]
      } else {
        return
      }
    default: return
    }
    let found = try evaluator.witnesses(number, block, binding, rows.axes, indices) { value, state in
      state == 0 && wanted.contains(value)
    }
    setWhose(
      found.map { codes in
        open.map { catalog.memberName(aggregate.dimensions[$0], codes[$0]) }.joined(separator: " ")
      }, &cell)
  }

  private func scaled(_ value: Rational, _ factor: Rational) -> Int64? {
    do throws(ArithmeticFault) {
      return try value.multiplied(by: factor).integerValue
    } catch {
      return nil
    }
  }

  // MARK: Members themselves

  private mutating func list(_ index: Int, _ rows: Evaluator.Rows) throws(EngineFault) {
    guard let result = rows.results[index] else { return }
    answer.rowsBeforeKeep = rows.count
    answer.rowsBeforeCut = rows.count
    let dimension = plan.aggregates[index].dimension
    var order = Array(0..<rows.count)
    if block.order == .name {
      order.sort {
        evaluator.name(of: rows.axes[0][$0], dimension) < evaluator.name(of: rows.axes[0][$1], dimension)
      }
    }
    for row in order where row < result.figures.count && result.figures[row].count > 0 {
      answer.rows.append(AnswerRow(keys: [.row(row)], cells: []))
      answer.rowsBeforeCut = answer.rows.count
    }
  }

  // MARK: Ranks

  /// Numbers the rows; those that print alike have the same place.
  mutating func rank(_ rows: Evaluator.Rows) {
    guard let format = answer.columns.first?.format else { return }
    func groupKey(_ row: AnswerRow) -> RowKey? {
      block.within.flatMap { block.axes.firstIndex(of: $0) }.map { row.keys[$0] }
    }
    // Places count all rows of the question, also those that a cut left out.
    var better: [RowKey?: [Rational]] = [:]
    for row in rows.orderBeforeCut {
      let register = rows[0, row]
      guard register.absence == 0 else { continue }
      let key = block.within.flatMap { block.axes.firstIndex(of: $0) }.map {
        RowKey.row(rows.indices(row)[$0])
      }
      better[key, default: []].append(format.rounded(register.value))
    }
    for index in answer.rows.indices {
      guard let cell = answer.rows[index].cells.first, cell.absence == nil else { continue }
      let all = better[groupKey(answer.rows[index])] ?? []
      let value = format.rounded(cell.value)
      // Ranks run from the highest whatever the order shown.
      answer.rows[index].rank = 1 + all.count { value < $0 }
      answer.rows[index].isTied = all.count { $0 == value } > 1
    }
  }

  // MARK: Totals

  /// A row for all shown rows together; with two axes also one for each row of either.
  private mutating func addTotals(_ rows: Evaluator.Rows) throws(EngineFault) {
    guard !rows.order.isEmpty else { return }
    let axisCount = block.axes.count
    if axisCount == 2 {
      for axis in 0..<2 {
        var seen: [Int] = []
        for row in rows.order where !seen.contains(rows.indices(row)[axis]) {
          seen.append(rows.indices(row)[axis])
        }
        guard seen.count > 1 || axis == 0 else { continue }
        for place in seen {
          let members = rows.order.filter { rows.indices($0)[axis] == place }
          var keys: [RowKey] = [.together, .together]
          keys[axis] = .row(place)
          answer.totals.append(try total(members, keys, rows))
        }
      }
    }
    answer.totals.append(try total(rows.order, Array(filling: .together, count: axisCount), rows))
  }

  private mutating func total(_ shown: [Int], _ keys: [RowKey], _ rows: Evaluator.Rows) throws(EngineFault)
    -> AnswerRow
  {
    var binding = Binding(axes: plan.axes.count)
    var product = 1
    for (place, axis) in block.axes.enumerated() {
      var members = BitSet()
      var places: Set<Int> = []
      for row in shown {
        let index = rows.indices(row)[place]
        if places.insert(index).inserted { members.formUnion(rows.axes[place][index].members) }
      }
      binding.members[axis] = members
      product *= places.count
    }
    // The rows together are one question only where they are all combinations of their members.
    let isWhole = product == shown.count
    let together = try evaluator.together(block, binding)
    var cells: [AnswerCell] = []
    for column in block.columns.indices {
      if !isTotalMeaningful(column, binding) {
        cells.append(AnswerCell(value: .zero, absence: .notApplicable))
      } else if isWhole {
        cells.append(try makeTotalCell(together, column, binding))
      } else if block.columns[column].info.isSum {
        cells.append(try sum(shown, column, rows))
      } else {
        cells.append(AnswerCell(value: .zero, absence: .notApplicable))
      }
    }
    return AnswerRow(keys: keys, cells: cells)
  }

  /// Whether a column has a value for several rows together: a level has none over years.
  private func isTotalMeaningful(_ column: Int, _ binding: Binding) -> Bool {
    for index in block.steps(of: block.columns[column].register) {
      switch block.instructions[index] {
      case .cumulative: return false
      case .aggregate(let number):
        let aggregate = plan.aggregates[number]
        guard aggregate.measure >= 0, aggregate.reducer == .sum else { continue }
        let measure = catalog.measures[aggregate.measure]
        for (place, dimension) in aggregate.dimensions.enumerated() {
          guard case .axis(let axis) = aggregate.scopes[place], let members = binding.members[axis],
            members.count > 1
          else { continue }
          if !measure.addsOver.contains(dimension) { return false }
        }
      default: continue
      }
    }
    return true
  }

  private mutating func makeTotalCell(_ rows: Evaluator.Rows, _ column: Int, _ binding: Binding)
    throws(EngineFault) -> AnswerCell
  {
    let register = rows[column, 0]
    var cell = AnswerCell(value: register.value, absence: Absence(rawValue: register.absence))
    cell.isApproximate = register.isApproximate
    for index in block.steps(of: block.columns[column].register) {
      guard case .aggregate(let number) = block.instructions[index], let result = rows.results[number] else {
        continue
      }
      cell.count += result.figures.first?.count ?? 0
      cell.missing += result.figures.first?.missing ?? 0
      if let mark = result.marks.first {
        cell.notes.formUnion(mark.notes)
        cell.status = max(cell.status, mark.status)
      }
    }
    answer.notes.formUnion(cell.notes)
    return cell
  }

  private mutating func sum(_ shown: [Int], _ column: Int, _ rows: Evaluator.Rows) throws(EngineFault)
    -> AnswerCell
  {
    var cell = AnswerCell(value: .zero)
    do throws(ArithmeticFault) {
      for row in shown where rows[column, row].absence == 0 {
        cell.value = try cell.value.adding(rows[column, row].value)
      }
    } catch {
      throw .arithmetic(error)
    }
    for row in answer.rows where column < row.cells.count {
      cell.notes.formUnion(row.cells[column].notes)
      cell.status = max(cell.status, row.cells[column].status)
      cell.count += row.cells[column].count
      cell.missing += row.cells[column].missing
    }
    return cell
  }
}

extension Evaluator {
  /// The columns of a block with all its axes narrowed to one set of members each.
  mutating func together(_ block: Block, _ binding: Binding) throws(EngineFault) -> Rows {
    var block = block
    block.axes = []
    block.keeps = []
    block.cut = nil
    block.order = nil
    block.within = nil
    block.isRanked = false
    var rows = Rows()
    try evaluate(block, binding, &rows)
    return rows
  }
}

/// Powers of ten as exact numbers.
enum PowerOfTen {
  static func rational(_ power: Int) -> Rational? {
    do throws(ArithmeticFault) {
      return try Rational(10).raised(to: power)
    } catch {
      return nil
    }
  }
}
