/// Names that are written in several ways: in other capitals, or with other spaces. They are one name, as they are in
/// questions.
struct NameSpellings {
  /// One spelling of each name, the one that came first.
  private(set) var names: [String] = []
  /// For each spelling the number of its name.
  private(set) var numbers: [String: Int32] = [:]
  private var examples: [String] = []
  private var mergedCount = 0

  /// Takes the names of a column together; nil where each is written in one way only.
  init?(_ spellings: [String]) {
    var known: [[UInt8]: Int32] = [:]
    known.reserveCapacity(spellings.count)
    let hasOthers = spellings.contains { known.updateValue(0, forKey: NameSpellings.folded($0)) != nil }
    guard hasOthers else { return nil }
    known.removeAll(keepingCapacity: true)
    numbers.reserveCapacity(spellings.count)
    for name in spellings {
      let key = NameSpellings.folded(name)
      if let number = known[key] {
        numbers[name] = number
        mergedCount += 1
        if examples.count < 3 { examples.append("“\(name)” is \(names[Int(number)])") }
      } else {
        known[key] = Int32(names.count)
        numbers[name] = Int32(names.count)
        names.append(name)
      }
    }
  }

  /// What there is to say of it.
  var remark: String {
    "\(LoadReport.count(mergedCount, "spelling differs", "spellings differ")) from another only in capitals or spaces: "
      + examples.joined(separator: ", ") + (mergedCount > examples.count ? " and others" : "")
  }

  /// A name in small letters, with one space for several.
  static func folded(_ name: String) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(name.utf8.count)
    var isPlain = true
    for byte in name.utf8 {
      if byte >= 0x80 { isPlain = false }
      if byte == 0x20, result.last == 0x20 { continue }
      result.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
    }
    return isPlain ? result : Array(String(decoding: result, as: UTF8.self).lowercased().utf8)
  }
}
