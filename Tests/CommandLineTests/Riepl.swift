import Dispatch
import Foundation
import Glibc

/// How a run of the program ended, and what it wrote.
struct Finished: CustomStringConvertible {
  /// The exit status, or the number of the signal that ended it.
  var status: Int32
  var wasSignalled: Bool
  /// Whether it was ended because it took too long.
  var wasTooSlow: Bool
  var output: [UInt8]
  var errors: [UInt8]

  var outputText: String { String(decoding: output, as: UTF8.self) }
  var errorText: String { String(decoding: errors, as: UTF8.self) }

  /// Whether it left by itself with a status.
  func exited(_ expected: Int32) -> Bool { !wasSignalled && !wasTooSlow && status == expected }

  var description: String {
    let end = wasTooSlow ? "too slow" : wasSignalled ? "signal \(status)" : "exit \(status)"
    return "\(end)\n--- output\n\(outputText.prefix(2000))\n--- errors\n\(errorText.prefix(2000))"
  }
}

/// A run of the real program as a process of its own.
struct Riepl {
  var arguments: [String]
  /// What standard input holds; a file descriptor of the caller's where it is set below.
  var input: [UInt8] = []
  var inputHandle: FileHandle?
  var outputHandle: FileHandle?
  var errorHandle: FileHandle?
  /// Variables besides those of the tests.
  var environment: [String: String] = [:]
  var directory: URL?
  /// What is started instead of riepl.
  var program: String?
  /// Seconds after which it is ended; a debug build on a busy machine is slow.
  var limit = 30.0

  init(_ arguments: String...) { self.arguments = arguments }
  init(_ arguments: [String]) { self.arguments = arguments }

  /// Runs it to its end.
  func run() throws -> Finished { try start().finish() }

  /// Starts it.
  func start(through shell: String? = nil) throws -> Running {
    let folder = try TemporaryFolder()
    let process = Process()
    process.executableURL =
      shell == nil ? program.map { URL(filePath: $0) } ?? Riepl.executable : URL(filePath: "/bin/sh")
    process.arguments = shell.map { ["-c", $0, Riepl.executable.path] + arguments } ?? arguments
    var variables = ProcessInfo.processInfo.environment
    // A crash is to end at once, and not with a minute of backtrace.
    variables["SWIFT_BACKTRACE"] = "enable=no"
    variables["NO_COLOR"] = nil
    process.environment = variables.merging(environment) { _, new in new }
    if let directory { process.currentDirectoryURL = directory }
    let inputFile = try folder.file("input", input)
    process.standardInput = try inputHandle ?? FileHandle(forReadingFrom: inputFile)
    let output = try folder.file("output", [])
    let errors = try folder.file("errors", [])
    process.standardOutput = try outputHandle ?? FileHandle(forWritingTo: output)
    process.standardError = try errorHandle ?? FileHandle(forWritingTo: errors)
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    try Riepl.withoutBlockedSignals { try process.run() }
    return Running(
      process: process, ended: ended, limit: limit, folder: folder, output: output, errors: errors)
  }

  /// Held while a child is started.
  static let starting = NSLock()

  /// Starts a child that signals can reach: threads that tests run on block them, and a child inherits that.
  private static func withoutBlockedSignals(_ body: () throws -> Void) throws {
    starting.lock()
    defer { starting.unlock() }
    var none = sigset_t()
    var before = sigset_t()
    unsafe sigemptyset(&none)
    unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
    try body()
  }

  /// The program that this build of the tests belongs to, or the one that RIEPL_EXECUTABLE names.
  static let executable: URL = {
    if let path = ProcessInfo.processInfo.environment["RIEPL_EXECUTABLE"] { return URL(filePath: path) }
    let starts = [Bundle.main.executableURL, URL(filePath: CommandLine.arguments[0])].compactMap(\.self)
    for start in starts {
      let candidate = start.deletingLastPathComponent().appending(path: "riepl")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
    }
    return URL(filePath: "riepl-is-not-beside-the-tests")
  }()
}

/// A program that has been started.
struct Running {
  let process: Process
  let ended: DispatchSemaphore
  let limit: Double
  let folder: TemporaryFolder
  let output: URL
  let errors: URL

  /// Waits for its end.
  func finish() throws -> Finished {
    let wasTooSlow = ended.wait(timeout: .now() + limit) == .timedOut
    if wasTooSlow {
      kill(process.processIdentifier, SIGKILL)
      ended.wait()
    }
    return Finished(
      status: process.terminationStatus, wasSignalled: process.terminationReason == .uncaughtSignal,
      wasTooSlow: wasTooSlow, output: Array(try Data(contentsOf: output)),
      errors: Array(try Data(contentsOf: errors)))
  }

  /// Waits until it sleeps in the kernel with nothing left to read; false when that takes too long.
  func waitsForInput(_ pipe: ClosedPipe) -> Bool {
    let end = DispatchTime.now() + limit
    while DispatchTime.now() < end {
      if pipe.waitingBytes == 0, state == "S" { return true }
      sched_yield()
    }
    return false
  }

  /// Waits until it has set a handler for a signal; false when that takes too long.
  func catches(_ signal: Int32) -> Bool {
    let end = DispatchTime.now() + limit
    while DispatchTime.now() < end {
      let text = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
      let mask = text?.split(separator: "\n").first { $0.hasPrefix("SigCgt:") }?.suffix(16)
      if let mask, let bits = UInt64(mask, radix: 16), bits & (1 << UInt64(signal - 1)) != 0 { return true }
      sched_yield()
    }
    return false
  }

  /// The letter that Linux shows for what it does: R runs, S sleeps.
  private var state: Character? {
    let path = "/proc/\(process.processIdentifier)/stat"
    guard let text = try? String(contentsOfFile: path, encoding: .utf8),
      let name = text.lastIndex(of: ")")
    else { return nil }
    return text[name...].dropFirst(2).first
  }
}

/// A pipe whose ends no other child inherits.
final class ClosedPipe {
  let reading: FileHandle
  let writing: FileHandle

  init() throws {
    var ends: [Int32] = [0, 0]
    // No child may be started between the two steps.
    Riepl.starting.lock()
    defer { Riepl.starting.unlock() }
    guard unsafe pipe(&ends) == 0, ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }) else {
      throw CocoaError(.fileReadUnknown)
    }
    reading = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
    writing = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
  }

  /// How many bytes have been written and not read.
  var waitingBytes: Int32 {
    var count: Int32 = 0
    return unsafe ioctl(reading.fileDescriptor, UInt(FIONREAD), &count) == 0 ? count : -1
  }
}

/// A folder that is removed when it is no longer used.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "riepl-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file.
  func file(_ name: String, _ bytes: [UInt8]) throws -> URL {
    let file = url.appending(path: name)
    try Data(bytes).write(to: file)
    return file
  }

  func file(_ name: String, _ text: String) throws -> URL { try file(name, Array(text.utf8)) }
}

/// Runs the program with arguments and a standard input.
func riepl(_ arguments: String..., input: String = "") throws -> Finished {
  var program = Riepl(arguments)
  program.input = Array(input.utf8)
  return try program.run()
}

/// Runs a script from a file of its own, whose name is `script.riepl`.
func riepl(script: [UInt8], _ arguments: String..., limit: Double = 120) throws -> Finished {
  let folder = try TemporaryFolder()
  _ = try folder.file("script.riepl", script)
  var program = Riepl(["script.riepl"] + arguments)
  program.directory = folder.url
  program.limit = limit
  return try program.run()
}

func riepl(script: String, _ arguments: String...) throws -> Finished {
  let folder = try TemporaryFolder()
  _ = try folder.file("script.riepl", script)
  var program = Riepl(["script.riepl"] + arguments)
  program.directory = folder.url
  return try program.run()
}
