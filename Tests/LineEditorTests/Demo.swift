import Foundation
import TerminalKit

extension Pty {
  /// The demo that this build of the tests belongs to.
  static let demo = beside("line-editor-demo")

  /// The demo.
  convenience init(
    _ arguments: [String] = [], columns: Int = 60, rows: Int = 14, environment: [String: String?] = [:],
    standardOutput: String? = nil
  ) throws {
    try self.init(
      program: Pty.demo, arguments: arguments, columns: columns, rows: rows, environment: environment,
      standardOutput: standardOutput)
  }

  /// The demo with its first prompt.
  static func atPrompt(
    _ arguments: [String] = [], columns: Int = 60, rows: Int = 14, environment: [String: String?] = [:]
  ) throws -> Pty {
    let pty = try Pty(arguments, columns: columns, rows: rows, environment: environment)
    try pty.expect("the first prompt") { $0.text.contains("demo>") && $0.x == 6 }
    return pty
  }

  /// Waits for an answer, and for the prompt behind it: keys that come earlier are echoed by the kernel.
  func expect(answer: String) throws {
    try expect(answer) { $0.text.contains(answer) && $0.text.hasSuffix("\ndemo>") && $0.x == 6 }
  }
}
