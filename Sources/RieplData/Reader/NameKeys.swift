import RieplEngine

/// What texts are compared by when the names of several threads are put together: a number that is the same for texts
/// that are one name, and behind that their bytes in small letters.
struct NameKeys: Sendable {
  private let lists: [TextList]
  private let blank: String
  /// For each list and each text its number.
  private let hashes: [SharedNumbers<UInt64>]
  /// For each list its texts by parts, and where each part starts.
  private var codes: [[UInt32]] = []
  private var starts: [[Int]] = []
  /// Texts with other letters than those of ASCII, in small letters; what reads alike has the same one.
  private var odd: [NamePlace: [UInt8]] = [:]
  private let parts: Int

  /// The names of a part.
  struct Groups: Sendable {
    /// For each name where it stands first.
    var firsts: [NamePlace] = []
    /// Texts that are written in other bytes than the first of their name.
    var others: [NamePlace] = []
  }

  init(_ lists: [TextList], isOut: [[Bool]], blank: String, parts: Int, isLarge: Bool) {
    self.lists = lists
    self.blank = blank
    self.parts = parts
    let hashes = lists.map { SharedNumbers<UInt64>($0.count, filling: 0) }
    self.hashes = hashes
    let blankHash = NameKeys.hash(NameSpellings.folded(blank))
    let found = Parallel.map(lists.count, isLarge: isLarge) { list in
      NameKeys.hashAll(lists[list], isOut[list], hashes[list], blankHash)
    }
    takeOdd(found)
    let sorted = Parallel.map(lists.count, isLarge: isLarge) { list in
      NameKeys.sort(hashes[list], isOut[list], parts)
    }
    codes = sorted.map(\.codes)
    starts = sorted.map(\.starts)
  }

  /// Makes the numbers of the texts of a list; gives those for which that takes more care.
  private static func hashAll(
    _ list: TextList, _ isOut: [Bool], _ hashes: SharedNumbers<UInt64>, _ blankHash: UInt64
  ) -> [Int] {
    var odd: [Int] = []
    _ = unsafe list.withTexts { bytes, starts in
      for code in 0..<list.count where !isOut[code] {
        let start = unsafe starts[code]
        let length = unsafe starts[code &+ 1] &- start
        if length == 0 {
          hashes[code] = blankHash
        } else if let hash = unsafe hash(bytes + start, length) {
          hashes[code] = hash
        } else {
          odd.append(code)
        }
      }
      return true
    }
    return odd
  }

  /// Makes the numbers of texts with other letters: what reads alike is one name, however it is written.
  private mutating func takeOdd(_ found: [[Int]]) {
    guard found.contains(where: { !$0.isEmpty }) else { return }
    var places: [NamePlace] = []
    for (list, codes) in found.enumerated() {
      for code in codes { places.append(NamePlace(list: list, code: code)) }
    }
    places.sort { lists[$0.list].origins[$0.code] < lists[$1.list].origins[$1.code] }
    var known: [String: [UInt8]] = [:]
    for place in places {
      let name = lists[place.list].string(place.code)
      let folded = known[name] ?? NameSpellings.folded(name)
      known[name] = folded
      odd[place] = folded
      hashes[place.list][place.code] = NameKeys.hash(folded)
    }
  }

  /// The texts of a list by parts.
  private static func sort(_ hashes: SharedNumbers<UInt64>, _ isOut: [Bool], _ parts: Int) -> (
    codes: [UInt32], starts: [Int]
  ) {
    var starts = [Int](repeating: 0, count: parts + 1)
    for code in isOut.indices where !isOut[code] { starts[part(hashes[code], parts) + 1] += 1 }
    for part in 0..<parts { starts[part + 1] += starts[part] }
    var next = starts
    var codes = [UInt32](repeating: 0, count: starts[parts])
    for code in isOut.indices where !isOut[code] {
      let part = part(hashes[code], parts)
      codes[next[part]] = UInt32(truncatingIfNeeded: code)
      next[part] += 1
    }
    return (codes, starts)
  }

  @inline(__always)
  private static func part(_ hash: UInt64, _ parts: Int) -> Int {
    Int(truncatingIfNeeded: hash >> 56) & (parts &- 1)
  }

  /// Passes all texts of a part, list by list.
  @inline(__always)
  func visit(_ part: Int, _ body: (_ list: Int, _ code: Int) -> Void) {
    for list in lists.indices {
      for place in starts[list][part]..<starts[list][part + 1] { body(list, Int(codes[list][place])) }
    }
  }

  // MARK: Names

  /// Finds the names of a part; each text gets the number of its name among them.
  func groups(_ part: Int, _ codes: [SharedNumbers<Int32>]) -> Groups {
    var groups = Groups()
    var count = 0
    for list in lists.indices { count += starts[list][part + 1] - starts[list][part] }
    var size = 16
    while size < count * 2 { size *= 2 }
    // The upper half of a number, and the number of the name and 1.
    var slots = [(hash: UInt32, group: UInt32)](repeating: (0, 0), count: size)
    let mask = size - 1
    var hasOthers = false
    visit(part) { list, code in
      let hash = hashes[list][code]
      let upper = UInt32(truncatingIfNeeded: hash >> 32)
      var place = Int(truncatingIfNeeded: hash) & mask
      while true {
        let slot = slots[place]
        if slot.group == 0 {
          groups.firsts.append(NamePlace(list: list, code: code))
          slots[place] = (upper, UInt32(groups.firsts.count))
          codes[list][code] = Int32(groups.firsts.count - 1)
          return
        }
        if slot.hash == upper {
          let group = Int(slot.group - 1)
          let first = groups.firsts[group]
          let isSame = hasSameBytes(first.list, first.code, list, code)
          if isSame || key(first.list, first.code) == key(list, code) {
            if !isSame { hasOthers = true }
            if lists[list].origins[code] < lists[first.list].origins[first.code] {
              groups.firsts[group] = NamePlace(list: list, code: code)
            }
            codes[list][code] = Int32(group)
            return
          }
        }
        place = (place &+ 1) & mask
      }
    }
    if hasOthers {
      visit(part) { list, code in
        let first = groups.firsts[Int(codes[list][code])]
        if !hasSameBytes(first.list, first.code, list, code) {
          groups.others.append(NamePlace(list: list, code: code))
        }
      }
    }
    return groups
  }

  /// What a text is compared by.
  private func key(_ list: Int, _ code: Int) -> [UInt8] {
    if let known = odd[NamePlace(list: list, code: code)] { return known }
    let text = lists[list][code]
    return NameSpellings.folded(text.isEmpty ? blank : String(decoding: text, as: UTF8.self))
  }

  @inline(__always)
  private func hasSameBytes(_ list: Int, _ code: Int, _ other: Int, _ otherCode: Int) -> Bool {
    let (a, b) = (lists[list].place(code), lists[other].place(otherCode))
    guard a.count == b.count else { return false }
    return unsafe lists[list].bytes.withUnsafeBufferPointer { first in
      unsafe lists[other].bytes.withUnsafeBufferPointer { second in
        guard let first = first.baseAddress, let second = second.baseAddress else { return false }
        return unsafe NameKeys.isSame(first + a.start, second + b.start, a.count)
      }
    }
  }

  /// Whether bytes are the same; behind texts words can be read.
  @inline(__always)
  private static func isSame(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    var index = 0
    while index &+ 8 <= count {
      if unsafe word(a + index) != word(b + index) { return false }
      index &+= 8
    }
    let kept = kept(count &- index)
    return unsafe (word(a + index) ^ word(b + index)) & kept == 0
  }

  /// Numbers the first texts of all names in the order of the file; gives them in that order.
  func inOrder(_ numbers: [SharedNumbers<Int32>]) -> [UInt32] {
    var places: [UInt32] = []
    var next = [Int](repeating: 0, count: lists.count)
    while true {
      // The list that stands farthest in front, and how far it goes before another one does.
      var chosen = -1
      var limit = Int.max
      for list in lists.indices where next[list] < lists[list].count {
        let origin = lists[list].origins[next[list]]
        if chosen < 0 {
          chosen = list
        } else if origin < lists[chosen].origins[next[chosen]] {
          limit = min(limit, lists[chosen].origins[next[chosen]])
          chosen = list
        } else {
          limit = min(limit, origin)
        }
      }
      guard chosen >= 0 else { return places }
      let list = lists[chosen]
      let numbersOfList = numbers[chosen]
      var code = next[chosen]
      while code < list.count, list.origins[code] < limit || code == next[chosen] {
        if numbersOfList[code] == 0 {
          numbersOfList[code] = Int32(places.count)
          places.append(FileNames.packed(chosen, code))
        }
        code += 1
      }
      next[chosen] = code
    }
  }

  // MARK: Numbers

  @inline(__always)
  private static func word(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
    unsafe UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
  }

  /// The bits of so many bytes, fewer than eight.
  @inline(__always)
  private static func kept(_ count: Int) -> UInt64 { (1 &<< UInt64(truncatingIfNeeded: count &* 8)) &- 1 }

  @inline(__always)
  private static func mix(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
    return product ^ (product >> 29)
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080

  /// The number of a text in small letters; nil where it has letters beyond ASCII, control characters or several spaces
  /// in a row.
  @inline(__always)
  private static func hash(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64? {
    var hash = UInt64(truncatingIfNeeded: count)
    var strange: UInt64 = 0
    var endsInSpace: UInt64 = 0
    var index = 0
    while index < count {
      let left = count &- index
      var word = unsafe word(bytes + index)
      // Behind the end stands what is no space.
      if left < 8 { word = word & kept(left) | (0x3030_3030_3030_3030 & ~kept(left)) }
      let spaces = ~(((word ^ 0x2020_2020_2020_2020) &+ 0x7F7F_7F7F_7F7F_7F7F) | word) & highs
      strange |= ((word &- ones &* 0x20) | word) & highs
      strange |= spaces & (spaces << 8 | endsInSpace)
      endsInSpace = spaces >> 56
      let capitals = (word &+ ones &* 0x3F) & ~(word &+ ones &* 0x25) & highs
      hash = mix(hash, word | capitals >> 2)
      index &+= 8
    }
    return strange == 0 ? mix(hash, hash >> 32) : nil
  }

  /// The number of bytes in small letters, which are those of any text.
  private static func hash(_ folded: [UInt8]) -> UInt64 {
    let bytes = folded + [UInt8](repeating: 0, count: 8)
    return unsafe bytes.withUnsafeBufferPointer { bytes in
      var hash = UInt64(truncatingIfNeeded: folded.count)
      guard let base = bytes.baseAddress else { return hash }
      var index = 0
      while index < folded.count {
        let left = folded.count - index
        var word = unsafe word(base + index)
        if left < 8 { word = word & kept(left) | (0x3030_3030_3030_3030 & ~kept(left)) }
        hash = mix(hash, word)
        index += 8
      }
      return mix(hash, hash >> 32)
    }
  }
}
