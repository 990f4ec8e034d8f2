import CPlatform
import Glibc

/// Enters the sandbox over a folder and tries what it has to refuse; prints a line for each.
///
/// Usage: sandbox-probe FOLDER FILE-INSIDE FILE-OUTSIDE
@main
struct Probe {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 4 else { exit(2) }
    let folder = unsafe strdup(arguments[1])
    defer { unsafe free(folder) }
    let fault = unsafe withUnsafePointer(to: UnsafePointer(folder)) { unsafe riepl_sandbox($0, 1) }
    guard fault == 0 else {
      print("no sandbox: \(fault)")
      exit(fault == ENOSYS || fault == EOPNOTSUPP ? 3 : 1)
    }
    func isAllowed(_ path: String, _ flags: Int32) -> String {
      let descriptor = unsafe open(path, flags, 0o600)
      if descriptor >= 0 { close(descriptor) }
      return descriptor >= 0 ? "allowed" : "refused"
    }
    print("reading inside: \(isAllowed(arguments[2], O_RDONLY))")
    print("reading outside: \(isAllowed(arguments[3], O_RDONLY))")
    print("writing inside: \(isAllowed(arguments[2], O_WRONLY))")
    print("creating inside: \(isAllowed(arguments[1] + "/new", O_WRONLY | O_CREAT))")
    print("removing inside: \(unsafe unlink(arguments[2]) == 0 ? "allowed" : "refused")")
    print("listing outside: \(isAllowed("/", O_RDONLY | O_DIRECTORY))")
    var child = pid_t()
    var programArguments: [UnsafeMutablePointer<CChar>?] = unsafe [nil]
    let spawned = unsafe posix_spawn(&child, "/bin/true", nil, nil, &programArguments, environ)
    print("another program: \(spawned == 0 ? "allowed" : "refused")")
  }
}
