import Foundation
import TerminalKit
import Testing

/// The lines that were typed, over conversations and between them.
@Suite struct Histories {
  @Test func itOutlastsAConversation() throws {
    let home = try TemporaryFolder()
    let first = try Conversation.begin(home: home)
    try first.ask("sum allocation London")
    try first.ask("efficiency by region,\rfor London")
    try first.leave()
    let second = try Conversation.begin(home: home)
    second.send("\u{1B}[A")
    try second.expect("the last, both rows") { $0.line($0.y - 1) == "riepl> efficiency by region," }
    second.send("\u{3}")
    try second.expectPrompt(2)
    let rows = try second.ask("history")
    #expect(
      rows.trimmingCharacters(in: .newlines).components(separatedBy: "\n") == [
        "  1  sum allocation London", "  2  efficiency by region,   for London", "  3  history",
      ], "\(second.text)")
    try second.leave()
  }

  /// Who may read it: nobody else.
  @Test func onlyItsOwnerCanReadIt() throws {
    let home = try TemporaryFolder()
    let talk = try Conversation.begin(home: home)
    try talk.ask("sum allocation London")
    #expect(permissions(talk.historyFile) == 0o600)
    #expect(permissions(home.path + "/.local/state/riepl") == 0o700)
    try talk.leave()
  }

  @Test func whereTheStateStands() throws {
    let home = try TemporaryFolder()
    let state = try home.folder("state")
    let talk = try Conversation.begin(home: home, environment: ["XDG_STATE_HOME": state])
    try talk.ask("sum allocation London")
    #expect(try home.read("state/riepl/history").contains("London"))
    // A name that is not absolute is none.
    let other = try Conversation.begin(home: home, environment: ["XDG_STATE_HOME": "state"])
    try other.ask("sum allocation East Midlands")
    #expect(try !home.read("state/riepl/history").contains("Midlands"))
    #expect(try home.read(".local/state/riepl/history").contains("Midlands"))
  }

  /// Two conversations at once lose nothing of each other.
  @Test func twoAtOnce() throws {
    let home = try TemporaryFolder()
    let talks = try [Conversation.begin(home: home), Conversation.begin(home: home)]
    for number in 1...6 { try talks[number % 2].ask("£\(number) * 2") }
    for talk in talks { try talk.leave() }
    let third = try Conversation.begin(home: home)
    let rows = try third.ask("history")
    for number in 1...6 { #expect(rows.contains("£\(number) * 2"), "\(rows)") }
  }

  @Test func searching() throws {
    let talk = try Conversation.begin()
    for line in ["sum allocation London", "efficiency by region", "sum allocation South West"] {
      try talk.ask(line)
    }
    talk.send("\u{12}alloc")
    try talk.expect("the newest") {
      $0.line($0.y) == "riepl> sum allocation South West" && $0.text.hasSuffix("search: alloc  match 1/2")
    }
    talk.send("\u{12}")
    try talk.expect("the older") {
      $0.line($0.y) == "riepl> sum allocation London" && $0.text.hasSuffix("match 2/2")
    }
    talk.send("\r")
    try talk.expectPrompt(5)
    #expect(talk.text.components(separatedBy: "£21,100,278").count == 3, "\(talk.text)")
    talk.send("\u{12}allocx")
    try talk.expect("none") { $0.text.hasSuffix("no match") }
    talk.send("\u{7}")
    try talk.expect("as it was") { $0.text.hasSuffix("\nriepl>") }
    #expect(!talk.text.contains("search:"))
  }

  @Test func upGoesOnFromWhatWasTyped() throws {
    let talk = try Conversation.begin()
    for line in ["sum allocation London", "efficiency by region", "sum held back"] { try talk.ask(line) }
    talk.send("sum \u{1B}[A")
    try talk.expect("the newest with sum") { $0.line($0.y).hasPrefix("riepl> sum held back") }
    talk.send("\u{1B}[A")
    try talk.expect("the older with sum") { $0.line($0.y).hasPrefix("riepl> sum allocation London") }
    talk.send("\u{1B}[B\u{1B}[B")
    try talk.expect("what was typed") { $0.x == 11 && $0.line($0.y).hasPrefix("riepl> sum") }
  }

  @Test func nothingIsKeptWhereThatIsNotWanted() throws {
    let home = try TemporaryFolder()
    let talk = try Conversation.begin(["--no-history"], home: home)
    try talk.ask("sum allocation London")
    talk.send("\u{1B}[A")
    try talk.expect("in this conversation") { $0.line($0.y).contains("London") }
    talk.send("\u{3}")
    try talk.expectPrompt(3)
    try talk.leave()
    #expect(try FileManager.default.contentsOfDirectory(atPath: home.path).isEmpty)
  }

  /// What leads elsewhere is not used, and that is said in one line.
  @Test func aLinkIsNotUsed() throws {
    let home = try TemporaryFolder()
    try home.folder(".local/state/riepl")
    _ = try home.file("target.txt", "target\n")
    try home.link(".local/state/riepl/history", to: home.path + "/target.txt")
    let talk = try Conversation.begin(home: home)
    let lines = talk.text.components(separatedBy: "\n").filter { $0.contains("history is not kept") }
    #expect(lines.count == 1, "\(talk.text)")
    try talk.ask("sum allocation London")
    try talk.leave()
    #expect(try home.read("target.txt") == "target\n")
  }
}
