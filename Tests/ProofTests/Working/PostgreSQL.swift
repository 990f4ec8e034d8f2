import Foundation
import Testing

/// A PostgreSQL server of our own, in a temporary folder, that listens on a socket there and nowhere else.
struct PostgreSQL {
  struct Failure: Error { var message: String }

  /// Where the programs are: Debian keeps those of the server out of the usual folders.
  private static let programs: URL? = {
    let root = URL(filePath: "/usr/lib/postgresql")
    let versions =
      (try? FileManager.default.contentsOfDirectory(at: root, includingPropertiesForKeys: nil)) ?? []
    let folders =
      versions.sorted { $0.lastPathComponent < $1.lastPathComponent }.reversed().map {
        $0.appending(path: "bin")
      }
      + (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map {
        URL(filePath: String($0))
      }
    return folders.first { folder in
      ["initdb", "pg_ctl", "psql"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: folder.appending(path: $0).path())
      }
    }
  }()

  private static let isRequired = ProcessInfo.processInfo.environment["RIEPL_REQUIRE_TOOLS"] == "1"

  /// Skips a test where there is no PostgreSQL, unless it is required.
  static var trait: some TestTrait {
    ConditionTrait.enabled(if: programs != nil || isRequired, "needs postgresql")
  }

  /// Runs tables and queries in a server that is started for them, and gives the rows of each query.
  static func answers(_ tables: String, _ queries: [String]) throws -> [[[String]]] {
    guard let programs else { throw Failure(message: "PostgreSQL is not there") }
    let folder = URL(filePath: "/tmp/riepl-pg-\(UUID().uuidString.prefix(8))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var script = "\\set ON_ERROR_STOP on\n" + tables
    for (number, query) in queries.enumerated() { script += "SELECT '#\(number)';\n\(query)\n" }
    // One shell does it all: whatever it starts has ended when it ends.
    let steps = """
      set -eu
      cd "$1"
      PATH="$2:$PATH"
      # The server refuses to be run by root: then it is run by the user that its package makes.
      as=""
      if [ "$(id -u)" -eq 0 ]; then chown postgres .; as="runuser -u postgres --"; fi
      $as initdb -D "$1/data" -U riepl -A trust -E UTF8 --locale=C --no-sync >"$1.log" 2>&1 || { cat "$1.log"; exit 1; }
      stop() { $as pg_ctl -D "$1/data" -m immediate -w stop >/dev/null 2>&1 || true; rm -f "$1.log"; }
      trap 'stop "$1"' EXIT
      $as pg_ctl -D "$1/data" -l "$1/data/log" -w -o "-k $1 -c listen_addresses= -c fsync=off" start >/dev/null
      psql -X -q -A -t -F , -P null=NULL -h "$1" -U riepl -d postgres 2>&1
      """
    let text = try run(["/bin/sh", "-c", steps, "sh", folder.path(), programs.path()], folder, input: script)
    var answers: [[[String]]] = []
    for line in text.split(separator: "\n") {
      if line.hasPrefix("#") {
        answers.append([])
      } else if !answers.isEmpty {
        answers[answers.count - 1].append(line.split(separator: ",").map(String.init))
      }
    }
    guard answers.count == queries.count else { throw Failure(message: String(text.suffix(600))) }
    return answers
  }

  /// Runs a program, and gives what it prints.
  @discardableResult
  private static func run(_ words: [String], _ folder: URL, input: String = "") throws -> String {
    let name = UUID().uuidString
    let directory = FileManager.default.temporaryDirectory
    let (source, target) = (directory.appending(path: name + ".in"), directory.appending(path: name + ".out"))
    try input.write(to: source, atomically: true, encoding: .utf8)
    try Data().write(to: target)
    defer {
      try? FileManager.default.removeItem(at: source)
      try? FileManager.default.removeItem(at: target)
    }
    let process = Process()
    process.executableURL = URL(filePath: words[0])
    process.arguments = Array(words.dropFirst())
    process.currentDirectoryURL = folder
    process.standardInput = try FileHandle(forReadingFrom: source)
    process.standardOutput = try FileHandle(forWritingTo: target)
    process.standardError = process.standardOutput
    try process.run()
    process.waitUntilExit()
    let text = try String(contentsOf: target, encoding: .utf8)
    guard process.terminationStatus == 0 else {
      throw Failure(message: "\(words): " + String(text.suffix(800)))
    }
    return text
  }
}
