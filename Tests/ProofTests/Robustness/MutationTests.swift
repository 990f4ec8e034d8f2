import RieplData
import RieplEngine
import RieplPresentation
import RieplSyntax
import Testing

/// Each statement of each case file with each token dropped, doubled and swapped with its neighbour: an answer or a
/// diagnostic, and never a trap, whatever the statements before it have left.
@Suite struct Mutations {
  struct Tally {
    var statements = 0
    var mutants = 0
    var answers = 0
    var diagnostics = 0
    var suggestions = 0
    /// Suggestions that were put in the place of what is wrong, and the questions that were right then.
    var tried = 0
    var mended = 0
    var faults: [String] = []
  }

  @Test func everyCaseSurvives() throws {
    var tally = Tally()
    var catalog = Catalog()
    try EmbeddedDatasets.load(into: &catalog)
    for file in try CaseFiles.all() {
      for part in file.parts {
        var workspace = Workspace(catalog: catalog)
        for statement in part {
          tally.statements += 1
          for mutant in Mutations.mutants(statement) {
            // Each starts from where the statements before it have led.
            Mutations.run(mutant, in: workspace, file.name, &tally)
          }
          _ = try? workspace.read(SourceText(statement))
          while true {
            do throws(Diagnostic) {
              guard try workspace.next() != nil else { break }
            } catch {
              continue
            }
          }
        }
      }
    }
    print(
      "mutations: \(tally.mutants) of \(tally.statements) statements, \(tally.answers) answered, "
        + "\(tally.diagnostics) diagnosed with \(tally.suggestions) suggestions "
        + "(\(tally.mended) of \(tally.tried) mend it all), \(tally.faults.count) faults"
    )
    for fault in tally.faults.prefix(20) { print(fault) }
    #expect(tally.faults.isEmpty)
    #expect(tally.mutants > 10_000)
  }

  /// Tokens of all files in any order: nothing that anybody would type.
  @Test func anyTokensSurvive() throws {
    var tally = Tally()
    let pool = Set(try CaseFiles.all().flatMap(\.statements).flatMap(CaseFiles.tokens)).sorted()
    var random = ProofSeed.random("piles of tokens")
    var catalog = Catalog()
    try EmbeddedDatasets.load(into: &catalog)
    let workspace = Workspace(catalog: catalog)
    for _ in 0..<4_000 * ProofSeed.effort {
      let text = (0..<random.int(1...9)).map { _ in random.pick(pool) }.joined(separator: " ")
      Mutations.run(text, in: workspace, "pile", &tally)
    }
    print(
      "piles: \(tally.mutants), \(tally.answers) answered, \(tally.faults.count) faults; \(ProofSeed.note)")
    for fault in tally.faults.prefix(20) { print(fault) }
    #expect(tally.faults.isEmpty, "\(ProofSeed.note)")
  }

  static func mutants(_ statement: String) -> [String] {
    let tokens = CaseFiles.tokens(statement)
    // Where a statement is two hundred brackets, one bracket is like another.
    let places =
      tokens.count > 60 ? Array(0..<8) + Array(tokens.count - 8..<tokens.count) : Array(tokens.indices)
    var mutants: Set<String> = []
    for place in places {
      var dropped = tokens
      dropped.remove(at: place)
      mutants.insert(dropped.joined(separator: " "))
      var doubled = tokens
      doubled.insert(tokens[place], at: place)
      mutants.insert(doubled.joined(separator: " "))
      guard place + 1 < tokens.count else { continue }
      var swapped = tokens
      swapped.swapAt(place, place + 1)
      mutants.insert(swapped.joined(separator: " "))
    }
    return mutants.sorted()
  }

  static func run(_ text: String, in workspace: Workspace, _ file: String, _ tally: inout Tally) {
    tally.mutants += 1
    let original = workspace
    var workspace = workspace
    do throws(Diagnostic) {
      try workspace.read(SourceText(text))
      var statements = 0
      while let outcome = try workspace.next() {
        statements += 1
        if statements > 100 {
          tally.faults.append("\(file): no end: \(text)")
          return
        }
        guard case .answer(let answer) = outcome else { continue }
        // What is written of it must not trap either.
        let lines = AnswerText.lines(answer, workspace.catalog, width: 80, isFull: true)
        let json = AnswerJSON.text(answer, workspace.catalog)
        if lines.isEmpty || json.isEmpty || AnswerCSV.text(answer, workspace.catalog).isEmpty {
          tally.faults.append("\(file): nothing is printed: \(text)")
        }
      }
      tally.answers += 1
    } catch {
      tally.diagnostics += 1
      tally.suggestions += error.suggestions.count
      let source = workspace.followUpSource ?? SourceText(text)
      if let fault = fault(error, in: source) {
        tally.faults.append("\(file): \(error.code): \(fault): \(text)")
      } else {
        mend(source, error, original, file, &tally)
      }
    }
  }

  /// Following suggestions leads on: not to the same error in the same place again and again.
  static func mend(
    _ source: SourceText, _ diagnostic: Diagnostic, _ workspace: Workspace, _ file: String,
    _ tally: inout Tally
  ) {
    for suggestion in diagnostic.suggestions {
      tally.tried += 1
      var (text, found, suggestion) = (source, diagnostic, suggestion)
      for step in 1...4 {
        var bytes = text.bytes
        bytes.replaceSubrange(found.range.indices, with: Array(suggestion.utf8))
        text = SourceText(bytes: bytes)
        guard let next = DidYouMean.diagnostic(text, workspace) else {
          tally.mended += 1
          break
        }
        guard next.code == diagnostic.code, next.range.start == diagnostic.range.start,
          let first = next.suggestions.first
        else { break }
        if step == 4 {
          let start = source.text(in: SourceRange(0, source.bytes.count))
          tally.faults.append("\(file): \(next.code) again and again: \(start) → \(diagnostic.suggestions)")
        }
        (found, suggestion) = (next, first)
      }
    }
  }

  /// What is wrong with a diagnostic.
  static func fault(_ diagnostic: Diagnostic, in source: SourceText) -> String? {
    let range = diagnostic.range
    if range.start > range.end { return "a range that runs backwards" }
    if Int(range.end) > source.bytes.count { return "a range beyond the end" }
    if diagnostic.suggestions.contains(where: { $0.allSatisfy(\.isWhitespace) }) {
      return "an empty suggestion"
    }
    if Set(diagnostic.suggestions).count < diagnostic.suggestions.count { return "the same suggestion twice" }
    let message = DiagnosticRenderer.message(diagnostic)
    if message.isEmpty || message.contains("{") { return "a message with a hole: \(message)" }
    return nil
  }
}
