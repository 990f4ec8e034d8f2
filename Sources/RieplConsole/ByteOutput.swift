internal import Glibc

/// Why output could not be written.
public struct OutputFault: Error, Sendable {
  /// The number that the system gave.
  public let code: Int32

  /// Whether the reader has gone away, as `head` does.
  public var isClosedPipe: Bool { code == EPIPE }

  /// Whether the wait for a reader was given up.
  var isInterruption: Bool { code == EINTR }

  /// The system's words.
  public var reason: String { unsafe String(cString: strerror(code)) }
}

/// Where bytes go: a file, the terminal or, in a test, memory.
public protocol ByteOutput: AnyObject {
  /// Takes bytes, which may wait until `flush`.
  func write(_ bytes: [UInt8]) throws(OutputFault)
  /// Writes what waits.
  func flush() throws(OutputFault)
}

extension ByteOutput {
  /// Writes a text.
  public func write(_ text: String) throws(OutputFault) { try write(Array(text.utf8)) }
}

/// A file descriptor, with a buffer.
public final class FileOutput: ByteOutput {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  /// What is done before anything is written, such as taking away what stands in the last row of a terminal.
  var beforeWriting: () -> Void = {}
  /// Whether Ctrl-C and the end of the run's time end a wait for the reader of what is written.
  var isInterruptible = false

  /// Output to an open file descriptor.
  public init(descriptor: Int32) { self.descriptor = descriptor }

  /// Takes bytes; from 64 KiB on they are written at once.
  public func write(_ bytes: [UInt8]) throws(OutputFault) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= 1 << 16 { try flush() }
  }

  /// Writes what waits; after a fault that is dropped, so that it is reported once.
  public func flush() throws(OutputFault) {
    var start = 0
    if !buffer.isEmpty { beforeWriting() }
    while start < buffer.count {
      let written = unsafe buffer.withUnsafeBytes { bytes -> Int in
        guard let base = bytes.baseAddress else { return 0 }
        return unsafe Glibc.write(descriptor, base + start, bytes.count - start)
      }
      if written < 0 {
        let code = errno
        if code == EINTR, !isInterruptible || !Interrupts.endsWaiting { continue }
        buffer.removeAll()
        throw OutputFault(code: code)
      }
      start += written
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

/// Output that is counted on its way.
final class CountedOutput: ByteOutput {
  private let output: any ByteOutput
  /// The bytes that went through.
  private(set) var count = 0

  init(_ output: any ByteOutput) { self.output = output }

  func write(_ bytes: [UInt8]) throws(OutputFault) {
    count += bytes.count
    try output.write(bytes)
  }

  func flush() throws(OutputFault) { try output.flush() }
}

/// Output that is kept.
public final class MemoryOutput: ByteOutput {
  /// What has been written.
  public private(set) var bytes: [UInt8] = []

  /// An empty output.
  public init() {}

  /// Keeps bytes.
  public func write(_ bytes: [UInt8]) { self.bytes.append(contentsOf: bytes) }

  /// Nothing: what is written can be read at once.
  public func flush() {}

  /// What has been written, as text; it is empty afterwards.
  public func take() -> String {
    defer { bytes.removeAll() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
