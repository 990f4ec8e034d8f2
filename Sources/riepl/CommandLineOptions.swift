public import ArgumentParser
internal import Glibc
public import RieplConsole

extension OutputFormat: ExpressibleByArgument {}
extension ReadingMode: ExpressibleByArgument {}
extension ColourMode: ExpressibleByArgument {}

/// The options that every run takes.
struct RunOptions: ParsableArguments {
  @Option(
    name: [.customShort("c"), .customLong("command")], parsing: .unconditionalSingleValue,
    help: "A statement to run; may be given several times."
  )
  var statements: [String] = []

  @Option(
    name: .customLong("data"), parsing: .singleValue,
    help: "A CSV file to load first, from its kept columns if there are any; may be given several times."
  )
  var data: [String] = []

  @Option(help: "How answers are printed: \(OutputFormat.list). Without it the name of --output says how.")
  var format: OutputFormat?

  @Option(help: "When to say how a question was read: auto (on a terminal), always or never.")
  var reading = ReadingMode.auto

  @Option(help: "When to colour: auto (on a terminal), always or never.")
  var color = ColourMode.auto

  @Option(help: "The file that takes what would be printed; it appears when all is written.")
  var output: String?

  @Flag(help: "Let `export` and `save` write over files that are there.")
  var force = false

  @Flag(name: [.customLong("csv-safe")], help: "Let no text in CSV and TSV be a formula to a spreadsheet.")
  var isSpreadsheetSafe = false

  @Flag(
    help: "Write nothing, and read only in the script's folder; --sandbox=best-effort without the kernel.")
  var sandbox = false

  @Flag(name: [.customLong("sandbox-best-effort")], help: .hidden)
  var sandboxBestEffort = false

  @Option(
    name: [.customLong("limit")], help: "A bound to lower, as in steps=1000; may be given several times.")
  var limits: [String] = []

  @Option(
    help: ArgumentHelp(
      "The memory that figures may take, as 256MB; what is more is put aside in TMPDIR.", valueName: "size"))
  var memory: String?

  @Option(help: "The seconds after which a run, or a line at the prompt, is stopped.")
  var timeout: Int?

  @Flag(name: [.customLong("version")], help: "Show the version, with that of the data.")
  var showsVersion = false

  @Flag(name: [.customLong("no-history")], help: "Do not keep the lines that are typed at the prompt.")
  var forgetsHistory = false

  mutating func validate() throws {
    for limit in limits { if let problem = LimitTable.problem(limit) { throw ValidationError(problem) } }
    if let memory, MemoryBound.bytes(memory) == nil { throw ValidationError(MemoryBound.problem) }
    if let timeout, !(1...1_000_000).contains(timeout) {
      throw ValidationError("--timeout takes a whole number of seconds, from 1 to 1,000,000.")
    }
    if let output, format == nil, output.lowercased().hasSuffix(".svg") {
      throw ValidationError(
        "What --output writes are all answers. One of them is drawn by: export QUESTION to \"\(output)\"")
    }
    if output != nil, sandbox || sandboxBestEffort {
      throw ValidationError("In the sandbox nothing is written: give either --sandbox or --output.")
    }
  }

  /// What they ask for.
  var invocation: Invocation {
    var invocation = Invocation()
    invocation.statements = statements
    invocation.data = data
    invocation.format = format ?? output.flatMap(OutputFormat.init(ofFile:)) ?? .table
    invocation.reading = reading
    invocation.colour = color
    invocation.output = output
    invocation.replacesFiles = force
    invocation.isSpreadsheetSafe = isSpreadsheetSafe
    invocation.sandbox = sandboxBestEffort ? .bestEffort : sandbox ? .enforced : .off
    invocation.limits = limits
    invocation.memory = memory.flatMap(MemoryBound.bytes)
    invocation.timeout = timeout
    invocation.showsVersion = showsVersion
    invocation.keepsHistory = !forgetsHistory
    return invocation
  }
}

/// The command line, as the argument parser reads it.
struct CommandLineOptions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "riepl",
    abstract: "Asks questions of public-funding figures, and answers exactly, with the source.",
    usage: """
      riepl [OPTIONS] [-c STATEMENT]…
      riepl [OPTIONS] SCRIPT [--INPUT VALUE]…
      riepl fmt [--check] SCRIPT…
      riepl check SCRIPT…
      riepl learn [--check] [COURSE]
      """,
    discussion: """
      Without a script and without -c, riepl reads standard input: a prompt at a terminal, else a script.

        riepl -c "sum allocation where year = 2009-10"
        riepl report.riepl --format json
        riepl profile.riepl --place "North East" --output profile.md
        riepl profile.riepl --help          the inputs of the script
        riepl fmt report.riepl              puts a script in its canonical form
        riepl check report.riepl            finds what is wrong with it, without running it
        riepl learn                         lessons at the prompt
        riepl learn --check COURSE          tries a course of your own

      Exit status: 0 all is well, 1 a statement or a check failed, 2 the command line was wrong,
      74 output could not be written, 130 it was interrupted.
      """)

  @OptionGroup var options: RunOptions

  @Argument(help: "A script to run. Without one, and without -c, standard input is read.")
  var file: String?

  @Argument(parsing: .allUnrecognized, help: "Inputs of the script, as --place London or place=London.")
  var inputs: [String] = []

  mutating func validate() throws {
    if file != nil, !options.statements.isEmpty {
      if let odd = inputs.first(where: { $0.hasPrefix("-") }) {
        throw ValidationError("Unknown option '\(odd)'")
      }
      throw ValidationError("Give either a script or -c, and not both.")
    }
    _ = try givenInputs()
  }

  /// The inputs, as far as they come in pairs of a name and a value.
  private func givenInputs() throws -> [GivenInput] {
    var given: [GivenInput] = []
    var rest = inputs[...]
    while let first = rest.popFirst() {
      let isOption = first.hasPrefix("--") && first.count > 2
      let name = isOption ? String(first.dropFirst(2)) : first
      if let equal = name.firstIndex(of: "="), equal > name.startIndex {
        given.append(
          GivenInput(name: String(name[..<equal]), value: String(name[name.index(after: equal)...])))
      } else if isOption, let value = rest.popFirst() {
        given.append(GivenInput(name: name, value: value))
      } else if isOption {
        throw ValidationError("“\(first)” needs a value, as in \(first) London.")
      } else {
        throw ValidationError("“\(first)” is no input: inputs are given as --name value or name=value.")
      }
    }
    return given
  }

  /// What the command line asks for; prints help or an error and leaves where there is nothing to run.
  static func invocationOrExit(_ arguments: [String]) -> Invocation {
    let arguments = arguments.map { $0 == "--sandbox=best-effort" ? "--sandbox-best-effort" : $0 }
    do {
      return try invocation(arguments)
    } catch {
      let command: any ParsableCommand.Type =
        arguments.first == "fmt"
        ? FormatOptions.self
        : arguments.first == "check"
          ? CheckOptions.self : arguments.first == "learn" ? LearnOptions.self : CommandLineOptions.self
      let message = command.fullMessage(for: error)
      let isHelp = command.exitCode(for: error).isSuccess
      Glibc.exit(Console.end(message: message, isError: !isHelp))
    }
  }

  private static func invocation(_ arguments: [String]) throws -> Invocation {
    switch arguments.first {
    case "fmt":
      let options = try FormatOptions.parse(Array(arguments.dropFirst()))
      return Invocation(.format(files: options.files, isCheck: options.check))
    case "check":
      return Invocation(.check(files: try CheckOptions.parse(Array(arguments.dropFirst())).files))
    case "learn":
      let options = try LearnOptions.parse(Array(arguments.dropFirst()))
      return Invocation(.learn(file: options.file, isCheck: options.check))
    default: break
    }
    do {
      return try CommandLineOptions.parse(arguments).invocation
    } catch {
      guard CommandLineOptions.exitCode(for: error).isSuccess else { throw error }
      // Help that is asked for behind a script is about its inputs.
      let others = arguments.filter { $0 != "--help" && $0 != "-h" }
      guard others.count < arguments.count, let options = try? CommandLineOptions.parse(others),
        let file = options.file
      else { throw error }
      var invocation = Invocation(.help)
      invocation.file = file
      return invocation
    }
  }

  /// What the console is asked for.
  var invocation: Invocation {
    get throws {
      // Options that nobody knows are inputs where there is a script, and mistakes elsewhere.
      if file == nil, !inputs.isEmpty { _ = try StrictOptions.parse(inputs) }
      var invocation = options.invocation
      invocation.file = file
      invocation.inputs = try givenInputs()
      return invocation
    }
  }
}

/// The options alone: whatever else there is is a mistake, and is called one.
private struct StrictOptions: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "riepl")

  @OptionGroup var options: RunOptions
}

/// The command line of `riepl fmt`.
struct FormatOptions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "riepl fmt",
    abstract: "Puts scripts in their canonical form: clauses in order, official names, years and amounts.")

  @Flag(help: "Change nothing; the exit status is 1 where a script is not in its canonical form.")
  var check = false

  @Argument(help: "Scripts.")
  var files: [String]
}

/// The command line of `riepl check`.
struct CheckOptions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "riepl check",
    abstract:
      "Finds what is wrong with scripts without running them: names, units, unused definitions and inputs.")

  @Argument(help: "Scripts.")
  var files: [String]
}

/// The command line of `riepl learn`.
struct LearnOptions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "riepl learn",
    abstract: "Begins the lessons at the prompt, or goes on where you left off.")

  @Flag(help: "Only try the course: its answers, its mistakes and its words. The exit status is 1 at faults.")
  var check = false

  @Argument(help: "The file of a course; without one, the lessons that are part of riepl.")
  var file: String?
}
