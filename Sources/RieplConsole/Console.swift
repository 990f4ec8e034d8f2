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
    } else if isatty(STDIN_FILENO) == 1 {
      let signal = try Prompt.run(session, output, errors, keepsHistory: invocation.keepsHistory)
      try session.finish()
      return signal.map { 128 + $0 } ?? ExitStatus.success
    } else {
      guard try runFile(nil, session, errors) else {
        return Interrupts.isPending ? ExitStatus.interrupted : ExitStatus.failure
      }
    }
    try session.finish()
    if Interrupts.isPending { return ExitStatus.interrupted }
    if session.hasFailedOutput { return ExitStatus.outputFailed }
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
      // A long script that saves nothing need not be kept in memory a second time.
      session.keepsStatements = String(decoding: bytes, as: UTF8.self).contains("save")
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
    settings.hasColours = usesColour(invocation.colour, STDOUT_FILENO)
    settings.coloursErrors = usesColour(invocation.colour, STDERR_FILENO)
    if settings.isTerminal {
      if !Environment.hasUTF8 { settings.chartCharacters = .ascii }
      var size = winsize()
      if unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
        settings.terminalWidth = Int(size.ws_col)
      }
    }
    return settings
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
