internal import Glibc
import RieplSyntax

/// Reading a script, within the bound on its size.
enum SourceFile {
  /// The bytes of a file or a stream; at most one more than the limit, so that a longer one is seen to be so.
  static func contents(path: String?, limit: Int) -> Result<[UInt8], ReadFault> {
    Result { () throws(ReadFault) in try read(path: path, limit: limit) }
  }

  private static func read(path: String?, limit: Int) throws(ReadFault) -> [UInt8] {
    let descriptor = path.map { unsafe open($0, O_RDONLY | O_CLOEXEC) } ?? STDIN_FILENO
    guard descriptor >= 0 else { throw ReadFault(reason: reason(errno)) }
    defer { if path != nil { close(descriptor) } }
    var status = stat()
    if unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw ReadFault(reason: "it is a folder")
    }
    var bytes: [UInt8] = []
    if status.st_mode & S_IFMT == S_IFREG { bytes.reserveCapacity(min(limit + 1, Int(status.st_size) + 1)) }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
      let count = unsafe chunk.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 {
        if errno == EINTR, !Interrupts.endsWaiting { continue }
        if errno == EINTR { throw ReadFault(reason: "it was interrupted") }
        throw ReadFault(reason: reason(errno))
      }
      if count == 0 { break }
      bytes.append(contentsOf: chunk[..<count])
    }
    return bytes
  }

  /// The next line of standard input with its line end; nil at the end.
  static func line(_ rest: inout [UInt8], limit: Int) -> Result<[UInt8]?, ReadFault> {
    Result { () throws(ReadFault) in try readLine(&rest, limit: limit) }
  }

  private static func readLine(_ rest: inout [UInt8], limit: Int) throws(ReadFault) -> [UInt8]? {
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(rest[...end])
        rest.removeSubrange(...end)
        return line
      }
      if rest.count > limit { throw ReadFault(reason: "a line is too long") }
      let count = unsafe chunk.withUnsafeMutableBytes {
        unsafe Glibc.read(STDIN_FILENO, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR, !Interrupts.endsWaiting { continue }
      if count < 0 { throw ReadFault(reason: reason(errno)) }
      if count == 0 {
        defer { rest.removeAll() }
        return rest.isEmpty ? nil : rest
      }
      rest.append(contentsOf: chunk[..<count])
    }
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "there is no such file"
    case EACCES, EPERM: "you may not read it"
    default: unsafe String(cString: strerror(code)).lowercased()
    }
  }
}

/// Why a file could not be read.
struct ReadFault: Error {
  let reason: String
}
