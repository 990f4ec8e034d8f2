public import RieplEngine
internal import RieplPresentation
public import RieplSyntax

/// One conversation: statements in, answers and errors out. The prompt and a script use the same.
public final class Session {
  /// The data, and what earlier statements leave for later ones.
  public internal(set) var workspace: Workspace
  /// How the answers to the statements that follow are printed.
  public var settings: Settings
  private let output: any ByteOutput
  let errors: any ByteOutput
  /// How many statements had an error.
  public private(set) var errorCount = 0
  /// Whether `quit` was said.
  public private(set) var hasQuit = false
  /// Whether answers are members of one JSON list.
  private let isList: Bool
  private var answersWritten = 0
  private var lastWasBlock = false
  /// The bytes of an answer of one line, kept for the next one.
  private var line: [UInt8] = []
  private var lineNumbers = LineCounter()

  /// A session over a catalogue.
  ///
  /// - Parameter isList: Whether JSON answers are put in one list; else the first stands alone.
  public init(
    catalog: Catalog, settings: Settings, output: any ByteOutput, errors: any ByteOutput, isList: Bool = true,
    limits: Limits = Limits()
  ) {
    workspace = Workspace(catalog: catalog, limits: limits)
    self.settings = settings
    self.output = output
    self.errors = errors
    self.isList = isList
  }

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
    while !hasQuit, !workspace.isCancelled() {
      let next: Outcome?
      do throws(Diagnostic) {
        next = try workspace.next()
      } catch {
        try report(error, workspace.followUpSource ?? source)
        if error.code == .interrupted { break }
        continue
      }
      guard let next else { break }
      try show(next)
    }
  }

  /// Ends what has to be ended, such as a JSON list.
  public func finish() throws(OutputFault) {
    if settings.format == .json, isList { try output.write(answersWritten == 0 ? "[]\n" : "\n]\n") }
    try output.flush()
  }

  // MARK: Outcomes

  private func show(_ outcome: Outcome) throws(OutputFault) {
    switch outcome {
    case .nothing: return
    case .quit: hasQuit = true
    // The prompt looks after these.
    case .run, .save, .set, .undone, .history: return
    case .answer(let answer): try show(answer)
    case .defined(let name, let text, let replaces):
      guard settings.format == .table, settings.isFull else { return }
      try block([TextLine(.reading, "\(name) \(replaces ? "now stands" : "stands") for \(text)")])
    case .list(let topic): try block(pages.list(topic))
    case .about(let target): try block(pages.about(target))
    case .use(let dataset):
      try block([TextLine(.reading, "Using \(workspace.catalog.datasets[dataset].name)")])
    case .load(let file, let options, let range): try load(file, options, range)
    case .describe(let words, let range): try describe(words, range)
    case .help(let words):
      if let page = pages.help(words) {
        try block(page)
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

  private var pages: Pages {
    Pages(
      catalog: workspace.catalog, definitions: workspace.definitions, vocabulary: workspace.parser.vocabulary,
      width: settings.format == .table ? settings.width : settings.format == .markdown ? 100 : 10_000)
  }

  private func show(_ answer: Answer) throws(OutputFault) {
    switch settings.format {
    case .table where !settings.isFull && !settings.isTerminal && !lastWasBlock:
      line.removeAll(keepingCapacity: true)
      if AnswerText.appendPlain(answer, to: &line) {
        line.append(UInt8(ascii: "\n"))
        try output.write(line)
      } else {
        try block(AnswerText.lines(answer, workspace.catalog, width: settings.width, isFull: false))
      }
    case .table:
      try block(AnswerText.lines(answer, workspace.catalog, width: settings.width, isFull: settings.isFull))
    case .csv:
      try writeApart(AnswerCSV.text(answer, workspace.catalog), by: "\r\n")
    case .tsv: try writeApart(AnswerTSV.text(answer, workspace.catalog), by: "\n")
    case .json: try writeItem(AnswerJSON.text(answer, workspace.catalog))
    case .jsonl:
      try output.write(AnswerJSON.lines(answer, workspace.catalog, number: answersWritten + 1))
    case .markdown:
      try writeApart(AnswerMarkdown.text(answer, workspace.catalog, isFull: settings.isFull), by: "\n")
    }
    answersWritten += 1
    if settings.isTerminal { try output.flush() }
  }

  /// Writes lines; blocks of several lines stand apart from one another.
  func block(_ lines: [TextLine]) throws(OutputFault) {
    guard settings.format == .table else { return try page(lines) }
    let isBlock = lines.count > 1 || settings.isFull
    var text = ""
    if answersWritten > 0 || lastWasBlock, isBlock || lastWasBlock, !settings.isTerminal { text += "\n" }
    if settings.isTerminal { lastWasBlock = false }
    for line in lines { text += Style.text(line, colours: settings.colours) + "\n" }
    if settings.isTerminal { text += "\n" }
    lastWasBlock = isBlock
    try output.write(text)
  }

  /// A page of words in the other forms: its lines as a column, as a list, or in a block.
  private func page(_ lines: [TextLine]) throws(OutputFault) {
    let texts = lines.map(\.text)
    switch settings.format {
    case .table: return
    case .csv: try writeApart(PageText.csv(texts), by: "\r\n")
    case .tsv: try writeApart(PageText.tsv(texts), by: "\n")
    case .json: try writeItem(PageText.json(texts))
    case .jsonl: try output.write(PageText.jsonLines(texts))
    case .markdown: try writeApart(PageText.markdown(texts), by: "\n")
    }
    answersWritten += 1
  }

  /// Writes what stands apart from what came before.
  private func writeApart(_ text: String, by separator: String) throws(OutputFault) {
    try output.write((answersWritten > 0 ? separator : "") + text)
  }

  /// Writes a member of the JSON list, or the only one.
  private func writeItem(_ text: String) throws(OutputFault) {
    try output.write(isList ? (answersWritten == 0 ? "[\n" : ",\n") + text : text + "\n")
  }

  // MARK: Errors

  func report(_ diagnostic: Diagnostic, _ source: SourceText) throws(OutputFault) {
    errorCount += 1
    try output.flush()
    let lines = DiagnosticRenderer.render(
      diagnostic, in: source, line: lineNumbers.number(at: Int(diagnostic.range.start), in: source),
      width: DisplayWidth.width(of:))
    try errors.write(Style.error(lines, colours: settings.coloursErrors) + "\n")
    try errors.flush()
  }
}
