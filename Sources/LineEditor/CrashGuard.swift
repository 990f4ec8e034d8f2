internal import Glibc
internal import Synchronization

/// Gives the terminal back when the process dies, or leaves, in the middle of a line.
///
/// The handler restores the terminal's mode, ends bracketed paste and shows the cursor, and then lets the
/// signal do what it would have done before.
enum CrashGuard {

  /// Signals that end a process.
  private static let deadly = [
    SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGSYS, SIGQUIT, SIGXCPU, SIGXFSZ, SIGUSR1, SIGUSR2,
    SIGALRM,
    SIGVTALRM, SIGPROF, SIGPIPE,
  ]

  // What the handler reads lives in memory of its own: nothing here may allocate, lock or count references.
  private static let armed = Atomic<Bool>(false)
  private static let input = Atomic<Int32>(-1)
  private static let output = Atomic<Int32>(-1)
  nonisolated(unsafe) private static let mode = UnsafeMutablePointer<termios>.allocate(capacity: 1)
  nonisolated(unsafe) private static let actions = UnsafeMutablePointer<sigaction>.allocate(capacity: 65)
  nonisolated(unsafe) private static let ending: UnsafeMutablePointer<UInt8> = unsafe bytes(restoringSequence)
  private static let endingCount = restoringSequence.utf8.count

  /// What puts a terminal into its normal state: no bracketed paste, a cursor, no style.
  private static let restoringSequence = "\u{1B}[?2004l\u{1B}[?25h\u{1B}[0m\r\n"

  /// Remembers the terminal's mode, once, before it is changed for the first time.
  static func prepare(_ terminal: Terminal) {
    input.store(terminal.input, ordering: .relaxed)
    output.store(terminal.output, ordering: .relaxed)
    armed.store(false, ordering: .relaxed)
    unsafe tcgetattr(terminal.input, mode)
    _ = unsafe ending
    _ = unsafe actions
    _ = endingCount
    atexit { CrashGuard.restore() }
    // A stack that has overflowed is no place for a handler.
    var current = unsafe stack_t()
    if unsafe sigaltstack(nil, &current) == 0, unsafe current.ss_flags & Int32(SS_DISABLE) != 0 {
      let size = 64 * 1024
      var stack = unsafe stack_t()
      unsafe stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
      unsafe stack.ss_size = size
      unsafe sigaltstack(&stack, nil)
    }
  }

  /// Watches, from before the terminal's mode is changed.
  static func arm() {
    unsafe tcgetattr(input.load(ordering: .relaxed), mode)
    armed.store(true, ordering: .releasing)
    for signal in deadly {
      var action = sigaction()
      unsafe action.__sigaction_handler.sa_handler = { signal in
        CrashGuard.restore()
        unsafe sigaction(signal, CrashGuard.actions + Int(signal), nil)
        raise(signal)
      }
      action.sa_flags = Int32(SA_ONSTACK)
      unsafe sigaction(signal, &action, actions + Int(signal))
      // Who ignores a signal, as programs do with SIGPIPE, goes on ignoring it.
      if unsafe isIgnored(actions[Int(signal)]) { unsafe sigaction(signal, actions + Int(signal), nil) }
    }
  }

  /// Watches no longer: the terminal is as it was.
  static func disarm() {
    guard armed.exchange(false, ordering: .acquiringAndReleasing) else { return }
    for signal in deadly { unsafe sigaction(signal, actions + Int(signal), nil) }
  }

  /// Safe in a signal handler.
  private static func restore() {
    guard armed.exchange(false, ordering: .acquiringAndReleasing) else { return }
    unsafe tcsetattr(input.load(ordering: .relaxed), TCSANOW, mode)
    _ = unsafe write(output.load(ordering: .relaxed), ending, endingCount)
  }

  private static func isIgnored(_ action: sigaction) -> Bool {
    let handler = unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
    return unsafe handler == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  private static func bytes(_ text: String) -> UnsafeMutablePointer<UInt8> {
    let count = text.utf8.count
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    for (index, byte) in text.utf8.enumerated() { unsafe (copy + index).initialize(to: byte) }
    return unsafe copy
  }
}
