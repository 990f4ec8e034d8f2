/// The words that are known, each with a number; words differ in nothing but letters, whatever their case.
///
/// Looking a word up costs one pass over its bytes and, as a rule, one comparison.
struct WordPool: Sendable {
  /// What stands for a word that is not in the pool.
  static let unknown: UInt32 = 0

  /// Folded bytes of all words, one after another.
  private var bytes: [UInt8] = []
  /// Where each word starts in `bytes`; word n ends where word n + 1 starts.
  private var starts: [UInt32] = [0, 0]
  /// Open addressing: the number of a word, or 0.
  private var slots: [UInt32]
  private var mask: Int
  /// Words with letters beyond ASCII, which `String` compares by canonical equivalence.
  private var wide: [String: UInt32] = [:]

  init() {
    slots = [UInt32](repeating: 0, count: 1024)
    mask = 1023
  }

  /// How many words there are.
  var count: Int { starts.count - 2 }

  @inline(__always)
  static func folded(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
  }

  static let hashSeed: UInt32 = 0x811C_9DC5

  @inline(__always)
  static func hash(_ hash: UInt32, _ byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 0x0100_0193 }

  @inline(__always)
  private func slot(_ hash: UInt32) -> Int { Int(truncatingIfNeeded: hash ^ (hash >> 15)) & mask }

  /// The number of an ASCII word in `text`, whose hash over folded bytes is given; `unknown` if it has none.
  @inline(__always)
  func find(_ text: [UInt8], _ start: Int, _ end: Int, hash: UInt32) -> UInt32 {
    var index = slot(hash)
    let length = end &- start
    while true {
      let word = slots[index]
      if word == 0 { return WordPool.unknown }
      let from = Int(starts[Int(word)])
      if Int(starts[Int(word) &+ 1]) &- from == length {
        var offset = 0
        while offset < length, bytes[from &+ offset] == WordPool.folded(text[start &+ offset]) {
          offset &+= 1
        }
        if offset == length { return word }
      }
      index = (index &+ 1) & mask
    }
  }

  /// The number of a word with letters beyond ASCII.
  func findWide(_ text: ArraySlice<UInt8>) -> UInt32 {
    wide.isEmpty ? WordPool.unknown : wide[WordPool.wideKey(text)] ?? WordPool.unknown
  }

  private static func wideKey(_ text: ArraySlice<UInt8>) -> String {
    String(decoding: text, as: UTF8.self).lowercased()
  }

  /// The number of a word, which is added if it is new.
  mutating func intern(_ text: [UInt8]) -> UInt32 {
    var hash = WordPool.hashSeed
    for byte in text {
      if byte >= 0x80 { return internWide(text) }
      hash = WordPool.hash(hash, WordPool.folded(byte))
    }
    let known = find(text, 0, text.count, hash: hash)
    if known != WordPool.unknown { return known }
    for byte in text { bytes.append(WordPool.folded(byte)) }
    let word = endWord()
    if (count + 1) * 2 > slots.count { grow() } else { insert(word, hash) }
    return word
  }

  private mutating func internWide(_ text: [UInt8]) -> UInt32 {
    let key = WordPool.wideKey(text[...])
    if let word = wide[key] { return word }
    bytes.append(contentsOf: key.utf8)
    let word = endWord()
    wide[key] = word
    return word
  }

  private mutating func endWord() -> UInt32 {
    starts.append(UInt32(bytes.count))
    return UInt32(starts.count - 2)
  }

  private mutating func insert(_ word: UInt32, _ hash: UInt32) {
    var index = slot(hash)
    while slots[index] != 0 { index = (index + 1) & mask }
    slots[index] = word
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count * 2)
    mask = slots.count - 1
    for word in 1..<UInt32(starts.count - 1) {
      let folded = spelling(word)
      if folded.contains(where: { $0 >= 0x80 }) { continue }
      insert(word, folded.reduce(WordPool.hashSeed, WordPool.hash))
    }
  }

  /// The folded bytes of a word.
  func spelling(_ word: UInt32) -> ArraySlice<UInt8> {
    bytes[Int(starts[Int(word)])..<Int(starts[Int(word) + 1])]
  }
}
