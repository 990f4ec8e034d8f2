import RieplEngine
import RieplSyntax

/// Values and conditions in SQL.
extension SQLWriter {
  /// The value of a register.
  ///
  /// - Parameter shared: The table of all figures, where they are added up by GROUP BY.
  mutating func value(_ register: Int32, _ block: Block, shared: String?) throws(NoSQL) -> SQLValue {
    depth += 1
    defer { depth -= 1 }
    guard depth < 40 else {
      throw NoSQL(word: "a calculation this deep", why: "would make SQL that nobody reads")
    }
    func of(_ register: Int32, _ writer: inout SQLWriter) throws(NoSQL) -> SQLValue {
      try writer.value(register, block, shared: shared)
    }
    switch block.instructions[Int(register)] {
    case .constant(let value, _, let isApproximate):
      guard !isApproximate, let value = SQLValue(value) else {
        throw NoSQL(word: "^", why: "is no exact number")
      }
      return value
    case .fact(let number):
      guard let value = SQLValue(catalog.facts[number].value) else {
        throw NoSQL(word: "this fact", why: "is too long")
      }
      return value
    case .last:
      guard let last = plan.last, !last.quantity.isApproximate, let value = SQLValue(last.quantity.value)
      else {
        throw NoSQL(word: "it", why: "is no exact number")
      }
      return value
    case .aggregate(let index): return try aggregate(plan.aggregates[index], shared)
    case .negate(let a): return try of(a, &self).negated
    case .add(let a, let b): return try of(a, &self).plus(of(b, &self), "+")
    case .subtract(let a, let b), .change(let b, let a): return try of(a, &self).plus(of(b, &self), "-")
    case .multiply(let a, let b): return try of(a, &self).times(of(b, &self))
    case .divide(let a, let b), .share(let a, let b): return try of(a, &self).over(of(b, &self))
    case .growth(let start, let end):
      return try of(end, &self).plus(of(start, &self), "-").over(of(start, &self))
    case .power: throw NoSQL(word: "^", why: "may be a root, which SQL gives only about")
    case .cumulative: throw NoSQL(word: "cumulative", why: "runs down the rows in the order shown")
    case .nearest:
      throw NoSQL(
        word: "to the nearest", why: "rounds halves away from zero, and each database rounds in its own way")
    case .reduce(let number, let reducer): return try bracket(number, reducer)
    }
  }

  private mutating func aggregate(_ aggregate: Aggregate, _ shared: String?) throws(NoSQL) -> SQLValue {
    guard aggregate.measure >= 0 else {
      let count = try countMembers(aggregate)
      return SQLValue(above: named(count, "count_" + names.dimensions[aggregate.dimension]))
    }
    let power = -catalog.measures[aggregate.measure].scale
    func text(_ function: String, _ writer: inout SQLWriter) throws(NoSQL) -> String {
      if let shared { return function.replacing("amount", with: "\(shared).amount") }
      let outside = writer.figures
      writer.figures = nil
      let sql = try writer.subquery(function, aggregate)
      writer.figures = outside
      let word = function.contains("COUNT") ? "count" : WordTable.spelling(WordTable.word(aggregate.reducer))
      let name = (word == "average" ? "sum" : word) + "_" + writer.names.measures[aggregate.measure]
      return writer.named(sql, name)
    }
    switch aggregate.reducer {
    case .sum: return SQLValue(above: try text("SUM(amount)", &self), power: power)
    case .average:
      return SQLValue(
        above: try text("SUM(amount)", &self), below: try text("NULLIF(COUNT(amount), 0)", &self),
        power: power)
    case .lowest: return SQLValue(above: try text("MIN(amount)", &self), power: power)
    case .highest: return SQLValue(above: try text("MAX(amount)", &self), power: power)
    case .range: return SQLValue(above: try text("MAX(amount) - MIN(amount)", &self), power: power)
    case .count:
      guard !aggregate.scopes.contains(where: { if case .axisBefore = $0 { true } else { false } }) else {
        throw NoSQL(word: "count", why: "of the year before the first is nothing, and not 0")
      }
      return SQLValue(above: try text("COUNT(amount)", &self))
    case .median: throw NoSQL(word: "median", why: "is no function that both databases have")
    }
  }

  /// How many members there are.
  private mutating func countMembers(_ aggregate: Aggregate) throws(NoSQL) -> String {
    guard aggregate.dimensions == [aggregate.dimension] else {
      throw NoSQL(word: "count", why: "takes each combination of several dimensions by itself")
    }
    let table = names.dimensions[aggregate.dimension]
    var tests: [String] = []
    switch aggregate.scopes[0] {
    case .all: break
    case .members(let members): tests.append(isAmong("d.name", members, aggregate.dimension))
    case .axis, .axisBefore: throw NoSQL(word: "count", why: "of members is the same in each row")
    }
    for number in aggregate.filters {
      tests.append(
        try condition(plan.filters[number], "d", [aggregate.dimension], isCube: false, member: "name"))
    }
    return "(SELECT COUNT(*) FROM \(table) d"
      + (tests.isEmpty ? "" : " WHERE " + tests.joined(separator: " AND ")) + ")"
  }

  /// A figure of one table, by itself.
  mutating func subquery(_ function: String, _ aggregate: Aggregate) throws(NoSQL) -> String {
    let table = names.measures[aggregate.measure]
    level += 1
    defer { level -= 1 }
    let alias = level > 1 ? "f\(level)" : "f"
    var tests: [String] = []
    for (place, dimension) in aggregate.dimensions.enumerated() {
      let column = "\(alias).\(names.dimensions[dimension])"
      switch aggregate.scopes[place] {
      case .all: continue
      case .members(let members): tests.append(isAmong(column, members, dimension))
      case .axis(let axis):
        guard let row = axes[axis] else { throw NoSQL(word: "a row", why: "is not known here") }
        if let list = groups[axis] {
          tests.append("\(column) IN (SELECT member FROM \(list) WHERE \(list).place = \(row.place))")
        } else {
          tests.append("\(column) = \(row.name)")
        }
      case .axisBefore(let axis):
        guard let row = axes[axis], groups[axis] == nil, !catalog.dimensions[dimension].isOfPeriods else {
          throw NoSQL(word: "the \(catalog.dimensions[dimension].name) before", why: "is not known here")
        }
        let table = names.dimensions[dimension]
        tests.append(
          "\(column) = (SELECT b.name FROM \(table) b, \(table) c WHERE c.name = \(row.name) AND b.place = c.place - 1)"
        )
      }
    }
    for number in aggregate.filters {
      let isCube = catalog.tables[catalog.measures[aggregate.measure].table].isCube
      tests.append(
        try condition(
          plan.filters[number], alias, aggregate.dimensions, isCube: isCube, measure: aggregate.measure))
    }
    return "(SELECT \(function.replacing("amount", with: "\(alias).amount")) FROM \(table) \(alias)"
      + (tests.isEmpty ? "" : " WHERE " + tests.joined(separator: " AND ")) + ")"
  }

  // MARK: Brackets

  /// The one figure of a block without rows.
  mutating func scalar(_ number: Int) throws(NoSQL) -> SQLValue {
    let block = plan.blocks[number]
    guard block.axes.isEmpty, block.keeps.isEmpty, let column = block.columns.first else {
      throw NoSQL(word: "this comparison", why: "is with more than one figure")
    }
    return try value(column.register, block, shared: nil)
  }

  private mutating func bracket(_ number: Int, _ reducer: Reducer?) throws(NoSQL) -> SQLValue {
    let block = plan.blocks[number]
    guard let reducer else { return try scalar(number) }
    guard block.within == nil, !block.hasTotal, block.cut == nil, block.keeps.isEmpty,
      let column = block.columns.first
    else {
      throw NoSQL(word: "a clause in brackets", why: "cuts rows before they are made one")
    }
    guard
      plan.filters.isEmpty
        || block.instructions.allSatisfy({
          if case .aggregate(let index) = $0 { plan.aggregates[index].filters.isEmpty } else { true }
        })
    else { throw NoSQL(word: "a condition in brackets", why: "takes rows away before they are made one") }
    var from: [String] = []
    var tests: [String] = []
    for axis in block.axes {
      guard plan.axes[axis].isPlain, plan.axes[axis].outer == nil else {
        throw NoSQL(word: "several members as one row in brackets", why: "would need a table of their own")
      }
      let dimension = plan.axes[axis].dimension
      let alias = "r\(axis)"
      from.append("\(names.dimensions[dimension]) \(alias)")
      axes[axis] = ("\(alias).name", "\(alias).place")
      var members = BitSet()
      for row in plan.axes[axis].rows { members.formUnion(row.members) }
      if members != catalog.allMembers(dimension) {
        tests.append(isAmong("\(alias).name", members, dimension))
      }
    }
    // What is in brackets is seen from rows of its own.
    let outside = figures
    figures = nil
    let value = try value(column.register, block, shared: nil)
    figures = outside
    guard value.below == nil else {
      throw NoSQL(
        word: WordTable.spelling(WordTable.word(reducer)), why: "of quotients is no exact number in SQL")
    }
    let rows =
      "FROM (SELECT \(value.above) AS amount FROM \(from.joined(separator: " CROSS JOIN "))"
      + (tests.isEmpty ? "" : " WHERE " + tests.joined(separator: " AND ")) + ") b\(number)"
    let word = WordTable.spelling(WordTable.word(reducer))
    func text(_ function: String, _ writer: inout SQLWriter) -> String {
      writer.named(
        "(SELECT \(function) \(rows))",
        function.contains("COUNT") ? "count_in_brackets" : word + "_in_brackets")
    }
    switch reducer {
    case .sum: return SQLValue(above: text("SUM(amount)", &self), power: value.power)
    case .average:
      return SQLValue(
        above: text("SUM(amount)", &self), below: text("NULLIF(COUNT(amount), 0)", &self), power: value.power)
    case .lowest: return SQLValue(above: text("MIN(amount)", &self), power: value.power)
    case .highest: return SQLValue(above: text("MAX(amount)", &self), power: value.power)
    case .range: return SQLValue(above: text("MAX(amount) - MIN(amount)", &self), power: value.power)
    case .count: return SQLValue(above: text("COUNT(amount)", &self))
    case .median: throw NoSQL(word: "median", why: "is no function that both databases have")
    }
  }

  // MARK: Conditions

  /// A condition on the row of a table, given by its name there.
  mutating func condition(
    _ filter: Filter, _ table: String, _ dimensions: [Int], isCube: Bool, member: String? = nil,
    measure: Int? = nil
  ) throws(NoSQL) -> String {
    switch filter {
    case .any(let parts), .all(let parts):
      var texts: [String] = []
      for part in parts {
        texts.append(try condition(part, table, dimensions, isCube: isCube, member: member, measure: measure))
      }
      let isAny = if case .any = filter { true } else { false }
      guard !texts.isEmpty else { return isAny ? "1 = 0" : "1 = 1" }
      return "(" + texts.joined(separator: isAny ? " OR " : " AND ") + ")"
    case .not(let inner):
      return "NOT ("
        + (try condition(inner, table, dimensions, isCube: isCube, member: member, measure: measure)) + ")"
    case .members(let dimension, let members):
      // A figure that lacks the dimension passes.
      guard dimensions.contains(dimension) else { return "1 = 1" }
      return isAmong("\(table).\(member ?? names.dimensions[dimension])", members, dimension)
    case .figure(let number, let filterAxes, let comparison, let value, let upper):
      return try figureCondition(
        number, filterAxes, comparison, value, upper, table, dimensions, isCube: isCube, member: member,
        measure: measure)
    }
  }

  /// A comparison of a figure, for each row of the table.
  private mutating func figureCondition(
    _ number: Int, _ filterAxes: [Int], _ comparison: Comparison, _ value: ComparisonEnd,
    _ upper: ComparisonEnd?, _ table: String, _ dimensions: [Int], isCube: Bool, member: String?,
    measure: Int?
  ) throws(NoSQL) -> String {
    let block = plan.blocks[number]
    guard let column = block.columns.first else { throw NoSQL(word: "where", why: "has no figure") }
    for axis in filterAxes {
      let dimension = plan.axes[axis].dimension
      guard dimensions.contains(dimension) else {
        throw NoSQL(word: "where", why: "looks at a figure of another kind")
      }
      axes[axis] = ("\(table).\(member ?? names.dimensions[dimension])", "")
    }
    func compared(_ end: ComparisonEnd, _ writer: inout SQLWriter) throws(NoSQL) -> SQLValue {
      switch end {
      case .once(let number): try writer.scalar(number)
      case .column(let column):
        try writer.value(block.columns[column].register, block, shared: nil)
      }
    }
    let other = try compared(value, &self)
    let end: SQLValue? = if let upper { try compared(upper, &self) } else { nil }
    let isOfRows = measure.map { plan.isOfRows(condition: number, on: $0, catalog) } ?? false
    if isOfRows, plan.onlyMeasure(ofCondition: number) != measure {
      throw NoSQL(word: "where", why: "compares columns of single rows here")
    }
    // The figure itself, where it is the one of the row.
    if isCube || isOfRows, case .aggregate(let index) = block.instructions[Int(column.register)] {
      let aggregate = plan.aggregates[index]
      let isSame = names.measures.firstIndex(of: table) == aggregate.measure || measure == aggregate.measure
      let isSingle =
        isOfRows
        || aggregate.scopes.count == filterAxes.count
          && aggregate.scopes.allSatisfy { if case .axis = $0 { true } else { false } }
      if isSame, isSingle, aggregate.filters.isEmpty, aggregate.reducer == .sum {
        let amount = SQLValue(
          above: "\(table).amount", power: -catalog.measures[aggregate.measure].scale)
        return SQLWriter.compare(amount, comparison, other, end)
      }
    }
    return SQLWriter.compare(try self.value(column.register, block, shared: nil), comparison, other, end)
  }
}
