import Foundation
import TerminalKit
import Testing

/// What a conversation may consist of, beside single questions.
@Suite struct Statements {
  @Test func aStatementOfSeveralRows() throws {
    let talk = try Conversation.begin()
    talk.send("sum allocation for London,\r")
    try talk.expect("a second row") { $0.line($0.y).hasPrefix("  ...>") && $0.x == 9 }
    talk.send("South East\r")
    try talk.expectPrompt(2)
    #expect(talk.text.contains("£47,704,306"), "\(talk.text)")
    talk.send("2 * (sum allocation\r")
    try talk.expect("a second row") { $0.line($0.y).hasPrefix("  ...>") }
    talk.send("+ sum held back)\r")
    try talk.expectPrompt(3)
    #expect(talk.text.contains("£372,600,002"), "\(talk.text)")
    // An empty row ends what is not complete.
    talk.send("sum allocation for London,\r\r")
    try talk.expectPrompt(4)
    #expect(talk.text.contains("missing"), "\(talk.text)")
  }

  /// A whole script, pasted: each statement is answered in turn, and an error does not stop the rest.
  @Test func aPastedScript() throws {
    let talk = try Conversation.begin(rows: 60)
    let script =
      "# a script\nsum allocation London\nsum alocation\nlet the North = North East,\n  North West\n"
      + "\nefficiency the North\n"
    talk.send("\u{1B}[200~" + script + "\u{1B}[201~")
    try talk.expect("all its rows") { $0.line($0.y) == "  ...> efficiency the North" }
    #expect(!talk.text.contains("£"), "nothing is answered before Enter")
    talk.send("\r")
    try talk.expectPrompt(2)
    let places = ["£21,100,278", "alocation”. Did you mean", "the North stands for", "£1,030m"].map {
      talk.text.range(of: $0)?.lowerBound
    }
    #expect(places.allSatisfy { $0 != nil } && places.compactMap(\.self).sorted() == places, "\(talk.text)")
    #expect(talk.text.contains("  sum alocation\n      ^^^^^^^^^"), "\(talk.text)")
    // It is one entry of the history.
    talk.send("\u{1B}[A")
    try talk.expect("all of it again") { $0.line($0.y) == "  ...> efficiency the North" }
  }

  @Test func followUpsAndTheLastAnswer() throws {
    let talk = try Conversation.begin()
    try talk.ask("allocation in 2009-10 by region")
    #expect(try talk.ask("then top 1").contains("South East  £9,706,875"))
    #expect(try talk.ask("then in 2008-09").contains("South East  £7,190,278"))
    try talk.ask("sum efficiency London")
    #expect(try talk.ask("it / 2").contains("£433"))
    #expect(try talk.ask("then").contains("^"))
  }

  @Test func definitionsAreTakenBack() throws {
    let talk = try Conversation.begin()
    try talk.ask("let the North = North East, North West")
    #expect(try talk.ask("undo").contains("the North stands for nothing any more"))
    #expect(try talk.ask("sum allocation the North").contains("Did you mean North East or North West?"))
    #expect(try talk.ask("undo").contains("There is no `let` to take back"))
  }

  // MARK: Settings

  /// Each setting, with what it changes.
  @Test func settings() throws {
    let talk = try Conversation.begin()
    #expect(try talk.ask("set").contains("  pager on       whether answers taller"))
    #expect(try talk.ask("set decimals 2").contains("decimals is 2"))
    #expect(try talk.ask("sum allocation in 2009-10").contains("£67,500,000.00"))
    try talk.ask("set decimals auto")
    try talk.ask("set width 40")
    #expect(
      try talk.ask("sum allocation in 2009-10").components(separatedBy: "\n").allSatisfy { $0.count <= 40 })
    try talk.ask("set width auto")
    let coloured = talk.screen.received.count
    #expect(talk.screen.received.contains(0x1B) && coloured > 0)
    try talk.ask("set colour off")
    let number = talk.screen.linesBegun
    talk.send("sum allocation in 2009-10\r")
    try talk.expectPrompt(number + 1)
    #expect(talk.style(of: "→ allocation added up") == "", "an answer without colour")
    try talk.ask("set colour auto")
    try talk.ask("sum allocation in 2009-10")
    #expect(talk.style(of: "→ allocation added up") == "2")
    #expect(try talk.ask("set reading off") == "")
    #expect(try talk.ask("sum allocation in 2009-10") == "£67,500,000\n")
    try talk.ask("set reading auto")
    #expect(try talk.ask("set format csv") == "")
    #expect(try talk.ask("sum allocation in 2009-10").hasSuffix("sum allocation (£)\n67500000"))
    try talk.ask("set format table")
    #expect(try talk.ask("set pager off").contains("pager is off"))
    #expect(try talk.ask("set font large").contains("There is no setting called “font”"))
    #expect(try talk.ask("set decimals many").contains("It takes auto, or 0 to 30."))
  }

  @Test func timer() throws {
    let talk = try Conversation.begin()
    try talk.ask("timer")
    let answer = try talk.ask("sum allocation London")
    #expect(answer.firstMatch(of: #/took \d+ (µs|ms|s)/#) != nil, "\(answer)")
    try talk.ask("timer off")
    let other = try talk.ask("sum allocation London")
    #expect(!other.contains("took"))
  }

  // MARK: Ctrl-C and Ctrl-D

  @Test func controlCGivesALineUp() throws {
    let talk = try Conversation.begin()
    talk.send("sum allocation for London\u{3}")
    try talk.expectPrompt(2)
    #expect(talk.text.hasSuffix("riepl> sum allocation for London^C\nriepl>"), "\(talk.text)")
    #expect(!talk.text.contains("£"))
    try talk.leave()
  }

  /// Enough statements for minutes: the prompt is back long before, and nothing of what was shown while it worked
  /// is left.
  @Test func controlCStopsWhatIsWorkedOut() throws {
    let home = try TemporaryFolder()
    let text = "set reading off\n" + String(repeating: "let a = sum allocation\nundo\n", count: 500_000)
    _ = try home.file("long.riepl", text)
    let talk = try Conversation.begin(home: home)
    talk.send("run \"long.riepl\"\r")
    try talk.expect("progress") { $0.line($0.y).hasPrefix("working: 1.") }
    #expect(talk.row.hasSuffix(" s, Ctrl-C stops it"))
    talk.send("\u{3}")
    try talk.expectPrompt(2)
    #expect(!talk.text.contains("working"), "\(talk.text)")
    #expect(talk.text.contains("Stopped."), "it says so: \(talk.text)")
    try talk.ask("set reading on")
    #expect(try talk.ask("sum allocation London").contains("£21,100,278"), "and goes on")
    try talk.leave()
  }

  /// Each line has the time that the command line gives.
  @Test func theTimeOfALineEnds() throws {
    let home = try TemporaryFolder()
    let text = "set reading off\n" + String(repeating: "let a = sum allocation\nundo\n", count: 500_000)
    _ = try home.file("long.riepl", text)
    let talk = try Conversation.begin(["--timeout", "1"], home: home)
    for number in 1...2 {
      talk.send("run \"long.riepl\"\r")
      try talk.expectPrompt(number + 1)
      let said = talk.text.components(separatedBy: "The time of 1 second is over.").count - 1
      #expect(said == number, "\(talk.text)")
    }
    try talk.ask("set reading on")
    #expect(try talk.ask("sum allocation London").contains("£21,100,278"), "and goes on")
    try talk.leave()
  }

  /// What is answered while time is shown stands in rows of its own.
  @Test func progressStandsInNobodysWay() throws {
    let home = try TemporaryFolder()
    let text = "set reading off\n" + String(repeating: "sum allocation London\n", count: 1_000_000)
    _ = try home.file("long.riepl", text)
    let talk = try Conversation.begin(home: home, columns: 40)
    talk.send("run \"long.riepl\"\r")
    try talk.expect("progress") {
      String(decoding: $0.received.suffix(2000), as: UTF8.self).contains("working: 1.")
    }
    talk.send("\u{3}")
    try talk.expectPrompt(2)
    let rows = talk.text.components(separatedBy: "\n").drop { !$0.hasPrefix("riepl> run") }.dropFirst()
    let odd = rows.map { $0.replacing("^C", with: "") }.filter {
      $0.contains("working") || $0.contains("£") && $0 != "£21,100,278"
    }
    #expect(odd.isEmpty, "\(odd.prefix(5))")
  }

  @Test func controlDAndQuitLeave() throws {
    try Conversation.begin().leave()
    let talk = try Conversation.begin()
    talk.send("quit\r")
    #expect(try talk.pty.end() == .exit(0))
    #expect(talk.pty.leftovers.isEmpty, "\(talk.pty.leftovers)")
  }
}
