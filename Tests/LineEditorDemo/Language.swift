import LineEditor

/// The toy language: words, numbers, 'strings', brackets; a statement ends with a semicolon.
enum Language {
  static let keywords: Set<String> = ["sum", "by", "where", "sort", "quit", "work", "partial"]
  static let names = [
    "North East", "North West", "South East", "allocation", "allowance", "efficiency", "sum", "sort",
  ]

  private static let known = Set(names.flatMap { $0.lowercased().split(separator: " ").map(String.init) })

  static func hooks(_ history: History) -> Hooks {
    var hooks = Hooks()
    hooks.highlight = { text, cursor in highlight(text, cursor) }
    hooks.complete = { text, cursor in complete(text, cursor) }
    hooks.suggest = { history.suggestion(for: $0) }
    hooks.continuation = { text in
      let trimmed = text.reversed().drop(while: \.isWhitespace)
      return trimmed.isEmpty || trimmed.first == ";" ? nil : "  "
    }
    hooks.hint = { text, _ in
      Actions.live(text)
      guard text.hasPrefix("sum") else { return nil }
      return StyledText(.init("reads: ", .cyan), .init("\(text.split(separator: " ").count) words"))
    }
    return hooks
  }

  private static func highlight(_ text: String, _ cursor: Int?) -> [StyledRun] {
    let bytes = Array(text.utf8)
    var runs: [StyledRun] = []
    var index = 0
    let pair = cursor.flatMap { brackets(bytes, $0) }
    while index < bytes.count {
      let start = index
      let byte = bytes[index]
      if byte == UInt8(ascii: "'") {
        index += 1
        while index < bytes.count, bytes[index] != byte { index += 1 }
        let isClosed = index < bytes.count
        index = min(index + 1, bytes.count)
        runs.append(StyledRun(start..<index, isClosed ? .green : .red))
      } else if isLetter(byte) {
        while index < bytes.count, isLetter(bytes[index]) { index += 1 }
        let word = String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
        let isKnown = known.contains(word)
        runs.append(
          StyledRun(start..<index, keywords.contains(word) ? .bold + .blue : isKnown ? .plain : .underline))
      } else if (0x30...0x39).contains(byte) {
        while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
        runs.append(StyledRun(start..<index, .magenta))
      } else {
        index += 1
        if pair?.0 == start || pair?.1 == start { runs.append(StyledRun(start..<index, .reverse)) }
      }
    }
    return runs
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) && byte < 0x80 }

  /// The bracket before the cursor and the one that goes with it.
  private static func brackets(_ bytes: [UInt8], _ cursor: Int) -> (Int, Int)? {
    guard cursor > 0, bytes[cursor - 1] == UInt8(ascii: ")") else { return nil }
    var depth = 0
    for index in stride(from: cursor - 1, through: 0, by: -1) {
      if bytes[index] == UInt8(ascii: ")") { depth += 1 }
      if bytes[index] == UInt8(ascii: "(") { depth -= 1 }
      if depth == 0 { return (index, cursor - 1) }
    }
    return nil
  }

  /// Names that begin with the last word, or the last two.
  private static func complete(_ text: String, _ cursor: Int) -> [Candidate] {
    let before = Array(text.utf8.prefix(cursor))
    var starts = [before.lastIndex(of: 0x20).map { $0 + 1 } ?? 0]
    if let space = before.lastIndex(of: 0x20) {
      starts.append(before[..<space].lastIndex(of: 0x20).map { $0 + 1 } ?? 0)
    }
    var candidates: [Candidate] = []
    for name in names {
      for start in starts.reversed() {
        let typed = String(decoding: before[start...], as: UTF8.self).lowercased()
        guard !typed.isEmpty, name.lowercased().hasPrefix(typed) else { continue }
        let kind = name.contains(" ") ? "a region" : keywords.contains(name) ? "a keyword" : "a measure"
        candidates.append(
          Candidate(replacing: start..<cursor, with: name + " ", display: name, description: kind))
        break
      }
    }
    if before == Array("many".utf8) {
      return (1...40).map { Candidate(replacing: 0..<4, with: "many\($0)", description: "number \($0)") }
    }
    return candidates
  }
}
