internal import ArgumentParser
internal import RieplConsole

extension OutputFormat: ExpressibleByArgument {}
extension ReadingMode: ExpressibleByArgument {}
extension ColourMode: ExpressibleByArgument {}

/// The command line, as the argument parser reads it.
struct CommandLineOptions: ParsableArguments {
  @Option(
    name: [.customShort("c"), .customLong("command")], help: "A statement to run; may be given several times."
  )
  var statements: [String] = []

  @Option(help: "How answers are printed: table, csv or json.")
  var format = OutputFormat.table

  @Option(help: "When to say how a question was read: auto (on a terminal), always or never.")
  var reading = ReadingMode.auto

  @Option(help: "When to colour: auto (on a terminal), always or never.")
  var color = ColourMode.auto

  @Flag(name: [.customLong("version")], help: "Show the version, with that of the data.")
  var showsVersion = false

  @Argument(help: "A script to run. Without one, and without -c, standard input is read.")
  var file: String?

  mutating func validate() throws {
    if file != nil, !statements.isEmpty { throw ValidationError("Give either a script or -c, and not both.") }
  }

  /// What the console is asked for.
  var invocation: Invocation {
    var invocation = Invocation()
    invocation.statements = statements
    invocation.file = file
    invocation.format = format
    invocation.reading = reading
    invocation.colour = color
    invocation.showsVersion = showsVersion
    return invocation
  }
}
