import Foundation
import RieplFuzz
import RieplSyntax
import Testing

/// Everything that fuzzing has found worth keeping, as an ordinary test.
@Suite struct Corpus {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

  @Test(arguments: FuzzTarget.allCases) func holds(_ target: FuzzTarget) throws {
    let catalog = try FuzzTarget.catalog()
    let files = try FileManager.default.contentsOfDirectory(
      at: Corpus.folder.appending(path: "corpus/\(target.rawValue)"), includingPropertiesForKeys: nil)
    #expect(files.count > 20)
    for file in files {
      let bytes = [UInt8](try Data(contentsOf: file))
      do {
        try target.check(bytes, catalog)
      } catch {
        Issue.record("\(target.rawValue)/\(file.lastPathComponent): \(error)")
      }
    }
  }

  /// The words that the fuzzer puts together are those of the language and of the data.
  @Test func dictionaryIsFresh() throws {
    let file = Corpus.folder.appending(path: "riepl.dict")
    let text = try FuzzDictionary.text()
    if ProcessInfo.processInfo.environment["RIEPL_RECORD"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    } else {
      let written = try String(contentsOf: file, encoding: .utf8)
      #expect(written == text, "riepl.dict is stale; run: RIEPL_RECORD=1 swift test --filter Corpus")
    }
  }
}
