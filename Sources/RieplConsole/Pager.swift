internal import Glibc

/// Shows a text that is taller than the window page by page, through another program.
enum Pager {
  /// The program and its arguments: of `RIEPL_PAGER`, else of `PAGER`, else `less -FRX`. Nil where nobody wants one.
  ///
  /// It is started by itself and never through a shell.
  static var command: [String]? {
    let own = unsafe getenv("RIEPL_PAGER").map { unsafe String(cString: $0) }
    let words = (own ?? Environment.variable("PAGER") ?? "less -FRX").split(separator: " ").map(String.init)
    return words.isEmpty || words == ["cat"] ? nil : words
  }

  /// Shows a text; false where that could not be done, so that it has to be printed.
  static func show(_ text: String) -> Bool {
    guard let command else { return false }
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { return false }
    _ = fcntl(ends[1], F_SETFD, FD_CLOEXEC)
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO)
    unsafe posix_spawn_file_actions_addclose(&actions, ends[0])
    var arguments: [UnsafeMutablePointer<CChar>?] = unsafe command.map { unsafe strdup($0) } + [nil]
    defer { unsafe arguments.forEach { unsafe free($0) } }
    var process = pid_t()
    let result = unsafe posix_spawnp(&process, command[0], &actions, nil, &arguments, environ)
    close(ends[0])
    guard result == 0 else {
      close(ends[1])
      return false
    }
    // A pager that is left early closes the pipe, which is no error.
    let output = FileOutput(descriptor: ends[1])
    do throws(OutputFault) {
      try output.write(text)
      try output.flush()
    } catch {}
    close(ends[1])
    // Ctrl-C is the pager's while it runs.
    let before = signal(SIGINT, SIG_IGN)
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
    signal(SIGINT, before)
    // 127 is what a program that could not be started leaves behind.
    return status >> 8 & 0xFF != 127
  }
}
