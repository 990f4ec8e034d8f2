import Foundation
import TerminalKit
import Testing

/// Scripts that a conversation leaves behind, and those that it runs.
@Suite struct Files {
  @Test func savingWhatWorked() throws {
    let talk = try Conversation.begin()
    for line in [
      "SUM   allocation where YEAR is 2009-10", "sum alocation", "let the north = north east, north west",
      "let spare = 2 * sum allocation", "undo", "efficiency by region", "then top 2", "help", "list regions",
    ] { try talk.ask(line) }
    #expect(try talk.ask("save to \"mine.riepl\"").contains("Saved 4 statements to “mine.riepl”."))
    let text = try talk.home.read("mine.riepl")
    let lines = text.components(separatedBy: "\n")
    #expect(lines[0].firstMatch(of: #/^# Saved by riepl [\d.]+ over riep 2008, .+\.$/#) != nil, "\(lines[0])")
    #expect(
      Array(lines.dropFirst()) == [
        "", "sum allocation where year = 2009-10", "let the north = North East, North West",
        "efficiency by region", "efficiency by region top 2", "",
      ], "\(text)")
    #expect(!talk.text.contains(".part"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: talk.home.path).sorted() == [
        ".local", "mine.riepl",
      ])
    // What was saved runs, and gives the same.
    #expect(try talk.ask("run \"mine.riepl\"").contains("£67,500,000"))
    // The file of this conversation may be saved again.
    #expect(try talk.ask("save to \"mine.riepl\"").contains("Saved"))
  }

  @Test func nothingIsWrittenOver() throws {
    let home = try TemporaryFolder()
    _ = try home.file("there.riepl", "# mine\n")
    _ = try home.file("target.txt", "target\n")
    try home.link("link.riepl", to: "target.txt")
    try home.link("dangling.riepl", to: "nothing.txt")
    let talk = try Conversation.begin(home: home)
    #expect(try talk.ask("save to \"new.riepl\"").contains("No statement has worked yet"))
    try talk.ask("sum allocation")
    #expect(try talk.ask("save to \"there.riepl\"").contains("There is already a file “there.riepl”."))
    #expect(try talk.ask("save to \"link.riepl\"").contains("can't be written: it is not a plain file"))
    #expect(try talk.ask("save to \"dangling.riepl\"").contains("can't be written: it is not a plain file"))
    #expect(try home.read("there.riepl") == "# mine\n" && home.read("target.txt") == "target\n")
    #expect(try talk.ask("save to \"no/such.riepl\"").contains("there is no such folder"))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: home.path).sorted() == [
        ".local", "dangling.riepl", "link.riepl", "target.txt", "there.riepl",
      ])
    // Somebody else has put a file in the place of ours meanwhile: a link is not followed then either.
    #expect(try talk.ask("save to \"ours.riepl\"").contains("Saved"))
    try home.remove("ours.riepl")
    try home.link("ours.riepl", to: "target.txt")
    #expect(try talk.ask("save to \"ours.riepl\"").contains("it is not a plain file"))
    #expect(try home.read("target.txt") == "target\n")
  }

  @Test func scriptsRunFromWhereTheyStand() throws {
    let home = try TemporaryFolder()
    try home.folder("reports/parts")
    _ = try home.file(
      "reports/all.riepl", "sum allocation London\nrun \"parts/one.riepl\"\nsum efficiency London\n")
    _ = try home.file("reports/parts/one.riepl", "sum alocation\nsum held back\n")
    let talk = try Conversation.begin(home: home)
    let answer = try talk.ask("run \"reports/all.riepl\"")
    for text in ["£21,100,278", "reports/parts/one.riepl:1", "£1.3m", "£866m"] {
      #expect(answer.contains(text), "\(text): \(answer)")
    }
  }

  @Test func scriptsThatRunOneAnother() throws {
    let home = try TemporaryFolder()
    try home.folder("inner")
    _ = try home.file("first.riepl", "run \"inner/second.riepl\"\nsum held back\n")
    _ = try home.file("inner/second.riepl", "run \"../first.riepl\"\nsum allocation London\n")
    let talk = try Conversation.begin(home: home, columns: 160)
    let answer = try talk.ask("run \"first.riepl\"")
    #expect(answer.contains("it is running already"), "\(answer)")
    #expect(answer.contains("first.riepl → inner/second.riepl → ../first.riepl"), "\(answer)")
    #expect(answer.contains("£21,100,278") && answer.contains("£1.3m"), "the rest goes on: \(answer)")
    #expect(try talk.ask("run \"inner\"").contains("it is a folder"))
  }

  /// A script that quits ends the conversation, as the same line does when it is typed.
  @Test func aScriptThatQuits() throws {
    let home = try TemporaryFolder()
    _ = try home.file("end.riepl", "sum allocation London\nquit\nsum held back\n")
    let talk = try Conversation.begin(home: home)
    talk.send("run \"end.riepl\"\r")
    #expect(try talk.pty.end() == .exit(0))
    #expect(talk.text.contains("£21,100,278") && !talk.text.contains("£1.3m"))
  }
}
