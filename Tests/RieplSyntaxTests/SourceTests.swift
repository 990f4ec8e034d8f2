import Testing

@testable import RieplSyntax

@Suite struct SourceTests {
  @Test func ranges() {
    let range = SourceRange(3, 7)
    #expect(range.indices == 3..<7 && SourceRange(7, 3).indices == 7..<7)
    #expect(
      range.union(SourceRange(5, 9)) == SourceRange(3, 9)
        && range.union(SourceRange(0, 1)) == SourceRange(0, 7))
    #expect(SourceRange(-1, .max) == SourceRange(start: 0, end: .max))
  }

  @Test func texts() {
    let source = SourceText("one\ntwo\r\nthree")
    #expect(source.text(in: SourceRange(4, 7)) == "two" && source.text(in: SourceRange(9, 99)) == "three")
    #expect(source.text(in: SourceRange(99, 100)) == "" && source.text(in: SourceRange(5, 2)) == "")
    #expect(SourceText(bytes: [0x61, 0xFF]).text(in: SourceRange(0, 2)) == "a\u{FFFD}")
    for (offset, line) in [
      (0, 0..<3), (2, 0..<3), (3, 0..<3), (4, 4..<7), (7, 4..<7), (8, 8..<8), (9, 9..<14), (14, 9..<14),
      (99, 9..<14), (-5, 0..<3),
    ] {
      #expect(source.lineRange(at: offset) == line, "\(offset)")
    }
  }

  @Test(arguments: [
    ("a\nb\nc", [1, 1, 2, 2, 3, 3]), ("a\r\nb\rc", [1, 1, 1, 2, 2, 3, 3]), ("\n\n", [1, 2, 3]),
    ("a\r", [1, 1, 2]),
  ])
  func lines(_ text: String, _ numbers: [Int]) {
    let source = SourceText(name: "x", text)
    var counter = LineCounter()
    #expect((0...text.utf8.count).map { counter.number(at: $0, in: source) } == numbers)
    // Going back, and on to another text.
    #expect((0...text.utf8.count).reversed().map { counter.number(at: $0, in: source) } == numbers.reversed())
    #expect(counter.number(at: 99, in: source) == numbers.last)
    #expect(counter.number(at: 0, in: SourceText(name: "y", "b")) == 1)
    #expect(counter.number(at: 1, in: SourceText("b")) == nil)
  }
}

@Suite struct RendererTests {
  private func render(_ text: String, _ start: Int, _ end: Int, name: String? = nil, line: Int? = nil)
    -> [String]
  {
    let diagnostic = Diagnostic(
      .bareYear, SourceRange(start, end), ["year": "2009", "before": "a", "after": "b"],
      suggestions: ["x", "y", "z", "w"])
    return DiagnosticRenderer.render(diagnostic, in: SourceText(name: name, text), line: line) { $0.count }
  }

  @Test func marksThePlace() {
    #expect(render("one two", 4, 7).prefix(2) == ["  one two", "      ^^^"])
    #expect(render("a\none two\nb", 6, 9).prefix(2) == ["  one two", "      ^^^"])
    #expect(render("one two", 7, 8).prefix(2) == ["  one two", "         ^"])
    #expect(render("one two", 4, 99).prefix(2) == ["  one two", "      ^^^"])
    #expect(render("one\ntwo", 2, 6).prefix(2) == ["  one", "    ^"])
    #expect(render("é two", 3, 6).prefix(2) == ["  é two", "    ^^^"])
    #expect(render("one two", 0, 0).count == 1)
    #expect(render("one", 0, 3, name: "f\u{1B}", line: 7).first == "f\\e:7: [E22]")
    #expect(render("one", 0, 3).last?.hasSuffix("Did you mean x, y or z?") == true)
  }

  @Test func cutsLongLines() {
    let long = String(repeating: "a", count: 150) + "bcd" + String(repeating: "e", count: 400)
    let lines = render(long, 150, 153)
    #expect(
      lines[0] == "  …" + String(repeating: "a", count: 40) + "bcd" + String(repeating: "e", count: 97) + "…")
    #expect(lines[1] == "   " + String(repeating: " ", count: 40) + "^^^")
    let longer = render(String(repeating: "a", count: 101) + "b", 101, 102)
    #expect(longer[0] == "  …" + String(repeating: "a", count: 40) + "b")
    let short = render(String(repeating: "a", count: 100) + "b", 100, 101)
    #expect(
      short[0] == "  " + String(repeating: "a", count: 100) + "b"
        && short[1] == String(repeating: " ", count: 102) + "^")
    #expect(render(String(repeating: "a", count: 200), 0, 1)[0] == "  " + String(repeating: "a", count: 200))
    #expect(
      render(String(repeating: "a", count: 201), 0, 1)[0] == "  " + String(repeating: "a", count: 100) + "…")
    // Characters are not cut in two.
    let wide = render(String(repeating: "é", count: 150), 201, 202)
    #expect(!wide[0].contains("\u{FFFD}"))
  }

  @Test(arguments: [
    ("a\tb\nc\rd", "a b c d"), ("\u{1B}[0m", "\\e[0m"), ("\u{0}", "\\u{0}"), ("\u{202E}", "\\u{202E}"),
    ("\u{E0041}", "\\u{E0041}"), ("é😀", "é😀"), ("\u{7F}\u{85}", "\\u{7F}\\u{85}"), ("", ""),
  ])
  func showsWhatCantBeSeen(_ text: String, _ shown: String) {
    #expect(DiagnosticRenderer.visible(text) == shown)
  }

  @Test func cutsLongWords() {
    #expect(
      DiagnosticRenderer.visible(String(repeating: "a", count: 119)) == String(repeating: "a", count: 119))
    #expect(
      DiagnosticRenderer.visible(String(repeating: "a", count: 120)) == String(repeating: "a", count: 120)
        + "…")
    #expect(DiagnosticRenderer.visible("abcdef", limit: 3) == "abc…")
  }

  @Test func listsWords() {
    #expect(DiagnosticRenderer.joined([]) == "" && DiagnosticRenderer.joined(["a"]) == "a")
    #expect(
      DiagnosticRenderer.joined(["a", "b"]) == "a or b"
        && DiagnosticRenderer.joined(["a", "b", "c"]) == "a, b or c")
  }

  /// Each entry of the catalogue is whole: a code, a title, a sentence, advice where nothing is suggested.
  @Test(arguments: DiagnosticCode.allCases) func catalogue(_ code: DiagnosticCode) {
    let entry = DiagnosticCatalogue.entry(code)
    #expect(
      entry.code == code && !entry.title.isEmpty && entry.what.hasSuffix(".") || entry.what.hasSuffix("?"))
    #expect(!entry.advice.contains("{suggestions}"))
    #expect(!DiagnosticRenderer.message(Diagnostic(code, SourceRange(0, 1))).isEmpty)
  }
}
