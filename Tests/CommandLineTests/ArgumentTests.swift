import Foundation
import Glibc
import Testing

/// Where statements come from, and what a wrong command line does.
@Suite struct Arguments {
  /// The manual page has the options that `--help` has, and says the same of them.
  @Test func theManualPageHasAllOptions() throws {
    let page = try String(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Grammar/man/riepl.1"), encoding: .utf8)
    let words = page.replacing("\\-", with: "-").replacing("\\(aq", with: "'").split(
      whereSeparator: \.isWhitespace
    )
    .joined(separator: " ")
    let help = try riepl("--help").outputText
    let options = try #require(help.components(separatedBy: "OPTIONS:").last)
      .replacing(#/\n {10,}/#) { _ in "  " }.split(separator: "\n").filter { $0.contains("-") }
    #expect(options.count > 10)
    for option in options {
      let parts = try #require(
        option.firstMatch(of: #/^ *-(-?[a-z-]+)(?:, --[a-z-]+)?(?: <[^>]+>)? +(.*)$/#), "\(option)")
      #expect(words.contains(".It Fl \(parts.1) "), "\(option)")
      let text = parts.2.replacing("`", with: "").replacing(#/ \((values|default): .*\)$/#) { _ in "" }
        .split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(!text.isEmpty && words.contains(text), "\(option)")
    }
  }

  @Test func coursesAreChecked() throws {
    let run = try riepl("learn", "--check")
    #expect(run.exited(0) && run.outputText.contains(": no faults."), "\(run)")
    let none = try riepl("learn", "--check", "nowhere.riepl-course")
    #expect(none.exited(1) && none.errorText.contains("there is no such file"), "\(none)")
    let lessons = try riepl("learn")
    #expect(
      lessons.exited(1) && lessons.errorText.contains("Start riepl by itself at a terminal"), "\(lessons)")
    #expect(try riepl("learn", "--frobnicate").exited(2))
  }

  @Test(arguments: [
    (["-c", "sum allocation in 2009-10"], "£67,500,000\n"),
    (["--command", "sum allocation in 2009-10"], "£67,500,000\n"),
    (["-c", "let North = North East, North West", "-c", "sum allocation for North"], "£37,575,556\n"),
    (["-c", "sum allocation in 2009-10", "-c", "it / 9"], "£67,500,000\n£7,500,000\n"),
    (["-c", "2 + 3", "-c", "quit", "-c", "4 + 5"], "5\n"),
    (["-c", ""], ""),
    (["-c", "# nothing"], ""),
  ])
  func statements(_ arguments: [String], _ output: String) throws {
    let run = try Riepl(arguments).run()
    #expect(run.exited(0) && run.outputText == output && run.errors.isEmpty, "\(arguments): \(run)")
  }

  @Test func laterStatementsFollowUp() throws {
    let run = try riepl("-c", "efficiency by region", "-c", "then top 1", "-c", "quit")
    #expect(run.exited(0) && run.outputText.contains("\n\nLondon  £866m"), "\(run)")
  }

  @Test func scriptFromAFile() throws {
    let run = try riepl(script: "let part = sum allocation / 9 # a ninth\n\npart in 2009-10\n2 +\n  3\n")
    #expect(run.exited(0) && run.outputText == "£7,500,000\n5\n" && run.errors.isEmpty, "\(run)")
  }

  @Test(arguments: ["5 + 5\n", "5 + 5", "\n\n5 + 5\r\n", "5 + 5\nquit\n7\n"])
  func scriptFromAPipe(_ text: String) throws {
    let pipe = try ClosedPipe()
    try pipe.writing.write(contentsOf: Data(text.utf8))
    try pipe.writing.close()
    var program = Riepl()
    program.inputHandle = pipe.reading
    let run = try program.run()
    #expect(run.exited(0) && run.outputText == "10\n" && run.errors.isEmpty, "\(run)")
  }

  @Test(arguments: ["", "\n", "   \n\t\n", "# only a comment", "\u{FEFF}", "#!/usr/bin/env riepl\n"])
  func emptyInputSaysNothing(_ text: String) throws {
    let run = try riepl(input: text)
    #expect(run.exited(0) && run.output.isEmpty && run.errors.isEmpty, "\(text.debugDescription): \(run)")
  }

  @Test func fileNamesAreTakenAsTheyStand() throws {
    for name in ["a b.riepl", "$(x).riepl", "a;b.riepl", "|c.riepl", "-dash.riepl", "ü.riepl", "no-ending"] {
      let folder = try TemporaryFolder()
      _ = try folder.file(name, "5 + 5")
      var program = Riepl("--", name)
      program.directory = folder.url
      let run = try program.run()
      #expect(run.exited(0) && run.outputText == "10\n", "\(name): \(run)")
    }
  }

  @Test func versionNamesTheEdition() throws {
    let run = try riepl("--version")
    #expect(
      run.exited(0) && run.outputText.hasPrefix("riepl ") && run.outputText.contains("edition 18 March 2008"),
      "\(run)")
    #expect(run.outputText.filter { $0 == "\n" }.count == 1 && run.errors.isEmpty, "\(run)")
  }

  @Test(arguments: ["--help", "-h"]) func help(_ option: String) throws {
    let run = try riepl(option)
    #expect(run.exited(0) && run.errors.isEmpty, "\(run)")
    for part in [
      "USAGE: riepl", "--command", "--format", "--reading", "--color", "--version", "Exit status",
    ] {
      #expect(run.outputText.contains(part), "\(part) is missing: \(run)")
    }
    #expect(run.outputText.split(separator: "\n").allSatisfy { $0.count <= 120 }, "\(run)")
  }

  @Test(arguments: [
    (["--bogus"], "--bogus"), (["-x"], "-x"), (["-c"], "-c"), (["--format"], "--format"),
    (["--format", "xml"], "csv"), (["--reading", "often"], "never"), (["--color", "red"], "always"),
    (["-c", "5", "file.riepl"], "not both"), (["file.riepl", "-c", "5"], "not both"),
    (["one.riepl", "two.riepl"], "two.riepl"), (["-c", "5", "--bogus"], "--bogus"),
  ])
  func wrongCommandLine(_ arguments: [String], _ named: String) throws {
    let run = try Riepl(arguments).run()
    #expect(run.exited(2) && run.output.isEmpty, "\(arguments): \(run)")
    #expect(run.errorText.contains(named), "\(named) is not named: \(run)")
  }

  /// A statement may begin with a minus, as `-c` can only be followed by one.
  @Test func statementsThatBeginWithAMinus() throws {
    for arguments in [["--command=-5 + 3"], ["-c", "-5 + 3"], ["-c", "5", "-c", "-5 + 3"]] {
      let run = try Riepl(arguments).run()
      #expect(run.exited(0) && run.outputText.hasSuffix("-2\n"), "\(arguments): \(run)")
    }
  }

  @Test(arguments: [
    ("missing.riepl", "no such file"), ("", "no such file"), ("/", "folder"), (".", "folder"),
    ("missing/script.riepl", "no such file"), ("/proc/self/mem", "can't be read"),
    (String(repeating: "a", count: 5000), "too long"),
  ])
  func unreadableFiles(_ path: String, _ reason: String) throws {
    let run = try riepl(path)
    #expect(run.exited(1) && run.output.isEmpty, "\(run)")
    #expect(path.isEmpty || run.errorText.contains(path.prefix(60)), "\(run)")
    #expect(run.errorText.contains(reason), "\(run)")
    #expect(run.errorText.filter { $0 == "\n" }.count == 1, "\(run)")
  }

  @Test(.enabled(if: geteuid() != 0, "root may read every file"))
  func forbiddenFile() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("secret.riepl", "5")
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file.path)
    let run = try riepl(file.path)
    #expect(run.exited(1) && run.errorText.contains("secret.riepl"), "\(run)")
  }

  /// What a file's name holds must not reach the terminal as a command.
  @Test func fileNamesInMessagesAreShownEscaped() throws {
    let run = try riepl("a\u{1B}[31mb\u{202E}\n.riepl")
    #expect(run.exited(1) && run.errorText.contains("a\\e[31mb\\u{202E}"), "\(run)")
    #expect(!run.errors.contains(0x1B) && !run.errorText.contains("\u{202E}"), "\(run)")
  }
}
