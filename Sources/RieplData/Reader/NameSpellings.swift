/// Names that are written in several ways: in other capitals, or with other spaces. They are one name, as they are in
/// questions.
enum NameSpellings {
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
