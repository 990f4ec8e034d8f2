internal import RieplData
public import RieplEngine
internal import RieplPresentation
public import RieplSyntax

/// One conversation: statements in, answers and errors out. The prompt and a script use the same.
public final class Session {
  /// The data, and what earlier statements leave for later ones.
  public internal(set) var workspace: Workspace
  /// How the answers to the statements that follow are printed.
  public var settings: Settings
  let output: any ByteOutput
  let errors: any ByteOutput
  /// How many statements had an error.
  public private(set) var errorCount = 0
  /// The error of the last statement that had one.
  public private(set) var lastDiagnostic: Diagnostic?
  /// Whether `quit` was said.
  public private(set) var hasQuit = false
  /// Whether answers are members of one JSON list.
  private let isList: Bool
  var answersWritten = 0
  /// The page that answers are written to, in the form of HTML.
  var report = HTMLReport()
  private var lastWasBlock = false
  /// The bytes of an answer of one line, kept for the next one.
  private var line: [UInt8] = []
  /// A statement that worked, as it is saved, and the name that it gave.
  struct Worked {
    let text: String
    let name: String?
  }

  /// Whether statements that worked are kept for `save`.
  public var keepsStatements = true
  var worked: [Worked] = []
  /// Files that this session has written, which it may write again.
  var savedFiles: Set<String> = []
  /// The scripts that run inside one another.
  var scripts: [(identity: String, name: String)] = []
  /// Whether a file could not be written.
  public internal(set) var hasFailedOutput = false
  /// How many checks were made.
  public internal(set) var checkCount = 0
  /// How many checks failed.
  public internal(set) var failedCheckCount = 0
  /// What this run was given and may do.
  var permissions = Permissions()
  /// Where columns are kept for the next time; nil for nowhere.
  var store: KeptStore?
  /// The values of inputs that the command line gave, by the folded name.
  var inputs: [String: String] = [:]
  /// Asks somebody for an input, again where it could not be as `problem` says; nil for its default.
  var askForInput: (_ input: ScriptInput, _ problem: String?) -> String? = { _, _ in nil }
  /// Notes whose texts stand in the report.
  var knownNotes = BitSet()
  private var statementCount = 0
  /// The end of the time that was said to be over last.
  private var endedTime: Int?
  private let counted: CountedOutput
  /// The lines that were typed, the oldest first; for `history`.
  public var typedLines: () -> [String] = { [] }
  /// The columns in front of what is typed at the prompt, as long as that stands right above.
  public var typedIndent: Int?
  /// The size of the window, where there is one that may change.
  public var window: () -> (columns: Int, rows: Int)? = { nil }
  private var lineNumbers = LineCounter()
  /// Begins lessons with the words behind `learn`; nil where there is no prompt for them.
  var startLessons: ((_ words: String) -> Void)?
  /// Told what each statement came to, before it is shown.
  var observe: (Reply.Item) -> Void = { _ in }

  /// A session over a catalogue.
  ///
  /// - Parameter isList: Whether JSON answers are put in one list; else the first stands alone.
  public init(
    catalog: Catalog, settings: Settings, output: any ByteOutput, errors: any ByteOutput, isList: Bool = true,
    limits: Limits = Limits()
  ) {
    workspace = Workspace(catalog: catalog, limits: limits)
    self.settings = settings
    counted = CountedOutput(output)
    self.output = counted
    self.errors = errors
    self.isList = isList
  }

  /// Shows how far a file is read; nil where nobody looks.
  var progress: Progress?

  /// What stops a question that is being worked out.
  public func setCancellation(_ isCancelled: @escaping @Sendable () -> Bool) {
    workspace.isCancelled = isCancelled
  }

  // MARK: Running

  /// Runs all statements of a text; an error does not stop those behind it.
  public func run(_ source: SourceText) throws(OutputFault) {
    do throws(Diagnostic) {
      try workspace.read(source)
    } catch {
      try report(error, source)
      return
    }
    while !hasQuit {
      statementCount &+= 1
      if workspace.isCancelled() || statementCount > workspace.limits.steps
        || counted.count > workspace.limits.outputBytes
      {
        return try stop(source)
      }
      workspace.prefersPlainFigures = isPlain
      let next: Outcome?
      let start = settings.showsTime ? MonotonicClock.now : 0
      do throws(Diagnostic) {
        next = try workspace.next()
      } catch {
        let place = workspace.followUpSource ?? source
        if error.code == .interrupted, permissions.isOutOfTime {
          try endTime(error.range, place)
          break
        }
        try report(error, place)
        if error.code == .interrupted { break }
        continue
      }
      guard let next else { break }
      observe(.outcome(next))
      if keepsStatements { remember(next) }
      try show(next, source)
      if settings.showsTime { try showTime(since: start) }
    }
  }

  /// Ends a run that was stopped, or that has come to one of its bounds.
  private func stop(_ source: SourceText) throws(OutputFault) {
    let limits = workspace.limits
    let place = SourceRange(0, 0)
    let limit: Diagnostic? =
      if statementCount > limits.steps {
        Diagnostic(.tooManySteps, place, ["limit": "\(limits.steps)"])
      } else if counted.count > limits.outputBytes {
        Diagnostic(.tooMuchOutput, place, ["limit": "\(limits.outputBytes)"])
      } else {
        nil
      }
    guard let limit else { return permissions.isOutOfTime ? try endTime(place, source) : () }
    hasQuit = true
    try report(limit, source)
  }

  /// Says once that the time is over, and ends the run; at a prompt the next line has time again.
  private func endTime(_ range: SourceRange, _ source: SourceText) throws(OutputFault) {
    hasQuit = !permissions.isOfLines
    guard endedTime != permissions.deadline else { return }
    endedTime = permissions.deadline
    try report(permissions.timeout(range), source)
  }

  /// Ends what has to be ended, such as a JSON list.
  public func finish() throws(OutputFault) {
    if settings.format == .json, isList { try output.write(answersWritten == 0 ? "[]\n" : "\n]\n") }
    if settings.format == .html || report.isOpen { try output.write(report.end(workspace.catalog)) }
    try output.flush()
  }

  // MARK: Outcomes

  private func show(_ outcome: Outcome, _ source: SourceText) throws(OutputFault) {
    switch outcome {
    case .nothing: return
    case .run(let file, let range): try runScript(file, range, source)
    case .ask(let input): try take(input, source)
    case .check(let result): try show(result)
    case .heading(let parts): try show(.heading(parts, workspace.catalog))
    case .say(let parts): try show(.sentence(parts, workspace.catalog))
    case .export(let answer, let file, let range): try export(answer, file, range, source)
    case .save(let file, let range): try save(file, range, source)
    case .set(let words, let range): try set(words, range, source)
    case .undone(let name, let text):
      try say(text.map { "\(name) stands for \($0) again" } ?? "\(name) stands for nothing any more")
    case .history: try showHistory()
    case .quit: hasQuit = true
    case .answer(let answer): try show(answer)
    case .figure(let figure): try show(figure)
    case .worked(let explanation, let working): try show(explanation, working)
    case .schema: try showSchema()
    case .whyNot(let missing): try show(missing)
    case .blank(let fills): try show(fills)
    case .defined(let name, let text, let replaces):
      guard settings.format == .table, settings.isFull else { return }
      try block([TextLine(.reading, "\(name) \(replaces ? "now stands" : "stands") for \(text)")])
    case .list(let topic): try block(pages.list(topic))
    case .about(let target): try block(pages.about(target))
    case .use(let dataset):
      let own = workspace.catalog.measures.filter { $0.dataset == dataset && $0.sharedName != nil }
      let names = own.compactMap { measure in measure.sharedName.map { "\($0) is \(measure.name)" } }
      let text = "Using \(workspace.catalog.datasets[dataset].name)" + (names.isEmpty ? "" : ": ")
      try block([TextLine(.reading, text + names.joined(separator: ", "))])
    case .learn(let words, let range):
      guard let startLessons else { return try report(Diagnostic(.lessonsNeedPrompt, range), source) }
      startLessons(words)
    case .load(let file, let options, let range): try load(file, options, range)
    case .describe(let words, let range): try describe(words, range)
    case .help(let words):
      if let page = pages.help(words) {
        let isLearn = Session.inputKey(words) == WordTable.spelling(.learn)
        try block(page + (isLearn ? lessonHelp : []))
      } else {
        let close = Closeness.among(Pages.helpTopics, to: words)
        let tree = workspace.parser.tree
        try report(
          Diagnostic(
            .unknownTopic, tree.range, ["name": words, "verb": "explain"],
            suggestions: close.map { "help " + $0 }),
          workspace.parser.source)
      }
    }
  }

  var pages: Pages {
    Pages(
      catalog: workspace.catalog, definitions: workspace.definitions, vocabulary: workspace.parser.vocabulary,
      width: settings.format == .table
        ? width : settings.format == .markdown || settings.format == .html ? 100 : 10_000)
  }

  private func show(_ answer: Answer) throws(OutputFault) {
    switch settings.format {
    case .table:
      if isPlain, let figure = answer.plainFigure { return try show(figure) }
      try block(lines(answer))
    case .csv:
      try writeApart(
        AnswerCSV.text(answer, workspace.catalog, isSafe: settings.isSpreadsheetSafe), by: "\r\n")
    case .tsv:
      try writeApart(AnswerTSV.text(answer, workspace.catalog, isSafe: settings.isSpreadsheetSafe), by: "\n")
    case .json: try writeItem(AnswerJSON.text(answer, workspace.catalog))
    case .jsonl:
      try output.write(AnswerJSON.lines(answer, workspace.catalog, number: answersWritten + 1))
    case .markdown:
      try writeApart(AnswerMarkdown.text(answer, workspace.catalog, isFull: settings.isFull), by: "\n")
    case .html: try output.write(report.answer(answer, workspace.catalog))
    }
    answersWritten += 1
    if settings.isTerminal { try output.flush() }
  }

  /// Whether figures are printed alone, without readings, and not for a screen.
  private var isPlain: Bool { settings.format == .table && !settings.isFull && !settings.isTerminal }

  /// A figure by itself, on one line.
  private func show(_ figure: PlainFigure) throws(OutputFault) {
    Session.set(&line, to: figure, standsApart: lastWasBlock)
    lastWasBlock = false
    try counted.write(line)
    answersWritten += 1
  }

  private static func set(_ line: inout [UInt8], to figure: PlainFigure, standsApart: Bool) {
    line.removeAll(keepingCapacity: true)
    if standsApart { line.append(UInt8(ascii: "\n")) }
    ValueText.append(figure, to: &line)
    line.append(UInt8(ascii: "\n"))
  }

  private func lines(_ answer: Answer) -> [TextLine] {
    AnswerText.lines(
      answer, workspace.catalog, width: width, isFull: settings.isFull, characters: settings.chartCharacters)
  }

  /// The columns that lines may take.
  var width: Int? { settings.fixedWidth ?? window()?.columns ?? settings.terminalWidth }

  /// Writes lines; blocks of several lines stand apart from one another.
  func block(_ lines: [TextLine], standsApart: Bool = false) throws(OutputFault) {
    guard settings.format == .table else { return try page(lines) }
    let isBlock = lines.count > 1 || settings.isFull || standsApart
    var text = ""
    if answersWritten > 0 || lastWasBlock, isBlock || lastWasBlock, !settings.isTerminal { text += "\n" }
    if settings.isTerminal { lastWasBlock = false }
    for line in lines { text += LineColours.text(line, colours: settings.colours) + "\n" }
    if settings.isTerminal { text += "\n" }
    lastWasBlock = isBlock
    if settings.usesPager, !permissions.isSandboxed, let window = window(), lines.count + 2 > window.rows {
      try output.flush()
      if Pager.show(text) { return }
    }
    try output.write(text)
  }

  /// A page of words in the other forms: its lines as a column, as a list, or in a block.
  private func page(_ lines: [TextLine]) throws(OutputFault) {
    let texts = lines.map(\.text)
    switch settings.format {
    case .table: return
    case .csv: try writeApart(PageText.csv(texts, isSafe: settings.isSpreadsheetSafe), by: "\r\n")
    case .tsv: try writeApart(PageText.tsv(texts, isSafe: settings.isSpreadsheetSafe), by: "\n")
    case .json: try writeItem(PageText.json(texts))
    case .jsonl: try output.write(PageText.jsonLines(texts))
    case .markdown: try writeApart(PageText.markdown(texts), by: "\n")
    case .html: try output.write(report.page(lines))
    }
    answersWritten += 1
  }

  /// Writes what stands apart from what came before.
  func writeApart(_ text: String, by separator: String) throws(OutputFault) {
    try output.write((answersWritten > 0 ? separator : "") + text)
  }

  /// Writes a member of the JSON list, or the only one.
  func writeItem(_ text: String) throws(OutputFault) {
    try output.write(isList ? (answersWritten == 0 ? "[\n" : ",\n") + text : text + "\n")
  }

  /// How long a statement took, printed or not.
  private func showTime(since start: Int) throws(OutputFault) {
    guard start > 0 else { return }
    let microseconds = (MonotonicClock.now - start) / 1000
    let text =
      microseconds < 10_000
      ? "\(microseconds) µs"
      : microseconds < 10_000_000 ? "\(microseconds / 1000) ms" : "\(microseconds / 1_000_000) s"
    try output.flush()
    try errors.write("took \(text)\n")
    try errors.flush()
  }

  // MARK: Errors

  /// Whether a source is the line that was typed last, whole in one row of the screen.
  private func isOnScreen(_ source: SourceText) -> Bool {
    guard let typedIndent, source.name == nil, workspace.followUpSource == nil, scripts.isEmpty,
      let columns = window()?.columns
    else { return false }
    let text = String(decoding: source.bytes, as: UTF8.self)
    return !text.contains("\n") && typedIndent + DisplayWidth.width(of: text) < columns
  }

  func report(_ diagnostic: Diagnostic, _ source: SourceText) throws(OutputFault) {
    errorCount += 1
    lastDiagnostic = diagnostic
    observe(.error(diagnostic))
    try output.flush()
    var lines = DiagnosticRenderer.render(
      diagnostic, in: source, line: lineNumbers.number(at: Int(diagnostic.range.start), in: source),
      typedIndent: isOnScreen(source) ? typedIndent : nil, width: DisplayWidth.width(of:))
    // The message is broken between words, the line of the source stays as it is.
    let width = settings.errorWidth.map { window()?.columns ?? $0 }
    let message = TextLine.wrapped(.text, lines.removeLast(), width: width).map(\.text)
    try errors.write(LineColours.error(lines, message, colours: settings.coloursErrors) + "\n")
    try errors.flush()
  }
}
