import Foundation
import Testing

/// Conversations over data of another shape than the embedded one.
///
/// To accept what is answered now: RIEPL_RECORD=1 swift test --filter SmallDataCases
@Suite struct SmallDataCases {
  @Test(arguments: try! Transcript.files(in: "SmallData", ending: "case"))
  func conversation(_ url: URL) throws {
    let transcript = try Transcript(contentsOf: url)
    let replayed = try transcript.replayed(in: Conversation(catalog: SmallData.catalog))
    if Transcript.isRecording {
      try replayed.text.write(to: url, atomically: true, encoding: .utf8)
      return
    }
    for (expected, found) in zip(transcript.exchanges, replayed.exchanges) {
      #expect(
        Transcript.trimmed(expected.output) == Transcript.trimmed(found.output),
        "\(url.lastPathComponent):\(expected.line): \(expected.statement)")
    }
    #expect(!transcript.exchanges.isEmpty)
  }
}
