internal import Glibc

/// Reads lines where there is no terminal, as they come.
struct PlainReader {
  /// A text may have as many bytes; what is beyond begins another.
  static let byteLimit = 16 << 20

  private let input: Int32
  private var bytes: [UInt8] = []
  private var isAtEnd = false

  init(input: Int32) { self.input = input }

  /// Reads lines until they make a complete text.
  mutating func read(_ waker: Waker, _ continuation: (String) -> String?) -> ReadOutcome {
    var whole = ""
    var isEmpty = true
    while whole.utf8.count < PlainReader.byteLimit {
      switch line(waker) {
      case .text(let line):
        whole += isEmpty ? line : "\n" + line
        isEmpty = false
        if continuation(whole) == nil { return .line(whole) }
      case .interrupted: return .interrupted
      case .end: return isEmpty ? .endOfInput : .line(whole)
      }
    }
    return .line(whole)
  }

  private enum Line {
    case text(String)
    case interrupted
    case end
  }

  private mutating func line(_ waker: Waker) -> Line {
    var searched = 0
    while true {
      if let end = bytes[searched...].firstIndex(of: 0x0A) {
        defer { bytes.removeFirst(end + 1) }
        let hasReturn = end > 0 && bytes[end - 1] == 0x0D
        return .text(String(decoding: bytes[..<(hasReturn ? end - 1 : end)], as: UTF8.self))
      }
      searched = bytes.count
      if isAtEnd || searched >= PlainReader.byteLimit {
        defer { bytes = [] }
        return bytes.isEmpty ? .end : .text(String(decoding: bytes, as: UTF8.self))
      }
      let ready = Descriptor.wait(input, waker.reading, milliseconds: -1)
      if ready.wake, waker.drain().signals.contains(SIGINT) { return .interrupted }
      if ready.input {
        let more = Descriptor.read(input, limit: 1 << 16) ?? []
        if more.isEmpty { isAtEnd = true }
        bytes += more
      }
    }
  }
}
