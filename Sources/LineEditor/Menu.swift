/// The candidates of a completion, in rows under the text.
struct Menu {
  /// More rows than this are scrolled.
  static let mostRows = 10

  let candidates: [Candidate]
  /// The text and cursor before a candidate was taken.
  let base: (text: [Unicode.Scalar], cursor: Int)
  /// The text that the candidates' ranges are of.
  private let source: [Unicode.Scalar]
  /// The columns of the widest candidate.
  private let widest: Int
  /// Which candidate stands in the text.
  private(set) var selected: Int?
  /// The text and cursor that the menu belongs to: with any others it is out of date.
  private(set) var text: [Unicode.Scalar]
  private(set) var cursor: Int

  /// A menu for candidates of a text, which may have got longer by what all of them have in common.
  init(_ candidates: [Candidate], of source: [Unicode.Scalar], text: [Unicode.Scalar], cursor: Int) {
    self.candidates = candidates
    self.source = source
    self.text = text
    self.cursor = cursor
    base = (text, cursor)
    widest = candidates.map { CellWidth.columns(of: $0.display) }.max() ?? 0
  }

  /// Takes the next candidate, or the one before: the new text and cursor.
  mutating func step(forwards: Bool) -> (text: [Unicode.Scalar], cursor: Int) {
    let count = candidates.count
    let next = selected.map { ($0 + (forwards ? 1 : count - 1)) % count } ?? (forwards ? 0 : count - 1)
    selected = next
    (text, cursor) = Menu.applied(candidates[next], to: source)
    return (text, cursor)
  }

  /// A text with a candidate in it, and the cursor behind that.
  static func applied(_ candidate: Candidate, to text: [Unicode.Scalar]) -> (
    text: [Unicode.Scalar], cursor: Int
  ) {
    let start = Offsets.scalar(text, candidate.replacement.lowerBound)
    let end = max(start, Offsets.scalar(text, candidate.replacement.upperBound))
    let new = Array(candidate.text.unicodeScalars)
    return (text[..<start] + new + text[end...], start + new.count)
  }

  /// What all candidates begin with beyond what was typed: the text and cursor with that put in, or nil.
  ///
  /// Candidates may replace different stretches, so what is compared are the texts up to the cursor that they
  /// make.
  static func common(_ candidates: [Candidate], _ text: [Unicode.Scalar], _ cursor: Int) -> (
    text: [Unicode.Scalar], cursor: Int
  )? {
    var common: [Unicode.Scalar]?
    for candidate in candidates {
      if Offsets.scalar(text, candidate.replacement.upperBound) > cursor { return nil }
      let applied = applied(candidate, to: text)
      let made = applied.text[..<applied.cursor]
      common = common.map { Array(zip($0, made).prefix { $0 == $1 }.map(\.0)) } ?? Array(made)
    }
    guard let common, common.count > cursor else { return nil }
    // What was typed may have other capitals, but no other letters.
    let typed = String(text[..<cursor]).lowercased()
    guard String(common).lowercased().hasPrefix(typed) else { return nil }
    return (common + text[cursor...], common.count)
  }

  /// The rows of the menu, as many as there is room for.
  func lines(room: Int, columns: Int, hasUnicode: Bool) -> [StyledText] {
    let room = min(room, Menu.mostRows)
    guard room > 0 else { return [] }
    let isScrolled = candidates.count > room
    let shown = isScrolled && room > 1 ? room - 1 : min(room, candidates.count)
    let top = max(0, min((selected ?? 0) - shown / 2, candidates.count - shown))
    let width = min(widest, max(8, columns / 2))
    var lines: [StyledText] = []
    for index in top..<top + shown {
      let candidate = candidates[index]
      let (scalars, taken) = CellWidth.clipped(candidate.display, to: width)
      let style: Style = index == selected ? .reverse : .plain
      let name = " " + String(scalars) + String(repeating: " ", count: width - taken) + " "
      let description = candidate.description.isEmpty ? "" : " \(candidate.description) "
      lines.append(StyledText(.init(name, style), .init(description, index == selected ? .reverse : .grey)))
    }
    if isScrolled, room > 1 {
      let place = selected.map { "\($0 + 1)/\(candidates.count)" } ?? "\(candidates.count) candidates"
      lines.append(StyledText(" " + place, .grey))
    }
    return lines
  }
}
