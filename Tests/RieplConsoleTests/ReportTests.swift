import Foundation
import RieplConsole
import RieplEngine
import RieplSyntax
import Testing

/// Reports as HTML, read by other programs.
@Suite struct Reports {
  /// What check_report.py needs for one of its parts: without it a test is skipped, unless it is required.
  private static func trait(_ tool: String, _ probe: String) -> ConditionTrait {
    ConditionTrait.enabled(
      if: FormatReaderTool.isRequired || (try? FormatReaderTool.run(["-c", probe], input: ""))?.status == 0,
      "needs python3 with \(tool); .ci/run says which version")
  }

  static let html5lib = trait("html5lib", "import html5lib")
  static let tidy = trait("tidy", "import shutil, sys; sys.exit(not shutil.which('tidy'))")
  static let axe = trait(
    "axe-playwright-python and chromium",
    "import axe_playwright_python, shutil, sys; sys.exit(not shutil.which('chromium'))")

  struct Finding: Decodable {
    let problems: [String]
    let rows: [String]?
    let passes: Int?
  }

  private static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "check_report.py").path()

  private static func find(_ checker: String, _ page: String) throws -> Finding {
    let (status, output) = try FormatReaderTool.run([script, checker], input: page)
    try #require(status == 0, "\(checker): \(output)")
    return try JSONDecoder().decode(Finding.self, from: Data(output.utf8))
  }

  /// The page of a conversation.
  static func page(_ statements: [String], _ catalog: Catalog? = nil) throws -> String {
    var settings = Settings()
    settings.format = .html
    let output = MemoryOutput()
    let errors = MemoryOutput()
    let session = Session(
      catalog: try catalog ?? Conversation.catalog(), settings: settings, output: output, errors: errors)
    for statement in statements { try session.run(SourceText(statement)) }
    try session.finish()
    #expect(session.errorCount == 0, "\(errors.take())")
    return output.take()
  }

  /// One of each: tables of one axis and two, ranks, totals, projections, charts of all kinds, single figures, nothing.
  static let statements = [
    "allocation by region, year with total", "rank efficiency by region",
    "project efficiency for London, North East by region", "sum allocation",
    "efficiency by region above £1bn",
    "regions where efficiency > £500m", "chart allocation by region",
    "chart allocation by region, year as bars", "check sum allocation is £1 \"One <pound>\"",
    "check efficiency by region at least £300m", "check sum allocation between £1 and £2",
    "check sum allocation above £1",
    "chart allocation by region, year for London, South East", "chart share allocation by region",
    "chart project efficiency North East until 2013-14 at 3%", "chart allocation by year",
    "chart sum allocation, sum efficiency / sum allocation by region top 3 with total",
    "compare gains this year with gains target", "highest allocation by year", "list years",
  ]

  @Test(Reports.html5lib) func structure() throws {
    let found = try Reports.find("structure", Reports.page(Reports.statements))
    #expect(found.problems.isEmpty)
  }

  @Test(Reports.tidy) func validity() throws {
    let found = try Reports.find("tidy", Reports.page(Reports.statements))
    #expect(found.problems.isEmpty)
  }

  /// On a light ground and on a dark one.
  @Test(Reports.axe) func accessibility() throws {
    let found = try Reports.find("axe", Reports.page(Reports.statements))
    #expect(found.problems.isEmpty)
    #expect((found.passes ?? 0) > 40)
  }

  /// Names, notes and places that mean something in HTML are text and nothing else.
  @Test(Reports.html5lib) func oddNames() throws {
    let page = try Reports.page(
      ["cost by place", "chart cost by place", "chart cost by place top 2"], FormatReaders.catalog)
    let found = try Reports.find("structure", page)
    #expect(found.problems.isEmpty)
    let shown = FormatReaders.names.map {
      DiagnosticRenderer.visible($0).split(separator: " ").joined(separator: " ")
    }
    #expect(found.rows?.starts(with: shown) == true)
    #expect(!page.contains("<script>"))
  }

  /// A check that fails shows both sides, the difference and the notes in a table; one that holds is a line.
  @Test func checks() throws {
    let failed = try Reports.page(["check efficiency by region at least £300m \"Enough <everywhere>\""])
    for part in [
      "<section class=\"check failed\">\n<p><strong>Failed for 1 of 9:</strong> Enough &lt;everywhere&gt;</p>",
      "<p class=\"more\">efficiency by region at least £300m</p>", "Both sides and the difference",
      "<th scope=\"row\"><bdi>North East</bdi></th>", ">£277m<", ">£300m<", ">-£23m<",
      "<li id=\"answer-1-note-", "<li id=\"source-",
    ] {
      #expect(failed.contains(part), "\(part) is missing: \(failed)")
    }
    #expect(!failed.contains("<pre>") && failed.components(separatedBy: "<tr>").count == 3)
    let passed = try Reports.page(["check sum allocation above £1"])
    #expect(passed.contains("<p class=\"check passed\"><strong>Passed:</strong> sum allocation above £1</p>"))
    let nothing = try Reports.page(["check allocation where allocation > £1bn by region above £0"])
    #expect(nothing.contains("<p>There are no rows that could be checked.</p>"))
  }

  @Test func missingFigures() throws {
    let page = try Reports.page(["spend", "chart spend by town", "trips by town, mode"], SmallData.catalog)
    // Each mark leads to what it means.
    #expect(page.contains("<a href=\"#answer-1-notAvailable\">[x]</a>"))
    #expect(page.contains("<li id=\"answer-1-notAvailable\">[x] not available"))
  }

  @Test func empty() throws {
    let page = try Reports.page([])
    #expect(page.hasPrefix("<!DOCTYPE html>") && page.hasSuffix("</html>\n"))
  }
}
