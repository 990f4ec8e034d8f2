/// Every name that may be used, known before anything is parsed: a trie over folded words.
///
/// Folding drops case, hyphens, apostrophes and the word "the", and reads `&` as `and`. Finding the longest
/// name at a place costs one table look-up a word.
public struct Vocabulary: Sendable {
  /// All names, in the order in which they were added.
  public private(set) var names: [Name] = []
  /// For each name its kind, empty once it is out of use, and its target: what parsing asks for all the time.
  private var kinds: [NameKinds] = []
  private(set) var targets: [NameTarget] = []
  /// For each name the first byte of its first word, folded: most names are dismissed by it.
  private var firstBytes: [UInt8] = []

  var pool = WordPool()
  /// For each word of the pool, the word of the language that it spells.
  private(set) var languageWords: [Word?] = [nil]

  /// Children of trie nodes: open addressing over (node, word).
  private var childKeys: [UInt64]
  private var childNodes: [UInt32]
  private var childCount = 0
  /// For each trie node, the first name that ends there, or -1, and for each name the next one that ends there.
  private var heads: [Int32] = [-1]
  /// For each trie node whether a longer name goes on behind it.
  private(set) var isInner: [Bool] = [false]
  private var nextName: [Int32] = []
  /// Words that start a name, so that most words are dismissed at once.
  private var startsName: [Bool] = [false]

  /// A dimension whose members are financial years: its number and, for each first year, the member's code.
  public private(set) var yearDimension: Int?
  /// The first years with their codes, the earliest first. A list, as a dictionary costs much to set up at the start.
  private var yearCodes: [(start: Int, code: Int)] = []
  /// Singular and plural of each dimension, for messages.
  public private(set) var dimensionLabels: [(name: String, plural: String)] = []

  /// Finds names that are too many to be known before parsing, and have to stand in quotes.
  public var quotedNames: (@Sendable (_ text: ArraySlice<UInt8>, _ isStart: Bool, _ limit: Int) -> [Name])?

  /// Finds the first day from a day on, or the last until it, among those that are names.
  public var nearestDay: (@Sendable (_ day: String, _ isAfter: Bool) -> Name?)?

  /// Whether members of several dimensions may have the same name.
  public var hasSharedPlaces: Bool { sharesPlaces || quotedNames != nil }
  private var sharesPlaces = false
  /// Whether two members of one dimension differ only in what is no letter and no digit, or in "and" and "&".
  private(set) var hasAlikeNames = false
  /// The dimensions, other than that of years, whose members are in an order.
  public internal(set) var orderedDimensions: [Int] = []
  /// Whether some members are days, such as 2009-03-31: those are read as names.
  public private(set) var hasDays = false
  /// Says that the members of a dimension are in an order; the first tells whether they are days.
  public mutating func setOrdered(_ dimension: Int, first: String) {
    orderedDimensions.append(dimension)
    if Vocabulary.isDay(first) { hasDays = true }
  }
  /// Whether a name is a day as answers print it: 2009-03-31.
  public static func isDay(_ name: String) -> Bool {
    name.utf8.count == 10
      && name.utf8.enumerated().allSatisfy { place, byte in
        place == 4 || place == 7 ? byte == UInt8(ascii: "-") : byte >= 0x30 && byte <= 0x39
      }
  }
  /// Makes financial years names of members outside the dimension of years, too.
  public mutating func shareYears() { sharesPlaces = true }

  /// A vocabulary of nothing but the words of the language.
  public init() {
    childKeys = [UInt64](repeating: 0, count: 512)
    childNodes = [UInt32](repeating: 0, count: 512)
    for entry in WordTable.entries {
      for spelling in entry.spellings {
        let number = Int(pool.intern(Array(spelling.utf8)))
        while languageWords.count <= number { languageWords.append(nil) }
        languageWords[number] = entry.word
      }
    }
  }

  /// The word of the language that a word of the pool spells.
  @inline(__always)
  func languageWord(_ word: UInt32) -> Word? {
    Int(word) < languageWords.count ? languageWords[Int(word)] : nil
  }

  // MARK: Names

  /// Adds a name; one that folds to nothing can't be used and is not added.
  @discardableResult
  public mutating func add(_ name: Name) -> NameID? {
    let folded = Vocabulary.foldedWords(Array(name.spelling.utf8)[...])
    let words = folded.map { intern($0) }
    guard let first = words.first else { return nil }
    while startsName.count <= pool.count { startsName.append(false) }
    startsName[Int(first)] = true
    var node: UInt32 = 0
    for word in words { node = child(node, word) ?? addChild(node, word) }
    let id = names.count
    names.append(name)
    kinds.append(name.kind)
    targets.append(name.target)
    firstBytes.append(folded.first?.first ?? 0)
    // Names that end at one place stay in the order in which they were added.
    nextName.append(-1)
    if heads[Int(node)] < 0 {
      heads[Int(node)] = Int32(id)
    } else {
      var last = Int(heads[Int(node)])
      noteSharing(last, id)
      while nextName[last] >= 0 {
        last = Int(nextName[last])
        noteSharing(last, id)
      }
      nextName[last] = Int32(id)
    }
    return NameID(id)
  }

  /// Remembers if two names at one place are of members of different dimensions.
  private mutating func noteSharing(_ one: Int, _ other: Int) {
    guard let first = targets[one].placeDimension, let second = targets[other].placeDimension else { return }
    sharesPlaces = sharesPlaces || first != second
    hasAlikeNames = hasAlikeNames || first == second && targets[one] != targets[other]
  }

  /// Adds a name that is found by its number only.
  mutating func addApart(_ name: Name) -> NameID {
    names.append(name)
    kinds.append(name.kind)
    targets.append(name.target)
    firstBytes.append(Vocabulary.noByte)
    nextName.append(-1)
    return NameID(names.count - 1)
  }

  /// What no word begins with.
  private static let noByte: UInt8 = 0

  /// Whether a name is found in quotes only.
  func isApart(_ id: NameID) -> Bool { firstBytes[Int(id.index)] == Vocabulary.noByte }

  /// Takes a name out of use; its number stays.
  public mutating func remove(_ id: NameID) { kinds[Int(id.index)] = [] }

  /// Puts a name that was taken out back into use.
  public mutating func restore(_ id: NameID) { kinds[Int(id.index)] = names[Int(id.index)].kind }

  /// Makes the members of a dimension available as financial years, by the year in which each starts.
  ///
  /// Of two members of one year the first counts.
  public mutating func setYears(dimension: Int, codes: [(start: Int, code: Int)]) {
    yearDimension = dimension
    yearCodes = []
    for year in codes {
      let place = yearPlace(year.start)
      if place == yearCodes.count || yearCodes[place].start != year.start {
        yearCodes.insert(year, at: place)
      }
    }
  }

  /// Where a year stands among the years, or would stand.
  private func yearPlace(_ start: Int) -> Int {
    var (low, high) = (0, yearCodes.count)
    while low < high {
      let middle = (low + high) / 2
      if yearCodes[middle].start < start { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Keeps what a dimension is called, for messages.
  public mutating func setDimension(_ dimension: Int, name: String, plural: String) {
    while dimensionLabels.count <= dimension { dimensionLabels.append(("", "")) }
    dimensionLabels[dimension] = (name, plural)
  }

  /// The code of the financial year that starts in a year, in the dimension of years.
  public func yearCode(_ start: Int) -> Int? {
    let place = yearPlace(start)
    return place < yearCodes.count && yearCodes[place].start == start ? yearCodes[place].code : nil
  }

  /// The financial years that there are, by first year.
  public var years: [Int] { yearCodes.map(\.start) }

  /// The name with a number.
  public subscript(id: NameID) -> Name { names[Int(id.index)] }

  /// The name that stands for something, as its owner spells it.
  func name(of target: NameTarget) -> NameID? {
    targets.indices.first {
      targets[$0] == target && !kinds[$0].isEmpty && names[$0].spelling == names[$0].official
    }
    .map { NameID($0) }
  }

  /// All names in use, with their numbers.
  public var liveNames: [(id: NameID, name: Name)] {
    names.indices.compactMap { kinds[$0].isEmpty ? nil : (NameID($0), names[$0]) }
  }

  /// The names in use whose first word begins with a byte, which is folded; all for nil.
  func names(beginningWith byte: UInt8?, _ body: (Name) -> Bool) {
    for index in names.indices where byte == nil || firstBytes[index] == byte {
      if !kinds[index].isEmpty, !body(names[index]) { return }
    }
  }

  /// The names that exactly these words spell, of the given kinds.
  public func lookUp(_ text: ArraySlice<UInt8>, _ kinds: NameKinds = .any) -> [NameID] {
    var node: UInt32 = 0
    for word in Vocabulary.foldedWords(text) {
      guard let next = child(node, find(word)) else { return [] }
      node = next
    }
    return node == 0 ? [] : names(at: node, kinds)
  }

  /// Of the names that some words spell the one that is written just like that, but for capitals; else the first.
  func closestName(_ text: ArraySlice<UInt8>, _ kinds: NameKinds) -> NameID? {
    let found = lookUp(text, kinds)
    guard hasAlikeNames, found.count > 1 else { return found.first }
    func small(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
    let exact = found.first { id in
      names[Int(id.index)].spelling.utf8.elementsEqual(text, by: { small($0) == small($1) })
    }
    return exact ?? found.first
  }

  // MARK: The trie

  /// Whether a name can start with a word.
  @inline(__always)
  func mayStartName(_ word: UInt32) -> Bool { Int(word) < startsName.count && startsName[Int(word)] }

  @inline(__always)
  private func slot(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 40) & (childKeys.count &- 1)
  }

  /// The trie node that a word leads to.
  @inline(__always)
  func child(_ node: UInt32, _ word: UInt32) -> UInt32? {
    if word == WordPool.unknown { return nil }
    let key = UInt64(node) << 32 | UInt64(word)
    var index = slot(key)
    while childKeys[index] != 0 {
      if childKeys[index] == key { return childNodes[index] }
      index = (index &+ 1) & (childKeys.count &- 1)
    }
    return nil
  }

  private mutating func addChild(_ node: UInt32, _ word: UInt32) -> UInt32 {
    let fresh = UInt32(heads.count)
    heads.append(-1)
    isInner.append(false)
    isInner[Int(node)] = true
    childCount += 1
    if childCount * 2 > childKeys.count { growChildren() }
    insertChild(UInt64(node) << 32 | UInt64(word), fresh)
    return fresh
  }

  private mutating func insertChild(_ key: UInt64, _ node: UInt32) {
    var index = slot(key)
    while childKeys[index] != 0 { index = (index + 1) & (childKeys.count - 1) }
    childKeys[index] = key
    childNodes[index] = node
  }

  private mutating func growChildren() {
    let oldKeys = childKeys
    let oldNodes = childNodes
    childKeys = [UInt64](repeating: 0, count: oldKeys.count * 2)
    childNodes = [UInt32](repeating: 0, count: oldKeys.count * 2)
    for (key, node) in zip(oldKeys, oldNodes) where key != 0 { insertChild(key, node) }
  }

  /// The first name in use of the given kinds that ends at a trie node.
  @inline(__always)
  func firstName(at node: UInt32, _ wanted: NameKinds) -> NameID? {
    var index = heads[Int(node)]
    while index >= 0 {
      if !wanted.isDisjoint(with: kinds[Int(index)]) { return NameID(Int(index)) }
      index = nextName[Int(index)]
    }
    return nil
  }

  /// All names in use of the given kinds that end at a trie node.
  func names(at node: UInt32, _ wanted: NameKinds) -> [NameID] {
    var result: [NameID] = []
    var index = heads[Int(node)]
    while index >= 0 {
      if !wanted.isDisjoint(with: kinds[Int(index)]) { result.append(NameID(Int(index))) }
      index = nextName[Int(index)]
    }
    return result
  }

  // MARK: Folding

  private mutating func intern(_ word: [UInt8]) -> UInt32 { pool.intern(word) }

  private func find(_ word: [UInt8]) -> UInt32 {
    if word.contains(where: { $0 >= 0x80 }) { return pool.findWide(word[...]) }
    return pool.find(
      word, 0, word.count, hash: word.reduce(WordPool.hashSeed) { WordPool.hash($0, WordPool.folded($1)) })
  }

  /// The words of a name, in lower case as far as ASCII goes, without punctuation and without "the".
  public static func foldedWords(_ text: ArraySlice<UInt8>) -> [[UInt8]] {
    var words: [[UInt8]] = []
    var word: [UInt8] = []
    func finish() {
      if !word.isEmpty, !isThe(word) { words.append(word) }
      word = []
    }
    var index = text.startIndex
    while index < text.endIndex {
      let byte = text[index]
      if byte >= 0x80 {
        let rest = text[index...]
        // Typographic apostrophes go like plain ones; no-break spaces and dashes separate.
        if rest.starts(with: [0xE2, 0x80, 0x99]) || rest.starts(with: [0xE2, 0x80, 0x98]) {
          index += 3
        } else if rest.starts(with: [0xC2, 0xA0]) {
          finish()
          index += 2
        } else if rest.starts(with: [0xE2, 0x80]) {
          finish()
          index += 3
        } else {
          word.append(byte)
          index += 1
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): word.append(byte)
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): word.append(byte | 0x20)
      case UInt8(ascii: "'"): break
      case UInt8(ascii: "&"):
        finish()
        words.append(Array("and".utf8))
      default: finish()
      }
      index += 1
    }
    finish()
    return words
  }

  /// Whether a word is the article, which is no part of a name.
  private static func isThe(_ word: [UInt8]) -> Bool {
    word.count == 3 && word[0] == UInt8(ascii: "t") && word[1] == UInt8(ascii: "h")
      && word[2] == UInt8(ascii: "e")
  }
}
