import Foundation
import GrammarKit
import Testing

/// The manual pages.
@Suite struct ManualPageFiles {
  private static let mandoc = ["/usr/bin/mandoc", "/usr/local/bin/mandoc"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  private static let isRequired = ProcessInfo.processInfo.environment["RIEPL_REQUIRE_TOOLS"] == "1"

  /// mandoc has nothing to say of them, but that they are not installed.
  @Test(
    .enabled(if: mandoc != nil || isRequired, "needs mandoc"), arguments: ["riepl.1", "riepl-language.7"])
  func areWellFormed(_ name: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: try #require(ManualPageFiles.mandoc, "mandoc is not installed"))
    process.arguments = ["-Tlint", GrammarFiles.folder.appending(path: "man/\(name)").path()]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let lines = text.split(separator: "\n").filter { !$0.contains("referenced manual not found: Xr riepl") }
    #expect(lines.isEmpty, "\(lines.joined(separator: "\n"))")
  }
}
