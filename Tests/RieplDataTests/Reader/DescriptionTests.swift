import Foundation
import RieplData
import RieplEngine
import Testing

/// What a file beside a table says of it: CSVW metadata, Table Schemas and Data Packages.
@Suite struct DescriptionTests {
  /// Files in a folder of their own, of which the first is read.
  static func load(_ files: [(name: String, text: String)]) throws -> LoadedFile {
    let folder = FileManager.default.temporaryDirectory.appending(path: "riepl-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    return try LoadedFile(path: folder.appending(path: files[0].name).path())
  }

  static let table = (name: "table.csv", text: "Ref,Paid on,Sum\n100,01/05/2008,5\n200,02/05/2008,6\n")

  private static func csvw(_ columns: String, dialect: String = "") -> String {
    #"{"@context": "http://www.w3.org/ns/csvw", "url": "table.csv", \#(dialect) "tableSchema": {"columns": [\#(columns)]}}"#
  }

  static let fitting: [(name: String, text: String)] = [
    (
      "table.csv-metadata.json",
      csvw(
        #"{"titles": "Ref", "datatype": "string"}, {"name": "paid_on", "datatype": {"base": "date", "format": "dd/MM/yyyy"}}, "#
          + #"{"titles": {"en": ["Total", "Sum"]}, "datatype": "decimal", "schema:unitText": "£000"}"#)
    ),
    (
      "csv-metadata.json",
      #"{"tables": [{"url": "other.csv"}, {"url": "table.csv", "tableSchema": {"columns": ["#
        + #"{"titles": "Ref", "datatype": "string"}, {"titles": "Paid on"}, {"titles": "Sum", "datatype": "integer", "schema:unitText": "£000"}]}}]}"#
    ),
    (
      "table.schema.json",
      #"{"fields": [{"name": "Sum", "type": "number", "unit": "£000"}, {"name": "Ref", "type": "string"}, {"name": "Paid on", "type": "date", "format": "%d/%m/%Y"}]}"#
    ),
    (
      "datapackage.json",
      "\u{FEFF}"
        + #"{"name": "x", "resources": [{"path": "data/table.csv", "dialect": {"csv": {"delimiter": ","}}, "schema": {"#
        + #""fields": [{"name": "ref", "type": "string"}, {"name": "Paid on", "type": "any"}, {"name": "SUM", "type": "integer", "unit": "£000"}]}}]}"#
    ),
  ]

  @Test(arguments: fitting) func overridesGuesses(_ description: (name: String, text: String)) throws {
    let file = try DescriptionTests.load([DescriptionTests.table, description])
    #expect(
      try file.rows() == [
        ["100", "2008-05-01", "May 2008", "Q1 2008-09", "2008-09", "5000"],
        ["200", "2008-05-02", "May 2008", "Q1 2008-09", "2008-09", "6000"],
      ])
    #expect(file.report.lines.contains("\(description.name) beside it describes it"))
    #expect(file.report.lines.contains("Ref: by ref (2); as described"))
  }

  static let misfits: [(name: String, text: String, place: String, why: String)] = [
    (
      "table.csv-metadata.json", csvw(#"{"titles": "Ref"}, {"titles": "Supplier"}, {"titles": "Sum"}"#),
      "tableSchema.columns[1]", "it is “Supplier”, and column 2 of table.csv is “Paid on”"
    ),
    (
      "table.csv-metadata.json", csvw(#"{"titles": "Ref"}"#), "tableSchema.columns[0]",
      "it is the last of 1 column, and table.csv has 3"
    ),
    (
      "table.csv-metadata.json", csvw(#"{"titles": 5}"#), "tableSchema.columns[0].titles",
      "it is a number and not a text"
    ),
    (
      "table.csv-metadata.json", #"{"url": "other.csv", "tableSchema": {}}"#, "url",
      "it is “other.csv” and not table.csv"
    ),
    (
      "table.csv-metadata.json", csvw(#"{"datatype": {"base": "date", "format": "M/d/yyyy"}}"#),
      "tableSchema.columns[0].datatype",
      "it has days as M/d/yyyy, and months in front of days are not read"
    ),
    (
      "table.csv-metadata.json", csvw(#"{"datatype": {"base": "decimal", "format": {"decimalChar": ","}}}"#),
      "tableSchema.columns[0].datatype", "it has decimals behind “,”, which are not read"
    ),
    (
      "table.csv-metadata.json", csvw(#"{"datatype": "duration"}"#), "tableSchema.columns[0].datatype",
      "it is duration, which is not read"
    ),
    (
      "table.csv-metadata.json", csvw("", dialect: #""dialect": {"encoding": "utf-16"},"#),
      "dialect.encoding",
      "it is utf-16, and only utf-8 and windows-1252 are read"
    ),
    (
      "table.csv-metadata.json", csvw("", dialect: #""dialect": {"delimiter": "ab"},"#), "dialect.delimiter",
      "it is “ab” and neither one mark nor a tab"
    ),
    (
      "table.schema.json", #"{"fields": [{"name": "Supplier", "type": "string"}]}"#, "fields[0]",
      "it is “Supplier”, which table.csv has no column of"
    ),
    ("table.schema.json", #"{"fields": [{"type": "string"}]}"#, "fields[0]", "it has no name"),
    ("table.schema.json", "[]", "all of it", "it is a list and not an object"),
    ("table.schema.json", "{\"a\": [1,\n2", "line 2", "a comma or a closing bracket is missing"),
    ("table.schema.json", "{\"a\": 1, \"a\": 2}", "line 1", "“a” stands twice"),
    ("table.schema.json", "{\"a\": 01}", "line 1", "a number is not written as numbers are"),
    ("table.schema.json", "{\"a\": 1.}", "line 1", "digits are missing behind a point"),
    ("table.schema.json", "{\"a\": 1e}", "line 1", "digits are missing in an exponent"),
    ("table.schema.json", "{\"a\": \"x}", "line 1", "a text is not closed"),
    ("table.schema.json", "{\"a\": \"\\x\"}", "line 1", "“\\” with a letter that means nothing"),
    ("table.schema.json", "{\"a\": \"\\ud800\"}", "line 1", "half a character"),
    ("table.schema.json", "{\"a\": \"\n\"}", "line 2", "a text goes on over the end of a line"),
    ("table.schema.json", "{\"a\": nul}", "line 1", "a value is missing"),
    ("table.schema.json", "{a: 1}", "line 1", "a name in quotation marks is missing"),
    ("table.schema.json", "{} x", "line 1", "something stands behind its end"),
    (
      "table.schema.json", String(repeating: "[", count: 100_000), "line 1", "it is nested too deep"
    ),
  ]

  @Test(arguments: misfits.indices) func saysWhereItDoesNotFit(_ number: Int) throws {
    let (name, text, place, why) = DescriptionTests.misfits[number]
    #expect(throws: TableFault.misfit(description: name, place: place, why: why)) {
      try DescriptionTests.load([DescriptionTests.table, (name, text)])
    }
  }

  @Test func aDescriptionThatIsTooLongIsRefused() {
    #expect(
      throws: TableFault.misfit(
        description: "table.schema.json", place: "all of it", why: "it is longer than a mebibyte")
    ) {
      try DescriptionTests.load([
        DescriptionTests.table, ("table.schema.json", String(repeating: " ", count: (1 << 20) + 1)),
      ])
    }
  }

  @Test func descriptionsOfOtherTablesMeanNothing() throws {
    let file = try DescriptionTests.load([
      DescriptionTests.table, ("csv-metadata.json", #"{"url": "other.csv", "tableSchema": {}}"#),
      ("datapackage.json", #"{"resources": [{"path": "other.csv"}]}"#),
    ])
    #expect(file.report.layout.columns[2].multiplier == 0)
  }

  @Test func aDialectIsTakenAtItsWord() throws {
    let file = try DescriptionTests.load([
      ("table.csv", "one;title;here\nplace;kind,things\na;x,1\nb;y,2\n"),
      (
        "table.csv-metadata.json",
        #"{"url": "table.csv", "dialect": {"delimiter": ";", "skipRows": 1, "headerRowCount": 1}, "tableSchema": {"columns": [{"titles": "place"}, {"titles": "kind,things"}]}}"#
      ),
    ])
    #expect(try file.rows() == [["a", "x,1"], ["b", "y,2"]])
  }

  // MARK: Written and read back

  static let files = [
    "Payments,,,\n\nSupplier Name,Paid on,Ref,Amount (£)\nA,01/05/2008,007,\"1,234.50\"\nB,2 May 2008,008,(7.25)\nTotal,,,\"1,227.25\"\n",
    "Region;Year;Spend £000;Rate\nNE;2008-09;1.5;2%\nLondon;2009-10;-;3%\n",
    "Budget (£000),,,\nService,2008-09,2009-10,Total\nCare,12,13,25\nRoads,3,..,3\n",
    ",Budget,,Spent,\nService,2008-09,2009-10,2008-09,2009-10\nCare,1,2,3,4\nRoads,5,6,7,8\n",
    "North,100\nSouth,250\n", "sep=|\nplace|day|things\na|2009-05-01|1\nb|2009-06-01|2\n",
    "Region,Score,Note\na,1,x\nb,2,y\nc,3,z\nd,n1,q\n",
  ]

  /// The columns as they were understood, without what was guessed.
  static func understanding(_ layout: TableLayout) -> [String] {
    layout.columns.map {
      "\($0.heading)|\($0.name)|\($0.kind)|\($0.unit)|\($0.multiplier)|\($0.decimals)|\($0.addsUp)"
    } + ["\(layout.dialect)", "\(layout.headingLine)"]
  }

  @Test(arguments: files) func readsBackToTheSame(_ text: String) throws {
    let first = try LoadedFile(text: text)
    let metadata = first.catalog.datasets[0].metadata
    let second = try DescriptionTests.load([("table.csv", text), ("table.csv-metadata.json", metadata)])
    #expect(
      DescriptionTests.understanding(first.report.layout)
        == DescriptionTests.understanding(second.report.layout))
    #expect(try first.rows() == second.rows())
    #expect(second.catalog.datasets[0].metadata == metadata)
  }

  private static let python: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(
    separator: ":"
  )
  .map { "\($0)/python3" }.first { path in
    guard FileManager.default.isExecutableFile(atPath: path) else { return false }
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = ["-c", "import csvw"]
    process.standardError = FileHandle.nullDevice
    return (try? process.run()).map { process.waitUntilExit() } != nil && process.terminationStatus == 0
  }
  private static let isRequired = ProcessInfo.processInfo.environment["RIEPL_REQUIRE_TOOLS"] == "1"

  /// A second opinion: the csvw package of Python takes what is written for what it is.
  @Test(.enabled(if: python != nil || isRequired), arguments: [files[0], files[1], files[5]])
  func anotherReaderAccepts(_ text: String) throws {
    let python = try #require(DescriptionTests.python, "python3 with csvw is needed")
    let folder = FileManager.default.temporaryDirectory.appending(path: "riepl-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = try LoadedFile(text: text)
    try Data(text.utf8).write(to: folder.appending(path: "table.csv"))
    let metadata = folder.appending(path: "table.csv-metadata.json")
    try Data(file.catalog.datasets[0].metadata.utf8).write(to: metadata)
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = [
      "-c",
      """
      import sys, warnings
      warnings.simplefilter("error")
      from csvw import Table
      table = Table.from_file(sys.argv[1])
      rows = list(table.iterdicts(strict=False))
      print(len(table.tableSchema.columns), len(rows))
      """, metadata.path(),
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let printed = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let below = text.split(separator: "\n").count - file.report.layout.headingLine
    #expect(printed.split(separator: " ").first.map(String.init) == "\(file.report.layout.columns.count)")
    #expect(below >= 2)
  }
}
