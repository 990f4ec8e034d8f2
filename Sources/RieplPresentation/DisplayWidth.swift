/// How many columns a text takes on a terminal, and cutting and padding by columns.
///
/// The rules go by grapheme cluster: East Asian wide and fullwidth characters, emoji, and symbols with
/// variation selector 16 take two columns; combining marks, joiners, selectors and controls take none; an
/// emoji sequence, a flag or an emoji with a skin tone takes two; a spacing mark of an Indic script takes one
/// beside its base. East Asian ambiguous characters such as `£` and `─` are narrow. Nothing here depends on
/// the locale. The facts are in `changes`, a generated table.
public enum DisplayWidth {
  /// The side of its columns that a text stands at.
  public enum Alignment: Sendable, Hashable {
    /// Spaces follow the text.
    case left
    /// Spaces precede the text.
    case right
  }

  /// The columns that the text takes.
  ///
  /// The width of a text is the sum of the widths of its grapheme clusters, and so never more than the number
  /// of its UTF-8 bytes.
  public static func width(of text: String) -> Int {
    asciiWidth(of: text) ?? plainWidth(of: text) ?? clusterWidth(of: text)
  }

  /// The text if it fits into the columns, otherwise as many of its first clusters as fit before an ellipsis.
  ///
  /// The result never takes more columns than asked for. It takes fewer where the cut would split a cluster,
  /// one fewer for a wide character; ``padded(_:to:alignment:)`` fills that up. With no columns to fill, the
  /// result is empty, unless the text takes none either.
  public static func truncated(_ text: String, to columns: Int) -> String {
    guard text.utf8.count > columns else { return text }
    var total = 0
    var cut = text.startIndex
    var index = text.startIndex
    while index < text.endIndex {
      total += width(ofCluster: text[index])
      index = text.index(after: index)
      if total < columns {
        cut = index
      } else if total > columns {
        return columns > 0 ? text[..<cut] + "…" : ""
      }
    }
    return text
  }

  /// The text with as many spaces after or before it as make it take the columns.
  ///
  /// A text that takes as many or more already is returned as it is.
  public static func padded(_ text: String, to columns: Int, alignment: Alignment = .left) -> String {
    let missing = columns - width(of: text)
    guard missing > 0 else { return text }
    let spaces = String(repeating: " ", count: missing)
    return alignment == .left ? text + spaces : spaces + text
  }
}

// MARK: - Measuring

extension DisplayWidth {
  /// The width of a text of printable ASCII alone, or nil.
  private static func asciiWidth(of text: String) -> Int? {
    let bytes = text.utf8.span
    // The top bit gets set by what is above ASCII, below the space, and by 0x7F. No early exit: this way the
    // compiler takes many bytes at a time.
    var flags: UInt8 = 0
    for index in bytes.indices {
      let byte = bytes[index]
      flags |= byte | (byte &- 0x20) | (byte &+ 1)
    }
    return flags < 0x80 ? bytes.count : nil
  }

  /// The width of a text whose scalars each have a width of their own, whatever is beside them, or nil.
  private static func plainWidth(of text: String) -> Int? {
    var total = 0
    for scalar in text.unicodeScalars {
      let facts = Facts(of: scalar)
      guard facts.isDisjoint(with: .dependent) else { return nil }
      total += facts.columns
    }
    return total
  }

  /// The width of any text.
  private static func clusterWidth(of text: String) -> Int {
    var total = 0
    for character in text {
      total += width(ofCluster: character)
    }
    return total
  }

  /// The width of one grapheme cluster.
  static func width(ofCluster cluster: Character) -> Int {
    var measure = ClusterMeasure()
    for scalar in cluster.unicodeScalars {
      measure.add(scalar)
    }
    return measure.total
  }
}

/// Adds up the width of a cluster, scalar by scalar.
private struct ClusterMeasure {
  /// The columns so far.
  private(set) var total = 0
  /// The facts of the last scalar that takes columns, until a selector or a spacing mark applied to it.
  private var base: DisplayWidth.Facts = []
  /// Whether that scalar is one that a skin tone applies to.
  private var takesTone = false
  /// Whether a spacing mark adds a column: the first does, even where it has no base.
  private var takesMark = true
  private var afterVirama = false
  private var afterJoiner = false
  private var afterIndicator = false
  /// Whether consonants joined by a virama took one column together.
  private var hasConjunct = false

  mutating func add(_ scalar: Unicode.Scalar) {
    if afterJoiner {
      afterJoiner = false
      return
    }
    let facts = DisplayWidth.Facts(of: scalar)
    if facts.contains(.special), addSpecial(scalar) { return }
    if afterVirama, facts.contains(.consonant) {
      addConjunct(facts)
    } else if facts.columns > 0 {
      addBase(facts)
    } else if takesMark, facts.contains(.spacingMark) {
      addMark()
    } else {
      afterVirama = facts.contains(.virama)
    }
  }

  /// Adds a joiner, a selector, a regional indicator or a skin tone; false if it counts as any other scalar.
  private mutating func addSpecial(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x200D:
      // What follows is one picture with what precedes, except that it has a virama's consonants apart.
      afterJoiner = !afterVirama
      return true
    case 0xFE0F:
      total += base.contains(.widened) ? 1 : 0
      base = []
      takesMark = false
      return true
    case 0x1F1E6...0x1F1FF:
      defer { afterIndicator.toggle() }
      return afterIndicator
    default:
      return takesTone
    }
  }

  private mutating func addBase(_ facts: DisplayWidth.Facts) {
    total += facts.columns
    hasConjunct = false
    takeBase(facts)
  }

  /// A conjunct takes two columns, however many consonants it joins.
  private mutating func addConjunct(_ facts: DisplayWidth.Facts) {
    if !hasConjunct {
      hasConjunct = true
      total += 1
    }
    takeBase(facts)
  }

  private mutating func addMark() {
    // The mark stands in the second column of a conjunct.
    total += hasConjunct ? 0 : 1
    hasConjunct = false
    base = []
    takesMark = false
    afterVirama = false
  }

  private mutating func takeBase(_ facts: DisplayWidth.Facts) {
    base = facts
    takesTone = facts.contains(.pictograph)
    takesMark = true
    afterVirama = false
  }
}

// MARK: - The table

extension DisplayWidth {
  /// What the table says of a scalar; the generator script has the same bits.
  struct Facts: OptionSet {
    let rawValue: UInt8

    /// A spacing mark: it takes a column beside its base.
    static let spacingMark = Facts(rawValue: 1 << 2)
    /// A virama: it joins consonants.
    static let virama = Facts(rawValue: 1 << 3)
    /// A consonant, as far as a virama joins it.
    static let consonant = Facts(rawValue: 1 << 4)
    /// Narrow alone, wide with variation selector 16.
    static let widened = Facts(rawValue: 1 << 5)
    /// A scalar that a skin tone applies to.
    static let pictograph = Facts(rawValue: 1 << 6)
    /// A zero width joiner, variation selector 16, a regional indicator or a skin tone.
    static let special = Facts(rawValue: 1 << 7)
    /// What makes widths depend on the scalars before.
    static let dependent: Facts = [.spacingMark, .virama, .special]

    /// The columns that the scalar takes by itself.
    var columns: Int { Int(rawValue & 3) }
  }
}

extension DisplayWidth.Facts {
  /// Looks the scalar up.
  init(of scalar: Unicode.Scalar) {
    let value = scalar.value
    // Printable ASCII and Latin letters have no facts that matter without those of a scalar that follows, and
    // digits are looked up for variation selector 16.
    if value < 0x300, value >= 0xB0 || (0x41..<0x7F).contains(value) || value == 0x20 {
      self.init(rawValue: 1)
      return
    }
    let changes = DisplayWidth.changes
    let key = value << 8 | 0xFF
    // The last change at or before the scalar is among the `count` from `low`.
    var low = 0
    var count = changes.count
    while count > 1 {
      let half = count / 2
      low += changes[low + half] <= key ? half : 0
      count -= half
    }
    self.init(rawValue: UInt8(truncatingIfNeeded: changes[low]))
  }
}
