import Testing

@testable import RieplSyntax

@Suite struct LexerTests {
  /// Statements are lines; what starts with a space or a tab goes on.
  @Test(arguments: [
    ("a\nb", "word:a | word:b |"), ("a\r\nb", "word:a | word:b |"), ("a\rb", "word:a | word:b |"),
    ("a\n b", "word:a word:b |"), ("a\n\tb", "word:a word:b |"), ("a\r\n b", "word:a word:b |"),
    ("a\r b", "word:a word:b |"), ("\n\n a\n\n\n b\n", "word:a | word:b |"),
    ("a\n  \n b", "word:a | word:b |"), ("a\n \r\n b", "word:a | word:b |"),
    ("a\n\t \r b", "word:a | word:b |"), ("a\n\t\r\nb", "word:a | word:b |"), ("a\n ", "word:a |"),
    ("a # x\n b", "word:a word:b |"), ("a\n# x\n b", "word:a word:b |"),
    ("a\n# x\n# y\r\n b", "word:a word:b |"),
    ("a\n# x\nb", "word:a | word:b |"), ("# x\na", "word:a |"), ("# x\ra", "word:a |"),
    ("#!x\ra", "word:a |"), ("# x", ""), ("", ""), (" \t\r\n", ""),
    ("a # tab\there £ ü", "word:a |"), ("#!/usr/bin/riepl\na", "word:a |"), ("#!x\r\na", "word:a |"),
    ("#!x", ""),
    ("\u{FEFF}a", "word:a |"), ("\u{FEFF}#!x\na", "word:a |"), ("a\u{A0} b", "word:a word:b |"),
    ("5 \u{A0}+ 5", "literal:5 ~plus:+ literal:5 |"),
    ("a\n # x\n b", "word:a word:b |"), ("a\n #x\nb", "word:a | word:b |"),
  ])
  func statements(_ text: String, _ tokens: String) throws { #expect(try Fixture.tokens(text) == tokens) }

  @Test(arguments: [
    (
      "+ - * / ^ ( ) , ?",
      "plus:+ minus:- times:* divide:/ power:^ leftBracket:( rightBracket:) comma:, blank:? |"
    ),
    ("a**b", "word:a ~power:** ~word:b |"),
    (
      "= == != <> < <= > >=",
      "equal:= equal:== notEqual:!= notEqual:<> less:< lessOrEqual:<= greater:> greaterOrEqual:>= |"
    ),
    (
      "× · ÷ − – — ≠ ≤ ≥",
      "times:× times:· divide:÷ minus:− minus:– minus:— notEqual:≠ lessOrEqual:≤ greaterOrEqual:≥ |"
    ),
    ("& && a&b", "word:& word:&& word:a ~word:& ~word:b |"),
    (
      "| ; : [ ] { } $ @ ' ` ! ~ \\ .",
      "foreign:| foreign:; foreign:: foreign:[ foreign:] foreign:{ foreign:} foreign:$ foreign:@ foreign:' foreign:` foreign:! foreign:~ foreign:\\ foreign:. |"
    ),
    ("★", "foreign:★ |"),
    ("£m £ £bn £k % £x £thousand", "unit:£m unit:£ unit:£bn unit:£k unit:% foreign:£x unit:£thousand |"),
    ("\"a b\" \"a\"\"b\" “c d”", "quoted:\"a b\" quoted:\"a\"\"b\" quoted:“c d” |"),
    ("\"\t£é\"", "quoted:\"\t£é\" |"),
    ("the a The b THE", "word:a word:b |"), ("then these", "word:then word:these |"),
    ("FY 2009-10", "year:2009-10 |"),
    ("fy x FYI", "word:fy word:x word:FYI |"),
    ("North-East a-1 a-", "word:North ~word:East word:a ~minus:- ~literal:1 word:a ~minus:- |"),
    ("King's St’s a_b naïve e\u{301}x", "word:King's word:St’s word:a_b word:naïve word:e\u{301}x |"),
    ("é★ x★", "word:é ~foreign:★ word:x ~foreign:★ |"), ("2nd 3rd", "word:2nd word:3rd |"),
    ("a9b z0y", "word:a9b word:z0y |"),
    ("(a)", "leftBracket:( ~word:a ~rightBracket:) |"),
    ("5[ 5{ 5`", "literal:5 ~foreign:[ literal:5 ~foreign:{ literal:5 ~foreign:` |"),
    ("a_[ a_{ a_@", "word:a_ ~foreign:[ word:a_ ~foreign:{ word:a_ ~foreign:@ |"),
  ])
  func kinds(_ text: String, _ tokens: String) throws { #expect(try Fixture.tokens(text) == tokens) }

  @Test func units() throws {
    var lexer = Lexer(Array("£ £k £m £bn £million %".utf8), limits: Limits())
    #expect(try lexer.readStatement(Fixture.vocabulary))
    #expect(lexer.tokens.dropLast().map(\.literal) == [0, 3, 6, 9, 6, Lexer.percentUnit])
  }

  @Test(arguments: [
    ("\"a", DiagnosticCode.unfinishedQuote, 0, 2), ("a \"b\nc\"", .unfinishedQuote, 2, 4),
    ("“a\"", .unfinishedQuote, 0, 5), ("a\u{202E}b", .hiddenCharacter, 1, 4),
    ("\"\u{200B}\"", .hiddenCharacter, 1, 4),
    ("# \u{7F}", .hiddenCharacter, 2, 3), ("\"\u{1F}\"", .hiddenCharacter, 1, 2),
    ("# \u{1F}", .hiddenCharacter, 2, 3),
    ("\"\u{7F}\"", .hiddenCharacter, 1, 2), ("a \u{1B}", .hiddenCharacter, 2, 3),
    ("a\u{0}", .hiddenCharacter, 1, 2),
    ("é\u{200D}", .hiddenCharacter, 2, 5),
  ])
  func refuses(_ text: String, _ code: DiagnosticCode, _ start: Int, _ end: Int) throws {
    let error = try #require(Fixture.error(text))
    #expect(error.code == code && error.range == SourceRange(start, end), "\(error)")
  }

  /// Bytes that are no UTF-8, and the place of the first.
  @Test(
    arguments: [
      ([0x61, 0x80], 1), ([0x61, 0xFF], 1), ([0x20, 0xC3], 1), ([0xC0, 0xAF], 0), ([0xC1, 0xBF], 0),
      ([0xE0, 0x80, 0x80], 0),
      ([0xE0, 0x9F, 0xBF], 0), ([0xED, 0xA0, 0x80], 0), ([0xED, 0xBF, 0xBF], 0),
      ([0xF0, 0x80, 0x80, 0x80], 0),
      ([0xF0, 0x8F, 0xBF, 0xBF], 0), ([0xF4, 0x90, 0x80, 0x80], 0), ([0xF5, 0x80, 0x80, 0x80], 0),
      ([0xE2, 0x82], 0),
      ([0xE2, 0x28, 0xA1], 0), ([0xF0, 0x9F, 0x98], 0), ([0x23, 0x20, 0xFE], 2),
      ([0x22, 0x61, 0xC3, 0x22], 2),
    ] as [([UInt8], Int)])
  func refusesBytes(_ bytes: [UInt8], _ offset: Int) throws {
    let error = try #require(Fixture.error(bytes: bytes))
    #expect(error.code == .notUTF8 && error.range == SourceRange(offset, offset + 1), "\(error)")
    #expect(error.facts["offset"] == "\(offset)")
  }

  @Test(arguments: ["£", "é", "ࠀ", "\u{FFFD}", "퟿", "\u{E000}", "\u{10000}", "\u{10FFFF}", "ÿ", "߿", "😀"])
  func readsScalars(_ text: String) throws {
    let found = try #require(ScalarReader.decode(Array("x\(text)y".utf8), 1))
    #expect(String(Character(found.scalar)) == text && found.length == text.utf8.count)
  }

  @Test func hiddenScalars() {
    let hidden: [ClosedRange<UInt32>] = [
      0...0x08, 0x0B...0x0C, 0x0E...0x1F, 0x7F...0x9F, 0xAD...0xAD, 0x61C...0x61C, 0x180E...0x180E,
      0x200B...0x200F,
      0x2028...0x202E, 0x2060...0x206F, 0xFEFF...0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE0FFF,
    ]
    for value in (0...0x10FFFF as ClosedRange<UInt32>) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let expected = hidden.contains { $0.contains(value) }
      if ScalarReader.isHidden(scalar) != expected { Issue.record("U+\(String(value, radix: 16))") }
    }
  }

  @Test(arguments: [("\u{9}", "U+0009"), ("\u{202E}", "U+202E"), ("\u{E0001}", "U+E0001"), ("a", "U+0061")])
  func codePoints(_ scalar: String, _ text: String) throws {
    #expect(ScalarReader.codePoint(try #require(scalar.unicodeScalars.first)) == text)
  }

  /// After an error the statement is skipped with the lines that belong to it.
  @Test func goesOnAfterAnError() throws {
    var parser = Parser(vocabulary: Fixture.vocabulary)
    try parser.read(SourceText("\"a\n b\n\tc\r\n d\n5"))
    #expect(throws: Diagnostic.self) { try parser.parseStatement() }
    #expect(try parser.parseStatement())
    #expect(parser.statementText == "5")
    #expect(try !parser.parseStatement())
  }
}
