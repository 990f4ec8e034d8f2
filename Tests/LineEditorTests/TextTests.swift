import Testing

@testable import LineEditor

/// Moves and changes in a text.
@Suite struct Texts {
  init() { #expect(VTScreen.hasLocale) }

  private func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }

  /// The characters of a text as the editor steps through them, and back.
  @Test(arguments: [
    "abc", "", "e\u{301}a\u{300}\u{323}", "👨‍👩‍👧‍👦x", "🇬🇧🇩🇪a", "👍🏽", "a\nb", "\n\u{301}", "日本", "❤️!", "नमस्ते", "한국어",
    "\u{1112}\u{1161}\u{11AB}", "x\u{200D}y", String(repeating: "e\u{301}", count: 50),
    "a" + String(repeating: "\u{301}", count: 90) + "b",
  ])
  func stepsAreByCharacters(_ text: String) {
    let all = scalars(text)
    // A mark behind a line end is a character of its own here, as it can't join with it on the screen.
    let expected = text == "\n\u{301}" ? ["\n", "\u{301}"] : text.map(String.init)
    var forwards: [String] = []
    var position = 0
    while position < all.count {
      let end = Graphemes.end(all, position)
      forwards.append(String(all[position..<end]))
      position = end
    }
    #expect(forwards == expected)
    var backwards: [String] = []
    position = all.count
    while position > 0 {
      let start = Graphemes.start(all, before: position)
      backwards.insert(String(all[start..<position]), at: 0)
      position = start
    }
    #expect(backwards == expected)
  }

  @Test func wordsAreLettersAndDigits() {
    let text = scalars("sum  £5, North_East é")
    #expect(
      Graphemes.wordEnd(text, 0) == 3 && Graphemes.wordEnd(text, 3) == 7 && Graphemes.wordEnd(text, 8) == 19)
    #expect(Graphemes.wordStart(text, before: 3) == 0 && Graphemes.wordStart(text, before: 9) == 6)
    #expect(
      Graphemes.wordStart(text, before: text.count) == 20 && Graphemes.wordEnd(text, text.count) == text.count
    )
  }

  @Test func rowsAndDistances() {
    let text = scalars("one\ne\u{301}\u{301}x\n\nlonger row")
    #expect(Rows.bounds(text, 0) == 0..<3 && Rows.bounds(text, 3) == 0..<3 && Rows.bounds(text, 4) == 4..<8)
    #expect(Rows.bounds(text, 9) == 9..<9 && Rows.bounds(text, text.count) == 10..<20)
    #expect(Rows.moved(text, 1, down: false) == nil && Rows.moved(text, 15, down: true) == nil)
    // By characters: behind the first one stands the cursor behind the first one below.
    #expect(Rows.moved(text, 1, down: true) == 7 && Rows.moved(text, 7, down: false) == 1)
    #expect(Rows.moved(text, 3, down: true) == 8 && Rows.moved(text, 15, down: false) == 9)
  }

  @Test func cuttingGoesByRows() {
    let text = scalars("one\ntwo")
    #expect(Rows.killedForwards(text, 1) == 1..<3 && Rows.killedForwards(text, 3) == 3..<4)
    #expect(Rows.killedForwards(text, 7) == 7..<7)
    #expect(Rows.killedBackwards(text, 6) == 4..<6 && Rows.killedBackwards(text, 4) == 3..<4)
    #expect(Rows.killedBackwards(text, 0) == 0..<0)
  }

  @Test func theKillRing() {
    var ring = KillRing()
    let nothing = (ring.newest(), ring.older())
    #expect(nothing.0 == nil && nothing.1 == nil)
    ring.cut(scalars("one"), .behind, joins: true)
    ring.cut(scalars("two"), .behind, joins: false)
    ring.cut(scalars("zero "), .before, joins: true)
    ring.cut(scalars(" three"), .behind, joins: true)
    ring.cut([], .behind, joins: false)
    #expect(ring.entries.map { String($0) } == ["one", "zero two three"])
    let given = [ring.newest(), ring.older(), ring.older()].map { $0.map { String($0) } }
    #expect(given == ["zero two three", "one", "zero two three"])
    for number in 0..<100 { ring.cut(scalars("\(number)"), .behind, joins: false) }
    #expect(ring.entries.count == KillRing.capacity && ring.entries.last.map { String($0) } == "99")
  }

  @Test func undoGoesByWords() {
    var undo = UndoStack()
    var text = ""
    undo.record([], 0)
    for letter in "sum all" {
      text.append(letter)
      undo.record(scalars(text), text.count)
    }
    func back() -> String? { undo.undo(scalars(text), text.unicodeScalars.count).map { String($0.text) } }
    text = back() ?? "?"
    #expect(text == "sum")
    text = back() ?? "?"
    #expect(text == "")
    let first = back()
    #expect(first == nil)
  }

  @Test func undoTakesAPasteAsOneStepAndKeepsTheCursor() {
    var undo = UndoStack()
    undo.record(scalars("ab"), 2)
    undo.record(scalars("ab"), 1)
    undo.record(scalars("aPASTEDb"), 7)
    let before = undo.undo(scalars("aPASTEDb"), 7)
    #expect(before == .init(text: scalars("ab"), cursor: 1))
    let first = undo.undo(scalars("ab"), 1)
    #expect(first == nil)
  }

  /// Many states of a long text must not fill the memory.
  @Test func undoIsBounded() {
    var undo = UndoStack()
    let long = scalars(String(repeating: "x", count: 100_000))
    for number in 0..<100 { undo.record(long + scalars("\(number)"), number) }
    var steps = 0
    var state = UndoStack.State(text: long + scalars("99"), cursor: 99)
    while let before = undo.undo(state.text, state.cursor) {
      state = before
      steps += 1
    }
    #expect((2...10).contains(steps))
  }

  @Test func bytesAndScalars() {
    let text = scalars("a£日🦊b")
    #expect((0...5).map { Offsets.bytes(text, $0) } == [0, 1, 3, 6, 10, 11])
    #expect([0, 1, 3, 6, 10, 11, 99].map { Offsets.scalar(text, $0) } == [0, 1, 2, 3, 4, 5, 5])
    let runs = Scene.runs([.init(1..<3, .red), .init(2..<4, .green), .init(6..<50, .blue)], text)
    #expect(runs.map(\.range) == [1..<2, 3..<5])
  }

  @Test func stylesWithAndWithoutColour() {
    let style = Style.bold + .blue
    #expect(style.parameters(colours: true) == "1;34" && style.parameters(colours: false) == "1")
    #expect((Style.green + .underline + .red).parameters(colours: true) == "4;31")
    #expect(Style.grey.parameters(colours: false).isEmpty)
  }

  // MARK: Completion

  private let regions = [
    Candidate(replacing: 4..<9, with: "North East"), Candidate(replacing: 4..<9, with: "North West"),
  ]

  @Test func whatAllCandidatesHaveInCommonComesFirst() {
    let common = Menu.common(regions, scalars("sum north"), 9)
    #expect(common.map { String($0.text) } == "sum North " && common?.cursor == 10)
    // Of different stretches, what counts is the text that they make.
    let mixed = [
      Candidate(replacing: 0..<7, with: "North East"), Candidate(replacing: 6..<7, with: "East Anglia"),
    ]
    #expect(Menu.common(mixed, scalars("north e"), 7) == nil)
    // Nothing that was typed may change into something else.
    #expect(Menu.common([Candidate(replacing: 0..<2, with: "other")], scalars("ab"), 2) == nil)
  }

  @Test func candidatesReplaceSeveralWords() {
    var menu = Menu(regions, of: scalars("sum north x"), text: scalars("sum north x"), cursor: 9)
    var shown: [String] = []
    for _ in 0..<3 { shown.append(String(menu.step(forwards: true).text)) }
    #expect(shown == ["sum North East x", "sum North West x", "sum North East x"])
    #expect(menu.cursor == 14 && menu.selected == 0)
    let back = menu.step(forwards: false)
    #expect(String(back.text) == "sum North West x")
    #expect(String(menu.base.text) == "sum north x" && menu.base.cursor == 9)
  }

  @Test func theMenuScrolls() {
    let many = (1...40).map { Candidate(replacing: 0..<0, with: "name\($0)", description: "number \($0)") }
    var menu = Menu(many, of: [], text: [], cursor: 0)
    #expect(menu.lines(room: 5, columns: 40, hasUnicode: true).map(\.text).last == " 40 candidates")
    for _ in 0..<20 { _ = menu.step(forwards: true) }
    let lines = menu.lines(room: 5, columns: 40, hasUnicode: true)
    #expect(lines.count == 5 && lines.last?.text == " 20/40")
    #expect(lines.contains { $0.text.hasPrefix(" name20") && $0.pieces.allSatisfy { $0.style == .reverse } })
    #expect(menu.lines(room: 1, columns: 40, hasUnicode: true).map(\.text) == [" name20  number 20 "])
    #expect(menu.lines(room: 0, columns: 40, hasUnicode: true).isEmpty)
    #expect(menu.lines(room: 99, columns: 40, hasUnicode: true).count == Menu.mostRows)
  }
}
