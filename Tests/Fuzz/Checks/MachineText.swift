/// Strict readers of the forms for machines, which say only whether a text is one.
enum MachineText {
  /// How many fields each record of a CSV text has, as RFC 4180 reads it; nil where it is none.
  static func fieldCounts(ofCSV text: String) -> [Int]? {
    var counts: [Int] = []
    var (fields, isQuoted, isFresh) = (1, false, true)
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\"") where isQuoted && rest.first == byte: rest.removeFirst()
      case UInt8(ascii: "\"") where isQuoted: isQuoted = false
      case _ where isQuoted: continue
      case UInt8(ascii: "\"") where isFresh: isQuoted = true
      case UInt8(ascii: "\""): return nil
      case UInt8(ascii: ","):
        fields += 1
        isFresh = true
        continue
      case 0x0D:
        guard rest.popFirst() == 0x0A else { return nil }
        counts.append(fields)
        (fields, isFresh) = (1, true)
        continue
      case 0x0A: return nil
      default: break
      }
      isFresh = false
    }
    return isQuoted || !isFresh || fields > 1 ? nil : counts
  }

  /// Whether a text is one JSON value, as RFC 8259 has it.
  static func isJSON(_ text: String) -> Bool {
    var bytes = Array(text.utf8)[...]
    guard skipValue(&bytes) else { return false }
    skipSpace(&bytes)
    return bytes.isEmpty
  }

  private static func skipSpace(_ bytes: inout ArraySlice<UInt8>) {
    while let byte = bytes.first, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      bytes.removeFirst()
    }
  }

  private static func skip(_ text: StaticString, _ bytes: inout ArraySlice<UInt8>) -> Bool {
    let wanted = Array("\(text)".utf8)
    guard bytes.starts(with: wanted) else { return false }
    bytes.removeFirst(wanted.count)
    return true
  }

  private static func skipValue(_ bytes: inout ArraySlice<UInt8>) -> Bool {
    skipSpace(&bytes)
    switch bytes.first {
    case UInt8(ascii: "{"): return skipList(&bytes, closing: UInt8(ascii: "}"), isObject: true)
    case UInt8(ascii: "["): return skipList(&bytes, closing: UInt8(ascii: "]"), isObject: false)
    case UInt8(ascii: "\""): return skipString(&bytes)
    case UInt8(ascii: "t"): return skip("true", &bytes)
    case UInt8(ascii: "f"): return skip("false", &bytes)
    case UInt8(ascii: "n"): return skip("null", &bytes)
    default:
      // The only numbers are counts.
      let digits = bytes.prefix { ("0"..."9").contains(UnicodeScalar($0)) }
      bytes.removeFirst(digits.count)
      return !digits.isEmpty && (digits.count == 1 || digits.first != UInt8(ascii: "0"))
    }
  }

  private static func skipList(_ bytes: inout ArraySlice<UInt8>, closing: UInt8, isObject: Bool) -> Bool {
    bytes.removeFirst()
    skipSpace(&bytes)
    if bytes.first == closing {
      bytes.removeFirst()
      return true
    }
    while true {
      if isObject {
        skipSpace(&bytes)
        guard skipString(&bytes) else { return false }
        skipSpace(&bytes)
        guard skip(":", &bytes) else { return false }
      }
      guard skipValue(&bytes) else { return false }
      skipSpace(&bytes)
      if bytes.first == closing {
        bytes.removeFirst()
        return true
      }
      guard skip(",", &bytes) else { return false }
    }
  }

  private static func skipString(_ bytes: inout ArraySlice<UInt8>) -> Bool {
    guard bytes.popFirst() == UInt8(ascii: "\"") else { return false }
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: "\""): return true
      case 0..<0x20: return false
      case UInt8(ascii: "\\"):
        guard let mark = bytes.popFirst() else { return false }
        if mark == UInt8(ascii: "u") {
          guard bytes.count >= 4, bytes.prefix(4).allSatisfy({ Character(UnicodeScalar($0)).isHexDigit })
          else {
            return false
          }
          bytes.removeFirst(4)
        } else if !"\"\\/bfnrt".utf8.contains(mark) {
          return false
        }
      default: continue
      }
    }
    return false
  }
}
