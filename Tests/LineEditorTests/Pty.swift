import Foundation
import Glibc

/// The demo, or another program, on a pseudo-terminal of its own, in a session of its own: Ctrl-C, window
/// changes and hanging up are real.
final class Pty {
  let descriptor: Int32
  let process: pid_t
  var screen: VTScreen
  /// The terminal's mode before the program began.
  let modeBefore: TerminalMode
  /// Whether the terminal answers where its cursor is, and wraps its rows anew.
  var answers = true
  var reflows = true
  private var status: Int32?
  private var isClosed = false

  struct Failure: Error, CustomStringConvertible { var description: String }

  /// How long a test waits for something before it fails.
  static let limit = ContinuousClock.Duration.seconds(20)

  init(
    _ arguments: [String] = [], program: String = Pty.demo, columns: Int = 60, rows: Int = 14,
    environment: [String: String] = [:], standardOutput: String? = nil
  ) throws {
    // Linux' own way, as what POSIX calls it is hidden from Swift; the descriptor must not reach other
    // children.
    let master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var unlocked: Int32 = 0
    var number: UInt32 = 0
    let (lock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
    guard master >= 0, unsafe ioctl(master, lock, &unlocked) == 0,
      unsafe ioctl(master, getNumber, &number) == 0
    else { throw Failure(description: "no pseudo-terminal: \(errno)") }
    let name = "/dev/pts/\(number)"
    descriptor = master
    screen = VTScreen(columns: columns, rows: rows)
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = unsafe ioctl(master, UInt(TIOCSWINSZ), &size)
    modeBefore = TerminalMode(master)

    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    // A session of its own, for which the first terminal that is opened is the controlling one; no signal is
    // blocked, as threads that tests run on block some.
    let none = UnsafeMutablePointer<sigset_t>.allocate(capacity: 1)
    defer { unsafe none.deallocate() }
    unsafe sigemptyset(none)
    unsafe posix_spawnattr_setsigmask(&attributes, none)
    unsafe posix_spawnattr_setflags(&attributes, Int16(0x80 | 0x08))
    unsafe posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
    if let standardOutput {
      unsafe posix_spawn_file_actions_addopen(
        &actions, 1, standardOutput, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    } else {
      unsafe posix_spawn_file_actions_adddup2(&actions, 0, 1)
    }
    unsafe posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var variables = [
      "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": "/nonexistent", "EDITRC": "/nonexistent/editrc",
      "PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no",
    ]
    variables.merge(environment) { _, new in new }
    var words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
    var settings = unsafe variables.map { unsafe strdup("\($0)=\($1)") } + [nil]
    defer { unsafe (words + settings).forEach { unsafe free($0) } }
    var process: pid_t = 0
    let result = unsafe posix_spawn(&process, program, &actions, &attributes, &words, &settings)
    guard result == 0 else { throw Failure(description: "\(program) can't be started: \(result)") }
    self.process = process
  }

  deinit {
    if status == nil {
      kill(process, SIGKILL)
      var status: Int32 = 0
      unsafe waitpid(process, &status, 0)
    }
    if !isClosed { close(descriptor) }
  }

  /// The demo that this build of the tests belongs to.
  static let demo: String = {
    let starts = [Bundle.main.executableURL, URL(filePath: CommandLine.arguments[0])].compactMap(\.self)
    for start in starts {
      let candidate = start.deletingLastPathComponent().appending(path: "line-editor-demo").path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
    }
    return "line-editor-demo-is-not-beside-the-tests"
  }()

  /// The demo with its first prompt.
  static func atPrompt(
    _ arguments: [String] = [], columns: Int = 60, rows: Int = 14, environment: [String: String] = [:]
  ) throws -> Pty {
    let pty = try Pty(arguments, columns: columns, rows: rows, environment: environment)
    try pty.expect("the first prompt") { $0.text.contains("demo>") && $0.x == 6 }
    return pty
  }

  func send(_ text: String) { send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty, !isClosed {
      let count = unsafe rest.withUnsafeBytes {
        unsafe write(descriptor, $0.baseAddress, min($0.count, 1024))
      }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
      // The program may be writing as well, and a full pipe on both sides would be the end.
      _ = pump(milliseconds: 0)
    }
  }

  /// Shows on the screen what has been written; false when the program has closed the terminal.
  private func pump(milliseconds: Int32) -> Bool {
    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&wait, 1, milliseconds) > 0 else { return true }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = unsafe read(descriptor, &bytes, bytes.count)
    guard count > 0 else { return false }
    screen.feed(bytes[..<count])
    let back = screen.takeAnswers()
    if answers, !back.isEmpty {
      unsafe _ = back.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    }
    return true
  }

  /// Waits until something holds.
  func expect(_ what: String, _ condition: (VTScreen) -> Bool) throws {
    let end = ContinuousClock.now + Pty.limit
    while !condition(screen) {
      let isOpen = pump(milliseconds: 50)
      if !isOpen || ContinuousClock.now > end {
        if condition(screen) { return }
        throw Failure(description: "not seen: \(what), \(isOpen ? "too late" : "closed")\n\(picture)")
      }
    }
  }

  /// Waits until something holds that is not on the screen.
  func expect(_ what: String, that condition: () -> Bool) throws {
    try expect(what) { _ in condition() }
  }

  /// Waits for rows of the window, from the top.
  func expect(lines: String...) throws {
    try expect("\(lines)") { screen in screen.text == lines.joined(separator: "\n") }
  }

  /// Waits for an answer, and for the prompt behind it: keys that come earlier are echoed by the kernel.
  func expect(answer: String) throws {
    try expect(answer) { $0.text.contains(answer) && $0.text.hasSuffix("\ndemo>") && $0.x == 6 }
  }

  /// The screen, for messages.
  var picture: String { "\(screen.text)\n(cursor \(screen.x), \(screen.y))" }

  func resize(columns: Int, rows: Int) {
    // What was painted for the window before is on the screen first, as it is with people.
    while hasOutput { _ = pump(milliseconds: 0) }
    screen.resize(columns: columns, rows: rows, reflows: reflows)
    var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = unsafe ioctl(descriptor, UInt(TIOCSWINSZ), &size)
  }

  private var hasOutput: Bool {
    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&wait, 1, 0) > 0 && wait.revents & Int16(POLLIN) != 0
  }

  /// The terminal's mode now.
  var mode: TerminalMode { TerminalMode(descriptor) }

  /// Closes the terminal, as a window that is closed.
  func hangUp() {
    close(descriptor)
    isClosed = true
  }

  /// How a program ended.
  enum End: Equatable {
    case exit(Int32)
    case signal(Int32)
  }

  /// Waits for the end of the program, with all that it writes until then; what is to be done meanwhile is
  /// done again after each second.
  func end(meanwhile: () -> Void = {}) throws -> End {
    let end = ContinuousClock.now + Pty.limit
    var again = ContinuousClock.now
    var status: Int32 = 0
    while unsafe waitpid(process, &status, WNOHANG) == 0 {
      if ContinuousClock.now > end { throw Failure(description: "it does not end\n\(picture)") }
      if ContinuousClock.now > again {
        meanwhile()
        again = ContinuousClock.now + .seconds(1)
      }
      if isClosed { sched_yield() } else { _ = pump(milliseconds: 5) }
    }
    self.status = status
    while !isClosed, hasOutput, pump(milliseconds: 0) {}
    return status & 0x7F == 0 ? .exit(status >> 8 & 0xFF) : .signal(status & 0x7F)
  }

  /// What is wrong with the terminal that a program has left; empty where nothing is.
  var leftovers: String {
    var faults: [String] = []
    if mode != modeBefore { faults.append("mode \(mode) and not \(modeBefore)") }
    if screen.modes.contains("?2004") { faults.append("bracketed paste") }
    if !screen.isCursorVisible { faults.append("no cursor") }
    return faults.joined(separator: ", ")
  }
}

/// The flags of a terminal.
struct TerminalMode: Equatable {
  var input: UInt32
  var output: UInt32
  var local: UInt32

  init(_ descriptor: Int32) {
    var mode = termios()
    unsafe tcgetattr(descriptor, &mode)
    input = mode.c_iflag
    output = mode.c_oflag
    local = mode.c_lflag
  }

  /// Whether lines are edited by the kernel, as they are for most programs.
  var isNormal: Bool { local & UInt32(ICANON) != 0 && local & UInt32(ECHO) != 0 }
}

/// A folder that is removed when it is no longer used.
final class TemporaryFolder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "line-editor-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String, _ text: String) throws -> String {
    let path = path + "/" + name
    try text.write(toFile: path, atomically: false, encoding: .utf8)
    return path
  }
}
