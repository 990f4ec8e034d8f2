import RieplEngine

/// The unit in a heading or a title: £, £m, £'000s, "in £ thousands", (%), "thousands of pounds".
struct UnitText {
  let unit: Unit
  /// What figures are multiplied by, as a power of ten.
  let power: Int
  /// The unit as it is written, without brackets and "in".
  let text: String

  /// Takes the unit off the end of a heading: "Spend (£m)", "Spend £000", "Spend_£'000s".
  static func take(from heading: inout String) -> UnitText? {
    let written = Array(heading)
    let folded = UnitText.folded(written)
    guard folded.count == written.count else { return nil }
    if folded.starts(with: "% "), let unit = UnitText(folded[..<1], written) {
      heading = String(written[2...])
      return unit
    }
    var end = folded.endIndex
    while end > 0, folded[end - 1] == " " { end -= 1 }
    if end > 0, folded[end - 1] == ")" || folded[end - 1] == "]" {
      let open = folded[..<end].lastIndex(of: folded[end - 1] == ")" ? "(" : "[")
      guard let open, open + 1 < end else { return nil }
      let inner = (open + 1)..<(end - 1)
      var before = open
      while before > 0, folded[before - 1] == " " { before -= 1 }
      if let unit = UnitText(folded[inner], written), before > 0 {
        heading = String(written[..<before])
        return unit
      }
      // "Spend £ (millions)", "Spend (thousands)".
      guard let power = powers[String(folded[inner]).trimmingSpaces()], before > 0 else { return nil }
      let isPound = folded[before - 1] == "£"
      let words = Set(ColumnGuess.name(String(written[..<open])).split(separator: " ").map(String.init))
      guard isPound || !words.isDisjoint(with: ColumnGuess.money) else { return nil }
      heading = String(written[..<(isPound ? before - 1 : before)]).trimmingSpaces()
      return UnitText(unit: .money, power: power, text: "£ " + String(written[inner]))
    }
    if let unit = UnitText(folded[..<end], written) { return unit }
    for start in 1..<max(1, end) where isMark(folded[start - 1]) {
      guard let unit = UnitText(folded[start..<end], written) else { continue }
      var before = start
      while before > 0, isMark(folded[before - 1]) { before -= 1 }
      guard before > 0 else { return unit }
      heading = String(written[..<before])
      return unit
    }
    return nil
  }

  /// Whether a text is a unit and nothing else.
  static func isUnit(_ text: String) -> Bool {
    let written = Array(text)
    return UnitText(UnitText.folded(written)[...], written) != nil
  }

  /// The unit that a title names anywhere, where it is one of thousands or more.
  static func found(in title: String) -> UnitText? {
    let written = Array(title)
    let folded = UnitText.folded(written)
    guard folded.count == written.count else { return nil }
    func isInside(_ index: Int) -> Bool {
      folded.indices.contains(index)
        && (folded[index].isLetter || folded[index].isNumber || folded[index] == "'")
    }
    for start in folded.indices where !isInside(start - 1) {
      // The longest text that is a unit.
      for end in stride(from: min(folded.count, start + 24), to: start, by: -1) where !isInside(end) {
        guard let unit = UnitText(folded[start..<end], written), unit.unit == .money, unit.power >= 3 else {
          continue
        }
        return unit
      }
    }
    return nil
  }

  // MARK: Reading

  private static let powers: [String: Int] = [
    "k": 3, "thousand": 3, "thousands": 3, "m": 6, "ms": 6, "mn": 6, "mil": 6, "mill": 6, "million": 6,
    "millions": 6, "bn": 9, "billion": 9, "billions": 9,
  ]

  private init(unit: Unit, power: Int, text: String) {
    self.unit = unit
    self.power = power
    self.text = text
  }

  /// A text that is nothing but a unit.
  private init?(_ folded: ArraySlice<Character>, _ written: [Character]) {
    var rest = folded
    func skipSpaces() { while rest.first == " " { rest = rest.dropFirst() } }
    func skip(_ word: String) -> Bool {
      guard rest.starts(with: word) else { return false }
      rest = rest.dropFirst(word.count)
      return true
    }
    skipSpaces()
    while rest.last == " " { rest = rest.dropLast() }
    if skip("in ") { skipSpaces() }
    let text = String(written[rest.indices])
    switch String(rest) {
    case "%": self.init(unit: .percent, power: 0, text: text)
    case "pence": self.init(unit: .money, power: -2, text: text)
    case "gbp": self.init(unit: .money, power: 0, text: text)
    case "thousands of pounds", "thousands of £", "pounds thousands":
      self.init(unit: .money, power: 3, text: text)
    case "millions of pounds", "millions of £", "pounds millions":
      self.init(unit: .money, power: 6, text: text)
    default:
      guard skip("£") else { return nil }
      skipSpaces()
      if rest.isEmpty {
        self.init(unit: .money, power: 0, text: text)
        return
      }
      if let power = UnitText.powers[String(rest)] {
        self.init(unit: .money, power: power, text: text)
        return
      }
      _ = skip("'")
      guard skip("000") else { return nil }
      _ = skip("'")
      _ = skip("s")
      guard rest.isEmpty else { return nil }
      self.init(unit: .money, power: 3, text: text)
    }
  }

  /// In small letters, with one kind of apostrophe.
  private static func folded(_ text: [Character]) -> [Character] {
    text.map { character in
      switch character {
      case "’", "‘", "`", "´": "'"
      case "\u{A0}", "_", "\t": " "
      default: character.lowercased().count == 1 ? Character(character.lowercased()) : character
      }
    }
  }

  private static func isMark(_ character: Character) -> Bool {
    [" ", ",", "-", "–", "—", ":", "/"].contains(character)
  }
}
