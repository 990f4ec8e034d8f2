/// Steps through scalars by what people take for one character.
enum Graphemes {
  /// No mark or joiner, and nothing that could be part of a flag, is below this one.
  private static let firstJoining: UInt32 = 0x300

  /// The end of the character that starts at an index.
  static func end(_ text: [Unicode.Scalar], _ start: Int) -> Int {
    guard start < text.count else { return text.count }
    let next = start + 1
    // Line ends are characters of their own here, and a mark behind one stands alone.
    guard next < text.count, text[next].value >= firstJoining, text[start].value >= 0x20 else { return next }
    var stop = next
    while stop < text.count, text[stop].value >= firstJoining { stop += 1 }
    // Scalars from which no character can begin again are rare, so a short stretch usually holds the first
    // one.
    var length = 16
    while true {
      let limit = min(start + length, stop)
      let count = String(text[start..<limit]).first?.unicodeScalars.count ?? 1
      if count < limit - start || limit == stop { return start + max(1, count) }
      length *= 4
    }
  }

  /// The start of the character that ends at an index, or that the index is inside of.
  static func start(_ text: [Unicode.Scalar], before end: Int) -> Int {
    guard end > 0 else { return 0 }
    var position = end - 1
    if text[position].value < firstJoining { return position }
    while position > 0, text[position].value >= firstJoining { position -= 1 }
    while true {
      let next = self.end(text, position)
      if next >= end { return position }
      position = next
    }
  }

  /// Whether a scalar is part of a word.
  static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
        || scalar == "_"
    }
    let properties = scalar.properties
    return properties.isAlphabetic || properties.numericType != nil
      || properties.canonicalCombiningClass != .notReordered
      || properties.isEmojiPresentation || scalar.value == 0x200D || (0xFE00...0xFE0F).contains(scalar.value)
  }

  /// The end of the word at or behind an index.
  static func wordEnd(_ text: [Unicode.Scalar], _ start: Int) -> Int {
    var position = start
    while position < text.count, !isWord(text[position]) { position += 1 }
    while position < text.count, isWord(text[position]) { position += 1 }
    return position
  }

  /// The start of the word before an index.
  static func wordStart(_ text: [Unicode.Scalar], before end: Int) -> Int {
    var position = end
    while position > 0, !isWord(text[position - 1]) { position -= 1 }
    while position > 0, isWord(text[position - 1]) { position -= 1 }
    return position
  }
}

extension String {
  /// A text of scalars.
  init(_ scalars: some Sequence<Unicode.Scalar>) {
    var view = UnicodeScalarView()
    view.append(contentsOf: scalars)
    self.init(view)
  }
}

/// Positions as scalars, where the hooks speak of UTF-8 bytes.
enum Offsets {
  /// The UTF-8 byte at which a scalar starts.
  static func bytes(_ text: [Unicode.Scalar], _ scalar: Int) -> Int {
    var total = 0
    for index in 0..<min(scalar, text.count) { total += UTF8.width(text[index]) }
    return total
  }

  /// The scalar that a UTF-8 byte belongs to; the end of the text for a byte behind it.
  static func scalar(_ text: [Unicode.Scalar], _ bytes: Int) -> Int {
    var total = 0
    for (index, scalar) in text.enumerated() {
      if total >= bytes { return index }
      total += UTF8.width(scalar)
    }
    return text.count
  }
}
