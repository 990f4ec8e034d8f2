import Foundation
import Glibc
import RieplConsole
import Testing

/// Inputs of scripts.
@Suite struct Inputs {
  static let script = """
    ask place = London "Which region?"
    ask target rate = 4% a year
    ask money = £5m
    say "{place} {target rate} {money}"
    """

  @Test(arguments: [
    ([], "London 4% a year £5,000,000"), (["--place", "North East"], "North East 4% a year £5,000,000"),
    (["place=NE"], "North East 4% a year £5,000,000"),
    (["--place=South East"], "South East 4% a year £5,000,000"),
    (["--target-rate", "3%"], "London 3% £5,000,000"),
    (["--TARGET-rate", "3% pa"], "London 3% a year £5,000,000"),
    (["target rate=2%"], "London 2% £5,000,000"), (["--money", "-£2k"], "London 4% a year -£2,000"),
    (["--money=75p", "--place", "England"], "England 4% a year £0.75"),
    (["--place", "London, South East"], "London and South East 4% a year £5,000,000"),
    (
      ["--place", "regions except London", "--reading", "never"], "England except London 4% a year £5,000,000"
    ),
  ])
  func areGiven(_ arguments: [String], _ output: String) throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("script.riepl", Inputs.script)
    var program = Riepl(["script.riepl"] + arguments)
    program.directory = folder.url
    let run = try program.run()
    #expect(run.exited(0) && run.outputText == output + "\n" && run.errors.isEmpty, "\(arguments): \(run)")
  }

  @Test(arguments: [
    (["--plce", "London"], "Did you mean place?"), (["--place", "Lundon"], "Did you mean London?"),
    (["--place", "2009-10"], "takes a region"), (["--place", "5"], "takes a region"),
    (["--place", ""], "takes a region"), (["--place", "London\nsave \"x\""], "takes a region"),
    (["--place", "sum allocation"], "takes a region"), (["--money", "5"], "amount of money"),
    (["--money", "sum allocation"], "amount of money"), (["--target-rate", "£3"], "percentage"),
    (["--place"], "needs a value"), (["other.riepl"], "no input"), (["-x"], "-x"), (["=5"], "=5"),
  ])
  func areRefused(_ arguments: [String], _ message: String) throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("script.riepl", Inputs.script)
    var program = Riepl(["script.riepl"] + arguments)
    program.directory = folder.url
    let run = try program.run()
    #expect(run.exited(2) && run.output.isEmpty && run.errorText.contains(message), "\(arguments): \(run)")
  }

  @Test func helpShowsThem() throws {
    for arguments in [["script.riepl", "--help"], ["-h", "script.riepl"]] {
      let folder = try TemporaryFolder()
      _ = try folder.file("script.riepl", Inputs.script)
      var program = Riepl(arguments)
      program.directory = folder.url
      let run = try program.run()
      #expect(run.exited(0) && run.errors.isEmpty, "\(run)")
      for part in ["--place  Which region?", "--target-rate", "--money", "£5m if nothing is given"] {
        #expect(run.outputText.contains(part), "\(part) is missing: \(run)")
      }
    }
    let none = try riepl(script: "5 + 5", "--help")
    #expect(none.exited(0) && none.outputText.contains("no inputs"), "\(none)")
    let missing = try riepl("missing.riepl", "--help")
    #expect(missing.exited(1) && missing.errorText.contains("no such file"), "\(missing)")
  }

  /// At a terminal an input that is not given is asked for, until it is one.
  @Test(arguments: [
    (
      "Lundon\nSouth East\n", ["can't be “Lundon”", "Did you mean London?"],
      "South East 4% a year £5,000,000\n"
    ),
    ("\n", [], "London 4% a year £5,000,000\n"),
    ("\u{4}", [], "London 4% a year £5,000,000\n"),
  ])
  func areAskedFor(_ typed: String, _ messages: [String], _ output: String) throws {
    var (near, far): (Int32, Int32) = (0, 0)
    let opened = unsafe openpty(&near, &far, nil, nil, nil)
    try #require(opened == 0)
    let main = FileHandle(fileDescriptor: near, closeOnDealloc: true)
    let terminal = FileHandle(fileDescriptor: far, closeOnDealloc: true)
    try main.write(contentsOf: Data(typed.utf8))
    let folder = try TemporaryFolder()
    let script = try folder.file("script.riepl", Inputs.script)
    var program = Riepl(script.path, "--target-rate", "4% a year", "money=£5m")
    program.inputHandle = terminal
    program.errorHandle = terminal
    let run = try program.run()
    #expect(run.exited(0) && run.outputText == output, "\(run)")
    // The program has ended: all that it wrote waits, though not all of it comes at once.
    var bytes: [UInt8] = []
    _ = fcntl(near, F_SETFL, O_NONBLOCK)
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes { unsafe read(near, $0.baseAddress, $0.count) }
      guard count > 0 else { break }
      bytes += chunk[..<count]
    }
    _ = main
    let shown = String(decoding: bytes, as: UTF8.self)
    for message in messages + ["Which region? [London] "] { #expect(shown.contains(message), "\(shown)") }
    #expect(!shown.contains("target rate?"), "\(shown)")
  }

  /// A script that another one runs has what that one defines.
  @Test func goToScriptsThatAreRun() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("inner.riepl", "ask place = London\nsay \"{place}\"\n")
    _ = try folder.file("outer.riepl", "ask place = North East\nrun \"inner.riepl\"\n")
    _ = try folder.file("other.riepl", "run \"inner.riepl\"\n")
    var program = Riepl("outer.riepl", "--place", "South West")
    program.directory = folder.url
    #expect(try program.run().outputText == "South West\n")
    program.arguments = ["other.riepl"]
    #expect(try program.run().outputText == "London\n")
  }
}

/// Checks, and what scripts print.
@Suite struct Reports {
  @Test func failedChecksGoOn() throws {
    let run = try riepl(
      script: """
        check sum allocation is £1 "First"
        check sum allocation above £1 "Second"
        check efficiency by region at least £300m "Third"
        5 + 5
        """)
    #expect(run.exited(1) && run.errorText == "riepl: 2 of 3 checks failed.\n", "\(run)")
    for part in ["Failed: First", "£184,…", "Passed: Second", "Failed for 1 of 9: Third", "-£23m", "\n10\n"]
    where !part.contains("…") {
      #expect(run.outputText.contains(part), "\(part): \(run)")
    }
  }

  /// A check of nothing shows nothing.
  @Test func aCheckWithoutRowsFails() throws {
    let run = try riepl("-c", "check allocation where allocation > £1bn by region above £0")
    #expect(run.exited(1) && run.outputText.contains("no rows"), "\(run)")
  }

  @Test func shebangsAndLineEnds() throws {
    let text = "\u{FEFF}#!/usr/bin/env riepl\r\nheading \"A\"\r\nsay \"b\"\r\n  \"c\"\r\n# end"
    let run = try riepl(script: text)
    #expect(run.exited(0) && run.outputText == "A\n\nb c\n" && run.errors.isEmpty, "\(run)")
  }

  @Test func errorsNameTheFileAndTheLine() throws {
    let run = try riepl(script: "heading \"A\"\n\nsay \"b {sum alocation}\"\n")
    #expect(run.exited(1), "\(run)")
    #expect(
      run.errorText.hasPrefix(
        "script.riepl:3: [E20]\n  say \"b {sum alocation}\"\n              ^^^^^^^^^\n"), "\(run)")
  }

  @Test(arguments: OutputFormat.allCases) func allForms(_ format: OutputFormat) throws {
    let run = try riepl(
      script: "heading \"A\"\nsay \"{sum allocation}\"\ncheck sum allocation is £1\nallocation by region",
      "--format", format.rawValue)
    #expect(run.exited(1), "\(run)")
    for part in ["A", "185,000,001", "London"] { #expect(run.outputText.contains(part), "\(part): \(run)") }
    if format == .json { _ = try JSONSerialization.jsonObject(with: Data(run.output)) }
    if format == .jsonl {
      for line in run.outputText.split(separator: "\n") {
        _ = try JSONSerialization.jsonObject(with: Data(line.utf8))
      }
    }
  }

  /// Figures in a sentence have the units that they ask for, in every form.
  @Test(arguments: OutputFormat.allCases) func unitsInSentences(_ format: OutputFormat) throws {
    let figures = [
      "{sum allocation North East as £m to 2 decimals}", "{sum allocation North East as £k}",
      "{sum allocation North East as number}", "{share allocation North East as % to 1 decimal}",
      "{lowest allocation North East as £m to 3 decimals}", "{regions where efficiency > £800m}",
    ]
    let run = try riepl(
      script: "say \"\(figures.joined(separator: "; "))\"", "--format", format.rawValue)
    let shown = "£15.55m; £15,550k; 15,550,278; 8.4%"
    #expect(run.exited(0) && run.outputText.contains(shown), "\(run)")
    #expect(run.outputText.contains("; £4.203m (2008-09); London"), "\(run)")
  }

  @Test func formulasAreTexts() throws {
    let script = """
      let "=1+1" = sum allocation
      "=1+1" by region top 1
      say "@x"
      compare sum allocation London with South East
      """
    let plain = try riepl(script: script, "--format", "csv")
    #expect(plain.outputText.contains("region,\"\"\"=1+1\"\" (£)\""), "\(plain)")
    let safe = try riepl(script: script, "--format", "csv", "--csv-safe")
    #expect(safe.outputText.contains("region,\"'\"\"=1+1\"\" (£)\""), "\(safe)")
    #expect(safe.outputText.contains("'@x") && !safe.outputText.contains("'-"), "\(safe)")
    let tabs = try riepl(script: script, "--format", "tsv", "--csv-safe")
    #expect(tabs.outputText.contains("\n'@x\n"), "\(tabs)")
  }

  /// Figures that were asked for before are those of their own year, also when a file brings earlier years.
  @Test func figuresStayWithEarlierYears() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("early.csv", "year,spend (£)\n2006-07,5\n2007-08,6\n2008-09,7\n")
    let questions = "allocation London 2008-09\nallocation London 2009-10\nsum allocation for London\n"
    _ = try folder.file(
      "script.riepl", "\(questions)load \"early.csv\"\n\(questions)spend 2007-08\n\(questions)")
    var program = Riepl("script.riepl")
    program.directory = folder.url
    let run = try program.run()
    let figures = "£5,702,778\n£7,698,750\n£21,100,278\n"
    #expect(run.exited(0) && run.outputText == "\(figures)\(figures)£6.00\n\(figures)", "\(run)")
  }

  /// The same bytes wherever and whenever: 20 runs.
  @Test func sameBytes() throws {
    let script = ExampleScripts.folder.appending(path: "briefing.riepl").path
    var first: Finished?
    for number in 0..<20 {
      var program = Riepl(script, "--format", OutputFormat.allCases[number % 2 * 3].rawValue)
      program.environment = [
        "TZ": ["UTC", "Asia/Tokyo", ":bogus", "America/St_Johns"][number % 4], "HOME": "/nowhere/\(number)",
        "LANG": ["C", "tr_TR.UTF-8", "de_DE.UTF-8"][number % 3], "COLUMNS": "\(10 + number * 20)",
        "SWIFT_DETERMINISTIC_HASHING": number % 5 == 0 ? "1" : "",
      ]
      if number % 2 == 1 {
        program.arguments = [script, "--format", "table"]
      } else {
        program.arguments = [script]
      }
      program.directory = URL(filePath: ["/", "/tmp", "/usr"][number % 3])
      let run = try program.run()
      #expect(run.exited(0) && !run.output.isEmpty, "\(run)")
      #expect(run.output == first?.output ?? run.output, "run \(number): \(run)")
      first = first ?? run
    }
  }

  /// A bound on the whole run ends it with its name.
  @Test(arguments: [
    ("steps=3", "[E67]"), ("output=4", "[E121]"), ("nesting=1", "[E60]"), ("script=10", "[E64]"),
    ("token=4", "[E63]"), ("nodes=1", "[E61]"),
  ])
  func bounds(_ limit: String, _ code: String) throws {
    let run = try riepl(script: "5 + 5\n((5)) + 6\nsay \"hello there\"\n7\n8\n9\n", "--limit", limit)
    #expect(run.exited(1) && run.errorText.contains(code), "\(limit): \(run)")
  }

  @Test(arguments: ["foo=3", "steps", "steps=0", "steps=-1", "steps=x", "steps=999999999999"])
  func wrongBounds(_ limit: String) throws {
    let run = try riepl("-c", "5", "--limit", limit)
    #expect(run.exited(2) && run.output.isEmpty, "\(limit): \(run)")
  }

  @Test func outOfTime() throws {
    let run = try riepl(
      script: Array(String(repeating: "allocation by region, year\n", count: 2_000_000).utf8), "--timeout",
      "1")
    #expect(run.exited(1) && run.errorText.contains("[E69]"), "\(run.errorText.prefix(300))")
  }
}

/// The end of a run's time, wherever it waits.
@Suite struct Timeouts {
  /// Nobody reads what is written.
  @Test func whileItWrites() throws {
    let pipe = try ClosedPipe()
    let script = String(repeating: "allocation by region, year\n", count: 5_000)
    let folder = try TemporaryFolder()
    var program = Riepl(try folder.file("script.riepl", script).path, "--timeout", "1")
    program.outputHandle = pipe.writing
    let run = try program.run()
    #expect(run.exited(1) && run.errorText.contains("The time of 1 second is over."), "\(run)")
  }

  /// Nobody writes what is to be read.
  @Test func whileItReads() throws {
    let pipe = try ClosedPipe()
    var program = Riepl("--timeout", "1")
    program.inputHandle = pipe.reading
    let run = try program.run()
    #expect(run.exited(1) && run.errorText.contains("The time of 1 second is over."), "\(run)")
    let folder = try TemporaryFolder()
    let path = folder.url.appending(path: "pipe").path
    #expect(unsafe mkfifo(path, 0o600) == 0)
    let end = unsafe open(path, O_RDWR | O_CLOEXEC)
    defer { close(end) }
    let file = try riepl(path, "--timeout", "1")
    #expect(file.exited(1) && file.errorText.contains("The time of 1 second is over."), "\(file)")
  }

  /// A run that is quick enough does not wait for its end.
  @Test func withTimeLeft() throws {
    let run = try riepl("-c", "5 + 5", "--timeout", "1000000")
    #expect(run.exited(0) && run.outputText == "10\n" && run.errors.isEmpty, "\(run)")
  }
}

/// What a spreadsheet makes of the figures.
@Suite struct Spreadsheets {
  private static let isRequired = ProcessInfo.processInfo.environment["RIEPL_REQUIRE_TOOLS"] == "1"
  private static let path = ["/usr/bin/soffice", "/usr/local/bin/soffice"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }
  static var trait: some TestTrait {
    ConditionTrait.enabled(if: path != nil || isRequired, "needs LibreOffice Calc")
  }

  static let script = """
    let "=1+1" = sum allocation
    "=1+1" by region top 1
    say "=2+2"
    say "+3+3"
    say "-4-4"
    say "@SUM(1;2)"
    say " =5+5"
    heading "=6+6"
    compare sum allocation London with South East
    check sum allocation is £1 "=7+7"
    """

  /// The sheet that LibreOffice reads, as its own XML.
  private static func sheet(_ arguments: String...) throws -> String {
    let folder = try TemporaryFolder()
    let csv = folder.url.appending(path: "figures.csv")
    let script = try folder.file("script.riepl", Spreadsheets.script)
    let run = try Riepl([script.path, "--output", csv.path] + arguments).run()
    #expect(run.exited(1), "one check fails: \(run)")
    var office = Riepl(
      "-env:UserInstallation=\(folder.url.appending(path: "profile").absoluteString)", "--headless",
      "--convert-to", "fods", "--outdir", folder.url.path, csv.path)
    office.program = path ?? "soffice"
    office.limit = 120
    let converted = try office.run()
    #expect(converted.exited(0), "\(converted)")
    return try String(contentsOf: folder.url.appending(path: "figures.fods"), encoding: .utf8)
  }

  /// No text of a script becomes a formula, and figures stay figures.
  @Test(Spreadsheets.trait) func noFormulaRuns() throws {
    let safe = try Spreadsheets.sheet("--csv-safe")
    #expect(!safe.contains("table:formula"), "\(safe.suffix(4000))")
    #expect(safe.contains("office:value=\"26604028\"") && safe.contains("office:value=\"-5503750\""))
    #expect(safe.contains("&apos;=2+2"))
    // Else the test would show nothing.
    #expect(try Spreadsheets.sheet().contains("table:formula"))
  }
}

/// `riepl fmt` and `riepl check`.
@Suite struct Tools {
  static let untidy = """
    #!/usr/bin/env riepl
    let   the North=north east,north west and Yorkshire & the Humber   # three

    allocation by region   in FY2009/10 top 3 with total,  where allocation>£7500000 # why
      # inside
      sort name
    check published totals - funding by region = £0 "Exactly"\r


    ask rate=3% pa
    project efficiency the North East until 2013/14 at rate
    """
  static let tidy = """
    #!/usr/bin/env riepl
    let the North = North East, North West, Yorkshire and Humber  # three

    # why
    # inside
    allocation for 2009-10 where allocation > £7,500,000 by region sort name top 3 with total
    check published total - allocation by region is £0 "Exactly"

    ask rate = 3% a year
    project efficiency North East at rate until 2013-14

    """

  @Test func formats() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("script.riepl", Tools.untidy)
    let look = try riepl("fmt", "--check", file.path)
    #expect(look.exited(1) && look.outputText.contains("not formatted"), "\(look)")
    #expect(try String(contentsOf: file, encoding: .utf8) == Tools.untidy)
    let run = try riepl("fmt", file.path)
    #expect(run.exited(0) && run.outputText.hasPrefix("formatted"), "\(run)")
    #expect(try String(contentsOf: file, encoding: .utf8) == Tools.tidy)
    let again = try riepl("fmt", file.path)
    #expect(again.exited(0) && again.output.isEmpty, "\(again)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["script.riepl"])
  }

  @Test func leavesWhatIsWrong() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("script.riepl", "sum   allocation\nsum alocation\n")
    let run = try riepl("fmt", file.path)
    #expect(run.exited(1) && run.errorText.contains("script.riepl:2: [E20]"), "\(run)")
    #expect(try String(contentsOf: file, encoding: .utf8) == "sum   allocation\nsum alocation\n")
    let link = folder.url.appending(path: "link.riepl")
    try FileManager.default.createSymbolicLink(
      at: link, withDestinationURL: try folder.file("good.riepl", "sum   allocation"))
    let linked = try riepl("fmt", link.path)
    #expect(linked.exited(1) && linked.errorText.contains("not a plain file"), "\(linked)")
  }

  @Test func checksWithoutRunning() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("names.riepl", "let the North = North East, North West\nlet spare = 5\n")
    _ = try folder.file(
      "script.riepl",
      """
      run "names.riepl"
      ask place = London
      ask unused input = £5
      let half = sum allocation / 2
      let dead = 7
      sum allocation the North
      it / half
      then for London
      say "{sum allocation place} {sum alocation}"
      check sum allocation
      allocation + 3%
      export sum allocation to "x.doc"
      export sum allocation to "x.csv"
      run "missing.riepl"
      save to "y.riepl"
      """)
    var program = Riepl("check", "script.riepl")
    program.directory = folder.url
    let run = try program.run()
    #expect(run.exited(1) && run.output.isEmpty, "\(run)")
    let found = run.errorText.split(separator: "\n").filter { $0.hasPrefix("script.riepl:") }
    #expect(
      found == [
        "script.riepl:9: [E20]", "script.riepl:10: [E116]", "script.riepl:11: [E30]",
        "script.riepl:12: [E57]",
        "script.riepl:14: [E50]", "script.riepl:3: [E119]", "script.riepl:5: [E118]",
      ], "\(run)")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == [
        "names.riepl", "script.riepl",
      ])
    program.arguments = ["check", "names.riepl"]
    #expect(try program.run().exited(0))
    program.arguments = ["check"]
    #expect(try program.run().exited(2))
  }
}
