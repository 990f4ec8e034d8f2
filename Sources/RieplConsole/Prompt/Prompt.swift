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
  /// The lessons that go on, if any.
  private var tutor: Tutor?
  /// The words behind a `learn` that has not begun yet.
  private var lessonsWanted: String?
  /// What was last said about the history.
  private var warning: String?

  private init(_ session: Session, _ output: FileOutput, _ errors: FileOutput, keepsHistory: Bool) {
    self.session = session
    self.output = output
    self.errors = errors
    var path: String?
    if keepsHistory { (path, warning) = Prompt.historyPath() }
    var terminal = Terminal.standard()
    terminal.hasColour = session.settings.colours
    editor = LineEditor(program: "riepl", terminal: terminal, history: History(path: path))
  }

  /// Talks until `quit`, Ctrl-D or a signal; gives the signal that ended it, if any.
  static func run(
    _ session: Session, _ output: FileOutput, _ errors: FileOutput, keepsHistory: Bool, lessons: String? = nil
  ) throws(OutputFault) -> Int32? {
    let prompt = Prompt(session, output, errors, keepsHistory: keepsHistory)
    prompt.lessonsWanted = lessons
    session.startLessons = { [unowned prompt] words in prompt.lessonsWanted = words }
    return try prompt.talk()
  }

  private func talk() throws(OutputFault) -> Int32? {
    if let warning { try warn(warning) }
    try warnOfHistory()
    let editor = editor
    session.typedLines = { editor.history.entries }
    session.window = { editor.terminal.size }
    session.typedIndent = editor.mode == .full ? DisplayWidth.width(of: prompt.text) : nil
    // What is no answer has no place in a file.
    if editor.mode != .unedited { try (session.settings.isTerminal ? output : errors).write(welcome()) }
    try runInitFile()
    editor.hooks = PromptHooks.hooks(session, editor.history)
    while !session.hasQuit {
      try beginLessons()
      try output.flush()
      try errors.flush()
      switch editor.readLine(prompt: prompt, continuation: StyledText("  ...> ", .grey)) {
      case .line(let text):
        try warnOfHistory()
        try answer(text)
      case .interrupted: continue
      case .endOfInput:
        guard let tutor else { return nil }
        try tutor.leave()
        endLessons()
      case .terminated(let signal): return signal
      }
    }
    return nil
  }

  private var prompt: StyledText {
    guard let tutor else { return StyledText(.init("riepl>", .bold + .cyan), .init(" ")) }
    return StyledText(.init(tutor.promptText, .bold + .green), .init(" "))
  }

  // MARK: Lessons

  /// Begins the lessons that were asked for, or says why that can't be.
  private func beginLessons() throws(OutputFault) {
    guard let words = lessonsWanted else { return }
    lessonsWanted = nil
    guard let (course, number) = try session.course(words) else { return }
    let isSandboxed = session.permissions.isSandboxed
    let folder = isSandboxed ? nil : Environment.state
    let reason =
      isSandboxed
      ? "in the sandbox nothing is written"
      : folder == nil ? "there is no folder for it" : folder.flatMap(Environment.makeFolder)
    let progress = LessonProgress(folder: reason == nil ? folder : nil, reason: reason)
    let new = Tutor(course, around: session, progress: progress)
    try new.begin(lesson: number)
    tutor = new
    session.typedIndent = editor.mode == .full ? DisplayWidth.width(of: prompt.text) : nil
    hookUp(new)
  }

  /// The editor helps with what the learner's own session knows.
  private func hookUp(_ tutor: Tutor) {
    editor.hooks = PromptHooks.hooks(tutor, editor.history)
  }

  private func endLessons() {
    tutor = nil
    editor.hooks = PromptHooks.hooks(session, editor.history)
  }

  private func answer(_ text: String) throws(OutputFault) {
    let session = tutor?.session ?? session
    let progress = Progress(isShown: editor.mode == .full && isatty(STDERR_FILENO) == 1)
    for stream in [output, errors] { stream.beforeWriting = { progress.hide() } }
    session.progress = progress
    defer {
      session.progress = nil
      progress.hide()
      for stream in [output, errors] { stream.beforeWriting = {} }
    }
    let errorCount = session.errorCount
    let isStopped = try editor.running { (interruption: Interruption) throws(OutputFault) in
      session.permissions.start()
      let permissions = session.permissions
      let isCancelled: @Sendable () -> Bool = {
        progress.tick()
        return interruption.isRequested || permissions.isOutOfTime
      }
      session.setCancellation(isCancelled)
      if let tutor {
        tutor.setCancellation(isCancelled)
        try tutor.take(text)
      } else {
        try session.run(SourceText(text))
      }
      return interruption.isRequested
    }
    if tutor?.isOver == true { endLessons() } else if let tutor { hookUp(tutor) }
    try output.flush()
    // Between two statements there is no question that could say so.
    let isSaid = session.errorCount > errorCount && session.lastDiagnostic?.code == .interrupted
    if isStopped, !isSaid { try say("Stopped.") }
  }

  /// Says once why the history is not kept, or no longer.
  private func warnOfHistory() throws(OutputFault) {
    guard let new = editor.history.warning, new != warning else { return }
    warning = new
    try warn(new)
  }

  private func warn(_ text: String) throws(OutputFault) { try say("riepl: \(text)") }

  private func say(_ text: String) throws(OutputFault) {
    try errors.write(text + "\n")
    try errors.flush()
  }

  /// What this is, three things to try, and where there is more: four lines that fit into the window.
  private func welcome() -> String {
    let dataset = session.workspace.catalog.datasets.first
    let wide = [
      "riepl answers questions about \(dataset?.name ?? "figures"), the \(dataset?.document ?? "data you load").",
      "Try   sum allocation where year = 2009-10     allocation by region top 3",
      "      project efficiency North East           about East Midlands",
      "`learn` begins short lessons, `help` explains, Tab offers words, `quit` leaves.",
    ]
    let narrow = [
      "riepl answers about \(dataset?.name ?? "figures").",
      "Try  sum allocation   about London",
      "     efficiency by region top 3",
      "`learn` and `help` explain, `quit` ends.",
    ]
    let columns = editor.terminal.size.columns
    let fits = wide.allSatisfy { DisplayWidth.width(of: $0) < columns }
    return (fits ? wide : narrow).joined(separator: "\n") + "\n\n"
  }

  // MARK: Files of ours

  /// Where the lines that are typed are kept, or why there is no place for them.
  private static func historyPath() -> (path: String?, warning: String?) {
    guard let folder = Environment.state else {
      return (nil, "The history is not kept: there is no folder for it, as HOME is not set.")
    }
    if let reason = Environment.makeFolder(folder) {
      return (nil, "The history is not kept: \(folder) can't be made: \(reason).")
    }
    return (folder + "/history", nil)
  }

  /// Runs the statements that somebody wants at the start of every conversation.
  private func runInitFile() throws(OutputFault) {
    guard !session.permissions.isSandboxed, let path = Environment.configuration.map({ $0 + "/init.riepl" })
    else { return }
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
