import RieplSyntax

/// Works out a plan.
struct Evaluator: ~Copyable {
  let catalog: Catalog
  let sealed: SealedPlan
  var plan: Plan { _read { yield sealed.plan } }
  let limits: Limits
  /// Asked once a batch of rows; true stops the evaluation.
  let isCancelled: @Sendable () -> Bool
  var steps = 0
  /// Figures of earlier questions, and those of this one.
  var cache = FigureCache()
  /// Conditions on figures, once they are worked out: for each combination of rows whether it holds, nil where a
  /// figure is not there.
  var tests: [Int: [Bool?]] = [:]
  /// Conditions on the rows of a table, once they are worked out.
  var rowTests: [RowTest: [FilterOutcome]] = [:]
  /// What figures on the right of comparisons came to, by their blocks.
  var values: [Int: Register] = [:]
  /// Whether all rows are wanted in order, also those far behind a cut.
  var needsWholeOrder = false

  init(catalog: Catalog, plan: SealedPlan, limits: Limits, isCancelled: @escaping @Sendable () -> Bool) {
    self.catalog = catalog
    sealed = plan
    self.limits = limits
    self.isCancelled = isCancelled
  }

  mutating func spend(_ count: Int) throws(EngineFault) {
    steps += count
    if steps > limits.steps { throw .tooManySteps }
  }

  /// The rows of a block: what they are of, their columns, and which are shown in which order.
  struct Rows {
    /// The rows of each axis, after an outer row has narrowed them.
    var axes: [[AxisRow]] = []
    var count = 1
    /// The values of all columns, row after row.
    var values: [Register] = []
    var columnCount = 0
    /// The rows that are left, in the order shown.
    var order: [Int] = []
    var countBeforeKeep = 0
    var countBeforeCut = 0
    /// All rows in order, before the cut; for what is said about it. Those behind the first that a cut leaves out are in
    /// no order unless the whole order was asked for.
    var orderBeforeCut: [Int] = []
    var results: [AggregateResult?] = []
    /// The numbers of the rows of a file, where the rows are those.
    var fileRows: [Int] = []
    /// How many rows of a file a condition could not be tested for.
    var untested = 0
    /// The rows that are worked out from other rows only, of which none was left.
    var hollow: [Int] = []

    /// The value of a column in a row.
    @inline(__always)
    subscript(column: Int, row: Int) -> Register {
      get { values[row &* columnCount &+ column] }
      set { values[row &* columnCount &+ column] = newValue }
    }

    /// A row's place along each axis.
    func indices(_ row: Int) -> [Int] {
      // A file may have no row at all.
      if axes.isEmpty || count == 0 { return [] }
      var rest = row
      var result = [Int](filling: 0, count: axes.count)
      for axis in axes.indices.reversed() {
        result[axis] = rest % axes[axis].count
        rest /= axes[axis].count
      }
      return result
    }
  }

  // MARK: Blocks

  private static let oneRow = [0]

  /// The rows of an axis where an enclosing row has narrowed it.
  func rows(of axis: Int, _ binding: Binding) -> [AxisRow] {
    let axis = plan.axes[axis]
    guard let outer = axis.outer, let members = binding.members[outer] else { return axis.rows }
    return axis.rows.filter { $0.members.intersects(members) }
  }

  mutating func run(_ number: Int, _ binding: Binding) throws(EngineFault) -> Rows {
    let block = plan.blocks[number]
    if let wanted = block.fileRows { return try run(block, rowsOf: wanted, binding) }
    var rows = Rows()
    for axis in block.axes {
      let list = self.rows(of: axis, binding)
      rows.axes.append(list)
      rows.count *= list.count
    }
    if rows.count > limits.steps { throw .tooManyRows }
    // Few rows are not worth asking for.
    if rows.count > 4096, !OwnMemory.fits(rows.count * (50 + 90 * block.instructions.count)) {
      throw .tooLittleMemory("\(rows.count) rows")
    }
    try evaluate(block, binding, &rows)
    if block.axes.isEmpty, block.keeps.isEmpty {
      // There is nothing to arrange: the one row stays.
      rows.order = Evaluator.oneRow
      rows.orderBeforeCut = Evaluator.oneRow
      rows.countBeforeKeep = 1
      rows.countBeforeCut = 1
    } else {
      try arrange(block, binding, &rows)
    }
    return rows
  }

  /// Works out the instructions for each row.
  mutating func evaluate(_ block: Block, _ binding: Binding, _ rows: inout Rows) throws(EngineFault) {
    let instructions = block.instructions
    try spend(instructions.count &* max(1, rows.count))
    rows.results = Array(filling: nil, count: plan.aggregates.count)
    for case .aggregate(let index) in instructions where rows.results[index] == nil {
      rows.results[index] = try figures(index, block, binding, rows.axes)
    }
    rows.columnCount = block.columns.count
    rows.values.reserveCapacity(rows.count * rows.columnCount)
    if takeAsTheyAre(block, &rows) { return }
    var registers = [Register](filling: .zero, count: instructions.count)
    var fixed = [Register?](filling: nil, count: instructions.count)
    var indices = rows.indices(0)
    for row in 0..<rows.count {
      var (reduced, hollow) = (0, 0)
      for index in instructions.indices {
        switch instructions[index] {
        case .reduce(let inner, let reducer):
          if let known = fixed[index] {
            registers[index] = known
          } else {
            let isFixed = !uses(inner, anyOf: block.axes)
            let found = try reduce(inner, reducer, block, binding, rows.axes, indices)
            registers[index] = found.value
            if isFixed { fixed[index] = found.value } else { reduced += 1 }
            if !isFixed, reducer != .count, found.rows.order.isEmpty { hollow += 1 }
          }
        default:
          registers[index] = try step(instructions[index], registers, rows.results, block, indices)
        }
      }
      for column in block.columns.indices {
        rows.values.append(registers[Int(block.columns[column].register)])
      }
      if hollow > 0, hollow == reduced { rows.hollow.append(row) }
      if row & 1023 == 0, isCancelled() { throw .cancelled }
      // The next row: the last axis runs fastest.
      var axis = indices.count - 1
      while axis >= 0 {
        indices[axis] += 1
        if indices[axis] < rows.axes[axis].count { break }
        indices[axis] = 0
        axis -= 1
      }
    }
  }

  /// Takes figures of a table as the values of the rows where they are nothing else, and stand in the same order.
  private func takeAsTheyAre(_ block: Block, _ rows: inout Rows) -> Bool {
    guard block.instructions.count == 1, case .aggregate(let index) = block.instructions[0],
      block.columns.count == 1, let result = rows.results[index], result.figures.count == rows.count,
      result.axes.count == block.axes.count
    else { return false }
    var stride = 1
    for (place, axis) in block.axes.enumerated().reversed() {
      guard result.axes.contains(where: { $0 == (axis, stride) }) else { return false }
      stride *= rows.axes[place].count
    }
    for figure in result.figures { rows.values.append(figure.register) }
    return true
  }

  /// The figures of an aggregate, from an earlier question where they are the same.
  private mutating func figures(
    _ index: Int, _ block: Block, _ binding: Binding, _ axes: [[AxisRow]]
  ) throws(EngineFault) -> AggregateResult {
    let wanted = plan.aggregates[index]
    let filters = wanted.filters.isEmpty ? [] : wanted.filters.map { plan.filters[$0] }
    guard FigureCache.keeps(wanted, filters) else { return try aggregate(index, block, binding, axes) }
    if let known = cache[wanted, filters] { return known }
    let result = try aggregate(index, block, binding, axes)
    cache.keep(result, wanted, filters)
    return result
  }

  /// Whether a block depends on the rows of some axes.
  func uses(_ number: Int, anyOf axes: [Int]) -> Bool {
    guard !axes.isEmpty else { return false }
    let block = plan.blocks[number]
    if block.axes.contains(where: { plan.axes[$0].outer.map(axes.contains) ?? false }) { return true }
    for instruction in block.instructions {
      switch instruction {
      case .aggregate(let index):
        for scope in plan.aggregates[index].scopes {
          switch scope {
          case .axis(let axis), .axisBefore(let axis): if axes.contains(axis) { return true }
          default: break
          }
        }
      case .reduce(let inner, _): if uses(inner, anyOf: axes) { return true }
      default: break
      }
    }
    return block.keeps.contains { $0.ends.contains { $0.block.map { uses($0, anyOf: axes) } ?? false } }
  }

  /// What a row of a block narrows the axes of the blocks inside it to.
  func bound(_ binding: Binding, _ outer: Block, _ axes: [[AxisRow]], _ indices: [Int]) -> Binding {
    var inner = binding
    for (place, axis) in outer.axes.enumerated() {
      let row = axes[place][indices[place]].members
      inner.members[axis] =
        plan.axes[axis].outer.flatMap { binding.members[$0] }.map { row.intersection($0) } ?? row
    }
    return inner
  }

  /// What a reducer makes of a block's rows, seen from one row of the enclosing block; and whose rows they are.
  mutating func reduce(
    _ number: Int, _ reducer: Reducer?, _ outer: Block, _ binding: Binding, _ axes: [[AxisRow]],
    _ indices: [Int]
  ) throws(EngineFault) -> (value: Register, rows: Rows, chosen: [Int]) {
    let rows = try run(number, bound(binding, outer, axes, indices))
    guard rows.columnCount > 0 else { return (Register(absence: .notApplicable), rows, []) }
    let present = rows.order.filter { rows[0, $0].absence == 0 }
    let isApproximate = present.contains { rows[0, $0].isApproximate }
    guard let reducer else {
      return (rows.order.first.map { rows[0, $0] } ?? Register(absence: .notApplicable), rows, [])
    }
    if reducer == .count { return (Register(Rational(present.count)), rows, []) }
    guard !present.isEmpty else { return (Register(absence: .notAvailable), rows, []) }
    let sorted = present.sorted { rows[0, $0].value < rows[0, $1].value }
    do throws(ArithmeticFault) {
      switch reducer {
      case .sum, .average:
        var sum = Rational.zero
        for row in present { sum = try sum.adding(rows[0, row].value) }
        if reducer == .average { sum = try sum.divided(by: Rational(present.count)) }
        return (Register(sum, isApproximate: isApproximate), rows, [])
      case .lowest, .highest:
        guard let row = reducer == .lowest ? sorted.first : sorted.last else { break }
        let chosen = sorted.filter { rows[0, $0].value == rows[0, row].value }
        return (rows[0, row], rows, chosen)
      case .range:
        guard let low = sorted.first, let high = sorted.last else { break }
        return (
          Register(try rows[0, high].value.subtracting(rows[0, low].value), isApproximate: isApproximate),
          rows,
          []
        )
      case .median:
        let low = sorted[(sorted.count - 1) / 2]
        let high = sorted[sorted.count / 2]
        let sum = try rows[0, low].value.adding(rows[0, high].value)
        return (
          Register(try sum.divided(by: Rational(2)), isApproximate: isApproximate), rows,
          low == high ? [low] : [low, high]
        )
      case .count: break
      }
    } catch {
      throw .arithmetic(error)
    }
    return (Register(absence: .notApplicable), rows, [])
  }

  // MARK: Steps

  func step(
    _ instruction: Instruction, _ registers: [Register], _ results: [AggregateResult?], _ block: Block,
    _ indices: [Int]
  ) throws(EngineFault) -> Register {
    switch instruction {
    case .constant(let value, _, let isApproximate): return Register(value, isApproximate: isApproximate)
    case .fact(let number): return Register(catalog.facts[number].value)
    case .last:
      guard let quantity = plan.last?.quantity else { return Register(absence: .notApplicable) }
      return Register(quantity.value, isApproximate: quantity.isApproximate)
    case .aggregate(let index):
      guard let result = results[index] else { return Register(absence: .notApplicable) }
      let place = result.place(block, indices)
      return place < result.figures.count ? result.figures[place].register : Register(absence: .notApplicable)
    case .negate(let a):
      var value = registers[Int(a)]
      value.value = value.value.negated
      return value
    case .cumulative(let a): return registers[Int(a)]
    case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b), .divide(let a, let b),
      .power(let a, let b),
      .share(let a, let b), .change(let a, let b), .growth(let a, let b), .nearest(let a, let b):
      let left = registers[Int(a)]
      let right = registers[Int(b)]
      guard left.absence == 0 else { return left }
      guard right.absence == 0 else { return right }
      do throws(ArithmeticFault) {
        return try Evaluator.combine(instruction, left, right)
      } catch {
        if error == .divisionByZero { return Register(absence: .notApplicable) }
        throw .arithmetic(error)
      }
    case .reduce: return Register(absence: .notApplicable)
    }
  }

  private static func combine(_ instruction: Instruction, _ left: Register, _ right: Register)
    throws(ArithmeticFault) -> Register
  {
    let isApproximate = left.isApproximate || right.isApproximate
    let a = left.value
    let b = right.value
    let value: Rational =
      switch instruction {
      case .add: try a.adding(b)
      case .subtract: try a.subtracting(b)
      case .multiply: try a.multiplied(by: b)
      case .divide, .share: try a.divided(by: b)
      case .change: try b.subtracting(a)
      case .growth: try b.subtracting(a).divided(by: a)
      case .nearest: try a.rounded(toMultipleOf: b)
      default: a
      }
    if case .power = instruction {
      if a.isZero, b.isNegative { throw .divisionByZero }
      let (value, isExact) = try a.raised(toRational: b)
      return Register(value, isApproximate: isApproximate || !isExact)
    }
    return Register(value, isApproximate: isApproximate)
  }

  // MARK: Order, running sums, comparison and cut

  mutating func arrange(_ block: Block, _ binding: Binding, _ rows: inout Rows) throws(EngineFault) {
    let within = block.within.flatMap { block.axes.firstIndex(of: $0) }
    let cutOrder: SortOrder? = block.cut.map { $0.fromTop ? .highest : .lowest }
    // A cut takes the highest or lowest whatever the order shown; running sums go down the order shown.
    let shownOrder = block.order ?? (block.isRanked ? .highest : cutOrder)
    let isOfRows = listsOnlyWhatIsThere(block, rows)
    let left = dropEmpty(block, Array(0..<rows.count), rows, isOfRows: isOfRows)
    let namesMembers = plan.filters.allSatisfy { if case .members = $0 { true } else { false } }
    rows.countBeforeKeep = isOfRows && namesMembers ? left.count : rows.count
    if let cut = block.cut, shownOrder == cutOrder, within == nil, isSimple(block), !needsWholeOrder,
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
    for keep in block.keeps {
      let value = try prepare(keep.value, binding)
      let upper: PreparedEnd? = if let end = keep.upper { try prepare(end, binding) } else { nil }
      guard keep.column < rows.columnCount else { continue }
      order = order.filter { row in
        Evaluator.passes(rows[keep.column, row], keep.comparison, value[row, rows], upper?[row, rows])
      }
    }
    if block.isInverted {
      let kept = Set(order)
      order = whole.filter { !kept.contains($0) }
      rows.countBeforeKeep = whole.count
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

  /// Whether rows are in an order and cut, and nothing else is made of the order.
  private func isSimple(_ block: Block) -> Bool {
    !block.isRanked && block.keeps.isEmpty && !block.isInverted && block.keyColumn == 0
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
