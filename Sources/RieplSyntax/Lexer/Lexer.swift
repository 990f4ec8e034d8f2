/// Cuts a text into statements, and each statement into tokens.
///
/// A statement is a line; a line that starts with a space or a tab goes on with the one before. `#` starts a
/// comment. Arrays are kept from one statement to the next, so that a long script costs no allocation a statement.
struct Lexer {
  let bytes: [UInt8]
  let limits: Limits
  /// The offset of the next byte to be read.
  var position: Int
  /// The tokens of the present statement; the last is `.end`.
  var tokens = Arena<Token>()
  /// The literals that tokens refer to.
  var literals = Arena<Literal>()
  /// Where the present statement starts.
  private(set) var statementStart = 0

  init(_ bytes: [UInt8], limits: Limits) {
    self.bytes = bytes
    self.limits = limits
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    if bytes[position...].starts(with: [0x23, 0x21]) { skipLine() }
    tokens.reserveCapacity(32)
  }

  /// Reads the next statement into `tokens`; false at the end of the text.
  mutating func readStatement(_ vocabulary: borrowing Vocabulary) throws(Diagnostic) -> Bool {
    tokens.removeAll()
    literals.removeAll()
    if !hyphens.isEmpty { hyphens.removeAll(keepingCapacity: true) }
    guard try skipBlankLines() else { return false }
    statementStart = position
    var depth = 0
    while try skipSpace() {
      if position - statementStart > limits.statementBytes { throw tooLong() }
      let token = try readToken(vocabulary)
      // "the" is dropped everywhere, and "FY" in front of a year.
      if token.kind == .word, isDropped(token) { continue }
      tokens.append(token)
      // Brackets that are too deep are said to be so before millions of them have been read.
      if token.kind == .leftBracket {
        depth += 1
        if depth > limits.nesting { throw Diagnostic(.tooDeep, token.range, ["limit": "\(limits.nesting)"]) }
      } else if token.kind == .rightBracket {
        depth -= 1
      }
      if tokens.count > limits.nodes * 4 {
        throw Diagnostic(.tooManyNodes, token.range, ["limit": "\(limits.nodes)"])
      }
    }
    if position - statementStart > limits.statementBytes { throw tooLong() }
    tokens.append(
      Token(
        kind: .end, language: nil, touches: false, word: 0, start: UInt32(position), end: UInt32(position),
        literal: 0))
    return true
  }

  /// Goes on to the end of the present statement after an error.
  mutating func skipStatement() {
    repeat { skipLine() } while position < bytes.count && (bytes[position] == 0x20 || bytes[position] == 0x09)
  }

  private func tooLong() -> Diagnostic {
    Diagnostic(
      .statementTooLong, SourceRange(statementStart, statementStart + 40),
      ["limit": "\(limits.statementBytes >> 20) MiB"])
  }

  // MARK: Space and lines

  /// Skips blank lines and comments; false at the end of the text.
  private mutating func skipBlankLines() throws(Diagnostic) -> Bool {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      case UInt8(ascii: "#"): try skipComment()
      default: return true
      }
    }
    return false
  }

  /// Skips to the next token of the statement; false where the statement ends.
  @inline(__always)
  private mutating func skipSpace() throws(Diagnostic) -> Bool {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09: position &+= 1
      case 0x0A, 0x0D:
        if try !goesOn() { return false }
      case UInt8(ascii: "#"): try skipComment()
      case 0xC2 where position + 1 < bytes.count && bytes[position + 1] == 0xA0: position += 2
      default: return true
      }
    }
    return false
  }

  /// At a line end: moves past it, and past lines of nothing but a comment; whether the next line goes on with
  /// this statement.
  private mutating func goesOn() throws(Diagnostic) -> Bool {
    passLineEnd()
    while position < bytes.count, bytes[position] == UInt8(ascii: "#") {
      try skipComment()
      passLineEnd()
    }
    guard position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 else { return false }
    // A line of nothing but spaces ends the statement.
    var index = position
    while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 }
    return index < bytes.count && bytes[index] != 0x0A && bytes[index] != 0x0D
  }

  private mutating func passLineEnd() {
    if position < bytes.count, bytes[position] == 0x0D { position += 1 }
    if position < bytes.count, bytes[position] == 0x0A { position += 1 }
  }

  private mutating func skipLine() {
    while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
    passLineEnd()
  }

  private mutating func skipComment() throws(Diagnostic) {
    while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D {
      if bytes[position] < 0x7F, bytes[position] >= 0x20 || bytes[position] == 0x09 {
        position += 1
      } else {
        position += try checkedScalar(at: position).length
      }
    }
  }

  /// The character at an offset, which has to be valid and to be seen.
  func checkedScalar(at offset: Int) throws(Diagnostic) -> (scalar: Unicode.Scalar, length: Int) {
    guard let found = ScalarReader.decode(bytes, offset) else {
      throw Diagnostic(.notUTF8, SourceRange(offset, offset + 1), ["offset": "\(offset)"])
    }
    if ScalarReader.isHidden(found.scalar) {
      throw Diagnostic(
        .hiddenCharacter, SourceRange(offset, offset + found.length),
        ["character": ScalarReader.codePoint(found.scalar)])
    }
    return found
  }

  // MARK: Tokens

  @inline(__always)
  func byte(_ offset: Int) -> UInt8 { offset < bytes.count ? bytes[offset] : 0 }

  @inline(__always)
  private func make(
    _ kind: TokenKind, _ start: Int, word: UInt32 = 0, language: Word? = nil, literal: Int32 = 0
  ) -> Token {
    Token(
      kind: kind, language: language, touches: start > statementStart && bytes[start &- 1] > 0x20, word: word,
      start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: position), literal: literal)
  }

  private mutating func readToken(_ vocabulary: borrowing Vocabulary) throws(Diagnostic) -> Token {
    let start = position
    let first = bytes[start]
    switch first {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
      return try readWord(vocabulary)
    case UInt8(ascii: "0")...UInt8(ascii: "9"):
      return try readNumber(vocabulary)
    case UInt8(ascii: "."):
      if isDigit(byte(start + 1)) { return try readNumber(vocabulary) }
    case UInt8(ascii: "\""): return try readQuoted(closing: [UInt8(ascii: "\"")])
    case UInt8(ascii: "+"): return simple(.plus, 1)
    case UInt8(ascii: "-"): return simple(.minus, 1)
    case UInt8(ascii: "*"):
      if byte(start + 1) == UInt8(ascii: "*") { return simple(.power, 2) }
      return simple(.times, 1)
    case UInt8(ascii: "/"): return simple(.divide, 1)
    case UInt8(ascii: "^"): return simple(.power, 1)
    case UInt8(ascii: "("): return simple(.leftBracket, 1)
    case UInt8(ascii: ")"): return simple(.rightBracket, 1)
    case UInt8(ascii: ","): return simple(.comma, 1)
    case UInt8(ascii: "?"): return simple(.blank, 1)
    case UInt8(ascii: "="): return simple(.equal, byte(start + 1) == UInt8(ascii: "=") ? 2 : 1)
    case UInt8(ascii: "!"):
      if byte(start + 1) == UInt8(ascii: "=") { return simple(.notEqual, 2) }
    case UInt8(ascii: "<"):
      if byte(start + 1) == UInt8(ascii: "=") { return simple(.lessOrEqual, 2) }
      if byte(start + 1) == UInt8(ascii: ">") { return simple(.notEqual, 2) }
      return simple(.less, 1)
    case UInt8(ascii: ">"):
      return byte(start + 1) == UInt8(ascii: "=") ? simple(.greaterOrEqual, 2) : simple(.greater, 1)
    case UInt8(ascii: "&"):
      position += byte(start + 1) == UInt8(ascii: "&") ? 2 : 1
      return make(
        .word, start, word: vocabulary.pool.find(Lexer.and, 0, 3, hash: Lexer.andHash), language: .and)
    case UInt8(ascii: "%"): return simple(.unit, 1, literal: Lexer.percentUnit)
    case UInt8(ascii: "|"), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"),
      UInt8(ascii: "{"),
      UInt8(ascii: "}"), UInt8(ascii: "$"), UInt8(ascii: "@"), UInt8(ascii: "'"), UInt8(ascii: "`"):
      return simple(.foreign, 1)
    default:
      if first >= 0x80 { return try readWide(vocabulary) }
    }
    let found = try checkedScalar(at: start)
    return simple(.foreign, found.length)
  }

  private static let and = Array("and".utf8)
  private static let andHash = Array("and".utf8).reduce(WordPool.hashSeed, WordPool.hash)
  /// `Token.literal` of the unit `%`.
  static let percentUnit: Int32 = -1

  private mutating func simple(_ kind: TokenKind, _ length: Int, literal: Int32 = 0) -> Token {
    let start = position
    position += length
    return make(kind, start, literal: literal)
  }

  /// A token that starts with a character beyond ASCII.
  private mutating func readWide(_ vocabulary: borrowing Vocabulary) throws(Diagnostic) -> Token {
    let start = position
    let (scalar, length) = try checkedScalar(at: start)
    switch scalar {
    case "£":
      if isDigit(byte(start + length)) || byte(start + length) == UInt8(ascii: ".") {
        return try readNumber(vocabulary)
      }
      return readCurrencyUnit(length)
    case "×", "·": return simple(.times, length)
    case "÷": return simple(.divide, length)
    case "−", "–", "—": return simple(.minus, length)
    case "≠": return simple(.notEqual, length)
    case "≤": return simple(.lessOrEqual, length)
    case "≥": return simple(.greaterOrEqual, length)
    case "“": return try readQuoted(closing: Array("”".utf8))
    default:
      if scalar.properties.isAlphabetic { return try readWord(vocabulary) }
      return simple(.foreign, length)
    }
  }

  private mutating func readCurrencyUnit(_ length: Int) -> Token {
    let start = position
    position += length
    let from = position
    while isLetter(byte(position)) { position += 1 }
    if from == position, byte(position) == 0 || !isDigit(byte(position)) {
      return make(.unit, start, literal: 0)
    }
    guard let power = Lexer.powerOfTen(bytes[from..<position]) else {
      return make(.foreign, start)
    }
    return make(.unit, start, literal: power)
  }

  /// The power of ten of a suffix: k, m or bn.
  static func powerOfTen(_ suffix: ArraySlice<UInt8>) -> Int32? {
    guard let first = suffix.first else { return 0 }
    func isRest(_ rest: StaticString) -> Bool {
      guard suffix.count == rest.utf8CodeUnitCount + 1 else { return false }
      return unsafe suffix.dropFirst().elementsEqual(
        UnsafeBufferPointer(start: rest.utf8Start, count: rest.utf8CodeUnitCount)
      ) { $0 | 0x20 == $1 }
    }
    switch first | 0x20 {
    case UInt8(ascii: "k"): return isRest("") ? 3 : nil
    case UInt8(ascii: "t"): return isRest("housand") ? 3 : nil
    case UInt8(ascii: "m"): return isRest("") || isRest("n") || isRest("illion") ? 6 : nil
    case UInt8(ascii: "b"): return isRest("") || isRest("n") || isRest("illion") ? 9 : nil
    default: return nil
    }
  }

  private mutating func readQuoted(closing: [UInt8]) throws(Diagnostic) -> Token {
    let start = position
    position += closing.count
    while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D {
      if bytes[position...].starts(with: closing) {
        if closing.count == 1, byte(position + 1) == closing[0] {
          position += 2
          continue
        }
        position += closing.count
        return make(.quoted, start, literal: Int32(closing.count))
      }
      position +=
        bytes[position] < 0x7F && bytes[position] >= 0x20 ? 1 : try checkedScalar(at: position).length
      try checkLength(start)
    }
    throw Diagnostic(.unfinishedQuote, SourceRange(start, position))
  }

  @inline(__always)
  func checkLength(_ start: Int) throws(Diagnostic) {
    if position - start > limits.tokenBytes {
      throw Diagnostic(.tokenTooLong, SourceRange(start, start + 40), ["limit": "\(limits.tokenBytes)"])
    }
  }

  // MARK: Words

  @inline(__always)
  func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  @inline(__always)
  func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  private mutating func readWord(_ vocabulary: borrowing Vocabulary) throws(Diagnostic) -> Token {
    let start = position
    if bytes[start] | 0x20 == UInt8(ascii: "f"), byte(start + 1) | 0x20 == UInt8(ascii: "y"),
      isDigit(byte(start + 2))
    {
      position += 2
      var token = try readNumber(vocabulary, isYear: true)
      token.start = UInt32(start)
      return token
    }
    let (end, hash) = scanWord(start)
    position = end
    if position < bytes.count,
      bytes[position] >= 0x80 || bytes[position] == UInt8(ascii: "'") || bytes[position] == UInt8(ascii: "_")
    {
      return try readOddWord(vocabulary, start)
    }
    if position &- start > 64 { try checkLength(start) }
    let word = vocabulary.pool.find(bytes, start, position, hash: hash)
    let token = make(.word, start, word: word, language: vocabulary.languageWord(word))
    skipHyphen()
    return token
  }

  /// The end of a run of letters and digits, and the hash of its folded bytes.
  @inline(__always)
  private func scanWord(_ start: Int) -> (end: Int, hash: UInt32) {
    var hash = WordPool.hashSeed
    var end = start
    let text = bytes.span
    while end < text.count {
      let byte = text[end]
      let folded = byte | 0x20
      if folded &- 0x61 < 26 {
        hash = WordPool.hash(hash, folded)
      } else if byte &- 0x30 < 10 {
        hash = WordPool.hash(hash, byte)
      } else {
        break
      }
      end &+= 1
    }
    return (end, hash)
  }

  /// A hyphen between two letters is a space: `North-East`.
  @inline(__always)
  private mutating func skipHyphen() {
    guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "-"), isLetter(bytes[position + 1])
    else { return }
    hyphens.append(UInt32(position))
    position += 1
  }

  /// Where hyphens were read as spaces, so that a message can ask whether a minus was meant.
  private(set) var hyphens: [UInt32] = []

  /// A word with an apostrophe, an underscore or letters beyond ASCII.
  private mutating func readOddWord(_ vocabulary: borrowing Vocabulary, _ start: Int) throws(Diagnostic)
    -> Token
  {
    position = start
    var folded: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      if isLetter(byte) || isDigit(byte) || byte == UInt8(ascii: "_") {
        folded.append(byte)
        position += 1
      } else if byte == UInt8(ascii: "'") {
        position += 1
      } else if byte >= 0x80 {
        let (scalar, length) = try checkedScalar(at: position)
        if scalar == "’" {
          position += length
          continue
        }
        guard scalar.properties.isAlphabetic || scalar.properties.generalCategory == .nonspacingMark else {
          break
        }
        folded.append(contentsOf: bytes[position..<position + length])
        position += length
      } else {
        break
      }
      try checkLength(start)
    }
    let word =
      folded.contains { $0 >= 0x80 }
      ? vocabulary.pool.findWide(folded[...])
      : vocabulary.pool.find(
        folded, 0, folded.count,
        hash: folded.reduce(WordPool.hashSeed) { WordPool.hash($0, WordPool.folded($1)) })
    return make(.word, start, word: word, language: vocabulary.languageWord(word))
  }

  @inline(__always)
  private func isDropped(_ token: Token) -> Bool {
    let start = Int(token.start)
    switch token.end - token.start {
    case 3:
      return token.word == 0 && bytes[start] | 0x20 == UInt8(ascii: "t")
        && bytes[start + 1] | 0x20 == UInt8(ascii: "h")
        && bytes[start + 2] | 0x20 == UInt8(ascii: "e")
    case 2:
      return token.word == 0 && bytes[start] | 0x20 == UInt8(ascii: "f")
        && bytes[start + 1] | 0x20 == UInt8(ascii: "y")
        && byte(position) == 0x20 && isDigit(byte(position + 1))
    default: return false
    }
  }
}
