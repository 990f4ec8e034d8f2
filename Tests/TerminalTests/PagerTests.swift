import Foundation
import TerminalKit
import Testing

/// Answers that are taller than the window.
@Suite struct Pagers {
  private func pager(_ home: TemporaryFolder, _ script: String) throws -> String {
    try home.file("pager.sh", script)
  }

  @Test func aTallAnswerGoesThroughThePager() throws {
    let home = try TemporaryFolder()
    let script = try pager(home, "echo \"pager $1\"; cat > paged.txt; echo \"$?\" >> status.txt\n")
    let talk = try Conversation.begin(
      home: home, columns: 80, rows: 20, environment: ["RIEPL_PAGER": "/bin/sh \(script) one"])
    #expect(try talk.ask("help language") == "pager one")
    let page = try home.read("paged.txt")
    #expect(page.contains("then") && page.components(separatedBy: "\n").count > 20)
    #expect(try home.read("status.txt") == "0\n")
    // A short one does not, and none where nobody wants it.
    #expect(try talk.ask("sum allocation London").contains("£21,100,278"))
    #expect(try home.read("status.txt") == "0\n")
    try talk.ask("set pager off")
    #expect(try talk.ask("help language").contains("then"))
    #expect(try home.read("status.txt") == "0\n")
    // The window counts as it is now.
    try talk.ask("set pager on")
    talk.pty.resize(columns: 80, rows: 6)
    #expect(try talk.ask("sum allocation").contains("pager one"))
    try talk.leave()
  }

  /// `PAGER` where there is none of riepl's own; one that is left early; one that is not there.
  @Test func whichPager() throws {
    let home = try TemporaryFolder()
    let script = try pager(home, "head -n 1; echo left\n")
    let early = try Conversation.begin(
      home: home, columns: 80, rows: 10, environment: ["RIEPL_PAGER": nil, "PAGER": "/bin/sh \(script)"])
    #expect(try early.ask("help language").hasSuffix("left"))
    #expect(try early.ask("gains target").contains("£3bn"))
    let missing = try Conversation.begin(
      home: home, columns: 80, rows: 10, environment: ["RIEPL_PAGER": "there-is-no-such-pager --x"])
    #expect(try missing.ask("help language").contains("then"))
    // Nothing of a name is for a shell.
    let shell = try Conversation.begin(
      home: home, columns: 80, rows: 10, environment: ["RIEPL_PAGER": "cat;touch$IFS./made"])
    try shell.ask("help language")
    #expect(throws: (any Error).self) { try home.read("made") }
  }

  /// Ctrl-C in a pager is the pager's: the conversation goes on.
  @Test func controlCInAPager() throws {
    let home = try TemporaryFolder()
    let script = try pager(home, "trap 'echo caught; exit 0' INT; echo paging; while :; do sleep 1; done\n")
    let talk = try Conversation.begin(
      home: home, columns: 80, rows: 10, environment: ["RIEPL_PAGER": "/bin/sh \(script)"])
    talk.send("help language\r")
    try talk.expect("paging")
    talk.send("\u{3}")
    try talk.expectPrompt(2)
    #expect(talk.text.contains("caught"))
    #expect(try talk.ask("gains target").contains("£3bn"))
    try talk.leave()
  }
}
