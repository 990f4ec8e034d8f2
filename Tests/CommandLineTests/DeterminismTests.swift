import Foundation
import RieplConsole
import Testing

/// The same script and data give the same bytes, wherever and whenever.
@Suite struct Determinism {
  static let script = """
    let the North = North East, North West, Yorkshire and Humber
    list regions
    list measures
    list notes
    list words
    about East Midlands
    help
    sum allocation for the North, London by region, year with total
    rank sum efficiency / sum allocation by region
    share efficiency by region as % to 1 decimal
    median allocation
    chart allocation by region
    chart allocation by year
    project efficiency North East at 3% until 2009-10, 4%
    compare sum allocation with announced allocation to the nearest £1m
    sum alocation
    sum allocation for North
    let London = 5
    """

  static let surroundings: [([String: String], String)] = [
    (["LANG": "C", "LC_ALL": "C", "TZ": "UTC", "COLUMNS": "80"], "/"),
    (["LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Tokyo", "COLUMNS": "20"], "/tmp"),
    (["LANG": "de_DE.UTF-8", "LC_NUMERIC": "de_DE.UTF-8", "HOME": "/nonexistent", "COLUMNS": "400"], "/usr"),
    (
      ["LC_ALL": "ar_EG.UTF-8", "TZ": "America/St_Johns", "HOME": "", "SWIFT_DETERMINISTIC_HASHING": "1"], "/"
    ),
    (["LANG": "", "TERM": "dumb", "TZ": ":bogus", "LINES": "3", "USER": "somebody"], "/proc"),
  ]

  @Test(arguments: OutputFormat.allCases) func sameBytes(_ format: OutputFormat) throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("script.riepl", Determinism.script)
    var first: Finished?
    for (environment, directory) in Determinism.surroundings {
      var program = Riepl(file.path, "--format", format.rawValue, "--reading", "always")
      program.environment = environment
      program.directory = URL(filePath: directory)
      let run = try program.run()
      #expect(run.exited(1) && !run.output.isEmpty, "\(environment): \(run)")
      #expect(run.output == first?.output ?? run.output, "\(environment) changes the answers: \(run)")
      #expect(run.errors == first?.errors ?? run.errors, "\(environment) changes the errors: \(run)")
      first = first ?? run
    }
  }
}
