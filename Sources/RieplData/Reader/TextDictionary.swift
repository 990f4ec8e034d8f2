/// The different texts of a column, each with a number: found by its bytes as they stand in the file, without ever
/// making a string of it.
///
/// A text is known by its first and last eight bytes and its length, and bytes between are compared as well. Its
/// bytes are kept once. The bytes before and behind every text that is looked up have to be readable: a mapped file
/// has zeros there.
@safe struct TextDictionary: ~Copyable {
  private struct Slot {
    var head: UInt64 = 0
    var tail: UInt64 = 0
    var length: UInt32 = 0
    /// The code and 1, or 0 for a free slot.
    var code: UInt32 = 0
    var place: Int = 0
  }

  private var slots: UnsafeMutablePointer<Slot>
  private var mask: Int
  /// The bytes of all texts, one behind the other, with eight bytes of room behind them.
  private var pool: UnsafeMutablePointer<UInt8>
  private var poolCapacity: Int
  /// Where each text starts in the pool; one more than there are texts.
  private(set) var starts: [Int] = [0]

  /// How many texts there are.
  var count: Int { starts.count - 1 }

  init(capacity: Int = 256) {
    unsafe slots = .allocate(capacity: capacity)
    unsafe slots.initialize(repeating: Slot(), count: capacity)
    mask = capacity - 1
    poolCapacity = 4096
    unsafe pool = .allocate(capacity: poolCapacity)
  }

  deinit {
    unsafe slots.deallocate()
    unsafe pool.deallocate()
  }

  @inline(__always)
  private static func word(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
    unsafe UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
  }

  @inline(__always)
  private static func hash(_ head: UInt64, _ tail: UInt64, _ length: Int) -> UInt64 {
    let mixed =
      ((head ^ UInt64(truncatingIfNeeded: length)) &* 0x9E37_79B9_7F4A_7C15) ^ (tail &* 0xC2B2_AE3D_27D4_EB4F)
    return mixed ^ (mixed >> 29)
  }

  /// What the bytes between the first and the last eight add to the hash.
  @inline(__always)
  private static func middle(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
    if length <= 16 { return 0 }
    var mixed: UInt64 = 0
    var index = 8
    while index < length &- 8 {
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
    var index = 8
    while index < length &- 8 {
      if unsafe word(a + index) != word(b + index) { return false }
      index &+= 8
    }
    return true
  }

  /// The number of a text, which is new if it was not there yet.
  @inline(__always)
  mutating func code(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
    let head: UInt64
    let tail: UInt64
    if length >= 8 {
      head = unsafe TextDictionary.word(bytes)
      tail = unsafe TextDictionary.word(bytes + (length &- 8))
    } else {
      let kept: UInt64 = (1 &<< UInt64(truncatingIfNeeded: length &* 8)) &- 1
      head = unsafe TextDictionary.word(bytes) & kept
      tail = head
    }
    let hash = unsafe TextDictionary.hash(head, tail, length) ^ TextDictionary.middle(bytes, length)
    var index = Int(truncatingIfNeeded: hash) & mask
    while true {
      let slot = unsafe slots + index
      if unsafe slot.pointee.head == head && slot.pointee.tail == tail
        && slot.pointee.length == UInt32(truncatingIfNeeded: length) && slot.pointee.code != 0
      {
        if unsafe length <= 16 || TextDictionary.isSameMiddle(bytes, pool + slot.pointee.place, length) {
          return unsafe slot.pointee.code &- 1
        }
      } else if unsafe slot.pointee.code == 0 {
        return unsafe insert(bytes, length, head, tail, index)
      }
      index = (index &+ 1) & mask
    }
  }

  @inline(never)
  private mutating func insert(
    _ bytes: UnsafePointer<UInt8>, _ length: Int, _ head: UInt64, _ tail: UInt64, _ index: Int
  ) -> UInt32 {
    let place = starts[count]
    if place + length + 16 > poolCapacity {
      let capacity = max(poolCapacity * 2, place + length + 16)
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
    let code = UInt32(count)
    unsafe slots[index] = Slot(head: head, tail: tail, length: UInt32(length), code: code, place: place)
    if count * 2 > mask { grow() }
    return code - 1
  }

  private mutating func grow() {
    let old = unsafe slots
    let oldCount = mask + 1
    unsafe slots = .allocate(capacity: oldCount * 4)
    unsafe slots.initialize(repeating: Slot(), count: oldCount * 4)
    mask = oldCount * 4 - 1
    for place in 0..<oldCount {
      let slot = unsafe old[place]
      if slot.code == 0 { continue }
      let hash =
        unsafe TextDictionary.hash(slot.head, slot.tail, Int(slot.length))
        ^ TextDictionary.middle(pool + slot.place, Int(slot.length))
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

  /// Lends the bytes of a text, with eight readable bytes behind them.
  @inline(__always)
  func withBytes<Result>(_ code: Int, _ body: (UnsafePointer<UInt8>, Int) -> Result) -> Result {
    unsafe body(pool + starts[code], starts[code + 1] - starts[code])
  }
}
