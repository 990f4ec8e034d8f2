import Foundation
import Testing

/// The scripts of Examples. To accept what they print now: RIEPL_RECORD=1 swift test --filter ExampleScripts
@Suite struct ExampleScripts {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Examples")

  static func scripts() throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "riepl" }.sorted { $0.lastPathComponent < $1.lastPathComponent }
  }

  @Test func thereAreSome() throws { #expect(try ExampleScripts.scripts().count >= 9) }

  @Test(arguments: try! ExampleScripts.scripts())
  func printsWhatIsExpected(_ script: URL) throws {
    let run = try riepl(script.path)
    #expect(run.exited(0) && run.errors.isEmpty, "\(run)")
    let expected = script.deletingPathExtension().appendingPathExtension("expected")
    if ProcessInfo.processInfo.environment["RIEPL_RECORD"] == "1" {
      try Data(run.output).write(to: expected)
    } else {
      #expect(
        run.outputText == (try String(contentsOf: expected, encoding: .utf8)), "\(script.lastPathComponent)")
    }
  }

  @Test(arguments: try! ExampleScripts.scripts())
  func isInItsCanonicalForm(_ script: URL) throws {
    let run = try riepl("fmt", "--check", script.path)
    #expect(run.exited(0) && run.output.isEmpty && run.errors.isEmpty, "\(run)")
  }

  @Test(arguments: try! ExampleScripts.scripts())
  func hasNothingWrong(_ script: URL) throws {
    let run = try riepl("check", script.path)
    #expect(run.exited(0) && run.output.isEmpty && run.errors.isEmpty, "\(run)")
  }

  @Test func profileTakesAnyRegion() throws {
    let script = ExampleScripts.folder.appending(path: "region-profile.riepl").path
    for place in ["London", "North East", "yorks & humber", "E12000004"] {
      let run = try riepl(script, "--place", place)
      #expect(run.exited(0) && run.errors.isEmpty, "\(place): \(run)")
    }
    let run = try riepl(script, "place=London")
    #expect(run.outputText.hasPrefix("London\n\nLondon gets £21.1m over three years"), "\(run)")
  }
}
