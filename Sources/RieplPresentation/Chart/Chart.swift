public import RieplEngine

/// A drawing of an answer, before it is known on what it will be drawn: bars or lines, and all that stands beside them.
///
/// Values are exact. `Figure.size` is a whole number, the value in billionths of the panel's reach, so that whoever
/// draws needs no fractions and a larger value is never drawn shorter.
public struct Chart: Sendable {
  /// How figures are drawn.
  public enum Kind: Sendable, Hashable {
    /// A bar for each category, from zero.
    case bars
    /// Several bars for each category, from zero.
    case groupedBars
    /// A line for each series, over categories that have an order.
    case lines
    /// A bar for each part, beside the whole of 100%.
    case shareBars
  }

  /// One figure.
  public struct Figure: Sendable, Hashable {
    /// The exact value in base units; nil where there is no figure.
    public let value: Rational?
    /// The value as it is printed, or the marker of what is missing.
    public let text: String
    /// What has to stand beside it: `[f]`, `[note 1]`.
    public let marks: String
    /// Whether it was worked out for a time to come, and not published.
    public let isProjected: Bool
    /// The value in billionths of the panel's reach.
    public internal(set) var size = 0

    /// What stands beside the bar: the figure and its marks.
    public var label: String { marks.isEmpty ? text : text + " " + marks }
  }

  /// A place on the axis of values.
  public struct Tick: Sendable, Hashable {
    /// The value in base units.
    public let value: Rational
    /// How it is written.
    public let text: String
    /// The value in billionths of the panel's reach.
    public let size: Int
  }

  /// Figures that are drawn on one scale.
  public struct Panel: Sendable {
    /// What is drawn; empty where there is only one panel and the reading says it.
    public internal(set) var heading: String
    /// How its figures are drawn.
    public internal(set) var kind: Kind
    /// What the categories are of, such as "region".
    public let axis: String
    /// What bars stand for, or the places along the line, in order.
    public internal(set) var categories: [String]
    /// What is drawn for each category; one without a name where there is nothing to tell apart.
    public let series: [String]
    /// For each category its figures, one for each series; nil where the answer has no row like that.
    public internal(set) var figures: [[Figure?]]
    /// What a billion of sizes is worth, in base units: the largest value without its sign, or the whole of shares.
    public internal(set) var reach: Rational = .one
    /// The smallest size or zero.
    public internal(set) var low = 0
    /// The largest size or zero.
    public internal(set) var high = 0
    /// Round values along the axis, the first at or below all figures and the last at or above them.
    public internal(set) var ticks: [Tick] = []

    /// All figures that are there.
    public var all: [Figure] { figures.joined().compactMap { $0 } }
    /// Whether anything in it was not published but projected.
    public var hasProjected: Bool { all.contains(where: \.isProjected) }
  }

  /// The parts of the drawing, one for each unit.
  public internal(set) var panels: [Panel]
  /// How the question was read: a title that says it all.
  public internal(set) var title: String
  /// Rows for several rows together, which would dwarf the others and are not drawn.
  public internal(set) var totals: [String] = []
  /// What has to be said of the drawing, in sentences.
  public internal(set) var notes: [String] = []

  /// A billion: the size of a figure that is as large as the panel reaches.
  public static let whole = 1_000_000_000

  /// The drawing of an answer; nil where there is nothing to be drawn, such as for a single figure.
  public init?(_ answer: Answer, _ catalog: Catalog) {
    let builder = ChartBuilder(answer: answer, catalog: catalog)
    do throws(ArithmeticFault) {
      guard let chart = try builder.build() else { return nil }
      self = chart
    } catch {
      // Figures with thousands of digits are not drawn.
      return nil
    }
  }

  init(panels: [Panel], title: String) {
    self.panels = panels
    self.title = title
  }

  /// All that the drawing shows, in words, for those who can't see it.
  public var description: String {
    let limit = 60
    var parts: [String] = []
    for panel in panels {
      var items: [String] = []
      for (category, figures) in zip(panel.categories, panel.figures) {
        for (series, figure) in zip(panel.series, figures) {
          guard let figure else { continue }
          items.append(
            [category, series].filter { !$0.isEmpty }.joined(separator: ", ") + ": " + figure.label)
        }
      }
      let shown = items.prefix(limit).joined(separator: "; ")
      let more = items.count > limit ? "; and \(items.count - limit) more" : ""
      parts.append(
        (panel.heading.isEmpty ? "" : panel.heading + ". ") + Chart.name(panel.kind) + ". \(shown)\(more).")
    }
    return (parts + totals.map { $0 + "." } + notes).joined(separator: " ")
  }

  static func name(_ kind: Kind) -> String {
    switch kind {
    case .bars: "Bars"
    case .groupedBars: "Bars in groups"
    case .lines: "Lines"
    case .shareBars: "Bars beside the whole of 100%"
    }
  }
}
