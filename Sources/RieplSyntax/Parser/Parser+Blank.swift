/// Question marks for something that is to be filled in.
extension Parser {
  /// The statement that was read last, as far as its first question mark, and what stands behind that and each other
  /// one; nil where it has none, or is no question.
  public var blankStatement: (front: String, backs: [String])? {
    let wanted = lexer.statementStart
    guard wanted < lexer.position, source.bytes[wanted..<lexer.position].contains(UInt8(ascii: "?")) else {
      return nil
    }
    var copy = self
    copy.lexer = Lexer(source.bytes, limits: limits)
    do throws(Diagnostic) {
      copy.lexer.position = wanted
      guard try copy.lexer.readStatement(vocabulary), copy.lexer.statementStart == wanted else { return nil }
    } catch {
      return nil
    }
    let tokens = copy.tokens.dropLast(endsWithQuestionMark ? 2 : 1)
    let blanks = tokens.filter { $0.kind == .blank }.map(\.range)
    guard let first = blanks.first, let start = tokens.first?.range.start, let end = tokens.last?.range.end,
      blanks.count < 4
    else { return nil }
    if let word = tokens.first?.language, word != .then, WordTable.entry(word).roles.contains(.command) {
      return nil
    }
    var front = text(SourceRange(start: start, end: first.start))
    if let last = front.utf8.last, last > 0x20, last != UInt8(ascii: "("), last != UInt8(ascii: "\"") {
      front += " "
    }
    let ends = blanks.dropFirst().map(\.start) + [end]
    return (front, zip(blanks, ends).map { text(SourceRange(start: $0.end, end: $1)) })
  }
}
