internal import Glibc

/// A clock that only goes forward, for timers and progress; nothing in an answer depends on it.
enum MonotonicClock {
  /// Nanoseconds since some moment.
  static var now: Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}
