internal import Glibc
internal import RieplEngine
internal import RieplSyntax

/// What the program does with scripts besides running them: `fmt`, `check`, and the inputs of a script.
enum ScriptTools {
  /// Does what is asked for; nil where a script is to be run and its inputs are right.
  static func run(
    _ invocation: Invocation, _ catalog: Catalog, _ output: FileOutput, _ errors: FileOutput
  ) throws(OutputFault) -> Int32? {
    var limits = Limits()
    for limit in invocation.limits { _ = LimitTable.apply(limit, to: &limits) }
    let reader = ScriptReader(catalog, errors, limits)
    switch invocation.task {
    case .learn(let file, true): return try checkCourse(file, output, errors)
    case .learn(_, false):
      guard isatty(STDIN_FILENO) == 1 else {
        let why = DiagnosticRenderer.message(Diagnostic(.lessonsNeedPrompt, SourceRange(0, 0)))
        return try Console.complain(why, errors, Console.ExitStatus.failure)
      }
      return nil
    case .run:
      guard let file = invocation.file, !invocation.inputs.isEmpty else { return nil }
      return try checkInputs(invocation.inputs, file, reader, errors)
    case .help:
      guard let source = try reader.read(invocation.file ?? "") else {
        try errors.flush()
        return Console.ExitStatus.failure
      }
      let (inputs, workspace) = reader.inputs(source)
      try output.write(help(invocation.file ?? "", inputs, workspace))
      try output.flush()
      return Console.ExitStatus.success
    case .format(let files, let isCheck): return try format(files, isCheck, reader, output, errors)
    case .check(let files):
      for file in files { try reader.check(file) }
      try errors.flush()
      return reader.errorCount > 0 ? Console.ExitStatus.failure : Console.ExitStatus.success
    }
  }

  private static func format(
    _ files: [String], _ isCheck: Bool, _ reader: ScriptReader, _ output: FileOutput, _ errors: FileOutput
  ) throws(OutputFault) -> Int32 {
    var changed = 0
    for file in files where try reader.format(file, isCheck: isCheck) == false {
      changed += 1
      try output.write(
        "\(isCheck ? "not formatted" : "formatted") “\(DiagnosticRenderer.visible(file))”\n")
    }
    try output.flush()
    try errors.flush()
    return reader.errorCount > 0 || isCheck && changed > 0
      ? Console.ExitStatus.failure : Console.ExitStatus.success
  }

  /// Tries a course, and says what is wrong with it.
  private static func checkCourse(_ file: String?, _ output: FileOutput, _ errors: FileOutput)
    throws(OutputFault) -> Int32
  {
    let checker: CourseChecker
    if let file {
      switch CourseLibrary.read(file) {
      case .failure(let fault):
        return try Console.complain(
          "“\(DiagnosticRenderer.visible(file))” can't be read: \(fault.reason).", errors,
          Console.ExitStatus.failure)
      case .success(let (course, faults)):
        checker = CourseChecker(course, faults, named: DiagnosticRenderer.visible(file))
      }
    } else {
      let (course, faults) = CourseReader.read(CourseLibrary.builtInText)
      checker = CourseChecker(course, faults, named: "the lessons of riepl")
    }
    let text = checker.lines.joined(separator: "\n") + "\n"
    try (checker.faults.isEmpty ? output : errors).write(text)
    try output.flush()
    try errors.flush()
    return checker.faults.isEmpty ? Console.ExitStatus.success : Console.ExitStatus.failure
  }

  // MARK: Inputs

  /// Looks whether a script takes the inputs that are given; nil where it does.
  private static func checkInputs(
    _ given: [GivenInput], _ file: String, _ reader: ScriptReader, _ errors: FileOutput
  ) throws(OutputFault) -> Int32? {
    guard let source = try reader.read(file) else {
      try errors.flush()
      return Console.ExitStatus.failure
    }
    let (inputs, workspace) = reader.inputs(source)
    for value in given {
      let key = Session.inputKey(value.name)
      guard let input = inputs.first(where: { Session.inputKey($0.name) == key }) else {
        let close = Closeness.among(inputs.map(\.name), to: value.name)
        let hint = close.first.map { " Did you mean \($0)?" } ?? ""
        let name = DiagnosticRenderer.visible(value.name)
        return try Console.complain(
          "“\(DiagnosticRenderer.visible(file))” has no input called “\(name)”.\(hint)\n"
            + list(inputs, workspace), errors, Console.ExitStatus.usage)
      }
      var copy = workspace
      do throws(Diagnostic) {
        try copy.give(value.value, for: input.name)
      } catch {
        return try Console.complain(
          DiagnosticRenderer.message(error) + "\n" + list(inputs, workspace), errors,
          Console.ExitStatus.usage)
      }
    }
    return nil
  }

  private static func help(_ file: String, _ inputs: [ScriptInput], _ workspace: Workspace) -> String {
    let name = DiagnosticRenderer.visible(file)
    let usage = inputs.map { " [--\(option($0)) VALUE]" }.joined()
    return "USAGE: riepl \(name)\(usage) [OPTIONS]\n\n" + list(inputs, workspace)
      + "\n`riepl --help` shows the options that every script takes.\n"
  }

  /// The name of an input as an option.
  private static func option(_ input: ScriptInput) -> String {
    Session.inputKey(input.name).replacing(" ", with: "-")
  }

  private static func list(_ inputs: [ScriptInput], _ workspace: Workspace) -> String {
    guard !inputs.isEmpty else { return "It has no inputs.\n" }
    var text = "Its inputs are:\n"
    for input in inputs {
      text += "  --\(option(input))  "
      if let question = input.question { text += DiagnosticRenderer.visible(question) + " " }
      text += "Takes \(workspace.takes(input.kind)); \(input.text) if nothing is given.\n"
    }
    return text
  }
}
