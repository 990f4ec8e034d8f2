import Foundation
import Glibc
import TerminalKit
import Testing

/// Random keys, pastes and windows. LINE_EDITOR_FUZZ_ROUNDS and LINE_EDITOR_FUZZ_SEED choose others than
/// usual.
@Suite struct Fuzz {
  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap(Int.init)
  }
  static let rounds = number("LINE_EDITOR_FUZZ_ROUNDS") ?? 300
  static let seed = number("LINE_EDITOR_FUZZ_SEED") ?? 1

  private static let keys = [
    "a", "b", "sum ", "North ", "£", "日", "e\u{301}", "👨‍👩‍👧", "🇬🇧", "(", ")", "'", " ", "\t", "\t", "\t", "\r",
    "\u{1B}\r",
    "\u{1}", "\u{2}", "\u{5}", "\u{6}", "\u{7}", "\u{8}", "\u{7F}", "\u{B}", "\u{C}", "\u{E}", "\u{10}",
    "\u{12}", "\u{13}",
    "\u{14}", "\u{15}", "\u{16}", "\u{17}", "\u{19}", "\u{1A}", "\u{1B}", "\u{1B}b", "\u{1B}f", "\u{1B}d",
    "\u{1B}y", "\u{1B}<",
    "\u{1B}>", "\u{1B}3", "\u{1B}u", "\u{1B}x", "\u{1B}[A", "\u{1B}[B", "\u{1B}[C", "\u{1B}[D", "\u{1B}[Z",
    "\u{1B}[H",
    "\u{1B}[F", "\u{1B}[3~",
    "\u{1B}[1;5C", "\u{1B}[1;5D", "\u{1B}[5~", "\u{1B}[9;9R", "\u{1B}]0;x\u{7}", "\u{1F}", "\u{18}\u{18}",
    "\u{0}", "\u{3}",
    "many\t", ";\r", "\u{1B}[200~one;\rtwo\u{3};\r\u{1B}[201~", "\u{1B}[200~\u{1B}[201~",
    "allocation by region ",
  ]

  private static let viKeys = [
    "\u{1B}", "\u{1B}", "\u{1B}", "i", "A", "0", "$", "w", "b", "e", "x", "X", "dw", "d$", "dd", "cw", "cc",
    "D", "C", "p", "P", "u", ".",
    "r", "fx", "3", "yy", "~", "/", "n", "k", "j", "K", "s", "R", "v", "_", "|", "%", ":", "?", "N",
    "\u{1B}$i", "\u{1B}0i",
  ]

  /// However it is treated, it ends when told to, and leaves the terminal as it was.
  @Test(arguments: [false, true]) func nothingBreaksIt(_ isVi: Bool) throws {
    let folder = try TemporaryFolder()
    let editrc = try folder.file("editrc", isVi ? "bind -v\n" : "bind -e\n")
    let rounds = isVi ? Fuzz.rounds / 3 : Fuzz.rounds - Fuzz.rounds / 3
    for round in 0..<rounds {
      var random = SeededRandom(UInt64(Fuzz.seed) << 32 + UInt64(round) << 1 + (isVi ? 1 : 0))
      try play(
        &random, isVi ? Fuzz.keys + Fuzz.viKeys + Fuzz.viKeys : Fuzz.keys,
        "seed \(Fuzz.seed), round \(round)", editrc, folder.path + "/history")
    }
  }

  private func play(
    _ random: inout SeededRandom, _ keys: [String], _ name: String, _ editrc: String, _ historyFile: String
  ) throws {
    let pty = try Pty(
      columns: Int.random(in: 5...70, using: &random), rows: Int.random(in: 1...14, using: &random),
      environment: ["EDITRC": editrc, "DEMO_HISTORY": historyFile, "DEMO_LIMIT": "50"])
    pty.answers = Bool.random(using: &random)
    pty.reflows = Bool.random(using: &random)
    try pty.expect("a prompt") { $0.received.suffix(6) == Array("\u{1B}[?25h".utf8)[...] }
    var sent: [String] = []
    for _ in 0..<60 {
      if Int.random(in: 0..<12, using: &random) == 0 {
        let columns = Int.random(in: 2...70, using: &random)
        let rows = Int.random(in: 1...14, using: &random)
        pty.resize(columns: columns, rows: rows)
        sent.append("<\(columns)x\(rows)>")
      } else if Int.random(in: 0..<8, using: &random) == 0 {
        let bytes = (0..<4).map { _ in UInt8.random(in: 0x80...0xFF, using: &random) }
        pty.send(bytes)
        sent.append("<\(bytes)>")
      } else {
        let key = keys.randomElement(using: &random) ?? ""
        pty.send(key)
        sent.append(key)
      }
    }
    let history = sent.joined(separator: " ").debugDescription
    do {
      // Out of a search, a quotation and a text, and then out.
      // More than once, as the kernel drops keys at a Ctrl-C between two lines.
      let end = try pty.end { pty.send("\u{1B}[201~ \u{7}\u{3}\u{4}\u{3}\u{4}") }
      #expect(end == .exit(0), "\(name): \(end)\n\(history)\n\(pty.picture)")
    } catch {
      Issue.record("\(name): \(error)\n\(history)\n\(pty.picture)")
    }
    #expect(pty.leftovers.isEmpty, "\(name): \(pty.leftovers)\n\(history)\n\(pty.picture)")
  }
}
