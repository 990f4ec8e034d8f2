import RieplSyntax

/// A chart as SVG: real axes, a name and a figure at every bar, and nothing that has to be fetched or run.
///
/// All places are whole hundredths of a pixel. Colours come from classes, so that a page's light or dark ground decides.
public struct ChartSVG {
  let chart: Chart
  /// What the names of its parts begin with, so that several charts fit into one page.
  let prefix: String
  var body = ""
  /// The width of the drawing.
  var width = 0
  /// Where the next thing stands.
  var y = 0

  /// The sizes of letters, in pixels.
  static let sizes = (label: 14, tick: 12)
  /// The least width of a drawing, and the margin around it.
  static let frame = (least: 760_00, margin: 8_00)

  /// An element for a page that has the rules for charts in its style sheet.
  public static func element(_ chart: Chart, id prefix: String) -> String {
    var svg = ChartSVG(chart: chart, prefix: prefix)
    svg.draw()
    return svg.element(rules: "", isFile: false)
  }

  /// A file of its own, with its title above and its source below.
  public static func file(_ chart: Chart, source: String?) -> String {
    var svg = ChartSVG(chart: chart, prefix: "chart")
    svg.paragraph(chart.title, size: sizes.label, class: "h")
    svg.y += 4_00
    svg.draw()
    if let source { svg.paragraph(source, size: sizes.tick, class: "m") }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + svg.element(rules: ReportColours.both(\.chartRules), isFile: true)
  }

  private init(chart: Chart, prefix: String) {
    self.chart = chart
    self.prefix = prefix
    y = ChartSVG.frame.margin
    // The widest panel decides, so that all parts have the same scale of letters.
    width = chart.panels.map { max(ChartSVG.frame.least, leastWidth($0)) }.max() ?? ChartSVG.frame.least
  }

  private mutating func draw() {
    drawPanels()
    drawNotes()
  }

  private mutating func drawPanels() {
    for (number, panel) in chart.panels.enumerated() {
      if number > 0 { y += 10_00 }
      if !panel.heading.isEmpty {
        paragraph(panel.heading, size: ChartSVG.sizes.label, class: "h")
        y += 6_00
      }
      if panel.kind == .lines {
        drawLines(panel)
      } else {
        drawBars(panel)
      }
      y += 4_00
    }
  }

  private mutating func drawNotes() {
    for text in chart.totals + notes { paragraph(text, size: ChartSVG.sizes.tick, class: "m") }
  }

  private var notes: [String] {
    let dashed = chart.panels.contains { $0.kind == .lines && $0.hasProjected }
    let outlined = chart.panels.contains { $0.kind != .lines && $0.hasProjected }
    return (dashed ? ["Dashed lines and hollow points are projected [f]."] : [])
      + (outlined ? ["Bars with dashed edges are projected [f]."] : []) + chart.notes
  }

  private func element(rules: String, isFile: Bool) -> String {
    let height = MarkupText.length(y + ChartSVG.frame.margin)
    let width = MarkupText.length(width)
    var text =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"rc\" viewBox=\"0 0 \(width) \(height)\""
      + " width=\"\(width)\" height=\"\(height)\" role=\"img\" aria-describedby=\"\(prefix)-desc\">\n"
    text += "<title>\(MarkupText.escaped(chart.title))</title>\n"
    text += "<desc id=\"\(prefix)-desc\">\(MarkupText.escaped(chart.description))</desc>\n"
    if !rules.isEmpty { text += "<style>\n\(rules)</style>\n" }
    text += patterns()
    if isFile { text += "<rect class=\"ground\" width=\"\(width)\" height=\"\(height)\"/>\n" }
    return text + body + "</svg>\n"
  }

  // MARK: Patterns

  /// How many series have patterns of their own.
  static let patternCount = 6

  /// The fill of a series: the first is plain, the others have patterns in their colours.
  func fill(_ series: Int) -> String {
    let number = series % ChartSVG.patternCount
    return number == 0 ? "class=\"f0\"" : "class=\"k\(number)\" fill=\"url(#\(prefix)-p\(number))\""
  }

  private func patterns() -> String {
    let most = chart.panels.filter { $0.kind != .lines }.map(\.series.count).max() ?? 0
    guard most > 1 else { return "" }
    let shapes = [
      "", "<path class=\"k1\" d=\"M0 3H6\"/>",
      "<circle class=\"f2\" cx=\"3\" cy=\"3\" r=\"1.3\"/>", "<path class=\"k3\" d=\"M0 3H6\"/>",
      "<path class=\"k4\" d=\"M0 3H6M3 0V6\"/>", "",
    ]
    let turns = [1: " patternTransform=\"rotate(45)\"", 3: " patternTransform=\"rotate(-45)\""]
    var text = "<defs>\n"
    for number in 1..<min(most, ChartSVG.patternCount) {
      text +=
        "<pattern id=\"\(prefix)-p\(number)\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"\(turns[number] ?? "")>"
        + "<rect class=\"ground\" width=\"6\" height=\"6\"/>\(shapes[number])</pattern>\n"
    }
    return text + "</defs>\n"
  }

  // MARK: Parts

  /// Where a text begins, or ends.
  enum Anchor: String {
    case start, middle, end
  }

  mutating func text(
    _ text: String, x: Int, y: Int, size: Int = ChartSVG.sizes.label, _ anchor: Anchor = .start,
    class name: String = "", whole: String? = nil
  ) {
    body += "<text x=\"\(MarkupText.length(x))\" y=\"\(MarkupText.length(y))\" font-size=\"\(size)\""
    if anchor != .start { body += " text-anchor=\"\(anchor.rawValue)\"" }
    if !name.isEmpty { body += " class=\"\(name)\"" }
    let title = whole.map { "<title>\(MarkupText.escaped($0))</title>" } ?? ""
    body += ">\(title)\(MarkupText.escaped(text))</text>\n"
  }

  mutating func line(_ x1: Int, _ y1: Int, _ x2: Int, _ y2: Int, class name: String) {
    let places = [("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2)]
    body +=
      "<line class=\"\(name)\" "
      + places.map { "\($0.0)=\"\(MarkupText.length($0.1))\"" }.joined(separator: " ") + "/>\n"
  }

  mutating func rectangle(_ x: Int, _ y: Int, _ width: Int, _ height: Int, _ fill: String) {
    let places = [("x", x), ("y", y), ("width", width), ("height", height)]
    body +=
      "<rect \(fill) " + places.map { "\($0.0)=\"\(MarkupText.length($0.1))\"" }.joined(separator: " ")
      + "/>\n"
  }

  /// A text over as many lines as it needs.
  mutating func paragraph(_ content: String, size: Int, class name: String) {
    for line in ChartSVG.wrapped(content, size: size, width: width - 2 * ChartSVG.frame.margin) {
      y += (size + 4) * 100
      text(line, x: ChartSVG.frame.margin, y: y, size: size, class: name)
    }
    y += 2_00
  }

  /// Words in lines that are no wider than this.
  static func wrapped(_ text: String, size: Int, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      let candidate = line.isEmpty ? String(word) : line + " " + word
      if MarkupText.width(candidate, size: size) > width, !line.isEmpty {
        lines.append(line)
        line = String(word)
      } else {
        line = candidate
      }
      // A word that is wider than a line is cut.
      if MarkupText.width(line, size: size) > width { line = cut(line, size: size, width: width) }
    }
    return lines + [line]
  }

  /// As much of a text as fits, with a mark where it was cut.
  static func cut(_ text: String, size: Int, width: Int) -> String {
    guard MarkupText.width(text, size: size) > width else { return text }
    var result = ""
    for character in text {
      if MarkupText.width(result + String(character) + "…", size: size) > width { break }
      result.append(character)
    }
    return result + "…"
  }
}
