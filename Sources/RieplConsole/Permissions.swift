internal import Glibc
internal import RieplSyntax

/// What a run may do besides answering questions.
struct Permissions: Sendable {
  /// The folder below which files may be read, and no file may be written; nil outside of a sandbox.
  var sandbox: String?
  /// Whether files that are there already may be written over.
  var replacesFiles = false
  /// When the run has to end, on the clock of `MonotonicClock`.
  var deadline: Int?
  /// The seconds that it was given, or each line at a prompt; 0 for as many as it takes.
  var seconds = 0
  /// Whether the time starts afresh with each line that is typed.
  var isOfLines = false

  var isSandboxed: Bool { sandbox != nil }

  /// Whether a file may be read; links are followed to where they lead, and what is no plain file is left alone.
  func mayRead(_ path: String) -> Bool {
    guard let sandbox else { return true }
    var status = stat()
    // One that is not there is said not to be there when it is read.
    if unsafe stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { return false }
    return Session.identity(path).hasPrefix(sandbox == "/" ? "/" : sandbox + "/")
  }

  var isOutOfTime: Bool { deadline.map { MonotonicClock.now > $0 } ?? false }

  /// Starts the clock.
  mutating func start() { deadline = seconds > 0 ? MonotonicClock.now + seconds * 1_000_000_000 : nil }

  func timeout(_ range: SourceRange) -> Diagnostic {
    Diagnostic(.timedOut, range, ["limit": seconds == 1 ? "1 second" : "\(seconds) seconds"])
  }
}
