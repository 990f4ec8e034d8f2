import RieplSyntax

/// The order of rows, running sums, comparisons and cuts.
extension Evaluator {
  mutating func arrange(_ block: Block, _ binding: Binding, _ rows: inout Rows) throws(EngineFault) {
    let within = block.within.flatMap { block.axes.firstIndex(of: $0) }
    let cutOrder: SortOrder? = block.cut.map { $0.fromTop ? .highest : .lowest }
    // A cut takes the highest or lowest whatever the order shown; running sums go down the order shown.
    let shownOrder = block.order ?? (block.isRanked ? .highest : cutOrder)
    let isOfRows = listsOnlyWhatIsThere(block, rows)
    var left = dropEmpty(block, Array(0..<rows.count), rows, isOfRows: isOfRows)
    let namesMembers = plan.filters.allSatisfy { if case .members = $0 { true } else { false } }
    rows.countBeforeKeep = isOfRows && namesMembers ? left.count : rows.count
    let isSimple = isSimple(block)
    if isSimple {
      // What is compared does not depend on the order, and fewer rows are put in order in less time.
      for keep in block.keeps { left = try passing(keep, left, binding, rows) }
    }
    if let cut = block.cut, shownOrder == cutOrder, within == nil, isSimple, !needsWholeOrder,
      let beginning = first(cut.count + 1, of: left, by: shownOrder, block.keyColumn, rows)
    {
      rows.countBeforeCut = left.count
      rows.orderBeforeCut = beginning
      rows.order = Array(beginning.prefix(cut.count))
      return
    }
    var order = sorted(left, by: shownOrder, block, within, rows)
    try accumulate(block, order, binding, &rows)
    let whole = order
    if !isSimple { for keep in block.keeps { order = try passing(keep, order, binding, rows) } }
    if block.isInverted {
      let kept = Set(order)
      // Of the first year there is no growth that could fail.
      let checked = whole.filter { rows[0, $0].absence != Absence.notApplicable.rawValue }
      order = (checked.isEmpty ? whole : checked).filter { !kept.contains($0) }
      rows.countBeforeKeep = checked.isEmpty ? whole.count : checked.count
    }
    rows.countBeforeCut = order.count
    rows.orderBeforeCut = order
    if let cut = block.cut {
      let byValue = shownOrder == cutOrder ? order : sorted(order, by: cutOrder, block, within, rows)
      rows.orderBeforeCut = byValue
      var taken: [Int: Int] = [:]
      let chosen = byValue.filter { row in
        let place = within.map { rows.indices(row)[$0] } ?? 0
        taken[place, default: 0] += 1
        return taken[place, default: 0] <= cut.count
      }
      if shownOrder == cutOrder {
        order = chosen
      } else {
        let isChosen = Set(chosen)
        order = order.filter { isChosen.contains($0) }
      }
    }
    rows.order = order
  }

  /// The rows that pass a comparison, in the order in which they are given.
  private mutating func passing(_ keep: Keep, _ order: [Int], _ binding: Binding, _ rows: Rows)
    throws(EngineFault) -> [Int]
  {
    let value = try prepare(keep.value, binding)
    let upper: PreparedEnd? = if let end = keep.upper { try prepare(end, binding) } else { nil }
    guard keep.column < rows.columnCount else { return order }
    return order.filter { row in
      Evaluator.passes(rows[keep.column, row], keep.comparison, value[row, rows], upper?[row, rows])
    }
  }

  /// Whether rows are in an order and cut, and nothing else is made of the order.
  private func isSimple(_ block: Block) -> Bool {
    !block.isRanked && !block.isInverted && block.keyColumn == 0
      && !block.instructions.contains { if case .cumulative = $0 { true } else { false } }
  }

  /// Rows of which only the first are in an order, and the others as they were; nil where putting all of them in order
  /// is no more work.
  private func first(
    _ count: Int, of list: [Int], by wanted: SortOrder?, _ key: Int, _ rows: Rows
  ) -> [Int]? {
    guard let wanted, wanted != .name, key < rows.columnCount, count > 0, count < list.count / 16 else {
      return nil
    }
    func isBefore(_ left: Int, _ right: Int) -> Bool {
      Evaluator.isBefore(rows[key, left], left, rows[key, right], right, wanted)
    }
    // A heap of the best so far, the worst of them in front.
    var heap: [Int] = []
    heap.reserveCapacity(count)
    func sink(_ heap: inout [Int], _ start: Int) {
      var place = start
      while true {
        var child = 2 * place + 1
        guard child < heap.count else { return }
        if child + 1 < heap.count, isBefore(heap[child], heap[child + 1]) { child += 1 }
        guard isBefore(heap[place], heap[child]) else { return }
        heap.swapAt(place, child)
        place = child
      }
    }
    for (number, row) in list.enumerated() {
      if number < count {
        heap.append(row)
        if number == count - 1 { for place in (0..<count / 2).reversed() { sink(&heap, place) } }
      } else if isBefore(row, heap[0]) {
        heap[0] = row
        sink(&heap, 0)
      }
    }
    heap.sort(by: isBefore)
    var isTaken = [Bool](filling: false, count: rows.count)
    for row in heap { isTaken[row] = true }
    heap.reserveCapacity(list.count)
    for row in list where !isTaken[row] { heap.append(row) }
    return heap
  }

  /// Whether a row comes before another: absent figures come last, equal ones as they were.
  @inline(__always)
  private static func isBefore(
    _ a: Register, _ left: Int, _ b: Register, _ right: Int, _ wanted: SortOrder
  ) -> Bool {
    guard a.absence == 0, b.absence == 0 else {
      return a.absence == 0 || b.absence == 0 ? a.absence == 0 : left < right
    }
    if a.value == b.value { return left < right }
    return wanted == .highest ? b.value < a.value : a.value < b.value
  }

  /// Rows in an order; absent figures come last, equal ones as they were.
  private func sorted(
    _ list: [Int], by wanted: SortOrder?, _ block: Block, _ within: Int?, _ rows: Rows
  ) -> [Int] {
    guard let wanted, list.count > 1 else { return list }
    let names = wanted == .name ? (0..<rows.count).map { rowName($0, block, rows) } : []
    let key = block.keyColumn
    let places = within.map { axis in (0..<rows.count).map { rows.indices($0)[axis] } }
    return list.sorted { left, right in
      if let places, places[left] != places[right] { return places[left] < places[right] }
      if wanted == .name { return names[left] == names[right] ? left < right : names[left] < names[right] }
      guard key < rows.columnCount else { return left < right }
      return Evaluator.isBefore(rows[key, left], left, rows[key, right], right, wanted)
    }
  }

  /// Without the rows of which conditions have left no figure at all.
  private func dropEmpty(_ block: Block, _ order: [Int], _ rows: Rows, isOfRows: Bool) -> [Int] {
    if !rows.hollow.isEmpty, rows.results.allSatisfy({ $0 == nil }) {
      let hollow = Set(rows.hollow)
      return order.filter { !hollow.contains($0) }
    }
    if block.axes.isEmpty { return order }
    if plan.filters.isEmpty, !isOfRows { return order }
    var filtered: [AggregateResult] = []
    for (index, result) in rows.results.enumerated() {
      guard let result, isOfRows || plan.aggregates[index].reducer != .count else { continue }
      guard isOfRows || !plan.aggregates[index].filters.isEmpty else { return order }
      filtered.append(result)
    }
    // The whole of a share, or a slice that stands beside the rows, is there whatever is left of a row.
    let own = filtered.filter { result in
      block.axes.allSatisfy { axis in result.axes.contains { $0.axis == axis } }
    }
    if !own.isEmpty { filtered = own }
    guard !filtered.isEmpty, !block.axes.isEmpty else { return order }
    let isPlain = block.axes.count == 1
    var indices = rows.indices(0)
    return order.filter { row in
      if isPlain { indices[0] = row } else { indices = rows.indices(row) }
      return filtered.contains { result in
        let figure = result.figures[result.place(block, indices)]
        return figure.count + figure.missing > 0
      }
    }
  }

  /// Whether all figures come from rows of files, of which a name without any row is no answer: only years and names
  /// that the question lists are shown without.
  private func listsOnlyWhatIsThere(_ block: Block, _ rows: Rows) -> Bool {
    let measures = plan.aggregates.indices.filter { rows.results[$0] != nil }.map {
      plan.aggregates[$0].measure
    }
    guard measures.allSatisfy({ $0 >= 0 && !catalog.tables[catalog.measures[$0].table].isCube }) else {
      return false
    }
    return block.axes.contains { number in
      let axis = plan.axes[number]
      let dimension = catalog.dimensions[axis.dimension]
      let all = catalog.ownMembers(measures, of: axis.dimension)?.count ?? dimension.members.count
      return axis.isPlain && !dimension.isYears && axis.rows.count >= all
    }
  }

  /// What rows are compared with: a figure worked out before, or the number of a column.
  enum PreparedEnd {
    case figure(Register)
    case column(Int)

    subscript(row: Int, rows: Rows) -> Register {
      switch self {
      case .figure(let figure): figure
      case .column(let column): rows[column, row]
      }
    }
  }

  mutating func prepare(_ end: ComparisonEnd, _ binding: Binding) throws(EngineFault) -> PreparedEnd {
    switch end {
    case .once(let block): .figure(try single(block, binding))
    case .column(let column): .column(column)
    }
  }

  /// The one figure of a block.
  mutating func single(_ number: Int, _ binding: Binding) throws(EngineFault) -> Register {
    let rows = try run(number, binding)
    let value = rows.values.first ?? Register(absence: .notApplicable)
    values[number] = value
    return value
  }

  static func passes(_ value: Register, _ comparison: Comparison, _ other: Register, _ upper: Register?)
    -> Bool
  {
    guard value.absence == 0, other.absence == 0 else { return false }
    switch comparison {
    case .equal: return value.value == other.value
    case .notEqual: return value.value != other.value
    case .less: return value.value < other.value
    case .lessOrEqual: return !(other.value < value.value)
    case .greater: return other.value < value.value
    case .greaterOrEqual: return !(value.value < other.value)
    case .between:
      guard let upper, upper.absence == 0 else { return false }
      return !(value.value < other.value) && !(upper.value < value.value)
    }
  }

  /// The name that a row sorts by.
  private func rowName(_ row: Int, _ block: Block, _ rows: Rows) -> String {
    let indices = rows.indices(row)
    return block.axes.indices.map {
      name(of: rows.axes[$0][indices[$0]], plan.axes[block.axes[$0]].dimension)
    }.joined(separator: "\u{1}")
  }

  func name(of row: AxisRow, _ dimension: Int) -> String {
    switch row {
    case .member(let code): catalog.memberName(dimension, code)
    case .group(let number, _): catalog.groups[number].name
    case .whole: catalog.wholeName(dimension)
    }
  }

  /// Runs the sums of `cumulative` down the order of the rows, and works out what depends on them again.
  private mutating func accumulate(_ block: Block, _ order: [Int], _ binding: Binding, _ rows: inout Rows)
    throws(EngineFault)
  {
    let running = block.instructions.indices.filter {
      if case .cumulative = block.instructions[$0] { true } else { false }
    }
    guard !running.isEmpty else { return }
    // Along the ordered axis, or the last one; afresh in each row of the others.
    let along =
      block.axes.lastIndex { catalog.dimensions[plan.axes[$0].dimension].isOrdered } ?? block.axes.count - 1
    var sums: [[Int]: [Int: Rational]] = [:]
    var registers = [Register](filling: .zero, count: block.instructions.count)
    for row in order {
      let indices = rows.indices(row)
      var key = indices
      if let within = block.within, let place = block.axes.firstIndex(of: within) {
        key = [indices[place]]
      } else if block.axes.count > 1 {
        key[along] = 0
      } else {
        key = []
      }
      for index in block.instructions.indices {
        if case .reduce(let inner, let reducer) = block.instructions[index] {
          registers[index] = try reduce(inner, reducer, block, binding, rows.axes, indices).value
          continue
        }
        registers[index] = try step(block.instructions[index], registers, rows.results, block, indices)
        if case .cumulative(let operand) = block.instructions[index] {
          let value = registers[Int(operand)]
          guard value.absence == 0 else { continue }
          do throws(ArithmeticFault) {
            let sum = try (sums[key]?[index] ?? .zero).adding(value.value)
            sums[key, default: [:]][index] = sum
            registers[index] = Register(sum, isApproximate: value.isApproximate)
          } catch {
            throw .arithmetic(error)
          }
        }
      }
      for column in block.columns.indices {
        rows[column, row] = registers[Int(block.columns[column].register)]
      }
    }
  }
}
