internal import Glibc
internal import Synchronization

/// Says that work is going on, once it has taken a second.
///
/// It is asked along with the question whether to stop, once a batch of rows, and writes at most ten times a second.
final class Progress: Sendable {
  private let isShown: Bool
  private let start = MonotonicClock.now
  private let last = Atomic<Int>(0)
  private let isOnScreen = Atomic<Bool>(false)

  init(isShown: Bool) { self.isShown = isShown }

  /// Shows the time that has passed.
  func tick() {
    guard isShown else { return }
    let now = MonotonicClock.now
    guard now - start > 1_000_000_000, now - last.load(ordering: .relaxed) > 100_000_000 else { return }
    last.store(now, ordering: .relaxed)
    isOnScreen.store(true, ordering: .relaxed)
    let tenths = (now - start) / 100_000_000
    write("\r\u{1B}[Kworking: \(tenths / 10).\(tenths % 10) s, Ctrl-C stops it")
  }

  /// Takes away what is shown, as something else is written there.
  func hide() {
    if isOnScreen.exchange(false, ordering: .relaxed) { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) {
    let bytes = Array(text.utf8)
    unsafe bytes.withUnsafeBytes { _ = unsafe Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
