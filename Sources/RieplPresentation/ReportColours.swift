/// The colours of charts and reports, on a light ground and on a dark one: the only list of them.
///
/// Text has a contrast of at least 4.5 to its ground, and bars and lines one of at least 3, as WCAG 2.2 asks at level AA.
public struct ReportColours: Sendable {
  /// What everything stands on.
  public let ground: String
  /// The ground of headings of tables.
  public let band: String
  /// Text.
  public let ink: String
  /// Text that says less, such as that along axes.
  public let muted: String
  /// Links.
  public let link: String
  /// Lines that only guide the eye.
  public let grid: String
  /// The edges of what is filled with the ground's colour.
  public let edge: String
  /// Bars and lines, one for each series; patterns and signs tell them apart as well.
  public let series: [String]

  /// Dark on white, also on paper.
  public static let light = ReportColours(
    ground: "#ffffff", band: "#eef1f4", ink: "#16191d", muted: "#4a545e", link: "#0b4f9c", grid: "#d3d8dd",
    edge: "#6b7680", series: ["#1d5fa8", "#a84f00", "#1e7346", "#7b3fa0", "#b3243b", "#4f5a66"])

  /// Light on nearly black.
  public static let dark = ReportColours(
    ground: "#14171b", band: "#23282e", ink: "#eceff2", muted: "#b4bdc6", link: "#8cc0ff", grid: "#3b434b",
    edge: "#8b96a1", series: ["#74aef0", "#f0a35e", "#6fcf97", "#c79bea", "#f58a9b", "#b3bdc7"])

  /// The rules of a style sheet for charts.
  var chartRules: String {
    var rules = """
      .rc{font-family:system-ui,-apple-system,"Segoe UI","DejaVu Sans",Arial,sans-serif;color:\(ink)}
      .rc text{fill:\(ink);stroke:\(ground);stroke-width:3px;stroke-linejoin:round;paint-order:stroke;unicode-bidi:isolate}
      .rc .m{fill:\(muted)}
      .rc .h{font-weight:600}
      .rc .ground{fill:\(ground);stroke:none}
      .rc .grid{stroke:\(grid);stroke-width:1}
      .rc .zero{stroke:\(ink);stroke-width:1.5}
      .rc .lead{stroke:\(muted);stroke-width:1;fill:none}
      .rc .track{fill:\(ground);stroke:\(edge);stroke-width:1}
      .rc .line{fill:none;stroke-width:2.5;stroke-linejoin:round;stroke-linecap:butt}
      .rc .dash{stroke-dasharray:7 5}

      """
    for (number, colour) in series.enumerated() {
      rules += ".rc .f\(number){fill:\(colour);stroke:\(colour)}\n"
      rules += ".rc .k\(number){stroke:\(colour);stroke-width:1.5}\n"
      rules += ".rc .o\(number){fill:\(ground);stroke:\(colour);stroke-width:2}\n"
    }
    return rules
  }

  /// Rules for a light ground, and for a dark one on screens of people who want that.
  static func both(_ rules: (ReportColours) -> String) -> String {
    rules(light) + "@media screen and (prefers-color-scheme:dark){\n" + rules(dark) + "}\n"
  }
}
