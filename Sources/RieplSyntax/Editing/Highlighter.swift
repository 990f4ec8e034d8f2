/// What an editor tells apart in a statement.
public enum HighlightClass: Sendable, Hashable {
  /// A first word of a line that is no question, such as `let`.
  case command
  /// A word that makes figures of figures, such as `sum` or `rank`.
  case calculation
  /// A word that begins a clause.
  case clause
  /// A word or a mark between others, such as `is`, `and` or `*`.
  case connective
  /// A measure, a fact, a calculation that `let` named, or the last answer.
  case figure
  /// A member, or several with a name of their own.
  case member
  case dimension
  case dataset
  case year
  case money
  /// A number, a percentage, or a unit without a number.
  case number
  case bracket
  case comment
  /// A name that `let` gives, or a text in quotes.
  case text
  /// A word that nobody knows, or a mark without a meaning.
  case unknown
}

/// A part of a text and what it is.
public struct HighlightSpan: Sendable, Hashable {
  /// Where it stands.
  public let range: SourceRange
  /// What it is.
  public let kind: HighlightClass
}

/// Says what each part of a text is, by the lexer and the names that are known: also of a text that has errors.
public enum Highlighter {
  /// The spans of a text in order; what stands in none of them is plain.
  public static func spans(_ text: String, _ vocabulary: Vocabulary) -> [HighlightSpan] {
    var parser = Parser(vocabulary: vocabulary)
    var spans: [HighlightSpan] = []
    do throws(Diagnostic) {
      try parser.read(SourceText(text))
    } catch {
      return []
    }
    var end = 0
    while true {
      do throws(Diagnostic) {
        guard try parser.lexer.readStatement(vocabulary) else { break }
      } catch {
        // What can't be read is plain up to the end of its statement.
        end = max(end, parser.lexer.position)
        parser.lexer.skipStatement()
        continue
      }
      append(&parser, from: end, to: &spans)
      end = parser.lexer.position
    }
    appendComments(parser.lexer.bytes, end..<parser.lexer.bytes.count, to: &spans)
    return spans
  }

  /// The spans of the statement that the lexer has just read.
  private static func append(_ parser: inout Parser, from end: Int, to spans: inout [HighlightSpan]) {
    var end = end
    var index = 0
    let last = parser.lexer.tokens.count - 1
    // Behind these first words stands no question.
    var isText = false
    var nameEnd = 0
    func add(_ range: SourceRange, _ kind: HighlightClass, _ parser: Parser, to spans: inout [HighlightSpan])
    {
      appendComments(parser.lexer.bytes, end..<Int(range.start), to: &spans)
      spans.append(HighlightSpan(range: range, kind: kind))
      end = Int(range.end)
    }
    if last > 0, let word = parser.lexer.tokens[0].language, isCommand(word) {
      add(parser.lexer.tokens[0].range, .command, parser, to: &spans)
      index = 1
      switch word {
      case .list, .help, .learn, .set, .timer: isText = true
      case .let, .ask: nameEnd = parser.lexer.tokens.firstIndex { $0.kind == .equal } ?? last
      default: break
      }
    }
    while index < last {
      let token = parser.lexer.tokens[index]
      if isText || index < nameEnd {
        add(token.range, .text, parser, to: &spans)
        index += 1
      } else if let match = parser.matchName(.any, at: index) {
        let name = parser.vocabulary[match.name]
        add(
          token.range.union(parser.lexer.tokens[match.next - 1].range), kind(name.kind), parser, to: &spans)
        index = match.next
      } else {
        if let kind = isChartForm(index, parser) ? .clause : kind(token, parser.lexer.literals) {
          add(token.range, kind, parser, to: &spans)
        }
        index += 1
      }
    }
    appendComments(parser.lexer.bytes, end..<parser.lexer.position, to: &spans)
  }

  /// Whether a word says what a chart is drawn as: it means that only behind `as`.
  private static func isChartForm(_ index: Int, _ parser: Parser) -> Bool {
    let tokens = parser.lexer.tokens
    guard index > 0, tokens[index].kind == .word, tokens[index].language == nil else { return false }
    let isShare = index > 1 && tokens[index - 1].language == .share
    guard tokens[index - (isShare ? 2 : 1)].language == .as else { return false }
    return ChartForm.named(parser.source.text(in: tokens[index].range)) != nil
  }

  private static func isCommand(_ word: Word) -> Bool { WordTable.entry(word).roles.contains(.command) }

  private static func kind(_ name: NameKinds) -> HighlightClass {
    switch name {
    case .measure, .fact, .definition: .figure
    case .dimension: .dimension
    case .dataset, .topic: .dataset
    default: .member
    }
  }

  private static func kind(_ token: Token, _ literals: Arena<Literal>) -> HighlightClass? {
    switch token.kind {
    case .end, .comma: return nil
    case .word: return token.language.map { kind($0) } ?? .unknown
    case .quoted: return .text
    case .literal:
      return literals[Int(token.literal)].unit == .money ? .money : .number
    case .year: return .year
    case .unit: return .number
    case .plus, .minus, .times, .divide, .power, .equal, .notEqual, .less, .lessOrEqual, .greater,
      .greaterOrEqual:
      return .connective
    case .leftBracket, .rightBracket: return .bracket
    case .blank: return .connective
    case .foreign: return .unknown
    }
  }

  private static func kind(_ word: Word) -> HighlightClass {
    for role in WordTable.entry(word).roles {
      switch role {
      case .view, .modifier, .reducer, .shaper: return .calculation
      case .clause: return .clause
      case .operator, .comparison, .connective: return .connective
      case .unit: return .number
      case .answer: return .figure
      case .command: return .unknown
      }
    }
    return .unknown
  }

  /// Comments in a stretch of text without tokens.
  private static func appendComments(_ bytes: [UInt8], _ range: Range<Int>, to spans: inout [HighlightSpan]) {
    guard range.lowerBound < range.upperBound else { return }
    var index = range.lowerBound
    while index < range.upperBound {
      guard bytes[index] == UInt8(ascii: "#") else {
        index += 1
        continue
      }
      let start = index
      while index < range.upperBound, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
      spans.append(HighlightSpan(range: SourceRange(start, index), kind: .comment))
    }
  }
}
