internal import Glibc

/// Writing a file so that at any moment the old one is there or the new one, and never a part of either.
enum AtomicFile {
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

  /// Writes a whole file: first beside it, under another name, then in its place.
  ///
  /// - Parameter replaces: Whether an older file may go; a link is never followed and never replaced.
  static func write(_ bytes: [UInt8], to path: String, replaces: Bool) throws(Fault) {
    var mode: mode_t = 0o666
    var status = stat()
    if unsafe lstat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFREG else { throw .notPlain }
      guard replaces else { throw .exists }
      mode = status.st_mode & 0o777
    }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let name = path.dropFirst(folder.count)
    let beside = "\(folder).\(name).\(getpid()).part"
    let descriptor = unsafe open(beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw .system(errno) }
    do throws(Fault) {
      defer { close(descriptor) }
      try writeAll(bytes, descriptor)
      if fsync(descriptor) != 0 { throw .system(errno) }
    } catch {
      unsafe unlink(beside)
      throw error
    }
    // Where nothing may be replaced, a second name is made, which fails if somebody was quicker.
    let result = unsafe replaces ? rename(beside, path) : link(beside, path)
    let code = errno
    if !replaces || result != 0 { unsafe unlink(beside) }
    if result != 0 { throw code == EEXIST ? .exists : .system(code) }
  }

  private static func writeAll(_ bytes: [UInt8], _ descriptor: Int32) throws(Fault) {
    var done = 0
    while done < bytes.count {
      let written = unsafe bytes.withUnsafeBytes { buffer -> Int in
        guard let base = buffer.baseAddress else { return 0 }
        return unsafe Glibc.write(descriptor, base + done, buffer.count - done)
      }
      if written < 0 {
        if errno == EINTR { continue }
        throw .system(errno)
      }
      done += written
    }
  }
}
