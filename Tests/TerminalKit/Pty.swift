internal import Foundation
package import Glibc

/// A program on a pseudo-terminal of its own, in a session of its own: Ctrl-C, window changes and hanging up
/// are real.
package final class Pty {
  package let descriptor: Int32
  package let process: pid_t
  package private(set) var screen: VTScreen
  /// The terminal's mode before the program began.
  package let modeBefore: TerminalMode
  /// Whether the terminal answers where its cursor is, and wraps its rows anew.
  package var answers = true
  package var reflows = true
  private var status: Int32?
  private var isClosed = false

  package struct Failure: Error, CustomStringConvertible {
    package var description: String
    package init(_ description: String) { self.description = description }
  }

  /// How long a test waits for something before it fails.
  package static let limit = ContinuousClock.Duration.seconds(20)

  package init(
    program: String, arguments: [String] = [], columns: Int = 60, rows: Int = 14,
    environment: [String: String?] = [:], directory: String? = nil, standardOutput: String? = nil
  ) throws {
    // Nothing but a shell changes its folder here before it becomes the program.
    let words = [program] + arguments
    let command = directory.map { ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", $0] + words } ?? words
    // Linux' own way, as what POSIX calls it is hidden from Swift; the descriptor must not reach other
    // children.
    let master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var unlocked: Int32 = 0
    var number: UInt32 = 0
    let (lock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
    guard master >= 0, unsafe ioctl(master, lock, &unlocked) == 0,
      unsafe ioctl(master, getNumber, &number) == 0
    else { throw Failure("no pseudo-terminal: \(errno)") }
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
    var variables: [String: String?] = [
      "TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": "/nonexistent", "EDITRC": "/nonexistent/editrc",
      "PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no",
    ]
    // Where a build counts the lines that run, it is told where to; else it writes into the folder it is started in.
    variables["LLVM_PROFILE_FILE"] = .some(ProcessInfo.processInfo.environment["LLVM_PROFILE_FILE"])
    // A variable that is nil is not set at all.
    variables.merge(environment) { _, new in new }
    var arguments = unsafe command.map { unsafe strdup($0) } + [nil]
    var settings = unsafe variables.compactMapValues(\.self).map { unsafe strdup("\($0)=\($1)") } + [nil]
    defer { unsafe (arguments + settings).forEach { unsafe free($0) } }
    var process: pid_t = 0
    let result = unsafe posix_spawn(&process, command[0], &actions, &attributes, &arguments, &settings)
    guard result == 0 else { throw Failure("\(program) can't be started: \(result)") }
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

  /// A program that was built with the tests and stands beside them.
  package static func beside(_ name: String) -> String {
    let starts = [Bundle.main.executableURL, URL(filePath: CommandLine.arguments[0])].compactMap(\.self)
    for start in starts {
      let candidate = start.deletingLastPathComponent().appending(path: name).path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
    }
    return name + "-is-not-beside-the-tests"
  }

  package func send(_ text: String) { send(Array(text.utf8)) }

  package func send(_ bytes: [UInt8]) {
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
  package func expect(_ what: String, _ condition: (VTScreen) -> Bool) throws {
    let end = ContinuousClock.now + Pty.limit
    // The painter hides the cursor from the first byte of a frame to the last: half a frame is nothing to look at.
    while !(screen.isCursorVisible && condition(screen)) {
      let isOpen = pump(milliseconds: 50)
      if !isOpen || ContinuousClock.now > end {
        if condition(screen) { return }
        throw Failure("not seen: \(what), \(isOpen ? "too late" : "closed")\n\(picture)")
      }
    }
  }

  /// Waits until something holds that is not on the screen.
  package func expect(_ what: String, that condition: () -> Bool) throws {
    try expect(what) { _ in condition() }
  }

  /// Waits until something holds, and the program waits for keys and has shown all that it has to show.
  package func expectIdle(_ what: String, _ condition: (VTScreen) -> Bool) throws {
    // First whether it waits: what it wrote before that is there by then.
    try expect(what) { condition($0) && isWaiting && !hasOutput && condition(screen) }
  }

  /// Whether the program sleeps in the kernel.
  private var isWaiting: Bool {
    guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
      let name = text.lastIndex(of: ")")
    else { return false }
    return text[name...].dropFirst(2).first == "S"
  }

  /// Waits for rows of the window, from the top.
  package func expect(lines: String...) throws {
    try expect("\(lines)") { screen in screen.text == lines.joined(separator: "\n") }
  }

  /// The screen, for messages.
  package var picture: String {
    let call = (try? String(contentsOfFile: "/proc/\(process)/syscall", encoding: .utf8)) ?? ""
    return "\(screen.text)\n(cursor \(screen.x), \(screen.y); \(call.prefix(40)))"
  }

  package func resize(columns: Int, rows: Int) {
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
  package var mode: TerminalMode { TerminalMode(descriptor) }

  /// Closes the terminal, as a window that is closed.
  package func hangUp() {
    close(descriptor)
    isClosed = true
  }

  /// How a program ended.
  package enum End: Equatable {
    case exit(Int32)
    case signal(Int32)
  }

  /// Waits for the end of the program, with all that it writes until then; what is to be done meanwhile is
  /// done again after each second.
  package func end(meanwhile: () -> Void = {}) throws -> End {
    let end = ContinuousClock.now + Pty.limit
    var again = ContinuousClock.now
    var status: Int32 = 0
    while unsafe waitpid(process, &status, WNOHANG) == 0 {
      if ContinuousClock.now > end { throw Failure("it does not end\n\(picture)") }
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
  package var leftovers: String {
    var faults: [String] = []
    if mode != modeBefore { faults.append("mode \(mode) and not \(modeBefore)") }
    if screen.modes.contains("?2004") { faults.append("bracketed paste") }
    if !screen.isCursorVisible { faults.append("no cursor") }
    return faults.joined(separator: ", ")
  }
}

/// The flags of a terminal.
package struct TerminalMode: Equatable {
  package var input: UInt32
  package var output: UInt32
  package var local: UInt32

  package init(_ descriptor: Int32) {
    var mode = termios()
    unsafe tcgetattr(descriptor, &mode)
    input = mode.c_iflag
    output = mode.c_oflag
    local = mode.c_lflag
  }

  /// Whether lines are edited by the kernel, as they are for most programs.
  package var isNormal: Bool { local & UInt32(ICANON) != 0 && local & UInt32(ECHO) != 0 }
}
