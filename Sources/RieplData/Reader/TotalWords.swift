import CScan

/// Finds texts that stand for several rows together in the bytes of a file, whatever column they are in: a quick look,
/// which may take a text for one that is none, but never the other way round.
struct TotalWords: Sendable {
  /// Words of three and of seven letters that are a total where they are the whole text. No arrays: these are looked
  /// at once for every 64 bytes.
  private let all = TotalWords.bits("all")
  private let sum = TotalWords.bits("sum")
  private let whole: UInt64
  private let hasWhole: Bool

  /// The words without which the text would be an ordinary one, and one of seven letters more.
  init(_ whole: String? = nil) {
    self.whole = TotalWords.bits(whole ?? "")
    hasWhole = whole != nil
  }

  /// Whether a word can be found.
  static func canFind(_ word: String) -> Bool { word.utf8.count == 7 }

  private static func bits(_ word: String) -> UInt64 {
    word.utf8.reversed().reduce(0) { $0 << 8 | UInt64($1 | 0x20) }
  }

  /// Whether one of the words stands between marks in a block of 64 bytes, of which the marks are given with those of
  /// the block before.
  @inline(__always)
  func standsWhole(_ block: UnsafePointer<UInt8>, _ marks: UInt64, _ before: UInt64, hasQuotes: Bool) -> Bool
  {
    var short = marks & (marks << 4 | before >> 60)
    var long = hasWhole ? marks & (marks << 8 | before >> 56) : 0
    if short | long != 0, unsafe isWord(block, &short, &long, 0) { return true }
    if hasQuotes {
      short = marks & (marks << 6 | before >> 58)
      long = hasWhole ? marks & (marks << 10 | before >> 54) : 0
      if short | long != 0, unsafe isWord(block, &short, &long, 1) { return true }
    }
    return false
  }

  @inline(__always)
  private func isWord(
    _ block: UnsafePointer<UInt8>, _ short: inout UInt64, _ long: inout UInt64, _ quote: Int
  ) -> Bool {
    while short != 0 {
      let bytes = unsafe block + (short.trailingZeroBitCount &- 3 &- quote)
      let bits =
        unsafe (UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self) | 0x2020_2020_2020_2020) & 0xFF_FFFF
      if bits == all || bits == sum { return true }
      short &= short &- 1
    }
    while long != 0 {
      let bytes = unsafe block + (long.trailingZeroBitCount &- 7 &- quote)
      let bits =
        unsafe (UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self) | 0x2020_2020_2020_2020)
        & 0xFF_FFFF_FFFF_FFFF
      if bits == whole { return true }
      long &= long &- 1
    }
    return false
  }

  /// Whether "total" or "totals" ends a text in a block of 64 bytes, or "for" stands behind it.
  @inline(never)
  static func endsText(_ block: UnsafePointer<UInt8>, _ delimiter: UInt8, _ newline: UInt8) -> Bool {
    for start in -2..<64 {
      let bits =
        unsafe (UnsafeRawPointer(block + start).loadUnaligned(as: UInt64.self) | 0x2020_2020_2020_2020)
      guard bits & 0xFF_FFFF_FFFF == 0x6C_6174_6F74 else { continue }
      var end = unsafe block + start + 5
      if unsafe end.pointee | 0x20 == UInt8(ascii: "s") { unsafe end += 1 }
      // Marks that are no letters may stand behind it.
      for _ in 0..<64 {
        let byte = unsafe end.pointee
        if byte == delimiter || byte == newline || byte == 0 { return true }
        let isLetter =
          (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte >= 0x30 && byte <= 0x39 || byte >= 0x80
        if isLetter { break }
        unsafe end += 1
      }
      let word = unsafe (UnsafeRawPointer(end).loadUnaligned(as: UInt32.self) | 0x2020_2020)
      if word == 0x2072_6F66 { return true }
    }
    return false
  }
}
