import TerminalKit
import Testing

/// What is typed has the colours of what it means.
@Suite struct Highlighting {
  @Test func eachKindOfWordHasAColour() throws {
    let talk = try Conversation.begin()
    let line = "rank sum allocation by region for London where allocation > £5m and year = 2009-10 top 3"
    talk.send(line)
    try talk.expect("the line") { $0.line($0.y).hasSuffix("top 3") }
    let kinds = ["sum", "allocation", "region", "London", "where", "£5m", "2009-10"]
    let styles = try kinds.map { try #require(talk.style(of: $0), "\($0): \(talk.pty.picture)") }
    // A region is a dimension or a member of one: a place.
    #expect(Set(styles).count == kinds.count - 1, "\(Array(zip(kinds, styles)))")
    #expect(styles[2] == styles[3])
    #expect(styles.allSatisfy { !$0.isEmpty })
    #expect(talk.style(of: "rank") == styles[0] && talk.style(of: "top") == styles[4])
    #expect(talk.style(of: "3") == talk.style(of: "£5m"))
  }

  @Test func commandsAndNamesOfOnesOwn() throws {
    let talk = try Conversation.begin()
    talk.send("let leverage = sum efficiency / sum allocation")
    try talk.expect("the line") { $0.line($0.y).hasSuffix("allocation") }
    let command = try #require(talk.style(of: "let"))
    #expect(command != talk.style(of: "sum") && !command.isEmpty)
    try talk.ask("")
    talk.send("leverage by region")
    try talk.expect("the line") { $0.line($0.y).hasPrefix("riepl> leverage by region") }
    #expect(talk.style(of: "leverage") == "32", "a name of one's own is a figure from now on")
  }

  @Test func anUnknownNameIsUnderlinedOnceTheCursorHasLeftIt() throws {
    let talk = try Conversation.begin()
    talk.send("sum alocation")
    try talk.expect("the line") { $0.line($0.y).hasPrefix("riepl> sum alocation") }
    #expect(talk.style(of: "alocation") == "", "it is still being typed")
    talk.send(" ")
    try talk.expect("a mark") { $0.x == 21 && talk.style(of: "alocation", in: $0) == "4;31" }
    talk.send("\u{7F}")
    try talk.expect("no mark") { $0.x == 20 && talk.style(of: "alocation", in: $0) == "" }
    talk.send("\u{1}\u{6}\u{6}")
    try talk.expect("a mark again") { $0.x == 9 && talk.style(of: "alocation", in: $0) == "4;31" }
  }

  @Test func theMatchingBracketIsMarked() throws {
    let talk = try Conversation.begin()
    talk.send("2 * (sum allocation (London))")
    try talk.expect("the outer pair") { $0.x == 36 && $0.lines[$0.y].cells[35].style == "7" }
    func marked(_ screen: VTScreen) -> [Int] {
      screen.lines[screen.y].cells.indices.filter { screen.lines[screen.y].cells[$0].style == "7" }
    }
    #expect(marked(talk.screen) == [11, 35])
    talk.send("\u{2}")
    try talk.expect("the outer pair still") { $0.x == 35 && marked($0) == [11, 35] }
    talk.send("\u{1}" + String(repeating: "\u{6}", count: 20))
    try talk.expect("the inner pair") { $0.x == 27 && marked($0) == [27, 34] }
    talk.send("\u{1}")
    try talk.expect("none") { $0.x == 7 && marked($0).isEmpty }
    // The last picture of a line has no marks.
    talk.send("\u{5}\r")
    try talk.expectPrompt(2)
    #expect(!talk.screen.lines.contains { $0.cells.contains { $0.style == "7" } })
  }

  @Test func withoutColourThereAreStillMarks() throws {
    let talk = try Conversation.begin(environment: ["NO_COLOR": "1"])
    talk.send("sum (alocation) for London  ")
    try talk.expect("the line") { $0.line($0.y).hasSuffix("London") && $0.x == 35 }
    #expect(talk.style(of: "sum") == "1" && talk.style(of: "London") == "")
    #expect(talk.style(of: "alocation") == "4")
    talk.send("\r")
    try talk.expectPrompt(2)
    let bytes = String(decoding: talk.screen.received, as: UTF8.self)
    #expect(bytes.firstMatch(of: #/\u{1B}\[([0-9;]*;)?[39][0-7]m/#) == nil, "a colour")
  }
}
