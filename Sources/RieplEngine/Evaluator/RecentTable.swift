/// Values that were worked out lately, by what they are of: at most a thousand or so.
///
/// Each key has one place, which the latest of those that share it takes. It grows while keys meet and there is room.
/// A dictionary would do the same, but the first of each kind costs a search through all types of the program.
struct RecentTable<Key, Value> {
  fileprivate struct Slot {
    let key: Key
    let hash: UInt64
    let value: Value
  }

  private let limit = 1024
  /// As many as a power of two, or none yet.
  private var slots: [Slot?] = []

  private func place(_ hash: UInt64) -> Int {
    Int(truncatingIfNeeded: (hash &* 0x9E37_79B9_7F4A_7C15) >> 54) & (slots.count - 1)
  }

  /// The value of a key, which `isSame` knows among those of its hash.
  func value(_ hash: UInt64, _ isSame: (Key) -> Bool) -> Value? {
    guard !slots.isEmpty, let slot = slots[place(hash)], slot.hash == hash, isSame(slot.key) else {
      return nil
    }
    return slot.value
  }

  /// Keeps a value.
  mutating func keep(_ value: Value, _ key: Key, _ hash: UInt64) {
    if slots.isEmpty { slots = Array(filling: nil, count: 16) }
    while let other = slots[place(hash)], other.hash != hash, slots.count < limit { grow() }
    slots[place(hash)] = Slot(key: key, hash: hash, value: value)
  }

  private mutating func grow() {
    let old = slots
    slots = Array(filling: nil, count: old.count * 2)
    for slot in old {
      if let slot { slots[place(slot.hash)] = slot }
    }
  }
}

extension RecentTable: Sendable where Key: Sendable, Value: Sendable {}
extension RecentTable.Slot: Sendable where Key: Sendable, Value: Sendable {}
