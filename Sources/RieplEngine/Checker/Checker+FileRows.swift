import RieplSyntax

/// Questions for the rows of a file as they stand: `amount where amount > £99,500`, `amount top 3`.
extension Checker {
  /// Cells of so many combinations of names are no table any more.
  private static let mostCells = 100_000

  /// The file whose rows a question without `by` asks for; nil for one that asks for cells.
  ///
  /// Two names make a table; of three and more, or of very many, the rows of the file say more.
  mutating func fileRows(
    _ columns: ArraySlice<ExpressionID>, _ question: Question, _ clauses: Clauses, _ context: Context
  ) throws(Diagnostic) -> FileRows? {
    guard catalog.datasets.count > 1, clauses.by == nil, clauses.total == nil, clauses.within == nil,
      clauses.sort?.order != .name,
      !isCheck, plan.view == nil || plan.view == .show, question.modifier != .compare
    else { return nil }
    var table: Int?
    for column in columns {
      let shape = try shape(column, context)
      guard !shape.hasReducer, !shape.leaves.isEmpty, shape.uses.count == shape.leaves.count,
        !hasShaper(column), shape.uses.allSatisfy({ !$0.isInBracket })
      else { return nil }
      for leaf in shape.leaves {
        let own = catalog.measures[leaf.measure].table
        guard !leaf.hasSlices, table ?? own == own, !catalog.tables[own].isCube else { return nil }
        table = own
      }
    }
    guard let table, columns.count == 1 || catalog.tables[table].source.hasSameRows else { return nil }
    let open = catalog.tables[table].dimensions.filter { dimension in
      memberRows(dimension, context).count > 1
    }
    let shown = open.filter { !isCoarser($0, among: catalog.tables[table].dimensions) }
    let cells = shown.reduce(1) { cells, dimension in
      cells > Checker.mostCells ? cells : cells * catalog.dimensions[dimension].members.count
    }
    guard shown.count > 2 || cells > Checker.mostCells else { return nil }
    return FileRows(table: table, dimensions: shown)
  }

  /// Whether a dimension is of the months, quarters or years of another one's days or months.
  private func isCoarser(_ dimension: Int, among others: [Int]) -> Bool {
    let label = catalog.dimensions[dimension]
    guard label.isYears || label.isOfPeriods else { return false }
    let finest = others.filter { catalog.dimensions[$0].isOfPeriods }.max { one, other in
      (catalog.dimensions[one].members.first?.order ?? 0)
        < (catalog.dimensions[other].members.first?.order ?? 0)
    }
    // Days are counted in more than quarters and months are.
    return finest.map { $0 != dimension && !Checker.areDays(label) } ?? false
  }

  private static func areDays(_ dimension: Dimension) -> Bool {
    dimension.isOfPeriods && (dimension.members.first?.order ?? 0) > 100_000
  }
}
