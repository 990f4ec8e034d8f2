internal import Glibc
internal import RieplData
internal import RieplEngine
internal import RieplPresentation
internal import RieplSyntax

/// Reads scripts without running them: for `riepl fmt`, `riepl check` and the inputs of a script.
final class ScriptReader {
  private let catalog: Catalog
  private let errors: any ByteOutput
  private let limits: Limits
  private var lines = LineCounter()
  private(set) var errorCount = 0
  /// Scripts whose names are being learnt, from the outermost.
  private var chain: [String] = []

  init(_ catalog: Catalog, _ errors: any ByteOutput, _ limits: Limits) {
    self.catalog = catalog
    self.errors = errors
    self.limits = limits
  }

  // MARK: Files

  /// The text of a script; nil, and it is said why, where it can't be read.
  func read(_ path: String) throws(OutputFault) -> SourceText? {
    switch SourceFile.contents(path: path, limit: limits.scriptBytes) {
    case .success(let bytes): return SourceText(name: path, bytes: bytes)
    case .failure(let fault):
      try fail("“\(DiagnosticRenderer.visible(path))” can't be read: \(fault.reason).")
      return nil
    }
  }

  private func fail(_ message: String) throws(OutputFault) {
    errorCount += 1
    try errors.write("riepl: \(message)\n")
  }

  private func report(_ diagnostic: Diagnostic, _ source: SourceText) throws(OutputFault) {
    errorCount += 1
    let text = DiagnosticRenderer.render(
      diagnostic, in: source, line: lines.number(at: Int(diagnostic.range.start), in: source),
      width: DisplayWidth.width(of:))
    try errors.write(text.joined(separator: "\n") + "\n")
  }

  // MARK: Inputs

  /// The inputs of a script.
  func inputs(_ source: SourceText) -> (inputs: [ScriptInput], workspace: Workspace) {
    var workspace = Workspace(catalog: catalog, limits: limits)
    let inputs = workspace.inputs(of: source)
    return (inputs, workspace)
  }

  // MARK: fmt

  /// Puts a script in its canonical form; whether it was in it already, nil where it can't be read.
  func format(_ path: String, isCheck: Bool) throws(OutputFault) -> Bool? {
    guard let source = try read(path), let text = try formatted(source) else { return nil }
    let bytes = Array(text.utf8)
    if bytes == source.bytes { return true }
    // What is written has to stay as it is the next time.
    guard let again = try formatted(SourceText(name: path, bytes: bytes)), again == text else {
      try fail("“\(DiagnosticRenderer.visible(path))” has no form that stays the same, and is left as it is.")
      return nil
    }
    guard !isCheck else { return false }
    do throws(AtomicFile.Fault) {
      try AtomicFile.write(bytes, to: path, replaces: true)
    } catch {
      try fail("“\(DiagnosticRenderer.visible(path))” can't be written: \(error.reason).")
      return nil
    }
    return false
  }

  private func formatted(_ source: SourceText) throws(OutputFault) -> String? {
    var workspace = Workspace(catalog: catalog, limits: limits)
    var formatter = ScriptFormatter(source)
    do throws(Diagnostic) {
      try workspace.read(source)
    } catch {
      try report(error, source)
      return nil
    }
    var end = 0
    if source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { end = 3 }
    if source.bytes[end...].starts(with: [0x23, 0x21]) {
      while end < source.bytes.count, source.bytes[end] != 0x0A, source.bytes[end] != 0x0D { end += 1 }
    }
    var isFirst = end == 0 || end == 3
    while true {
      let next: Workspace.Formatted?
      do throws(Diagnostic) {
        next = try workspace.nextFormatted()
      } catch {
        try report(error, source)
        return nil
      }
      guard let next else { break }
      guard let text = next.text else { continue }
      formatter.add(
        gap: source.text(in: SourceRange(end, Int(next.range.start))), afterStatement: !isFirst)
      formatter.add(statement: text, comments: next.comments)
      end = Int(next.range.end)
      isFirst = false
      if let file = next.runs { try learn(file, from: source, &workspace) }
      if let (file, options) = next.loads { load(Session.path(file, from: source), options, &workspace) }
    }
    formatter.add(gap: source.text(in: SourceRange(end, source.bytes.count)), afterStatement: !isFirst)
    return formatter.text
  }

  /// Learns the names that another script gives; what is wrong with it is said when it runs.
  private func learn(_ file: String, from source: SourceText, _ workspace: inout Workspace)
    throws(OutputFault)
  {
    let path = Session.path(file, from: source)
    guard chain.count < limits.nesting, !chain.contains(Session.identity(path)),
      case .success(let bytes) = SourceFile.contents(path: path, limit: limits.scriptBytes)
    else { return }
    chain.append(Session.identity(path))
    defer { chain.removeLast() }
    let place = workspace.parser.place
    defer { workspace.parser.place = place }
    let inner = SourceText(name: path, bytes: bytes)
    do throws(Diagnostic) {
      try workspace.read(inner)
    } catch {
      return
    }
    while true {
      do throws(Diagnostic) {
        guard let next = try workspace.nextFormatted() else { return }
        if let file = next.runs { try learnQuietly(file, inner, &workspace) }
      } catch {
        continue
      }
    }
  }

  private func learnQuietly(_ file: String, _ source: SourceText, _ workspace: inout Workspace)
    throws(Diagnostic)
  {
    do throws(OutputFault) {
      try learn(file, from: source, &workspace)
    } catch {
      return
    }
  }

  // MARK: check

  /// Checks a script and those that it runs, short of running them.
  func check(_ path: String) throws(OutputFault) {
    guard let source = try read(path) else { return }
    var workspace = Workspace(catalog: catalog, limits: limits)
    let words = String(decoding: source.bytes, as: UTF8.self).lowercased().split { !$0.isLetter }
    workspace.startRehearsal(needsFigures: words.contains("it"))
    chain = [Session.identity(path)]
    try check(source, &workspace)
    for fault in workspace.unusedNames { try report(fault, source) }
  }

  private func check(_ source: SourceText, _ workspace: inout Workspace) throws(OutputFault) {
    do throws(Diagnostic) {
      try workspace.read(source)
    } catch {
      return try report(error, source)
    }
    while true {
      let next: Outcome?
      do throws(Diagnostic) {
        next = try workspace.next()
      } catch {
        try report(error, workspace.followUpSource ?? source)
        continue
      }
      guard let next else { return }
      if case .load(let file, let options, _) = next {
        load(Session.path(file, from: source), options, &workspace)
        continue
      }
      guard case .run(let file, let range) = next else { continue }
      if case .export = workspace.parser.tree.statement {
        guard ExportForms.form(ofFile: file) == nil else { continue }
        try report(
          Diagnostic(.unknownForm, range, ["file": "“\(file)”", "forms": ExportForms.list]), source)
      } else {
        try checkRun(file, range, source, &workspace)
      }
    }
  }

  /// Makes the names of a file known, as far as it can be read; running the script says what is wrong with it.
  private func load(_ path: String, _ options: String, _ workspace: inout Workspace) {
    guard case .success(let options) = LoadOptions.read(options) else { return }
    var catalog = workspace.catalog
    do throws(TableFault) {
      _ = try TableLoader.load(
        path: path, options: options, into: &catalog, isCancelled: workspace.isCancelled)
      workspace.install(catalog)
    } catch {}
  }

  private func checkRun(
    _ file: String, _ range: SourceRange, _ source: SourceText, _ workspace: inout Workspace
  ) throws(OutputFault) {
    let path = Session.path(file, from: source)
    let identity = Session.identity(path)
    guard !chain.contains(identity), chain.count < limits.nesting else {
      return try report(
        Diagnostic(
          .runCycle, range, ["file": "“\(file)”", "why": "it is running already", "chain": file]), source)
    }
    switch SourceFile.contents(path: path, limit: limits.scriptBytes) {
    case .failure(let fault):
      try report(Diagnostic(.fileUnreadable, range, ["file": "“\(file)”", "why": fault.reason]), source)
    case .success(let bytes):
      let place = workspace.parser.place
      chain.append(identity)
      workspace.takeNamesInRehearsal(false)
      try check(SourceText(name: path, bytes: bytes), &workspace)
      chain.removeLast()
      workspace.takeNamesInRehearsal(chain.count == 1)
      workspace.parser.place = place
    }
  }
}
