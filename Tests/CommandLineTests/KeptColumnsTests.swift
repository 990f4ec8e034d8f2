import Foundation
import Testing

/// `load … keep` through the whole program.
@Suite struct KeptColumns {
  /// A folder with a table and one for what is kept.
  private struct Place {
    let folder = try? TemporaryFolder()
    var url: URL { folder?.url ?? URL(filePath: "/nowhere") }
    var kept: URL { url.appending(path: "cache/riepl/kept") }

    func run(_ arguments: [String]) throws -> Finished {
      var program = Riepl(arguments)
      program.directory = url
      program.environment = ["XDG_CACHE_HOME": url.appending(path: "cache").path]
      return try program.run()
    }

    func rights(_ url: URL) throws -> Int {
      try #require(FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int)
    }

    var files: [String] { (try? FileManager.default.contentsOfDirectory(atPath: kept.path)) ?? [] }
  }

  @Test func theyAreKeptForTheirOwnerAloneAndAreUsed() throws {
    let place = Place()
    _ = try place.folder?.file("spending.csv", OwnFiles.table)
    let first = try place.run(["-c", "load \"spending.csv\" keep", "-c", "sum spend", "--reading", "always"])
    #expect(first.exited(0) && first.outputText.contains("Its columns are kept"), "\(first)")
    let file = try #require(place.files.first)
    #expect(place.files.count == 1 && file.hasPrefix("spending-csv-") && file.hasSuffix(".kept"))
    #expect(try place.rights(place.kept) == 0o700)
    #expect(try place.rights(place.kept.appending(path: file)) == 0o600)
    let second = try place.run(["-c", "load \"spending.csv\"", "-c", "sum spend", "--reading", "always"])
    #expect(
      second.outputText
        == first.outputText.replacing(
          "Its columns are kept: the next start reads them at once",
          with: "Its columns were kept, and are read from there"), "\(second)")
    // A question on the command line as well; a second time with `keep` writes nothing.
    let third = try place.run(["--data", "spending.csv", "-c", "sum spend"])
    #expect(third.exited(0) && third.outputText == "£11k\n" && third.errorText.isEmpty, "\(third)")
  }

  @Test func inTheSandboxNothingIsKeptOrRead() throws {
    let place = Place()
    _ = try place.folder?.file("spending.csv", OwnFiles.table)
    for sandbox in ["--sandbox", "--sandbox=best-effort"] {
      let run = try place.run([sandbox, "-c", "load \"spending.csv\" keep", "-c", "sum spend"])
      // A kernel that keeps no sandbox has nothing to show here.
      if run.errorText.contains("the kernel does not keep the sandbox") { continue }
      #expect(run.exited(0) && run.outputText == "£11k\n", "\(run)")
      // A build that counts lines may not write its counts there, and says so.
      let said = run.errorText.split(separator: "\n").filter { !$0.hasPrefix("LLVM Profile") }
      #expect(
        said == ["spending.csv: its columns were not kept: in the sandbox nothing is written."], "\(run)")
      #expect(place.files.isEmpty)
    }
    _ = try place.run(["-c", "load \"spending.csv\" keep"])
    #expect(place.files.count == 1)
    let run = try place.run([
      "--sandbox=best-effort", "-c", "load \"spending.csv\"", "-c", "sum spend", "--reading", "always",
    ])
    #expect(run.exited(0) && !run.outputText.contains("kept"), "\(run)")
  }

  @Test func whereTheyCannotBeKeptTheAnswerIsThereAllTheSame() throws {
    let place = Place()
    _ = try place.folder?.file("spending.csv", OwnFiles.table)
    _ = try place.folder?.file("cache", "a file, and no folder")
    let run = try place.run(["-c", "load \"spending.csv\" keep", "-c", "sum spend"])
    #expect(run.exited(0) && run.outputText == "£11k\n", "\(run)")
    #expect(run.errorText == "spending.csv: its columns were not kept: not a directory.\n", "\(run)")
  }

  @Test(arguments: [
    "payments-over-500.csv": [
      "sum amount by supplier top 3", "source sum amount in 2009-10", "explain sum amount by service area",
      "sum amount by month where supplier contains \"trust\"", "count rows where amount < £0",
      "average amount by quarter", "explain fully sum amount by service area top 2",
      "highest amount by service area", "median amount", "sum amount by service area, year with total",
      "sum amount by ?", "about supplier", "sql sum amount by year", "chart amount by year",
    ],
    "deflators.csv": [
      "deflator by year", "sum allocation * deflator 2008-09 / deflator by year", "source deflator 2009-10",
      "explain fully deflator 2009-10", "growth deflator by year", "why not 2020-21",
    ],
  ])
  func everyAnswerIsTheSameToTheLetter(file: String, questions: [String]) throws {
    let place = Place()
    let examples = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Examples")
    try FileManager.default.copyItem(at: examples.appending(path: file), to: place.url.appending(path: file))
    let common = [
      "describe", "list problems", "list measures", "list dimensions", "list notes", "list sources",
      "list datasets", "count rows", "help keep",
    ]
    func answers(_ load: String) throws -> Finished {
      try place.run(["-c", load] + (common + questions).flatMap { ["-c", $0] } + ["--reading", "always"])
    }
    let plain = try answers("load \"\(file)\"")
    let first = try answers("load \"\(file)\" keep")
    let second = try answers("load \"\(file)\"")
    #expect(place.files.count == 1)
    for kept in [first, second] {
      let lines = kept.outputText.split(separator: "\n", omittingEmptySubsequences: false).filter {
        $0 != "  Its columns are kept: the next start reads them at once"
          && $0 != "  Its columns were kept, and are read from there"
      }
      #expect(lines.joined(separator: "\n") == plain.outputText && kept.errorText == plain.errorText)
    }
    #expect(second.outputText.contains("and are read from there"))
  }
}
