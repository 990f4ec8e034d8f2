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
    var catalog = workspace.catalog
    let loaded = Result { () throws(TableFault) in
      try TableLoader.load(path: file, options: settings, into: &catalog, isCancelled: workspace.isCancelled)
    }
    switch loaded {
    case .success(let loaded):
      workspace.install(catalog)
      try show(loaded)
    case .failure(.cancelled): try report(Diagnostic(.interrupted, range), source)
    case .failure(.unreadable(let why)):
      try report(
        Diagnostic(
          .fileUnreadable, range, ["file": "“\(DiagnosticRenderer.visible(file))”", "why": why]), source)
    }
  }

  private func show(_ loaded: LoadReport) throws(OutputFault) {
    if settings.format == .table, settings.isFull {
      try block(
        [TextLine(.reading, "\(loaded.file) is loaded as \(loaded.name)")]
          + loaded.lines.map { TextLine(.text, "  " + $0) })
    } else if let warning = loaded.warning {
      try errors.write(warning + "\n")
      try errors.flush()
    }
  }

  /// Says what was read of a file.
  func describe(_ words: String, _ range: SourceRange) throws(OutputFault) {
    let catalog = workspace.catalog
    let wanted = words.lowercased()
    let known = catalog.datasets.last {
      !$0.report.isEmpty && (wanted.isEmpty || $0.name.lowercased() == wanted)
    }
    if let known {
      try block(
        [TextLine(.heading, known.title)] + known.report.map { TextLine(.text, "  " + $0) })
    } else {
      let names = catalog.datasets.filter { !$0.report.isEmpty }.map { "describe " + $0.name }
      try report(
        Diagnostic(
          .unknownTopic, range, ["name": words, "verb": "describe"], suggestions: Array(names.prefix(3))),
        workspace.parser.source)
    }
  }

  /// Reads a file that the command line names; false where it can't be read.
  func load(file: String) throws(OutputFault) -> Bool {
    let count = errorCount
    let quoted = file.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
    try run(SourceText(name: "--data", bytes: Array("load \"\(quoted)\"".utf8)))
    return errorCount == count
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
