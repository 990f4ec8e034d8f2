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
}
