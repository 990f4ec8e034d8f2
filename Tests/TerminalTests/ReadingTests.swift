import Foundation
import TerminalKit
import Testing

/// What is shown beside and under the line: what may follow, how it is read, what is missing.
@Suite struct Readings {
  private static let grey = "90"

  @Test func aLineFromTheHistoryIsSuggested() throws {
    let talk = try Conversation.begin()
    try talk.ask("sum allocation for London")
    talk.send("sum al")
    try talk.expect("the rest in grey") {
      $0.line($0.y) == "riepl> sum allocation for London" && $0.x == 13
        && talk.style(of: "location for London", in: $0) == Self.grey
    }
    talk.send("\u{1B}[C")
    try talk.expect("taken") { $0.x == 32 && talk.style(of: "London", in: $0) != Self.grey }
    #expect(try talk.ask("").contains("£21,100,278"))
  }

  @Test func theOnlyNameIsSuggested() throws {
    let talk = try Conversation.begin()
    talk.send("sum alloc")
    try talk.expect("the rest in grey") {
      $0.line($0.y) == "riepl> sum allocation" && $0.x == 16 && talk.style(of: "ation", in: $0) == Self.grey
    }
    // What is not taken is not asked.
    #expect(try talk.ask("").contains("no figure called"), "\(talk.text)")
    #expect(talk.text.contains("riepl> sum alloc\n"), "\(talk.text)")
  }

  @Test func withoutColourNothingIsSuggested() throws {
    let talk = try Conversation.begin(environment: ["NO_COLOR": "1"])
    talk.send("sum alloc")
    try talk.expect("the line") { $0.x == 16 }
    #expect(talk.row == "riepl> sum alloc")
  }

  @Test func theReadingGoesAwayOnEnter() throws {
    let talk = try Conversation.begin()
    talk.send("sum allocation where year = 2009-10")
    try talk.expect("the reading in grey") {
      talk.style(of: "→ allocation added up over all 9 regions", in: $0) == Self.grey
    }
    #expect(talk.below.count == 1)
    talk.send("\r")
    try talk.expectPrompt(2)
    #expect(talk.text.components(separatedBy: "→").count == 2, "once, with the answer: \(talk.text)")
    #expect(talk.text.contains("£67,500,000"))
    #expect(talk.text.contains("riepl> sum allocation where year = 2009-10\n→"))
  }

  @Test func whatIsMissingIsSaid() throws {
    let talk = try Conversation.begin()
    talk.send("sum allocation by ")
    try talk.expect("what is missing") { $0.line($0.y + 1).hasPrefix("… ") && $0.line($0.y + 1).count > 6 }
    #expect(talk.style(of: talk.below[0]) == Self.grey)
    talk.send("region and ( ")
    // A word in the middle that is wrong is said in red, and not before the cursor has left it.
    talk.send("\u{15}sum alocation by region")
    try talk.expect("what is wrong") {
      talk.style(of: "There is no figure called “alocation”", in: $0) == "31"
    }
  }

  @Test(arguments: [80, 40, 20, 16]) func nothingUnderTheLineIsWiderThanTheWindow(_ columns: Int) throws {
    let talk = try Conversation(columns: columns)
    try talk.expect("a prompt") { $0.linesBegun == 1 && $0.line($0.y) == "riepl>" && $0.isCursorVisible }
    for text in [
      "sum efficiency / sum allocation by region for London, South East above £1 sort highest top 2",
      "sum alocation by region", "sum allocation by",
    ] {
      talk.send("\u{15}" + text)
      let rows = ("riepl> " + text).count / columns + 1
      try talk.expect("one row under \(rows) rows") {
        $0.line($0.y).hasSuffix(text.suffix(3)) && $0.line($0.y + 1) != ""
      }
      #expect(talk.below.count == 1, "\(talk.pty.picture)")
    }
    try talk.expect("no more") { $0.line($0.y + 1).count <= columns }
  }

  @Test func resizingPaintsItAnew() throws {
    let talk = try Conversation.begin(columns: 80, rows: 24)
    talk.send("sum efficiency / sum allocation by region for London, South East, South West")
    try talk.expect("the reading") { $0.text.contains("→ efficiency / allocation") }
    // A terminal that wraps anew may show the right thing before riepl has painted it.
    var received = talk.screen.received.count
    talk.pty.resize(columns: 40, rows: 10)
    try talk.expect("three rows") {
      $0.received.count > received + 20 && $0.line($0.y - 2).hasPrefix("riepl> sum eff")
        && $0.line($0.y + 1).hasPrefix("→ efficiency")
        && $0.isCursorVisible
    }
    #expect(talk.below.count == 1, "\(talk.pty.picture)")
    #expect(talk.screen.text.components(separatedBy: "riepl>").count == 2, "\(talk.pty.picture)")
    received = talk.screen.received.count
    talk.pty.resize(columns: 120, rows: 24)
    try talk.expect("one row") {
      $0.received.count > received + 20 && $0.line($0.y).hasPrefix("riepl> sum eff")
        && $0.line($0.y).hasSuffix("West")
    }
    #expect(try talk.ask("").contains("South West"))
  }
}
