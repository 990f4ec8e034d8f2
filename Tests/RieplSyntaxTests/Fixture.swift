@testable import RieplSyntax

/// A small vocabulary, and what is read with it.
enum Fixture {
  static let vocabulary: Vocabulary = {
    var vocabulary = Vocabulary()
    func add(_ target: NameTarget, _ name: String, _ aliases: String...) {
      vocabulary.add(Name(target, name))
      for alias in aliases { vocabulary.add(Name(target, alias, official: name)) }
    }
    add(.dataset(0), "riep 2008")
    add(.dimension(0), "region", "regions")
    add(.dimension(1), "year", "years")
    vocabulary.setDimension(0, name: "region", plural: "regions")
    vocabulary.setDimension(1, name: "year", plural: "years")
    add(.whole(dimension: 0), "England", "all regions")
    add(.member(dimension: 0, code: 0), "North East", "NE")
    add(.member(dimension: 0, code: 1), "North West")
    add(.member(dimension: 0, code: 2), "London")
    add(.member(dimension: 0, code: 3), "South East")
    add(.member(dimension: 0, code: 4), "Yorkshire and Humber")
    add(.member(dimension: 0, code: 5), "St. Paul's & Co. (1)")
    vocabulary.setYears(dimension: 1, codes: [(2008, 0), (2009, 1), (2010, 2)])
    add(.measure(0), "allocation", "funding")
    add(.measure(1), "efficiency")
    add(.measure(2), "5 star rating")
    add(.fact(0), "gain rate")
    add(.topic(0), "programme")
    return vocabulary
  }()

  /// A parser that has read the first statement of a text.
  static func parser(_ text: String, limits: Limits = Limits()) throws(Diagnostic) -> Parser {
    var parser = Parser(vocabulary: vocabulary, limits: limits)
    try parser.read(SourceText(text))
    _ = try parser.parseStatement()
    return parser
  }

  /// The form of a question.
  static func form(_ text: String) throws(Diagnostic) -> String? {
    let parser = try parser(text)
    let formatter = Formatter(tree: parser.tree, vocabulary: parser.vocabulary)
    switch parser.tree.statement {
    case .question(let id), .letDefinition(_, let id): return formatter.question(id)
    default: return nil
    }
  }

  /// The first error of a text.
  static func error(_ text: String, limits: Limits = Limits()) -> Diagnostic? {
    error(bytes: Array(text.utf8), limits: limits)
  }

  static func error(bytes: [UInt8], limits: Limits = Limits()) -> Diagnostic? {
    var parser = Parser(vocabulary: vocabulary, limits: limits)
    do throws(Diagnostic) {
      try parser.read(SourceText(bytes: bytes))
      while try parser.parseStatement() {}
      return nil
    } catch {
      return error
    }
  }

  /// The tokens of all statements, by kind and text; `|` where a statement ends.
  static func tokens(_ text: String) throws(Diagnostic) -> String { try tokens(bytes: Array(text.utf8)) }

  static func tokens(bytes: [UInt8]) throws(Diagnostic) -> String {
    var lexer = Lexer(bytes, limits: Limits())
    var result: [String] = []
    while try lexer.readStatement(vocabulary) {
      for token in lexer.tokens {
        let text = String(decoding: bytes[token.range.indices], as: UTF8.self)
        result.append(token.kind == .end ? "|" : "\(token.touches ? "~" : "")\(token.kind):\(text)")
      }
    }
    return result.joined(separator: " ")
  }
}
