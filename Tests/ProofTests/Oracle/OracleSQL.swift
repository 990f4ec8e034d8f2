import RieplEngine
import RieplSyntax

/// Writes SQL for a question from what it means. It knows nothing of how riepl reads or works out questions.
///
/// Each dimension has a table `axis0 (c, name)`, each measure a table `measure0 (c0, c1, …, v)` with whole numbers
/// of its published unit and NULL where there is no figure. Every value comes back as a whole numerator and a whole
/// denominator of base units times a power of ten, so that nothing is ever rounded.
struct OracleSQL {
  let data: SampleData
  let question: QuestionModel

  // MARK: Tables

  /// The tables of a dataset.
  static func tables(_ data: SampleData) -> String {
    var sql = ""
    for (number, axis) in data.axes.enumerated() {
      sql += "CREATE TABLE axis\(number) (c INTEGER PRIMARY KEY, name TEXT);\n"
      for (code, name) in axis.members.enumerated() {
        sql += "INSERT INTO axis\(number) VALUES (\(code), '\(name)');\n"
      }
    }
    for (number, column) in data.columns.enumerated() {
      let codes = column.axes.map { "c\($0) INTEGER" }.joined(separator: ", ")
      sql += "CREATE TABLE measure\(number) (\(codes), v INTEGER);\n"
      for (cell, value) in column.values.enumerated() {
        let row = data.codes(column, cell).map { "\($0)" } + [value.map { "\($0)" } ?? "NULL"]
        sql += "INSERT INTO measure\(number) VALUES (\(row.joined(separator: ", ")));\n"
      }
    }
    return sql
  }

  // MARK: Values

  /// A value: SQL for its numerator and denominator, and the power of ten that it is times.
  struct Value {
    var numerator: String
    var denominator: String
    var power: Int
  }

  private static func list(_ codes: [Int]) -> String {
    "(" + codes.map { "\($0)" }.joined(separator: ", ") + ")"
  }

  /// The cells that a figure is of, seen from a row `r`.
  private func scope(
    _ figure: QuestionModel.Figure, withRows: Bool = true, withSlices: Bool = true,
    fixed: (axis: Int, code: Int)? = nil, inner: Int? = nil
  ) -> String {
    var tests: [String] = []
    let rows = question.rowAxes(data)
    for axis in data.columns[figure.column].axes {
      if let codes = QuestionModel.slice(figure.slices, axis, data), withSlices {
        tests.append("t.c\(axis) IN \(OracleSQL.list(codes))")
        continue
      }
      if axis == inner {
        tests.append("t.c\(axis) = a.c")
        continue
      }
      if let fixed, fixed.axis == axis {
        tests.append("t.c\(axis) = \(fixed.code)")
        continue
      }
      if withRows, let place = rows.firstIndex(of: axis) {
        if case .places = question.rows {
          tests.append("t.c\(axis) IN (SELECT c FROM place WHERE id = r.k0)")
        } else {
          tests.append("t.c\(axis) = r.k\(place)")
        }
      } else if let codes = question.selected(axis, data) {
        tests.append("t.c\(axis) IN \(OracleSQL.list(codes))")
      }
    }
    if let condition = question.condition { tests.append(self.condition(condition)) }
    return "FROM measure\(figure.column) t"
      + (tests.isEmpty ? "" : " WHERE " + tests.joined(separator: " AND "))
  }

  /// A condition on the cell `t`.
  func condition(_ condition: QuestionModel.Condition) -> String {
    switch condition {
    case .any(let parts): return "(" + parts.map(self.condition).joined(separator: " OR ") + ")"
    case .all(let parts): return "(" + parts.map(self.condition).joined(separator: " AND ") + ")"
    case .not(let inner): return "(NOT \(self.condition(inner)))"
    case .member(let axis, let places, let isNot):
      let codes = Set(places.flatMap { QuestionModel.members($0, data).codes }).sorted()
      return "(t.c\(axis) \(isNot ? "NOT " : "")IN \(OracleSQL.list(codes)))"
    case .order(let axis, let comparison, let first, let last):
      return OracleSQL.compare("t.c\(axis)", comparison, "\(first)", last.map { "\($0)" })
    case .compare(let column, let slices, let comparison, let value, let upper):
      var tests: [String] = []
      for axis in data.columns[column].axes {
        if let codes = QuestionModel.slice(slices, axis, data) {
          tests.append("u.c\(axis) = \(codes[0])")
        } else {
          tests.append("u.c\(axis) = t.c\(axis)")
        }
      }
      let single = "(SELECT u.v FROM measure\(column) u WHERE " + tests.joined(separator: " AND ") + ")"
      return OracleSQL.compare(single, comparison, "\(value)", upper.map { "\($0)" })
    }
  }

  private static func compare(_ left: String, _ comparison: Comparison, _ right: String, _ upper: String?)
    -> String
  {
    switch comparison {
    case .equal: "(\(left) = \(right))"
    case .notEqual: "(\(left) <> \(right))"
    case .less: "(\(left) < \(right))"
    case .lessOrEqual: "(\(left) <= \(right))"
    case .greater: "(\(left) > \(right))"
    case .greaterOrEqual: "(\(left) >= \(right))"
    case .between: "(\(left) BETWEEN \(right) AND \(upper ?? right))"
    }
  }

  private func value(_ figure: QuestionModel.Figure, _ cells: String) -> Value {
    let power = data.columns[figure.column].sourcePower
    func plain(_ sql: String, _ power: Int) -> Value {
      Value(numerator: "(SELECT \(sql) \(cells))", denominator: "1", power: power)
    }
    switch figure.reducer {
    case nil, .sum: return plain("SUM(v)", power)
    case .average:
      return Value(
        numerator: "(SELECT SUM(v) \(cells))", denominator: "(SELECT NULLIF(COUNT(v), 0) \(cells))",
        power: power)
    case .lowest: return plain("MIN(v)", power)
    case .highest: return plain("MAX(v)", power)
    case .range: return plain("MAX(v) - MIN(v)", power)
    case .count: return plain("COUNT(v)", 0)
    case .median:
      let inner =
        "(SELECT v, ROW_NUMBER() OVER (ORDER BY v) i, COUNT(*) OVER () n FROM (SELECT v \(cells)) WHERE v IS NOT NULL)"
      return Value(
        numerator: "(SELECT SUM(v) FROM \(inner) WHERE i IN ((n + 1) / 2, (n + 2) / 2))",
        denominator: "(SELECT NULLIF(COUNT(*), 0) FROM \(inner) WHERE i IN ((n + 1) / 2, (n + 2) / 2))",
        power: power)
    }
  }

  private func value(_ figure: QuestionModel.Figure) -> Value { value(figure, scope(figure)) }

  private static func ten(_ power: Int) -> String { "1" + String(repeating: "0", count: power) }

  private func quotient(_ left: Value, _ right: Value) -> Value {
    Value(
      numerator: "(\(left.numerator) * \(right.denominator))",
      denominator: "NULLIF(\(left.denominator) * \(right.numerator), 0)", power: left.power - right.power)
  }

  private func sum(_ left: Value, _ sign: String, _ right: Value) -> Value {
    let power = min(left.power, right.power)
    let a = "\(left.numerator) * \(right.denominator) * \(OracleSQL.ten(left.power - power))"
    let b = "\(right.numerator) * \(left.denominator) * \(OracleSQL.ten(right.power - power))"
    return Value(
      numerator: "(\(a) \(sign) \(b))", denominator: "(\(left.denominator) * \(right.denominator))",
      power: power)
  }

  func value(_ calculation: QuestionModel.Calculation) -> Value {
    switch calculation {
    case .figure(let figure): return value(figure)
    case .combined(let left, let isAdded, let right):
      return sum(value(left), isAdded ? "+" : "-", value(right))
    case .ratio(let left, let right): return quotient(value(left), value(right))
    case .scaled(let figure, let times):
      var value = value(figure)
      value.numerator = "(\(value.numerator) * \(times))"
      return value
    case .share(let figure):
      // The same figure without its slice; one without a slice, without its rows.
      let whole =
        figure.slices.isEmpty ? scope(figure, withRows: false) : scope(figure, withSlices: false)
      return quotient(value(figure), value(figure, whole))
    case .reduced(let reducer, let figure, let axis): return reduced(reducer, figure, axis)
    case .cumulative(let figure): return value(figure)
    case .excess(let left, let right):
      return quotient(sum(value(left), "-", value(right)), value(right))
    case .change(let figure, let from, let to, let axis, let isGrowth):
      let old = value(figure, scope(figure, fixed: (axis, from)))
      let change = sum(value(figure, scope(figure, fixed: (axis, to))), "-", old)
      return isGrowth ? quotient(change, old) : change
    }
  }

  /// A figure for each member of a dimension, made one.
  private func reduced(_ reducer: Reducer, _ figure: QuestionModel.Figure, _ axis: Int) -> Value {
    let inner = value(figure, scope(figure, inner: axis))
    let members = question.selected(axis, data).map { " WHERE a.c IN \(OracleSQL.list($0))" } ?? ""
    let rows = "FROM (SELECT \(inner.numerator) AS x FROM axis\(axis) a\(members))"
    func plain(_ sql: String) -> Value {
      Value(numerator: "(SELECT \(sql) \(rows))", denominator: "1", power: inner.power)
    }
    switch reducer {
    case .average:
      return Value(
        numerator: "(SELECT SUM(x) \(rows))", denominator: "(SELECT NULLIF(COUNT(x), 0) \(rows))",
        power: inner.power)
    case .lowest: return plain("MIN(x)")
    case .highest: return plain("MAX(x)")
    case .range: return plain("MAX(x) - MIN(x)")
    case .count: return Value(numerator: "(SELECT COUNT(x) \(rows))", denominator: "1", power: 0)
    default: return plain("SUM(x)")
    }
  }

  /// A value to the nearest multiple of a step, half of one away from zero.
  private func rounded(_ value: Value) -> Value {
    guard let step = question.nearest else { return value }
    let (x, y) = (value.numerator, value.denominator)
    let steps = "((2 * ABS(\(x)) + \(step) * \(y)) / (2 * \(step) * \(y)))"
    return Value(
      numerator: "(CASE WHEN \(x) < 0 THEN -\(step) ELSE \(step) END * \(steps))", denominator: "1",
      power: value.power)
  }

  /// How many cells a figure looks at in a row, whether there is something in them or not.
  private func seen(_ figure: QuestionModel.Figure) -> String { "(SELECT COUNT(*) \(scope(figure)))" }

  // MARK: The question

  /// The query, which gives the codes of each row, then numerator and denominator of each column, and then, for
  /// plain figures, how many went into each column and how many were not there.
  var query: String {
    let axes = question.rowAxes(data)
    var parts: [String] = []
    if case .places(let places) = question.rows {
      let values = places.enumerated().flatMap { id, place in
        QuestionModel.members(place, data).codes.map { "(\(id), \($0))" }
      }
      parts.append("place (id, c) AS (VALUES \(values.joined(separator: ", ")))")
      let names = places.enumerated().map { id, place in "(\(id), '\(QuestionModel.text(place, data))')" }
      parts.append("r (k0, name0) AS (VALUES \(names.joined(separator: ", ")))")
    } else if axes.isEmpty {
      parts.append("r (one) AS (VALUES (1))")
    } else {
      let columns = axes.indices.map { "a\($0).c AS k\($0), a\($0).name AS name\($0)" }
      let tables = axes.enumerated().map { "axis\($1) a\($0)" }
      let tests = axes.enumerated().compactMap { place, axis in
        question.selected(axis, data).map { "a\(place).c IN \(OracleSQL.list($0))" }
      }
      parts.append(
        "r AS (SELECT \(columns.joined(separator: ", ")) FROM \(tables.joined(separator: ", "))"
          + (tests.isEmpty ? ")" : " WHERE \(tests.joined(separator: " AND ")))"))
    }
    let values = question.answered.map(value).map(rounded)
    var columns: [String] = []
    for (number, value) in values.enumerated() {
      columns.append("\(value.numerator) AS x\(number), \(value.denominator) AS y\(number)")
      if case .figure(let figure) = question.answered[number] {
        columns.append(
          "(SELECT COUNT(v) \(scope(figure))) AS f\(number), (SELECT COUNT(*) - COUNT(v) \(scope(figure))) AS m\(number)"
        )
      } else {
        columns.append("NULL AS f\(number), NULL AS m\(number)")
      }
    }
    parts.append("raw AS (SELECT r.*, \(columns.joined(separator: ", ")), \(shown) AS shown FROM r)")
    let clean = values.indices.map {
      "CASE WHEN y\($0) IS NULL THEN NULL ELSE x\($0) END AS n\($0), y\($0) AS d\($0)"
    }
    parts.append("clean AS (SELECT raw.*, \(clean.joined(separator: ", ")) FROM raw WHERE shown)")
    parts.append("kept AS (SELECT * FROM clean\(keep(values)))")
    let keys = axes.indices.map { "k\($0)" }
    let natural = keys.isEmpty ? "1" : keys.joined(separator: ", ")
    let high = "n0 IS NULL, (SELECT COUNT(*) FROM kept b WHERE b.n0 * a.d0 > a.n0 * b.d0), \(natural)"
    let low = "n0 IS NULL, (SELECT COUNT(*) FROM kept b WHERE b.n0 * a.d0 < a.n0 * b.d0), \(natural)"
    let names = axes.indices.map { "name\($0)" }.joined(separator: ", ")
    let within = question.within.flatMap { axes.firstIndex(of: $0) }.map { "k\($0)" }
    func order(_ order: SortOrder) -> String {
      switch order {
      case .highest: high
      case .lowest: low
      case .name: names + ", " + natural
      }
    }
    let cutOrder: SortOrder? = question.cut.map { $0.fromTop ? .highest : .lowest }
    let shownOrder = question.sort ?? (question.isRanked ? .highest : cutOrder)
    var number = "1"
    if let cutOrder {
      number =
        "ROW_NUMBER() OVER (" + (within.map { "PARTITION BY \($0) " } ?? "") + "ORDER BY \(order(cutOrder)))"
    }
    parts.append("numbered AS (SELECT a.*, \(number) AS place FROM kept a)")
    var results = keys + values.indices.flatMap { ["n\($0)", "d\($0)"] }
    results += values.indices.flatMap { ["f\($0)", "m\($0)"] }
    if case .cumulative? = question.calculations.first {
      // A running sum goes down the order shown.
      results[keys.count] =
        "CASE WHEN n0 IS NULL THEN NULL ELSE SUM(n0) OVER (ORDER BY \(shownOrder.map(order) ?? natural)) END"
    }
    var sql =
      "WITH \(parts.joined(separator: ",\n  "))\nSELECT \(results.joined(separator: ", ")) FROM numbered a"
    if let cut = question.cut { sql += " WHERE place <= \(cut.count)" }
    if let shownOrder {
      sql += " ORDER BY " + (within.map { "\($0), " } ?? "") + order(shownOrder)
    } else {
      sql += " ORDER BY \(natural)"
    }
    return sql + ";"
  }

  /// Rows of which a condition leaves no figure at all are not shown. A count is always there, and a slice that
  /// takes the place of the rows stands beside them.
  private var shown: String {
    let figures = question.answered.flatMap(\.figures).filter { $0.reducer != .count }
    let own = figures.filter { figure in
      question.rowAxes(data).allSatisfy { QuestionModel.slice(figure.slices, $0, data) == nil }
    }
    var seen = (own.isEmpty ? figures : own).map(self.seen)
    if case .change(let figure, let from, let to, let axis, _)? = question.calculations.first {
      seen = [from, to].map { "(SELECT COUNT(*) \(scope(figure, fixed: (axis, $0))))" }
    }
    if question.mayShowEmptyRows { return "1" }
    guard question.condition != nil, !question.rowAxes(data).isEmpty, !seen.isEmpty else { return "1" }
    return "(" + seen.map { "\($0) > 0" }.joined(separator: " OR ") + ")"
  }

  private func keep(_ values: [Value]) -> String {
    guard let keep = question.keep, let value = values.first else { return "" }
    if keep.isOfRows {
      let power = min(value.power, values[1].power)
      return " WHERE "
        + OracleSQL.compare(
          "n0 * d1 * \(OracleSQL.ten(value.power - power))", keep.comparison,
          "n1 * d0 * \(OracleSQL.ten(values[1].power - power))", nil)
    }
    // n / d × 10^p compared with m / e × 10^q, in whole numbers.
    let other = keep.figure.map { self.value($0, scope($0, withRows: false)) }
    let otherPower = other?.power ?? keep.power
    let power = min(value.power, otherPower)
    let left = "n0 * \(OracleSQL.ten(value.power - power)) * \(other?.denominator ?? "1")"
    func right(_ number: String) -> String { "(\(number) * \(OracleSQL.ten(otherPower - power)) * d0)" }
    return " WHERE "
      + OracleSQL.compare(
        left, keep.comparison, right(other?.numerator ?? "\(keep.value)"), keep.upper.map { right("\($0)") })
  }

  // MARK: Lists of members

  /// `regions where …`, or how many of them there are.
  static func listing(_ listing: ListingModel, _ data: SampleData) -> String {
    var question = QuestionModel(calculations: [])
    question.condition = listing.condition
    let writer = OracleSQL(data: data, question: question)
    var tests = [writer.condition(listing.condition)]
    if let selection = listing.selection {
      tests.append("t.c\(listing.axis) IN \(list(QuestionModel.members(selection, data)))")
    }
    let cells =
      "FROM (SELECT c AS c\(listing.axis), name FROM axis\(listing.axis)) t WHERE \(tests.joined(separator: " AND "))"
    if listing.isCount { return "SELECT COUNT(*), 1 \(cells);" }
    return
      "SELECT t.c\(listing.axis) \(cells) ORDER BY \(listing.isByName ? "name, " : "")t.c\(listing.axis);"
  }
}

/// A question for the members of a dimension.
struct ListingModel {
  var axis: Int
  var isCount: Bool
  var condition: QuestionModel.Condition
  var selection: QuestionModel.Selection?
  var isByName = false

  func text(_ data: SampleData, _ random: inout ProofRandom) -> String {
    var clauses = ["where " + QuestionModel.text(condition, data, &random, isNested: false)]
    if let selection { clauses.append(QuestionModel.text(selection, data, &random)) }
    if isByName { clauses.append("sort name") }
    return QuestionModel.line(
      (isCount ? "count " : "") + data.axes[axis].plural, clauses.shuffled(using: &random))
  }
}
