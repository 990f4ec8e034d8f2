internal import RieplEngine
internal import RieplSyntax

/// Examples in help: their answers are worked out when the page is shown, and can't be out of date.
extension Pages {
  /// A statement, and under it what it comes to, shortened where that is long.
  ///
  /// - Parameter fault: The error that it shows; nil for an example that works. Where it comes to something else,
  ///   as over figures that have none of its names, it stands alone.
  func example(
    _ statement: String, rows: Int = 12, showsNotes: Bool = true, fault: DiagnosticCode? = nil
  ) -> [TextLine] {
    var workspace = Workspace(catalog: catalog)
    var lines: [TextLine] = []
    // What asks of the last answer needs one.
    for before in fault == nil ? Pages.leadIn(statement) : [] {
      _ = Pages.run(before, in: &workspace)
      lines.append(TextLine(.text, "    " + before))
    }
    lines.append(TextLine(.heading, "    " + statement))
    var answer = result(statement, &workspace, fault)
    if !showsNotes { answer.removeAll { $0.role == .note } }
    while answer.last?.text.isEmpty == true { answer.removeLast() }
    if answer.count > rows + 1 { answer = answer.prefix(rows) + [TextLine(.text, "  …")] }
    return lines + answer.map { TextLine($0.role, $0.text.isEmpty ? "" : "    " + $0.text) }
  }

  /// What has to be asked before an example.
  public static func leadIn(_ statement: String) -> [String] {
    switch statement.split(separator: " ").first {
    case "then": ["allocation by region"]
    case "it": ["sum allocation"]
    case "why": ["allocation by region top 3"]
    case "undo": ["let the North = North East, North West"]
    default: []
    }
  }

  /// What a statement comes to, as lines beside the statement; none where it does nothing that could be shown here.
  private func result(_ statement: String, _ workspace: inout Workspace, _ code: DiagnosticCode?)
    -> [TextLine]
  {
    switch Pages.run(statement, in: &workspace) {
    case .failure(let diagnostic):
      return diagnostic.code == code ? fault(diagnostic, statement, workspace) : []
    case .success where code != nil: return []
    case .success(let outcome):
      return lines(outcome, workspace).map { TextLine($0.role, $0.text.isEmpty ? "" : "  " + $0.text) }
    }
  }

  /// The columns that an answer in a page may take.
  private var room: Int { max(30, min(width ?? 100, 100) - 6) }

  private func lines(_ outcome: Outcome, _ workspace: Workspace) -> [TextLine] {
    switch outcome {
    case .answer(let answer):
      return AnswerText.lines(answer, workspace.catalog, width: room, isFull: false)
    case .defined(let name, let text, _): return [TextLine(.text, "\(name) stands for \(text)")]
    case .ask(let input): return [TextLine(.text, "\(input.name) is \(input.text)")]
    case .check(let result):
      return ReportItem.check(result, workspace.catalog).lines(width: room, isFull: false, known: BitSet())
    case .heading(let parts):
      return ReportItem.heading(parts, workspace.catalog).lines(width: room, isFull: false, known: BitSet())
    case .say(let parts):
      return ReportItem.sentence(parts, workspace.catalog).lines(width: room, isFull: false, known: BitSet())
    case .list(let topic): return inner(workspace).list(topic)
    case .about(let target): return inner(workspace).about(target)
    case .worked(let explanation, let working):
      switch working {
      case .explain:
        return ExplanationText.lines(explanation, workspace.catalog, width: room, characters: .unicode)
      case .source: return OriginText.lines(explanation, workspace.catalog, width: room)
      case .sql, .schema: return SQLText.lines(explanation.answer, workspace.catalog, width: room)
      }
    case .schema: return SQLSchema(workspace.catalog).lines()
    case .whyNot(let missing): return WhyNotText.lines(missing, workspace.catalog, width: room)
    case .blank(let fills): return BlankText.lines(fills, workspace.catalog, width: room)
    default: return []
    }
  }

  /// What is wrong with a statement that stands right above.
  private func fault(_ diagnostic: Diagnostic, _ statement: String, _ workspace: Workspace) -> [TextLine] {
    let source = workspace.followUpSource ?? SourceText(statement)
    let lines = DiagnosticRenderer.render(
      diagnostic, in: source, line: nil, typedIndent: workspace.followUpSource == nil ? 2 : nil,
      width: DisplayWidth.width(of:))
    return lines.dropLast().map { TextLine(.text, $0.hasPrefix("  ") ? String($0.dropFirst(2)) : $0) }
      + TextLine.wrapped(.text, "  " + (lines.last ?? ""), width: room, indent: 2)
  }

  private func inner(_ workspace: Workspace) -> Pages {
    Pages(
      catalog: workspace.catalog, definitions: workspace.definitions, vocabulary: workspace.parser.vocabulary,
      width: room)
  }

  /// What the first statement of a text comes to.
  static func run(_ text: String, in workspace: inout Workspace) -> Result<Outcome, Diagnostic> {
    do throws(Diagnostic) {
      try workspace.read(SourceText(text))
      return .success(try workspace.next() ?? .nothing)
    } catch {
      return .failure(error)
    }
  }
}
