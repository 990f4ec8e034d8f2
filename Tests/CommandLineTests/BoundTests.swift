import Foundation
import Testing

/// Texts without measure: each ends in an error within seconds, and never in a crash.
@Suite(.serialized) struct Bounds {
  private static func times(_ text: String, _ count: Int = 1_000_000) -> String {
    String(repeating: text, count: count)
  }

  /// What is too much, by name, and the beginning of the code that says so.
  static let scripts: KeyValuePairs<String, (text: @Sendable () -> String, code: String)> = [
    "brackets": ({ times("(") }, "E6"),
    "brackets that are closed": ({ times("(", 201) + "5" + times(")", 201) }, "E60"),
    "sums in brackets": ({ times("sum (", 201) + "allocation" + times(")", 201) }, "E60"),
    "brackets in a condition": ({ "count regions where " + times("(", 201) + "efficiency > £5" }, "E60"),
    "minus signs": ({ times("-") + "5" }, "E6"),
    "a few minus signs": ({ times("-", 201) + "5" }, "E60"),
    "not": ({ "count regions where " + times("not ") + "efficiency > £5" }, "E6"),
    "a few nots": ({ "count regions where " + times("not ", 201) + "efficiency > £5" }, "E60"),
    "percentages of": ({ times("3% of ") + "£5" }, "E6"),
    "a few percentages of": ({ times("3% of ", 201) + "£5" }, "E60"),
    "calculations of calculations": ({ times("average ") + "allocation" }, "E6"),
    "powers": ({ "2" + times("^2") }, "E6"),
    "plus": ({ "5" + times("+5") }, "E61"),
    "times": ({ "5" + times("*5") }, "E61"),
    "and": ({ "count regions where efficiency > £5" + times(" and efficiency > £5") }, "E61"),
    "or": ({ "count regions where efficiency > £5" + times(" or efficiency > £5") }, "E61"),
    "columns": ({ "sum allocation" + times(", sum allocation") }, "E61"),
    "names": ({ "sum allocation for London" + times(", London") }, "E61"),
    "a word of 10 MB": ({ times("a", 10_000_000) }, "E63"),
    "a number of 10 MB": ({ times("9", 10_000_000) }, "E63"),
    "a quoted name of 10 MB": ({ "sum allocation for \"" + times("x", 10_000_000) }, "E63"),
    "a line of 10 MB": ({ times("sum allocation ") }, "E61"),
    "a line of 17 MiB": ({ "5" + times(" ", 17 << 20) }, "E62"),
    "a comment of 17 MiB": ({ "5 #" + times("x", 17 << 20) }, "E62"),
    "an exponent": ({ "9 ^ 9 ^ 9 ^ 9" }, "E65"),
    "digits": ({ "1." + times("9", 4000) + " ^ 1000" }, "E65"),
  ]

  @Test(arguments: scripts.map(\.key)) func tooMuch(_ name: String) throws {
    let (text, code) = try #require(Bounds.scripts.first { $0.key == name }?.value)
    let run = try riepl(script: Array(text().utf8), limit: 120)
    #expect(run.exited(1) && run.output.isEmpty, "\(name): \(run)")
    #expect(run.errorText.contains("[\(code)"), "\(name): \(run)")
    #expect(run.errors.count < 2000, "\(name): the message has \(run.errors.count) bytes")
  }

  @Test func whatIsJustWithinTheBounds() throws {
    for (name, script) in [
      ("brackets", Bounds.times("(", 100) + "5" + Bounds.times(")", 100)),
      ("minus signs", Bounds.times("-", 100) + "5"),
      ("plus", "5" + Bounds.times(" + 0", 20_000)),
      ("spaces", "5" + Bounds.times(" ", 10_000_000)),
    ] {
      let run = try riepl(script: Array(script.utf8), limit: 120)
      #expect(run.exited(0) && run.outputText == "5\n", "\(name): \(run)")
    }
  }

  @Test func aScriptOf65MiB() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("long.riepl", "5\n")
    let handle = try FileHandle(forWritingTo: file)
    try handle.truncate(atOffset: 65 << 20)
    try handle.close()
    var program = Riepl(file.path)
    program.limit = 120
    let run = try program.run()
    #expect(run.exited(1) && run.output.isEmpty && run.errorText.contains("[E64]"), "\(run)")
  }

  @Test(arguments: ["/dev/zero", "/dev/urandom"]) func anEndlessScript(_ path: String) throws {
    var program = Riepl(path)
    program.limit = 120
    let run = try program.run()
    #expect(run.exited(1) && run.output.isEmpty && run.errorText.contains("[E64]"), "\(run)")
    #expect(run.errors.count < 2000, "the message has \(run.errors.count) bytes")
  }

  @Test func endlessStandardInput() throws {
    var program = Riepl()
    program.inputHandle = FileHandle(forReadingAtPath: "/dev/zero")
    program.limit = 120
    let run = try program.run()
    #expect(run.exited(1) && run.output.isEmpty && run.errorText.contains("[E64]"), "\(run)")
  }

  /// Definitions that each use the one before, twice: their size would double every time.
  @Test func definitionsThatDouble() throws {
    var script = "let x = 5\n"
    var name = "x"
    for _ in 1...60 {
      script += "let \(name)x = \(name) + \(name)\n"
      name += "x"
    }
    let run = try riepl(script: Array(script.utf8), limit: 120)
    #expect(run.exited(1) && run.output.isEmpty && run.errorText.contains("[E6"), "\(run)")
  }

  /// The time for a script's errors grows with their number, and not with its square.
  @Test func manyErrors() throws {
    let run = try riepl(script: Array(Bounds.times("nonsense\n", 20_000).utf8), limit: 120)
    #expect(run.exited(1) && run.output.isEmpty, "\(run)")
    #expect(run.errorText.contains("script.riepl:20000: "), "the last error is missing")
  }
}
