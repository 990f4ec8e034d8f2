internal import RieplEngine
internal import RieplPresentation
internal import RieplSyntax

/// Statements that show the way to an answer.
extension Session {
  /// Shows how an answer came about, where its figures stand, or its question in SQL.
  func show(_ explanation: Explanation, _ working: Working) throws(OutputFault) {
    let catalog = workspace.catalog
    switch settings.format {
    case .json:
      try writeItem(ExplanationJSON.text(explanation, working, catalog))
      answersWritten += 1
      return
    case .jsonl:
      try output.write(ExplanationJSON.text(explanation, working, catalog, isCompact: true) + "\n")
      answersWritten += 1
      return
    default: break
    }
    switch working {
    case .explain:
      try block(
        ExplanationText.lines(
          explanation, catalog, width: pageWidth, characters: settings.chartCharacters))
    case .source: try block(OriginText.lines(explanation, catalog, width: pageWidth))
    case .sql, .schema: try block(SQLText.lines(explanation.answer, catalog, width: pageWidth))
    }
  }

  /// The columns that a page may take, in the form that is set.
  private var pageWidth: Int? {
    settings.format == .table ? width : settings.format == .markdown || settings.format == .html ? 100 : nil
  }

  func showSchema() throws(OutputFault) {
    try block(SQLSchema(workspace.catalog).lines())
  }

  func show(_ missing: WhyNot) throws(OutputFault) {
    try block(WhyNotText.lines(missing, workspace.catalog, width: pageWidth))
  }

  func show(_ fills: BlankFills) throws(OutputFault) {
    try block(BlankText.lines(fills, workspace.catalog, width: pageWidth))
  }
}
