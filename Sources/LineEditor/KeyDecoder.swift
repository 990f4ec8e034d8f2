/// Turns the bytes of a terminal into keys.
///
/// What is invalid is dropped byte by byte, sequences are taken whole, and nothing waits for ever: who asks
/// says when a wait is over.
struct KeyDecoder {
  enum Key: Equatable {
    /// A character, or a control key.
    case scalar(Unicode.Scalar)
    /// ESC in front of a character, which comes as the next key.
    case meta
    /// ESC and nothing behind it.
    case escape
    /// A sequence such as that of an arrow, whole.
    case sequence([UInt8])
    /// The answer to the question where the cursor is, counted from 1.
    case position(row: Int, column: Int)
  }

  enum Step: Equatable {
    case key(Key)
    /// Bytes that mean nothing have been dropped.
    case dropped
    /// More has to come within so many milliseconds; after that, ask with `isOver`.
    case incomplete(milliseconds: Int32)
    case empty
  }

  /// How long ESC waits for what could belong to it.
  var escapeDelay: Int32 = 30
  /// Whether ESC in front of a character is Meta; in vi's way of editing it is ESC and the character.
  var hasMeta = true
  private var bytes: [UInt8] = []
  private var position = 0

  /// The bytes that no key was made of yet.
  var isEmpty: Bool { position >= bytes.count }

  mutating func feed(_ new: [UInt8]) {
    if position > 0 {
      bytes.removeFirst(position)
      position = 0
    }
    bytes += new
  }

  /// The next key.
  mutating func next(isOver: Bool = false) -> Step {
    guard position < bytes.count else { return .empty }
    return bytes[position] == 0x1B ? escape(isOver) : scalar(isOver)
  }

  // MARK: UTF-8

  private mutating func scalar(_ isOver: Bool) -> Step {
    let first = bytes[position]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0..<0x80:
      position += 1
      return .key(.scalar(Unicode.Scalar(first)))
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return drop(1)
    }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for index in 1..<length {
      guard position + index < bytes.count else {
        return isOver ? drop(1) : .incomplete(milliseconds: 100)
      }
      let byte = bytes[position + index]
      guard (index == 1 ? second : 0x80...0xBF).contains(byte) else { return drop(1) }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    position += length
    // The editor's own virtual keys are among C1's control characters, so none may come from outside.
    guard value >= 0xA0, let scalar = Unicode.Scalar(value) else { return .dropped }
    return .key(.scalar(scalar))
  }

  private mutating func drop(_ count: Int) -> Step {
    position += count
    return .dropped
  }

  // MARK: Sequences

  private mutating func escape(_ isOver: Bool) -> Step {
    guard position + 1 < bytes.count else {
      if !isOver { return .incomplete(milliseconds: escapeDelay) }
      position += 1
      return .key(.escape)
    }
    switch bytes[position + 1] {
    case UInt8(ascii: "["): return controlSequence(isOver)
    case UInt8(ascii: "O"): return controlSequence(isOver)
    case UInt8(ascii: "]"), UInt8(ascii: "P"): return controlString(isOver)
    case 0x1B:
      position += 1
      return .key(.escape)
    default:
      position += 1
      return .key(hasMeta ? .meta : .escape)
    }
  }

  /// `ESC [` or `ESC O`, parameters, and a last byte from `@` to `~`.
  private mutating func controlSequence(_ isOver: Bool) -> Step {
    var end = position + 2
    while end < bytes.count, (0x20..<0x40).contains(bytes[end]), end - position < 64 { end += 1 }
    guard end < bytes.count else { return isOver ? drop(end - position) : .incomplete(milliseconds: 50) }
    // Linux' console sends a second bracket for its function keys.
    if end == position + 2, bytes[end] == UInt8(ascii: "["), bytes[position + 1] == UInt8(ascii: "[") {
      guard end + 1 < bytes.count else { return isOver ? drop(3) : .incomplete(milliseconds: 50) }
      return drop(4)
    }
    guard (0x40...0x7E).contains(bytes[end]) else { return drop(end - position) }
    let sequence = Array(bytes[position...end])
    position = end + 1
    if bytes[end] == UInt8(ascii: "R"), let (row, column) = KeyDecoder.cursorPosition(sequence) {
      return .key(.position(row: row, column: column))
    }
    return .key(.sequence(sequence))
  }

  /// A terminal's answer that comes late: up to BEL or `ESC \`.
  private mutating func controlString(_ isOver: Bool) -> Step {
    var end = position + 2
    while end < bytes.count, end - position < 4096 {
      if bytes[end] == 0x07 { return drop(end + 1 - position) }
      if bytes[end] == 0x1B {
        guard end + 1 < bytes.count else { break }
        return drop(bytes[end + 1] == UInt8(ascii: "\\") ? end + 2 - position : end - position)
      }
      end += 1
    }
    // Without an end it was a key after all, of which the first two bytes are dropped.
    return isOver || end - position >= 4096 ? drop(2) : .incomplete(milliseconds: 50)
  }

  /// `ESC [ row ; column R`.
  private static func cursorPosition(_ sequence: [UInt8]) -> (Int, Int)? {
    let parts = sequence.dropFirst(2).dropLast().split(
      separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
    guard parts.count == 2, let row = Int(String(decoding: parts[0], as: UTF8.self)),
      let column = Int(String(decoding: parts[1], as: UTF8.self))
    else { return nil }
    return (row, column)
  }

  // MARK: Pasted text

  /// The end of a bracketed paste.
  static let pasteEnd = Array("\u{1B}[201~".utf8)

  /// Takes bytes up to the end of the paste; false where it has not come yet.
  mutating func takePaste(into text: inout [UInt8]) -> Bool {
    let end = KeyDecoder.pasteEnd
    // What was looked at before needs no second look, but the end may have begun in it.
    var start = max(0, text.count - end.count + 1)
    text += bytes[position...]
    position = bytes.count
    while let found = text[start...].firstIndex(of: end[0]) {
      if text[found...].starts(with: end) {
        bytes = Array(text[(found + end.count)...])
        position = 0
        text.removeSubrange(found...)
        return true
      }
      start = found + 1
    }
    return false
  }
}
