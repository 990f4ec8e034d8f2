import RieplEngine
import RieplSyntax

/// A literal or a name: what is printed for it reads back.
enum LiteralCheck {
  static func check(_ bytes: [UInt8], _ catalog: Catalog) throws {
    try checkLiterals(SourceText(bytes: bytes), catalog)
    try checkName(bytes, catalog)
  }

  private static func checkLiterals(_ source: SourceText, _ catalog: Catalog) throws {
    var parser = Parser(vocabulary: catalog.makeVocabulary(), limits: FuzzLimits.limits)
    do throws(Diagnostic) {
      try parser.read(source)
      guard try parser.parseStatement() else { return }
    } catch {
      return try DiagnosticCheck.check(error, source)
    }
    for literal in parser.tree.literals { try check(literal, parser) }
  }

  /// The formatter's form of a literal is one literal, of the same unit and the same value.
  private static func check(_ literal: Literal, _ parser: Parser) throws {
    let form = Formatter.literal(literal)
    var reader = parser
    do throws(Diagnostic) {
      try reader.read(SourceText(form))
      _ = try reader.parseStatement()
    } catch {
      if error.code == .tokenTooLong { return }
      throw Finding("“\(form)”, the form of \(literal): \(DiagnosticRenderer.message(error))")
    }
    guard let read = reader.tree.literals.first, reader.tree.literals.count == 1 else {
      throw Finding("“\(form)”, the form of \(literal), is no literal")
    }
    try require(read.unit == literal.unit && digits(read) == digits(literal), "\(literal), \(form), \(read)")
  }

  /// All digits of a literal without zeros at its ends, and the place of the point.
  private static func digits(_ literal: Literal) -> String {
    var digits = Array((literal.digits ?? "\(literal.mantissa)").drop { $0 == "0" })
    var scale = Int(literal.scale)
    while digits.last == "0" {
      digits.removeLast()
      scale -= 1
    }
    return digits.isEmpty ? "0" : String(digits) + "e\(-scale)"
  }

  /// A name that `let` takes can be used as it is said to be called.
  private static func checkName(_ bytes: [UInt8], _ catalog: Catalog) throws {
    var workspace = Workspace(catalog: catalog, limits: FuzzLimits.limits)
    let outcome: Result<Outcome?, Diagnostic> = Result { () throws(Diagnostic) in
      try workspace.read(SourceText(bytes: Array("let ".utf8) + bytes + Array(" = London, South East".utf8)))
      return try workspace.next()
    }
    guard case .success(.defined(let name, let text, _)?) = outcome, text == "London, South East" else {
      return
    }
    let found = workspace.parser.vocabulary.lookUp(Array(name.utf8)[...], .group)
    try require(found.count == 1, "\(found.count) groups are called “\(name)”")
    let use = Result { () throws(Diagnostic) in
      try workspace.read(SourceText("sum allocation for \"\(name)\""))
      return try workspace.next()
    }
    guard case .success(.answer(let answer)?) = use, let cell = answer.single else {
      if name.unicodeScalars.contains("\"") || name.utf8.count > 200 { return }
      throw Finding("“\(name)” can't be used: \(use)")
    }
    try require(cell.value.exactText == "47704306", "“\(name)” is \(cell.value)")
  }
}
