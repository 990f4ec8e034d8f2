import Foundation
import TerminalKit
import Testing

/// The real riepl on a terminal, in a home folder of its own.
final class Conversation {
  let pty: Pty
  /// The home folder, in which it is started as well.
  let home: TemporaryFolder

  /// The program that this build of the tests belongs to, or the one that RIEPL_EXECUTABLE names.
  static let program = ProcessInfo.processInfo.environment["RIEPL_EXECUTABLE"] ?? Pty.beside("riepl")

  /// Starts it. Answers go through no pager unless the environment names one.
  init(
    _ arguments: [String] = [], home: TemporaryFolder? = nil, columns: Int = 100, rows: Int = 30,
    environment: [String: String?] = [:], standardOutput: String? = nil, through command: [String] = []
  ) throws {
    let folder = try home ?? TemporaryFolder()
    self.home = folder
    var variables: [String: String?] = ["HOME": folder.path, "RIEPL_PAGER": ""]
    variables.merge(environment) { _, new in new }
    let words = command + [Conversation.program] + arguments
    pty = try Pty(
      program: words[0], arguments: Array(words.dropFirst()), columns: columns, rows: rows,
      environment: variables, directory: folder.path, standardOutput: standardOutput)
  }

  /// Starts it, and waits for its first prompt.
  static func begin(
    _ arguments: [String] = [], home: TemporaryFolder? = nil, columns: Int = 100, rows: Int = 30,
    environment: [String: String?] = [:], through command: [String] = []
  ) throws -> Conversation {
    let conversation = try Conversation(
      arguments, home: home, columns: columns, rows: rows, environment: environment, through: command)
    try conversation.expectPrompt(1)
    return conversation
  }

  var screen: VTScreen { pty.screen }
  /// All that was on the screen, also what has left the window.
  var text: String { pty.screen.fullText }

  func send(_ keys: String) { pty.send(keys) }

  /// Waits for something on the screen.
  func expect(_ what: String, _ condition: (VTScreen) -> Bool) throws { try pty.expect(what, condition) }

  /// Waits for a text on the screen.
  func expect(_ text: String) throws { try pty.expect(text) { $0.fullText.contains(text) } }

  /// Waits until a line is edited that is the nth, with nothing typed yet.
  func expectPrompt(_ number: Int) throws {
    try expect("prompt \(number)") {
      $0.linesBegun >= number && $0.isCursorVisible && $0.modes.contains("?2004")
        && ["riepl>", "learn>", "play>"].contains($0.line($0.y)) && $0.x == $0.line($0.y).count + 1
    }
  }

  /// Types a line and Enter, waits for the next prompt, and gives what was shown in between.
  @discardableResult func ask(_ line: String) throws -> String {
    let number = screen.linesBegun
    let before = text.components(separatedBy: "\n").count
    send(line + "\r")
    try expectPrompt(number + 1)
    let rows = text.components(separatedBy: "\n")
    return rows[min(before, rows.count)...].dropLast().joined(separator: "\n")
  }

  /// The row of the screen that the cursor stands in.
  var row: String { screen.line(screen.y) }

  /// The rows under the one that the cursor stands in.
  var below: [String] {
    let rows = screen.text.components(separatedBy: "\n")
    return Array(rows.dropFirst(screen.y + 1))
  }

  /// The style in which a piece of text stands in the cursor's row, or else in the last row that has it; nil where
  /// there is none, or several.
  func style(of piece: String, in screen: VTScreen? = nil) -> String? {
    let screen = screen ?? self.screen
    for line in [screen.lines[screen.y]] + screen.lines.reversed() {
      guard let range = line.text.range(of: piece) else { continue }
      let start = line.text.distance(from: line.text.startIndex, to: range.lowerBound)
      let styles = Set(line.cells[start..<start + piece.count].map(\.style))
      return styles.count == 1 ? styles.first : nil
    }
    return nil
  }

  /// Leaves with Ctrl-D, and looks at the terminal that is left behind.
  func leave() throws {
    send("\u{4}")
    let end = try pty.end()
    #expect(end == .exit(0), "\(pty.picture)")
    #expect(pty.leftovers.isEmpty, "\(pty.leftovers)")
  }

  /// The file of its history.
  var historyFile: String { home.path + "/.local/state/riepl/history" }
}

extension TemporaryFolder {
  func read(_ name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path + "/" + name) }

  func setPermissions(_ name: String, _ mode: Int) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path + "/" + name)
  }

  @discardableResult func folder(_ name: String) throws -> String {
    let folder = path + "/" + name
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }
}

/// The permissions of a file or folder.
func permissions(_ path: String) -> Int {
  let attributes = try? FileManager.default.attributesOfItem(atPath: path)
  return attributes?[.posixPermissions] as? Int ?? 0
}
