import Foundation
import Glibc
import TerminalKit
import Testing

/// Surroundings that lack something: each works, or says in one clear line what does not.
@Suite struct Surroundings {
  private func warnings(_ talk: Conversation) -> [String] {
    talk.text.components(separatedBy: "\n").filter { $0.hasPrefix("riepl: ") }
  }

  @Test(arguments: ["dumb", ""]) func dumbTerminals(_ name: String) throws {
    let talk = try Conversation(environment: ["TERM": name])
    try talk.expect("the prompt") { $0.text.hasSuffix("\nriepl>") && $0.x == 7 }
    talk.send("sum allocation London\r")
    try talk.expect("the answer") { $0.text.contains("£21,100,278") && $0.text.hasSuffix("\nriepl>") }
    talk.send("sum allocation for No\t")
    try talk.expect("the menu") { $0.text.contains("North West  region") }
    talk.send("\u{3}")
    try talk.expect("given up") { $0.text.hasSuffix("^C\nriepl>") }
    talk.send("\u{4}")
    #expect(try talk.pty.end() == .exit(0))
    #expect(talk.pty.leftovers.isEmpty, "\(talk.pty.leftovers)")
    #expect(!talk.screen.received.contains(0x1B), "a sequence for a terminal that knows none")
    #expect(try talk.home.read(".local/state/riepl/history").contains("London"))
  }

  @Test func anotherLocale() throws {
    let talk = try Conversation.begin(environment: ["LC_ALL": "C", "LANG": nil])
    #expect(try talk.ask("£5m * 2").contains("£10,000,000"))
    talk.send("£")
    try talk.expect("a pound") { $0.line($0.y).hasPrefix("riepl> £") && $0.x == 8 }
    talk.send("\u{7F}")
    try talk.expect("gone") { $0.line($0.y) == "riepl>" && $0.x == 7 }
    try talk.leave()
  }

  @Test func theOutputGoesToAFile() throws {
    let home = try TemporaryFolder()
    let file = home.path + "/output.txt"
    let talk = try Conversation(home: home, standardOutput: file)
    try talk.expect("the prompt") { $0.line($0.y) == "riepl>" && $0.linesBegun == 1 }
    try talk.ask("sum allocation London")
    try talk.leave()
    let text = try home.read("output.txt")
    #expect(text == "£21,100,278\n", "answers alone, as in any file")
  }

  @Test func theInputComesFromAFile() throws {
    let home = try TemporaryFolder()
    _ = try home.file("input.riepl", "sum allocation London\nsum alocation\nsum held back\n")
    let pty = try Pty(
      program: "/bin/sh", arguments: ["-c", "\"$0\" < input.riepl", Conversation.program], columns: 100,
      rows: 30, environment: ["HOME": home.path], directory: home.path)
    #expect(try pty.end() == .exit(1))
    let text = pty.screen.fullText
    #expect(text.contains("£21,100,278") && text.contains("£1.3m") && !text.contains("riepl>"), "\(text)")
    #expect(!FileManager.default.fileExists(atPath: home.path + "/.local"), "no history of a script")
  }

  // MARK: Homes

  @Test func withoutAHome() throws {
    let talk = try Conversation.begin(environment: ["HOME": nil])
    #expect(warnings(talk).count == 1 && warnings(talk)[0].contains("history is not kept"), "\(talk.text)")
    #expect(try talk.ask("sum allocation London").contains("£21,100,278"))
    talk.send("\u{1B}[A")
    try talk.expect("in this conversation") { $0.line($0.y).contains("London") }
    talk.send("\u{3}")
    try talk.expectPrompt(3)
    try talk.leave()
    #expect(try FileManager.default.contentsOfDirectory(atPath: talk.home.path).isEmpty)
  }

  /// A home in which no folder can be made, whoever asks.
  @Test func aHomeThatCantBeWritten() throws {
    let home = try TemporaryFolder()
    _ = try home.file(".local", "a file where the folder should be\n")
    let talk = try Conversation.begin(home: home)
    #expect(warnings(talk).count == 1 && warnings(talk)[0].contains("history is not kept"), "\(talk.text)")
    #expect(try talk.ask("sum allocation London").contains("£21,100,278"))
    try talk.leave()
    #expect(try home.read(".local") == "a file where the folder should be\n")
  }

  /// A folder in which nothing may be written, for a person who is not root, and a history from before in it.
  @Test(
    .enabled(
      if: geteuid() != 0 || Setpriv.path != nil || Setpriv.isRequired, "needs setpriv, or not to be root"))
  func aHistoryThatCantBeWritten() throws {
    let home = try TemporaryFolder()
    try home.folder(".local/state/riepl")
    let before = "_HiStOrY_V2_\nsum\\040held\\040back\n"
    _ = try home.file(".local/state/riepl/history", before)
    try Setpriv.giveAway(home)
    try home.setPermissions(".local/state/riepl/history", 0o400)
    let talk = try Conversation.begin(home: home, through: Setpriv.command)
    talk.send("\u{1B}[A")
    try talk.expect("the history from before") { $0.line($0.y).hasPrefix("riepl> sum held back") }
    talk.send("\u{15}")
    #expect(try talk.ask("sum allocation London").contains("£21,100,278"))
    try talk.ask("sum allocation East Midlands")
    #expect(
      warnings(talk).count == 1 && warnings(talk)[0].contains("history is no longer kept"), "\(talk.text)")
    try talk.leave()
    try home.setPermissions(".local/state/riepl/history", 0o600)
    #expect(try home.read(".local/state/riepl/history") == before)
  }

  /// A disk with room for some lines: what was kept before is there afterwards, and no half of a line.
  @Test(.enabled(if: SmallDisk.isPossible, "needs root, to mount a small file system"))
  func aFullDisk() throws {
    let disk = try SmallDisk()
    let home = disk.folder
    let first = try Conversation.begin(home: home)
    try first.ask("sum allocation London")
    try first.leave()
    try disk.fill()
    let talk = try Conversation.begin(home: home)
    talk.send("\u{1B}[A")
    try talk.expect("the history from before") { $0.line($0.y).contains("sum allocation London") }
    talk.send("\u{15}")
    let long = "sum allocation " + (0..<1200).map { _ in "London" }.joined(separator: " + sum allocation ")
    talk.send("\u{1B}[200~" + long + "\u{1B}[201~")
    try talk.expect("typed") { $0.y > 20 }
    talk.send("\r")
    try talk.expectPrompt(2)
    let kept = talk.text.components(separatedBy: "\n").filter { $0.contains("history is no longer kept") }
    #expect(kept.count == 1, "\(talk.text.suffix(2000))")
    #expect(try talk.ask("save to \"mine.riepl\"").contains("the disk is full"))
    try talk.leave()
    #expect(try home.read(".local/state/riepl/history") == "_HiStOrY_V2_\nsum\\040allocation\\040London\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: home.path).sorted() == [".local", "filler"])
  }
}
