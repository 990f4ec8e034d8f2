import RieplEngine
import RieplSyntax

/// Makes a drawing of an answer, by the shape that the answer has.
///
/// Years, or other members with an order, become lines; everything else bars. Two axes, or several columns, make
/// groups. Columns of different units get scales of their own.
struct ChartBuilder {
  let answer: Answer
  let catalog: Catalog
  private let names: Names
  private let text: AnswerText
  /// The notes that all figures carry, which are said once below.
  private let everywhere: BitSet
  /// For each column the notes that all its figures carry: they stand in its heading, where there is one.
  private let common: [BitSet]

  /// So many rows are drawn.
  static let rowLimit = 300
  /// So many lines can be told apart where somebody asks for them, and so many where nobody does.
  static let lineLimits = (asked: 12, unasked: 6)

  init(answer: Answer, catalog: Catalog) {
    self.answer = answer
    self.catalog = catalog
    names = Names(catalog: catalog, plan: answer.plan)
    text = AnswerText(catalog: catalog, answer: answer, names: names, width: nil, isFull: false)
    let text = text
    let everywhere = text.commonNotes()
    self.everywhere = everywhere
    let hasHeadings = answer.columns.count > 1 && !answer.axes.isEmpty
    common = answer.columns.indices.map { hasHeadings ? text.commonNotes(column: $0) : everywhere }
  }

  func build() throws(ArithmeticFault) -> Chart? {
    guard !answer.isListing, answer.rejected == nil, !answer.rows.isEmpty, answer.single == nil,
      answer.rows.contains(where: { $0.cells.contains { $0.absence == nil } })
    else { return nil }
    var notes: [String] = []
    let (columns, left) = drawnColumns()
    if !left.isEmpty {
      notes.append(
        "Not drawn: " + Names.joined(left.map { names.heading(answer.columns[$0].heading) }) + ".")
    }
    // The total of projections is a line like the others.
    let all = answer.plan.projection == nil ? answer.rows : answer.rows + answer.totals
    let rows = Array(all.prefix(ChartBuilder.rowLimit))
    if rows.count < all.count {
      notes.append(
        "Drawn are the first \(rows.count) of \(all.count) rows; all are in the table.")
    }
    var panels: [Chart.Panel] = []
    for group in groups(columns) {
      var panel = panel(group, rows, &notes)
      panel.heading = group.map(heading).joined(separator: ", ")
      try ChartBuilder.scale(&panel, answer.columns[group[0]].format.unit)
      panels.append(panel)
    }
    if panels.count == 1 { panels[0].heading = "" }
    if panels.count > 1 { notes.append("Each part has a scale of its own.") }
    var chart = Chart(panels: panels, title: visible(capitalised(Reading.text(answer, catalog))))
    chart.totals = totals(columns)
    chart.notes = notes
    return chart
  }

  // MARK: Columns

  /// The columns that can be drawn beside one another, and those that say something of them.
  private func drawnColumns() -> (drawn: [Int], left: [Int]) {
    var drawn: [Int] = []
    var left: [Int] = []
    for (index, column) in answer.columns.enumerated() {
      switch column.heading {
      case .difference, .differencePercent, .new, .cash: left.append(index)
      default: drawn.append(index)
      }
    }
    return (drawn, left)
  }

  /// Columns that are drawn on one scale: those of the same unit, but one by one where there are two axes.
  private func groups(_ columns: [Int]) -> [[Int]] {
    if answer.axes.count > 1 { return columns.map { [$0] } }
    var groups: [[Int]] = []
    for column in columns {
      let unit = answer.columns[column].format.unit
      if let place = groups.firstIndex(where: { answer.columns[$0[0]].format.unit == unit }) {
        groups[place].append(column)
      } else {
        groups.append([column])
      }
    }
    return groups
  }

  // MARK: Shape

  /// Where a figure goes: its category and its series.
  private struct Place {
    let category: String
    let series: String
    let figure: Chart.Figure
  }

  private func panel(_ columns: [Int], _ rows: [AnswerRow], _ notes: inout [String]) -> Chart.Panel {
    let order = lineAxis()
    var kind = wantedKind(columns, order, rows, &notes)
    var panel = grid(columns, rows, category: kind == .lines ? order ?? 0 : 0)
    if kind == .lines {
      let isAsked = answer.plan.chartForm == .lines || answer.plan.projection != nil
      let limit = isAsked ? ChartBuilder.lineLimits.asked : ChartBuilder.lineLimits.unasked
      if panel.series.count > limit || panel.categories.count < 2 {
        if isAsked {
          notes.append(
            panel.categories.count < 2
              ? "A line needs two points: drawn as bars."
              : "More than \(limit) lines can't be told apart: drawn as bars.")
        }
        kind = .bars
        panel = grid(columns, rows, category: 0)
      }
    }
    panel.kind = kind == .bars && panel.series.count > 1 ? .groupedBars : kind
    return panel
  }

  /// What is asked for, as far as it makes sense, or else what the shape calls for.
  private func wantedKind(_ columns: [Int], _ order: Int?, _ rows: [AnswerRow], _ notes: inout [String])
    -> Chart.Kind
  {
    let cells = rows.flatMap { row in columns.compactMap { $0 < row.cells.count ? row.cells[$0] : nil } }
    let values = cells.filter { $0.absence == nil }.map(\.value)
    let areParts =
      columns.allSatisfy { answer.columns[$0].format.unit == .percent }
      && values.allSatisfy { !$0.isNegative && $0 <= .one }
    switch answer.plan.chartForm {
    case .bars: return .bars
    case .lines:
      if order != nil { return .lines }
      notes.append("Lines need rows with an order, such as years: drawn as bars.")
      return .bars
    case .shareBars:
      if areParts { return .shareBars }
      notes.append("Only parts of a whole, from 0% to 100%, make share bars: drawn as bars.")
      return .bars
    case nil: break
    }
    if areParts, columns.allSatisfy(isShare) { return .shareBars }
    guard let order, isInOrder else { return .bars }
    let places = Set(rows.map { $0.keys.indices.contains(order) ? $0.keys[order] : .together }).count
    return places >= 3 || answer.plan.projection != nil ? .lines : .bars
  }

  private func isShare(_ column: Int) -> Bool {
    let block = answer.plan.blocks[answer.plan.main]
    guard block.columns.indices.contains(column) else { return false }
    let register = Int(block.columns[column].register)
    guard block.instructions.indices.contains(register) else { return false }
    if case .share = block.instructions[register] { return true }
    return false
  }

  /// Whether rows stand in the order of their members.
  private var isInOrder: Bool {
    let block = answer.plan.blocks[answer.plan.main]
    return !block.isRanked && block.cut == nil && block.order == nil
  }

  /// The axis along which lines go: the last one whose members have an order.
  private func lineAxis() -> Int? {
    answer.axes.indices.last { index in
      switch answer.axes[index] {
      case .years: true
      case .places, .members: false
      case .plan(let number):
        answer.plan.axes[number].isPlain
          && catalog.dimensions[answer.plan.axes[number].dimension].isOrdered
      }
    }
  }

  /// Rows and columns as categories and series: the axis of that number makes the categories.
  private func grid(_ columns: [Int], _ rows: [AnswerRow], category axis: Int) -> Chart.Panel {
    var places: [Place] = []
    let isRanked = rows.contains { $0.rank != nil }
    for row in rows {
      var labels = zip(row.keys, answer.axes).map { visible(names.key($0, $1)) }
      let rank = isRanked ? row.rank.map { "\($0)\(row.isTied ? "=" : "") " } ?? "" : ""
      let category = labels.indices.contains(axis) ? rank + labels.remove(at: axis) : ""
      for column in columns where column < row.cells.count {
        let heading = heading(column)
        let figure = figure(row.cells[column], column)
        if answer.axes.isEmpty {
          places.append(Place(category: heading, series: "", figure: figure))
        } else {
          let series = labels + (columns.count > 1 ? [heading] : [])
          places.append(Place(category: category, series: series.joined(separator: ", "), figure: figure))
        }
      }
    }
    let categories = unique(places.map(\.category))
    let series = unique(places.map(\.series))
    var figures = Array(
      repeating: [Chart.Figure?](repeating: nil, count: series.count), count: categories.count)
    for place in places {
      guard let row = categories.firstIndex(of: place.category),
        let column = series.firstIndex(of: place.series)
      else { continue }
      figures[row][column] = place.figure
    }
    let name = answer.axes.indices.contains(axis) ? names.axis(answer.axes[axis]) : ""
    var panel = Chart.Panel(
      heading: "", kind: .bars, axis: name, categories: categories, series: series, figures: figures)
    addStart(&panel, rows)
    return panel
  }

  /// A projection that goes on from a published figure starts with it.
  private func addStart(_ panel: inout Chart.Panel, _ rows: [AnswerRow]) {
    guard let projection = answer.plan.projection, projection.model == nil,
      let column = answer.columns.first
    else { return }
    let start = answer.series.prefix(panel.series.count).map { series in
      Chart.Figure(
        value: series.figure, text: ValueText.text(series.figure, column.format), marks: "",
        isProjected: false)
    }
    guard start.count == panel.series.count else { return }
    panel.categories.insert(FinancialYear.text(projection.firstYear), at: 0)
    panel.figures.insert(start, at: 0)
  }

  /// What stands over a column, with the notes that all its figures carry.
  private func heading(_ column: Int) -> String {
    let name = visible(names.heading(answer.columns[column].heading))
    return name + text.citations(common[column].subtracting(everywhere)).prefixed(" ")
  }

  private func figure(_ cell: AnswerCell, _ column: Int) -> Chart.Figure {
    var shown = ValueText.text(cell, answer.columns[column].format)
    if !cell.whose.isEmpty { shown += " " + visible(text.whose(cell)) }
    return Chart.Figure(
      value: cell.absence == nil ? cell.value : nil, text: shown,
      marks: text.marks(cell, leavingOut: common[column]), isProjected: cell.status == .forecast)
  }

  private func totals(_ columns: [Int]) -> [String] {
    guard answer.plan.projection == nil else { return [] }
    return answer.totals.map { row in
      let keys = zip(row.keys, answer.axes).map { visible(names.key($0, $1)) }.joined(separator: " ")
      let cells = columns.compactMap { column -> String? in
        guard column < row.cells.count else { return nil }
        let label = figure(row.cells[column], column).label
        return columns.count > 1 ? "\(heading(column)) \(label)" : label
      }
      return "\(capitalised(keys)): \(cells.joined(separator: "; "))"
    }
  }

  // MARK: Scale

  /// Sets out the figures of a panel on its scale.
  static func scale(_ panel: inout Chart.Panel, _ unit: RieplEngine.Unit) throws(ArithmeticFault) {
    let values = panel.all.compactMap(\.value)
    var reach = panel.kind == .shareBars ? Rational.one : values.map(\.magnitude).max() ?? .one
    if reach.isZero { reach = .one }
    panel.reach = reach
    for category in panel.figures.indices {
      for series in panel.figures[category].indices {
        guard let value = panel.figures[category][series]?.value else { continue }
        panel.figures[category][series]?.size = try ChartBuilder.size(value, reach)
      }
    }
    let sizes = panel.all.map(\.size)
    panel.low = min(0, sizes.min() ?? 0)
    panel.high = panel.kind == .shareBars ? Chart.whole : max(0, sizes.max() ?? 0)
    let low = values.min().map { min($0, .zero) } ?? .zero
    var high = panel.kind == .shareBars ? Rational.one : values.max().map { max($0, .zero) } ?? .one
    if low == high { high = reach }
    let ticks = try ChartTicks(from: low, to: high, steps: 5)
    let format = ticks.format(unit)
    // Nothing is nothing in any unit: £0, and not £0m.
    let zero = NumberFormat(unit: unit, power: unit.printedPower, decimals: 0)
    panel.ticks = []
    for value in ticks.values {
      panel.ticks.append(
        Chart.Tick(
          value: value, text: ValueText.text(value, value.isZero ? zero : format),
          size: try ChartBuilder.size(value, reach)))
    }
  }

  /// A value in billionths of another, rounded half up.
  static func size(_ value: Rational, _ reach: Rational) throws(ArithmeticFault) -> Int {
    let size = try value.multiplied(by: Rational(Chart.whole)).divided(by: reach).rounded(decimals: 0)
    return Int(size.integerValue ?? 0)
  }

  // MARK: Words

  private func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }

  private func visible(_ name: String) -> String { DiagnosticRenderer.visible(name, limit: .max) }

  private func capitalised(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
