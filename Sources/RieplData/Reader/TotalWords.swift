/// Texts that stand for several rows together, found in the bytes of a file whatever column they are in: a quick look,
/// which may take a text for one that is none, but never the other way round. See `riepl_scan_marks`.
struct TotalWords: Sendable {
  /// The letters of a word of seven, without which the text would be an ordinary one; 0 for none. "Total", "all" and
  /// "sum" are looked for always.
  let whole: UInt64

  /// The words, and one of seven letters more.
  init(_ whole: String? = nil) {
    self.whole = (whole ?? "").utf8.reversed().reduce(0) { $0 << 8 | UInt64($1 | 0x20) }
  }

  /// Whether a word can be found.
  static func canFind(_ word: String) -> Bool { word.utf8.count == 7 }

  /// Whether one of the words can stand in a text: "total" anywhere, "all" or "sum" at its beginning. The eight bytes
  /// behind it have to be readable.
  @inline(__always)
  static func mayStand(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    func word(_ index: Int) -> UInt64 {
      unsafe UnsafeRawPointer(bytes + index).loadUnaligned(as: UInt64.self) | 0x2020_2020_2020_2020
    }
    let beginning = word(0) & 0xFF_FFFF
    if count >= 3, beginning == 0x6C_6C61 || beginning == 0x6D_7573 { return true }
    var index = 0
    while index &+ 5 <= count {
      // Bytes that are a t are zero in this.
      let others = word(index) ^ 0x7474_7474_7474_7474
      if (others &- 0x0101_0101_0101_0101) & ~others & 0x8080_8080_8080_8080 != 0 {
        for place in index..<min(index &+ 8, count &- 4)
        where word(place) & 0xFF_FFFF_FFFF == 0x6C_6174_6F74 {
          return true
        }
      }
      index &+= 8
    }
    return false
  }
}
