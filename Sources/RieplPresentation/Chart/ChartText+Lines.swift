/// Lines: a canvas of braille, and the figures in a table under it.
extension ChartText {
  /// The most columns of a canvas, and the rows between two ticks.
  private static let canvas = (columns: 60, most: 12)

  mutating func drawLines(_ panel: Chart.Panel) {
    let keys = keys(panel)
    drawCanvas(panel, keys)
    if panel.hasProjected {
      let sign = characters == .unicode ? "○ and dashes" : "o and dashes"
      say(.remark, panel.series.count > 1 ? "Small letters and dashes: [f]." : "\(sign): [f].")
    }
    add(.row, "")
    drawTable(panel, keys)
  }

  /// The letter of each line, where there are several.
  private func keys(_ panel: Chart.Panel) -> [String] {
    guard panel.series.count > 1 else { return [""] }
    return panel.series.indices.map { String(UnicodeScalar(UInt8(ascii: "A") + UInt8($0 % 26))) }
  }

  // MARK: Canvas

  private mutating func drawCanvas(_ panel: Chart.Panel, _ keys: [String]) {
    guard let first = panel.ticks.first, let last = panel.ticks.last, last.size > first.size else { return }
    let labels = panel.ticks.map { DisplayWidth.width(of: $0.text) }.max() ?? 0
    let width = min(ChartText.canvas.columns, (columns ?? 80) - labels - 2)
    guard width >= 6 else { return }
    let steps = panel.ticks.count - 1
    let apart = max(1, ChartText.canvas.most / max(1, steps))
    var canvas = DotCanvas(columns: width, rows: steps * apart + 1, characters)
    let places = places(panel, width)
    func point(_ category: Int, _ figure: Chart.Figure) -> DotCanvas.Point {
      canvas.point(column: places[category], size: figure.size, from: first.size, to: last.size)
    }
    for (number, _) in panel.series.enumerated() {
      var before: (category: Int, figure: Chart.Figure)?
      for category in panel.categories.indices {
        guard let figure = panel.figures[category][number], figure.value != nil else {
          before = nil
          continue
        }
        if let before {
          canvas.draw(
            from: point(before.category, before.figure), to: point(category, figure),
            isDashed: figure.isProjected || before.figure.isProjected)
        }
        before = (category, figure)
      }
    }
    for (number, key) in keys.enumerated() {
      for category in panel.categories.indices {
        guard let figure = panel.figures[category][number], figure.value != nil else { continue }
        let sign =
          key.isEmpty
          ? characters == .unicode ? (figure.isProjected ? "○" : "●") : (figure.isProjected ? "o" : "*")
          : (figure.isProjected ? key.lowercased() : key)
        canvas.mark(point(category, figure), sign)
      }
    }
    let zero = panel.ticks.lastIndex { $0.size == 0 }.map { (steps - $0) * apart }
    for (row, cells) in canvas.text(zeroRow: zero == steps * apart ? nil : zero).enumerated() {
      let tick = row % apart == 0 ? panel.ticks[steps - row / apart].text : ""
      add(
        .row,
        DisplayWidth.padded(tick, to: labels, alignment: .right) + " "
          + (row == steps * apart ? characters.corner : characters.zeroLine) + cells)
    }
    add(.row, String(repeating: " ", count: labels + 2) + axis(panel, places, width))
    if canvas.hasMeetings { say(.remark, "&: several lines meet.") }
  }

  /// The cells in which categories stand, evenly apart; the first and the last leave room for their names.
  private func places(_ panel: Chart.Panel, _ width: Int) -> [Int] {
    let count = panel.categories.count
    let first = DisplayWidth.width(of: panel.categories[0]) / 2
    let last = DisplayWidth.width(of: panel.categories[count - 1]) / 2 + 1
    let left = min(first, width / 4)
    let right = max(left + 1, width - 1 - min(last, width / 4))
    return (0..<count).map {
      count == 1 ? left : left + ($0 * (right - left) + (count - 1) / 2) / (count - 1)
    }
  }

  /// The names of the categories under the canvas, as many as fit; all of them stand in the table.
  private func axis(_ panel: Chart.Panel, _ places: [Int], _ width: Int) -> String {
    var line = ""
    var end = 0
    for (place, name) in zip(places, panel.categories) {
      let size = DisplayWidth.width(of: name)
      let start = max(0, place - size / 2)
      guard start >= end, start + size <= width else { continue }
      line += String(repeating: " ", count: start - (end == 0 ? 0 : end - 1)) + name
      end = start + size + 1
    }
    return line
  }

  // MARK: Figures

  private mutating func drawTable(_ panel: Chart.Panel, _ keys: [String]) {
    var table = TextTable()
    table.showsHeader = panel.series.count > 1
    table.columns = [TextTable.Column(header: panel.axis, alignment: .left)]
    for (series, key) in zip(panel.series, keys) {
      let name = [key, series].filter { !$0.isEmpty }.joined(separator: " ")
      table.columns.append(TextTable.Column(header: name, alignment: .right))
      table.columns.append(TextTable.Column(header: "", alignment: .left, gap: 1, isAttached: true))
    }
    for (category, figures) in zip(panel.categories, panel.figures) {
      table.rows.append([category] + figures.flatMap { [$0?.text ?? "", $0?.marks ?? ""] })
    }
    let empty = table.columns.indices.filter { index in
      table.columns[index].isAttached && table.rows.allSatisfy { $0[index].isEmpty }
    }
    for index in empty.reversed() {
      table.columns.remove(at: index)
      for row in table.rows.indices { table.rows[row].remove(at: index) }
    }
    let (lines, hidden) = table.lines(indent: 0, width: columns)
    let widest = lines.map { DisplayWidth.width(of: $0.text) }.max() ?? 0
    if hidden == 0, columns.map({ widest <= $0 }) ?? true {
      for line in lines { add(line.role, line.text) }
      return
    }
    // Too wide: line after line.
    for (number, key) in keys.enumerated() {
      let name = [key, panel.series[number]].filter { !$0.isEmpty }.joined(separator: " ")
      if !name.isEmpty { add(.header, elided(name, columns ?? 80)) }
      for (category, figures) in zip(panel.categories, panel.figures) {
        guard let figure = figures[number] else { continue }
        say(.row, "\(category) \(figure.label)")
      }
    }
  }
}
