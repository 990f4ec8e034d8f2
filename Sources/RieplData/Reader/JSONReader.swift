/// A JSON value that was read.
indirect enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  /// As it was written.
  case number(String)
  case string(String)
  case array([JSONValue])
  /// Members in order; no name stands twice.
  case object([Member])

  /// A name and its value.
  struct Member: Sendable, Equatable {
    let name: String
    let value: JSONValue
  }

  /// A member of an object; nil where there is none.
  subscript(name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The text of a string.
  var text: String? { if case .string(let text) = self { text } else { nil } }

  /// The elements of an array.
  var elements: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }

  /// A whole number that is not negative.
  var count: Int? {
    if case .number(let text) = self { Int(text).flatMap { $0 >= 0 ? $0 : nil } } else { nil }
  }

  /// What it is, as a clause.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

/// Reads JSON as RFC 8259 has it, and nothing else: a file of at most a mebibyte, nested at most 64 deep.
struct JSONReader {
  /// The longest text that is read.
  static let longest = 1 << 20
  /// The deepest nesting that is read.
  static let deepest = 64

  /// What is wrong, and on which line.
  struct Fault: Error, Equatable {
    let line: Int
    let why: String
  }

  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0

  /// Reads the one value of a text.
  static func read(_ bytes: [UInt8]) throws(Fault) -> JSONValue {
    var reader = JSONReader(
      bytes: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes)
    if bytes.count > longest { throw reader.fault("it is longer than a mebibyte") }
    guard FieldText.isUTF8(bytes) else { throw reader.fault("it is not UTF-8") }
    reader.skipSpace()
    let value = try reader.value()
    reader.skipSpace()
    guard reader.index == reader.bytes.count else { throw reader.fault("something stands behind its end") }
    return value
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private func fault(_ why: String) -> Fault {
    Fault(line: 1 + bytes[..<min(index, bytes.count)].count { $0 == 0x0A }, why: why)
  }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { index += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    index += 1
    return true
  }

  private mutating func value() throws(Fault) -> JSONValue {
    guard let byte = next else { throw fault("it ends too early") }
    switch byte {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), 0x30...0x39: return try number()
    default:
      for (word, value) in [("true", JSONValue.bool(true)), ("false", .bool(false)), ("null", .null)]
      where bytes[index...].starts(with: word.utf8) {
        index += word.utf8.count
        return value
      }
      throw fault("a value is missing")
    }
  }

  private mutating func deeper() throws(Fault) {
    depth += 1
    if depth > JSONReader.deepest { throw fault("it is nested too deep") }
  }

  private mutating func object() throws(Fault) -> JSONValue {
    try deeper()
    index += 1
    var members: [JSONValue.Member] = []
    var names: Set<String> = []
    skipSpace()
    if !take(UInt8(ascii: "}")) {
      repeat {
        skipSpace()
        guard next == UInt8(ascii: "\"") else { throw fault("a name in quotation marks is missing") }
        let name = try string()
        guard names.insert(name).inserted else { throw fault("“\(name)” stands twice") }
        skipSpace()
        guard take(UInt8(ascii: ":")) else { throw fault("a colon is missing behind “\(name)”") }
        skipSpace()
        members.append(JSONValue.Member(name: name, value: try value()))
        skipSpace()
      } while take(UInt8(ascii: ","))
      guard take(UInt8(ascii: "}")) else { throw fault("a comma or a closing brace is missing") }
    }
    depth -= 1
    return .object(members)
  }

  private mutating func array() throws(Fault) -> JSONValue {
    try deeper()
    index += 1
    var elements: [JSONValue] = []
    skipSpace()
    if !take(UInt8(ascii: "]")) {
      repeat {
        skipSpace()
        elements.append(try value())
        skipSpace()
      } while take(UInt8(ascii: ","))
      guard take(UInt8(ascii: "]")) else { throw fault("a comma or a closing bracket is missing") }
    }
    depth -= 1
    return .array(elements)
  }

  private mutating func number() throws(Fault) -> JSONValue {
    let start = index
    func digits(_ reader: inout JSONReader) -> Int {
      let first = reader.index
      while let byte = reader.next, byte >= 0x30, byte <= 0x39 { reader.index += 1 }
      return reader.index - first
    }
    _ = take(UInt8(ascii: "-"))
    let isZero = next == 0x30
    let whole = digits(&self)
    guard whole > 0, !isZero || whole == 1 else { throw fault("a number is not written as numbers are") }
    if take(UInt8(ascii: ".")), digits(&self) == 0 { throw fault("digits are missing behind a point") }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "-")) { _ = take(UInt8(ascii: "+")) }
      if digits(&self) == 0 { throw fault("digits are missing in an exponent") }
    }
    return .number(String(decoding: bytes[start..<index], as: UTF8.self))
  }

  private mutating func string() throws(Fault) -> String {
    index += 1
    var result: [UInt8] = []
    while let byte = next {
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: result, as: UTF8.self)
      case UInt8(ascii: "\\"): result += try escaped()
      case 0..<0x20: throw fault("a text goes on over the end of a line")
      default: result.append(byte)
      }
    }
    throw fault("a text is not closed")
  }

  private mutating func escaped() throws(Fault) -> [UInt8] {
    guard let byte = next else { throw fault("a text is not closed") }
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"):
      var code = try unit()
      if code >= 0xD800, code < 0xDC00 {
        guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { throw fault("half a character") }
        let low = try unit()
        guard low >= 0xDC00, low < 0xE000 else { throw fault("half a character") }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = UnicodeScalar(code) else { throw fault("half a character") }
      return Array(String(Character(scalar)).utf8)
    default: throw fault("“\\” with a letter that means nothing")
    }
  }

  private mutating func unit() throws(Fault) -> UInt32 {
    guard index + 4 <= bytes.count else { throw fault("a text is not closed") }
    let digits = bytes[index..<(index + 4)]
    guard digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 || ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x66 }),
      let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw fault("four digits are missing behind “\\u”") }
    index += 4
    return code
  }
}
