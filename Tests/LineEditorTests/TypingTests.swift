import Foundation
import Glibc
import TerminalKit
import Testing

@testable import LineEditor

/// The real program on a pseudo-terminal: typing, moving, cutting, undoing.
@Suite struct Typing {
  @Test func thePromptIsColoured() throws {
    let pty = try Pty.atPrompt()
    #expect(pty.screen.lines[1].cells[0].style == "1;32" && pty.screen.lines[1].cells[4].style == "")
    #expect(pty.screen.modes.contains("?2004") && !pty.mode.isNormal)
  }

  /// In every locale, what is typed is what is read; wide and joined characters take their columns.
  @Test(arguments: ["C.UTF-8", "C", "nowhere.ISO-8859-1"]) func charactersOfAllKinds(_ locale: String) throws
  {
    let pty = try Pty.atPrompt(environment: ["LC_ALL": locale])
    pty.send("£9é日e\u{301}ÿ;")
    try pty.expect("the text") { $0.line(1) == "demo> £9é日e\u{301}ÿ;" && $0.x == 14 }
    pty.send("\r")
    try pty.expect("the answer") { $0.text.contains("got <£9é日e\u{301}ÿ>") }
  }

  @Test func bytesThatAreNoTextAreDropped() throws {
    let pty = try Pty.atPrompt()
    pty.send([0x61, 0xFF, 0xC0, 0xAF, 0xE2, 0x28, 0xED, 0xA0, 0x80, 0xC2, 0x9B, 0x62])
    try pty.expect("the rest") { $0.line(1) == "demo> a(b" }
  }

  @Test func keysThatAreNotBoundDoNothing() throws {
    let pty = try Pty.atPrompt()
    pty.send("a\u{1B}[5~\u{1B}[6~\u{1B}[15;2~\u{1B}[97;5u\u{1B}[I\u{1B}OPb\u{1B}[[Ac")
    try pty.expect("three letters") { $0.line(1) == "demo> abc" && $0.x == 9 }
  }

  /// Keys that move, and where the cursor is behind each, in a text of two rows.
  @Test(arguments: [
    ("\u{1B}[D", 12, 2), ("\u{1B}OD", 12, 2), ("\u{2}", 12, 2), ("\u{1B}b", 8, 2), ("\u{1B}[1;5D", 8, 2),
    ("\u{1}", 6, 2),
    ("\u{1B}[H", 6, 2), ("\u{1B}OH", 6, 2), ("\u{1B}[1~", 6, 2), ("\u{1}\u{1}", 6, 1), ("\u{1B}[A", 13, 1),
    ("\u{10}", 13, 1),
    ("\u{1}\u{1}\u{1B}f", 9, 1), ("\u{1}\u{1}\u{5}", 15, 1), ("\u{1}\u{1}\u{5}\u{5}", 13, 2),
    ("\u{1}\u{1}\u{1B}[B", 6, 2),
    ("\u{1}\u{1}\u{6}", 7, 1), ("\u{1}\u{1}\u{1B}[1;5C\u{1B}[C", 10, 1),
  ])
  func moving(_ keys: String, _ x: Int, _ y: Int) throws {
    let pty = try Pty.atPrompt()
    pty.send("sum north\r\u{15}t parts")
    try pty.expect("two rows") {
      $0.line(1) == "demo> sum north" && $0.line(2) == "  ..> t parts" && $0.x == 13
    }
    pty.send(keys)
    try pty.expect("the cursor at \(x), \(y)") { $0.x == x && $0.y == y }
  }

  /// What one press deletes, by characters as people see them.
  @Test(arguments: [
    ("ab👨‍👩‍👧‍👦", "ab"), ("ne\u{301}", "n"), ("x🇬🇧", "x"), ("a👍🏽", "a"), ("日本", "日"), ("a£", "a"),
  ])
  func backspaceDeletesACharacter(_ text: String, _ rest: String) throws {
    let pty = try Pty.atPrompt()
    pty.send(text + "\u{7F};\r")
    try pty.expect(answer: "got <\(rest)>")
    // The same to the left of the cursor, and with Delete behind it.
    pty.send(text + "\u{1B}[D\u{1B}[3~;\r")
    try pty.expect("the second answer") {
      $0.text.components(separatedBy: "got <\(rest)>").count == 3 && $0.text.hasSuffix("\ndemo>")
    }
    pty.send(text + "\u{1B}[D\u{4};\r")
    try pty.expect("the third answer") { $0.text.components(separatedBy: "got <\(rest)>").count == 4 }
  }

  /// Cutting goes by rows, joins what is cut in a row, and puts back what was cut before with Meta-Y.
  @Test func cuttingAndPuttingBack() throws {
    let pty = try Pty.atPrompt()
    pty.send("one two\r\u{15}three four")
    try pty.expect("two rows") { $0.line(1) == "demo> one two" && $0.line(2) == "  ..> three four" }
    pty.send("\u{15}")
    try pty.expect("the second row is gone") {
      $0.line(1) == "demo> one two" && $0.line(2) == "  ..>" && $0.x == 6
    }
    pty.send("\u{1B}[A\u{1B}f\u{B}")
    try pty.expect("the rest of the first row is gone") { $0.line(1) == "demo> one" && $0.line(2) == "  ..>" }
    pty.send("\u{19}")
    try pty.expect("it is back") { $0.line(1) == "demo> one two" }
    pty.send("\u{1B}y")
    try pty.expect("what was cut before") { $0.line(1) == "demo> onethree four" }
    pty.send("\u{1B}y\u{1B}y")
    try pty.expect("round again") { $0.line(1) == "demo> one two" }
    // Two words cut one after the other are one.
    pty.send("\u{17}\u{17}")
    try pty.expect("no word") { $0.line(1) == "demo>" && $0.line(2) == "  ..>" }
    pty.send("\u{19}")
    try pty.expect("both words") { $0.line(1) == "demo> one two" }
    // At its end, a row is joined with the next.
    pty.send("\u{B}")
    try pty.expect("one row") { $0.line(1) == "demo> one two" && $0.line(2) == "" }
  }

  @Test func wordsAreCutForwardsAndSwapped() throws {
    let pty = try Pty.atPrompt()
    pty.send("one two ab\u{14}\u{1}\u{1B}d")
    try pty.expect("one word less") { $0.line(1) == "demo>  two ba" && $0.x == 6 }
  }

  @Test func undoing() throws {
    let pty = try Pty.atPrompt()
    pty.send("alpha ")
    try pty.expect("one word") { $0.x == 12 }
    pty.send("\u{1B}[200~pasted text\u{1B}[201~")
    try pty.expect("pasted") { $0.line(1) == "demo> alpha pasted text" }
    pty.send("\u{17}")
    try pty.expect("cut") { $0.line(1) == "demo> alpha pasted" }
    for text in ["alpha pasted text", "alpha"] {
      pty.send("\u{1F}")
      try pty.expect(text) { $0.line(1) == "demo> " + text }
    }
  }

  @Test func controlDDeletesOrLeaves() throws {
    let pty = try Pty.atPrompt()
    pty.send("ab\u{1}\u{4}")
    try pty.expect("one letter less") { $0.line(1) == "demo> b" }
    pty.send("\u{4}\u{4}")
    #expect(try pty.end() == .exit(0))
    #expect(pty.screen.text.hasSuffix("bye") && pty.leftovers.isEmpty, "\(pty.leftovers)")
  }

  @Test func controlCGivesTheTextUp() throws {
    let pty = try Pty.atPrompt()
    pty.send("sum all\r\u{15}more\u{1B}[A\u{3}")
    try pty.expect("a new prompt") { $0.line(2) == "  ..> more^C" && $0.line(3) == "demo>" && $0.x == 6 }
    // From outside as well.
    pty.send("again")
    try pty.expect("typed") { $0.line(3) == "demo> again" }
    kill(pty.process, SIGINT)
    try pty.expect("a new prompt") { $0.line(3) == "demo> again^C" && $0.line(4) == "demo>" }
  }

  @Test func clearingTheScreen() throws {
    let pty = try Pty.atPrompt()
    pty.send("sum all\r\u{15}more\u{C}")
    try pty.expect(lines: "demo> sum all", "  ..> more", "reads: 2 words")
    #expect(pty.screen.x == 10 && pty.screen.y == 1)
  }

  // MARK: Rows

  @Test func rowsGoOnUntilTheTextIsComplete() throws {
    let pty = try Pty.atPrompt()
    pty.send("sum all\r")
    try pty.expect("an indented row") { $0.line(2) == "  ..>" && $0.x == 8 }
    pty.send("by region;\r")
    try pty.expect("the answer") { $0.line(3) == "got <sum all|  by region>" && $0.line(4) == "demo>" }
    // With Alt a row begins where the text would be complete.
    pty.send("one;\u{1B}\rtwo;\r")
    try pty.expect("both answers") { $0.text.contains("got <one>\ngot <two>") }
  }

  @Test func upAndDownGoByRowsFirst() throws {
    let folder = try TemporaryFolder()
    let pty = try Pty.atPrompt(environment: ["DEMO_HISTORY": folder.path + "/history"])
    pty.send("old;\rone\r\u{15}two")
    try pty.expect("two rows") { $0.line(4) == "  ..> two" }
    pty.send("\u{1B}[A")
    try pty.expect("the first row") { $0.y == 3 && $0.line(3) == "demo> one" }
    pty.send("\u{1B}[B")
    try pty.expect("the second row") { $0.y == 4 }
    // In the first row it is the history, by what was typed; nothing begins like this.
    pty.send("\u{1B}[A\u{1B}[A")
    try pty.expect("a bell") { $0.bells == 1 && $0.line(3) == "demo> one" }
    pty.send("\u{3}\u{1B}[A")
    try pty.expect("the history") { $0.line(5) == "demo> old;" }
    pty.send("\u{1B}[B")
    try pty.expect("the empty line") { $0.line(5) == "demo>" }
  }

  @Test func anEmptyLineIsAnAnswer() throws {
    let pty = try Pty.atPrompt()
    pty.send("\r")
    try pty.expect("the answer") { $0.line(2) == "nothing <>" && $0.line(3) == "demo>" }
  }

  /// What was typed as the program worked is there afterwards, also when it was a whole line.
  @Test func typingAhead() throws {
    let pty = try Pty.atPrompt()
    pty.send("work;\r")
    try pty.expect("at work") { $0.text.contains("working") }
    pty.send("ahead;\rnext")
    kill(pty.process, SIGINT)
    try pty.expect("the rest") {
      $0.text.contains("stopped") && $0.text.contains("got <ahead>") && $0.text.hasSuffix("demo> next")
    }
  }

  // MARK: Pasting

  @Test func pastingAnswersNothingByItself() throws {
    let pty = try Pty.atPrompt()
    pty.send("\u{1B}[200~one;\r\ntwo;\rsum\tthree;\r\u{1B}[201~")
    try pty.expect("three rows") {
      $0.line(1) == "demo> one;" && $0.line(2) == "  ..> two;" && $0.line(3) == "  ..> sum three;"
        && $0.y == 3
    }
    #expect(!pty.screen.text.contains("got"))
    pty.send("\r")
    try pty.expect("each answered") { $0.text.contains("got <one>\ngot <two>\ngot <sum three>") }
  }

  /// No key in what is pasted does anything, not even one that looks like the end of the paste.
  @Test func pastedControlCharactersAreDropped() throws {
    let pty = try Pty.atPrompt()
    pty.send("\u{1B}[200~a\u{3}b\u{4}\u{1B}[3~c\u{1B}[200~d\u{7F}\u{1B}[201~;\r")
    try pty.expect(answer: "got <ab[3~c[200~d>")
  }

  @Test func aLargePasteIsWhole() throws {
    let pty = try Pty.atPrompt()
    let rows = (0..<3000).map { "row \($0) of what is pasted" }
    pty.send("\u{1B}[200~" + rows.joined(separator: "\n") + "\u{1B}[201~")
    try pty.expect("the end") { $0.line(13) == "  ..> row 2999 of what is pasted" }
    pty.send(";\r")
    try pty.expect("the answer") { $0.text.hasSuffix("\ndemo>") && $0.text.contains("pasted>") }
    let answer = pty.screen.fullText.filter { $0 != "\n" && $0 != " " }
    let isWhole = answer.contains("got<" + rows.joined(separator: "|").filter { $0 != " " } + ">")
    #expect(isWhole)
  }
}
