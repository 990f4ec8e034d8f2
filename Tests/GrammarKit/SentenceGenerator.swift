/// Makes sentences of a grammar at random, the same from the same seed.
///
/// What the grammar's constraints ask for is kept: `knownConstraints` has those that this generator knows.
public struct SentenceGenerator {
  /// The constraints that are kept.
  public static let knownConstraints: Set<String> = [
    "few-shapers", "one-of-each", "each-once", "rising", "at-least-one", "up-to-30", "known", "new",
    "following", "letters", "not-blank", "same-dimension", "dimension-first",
  ]

  private let grammar: Grammar
  private let words: SentenceWords
  private let costs: [Int]
  private var random: SeededRandom
  private var pieces: [String] = []
  /// How many productions stand inside one another.
  private var depth = 0
  private var depthLimit = 0
  /// How many pieces a sentence may have before it comes to its end.
  private var sizeLimit = 0
  /// The productions that are being made, from the outermost.
  private var path: [String] = []
  /// The kinds of clauses that the present question has.
  private var usedClauses: Set<NodeID> = []
  /// The dimension that the next place is to be of.
  private var wantedDimension: Int?
  /// The dimension that a condition is about.
  private var testDimension: Int?
  /// How many pieces stood in front of the present test.
  private var testStart = 0
  /// The year before which the next year of a span may not lie.
  private var firstYear: Int?
  /// For each node how often it was passed.
  public private(set) var passed: [Int]

  /// A generator that starts at a seed.
  public init(_ grammar: Grammar, words: SentenceWords, seed: UInt64) {
    self.grammar = grammar
    self.words = words
    random = SeededRandom(seed: seed)
    costs = SentenceGenerator.costs(grammar)
    passed = [Int](repeating: 0, count: grammar.nodes.count)
  }

  /// A sentence that a production derives.
  public mutating func sentence(_ name: String) -> String {
    pieces = []
    depth = 0
    depthLimit = random.pick([12, 16, 20])
    sizeLimit = random.pick([4, 8, 12, 20])
    make(production: name)
    return joined()
  }

  /// A text that a production of characters derives.
  public mutating func characters(_ name: String) -> String {
    pieces = []
    depth = 0
    (depthLimit, sizeLimit) = (20, 40)
    path = [name]
    if let body = grammar[name]?.body { make(body) }
    path = []
    return pieces.joined()
  }

  /// How deep each node goes at least.
  private static func costs(_ grammar: Grammar) -> [Int] {
    let endless = 1000
    var costs = [Int](repeating: endless, count: grammar.nodes.count)
    var isChanging = true
    while isChanging {
      isChanging = false
      for (id, node) in grammar.nodes.enumerated() {
        let cost =
          switch node {
          case .text, .characters, .optional, .star: 0
          case .reference(let name):
            grammar[name].map { $0.isToken ? 0 : min(endless, costs[$0.body] + 1) } ?? endless
          case .sequence(let parts): parts.map { costs[$0] }.max() ?? 0
          case .choice(let parts): parts.map { costs[$0] }.min() ?? 0
          case .plus(let child): costs[child]
          }
        if cost < costs[id] {
          costs[id] = cost
          isChanging = true
        }
      }
    }
    return costs
  }

  // MARK: Nodes

  private mutating func make(production name: String) {
    guard let production = grammar[name] else { return }
    if production.isToken {
      if path.last?.first?.isUppercase ?? false {
        path.append(name)
        make(production.body)
        path.removeLast()
      } else {
        makeToken(name)
      }
      return
    }
    depth += 1
    path.append(name)
    let constraints = Set(production.constraints.map(\.name))
    if constraints.contains("each-once") {
      let outer = usedClauses
      usedClauses = []
      make(production.body)
      usedClauses = outer
    } else if constraints.contains("same-dimension") {
      let outer = testDimension
      testDimension = nil
      testStart = pieces.count
      make(production.body)
      testDimension = outer
    } else if name == "listed", let dimension = testDimension {
      makePlace(production, dimension)
    } else if constraints.contains("rising") {
      firstYear = .min
      make(production.body)
      firstYear = nil
    } else if name == "place", let dimension = wantedDimension ?? testDimension {
      wantedDimension = nil
      makePlace(production, dimension)
    } else {
      make(production.body)
    }
    path.removeLast()
    depth -= 1
  }

  private mutating func make(_ node: NodeID) {
    passed[node] += 1
    switch grammar.nodes[node] {
    case .text(let text): makeText(text)
    case .reference(let name): make(production: name)
    case .characters(let ranges, let isExcluded): makeCharacter(ranges, isExcluded)
    case .sequence(let parts): for part in parts { make(part) }
    case .choice(let parts): make(choose(parts))
    case .optional(let child):
      if hasRoom(child), random.once(in: 2) { make(child) }
    case .star(let child):
      if case .reference("slice") = grammar.nodes[child] { return makeSlices(child) }
      for _ in 0..<repetitions(child) { make(child) }
    case .plus(let child):
      make(child)
      for _ in 0..<repetitions(child) where !isUsedUp { make(child) }
    }
  }

  private func hasRoom(_ node: NodeID) -> Bool {
    pieces.count < sizeLimit && depth + costs[node] < depthLimit
  }

  private mutating func repetitions(_ child: NodeID) -> Int {
    guard hasRoom(child) else { return 0 }
    return random.pick([0, 0, 0, 0, 1, 1, 2])
  }

  private mutating func choose(_ parts: [NodeID]) -> NodeID {
    let isClause = path.last == "clause"
    var open = isClause ? parts.filter { !usedClauses.contains($0) } : parts
    if path.last == "subject", path.contains("test"), pieces.count == testStart {
      open = open.filter { grammar.nodes[$0] != .reference("Dimension") }
    }
    let candidates = open.filter(hasRoom)
    let cheapest = open.map { costs[$0] }.min() ?? 0
    let part = pickRare(candidates.isEmpty ? open.filter { costs[$0] == cheapest } : candidates)
    // "for" may stand once for each dimension.
    if isClause, grammar.nodes[part] != .reference("for") { usedClauses.insert(part) }
    return part
  }

  /// Of two picks the one that was passed less often, so that all parts get their turn; most statements are questions.
  private mutating func pickRare(_ parts: [NodeID]) -> NodeID {
    if path.last == "statement", let question = parts.last, !random.once(in: 4) { return question }
    let (first, second) = (random.pick(parts), random.pick(parts))
    return passed[first] <= passed[second] ? first : second
  }

  private var isUsedUp: Bool { path.last == "clauses" && usedClauses.count > 6 }

  // MARK: Names and years

  private mutating func makeSlices(_ child: NodeID) {
    var dimensions = Set((words.names["Member"] ?? []).compactMap(\.dimension)).sorted()
    dimensions.shuffle(using: &random)
    for dimension in dimensions where random.once(in: 2) {
      wantedDimension = dimension
      make(child)
    }
    wantedDimension = nil
  }

  /// Makes a place of a dimension: one of the alternatives of a production.
  private mutating func makePlace(_ production: Production, _ dimension: Int) {
    let kinds = grammar.children(production.body).filter { part in
      guard case .reference(let name) = grammar.nodes[part] else { return dimension == words.yearDimension }
      if name == "Year" { return dimension == words.yearDimension }
      return words.names[name]?.contains { $0.dimension == dimension } ?? false
    }
    let part = random.pick(kinds)
    passed[part] += 1
    guard case .reference(let name) = grammar.nodes[part] else {
      firstYear = .min
      make(part)
      firstYear = nil
      return
    }
    if name == "Year" {
      append(SentenceWords.year(random.pick(words.years), &random))
    } else {
      let names = (words.names[name] ?? []).filter { $0.dimension == dimension }
      append(SentenceWords.varied(random.pick(names).text, &random))
    }
  }

  /// Makes a token: a name or a year out of those that are known, anything else character by character.
  private mutating func makeToken(_ name: String) {
    if var names = words.names[name] {
      if name == "Dimension", path.last == "test" {
        let dimension = random.pick(names)
        testDimension = dimension.dimension
        names = [dimension]
      } else if name == "Dimension", let testDimension {
        names = names.filter { $0.dimension == testDimension }
      }
      append(SentenceWords.varied(random.pick(names).text, &random))
      return
    }
    switch name {
    case "Name":
      append(
        SentenceWords.varied(
          random.pick(words.names.sorted { $0.key < $1.key }.flatMap(\.value)).text, &random))
    case "NewName":
      append(random.pick(["zeta", "the Far Side", "our 2nd plan", "\"odd: name\"", "plan by age"]))
    case "File": append("\"mine.riepl\"")
    case "Text": append(random.pick(words.texts))
    case "Year": makeYear()
    case "Whole": append(wholeNumber())
    default:
      // Amounts and marks are made of characters, and are one piece.
      let outer = pieces
      pieces = []
      path.append(name)
      if let body = grammar[name]?.body { make(body) }
      path.removeLast()
      let token = pieces.joined()
      pieces = outer
      append(token)
    }
  }

  private mutating func makeYear() {
    var years = words.years
    if let firstYear { years = years.filter { $0 >= firstYear } }
    // A projection may go on behind the data.
    if path.last == "until" || path.last == "rates" { years += [2011, 2013, 2020] }
    let year = random.pick(years)
    if firstYear != nil { firstYear = year }
    append(SentenceWords.year(year, &random))
  }

  private mutating func wholeNumber() -> String {
    let isCut = path.last == "cut"
    return random.pick(isCut ? ["1", "3", "27", "1,000", "1000000000"] : ["0", "1", "2", "30", "007"])
  }

  // MARK: Characters

  private mutating func makeCharacter(_ ranges: [ClosedRange<UInt32>], _ isExcluded: Bool) {
    if isExcluded {
      // Characters that may stand anywhere, but for those excluded.
      let some = Array("az 09,.-'é£").filter { character in
        character.unicodeScalars.allSatisfy { scalar in !ranges.contains { $0.contains(scalar.value) } }
      }
      return pieces.append(String(random.pick(some)))
    }
    let range = random.pick(ranges)
    let value = UInt32.random(
      in: range.lowerBound...min(range.upperBound, range.lowerBound + 60), using: &random)
    if let scalar = Unicode.Scalar(value) { pieces.append(String(Character(scalar))) }
  }

  private mutating func makeText(_ text: String) {
    let isCharacters = path.last?.first?.isUppercase ?? false
    if isCharacters { return pieces.append(random.once(in: 6) ? text.uppercased() : text) }
    let spelling = random.pick(words.spellings[text] ?? [text])
    switch Int.random(in: 0..<8, using: &random) {
    case 0: append(spelling.uppercased())
    case 1: append(spelling.prefix(1).uppercased() + spelling.dropFirst())
    default: append(spelling)
    }
  }

  private mutating func append(_ piece: String) { pieces.append(piece) }

  // MARK: Layout

  /// The pieces with whatever may stand between them.
  private mutating func joined() -> String {
    var text = ""
    for (index, piece) in pieces.enumerated() {
      if index > 0 { text += separator(pieces[index - 1], piece) }
      text += piece
    }
    if random.once(in: 12) { text += " # a comment" }
    return text
  }

  private mutating func separator(_ before: String, _ behind: String) -> String {
    if before == "(" || behind == ")" || behind == ",", random.once(in: 2) { return "" }
    switch Int.random(in: 0..<40, using: &random) {
    case 0: return "  "
    case 1: return "\t"
    case 2: return "\n "
    case 3: return " # why\n# and why not\n\t"
    case 4: return "\u{A0}"
    case 5: return " the "
    case 6: return "\r\n  "
    default: return " "
    }
  }
}
