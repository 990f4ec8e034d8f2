import Foundation
import RieplConsole
import RieplEngine
import RieplSyntax
import Testing

/// What is written for other programs, read back by other programs.
@Suite struct FormatReaders {
  /// Names that mean something to one format or another.
  static let names = [
    "plain", "a|b", "\"quoted\" name", "tab\there", "line\nbreak", "return\rhere", "back\\slash and \\t",
    "c, d",
    "`code` and ``more``", "<script>alert(1)</script>", "&lt; & &amp;", "*bold* _it_ ~~no~~",
    "[link](http://x.org)",
    "www.example.org", "https://example.org/a", "$x$ # y", "- item", "12. item", "=1+1",
    "comma,\u{301} accent",
    "\u{2028}line", "end\\", "| --- |", "😀 東京", "![i](j)",
  ]

  /// A place for each name, with the figure 1.5 for the first, 2.5 for the next and so on.
  static var catalog: Catalog {
    var catalog = Catalog()
    let members = names.enumerated().map { Member(name: $1, aliases: ["place\($0)"]) }
    let column = MemoryMeasure(
      values: names.indices.map { Int64($0 * 10 + 15) }, states: names.indices.map { _ in 0 },
      markNumbers: names.indices.map { $0 == 1 ? 1 : 0 }, marks: [Mark(notes: BitSet([0]))])
    let measure = Measure(
      name: "cost", summary: "what it cost", unit: .money, scale: 1, sourcePower: -1, dimensions: [0],
      addsOver: BitSet([0]), table: 0, column: 0)
    let rows = MemoryColumns(
      codes: [names.indices.map { Int32($0) }], measures: [column], rowCount: names.count)
    catalog.add(
      Dataset(name: "odd", title: "odd names", edition: "1", licence: "none", document: "a | list"),
      dimensions: [Dimension(name: "place", plural: "places", members: members)], measures: [measure],
      facts: [],
      notes: [Note(id: "n1", kind: "note", text: names.joined(separator: " "))], sources: [], topics: [],
      tables: [Table(dimensions: [0], source: rows, isCube: true)])
    return catalog
  }

  /// What a statement is answered with.
  static func answer(_ format: OutputFormat, _ statement: String) throws -> String {
    var settings = Settings()
    settings.format = format
    settings.reading = .always
    let output = MemoryOutput()
    let session = Session(
      catalog: catalog, settings: settings, output: output, errors: output, isList: false)
    try session.run(SourceText(statement))
    let text = output.take()
    #expect(session.errorCount == 0, "\(text)")
    return text
  }

  /// What a statement is answered with, read by another program.
  static func read(_ format: OutputFormat, _ statement: String) throws -> Any {
    try FormatReaderTool.read(format.rawValue, try answer(format, statement))
  }

  @Test(FormatReaderTool.trait, arguments: [OutputFormat.csv, .tsv, .json, .jsonl])
  func forMachines(_ format: OutputFormat) throws {
    let rows = try #require(FormatReaders.read(format, "cost by place") as? [[String]])
    #expect(rows.count == FormatReaders.names.count + 1)
    #expect(rows[0][0] == "place" && rows[0][1].hasPrefix("cost"))
    #expect(Array(rows.dropFirst().map { $0[0] }) == FormatReaders.names)
    #expect(rows.dropFirst().map { $0[1] } == FormatReaders.names.indices.map { "\($0 + 1).5" })
  }

  @Test(FormatReaderTool.trait) func forDocuments() throws {
    let read = try #require(FormatReaders.read(.markdown, "cost by place") as? [String: Any])
    let rows = try #require(read["rows"] as? [[String]])
    #expect(rows[0] == ["place", "cost"])
    // What can't be seen, and what would break the line, is written as everywhere where people read.
    let shown = FormatReaders.names.map {
      DiagnosticRenderer.visible($0).trimmingCharacters(in: .whitespaces)
    }
    #expect(Array(rows.dropFirst().map { $0[0] }) == shown)
    #expect(rows[1][1] == "£1.5" && rows[2][1] == "£2.5 [note 1]")
    let alignments = try #require(read["alignments"] as? [String])
    #expect(Set(alignments.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)) == ["text-align:left"])
    #expect(Set(alignments.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)) == ["text-align:right"])
    let lines = try #require(read["lines"] as? [String])
    #expect(lines.first == "→ cost, by place")
    #expect(
      lines.last == "[note 1] "
        + DiagnosticRenderer.visible(FormatReaders.names.joined(separator: " "), limit: 9999))
  }

  /// Pages keep their columns, whatever stands in them.
  @Test(arguments: ["list places", "about place3", "help sum"])
  func pages(_ statement: String) throws {
    let text = try FormatReaders.answer(.markdown, statement)
    #expect(text.hasPrefix("```\n") && text.hasSuffix("\n```\n"))
  }
}

/// Python with its csv and json, and with markdown-it-py.
enum FormatReaderTool {
  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "read_formats.py").path()
  static let isRequired = ProcessInfo.processInfo.environment["RIEPL_REQUIRE_TOOLS"] == "1"
  private static let isThere = (try? run(["-c", "import markdown_it"], input: ""))?.status == 0

  /// Skips a test without the tool, unless it is required.
  static var trait: some TestTrait {
    ConditionTrait.enabled(if: isThere || isRequired, "needs python3 with markdown-it-py")
  }

  struct Failure: Error {
    var text: String
  }

  static func read(_ format: String, _ text: String) throws -> Any {
    let (status, output) = try run([script, format], input: text)
    guard status == 0 else { throw Failure(text: text) }
    return try JSONSerialization.jsonObject(with: Data(output.utf8))
  }

  static func run(_ arguments: [String], input: String) throws -> (status: Int32, output: String) {
    let process = Process()
    let stdin = Pipe()
    let stdout = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    process.standardInput = stdin
    process.standardOutput = stdout
    try process.run()
    if !input.isEmpty { try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8)) }
    try stdin.fileHandleForWriting.close()
    let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
