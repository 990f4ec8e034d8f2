/// What is wrong with a grammar's text.
public struct GrammarFault: Error, CustomStringConvertible {
  /// Where and what it is.
  public let description: String
}

/// Reads grammars in the EBNF of the W3C: productions, and comments that say what they mean.
///
/// In the comment above a production, `Example:` and `Constraint (name):` begin lines of their own; the rest is
/// its sentence. A comment `/* ---- Title ---- */` begins a section.
public struct GrammarReader {
  private let characters: [Character]
  private var position = 0
  private var grammar = Grammar()
  private var section = ""

  /// Reads a whole file.
  public static func read(_ text: String) throws -> Grammar {
    var reader = GrammarReader(characters: Array(text.replacing("\r\n", with: "\n")))
    try reader.readFile()
    return reader.grammar
  }

  private mutating func readFile() throws {
    var comment = ""
    var isFirst = true
    while true {
      skipSpace()
      guard position < characters.count else { return }
      if starts("/*") {
        comment = try readComment()
        if comment.hasPrefix("----") {
          section = comment.filter { $0 != "-" }.trimmed
          comment = ""
        } else if isFirst {
          comment = ""
        }
        isFirst = false
        continue
      }
      try readProduction(comment)
      comment = ""
    }
  }

  private mutating func readProduction(_ comment: String) throws {
    let line = self.line
    guard let name = readName() else { throw fault("a production was expected") }
    skipSpace()
    guard starts("::=") else { throw fault("::= was expected after \(name)") }
    position += 3
    let start = position
    let body = try readChoice()
    let text = String(characters[start..<position]).collapsed
    let notes = Notes(comment)
    let production = Production(
      name: name, body: body, text: text, summary: notes.summary, constraints: notes.constraints,
      examples: notes.examples, section: section, line: line)
    guard grammar.add(production) else { throw fault("\(name) is defined twice") }
  }

  // MARK: Expressions

  private mutating func readChoice() throws -> NodeID {
    var parts = [try readSequence()]
    skipSpace()
    while starts("|") {
      position += 1
      parts.append(try readSequence())
      skipSpace()
    }
    return parts.count == 1 ? parts[0] : add(.choice(parts))
  }

  private mutating func readSequence() throws -> NodeID {
    var parts: [NodeID] = []
    while let part = try readRepetitionIfPresent() { parts.append(part) }
    guard !parts.isEmpty else { throw fault("something was expected") }
    return parts.count == 1 ? parts[0] : add(.sequence(parts))
  }

  private mutating func readRepetitionIfPresent() throws -> NodeID? {
    guard var node = try readPrimaryIfPresent() else { return nil }
    while position < characters.count {
      switch characters[position] {
      case "?": node = add(.optional(node))
      case "*": node = add(.star(node))
      case "+": node = add(.plus(node))
      default: return node
      }
      position += 1
    }
    return node
  }

  private mutating func readPrimaryIfPresent() throws -> NodeID? {
    skipSpace()
    guard position < characters.count else { return nil }
    switch characters[position] {
    case "(":
      position += 1
      let inner = try readChoice()
      skipSpace()
      guard starts(")") else { throw fault(") was expected") }
      position += 1
      return inner
    case "'", "\"":
      let quote = characters[position]
      guard let end = characters[(position + 1)...].firstIndex(of: quote), end > position + 1 else {
        throw fault("a quoted text was expected")
      }
      let text = String(characters[position + 1..<end])
      position = end + 1
      return add(.text(text))
    case "#":
      let value = try readCode()
      return add(.characters([value...value], isExcluded: false))
    case "[": return try readClass()
    default:
      // A name in front of ::= begins the next production.
      let start = position
      guard let name = readName() else { return nil }
      skipSpace()
      if starts("::=") {
        position = start
        return nil
      }
      position = start + name.count
      return add(.reference(name))
    }
  }

  private mutating func readClass() throws -> NodeID {
    position += 1
    var isExcluded = false
    if starts("^") {
      isExcluded = true
      position += 1
    }
    var ranges: [ClosedRange<UInt32>] = []
    while position < characters.count, characters[position] != "]" {
      let first = try readCode()
      var last = first
      if starts("-") {
        position += 1
        last = try readCode()
      }
      guard first <= last else { throw fault("a range goes down") }
      ranges.append(first...last)
    }
    guard starts("]"), !ranges.isEmpty else { throw fault("] was expected") }
    position += 1
    return add(.characters(ranges, isExcluded: isExcluded))
  }

  /// A character, by itself or as `#xN`.
  private mutating func readCode() throws -> UInt32 {
    if starts("#x") {
      position += 2
      let start = position
      while position < characters.count, characters[position].isHexDigit { position += 1 }
      guard let value = UInt32(String(characters[start..<position]), radix: 16) else {
        throw fault("a number was expected after #x")
      }
      return value
    }
    guard position < characters.count, let scalar = characters[position].unicodeScalars.first else {
      throw fault("a character was expected")
    }
    position += 1
    return scalar.value
  }

  // MARK: Characters

  private mutating func add(_ node: Node) -> NodeID {
    grammar.nodes.append(node)
    return grammar.nodes.count - 1
  }

  private mutating func readName() -> String? {
    let start = position
    while position < characters.count, characters[position].isLetter || characters[position].isNumber {
      position += 1
    }
    return position > start ? String(characters[start..<position]) : nil
  }

  private mutating func readComment() throws -> String {
    let start = position + 2
    position = start
    while position < characters.count, !starts("*/") { position += 1 }
    guard starts("*/") else { throw fault("a comment has no end") }
    let text = String(characters[start..<position])
    position += 2
    return text.trimmed
  }

  private mutating func skipSpace() {
    while position < characters.count, characters[position].isWhitespace { position += 1 }
  }

  private func starts(_ text: String) -> Bool { characters[position...].starts(with: text) }

  private var line: Int { characters[..<position].count { $0 == "\n" } + 1 }

  private func fault(_ text: String) -> GrammarFault { GrammarFault(description: "line \(line): \(text)") }
}

/// What the comment above a production says.
private struct Notes {
  var summary = ""
  var constraints: [(name: String, text: String)] = []
  var examples: [String] = []

  init(_ comment: String) {
    for line in comment.split(separator: "\n").map({ String($0).trimmed }) {
      if line.hasPrefix("Example: ") {
        examples.append(String(line.dropFirst(9)))
      } else if line.hasPrefix("Constraint ("), let end = line.firstIndex(of: ")") {
        let name = line[line.index(line.startIndex, offsetBy: 12)..<end]
        constraints.append((String(name), String(line[line.index(end, offsetBy: 2)...]).trimmed))
      } else {
        summary += (summary.isEmpty ? "" : " ") + line
      }
    }
  }
}

extension String {
  /// Without space at either end.
  var trimmed: String {
    String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }

  /// With single spaces for all runs of space, and none at either end.
  public var collapsed: String { split { $0.isWhitespace }.joined(separator: " ") }
}
