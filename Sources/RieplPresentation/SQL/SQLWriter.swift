import RieplEngine
import RieplSyntax

/// Writes the SQL of a plan.
///
/// Where all figures are of one table and have the same conditions, it is one SELECT with GROUP BY; else each figure is
/// a SELECT of its own inside one over the rows.
struct SQLWriter {
  let plan: Plan
  let catalog: Catalog
  let names: SQLNames
  /// What the rows of an axis are called where they are used: a name, and a place for the order.
  var axes: [Int: (name: String, place: String)] = [:]
  /// Axes whose rows are several members: the table that says which.
  var groups: [Int: String] = [:]
  var depth = 0
  /// Figures that get a name of their own, where there are rows: what each is, and its name; nil where none does.
  var figures: [(sql: String, name: String)]?
  /// How many figures stand inside one another.
  var level = 0

  init(_ plan: Plan, _ catalog: Catalog) {
    self.plan = plan
    self.catalog = catalog
    names = SQLNames(catalog)
  }

  private var display: Names { Names(catalog: catalog, plan: plan) }

  mutating func query() throws(NoSQL) -> SQLQuery {
    let block = plan.blocks[plan.main]
    try refuse(block)
    if let listed = block.listedFilter { return try list(listed, block) }
    if let table = sharedTable(block) { return try grouped(block, table) }
    return try general(block)
  }

  /// What no plain SQL has.
  private func refuse(_ block: Block) throws(NoSQL) {
    if plan.projection != nil {
      throw NoSQL(word: "project", why: "works forwards year by year, which plain SQL does not")
    }
    if block.hasTotal {
      throw NoSQL(word: "with total", why: "adds rows to the answer; ask for the total by itself")
    }
    let cut: SortOrder? = block.cut.map { $0.fromTop ? .highest : .lowest }
    if let cut, let order = block.order, order != cut {
      throw NoSQL(
        word: "sort",
        why:
          "puts what is left by \(cut == .highest ? "top" : "bottom") in another order, which LIMIT does not")
    }
    if block.within != nil {
      throw NoSQL(word: "within", why: "starts afresh in each row, which LIMIT does not")
    }
  }

  // MARK: One table

  /// The aggregates of a block, where all are of one measure with the same members and conditions.
  private func sharedTable(_ block: Block) -> Aggregate? {
    var shared: Aggregate?
    for instruction in block.instructions {
      switch instruction {
      case .aggregate(let index):
        let aggregate = plan.aggregates[index]
        guard aggregate.measure >= 0, aggregate.reducer != .median else { return nil }
        if let shared,
          shared.measure != aggregate.measure || shared.scopes != aggregate.scopes
            || shared.filters != aggregate.filters
        {
          return nil
        }
        // Where conditions leave no figure, the row is there, and its count is 0.
        if aggregate.reducer == .count, !aggregate.filters.isEmpty, !block.axes.isEmpty { return nil }
        shared = aggregate
      case .reduce, .cumulative, .last: return nil
      default: continue
      }
    }
    guard let shared, block.axes.allSatisfy({ plan.axes[$0].isPlain && plan.axes[$0].outer == nil }) else {
      return nil
    }
    let own = shared.scopes.compactMap { if case .axis(let axis) = $0 { axis } else { nil } }
    guard Set(own) == Set(block.axes), own.count == block.axes.count,
      !shared.scopes.contains(where: { if case .axisBefore = $0 { true } else { false } })
    else { return nil }
    // A row that no figure is of would not be there.
    return catalog.tables[catalog.measures[shared.measure].table].isCube || !shared.filters.isEmpty
      || block.axes.isEmpty
      ? shared : nil
  }

  private mutating func grouped(_ block: Block, _ aggregate: Aggregate) throws(NoSQL) -> SQLQuery {
    let table = names.measures[aggregate.measure]
    var query = SQLQuery()
    for axis in block.axes {
      let name = names.dimensions[plan.axes[axis].dimension]
      axes[axis] = ("\(name).name", order(axis, name))
    }
    var values: [SQLValue] = []
    for column in block.columns {
      values.append(try value(column.register, block, shared: table))
    }
    select(block, values, &query)
    let measure = catalog.measures[aggregate.measure]
    query.lines.append(.init(sql: "FROM \(table)", comment: "the figures of \(measure.name)"))
    for axis in block.axes {
      let name = names.dimensions[plan.axes[axis].dimension]
      query.lines.append(.init(sql: "JOIN \(name) ON \(name).name = \(table).\(name)", comment: ""))
    }
    var tests: [(String, String)] = []
    for (place, dimension) in aggregate.dimensions.enumerated() {
      let column = "\(table).\(names.dimensions[dimension])"
      switch aggregate.scopes[place] {
      case .members(let members):
        tests.append((isAmong(column, members, dimension), display.members(dimension, members)))
      case .axis(let axis):
        if let members = rowMembers(axis) {
          tests.append((isAmong(column, members, dimension), display.members(dimension, members)))
        }
      case .all, .axisBefore: continue
      }
    }
    for number in aggregate.filters {
      for part in parts(plan.filters[number]) {
        tests.append(
          (
            try condition(
              part, table, aggregate.dimensions, isCube: isCube(aggregate), measure: aggregate.measure),
            Reading.condition(part, answerless: plan, catalog)
          ))
      }
    }
    wheres(tests, &query)
    if !block.axes.isEmpty {
      let keys = block.axes.flatMap { axis -> [String] in
        let name = names.dimensions[plan.axes[axis].dimension]
        return ["\(name).name", "\(name).place"]
      }
      query.lines.append(.init(sql: "GROUP BY " + keys.joined(separator: ", "), comment: byText(block)))
    }
    let keeps = try keepTests(block, values)
    if !keeps.isEmpty {
      for (place, keep) in keeps.enumerated() {
        query.lines.append(.init(sql: (place == 0 ? "HAVING " : "  AND  ") + keep.0, comment: keep.1))
      }
    }
    ending(block, values, &query)
    return query
  }

  private func isCube(_ aggregate: Aggregate) -> Bool {
    catalog.tables[catalog.measures[aggregate.measure].table].isCube
  }

  /// The conditions that `and` joins, one by one.
  private func parts(_ filter: Filter) -> [Filter] {
    if case .all(let parts) = filter { return parts.flatMap { self.parts($0) } }
    return [filter]
  }

  // MARK: Any question

  private mutating func general(_ block: Block) throws(NoSQL) -> SQLQuery {
    var query = SQLQuery()
    guard !block.axes.isEmpty else {
      var values: [SQLValue] = []
      for column in block.columns { values.append(try value(column.register, block, shared: nil)) }
      select(block, values, &query)
      wheres(try keepTests(block, values), &query)
      ending(block, values, &query)
      return query
    }
    let (with, from, tests) = try rowTables(block, "")
    figures = []
    var values: [SQLValue] = []
    for column in block.columns { values.append(try value(column.register, block, shared: nil)) }
    let named = figures ?? []
    figures = nil
    // First the figures of each row, each with a name; then what is made of them.
    for line in with { query.lines.append(.init(sql: line, comment: "")) }
    if with.isEmpty {
      query.lines.append(.init(sql: "WITH figures AS (", comment: "the figures of each row"))
    } else {
      query.lines[query.lines.count - 1] = .init(sql: (with.last ?? "") + ",", comment: "")
      query.lines.append(.init(sql: "    figures AS (", comment: "the figures of each row"))
    }
    var outer: [Int: (name: String, place: String)] = [:]
    var items: [(String, String)] = []
    for axis in block.axes {
      let name = names.dimensions[plan.axes[axis].dimension]
      outer[axis] = (name, name + "_place")
      items.append(("\(axes[axis]?.name ?? "") AS \(name), \(axes[axis]?.place ?? "") AS \(name)_place", ""))
    }
    items += named.map { ("\($0.sql) AS \($0.name)", "") }
    for (place, item) in items.enumerated() {
      let comma = place == items.count - 1 ? "" : ","
      query.lines.append(
        .init(sql: (place == 0 ? "  SELECT " : "         ") + item.0 + comma, comment: item.1))
    }
    query.lines.append(.init(sql: "  FROM " + from.joined(separator: " CROSS JOIN "), comment: byText(block)))
    let inner = tests.map { ($0, "") } + (try emptyTests(block).map { ($0, "rows with a figure") })
    for (place, test) in inner.enumerated() {
      query.lines.append(.init(sql: (place == 0 ? "  WHERE " : "    AND ") + test.0, comment: test.1))
    }
    query.lines.append(.init(sql: ")", comment: ""))
    axes = outer
    groups = [:]
    select(block, values, &query)
    query.lines.append(.init(sql: "FROM figures", comment: ""))
    wheres(try keepTests(block, values), &query)
    ending(block, values, &query)
    return query
  }

  /// A figure by its name, where figures have names.
  mutating func named(_ sql: String, _ name: String) -> String {
    guard let known = figures else { return sql }
    if let same = known.first(where: { $0.sql == sql }) { return same.name }
    var text = name
    var number = 2
    while known.contains(where: { $0.name == text }) || names.dimensions.contains(text) {
      text = "\(name)_\(number)"
      number += 1
    }
    figures = known + [(sql, text)]
    return text
  }

  /// The tables that the rows come from, and what of them is wanted.
  private mutating func rowTables(_ block: Block, _ prefix: String) throws(NoSQL) -> (
    with: [String], from: [String], tests: [String]
  ) {
    var with: [String] = []
    var from: [String] = []
    var tests: [String] = []
    for axis in block.axes {
      let dimension = plan.axes[axis].dimension
      guard plan.axes[axis].outer == nil else {
        throw NoSQL(word: "rows inside rows", why: "are narrowed by those outside, row by row")
      }
      let table = names.dimensions[dimension]
      let alias = prefix.isEmpty ? table : prefix + table
      if plan.axes[axis].isPlain {
        from.append(alias == table ? table : "\(table) \(alias)")
        axes[axis] = ("\(alias).name", order(axis, alias))
        if let members = rowMembers(axis) { tests.append(isAmong("\(alias).name", members, dimension)) }
        continue
      }
      guard prefix.isEmpty else {
        throw NoSQL(word: "several members as one row in brackets", why: "would need a table of their own")
      }
      let list = "\(table)_rows"
      groups[axis] = list
      var lines: [String] = []
      for (place, row) in plan.axes[axis].rows.enumerated() {
        for code in row.members {
          lines.append(
            "  (\(place + 1), \(SQLNames.text(display.row(row, dimension))), \(SQLNames.text(catalog.memberName(dimension, code))))"
          )
        }
      }
      with += ["\(with.isEmpty ? "WITH" : "    ") \(list) (place, name, member) AS (VALUES"]
      with += lines.enumerated().map { $1 + ($0 == lines.count - 1 ? ")" : ",") }
      let others = block.axes.drop { $0 != axis }.dropFirst().contains { !plan.axes[$0].isPlain }
      if others { with[with.count - 1] += "," }
      from.append("(SELECT DISTINCT place, name FROM \(list)) \(alias)")
      axes[axis] = ("\(alias).name", "\(alias).place")
    }
    return (with, from, tests)
  }

  /// Where conditions leave a row without any figure, it is not in the answer.
  private mutating func emptyTests(_ block: Block) throws(NoSQL) -> [String] {
    guard !plan.filters.isEmpty, !block.axes.isEmpty else { return [] }
    var counts: [String] = []
    var filtered: [Aggregate] = []
    for case .aggregate(let index) in block.instructions where plan.aggregates[index].reducer != .count {
      guard !plan.aggregates[index].filters.isEmpty else { return [] }
      filtered.append(plan.aggregates[index])
    }
    let own = filtered.filter { aggregate in
      block.axes.allSatisfy { axis in
        aggregate.scopes.contains { $0 == .axis(axis) || $0 == .axisBefore(axis) }
      }
    }
    for aggregate in own.isEmpty ? filtered : own where aggregate.measure >= 0 {
      counts.append("EXISTS " + (try subquery("1", aggregate)))
    }
    return counts.isEmpty
      ? [] : [counts.count == 1 ? counts[0] : "(" + counts.joined(separator: " OR ") + ")"]
  }

  // MARK: Members

  private mutating func list(_ index: Int, _ block: Block) throws(NoSQL) -> SQLQuery {
    let aggregate = plan.aggregates[index]
    guard aggregate.dimensions.count == 1, let axis = block.axes.first, plan.axes[axis].isPlain else {
      throw NoSQL(word: "a list over several dimensions", why: "takes each combination by itself")
    }
    var query = SQLQuery()
    let table = names.dimensions[aggregate.dimension]
    query.keys = [catalog.dimensions[aggregate.dimension].name]
    query.lines = [
      .init(
        sql: "SELECT \(table).name AS \(SQLNames.heading(query.keys[0]))",
        comment: catalog.dimensions[aggregate.dimension].plural),
      .init(sql: "FROM \(table)", comment: ""),
    ]
    var tests: [(String, String)] = []
    if let members = rowMembers(axis) {
      tests.append(
        (
          isAmong("\(table).name", members, aggregate.dimension),
          display.members(aggregate.dimension, members)
        ))
    }
    for number in aggregate.filters {
      tests.append(
        (
          try condition(plan.filters[number], table, [aggregate.dimension], isCube: false, member: "name"),
          Reading.condition(plan.filters[number], answerless: plan, catalog)
        ))
    }
    wheres(tests, &query)
    query.lines.append(
      .init(sql: "ORDER BY \(block.order == .name ? "\(table).name" : order(axis, table));", comment: ""))
    return query
  }

  // MARK: Clauses

  private func select(_ block: Block, _ values: [SQLValue], _ query: inout SQLQuery) {
    var items: [(String, String)] = []
    for axis in block.axes {
      let name = catalog.dimensions[plan.axes[axis].dimension].name
      query.keys.append(name)
      items.append(("\(axes[axis]?.name ?? "") AS \(SQLNames.heading(name))", "by \(name)"))
    }
    var used = Set(query.keys)
    for (column, value) in zip(block.columns, values) {
      var heading = display.heading(column.heading)
      // PostgreSQL has no longer names.
      if heading.utf8.count > 50 { heading = "answer" }
      while !used.insert(heading).inserted { heading += "'" }
      let comment = display.heading(column.heading)
      if let below = value.below {
        query.columns.append(.init(above: heading, below: "below " + heading, power: value.power))
        items.append(("\(value.above) AS \(SQLNames.heading(heading))", comment + ": above the line"))
        items.append(("\(below) AS \(SQLNames.heading("below " + heading))", "and below it"))
      } else {
        query.columns.append(.init(above: heading, below: nil, power: value.power))
        items.append(("\(value.above) AS \(SQLNames.heading(heading))", comment))
      }
    }
    for (place, item) in items.enumerated() {
      let comma = place == items.count - 1 ? "" : ","
      query.lines.append(.init(sql: (place == 0 ? "SELECT " : "       ") + item.0 + comma, comment: item.1))
    }
  }

  private func wheres(_ tests: [(String, String)], _ query: inout SQLQuery) {
    for (place, test) in tests.enumerated() {
      query.lines.append(.init(sql: (place == 0 ? "WHERE " : "  AND ") + test.0, comment: test.1))
    }
  }

  private func byText(_ block: Block) -> String {
    guard !block.axes.isEmpty else { return "" }
    return "by " + block.axes.map { catalog.dimensions[plan.axes[$0].dimension].name }.joined(separator: ", ")
  }

  private func ending(_ block: Block, _ values: [SQLValue], _ query: inout SQLQuery) {
    let cut: SortOrder? = block.cut.map { $0.fromTop ? .highest : .lowest }
    let wanted = block.order ?? (block.isRanked ? .highest : cut)
    let places = block.axes.map { axes[$0]?.place ?? "" }
    func direction(_ order: SortOrder) -> [String] {
      guard block.keyColumn < values.count else { return places }
      let key = values[block.keyColumn].order
      return ["\(key) \(order == .highest ? "DESC NULLS LAST" : "ASC NULLS LAST")"] + places
    }
    if !block.axes.isEmpty {
      let keys: [String]
      let comment: String
      switch wanted {
      case .highest, .lowest:
        keys = direction(wanted ?? .highest)
        comment = wanted == .highest ? "highest first" : "lowest first"
      case .name:
        keys = block.axes.map { axes[$0]?.name ?? "" } + places
        comment = "sort name"
      case nil:
        keys = places
        comment = "in the order of the data"
      }
      query.lines.append(.init(sql: "ORDER BY " + keys.joined(separator: ", "), comment: comment))
    }
    if let cut = block.cut {
      query.lines.append(
        .init(sql: "LIMIT \(cut.count)", comment: (cut.fromTop ? "top " : "bottom ") + "\(cut.count)"))
    }
    if let last = query.lines.last {
      query.lines[query.lines.count - 1] = .init(sql: last.sql + ";", comment: last.comment)
    }
  }

  private mutating func keepTests(_ block: Block, _ values: [SQLValue]) throws(NoSQL) -> [(String, String)] {
    guard !block.isInverted else { throw NoSQL(word: "check", why: "is no question") }
    var tests: [(String, String)] = []
    for keep in block.keeps {
      func end(_ end: ComparisonEnd, _ writer: inout SQLWriter) throws(NoSQL) -> SQLValue {
        switch end {
        case .once(let number): try writer.scalar(number)
        case .column(let column): values[column]
        }
      }
      let other = try end(keep.value, &self)
      let upper: SQLValue? = if let last = keep.upper { try end(last, &self) } else { nil }
      tests.append(
        (SQLWriter.compare(values[keep.column], keep.comparison, other, upper), "only answers like this"))
    }
    return tests
  }

  static func compare(_ value: SQLValue, _ comparison: Comparison, _ other: SQLValue, _ upper: SQLValue?)
    -> String
  {
    func test(_ sign: String, _ other: SQLValue) -> String {
      let (left, right) = value.sides(other)
      return "\(left) \(sign) \(right)"
    }
    switch comparison {
    case .equal: return test("=", other)
    case .notEqual: return test("<>", other)
    case .less: return test("<", other)
    case .lessOrEqual: return test("<=", other)
    case .greater: return test(">", other)
    case .greaterOrEqual: return test(">=", other)
    case .between: return test(">=", other) + " AND " + test("<=", upper ?? other)
    }
  }

  // MARK: Rows

  /// The members of the rows of an axis; nil for all of them.
  private func rowMembers(_ axis: Int) -> BitSet? {
    var members = BitSet()
    for row in plan.axes[axis].rows { members.formUnion(row.members) }
    return members == catalog.allMembers(plan.axes[axis].dimension) ? nil : members
  }

  /// What puts the rows of an axis in order: their places, or the order of the question.
  private func order(_ axis: Int, _ table: String) -> String {
    let codes = plan.axes[axis].rows.compactMap(\.members.first)
    guard codes != codes.sorted() else { return "\(table).place" }
    let cases = codes.enumerated().map { "WHEN \($1 + 1) THEN \($0 + 1)" }.joined(separator: " ")
    return "CASE \(table).place \(cases) END"
  }

  func isAmong(_ column: String, _ members: BitSet, _ dimension: Int) -> String {
    let texts = members.numbers.map { SQLNames.text(catalog.memberName(dimension, $0)) }
    if texts.count == 1 { return "\(column) = \(texts[0])" }
    if texts.isEmpty { return "1 = 0" }
    return "\(column) IN (\(texts.joined(separator: ", ")))"
  }
}
