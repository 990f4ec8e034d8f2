import RieplEngine

/// Headings of several rows, and units that stand above or below them.
extension LayoutSniffer {
  /// Whether a row above the headings groups them: it has words above several columns, gaps between them, and the
  /// columns below are called alike.
  func isGroups(_ row: [[UInt8]], _ headings: [[UInt8]]) -> Bool {
    let words = row.indices.filter { !row[$0].isEmpty }
    guard words.count > 1, let first = words.first, row.count <= headings.count else { return false }
    let below = headings[first...].filter { !$0.isEmpty }
    return Set(below).count < below.count
  }

  /// Puts the words of groups in front of the headings that they stand above.
  func addGroups(_ groups: [String], to headings: inout [String]) {
    guard let first = groups.firstIndex(where: { !$0.isEmpty }), first < headings.count else { return }
    var group = ""
    for place in first..<headings.count {
      if place < groups.count, !groups[place].isEmpty { group = groups[place] }
      headings[place] = "\(group) \(headings[place])"
    }
  }

  /// Takes a row of units below the headings, such as £000, as a part of them.
  mutating func takeUnits(below heading: Int, _ headings: inout [String]) {
    guard rows.count > heading + 1, ends.count > heading + 1 else { return }
    let row = rows[heading + 1].prefix(headings.count).map(FieldText.string)
    let filled = row.indices.filter { !row[$0].isEmpty }
    let isUnits = filled.allSatisfy { place in
      var text = row[place]
      return UnitText.take(from: &text) != nil && text == row[place]
    }
    guard !filled.isEmpty, isUnits else { return }
    for place in filled { headings[place] += " (\(row[place]))" }
    layout.bodyStart = ends[heading + 1]
    unitRows = 1
  }

  /// A title such as "Budget by service (£000)" gives the unit of figures whose headings have none.
  mutating func takeUnitOfTitle() {
    guard let unit = layout.titles.lazy.compactMap(UnitText.found).first else { return }
    for place in layout.columns.indices {
      let column = layout.columns[place]
      guard column.kind == .figure, column.addsUp, column.multiplier == 0,
        column.unit == .number || column.unit == .money
      else { continue }
      // A heading that says £ means pounds.
      if column.guesses.contains(where: { $0.hasSuffix("from its heading") }) { continue }
      layout.columns[place].unit = .money
      layout.columns[place].multiplier = unit.power
      layout.columns[place].decimals = column.foundDecimals
      layout.columns[place].guesses.removeAll { $0.hasPrefix("in £") }
      layout.columns[place].guesses.append("in \(unit.text), from the title")
    }
  }
}
