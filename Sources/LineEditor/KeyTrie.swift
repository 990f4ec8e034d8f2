/// The key sequences that are bound, as a tree of bytes.
///
/// libedit would type the tail of a sequence that it does not know, so only known ones are passed on to it.
struct KeyTrie {
  private struct Node {
    var next: [UInt8: Int] = [:]
    var isEnd = false
  }

  private var nodes = [Node()]

  /// Adds a sequence.
  mutating func insert(_ sequence: [UInt8]) {
    guard !sequence.isEmpty else { return }
    var node = 0
    for byte in sequence {
      if let next = nodes[node].next[byte] {
        node = next
      } else {
        nodes.append(Node())
        nodes[node].next[byte] = nodes.count - 1
        node = nodes.count - 1
      }
    }
    nodes[node].isEnd = true
  }

  /// Whether a sequence is bound as it stands.
  func contains(_ sequence: [UInt8]) -> Bool {
    var node = 0
    for byte in sequence {
      guard let next = nodes[node].next[byte] else { return false }
      node = next
    }
    return nodes[node].isEnd
  }

  /// The bytes of a key in libedit's notation: `^X`, `\e`, `\ooo`, `M-x`.
  static func bytes(_ notation: String) -> [UInt8] {
    var result: [UInt8] = []
    var rest = Array(notation.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "^"), let key = rest.popFirst() {
        result.append(key == UInt8(ascii: "?") ? 0x7F : key & 0x1F)
      } else if byte == UInt8(ascii: "M"), rest.first == UInt8(ascii: "-"), rest.count > 1 {
        rest.removeFirst()
        result.append(0x1B)
      } else if byte == UInt8(ascii: "\\"), let key = rest.popFirst() {
        result.append(escaped(key, &rest))
      } else {
        result.append(byte)
      }
    }
    return result
  }

  private static func escaped(_ key: UInt8, _ rest: inout ArraySlice<UInt8>) -> UInt8 {
    switch key {
    case UInt8(ascii: "e"), UInt8(ascii: "E"): return 0x1B
    case UInt8(ascii: "a"): return 0x07
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "v"): return 0x0B
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "r"): return 0x0D
    case 0x30...0x37:
      var value = Int(key - 0x30)
      for _ in 0..<2 {
        guard let digit = rest.first, (0x30...0x37).contains(digit) else { break }
        value = value * 8 + Int(digit - 0x30)
        rest.removeFirst()
      }
      return UInt8(truncatingIfNeeded: value)
    default: return key
    }
  }
}
