import Foundation
import Testing

/// README's transcripts show what is answered. To accept what is answered now:
/// RIEPL_RECORD=1 swift test --filter Readme
@Suite struct Readme {
  @Test func transcriptsAreTrue() throws {
    let url = Transcript.tests.deletingLastPathComponent().appending(path: "README.md")
    let text = try String(contentsOf: url, encoding: .utf8)
    var result = ""
    var count = 0
    let conversation = try Conversation(width: 90)
    var block: String?
    for line in text.components(separatedBy: "\n") {
      if let open = block {
        if line == "```" {
          let transcript = try Transcript(url, open).replayed(in: conversation)
          count += transcript.exchanges.count
          result += transcript.text + "```\n"
          block = nil
        } else {
          block = open + line + "\n"
        }
        continue
      }
      result += line + "\n"
      if line == "```riepl" { block = "" }
    }
    result.removeLast()
    if Transcript.isRecording {
      try result.write(to: url, atomically: true, encoding: .utf8)
    } else {
      #expect(result == text, "README is stale; run: RIEPL_RECORD=1 swift test --filter Readme")
    }
    #expect(count > 20)
  }
}
