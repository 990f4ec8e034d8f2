internal import Glibc
internal import Synchronization

/// The signals that matter to a line that is edited.
///
/// A handler only touches atomics and calls `write`. Those for the window, for stopping and for leaving are
/// in place while a line is edited, and what was there before comes back afterwards: a program that works for
/// an answer has a terminal in its normal state and may be stopped or ended as any other. Ctrl-C is noted
/// from the first line on.
enum Signals {
  /// How often Ctrl-C was pressed since the counter was cleared.
  static let interrupts = Atomic<Int>(0)
  private static let pipe = Atomic<Int32>(-1)

  /// Those whose handlers wake the editor.
  private static let waking = [SIGWINCH, SIGTERM, SIGHUP, SIGCONT, SIGTSTP]

  /// Handlers that were in place before.
  struct Saved {
    fileprivate var actions: [(signal: Int32, action: sigaction)] = []
  }

  /// Forgets about Ctrl-C so far.
  static func clearInterrupts() { interrupts.store(0, ordering: .relaxed) }

  /// Notes Ctrl-C from now on.
  static func noteInterrupts(writing descriptor: Int32) {
    // The atomics exist before a handler can run.
    pipe.store(descriptor, ordering: .relaxed)
    _ = interrupts.load(ordering: .relaxed)
    _ = replace(SIGINT, wakeHandler())
  }

  /// Puts the handlers in place.
  static func begin() -> Saved {
    var saved = Saved()
    for signal in waking {
      if let old = replace(signal, wakeHandler()) { saved.actions.append((signal, old)) }
    }
    return saved
  }

  /// Puts those that were there before back.
  static func end(_ saved: Saved) {
    for (signal, action) in saved.actions {
      var action = action
      unsafe sigaction(signal, &action, nil)
    }
  }

  /// Stops the process group, as Ctrl-Z does, and returns when it goes on.
  static func stop() {
    var standard = sigaction()
    unsafe standard.__sigaction_handler.sa_handler = SIG_DFL
    // Going on from here is no news to the editor, so SIGCONT stays without its handler as well.
    let saved = [SIGTSTP, SIGCONT].map { ($0, replace($0, standard)) }
    kill(0, SIGTSTP)
    for case (let signal, let old?) in saved { _ = replace(signal, old) }
  }

  private static func replace(_ signal: Int32, _ action: sigaction) -> sigaction? {
    var new = action
    var old = sigaction()
    return unsafe sigaction(signal, &new, &old) == 0 ? old : nil
  }

  private static func wakeHandler() -> sigaction {
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = { signal in
      let before = errno
      if signal == SIGINT { Signals.interrupts.add(1, ordering: .relaxed) }
      var byte = UInt8(truncatingIfNeeded: signal)
      _ = unsafe write(Signals.pipe.load(ordering: .relaxed), &byte, 1)
      errno = before
    }
    action.sa_flags = Int32(SA_RESTART)
    return action
  }
}

/// Whether Ctrl-C asks the work under way to stop.
public struct Interruption: Sendable {
  /// True from the moment that Ctrl-C is pressed; to be asked often, it costs next to nothing.
  public var isRequested: Bool { Signals.interrupts.load(ordering: .relaxed) > 0 }
}
