/// A set of small whole numbers, such as the codes of members or the numbers of notes.
///
/// Up to 64 numbers need no allocation.
public struct BitSet: Sendable, Hashable {
  private var low: UInt64 = 0
  private var high: [UInt64] = []

  /// The empty set.
  public init() {}

  /// The set of the numbers below a bound.
  public init(below bound: Int) {
    if bound >= 64 {
      low = .max
      high = [UInt64](repeating: .max, count: (bound - 64) / 64)
      if (bound - 64) % 64 > 0 { high.append((1 << UInt64((bound - 64) % 64)) - 1) }
    } else if bound > 0 {
      low = (1 << UInt64(bound)) - 1
    }
  }

  /// The set of one number.
  public init(_ number: Int) { insert(number) }

  /// The set of some numbers.
  public init(_ numbers: some Sequence<Int>) { for number in numbers { insert(number) } }

  /// Whether a number is in the set.
  @inline(__always)
  public func contains(_ number: Int) -> Bool {
    if number < 64 { return number >= 0 && low >> UInt64(number) & 1 == 1 }
    let word = number / 64 - 1
    return word < high.count && high[word] >> UInt64(number % 64) & 1 == 1
  }

  /// Adds a number.
  public mutating func insert(_ number: Int) {
    guard number >= 64 else {
      if number >= 0 { low |= 1 << UInt64(number) }
      return
    }
    let word = number / 64 - 1
    while high.count <= word { high.append(0) }
    high[word] |= 1 << UInt64(number % 64)
  }

  /// Adds all numbers of another set.
  @inline(__always)
  public mutating func formUnion(_ other: BitSet) {
    low |= other.low
    if !other.high.isEmpty {
      while high.count < other.high.count { high.append(0) }
      for index in other.high.indices { high[index] |= other.high[index] }
    }
  }

  /// Whether a number is in both sets.
  func intersects(_ other: BitSet) -> Bool {
    low & other.low != 0 || zip(high, other.high).contains { $0 & $1 != 0 }
  }

  /// The numbers in both sets.
  public func intersection(_ other: BitSet) -> BitSet {
    var result = BitSet()
    result.low = low & other.low
    result.high = zip(high, other.high).map { $0 & $1 }
    result.trim()
    return result
  }

  /// The numbers of this set that are not in another.
  public func subtracting(_ other: BitSet) -> BitSet {
    var result = self
    result.low &= ~other.low
    for index in result.high.indices where index < other.high.count {
      result.high[index] &= ~other.high[index]
    }
    result.trim()
    return result
  }

  private mutating func trim() { while high.last == 0 { high.removeLast() } }

  /// How many numbers there are.
  public var count: Int { high.reduce(low.nonzeroBitCount) { $0 + $1.nonzeroBitCount } }

  /// Whether there are none.
  public var isEmpty: Bool { low == 0 && high.allSatisfy { $0 == 0 } }

  /// The numbers below 64, as bits.
  var firstWord: UInt64 { low }

  /// The numbers, in order, as an array.
  public var numbers: [Int] {
    var result: [Int] = []
    func add(_ word: UInt64, _ base: Int) {
      var word = word
      while word != 0 {
        result.append(base + word.trailingZeroBitCount)
        word &= word - 1
      }
    }
    add(low, 0)
    for (index, word) in high.enumerated() { add(word, (index + 1) * 64) }
    return result
  }

  /// The smallest number.
  public var first: Int? {
    if low != 0 { return low.trailingZeroBitCount }
    for (index, word) in high.enumerated() where word != 0 {
      return (index + 1) * 64 + word.trailingZeroBitCount
    }
    return nil
  }
}

extension BitSet: Sequence {
  /// Passes the numbers in order, without an allocation.
  public struct Iterator: IteratorProtocol {
    private var word: UInt64
    private var base = 0
    private let high: [UInt64]

    init(_ set: BitSet) {
      word = set.low
      high = set.high
    }

    /// The next number.
    @inline(__always)
    public mutating func next() -> Int? {
      while word == 0 {
        guard base / 64 < high.count else { return nil }
        word = high[base / 64]
        base += 64
      }
      let number = base + word.trailingZeroBitCount
      word &= word &- 1
      return number
    }
  }

  /// The numbers, one after another.
  public func makeIterator() -> Iterator { Iterator(self) }
}
