import RieplSyntax

/// What could stand in place of a question mark.
public struct BlankFills: Sendable {
  /// Things of one kind that could.
  public struct Item: Sendable {
    /// What they are.
    public let kind: Kind
    /// What is to be typed for each of those that are shown, and the whole statement with it.
    public internal(set) var examples: [(text: String, statement: String)]
    /// How many there are.
    public internal(set) var count: Int
  }

  /// What something is that could stand there.
  public enum Kind: Sendable, Hashable {
    case dimension
    /// Members of a dimension, by its number.
    case members(Int)
    /// All members of a dimension together, or a group that has a name.
    case group
    case measure, fact, definition
    /// A word of the language.
    case word
    case year
    /// A number, an amount, a rate or a unit.
    case literal(Literal)
  }

  /// What can be written with digits and signs, each with an example.
  public enum Literal: String, CaseIterable, Sendable, Hashable {
    case number = "3"
    case money = "£5m"
    case percent = "3%"
    case unit = "£m"
    case text = "\"East\""
  }

  /// What could stand there, names first.
  public let items: [Item]
}

extension Workspace {
  /// So many statements are tried for one blank at most.
  private static let tries = 300
  /// So many members of one dimension are examples.
  private static let examples = 3

  /// What could stand in place of the first question mark of the statement that was read last; nil where it has none,
  /// or where nothing could.
  func fills(_ error: Diagnostic) -> BlankFills? {
    guard error.code != .questionMark, let (front, backs) = parser.blankStatement else { return nil }
    var found: [BlankFills.Item] = []
    var places: [BlankFills.Kind: Int] = [:]
    var left = Workspace.tries
    func add(_ kind: BlankFills.Kind, _ text: String) {
      let place = places[kind]
      // Of many members that may all stand there a few are examples.
      if let place, case .members = kind, found[place].examples.count >= Workspace.examples {
        found[place].count += 1
        return
      }
      guard left > 0, let statement = filled(front, text, backs, &left) else { return }
      if let place {
        found[place].examples.append((text, statement))
        found[place].count += 1
      } else {
        places[kind] = found.count
        found.append(BlankFills.Item(kind: kind, examples: [(text, statement)], count: 1))
      }
    }
    for completion in Completer.completions(front, at: front.utf8.count, parser.vocabulary)
    where Int(completion.replaced.start) == front.utf8.count {
      if let kind = kind(completion.kind) { add(kind, completion.text) }
    }
    for literal in BlankFills.Literal.allCases { add(.literal(literal), literal.rawValue) }
    return found.isEmpty ? nil : BlankFills(items: found)
  }

  /// Whether the first statement of a text has a question mark that something could stand in place of.
  public func hasBlank(_ text: String) -> Bool {
    guard text.utf8.contains(UInt8(ascii: "?")) else { return false }
    var copy = self
    do throws(Diagnostic) {
      try copy.read(SourceText(text))
      _ = try copy.parser.parsePlainStatement()
      return false
    } catch {
      return copy.fills(error) != nil
    }
  }

  private func kind(_ kind: Completion.Kind) -> BlankFills.Kind? {
    switch kind {
    case .word: .word
    case .year: catalog.yearDimension.map { .members($0) } ?? .year
    case .name(.dimension): .dimension
    case .name(.member(let dimension, _)): .members(dimension)
    case .name(.whole), .name(.group): .group
    case .name(.measure): .measure
    case .name(.fact): .fact
    case .name(.definition): .definition
    case .name: nil
    }
  }

  /// A whole statement that has an answer, with a text in place of the first question mark; nil where there is none.
  private func filled(_ front: String, _ text: String, _ backs: [String], _ left: inout Int) -> String? {
    // What stands in place of other question marks is any that will do.
    var statements = [front + text + (backs.first ?? "")]
    for back in backs.dropFirst() {
      let others = otherFills
      statements = statements.flatMap { statement in others.map { statement + $0 + back } }
    }
    for statement in statements.prefix(64) {
      left -= 1
      if isAnswered(statement) { return statement }
    }
    return nil
  }

  private var otherFills: [String] {
    var texts = catalog.dimensions.map(\.name)
    if let measure = catalog.measures.first { texts.append(measure.name) }
    for dimension in catalog.dimensions where !dimension.needsQuotes {
      if let member = dimension.members.first { texts.append(member.name) }
    }
    return texts + BlankFills.Literal.allCases.map(\.rawValue)
  }

  /// Whether a statement has an answer; over large files whether it has a meaning.
  private func isAnswered(_ text: String) -> Bool {
    do throws(Diagnostic) {
      guard try preview(SourceText(text)) != nil else { return false }
      guard catalog.datasets.allSatisfy({ $0.rows < 10_000 }) else { return true }
      var copy = self
      try copy.read(SourceText(text))
      return try copy.next() != nil
    } catch {
      return false
    }
  }
}
