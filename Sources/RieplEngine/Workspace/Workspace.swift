public import RieplSyntax

/// What a statement comes to.
public enum Outcome: Sendable {
  case nothing
  case answer(Answer)
  /// A name was given: what stands for it, as the formatter writes it.
  case defined(name: String, text: String, replaces: Bool)
  case list(ListTopic)
  case about(NameTarget)
  /// The words after `help`, empty for the first page.
  case help(String)
  case use(dataset: Int)
  case quit
}

/// The data, the definitions and the last answer: all that one statement leaves for the next.
///
/// Pure: reading files, printing and time are the caller's. Not thread-safe, as one conversation is.
public struct Workspace: Sendable {
  /// The data, and the groups that `let` has named.
  public private(set) var catalog: Catalog
  /// What `let` has named, by number; those that newer ones replaced stay.
  public private(set) var definitions: [Definition] = []
  /// The dataset that is in use.
  public private(set) var dataset = 0
  /// What reads statements; its vocabulary has the names of the catalogue and those of `let`.
  public var parser: Parser
  /// The bounds on each statement and on what it may make.
  public let limits: Limits
  /// The last question that worked, with what its tree refers to.
  private var lastTree = Tree()
  private var lastQuestionID: QuestionID?
  private var last: LastFigure?
  private var cache = FigureCache()
  /// Names whose definitions had an error, folded: using them says so.
  private var broken: Set<String> = []
  /// What a diagnostic's range refers to, when that is not the source that was read.
  public private(set) var followUpSource: SourceText?
  /// Asked while a question is worked out; true stops it.
  public var isCancelled: @Sendable () -> Bool = { false }

  /// A workspace over a catalogue.
  public init(catalog: Catalog, limits: Limits = Limits()) {
    self.catalog = catalog
    self.limits = limits
    parser = Parser(vocabulary: catalog.makeVocabulary(), limits: limits)
  }

  /// Starts on another text.
  public mutating func read(_ source: SourceText) throws(Diagnostic) { try parser.read(source) }

  /// The next statement's outcome; nil at the end of the text.
  public mutating func next() throws(Diagnostic) -> Outcome? {
    followUpSource = nil
    do throws(Diagnostic) {
      guard try parser.parseStatement() else { return nil }
      return try run()
    } catch {
      throw explained(error)
    }
  }

  /// A definition that failed is not an unknown name.
  private mutating func explained(_ diagnostic: Diagnostic) -> Diagnostic {
    var result = diagnostic
    if case .unknownName = diagnostic.code, let name = diagnostic.facts["name"], broken.contains(fold(name)) {
      result = Diagnostic(.brokenDefinition, diagnostic.range, ["name": name])
    }
    // What `let` could not define is remembered for the statements behind it.
    if let name = Workspace.letName(parser.statementText), diagnostic.code != .nameTaken {
      broken.insert(fold(name))
    }
    return result
  }

  private static func letName(_ text: String) -> String? {
    guard text.lowercased().hasPrefix("let "), let equal = text.firstIndex(of: "=") else { return nil }
    return String(text[text.index(text.startIndex, offsetBy: 4)..<equal])
  }

  private func fold(_ name: String) -> String {
    Vocabulary.foldedWords(Array(name.utf8)[...]).map { String(decoding: $0, as: UTF8.self) }.joined(
      separator: " ")
  }

  private mutating func run() throws(Diagnostic) -> Outcome {
    switch parser.tree.statement {
    case .empty: return .nothing
    case .question(let id): return .answer(try ask(id))
    case .then(let id, let dropsCut): return .answer(try follow(id, dropsCut: dropsCut))
    case .letGroup(let name, let items): return try defineGroup(name, items)
    case .letDefinition(let name, let id): return try define(name, id)
    case .list(let use):
      let text = parser.source.text(in: use.range)
      guard
        let topic = ListTopic.find(use.range.end > use.range.start ? text : "", catalog, parser.vocabulary)
      else {
        throw unknownTopic(text, use.range)
      }
      return .list(topic)
    case .about(let use): return .about(use.target)
    case .help(let use):
      return .help(parser.tree.texts.first.map { _ in parser.source.text(in: use.range) } ?? "")
    case .use(let use):
      if case .dataset(let number) = use.target { dataset = number }
      return .use(dataset: dataset)
    case .quit: return .quit
    }
  }

  private func unknownTopic(_ text: String, _ range: SourceRange) -> Diagnostic {
    let words = ListTopic.words(catalog)
    let close = Closeness.among(words, to: text)
    return Diagnostic(
      .unknownTopic, range, ["name": text, "verb": "list"], suggestions: close.map { "list " + $0 })
  }

  // MARK: Questions

  private mutating func ask(_ id: QuestionID) throws(Diagnostic) -> Answer {
    let answer = try answer(id, parser.tree, parser.source)
    // The parser gets the older tree's arrays back, so that neither is ever copied.
    parser.exchangeTree(&lastTree)
    lastQuestionID = id
    remember(answer)
    return answer
  }

  /// What a question comes to, without being remembered.
  private mutating func answer(_ id: QuestionID, _ tree: Tree, _ source: SourceText) throws(Diagnostic)
    -> Answer
  {
    let plan = try Checker.plan(
      id, tree: tree, source: source, catalog: catalog, definitions: definitions, last: last, limits: limits)
    do throws(EngineFault) {
      return try AnswerBuilder.answer(
        plan, catalog: catalog, limits: limits, cache: &cache, isCancelled: isCancelled)
    } catch {
      throw Workspace.diagnostic(error, tree[id].range, limits)
    }
  }

  private mutating func remember(_ answer: Answer) {
    if let cell = answer.single, cell.absence == nil, let column = answer.columns.first {
      last = LastFigure(
        quantity: Quantity(cell.value, column.info.unit, isApproximate: cell.isApproximate),
        info: column.info,
        format: column.format, notes: cell.notes, sources: answer.sources(catalog), status: cell.status)
    } else {
      last = nil
    }
  }

  /// Asks the last question again with other clauses: the whole question is written out and read anew, so that
  /// what is wrong with it is shown in full.
  private mutating func follow(_ id: QuestionID, dropsCut: Bool) throws(Diagnostic) -> Answer {
    guard let lastQuestionID else { throw Diagnostic(.noLastQuestion, parser.tree.range) }
    let old = Formatter(tree: lastTree, vocabulary: parser.vocabulary)
    let new = Formatter(tree: parser.tree, vocabulary: parser.vocabulary)
    let text = Formatter.followUp(old, lastQuestionID, with: new, id, dropsCut: dropsCut)
    let source = SourceText(text)
    var inner = Parser(vocabulary: parser.vocabulary, limits: limits)
    followUpSource = source
    try inner.read(source)
    guard try inner.parseStatement(), case .question(let whole) = inner.tree.statement else {
      throw Diagnostic(.noLastQuestion, parser.tree.range)
    }
    let answer = try answer(whole, inner.tree, source)
    lastTree = inner.tree
    self.lastQuestionID = whole
    remember(answer)
    return answer
  }

  /// What a fault of the evaluation means to the user.
  static func diagnostic(_ fault: EngineFault, _ range: SourceRange, _ limits: Limits) -> Diagnostic {
    switch fault {
    case .arithmetic(let fault): Checker.diagnostic(fault, range)
    case .tooManySteps: Diagnostic(.tooManySteps, range, ["limit": "\(limits.steps)"])
    case .tooManyRows: Diagnostic(.tooManyRows, range, ["limit": "\(limits.steps)"])
    case .cancelled: Diagnostic(.interrupted, range)
    case .source(let why): Diagnostic(.fileUnreadable, range, ["file": "The data", "why": why])
    }
  }

  // MARK: Definitions

  private mutating func defineGroup(_ use: TextUse, _ items: TreeList<MemberItem>) throws(Diagnostic)
    -> Outcome
  {
    let name = newName(use)
    let checker = Checker(
      catalog: catalog, definitions: definitions, last: last, limits: limits, tree: parser.tree,
      source: parser.source)
    let resolved = try checker.resolve(items)
    guard let first = resolved.first else { return .nothing }
    if resolved.count > 1 {
      throw Diagnostic(
        .mixedDimensions, parser.tree.range,
        [
          "first": catalog.namesText(first.names.prefix(1)),
          "second": catalog.namesText(resolved[1].names.prefix(1)),
        ])
    }
    let replaces = forget(name)
    let number = catalog.add(MemberGroup(name: name, dimension: first.dimension, members: first.members))
    parser.vocabulary.add(Name(.group(dimension: first.dimension, number: number), name))
    broken.remove(fold(name))
    return .defined(name: name, text: catalog.namesText(first.names[...]), replaces: replaces)
  }

  private mutating func define(_ use: TextUse, _ id: QuestionID) throws(Diagnostic) -> Outcome {
    let name = newName(use)
    // A definition has to make sense by itself, or with rows.
    try checkDefinition(id)
    let text = Formatter(tree: parser.tree, vocabulary: parser.vocabulary).question(id)
    let replaces = forget(name)
    definitions.append(
      Definition(name: name, tree: parser.tree, question: id, source: parser.source, text: text))
    parser.vocabulary.add(Name(.definition(definitions.count - 1), name))
    broken.remove(fold(name))
    return .defined(name: name, text: text, replaces: replaces)
  }

  /// A definition may need rows or a slice to have an answer; any other error is said at once.
  private func checkDefinition(_ id: QuestionID) throws(Diagnostic) {
    do throws(Diagnostic) {
      _ = try Checker.plan(
        id, tree: parser.tree, source: parser.source, catalog: catalog, definitions: definitions, last: last,
        limits: limits)
    } catch {
      switch error.code {
      case .shareOfWhat, .changeBetweenWhat, .rowsNeeded, .notOneCell, .neverRepeated: return
      default: throw error
      }
    }
  }

  /// A new name on one line: one that goes over several has spaces for line ends, and no comments.
  private func newName(_ use: TextUse) -> String {
    // Scalar by scalar: a space with an accent on it is one character, and still a space.
    var words = [String.UnicodeScalarView()]
    var (isQuoted, isComment) = (false, false)
    for scalar in parser.source.text(in: use.range).unicodeScalars {
      if scalar == "\n" || scalar == "\r" { isComment = false }
      if scalar == "#", !isQuoted { isComment = true }
      if isComment { continue }
      if scalar == "\"" { isQuoted.toggle() }
      if scalar.properties.isWhitespace {
        words.append(.init())
      } else {
        words[words.count - 1].append(scalar)
      }
    }
    let written = words.filter { !$0.isEmpty }.map { String($0) }.joined(separator: " ")
    let bare =
      written.count > 2 && written.hasPrefix("\"") && written.hasSuffix("\"")
      ? String(written.dropFirst().dropLast()) : written
    return bare
  }

  /// Takes an older definition of a name out of use; whether there was one.
  private mutating func forget(_ name: String) -> Bool {
    let known = parser.vocabulary.lookUp(Array(name.utf8)[...], [.group, .definition])
    for id in known { parser.vocabulary.remove(id) }
    return !known.isEmpty
  }
}
