internal import Glibc
internal import Synchronization

/// Ctrl-C: the first stops the question, a second one the program. And the end of the time that a run has.
enum Interrupts {
  private static let flag = Atomic<Bool>(false)
  private static let alarm = Atomic<Bool>(false)

  /// Whether Ctrl-C was pressed.
  static var isPending: Bool { flag.load(ordering: .relaxed) }

  /// Whether the time of the run is over.
  static var isTimeUp: Bool { alarm.load(ordering: .relaxed) }

  /// Whether reading and writing that wait for somebody else are to be given up.
  static var endsWaiting: Bool { isPending || isTimeUp }

  /// From some seconds on, again and again, whatever waits in the kernel is woken up.
  static func setAlarm(seconds: Int) {
    alarm.store(false, ordering: .relaxed)
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = { _ in Interrupts.alarm.store(true, ordering: .relaxed) }
    unsafe sigaction(SIGALRM, &action, nil)
    var timer = itimerval(
      it_interval: timeval(tv_sec: 0, tv_usec: 200_000), it_value: timeval(tv_sec: seconds, tv_usec: 0))
    unsafe setitimer(__itimer_which_t(ITIMER_REAL.rawValue), &timer, nil)
  }

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
