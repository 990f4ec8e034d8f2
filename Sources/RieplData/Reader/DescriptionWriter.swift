import RieplEngine

/// Writes what was understood of a file as W3C CSVW metadata, which `TableDescription` reads back to the same.
///
/// A column gets the datatype of figures or days only where all cells that were looked at are written as CSVW wants
/// them; others are strings there, and the annotations say what riepl takes them for.
enum DescriptionWriter {
  /// The metadata of a file.
  static func text(_ layout: TableLayout, table: String) -> String {
    func member(_ name: String, _ value: JSONValue) -> JSONValue.Member {
      JSONValue.Member(name: name, value: value)
    }
    var dialect = [
      member("delimiter", .string(String(decoding: [layout.dialect.delimiter], as: UTF8.self))),
      member("encoding", .string(layout.dialect.encoding == .utf8 ? "utf-8" : "windows-1252")),
    ]
    if layout.headingLine == 0 {
      dialect.append(member("header", .bool(false)))
    } else {
      dialect.append(member("skipRows", .number("\(layout.linesAbove)")))
      dialect.append(member("headerRowCount", .number("\(layout.headingRows)")))
    }
    var names: Set<String> = []
    let columns = layout.columns.map { column -> JSONValue in
      var name = column.heading.split { !$0.isASCII || !$0.isLetter && !$0.isNumber }.joined(separator: "_")
        .lowercased()
      if name.isEmpty { name = "column" }
      var unique = name
      var number = 1
      while !names.insert(unique).inserted {
        number += 1
        unique = "\(name)_\(number)"
      }
      var members = [member("name", .string(unique)), member("titles", .string(column.heading))]
      var nulls = [JSONValue.string("")]
      switch column.kind {
      case .figure where column.isPlain:
        members.append(
          member(
            "datatype",
            .object([
              member("base", .string("decimal")),
              member("format", .object([member("groupChar", .string(","))])),
            ])))
        nulls += column.absences.map { .string($0) }
      case .date where column.dateFormat != nil:
        members.append(
          member(
            "datatype",
            .object([member("base", .string("date")), member("format", .string(column.dateFormat ?? ""))])))
      default: members.append(member("datatype", .string("string")))
      }
      if nulls.count > 1 { members.append(member("null", .array(nulls))) }
      members.append(member("schema:additionalType", .string(word(column.kind))))
      if column.kind == .figure { members.append(member("schema:unitText", .string(column.unitWord))) }
      return .object(members)
    }
    return JSONValue.object([
      member("@context", .string("http://www.w3.org/ns/csvw")), member("url", .string(table)),
      member("dialect", .object(dialect)),
      member("tableSchema", .object([member("columns", .array(columns))])),
    ]).written() + "\n"
  }

  private static func word(_ kind: TableLayout.Kind) -> String {
    switch kind {
    case .text: "names"
    case .year: "financial year"
    case .date: "day"
    case .month: "month"
    case .figure: "figure"
    case .ignored: "nothing"
    }
  }
}

extension JSONValue {
  /// The value as text, one member or element on a line.
  func written(_ indent: Int = 0) -> String {
    let lead = String(repeating: "  ", count: indent + 1)
    let end = String(repeating: "  ", count: indent)
    switch self {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .number(let text): return text
    case .string(let text): return JSONValue.quoted(text)
    case .array(let elements):
      if elements.isEmpty { return "[]" }
      if elements.allSatisfy({ $0.text != nil }) {
        return "[" + elements.map { $0.written() }.joined(separator: ", ") + "]"
      }
      return "[\n" + elements.map { lead + $0.written(indent + 1) }.joined(separator: ",\n") + "\n\(end)]"
    case .object(let members):
      if members.isEmpty { return "{}" }
      let lines = members.map { lead + JSONValue.quoted($0.name) + ": " + $0.value.written(indent + 1) }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(end)}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
