import Foundation
import TerminalKit
import Testing

/// The picture of a session that README shows is drawn from a real one.
@Suite struct Pictures {
  private static let isRequired = ProcessInfo.processInfo.environment["RIEPL_REQUIRE_TOOLS"] == "1"
  private static let tools = ["tmux", "python3"].allSatisfy { name in
    ["/usr/bin/", "/usr/local/bin/", "/bin/"].contains {
      FileManager.default.isExecutableFile(atPath: $0 + name)
    }
  }

  @Test(.enabled(if: Pictures.tools || Pictures.isRequired, "needs tmux and python3"))
  func aSessionIsDrawn() throws {
    let folder = try TemporaryFolder()
    let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Terminal/record-session.py").path
    let pty = try Pty(
      program: "/usr/bin/env",
      arguments: ["python3", script, Conversation.program, folder.path + "/session.svg"], columns: 200)
    #expect(try pty.end() == .exit(0), "\(pty.picture)")
    let text = try folder.read("session.svg")
    #expect(text.hasPrefix("<svg ") && text.hasSuffix("</svg>\n"))
    for piece in ["<title", "<desc", "£9,706,875", "Did you mean allocation?", "region E12000002"] {
      #expect(text.contains(piece), "\(piece): \(text)")
    }
    // The escape sequences have become styles.
    #expect(!text.contains("\u{1B}") && text.contains("text-decoration=\"underline\""))
    // What README shows says the same.
    let shown = try String(
      contentsOfFile: script.replacing(
        "Tests/Terminal/record-session.py", with: "Grammar/manual/session.svg"),
      encoding: .utf8)
    func description(_ text: String) -> Substring? {
      text.firstRange(of: "<desc").map { text[$0.lowerBound...] }?.prefix { $0 != "/" }
    }
    #expect(
      description(text) == description(shown),
      "Tests/Terminal/record-session.py .build/debug/riepl draws it anew")
  }
}
