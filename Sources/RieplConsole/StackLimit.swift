internal import Glibc

/// Room for what is nested as deep as the limits allow, also in a debug build.
enum StackLimit {
  /// How much the stack of the main thread may grow to; it takes no memory until it does.
  private static let bytes: rlim_t = 96 << 20

  /// Raises the limit as far as the system lets it.
  static func raise() {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &limit) == 0, limit.rlim_cur < bytes
    else { return }
    limit.rlim_cur = min(bytes, limit.rlim_max)
    unsafe setrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &limit)
  }
}
