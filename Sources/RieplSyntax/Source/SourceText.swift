/// A text to be read: its bytes and, where it has one, the name of its file.
public struct SourceText: Sendable {
  /// The file's name as the user gave it; nil for a line that was typed.
  public let name: String?
  /// The text as UTF-8 bytes, not yet known to be valid.
  public let bytes: [UInt8]

  /// Makes a source from bytes.
  public init(name: String? = nil, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// Makes a source from a string.
  public init(name: String? = nil, _ text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// The text in a range, with replacement characters for invalid bytes.
  public func text(in range: SourceRange) -> String {
    let lower = min(Int(range.start), bytes.count)
    let upper = min(max(lower, Int(range.end)), bytes.count)
    return String(decoding: bytes[lower..<upper], as: UTF8.self)
  }

  /// The words in a range with one space between two, without line ends, and without comments outside of quotes.
  public func words(in range: SourceRange) -> String {
    // Scalar by scalar: a space with an accent on it is one character, and still a space.
    var words = [String.UnicodeScalarView()]
    var closing: Unicode.Scalar?
    var isComment = false
    for scalar in text(in: range).unicodeScalars {
      if scalar == "\n" || scalar == "\r" { isComment = false }
      if scalar == "#", closing == nil { isComment = true }
      if isComment { continue }
      if scalar == closing {
        closing = nil
      } else if closing == nil, scalar == "\"" || scalar == "“" {
        closing = scalar == "“" ? "”" : scalar
      }
      if scalar.properties.isWhitespace {
        words.append(.init())
      } else {
        words[words.count - 1].append(scalar)
      }
    }
    return words.filter { !$0.isEmpty }.map { String($0) }.joined(separator: " ")
  }

  /// The bytes of the line that holds an offset, without the line end.
  public func lineRange(at offset: Int) -> Range<Int> {
    func isEnd(_ index: Int) -> Bool { bytes[index] == 0x0A || bytes[index] == 0x0D }
    let offset = min(max(0, offset), bytes.count)
    var start = offset
    while start > 0, !isEnd(start - 1) { start -= 1 }
    var end = offset
    while end < bytes.count, !isEnd(end) { end += 1 }
    return start..<end
  }
}

/// Counts lines on the way through a text: each byte is looked at once as long as offsets go up.
public struct LineCounter: Sendable {
  private var name: String?
  private var offset = 0
  private var line = 1

  /// A counter at the start of any text.
  public init() {}

  /// The number of the line that holds an offset, from 1; nil for a text without a name, whose lines nobody counts.
  public mutating func number(at target: Int, in source: SourceText) -> Int? {
    guard let name = source.name else { return nil }
    if name != self.name || target < offset {
      self.name = name
      offset = 0
      line = 1
    }
    let target = min(target, source.bytes.count)
    while offset < target {
      let byte = source.bytes[offset]
      offset += 1
      if byte == 0x0A || (byte == 0x0D && (offset >= source.bytes.count || source.bytes[offset] != 0x0A)) {
        line += 1
      }
    }
    return line
  }
}
