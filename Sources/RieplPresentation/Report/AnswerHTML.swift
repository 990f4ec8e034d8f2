import RieplEngine
import RieplSyntax

/// An answer as a part of an HTML page: a table with a caption, a chart or one figure, and the notes below.
struct AnswerHTML {
  private let answer: Answer
  private let catalog: Catalog
  private let names: Names
  private let parts: AnswerText
  /// What the names of its parts begin with, so that each is there once on the page.
  private let id: String

  init(_ answer: Answer, _ catalog: Catalog, number: Int) {
    self.answer = answer
    self.catalog = catalog
    names = Names(catalog: catalog, plan: answer.plan)
    parts = AnswerText(
      catalog: catalog, answer: answer, names: names, width: nil, isFull: true, alwaysHasHeader: true,
      repeatsLabels: true)
    id = "answer-\(number)"
  }

  func text() -> String {
    if answer.plan.view == .chart, let chart = Chart(answer, catalog) { return figure(chart) }
    if let cell = answer.single { return figure(marked(parts.singleText(cell)), class: "figure") }
    if let sentence = parts.noRows() { return figure(marked(sentence), class: "figure") }
    return "<section>\n\(table(caption: reading, id: id))\(below())</section>\n"
  }

  /// The rows as a table, and what is below it.
  func table(caption: String) -> String { table(caption: caption, id: id) + below() }

  /// How the question was read.
  private var reading: String {
    let text = Reading.text(answer, catalog)
    return MarkupText.escaped(text.prefix(1).uppercased() + text.dropFirst())
  }

  // MARK: Figures and charts

  private func figure(_ text: String, class name: String) -> String {
    "<section>\n<figure id=\"\(id)\">\n<figcaption>\(reading)</figcaption>\n<p class=\"\(name)\">\(text)</p>\n</figure>\n\(below())</section>\n"
  }

  private func figure(_ chart: Chart) -> String {
    let svg = ChartSVG.element(chart, id: id)
    let figures = table(caption: "Figures of the chart", id: "")
    // Where figures stand at all bars, the table can wait until somebody wants it.
    let areAllShown = chart.panels.allSatisfy { $0.kind != .lines }
    let details =
      areAllShown ? "<details>\n<summary>Figures as a table</summary>\n\(figures)</details>\n" : figures
    return
      "<section>\n<figure id=\"\(id)\">\n<figcaption>\(reading)</figcaption>\n<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"Chart\">\n\(svg)</div>\n</figure>\n\(details)\(below())</section>\n"
  }

  // MARK: Tables

  /// A cell, or several columns of the text that belong together.
  private struct Column {
    let header: String
    let parts: [Int]
    let isNumber: Bool
    let isLabel: Bool
    /// The most columns that marks behind its numbers take.
    let marks: Int
  }

  /// How many columns in front say what a row is of.
  private var labelCount: (skipped: Int, labels: Int) {
    if parts.isCrosstab { return (0, 1) }
    let isRanked = answer.rows.contains { $0.rank != nil }
    return (isRanked ? 1 : 0, answer.axes.count)
  }

  private func columns(_ grid: TextTable) -> [Column] {
    var groups: [[Int]] = []
    for index in grid.columns.indices {
      if grid.columns[index].isAttached, !groups.isEmpty {
        groups[groups.count - 1].append(index)
      } else {
        groups.append([index])
      }
    }
    let (skipped, labels) = labelCount
    return groups.enumerated().map { place, parts in
      Column(
        header: grid.columns[parts[0]].header, parts: parts,
        isNumber: grid.columns[parts[0]].alignment == .right,
        isLabel: place >= skipped && place < skipped + labels,
        marks: (grid.rows + grid.totals).map { DisplayWidth.width(of: behind($0, parts)) }.max() ?? 0)
    }
  }

  /// What stands behind the number of a cell: whose it is, and its marks.
  private func behind(_ cells: [String], _ parts: [Int]) -> String {
    parts.dropFirst().map { $0 < cells.count ? cells[$0] : "" }.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Marks behind a number have room of their own, so that numbers stand under one another.
  private func space(_ column: Column, _ marks: String) -> String {
    guard column.isNumber, column.marks > 0 else { return marks.prefixed(" ") }
    return
      " <span class=\"k\" style=\"width:\(column.marks + 1)ch\">\(marks.isEmpty ? "&#160;" : marks)</span>"
  }

  private func table(caption: String, id name: String) -> String {
    let grid = parts.grid()
    let columns = columns(grid)
    var text = "<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-labelledby=\"\(id)-caption\">\n<table"
    if !name.isEmpty { text += " id=\"\(name)\"" }
    text += ">\n<caption id=\"\(id)-caption\">\(caption)"
    let units = units()
    if !units.isEmpty { text += " <span class=\"unit\">(\(units))</span>" }
    text += "</caption>\n<thead>\n<tr>"
    for column in columns {
      text +=
        "<th scope=\"col\"\(column.isNumber ? " class=\"n\"" : "")>\(marked(column.header))\(space(column, ""))</th>"
    }
    text += "</tr>\n</thead>\n<tbody>\n"
    text += grid.rows.map { row($0, columns) }.joined() + "</tbody>\n"
    if !grid.totals.isEmpty {
      text += "<tfoot>\n" + grid.totals.map { row($0, columns) }.joined() + "</tfoot>\n"
    }
    return text + "</table>\n</div>\n"
  }

  private func row(_ cells: [String], _ columns: [Column]) -> String {
    var text = "<tr>"
    for column in columns {
      let shown = column.parts[0] < cells.count ? cells[column.parts[0]] : ""
      let content =
        column.isLabel
        ? "<bdi>\(MarkupText.escaped(shown))</bdi>"
        : marked(shown) + space(column, marked(behind(cells, column.parts)))
      let name = column.isNumber ? " class=\"n\"" : ""
      text += column.isLabel ? "<th scope=\"row\"\(name)>\(content)</th>" : "<td\(name)>\(content)</td>"
    }
    return text + "</tr>\n"
  }

  /// What the figures are in, for the caption: "£", "£ million", "%".
  private func units() -> String {
    var units: [String] = []
    for column in answer.columns {
      let unit = AnswerHTML.unit(column.format)
      if !unit.isEmpty, !units.contains(unit) { units.append(unit) }
    }
    return units.joined(separator: "; ")
  }

  private static func unit(_ format: NumberFormat) -> String {
    let size = [3: " thousand", 6: " million", 9: " billion"][format.power] ?? ""
    return switch format.unit {
    case .money: "£" + size
    case .percent: "%"
    case .rate: "% a year"
    case .points: "percentage points"
    case .number, .count: "number" + size.prefixed(", in")
    }
  }

  // MARK: Notes

  /// The marks that stand beside figures, and the parts of the page that say what they mean.
  private var targets: [(mark: String, id: String, text: String)] {
    var targets = answer.notes.numbers.map { number in
      (
        mark: "[\(catalog.notes[number].citation)]", id: "\(id)-note-\(number + 1)",
        text: catalog.notes[number].text
      )
    }
    let cells = (answer.rows + answer.totals).flatMap(\.cells)
    for status in Status.allCases
    where status != .final && cells.contains(where: { $0.absence == nil && $0.status == status }) {
      targets.append((status.marker, "\(id)-\(status)", AnswerText.statusText(status)))
    }
    for absence in Absence.allCases where cells.contains(where: { $0.absence == absence }) {
      targets.append((absence.marker, "\(id)-\(absence)", RemarkText.reason(absence)))
    }
    return targets
  }

  /// A text in which each mark leads to what it means.
  private func marked(_ text: String) -> String {
    var result = MarkupText.escaped(text)
    for target in targets {
      let mark = MarkupText.escaped(target.mark)
      result = result.replacing(mark, with: "<a href=\"#\(target.id)\">\(mark)</a>")
    }
    return result
  }

  /// Remarks, notes and the source.
  private func below() -> String {
    var items: [String] = []
    for line in RemarkText(answer: answer, names: names).lines() {
      items.append("<li>\(MarkupText.escaped(line))</li>\n")
    }
    for target in targets {
      items.append(
        "<li id=\"\(target.id)\">\(MarkupText.escaped(target.mark + " " + target.text))"
          + " <a class=\"back\" href=\"#\(id)\" aria-label=\"Back to the figures\">↑</a></li>\n")
    }
    let sources = answer.sources(catalog).numbers.map { number in
      let source = catalog.sources[number]
      let place = source.place.isEmpty ? source.title : source.place
      return "<a href=\"#source-\(number + 1)\">\(MarkupText.escaped(place))</a>"
    }
    if !sources.isEmpty { items.append("<li>Source: \(sources.joined(separator: "; "))</li>\n") }
    return items.isEmpty ? "" : "<ul class=\"more\">\n\(items.joined())</ul>\n"
  }
}
