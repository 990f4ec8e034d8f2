/// How a file writes its rows.
public struct Dialect: Sendable, Hashable {
  /// How bytes stand for letters.
  public enum Encoding: String, Sendable, Hashable {
    case utf8 = "UTF-8"
    case windows1252 = "Windows-1252"
  }

  /// What stands between fields.
  public var delimiter = UInt8(ascii: ",")
  /// The last byte of a line end; a carriage return in front of a line feed is left out by whoever reads the field.
  public var newline = UInt8(ascii: "\n")
  /// How bytes stand for letters.
  public var encoding = Encoding.utf8
  /// Whether the file begins with the mark of UTF-8.
  public var hasMark = false

  /// Commas, line feeds and UTF-8.
  public init() {}
}

/// Reads rows one byte after another, with all the care that a damaged file needs. What reads fast falls back on it.
struct RecordReader {
  /// How a row ends.
  enum State {
    case whole
    /// A quotation mark opens a field that is not closed.
    case openQuote
    /// Something stands between the end of a quoted field and the next mark.
    case strayQuote
    /// It has more bytes than a row may have.
    case tooLong
  }

  /// The longest row that is read.
  static let longest = 16 << 20
  /// The longest text in quotation marks: one that is longer was never closed.
  static let longestQuote = 1 << 20

  let file: MappedFile
  let dialect: Dialect
  /// Where the next row starts.
  var offset: Int
  /// The marks of the row that was read last: before its first field, and behind each field.
  var marks: [Int] = []

  init(_ file: MappedFile, _ dialect: Dialect, from offset: Int) {
    self.file = file
    self.dialect = dialect
    self.offset = offset
  }

  /// Reads a row; nil at the end of the file. Of a row that is not whole only the first line is taken.
  mutating func next() -> State? {
    guard offset < file.count else { return nil }
    let start = offset
    marks.removeAll(keepingCapacity: true)
    marks.append(start - 1)
    var index = start
    while true {
      // A field.
      if index < file.count, self[index] == UInt8(ascii: "\"") {
        guard let close = closing(index) else { return broken(start, .openQuote) }
        index = close + 1
        if index < file.count, self[index] == UInt8(ascii: "\r"),
          index + 1 == file.count || self[index + 1] == dialect.newline
        {
          index += 1
        }
        if index < file.count, self[index] != dialect.delimiter, self[index] != dialect.newline {
          return broken(start, .strayQuote)
        }
      } else {
        while index < file.count, self[index] != dialect.delimiter, self[index] != dialect.newline {
          index += 1
          if index - start > RecordReader.longest { return broken(start, .tooLong) }
        }
      }
      marks.append(index)
      if index >= file.count || self[index] == dialect.newline {
        offset = index + 1
        return .whole
      }
      index += 1
      if index - start > RecordReader.longest { return broken(start, .tooLong) }
    }
  }

  /// Where the quotation mark stands that closes a field.
  private func closing(_ open: Int) -> Int? {
    var index = open + 1
    let end = min(file.count, open + RecordReader.longestQuote)
    while let quote = file.first(UInt8(ascii: "\""), from: index, to: end) {
      guard quote + 1 < file.count, self[quote + 1] == UInt8(ascii: "\"") else { return quote }
      index = quote + 2
    }
    return nil
  }

  /// Leaves out the line on which a row starts.
  private mutating func broken(_ start: Int, _ state: State) -> State {
    let end = min(file.count, start + RecordReader.longest + 1)
    guard let line = file.first(dialect.newline, from: start, to: end) else {
      offset = file.count + 1
      return end < file.count ? .tooLong : state
    }
    offset = line + 1
    return state
  }

  @inline(__always)
  private subscript(index: Int) -> UInt8 { unsafe file.bytes[index] }

  /// How many fields the row has.
  var fieldCount: Int { marks.count - 1 }

  /// The bytes of a field as they stand, without a carriage return at the end of the row.
  func field(_ number: Int) -> [UInt8] {
    var end = marks[number + 1]
    if number == fieldCount - 1, end > marks[number] + 1, self[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return file.copy(marks[number] + 1..<end)
  }
}

/// The text of a field, which may be in quotation marks and have spaces around it.
enum FieldText {
  /// Whether a byte is a space, a tab or a line end.
  @inline(__always)
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte >= 0x09 && byte <= 0x0D }

  /// The bytes without quotation marks around them and spaces at their ends.
  static func bare(_ bytes: [UInt8]) -> [UInt8] {
    var part = trimmed(bytes[...])
    let quote = UInt8(ascii: "\"")
    if part.count >= 2, part.first == quote, part.last == quote {
      var result: [UInt8] = []
      var isSecond = false
      for byte in part.dropFirst().dropLast() {
        isSecond = byte == quote && !isSecond
        if !isSecond { result.append(byte) }
      }
      return Array(trimmed(result[...]))
    }
    part = trimmed(part)
    return Array(part)
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var part = bytes
    while true {
      if let first = part.first, isSpace(first) {
        part = part.dropFirst()
      } else if part.starts(with: [0xC2, 0xA0]) {
        part = part.dropFirst(2)
      } else if let last = part.last, isSpace(last) {
        part = part.dropLast()
      } else if part.count >= 2, part.suffix(2).elementsEqual([0xC2, 0xA0]) {
        part = part.dropLast(2)
      } else {
        return part
      }
    }
  }

  /// Bytes as a string: UTF-8 where they are that, else Windows-1252. Line ends become spaces.
  static func string(_ bytes: ArraySlice<UInt8>) -> String {
    let text = isUTF8(bytes) ? String(decoding: bytes, as: UTF8.self) : windows1252(bytes)
    guard bytes.contains(where: { $0 < 0x20 }) else { return text }
    return text.split { $0.isNewline || $0 == "\t" }.joined(separator: " ")
  }

  /// The same of an array.
  static func string(_ bytes: [UInt8]) -> String { string(bytes[...]) }

  /// Whether bytes are UTF-8.
  static func isUTF8(_ bytes: [UInt8]) -> Bool { isUTF8(bytes[...]) }

  private static func isUTF8(_ bytes: ArraySlice<UInt8>) -> Bool {
    if bytes.allSatisfy({ $0 < 0x80 }) { return true }
    do {
      _ = try UTF8Span(validating: bytes.span)
      return true
    } catch {
      return false
    }
  }

  /// The characters of the bytes 0x80 to 0x9F; five of them stand for nothing.
  private static let high: [UInt16] = [
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
    0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122,
    0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
  ]

  private static func windows1252(_ bytes: ArraySlice<UInt8>) -> String {
    String(
      decoding: bytes.map { byte in
        byte >= 0x80 && byte < 0xA0 ? high[Int(byte) - 0x80] : UInt16(byte)
      }, as: UTF16.self)
  }
}
