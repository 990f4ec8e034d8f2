/// Different texts of a column, without quotation marks: one behind the other in one piece of memory.
struct TextList: Sendable {
  /// The bytes of all texts, with room behind them for words that reach over the end.
  private(set) var bytes: [UInt8] = []
  /// Where each text starts; one more than there are texts.
  private var starts: [Int] = [0]
  /// For each text where it stands first in the file; texts are in this order.
  private(set) var origins: [Int] = []

  static let room = 16

  /// How many texts there are.
  var count: Int { starts.count - 1 }

  /// The numbers of the texts.
  var indices: Range<Int> { 0..<count }

  /// The bytes of a text.
  subscript(code: Int) -> ArraySlice<UInt8> { bytes[starts[code]..<starts[code + 1]] }

  /// A text as a string.
  func string(_ code: Int) -> String { FieldText.string(self[code]) }

  /// Where a text starts, and how many bytes it has.
  @inline(__always)
  func place(_ code: Int) -> (start: Int, count: Int) { (starts[code], starts[code + 1] - starts[code]) }

  /// Adds a text as it is.
  mutating func append(_ text: some Collection<UInt8>, origin: Int) {
    bytes.append(contentsOf: text)
    starts.append(bytes.count)
    origins.append(origin)
  }

  /// Adds a text, without quotation marks and spaces around it.
  mutating func appendBare(_ text: UnsafeBufferPointer<UInt8>, origin: Int) {
    if let first = unsafe text.first, let last = unsafe text.last {
      func isPlain(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x80 && byte != UInt8(ascii: "\"") }
      if isPlain(first), isPlain(last) {
        unsafe append(text, origin: origin)
      } else {
        unsafe append(FieldText.bare(Array(text)), origin: origin)
      }
    } else {
      append(EmptyCollection(), origin: origin)
    }
  }

  /// Makes sure that words can be read behind the last text.
  mutating func close() { bytes.append(contentsOf: repeatElement(0, count: TextList.room)) }
}

/// Texts of several threads put together.
enum MergedTexts {
  /// Each different text once, in the order in which they stand in the file, and for each thread and each of its texts
  /// the number of the name; -1 for those that `isOut` leaves out. An empty text gets a name.
  static func merge(_ lists: [TextList], isOut: [[Bool]], blank: String) -> (
    codes: [[Int32]], names: [String]
  ) {
    var codes = lists.map { [Int32](repeating: -1, count: $0.count) }
    var names: [String] = []
    var plain = TextDictionary()
    // The numbers of plain names, by their codes.
    var numbers: [Int32] = []
    var odd: [String: Int32] = [:]
    let blankBytes = Array(blank.utf8) + [UInt8](repeating: 0, count: TextList.room)
    var next = [Int](repeating: 0, count: lists.count)
    while true {
      var chosen = -1
      for list in lists.indices where next[list] < lists[list].count {
        if chosen < 0 || lists[list].origins[next[list]] < lists[chosen].origins[next[chosen]] {
          chosen = list
        }
      }
      guard chosen >= 0 else { break }
      let code = next[chosen]
      next[chosen] += 1
      if isOut[chosen][code] { continue }
      let (start, count) = lists[chosen].place(code)
      let isPlain = unsafe lists[chosen].bytes.withUnsafeBufferPointer { bytes in
        unsafe bytes[start..<start + count].allSatisfy { $0 >= 0x20 && $0 < 0x80 }
      }
      if isPlain {
        let known =
          if count == 0 {
            unsafe blankBytes.withUnsafeBufferPointer { bytes in
              unsafe bytes.baseAddress.map { unsafe plain.code($0, blankBytes.count - TextList.room) } ?? 0
            }
          } else {
            unsafe lists[chosen].bytes.withUnsafeBufferPointer { bytes in
              unsafe bytes.baseAddress.map { unsafe plain.code($0 + start, count) } ?? 0
            }
          }
        if Int(known) == numbers.count {
          numbers.append(Int32(names.count))
          names.append(count == 0 ? blank : String(decoding: lists[chosen][code], as: UTF8.self))
        }
        codes[chosen][code] = numbers[Int(known)]
      } else {
        // What reads alike is one name, however it is written.
        let name = lists[chosen].string(code)
        if let known = odd[name] {
          codes[chosen][code] = known
        } else {
          let number = Int32(names.count)
          odd[name] = number
          names.append(name)
          codes[chosen][code] = number
        }
      }
    }
    return (codes, names)
  }
}
