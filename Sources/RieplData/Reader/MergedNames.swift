import RieplEngine

/// The names of a column that several threads have found, put together: each name once, in the order of the file.
///
/// Names that differ only in capitals or in spaces are one name, as they are in questions. Of all texts a number is made
/// that is the same for such names; by that they fall into parts, and each part is put together by one thread, from
/// bytes and without a string. Few texts have letters beyond ASCII: what those read as is made of them first.
struct MergedNames {
  /// For each thread and each of its texts the number of the name; -1 for those that were left out.
  private(set) var codes: [[Int32]] = []
  /// The names, each as it was written first.
  let names: FileNames
  /// What there is to say where names are written in several ways.
  private(set) var remark: String?

  /// From how many texts on several threads take part.
  static let large = 1 << 15

  /// How many bytes are needed for each text while texts are put together, all in all.
  static let bytesOfText = 40

  /// Puts texts together; `isOut` leaves some out. An empty text gets the name `blank`.
  init(_ lists: [TextList], isOut: [[Bool]], blank: String) {
    let total = lists.reduce(0) { $0 + $1.count }
    let isLarge = total >= MergedNames.large
    let parts = isLarge ? 64 : 1
    let keys = NameKeys(lists, isOut: isOut, blank: blank, parts: parts, isLarge: isLarge)
    let codes = lists.indices.map { SharedNumbers<Int32>(lists[$0].count, filling: -1) }
    let numbers = lists.indices.map { SharedNumbers<Int32>(lists[$0].count, filling: -1) }
    let found = Parallel.map(parts, isLarge: isLarge) { part in
      let groups = keys.groups(part, codes)
      for first in groups.firsts { numbers[first.list][first.code] = 0 }
      return groups
    }
    names = FileNames(lists, keys.inOrder(numbers), blank: blank)
    _ = Parallel.map(parts, isLarge: isLarge) { part in
      let ofGroups = found[part].firsts.map { numbers[$0.list][$0.code] }
      keys.visit(part) { list, code in codes[list][code] = ofGroups[Int(codes[list][code])] }
      return 0
    }
    self.codes = Parallel.map(lists.count, isLarge: isLarge) { codes[$0].array }
    let others = found.flatMap(\.others)
    if !others.isEmpty { noteSpellings(others, lists) }
  }

  /// Counts the spellings of names that were written otherwise before.
  private mutating func noteSpellings(_ others: [NamePlace], _ lists: [TextList]) {
    var known: [Int32: Set<String>] = [:]
    var count = 0
    var examples: [String] = []
    for place in others.sorted(by: {
      lists[$0.list].origins[$0.code] < lists[$1.list].origins[$1.code]
    }) {
      let number = codes[place.list][place.code]
      let first = names.spelling(Int(number))
      let name = names.spelling(place)
      guard name != first, known[number, default: []].insert(name).inserted else { continue }
      count += 1
      if examples.count < 3 { examples.append("“\(name)” is \(first)") }
    }
    guard count > 0 else { return }
    remark =
      "\(LoadReport.count(count, "spelling differs", "spellings differ")) from another only in capitals or spaces: "
      + examples.joined(separator: ", ") + (count > examples.count ? " and others" : "")
  }
}

/// A text of a thread, by its code.
struct NamePlace: Sendable, Hashable {
  let list: Int
  let code: Int
}

/// Names that stand as bytes in the lists of threads.
struct FileNames: MemberSource {
  private let lists: [TextList]
  private let places: [UInt32]
  private let blank: String

  /// The texts at some places, of at most eight lists.
  init(_ lists: [TextList], _ places: [UInt32], blank: String) {
    self.lists = lists
    self.places = places
    self.blank = blank
  }

  /// A place as it is kept.
  static func packed(_ list: Int, _ code: Int) -> UInt32 { UInt32(truncatingIfNeeded: code << 3 | list) }

  var count: Int { places.count }

  func name(_ code: Int) -> String { TableLoader.plain(spelling(code)) }

  func member(_ code: Int) -> Member { Member(name: name(code)) }

  func codes(named text: [UInt8], isStart: Bool, limit: Int) -> [Int] {
    func small(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
    func isNamed(_ name: some Sequence<UInt8>, _ count: Int) -> Bool {
      (isStart ? count >= text.count : count == text.count)
        && name.prefix(text.count).elementsEqual(text) { small($0) == $1 }
    }
    var result: [Int] = []
    for code in places.indices where result.count < limit {
      let bytes = lists[Int(places[code] & 7)][Int(places[code] >> 3)]
      // Letters beyond ASCII may be written in other bytes than those of the name.
      let isPlain = !bytes.isEmpty && bytes.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
      if isPlain ? isNamed(bytes, bytes.count) : isNamed(name(code).utf8, name(code).utf8.count) {
        result.append(code)
      }
    }
    return result
  }

  /// A name as it stands in the file.
  func spelling(_ code: Int) -> String {
    spelling(NamePlace(list: Int(places[code] & 7), code: Int(places[code] >> 3)))
  }

  /// A text as it stands in the file.
  func spelling(_ place: NamePlace) -> String {
    let text = lists[place.list][place.code]
    return text.isEmpty ? blank : FieldText.string(text)
  }
}

/// Numbers of which several threads write different ones at a time.
@safe final class SharedNumbers<Number: FixedWidthInteger & Sendable>: @unchecked Sendable {
  private let values: UnsafeMutablePointer<Number>
  private let count: Int

  init(_ count: Int, filling value: Number) {
    self.count = count
    unsafe values = .allocate(capacity: max(1, count))
    unsafe values.initialize(repeating: value, count: count)
  }

  deinit { unsafe values.deallocate() }

  subscript(index: Int) -> Number {
    @inline(__always) get { unsafe values[index] }
    @inline(__always) set { unsafe values[index] = newValue }
  }

  /// All of them.
  var array: [Number] { unsafe Array(UnsafeBufferPointer(start: values, count: count)) }
}
