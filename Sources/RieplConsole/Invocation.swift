/// What the command line asks for.
public struct Invocation: Sendable, Equatable {
  /// Statements given with `-c`, in order.
  public var statements: [String] = []
  /// A script.
  public var file: String?
  public var format = OutputFormat.table
  public var reading = ReadingMode.auto
  public var colour = ColourMode.auto
  public var showsVersion = false

  /// Nothing but a prompt, or a script on standard input.
  public init() {}
}
