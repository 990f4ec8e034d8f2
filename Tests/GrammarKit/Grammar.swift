/// A node of a grammar: its number among `Grammar.nodes`.
public typealias NodeID = Int

/// A part of a production.
public enum Node: Sendable, Hashable {
  /// A word, a mark or characters in quotes.
  case text(String)
  /// The name of a production.
  case reference(String)
  /// One character out of ranges, or none out of them.
  case characters([ClosedRange<UInt32>], isExcluded: Bool)
  case sequence([NodeID])
  case choice([NodeID])
  case optional(NodeID)
  /// None, one or several.
  case star(NodeID)
  /// One or several.
  case plus(NodeID)
}

/// A production with what its comment says.
public struct Production: Sendable {
  /// What stands left of `::=`.
  public let name: String
  /// What stands right of it.
  public let body: NodeID
  /// What stands right of it, as it is written, with single spaces.
  public let text: String
  /// One plain sentence about it.
  public let summary: String
  /// What EBNF can't say: a short name, and a sentence.
  public let constraints: [(name: String, text: String)]
  /// Statements that use it.
  public let examples: [String]
  /// The heading that it stands under.
  public let section: String
  /// The number of its line.
  public let line: Int

  /// Whether it is made of characters, and so is one token.
  public var isToken: Bool { name.first?.isUppercase ?? false }
}

/// A grammar in the EBNF of the W3C.
public struct Grammar: Sendable {
  /// All productions, in the order of the file.
  public private(set) var productions: [Production] = []
  /// All parts of all productions.
  public internal(set) var nodes: [Node] = []
  private var numbers: [String: Int] = [:]

  init() {}

  /// The production of a name.
  public subscript(name: String) -> Production? { numbers[name].map { productions[$0] } }

  /// Adds a production; false where there is one of that name.
  mutating func add(_ production: Production) -> Bool {
    guard numbers[production.name] == nil else { return false }
    numbers[production.name] = productions.count
    productions.append(production)
    return true
  }

  /// The parts that a node is made of.
  public func children(_ id: NodeID) -> [NodeID] {
    switch nodes[id] {
    case .text, .reference, .characters: []
    case .sequence(let list), .choice(let list): list
    case .optional(let child), .star(let child), .plus(let child): [child]
    }
  }

  /// A node and all parts of it, in the order in which they are written.
  public func descendants(_ id: NodeID) -> [NodeID] {
    [id] + children(id).flatMap { descendants($0) }
  }

  /// The nodes of a production that have no parts.
  public func leaves(_ production: Production) -> [NodeID] {
    descendants(production.body).filter { children($0).isEmpty }
  }

  /// The names that a production refers to.
  public func references(_ production: Production) -> [String] {
    leaves(production).compactMap { if case .reference(let name) = nodes[$0] { name } else { nil } }
  }

  /// The names of all productions that can be reached from some.
  public func reachable(from roots: [String]) -> Set<String> {
    var found: Set<String> = []
    var open = roots
    while let name = open.popLast() {
      guard found.insert(name).inserted, let production = self[name] else { continue }
      open += references(production)
    }
    return found
  }

  /// The words in quotes that productions of tokens use, in the order of the file.
  public var words: [String] {
    var found: [String] = []
    for production in productions where !production.isToken {
      for case .text(let text) in leaves(production).map({ nodes[$0] }) where !found.contains(text) {
        if text.first?.isLetter ?? false { found.append(text) }
      }
    }
    return found
  }

  /// A node as it may be written, for messages.
  public func describe(_ id: NodeID) -> String {
    switch nodes[id] {
    case .text(let text): text.contains("'") ? "\"\(text)\"" : "'\(text)'"
    case .reference(let name): name
    case .characters: "[…]"
    case .sequence(let list): list.map(describe).joined(separator: " ")
    case .choice(let list): "( " + list.map(describe).joined(separator: " | ") + " )"
    case .optional(let child): "( \(describe(child)) )?"
    case .star(let child): "( \(describe(child)) )*"
    case .plus(let child): "( \(describe(child)) )+"
    }
  }
}
