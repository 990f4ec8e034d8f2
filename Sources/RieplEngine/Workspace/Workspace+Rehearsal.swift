public import RieplSyntax

/// What a dry run of a script has seen.
struct Rehearsal: Sendable {
  /// A name that the script gives.
  struct Given: Sendable {
    let name: NameID
    let text: String
    let range: SourceRange
    let isInput: Bool
  }

  /// Names that statements use.
  var used: Set<NameID> = []
  var given: [Given] = []
  /// Whether names that are given are to be taken down.
  var takesNames = true
  /// Whether there is anything that uses names, and not only statements that give them.
  var hasQuestions = false
  /// Whether single figures are worked out, for `it`.
  var needsFigures = false
}

/// Dry runs: everything that can be wrong with a script is found, and no figure is read.
extension Workspace {
  /// From now on statements are only checked, and give no outcome but names.
  ///
  /// - Parameter needsFigures: Whether `it` is used, for which single figures are worked out.
  public mutating func startRehearsal(needsFigures: Bool) {
    rehearsal = Rehearsal()
    rehearsal?.needsFigures = needsFigures
  }

  /// Whether the names that are given from now on are looked at.
  public mutating func takeNamesInRehearsal(_ takes: Bool) { rehearsal?.takesNames = takes }

  /// Names that nothing has used, where anything could have.
  public var unusedNames: [Diagnostic] {
    guard let seen = rehearsal, seen.hasQuestions else { return [] }
    return seen.given.filter { !seen.used.contains($0.name) }.map {
      Diagnostic($0.isInput ? .unusedInput : .unusedDefinition, $0.range, ["name": $0.text])
    }
  }

  mutating func rehearse() throws(Diagnostic) -> Outcome {
    use(parser.tree)
    switch parser.tree.statement {
    case .question(let id), .export(let id, _), .working(_, let id?):
      try rehearseParsed(id)
      if case .export(_, let file) = parser.tree.statement {
        return .run(file: parser.tree.text(file), file.range)
      }
    case .then(let id, let dropsCut):
      let source = SourceText(try followUpText(id, dropsCut: dropsCut))
      followUpSource = source
      var inner = Parser(vocabulary: parser.vocabulary, limits: limits)
      try inner.read(source)
      guard try inner.parseStatement(), case .question(let whole) = inner.tree.statement else { break }
      var tree = Tree()
      inner.exchangeTree(&tree)
      try rehearse(&tree, whole, source)
      keep(tree, whole)
    case .check(let id, _):
      rehearsal?.hasQuestions = true
      var tree = parser.tree
      _ = try Checker.plan(
        id, tree: &tree, source: parser.source, catalog: catalog, definitions: definitions, last: lastAnswer,
        limits: limits, isCheck: true, vocabulary: parser.vocabulary)
    case .heading, .say:
      rehearsal?.hasQuestions = true
      _ = try runStatement()
    case .letGroup(let name, _), .letDefinition(let name, _):
      let outcome = try runStatement()
      note(name, isInput: false)
      return outcome
    case .ask(let name, _, _):
      _ = try runStatement()
      _ = try give(nil)
      note(name, isInput: true)
    case .run, .load: return try runStatement()
    case .working(let working, nil):
      if working != .schema, lastQuestionID == nil { throw Diagnostic(.noLastQuestion, parser.tree.range) }
    case .whyNot: if lastQuestionID == nil { throw Diagnostic(.noLastQuestion, parser.tree.range) }
    case .save, .set, .quit, .history, .help, .learn, .describe: break
    case .empty, .list, .about, .use, .undo: _ = try runStatement()
    }
    return .nothing
  }

  private mutating func rehearseParsed(_ id: QuestionID) throws(Diagnostic) {
    var tree = parser.tree
    try rehearse(&tree, id, parser.source)
    keep(tree, id)
  }

  /// Checks a question, and works it out where `it` may need it.
  mutating func rehearse(_ tree: inout Tree, _ id: QuestionID, _ source: SourceText, mayHaveRows: Bool = true)
    throws(Diagnostic)
  {
    use(tree)
    rehearsal?.hasQuestions = true
    let plan = try Checker.plan(
      id, tree: &tree, source: source, catalog: catalog, definitions: definitions, last: lastAnswer,
      limits: limits, vocabulary: parser.vocabulary
    ).plan
    let block = plan.blocks[plan.main]
    let isFigure = block.axes.isEmpty && block.columns.count == 1 && plan.projection == nil
    if !mayHaveRows, !isFigure, block.listedFilter == nil {
      throw Diagnostic(.sentenceNeedsFigure, SourceRange(0, source.bytes.count))
    }
    if mayHaveRows, isFigure, rehearsal?.needsFigures ?? false {
      lastAnswer = .answer(try answer(id, &tree, source))
    }
  }

  private mutating func keep(_ tree: Tree, _ id: QuestionID) {
    lastTree = tree
    lastQuestionID = id
  }

  /// Takes down the names that a statement uses.
  mutating func use(_ tree: Tree) {
    guard rehearsal != nil else { return }
    var used: Set<NameID> = []
    func take(_ use: NameUse) { if let name = use.name { used.insert(name) } }
    for name in tree.names { take(name) }
    for item in tree.members { take(item.name) }
    for rate in tree.rates { if let until = rate.until { take(until) } }
    for figure in tree.figures { if case .name(let name) = figure.head { take(name) } }
    for question in tree.questions { if case .member(let name)? = question.against { take(name) } }
    if case .about(let name) = tree.statement { take(name) }
    rehearsal?.used.formUnion(used)
  }

  private mutating func note(_ use: TextUse, isInput: Bool) {
    guard rehearsal != nil, let name = changes.last?.new else { return }
    let text = newName(use)
    if rehearsal?.takesNames == false {
      // An input of a script that is run has the value of that of the script that runs it.
      if isInput {
        for given in rehearsal?.given ?? [] where given.isInput && fold(given.text) == fold(text) {
          rehearsal?.used.insert(given.name)
        }
      }
      return
    }
    // Space behind the word and in front of "=" is no part of the name.
    let written = parser.source.text(in: use.range)
    let start = Int(use.range.start) + written.prefix { $0.isWhitespace }.utf8.count
    let range = SourceRange(start, start + written.trimmingCharacters(\.isWhitespace).utf8.count)
    let given = Rehearsal.Given(name: name, text: text, range: range, isInput: isInput)
    rehearsal?.given.append(given)
  }

  // MARK: Reading without running

  /// A statement in its canonical form, and where it stands.
  public struct Formatted: Sendable {
    /// The statement; nil for none.
    public let text: String?
    /// Where it stands.
    public let range: SourceRange
    /// Comments between its words.
    public let comments: [String]
    /// The file of `run`.
    public let runs: String?
    /// The file of `load`, and the words behind it.
    public let loads: (file: String, options: String)?
  }

  /// Reads the next statement for its form alone; names that it gives are known afterwards.
  public mutating func nextFormatted() throws(Diagnostic) -> Formatted? {
    guard try parser.parseStatement() else { return nil }
    let tree = parser.tree
    var runs: String?
    if case .run(let file) = tree.statement { runs = tree.text(file) }
    var loads: (file: String, options: String)?
    if case .load(let file, let options) = tree.statement { loads = (tree.text(file), tree.text(options)) }
    let formatted = Formatted(
      text: Formatter(tree: tree, vocabulary: parser.vocabulary).statement(parser.source), range: tree.range,
      comments: parser.commentsInside, runs: runs, loads: loads)
    try learn()
    return formatted
  }

  /// The inputs of a text, as far as it can be read: the names that it gives are known afterwards.
  public mutating func inputs(of source: SourceText) -> [ScriptInput] {
    var inputs: [ScriptInput] = []
    keepsInputs = true
    do throws(Diagnostic) {
      try parser.read(source)
    } catch {
      return []
    }
    while true {
      do throws(Diagnostic) {
        guard try parser.parsePlainStatement() else { return inputs }
        if let input = try learn() { inputs.append(input) }
      } catch {
        // What is wrong is said when the script runs.
        continue
      }
    }
  }

  /// Runs a statement that gives a name, and no other; the input that it asks for.
  @discardableResult
  private mutating func learn() throws(Diagnostic) -> ScriptInput? {
    switch parser.tree.statement {
    case .letGroup, .letDefinition, .use: _ = try runStatement()
    case .ask(let name, let value, let question):
      let input = try readInput(name, value, question)
      _ = try give(nil)
      return input
    default: break
    }
    return nil
  }
}
