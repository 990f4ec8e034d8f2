internal import Glibc
internal import RieplEngine
internal import RieplPresentation
internal import RieplSyntax

/// What statements do beside asking: running scripts, saving, settings, the history.
extension Session {
  // MARK: run

  /// Runs the statements of another script, whose name is seen from where this one stands.
  func runScript(_ file: String, _ range: SourceRange, _ source: SourceText) throws(OutputFault) {
    let path = Session.path(file, from: source)
    let identity = Session.identity(path)
    if let first = scripts.firstIndex(where: { $0.identity == identity }) {
      let chain = (scripts[first...].map(\.name) + [file]).joined(separator: " → ")
      try report(
        Diagnostic(
          .runCycle, range, ["file": "“\(file)”", "why": "it is running already", "chain": chain]), source)
      return
    }
    guard scripts.count < workspace.limits.nesting else {
      try report(
        Diagnostic(
          .runCycle, range,
          [
            "file": "“\(file)”", "why": "\(scripts.count) scripts are running inside one another",
            "chain": scripts.prefix(3).map(\.name).joined(separator: " → ") + " → …",
          ]), source)
      return
    }
    guard permissions.mayRead(path) else {
      return try report(
        Diagnostic(
          .inSandbox, range,
          [
            "file": "“\(file)”", "done": "read",
            "advice": "Only what stands in the folder of the script can be",
          ]), source)
    }
    switch SourceFile.contents(path: path, limit: workspace.limits.scriptBytes) {
    case .failure(let fault):
      try report(
        Diagnostic(.fileUnreadable, range, ["file": "“\(file)”", "why": fault.reason]), source)
    case .success(let bytes):
      let place = workspace.parser.place
      scripts.append((identity, file))
      defer {
        scripts.removeLast()
        workspace.parser.place = place
      }
      try run(SourceText(name: path, bytes: bytes))
    }
  }

  /// A file's name as seen from the folder of a script.
  static func path(_ file: String, from source: SourceText) -> String {
    guard !file.hasPrefix("/"), let name = source.name, let slash = name.lastIndex(of: "/") else {
      return file
    }
    return name[...slash] + file
  }

  /// The same for all names of one file.
  static func identity(_ path: String) -> String {
    guard let resolved = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  // MARK: save

  /// Writes the statements that worked to a script.
  func save(_ file: String, _ range: SourceRange, _ source: SourceText) throws(OutputFault) {
    let statements = worked.filter { !$0.text.isEmpty }
    guard !statements.isEmpty else { return try report(Diagnostic(.nothingToSave, range), source) }
    let path = Session.path(file, from: source)
    let data = workspace.catalog.datasets.map { "\($0.name), \($0.edition)" }.joined(separator: "; ")
    var text = "# Saved by riepl \(Console.version) over \(data).\n\n"
    for statement in statements { text += statement.text + "\n" }
    guard try write(text, to: path, named: file, range, source) else { return }
    try say(
      "Saved \(statements.count) \(statements.count == 1 ? "statement" : "statements") to “\(file)”.")
  }

  /// Writes a file that a statement names; false, and the error is shown, where that can't be done.
  ///
  /// Only what this session has written itself is written over, or anything with `--force`.
  func write(_ text: String, to path: String, named file: String, _ range: SourceRange, _ source: SourceText)
    throws(OutputFault) -> Bool
  {
    guard !permissions.isSandboxed else {
      try report(
        Diagnostic(
          .inSandbox, range,
          ["file": "“\(file)”", "done": "written", "advice": "Run the script without --sandbox"]), source)
      return false
    }
    do throws(AtomicFile.Fault) {
      let isOurs = savedFiles.contains(Session.identity(path))
      try AtomicFile.write(Array(text.utf8), to: path, replaces: isOurs || permissions.replacesFiles)
      savedFiles.insert(Session.identity(path))
      return true
    } catch {
      switch error {
      case .exists: try report(Diagnostic(.fileExists, range, ["file": "“\(file)”"]), source)
      case .notPlain, .system:
        hasFailedOutput = true
        try report(
          Diagnostic(.fileUnwritable, range, ["file": "“\(file)”", "why": error.reason]), source)
      }
      return false
    }
  }

  /// Takes down a statement that worked, as it is to be saved.
  func remember(_ outcome: Outcome) {
    switch outcome {
    case .answer, .figure:
      if let text = workspace.lastQuestionText { worked.append(Worked(text: text, name: nil)) }
    case .defined(let name, let text, _): worked.append(Worked(text: "let \(name) = \(text)", name: name))
    case .undone(let name, _):
      if let index = worked.lastIndex(where: { $0.name == name }) { worked.remove(at: index) }
    case .check, .heading, .say:
      let parser = workspace.parser
      let text = Formatter(tree: parser.tree, vocabulary: parser.vocabulary).statement(parser.source)
      if let text { worked.append(Worked(text: text, name: nil)) }
    case .export(_, let file, _):
      if let text = workspace.lastQuestionText {
        worked.append(Worked(text: "export \(text) to \"\(file)\"", name: nil))
      }
    case .use(let dataset):
      worked.append(Worked(text: "use \(workspace.catalog.datasets[dataset].name)", name: nil))
    default: break
    }
  }

  // MARK: set

  /// Changes a setting, or shows one or all.
  func set(_ words: String, _ range: SourceRange, _ source: SourceText) throws(OutputFault) {
    let parts = words.lowercased().split { $0 == " " || $0 == "=" || $0 == "\t" }.map(String.init)
    guard let name = parts.first else {
      return try block(
        pages.settings(SettingTable.entries.map { ("\($0.name) \($0.value(settings))", $0.summary) }))
    }
    guard let entry = SettingTable.find(name) else {
      let close = Closeness.among(SettingTable.entries.map(\.name), to: name)
      return try report(
        Diagnostic(.unknownSetting, range, ["name": name], suggestions: close.map { "set " + $0 }), source)
    }
    guard parts.count > 1 else {
      // "timer" alone turns it on or off, and any other setting is shown.
      guard entry.choices == ["on", "off"] else {
        return try block(pages.settings([("\(entry.name) \(entry.value(settings))", "takes \(entry.takes)")]))
      }
      try change(entry, entry.value(settings) == "on" ? "off" : "on")
      return
    }
    let value = parts.dropFirst().joined(separator: " ")
    guard try change(entry, value) else {
      return try report(
        Diagnostic(
          .wrongSetting, range, ["name": entry.name, "value": value, "values": entry.takes]), source)
    }
  }

  @discardableResult
  private func change(_ entry: SettingEntry, _ value: String) throws(OutputFault) -> Bool {
    guard entry.change(&settings, value) else { return false }
    workspace.decimals = settings.decimals
    if settings.isFull { try say("\(entry.name) is \(entry.value(settings))") }
    return true
  }

  // MARK: history

  /// Lists the lines that were typed.
  func showHistory() throws(OutputFault) {
    let entries = typedLines()
    guard !entries.isEmpty else { return try say("No lines have been typed.") }
    let digits = "\(entries.count)".count
    try block(
      entries.enumerated().map { number, entry in
        let space = String(repeating: " ", count: digits - "\(number + 1)".count)
        return TextLine(
          .text, "  \(space)\(number + 1)  " + entry.split(separator: "\n").joined(separator: " "))
      })
  }

  /// Prints a sentence about what was done, where anybody reads it.
  func say(_ text: String) throws(OutputFault) {
    guard settings.format == .table, settings.isFull else { return }
    try block([TextLine(.reading, text)])
  }
}
