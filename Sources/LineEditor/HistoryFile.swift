internal import Glibc

/// A file of lines that libedit could read as well: a first line that says so, then one entry a line, with
/// spaces, line ends, other control characters and backslashes as octal numbers.
///
/// Several processes append to it at once and lose nothing: each record is one write under a lock, and who
/// has waited for the lock looks whether the file is still the one of that name.
struct HistoryFile {
  /// Why a file is not used.
  enum Fault: Error, Equatable {
    case link, foreign, notAFile
    case system(Int32)

    /// The end of a sentence that begins with the file's name.
    var text: String {
      switch self {
      case .link: "is a link"
      case .foreign: "belongs to somebody else"
      case .notAFile: "is not a file"
      case .system(let number): "can't be used: \(unsafe String(cString: strerror(number)))"
      }
    }
  }

  /// The first line.
  static let header = "_HiStOrY_V2_"
  /// Of a file that has grown beyond this, only the end is read.
  static let byteLimit = 8 << 20
  /// A longer entry stays in memory alone.
  static let entryLimit = 64 << 10

  let path: String

  /// The entries, from the oldest to the newest; none where there is no file yet.
  ///
  /// A file with many more than `limit` is cut down to the newest.
  func load(limit: Int) throws(Fault) -> [String] {
    guard let descriptor = try open(O_RDONLY) else { return [] }
    defer { close(descriptor) }
    let (entries, isCut) = try read(descriptor)
    let kept = Array(entries.suffix(limit))
    if isCut || entries.count > limit + limit / 10 { trim(limit) }
    return kept
  }

  /// Adds an entry behind those of all processes.
  func append(_ entry: String) throws(Fault) {
    makeFolder()
    while true {
      guard let descriptor = try open(O_WRONLY | O_APPEND | O_CREAT) else { throw .system(ENOENT) }
      defer { close(descriptor) }
      guard flock(descriptor, LOCK_EX) == 0 else { throw .system(errno) }
      // Whoever had the lock before may have put a trimmed file in the place of this one.
      guard isCurrent(descriptor) else { continue }
      if fchmod(descriptor, 0o600) != 0 { throw .system(errno) }
      var status = stat()
      unsafe fstat(descriptor, &status)
      let header = status.st_size == 0 ? HistoryFile.header + "\n" : ""
      guard Descriptor.write(descriptor, Array((header + HistoryFile.encoded(entry) + "\n").utf8)) else {
        let number = errno
        // On a full disk a part may have been written, which the next entry would go on from.
        ftruncate(descriptor, status.st_size)
        throw .system(number)
      }
      return
    }
  }

  // MARK: Reading and trimming

  /// Nil where there is no file.
  private func open(_ flags: Int32) throws(Fault) -> Int32? {
    let descriptor = unsafe Glibc.open(path, flags | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK, 0o600)
    guard descriptor >= 0 else {
      if errno == ENOENT, flags & O_CREAT == 0 { return nil }
      throw errno == ELOOP ? .link : .system(errno)
    }
    var status = stat()
    let fault: Fault?
    if unsafe fstat(descriptor, &status) != 0 {
      fault = .system(errno)
    } else if status.st_mode & S_IFMT != S_IFREG {
      fault = .notAFile
    } else {
      fault = status.st_uid == geteuid() ? nil : .foreign
    }
    if let fault {
      close(descriptor)
      throw fault
    }
    return descriptor
  }

  private func read(_ descriptor: Int32) throws(Fault) -> (entries: [String], isCut: Bool) {
    var status = stat()
    unsafe fstat(descriptor, &status)
    let isCut = status.st_size > HistoryFile.byteLimit
    if isCut { lseek(descriptor, -HistoryFile.byteLimit, SEEK_END) }
    var bytes: [UInt8] = []
    while bytes.count < HistoryFile.byteLimit {
      guard let more = Descriptor.read(descriptor, limit: 1 << 16) else { throw .system(errno) }
      if more.isEmpty { break }
      bytes += more
    }
    var lines = bytes.split(separator: 0x0A)[...]
    if isCut || lines.first.map({ String(decoding: $0, as: UTF8.self) }) == HistoryFile.header {
      lines = lines.dropFirst()
    }
    return (lines.map { HistoryFile.decoded($0) }, isCut)
  }

  /// Puts a file with the newest entries in the place of this one; where that fails, all stays as it is.
  private func trim(_ limit: Int) {
    guard let old = try? open(O_RDONLY) else { return }
    defer { close(old) }
    guard flock(old, LOCK_EX) == 0, isCurrent(old), let (entries, _) = try? read(old) else { return }
    let temporary = path + ".\(getpid())"
    let new = unsafe Glibc.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard new >= 0 else { return }
    defer { close(new) }
    let lines = [HistoryFile.header] + entries.suffix(limit).map(HistoryFile.encoded)
    let isWritten =
      Descriptor.write(new, Array((lines.joined(separator: "\n") + "\n").utf8)) && fsync(new) == 0
    if unsafe !isWritten || rename(temporary, path) != 0 { unsafe unlink(temporary) }
  }

  /// Whether the file of this name is still the one that is open.
  private func isCurrent(_ descriptor: Int32) -> Bool {
    var opened = stat()
    var named = stat()
    return unsafe fstat(descriptor, &opened) == 0 && lstat(path, &named) == 0 && opened.st_ino == named.st_ino
      && opened.st_dev == named.st_dev
  }

  /// Makes the folders that are missing, for their owner alone.
  private func makeFolder() {
    var end = path.startIndex
    while let slash = path[end...].dropFirst().firstIndex(of: "/") {
      end = slash
      unsafe mkdir(String(path[..<slash]), 0o700)
    }
  }

  // MARK: Entries as lines

  /// An entry as one line.
  static func encoded(_ entry: String) -> String {
    var bytes: [UInt8] = []
    for byte in entry.utf8 {
      if byte <= 0x20 || byte == 0x7F || byte == UInt8(ascii: "\\") {
        bytes += [UInt8(ascii: "\\"), 0x30 + (byte >> 6), 0x30 + (byte >> 3 & 7), 0x30 + (byte & 7)]
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The entry of a line, which libedit may have written: then some characters are `\^X`, `\M-x` or `\M^X`.
  static func decoded(_ line: some Sequence<UInt8>) -> String {
    let line = Array(line)
    var bytes: [UInt8] = []
    var index = 0
    while index < line.count {
      let rest = line[index...]
      if rest.first != UInt8(ascii: "\\") || rest.count < 2 {
        bytes.append(line[index])
        index += 1
      } else if rest.count > 3, rest.dropFirst().prefix(3).allSatisfy({ (0x30...0x37).contains($0) }) {
        let digits = rest.dropFirst().prefix(3).map { Int($0 - 0x30) }
        bytes.append(UInt8(truncatingIfNeeded: digits[0] << 6 | digits[1] << 3 | digits[2]))
        index += 4
      } else if rest.count > 2, line[index + 1] == UInt8(ascii: "^") {
        bytes.append(control(line[index + 2]))
        index += 3
      } else if rest.count > 3, line[index + 1] == UInt8(ascii: "M"), line[index + 2] == UInt8(ascii: "-") {
        bytes.append(line[index + 3] | 0x80)
        index += 4
      } else if rest.count > 3, line[index + 1] == UInt8(ascii: "M"), line[index + 2] == UInt8(ascii: "^") {
        bytes.append(control(line[index + 3]) | 0x80)
        index += 4
      } else {
        bytes.append(line[index + 1])
        index += 2
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func control(_ byte: UInt8) -> UInt8 { byte == UInt8(ascii: "?") ? 0x7F : byte & 0x1F }
}
