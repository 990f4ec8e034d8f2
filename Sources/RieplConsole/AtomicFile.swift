internal import CPlatform
internal import Glibc

/// A file that is written so that at any moment the old one is there or the new one, and never a part of either.
///
/// What is written has no name until it is whole, where the file system can do that; else it stands beside the file
/// under another name. A link is never followed and never replaced.
final class AtomicFile: ByteOutput {
  /// Why a file was not written.
  enum Fault: Error {
    /// There is one of that name already.
    case exists
    /// The name leads to something that is no plain file, such as a link.
    case notPlain
    /// The system's number.
    case system(Int32)

    /// In words, for a message.
    var reason: String {
      switch self {
      case .exists: return "it is there already"
      case .notPlain: return "it is not a plain file"
      case .system(let code):
        switch code {
        case ENOENT: return "there is no such folder"
        case EACCES, EPERM, EROFS: return "you may not write there"
        case ENOSPC, EDQUOT: return "the disk is full"
        default: return unsafe String(cString: strerror(code)).lowercased()
        }
      }
    }
  }

  private let path: String
  /// The name under which the file stands until it is whole; empty where it has none.
  private var beside: String
  private let replaces: Bool
  private let descriptor: Int32
  private let output: FileOutput
  private var isOpen = true

  /// Starts on a file.
  ///
  /// - Parameters:
  ///   - replaces: Whether an older file may go.
  ///   - newMode: The rights of a file that was not there before.
  init(_ path: String, replaces: Bool, mode newMode: mode_t = 0o666) throws(Fault) {
    self.path = path
    self.replaces = replaces
    var mode = newMode
    var status = stat()
    let isThere = unsafe lstat(path, &status) == 0
    if isThere {
      guard status.st_mode & S_IFMT == S_IFREG else { throw .notPlain }
      guard replaces else { throw .exists }
      mode = status.st_mode & 0o777
    }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let name = path.dropFirst(folder.count)
    guard !name.isEmpty else { throw .system(path.isEmpty ? ENOENT : EISDIR) }
    let part = "\(folder).\(name).\(getpid()).part"
    let unnamed = unsafe riepl_open_unnamed(folder.isEmpty ? "." : folder, mode)
    beside = part
    if unnamed >= 0 {
      descriptor = unnamed
      isNamed = false
    } else {
      descriptor = unsafe open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
      guard descriptor >= 0 else { throw .system(errno) }
      isNamed = true
    }
    // The one that takes the place of another has its rights.
    if isThere { fchmod(descriptor, mode) }
    output = FileOutput(descriptor: descriptor)
  }

  private var isNamed: Bool

  deinit { abandon() }

  func write(_ bytes: [UInt8]) throws(OutputFault) { try output.write(bytes) }

  func flush() throws(OutputFault) { try output.flush() }

  /// Puts the file in its place.
  func commit() throws(Fault) {
    do throws(OutputFault) {
      try output.flush()
    } catch {
      throw .system(error.code)
    }
    if fsync(descriptor) != 0 { throw .system(errno) }
    if replaces { try replace() } else { try appear() }
    abandon()
  }

  private func replace() throws(Fault) {
    if !isNamed {
      guard unsafe riepl_link_unnamed(descriptor, beside) == 0 else { throw .system(errno) }
      isNamed = true
    }
    // Nobody may have put a link there in the meantime.
    var status = stat()
    if unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG { throw .notPlain }
    guard unsafe rename(beside, path) == 0 else { throw .system(errno) }
    isNamed = false
  }

  /// A name is made that fails if somebody was quicker.
  private func appear() throws(Fault) {
    let result = unsafe isNamed ? link(beside, path) : riepl_link_unnamed(descriptor, path)
    guard result == 0 else { throw errno == EEXIST ? .exists : .system(errno) }
  }

  /// Forgets what was written, unless it is in its place already.
  func abandon() {
    guard isOpen else { return }
    isOpen = false
    if isNamed { unsafe unlink(beside) }
    close(descriptor)
  }

  /// Writes a whole file.
  static func write(_ bytes: [UInt8], to path: String, replaces: Bool, mode: mode_t = 0o666) throws(Fault) {
    let file = try AtomicFile(path, replaces: replaces, mode: mode)
    do throws(OutputFault) {
      try file.write(bytes)
    } catch {
      throw .system(error.code)
    }
    try file.commit()
  }
}
