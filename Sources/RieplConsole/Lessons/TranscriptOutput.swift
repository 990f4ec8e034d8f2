/// Output that is passed on and kept as well, without colours; it can be silenced.
final class TranscriptOutput: ByteOutput {
  /// What is kept of a conversation, with its lines in order.
  final class Record {
    /// Bytes that are kept at most.
    static let limit = 4 << 20
    private(set) var bytes: [UInt8] = []

    func add(_ more: [UInt8]) {
      guard bytes.count + more.count <= Record.limit else { return }
      bytes += more
    }

    /// The text without escape sequences.
    var text: String {
      var result: [UInt8] = []
      var index = 0
      while index < bytes.count {
        if bytes[index] == 0x1B, index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "[") {
          index += 2
          while index < bytes.count, !(0x40...0x7E).contains(bytes[index]) { index += 1 }
        } else {
          result.append(bytes[index])
        }
        index += 1
      }
      return String(decoding: result, as: UTF8.self)
    }
  }

  private let output: any ByteOutput
  private let record: Record
  /// Whether nothing is passed on or kept.
  var isSilent = false

  init(_ output: any ByteOutput, _ record: Record) {
    self.output = output
    self.record = record
  }

  func write(_ bytes: [UInt8]) throws(OutputFault) {
    guard !isSilent else { return }
    record.add(bytes)
    try output.write(bytes)
  }

  func flush() throws(OutputFault) { try output.flush() }
}
