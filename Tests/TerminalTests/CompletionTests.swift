import Foundation
import TerminalKit
import Testing

/// Tab offers what may stand where the cursor is, and says what it is.
@Suite struct Completing {
  /// Types a text and Tab; gives the rows of the menu.
  private func menu(_ talk: Conversation, _ text: String, having row: String) throws -> [String] {
    talk.send("\u{15}" + text + "\t")
    try talk.expect("a menu with \(row)") { $0.text.contains("\n " + row) }
    return talk.below
  }

  @Test func behindByStandDimensionsAndGroups() throws {
    let talk = try Conversation.begin(columns: 80)
    try talk.ask("let the North = North East, North West, Yorkshire and Humber")
    let rows = try menu(talk, "sum allocation by ", having: "region")
    #expect(rows.contains(" region                9 regions"))
    #expect(rows.contains(" England               the regions together"))
    #expect(rows.contains { $0.hasPrefix(" North East ") && $0.contains("region E12000001") })
    #expect(!rows.contains { $0.hasPrefix(" allocation") || $0.hasPrefix(" sum") })
    talk.send("\u{15}sum allocation by the No\t")
    try talk.expect("the group") { $0.text.contains(" the North   3 regions together") }
  }

  @Test func behindYearStandYears() throws {
    let talk = try Conversation.begin(columns: 80)
    let rows = try menu(talk, "sum allocation where year = ", having: "2008-09")
    #expect(
      rows == [
        " all years  the years together", " 2008-09    year", " 2009-10    year", " 2010-11    year",
      ], "\(rows)")
    talk.send("\u{15}sum allocation where year = 2010\t")
    try talk.expect("the only one") { $0.line($0.y).contains("year = 2010-11") }
  }

  @Test func theSecondWordOfAName() throws {
    let talk = try Conversation.begin(columns: 80)
    let rows = try menu(talk, "sum allocation for North ", having: "North East")
    #expect(rows == [" North East  region E12000001", " North West  region E12000002"])
    talk.send("\t\t")
    try talk.expect("the second") { $0.line($0.y) == "riepl> sum allocation for North West" }
    // Enter takes what is chosen, and another one asks.
    talk.send("\r")
    try talk.expect("no menu") { !$0.text.contains("region E1") }
    let answer = try talk.ask("")
    #expect(answer.contains("£22,025,278"), "\(answer)")
    talk.send("sum allocation for york\t")
    try talk.expect("a whole name") {
      $0.line($0.y).hasPrefix("riepl> sum allocation for Yorkshire and Humber")
    }
  }

  @Test func wordsSayWhatTheyDo() throws {
    let talk = try Conversation.begin(columns: 80)
    let rows = try menu(talk, "", having: "allocation")
    #expect(rows.last?.contains("candidates") == true)
    let measures = try menu(talk, "sum a", having: "average")
    #expect(measures.contains(" allocation            £ by region and year"), "\(measures)")
    let commands = try menu(talk, "he", having: "held back")
    #expect(commands.contains { $0.hasPrefix(" help") && $0.count > 12 }, "\(commands)")
    // Each of them, however the window cuts it, stands in one row.
    #expect(talk.screen.text.components(separatedBy: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func definitions() throws {
    let talk = try Conversation.begin(columns: 80)
    try talk.ask("let leverage = sum efficiency / sum allocation")
    try talk.ask("let levels = sum efficiency")
    let rows = try menu(talk, "leve", having: "leverage")
    #expect(rows.contains(" leverage  sum efficiency / sum allocation"), "\(rows)")
    #expect(rows.contains(" levels    sum efficiency"), "\(rows)")
  }

  @Test func namesOfFiles() throws {
    let home = try TemporaryFolder()
    for name in ["report.riepl", "results.riepl", "recipe.txt"] {
      _ = try home.file(name, "sum allocation\n")
    }
    try home.folder("reports")
    _ = try home.file("reports/inner.riepl", "sum efficiency\n")
    let talk = try Conversation.begin(home: home, columns: 80)
    let rows = try menu(talk, "run \"re", having: "report.riepl")
    #expect(rows == [" report.riepl", " reports/       folder", " results.riepl"], "\(rows)")
    talk.send("\u{15}run \"reports/\t")
    try talk.expect("the file in the folder") { $0.line($0.y).contains("run \"reports/inner.riepl") }
    let saved = try menu(talk, "save to \"re", having: "report.riepl")
    #expect(saved.count == 3)
    let answer = try talk.ask("\u{15}run \"reports/inner.riepl\"")
    #expect(answer.contains("£4,900m"), "\(answer)")
  }

  @Test func whatCommandsTake() throws {
    let talk = try Conversation.begin(columns: 80)
    let settings = try menu(talk, "set ", having: "format")
    #expect(settings.contains { $0.hasPrefix(" timer") && $0.contains("how long") }, "\(settings)")
    let formats = try menu(talk, "set format ", having: "csv")
    #expect(formats.count == 7)
    let topics = try menu(talk, "list ", having: "regions")
    #expect(topics.contains { $0.hasPrefix(" measures") }, "\(topics)")
    let errors = try menu(talk, "help E2", having: "E20")
    #expect(errors.contains { $0.hasPrefix(" E20") && $0.contains("a name that is not known") }, "\(errors)")
  }

  /// ESC takes the menu away, and leaves the text as it was.
  @Test func escapeClosesTheMenu() throws {
    let talk = try Conversation.begin(columns: 80)
    _ = try menu(talk, "sum allocation for North ", having: "North East")
    talk.send("\t\u{1B}")
    try talk.expect("as it was") { screen in
      screen.line(screen.y).hasPrefix("riepl> sum allocation for North")
        && !screen.text.contains("region E12000001")
    }
  }
}
