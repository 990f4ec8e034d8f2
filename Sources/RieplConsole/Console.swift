internal import Glibc
internal import LineEditor
internal import RieplData
internal import RieplEngine
internal import RieplPresentation
internal import RieplSyntax

/// Runs what the command line asks for.
public enum Console {
  /// The version of the program.
  public static let version = "0.1.0"

  /// Exit statuses, as the manual lists them.
  public enum ExitStatus {
    /// All statements worked, or the reader of the output has gone away, as `head` does.
    public static let success: Int32 = 0
    /// A statement had an error, or a script or the data could not be read.
    public static let failure: Int32 = 1
    /// The command line was wrong.
    public static let usage: Int32 = 2
    /// The output could not be written, such as to a full disk.
    public static let outputFailed: Int32 = 74
    /// Ctrl-C stopped it; a signal that ends the program gives 128 and its number.
    public static let interrupted: Int32 = 130
  }

  /// Runs and gives the exit status.
  public static func run(_ invocation: Invocation) -> Int32 {
    Interrupts.install()
    StackLimit.raise()
    let output = FileOutput(descriptor: STDOUT_FILENO)
    let errors = FileOutput(descriptor: STDERR_FILENO)
    output.isInterruptible = !isPrompt(invocation)
    do throws(OutputFault) {
      return try run(invocation, output, errors)
    } catch {
      if error.isInterruption { return outOfTime(invocation, errors) }
      return failed(error, errors)
    }
  }

  /// Whether somebody at a terminal is asked for statements.
  private static func isPrompt(_ invocation: Invocation) -> Bool {
    invocation.file == nil && invocation.statements.isEmpty && isatty(STDIN_FILENO) == 1
      && invocation.output == nil
  }

  /// The status where a script or data could not be read.
  private static func unread(_ invocation: Invocation, _ errors: FileOutput) -> Int32 {
    Interrupts.endsWaiting ? outOfTime(invocation, errors) : ExitStatus.failure
  }

  /// The status where the run was stopped while it waited for somebody to read or to write; says it of its time.
  private static func outOfTime(_ invocation: Invocation, _ errors: FileOutput) -> Int32 {
    guard Interrupts.isTimeUp, !Interrupts.isPending else { return ExitStatus.interrupted }
    var permissions = Permissions()
    permissions.seconds = invocation.timeout ?? 0
    do throws(OutputFault) {
      return try complain(
        DiagnosticRenderer.message(permissions.timeout(SourceRange(0, 0))), errors, ExitStatus.failure)
    } catch {
      return ExitStatus.failure
    }
  }

  /// The status where output could not be written: a reader that has gone away, as `head` does, is no failure.
  private static func failed(_ fault: OutputFault, _ errors: FileOutput) -> Int32 {
    if fault.isClosedPipe { return ExitStatus.success }
    do throws(OutputFault) {
      try errors.write("riepl: the output could not be written: \(fault.reason)\n")
      try errors.flush()
    } catch {
      return ExitStatus.outputFailed
    }
    return ExitStatus.outputFailed
  }

  private static func run(_ invocation: Invocation, _ output: FileOutput, _ errors: FileOutput)
    throws(OutputFault) -> Int32
  {
    var catalog = Catalog()
    do throws(DatasetFault) {
      try EmbeddedDatasets.load(into: &catalog)
    } catch {
      try errors.write("riepl: \(error)\n")
      try errors.flush()
      return ExitStatus.failure
    }
    if invocation.showsVersion {
      let data = catalog.datasets.map { "\($0.name), edition \($0.edition)" }.joined(separator: "; ")
      try output.write("riepl \(version), with \(data)\n")
      try output.flush()
      return ExitStatus.success
    }
    if let status = try ScriptTools.run(invocation, catalog, output, errors) { return status }
    return try runStatements(invocation, catalog, output, errors)
  }

  /// Runs statements, a script or a prompt.
  private static func runStatements(
    _ invocation: Invocation, _ catalog: Catalog, _ output: FileOutput, _ errors: FileOutput
  ) throws(OutputFault) -> Int32 {
    var limits = Limits()
    for limit in invocation.limits { _ = LimitTable.apply(limit, to: &limits) }
    if let bytes = invocation.memory { OwnMemory.setLimit(bytes, ProcessMemory()) }
    let file: AtomicFile?
    do throws(AtomicFile.Fault) {
      file =
        if let path = invocation.output { try AtomicFile(path, replaces: true) } else { nil }
    } catch {
      return try complain(
        "“\(DiagnosticRenderer.visible(invocation.output ?? ""))” can't be written: \(error.reason).", errors,
        ExitStatus.outputFailed)
    }
    let isSingle = invocation.file == nil && invocation.statements.count == 1
    let session = Session(
      catalog: catalog, settings: settings(invocation), output: file ?? output, errors: errors,
      isList: !isSingle, limits: limits)
    if invocation.sandbox != .off, try !enterSandbox(invocation, session, errors) {
      return ExitStatus.failure
    }
    if !session.permissions.isSandboxed { session.store = Session.keptColumns }
    session.permissions.replacesFiles = invocation.replacesFiles
    for input in invocation.inputs { session.inputs[Session.inputKey(input.name)] = input.value }
    if let seconds = invocation.timeout {
      session.permissions.seconds = seconds
      session.permissions.isOfLines = isPrompt(invocation)
      if !session.permissions.isOfLines {
        session.permissions.start()
        Interrupts.setAlarm(seconds: seconds)
      }
      let permissions = session.permissions
      session.setCancellation { Interrupts.isPending || permissions.isOutOfTime }
    } else {
      session.setCancellation { Interrupts.isPending }
    }
    let status = try run(invocation, session, output, errors)
    guard let file, status != ExitStatus.interrupted else { return status }
    do throws(AtomicFile.Fault) {
      try file.commit()
    } catch {
      return try complain(
        "the output could not be written: \(error.reason).", errors, ExitStatus.outputFailed)
    }
    return status
  }

  private static func run(
    _ invocation: Invocation, _ session: Session, _ output: FileOutput, _ errors: FileOutput
  ) throws(OutputFault) -> Int32 {
    var isRead = false
    let isPlain = unsafe getenv("TERM").map { unsafe String(cString: $0) == "dumb" } ?? true
    if isatty(STDERR_FILENO) == 1, !isPlain { session.progress = Progress(isShown: true) }
    if invocation.data.count == 1, invocation.statements.count == 1, invocation.file == nil {
      isRead = try session.loadKept(file: invocation.data[0])
      if !isRead { isRead = session.load(file: invocation.data[0], for: invocation.statements[0]) }
    }
    for file in invocation.data where !isRead {
      guard try session.load(file: file) else {
        try session.finish()
        return unread(invocation, errors)
      }
    }
    if !invocation.statements.isEmpty {
      session.keepsStatements = invocation.statements.contains {
        Console.hasLine(startingWith: ["save", "run"], in: Array($0.utf8))
      }
      for statement in invocation.statements where !session.hasQuit { try session.run(SourceText(statement)) }
    } else if let file = invocation.file {
      if isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 {
        session.askForInput = InputQuestions(errors).ask
      }
      guard try runFile(file, session, errors) else {
        try session.finish()
        return unread(invocation, errors)
      }
    } else if isPrompt(invocation) {
      let keepsHistory = invocation.keepsHistory && !session.permissions.isSandboxed
      var lessons: String?
      if case .learn(let file, _) = invocation.task { lessons = file.map { "\"\($0)\"" } ?? "" }
      let signal = try Prompt.run(session, output, errors, keepsHistory: keepsHistory, lessons: lessons)
      try session.finish()
      return signal.map { 128 + $0 } ?? ExitStatus.success
    } else {
      guard try runFile(nil, session, errors) else {
        return unread(invocation, errors)
      }
    }
    try session.finish()
    if let failed = session.failedChecks { _ = try complain("\(failed).", errors, ExitStatus.failure) }
    if Interrupts.isPending { return ExitStatus.interrupted }
    if session.hasFailedOutput { return ExitStatus.outputFailed }
    return session.errorCount > 0 || session.failedCheckCount > 0 ? ExitStatus.failure : ExitStatus.success
  }

  /// Lets the kernel keep the bounds of the sandbox; false where it must and can't.
  private static func enterSandbox(_ invocation: Invocation, _ session: Session, _ errors: FileOutput)
    throws(OutputFault) -> Bool
  {
    let folder = Sandbox.folder(ofScript: invocation.file)
    session.permissions.sandbox = folder
    let isPrompt = invocation.file == nil && invocation.statements.isEmpty && isatty(STDIN_FILENO) == 1
    let fault = Sandbox.enter([folder] + (isPrompt ? Sandbox.terminals : []))
    guard fault != 0, invocation.sandbox == .enforced else { return true }
    let reason =
      fault == ENOSYS || fault == EOPNOTSUPP
      ? "the kernel has no Landlock, or it is turned off"
      : unsafe String(cString: strerror(fault)).lowercased()
    _ = try complain(
      "the kernel does not keep the sandbox: \(reason). --sandbox=best-effort does without.", errors,
      ExitStatus.failure)
    return false
  }

  /// Writes a line about what went wrong, and passes the status on.
  static func complain(_ message: String, _ errors: FileOutput, _ status: Int32) throws(OutputFault) -> Int32
  {
    try errors.write("riepl: \(message)\n")
    try errors.flush()
    return status
  }

  /// Prints a last message and gives the exit status: that of a wrong command line, where it is an error.
  public static func end(message: String, isError: Bool) -> Int32 {
    Interrupts.install()
    let output = FileOutput(descriptor: isError ? STDERR_FILENO : STDOUT_FILENO)
    do throws(OutputFault) {
      try output.write(message + "\n")
      try output.flush()
    } catch {
      return failed(error, FileOutput(descriptor: STDERR_FILENO))
    }
    return isError ? ExitStatus.usage : ExitStatus.success
  }

  /// Runs a script from a file, or from standard input; false where it can't be read.
  private static func runFile(_ path: String?, _ session: Session, _ errors: FileOutput) throws(OutputFault)
    -> Bool
  {
    let name = path ?? "standard input"
    switch SourceFile.contents(path: path, limit: session.workspace.limits.scriptBytes) {
    case .success(let bytes):
      if let path { session.scripts.append((Session.identity(path), path)) }
      defer { session.scripts.removeAll() }
      // A long script that saves nothing need not be kept in memory a second time.
      session.keepsStatements = Console.hasLine(startingWith: ["save", "run"], in: bytes)
      try session.run(SourceText(name: name, bytes: bytes))
      return true
    case .failure where Interrupts.endsWaiting: return false
    case .failure(let fault):
      try errors.write("riepl: “\(DiagnosticRenderer.visible(name))” can't be read: \(fault.reason).\n")
      try errors.flush()
      return false
    }
  }

  /// Whether a line of a text starts with one of some words of small letters, written in either.
  private static func hasLine(startingWith words: [StaticString], in bytes: [UInt8]) -> Bool {
    let words = words.map { Array($0.description.utf8) }
    var isAtStart = true
    for place in bytes.indices {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        isAtStart = true
        continue
      }
      guard isAtStart else { continue }
      // Space and a byte order mark may stand in front.
      if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte >= 0x80 { continue }
      isAtStart = false
      for word in words where place + word.count <= bytes.count {
        if word.indices.allSatisfy({ bytes[place + $0] | 0x20 == word[$0] }) { return true }
      }
    }
    return false
  }

  private static func settings(_ invocation: Invocation) -> Settings {
    var settings = Settings()
    settings.format = invocation.format
    settings.reading = invocation.reading
    settings.isSpreadsheetSafe = invocation.isSpreadsheetSafe
    settings.isTerminal = isatty(STDOUT_FILENO) == 1 && invocation.output == nil
    settings.hasColours =
      invocation.colour == .always || invocation.output == nil && usesColour(invocation.colour, STDOUT_FILENO)
    settings.coloursErrors = usesColour(invocation.colour, STDERR_FILENO)
    settings.errorWidth = columns(STDERR_FILENO)
    if settings.isTerminal {
      if !Environment.hasUTF8 { settings.chartCharacters = .ascii }
      settings.terminalWidth = columns(STDOUT_FILENO)
    }
    return settings
  }

  /// The columns of a terminal; nil where there is none, or none that says.
  private static func columns(_ descriptor: Int32) -> Int? {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  private static func usesColour(_ mode: ColourMode, _ descriptor: Int32) -> Bool {
    switch mode {
    case .always: return true
    case .never: return false
    case .auto:
      guard isatty(descriptor) == 1, Environment.variable("NO_COLOR") == nil else { return false }
      return !Terminal.standard().isDumb
    }
  }
}
