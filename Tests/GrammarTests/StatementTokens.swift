import GrammarKit
@testable import RieplSyntax

/// The tokens of one statement as riepl's own lexer reads them, matched with the terminals of the grammar.
struct StatementTokens {
  private var parser: Parser
  private var tokens: [Token] { Array(parser.lexer.tokens) }
  private let literals: [Literal]
  /// The position of the first token of what a text has besides the statement.
  let count: Int

  /// The tokens of the first statement of a text; nil where the lexer finds none.
  init?(_ text: String, _ vocabulary: Vocabulary) throws(Diagnostic) {
    parser = Parser(vocabulary: vocabulary)
    try parser.read(SourceText(text))
    guard try parser.lexer.readStatement(vocabulary) else { return nil }
    literals = Array(parser.lexer.literals)
    count = parser.lexer.tokens.count - 1
  }

  /// The texts of the tokens.
  var texts: [String] { tokens.dropLast().map { parser.text($0.range) } }

  /// Whether the grammar derives the statement, and through which nodes.
  func derivation(_ grammar: Grammar) -> (nodes: Set<NodeID>, names: Set<String>)? {
    var matcher = self
    let subjects = Set(grammar["subject"].map { grammar.leaves($0) } ?? [])
    var recogniser = Recogniser(grammar, count: count) { id, place in
      let ends = matcher.ends(grammar.nodes[id], place)
      guard grammar.nodes[id] == .reference("Dimension"), subjects.contains(id) else { return ends }
      return ends?.filter { !matcher.isTested(place, $0) }
    }
    return recogniser.derivation("statement")
  }

  /// Where a terminal ends that starts at a token; nil for what is no terminal.
  private mutating func ends(_ node: Node, _ place: Int) -> [Int]? {
    switch node {
    case .text(let text): return place < count && matches(tokens[place], text) ? [place + 1] : []
    case .reference(let name) where name.first?.isUppercase ?? false:
      return place < count ? ends(of: name, place) : []
    default: return nil
    }
  }

  /// Whether a dimension from a token to another begins a condition and stands in front of a comparison: then it is
  /// tested for its members, and is no figure (the constraint dimension-first).
  private func isTested(_ place: Int, _ end: Int) -> Bool {
    guard tokens[..<place].contains(where: { $0.language == .where }) else { return false }
    let before = tokens[..<place].last { $0.kind != .leftBracket }
    guard [.where, .not, .and, .or].contains(before?.language) else { return false }
    switch tokens[end].kind {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: return true
    default: break
    }
    switch tokens[end].language {
    case .is, .in, .not, .above, .below, .more, .less, .between, .except: return true
    case .at: return [.least, .most].contains(tokens[min(end + 1, count)].language)
    default: return false
    }
  }

  private func matches(_ token: Token, _ text: String) -> Bool {
    if let entry = WordTable.entries.first(where: { $0.spellings[0] == text }) {
      return token.language == entry.word
    }
    guard token.language == nil || !(text.first?.isLetter ?? false) else { return false }
    return token.kind != .quoted && parser.text(token.range).lowercased() == text
  }

  private mutating func ends(of name: String, _ place: Int) -> [Int] {
    let token = tokens[place]
    switch name {
    case "Number": return literal(place, [.number])
    case "Money": return literal(place, [.money])
    case "Percent": return literal(place, [.percent])
    case "Rate": return literal(place, [.rate])
    case "Points": return literal(place, [.points])
    case "Whole":
      guard token.kind == .literal else { return [] }
      let value = literals[Int(token.literal)]
      return value.unit == .number && value.scale == 0 && value.digits == nil ? [place + 1] : []
    case "Year":
      if token.kind == .year { return [place + 1] }
      return parser.isShortYear(at: place) ? [place + 3] : []
    case "Unit": return token.kind == .unit ? [place + 1] : []
    case "File", "Quoted": return token.kind == .quoted ? [place + 1] : []
    case "Text": return Array(place + 1...count)
    case "NewName":
      var end = place
      while end < count, tokens[end].kind != .equal { end += 1 }
      return end > place ? [end] : []
    case "Name": return named(place, .any, .any)
    case "Measure": return named(place, .figures, .measure)
    case "Fact": return named(place, .figures, .fact)
    case "Definition": return named(place, .figures, .definition)
    case "Dimension":
      return Array(Set(named(place, .dimension, .dimension) + named(place, .figures, .dimension)))
    case "Member": return named(place, .places, .member)
    case "Group": return named(place, .places, .group)
    case "Dataset": return named(place, .dataset, .dataset)
    case "Minus": return token.kind == .minus ? [place + 1] : []
    case "Times": return token.kind == .times ? [place + 1] : []
    case "Over": return token.kind == .divide ? [place + 1] : []
    case "ToThePower": return token.kind == .power ? [place + 1] : []
    case "Equals": return token.kind == .equal ? [place + 1] : []
    case "Unequal": return token.kind == .notEqual ? [place + 1] : []
    case "AtMost": return token.kind == .lessOrEqual ? [place + 1] : []
    case "AtLeast": return token.kind == .greaterOrEqual ? [place + 1] : []
    default: return []
    }
  }

  private func literal(_ place: Int, _ units: Set<LiteralUnit>) -> [Int] {
    guard tokens[place].kind == .literal else { return [] }
    return units.contains(literals[Int(tokens[place].literal)].unit) ? [place + 1] : []
  }

  /// The longest name that may stand at a place, where it is of the kind that is asked for.
  private mutating func named(_ place: Int, _ allowed: NameKinds, _ kind: NameKinds) -> [Int] {
    guard let match = parser.matchName(allowed, at: place) else { return [] }
    return kind.contains(parser.vocabulary[match.name].kind) ? [match.next] : []
  }
}
