internal import RieplEngine
internal import RieplSyntax

/// Asks somebody at a terminal for the inputs that the command line does not give.
final class InputQuestions {
  private let errors: FileOutput
  /// What was typed behind the line that was read last.
  private var rest: [UInt8] = []
  private var isAtEnd = false

  init(_ errors: FileOutput) { self.errors = errors }

  /// The value that is typed; nil for the default.
  func ask(_ input: ScriptInput, _ problem: String?) -> String? {
    guard !isAtEnd else { return nil }
    let question = DiagnosticRenderer.visible(input.question ?? "\(input.name)?", limit: 400)
    do throws(OutputFault) {
      if let problem { try errors.write(problem + "\n") }
      try errors.write("\(question) [\(input.text)] ")
      try errors.flush()
    } catch {
      return nil
    }
    guard case .success(let line?) = SourceFile.line(&rest, limit: 4096) else {
      isAtEnd = true
      return nil
    }
    var text = line[...]
    while let last = text.last, last <= 0x20 { text.removeLast() }
    while let first = text.first, first <= 0x20 { text.removeFirst() }
    return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
  }
}
