import RieplSyntax

/// Comparisons that have to hold.
extension Checker {
  /// A check is of one calculation, with a comparison at its end.
  func refuseUnchecked(_ question: Question) throws(Diagnostic) {
    guard question.modifier == .none, question.columns.count == 1 else {
      throw Diagnostic(.checkTakesOne, question.range)
    }
    let hasKeep = tree[question.clauses].contains { $0.kind == .keep }
    guard !hasKeep else { return }
    let figure = tree[question.columns].first.map { text($0) } ?? ""
    throw Diagnostic(.checkNeedsComparison, question.range, ["figure": figure])
  }

  /// Keeps the rows for which the comparison does not hold, with what they are compared with and the difference.
  mutating func showBothSides(_ question: Question) throws(Diagnostic) {
    block.isInverted = true
    guard let keep = block.keeps.first, let left = block.columns.first else { return }
    var ranges: [SourceRange] = []
    for clause in tree[question.clauses] {
      guard case .keep(_, let value, let upper) = clause.body else { continue }
      ranges.append(tree.range(value))
      if let upper { ranges.append(tree.range(upper)) }
    }
    let ends = keep.ends
    for (place, (end, range)) in zip(ends, ranges).enumerated() {
      var column: Column
      switch end {
      case .column(let number): column = block.columns[number]
      case .once(let number):
        guard let figure = plan.blocks[number].columns.first else { continue }
        column = figure
        column.register = try emit(.reduce(block: number, nil), range)
      }
      // An amount of the script's own is shown like the figure that it is compared with.
      if column.info.isConstant {
        column.heading = .text(ends.count == 1 ? "compared with" : place == 0 ? "at least" : "at most")
        column.info = left.info
        column.info.isDerived = true
      }
      column.display = left.display
      column.decimals = left.decimals
      if case .column(let number) = end {
        block.columns[number] = column
      } else {
        block.columns.append(column)
      }
      guard ends.count == 1 else { continue }
      let unit: Unit = left.info.unit == .percent || left.info.unit == .rate ? .points : left.info.unit
      var info = FigureInfo(unit: unit, sourcePower: left.info.sourcePower)
      info.isDerived = left.info.isDerived || column.info.isDerived
      block.columns.append(
        Column(
          register: try emit(.subtract(left.register, column.register), question.range), info: info,
          heading: .difference, display: unit == .points ? nil : left.display, decimals: left.decimals))
    }
  }
}
