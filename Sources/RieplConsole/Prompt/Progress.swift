internal import Glibc
internal import RieplData
internal import Synchronization

/// Says that work is going on, once it has taken a second.
///
/// It is asked along with the question whether to stop, once a batch of rows, and writes at most ten times a second.
final class Progress: Sendable {
  private let isShown: Bool
  private let start = Atomic<Int>(MonotonicClock.now)
  private let reading = Mutex<Reading?>(nil)
  private let last = Atomic<Int>(0)
  private let isOnScreen = Atomic<Bool>(false)

  /// A file that is being read.
  private struct Reading {
    let file: String
    var done = LoadProgress()
  }

  init(isShown: Bool) { self.isShown = isShown }

  /// Starts on a file.
  func begin(reading file: String) {
    start.store(MonotonicClock.now, ordering: .relaxed)
    reading.withLock { $0 = Reading(file: file) }
  }

  /// Takes down how far the file is read.
  func read(_ done: LoadProgress) {
    reading.withLock { $0?.done = done }
    tick()
  }

  /// The file is read.
  func endReading() {
    reading.withLock { $0 = nil }
    start.store(MonotonicClock.now, ordering: .relaxed)
    hide()
  }

  /// Shows the time that has passed.
  func tick() {
    guard isShown else { return }
    let now = MonotonicClock.now
    let spent = now - start.load(ordering: .relaxed)
    guard spent > 1_000_000_000 else { return }
    let before = last.load(ordering: .relaxed)
    // Of several threads that come at once one writes.
    guard now - before > 100_000_000,
      last.compareExchange(expected: before, desired: now, ordering: .relaxed).exchanged
    else { return }
    isOnScreen.store(true, ordering: .relaxed)
    let reading = reading.withLock { $0 }
    if let reading {
      write("\r\u{1B}[K" + Progress.line(reading.file, reading.done, nanoseconds: spent))
    } else {
      let tenths = spent / 100_000_000
      write("\r\u{1B}[Kworking: \(tenths / 10).\(tenths % 10) s, Ctrl-C stops it")
    }
  }

  /// What is shown of a file that is being read: bytes, rows and the time that is left.
  static func line(_ file: String, _ done: LoadProgress, nanoseconds: Int) -> String {
    func megabytes(_ bytes: Int) -> Int { (bytes + 500_000) / 1_000_000 }
    var rows = ""
    for (place, digit) in String(done.rows).reversed().enumerated() {
      rows = String(digit) + (place > 0 && place % 3 == 0 ? "," : "") + rows
    }
    let left = done.bytes > 0 ? nanoseconds / done.bytes * (done.total - done.bytes) / 1_000_000_000 : 0
    return "reading \(file): \(megabytes(done.bytes)) of \(megabytes(done.total)) MB, \(rows) rows"
      + (done.bytes > 0 ? ", \(left + 1) s left" : "") + ", Ctrl-C stops it"
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
