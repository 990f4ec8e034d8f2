import Foundation
import Glibc
import TerminalKit
import Testing

@testable import LineEditor

/// The real program on a pseudo-terminal: windows, other terminals, signals, and what is left behind.
@Suite struct Terminals {
  // MARK: Windows

  static let long = "sum allocation by region where allocation is more than the average of allocation"

  /// A window gets narrower and wider: the text is all there, once, on terminals that wrap rows anew and on
  /// those that don't, whether they answer where their cursor is or not.
  @Test(arguments: [(true, true), (true, false), (false, true), (false, false)])
  func theWindowChangesItsWidth(_ reflows: Bool, _ answers: Bool) throws {
    // Without an answer, a terminal of a known name is believed.
    let environment = answers || reflows ? [:] : ["XTERM_VERSION": "XTerm(379)"]
    let pty = try Pty.atPrompt(environment: environment)
    pty.reflows = reflows
    pty.answers = answers
    pty.send(Terminals.long)
    try pty.expect("typed") { $0.y == 2 && $0.text.hasSuffix("reads: 13 words") }
    for (columns, rows) in [(30, 14), (100, 14), (41, 8), (60, 14)] {
      pty.resize(columns: columns, rows: rows)
      let received = pty.screen.received.count
      let wrapped = Terminals.wrapped("demo> " + Terminals.long, columns) + ["reads: 13 words"]
      try pty.expect("\(columns) by \(rows)") { screen in
        // A terminal that wraps anew may show the right thing before the program has painted it.
        screen.received.count > received && screen.isCursorVisible
          && screen.text.hasSuffix(wrapped.joined(separator: "\n"))
          && screen.y == screen.text.split(separator: "\n", omittingEmptySubsequences: false).count - 2
      }
      let starts = pty.screen.text.components(separatedBy: "demo>").count - 1
      #expect(starts == 1, "\(columns) columns: \(pty.picture)")
    }
    pty.send(";\r")
    try pty.expect("answered") { $0.fullText.contains("got <sum allocation") }
  }

  private static func wrapped(_ text: String, _ columns: Int) -> [String] {
    var rows: [String] = []
    var rest = Substring(text)
    while !rest.isEmpty {
      var row = String(rest.prefix(columns))
      rest = rest.dropFirst(columns)
      while row.last == " " { row.removeLast() }
      rows.append(row)
    }
    return rows
  }

  /// A row that goes on has no line end of its own, so that what is copied from the terminal is one line.
  @Test func longRowsAreOneLineForTheTerminal() throws {
    let pty = try Pty.atPrompt(columns: 30)
    pty.send(Terminals.long)
    try pty.expect("typed") { $0.y == 3 && $0.text.hasSuffix("words") }
    #expect(pty.screen.lines[1...4].map(\.wraps) == [true, true, false, false])
    pty.send(";\r")
    try pty.expect("answered") { $0.fullText.contains("got <") && $0.text.hasSuffix("\ndemo>") }
    #expect((pty.screen.scrollback + pty.screen.lines)[1...3].map(\.wraps) == [true, true, false])
  }

  /// Keys that arrive together with the answer are not lost.
  @Test func keysAroundTheAnswerAreKept() throws {
    let pty = try Pty.atPrompt()
    pty.answers = false
    pty.send(Terminals.long)
    try pty.expect("typed") { $0.y == 2 && $0.text.hasSuffix("words") }
    pty.resize(columns: 33, rows: 14)
    try pty.expect("the question") { String(decoding: $0.received, as: UTF8.self).contains("\u{1B}[6n") }
    pty.send("x\u{1B}[\(pty.screen.y + 1);\(pty.screen.x + 1)R;\r")
    try pty.expect("answered") { $0.fullText.contains("got <") && $0.text.hasSuffix("\ndemo>") }
    #expect(pty.screen.fullText.filter { $0 != "\n" && $0 != " " }.contains("averageofallocationx>"))
  }

  @Test func threeRowsAreEnough() throws {
    let pty = try Pty.atPrompt(columns: 30, rows: 3)
    pty.send("sum all")
    try pty.expect("a hint") { $0.text.contains("demo> sum all\nreads: 2 words") }
    pty.send("\u{15}many\t\t\t")
    try pty.expect("a menu") { $0.line(0) == "demo> many2" || $0.line(1) == "demo> many2" }
    #expect(pty.screen.text.contains("number") && pty.screen.text.contains("demo> many2"))
    pty.send("\r\u{15}one\rtwo\rthree\rfour")
    try pty.expect("the end of a tall text") { $0.text.hasSuffix("  ..>   four") && $0.y == 2 }
    pty.send("\u{1}\u{1}")
    try pty.expect("its start") { $0.line(0) == "demo> one" && $0.y == 0 && $0.x == 6 }
    pty.send("\u{5}\u{5};\r")
    try pty.expect("all of it, and the answer") {
      $0.fullText.hasSuffix(
        "demo> one\n  ..>   two\n  ..>   three\n  ..>   four;\ngot <one|  two|  three|  four>\ndemo>")
    }
  }

  @Test func aTextThatIsTallerThanTheWindow() throws {
    let pty = try Pty.atPrompt(["--rows"], columns: 40, rows: 8)
    pty.send("\u{1B}[200~" + (1...30).map { "part \($0)" }.joined(separator: "\n") + "\u{1B}[201~")
    try pty.expect("its end") { $0.text.hasSuffix("  ..> part 30") && $0.line(0) == "  ..> part 23" }
    for _ in 0..<10 { pty.send("\u{1B}[A") }
    try pty.expect("its middle") { $0.line(0) == "  ..> part 20" && $0.y == 0 }
    pty.resize(columns: 40, rows: 5)
    try pty.expect("less of it") { $0.line(0) == "  ..> part 20" && $0.line(4) == "  ..> part 24" }
    pty.send("\u{1B}[A")
    try pty.expect("one row up") { $0.line(0) == "  ..> part 19" && $0.y == 0 }
    pty.resize(columns: 40, rows: 12)
    try pty.expect("more of it") { $0.line(0) == "  ..> part 19" && $0.line(11) == "  ..> part 30" }
    pty.send("\u{3}")
    try pty.expect("all of it") { $0.text.hasSuffix("  ..> part 30^C\ndemo>") }
    #expect(pty.screen.fullText.contains("demo> part 1\n"))
  }

  @Test func outputWithoutALineEndStays() throws {
    let pty = try Pty.atPrompt()
    pty.send("partial;\r")
    try pty.expect(lines: "mode full", "demo> partial;", "no end⏎", "demo>")
    #expect(pty.screen.x == 6)
    #expect(pty.screen.lines[2].cells[6].style == "90")
    // Output that fills its row to the last column, or ends it, gets no mark.
    pty.send("one;\r")
    try pty.expect("no mark") { $0.text.hasSuffix("got <one>\ndemo>") }
  }

  // MARK: Other threads

  @Test func printingFromAnotherThread() throws {
    let pty = try Pty.atPrompt()
    pty.send("!print")
    try pty.expect(lines: "mode full", "one from a thread", "two from a thread", "demo> !print")
    #expect(pty.screen.x == 12)
    pty.send(";\r")
    try pty.expect(answer: "got <!print>")
  }

  @Test func anotherThreadEndsTheEditing() throws {
    let pty = try Pty.atPrompt()
    pty.send("!cancel")
    try pty.expect("a new prompt") { $0.text.hasSuffix("demo> !cancel\ndemo>") }
  }

  // MARK: Work

  @Test func controlCStopsTheWork() throws {
    let pty = try Pty.atPrompt()
    pty.send("work;\r")
    try pty.expect("at work, with a normal terminal") {
      $0.text.contains("working") && !$0.modes.contains("?2004")
    }
    #expect(pty.mode == pty.modeBefore)
    pty.send("\u{3}")
    try pty.expect("stopped") { $0.text.contains("stopped") && $0.text.hasSuffix("demo>") }
    pty.send("one;\r")
    try pty.expect(answer: "got <one>")
  }

  // MARK: The end

  static let restored = "\u{1B}[?2004l"

  @Test(arguments: [(SIGTERM, 143), (SIGHUP, 129)] as [(Int32, Int32)])
  func signalsThatEndTheProgram(_ signal: Int32, _ status: Int32) throws {
    let pty = try Pty.atPrompt()
    pty.send("all\t")
    try pty.expect("a menu") { $0.text.contains("allowance") }
    kill(pty.process, signal)
    #expect(try pty.end() == .exit(status))
    #expect(pty.leftovers.isEmpty, "\(pty.leftovers)")
    #expect(pty.screen.text.hasSuffix("demo> allo\nsignal \(signal)"), "\(pty.picture)")
  }

  /// While the program works, a signal ends it as any other.
  @Test func signalsWhileWorking() throws {
    let pty = try Pty.atPrompt()
    pty.send("work;\r")
    try pty.expect("at work") { $0.text.contains("working") }
    kill(pty.process, SIGTERM)
    #expect(try pty.end() == .signal(SIGTERM))
    #expect(pty.leftovers.isEmpty, "\(pty.leftovers)")
  }

  /// However the program dies in the middle of a line, the terminal is as it was.
  @Test(arguments: [SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGQUIT, SIGUSR1, SIGALRM, SIGPIPE])
  func deadlySignals(_ signal: Int32) throws {
    let pty = try Pty.atPrompt()
    pty.send("sum one")
    try pty.expect("typed") { $0.text.contains("reads") }
    kill(pty.process, signal)
    #expect(try pty.end() == .signal(signal))
    #expect(pty.leftovers.isEmpty, "\(pty.leftovers)")
  }

  @Test(arguments: ["!trap", "!deep"]) func crashes(_ text: String) throws {
    let pty = try Pty.atPrompt()
    pty.send(text)
    guard case .signal = try pty.end() else {
      Issue.record("no crash")
      return
    }
    #expect(pty.leftovers.isEmpty, "\(pty.leftovers)")
  }

  @Test func leavingInTheMiddleOfALine() throws {
    let pty = try Pty.atPrompt()
    pty.send("!exit")
    #expect(try pty.end() == .exit(3))
    #expect(pty.leftovers.isEmpty, "\(pty.leftovers)")
  }

  @Test func theTerminalGoesAway() throws {
    let pty = try Pty.atPrompt()
    pty.send("sum")
    try pty.expect("typed") { $0.text.contains("demo> sum") }
    pty.hangUp()
    let end = try pty.end()
    #expect([.exit(129), .exit(0)].contains(end), "\(end)")
  }

  /// Ctrl-Z, and `kill -TSTP`, under a shell with job control: it has a normal terminal meanwhile, and back
  /// in the foreground the text is there again.
  @Test(arguments: ["\u{1A}", "signal"]) func stoppingAndGoingOn(_ key: String) throws {
    let script = "set -m; \"$0\"; echo stopped; read line; fg; echo left"
    let pty = try Pty(program: "/bin/sh", arguments: ["-c", script, Pty.demo])
    try pty.expect("the prompt") { $0.text.contains("demo>") && $0.x == 6 }
    pty.send("sum one\r\u{15}two")
    try pty.expect("two rows") { $0.text.contains("  ..> two") }
    if key == "signal" { kill(-tcgetpgrp(pty.descriptor), SIGTSTP) } else { pty.send(key) }
    try pty.expect("stopped") { $0.text.contains("stopped") }
    #expect(pty.leftovers.isEmpty, "\(pty.leftovers)")
    #expect(pty.screen.text.contains("demo> sum one\n  ..> two\n"), "\(pty.picture)")
    pty.send("go\r")
    try pty.expect("the text again") {
      $0.text.components(separatedBy: "demo> sum one\n  ..> two").count == 3 && $0.modes.contains("?2004")
        && $0.x == 9
    }
    pty.send(";\r")
    try pty.expect(answer: "got <sum one|two>")
    pty.send("\u{4}")
    #expect(try pty.end() == .exit(0))
    #expect(
      pty.screen.text.hasSuffix("bye\nleft") && pty.leftovers.isEmpty, "\(pty.picture) \(pty.leftovers)")
  }

  // MARK: Other terminals, and none

  @Test(arguments: ["dumb", "emacs", ""]) func dumbTerminals(_ name: String) throws {
    let folder = try TemporaryFolder()
    let pty = try Pty(environment: ["TERM": name, "DEMO_HISTORY": folder.path + "/history"])
    try pty.expect("the prompt") { $0.text.hasPrefix("mode dumb\ndemo>") && $0.x == 6 }
    pty.send("sum £1\r")
    try pty.expect("another row") { $0.text.hasSuffix("\n  ..>") }
    pty.send("two;\r")
    try pty.expect("answered") { $0.text.contains("got <sum £1|two>") && $0.text.hasSuffix("demo>") }
    pty.send("all\t")
    try pty.expect("the candidates") {
      $0.text.contains("  allocation  a measure\n  allowance   a measure\ndemo> allo")
    }
    pty.send("\u{3}")
    try pty.expect("given up") { $0.text.hasSuffix("demo> allo^C\ndemo>") }
    pty.send("abc\u{1B}[D\u{7F}\u{1}x\u{5}y;\r")
    try pty.expect(answer: "got <xacy>")
    try pty.expect("the prompt") { $0.text.hasSuffix("\ndemo>") }
    pty.send("\u{1A}")
    try pty.expect("nobody to stop it") { $0.text.hasSuffix("\ndemo>\ndemo>") }
    pty.send("one;\r")
    try pty.expect("answered") { $0.text.contains("got <one>") && $0.text.hasSuffix("\ndemo>") }
    pty.send("\u{4}")
    #expect(try pty.end() == .exit(0))
    #expect(pty.leftovers.isEmpty, "\(pty.leftovers)")
    #expect(!pty.screen.received.contains(0x1B), "a sequence for a terminal that knows none")
  }

  @Test func terminalsThatAreNotKnown() throws {
    let pty = try Pty.atPrompt(environment: ["TERM": "from-the-future"])
    pty.send("sum one;\r")
    try pty.expect(lines: "mode full", "demo> sum one;", "got <sum one>", "demo>")
  }

  @Test func theOutputGoesElsewhere() throws {
    let folder = try TemporaryFolder()
    let file = folder.path + "/output"
    let pty = try Pty(environment: [:], standardOutput: file)
    try pty.expect("the prompt, on standard error") { $0.text == "demo>" && $0.x == 6 }
    pty.send("sum one;\r\u{4}")
    #expect(try pty.end() == .exit(0))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "mode full\ngot <sum one>\nbye\n")
    #expect(pty.leftovers.isEmpty, "\(pty.leftovers)")
  }

  @Test func withoutATerminalLinesAreRead() throws {
    let process = Process()
    process.executableURL = URL(filePath: Pty.demo)
    let input = Foundation.Pipe()
    let output = Foundation.Pipe()
    process.standardInput = input
    process.standardOutput = output
    process.environment = ["TERM": "xterm", "SWIFT_BACKTRACE": "enable=no"]
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data("sum £1\r\ntwo;\n\none;three;\nlast".utf8))
    try input.fileHandleForWriting.close()
    let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(text == "mode unedited\ngot <sum £1|two>\nnothing <>\ngot <one>\ngot <three>\ngot <last>\nbye\n")
  }

  // MARK: A person's own keys

  @Test func editrcBindsKeys() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file(
      "editrc",
      """
      # What is bound here wins over the editor's own keys.
      bind ^A ed-move-to-end
      bind -s ^O "typed by a macro"
      demo:bind "\\e[5~" editor-undo
      other:bind ^E ed-move-to-beg
      demo:bind ^X^R editor-search
      """)
    let pty = try Pty.atPrompt(environment: ["EDITRC": file])
    pty.send("ab\u{1B}[D\u{1}c")
    try pty.expect("the end") { $0.line(1) == "demo> abc" }
    pty.send("\u{1B}[D\u{5}d")
    try pty.expect("not for another program") { $0.line(1) == "demo> abcd" }
    pty.send(" \u{F}")
    try pty.expect("a macro") { $0.line(1) == "demo> abcd typed by a macro" }
    pty.send("\u{1B}[5~")
    try pty.expect("undone") { $0.line(1) == "demo> abcd" }
    pty.send("\u{18}\u{12}")
    try pty.expect("a search") { $0.text.contains("search:") }
  }

  /// The home folder's file is read where no other is named.
  @Test func editrcAtHome() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file(".editrc", "bind ^A ed-move-to-end\n")
    let pty = try Pty.atPrompt(environment: ["EDITRC": "", "HOME": folder.path])
    pty.send("ab\u{1B}[D\u{1}c")
    try pty.expect("the end") { $0.line(1) == "demo> abc" }
  }

  @Test func viKeys() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("editrc", "bind -v\nbind -a Z ed-move-to-end\n")
    let environment = ["EDITRC": file, "DEMO_HISTORY": folder.path + "/history"]
    let pty = try Pty.atPrompt(environment: environment)
    pty.send("one two three;\r")
    try pty.expect(answer: "got <one two three>")
    // Arrows work while inserting.
    pty.send("alpha beta\u{1B}[D\u{1B}[DX")
    try pty.expect("inserted") { $0.line(3) == "demo> alpha beXta" }
    // ESC at once followed by a command; a second ESC moves nothing.
    pty.send("\u{1B}0x")
    try pty.expect("one letter less") { $0.line(3) == "demo> lpha beXta" && $0.x == 6 }
    pty.send("wcwnew\u{1B}")
    try pty.expect("a word changed") { $0.line(3) == "demo> lpha new" && $0.x == 13 }
    pty.send("\u{1B}")
    pty.send("\u{1B}0.")
    try pty.expect("done again") { $0.line(3) == "demo> new new" }
    pty.send("\u{1B}ZaY\u{1B}u")
    try pty.expect("undone, after a person's own key") { $0.line(3) == "demo> new new" }
    pty.send("\u{1B}dd\u{1B}kk")
    try pty.expect("the history") { $0.line(3) == "demo> one two three;" }
    pty.send("\r")
    try pty.expect("answered by Enter") {
      $0.text.components(separatedBy: "got <one two three>").count == 3 && $0.text.hasSuffix("\ndemo>")
    }
    pty.send("\u{1B}/two")
    try pty.expect("the editor's own search") { $0.text.hasSuffix("search: two  match 1/1") }
    pty.send("\u{3}")
    try pty.expect("given up") { !$0.text.contains("search") }
    pty.send("Asum a\u{1B}I\u{1B}A\r")
    try pty.expect("another row") { $0.text.contains("demo> sum a\n  ..>") }
    pty.send("\u{3}")
    try pty.expect("given up") { $0.text.hasSuffix("^C\ndemo>") }
    pty.send("\u{4}")
    #expect(try pty.end() == .exit(0))
    #expect(pty.leftovers.isEmpty, "\(pty.leftovers)")
  }

  /// On an empty line, libedit's own `$` puts its cursor before the text: one letter more, and the memory is
  /// broken.
  @Test func viMovesToTheEndOfNothing() throws {
    let folder = try TemporaryFolder()
    let pty = try Pty.atPrompt(environment: ["EDITRC": try folder.file("editrc", "bind -v\n")])
    pty.send("\u{1B}$ione;\r")
    try pty.expect(answer: "got <one>")
    pty.send("\u{4}")
    #expect(try pty.end() == .exit(0))
  }

  /// libedit's own moves, in a text with more rows than the window: they took its cursor out of its memory.
  @Test func viMovesInATextThatIsTallerThanTheWindow() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("editrc", "bind -v\n")
    let pty = try Pty.atPrompt(columns: 20, rows: 3, environment: ["EDITRC": file])
    pty.send("\u{1B}[200~" + (1...9).map { "row number \($0)" }.joined(separator: "\n") + "\u{1B}[201~")
    try pty.expect("the end") { $0.text.hasSuffix("row number 9") }
    pty.send("\u{1B}0$bbbbbA;\u{1B}0$a")
    for _ in 0..<9 { pty.send("ten letters ") }
    pty.send(";")
    try pty.expect("its end again") { $0.text.hasSuffix("etters ;") }
    pty.send("\r")
    try pty.expect("answered") { $0.fullText.contains("got <row number 1") && $0.text.hasSuffix("\ndemo>") }
    pty.send("\u{4}")
    #expect(try pty.end() == .exit(0))
  }
}
