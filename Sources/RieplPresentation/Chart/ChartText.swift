import RieplSyntax

/// A chart as lines of a terminal or a file. The figures stand beside the bars or under the lines, in full.
public struct ChartText {
  let chart: Chart
  /// The columns that lines may have; nil for as many as they need.
  let width: Int?
  let indent: Int
  let characters: ChartCharacters
  private var isElided = false
  private var lines: [TextLine] = []

  /// The lines of a chart.
  public static func lines(_ chart: Chart, width: Int?, indent: Int, _ characters: ChartCharacters)
    -> [TextLine]
  {
    var text = ChartText(chart, width, indent, characters)
    text.draw()
    return text.lines
  }

  private init(_ chart: Chart, _ width: Int?, _ indent: Int, _ characters: ChartCharacters) {
    self.chart = chart
    self.width = width.map { max(20, $0) }
    // A narrow window has no room for a margin.
    self.indent = (width ?? 80) < 30 ? 0 : indent
    self.characters = characters
  }

  private mutating func draw() {
    for (number, panel) in chart.panels.enumerated() {
      if number > 0 { add(.row, "") }
      if !panel.heading.isEmpty { say(.heading, panel.heading) }
      if panel.kind == .lines {
        drawLines(panel)
      } else {
        drawBars(panel)
      }
    }
    for total in chart.totals { say(.total, total) }
    for note in chart.notes { say(.remark, note) }
    if isElided { say(.remark, "Names are cut to fit; a wider window shows them whole.") }
  }

  mutating func add(_ role: TextLine.Role, _ text: String) {
    var line = String(repeating: " ", count: text.isEmpty ? 0 : indent) + text
    while line.last == " " { line.removeLast() }
    lines.append(TextLine(role, line))
  }

  /// A sentence, over several lines where it has to be.
  mutating func say(_ role: TextLine.Role, _ text: String) {
    for line in ChartText.wrapped(text, columns: columns) { add(role, line) }
  }

  /// The columns behind the margin.
  var columns: Int? { width.map { $0 - indent } }

  // MARK: Bars

  /// A line of a chart of bars: a figure with its name, or the name of a group.
  private struct Row {
    let label: String
    let isIndented: Bool
    let figure: Chart.Figure?
  }

  private func rows(_ panel: Chart.Panel) -> [Row] {
    var rows: [Row] = []
    for (category, figures) in zip(panel.categories, panel.figures) {
      if panel.series.count == 1 {
        rows.append(Row(label: category, isIndented: false, figure: figures.first ?? nil))
        continue
      }
      if !category.isEmpty { rows.append(Row(label: category, isIndented: false, figure: nil)) }
      for (series, figure) in zip(panel.series, figures) {
        if let figure { rows.append(Row(label: series, isIndented: !category.isEmpty, figure: figure)) }
      }
    }
    return rows
  }

  /// The least cells that bars have beside their figures; and the most, so that they can be compared at a glance.
  private static let barCells = (least: 8, most: 50)

  private mutating func drawBars(_ panel: Chart.Panel) {
    let rows = rows(panel)
    func widest(_ text: (Row) -> String) -> Int { rows.map { DisplayWidth.width(of: text($0)) }.max() ?? 0 }
    var labels = rows.map { DisplayWidth.width(of: $0.label) + ($0.isIndented ? 2 : 0) }.max() ?? 0
    let numbers = widest { $0.figure?.text ?? "" }
    let marks = widest { $0.figure?.marks ?? "" }
    let beside = 2 + numbers + (marks > 0 ? 1 + marks : 0) + 2
    if let columns, columns - labels - beside < ChartText.barCells.least {
      let left = columns - beside - ChartText.barCells.least
      // A name of which less than this is left says little.
      guard left >= min(labels, 10) else { return drawStacked(panel, rows, numbers) }
      labels = left
    }
    let cells = min(ChartText.barCells.most, columns.map { $0 - labels - beside } ?? 40)
    let scale = BarScale(low: panel.low, high: panel.high, cells: cells, characters)
    for row in rows {
      let label = elided((row.isIndented ? "  " : "") + row.label, labels)
      guard let figure = row.figure else {
        add(.row, label)
        continue
      }
      var line = DisplayWidth.padded(label, to: labels) + "  "
      line += DisplayWidth.padded(figure.text, to: numbers, alignment: .right)
      if marks > 0 { line += " " + DisplayWidth.padded(figure.marks, to: marks) }
      add(.row, line + "  " + bar(figure, panel, scale))
    }
  }

  /// Bars under their names, where there is no room for them beside.
  private mutating func drawStacked(_ panel: Chart.Panel, _ rows: [Row], _ numbers: Int) {
    let columns = columns ?? 80
    let isBeside = columns - 2 - numbers - 2 >= ChartText.barCells.least
    let cells = min(ChartText.barCells.most, columns - 2 - (isBeside ? numbers + 2 : 0))
    let scale = BarScale(low: panel.low, high: panel.high, cells: cells, characters)
    for row in rows {
      add(.row, elided((row.isIndented ? " " : "") + row.label, columns))
      guard let figure = row.figure else { continue }
      let bar = bar(figure, panel, scale)
      if isBeside {
        add(.row, "  " + DisplayWidth.padded(figure.text, to: numbers, alignment: .right) + "  " + bar)
        if !figure.marks.isEmpty { sayIndented(figure.marks, columns) }
      } else {
        sayIndented(figure.label, columns)
        add(.row, "  " + bar)
      }
    }
  }

  private mutating func sayIndented(_ text: String, _ columns: Int) {
    for line in ChartText.wrapped(text, columns: columns - 2) { add(.row, "  " + line) }
  }

  private func bar(_ figure: Chart.Figure, _ panel: Chart.Panel, _ scale: BarScale) -> String {
    let size = figure.value == nil ? nil : figure.size
    return panel.kind == .shareBars && size != nil ? scale.share(size) : scale.bar(size)
  }

  /// A name cut to fit, and said to be so.
  mutating func elided(_ text: String, _ columns: Int) -> String {
    guard DisplayWidth.width(of: text) > columns else { return text }
    isElided = true
    return ChartText.cut(text, columns, characters)
  }

  /// As much of a text as fits, with a mark where it was cut.
  static func cut(_ text: String, _ columns: Int, _ characters: ChartCharacters) -> String {
    var result = ""
    var width = 1
    for character in text {
      width += DisplayWidth.width(of: String(character))
      if width > columns { break }
      result.append(character)
    }
    return result + characters.ellipsis
  }

  /// The words of a text; a mark such as `[note 1]` is one.
  private static func words(_ text: String) -> [String] {
    var words: [String] = []
    for word in text.split(separator: " ") {
      if word.hasSuffix("]"), !word.hasPrefix("["), let last = words.last, last == "[note" {
        words[words.count - 1] += " " + word
      } else {
        words.append(String(word))
      }
    }
    return words
  }

  /// A text over lines that are no wider than this, as far as words can be broken.
  static func wrapped(_ text: String, columns: Int?) -> [String] {
    guard let columns else { return [text] }
    var lines: [String] = []
    var line = ""
    for word in words(text) {
      var word = word[...]
      let candidate = line.isEmpty ? String(word) : line + " " + word
      if DisplayWidth.width(of: candidate) <= columns {
        line = candidate
        continue
      }
      if !line.isEmpty { lines.append(line) }
      // A word that is wider than a line goes on in the next.
      while DisplayWidth.width(of: String(word)) > columns, word.count > 1 {
        var part = ""
        while let next = word.first, DisplayWidth.width(of: part + String(next)) <= max(2, columns) {
          part.append(next)
          word.removeFirst()
        }
        lines.append(part)
      }
      line = String(word)
    }
    return lines + [line]
  }
}
