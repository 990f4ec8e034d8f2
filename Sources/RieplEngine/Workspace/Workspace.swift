public import RieplSyntax

/// What a statement comes to.
public enum Outcome: Sendable {
  case nothing
  case answer(Answer)
  /// A figure without anything to be said of it, where the caller prefers those to an answer.
  case figure(PlainFigure)
  /// How an answer came about, and what of it is to be shown.
  case worked(Explanation, Working)
  /// The tables that questions in SQL ask.
  case schema
  /// Why members are missing from the last answer.
  case whyNot(WhyNot)
  /// A question with a blank, and what could stand there.
  case blank(BlankFills)
  /// A name was given: what stands for it, as the formatter writes it.
  case defined(name: String, text: String, replaces: Bool)
  case list(ListTopic)
  case about(NameTarget)
  /// The words after `help`, empty for the first page.
  case help(String)
  /// The words after `learn`, and where they stand.
  case learn(String, SourceRange)
  case use(dataset: Int)
  /// The file's name, what stands behind it, and where the name stands.
  case load(file: String, options: String, SourceRange)
  /// The words after `describe`, and where they stand.
  case describe(String, SourceRange)
  /// An input of the script; `Workspace.give` says what it is.
  case ask(ScriptInput)
  case check(CheckResult)
  case heading([SentencePart])
  case say([SentencePart])
  /// An answer and the file that it goes to, as it was written, and where that stands.
  case export(Answer, file: String, SourceRange)
  /// The file's name and where it stands.
  case run(file: String, SourceRange)
  case save(file: String, SourceRange)
  /// The words after `set`, and where they stand.
  case set(String, SourceRange)
  /// The definition that was taken back; what the name stands for now, where it was defined before.
  case undone(name: String, text: String?)
  case history
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
  var lastTree = Tree()
  var lastQuestionID: QuestionID?
  var lastAnswer: LastAnswer?
  /// What `it` was for the last question; it is the same when that is asked again with other clauses.
  var answerBefore: LastAnswer?
  /// What `let` did, the latest last, for `undo`.
  private(set) var changes: [Change] = []
  private var cache = FigureCache()
  /// Figures of questions that ask for one figure and nothing else.
  private var plainFigures = PlainFigureCache()
  /// Whether a figure of which nothing has to be said may come as `Outcome.figure`, which takes the short way.
  public var prefersPlainFigures = false
  /// Names whose definitions had an error, folded: using them says so.
  var broken: Set<String> = []
  /// What the last `ask` says its input is, if nobody says more.
  var defaultInput: DefaultInput?
  /// All inputs so far, where they are wanted.
  var knownInputs: [DefaultInput] = []
  var keepsInputs = false
  /// The members of inputs that are several, in words, by the number of the group.
  var inputGroups: [Int: String] = [:]
  /// What a diagnostic's range refers to, when that is not the source that was read.
  public internal(set) var followUpSource: SourceText?
  /// The decimals to show where a question says none; nil for what the source and the values call for.
  public var decimals: Int?
  /// What a dry run has seen; nil where statements are run.
  var rehearsal: Rehearsal?
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
      if rehearsal == nil, let fills = fills(error) { return .blank(fills) }
      throw explained(error)
    }
  }

  /// A definition that failed is not an unknown name.
  private mutating func explained(_ diagnostic: Diagnostic) -> Diagnostic {
    var explained = diagnostic
    let name =
      switch diagnostic.code {
      case .unknownName: diagnostic.facts["name"]
      case .foreignHabit: parser.source.text(in: diagnostic.range)
      default: String?.none
      }
    if let name, !fold(name).isEmpty, broken.contains(fold(name)) {
      explained = Diagnostic(.brokenDefinition, diagnostic.range, ["name": name])
    }
    // What `let` could not define is remembered.
    if let name = Workspace.letName(parser.statementText), diagnostic.code != .nameTaken {
      broken.insert(fold(name))
    }
    return explained
  }

  private static func letName(_ text: String) -> String? {
    let start = text.prefix(4).lowercased()
    guard start == "let " || start == "ask ", let equal = text.firstIndex(of: "=") else { return nil }
    return String(text[text.index(text.startIndex, offsetBy: 4)..<equal])
  }

  func fold(_ name: String) -> String {
    Vocabulary.foldedWords(Array(name.utf8)[...]).map { String(decoding: $0, as: UTF8.self) }.joined(
      separator: " ")
  }

  mutating func run() throws(Diagnostic) -> Outcome {
    if rehearsal != nil { return try rehearse() }
    return try runStatement()
  }

  mutating func runStatement() throws(Diagnostic) -> Outcome {
    switch parser.tree.statement {
    case .empty: return .nothing
    case .question(let id):
      return prefersPlainFigures && decimals == nil ? try askPlainly(id) : .answer(try ask(id))
    case .then(let id, let dropsCut): return .answer(try follow(id, dropsCut: dropsCut))
    case .working(let working, let id): return try work(working, id)
    case .whyNot(let places): return .whyNot(try whyNot(Array(parser.tree[places])))
    case .letGroup(let name, let items): return try defineGroup(name, items)
    case .letDefinition(let name, let id): return try define(name, id)
    case .ask(let name, let value, let question): return .ask(try readInput(name, value, question))
    case .check(let id, let message): return .check(try check(id, message))
    case .heading(let text): return .heading(try compose([text]))
    case .say(let list): return .say(try compose(parser.tree[list]))
    case .export(let id, let file):
      let name = (parser.tree.text(file), file.range)
      return .export(try ask(id), file: name.0, name.1)
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
      var words = parser.tree.texts.first.map { _ in parser.source.text(in: use.range) } ?? ""
      // "help sum?" asks for the page of sum.
      while words.utf8.count > 1, let last = words.last, last == "?" || last == " " { words.removeLast() }
      return .help(words)
    case .learn(let use):
      return .learn(use.range.end > use.range.start ? parser.source.text(in: use.range) : "", use.range)
    case .use(let use):
      if case .dataset(let number) = use.target { self.use(number) }
      return .use(dataset: dataset)
    case .load(let file, let options):
      return .load(file: parser.tree.text(file), options: parser.tree.text(options), file.range)
    case .describe(let use): return .describe(parser.tree.text(use), use.range)
    case .run(let use): return .run(file: parser.tree.text(use), use.range)
    case .save(let use): return .save(file: parser.tree.text(use), use.range)
    case .set(let use):
      return .set(use.range.end > use.range.start ? parser.source.text(in: use.range) : "", use.range)
    case .undo: return try undo()
    case .history: return .history
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

  /// A question that is one figure goes the short way, without a plan, where it can; any other the long one.
  private mutating func askPlainly(_ id: QuestionID) throws(Diagnostic) -> Outcome {
    parser.exchangeTree(&lastTree)
    if let constant = ConstantCalculation.value(of: id, &lastTree, limits) {
      lastQuestionID = id
      remember(.constant(constant))
      return .figure(constant.figure)
    }
    let key = PlainFigureCache.key(id, &lastTree)
    if let key, let known = plainFigures[key] {
      lastQuestionID = id
      remember(.answer(known.answer))
      return known.figure.map { .figure($0) } ?? .answer(known.answer)
    }
    parser.exchangeTree(&lastTree)
    let answer = try ask(id)
    if let key { plainFigures.keep(answer, key) }
    return .answer(answer)
  }

  mutating func ask(_ id: QuestionID) throws(Diagnostic) -> Answer {
    // The tree is lent and never copied; the parser gets the arrays of the question before for the next statement.
    var tree = Tree()
    parser.exchangeTree(&tree)
    defer { parser.exchangeTree(&tree) }
    let answer = try answer(id, &tree, parser.source)
    swap(&tree, &lastTree)
    lastQuestionID = id
    remember(.answer(answer))
    return answer
  }

  /// Keeps the answer of a question, and the one before it.
  private mutating func remember(_ answer: LastAnswer) {
    swap(&answerBefore, &lastAnswer)
    lastAnswer = answer
  }

  /// What a question comes to, without being remembered.
  mutating func answer(_ id: QuestionID, _ tree: inout Tree, _ source: SourceText, isCheck: Bool = false)
    throws(Diagnostic) -> Answer
  {
    let plan = try Checker.plan(
      id, tree: &tree, source: source, catalog: catalog, definitions: definitions, last: lastAnswer,
      limits: limits, isCheck: isCheck, vocabulary: parser.vocabulary)
    do throws(EngineFault) {
      return try AnswerBuilder.answer(
        plan, catalog: catalog, limits: limits, decimals: decimals, cache: &cache, isCancelled: isCancelled)
    } catch {
      throw Workspace.diagnostic(error, tree[id].range, limits)
    }
  }

  /// Asks the last question again with other clauses: the whole question is written out and read anew, so that
  /// what is wrong with it is shown in full.
  private mutating func follow(_ id: QuestionID, dropsCut: Bool) throws(Diagnostic) -> Answer {
    let source = SourceText(try followUpText(id, dropsCut: dropsCut))
    var inner = Parser(vocabulary: parser.vocabulary, limits: limits)
    followUpSource = source
    try inner.read(source)
    guard try inner.parseStatement(), case .question(let whole) = inner.tree.statement else {
      throw Diagnostic(.noLastQuestion, parser.tree.range)
    }
    var tree = Tree()
    inner.exchangeTree(&tree)
    // In what is asked again "it" is what it was.
    var before = self
    before.lastAnswer = answerBefore
    let answer = try before.answer(whole, &tree, source)
    lastTree = tree
    self.lastQuestionID = whole
    lastAnswer = .answer(answer)
    return answer
  }

  /// The last question with the clauses of a follow-up, written out.
  func followUpText(_ id: QuestionID, dropsCut: Bool) throws(Diagnostic) -> String {
    guard let lastQuestionID else { throw Diagnostic(.noLastQuestion, parser.tree.range) }
    let old = Formatter(tree: lastTree, vocabulary: parser.vocabulary)
    let new = Formatter(tree: parser.tree, vocabulary: parser.vocabulary)
    return Formatter.followUp(old, lastQuestionID, with: new, id, dropsCut: dropsCut)
  }

  /// Puts a catalogue with more in it in the place of the one that there is.
  ///
  /// What `let` and `ask` have named stays, and the last question. Where years or months have come in front of those that
  /// there were, `it` is forgotten.
  public mutating func install(_ larger: Catalog) {
    let lastText = lastQuestionText
    let old = parser.vocabulary
    let moved = catalog.dimensions.indices.map { larger.movedCodes($0, from: catalog) }
    catalog = larger
    cache = FigureCache()
    plainFigures = PlainFigureCache()
    changes = []
    parser.vocabulary = larger.makeVocabulary(inUse: dataset)
    for (_, name) in old.liveNames {
      switch name.target {
      case .definition: parser.vocabulary.add(name)
      case .group(_, let number) where number < larger.groups.count && !larger.groups[number].isOfData:
        parser.vocabulary.add(name)
      case .member(let dimension, let code) where name.dataset < 0:
        let code = moved[dimension]?[code] ?? code
        parser.vocabulary.add(Name(.member(dimension: dimension, code: code), name.spelling))
      case .whole, .group:
        if name.dataset < 0 { parser.vocabulary.add(name) }
      default: break
      }
    }
    if moved.contains(where: { $0 != nil }) {
      lastAnswer = nil
      answerBefore = nil
    }
    // Names that others share now are written with that of their dataset in front: they mean the same from now on.
    for number in definitions.indices {
      if let (tree, id, source) = reread(definitions[number].text) {
        definitions[number] = Definition(
          name: definitions[number].name, tree: tree, question: id, source: source,
          text: Formatter(tree: tree, vocabulary: parser.vocabulary).question(id))
      }
    }
    lastQuestionID = nil
    if let lastText, let (tree, id, _) = reread(lastText) {
      lastTree = tree
      lastQuestionID = id
    }
  }

  /// Takes a dataset into use: a name that measures of several share is that of its own.
  private mutating func use(_ number: Int) {
    dataset = number
    for (name, measure) in catalog.plainNames(number) {
      for id in parser.vocabulary.lookUp(Array(name.utf8)[...], .measure) {
        if parser.vocabulary[id].dataset >= 0 { parser.vocabulary.remove(id) }
      }
      let owner = catalog.measures[measure]
      parser.vocabulary.add(Name(.measure(measure), name, official: owner.name, dataset: owner.dataset))
    }
  }

  /// A question as the present names have it; nil where they don't read it.
  private func reread(_ text: String) -> (Tree, QuestionID, SourceText)? {
    var inner = Parser(vocabulary: parser.vocabulary, limits: limits)
    let source = SourceText(text)
    do throws(Diagnostic) {
      try inner.read(source)
      guard try inner.parseStatement(), case .question(let id) = inner.tree.statement else { return nil }
      var tree = Tree()
      inner.exchangeTree(&tree)
      return (tree, id, source)
    } catch {
      return nil
    }
  }

  /// The last question that worked as the formatter writes it, with all that follow-ups have changed.
  public var lastQuestionText: String? {
    lastQuestionID.map { Formatter(tree: lastTree, vocabulary: parser.vocabulary).question($0) }
  }

  /// What the first statement of a text would ask, without reading a figure; nil where it asks nothing.
  ///
  /// The workspace stays as it is. What is wrong with the statement is thrown, its range in the text.
  ///
  /// - Parameter isAnswer: Whether only a question is wanted that is to be answered, and not explained.
  public func preview(_ source: SourceText, isAnswer: Bool = false) throws(Diagnostic) -> Plan? {
    var copy = self
    try copy.parser.read(source)
    guard try copy.parser.parsePlainStatement() else { return nil }
    var tree = Tree()
    if isAnswer, case .working = copy.parser.tree.statement { return nil }
    switch copy.parser.tree.statement {
    case .question(let id), .working(_, let id?):
      copy.parser.exchangeTree(&tree)
      return try copy.plan(id, &tree, source)
    case .then(let id, let dropsCut):
      let whole = SourceText(try copy.followUpText(id, dropsCut: dropsCut))
      copy.lastAnswer = answerBefore
      do throws(Diagnostic) {
        try copy.parser.read(whole)
        guard try copy.parser.parsePlainStatement(), case .question(let inner) = copy.parser.tree.statement
        else {
          return nil
        }
        copy.parser.exchangeTree(&tree)
        return try copy.plan(inner, &tree, whole)
      } catch {
        // Its range is in a text that nobody has typed.
        throw Diagnostic(
          error.code, SourceRange(0, source.bytes.count), error.facts, suggestions: error.suggestions)
      }
    default: return nil
    }
  }

  private func plan(_ id: QuestionID, _ tree: inout Tree, _ source: SourceText) throws(Diagnostic) -> Plan {
    try Checker.plan(
      id, tree: &tree, source: source, catalog: catalog, definitions: definitions, last: lastAnswer,
      limits: limits, vocabulary: parser.vocabulary
    ).plan
  }

  /// What a fault of the evaluation means to the user.
  static func diagnostic(_ fault: EngineFault, _ range: SourceRange, _ limits: Limits) -> Diagnostic {
    switch fault {
    case .arithmetic(let fault): Checker.diagnostic(fault, range)
    case .tooManySteps: Diagnostic(.tooManySteps, range, ["limit": "\(limits.steps)"])
    case .tooManyRows: Diagnostic(.tooManyRows, range, ["limit": "\(limits.steps)"])
    case .cancelled: Diagnostic(.interrupted, range)
    case .source(let why): Diagnostic(.fileUnreadable, range, ["file": "The data", "why": why])
    case .tooLittleMemory(let what): OwnMemory.diagnostic(what, range)
    }
  }

  // MARK: Definitions

  private mutating func defineGroup(_ use: TextUse, _ items: TreeList<MemberItem>) throws(Diagnostic)
    -> Outcome
  {
    guard let members = try resolve(items, parser.tree, parser.source) else { return .nothing }
    return define(group: newName(use), members)
  }

  /// The members of one dimension that a list names.
  func resolve(_ items: TreeList<MemberItem>, _ tree: Tree, _ source: SourceText) throws(Diagnostic)
    -> ContextMembers?
  {
    var checker = Checker(
      catalog: catalog, definitions: definitions, last: lastAnswer, limits: limits, tree: tree, source: source
    )
    let resolved = try checker.resolve(items)
    guard let first = resolved.first else { return nil }
    if resolved.count > 1 {
      throw Diagnostic(
        .mixedDimensions, tree.range,
        [
          "first": catalog.namesText(first.names.prefix(1)),
          "second": catalog.namesText(resolved[1].names.prefix(1)),
        ])
    }
    return ContextMembers(dimension: first.dimension, members: first.members, names: first.names)
  }

  /// Gives members a name.
  mutating func define(group name: String, _ members: ContextMembers) -> Outcome {
    let number = catalog.add(MemberGroup(name: name, dimension: members.dimension, members: members.members))
    let replaces = define(Name(.group(dimension: members.dimension, number: number), name))
    broken.remove(fold(name))
    var text = catalog.namesText(members.names[...])
    // A name that other dimensions have as well is of the first here, and that is said.
    if parser.vocabulary.hasSharedPlaces { text += " (\(catalog.dimensions[members.dimension].name))" }
    return .defined(name: name, text: text, replaces: replaces)
  }

  private mutating func define(_ use: TextUse, _ id: QuestionID) throws(Diagnostic) -> Outcome {
    // A definition has to make sense by itself, or with rows.
    try checkDefinition(id)
    return define(calculation: newName(use), parser.tree, id, parser.source)
  }

  /// Gives a calculation a name.
  mutating func define(calculation name: String, _ tree: Tree, _ id: QuestionID, _ source: SourceText)
    -> Outcome
  {
    let text = Formatter(tree: tree, vocabulary: parser.vocabulary).question(id)
    definitions.append(Definition(name: name, tree: tree, question: id, source: source, text: text))
    let replaces = define(Name(.definition(definitions.count - 1), name))
    broken.remove(fold(name))
    return .defined(name: name, text: text, replaces: replaces)
  }

  /// A definition may need rows or a slice to have an answer; any other error is said at once.
  private func checkDefinition(_ id: QuestionID) throws(Diagnostic) {
    do throws(Diagnostic) {
      var tree = parser.tree
      _ = try Checker.plan(
        id, tree: &tree, source: parser.source, catalog: catalog, definitions: definitions, last: lastAnswer,
        limits: limits, vocabulary: parser.vocabulary)
    } catch {
      switch error.code {
      case .shareOfWhat, .changeBetweenWhat, .rowsNeeded, .notOneCell, .neverRepeated, .doesNotAddUp: return
      default: throw error
      }
    }
  }

  /// A new name on one line: one that goes over several has spaces for line ends, and no comments.
  func newName(_ use: TextUse) -> String {
    let written = parser.source.words(in: use.range)
    let isQuoted =
      written.hasPrefix("\"") && written.hasSuffix("\"") || written.hasPrefix("“") && written.hasSuffix("”")
    return isQuoted && written.count > 2 ? String(written.dropFirst().dropLast()) : written
  }

  /// A name that `let` gave, and those of which it took the place.
  struct Change {
    let name: String
    let new: NameID?
    let old: [NameID]
  }

  /// Gives a name, in the place of an older definition; whether there was one.
  mutating func define(_ name: Name) -> Bool {
    let known = parser.vocabulary.lookUp(Array(name.spelling.utf8)[...]).filter {
      parser.vocabulary[$0].dataset < 0
    }
    for id in known { parser.vocabulary.remove(id) }
    changes.append(Change(name: name.spelling, new: parser.vocabulary.add(name), old: known))
    return !known.isEmpty
  }

  /// Takes the last `let` back.
  private mutating func undo() throws(Diagnostic) -> Outcome {
    guard let change = changes.popLast() else { throw Diagnostic(.nothingToUndo, parser.tree.range) }
    if let new = change.new { parser.vocabulary.remove(new) }
    for id in change.old { parser.vocabulary.restore(id) }
    let text: String? =
      switch change.old.first.map({ parser.vocabulary[$0].target }) {
      case .definition(let number): definitions[number].text
      case .group(let dimension, let number):
        catalog.namesText(
          catalog.groups[number].members.map {
            ContextName(target: .member(dimension: dimension, code: $0), isExcluded: false)
          }[...])
      case .member(let dimension, let code): catalog.memberName(dimension, code)
      case .whole(let dimension): catalog.wholeName(dimension)
      default: nil
      }
    return .undone(name: change.name, text: text)
  }
}
