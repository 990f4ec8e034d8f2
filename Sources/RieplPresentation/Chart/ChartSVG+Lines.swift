/// Lines over categories in order, with their names at their ends.
extension ChartSVG {
  private static let height = 280_00
  private static let widths = (lines: 360_00, gap: 10_00, names: 300_00)

  private func tickWidth(_ panel: Chart.Panel) -> Int {
    panel.ticks.map { MarkupText.width($0.text, size: ChartSVG.sizes.tick) }.max() ?? 0
  }

  /// What stands at the end of each line: its name, and its last figure.
  private func endLabels(_ panel: Chart.Panel) -> [(series: Int, text: String, size: Int)] {
    guard panel.series.count > 1 else { return [] }
    return panel.series.indices.compactMap { series in
      guard let last = panel.figures.last(where: { $0[series]?.value != nil })?[series] else { return nil }
      let name = ChartSVG.cut(panel.series[series], size: ChartSVG.sizes.label, width: ChartSVG.widths.names)
      return (series, name + " " + last.text + (last.isProjected ? " [f]" : ""), last.size)
    }
  }

  private func endWidth(_ panel: Chart.Panel) -> Int {
    let labels = endLabels(panel).map { MarkupText.width($0.text, size: ChartSVG.sizes.label) + 22_00 }
    let figures = panel.all.map { MarkupText.width($0.label, size: ChartSVG.sizes.tick) / 2 + 4_00 }
    let names = panel.categories.last.map { MarkupText.width($0, size: ChartSVG.sizes.tick) / 2 } ?? 0
    return max(labels.max() ?? 0, panel.series.count > 1 ? 0 : figures.max() ?? 0, names, 12_00)
  }

  /// The least width that a panel of lines needs.
  func leastLinesWidth(_ panel: Chart.Panel) -> Int {
    2 * ChartSVG.frame.margin + tickWidth(panel) + ChartSVG.widths.gap + ChartSVG.widths.lines
      + endWidth(panel)
  }

  mutating func drawLines(_ panel: Chart.Panel) {
    guard let low = panel.ticks.first?.size, let high = panel.ticks.last?.size, high > low else { return }
    let top = y + 20_00
    let bottom = top + ChartSVG.height
    let left = ChartSVG.frame.margin + tickWidth(panel) + ChartSVG.widths.gap
    let right = width - ChartSVG.frame.margin - endWidth(panel)
    let inset = min(50_00, (right - left) / 6)
    let count = panel.categories.count
    let last = panel.series.count > 1 ? right : right - min(20_00, inset)
    let xs = (0..<count).map {
      count == 1 ? (left + right) / 2 : left + inset + $0 * (last - left - inset) / (count - 1)
    }
    func place(_ size: Int) -> Int {
      bottom - ((size - low) * ChartSVG.height + (high - low) / 2) / (high - low)
    }
    for tick in panel.ticks {
      let y = place(tick.size)
      line(left, y, right, y, class: tick.size == 0 ? "zero" : "grid")
      text(
        tick.text, x: left - ChartSVG.widths.gap + 2_00, y: y + 4_00, size: ChartSVG.sizes.tick, .end,
        class: "m")
    }
    drawNames(panel, xs, bottom + 18_00)
    for series in panel.series.indices { drawLine(panel, series, xs, place) }
    if panel.series.count > 1 {
      drawEnds(panel, right, top, bottom, place)
    } else {
      drawFigures(panel, xs, left, place)
    }
    y = bottom + 26_00
  }

  private mutating func drawNames(_ panel: Chart.Panel, _ xs: [Int], _ y: Int) {
    var end = Int.min
    for (x, name) in zip(xs, panel.categories) {
      let half = MarkupText.width(name, size: ChartSVG.sizes.tick) / 2
      guard x - half > end else { continue }
      text(name, x: x, y: y, size: ChartSVG.sizes.tick, .middle, class: "m")
      end = x + half + 6_00
    }
  }

  private mutating func drawLine(_ panel: Chart.Panel, _ series: Int, _ xs: [Int], _ place: (Int) -> Int) {
    let colour = series % ChartSVG.patternCount
    for index in panel.categories.indices.dropFirst() {
      guard let from = panel.figures[index - 1][series], let to = panel.figures[index][series],
        from.value != nil, to.value != nil
      else { continue }
      let isDashed = from.isProjected || to.isProjected
      line(
        xs[index - 1], place(from.size), xs[index], place(to.size),
        class: "line k\(colour)" + (isDashed ? " dash" : ""))
    }
    for index in panel.categories.indices {
      guard let figure = panel.figures[index][series], figure.value != nil else { continue }
      let look = figure.isProjected ? "o\(colour)" : "f\(colour)"
      sign(series, xs[index], place(figure.size), look)
    }
  }

  /// The sign of a series at a point: a circle, a square, a diamond, a triangle and so on.
  private mutating func sign(_ series: Int, _ x: Int, _ y: Int, _ look: String) {
    func point(_ dx: Int, _ dy: Int) -> String {
      MarkupText.length(x + dx) + " " + MarkupText.length(y + dy)
    }
    let points: [(Int, Int)]
    switch series % ChartSVG.patternCount {
    case 1: points = [(-4_50, -4_50), (4_50, -4_50), (4_50, 4_50), (-4_50, 4_50)]
    case 2: points = [(0, -6_00), (6_00, 0), (0, 6_00), (-6_00, 0)]
    case 3: points = [(0, -5_50), (5_50, 4_50), (-5_50, 4_50)]
    case 4: points = [(0, 5_50), (5_50, -4_50), (-5_50, -4_50)]
    case 5: points = [(-2_50, -5_50), (2_50, -5_50), (5_50, 0), (2_50, 5_50), (-2_50, 5_50), (-5_50, 0)]
    default:
      body +=
        "<circle class=\"\(look)\" cx=\"\(MarkupText.length(x))\" cy=\"\(MarkupText.length(y))\" r=\"4.5\"/>\n"
      return
    }
    body +=
      "<path class=\"\(look)\" d=\"M" + points.map { point($0.0, $0.1) }.joined(separator: "L") + "Z\"/>\n"
  }

  /// The figures of a single line at its points, as many as don't run into one another.
  ///
  /// They stand on the side of the point where the line is not: over a rise on the left, over a fall on the right.
  private mutating func drawFigures(_ panel: Chart.Panel, _ xs: [Int], _ left: Int, _ place: (Int) -> Int) {
    let ys = panel.figures.map { figures in
      (figures.first ?? nil).flatMap { $0.value == nil ? nil : place($0.size) }
    }
    // Up counts as positive; what hardly rises counts as level.
    func slope(_ from: Int, _ to: Int) -> Int {
      guard ys.indices.contains(from), ys.indices.contains(to), let start = ys[from], let end = ys[to],
        abs(start - end) > 6_00
      else { return 0 }
      return (start - end).signum()
    }
    var end = left
    for (index, x) in xs.enumerated() {
      guard let figure = panel.figures[index].first ?? nil, let y = ys[index] else { continue }
      let (before, after) = (slope(index - 1, index), slope(index, index + 1))
      let width = MarkupText.width(figure.label, size: ChartSVG.sizes.tick)
      let anchor: Anchor
      var isBelow = false
      switch (before, after) {
      case (1, 1): anchor = .end
      case (-1, -1), (-1, 0): anchor = .start
      default:
        anchor = .middle
        // In a valley, and where the line sets off upwards.
        isBelow = after == 1
      }
      var start = x - (anchor == .start ? 0 : anchor == .end ? width : width / 2)
      // The first keeps clear of the numbers of the axis.
      if index == 0 { start = max(start, left + 2_00) }
      guard start >= end else { continue }
      text(figure.label, x: start, y: isBelow ? y + 20_00 : y - 10_00, size: ChartSVG.sizes.tick)
      end = start + width + 4_00
    }
  }

  /// The names at the ends of lines, moved apart where lines end close together.
  private mutating func drawEnds(
    _ panel: Chart.Panel, _ right: Int, _ top: Int, _ bottom: Int, _ place: (Int) -> Int
  ) {
    let apart = 17_00
    let labels = endLabels(panel).sorted { (-$0.size, $0.series) < (-$1.size, $1.series) }
    var ys = labels.map { place($0.size) }
    // Down, so that none stands on the one above; then up again from the bottom.
    for index in ys.indices.dropFirst() { ys[index] = max(ys[index], ys[index - 1] + apart) }
    if let end = ys.indices.last, ys[end] > bottom {
      ys[end] = bottom
      for index in ys.indices.dropLast().reversed() { ys[index] = min(ys[index], ys[index + 1] - apart) }
    }
    for (label, y) in zip(labels, ys) {
      let start = place(label.size)
      line(right + 7_00, start, right + 17_00, y, class: "lead")
      text(label.text, x: right + 20_00, y: y + 5_00)
    }
  }
}
