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
  /// Whether answers are coloured.
  public var colours = false
  /// Whether errors are coloured, which may go elsewhere than answers.
  public var coloursErrors = false
  /// The columns of the terminal; nil for a file.
  public var width: Int?

  /// Settings for a file.
  public init() {}

  /// Whether the reading, words for large figures and the source are printed.
  public var isFull: Bool { reading == .always || (reading == .auto && isTerminal) }
}
