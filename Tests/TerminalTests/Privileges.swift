import Foundation
import Glibc
import TerminalKit

/// Running a program as somebody who is not root, where the tests are.
enum Setpriv {
  static let path = ["/usr/bin/setpriv", "/bin/setpriv"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  static let isRequired = ProcessInfo.processInfo.environment["RIEPL_REQUIRE_TOOLS"] == "1"

  /// The user `nobody` of Debian.
  private static let user: uid_t = 65534

  /// The words in front of a program; none for who is not root anyway.
  static var command: [String] {
    guard geteuid() == 0, let path else { return [] }
    return [path, "--reuid=\(user)", "--regid=\(user)", "--clear-groups"]
  }

  /// Lets that somebody own a folder with all that is in it.
  static func giveAway(_ folder: TemporaryFolder) throws {
    guard geteuid() == 0 else { return }
    let manager = FileManager.default
    for name in [""] + (manager.subpaths(atPath: folder.path)?.map { "/" + $0 } ?? []) {
      unsafe lchown(folder.path + name, user, user)
    }
  }
}

/// A file system with hardly any room, in a folder of its own.
final class SmallDisk {
  let folder: TemporaryFolder
  private let isMounted: Bool

  /// Whether one can be mounted here: it takes root, and a container may forbid it even then.
  static let isPossible = geteuid() == 0 && (try? SmallDisk()) != nil

  init() throws {
    let folder = try TemporaryFolder()
    self.folder = folder
    isMounted = unsafe mount("tmpfs", folder.path, "tmpfs", 0, "size=64k,mode=700") == 0
    if !isMounted { throw Pty.Failure("no file system can be mounted: \(errno)") }
  }

  /// Leaves no room at all.
  func fill() throws {
    let file = unsafe open(folder.path + "/filler", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    defer { close(file) }
    let bytes = [UInt8](repeating: 0, count: 512)
    while unsafe write(file, bytes, bytes.count) > 0 {}
  }

  deinit { if isMounted { unsafe umount2(folder.path, Int32(MNT_DETACH)) } }
}
