public import RieplSyntax

/// An input of a script, as `ask` describes it.
public struct ScriptInput: Sendable {
  /// Its name.
  public let name: String
  /// What it is if nobody says more, as it is typed.
  public let text: String
  /// What to ask for it; nil where the script has no words for that.
  public let question: String?
  /// What it takes.
  public let kind: InputKind
  /// Where the statement stands.
  public let range: SourceRange
}

/// What an input takes.
public enum InputKind: Sendable, Hashable {
  /// One member or several of a dimension, by its number.
  case members(dimension: Int)
  case amount(Unit)
}

/// What an input is if nobody says more.
struct DefaultInput: Sendable {
  let name: String
  let value: InputValue
  let tree: Tree
  let source: SourceText
  let kind: InputKind
}

/// Whether a comparison holds.
public struct CheckResult: Sendable {
  /// The rows that fail, with both sides of the comparison and their difference.
  public let answer: Answer
  /// What the check is called, where it has words of its own.
  public let message: String?
  /// The question in its canonical form.
  public let question: String

  /// How many rows were looked at.
  public var rows: Int { answer.rowsBeforeKeep }
  /// Whether all rows are as they should be; where there are none, nothing has been shown.
  public var passes: Bool { rows > 0 && answer.rows.isEmpty }
}

/// A part of a sentence.
public enum SentencePart: Sendable {
  case text(String)
  /// A name in braces, in its official form.
  case name(String)
  /// What a question in braces comes to: one figure, or the names of members.
  case answer(Answer)
}

/// Statements that make a script a report.
extension Workspace {
  // MARK: ask

  /// What `ask` says of an input; its default is kept until `give`.
  mutating func readInput(_ use: TextUse, _ value: InputValue, _ question: TextUse?) throws(Diagnostic)
    -> ScriptInput
  {
    let name = newName(use)
    let tree = parser.tree
    let kind = try self.kind(value, tree, parser.source)
    let input = DefaultInput(name: name, value: value, tree: tree, source: parser.source, kind: kind)
    defaultInput = input
    if keepsInputs { knownInputs.append(input) }
    return ScriptInput(
      name: name, text: Formatter(tree: tree, vocabulary: parser.vocabulary).value(value),
      question: question.map { tree.text($0) }, kind: kind, range: tree.range)
  }

  private func kind(_ value: InputValue, _ tree: Tree, _ source: SourceText) throws(Diagnostic) -> InputKind {
    switch value {
    case .members(let items):
      return .members(dimension: try resolve(items, tree, source)?.dimension ?? 0)
    case .amount(let id):
      var tree = tree
      let plan = try Checker.plan(
        id, tree: &tree, source: source, catalog: catalog, definitions: definitions, last: nil,
        limits: limits, vocabulary: parser.vocabulary
      ).plan
      return .amount(plan.blocks[plan.main].columns.first?.info.unit ?? .number)
    }
  }

  /// Gives the input that was asked for last a value, or its default for nil.
  ///
  /// A value that is no such thing is an error whose range is in the value.
  public mutating func give(_ text: String?) throws(Diagnostic) -> Outcome {
    guard let input = defaultInput else { return .nothing }
    guard let text else { return try define(input.name, input.value, input.tree, input.source) }
    let source = SourceText(text)
    var inner = Parser(vocabulary: parser.vocabulary, limits: limits)
    do throws(Diagnostic) {
      try inner.read(source)
      let value = try inner.parseInputValue()
      let kind = try self.kind(value, inner.tree, source)
      guard isLike(kind, input.kind) else { throw wrongInput(input, text, []) }
      return try define(input.name, value, inner.tree, source)
    } catch {
      throw error.code == .wrongInput ? error : wrongInput(input, text, error.suggestions)
    }
  }

  /// Gives a value to an input that was read before, and throws where it can't be that.
  public mutating func give(_ text: String, for name: String) throws(Diagnostic) {
    guard let input = knownInputs.last(where: { $0.name == name }) else { return }
    defaultInput = input
    _ = try give(text)
  }

  private func wrongInput(_ input: DefaultInput, _ text: String, _ suggestions: [String]) -> Diagnostic {
    Diagnostic(
      .wrongInput, SourceRange(0, text.utf8.count),
      ["name": input.name, "value": text, "takes": takes(input.kind)], suggestions: suggestions)
  }

  /// Whether a value of one kind will do for an input of another.
  private func isLike(_ kind: InputKind, _ wanted: InputKind) -> Bool {
    if case .amount(let unit) = kind, case .amount(let other) = wanted {
      return unit == other || [unit, other].allSatisfy { $0 == .percent || $0 == .rate }
    }
    return kind == wanted
  }

  /// What an input of a kind takes, in words.
  public func takes(_ kind: InputKind) -> String {
    switch kind {
    case .members(let dimension):
      let members = catalog.dimensions[dimension].members.prefix(3).map(\.name).joined(separator: ", ")
      let rest = catalog.dimensions[dimension].members.count > 3 ? "…" : ""
      return "a \(catalog.dimensions[dimension].name) or several (\(members)\(rest))"
    case .amount(.money): return "an amount of money such as £5m"
    case .amount(.percent): return "a percentage such as 3%"
    case .amount(.rate): return "a percentage such as 3% a year"
    case .amount(.points): return "percentage points such as 2 points"
    case .amount(.number), .amount(.count): return "a number such as 1,000"
    }
  }

  private mutating func define(_ name: String, _ value: InputValue, _ tree: Tree, _ source: SourceText)
    throws(Diagnostic) -> Outcome
  {
    switch value {
    case .amount(let id): return define(calculation: name, tree, id, source)
    case .members(let items):
      guard let members = try resolve(items, tree, source) else { return .nothing }
      guard members.names.count == 1, let target = members.names.first?.target else {
        let outcome = define(group: name, members)
        inputGroups[catalog.groups.count - 1] = catalog.namesText(members.names[...], last: " and ")
        return outcome
      }
      // One place by another name: answers call it by its own.
      let replaces = define(Name(target, name))
      broken.remove(fold(name))
      return .defined(name: name, text: catalog.namesText(members.names[...]), replaces: replaces)
    }
  }

  /// Whether a name has been given by `let` or `ask`.
  public func isDefined(_ name: String) -> Bool {
    parser.vocabulary.lookUp(Array(name.utf8)[...]).contains { parser.vocabulary[$0].dataset < 0 }
  }

  // MARK: check

  mutating func check(_ id: QuestionID, _ message: TextUse?) throws(Diagnostic) -> CheckResult {
    var tree = Tree()
    parser.exchangeTree(&tree)
    defer { parser.exchangeTree(&tree) }
    let answer = try answer(id, &tree, parser.source, isCheck: true)
    return CheckResult(
      answer: answer, message: message.map { tree.text($0) },
      question: Formatter(tree: tree, vocabulary: parser.vocabulary).question(id))
  }

  // MARK: say and heading

  /// The parts of sentences, which stand behind one another.
  mutating func compose(_ sentences: some Collection<TextUse>) throws(Diagnostic) -> [SentencePart] {
    let tree = parser.tree
    var parts: [SentencePart] = []
    for use in sentences {
      if !parts.isEmpty { parts.append(.text(" ")) }
      let written = parser.source.text(in: use.range)
      let text = tree.text(use)
      // Where a quote is written twice, places in the text are not those in the script.
      let lead = written.hasPrefix("\"") ? 1 : 3
      let isPlain = written.utf8.count == text.utf8.count + 2 * lead
      let sentence = Sentence(range: use.range, start: isPlain ? Int(use.range.start) + lead : nil)
      try compose(Array(text.utf8), sentence, &parts)
    }
    return parts
  }

  /// Where a sentence stands.
  private struct Sentence {
    let range: SourceRange
    /// The offset of its first byte in the script, if its bytes stand there as they are.
    let start: Int?

    func range(_ part: Range<Int>) -> SourceRange {
      start.map { SourceRange($0 + part.lowerBound, $0 + part.upperBound) } ?? range
    }
  }

  private mutating func compose(_ bytes: [UInt8], _ sentence: Sentence, _ parts: inout [SentencePart])
    throws(Diagnostic)
  {
    let (open, close) = (UInt8(ascii: "{"), UInt8(ascii: "}"))
    var text: [UInt8] = []
    func flush() {
      if !text.isEmpty { parts.append(.text(String(decoding: text, as: UTF8.self))) }
      text.removeAll()
    }
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      guard byte == open || byte == close else {
        text.append(byte)
        index += 1
        continue
      }
      // A brace written twice is a brace.
      if index + 1 < bytes.count, bytes[index + 1] == byte {
        text.append(byte)
        index += 2
        continue
      }
      let here = sentence.range(index..<index + 1)
      guard byte == open else { throw Diagnostic(.strayBrace, here, ["brace": "a closing"]) }
      guard let end = bytes[(index + 1)...].firstIndex(where: { $0 == open || $0 == close }),
        bytes[end] == close
      else { throw Diagnostic(.strayBrace, here, ["brace": "an opening"]) }
      flush()
      parts.append(try part(Array(bytes[(index + 1)..<end]), sentence.range(index + 1..<end)))
      index = end + 1
    }
    flush()
  }

  /// What stands in braces.
  private mutating func part(_ bytes: [UInt8], _ range: SourceRange) throws(Diagnostic) -> SentencePart {
    let source = SourceText(bytes: bytes)
    var inner = Parser(vocabulary: parser.vocabulary, limits: limits)
    do throws(Diagnostic) {
      try inner.read(source)
      guard try inner.parseStatement(), case .question(let id) = inner.tree.statement else {
        if let name = names(source) { return .name(name) }
        throw Diagnostic(.sentenceNeedsQuestion, SourceRange(0, bytes.count))
      }
      let source = inner.source
      var tree = Tree()
      inner.exchangeTree(&tree)
      if rehearsal != nil {
        try rehearse(&tree, id, source, mayHaveRows: false)
        return .text("")
      }
      let answer = try answer(id, &tree, source)
      guard answer.single != nil || answer.isListing else {
        throw Diagnostic(.sentenceNeedsFigure, SourceRange(0, bytes.count))
      }
      return .answer(answer)
    } catch {
      if let name = names(source) { return .name(name) }
      // Its range is that in the script.
      var moved = error
      if range.end - range.start == UInt32(bytes.count) {
        moved.range = SourceRange(start: range.start + error.range.start, end: range.start + error.range.end)
      } else {
        moved.range = range
      }
      throw moved
    }
  }

  /// The official names, where a text is nothing but names of members.
  private mutating func names(_ source: SourceText) -> String? {
    var inner = Parser(vocabulary: parser.vocabulary, limits: limits)
    do throws(Diagnostic) {
      try inner.read(source)
      guard case .members(let items) = try inner.parseInputValue() else { return nil }
      use(inner.tree)
      guard let members = try resolve(items, inner.tree, source)
      else { return nil }
      // Several places that are an input have no name that a reader would know.
      if members.names.count == 1, case .group(_, let number)? = members.names.first?.target,
        let text = inputGroups[number]
      {
        return text
      }
      return catalog.namesText(members.names[...], last: " and ")
    } catch {
      return nil
    }
  }
}
