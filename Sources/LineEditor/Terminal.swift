internal import CEditLine
internal import Glibc

/// What is known about the terminal of the process.
public struct Terminal: Sendable {
  /// Whether a person sits at it, so that lines can be edited.
  public let isInteractive: Bool
  /// Whether it can't move its cursor.
  public let isDumb: Bool
  /// Whether colours are shown; not with NO_COLOR or a dumb terminal. A program's own option may change it.
  public var hasColour: Bool
  /// Whether it shows more than ASCII, as far as the locale says.
  public let hasUnicode: Bool
  /// Where keys come from.
  let input: Int32
  /// Where pictures go: standard output, or standard error where the output goes to a file.
  let output: Int32
  /// Whether the terminal is one of those that don't wrap their rows anew when they change their width.
  let keepsRows: Bool

  /// The terminal of this process.
  public static func standard() -> Terminal { Terminal() }

  private init() {
    input = STDIN_FILENO
    output = isatty(STDOUT_FILENO) == 1 ? STDOUT_FILENO : STDERR_FILENO
    isInteractive = isatty(input) == 1 && isatty(output) == 1
    let name = Terminal.variable("TERM") ?? ""
    isDumb = ["", "dumb", "emacs", "unknown"].contains(name)
    hasColour = Terminal.variable("NO_COLOR") == nil && !isDumb
    let locale =
      Terminal.variable("LC_ALL") ?? Terminal.variable("LC_CTYPE") ?? Terminal.variable("LANG") ?? ""
    let upper = locale.uppercased()
    hasUnicode = upper.contains("UTF-8") || upper.contains("UTF8")
    let isOld = ["linux", "rxvt", "vt1", "vt2"].contains { name.hasPrefix($0) }
    keepsRows = Terminal.variable("TMUX") == nil && (isOld || Terminal.variable("XTERM_VERSION") != nil)
  }

  /// The columns and rows of the window; 80 by 24 where it does not say.
  public var size: (columns: Int, rows: Int) {
    var size = winsize()
    guard unsafe ioctl(output, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return (80, 24) }
    return (max(2, Int(size.ws_col)), size.ws_row > 0 ? Int(size.ws_row) : 24)
  }

  /// A variable of the environment that is set to something.
  static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// Writes all bytes; what can't be written is dropped, as the terminal has gone.
  func write(_ bytes: [UInt8]) { Descriptor.write(output, bytes) }

  func write(_ text: String) { write(Array(text.utf8)) }
}

/// Reading and writing through file descriptors.
enum Descriptor {
  /// Writes all bytes; false where that failed.
  @discardableResult static func write(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(descriptor, buffer.baseAddress?.advanced(by: done), buffer.count - done)
      }
      if count > 0 {
        done += count
      } else if count < 0, errno == EINTR {
        continue
      } else if count < 0, errno == EAGAIN {
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        unsafe poll(&wait, 1, -1)
      } else {
        return false
      }
    }
    return true
  }

  /// Reads what is there, waiting for something: nil at an error, empty at the end.
  static func read(_ descriptor: Int32, limit: Int) -> [UInt8]? {
    while true {
      var count = 0
      let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, filled in
        unsafe count = Glibc.read(descriptor, buffer.baseAddress, limit)
        filled = max(0, count)
      }
      if count >= 0 { return bytes }
      if errno != EINTR { return nil }
    }
  }

  /// What became ready before the time was over.
  struct Ready: Equatable {
    var input = false
    var wake = false
    var isNothing: Bool { !input && !wake }
  }

  /// Waits for one of two descriptors; a negative time waits for ever.
  static func wait(_ input: Int32, _ wake: Int32, milliseconds: Int32) -> Ready {
    var descriptors = [
      pollfd(fd: input, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
    ]
    while true {
      let count = unsafe poll(&descriptors, 2, milliseconds)
      // A signal has left its byte in the pipe, which the next call sees.
      if count < 0, errno == EINTR { continue }
      return Ready(input: descriptors[0].revents != 0, wake: descriptors[1].revents != 0)
    }
  }
}
