import RieplSyntax

/// What stands on the right of a comparison: worked out for each row, or once without the rows.
///
/// Another figure that the rows have is taken row by row: `published total at most sum allocation by region`. What could
/// only repeat the left side is worked out once: `efficiency by region above average efficiency`.
extension Checker {
  /// A figure of the data in a calculation, brackets and definitions looked into.
  struct FigureUse {
    let measure: Int
    let reducer: Reducer?
    /// For each dimension of the measure the members that the calculation itself names; nil for those that are open.
    let named: [BitSet?]
    /// The dimensions that a row can narrow: neither named nor the rows of brackets.
    let open: [Int]
    let range: SourceRange
    let isInStatement: Bool
    let isInBracket: Bool

    func isSame(as other: FigureUse) -> Bool { measure == other.measure && named == other.named }
  }

  /// Whether the right side of a comparison is worked out for each row of some dimensions, or of the table of a file.
  mutating func isOfRows(
    _ end: ExpressionID, comparedWith left: ArraySlice<ExpressionID>, rows: [Int], of table: Int? = nil
  ) throws(Diagnostic) -> Bool {
    if rows.isEmpty, table == nil { return false }
    let right = try uses(in: end).filter { use in
      use.open.contains(where: rows.contains)
        || use.reducer == nil && !use.isInBracket && catalog.measures[use.measure].table == table
    }
    if right.isEmpty { return false }
    var own: [FigureUse] = []
    for column in left { own += try uses(in: column) }
    let repeated = right.filter { use in own.contains { use.isSame(as: $0) } }
    let others = right.filter { use in
      // What has one figure in each row, such as an average over the rows, means all of them.
      let isOne = use.open.allSatisfy(rows.contains) && catalog.isCube(use.measure)
      return !repeated.contains { $0.isSame(as: use) } && (use.reducer ?? .sum == .sum || !isOne)
    }
    guard let other = others.first else { return false }
    if let same = repeated.first {
      let whole = other.open.first.map { " " + catalog.wholeName($0) } ?? ""
      throw Diagnostic(
        .rowsAndWhole, tree.range(end),
        [
          "whole": same.isInStatement ? text(same.range) : catalog.measures[same.measure].name,
          "row": other.isInStatement ? text(other.range) : catalog.measures[other.measure].name,
          "example": (other.isInStatement ? text(other.range) : "sum \(catalog.measures[other.measure].name)")
            + whole,
        ])
    }
    return true
  }

  /// A row that adds figures up is no single one of them: their average says nothing about it.
  mutating func refuseSingles(
    _ end: ExpressionID, comparedWith left: ArraySlice<ExpressionID>, rows: [Int]
  ) throws(Diagnostic) {
    var own: [FigureUse] = []
    for column in left { own += try uses(in: column) }
    for use in try uses(in: end) where use.isInStatement && !use.isInBracket {
      switch use.reducer {
      case .average, .median, .lowest, .highest: break
      default: continue
      }
      let isOne = catalog.isCube(use.measure) && use.open.allSatisfy(rows.contains)
      guard !isOne, let reducer = use.reducer, let column = left.first,
        own.contains(where: { use.isSame(as: $0) && $0.reducer ?? .sum == .sum })
      else { continue }
      let names = rows.map { catalog.dimensions[$0].name }.joined(separator: ", ")
      let word = WordTable.spelling(WordTable.word(reducer))
      throw Diagnostic(
        .comparedWithSingles, use.range, ["figure": text(use.range)],
        suggestions: left.count == 1 ? ["\(word) (\(text(column)) by \(names))", "(\(text(use.range)))"] : [])
    }
  }

  private mutating func uses(in id: ExpressionID) throws(Diagnostic) -> [FigureUse] {
    try shape(id, Context(dimensions: catalog.dimensions.count)).uses
  }
}

extension Catalog {
  /// Whether a measure has at most one figure for each combination of members.
  func isCube(_ measure: Int) -> Bool { tables[measures[measure].table].isCube }
}
