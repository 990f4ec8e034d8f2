/// Writes numbers, texts and lists one behind the other, as `KeptDecoder` reads them.
struct KeptEncoder {
  private(set) var bytes: [UInt8] = []

  /// A whole number, in as few bytes as it needs.
  mutating func add(_ number: Int) {
    var rest = UInt64(bitPattern: Int64((number << 1) ^ (number >> 63)))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Eight bytes.
  mutating func add(_ number: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  mutating func add(_ truth: Bool) { bytes.append(truth ? 1 : 0) }

  mutating func add(_ text: String) {
    add(text.utf8.count)
    bytes.append(contentsOf: text.utf8)
  }

  mutating func add(_ text: String?) {
    add(text != nil)
    if let text { add(text) }
  }

  mutating func add<Element>(_ list: some Collection<Element>, _ body: (inout KeptEncoder, Element) -> Void) {
    add(list.count)
    for element in list { body(&self, element) }
  }

  mutating func add(_ texts: [String]) { add(texts) { $0.add($1) } }

  /// Whole numbers that mostly grow.
  mutating func add(rising numbers: [Int]) {
    var last = 0
    add(numbers) { encoder, number in
      encoder.add(number &- last)
      last = number
    }
  }
}

/// Why a kept file is of no use.
enum KeptFault: Error, Sendable, Hashable {
  /// There is none.
  case absent
  /// It is not what was written, or not of this program.
  case damaged
  /// The file that it was made of is another one by now.
  case stale
}

/// Reads numbers, texts and lists. Whatever the bytes are, it reads none behind the end, and takes no more memory than
/// a few times theirs.
struct KeptDecoder {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { place == bytes.count }

  private mutating func byte() throws(KeptFault) -> UInt8 {
    guard place < bytes.count else { throw .damaged }
    place += 1
    return bytes[place - 1]
  }

  mutating func number() throws(KeptFault) -> Int {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      guard shift < 63 || next <= 1 else { throw .damaged }
      value |= UInt64(next & 0x7F) << shift
      if next < 0x80 { break }
      shift += 7
    }
    return Int(Int64(bitPattern: value >> 1)) ^ -Int(value & 1)
  }

  /// A number in a range.
  mutating func number(_ range: Range<Int>) throws(KeptFault) -> Int {
    let number = try number()
    guard range.contains(number) else { throw .damaged }
    return number
  }

  mutating func word() throws(KeptFault) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 8) { value |= UInt64(try byte()) << shift }
    return value
  }

  mutating func truth() throws(KeptFault) -> Bool {
    let byte = try byte()
    guard byte < 2 else { throw .damaged }
    return byte == 1
  }

  /// How many elements follow, of which each takes a byte at least.
  mutating func count() throws(KeptFault) -> Int {
    let count = try number()
    guard count >= 0, count <= bytes.count - place else { throw .damaged }
    return count
  }

  mutating func text() throws(KeptFault) -> String {
    let count = try count()
    place += count
    return String(decoding: bytes[place - count..<place], as: UTF8.self)
  }

  mutating func optionalText() throws(KeptFault) -> String? { try truth() ? try text() : nil }

  mutating func list<Element>(_ body: (inout KeptDecoder) throws(KeptFault) -> Element) throws(KeptFault)
    -> [Element]
  {
    let count = try count()
    var list: [Element] = []
    list.reserveCapacity(min(count, 4096))
    for _ in 0..<count { list.append(try body(&self)) }
    return list
  }

  mutating func texts() throws(KeptFault) -> [String] {
    try list { (decoder: inout KeptDecoder) throws(KeptFault) in try decoder.text() }
  }

  mutating func risingNumbers() throws(KeptFault) -> [Int] {
    var last = 0
    return try list { (decoder: inout KeptDecoder) throws(KeptFault) in
      last = last &+ (try decoder.number())
      return last
    }
  }

  /// Numbers of a set, all of them below a bound.
  mutating func numbers(below bound: Int) throws(KeptFault) -> [Int] {
    let numbers = try risingNumbers()
    guard numbers.allSatisfy({ $0 >= 0 && $0 < bound }) else { throw .damaged }
    return numbers
  }
}
