public import ArgumentParser
internal import Glibc
public import RieplConsole

extension OutputFormat: ExpressibleByArgument {}
extension ReadingMode: ExpressibleByArgument {}
extension ColourMode: ExpressibleByArgument {}

/// The command line, as the argument parser reads it.
struct CommandLineOptions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "riepl",
    abstract: "Asks questions of public-funding figures, and answers exactly, with the source.",
    usage: "riepl [options] [FILE]",
    discussion: """
      Without a script and without -c, riepl reads standard input: a prompt at a terminal, else a script.

        riepl -c "sum allocation where year = 2009-10"
        riepl report.riepl --format json

      Exit status: 0 all is well, 1 a statement had an error, 2 the command line had,
      74 output could not be written, 130 it was interrupted.
      """)

  @Option(
    name: [.customShort("c"), .customLong("command")], parsing: .unconditionalSingleValue,
    help: "A statement to run; may be given several times."
  )
  var statements: [String] = []

  @Option(
    name: .customLong("data"), parsing: .singleValue,
    help: "A CSV file to load first; may be given several times."
  )
  var data: [String] = []

  @Option(help: "How answers are printed: \(OutputFormat.list).")
  var format = OutputFormat.table

  @Option(help: "When to say how a question was read: auto (on a terminal), always or never.")
  var reading = ReadingMode.auto

  @Option(help: "When to colour: auto (on a terminal), always or never.")
  var color = ColourMode.auto

  @Flag(name: [.customLong("version")], help: "Show the version, with that of the data.")
  var showsVersion = false

  @Flag(name: [.customLong("no-history")], help: "Do not keep the lines that are typed at the prompt.")
  var forgetsHistory = false

  @Argument(help: "A script to run. Without one, and without -c, standard input is read.")
  var file: String?

  mutating func validate() throws {
    if file != nil, !statements.isEmpty { throw ValidationError("Give either a script or -c, and not both.") }
  }

  /// What the command line asks for; prints help or an error and leaves where there is nothing to run.
  static func invocationOrExit(_ arguments: [String]) -> Invocation {
    do {
      return try CommandLineOptions.parse(arguments).invocation
    } catch {
      let message = CommandLineOptions.fullMessage(for: error)
      let isHelp = CommandLineOptions.exitCode(for: error).isSuccess
      Glibc.exit(Console.end(message: message, isError: !isHelp))
    }
  }

  /// What the console is asked for.
  var invocation: Invocation {
    var invocation = Invocation()
    invocation.statements = statements
    invocation.file = file
    invocation.data = data
    invocation.format = format
    invocation.reading = reading
    invocation.colour = color
    invocation.showsVersion = showsVersion
    invocation.keepsHistory = !forgetsHistory
    return invocation
  }
}
