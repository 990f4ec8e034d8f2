/// What the command line asks for.
public struct Invocation: Sendable, Equatable {
  /// Statements given with `-c`, in order.
  public var statements: [String] = []
  /// The path of a script; without one, and without statements, standard input is read.
  public var file: String?
  /// The form of answers.
  public var format = OutputFormat.table
  /// When to say how a question was read, and what else goes with a full answer.
  public var reading = ReadingMode.auto
  /// When to colour answers and errors; `auto` means on a terminal.
  public var colour = ColourMode.auto
  /// Whether the lines that are typed at the prompt are kept for the next time.
  public var keepsHistory = true
  /// Files of figures to be loaded first.
  public var data: [String] = []
  /// Whether to print the versions of the program and its data, and nothing else.
  public var showsVersion = false

  /// Nothing but a prompt, or a script on standard input.
  public init() {}
}
