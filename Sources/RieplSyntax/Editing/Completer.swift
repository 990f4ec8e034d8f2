/// Something that may stand at a place in a statement.
public struct Completion: Sendable, Hashable {
  /// What it is, for the description of it.
  public enum Kind: Sendable, Hashable {
    case word(Word)
    case name(NameTarget)
    /// A financial year, by the year in which it starts.
    case year(Int)
  }

  /// The bytes of the text that it takes the place of.
  public let replaced: SourceRange
  /// What is put there.
  public let text: String
  /// What it is.
  public let kind: Kind
}

/// Says what may stand at a place in a text: names and words with which the parser gets on.
///
/// The parser itself is asked, with one of each kind of names: no second grammar could get out of step with it.
/// Cost: a parse for each word of the language and for each kind of names that begin as the text does.
public struct Completer {
  private let vocabulary: Vocabulary
  private let limits: Limits
  private let bytes: [UInt8]
  /// Where the statement starts that the cursor stands in.
  private let start: Int
  private let cursor: Int
  /// At most so many names are offered.
  private static let limit = 200

  /// What may stand at a place, given as a byte offset: names first, in the order of the data.
  public static func completions(_ text: String, at cursor: Int, _ vocabulary: Vocabulary) -> [Completion] {
    let bytes = Array(Array(text.utf8).prefix(cursor))
    let quote = openQuote(bytes, vocabulary)
    guard let start = statementStart(quote.map { Array(bytes[..<$0]) } ?? bytes, vocabulary) else {
      return []
    }
    let completer = Completer(
      vocabulary: vocabulary, limits: Limits(), bytes: bytes, start: start, cursor: bytes.count)
    return quote.map { completer.quotedNames(from: $0) } ?? completer.completions()
  }

  /// The quote that a text does not close again, where it is the last thing in it.
  private static func openQuote(_ bytes: [UInt8], _ vocabulary: Vocabulary) -> Int? {
    var lexer = Lexer(bytes, limits: Limits())
    do throws(Diagnostic) {
      while try lexer.readStatement(vocabulary) {}
      return nil
    } catch {
      guard error.code == .unfinishedQuote, Int(error.range.end) == bytes.count else { return nil }
      return Int(error.range.start)
    }
  }

  /// Where the last statement of a text starts; nil inside a comment.
  private static func statementStart(_ bytes: [UInt8], _ vocabulary: Vocabulary) -> Int? {
    var lexer = Lexer(bytes, limits: Limits())
    var start = bytes.count
    do throws(Diagnostic) {
      while try lexer.readStatement(vocabulary) { start = lexer.statementStart }
    } catch {
      return nil
    }
    // Behind the end of a line that does not go on, a new statement starts.
    if bytes.count > start, bytes.last == 0x0A || bytes.last == 0x0D { return bytes.count }
    let line = bytes[start...].lastIndex { $0 == 0x0A || $0 == 0x0D }.map { $0 + 1 } ?? start
    return bytes[line...].contains(UInt8(ascii: "#")) ? nil : start
  }

  // MARK: What has been typed

  /// Where the last words of the statement begin, the nearest first; the first is the cursor itself, where no word
  /// touches it.
  private func wordStarts() -> [Int] {
    var starts: [Int] = []
    var index = cursor
    if index == start || !isNamePart(bytes[index - 1]) { starts.append(cursor) }
    while index > start, starts.count < 6 {
      while index > start, bytes[index - 1] == 0x20 { index -= 1 }
      let end = index
      while index > start, isNamePart(bytes[index - 1]) { index -= 1 }
      if index == end { break }
      starts.append(index)
    }
    return starts
  }

  private func isNamePart(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "&")
      || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }

  // MARK: Candidates

  private func completions() -> [Completion] {
    var found: [Completion] = []
    var texts: Set<String> = []
    // What takes more of the words that were typed is nearer.
    for from in wordStarts().reversed() {
      let typed = Array(bytes[from..<cursor])
      for completion in candidates(from, typed) where texts.insert(completion.text).inserted {
        found.append(completion)
        if found.count >= Completer.limit { return found }
      }
    }
    return found
  }

  /// The names that begin with what stands behind an open quote, in quotes: members of large dimensions are among them,
  /// which have to be written so.
  private func quotedNames(from quote: Int) -> [Completion] {
    let width = bytes[quote] == UInt8(ascii: "\"") ? 1 : "“".utf8.count
    let typed = bytes[min(quote + width, cursor)...]
    // Where any text may stand, it is not a name that is wanted.
    guard !goesOn(quote, "\"\u{2205}\"") else { return [] }
    var names: [Name] = []
    let words = Vocabulary.foldedWords(typed)
    let isOpen = typed.last.map { $0 != 0x20 } ?? true
    vocabulary.names(beginningWith: words.first?.first) { name in
      if name.spelling == name.official, Completer.begins(name.spelling, words, isOpen) { names.append(name) }
      return names.count < Completer.limit
    }
    if let quoted = vocabulary.quotedNames { names += quoted(typed, true, Completer.limit) }
    var accepted: [Group: Bool] = [:]
    return names.prefix(Completer.limit).compactMap { name in
      let text = Formatter.inQuotes(name.official)
      let group = Group(name)
      let isAccepted = accepted[group] ?? goesOn(quote, text)
      accepted[group] = isAccepted
      guard isAccepted else { return nil }
      return Completion(replaced: SourceRange(quote, cursor), text: text, kind: .name(name.target))
    }
  }

  private func candidates(_ from: Int, _ typed: [UInt8]) -> [Completion] {
    let words = Vocabulary.foldedWords(typed[...])
    // A space behind the last word says that it is whole.
    let isOpen = typed.last.map { $0 != 0x20 } ?? true
    if words.isEmpty, from < cursor { return [] }
    let range = SourceRange(from, cursor)
    var accepted: [Group: Bool] = [:]
    func isAccepted(_ group: Group, _ text: String) -> Bool {
      if let known = accepted[group] { return known }
      let result = goesOn(from, text)
      accepted[group] = result
      return result
    }
    var found: [Completion] = []
    vocabulary.names(beginningWith: words.first?.first) { name in
      guard name.spelling == name.official, Completer.begins(name.spelling, words, isOpen) else {
        return true
      }
      let text = Formatter.written(name.official)
      if isAccepted(Group(name), text) {
        found.append(Completion(replaced: range, text: text, kind: .name(name.target)))
      }
      return found.count < Completer.limit
    }
    if words.count <= 1, isOpen {
      for year in vocabulary.years {
        let text = FinancialYear.text(year)
        guard typed.isEmpty || text.utf8.starts(with: typed) else { continue }
        if isAccepted(Group(years: .member), text) {
          found.append(Completion(replaced: range, text: text, kind: .year(year)))
        }
      }
      for entry in WordTable.entries {
        for spelling in entry.spellings where spelling == entry.spellings[0] || !words.isEmpty {
          guard Completer.begins(spelling, words, isOpen), goesOn(from, spelling) else { continue }
          found.append(Completion(replaced: range, text: spelling, kind: .word(entry.word)))
          break
        }
      }
      // What a chart is drawn as: words only behind `as`.
      for form in ChartForm.allCases {
        let text = Formatter.chartForm(form)
        guard Completer.begins(text, words, isOpen), goesOn(from, text) else { continue }
        found.append(Completion(replaced: range, text: text, kind: .word(.chart)))
      }
    }
    return found
  }

  /// Names of which either all may stand in a place or none.
  private struct Group: Hashable {
    let kind: NameKinds
    let target: NameTarget?
    let dimension: Int?

    init(_ name: Name) {
      kind = name.kind
      target = name.kind == .member || name.kind == .topic ? nil : name.target
      dimension = name.dimension
    }

    init(years kind: NameKinds) { (self.kind, target, dimension) = (kind, nil, -1) }
  }

  /// Whether a name begins with words, the last of which may be only a part of one.
  private static func begins(_ spelling: String, _ typed: [[UInt8]], _ isOpen: Bool) -> Bool {
    guard let last = typed.last else { return true }
    let words = Vocabulary.foldedWords(Array(spelling.utf8)[...])
    guard words.count >= typed.count, words.starts(with: typed.dropLast()) else { return false }
    let word = words[typed.count - 1]
    // What has been typed whole needs no completion.
    if words.count == typed.count, word == last { return false }
    return isOpen ? word.starts(with: last) : word == last
  }

  /// Whether the parser gets on behind a text that is put in the place of what was typed from an offset on.
  private func goesOn(_ from: Int, _ text: String) -> Bool {
    var statement = Array(bytes[start..<from])
    if let last = statement.last, last > 0x20, isNamePart(last) { return false }
    statement += Array(text.utf8)
    let end = statement.count
    var parser = Parser(vocabulary: vocabulary, limits: limits)
    do throws(Diagnostic) {
      try parser.read(SourceText(bytes: statement))
      _ = try parser.parsePlainStatement()
      return true
    } catch {
      // Something is missing behind it, or the brackets around it have no end yet.
      return error.code == .bracketNotClosed || Int(error.range.start) >= end
    }
  }
}
