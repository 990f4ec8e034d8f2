internal import CEditLine

/// The columns that characters take on a terminal.
enum CellWidth {
  /// The columns of a character.
  struct Width: Equatable {
    /// The most that any terminal takes.
    var columns: Int
    /// Whether terminals differ about it, as they do about joined emoji.
    var isUncertain: Bool
  }

  /// The columns of the character that fills a range of a text.
  static func width(_ text: [Unicode.Scalar], _ range: Range<Int>) -> Width {
    let first = text[range.lowerBound]
    if range.count == 1 { return Width(columns: columns(first), isUncertain: isRegionalIndicator(first)) }
    var total = 0
    var isUncertain = false
    for scalar in text[range] {
      let own = columns(scalar)
      total += own
      if own > 0, scalar != first || isRegionalIndicator(scalar) { isUncertain = true }
      if scalar.value == 0x200D || scalar.value == 0xFE0F { isUncertain = true }
      if scalar.value == 0xFE0F, total == 1 { total = 2 }
    }
    return Width(columns: total, isUncertain: isUncertain || total > 2)
  }

  /// The columns of one scalar as it is drawn; what is drawn as a stand-in takes one.
  static func columns(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    if standIn(scalar) != nil { return 1 }
    let width = Int(editline_wcwidth(wchar_t(bitPattern: scalar.value)))
    if width >= 0 { return width }
    // Not known to the C library: a mark, or one column.
    return scalar.properties.canonicalCombiningClass == .notReordered ? 1 : 0
  }

  /// What is drawn, reversed, in place of a scalar that a terminal would obey or hide.
  static func standIn(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x20..<0x7F: return nil
    case 0..<0x20: return Unicode.Scalar(UInt8(scalar.value) + 0x40)
    case 0x7F..<0xA0, 0xAD: return "?"
    case 0xA0..<0x300: return nil
    case 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A...0x202E, 0x2060...0x206F, 0xFEFF,
      0xFFF9...0xFFFB:
      return "?"
    case 0xE0000...0xE0FFF: return isTag(scalar) || scalar.value < 0xE0100 ? "?" : nil
    default: return nil
    }
  }

  private static func isTag(_ scalar: Unicode.Scalar) -> Bool { (0xE0000...0xE007F).contains(scalar.value) }

  private static func isRegionalIndicator(_ scalar: Unicode.Scalar) -> Bool {
    (0x1F1E6...0x1F1FF).contains(scalar.value)
  }

  /// The first characters of a text that fit into the columns, and how many they take.
  static func clipped(_ text: String, to limit: Int) -> (scalars: [Unicode.Scalar], columns: Int) {
    let all = Array(text.unicodeScalars)
    var position = 0
    var taken = 0
    while position < all.count {
      let end = Graphemes.end(all, position)
      let width = width(all, position..<end).columns
      if taken + width > limit { break }
      taken += width
      position = end
    }
    return (Array(all[..<position]), taken)
  }

  /// The columns of a text on one line.
  static func columns(of text: String) -> Int { clipped(text, to: .max).columns }
}
