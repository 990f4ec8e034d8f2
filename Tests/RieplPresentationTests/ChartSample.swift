import RieplEngine
import RieplSyntax
@testable import RieplPresentation

/// Charts with figures of all sizes, without a question.
enum ChartSample {
  /// Names that are short, long, wide, combined, and written from right to left.
  static let names = [
    "London", "Yorkshire and The Humber", "東京都", "Cafe\u{301} au lait", "👩‍👩‍👧 family", "x", "שלום",
    "A name that goes on and on, further than any window is wide, and then some more",
  ].map { DiagnosticRenderer.visible($0) }

  static func figure(
    _ value: Rational?, _ format: NumberFormat, marks: String = "", isProjected: Bool = false
  )
    -> Chart.Figure
  {
    Chart.Figure(
      value: value, text: value.map { ValueText.text($0, format) } ?? "[x]", marks: marks,
      isProjected: isProjected)
  }

  /// A panel; values are by category and series.
  static func panel(
    _ kind: Chart.Kind, _ categories: [String], _ series: [String], _ figures: [[Chart.Figure?]],
    _ unit: RieplEngine.Unit = .money
  ) throws -> Chart.Panel {
    var panel = Chart.Panel(
      heading: "", kind: kind, axis: "place", categories: categories, series: series, figures: figures)
    try ChartBuilder.scale(&panel, unit)
    return panel
  }

  static func chart(_ panels: Chart.Panel...) -> Chart { Chart(panels: panels, title: "A title") }

  /// A chart with random shape and figures.
  static func random(_ random: inout some RandomNumberGenerator) throws -> Chart {
    let kind = [Chart.Kind.bars, .groupedBars, .lines].randomElement(using: &random) ?? .bars
    let count = Int.random(in: kind == .lines ? 2...8 : 1...8, using: &random)
    let categories =
      kind == .lines ? (0..<count).map { "20\(10 + $0)-\(11 + $0)" } : Array(names.prefix(count))
    let series = kind == .bars ? [""] : Array(names.prefix(Int.random(in: 1...6, using: &random)))
    let size = Int64([3, 100, 10_000, 99_999_999].randomElement(using: &random) ?? 1)
    let low = Bool.random(using: &random) ? -size : 0
    let format = NumberFormat(unit: .money, power: 0, decimals: 0)
    let figures = categories.map { _ in
      series.map { _ in
        Int.random(in: 0..<6, using: &random) == 0
          ? figure(nil, format)
          : figure(
            Rational(Int64.random(in: low...size, using: &random)), format,
            marks: Bool.random(using: &random) ? "[f] [note 1]" : "",
            isProjected: Bool.random(using: &random))
      }
    }
    return try chart(panel(kind, categories, series.count == 1 ? [""] : series, figures))
  }
}

/// Numbers that are the same each time.
struct ChartRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
