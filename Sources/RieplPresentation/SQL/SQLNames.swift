public import RieplEngine

/// What dimensions and measures are called in SQL, and what stands in their tables.
public struct SQLNames {
  /// For each dimension the name of its table, and of its column in others.
  public let dimensions: [String]
  /// For each measure the name of its table.
  public let measures: [String]

  /// Words that SQL keeps for itself, in SQLite or PostgreSQL.
  private static let reserved: Set<String> = [
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "both", "case", "cast", "check",
    "collate",
    "column", "commit", "constraint", "create", "cross", "current", "default", "deferrable", "delete", "desc",
    "distinct", "do", "drop", "else", "end", "escape", "except", "exists", "false", "fetch", "for", "foreign",
    "from", "full", "grant", "group", "having", "if", "in", "index", "initially", "inner", "insert",
    "intersect",
    "into", "is", "isnull", "join", "lateral", "leading", "left", "like", "limit", "localtime", "natural",
    "not",
    "nothing", "notnull", "null", "offset", "on", "only", "or", "order", "outer", "over", "placing",
    "primary",
    "references", "returning", "right", "select", "session_user", "set", "similar", "some", "symmetric",
    "table",
    "then", "to", "trailing", "transaction", "true", "union", "unique", "update", "user", "using", "values",
    "variadic", "verbose", "when", "where", "window", "with",
  ]

  /// The names for a catalogue, all of them different.
  public init(_ catalog: Catalog) {
    var used: Set<String> = ["amount", "name", "place"]
    func take(_ name: String, _ ending: String) -> String {
      var plain = ""
      for character in name.lowercased() {
        let isPlain = character.isASCII && (character.isLetter || character.isNumber)
        plain += isPlain ? String(character) : plain.hasSuffix("_") ? "" : "_"
      }
      while plain.hasSuffix("_") { plain.removeLast() }
      if plain.isEmpty || plain.first?.isNumber ?? true { plain = "t_" + plain }
      if SQLNames.reserved.contains(plain) { plain += "_" }
      var text = plain
      if used.contains(text) { text = plain + ending }
      var number = 2
      while !used.insert(text).inserted {
        text = "\(plain)_\(number)"
        number += 1
      }
      return text
    }
    dimensions = catalog.dimensions.map { take($0.name, "_names") }
    measures = catalog.measures.map { take($0.name, "_figures") }
  }

  /// A text between quotes.
  static func text(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }

  /// A heading between quotes.
  static func heading(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }
}

/// The tables that questions in SQL ask, with all that is in them.
public struct SQLSchema {
  private let catalog: Catalog
  private let names: SQLNames
  /// So many rows of a table are written; larger ones are only described.
  private static let rows = 2000

  /// The tables of a catalogue.
  public init(_ catalog: Catalog) {
    self.catalog = catalog
    names = SQLNames(catalog)
  }

  /// The lines of a script that makes the tables.
  public func lines() -> [TextLine] {
    statements().map { TextLine($0.hasPrefix("--") ? .remark : .row, $0) }
  }

  /// The script that makes the tables.
  public func text() -> String { statements().joined(separator: "\n") + "\n" }

  private func statements() -> [String] {
    var lines = ["-- The tables that questions in SQL ask; the script runs in SQLite and in PostgreSQL."]
    for (number, dimension) in catalog.dimensions.enumerated() {
      let table = names.dimensions[number]
      lines += [
        "", "-- The \(dimension.plural), in their order.",
        "CREATE TABLE \(table) (place integer PRIMARY KEY, name text NOT NULL);",
      ]
      let rows = dimension.members.prefix(SQLSchema.rows).enumerated().map {
        "(\($0 + 1), \(SQLNames.text($1.name)))"
      }
      lines += insert(table, rows, left: dimension.members.count - rows.count)
    }
    for (number, measure) in catalog.measures.enumerated() {
      let table = names.measures[number]
      let columns = measure.dimensions.map { names.dimensions[$0] + " text NOT NULL" } + ["amount bigint"]
      lines += [
        "", "-- \(comment(measure))", "CREATE TABLE \(table) (\(columns.joined(separator: ", ")));",
      ]
      let (rows, left) = figures(measure)
      lines += insert(table, rows, left: left)
    }
    return lines
  }

  private func comment(_ measure: Measure) -> String {
    let summary = measure.summary.isEmpty ? measure.name : measure.summary
    return "\(summary); amount is in \(SQLSchema.unit(measure.unit, power: -measure.scale))."
  }

  /// What a whole number of a column is.
  static func unit(_ unit: RieplEngine.Unit, power: Int) -> String {
    if unit == .money {
      if power == 0 { return "whole pounds" }
      if power == -2 { return "pence" }
    }
    if unit == .percent || unit == .rate || unit == .points, power == -2 { return "percent" }
    if power == 0 { return unit == .money ? "whole pounds" : "ones" }
    return "1/1" + String(repeating: "0", count: -power) + (unit == .money ? " of £1" : " of 1")
  }

  private func insert(_ table: String, _ rows: [String], left: Int) -> [String] {
    var lines: [String] = []
    if !rows.isEmpty {
      lines.append("INSERT INTO \(table) VALUES")
      for (place, row) in rows.enumerated() {
        lines.append("  " + row + (place == rows.count - 1 ? ";" : ","))
      }
    }
    if left > 0 { lines.append("-- … and \(LoadCount.text(left)) more rows of the file") }
    return lines
  }

  private func figures(_ measure: Measure) -> (rows: [String], left: Int) {
    let table = catalog.tables[measure.table]
    let places = measure.dimensions.map { table.dimensions.firstIndex(of: $0) ?? 0 }
    var rows: [String] = []
    var left = 0
    do throws(EngineFault) {
      try table.source.scan(dimensions: places, measure: measure.column) {
        (batch: Batch) throws(EngineFault) in
        for row in 0..<batch.count {
          guard rows.count < SQLSchema.rows else {
            left += batch.count - row
            return
          }
          var fields = measure.dimensions.enumerated().map { place, dimension in
            let codes = batch.codes[place]
            return SQLNames.text(catalog.memberName(dimension, Int(codes[codes.startIndex + row])))
          }
          let isThere = batch.states[batch.states.startIndex + row] == 0
          fields.append(isThere ? "\(batch.values[batch.values.startIndex + row])" : "NULL")
          rows.append("(" + fields.joined(separator: ", ") + ")")
        }
      }
    } catch {
      return (rows, left)
    }
    return (rows, left)
  }
}
