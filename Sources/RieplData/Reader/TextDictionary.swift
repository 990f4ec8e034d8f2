import CScan
import RieplEngine

/// The different texts of a column, each with a number: found by its bytes as they stand in the file, without ever
/// making a string of it.
///
/// A text of up to 32 bytes is known by four words that cover it and its length; of a longer one the bytes between
/// are compared as well. Its bytes are kept once. The bytes before and behind every text that is looked up have to be
/// readable: a mapped file has zeros there.
@safe struct TextDictionary: ~Copyable {
  /// Four words that cover a text of up to 32 bytes: its first and last eight bytes, and those beside them.
  private struct Key {
    var head: UInt64 = 0
    var second: UInt64 = 0
    var third: UInt64 = 0
    var tail: UInt64 = 0
    var length: UInt32 = 0

    init() {}

    /// The key of a text. No branch depends on its length, which no processor could foresee: a difference below zero is
    /// made zero by the bits of its sign.
    @inline(__always)
    init(_ bytes: UnsafePointer<UInt8>, _ length: Int) {
      let beyond = length &- 8
      let last = beyond & ~(beyond &>> 63)
      let inner = (last &- 8) & ~((last &- 8) &>> 63)
      // Two shifts, because one by all 64 bits is one by none.
      let half = 32 &- (length &- last) &* 4
      let kept = (UInt64.max &>> UInt64(truncatingIfNeeded: half)) &>> UInt64(truncatingIfNeeded: half)
      head = unsafe TextDictionary.word(bytes) & kept
      second = unsafe TextDictionary.word(bytes + (last &- inner)) & kept
      third = unsafe TextDictionary.word(bytes + inner) & kept
      tail = unsafe TextDictionary.word(bytes + last) & kept
      self.length = UInt32(truncatingIfNeeded: length)
    }

    @inline(__always)
    func isSame(_ other: Key) -> Bool {
      (head ^ other.head) | (second ^ other.second) | (third ^ other.third) | (tail ^ other.tail)
        | UInt64(truncatingIfNeeded: length ^ other.length) == 0
    }

    @inline(__always)
    var hash: UInt64 {
      let mixed =
        ((head ^ UInt64(truncatingIfNeeded: length)) &* 0x9E37_79B9_7F4A_7C15)
        ^ (tail &* 0xC2B2_AE3D_27D4_EB4F) ^ ((second &+ (third << 23 | third >> 41)) &* 0x9FB2_1C65_1E98_DF25)
      return mixed ^ (mixed >> 32)
    }
  }

  private struct Slot {
    var key = Key()
    /// The code and 1, or 0 for a free slot.
    var code: UInt32 = 0
  }

  private var slots: UnsafeMutablePointer<Slot>
  private var mask: Int
  /// The bytes of all texts, one behind the other, with eight bytes of room behind them.
  private var pool: UnsafeMutablePointer<UInt8>
  private var poolCapacity: Int
  /// Where each text starts in the pool; one more than there are texts.
  private(set) var starts: [Int] = [0]
  /// Where in memory each text stood when it was met first.
  private var origins: [UInt] = []
  /// Keys and hashes of a few texts that are about to be looked up.
  private let ahead: UnsafeMutablePointer<(key: Key, hash: UInt64)>

  /// How many texts there are.
  var count: Int { starts.count - 1 }

  /// Whether there is no memory for more texts; what is looked up then has no meaning.
  private(set) var isFull = false

  /// From how many texts on the memory of slots is asked for ahead.
  private static let large = 16_384
  /// From how many rows on it is worth while to have texts twice: a file with thousands of columns is read a few rows at a
  /// time.
  private static let manyRows = 64
  /// How many texts are looked up together then.
  private static let together = 64

  /// How many threads fill such a dictionary at the same time.
  private let threads: Int

  /// Texts that the processor finds in few steps, in front of the slots.
  private var known = KnownTexts()
  private var isWide: Bool

  /// A dictionary without texts; a level below that of the processor is for tests.
  init(capacity: Int = 256, threads: Int = 1, level: Int32 = .max) {
    self.threads = threads
    isWide = min(level, RowScanner.bestLevel) >= 2
    unsafe slots = .allocate(capacity: capacity)
    unsafe slots.initialize(repeating: Slot(), count: capacity)
    mask = capacity - 1
    poolCapacity = 4096
    unsafe pool = .allocate(capacity: poolCapacity)
    unsafe ahead = .allocate(capacity: TextDictionary.together)
  }

  deinit {
    unsafe slots.deallocate()
    unsafe pool.deallocate()
    unsafe ahead.deallocate()
  }

  @inline(__always)
  private static func word(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
    unsafe UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
  }

  /// What the bytes that no word of the key covers add to the hash.
  @inline(__always)
  private static func middle(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
    if length <= 32 { return 0 }
    var mixed: UInt64 = 0
    var index = 16
    while index < length &- 16 {
      mixed = unsafe (mixed ^ word(bytes + index)) &* 0x9FB2_1C65_1E98_DF25
      mixed ^= mixed >> 32
      index &+= 8
    }
    return mixed
  }

  @inline(__always)
  private static func isSameMiddle(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ length: Int)
    -> Bool
  {
    var index = 16
    while index < length &- 16 {
      if unsafe word(a + index) != word(b + index) { return false }
      index &+= 8
    }
    return true
  }

  /// The number of a text, which is new if it was not there yet.
  @inline(__always)
  mutating func code(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
    let key = unsafe Key(bytes, length)
    return unsafe code(bytes, length, key, key.hash ^ TextDictionary.middle(bytes, length))
  }

  @inline(__always)
  private mutating func code(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ key: Key, _ hash: UInt64)
    -> UInt32
  {
    var index = Int(truncatingIfNeeded: hash) & mask
    while true {
      let slot = unsafe slots + index
      let code = unsafe slot.pointee.code
      if unsafe slot.pointee.key.isSame(key), code != 0 {
        if unsafe length <= 32 || TextDictionary.isSameMiddle(bytes, pool + starts[Int(code &- 1)], length) {
          return code &- 1
        }
      } else if code == 0 {
        return unsafe insert(bytes, length, index)
      }
      index = (index &+ 1) & mask
    }
  }

  /// The numbers of the texts of a column in a run of rows.
  mutating func encode(_ column: riepl_column, into codes: UnsafeMutablePointer<UInt32>) {
    if isWide, count >= TextDictionary.large || known.isOfNoUse {
      // Very many texts are sent for together, and long ones would be looked up twice.
      isWide = false
      known = KnownTexts()
    }
    if isWide, unsafe column.count >= TextDictionary.manyRows {
      let number = unsafe known.find(column, into: codes)
      for index in 0..<number {
        let row = unsafe Int(known.missed[index])
        let (bytes, length) = unsafe column.text(row)
        let code = unsafe code(bytes, length)
        unsafe codes[row] = code
        unsafe known.add(bytes, length, code)
      }
      return
    }
    // Without a branch on rows in each step.
    if unsafe column.rows == nil {
      unsafe encode(column, into: codes, hasRows: false)
    } else {
      unsafe encode(column, into: codes, hasRows: true)
    }
  }

  @inline(__always)
  private mutating func encode(
    _ column: riepl_column, into codes: UnsafeMutablePointer<UInt32>, hasRows: Bool
  ) {
    let count = unsafe column.count
    var column = unsafe column
    if !hasRows { unsafe column.rows = nil }
    @inline(__always)
    func text(_ index: Int) -> (UnsafePointer<UInt8>, Int) { unsafe column.text(index) }
    if self.count < TextDictionary.large {
      for index in 0..<count {
        let (bytes, length) = unsafe text(index)
        unsafe codes[index] = code(bytes, length)
      }
      return
    }
    // Many slots are far away: they are sent for together.
    let ahead = unsafe ahead
    var start = 0
    while start < count {
      let number = min(TextDictionary.together, count &- start)
      for index in 0..<number {
        let (bytes, length) = unsafe text(start &+ index)
        let key = unsafe Key(bytes, length)
        let hash = unsafe key.hash ^ TextDictionary.middle(bytes, length)
        unsafe ahead[index] = (key, hash)
        let slot = unsafe UnsafeRawPointer(slots + (Int(truncatingIfNeeded: hash) & mask))
        unsafe riepl_prefetch(slot)
        // Half of the slots reach into the next line of memory.
        unsafe riepl_prefetch(slot + MemoryLayout<Slot>.size - 1)
      }
      for index in 0..<number {
        let (bytes, length) = unsafe text(start &+ index)
        unsafe codes[start &+ index] = code(bytes, length, ahead[index].key, ahead[index].hash)
      }
      start &+= number
    }
  }

  /// Takes a new text; its key is made anew, so that those who look texts up need not keep theirs in memory for it.
  @inline(never)
  private mutating func insert(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ index: Int) -> UInt32 {
    if isFull { return 0 }
    let place = starts[count]
    if place + length + 16 > poolCapacity {
      let capacity = max(poolCapacity * 2, place + length + 16)
      if !hasRoom(capacity) {
        isFull = true
        return 0
      }
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
      unsafe larger.update(from: pool, count: place)
      unsafe pool.deallocate()
      unsafe pool = larger
      poolCapacity = capacity
    }
    unsafe (pool + place).update(from: bytes, count: length)
    // Words that reach over the end of a text have to read the same each time.
    unsafe (pool + place + length).update(repeating: 0, count: 8)
    starts.append(place + length)
    origins.append(UInt(bitPattern: bytes))
    let code = UInt32(count)
    unsafe slots[index] = Slot(key: Key(bytes, length), code: code)
    if count * 2 > mask { grow() }
    return code - 1
  }

  /// Whether there is memory for so many bytes; other threads may need as many at the same time.
  private func hasRoom(_ bytes: Int) -> Bool {
    bytes < 1 << 18 || OwnMemory.fits(bytes * threads)
  }

  private static func makeSlots(_ count: Int) -> UnsafeMutablePointer<Slot> {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: count)
    // Slots all over a large table are read in no order, which goes faster with few large pages.
    if count >= 1 << 17 { unsafe riepl_use_large_pages(slots, count * MemoryLayout<Slot>.stride) }
    unsafe slots.initialize(repeating: Slot(), count: count)
    return unsafe slots
  }

  private mutating func grow() {
    let old = unsafe slots
    let oldCount = mask + 1
    // Small tables grow fast; large ones are mostly memory.
    let newCount = oldCount * (oldCount < 1 << 16 ? 4 : 2)
    // The lists of where texts start and stood grow by half their room at the same time.
    if !hasRoom(newCount * (MemoryLayout<Slot>.stride + 16)) {
      isFull = true
      return
    }
    unsafe slots = TextDictionary.makeSlots(newCount)
    mask = newCount - 1
    for place in 0..<oldCount {
      let slot = unsafe old[place]
      if slot.code == 0 { continue }
      let hash =
        unsafe slot.key.hash
        ^ TextDictionary.middle(pool + starts[Int(slot.code &- 1)], Int(slot.key.length))
      var index = Int(truncatingIfNeeded: hash) & mask
      while unsafe slots[index].code != 0 { index = (index + 1) & mask }
      unsafe slots[index] = slot
    }
    unsafe old.deallocate()
  }

  /// The bytes of a text.
  func bytes(_ code: Int) -> [UInt8] {
    unsafe Array(UnsafeBufferPointer(start: pool + starts[code], count: starts[code + 1] - starts[code]))
  }

  /// How many bytes a list of all texts takes.
  var sizeOfList: Int { starts[count] + count * 16 }

  /// All texts, without quotation marks and spaces around them, with where they stand in a file.
  func bareTexts(from file: UnsafePointer<UInt8>) -> TextList {
    var list = TextList()
    list.reserve(count, bytes: starts[count])
    for code in 0..<count {
      let text = unsafe UnsafeBufferPointer(
        start: pool + starts[code], count: starts[code + 1] - starts[code])
      unsafe list.appendBare(text, origin: Int(bitPattern: origins[code] &- UInt(bitPattern: file)))
    }
    list.close()
    return list
  }
}
