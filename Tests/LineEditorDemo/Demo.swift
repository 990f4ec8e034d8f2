import Glibc
import LineEditor

/// A prompt over a toy language, for the tests on a pseudo-terminal.
///
/// It says back what it read. Some words make it do what a test looks at: `work` waits for Ctrl-C, `partial`
/// prints without a line end, and `!…` does something while the text is still edited.
@main
struct Demo {
  static func main() {
    let arguments = CommandLine.arguments.dropFirst()
    let history = History(
      path: Demo.variable("DEMO_HISTORY"), limit: Demo.variable("DEMO_LIMIT").flatMap(Int.init) ?? 1000)
    if let warning = history.warning { print(warning) }
    let editor = LineEditor(program: "demo", history: history)
    editor.hooks = Language.hooks(history)
    let waker = editor.waker
    Actions.install(waker)
    print("mode \(editor.mode)")
    if arguments.contains("--rows") { for row in 1...30 { print("row \(row)") } }
    while true {
      fflush(nil)
      switch editor.readLine(
        prompt: StyledText(.init("demo", .bold + .green), .init("> ")),
        continuation: StyledText("  ..> ", .grey))
      {
      case .line(let text): answer(text, editor)
      case .interrupted: continue
      case .endOfInput:
        print("bye")
        return
      case .terminated(let signal):
        print("signal \(signal)")
        exit(128 + signal)
      }
    }
  }

  private static func answer(_ text: String, _ editor: LineEditor) {
    switch text {
    case "work;":
      print("working")
      fflush(nil)
      let wasStopped = editor.running { interruption in
        var rounds = 0
        while !interruption.isRequested, rounds < 3_000 {
          usleep(10_000)
          rounds += 1
        }
        return interruption.isRequested
      }
      print(wasStopped ? "stopped" : "done")
    case "partial;":
      print("no end", terminator: "")
      fflush(nil)
    case "quit;": exit(0)
    default:
      // Each statement of a text is answered for itself.
      let statements = text.split(separator: ";").map { $0.drop(while: \.isWhitespace) }.filter {
        !$0.isEmpty
      }
      if statements.isEmpty { print("nothing <\(text)>") }
      for statement in statements { print("got <\(visible(String(statement)))>") }
    }
  }

  private static func visible(_ text: String) -> String {
    String(text.map { $0 == "\n" ? "|" : $0 == "\t" ? " " : $0 })
  }

  static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

}
