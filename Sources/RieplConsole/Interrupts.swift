internal import Glibc
internal import Synchronization

/// Ctrl-C: the first stops the question, a second one the program.
enum Interrupts {
  private static let flag = Atomic<Bool>(false)

  /// Whether Ctrl-C was pressed.
  static var isPending: Bool { flag.load(ordering: .relaxed) }

  /// Takes note of Ctrl-C from now on, and lets a closed pipe be an error and not the end.
  static func install() {
    // The flag exists before the handler can run.
    flag.store(false, ordering: .relaxed)
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = { _ in
      if Interrupts.flag.exchange(true, ordering: .relaxed) { _exit(130) }
    }
    unsafe sigaction(SIGINT, &action, nil)
    signal(SIGPIPE, SIG_IGN)
  }
}
