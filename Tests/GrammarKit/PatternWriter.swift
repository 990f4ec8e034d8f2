/// Writes productions of characters as regular expressions.
struct PatternWriter {
  /// The two kinds of expressions that editors read.
  enum Dialect {
    /// Oniguruma, for TextMate and Sublime Text.
    case oniguruma
    /// Vim's, with "very magic" switched on.
    case vim
  }

  let grammar: Grammar
  let dialect: Dialect

  /// A production that stands for itself: no letter or digit touches it.
  func token(_ name: String) -> String {
    guard let body = grammar[name]?.body else { return "" }
    return notBehind("[A-Za-z0-9_]") + group(expression(body)) + notBefore("[A-Za-z0-9_]")
  }

  /// A production as it is.
  func production(_ name: String) -> String { grammar[name].map { expression($0.body) } ?? "" }

  /// One of some words that stand for themselves.
  func word(_ words: [String]) -> String {
    let list = words.map(escaped).joined(separator: "|")
    return dialect == .vim ? "<%(\(list))>" : "\\b(?:\(list))\\b"
  }

  /// One of some marks.
  func mark(_ marks: [String]) -> String { group(marks.map(escaped).joined(separator: "|")) }

  func group(_ text: String) -> String { (dialect == .vim ? "%(" : "(?:") + text + ")" }

  func notBehind(_ text: String) -> String { dialect == .vim ? "\(text)@<!" : "(?<!\(text))" }

  func notBefore(_ text: String) -> String { dialect == .vim ? "\(text)@!" : "(?!\(text))" }

  private func expression(_ node: NodeID) -> String {
    switch grammar.nodes[node] {
    case .text(let text): escaped(text)
    // Editors read line by line: what parts an amount from its unit is space.
    case .reference("Gap"): "\\s+"
    case .reference(let name): grammar[name].map { expression($0.body) } ?? ""
    case .characters(let ranges, let isExcluded): characters(ranges, isExcluded)
    case .sequence(let parts): parts.map { isChoice($0) ? group(expression($0)) : expression($0) }.joined()
    case .choice(let parts): parts.map(expression).joined(separator: "|")
    case .optional(let child): atom(child) + (dialect == .vim ? "=" : "?")
    case .star(let child): atom(child) + "*"
    case .plus(let child): atom(child) + "+"
    }
  }

  /// An expression that a mark of repetition may follow.
  private func atom(_ node: NodeID) -> String {
    isOneCharacter(node) ? expression(node) : group(expression(node))
  }

  private func isOneCharacter(_ node: NodeID) -> Bool {
    switch grammar.nodes[node] {
    case .characters: true
    case .text(let text): text.count == 1
    case .reference(let name): grammar[name].map { isOneCharacter($0.body) } ?? false
    default: false
    }
  }

  private func isChoice(_ node: NodeID) -> Bool {
    switch grammar.nodes[node] {
    case .choice: true
    case .reference("Gap"): false
    case .reference(let name): grammar[name].map { isChoice($0.body) } ?? false
    default: false
    }
  }

  /// Editors read line by line, so that line ends need no mention.
  private func characters(_ ranges: [ClosedRange<UInt32>], _ isExcluded: Bool) -> String {
    let ranges = isExcluded ? ranges.filter { $0 != 0xA...0xA && $0 != 0xD...0xD } : ranges
    if ranges.isEmpty { return "." }
    func character(_ value: UInt32) -> String {
      let text = Unicode.Scalar(value).map { String(Character($0)) } ?? ""
      return "\\]^-".contains(text) ? "\\" + text : text
    }
    if !isExcluded, ranges.count == 1, ranges[0].count == 1 {
      return escaped(character(ranges[0].lowerBound))
    }
    let body = ranges.map { range in
      range.count == 1
        ? character(range.lowerBound) : character(range.lowerBound) + "-" + character(range.upperBound)
    }
    return "[" + (isExcluded ? "^" : "") + body.joined() + "]"
  }

  private func escaped(_ text: String) -> String {
    text.map { character in
      let isPlain = character.isLetter || character.isNumber || character == " " || !character.isASCII
      return isPlain ? String(character) : "\\" + String(character)
    }.joined()
  }
}
