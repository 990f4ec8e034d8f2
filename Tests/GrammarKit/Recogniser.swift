/// Finds out whether a grammar derives a run of terminals, and which of its nodes a derivation passes.
///
/// Any grammar without left recursion will do: every way is followed, and each result is kept.
public struct Recogniser {
  private let grammar: Grammar
  private let count: Int
  private let match: (NodeID, Int) -> [Int]?
  private var known: [Int: [Int]] = [:]

  /// A recogniser of one run of terminals.
  ///
  /// - Parameters:
  ///   - count: How many terminals there are.
  ///   - match: Where a node ends that starts at a place and is a terminal; nil for one that is not.
  public init(_ grammar: Grammar, count: Int, match: @escaping (NodeID, Int) -> [Int]?) {
    self.grammar = grammar
    self.count = count
    self.match = match
  }

  /// Whether a production derives the whole run.
  public mutating func accepts(_ name: String) -> Bool {
    guard let production = grammar[name] else { return false }
    return ends(production.body, 0).contains(count)
  }

  /// The nodes on one derivation of the whole run, and the names of the productions; nil where there is none.
  public mutating func derivation(_ name: String) -> (nodes: Set<NodeID>, names: Set<String>)? {
    guard accepts(name), let production = grammar[name] else { return nil }
    var found = Derivation(names: [name])
    derive(production.body, 0, count, &found)
    return (found.nodes, found.names)
  }

  private struct Derivation {
    var nodes: Set<NodeID> = []
    var names: Set<String> = []
  }

  // MARK: Ends

  private mutating func ends(_ node: NodeID, _ start: Int) -> [Int] {
    let key = node * (count + 1) + start
    if let result = known[key] { return result }
    // A node that is asked for again before it is known could only go on for ever.
    known[key] = []
    let result = Array(Set(findEnds(node, start))).sorted(by: >)
    known[key] = result
    return result
  }

  private mutating func findEnds(_ node: NodeID, _ start: Int) -> [Int] {
    if let terminal = match(node, start) { return terminal }
    switch grammar.nodes[node] {
    case .text, .characters: return []
    case .reference(let name): return grammar[name].map { ends($0.body, start) } ?? []
    case .sequence(let parts):
      var places = [start]
      for part in parts {
        var next: [Int] = []
        for place in places { next += ends(part, place) }
        places = Array(Set(next))
        if places.isEmpty { return [] }
      }
      return places
    case .choice(let parts):
      var result: [Int] = []
      for part in parts { result += ends(part, start) }
      return result
    case .optional(let child): return [start] + ends(child, start)
    case .star(let child): return [start] + repeated(child, start)
    case .plus(let child): return repeated(child, start)
    }
  }

  private mutating func repeated(_ child: NodeID, _ start: Int) -> [Int] {
    var found: Set<Int> = []
    var open = [start]
    while let place = open.popLast() {
      for end in ends(child, place) where found.insert(end).inserted { open.append(end) }
    }
    return Array(found)
  }

  // MARK: Derivations

  private mutating func derive(_ node: NodeID, _ start: Int, _ end: Int, _ found: inout Derivation) {
    found.nodes.insert(node)
    switch grammar.nodes[node] {
    case .text, .characters: return
    case .reference(let name):
      found.names.insert(name)
      guard match(node, start) == nil, let production = grammar[name] else { return }
      derive(production.body, start, end, &found)
    case .sequence(let parts): derive(parts[...], start, end, &found)
    case .choice(let parts):
      guard let part = parts.first(where: { ends($0, start).contains(end) }) else { return }
      derive(part, start, end, &found)
    case .optional(let child):
      if start < end { derive(child, start, end, &found) }
    case .star(let child), .plus(let child):
      var place = start
      while place < end {
        let next = ends(child, place).filter { middle in
          middle > place && (middle == end || repeated(child, middle).contains(end))
        }
        guard let middle = next.first else { return }
        derive(child, place, middle, &found)
        place = middle
      }
    }
  }

  private mutating func derive(
    _ parts: ArraySlice<NodeID>, _ start: Int, _ end: Int, _ found: inout Derivation
  ) {
    guard let first = parts.first else { return }
    let rest = parts.dropFirst()
    for middle in ends(first, start) where reaches(rest, middle, end) {
      derive(first, start, middle, &found)
      derive(rest, middle, end, &found)
      return
    }
  }

  private mutating func reaches(_ parts: ArraySlice<NodeID>, _ start: Int, _ end: Int) -> Bool {
    guard let first = parts.first else { return start == end }
    return ends(first, start).contains { middle in
      middle <= end && reaches(parts.dropFirst(), middle, end)
    }
  }
}
