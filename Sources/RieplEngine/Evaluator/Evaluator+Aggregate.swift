import RieplSyntax

/// Reading the rows of a table and making them one figure for each combination of rows of the axes.
extension Evaluator {
  /// How one dimension of a table goes into an aggregate.
  struct Column {
    /// The dimension's place among those that are scanned.
    let place: Int
    /// Whether a code is taken at all; empty for all.
    var allowed: [Bool] = []
    /// For each code its row of the axis, or -1; empty where the dimension makes no rows.
    var rowOf: [Int32] = []
    /// For each code its rows, where rows overlap.
    var rowsOf: [[Int32]] = []
    var stride = 0
  }

  /// What is known of one group of figures.
  private struct Group {
    var sum: Int128 = 0
    var count = 0
    var missing = 0
    var low = Int64.max
    var high = Int64.min
    var absence: UInt8 = 0
  }

  /// All groups of an aggregate.
  private struct Groups {
    private var groups: [Group]
    /// What a source has worked out by itself, in the place of the groups.
    private let totals: GroupTotals?
    /// How many groups there are.
    let count: Int
    /// For the median all values of each group.
    var lists: [[Int64]] = []
    var marks: [Mark] = []
    var total = 0
    /// How many figures were left out because a figure of a condition is not there.
    var untested = 0

    init(_ count: Int, _ reducer: Reducer) {
      self.count = count
      totals = nil
      groups = Array(filling: Group(), count: count)
      if reducer == .median { lists = Array(filling: [], count: count) }
    }

    init(_ totals: GroupTotals) {
      count = totals.sums.count
      groups = []
      self.totals = totals
      total = totals.rows
    }

    /// A group, by its number.
    @inline(__always)
    subscript(number: Int) -> Group {
      guard let totals else { return groups[number] }
      var group = Group()
      group.sum = totals.sums[number]
      group.count = totals.counts[number]
      group.missing = totals.missing[number]
      if !totals.low.isEmpty {
        group.low = totals.low[number]
        group.high = totals.high[number]
      }
      if !totals.absences.isEmpty { group.absence = totals.absences[number] }
      return group
    }

    @inline(__always)
    mutating func take(_ group: Int, _ value: Int64, _ state: UInt8, _ reducer: Reducer) {
      guard state == 0 else {
        groups[group].missing &+= 1
        groups[group].absence = state
        return
      }
      groups[group].count &+= 1
      switch reducer {
      case .sum, .average: groups[group].sum &+= Int128(value)
      case .count: break
      case .lowest, .highest, .range:
        if value < groups[group].low { groups[group].low = value }
        if value > groups[group].high { groups[group].high = value }
      case .median: lists[group].append(value)
      }
    }
  }

  /// The figures of an aggregate for the rows of a block.
  mutating func aggregate(
    _ index: Int, _ block: Block, _ binding: Binding, _ axes: [[AxisRow]]
  ) throws(EngineFault) -> AggregateResult {
    let aggregate = plan.aggregates[index]
    var result = AggregateResult()
    var groupCount = 1
    var columns: [Column] = []
    for (place, dimension) in aggregate.dimensions.enumerated() {
      var column = Column(place: place)
      let label = catalog.dimensions[dimension]
      let memberCount = label.members.count
      switch aggregate.scopes[place] {
      case .all: continue
      case .members(let members): column.allowed = (0..<memberCount).map(members.contains)
      case .axis(let axis), .axisBefore(let axis):
        let isBefore = if case .axisBefore = aggregate.scopes[place] { true } else { false }
        if let members = binding.members[axis] {
          column.allowed = (0..<memberCount).map {
            isBefore
              ? members.count == 1 && label.memberAfter($0).map(members.contains) ?? false
              : members.contains($0)
          }
        } else if let position = block.axes.firstIndex(of: axis) {
          let rows = axes[position]
          // An outer row narrows groups of this axis to its own members.
          let outer = plan.axes[axis].outer.flatMap { binding.members[$0] }
          if plan.axes[axis].isPlain {
            column.rowOf = Array(filling: -1, count: memberCount)
            for (row, key) in rows.enumerated() {
              guard let code = key.firstMember else { continue }
              if isBefore {
                if let before = label.memberBefore(code) { column.rowOf[before] = Int32(row) }
              } else {
                column.rowOf[code] = Int32(row)
              }
            }
          } else {
            column.rowsOf = Array(filling: [], count: memberCount)
            if !isBefore {
              for (row, key) in rows.enumerated() {
                for code in key.members where outer?.contains(code) ?? true {
                  column.rowsOf[code].append(Int32(row))
                }
              }
            }
          }
          result.axes.append((axis, 0))
          groupCount *= rows.count
        } else {
          continue
        }
      }
      columns.append(column)
    }
    // The stride of an axis is the number of groups behind it.
    var stride = groupCount
    var place = 0
    for index in columns.indices where !columns[index].rowOf.isEmpty || !columns[index].rowsOf.isEmpty {
      let axis = result.axes[place].axis
      let position = block.axes.firstIndex(of: axis) ?? 0
      stride /= max(1, axes[position].count)
      columns[index].stride = stride
      result.axes[place].stride = stride
      place += 1
    }
    if groupCount > limits.steps { throw .tooManyRows }
    let filters = try aggregate.filters.map { number throws(EngineFault) in
      try prepare(plan.filters[number], aggregate.dimensions, of: aggregate.measure)
    }
    let groups = try scan(aggregate, columns, filters, groupCount, binding)
    try finish(aggregate, groups, &result)
    result.untested = groups.untested
    try dropFirst(aggregate, block, axes, &result)
    return result
  }

  /// Before the first member of an ordered dimension there is none, and so no figure, not even a count of 0.
  private func dropFirst(
    _ aggregate: Aggregate, _ block: Block, _ axes: [[AxisRow]], _ result: inout AggregateResult
  ) throws(EngineFault) {
    for case .axisBefore(let axis) in aggregate.scopes {
      guard let position = block.axes.firstIndex(of: axis),
        let stride = result.axes.first(where: { $0.axis == axis })?.stride
      else { continue }
      let label = catalog.dimensions[plan.axes[axis].dimension]
      for (row, key) in axes[position].enumerated()
      where key.members.contains(where: { label.memberBefore($0) == nil }) {
        for place in result.figures.indices where place / stride % axes[position].count == row {
          result.figures[place] = AggregateResult.Figure(
            register: Register(absence: .notApplicable), count: 0, missing: 0)
        }
      }
    }
  }

  private mutating func scan(
    _ aggregate: Aggregate, _ columns: [Column], _ filters: [PreparedFilter], _ groupCount: Int,
    _ binding: Binding
  ) throws(EngineFault) -> Groups {
    let isMembers = aggregate.measure < 0
    let source: any ColumnSource
    var tablePlaces = Array(aggregate.dimensions.indices)
    var measureColumn: Int?
    if isMembers {
      source = memberRows(aggregate.dimensions)
    } else {
      let measure = catalog.measures[aggregate.measure]
      let table = catalog.tables[measure.table]
      source = table.source
      tablePlaces = aggregate.dimensions.map { table.dimensions.firstIndex(of: $0) ?? 0 }
      measureColumn = measure.column
    }
    if let measureColumn,
      let totals = try sourceTotals(
        aggregate, columns, filters, groupCount, source, tablePlaces, measureColumn)
    {
      return Groups(totals)
    }
    // Only the columns that narrow, group or are tested.
    let tested = filters.flatMap(\.places)
    let needed = tablePlaces.indices.filter { place in
      columns.contains { $0.place == place } || tested.contains(place)
    }
    var scanned = [Int](filling: -1, count: tablePlaces.count)
    for (position, place) in needed.enumerated() { scanned[place] = position }
    var groups = Groups(groupCount, aggregate.reducer)
    let reducer = aggregate.reducer
    let isCancelled = isCancelled
    let canBeUnknown = filters.contains(where: \.canBeUnknown)
    var places: [Int] = []
    try source.scan(dimensions: needed.map { tablePlaces[$0] }, measure: measureColumn) {
      (batch: Batch) throws(EngineFault) in
      if isCancelled() { throw .cancelled }
      var batch = batch
      batch.ordinal = groups.total
      groups.total += batch.count
      // The median needs all figures at once.
      if reducer == .median, OwnMemory.limit != nil, !OwnMemory.fits(batch.count * 16) {
        throw .tooLittleMemory("the figures of which the median is the one in the middle")
      }
      if !batch.markNumbers.isEmpty, groups.marks.isEmpty {
        groups.marks = Array(filling: Mark(), count: groupCount)
      }
      // Column by column: each turns codes into a part of the group, or takes rows out with a negative one.
      places.replaceSubrange(0..<places.count, with: repeatElement(0, count: batch.count))
      var isMany = false
      for column in columns {
        let codes = batch.codes[scanned[column.place]]
        let first = codes.startIndex
        if !column.allowed.isEmpty {
          let allowed = column.allowed
          for row in 0..<batch.count where !allowed[Int(codes[first &+ row])] { places[row] = -1 }
        } else if !column.rowOf.isEmpty {
          let rowOf = column.rowOf
          for row in 0..<batch.count where places[row] >= 0 {
            let place = rowOf[Int(codes[first &+ row])]
            places[row] = place < 0 ? -1 : places[row] &+ Int(place) &* column.stride
          }
        } else {
          isMany = true
          for row in 0..<batch.count where column.rowsOf[Int(codes[first &+ row])].isEmpty {
            places[row] = -1
          }
        }
      }
      if canBeUnknown {
        for row in 0..<batch.count where places[row] >= 0 {
          groups.untested += PreparedFilter.all(filters).isUnknown(batch, row, scanned) ? 1 : 0
        }
      }
      for filter in filters {
        for row in 0..<batch.count where places[row] >= 0 {
          if !filter.passes(batch, row, scanned) { places[row] = -1 }
        }
      }
      let values = batch.values
      let states = batch.states
      for row in 0..<batch.count where places[row] >= 0 {
        let value = isMembers ? 1 : values[values.startIndex &+ row]
        let state = isMembers ? 0 : states[states.startIndex &+ row]
        if isMany {
          for place in Evaluator.places(columns, batch, row, scanned, places[row]) {
            groups.take(place, value, state, reducer)
            Evaluator.mark(&groups.marks, place, batch, row)
          }
        } else {
          groups.take(places[row], value, state, reducer)
        }
      }
      if !isMany, !batch.markNumbers.isEmpty {
        for row in 0..<batch.count where places[row] >= 0 {
          Evaluator.mark(&groups.marks, places[row], batch, row)
        }
      }
    }
    return groups
  }

  @inline(__always)
  private static func mark(_ marks: inout [Mark], _ group: Int, _ batch: Batch, _ row: Int) {
    guard !batch.markNumbers.isEmpty else { return }
    let number = Int(batch.markNumbers[batch.markNumbers.startIndex + row])
    guard number > 0 else { return }
    marks[group].notes.formUnion(batch.marks[number - 1].notes)
    if batch.marks[number - 1].status > marks[group].status {
      marks[group].status = batch.marks[number - 1].status
    }
  }

  /// All groups that a row belongs to, where rows of an axis overlap.
  private static func places(_ columns: [Column], _ batch: Batch, _ row: Int, _ scanned: [Int], _ group: Int)
    -> [Int]
  {
    var result = [group]
    for column in columns where !column.rowsOf.isEmpty {
      let codes = batch.codes[scanned[column.place]]
      let rows = column.rowsOf[Int(codes[codes.startIndex + row])]
      result = result.flatMap { place in rows.map { place + Int($0) * column.stride } }
    }
    return result
  }

  /// One row for each combination of members of some dimensions.
  private func memberRows(_ dimensions: [Int]) -> MemoryColumns {
    var codes: [[Int32]] = dimensions.map { _ in [] }
    var count = 1
    for dimension in dimensions { count *= catalog.dimensions[dimension].members.count }
    for row in 0..<count {
      var rest = row
      for place in dimensions.indices.reversed() {
        let members = catalog.dimensions[dimensions[place]].members.count
        codes[place].append(Int32(rest % members))
        rest /= members
      }
    }
    return MemoryColumns(codes: codes, measures: [], rowCount: count)
  }

  private func finish(_ aggregate: Aggregate, _ groups: Groups, _ result: inout AggregateResult)
    throws(EngineFault)
  {
    result.marks = groups.marks
    let scale = aggregate.measure < 0 ? 0 : catalog.measures[aggregate.measure].scale
    result.figures.reserveCapacity(groups.count)
    do throws(ArithmeticFault) {
      for number in 0..<groups.count {
        let group = groups[number]
        let register = try register(
          aggregate.reducer, group, groups.lists.isEmpty ? [] : groups.lists[number], scale)
        result.figures.append(
          AggregateResult.Figure(register: register, count: group.count, missing: group.missing))
      }
    } catch {
      throw .arithmetic(error)
    }
    // Notes of the whole go with all figures of a measure together.
    if aggregate.measure >= 0 {
      let measure = catalog.measures[aggregate.measure]
      guard !measure.notes.isEmpty || !measure.notesOfWhole.isEmpty else { return }
      for number in 0..<groups.count {
        let group = groups[number]
        var notes = measure.notes
        if group.count + group.missing == groups.total { notes.formUnion(measure.notesOfWhole) }
        guard !notes.isEmpty else { continue }
        if result.marks.isEmpty { result.marks = Array(filling: Mark(), count: groups.count) }
        result.marks[number].notes.formUnion(notes)
      }
    }
  }

  /// What a reducer makes of a group.
  private func register(
    _ reducer: Reducer, _ group: Group, _ list: [Int64], _ scale: Int
  ) throws(ArithmeticFault) -> Register {
    if reducer == .count { return Register(Rational(group.count)) }
    guard group.count > 0 else {
      return Register(absence: Absence(rawValue: group.absence) ?? .notApplicable)
    }
    switch reducer {
    case .sum: return Register(try Rational(mantissa: group.sum, scale: scale))
    case .average:
      return Register(try Rational(mantissa: group.sum, scale: scale).divided(by: Rational(group.count)))
    case .lowest: return Register(try Rational(mantissa: Int128(group.low), scale: scale))
    case .highest: return Register(try Rational(mantissa: Int128(group.high), scale: scale))
    case .range: return Register(try Rational(mantissa: Int128(group.high) - Int128(group.low), scale: scale))
    case .median:
      let sorted = list.sorted()
      let middle = Int128(sorted[(sorted.count - 1) / 2]) + Int128(sorted[sorted.count / 2])
      return Register(try Rational(mantissa: middle, scale: scale).divided(by: Rational(2)))
    case .count: return Register(Rational(group.count))
    }
  }

  // MARK: Whose figure it is

  /// For each dimension of an aggregate whether a member's figures are among those of a row; empty where all are.
  func allowedMembers(
    _ aggregate: Aggregate, _ block: Block, _ binding: Binding, _ axes: [[AxisRow]], _ indices: [Int]
  ) -> [[Bool]] {
    var allowed: [[Bool]] = []
    for (place, dimension) in aggregate.dimensions.enumerated() {
      let label = catalog.dimensions[dimension]
      let count = label.members.count
      switch aggregate.scopes[place] {
      case .all: allowed.append([])
      case .members(let members): allowed.append((0..<count).map(members.contains))
      case .axis(let axis), .axisBefore(let axis):
        let isBefore = if case .axisBefore = aggregate.scopes[place] { true } else { false }
        let row = block.axes.firstIndex(of: axis).map { axes[$0][indices[$0]].members }
        // An outer row narrows groups of this axis to its own members.
        let outer = plan.axes[axis].outer.flatMap { binding.members[$0] }
        let members = binding.members[axis] ?? row.map { row in outer.map(row.intersection) ?? row }
        allowed.append(
          members.map { members in
            (0..<count).map {
              isBefore ? label.memberAfter($0).map(members.contains) ?? false : members.contains($0)
            }
          } ?? [])
      }
    }
    return allowed
  }

  /// The coordinates of the figures that are equal to a value in a group, and of those that are missing.
  mutating func witnesses(
    _ index: Int, _ block: Block, _ binding: Binding, _ axes: [[AxisRow]], _ indices: [Int],
    _ wanted: (Int64, UInt8) -> Bool
  ) throws(EngineFault) -> [[Int]] {
    let aggregate = plan.aggregates[index]
    guard aggregate.measure >= 0 else { return [] }
    let allowed = allowedMembers(aggregate, block, binding, axes, indices)
    let measure = catalog.measures[aggregate.measure]
    let table = catalog.tables[measure.table]
    let filters = try aggregate.filters.map { number throws(EngineFault) in
      try prepare(plan.filters[number], aggregate.dimensions, of: aggregate.measure)
    }
    let places = aggregate.dimensions.map { table.dimensions.firstIndex(of: $0) ?? 0 }
    var found: [[Int]] = []
    let scanned = Array(places.indices)
    var ordinal = 0
    try table.source.scan(dimensions: places, measure: measure.column) { (batch: Batch) throws(EngineFault) in
      var batch = batch
      batch.ordinal = ordinal
      ordinal += batch.count
      rows: for row in 0..<batch.count {
        for place in allowed.indices where !allowed[place].isEmpty {
          let codes = batch.codes[place]
          if !allowed[place][Int(codes[codes.startIndex + row])] { continue rows }
        }
        guard wanted(batch.values[batch.values.startIndex + row], batch.states[batch.states.startIndex + row])
        else { continue }
        for filter in filters where !filter.passes(batch, row, scanned) { continue rows }
        found.append(batch.codes.map { Int($0[$0.startIndex + row]) })
      }
    }
    return found
  }
}
