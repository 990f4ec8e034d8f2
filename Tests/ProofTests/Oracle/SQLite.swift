import Foundation
import Testing

/// The `sqlite3` program: a second opinion, from others.
enum SQLite {
  struct Failure: Error { var message: String }

  private static let path: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
    return folders.map { "\($0)/sqlite3" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  private static let isRequired = ProcessInfo.processInfo.environment["RIEPL_REQUIRE_TOOLS"] == "1"

  /// Skips a test where there is no sqlite3, unless it is required.
  static var trait: some TestTrait {
    ConditionTrait.enabled(if: path != nil || isRequired, "needs sqlite3")
  }

  /// Runs tables and queries in one process, and gives the rows of each query.
  static func answers(_ tables: String, _ queries: [String]) throws -> [[[String]]] {
    guard let path else { throw Failure(message: "sqlite3 is not there") }
    let folder = FileManager.default.temporaryDirectory.appending(path: "riepl-oracle-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var script = ".bail on\n.mode list\n.separator ,\n.nullvalue NULL\nBEGIN;\n" + tables + "COMMIT;\n"
    for (number, query) in queries.enumerated() { script += "SELECT '#\(number)';\n\(query)\n" }
    let input = folder.appending(path: "queries.sql")
    let output = folder.appending(path: "answers.txt")
    try script.write(to: input, atomically: true, encoding: .utf8)
    try Data().write(to: output)
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = ["-batch", ":memory:"]
    process.standardInput = try FileHandle(forReadingFrom: input)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = process.standardOutput
    try process.run()
    process.waitUntilExit()
    let text = try String(contentsOf: output, encoding: .utf8)
    guard process.terminationStatus == 0 else { throw Failure(message: String(text.suffix(600))) }
    var answers: [[[String]]] = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("#") {
        answers.append([])
      } else {
        answers[answers.count - 1].append(line.split(separator: ",").map(String.init))
      }
    }
    guard answers.count == queries.count else { throw Failure(message: "\(answers.count) answers") }
    return answers
  }
}
