/// Totals that no word tells from other rows.
extension TableLoader {
  /// Takes rows for totals in which all texts are missing and all figures are those of the rows above, added up: in a
  /// small file, and where a column is blank in no other row.
  mutating func markTotalsWithoutNames() {
    let adding = columns.figureColumns.indices.filter { layout.columns[columns.figureColumns[$0]].addsUp }
    let blanks = columns.textColumns.indices.map { place in
      columns.texts.map { texts in texts[place].indices.map { texts[place][$0].isEmpty } }
    }
    guard !adding.isEmpty, blanks.contains(where: { $0.contains { $0.contains(true) } }) else { return }
    // The sums of all rows so far, and of those behind the total above.
    var all = [Int128](repeating: 0, count: adding.count)
    var above = all
    var (rowsOfAll, rowsAbove) = (0, 0)
    // For each column of text how many rows are blank there, and the rows that are totals without names.
    var blankCounts = [Int](repeating: 0, count: blanks.count)
    var nameless = 0
    for chunk in columns.chunks {
      for row in 0..<chunk.rows {
        let codes = blanks.indices.map { chunk.code($0, row) }
        for place in blanks.indices where blanks[place][chunk.worker][codes[place]] {
          blankCounts[place] += 1
        }
        let figures = adding.map { unsafe chunk.values($0)[row] }
        func sumsUp(_ sums: [Int128], _ rows: Int) -> Bool {
          rows > 1 && sums.contains { $0 != 0 }
            && zip(figures, sums).allSatisfy {
              FigureColumn.isAbsent($0) ? $1 == 0 : Int128($0) == $1
            }
        }
        if blanks.indices.allSatisfy({ blanks[$0][chunk.worker][codes[$0]] }) {
          guard sumsUp(all, rowsOfAll) || sumsUp(above, rowsAbove) else { return }
          nameless += 1
        } else if !blanks.indices.contains(where: { totals[$0][chunk.worker][codes[$0]] }) {
          for (place, figure) in figures.enumerated() where !FigureColumn.isAbsent(figure) {
            all[place] += Int128(figure)
            above[place] += Int128(figure)
          }
          rowsOfAll += 1
          rowsAbove += 1
          continue
        }
        above = [Int128](repeating: 0, count: adding.count)
        rowsAbove = 0
      }
    }
    guard nameless > 0, let place = blankCounts.firstIndex(of: nameless) else { return }
    for worker in blanks[place].indices {
      for code in blanks[place][worker].indices where blanks[place][worker][code] {
        totals[place][worker][code] = true
      }
    }
  }
}
