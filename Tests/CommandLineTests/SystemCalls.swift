import Foundation
import Glibc
import Testing

/// strace, which stops a program at a call of the system, or holds it there.
enum SystemCalls {
  private static let isRequired = ProcessInfo.processInfo.environment["RIEPL_REQUIRE_TOOLS"] == "1"
  private static let path = ["/usr/bin/strace", "/bin/strace", "/usr/local/bin/strace"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// Skips a test without strace, unless it is required.
  static var trait: some TestTrait {
    ConditionTrait.enabled(if: path != nil || isRequired, "needs strace")
  }

  private static func start(_ options: [String], _ arguments: [String], _ program: String, _ log: URL) throws
    -> Running
  {
    var traced = Riepl(["-f", "-qq", "-o", log.path] + options + [program] + arguments)
    traced.program = path ?? "strace"
    return try traced.start()
  }

  /// Runs riepl, which stops behind the first call of a name until something else is done.
  static func run(_ arguments: [String], stoppedAt call: String, meanwhile: () throws -> Void) throws
    -> Finished
  {
    let folder = try TemporaryFolder()
    let log = folder.url.appending(path: "calls")
    let running = try start(
      ["-e", "trace=\(call)", "-e", "inject=\(call):signal=STOP:when=1"], arguments, Riepl.executable.path,
      log)
    // The log begins its lines with the number of the process.
    while running.process.isRunning {
      let lines = ((try? String(contentsOf: log, encoding: .utf8)) ?? "").split(separator: "\n")
      if let line = lines.last(where: { $0.contains("--- stopped by SIGSTOP") }),
        let process = line.split(separator: " ").first.flatMap({ pid_t($0) })
      {
        let result = Result { try meanwhile() }
        kill(process, SIGCONT)
        try result.get()
        break
      }
      sched_yield()
    }
    return try running.finish()
  }

  /// What was found where a program was killed at its first call of a name, at its second one and so on.
  struct Kills {
    /// Whether the old file was there after some of them.
    var sawOld = false
    /// Where there was neither the old file nor the new one.
    var wrong: [String] = []
  }

  /// Calls with which a file comes about; a machine need not have all of them.
  private static let calls =
    "open openat write ftruncate fchmod fsync link linkat unlink unlinkat rename renameat renameat2"

  /// The old file and the one to be written, a folder, strace, and the program with its arguments.
  private static let killer = """
    old=$1 file=$2 folder=$3 strace=$4
    shift 4
    cp "$old" "$file"
    "$@" >"$folder/said" 2>&1 || exit 3
    cp "$file" "$folder/new"
    for call in \(calls); do
      number=1
      while [ $number -le 200 ]; do
        cp "$old" "$file"
        "$strace" -f -qq -o "$folder/calls" -e "trace=?$call" -e "inject=?$call:signal=KILL:when=$number" \
          "$@" >"$folder/said" 2>&1
        status=$?
        if cmp -s "$file" "$old"; then
          [ $status -eq 0 ] || echo old
        elif ! cmp -s "$file" "$folder/new"; then
          echo "killed at $call $number"
        fi
        [ $status -eq 0 ] && break
        number=$((number + 1))
      done
    done
    """

  /// Kills a program at each call of the system with which it could change a file, until it comes to its end.
  static func kills(
    _ file: URL, old: String, _ arguments: [String], program: String = Riepl.executable.path
  ) throws -> Kills {
    let folder = try TemporaryFolder()
    let oldFile = try folder.file("old", old)
    var shell = Riepl(
      ["-c", killer, "sh", oldFile.path, file.path, folder.url.path, path ?? "strace", program] + arguments)
    shell.program = "/bin/sh"
    shell.limit = 120
    // What counts the lines that run would be killed while it writes, and then nothing could read the counts.
    shell.environment["LLVM_PROFILE_FILE"] = "/dev/null"
    let run = try shell.run()
    #expect(run.exited(0), "\(run)")
    let lines = run.outputText.split(separator: "\n").map { String($0) }
    return Kills(sawOld: lines.contains("old"), wrong: lines.filter { $0 != "old" })
  }
}
