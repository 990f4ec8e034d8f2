/// One record for each kind of clause.
public struct ClauseEntry: Sendable {
  /// The kind.
  public let kind: ClauseKind
  /// What a message calls it.
  public let title: String
  /// How it is written.
  public let form: String
  /// What it does, as one line of help.
  public let summary: String
  /// A line that uses it and has an answer.
  public let example: String
}

/// The clauses, in the order in which the formatter writes them.
public enum ClauseTable {
  /// All entries, in the order of `ClauseKind`.
  public static let entries: [ClauseEntry] = [
    ClauseEntry(
      kind: .members, title: "for", form: "for NAMES, in NAMES", summary: "only these places or years",
      example: "sum allocation for London and South East in 2009-10"),
    ClauseEntry(
      kind: .span, title: "from", form: "from YEAR to YEAR",
      summary: "a span of years, and the ends of change and growth",
      example: "growth allocation by region from 2008-09 to 2010-11"),
    ClauseEntry(
      kind: .where, title: "where", form: "where CONDITION",
      summary: "only single figures like this, before anything is added",
      example: "sum allocation where allocation > £7.5m"),
    ClauseEntry(
      kind: .by, title: "by", form: "by DIMENSION, NAMES",
      summary: "one row for each; two dimensions make a table",
      example: "allocation by region, year"),
    ClauseEntry(
      kind: .keep, title: "a comparison", form: "above, below, at least, at most, between, is, is not FIGURE",
      summary: "only answers like this; another figure is compared row by row",
      example: "efficiency by region above average efficiency"),
    ClauseEntry(
      kind: .sort, title: "sort", form: "sort highest, sort lowest, sort name",
      summary: "the order of the rows",
      example: "efficiency by region sort name"),
    ClauseEntry(
      kind: .cut, title: "top or bottom", form: "top NUMBER, bottom NUMBER",
      summary: "only the highest or lowest few rows",
      example: "efficiency by region top 3"),
    ClauseEntry(
      kind: .within, title: "within", form: "within DIMENSION",
      summary: "starts order, cut and shares afresh in each",
      example: "allocation by region, year top 1 within year"),
    ClauseEntry(
      kind: .rates, title: "at", form: "at RATE until YEAR, RATE",
      summary: "what if the yearly rate were another",
      example: "project efficiency North East at 3% until 2009-10, 4%"),
    ClauseEntry(
      kind: .until, title: "until", form: "until YEAR", summary: "how far project goes",
      example: "project efficiency North East until 2013-14"),
    ClauseEntry(
      kind: .method, title: "compound or linear", form: "compound, linear",
      summary: "gains on gains, or the same gain each year",
      example: "project efficiency North East linear"),
    ClauseEntry(
      kind: .nearest, title: "to the nearest", form: "to the nearest AMOUNT",
      summary: "rounds the figures themselves",
      example: "compare sum allocation with announced allocation to the nearest £1m"),
    ClauseEntry(
      kind: .withTotal, title: "with total", form: "with total", summary: "a row for all shown rows together",
      example: "efficiency by region top 3 with total"),
    ClauseEntry(
      kind: .display, title: "as", form: "as UNIT to NUMBER decimals",
      summary: "the unit and the decimals shown",
      example: "allocation by region in 2009-10 as £m to 3 decimals"),
    ClauseEntry(
      kind: .chartForm, title: "as bars", form: "as bars, as lines, as share bars",
      summary: "draws a chart, and says of what kind",
      example: "allocation by region, year as bars"),
  ]

  /// What a message calls a kind of clause.
  public static func title(_ kind: ClauseKind) -> String { entries[Int(kind.rawValue)].title }
}
