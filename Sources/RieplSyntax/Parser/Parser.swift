/// Reads statements into trees, by recursive descent over the tokens of one statement at a time.
///
/// Each parse function is headed by its production in Grammar/riepl.ebnf. `parseX` consumes or diagnoses,
/// `parseXIfPresent` returns nil when there is none. Names are known before parsing: see `Vocabulary`.
public struct Parser: Sendable {
  /// The names that may be used; definitions add to it between statements.
  public var vocabulary: Vocabulary
  /// The tree of the statement that was read last.
  public internal(set) var tree = Tree()
  /// What is being read.
  public private(set) var source: SourceText
  let limits: Limits

  var lexer: Lexer
  /// For how many more errors of the text a word is looked for that may have been meant.
  var mendsLeft = 0
  var index = 0
  var depth = 0
  /// Whether the statement that was read last ends with a question mark, as questions do, in whose place nothing is
  /// wanted.
  var endsWithQuestionMark = false
  // Nodes of lists that are still being read: each list moves to the tree when it is whole.
  var operandStack = Arena<Operand>()
  var columnStack = Arena<ExpressionID>()
  var clauseStack = Arena<Clause>()
  var conditionStack = Arena<ConditionID>()

  /// A parser with nothing to read yet.
  public init(vocabulary: Vocabulary, limits: Limits = Limits()) {
    self.vocabulary = vocabulary
    self.limits = limits
    source = SourceText(bytes: [])
    lexer = Lexer([], limits: limits)
  }

  /// Starts on another text.
  public mutating func read(_ source: SourceText) throws(Diagnostic) {
    if source.bytes.count > limits.scriptBytes {
      throw Diagnostic(.scriptTooLong, SourceRange(0, 0), ["limit": "\(limits.scriptBytes >> 20) MiB"])
    }
    self.source = source
    mendsLeft = limits.mends
    lexer = Lexer(source.bytes, limits: limits)
  }

  /// Reads the next statement into `tree`; false at the end of the text. After an error the next call goes on
  /// with the statement behind it.
  ///
  /// Grammar: script ::= statement? ( LineEnd statement? )*
  public mutating func parseStatement() throws(Diagnostic) -> Bool {
    do throws(Diagnostic) {
      return try parsePlainStatement()
    } catch {
      throw mended(error)
    }
  }

  /// The next statement, and the first thing that is wrong with it as it was found: nobody looks for what was meant,
  /// which takes longer.
  public mutating func parsePlainStatement() throws(Diagnostic) -> Bool {
    tree.removeAll()
    index = 0
    depth = 0
    endsWithQuestionMark = false
    operandStack.removeAll()
    columnStack.removeAll()
    clauseStack.removeAll()
    conditionStack.removeAll()
    do throws(Diagnostic) {
      guard try lexer.readStatement(vocabulary) else { return false }
    } catch {
      lexer.skipStatement()
      throw error
    }
    swap(&tree.literals, &lexer.literals)
    if tokens.count == 1 { return true }
    tree.range = tokens[0].range.union(tokens[tokens.count - 2].range)
    tree.statement = try parseStatementBody()
    return true
  }

  /// A text that is being read, and how far.
  public struct Place: Sendable {
    fileprivate var source: SourceText
    fileprivate var lexer: Lexer
  }

  /// Where reading stands, so that another text can be read in between.
  public var place: Place {
    get { Place(source: source, lexer: lexer) }
    set {
      source = newValue.source
      lexer = newValue.lexer
    }
  }

  /// Takes the tree of the statement that was read last, and leaves another whose arrays serve the next statement.
  public mutating func exchangeTree(_ other: inout Tree) { swap(&tree, &other) }

  /// The text of the statement that was read last.
  public var statementText: String { source.text(in: tree.range) }

  // MARK: Tokens

  var tokens: Arena<Token> {
    @inline(__always) _read { yield lexer.tokens }
  }

  var token: Token {
    @inline(__always) get { lexer.tokens[index] }
  }

  /// The token after the present one; the end token follows itself.
  var nextToken: Token {
    @inline(__always) get { lexer.tokens[min(index &+ 1, lexer.tokens.count &- 1)] }
  }

  @inline(__always)
  mutating func advance() { if lexer.tokens[index].kind != .end { index &+= 1 } }

  /// Where the last consumed token ends.
  var previousRange: SourceRange {
    @inline(__always) get { lexer.tokens[max(index &- 1, 0)].range }
  }

  @inline(__always)
  func isWord(_ word: Word) -> Bool { lexer.tokens[index].language == word }

  @inline(__always)
  mutating func skipIfPresent(_ word: Word) -> Bool {
    guard lexer.tokens[index].language == word else { return false }
    index &+= 1
    return true
  }

  @inline(__always)
  mutating func skipIfPresent(_ kind: TokenKind) -> Bool {
    guard lexer.tokens[index].kind == kind else { return false }
    index &+= 1
    return true
  }

  func text(_ range: SourceRange) -> String { source.text(in: range) }

  // MARK: Nodes

  @inline(__always)
  mutating func add(_ expression: Expression, _ range: SourceRange) throws(Diagnostic) -> ExpressionID {
    if tree.expressions.count >= limits.nodes { throw tooManyNodes(range) }
    tree.expressions.append(expression)
    tree.expressionRanges.append(range)
    return ExpressionID(index: Int32(truncatingIfNeeded: tree.expressions.count &- 1))
  }

  mutating func add(_ condition: Condition, _ range: SourceRange) throws(Diagnostic) -> ConditionID {
    if tree.conditions.count >= limits.nodes { throw tooManyNodes(range) }
    tree.conditions.append(condition)
    tree.conditionRanges.append(range)
    return ConditionID(index: Int32(truncatingIfNeeded: tree.conditions.count &- 1))
  }

  mutating func add(_ figure: Figure, _ range: SourceRange) throws(Diagnostic) -> ExpressionID {
    tree.figures.append(figure)
    return try add(.figure(Int32(truncatingIfNeeded: tree.figures.count &- 1)), range)
  }

  mutating func add(_ use: NameUse) -> NameUseID {
    tree.names.append(use)
    return NameUseID(index: Int32(truncatingIfNeeded: tree.names.count &- 1))
  }

  mutating func add(_ question: Question) -> QuestionID {
    tree.questions.append(question)
    return QuestionID(index: Int32(truncatingIfNeeded: tree.questions.count &- 1))
  }

  func tooManyNodes(_ range: SourceRange) -> Diagnostic {
    Diagnostic(.tooManyNodes, range, ["limit": Lexer.grouped(Array("\(limits.nodes)".utf8))])
  }

  mutating func addText(_ range: SourceRange, _ text: String? = nil) -> TextUse {
    tree.texts.append(text ?? self.text(range))
    return TextUse(index: Int32(tree.texts.count - 1), range: range)
  }

  /// Goes one level deeper, where there is room.
  @inline(__always)
  mutating func enter() throws(Diagnostic) {
    depth &+= 1
    if depth > limits.nesting {
      throw Diagnostic(.tooDeep, token.range, ["limit": "\(limits.nesting)"])
    }
  }

  @inline(__always)
  mutating func leave() { depth &-= 1 }

  func expected(_ what: String, after word: String) -> Diagnostic {
    Diagnostic(.somethingMissing, hereOrPrevious, ["what": what, "word": word])
  }

  /// The present token, or the place right behind the last one at the end of the statement, which is empty.
  var hereOrPrevious: SourceRange {
    if token.kind != .end { return token.range }
    let end = index > 0 ? lexer.tokens[index - 1].range.end : token.range.end
    return SourceRange(start: end, end: end)
  }
}
