import Foundation
import Glibc
import TerminalKit
import Testing

/// Random keys, pastes and windows on the real program. RIEPL_FUZZ_ROUNDS and RIEPL_FUZZ_SEED choose others than
/// usual.
@Suite struct Fuzz {
  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap(Int.init)
  }
  static let rounds = number("RIEPL_FUZZ_ROUNDS") ?? 200
  static let seed = number("RIEPL_FUZZ_SEED") ?? 1

  private static let keys = [
    "sum ", "sum allocation ", "by region ", "for North ", "where year = ", "£5m", "2009-10", "London",
    "then ",
    "top 3", "(", ")", ",", "\"", "#", " ", "a", "é", "日本", "e\u{301}", "👨‍👩‍👧", "let x = ", "it", "undo\r",
    "history\r", "help\r", "list regions\r", "set width 40\r", "set width auto\r", "set colour off\r",
    "timer\r",
    "efficiency by region\r", "allocation by region, year\r", "alocation\r", "save to \"x\"\r", "run \"x\"\r",
    "\t", "\t", "\t", "\u{1B}[Z", "\r", "\r", "\u{1B}\r", "\u{1B}[A", "\u{1B}[B", "\u{1B}[C", "\u{1B}[D",
    "\u{1}",
    "\u{5}", "\u{6}", "\u{7}", "\u{B}", "\u{C}", "\u{12}", "\u{14}", "\u{15}", "\u{16}", "\u{17}", "\u{19}",
    "\u{1B}", "\u{1B}b", "\u{1B}f", "\u{1B}d", "\u{7F}", "\u{1F}", "\u{3}", "\u{1B}[3~", "\u{1B}[5~",
    "\u{1B}[200~sum allocation\nby region for London,\n  South East\n\u{1B}[201~",
    "\u{1B}[200~a pasted\u{1B}[31m colour\u{7}\u{1B}[201~",
  ]

  /// What was pressed, for messages.
  private final class Keys: CustomStringConvertible {
    let name: String
    var sent: [String] = []
    init(_ name: String) { self.name = name }
    var description: String { "\(name)\n\(sent.joined(separator: " ").debugDescription)" }
  }

  @Test func nothingBreaksIt() throws {
    for round in 0..<Fuzz.rounds {
      var random = SeededRandom(UInt64(Fuzz.seed) << 32 + UInt64(round))
      try play(&random, "RIEPL_FUZZ_SEED=\(Fuzz.seed), round \(round)")
    }
  }

  private func play(_ random: inout SeededRandom, _ name: String) throws {
    let talk = try Conversation(
      columns: Int.random(in: 12...100, using: &random), rows: Int.random(in: 3...24, using: &random))
    talk.pty.answers = Bool.random(using: &random)
    talk.pty.reflows = Bool.random(using: &random)
    try talk.expect("a prompt") { $0.linesBegun == 1 && $0.isCursorVisible }
    let keys = Keys(name)
    func history() -> String { "\(keys)\n\(talk.pty.picture)" }
    do {
      for _ in 0..<40 {
        switch Int.random(in: 0..<14, using: &random) {
        case 0:
          let (columns, rows) = (
            Int.random(in: 8...100, using: &random), Int.random(in: 3...24, using: &random)
          )
          talk.pty.resize(columns: columns, rows: rows)
          keys.sent.append("<\(columns)x\(rows)>")
        case 1:
          try compare(talk, keys)
        default:
          let key = Fuzz.keys.randomElement(using: &random) ?? ""
          talk.send(key)
          keys.sent.append(key)
        }
      }
      try compare(talk, keys)
      // More than once, as the kernel drops keys at a Ctrl-C between two lines.
      let end = try talk.pty.end { talk.send("\u{1B}[201~ \u{7}\u{3}\u{4}\u{3}\u{4}") }
      #expect(end == .exit(0), "\(end) \(history())")
    } catch {
      // `quit` may have been completed.
      if talk.text.contains("> quit"), try talk.pty.end() == .exit(0) { return }
      Issue.record("\(error)\n\(history())")
      return
    }
    #expect(talk.pty.leftovers.isEmpty, "\(talk.pty.leftovers) \(history())")
  }

  /// The picture after the last edit is the same as one that is painted from nothing: SIGCONT has the editor
  /// begin a new one where the cursor stands.
  private func compare(_ talk: Conversation, _ keys: Keys) throws {
    // A letter that was not there before shows that all keys before it have been taken; a long search shows only
    // how it begins.
    let mark = String(Unicode.Scalar(UInt32(0x0411 + keys.sent.count))?.description ?? "Б")
    talk.send(" \u{7}" + mark)
    keys.sent.append(" \u{7}" + mark)
    // While an answer is worked out it is the system that echoes keys: then the prompt has still to show them.
    try talk.pty.expectIdle("the mark") {
      $0.fullText.contains(mark) && !talk.pty.mode.isNormal
        && (!$0.fullText.contains("^G" + mark) || ($0.line(max(0, $0.y - 1)) + $0.line($0.y)).contains(mark))
    }
    try compareNow(talk, keys)
    // The mark goes away; and a menu, where there is one.
    for key in ["\u{7F}", "\t"] {
      let received = talk.screen.received.count
      talk.send(key)
      keys.sent.append(key)
      try talk.pty.expectIdle("an effect") { $0.received.count > received }
      try compareNow(talk, keys)
    }
  }

  private func compareNow(_ talk: Conversation, _ keys: Keys) throws {
    func history() -> String { "\(keys)\n\(talk.pty.picture)" }
    let before = talk.screen
    kill(talk.pty.process, SIGCONT)
    try talk.pty.expectIdle("a new picture") { $0.linesBegun > before.linesBegun }
    let after = talk.screen
    // Rows that were pushed out at the top meanwhile.
    let scrolled = after.scrollback.count - before.scrollback.count
    let start = before.y - scrolled
    let height = after.y - start
    let top = before.y - height
    guard top >= 0, start >= 0, height >= 0 else {
      Issue.record("the cursor is at \(before.y) and \(after.y), scrolled \(scrolled): \(history())")
      return
    }
    let old = before.lines[top...].map(\.text)
    var new = after.lines[start...].map(\.text)
    // The new picture stands lower.
    new += Array(repeating: "", count: max(0, old.count - new.count))
    #expect(
      before.x == after.x && Array(new.prefix(old.count)) == Array(old), "\n\(before.text)\n\(history())")
  }
}
