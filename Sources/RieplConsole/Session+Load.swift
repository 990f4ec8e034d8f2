internal import RieplData
internal import RieplEngine
internal import RieplPresentation
internal import RieplSyntax

/// Figures of the user's own.
extension Session {
  /// Reads a file into the catalogue.
  func load(_ file: String, _ options: String, _ range: SourceRange) throws(OutputFault) {
    let source = workspace.parser.source
    let settings = LoadOptions.read(options)
    guard case .success(let settings) = settings else {
      if case .failure(let fault) = settings {
        try report(Diagnostic(.loadOption, range, ["what": fault.text]), source)
      }
      return
    }
    let path = Session.path(file, from: source)
    guard permissions.mayRead(path) else {
      return try report(
        Diagnostic(
          .inSandbox, range,
          [
            "file": "“\(DiagnosticRenderer.visible(file))”", "done": "read",
            "advice": "Only what stands in the folder of the script can be",
          ]), source)
    }
    var catalog = workspace.catalog
    let progress = progress
    progress?.begin(
      reading: DiagnosticRenderer.visible(path.split(separator: "/").last.map(String.init) ?? file))
    var tell: (@Sendable (LoadProgress) -> Void)?
    if let progress { tell = { progress.read($0) } }
    let loaded = Result { () throws(TableFault) in
      try TableLoader.load(
        path: path, options: settings, into: &catalog, keptIn: store, isCancelled: workspace.isCancelled,
        onProgress: tell)
    }
    progress?.endReading()
    switch loaded {
    case .success(let loaded):
      workspace.install(catalog)
      try show(loaded, try keep(loaded, isWanted: settings.keeps))
    case .failure(.cancelled): try report(Diagnostic(.interrupted, range), source)
    case .failure(.tooLittleMemory(let what)):
      try report(OwnMemory.diagnostic("“\(DiagnosticRenderer.visible(file))”: \(what)", range), source)
    case .failure(.noRoomAside(let folder, let why)):
      try report(
        Diagnostic(
          .noRoomAside, range,
          [
            "file": "“\(DiagnosticRenderer.visible(file))”", "folder": DiagnosticRenderer.visible(folder),
            "why": why,
          ]), source)
    case .failure(.misfit(let description, let place, let why)):
      try report(
        Diagnostic(
          .descriptionMisfit, range,
          [
            "description": "“\(DiagnosticRenderer.visible(description))”",
            "file": "“\(DiagnosticRenderer.visible(file))”", "place": place, "why": why,
          ]), source)
    case .failure(.unreadable(let why)) where TableFault.unreadable(why).isOfContent:
      try report(
        Diagnostic(
          .noTable, range, ["file": "“\(DiagnosticRenderer.visible(file))”", "why": why]), source)
    case .failure(.unreadable(let why)):
      try report(
        Diagnostic(
          .fileUnreadable, range, ["file": "“\(DiagnosticRenderer.visible(file))”", "why": why]), source)
    }
  }

  /// Says what was read of a file, and what became of its columns.
  private func show(_ loaded: LoadReport, _ keeping: String?) throws(OutputFault) {
    if settings.format == .table, settings.isFull {
      try block(
        [TextLine(.reading, "\(loaded.file) is loaded as \(loaded.name)")]
          + (loaded.lines + [keeping].compactMap { $0 }).flatMap {
            TextLine.wrapped(.text, "  " + $0, width: width, indent: 4)
          })
    } else if let warning = loaded.warning {
      try errors.write(warning + "\n")
      try errors.flush()
    }
  }

  /// Says what was read of a file.
  func describe(_ words: String, _ range: SourceRange) throws(OutputFault) {
    let catalog = workspace.catalog
    let source = workspace.parser.source
    let (words, file) = Session.fileBehind(words)
    let wanted = words.lowercased()
    let known = catalog.datasets.last {
      !$0.report.isEmpty && (wanted.isEmpty || $0.name.lowercased() == wanted)
    }
    if let known, let file {
      let bare = file.split(separator: "/").last.map(String.init) ?? file
      let path = Session.path(file, from: source)
      guard try write(known.metadata, to: path, named: file, range, source) else { return }
      let place = known.document + "-metadata.json"
      try say(
        bare == place
          ? "Wrote “\(file)”." : "Wrote “\(file)”. `load` reads it beside \(known.document), as \(place).")
    } else if let known {
      try block(
        [TextLine(.heading, known.title)]
          + known.report.flatMap { TextLine.wrapped(.text, "  " + $0, width: width, indent: 4) })
    } else {
      let names = catalog.datasets.filter { !$0.report.isEmpty }.map { "describe " + $0.name }
      try report(
        Diagnostic(
          .unknownTopic, range, ["name": words, "verb": "describe"], suggestions: Array(names.prefix(3))),
        source)
    }
  }

  /// What stands in front of `to "FILE"`, and the file.
  private static func fileBehind(_ words: String) -> (String, String?) {
    guard words.last == "\"" else { return (words, nil) }
    let all = Array(words)
    // The file's name begins behind the first `to "`.
    for start in all.indices.dropLast(4) where start == 0 || all[start - 1] == " " {
      guard String(all[start...].prefix(3)).lowercased() == "to " else { continue }
      let name = all[(start + 3)...].drop { $0 == " " }
      guard name.first == "\"", name.count > 1 else { continue }
      let file = String(name.dropFirst().dropLast()).replacing("\"\"", with: "\"")
      return (String(all[..<start].reversed().drop { $0 == " " }.reversed()), file)
    }
    return (words, nil)
  }

  /// Reads a file that the command line names; false where it can't be read.
  func load(file: String) throws(OutputFault) -> Bool {
    let count = errorCount
    let quoted = file.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    try run(SourceText(name: "--data", bytes: Array("load \"\(quoted)\"".utf8)))
    return errorCount == count
  }

  /// Reads the kept columns of a file that the command line names; false where there are none, or none that are right.
  func loadKept(file: String) throws(OutputFault) -> Bool {
    guard let store else { return false }
    var catalog = workspace.catalog
    guard
      let loaded = TableLoader.loadKept(
        path: file, options: LoadOptions(), into: &catalog, keptIn: store, isCancelled: workspace.isCancelled)
    else { return false }
    workspace.install(catalog)
    try show(loaded, try keep(loaded, isWanted: false))
    return true
  }

  /// Reads only what one question needs of a file; false where that is not enough, and nothing has been read.
  func load(file: String, for question: String) -> Bool {
    var catalog = workspace.catalog
    do throws(TableFault) {
      guard
        try OneShot.load(
          path: file, for: SourceText(question), isFull: settings.isFull, into: &catalog,
          isCancelled: workspace.isCancelled)
      else { return false }
    } catch {
      return false
    }
    workspace.install(catalog)
    return true
  }
}
