/// Draws productions as railroad diagrams in SVG.
///
/// Lines are of a grey that shows on light and on dark pages, and boxes bring their own background.
public struct RailroadDiagram {
  private var shapes: [String] = []
  private let radius = RailroadElement.radius

  /// The picture of a production.
  public static func svg(_ production: Production, _ grammar: Grammar) -> String {
    let element = RailroadElement(production.body, grammar).wrapped(820)
    var diagram = RailroadDiagram()
    let margin = 6
    let lead = 22
    let rail = margin + max(element.up, 12)
    let width = element.width + 2 * (lead + margin)
    let height = rail + max(element.down, 12) + margin
    let start = margin + lead
    let end = start + element.width
    diagram.path(
      "M \(margin),\(rail - 9) v 18 M \(margin + 5),\(rail - 9) v 18 M \(margin + 5),\(rail) H \(start)")
    diagram.draw(element, start, rail)
    diagram.path(
      "M \(end),\(rail) H \(end + lead - 5) M \(end + lead - 5),\(rail - 9) v 18 M \(end + lead),\(rail - 9) v 18"
    )
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" \
      role="img" aria-labelledby="title desc">
      <title id="title">\(escaped(production.name))</title>
      <desc id="desc">\(escaped(production.summary)) \(escaped(production.name)) ::= \(escaped(production.text))</desc>
      <style>
      path { fill: none; stroke: #7a8594; stroke-width: 2 }
      text { font: 14px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; text-anchor: middle }
      rect { stroke-width: 1.5 }
      .text rect { fill: #d3ecd9; stroke: #3f8f5b }
      .text text { fill: #12351f }
      .token rect { fill: #f6e6c4; stroke: #a9803a }
      .token text { fill: #402d08 }
      .production rect { fill: #d8e6fa; stroke: #4a7ab8 }
      .production text { fill: #10284a }
      </style>
      \(diagram.shapes.joined(separator: "\n"))
      </svg>

      """
  }

  private mutating func path(_ data: String) { shapes.append("<path d=\"\(data)\"/>") }

  private mutating func line(_ from: Int, _ to: Int, _ y: Int) {
    if from != to { path("M \(from),\(y) H \(to)") }
  }

  private mutating func draw(_ element: RailroadElement, _ x: Int, _ y: Int) {
    let end = x + element.width
    switch element {
    case .box(let text, let box): drawBox(text, box, x, y, element.width)
    case .sequence(let parts):
      var place = x
      for (index, part) in parts.enumerated() {
        if index > 0 {
          line(place, place + RailroadElement.step, y)
          place += RailroadElement.step
        }
        draw(part, place, y)
        place += part.width
      }
    case .rows(let rows): drawRows(rows, x, y, end)
    case .choice(let parts): drawChoice(parts, x, y, end)
    case .optional(let child):
      let height = RailroadElement.bypass(child)
      line(x, x + 2 * radius, y)
      draw(child, x + 2 * radius, y)
      line(end - 2 * radius, end, y)
      path(
        "M \(x),\(y) a 10,10 0 0 0 10,-10 v \(20 - height) a 10,10 0 0 1 10,-10 H \(end - 20) "
          + "a 10,10 0 0 1 10,10 v \(height - 20) a 10,10 0 0 0 10,10")
    case .loop(let child, let between): drawLoop(child, between, x, y, end)
    }
  }

  private mutating func drawChoice(_ parts: [RailroadElement], _ x: Int, _ y: Int, _ end: Int) {
    for (part, offset) in zip(parts, RailroadElement.offsets(parts)) {
      let (left, right) = (x + 2 * radius, end - 2 * radius)
      draw(part, left, y + offset)
      line(left + part.width, right, y + offset)
      if offset == 0 {
        line(x, left, y)
        line(right, end, y)
      } else {
        path("M \(x),\(y) a 10,10 0 0 1 10,10 v \(offset - 20) a 10,10 0 0 0 10,10")
        path("M \(right),\(y + offset) a 10,10 0 0 0 10,-10 v \(20 - offset) a 10,10 0 0 1 10,-10")
      }
    }
  }

  private mutating func drawLoop(
    _ child: RailroadElement, _ between: RailroadElement?, _ x: Int, _ y: Int, _ end: Int
  ) {
    let (left, right) = (x + 2 * radius, end - 2 * radius)
    line(x, left, y)
    draw(child, left, y)
    line(left + child.width, end, y)
    let depth = RailroadElement.wayBack(child, between)
    let below = y + depth
    path("M \(right),\(y) a 10,10 0 0 1 10,10 v \(depth - 20) a 10,10 0 0 1 -10,10")
    path("M \(left),\(below) a 10,10 0 0 1 -10,-10 v \(20 - depth) a 10,10 0 0 1 10,-10")
    if let between {
      let middle = left + (right - left - between.width) / 2
      line(left, middle, below)
      draw(between, middle, below)
      line(middle + between.width, right, below)
    } else {
      line(left, right, below)
    }
    // The way back is read from right to left.
    path("M \(left + 5),\(below - 5) l -5,5 l 5,5")
  }

  private mutating func drawRows(_ rows: [RailroadElement], _ x: Int, _ y: Int, _ end: Int) {
    let offsets = RailroadElement.rowOffsets(rows)
    let left = x + 2 * radius
    line(x, left, y)
    for (index, row) in rows.enumerated() {
      let rail = y + offsets[index]
      draw(row, left, rail)
      let reached = left + row.width
      if index + 1 < rows.count {
        let back = rail + row.down + RailroadElement.gap
        let next = y + offsets[index + 1]
        path(
          "M \(reached),\(rail) a 10,10 0 0 1 10,10 V \(back - 10) a 10,10 0 0 1 -10,10 H \(left) "
            + "a 10,10 0 0 0 -10,10 V \(next - 10) a 10,10 0 0 0 10,10")
      } else {
        // The last row leads to the rail's height again, at the right end.
        line(reached, end - 2 * radius, rail)
        path("M \(end - 2 * radius),\(rail) a 10,10 0 0 0 10,-10 V \(y + 10) a 10,10 0 0 1 10,-10")
      }
    }
  }

  private mutating func drawBox(_ text: String, _ box: RailroadElement.Box, _ x: Int, _ y: Int, _ width: Int)
  {
    let height = RailroadElement.boxHeight
    let name =
      switch box {
      case .text: "text"
      case .token: "token"
      case .production: "production"
      }
    let corner = box == .production ? 3 : height / 2
    shapes.append(
      "<g class=\"\(name)\"><rect x=\"\(x)\" y=\"\(y - height / 2)\" width=\"\(width)\" height=\"\(height)\" "
        + "rx=\"\(corner)\"/><text x=\"\(x + width / 2)\" y=\"\(y + 5)\">\(RailroadDiagram.escaped(text))</text></g>"
    )
  }

  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }
}
