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

  /// The line that holds an offset: its number from 1, and the range of its bytes without the line end.
  ///
  /// Costs one pass over the text before the offset; it is asked only when a diagnostic is rendered.
  public func line(at offset: Int) -> (number: Int, range: Range<Int>) {
    let offset = min(max(0, offset), bytes.count)
    var number = 1
    var start = 0
    var index = 0
    while index < offset {
      if bytes[index] == UInt8(ascii: "\n") {
        number += 1
        start = index + 1
      } else if bytes[index] == UInt8(ascii: "\r"),
        index + 1 >= bytes.count || bytes[index + 1] != UInt8(ascii: "\n")
      {
        number += 1
        start = index + 1
      }
      index += 1
    }
    var end = start
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n"), bytes[end] != UInt8(ascii: "\r") { end += 1 }
    return (number, start..<end)
  }
}
