/// Bars from zero, with names on their left and figures at their ends.
extension ChartSVG {
  /// Heights: of a bar, between two, between two groups, of a group's name.
  private static let heights = (bar: 20_00, gap: 8_00, inner: 4_00, group: 12_00, name: 20_00)
  /// The most that names may take, and the least for bars.
  private static let widths = (label: 260_00, bars: 260_00, gap: 8_00)

  /// Where the parts of a panel of bars stand.
  private struct Layout {
    /// The right end of the names.
    var labels = 0
    /// The zero of the axis, and the ends of the bars' field.
    var left = 0
    var right = 0
    /// Room for figures on the left of bars below zero, and on the right.
    var before = 0
    var behind = 0
  }

  private func layout(_ panel: Chart.Panel) -> Layout {
    let size = ChartSVG.sizes.label
    var layout = Layout()
    let names = isGrouped(panel) ? panel.series : panel.categories
    let label = names.map { MarkupText.width($0, size: size) }.max() ?? 0
    let groups = isGrouped(panel) ? panel.categories.map { MarkupText.width($0, size: size) }.max() ?? 0 : 0
    layout.labels =
      ChartSVG.frame.margin + min(ChartSVG.widths.label, max(label + indent(panel), groups))
    for figure in panel.all {
      let width = MarkupText.width(figure.label, size: size) + ChartSVG.widths.gap
      if figure.size < 0 {
        layout.before = max(layout.before, width)
      } else {
        layout.behind = max(layout.behind, width)
      }
    }
    layout.left = layout.labels + ChartSVG.widths.gap + layout.before
    layout.right = layout.left
    return layout
  }

  private func isGrouped(_ panel: Chart.Panel) -> Bool { panel.series.count > 1 }
  private func indent(_ panel: Chart.Panel) -> Int {
    isGrouped(panel) && panel.categories.contains { !$0.isEmpty } ? 14_00 : 0
  }

  /// The least width that a panel needs.
  func leastWidth(_ panel: Chart.Panel) -> Int {
    guard panel.kind != .lines else { return leastLinesWidth(panel) }
    let layout = layout(panel)
    return layout.left + ChartSVG.widths.bars + layout.behind + ChartSVG.frame.margin
  }

  mutating func drawBars(_ panel: Chart.Panel) {
    var layout = layout(panel)
    layout.right = width - ChartSVG.frame.margin - layout.behind
    let isShare = panel.kind == .shareBars
    // Shares end at the whole, and the figures stand behind it.
    let low = isShare ? 0 : panel.ticks.first?.size ?? 0
    let high = isShare ? Chart.whole : panel.ticks.last?.size ?? Chart.whole
    func x(_ size: Int) -> Int {
      layout.left + ((size - low) * (layout.right - layout.left) + (high - low) / 2) / max(1, high - low)
    }
    let top = y
    let rows = body
    body = ""
    for (category, figures) in zip(panel.categories, panel.figures) {
      if isGrouped(panel), !category.isEmpty {
        y += ChartSVG.heights.name
        let space = layout.labels - ChartSVG.frame.margin
        let shown = ChartSVG.cut(category, size: ChartSVG.sizes.label, width: space)
        text(
          shown, x: ChartSVG.frame.margin, y: y - 5_00, class: "h", whole: shown == category ? nil : category)
      }
      for (number, figure) in figures.enumerated() {
        guard let figure else { continue }
        drawBar(figure, isGrouped(panel) ? panel.series[number] : category, number, panel, layout, x)
        y += isGrouped(panel) ? ChartSVG.heights.inner : ChartSVG.heights.gap
      }
      if isGrouped(panel) { y += ChartSVG.heights.group }
    }
    let bars = body
    body = rows
    drawAxis(panel, top, layout, x)
    body += bars
    line(x(0), top, x(0), y, class: "zero")
    y += 16_00
  }

  private mutating func drawBar(
    _ figure: Chart.Figure, _ name: String, _ series: Int, _ panel: Chart.Panel, _ layout: Layout,
    _ x: (Int) -> Int
  ) {
    let size = ChartSVG.sizes.label
    let height = ChartSVG.heights.bar
    let base = y + 15_00
    let space = layout.labels - ChartSVG.frame.margin - indent(panel)
    let lines = ChartSVG.wrapped(name, size: size - 2, width: space)
    if MarkupText.width(name, size: size) <= space {
      text(name, x: layout.labels, y: base, .end)
    } else {
      // Two smaller lines; what is longer is cut, and whole where somebody points at it.
      let second = lines.dropFirst().joined(separator: " ")
      let cut = ChartSVG.cut(second, size: size - 2, width: space)
      text(lines[0], x: layout.labels, y: base - 6_00, size: size - 2, .end, whole: name)
      text(cut, x: layout.labels, y: base + 6_50, size: size - 2, .end, whole: name)
    }
    let zero = x(0)
    if panel.kind == .shareBars { rectangle(zero, y, x(Chart.whole) - zero, height, "class=\"track\"") }
    guard figure.value != nil else {
      text(figure.label, x: zero + ChartSVG.widths.gap, y: base, class: "m")
      y += height
      return
    }
    let end = x(figure.size)
    if figure.size != 0 {
      // Whatever is not zero can be seen.
      let length = max(1_00, abs(end - zero))
      var look = isGrouped(panel) ? fill(series) : "class=\"f0\""
      if figure.isProjected { look = "class=\"o\(series % ChartSVG.patternCount) dash\"" }
      rectangle(figure.size < 0 ? zero - length : zero, y, length, height, look)
    }
    if figure.size < 0 {
      text(figure.label, x: end - ChartSVG.widths.gap + 2_00, y: base, .end)
    } else {
      let place = panel.kind == .shareBars ? x(Chart.whole) : end
      text(figure.label, x: place + ChartSVG.widths.gap - 2_00, y: base)
    }
    y += height
  }

  /// The lines and the numbers of the axis under the bars.
  private mutating func drawAxis(_ panel: Chart.Panel, _ top: Int, _ layout: Layout, _ x: (Int) -> Int) {
    var end = Int.min
    for tick in panel.ticks {
      let place = x(tick.size)
      line(place, top, place, y, class: "grid")
      let half = MarkupText.width(tick.text, size: ChartSVG.sizes.tick) / 2
      guard place - half > end else { continue }
      text(tick.text, x: place, y: y + 14_00, size: ChartSVG.sizes.tick, .middle, class: "m")
      end = place + half + 6_00
    }
  }
}
