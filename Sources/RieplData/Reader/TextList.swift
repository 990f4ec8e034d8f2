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

  /// Passes the bytes of all texts and where each starts, for reading very many of them.
  @inline(__always)
  func withTexts<Value>(_ body: (UnsafePointer<UInt8>, UnsafePointer<Int>) -> Value?) -> Value? {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe starts.withUnsafeBufferPointer { starts in
        guard let bytes = bytes.baseAddress, let starts = starts.baseAddress else { return nil }
        return unsafe body(bytes, starts)
      }
    }
  }

  /// Makes room for texts.
  mutating func reserve(_ count: Int, bytes size: Int) {
    bytes.reserveCapacity(size + TextList.room)
    starts.reserveCapacity(count + 1)
    origins.reserveCapacity(count)
  }

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
