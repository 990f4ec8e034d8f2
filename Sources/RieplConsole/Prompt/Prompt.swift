internal import Glibc
internal import LineEditor
internal import RieplData
internal import RieplEngine
internal import RieplPresentation
internal import RieplSyntax

/// A conversation at a terminal: reads statements from the line editor and has the session answer them.
///
/// The editor knows nothing of the language; `PromptHooks` tells it. What is pasted may hold several statements,
/// which are answered in turn.
final class Prompt {
  private let session: Session
  private let output: FileOutput
  private let errors: FileOutput
  private let editor: LineEditor

  private init(_ session: Session, _ output: FileOutput, _ errors: FileOutput, keepsHistory: Bool) {
    self.session = session
    self.output = output
    self.errors = errors
    let path = keepsHistory ? Prompt.historyPath() : nil
    var terminal = Terminal.standard()
    terminal.hasColour = session.settings.colours
    editor = LineEditor(program: "riepl", terminal: terminal, history: History(path: path))
  }

  /// Talks until `quit`, Ctrl-D or a signal; gives the signal that ended it, if any.
  static func run(
    _ session: Session, _ output: FileOutput, _ errors: FileOutput, keepsHistory: Bool
  ) throws(OutputFault) -> Int32? {
    let prompt = Prompt(session, output, errors, keepsHistory: keepsHistory)
    return try prompt.talk()
  }

  private func talk() throws(OutputFault) -> Int32? {
    if let warning = editor.history.warning { try warn(warning) }
    let editor = editor
    session.typedLines = { editor.history.entries }
    session.window = { editor.terminal.size }
    session.typedIndent = editor.mode == .full ? DisplayWidth.width(of: prompt.text) : nil
    if editor.mode != .unedited { try output.write(welcome()) }
    try runInitFile()
    editor.hooks = PromptHooks.hooks(session, editor.history)
    while !session.hasQuit {
      try output.flush()
      switch editor.readLine(prompt: prompt, continuation: StyledText("  ...> ", .grey)) {
      case .line(let text): try answer(text)
      case .interrupted: continue
      case .endOfInput: return nil
      case .terminated(let signal): return signal
      }
    }
    return nil
  }

  private var prompt: StyledText { StyledText(.init("riepl>", .bold + .cyan), .init(" ")) }

  private func answer(_ text: String) throws(OutputFault) {
    let session = session
    let progress = Progress(isShown: editor.mode == .full)
    defer { progress.end() }
    try editor.running { (interruption: Interruption) throws(OutputFault) in
      session.setCancellation {
        progress.tick()
        return interruption.isRequested
      }
      try session.run(SourceText(text))
    }
  }

  private func warn(_ text: String) throws(OutputFault) {
    try errors.write("riepl: \(text)\n")
    try errors.flush()
  }

  /// What this is, three things to try, and where there is more.
  private func welcome() -> String {
    let dataset = session.workspace.catalog.datasets.first
    return """
      riepl answers questions about \(dataset?.name ?? "figures"), the \(dataset?.document ?? "data you load").
      Try   sum allocation where year = 2009-10     allocation by region top 3
            project efficiency North East           about East Midlands
      `help` explains, Tab offers what may come next, `quit` leaves.


      """
  }

  // MARK: Files of ours

  /// Where the lines that are typed are kept; nil where there is no place for them.
  private static func historyPath() -> String? {
    guard let folder = Environment.state, Environment.makeFolder(folder) else { return nil }
    return folder + "/history"
  }

  /// Runs the statements that somebody wants at the start of every conversation.
  private func runInitFile() throws(OutputFault) {
    guard let path = Environment.configuration.map({ $0 + "/init.riepl" }) else { return }
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return }
    // Whoever may write it could make riepl say anything.
    guard status.st_uid == geteuid() || status.st_uid == 0, status.st_mode & 0o022 == 0 else {
      return try warn("\(path) is not run, because others than you may write it.")
    }
    switch SourceFile.contents(path: path, limit: Limits().scriptBytes) {
    case .success(let bytes):
      session.keepsStatements = false
      try session.run(SourceText(name: path, bytes: bytes))
      session.keepsStatements = true
    case .failure(let fault): try warn("\(path) can't be read: \(fault.reason).")
    }
  }
}
