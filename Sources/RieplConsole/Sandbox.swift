internal import CPlatform
internal import Glibc

/// The kernel's own bounds on what this process may do, which nothing can take back.
enum Sandbox {
  /// Lets the kernel refuse every write, every program and every read but below the folders; the system's number
  /// where it can't.
  static func enter(_ folders: [String]) -> Int32 {
    let strings = unsafe folders.map { unsafe strdup($0) }
    defer { unsafe strings.forEach { unsafe free($0) } }
    let pointers = unsafe strings.map { unsafe UnsafePointer($0) }
    return unsafe pointers.withUnsafeBufferPointer {
      unsafe riepl_sandbox($0.baseAddress, Int32(truncatingIfNeeded: $0.count))
    }
  }

  /// The folders that describe terminals, for a prompt.
  static var terminals: [String] {
    ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo"].filter {
      unsafe access($0, R_OK) == 0
    }
  }

  /// The folder of a script, or the current one, with all links followed.
  static func folder(ofScript path: String?) -> String {
    guard let path else { return Session.identity(".") }
    let whole = Session.identity(path)
    guard let slash = whole.lastIndex(of: "/") else { return Session.identity(".") }
    return slash == whole.startIndex ? "/" : Session.identity(String(whole[..<slash]))
  }
}
