/// A JSON value, to be written.
indirect enum JSONText {
  case null
  case bool(Bool)
  case integer(Int)
  case string(String)
  case array([JSONText])
  /// Members in order.
  case object([(String, JSONText)])

  /// The value as text, indented.
  func text(indent: Int = 0, isCompact: Bool = false) -> String {
    let lead = String(repeating: "  ", count: indent + 1)
    let end = String(repeating: "  ", count: indent)
    switch self {
    case .null: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .integer(let value): return "\(value)"
    case .string(let value): return JSONText.quoted(value)
    case .array(let items):
      if items.isEmpty { return "[]" }
      if isCompact { return "[" + items.map { $0.text(isCompact: true) }.joined(separator: ",") + "]" }
      return "[\n" + items.map { lead + $0.text(indent: indent + 1) }.joined(separator: ",\n") + "\n\(end)]"
    case .object(let members):
      if members.isEmpty { return "{}" }
      if isCompact {
        return "{"
          + members.map { JSONText.quoted($0.0) + ":" + $0.1.text(isCompact: true) }.joined(separator: ",")
          + "}"
      }
      return "{\n"
        + members.map { lead + JSONText.quoted($0.0) + ": " + $0.1.text(indent: indent + 1) }.joined(
          separator: ",\n") + "\n\(end)}"
    }
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if scalar.value < 0x20 || scalar.value == 0x7F || scalar.value == 0x2028 || scalar.value == 0x2029 {
          let hex = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
