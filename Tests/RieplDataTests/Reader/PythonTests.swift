import Foundation
import RieplData
import RieplEngine
import Testing

/// A second opinion: Python's own reader of the same files.
@Suite struct PythonTests {
  private static let python: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(
    separator: ":"
  )
  .map { "\($0)/python3" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  private static let isRequired = ProcessInfo.processInfo.environment["RIEPL_REQUIRE_TOOLS"] == "1"

  /// Reads a CSV file from standard input, and writes its cells as JSON.
  private static let script = """
    import csv, io, json, sys
    text = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", newline="")
    print(json.dumps([[" ".join(c.split()) for c in r] for r in csv.reader(text) if any(c.strip() for c in r)]))
    """

  @Test(.enabled(if: python != nil || isRequired), arguments: 0..<10) func agrees(_ seed: Int) throws {
    var random = RandomTableTests.Generator(state: UInt64(seed) + 7)
    let pieces = ["a", "bc", " ", ",", "\"\"", "\n", "\r\n", "é", "0", "x y", "''"]
    var text = "one,two,three\n"
    for _ in 0..<200 {
      var fields: [String] = []
      for column in 0..<3 {
        var field = "\(column)k"
        var isQuoted = random.next(3) == 0
        for _ in 0..<random.next(8) {
          let piece = random.pick(pieces)
          if [",", "\"\"", "\n", "\r\n"].contains(piece) { isQuoted = true }
          field += piece
        }
        fields.append(isQuoted ? "\"\(field)\"" : field)
      }
      text += fields.joined(separator: ",") + random.pick(["\n", "\r\n"])
    }
    let python = try #require(PythonTests.python, "python3 is needed")
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = ["-c", PythonTests.script]
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    try input.fileHandleForWriting.close()
    let cells = try JSONDecoder().decode(
      [[String]].self, from: output.fileHandleForReading.readDataToEndOfFile())
    process.waitUntilExit()
    let file = try LoadedFile(
      text: text, options: "where column one is text, column two is text, column three is text")
    let rows = try file.rows().map {
      $0.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    }
    #expect(rows == Array(cells.dropFirst()))
  }
}
