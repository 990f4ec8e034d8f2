internal import Glibc
internal import RieplConsole

/// The program: the command line goes to the console, whose status is the program's.
@main
struct Main {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    exit(Console.run(QuickArguments.invocation(arguments) ?? CommandLineOptions.invocationOrExit(arguments)))
  }
}
