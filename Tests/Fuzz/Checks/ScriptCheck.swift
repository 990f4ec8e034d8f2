import RieplConsole
import RieplEngine
import RieplSyntax

/// A whole script as the program runs it, in one of the forms; the first byte says which.
enum ScriptCheck {
  static func check(_ bytes: [UInt8], _ catalog: Catalog) throws {
    guard let first = bytes.first else { return }
    let format = OutputFormat.allCases[Int(first) % OutputFormat.allCases.count]
    let source = SourceText(name: "script", bytes: Array(bytes.dropFirst()))
    let (output, errors, count) = try run(source, format, catalog)
    try require((count == 0) == errors.isEmpty, "\(count) errors, but: \(errors)")
    if format == .table || format == .markdown {
      for line in output.split(separator: "\n") { try TextCheck.check(String(line), in: output) }
    }
    for line in errors.split(separator: "\n") { try TextCheck.check(String(line), in: errors) }
    // Line ends of another system change nothing.
    if !source.bytes.contains(0x0D) {
      let other = source.bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
      let again = try run(SourceText(name: "script", bytes: other), format, catalog)
      try require(
        again.output == output && again.count == count, "line ends matter: \(output)\n\(again.output)")
    }
  }

  private static func run(_ source: SourceText, _ format: OutputFormat, _ catalog: Catalog) throws -> (
    output: String, errors: String, count: Int
  ) {
    var settings = Settings()
    settings.format = format
    settings.reading = .always
    let (output, errors) = (MemoryOutput(), MemoryOutput())
    let session = Session(
      catalog: catalog, settings: settings, output: output, errors: errors, limits: FuzzLimits.limits)
    try session.run(source)
    try session.finish()
    return (output.take(), errors.take(), session.errorCount)
  }
}
