internal import Glibc
internal import Synchronization

/// Lets other threads print while a line is edited, or end the editing.
public final class Waker: Sendable {
  enum Message: Sendable {
    case print(String)
    case repaint
    case cancel
  }

  private struct State {
    var isEditing = false
    var messages: [Message] = []
  }

  /// The end of the pipe that the editor waits at.
  let reading: Int32
  /// The end that signal handlers write their number to, and other threads a zero.
  let writing: Int32
  private let output: Int32
  private let state = Mutex(State())

  init(output: Int32) {
    self.output = output
    var ends: [Int32] = [-1, -1]
    if unsafe pipe(&ends) != 0 { ends = [-1, -1] }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    reading = ends[0]
    writing = ends[1]
  }

  deinit {
    close(reading)
    close(writing)
  }

  /// Prints lines: above the text that is being edited, or at once where none is.
  public func print(_ text: String) {
    let line = text.hasSuffix("\n") ? text : text + "\n"
    let isQueued = state.withLock { state in
      guard state.isEditing else {
        Descriptor.write(output, Array(line.utf8))
        return false
      }
      state.messages.append(.print(line))
      return true
    }
    if isQueued { wake() }
  }

  /// Has the text painted again, as something that the hooks look at has changed.
  public func repaint() { post(.repaint) }

  /// Ends the editing as Ctrl-C does.
  public func cancel() { post(.cancel) }

  private func post(_ message: Message) {
    let isQueued = state.withLock { state in
      if state.isEditing { state.messages.append(message) }
      return state.isEditing
    }
    if isQueued { wake() }
  }

  private func wake() {
    var byte: UInt8 = 0
    _ = unsafe write(writing, &byte, 1)
  }

  /// Editing begins: what was left in the pipe from before no longer counts.
  func begin() {
    _ = signals()
    state.withLock { $0.isEditing = true }
  }

  /// Editing has ended; gives the lines that are still to be printed.
  func end() -> [String] {
    state.withLock { state in
      state.isEditing = false
      defer { state.messages = [] }
      return state.messages.compactMap { if case .print(let text) = $0 { text } else { nil } }
    }
  }

  /// The signals and messages that have arrived.
  func drain() -> (signals: Set<Int32>, messages: [Message]) {
    (
      signals(),
      state.withLock { state in
        defer { state.messages = [] }
        return state.messages
      }
    )
  }

  private func signals() -> Set<Int32> {
    var numbers = Set<Int32>()
    while let bytes = Descriptor.read(reading, limit: 256), !bytes.isEmpty {
      for byte in bytes where byte != 0 { numbers.insert(Int32(byte)) }
    }
    return numbers
  }
}
