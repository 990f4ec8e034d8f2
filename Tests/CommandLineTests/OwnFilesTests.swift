import Foundation
import Testing

/// Figures of the user's own, through the whole program.
@Suite struct OwnFiles {
  static let table = "Ref,Paid on,Spend £000\n100,01/05/2008,5\n200,02/05/2008,6\n"

  @Test func aDescriptionIsWrittenAndReadBack() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("spending.csv", OwnFiles.table)
    var program = Riepl([
      "-c", "load \"spending.csv\"", "-c", "describe spending to \"spending.csv-metadata.json\"",
      "-c", "sum spend",
    ])
    program.directory = folder.url
    let run = try program.run()
    #expect(run.exited(0) && run.outputText.hasSuffix("£11k\n"), "\(run)")
    let written = try String(
      contentsOf: folder.url.appending(path: "spending.csv-metadata.json"), encoding: .utf8)
    #expect(
      written.hasPrefix("{\n  \"@context\": \"http://www.w3.org/ns/csvw\",\n  \"url\": \"spending.csv\""))
    var again = Riepl(["-c", "load \"spending.csv\"", "-c", "describe", "-c", "sum spend"])
    again.directory = folder.url
    let second = try again.run()
    #expect(second.outputText.contains("spending.csv-metadata.json beside it describes it"), "\(second)")
    #expect(second.exited(0) && second.outputText.hasSuffix("£11k\n"), "\(second)")
    // A file that is there already is not written over.
    let third = try program.run()
    #expect(third.exited(1) && third.errorText.contains("There is already a file"), "\(third)")
  }

  @Test func aDescriptionThatDoesNotFitSaysWhere() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("spending.csv", OwnFiles.table)
    _ = try folder.file(
      "spending.csv-metadata.json",
      #"{"url": "spending.csv", "tableSchema": {"columns": [{"titles": "Ref"}, {"titles": "Paid"}, {"titles": "x"}]}}"#
    )
    var program = Riepl(["-c", "load \"spending.csv\""])
    program.directory = folder.url
    let run = try program.run()
    #expect(
      run.exited(1)
        && run.errorText.hasSuffix(
          "The description “spending.csv-metadata.json” does not fit “spending.csv”: tableSchema.columns[1]: it is “Paid”, "
            + "and column 2 of spending.csv is “Paid on”. Mend it, or move it away.\n"),
      "\(run)")
  }

  @Test func aFileThatIsNoTableSaysWhatItIs() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("x.csv", [0xFF, 0xFE, 0x61, 0x00])
    var program = Riepl(["-c", "load \"x.csv\""])
    program.directory = folder.url
    let run = try program.run()
    #expect(
      run.exited(1)
        && run.errorText.hasSuffix(
          "“x.csv” can't be read as a table: it is UTF-16; save it as CSV UTF-8. Look at its first lines and its headings.\n"
        ), "\(run)")
  }

  @Test func nothingOfAFileMovesTheCursor() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file(
      "x.csv",
      "pla\u{1B}[31mce,am\u{7}ount (£)\nNo\u{1B}rth,1\nSo\u{202E}uth,2*\n\u{9B}x,y\u{1B}\n"
        + "q,1\n\u{1B}w,,\n* a\u{1B}b\n")
    var program = Riepl([
      "-c", "load \"x.csv\"", "-c", "describe", "-c", "list problems", "-c", "list measures", "-c",
      "list notes",
      "-c", "am ount by pla 31mce", "--reading", "always",
    ])
    program.directory = folder.url
    let run = try program.run()
    #expect(run.exited(0), "\(run)")
    for scalar in (run.outputText + run.errorText).unicodeScalars {
      #expect(
        scalar == "\n" || scalar.value >= 0x20 && scalar.value != 0x9B && scalar.value != 0x202E, "\(run)")
    }
  }

  @Test func formatterAndCheckerKnowTheNamesOfFiles() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("spending.csv", OwnFiles.table)
    _ = try folder.file("s.riepl", "load \"spending.csv\"\nsum spend by month where spend at least £5,500\n")
    for words in [["check", "s.riepl"], ["fmt", "s.riepl"], ["fmt", "--check", "s.riepl"], ["s.riepl"]] {
      var program = Riepl(words)
      program.directory = folder.url
      let run = try program.run()
      #expect(run.exited(0), "\(words): \(run)")
    }
    let text = try String(contentsOf: folder.url.appending(path: "s.riepl"), encoding: .utf8)
    #expect(text == "load \"spending.csv\"\nsum spend where spend >= £5,500 by month\n")
  }

  /// A bound that is held is measured with the release; here it changes no answer, and says what it can't do.
  @Test func aBoundOfMemoryChangesNoAnswer() throws {
    let folder = try TemporaryFolder()
    var text = "Ref,Region,Supplier,Amount\n"
    for row in 0..<60_000 {
      text += "\(row),\(row % 3 == 0 ? "North East" : "South East"),Firm \(row % 700),\(row).25\n"
    }
    let file = try folder.file("large.csv", text).path
    let questions = ["-c", "sum amount by region", "-c", "sum amount by supplier top 3", "-c", "count rows"]
    let plain = try Riepl(["--data", file, "--format", "csv"] + questions).run()
    let bounded = try Riepl(["--data", file, "--format", "csv", "--memory", "24MB"] + questions).run()
    #expect(plain.exited(0) && bounded.exited(0), "\(bounded)")
    #expect(plain.output == bounded.output)
  }

  @Test func whatDoesNotFitIsAnError() throws {
    let folder = try TemporaryFolder()
    var text = "Payee,Amount\n"
    for row in 0..<120_000 { text += "A firm with quite a long name \(row) & Sons,\(row)\n" }
    let file = try folder.file("large.csv", text).path
    let run = try Riepl("--data", file, "--memory", "8MB", "-c", "sum amount").run()
    #expect(run.exited(0), "one question reads only its own columns: \(run)")
    let load = try Riepl("--data", file, "--memory", "8MB", "-c", "sum amount", "-c", "count rows").run()
    #expect(
      load.exited(1) && load.errorText.contains("E133") && load.errorText.contains("of its column “Payee”")
        && load.errorText.contains("8MB"), "\(load)")
  }

  @Test(arguments: ["256", "1KB", "many", "-5MB"])
  func aBoundThatIsNoneIsRefused(_ size: String) throws {
    let run = try Riepl("--memory", size, "-c", "5").run()
    #expect(run.exited(2), "\(run)")
  }

  /// SQL has a table for each measure, so that rows of two can't be told to belong together.
  @Test func sqlOfRowsLooksAtOneColumn() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("p.csv", "Ward,Budget,Actual\nAsh,£5,£7\nAsh,£6,£4\n")
    let one = try Riepl(["--data", file.path, "-c", "sql sum actual where actual > £5"]).run()
    #expect(one.exited(0) && one.outputText.contains("WHERE actual.amount > 5"), "\(one)")
    let two = try Riepl(["--data", file.path, "-c", "sql sum actual where actual > budget"]).run()
    #expect(!two.outputText.contains("SELECT") && two.outputText.contains("single rows"), "\(two)")
  }

  /// The rows of a file have a working, a source and a reason like any other answer.
  @Test func rowsOfAFileAreExplained() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file(
      "p.csv",
      "Ward,Supplier,Ref,Amount\nAsh,Ace,R1,£10\nAsh,Bee,R2,£20\nElm,Bee,R3,£40\nElm,Cee,R4,£5\nElm,Dee,R5,..\n"
    )
    func ask(_ statements: String...) throws -> String {
      let run = try Riepl(
        ["--data", file.path, "--reading", "always"] + statements.flatMap { ["-c", $0] }
      ).run()
      #expect(run.exited(0), "\(run)")
      return run.outputText
    }
    let explained = try ask("explain amount * 2 top 2")
    #expect(explained.contains("There are 5 rows of the file, each by itself. The 2 highest are shown."))
    #expect(explained.contains("how the first of them comes about, line 4:"))
    #expect(explained.contains("£40.00 × 2 = £80.00"))
    let source = try ask("source amount where amount > £9 bottom 2")
    #expect(source.contains("amount: 2 figures") && source.contains("£10.00  line 2"))
    #expect(source.contains("£20.00  line 3") && !source.contains("line 4"))
    let cut = try ask("amount top 2", "why not Ace", "why not Elm", "why not Dee")
    #expect(cut.contains("Ace has £10.00, place 3 of 5 from the highest, and only 2 rows are shown."))
    #expect(cut.contains("Elm is in it: its figure went into the answer."))
    #expect(!cut.contains("Dee has"))
    let kept = try ask("amount above £9", "why not Cee", "amount where amount > £9", "why not Cee")
    #expect(kept.contains("Cee is left out by the comparison: its figure is £5.00."))
    #expect(kept.contains("Cee is left out, because this does not hold: the row's amount is above £9."))
  }
}
