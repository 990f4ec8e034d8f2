import Foundation
import Glibc
import TerminalKit
import Testing

@testable import LineEditor

/// The real program on a pseudo-terminal: colours, suggestions, hints, completion, the history.
@Suite struct Helping {
  /// A demo that has answered some lines before.
  private func withHistory(_ lines: String..., environment: [String: String] = [:]) throws -> (
    Pty, TemporaryFolder
  ) {
    let folder = try TemporaryFolder()
    let path = folder.path + "/history"
    let history = History(path: path)
    for line in lines { history.add(line) }
    return (
      try Pty.atPrompt(environment: ["DEMO_HISTORY": path].merging(environment) { _, new in new }), folder
    )
  }

  // MARK: Colours

  @Test func theTextIsHighlightedAsItIsTyped() throws {
    let pty = try Pty.atPrompt()
    pty.send("sum 12 'a' 'b xyz")
    try pty.expect("typed") { $0.line(1) == "demo> sum 12 'a' 'b xyz" }
    let cells = pty.screen.lines[1].cells
    #expect(
      cells[6].style == "1;34" && cells[10].style == "35" && cells[13].style == "32"
        && cells[17].style == "31")
  }

  /// A name that is not known is underlined; a bracket and its partner are marked as long as the cursor is
  /// there.
  @Test func unknownNamesAndBracketsAreMarked() throws {
    let pty = try Pty.atPrompt()
    pty.send("(allo (x))")
    try pty.expect("typed") { $0.line(1) == "demo> (allo (x))" }
    let cells = pty.screen.lines[1].cells
    #expect(cells[7].style == "4" && cells[6].style == "7" && cells[15].style == "7" && cells[12].style == "")
    pty.send(";\r")
    try pty.expect("answered") { $0.text.contains("got") }
    #expect(pty.screen.lines[1].cells[6].style == "")
  }

  @Test func withoutColourThereIsNoneAndNoSuggestion() throws {
    let (pty, _) = try withHistory("sum first;", environment: ["NO_COLOR": "1"])
    pty.send("sum 12 xyz")
    try pty.expect("typed") { $0.line(1) == "demo> sum 12 xyz" }
    let styles = Set(pty.screen.lines.flatMap { $0.cells.map(\.style) })
    #expect(styles == ["", "1", "4"], "\(styles)")
    // Nothing can be accepted that is not shown.
    pty.send("\u{15}sum \u{1B}[C\u{5}\u{1B}fx")
    try pty.expect("no more than was typed") { $0.line(1) == "demo> sum x" }
  }

  // MARK: Suggestions

  /// The keys that take a suggestion, and what they take.
  @Test(arguments: [
    ("\u{1B}[C", "sum first one;"), ("\u{1B}OC", "sum first one;"), ("\u{6}", "sum first one;"),
    ("\u{5}", "sum first one;"),
    ("\u{1B}[F", "sum first one;"), ("\u{1B}f", "sum"), ("\u{1B}[1;5C", "sum"),
    ("\u{1B}f\u{1B}f", "sum first"),
  ])
  func suggestionsAreTaken(_ keys: String, _ text: String) throws {
    let (pty, _) = try withHistory("sum first one;", "other;")
    pty.send("su")
    try pty.expect("a suggestion") { $0.line(1) == "demo> sum first one;" && $0.x == 8 }
    #expect(pty.screen.lines[1].cells[8].style == "90" && pty.screen.lines[1].cells[7].style != "90")
    pty.send(keys)
    try pty.expect("taken") { $0.x == 6 + text.count }
    pty.send("\u{3}")
    try pty.expect("only what was taken stays") { $0.line(1) == "demo> \(text)^C" }
  }

  @Test func suggestionsThatAreNotTakenAreNotLeftBehind() throws {
    let (pty, _) = try withHistory("sum first one;")
    pty.send("su")
    try pty.expect("a suggestion") { $0.line(1) == "demo> sum first one;" }
    pty.send("\u{1B}[D")
    try pty.expect("none inside of the text") { $0.line(1) == "demo> su" && $0.x == 7 }
    pty.send("\u{5};\r")
    try pty.expect("answered") { $0.line(1) == "demo> su;" && $0.line(2) == "got <su>" }
  }

  // MARK: Hints

  @Test func theHintIsThereWhileTyping() throws {
    let pty = try Pty.atPrompt()
    pty.send("sum all;")
    try pty.expect(lines: "mode full", "demo> sum all;", "reads: 2 words")
    #expect(pty.screen.x == 14 && pty.screen.y == 1)
    pty.send("\r")
    try pty.expect(lines: "mode full", "demo> sum all;", "got <sum all>", "demo>")
    pty.send("other")
    try pty.expect(lines: "mode full", "demo> sum all;", "got <sum all>", "demo> other")
  }

  // MARK: Completion

  @Test func oneCandidateIsPutIn() throws {
    let pty = try Pty.atPrompt()
    pty.send("eff\tx")
    try pty.expect(lines: "mode full", "demo> efficiency x")
    pty.send("\u{15}nothing\t")
    try pty.expect("a bell") { $0.bells == 1 && $0.line(1) == "demo> nothing" }
  }

  @Test func theMenuShowsWhatThereIs() throws {
    let pty = try Pty.atPrompt()
    pty.send("all\t")
    // What both have in common first, then the menu.
    try pty.expect(lines: "mode full", "demo> allo", " allocation  a measure", " allowance   a measure")
    #expect(pty.screen.x == 10 && pty.screen.lines[2].cells[14].style == "90")
    pty.send("\t")
    try pty.expect("the first") { $0.line(1) == "demo> allocation" && $0.lines[2].cells[1].style == "7" }
    pty.send("\t")
    try pty.expect("the second") { $0.line(1) == "demo> allowance" && $0.lines[3].cells[1].style == "7" }
    pty.send("\u{1B}[Z")
    try pty.expect("the first again") { $0.line(1) == "demo> allocation" && $0.lines[3].cells[1].style == "" }
    pty.send("\u{1B}[B")
    try pty.expect("the second by arrow") { $0.line(1) == "demo> allowance" }
    pty.send("\u{1B}[A")
    try pty.expect("the first by arrow") { $0.line(1) == "demo> allocation" }
    // Enter takes it and answers nothing yet.
    pty.send("\r")
    try pty.expect(lines: "mode full", "demo> allocation")
    pty.send(";\r")
    try pty.expect(answer: "got <allocation >")
  }

  @Test func anyKeyTakesTheCandidateAndEscapeGivesItBack() throws {
    let pty = try Pty.atPrompt()
    pty.send("allo\t\t")
    try pty.expect("the first") { $0.line(1) == "demo> allocation" && $0.line(2).contains("measure") }
    pty.send("x")
    try pty.expect(lines: "mode full", "demo> allocation x")
    pty.send("\u{15}allo\t\t")
    try pty.expect("the first") { $0.line(1) == "demo> allocation" && $0.line(2).contains("measure") }
    pty.send("\u{1B}")
    try pty.expect(lines: "mode full", "demo> allo")
    // A burst with no picture between its keys.
    pty.send("\t\t\u{7F}\t\u{7F}\u{7F}")
    try pty.expect(lines: "mode full", "demo> allocatio")
  }

  /// A name of two words replaces both words that were typed of it.
  @Test func namesOfSeveralWordsAreCompleted() throws {
    let pty = try Pty.atPrompt()
    pty.send("sum nor\t")
    try pty.expect("in common") {
      $0.line(1) == "demo> sum North" && $0.line(2) == " North East  a region" && $0.x == 16
    }
    pty.send("w\t;")
    try pty.expect("both words") { $0.line(1) == "demo> sum North West ;" }
    pty.send("\u{15}sum north e\t")
    // `e` could be the beginning of another name as well.
    try pty.expect("two ways") { $0.text.contains("efficiency") && $0.text.contains("North East") }
    pty.send("\t")
    try pty.expect("a whole name") { $0.line(1) == "demo> sum North East" }
    pty.send("\t")
    try pty.expect("the other") { $0.line(1) == "demo> sum north efficiency" }
  }

  @Test func aLongMenuScrolls() throws {
    let pty = try Pty.atPrompt()
    pty.send("many\t")
    try pty.expect("the first rows") {
      $0.line(2) == " many1   number 1" && $0.text.hasSuffix(" 40 candidates")
    }
    pty.send("\u{1B}[Z")
    try pty.expect("the last") { $0.line(1) == "demo> many40" && $0.text.hasSuffix("number 40\n 40/40") }
  }

  // MARK: History

  @Test func theHistorySurvives() throws {
    let folder = try TemporaryFolder()
    let environment = ["DEMO_HISTORY": folder.path + "/history"]
    let first = try Pty.atPrompt(environment: environment)
    first.send("£ one;\r secret;\r£ one;\rtwo\r\u{15}rows;\r")
    try first.expect(answer: "got <two|rows>")
    first.send("\u{4}")
    #expect(try first.end() == .exit(0))
    let second = try Pty.atPrompt(environment: environment)
    second.send("\u{1B}[A")
    try second.expect("both rows") { $0.line(1) == "demo> two" && $0.line(2) == "  ..> rows;" && $0.y == 2 }
    second.send("\u{1B}[A\u{1B}[A")
    try second.expect("the one before, once") { $0.line(1) == "demo> £ one;" && $0.line(2) == "" }
    second.send("\u{1B}[A")
    try second.expect("no more") { $0.bells == 1 && $0.line(1) == "demo> £ one;" }
    second.send("\u{1B}>")
    try second.expect("what was typed: nothing") { $0.line(1) == "demo>" }
    second.send("\u{1B}<")
    try second.expect("the oldest") { $0.line(1) == "demo> £ one;" }
  }

  @Test func upSearchesByWhatWasTyped() throws {
    let (pty, _) = try withHistory("sum a;", "count;", "sum b;", environment: ["NO_COLOR": "1"])
    pty.send("su\u{1B}[A")
    try pty.expect("the newest") { $0.line(1) == "demo> sum b;" }
    pty.send("\u{10}")
    try pty.expect("the one before") { $0.line(1) == "demo> sum a;" }
    pty.send("\u{E}\u{E}")
    try pty.expect("what was typed") { $0.line(1) == "demo> su" && $0.x == 8 }
  }

  /// Two programs at once add to one file.
  @Test func twoProgramsShareAHistory() throws {
    let (first, folder) = try withHistory("start;")
    let path = folder.path + "/history"
    let second = try Pty.atPrompt(environment: ["DEMO_HISTORY": path])
    for number in 0..<20 {
      first.send("first \(number);\r")
      second.send("second \(number);\r")
    }
    try first.expect(answer: "got <first 19>")
    try second.expect(answer: "got <second 19>")
    try first.expect("the last prompt") { $0.text.hasSuffix("demo>") }
    try second.expect("the last prompt") { $0.text.hasSuffix("demo>") }
    let entries = History(path: path).entries
    #expect(entries.count == 41 && Set(entries).count == 41)
    #expect(entries.filter { $0.hasPrefix("first") } == (0..<20).map { "first \($0);" })
    #expect(entries.filter { $0.hasPrefix("second") } == (0..<20).map { "second \($0);" })
  }

  @Test func aHistoryThatIsALinkIsToldAbout() throws {
    let folder = try TemporaryFolder()
    let target = try folder.file("target", "precious\n")
    let link = folder.path + "/link"
    #expect(unsafe symlink(target, link) == 0)
    let pty = try Pty.atPrompt(columns: 150, environment: ["DEMO_HISTORY": link])
    #expect(
      pty.screen.line(0).hasPrefix("The history is not kept:") && pty.screen.line(0).hasSuffix("is a link."))
    pty.send("one;\r")
    try pty.expect(answer: "got <one>")
    #expect(try String(contentsOfFile: target, encoding: .utf8) == "precious\n")
  }

  @Test func searching() throws {
    let (pty, _) = try withHistory("sum alpha;", "count;", "sum beta;", "SUM gamma;")
    pty.send("typed\u{12}")
    try pty.expect("the search") { $0.line(1) == "demo> typed" && $0.line(2) == "search:" }
    pty.send("sum")
    try pty.expect("the newest") {
      $0.line(1) == "demo> SUM gamma;" && $0.line(2) == "search: sum  match 1/3"
    }
    #expect(pty.screen.lines[1].cells[6].style == "7" && pty.screen.x == 6)
    pty.send("\u{12}")
    try pty.expect("older") { $0.line(1) == "demo> sum beta;" && $0.line(2) == "search: sum  match 2/3" }
    pty.send("\u{13}")
    try pty.expect("newer") { $0.line(1) == "demo> SUM gamma;" }
    pty.send(" alx")
    try pty.expect("none") { $0.line(1) == "demo> typed" && $0.line(2) == "search: sum alx  no match" }
    pty.send("\u{7F}")
    try pty.expect("one") {
      $0.line(1) == "demo> sum alpha;" && $0.line(2) == "search: sum al  match 1/1" && $0.x == 6
    }
    // An arrow takes it and does what it always does.
    pty.send("\u{1B}[C")
    try pty.expect("taken") {
      $0.line(1) == "demo> sum alpha;" && !$0.line(2).contains("search") && $0.x == 7
    }
    pty.send("\u{12}be\u{7}")
    try pty.expect("given up") {
      $0.line(1) == "demo> sum alpha;" && !$0.text.contains("search") && $0.x == 7
    }
    pty.send("\u{12}be\u{1B}")
    try pty.expect("taken by ESC") { $0.line(1) == "demo> sum beta;" && !$0.text.contains("search") }
    pty.send("\u{12}cou\r")
    try pty.expect(answer: "got <count>")
  }
}
