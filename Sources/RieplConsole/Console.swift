internal import Glibc
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
    /// Ctrl-C stopped it.
    public static let interrupted: Int32 = 130
  }

  /// Runs and gives the exit status.
  public static func run(_ invocation: Invocation) -> Int32 {
    Interrupts.install()
    StackLimit.raise()
    let output = FileOutput(descriptor: STDOUT_FILENO)
    let errors = FileOutput(descriptor: STDERR_FILENO)
    do throws(OutputFault) {
      return try run(invocation, output, errors)
    } catch {
      return failed(error, errors)
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
    let settings = settings(invocation)
    let isSingle = invocation.file == nil && invocation.statements.count == 1
    let session = Session(
      catalog: catalog, settings: settings, output: output, errors: errors, isList: !isSingle)
    session.setCancellation { Interrupts.isPending }
    var isRead = false
    if invocation.data.count == 1, invocation.statements.count == 1, invocation.file == nil {
      isRead = session.load(file: invocation.data[0], for: invocation.statements[0])
    }
    for file in invocation.data where !isRead {
      guard try session.load(file: file) else {
        try session.finish()
        return Interrupts.isPending ? ExitStatus.interrupted : ExitStatus.failure
      }
    }
    if !invocation.statements.isEmpty {
      for statement in invocation.statements where !session.hasQuit { try session.run(SourceText(statement)) }
    } else if let file = invocation.file {
      guard try runFile(file, session, errors) else {
        try session.finish()
        return Interrupts.isPending ? ExitStatus.interrupted : ExitStatus.failure
      }
    } else if isatty(STDIN_FILENO) == 1, settings.isTerminal {
      try prompt(session, output, errors)
    } else {
      guard try runFile(nil, session, errors) else {
        return Interrupts.isPending ? ExitStatus.interrupted : ExitStatus.failure
      }
    }
    try session.finish()
    if Interrupts.isPending { return ExitStatus.interrupted }
    return session.errorCount > 0 ? ExitStatus.failure : ExitStatus.success
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
    switch SourceFile.contents(path: path, limit: Limits().scriptBytes) {
    case .success(let bytes):
      try session.run(SourceText(name: name, bytes: bytes))
      return true
    case .failure where Interrupts.isPending: return false
    case .failure(let fault):
      try errors.write("riepl: “\(DiagnosticRenderer.visible(name))” can't be read: \(fault.reason).\n")
      try errors.flush()
      return false
    }
  }

  private static func settings(_ invocation: Invocation) -> Settings {
    var settings = Settings()
    settings.format = invocation.format
    settings.reading = invocation.reading
    settings.isTerminal = isatty(STDOUT_FILENO) == 1
    settings.colours = usesColour(invocation.colour, STDOUT_FILENO)
    settings.coloursErrors = usesColour(invocation.colour, STDERR_FILENO)
    if settings.isTerminal {
      var size = winsize()
      if unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
        settings.width = Int(size.ws_col)
      }
    }
    return settings
  }

  private static func usesColour(_ mode: ColourMode, _ descriptor: Int32) -> Bool {
    switch mode {
    case .always: return true
    case .never: return false
    case .auto:
      guard isatty(descriptor) == 1, environment("NO_COLOR") == nil else { return false }
      return environment("TERM") != "dumb"
    }
  }

  /// A variable that is set to something.
  private static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
  }

  // MARK: A plain prompt

  /// Reads line by line from a terminal.
  private static func prompt(_ session: Session, _ output: FileOutput, _ errors: FileOutput)
    throws(OutputFault)
  {
    try output.write(welcome(session.workspace.catalog))
    var rest: [UInt8] = []
    while !session.hasQuit {
      try output.write("riepl> ")
      try output.flush()
      guard case .success(let line) = SourceFile.line(&rest, limit: Limits().statementBytes), let line else {
        break
      }
      try session.run(SourceText(bytes: line))
    }
    if !session.hasQuit { try output.write("\n") }
  }

  /// What this is, and three things to try.
  private static func welcome(_ catalog: Catalog) -> String {
    let dataset = catalog.datasets.first
    return """
      riepl asks questions of public-funding figures: \(dataset?.name ?? ""), \(dataset?.document ?? "").
      Try   sum allocation where year = 2009-10
            allocation by region top 3      project efficiency North East
      `help` explains, `list measures` shows what there is, `quit` leaves.


      """
  }
}
