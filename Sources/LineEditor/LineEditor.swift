/// Reads lines from a person: with history, completion, colours, several rows, and pasted text.
///
///     terminal ─► KeyDecoder ─► readKey ─► libedit ─► Command ──► perform ─► text, menu, search, undo …
///       ▲          bytes to      (the      (Engine:   (what                       │
///       │          keys          reader)   key maps)   a key does)                ▼ nothing more to read
///       └───────── Painter ◄──── Layout ◄──── Scene ◄── hooks: highlight, suggest, hint, complete
///                  bytes         rows         all that is to be shown
///
/// libedit is the engine: it knows the key maps of emacs and vi, reads `.editrc`, keeps the text and sets the
/// terminal's modes. It can't colour a line or show anything beside it, so what it draws goes to a sink, and
/// the picture is painted here, whenever its reader is about to wait for a key. Several rows are one text
/// with line ends in it. On a dumb terminal libedit draws; without a terminal, lines are read as they come.
///
/// An editor belongs to the thread that reads lines, and there is one in a process, as libedit keeps static
/// state. Other threads have its ``waker``. While a line is edited the editor owns the terminal and some
/// signals; both are given back before ``readLine(prompt:continuation:)`` returns, and when the process dies
/// in between.
public final class LineEditor {
  /// A text of more characters than this is edited without colours, suggestions, hints and completion.
  public static let liveTextLimit = 20_000

  /// How lines are read.
  public enum Mode: Sendable, Hashable {
    /// With all there is.
    case full
    /// On a terminal that can't move its cursor: no colours, suggestions or rows under the text.
    case dumb
    /// Without a terminal: nothing is edited.
    case unedited
  }

  /// What the program tells about its language.
  public var hooks: Hooks
  /// The terminal that lines are read from.
  public let terminal: Terminal
  /// The lines that were read before.
  public let history: History
  /// For other threads: printing while a line is edited.
  public let waker: Waker

  private(set) var engine: Engine?
  var decoder = KeyDecoder()
  /// Keys that libedit gets before any others.
  var queue: [Int32] = []
  var state = LineState()
  var killRing = KillRing()
  var layout = Layout()
  var painter = Painter()
  /// The columns that the picture on the screen was made for.
  var paintedColumns = 0
  /// Whether the terminal wraps rows anew when its window changes; nil as long as that is not known.
  var reflows: Bool?
  private var plain: PlainReader

  /// An editor for the process's terminal; the name is the one that lines of `.editrc` may begin with.
  public init(
    program: String, terminal: Terminal = .standard(), history: History = History(), hooks: Hooks = Hooks()
  ) {
    self.terminal = terminal
    self.history = history
    self.hooks = hooks
    waker = Waker(output: terminal.output)
    plain = PlainReader(input: terminal.input)
    guard terminal.isInteractive else { return }
    CrashGuard.prepare(terminal)
    engine = Engine(program: program, terminal: terminal, owner: self, history: history.entries)
    Signals.noteInterrupts(writing: waker.writing)
  }

  /// How lines are read.
  public var mode: Mode {
    if engine == nil { return .unedited }
    return terminal.isDumb ? .dumb : .full
  }

  /// Whether the editor paints, and not libedit.
  var isPainting: Bool { mode == .full }

  // MARK: Reading

  /// Reads a text, which may have several rows: the prompts stand before the first and before all others.
  ///
  /// A text that is answered goes into the history.
  public func readLine(prompt: StyledText, continuation: StyledText = "... ") -> ReadOutcome {
    guard let engine else { return plain.read(waker, hooks.continuation) }
    state = LineState()
    state.prompt = prompt
    state.continuationPrompt = continuation
    painter.reset()
    Signals.clearInterrupts()
    waker.begin()
    CrashGuard.arm()
    let signals = Signals.begin()
    if isPainting { terminal.write(freshRow() + "\u{1B}[?2004h") }
    let outcome = isPainting ? paintedLine(engine) : dumbLine(engine)
    if isPainting { terminal.write("\u{1B}[?2004l") }
    Signals.end(signals)
    CrashGuard.disarm()
    for text in waker.end() { terminal.write(text) }
    if case .line(let text) = outcome, history.add(text) { engine.remember(text) }
    return outcome
  }

  private func paintedLine(_ engine: Engine) -> ReadOutcome {
    let text = engine.read()
    // A key that a person bound to libedit's own way of ending a line.
    if state.outcome == nil { finish(.line(String(text))) }
    return state.outcome ?? .endOfInput
  }

  /// On a dumb terminal every row is a line of libedit's.
  private func dumbLine(_ engine: Engine) -> ReadOutcome {
    var whole = ""
    engine.setPrompt(state.prompt.text)
    while true {
      var row = engine.read()
      if let outcome = state.outcome { return outcome }
      if row.last == "\n" { row.removeLast() }
      whole += String(row)
      guard hooks.continuation(whole) != nil else { return .line(whole) }
      whole += "\n"
      engine.setPrompt(state.continuationPrompt.text)
    }
  }

  /// What leads to the start of a row, with a mark where the output before did not end its last one.
  ///
  /// A mark and as many spaces as fill the row: where it was empty, that ends in the same row, which the
  /// prompt paints over; otherwise in the next.
  private func freshRow() -> String {
    let mark = terminal.hasUnicode ? "⏎" : "%"
    let style = terminal.hasColour ? "90" : "7"
    return "\u{1B}[\(style)m\(mark)\u{1B}[0m" + String(repeating: " ", count: terminal.size.columns - 1)
      + "\r"
  }

  /// Ends the line: shows all of it, without anything under it.
  func finish(_ outcome: ReadOutcome, echo: String = "") {
    guard state.outcome == nil else { return }
    state.menu = nil
    state.search = nil
    if isPainting { paint(isLast: true) }
    terminal.write(echo + "\r\n")
    state.outcome = outcome
  }

  // MARK: Working

  /// Does work that Ctrl-C can stop: it asks the interruption often, at least every 100 milliseconds.
  ///
  /// Ctrl-C counts from the end of the last line on, and no longer once the work is done.
  public func running<Result, Failure: Error>(
    _ work: (Interruption) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    Signals.noteInterrupts(writing: waker.writing)
    defer { Signals.clearInterrupts() }
    return try work(Interruption())
  }
}
