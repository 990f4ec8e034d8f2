import Foundation
import GrammarKit
import Testing

/// A program that some tests need: without it they are skipped, unless RIEPL_REQUIRE_TOOLS=1 asks for it.
struct Tool {
  let name: String
  let path: String?

  static let vim = Tool("vim", ["--version"])
  /// Debian calls it batcat.
  static let bat = Tool("batcat", ["--version"], or: "bat")
  static let textMate = Tool("python3", ["-c", "import textmate_grammar.parsers.base"])

  private init(_ name: String, _ probe: [String], or other: String? = nil) {
    let found = [name, other].compactMap(\.self).first { candidate in
      (try? Tool.launch("/usr/bin/env", [candidate] + probe, [:]))?.status == 0
    }
    self.name = found ?? name
    path = found
  }

  private static let isRequired = ProcessInfo.processInfo.environment["RIEPL_REQUIRE_TOOLS"] == "1"

  /// Skips a test without the tool, unless it is required.
  var trait: some TestTrait {
    ConditionTrait.enabled(if: path != nil || Tool.isRequired, "needs \(name); .ci/run says which version")
  }

  /// A script beside the tests.
  static func script(_ name: String) -> String {
    GrammarFiles.root.appending(path: "Tests/GrammarTests/Highlighters/\(name)").path()
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// What it prints.
  func run(_ arguments: [String], environment: [String: String] = [:]) throws -> String {
    let (status, output, errors) = try Tool.launch("/usr/bin/env", [name] + arguments, environment)
    guard status == 0 else { throw Failure(description: "\(name): status \(status)\n\(output)\n\(errors)") }
    return output
  }

  private static func launch(_ program: String, _ arguments: [String], _ environment: [String: String]) throws
    -> (
      status: Int32, output: String, errors: String
    )
  {
    let folder = try TemporaryFolder()
    let (output, errors) = (try folder.write("output", ""), try folder.write("errors", ""))
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    return (
      process.terminationStatus, try String(contentsOf: output, encoding: .utf8),
      try String(contentsOf: errors, encoding: .utf8)
    )
  }
}

/// A folder that goes when nobody needs it any more.
final class TemporaryFolder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "riepl-grammar-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file, whose path may have folders.
  func write(_ path: String, _ text: String) throws -> URL {
    let file = url.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
    return file
  }
}
