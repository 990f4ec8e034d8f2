/// Numbers, money, percentages and financial years.
extension Lexer {
  /// Reads a literal that starts with a digit, a point or `£`.
  mutating func readNumber(_ vocabulary: borrowing Vocabulary, isYear: Bool = false) throws(Diagnostic)
    -> Token
  {
    let start = position
    var unit = LiteralUnit.number
    if bytes[position] == 0xC2 {
      position += 2
      unit = .money
    } else if vocabulary.hasDays, let day = readDay() {
      return day
    } else if let year = try readYear(always: isYear) {
      return token(.year, start, literal: Int32(year))
    }
    let digitsStart = position
    var mantissa: Int64 = 0
    var scale: Int16 = 0
    var isLong = false
    try readDigits(&mantissa, &scale, &isLong, grouped: true)
    if byte(position) == UInt8(ascii: "."), isDigit(byte(position + 1)) {
      position += 1
      let point = position
      try readDigits(&mantissa, &scale, &isLong, grouped: false)
      scale = Int16(clamping: position - point)
    }
    try checkLength(start)
    let digitsEnd = position
    let isPlain = unit == .number && scale == 0
    // A suffix touches its number; the words million and billion may stand apart.
    if isLetter(byte(position)) {
      let from = position
      while isLetter(byte(position)) || isDigit(byte(position)) { position += 1 }
      if let power = Lexer.powerOfTen(bytes[from..<position]) {
        scale -= Int16(power)
      } else if position == from + 1, bytes[from] | 0x20 == UInt8(ascii: "p"), unit == .number {
        unit = .money
        scale += 2
      } else if from == digitsEnd, isPlain {
        // Something like "2nd": a word, if it is a word at all.
        return wordToken(vocabulary, start)
      } else {
        throw Diagnostic(.notANumber, SourceRange(start, position), ["text": text(start, position)])
      }
    } else if byte(position) == UInt8(ascii: "."),
      isDigit(byte(position + 1)) || byte(position + 1) == UInt8(ascii: ".")
    {
      while isDigit(byte(position)) || byte(position) == UInt8(ascii: ".") { position += 1 }
      throw Diagnostic(.notANumber, SourceRange(start, position), ["text": text(start, position)])
    } else if byte(position) <= 0x20 || byte(position) == 0xC2 {
      if let word = peekWord(), let power = Lexer.powerOfTen(bytes[word]), power > 0, word.count > 2 {
        position = word.upperBound
        scale -= Int16(power)
      }
    }
    if unit == .number { readPercent(&unit) }
    var literal = Literal(mantissa: mantissa, scale: scale, unit: unit)
    if isLong {
      literal.digits = String(decoding: bytes[digitsStart..<digitsEnd].filter { isDigit($0) }, as: UTF8.self)
    }
    literals.append(literal)
    var result = token(.literal, start, literal: Int32(literals.count - 1))
    if isPlain, unit == .number, position == digitsEnd {
      var hash = WordPool.hashSeed
      for index in start..<position { hash = WordPool.hash(hash, bytes[index]) }
      result.word = vocabulary.pool.find(bytes, start, position, hash: hash)
    }
    return result
  }

  @inline(__always)
  private func token(_ kind: TokenKind, _ start: Int, word: UInt32 = 0, literal: Int32 = 0) -> Token {
    Token(
      kind: kind, language: nil, touches: start > 0 && bytes[start - 1] > 0x20, word: word,
      start: UInt32(start),
      end: UInt32(position), literal: literal)
  }

  private func wordToken(_ vocabulary: borrowing Vocabulary, _ start: Int) -> Token {
    let hash = bytes[start..<position].reduce(WordPool.hashSeed) { WordPool.hash($0, WordPool.folded($1)) }
    return token(.word, start, word: vocabulary.pool.find(bytes, start, position, hash: hash))
  }

  private func text(_ start: Int, _ end: Int) -> String {
    String(decoding: bytes[start..<end], as: UTF8.self)
  }

  private mutating func readDigits(
    _ mantissa: inout Int64, _ scale: inout Int16, _ isLong: inout Bool, grouped: Bool
  ) throws(Diagnostic) {
    let start = position
    while true {
      while isDigit(byte(position)) {
        let (product, overflowed) = mantissa.multipliedReportingOverflow(by: 10)
        let (sum, overflowedToo) = product.addingReportingOverflow(Int64(bytes[position] &- 0x30))
        if overflowed || overflowedToo { isLong = true }
        mantissa = sum
        position &+= 1
      }
      guard grouped, byte(position) == UInt8(ascii: ","), isDigit(byte(position + 1)) else { return }
      // A comma between digits groups three of them, behind one to three.
      let first = bytes[start..<position].firstIndex(of: UInt8(ascii: ",")) ?? position
      let isGroup =
        first - start <= 3 && first > start && isDigit(byte(position + 2)) && isDigit(byte(position + 3))
        && !isDigit(byte(position + 4))
      guard isGroup else {
        var end = position
        while isDigit(byte(end)) || byte(end) == UInt8(ascii: ",") { end += 1 }
        throw Diagnostic(
          .numberGroups, SourceRange(start, end),
          ["text": text(start, end), "grouped": Lexer.grouped(bytes[start..<end].filter { isDigit($0) })])
      }
      position += 1
    }
  }

  /// Digits with a comma before each third from the end.
  static func grouped(_ digits: [UInt8]) -> String {
    var result: [UInt8] = []
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result.append(UInt8(ascii: ",")) }
      result.append(digit)
    }
    return String(decoding: result, as: UTF8.self)
  }

  // MARK: Percentages

  /// Behind spaces, also those at the start of a line that goes on with the statement.
  private mutating func afterSpace(_ start: Int) -> Int {
    var offset = start
    while true {
      switch byte(offset) {
      case 0x20, 0x09: offset += 1
      case 0xC2 where byte(offset + 1) == 0xA0: offset += 2
      case 0x0A, 0x0D:
        var next = offset + (byte(offset) == 0x0D && byte(offset + 1) == 0x0A ? 2 : 1)
        let line = next
        while byte(next) == 0x20 || byte(next) == 0x09 { next += 1 }
        guard next > line, byte(next) > 0x20 else { return offset }
        offset = next
      default: return offset
      }
    }
  }

  /// The next word of the statement, where nothing but space comes first.
  private mutating func peekWord(from offset: Int? = nil) -> Range<Int>? {
    let start = afterSpace(offset ?? position)
    var end = start
    while isLetter(byte(end)) { end += 1 }
    return end > start ? start..<end : nil
  }

  private func word(_ range: Range<Int>, _ spellings: String...) -> Bool {
    spellings.contains(String(decoding: bytes[range].map(WordPool.folded), as: UTF8.self))
  }

  /// Reads `%`, `per cent`, `points`, and `per annum` behind a percentage.
  private mutating func readPercent(_ unit: inout LiteralUnit) {
    let next = afterSpace(position)
    let first = byte(next) | 0x20
    if byte(next) == UInt8(ascii: "%") {
      position = next + 1
      unit = .percent
    } else if first != UInt8(ascii: "p") {
      return
    } else if let first = peekWord() {
      if word(first, "percent", "pc") {
        position = first.upperBound
        unit = .percent
      } else if word(first, "points", "point", "pp") {
        position = first.upperBound
        unit = .points
      } else if word(first, "percentage"), let second = peekWord(from: first.upperBound),
        word(second, "points", "point")
      {
        position = second.upperBound
        unit = .points
      } else if word(first, "per"), let second = peekWord(from: first.upperBound), word(second, "cent") {
        position = second.upperBound
        unit = .percent
      }
    }
    guard unit == .percent, let first = peekWord() else { return }
    if word(first, "pa") {
      position = first.upperBound
      unit = .rate
    } else if word(first, "a", "per", "each"), let second = peekWord(from: first.upperBound),
      word(second, "year", "annum")
    {
      position = second.upperBound
      unit = .rate
    }
  }

  // MARK: Days

  /// Reads `2009-03-31` or `31/03/2009` as a name without quotes.
  private mutating func readDay() -> Token? {
    let start = position
    let isYearFirst = isDigit(byte(start + 2))
    let marks = isYearFirst ? (4, 7) : (2, 5)
    let mark = UInt8(ascii: isYearFirst ? "-" : "/")
    for place in 0..<10 {
      let isRight =
        place == marks.0 || place == marks.1 ? byte(start + place) == mark : isDigit(byte(start + place))
      guard isRight else { return nil }
    }
    func two(_ place: Int) -> Int {
      Int(bytes[start + place] - 0x30) * 10 + Int(bytes[start + place + 1] - 0x30)
    }
    let (month, day) = isYearFirst ? (two(5), two(8)) : (two(3), two(0))
    guard (1...12).contains(month), (1...31).contains(day), !isDigit(byte(start + 10)),
      !isLetter(byte(start + 10))
    else { return nil }
    position = start + 10
    return token(.quoted, start, literal: isYearFirst ? 0 : Lexer.dayFirst)
  }

  /// What stands for the width of quotation marks in a day that begins with the day of the month.
  static let dayFirst: Int32 = -1

  // MARK: Financial years

  /// Reads `2009-10`, `2009-2010`, and the same with `/` or a dash; with `always`, also `09-10`.
  ///
  /// Throws where the shape is that of a financial year and the second year does not follow the first.
  private mutating func readYear(always: Bool) throws(Diagnostic) -> Int? {
    let start = position
    var first = 0
    var length = 0
    while isDigit(byte(start + length)), length < 5 {
      first = first * 10 + Int(bytes[start + length] - 0x30)
      length += 1
    }
    guard length == 4 || (always && length == 2) else { return nil }
    var next = start + length
    switch byte(next) {
    case UInt8(ascii: "-"), UInt8(ascii: "/"): next += 1
    case 0xE2 where byte(next + 1) == 0x80 && (0x90...0x94).contains(byte(next + 2)): next += 3
    default:
      // "FY2009" is as open as "2009".
      return nil
    }
    var second = 0
    let from = next
    while isDigit(byte(next)), next - from < 5 {
      second = second * 10 + Int(bytes[next] - 0x30)
      next += 1
    }
    let digits = next - from
    guard digits == 2 || (digits == 4 && length == 4) else { return nil }
    if isLetter(byte(next)) || (byte(next) == UInt8(ascii: ".") && isDigit(byte(next + 1))) { return nil }
    if length == 2 { first += first < 70 ? 2000 : 1900 }
    position = next
    let follows = digits == 4 ? second == first + 1 : second == (first + 1) % 100
    guard follows, !(byte(next) == UInt8(ascii: "-") && isDigit(byte(next + 1))) else {
      // All of what looks like a date is meant.
      while isDigit(byte(next)) || (byte(next) == UInt8(ascii: "-") && isDigit(byte(next + 1))) { next += 1 }
      position = next
      throw Diagnostic(
        .wrongYear, SourceRange(start, next), ["text": text(start, next)],
        suggestions: yearSuggestions(
          first: first, second: digits == 4 ? second : first / 100 * 100 + second, text: text(start, next)))
    }
    return first
  }

  /// What may have been meant, as far as it may stand here: a span of years, or a subtraction.
  private func yearSuggestions(first: Int, second: Int, text: String) -> [String] {
    var suggestions = [FinancialYear.text(first)]
    // Three parts are a date, which has no place here.
    if text.split(separator: "-").count > 2 { return tokens.isEmpty ? [] : suggestions }
    let before = tokens.last
    let isSpan = second > first + 1 && second <= first + 30
    switch before?.language {
    case .in, .for, .from:
      if isSpan { suggestions.append("\(FinancialYear.text(first)) to \(FinancialYear.text(second - 1))") }
    default: break
    }
    let isOperand: Bool =
      switch before?.kind {
      case nil, .plus, .minus, .times, .divide, .power, .leftBracket: true
      default: false
      }
    if isOperand, let dash = text.firstIndex(where: { $0 == "-" || $0 == "–" || $0 == "/" }),
      !text[text.index(after: dash)...].contains("-")
    {
      suggestions = ["\(text[..<dash]) \(text[dash] == "/" ? "/" : "-") \(text[text.index(after: dash)...])"]
    }
    return suggestions
  }
}

/// A financial year: April of its first year to March of the next.
public enum FinancialYear {
  /// How a financial year is written, by the year in which it starts: `2009-10`. The first year has four digits, however
  /// early it is, as it is read with four.
  public static func text(_ start: Int) -> String {
    let end = (start + 1) % 100
    let zeros = start >= 1000 ? "" : start >= 100 ? "0" : start >= 10 ? "00" : "000"
    return "\(zeros)\(start)-\(end < 10 ? "0" : "")\(end)"
  }
}
