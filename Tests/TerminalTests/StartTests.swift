import Foundation
import Glibc
import TerminalKit
import Testing

/// The first screen, what is run before it, and how a conversation ends from outside.
@Suite struct Starting {
  /// Four lines: what this is, what to try, where there is more.
  @Test(arguments: [80, 40]) func theFirstScreen(_ columns: Int) throws {
    let talk = try Conversation.begin(columns: columns, rows: 24)
    let rows = talk.screen.text.components(separatedBy: "\n")
    #expect(rows.count == 6 && rows[4] == "" && rows[5] == "riepl>", "\(talk.pty.picture)")
    #expect(!talk.screen.lines.contains { $0.wraps }, "\(talk.pty.picture)")
    #expect(rows[0].contains("riepl") && rows[0].contains("riep 2008"))
    #expect(rows[3].contains("help") && rows[3].contains("quit"))
    // What it tells to try works.
    let tries = rows[1...2].flatMap {
      $0.replacing("Try", with: "   ").components(separatedBy: "   ").map {
        $0.trimmingCharacters(in: .whitespaces)
      }
    }.filter { !$0.isEmpty }
    #expect(tries.count >= 2)
    for line in tries {
      let answer = try talk.ask(line)
      #expect(!answer.contains("^"), "\(line): \(answer)")
    }
  }

  /// What is wrong is said in whole words, also in a narrow window.
  @Test func messagesAreBrokenBetweenWords() throws {
    let talk = try Conversation.begin(columns: 40, rows: 16)
    let answer = try talk.ask("sum allocation + efficiency")
    #expect(
      answer.hasSuffix(
        "efficiency is several figures here,\nbeside one that is reduced. Ask sum\nallocation + sum efficiency."
      ),
      "\(answer)")
    talk.pty.resize(columns: 100, rows: 16)
    #expect(
      try talk.ask("sum allocation + efficiency").contains("beside one that is reduced. Ask sum allocation"))
  }

  // MARK: The init file

  @Test func theInitFileIsRun() throws {
    let home = try TemporaryFolder()
    try home.folder(".config/riepl")
    _ = try home.file(
      ".config/riepl/init.riepl",
      "# mine\nset decimals 1\nlet the North = North East, North West\nsum alocation\n")
    let talk = try Conversation.begin(home: home)
    #expect(talk.text.contains("init.riepl:4"), "its errors say where: \(talk.text)")
    #expect(try talk.ask("sum allocation the North 2008-09").contains("£10,155,556.0"))
    // What it says is not saved with what is typed.
    #expect(try talk.ask("save to \"mine.riepl\"").contains("Saved 1 statement "))
    let config = try home.folder("config/riepl")
    _ = try home.file("config/riepl/init.riepl", "set timer on\n")
    let other = try Conversation.begin(
      home: home, environment: ["XDG_CONFIG_HOME": (config as NSString).deletingLastPathComponent])
    #expect(try other.ask("sum held back").contains("took "))
  }

  @Test(arguments: [0o664, 0o646]) func anInitFileThatOthersMayWriteIsRefused(_ mode: Int) throws {
    let home = try TemporaryFolder()
    try home.folder(".config/riepl")
    _ = try home.file(".config/riepl/init.riepl", "sum held back\n")
    try home.setPermissions(".config/riepl/init.riepl", mode)
    let talk = try Conversation.begin(home: home, columns: 200)
    #expect(!talk.text.contains("£"))
    let lines = talk.text.components(separatedBy: "\n").filter { $0.contains("init.riepl is not run") }
    #expect(lines.count == 1, "\(talk.text)")
  }

  @Test func nothingIsReadFromTheFolderThatItIsStartedIn() throws {
    let home = try TemporaryFolder()
    let elsewhere = try TemporaryFolder()
    try home.folder("riepl")
    for name in ["init.riepl", ".riepl", ".rieplrc", "riepl/init.riepl", ".init.riepl"] {
      _ = try home.file(name, "sum held back\n")
    }
    let talk = try Conversation.begin(
      home: home, environment: ["HOME": elsewhere.path, "XDG_CONFIG_HOME": "", "XDG_STATE_HOME": ""])
    #expect(!talk.text.contains("£"), "\(talk.text)")
    // A name that is not absolute is none.
    let other = try Conversation.begin(
      home: home, environment: ["HOME": elsewhere.path, "XDG_CONFIG_HOME": "."])
    #expect(!other.text.contains("£"), "\(other.text)")
  }

  // MARK: Ends

  @Test(arguments: [SIGTERM, SIGHUP]) func signals(_ signal: Int32) throws {
    let talk = try Conversation.begin()
    try talk.ask("sum allocation London")
    talk.send("sum allocation for nor\t")
    try talk.expect("a menu") { $0.text.contains("North West") }
    kill(talk.pty.process, signal)
    #expect(try talk.pty.end() == .exit(128 + signal))
    #expect(talk.pty.leftovers.isEmpty, "\(talk.pty.leftovers)")
    #expect(try talk.home.read(".local/state/riepl/history").contains("London"))
  }

  @Test func signalsWhileItWorks() throws {
    let home = try TemporaryFolder()
    let text = "set reading off\n" + String(repeating: "let a = sum allocation\nundo\n", count: 500_000)
    _ = try home.file("long.riepl", text)
    let talk = try Conversation.begin(home: home)
    talk.send("run \"long.riepl\"\r")
    try talk.expect("progress") { $0.line($0.y).hasPrefix("working: 1.") }
    kill(talk.pty.process, SIGTERM)
    let end = try talk.pty.end()
    #expect(end == .exit(143) || end == .signal(SIGTERM), "\(end)")
    #expect(talk.pty.leftovers.isEmpty, "\(talk.pty.leftovers)")
  }
}
