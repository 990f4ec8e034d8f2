import Glibc
import LineEditor
import Synchronization

/// What the demo does from other threads, or while a text is still edited.
enum Actions {
  private static let shared = Mutex<Waker?>(nil)

  static func install(_ waker: Waker) { shared.withLock { $0 = waker } }

  /// Does what a text that is not finished asks for.
  static func live(_ text: String) {
    switch text {
    case "!trap": fatalError("as asked for")
    case "!exit": exit(3)
    case "!print": printFromThread()
    case "!cancel": shared.withLock { $0 }?.cancel()
    case "!deep": print(depth(0))
    default: break
    }
  }

  private static func depth(_ level: Int) -> Int { level < 0 ? 0 : depth(level + 1) + level % 7 }

  private static let hasPrinted = Atomic<Bool>(false)

  /// Prints from another thread, once, while the text is edited.
  private static func printFromThread() {
    if hasPrinted.exchange(true, ordering: .relaxed) { return }
    var thread = pthread_t()
    unsafe pthread_create(
      &thread, nil,
      { _ in
        let waker = Actions.shared.withLock { $0 }
        waker?.print("one from a thread\ntwo from a thread")
        return nil
      }, nil)
    pthread_detach(thread)
  }
}
