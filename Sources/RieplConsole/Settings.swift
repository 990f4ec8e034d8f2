public import RieplPresentation

/// When to say how a question was read.
public enum ReadingMode: String, CaseIterable, Sendable {
  case auto, always, never
}

/// When to colour.
public enum ColourMode: String, CaseIterable, Sendable {
  case auto, always, never
}

/// How answers are printed.
public struct Settings: Sendable {
  /// The form of answers; errors are text in any case.
  public var format = OutputFormat.table
  /// When to say how a question was read; `auto` means on a terminal.
  public var reading = ReadingMode.auto
  /// Whether answers go to a terminal.
  public var isTerminal = false
  /// Whether the output shows colours, as far as nobody has chosen.
  public var hasColours = false
  /// Whether somebody wants colours; nil for what the output shows.
  public var colourChoice: Bool?
  /// Whether errors are coloured, which may go elsewhere than answers.
  public var coloursErrors = false
  /// The columns of the terminal that errors go to; nil where they go elsewhere.
  public var errorWidth: Int?
  /// The columns of the terminal; nil for a file.
  public var terminalWidth: Int?
  /// The columns that somebody has chosen.
  public var fixedWidth: Int?
  /// The decimals to show where a question says none; nil for what the source and the values call for.
  public var decimals: Int?
  /// What charts are made of: what the output can show.
  public var chartCharacters = ChartCharacters.unicode
  /// Whether each statement says how long it took.
  public var showsTime = false
  /// Whether answers taller than the window go through a pager.
  public var usesPager = true

  /// Whether texts in CSV and TSV may be no formulas to a spreadsheet.
  public var isSpreadsheetSafe = false

  /// Settings for a file.
  public init() {}

  /// Whether answers are coloured.
  public var colours: Bool { colourChoice ?? hasColours }

  /// The columns that answers may take; nil for as many as they need.
  public var width: Int? { fixedWidth ?? terminalWidth }

  /// Whether the reading, words for large figures and the source are printed.
  public var isFull: Bool { reading == .always || (reading == .auto && isTerminal) }
}
