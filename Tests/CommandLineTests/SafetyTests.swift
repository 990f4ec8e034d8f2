import Foundation
import Glibc
import RieplConsole
import Testing

/// What is written, and how: whole or not at all, and only where somebody says.
@Suite struct Files {
  @Test func outputIsWhole() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "out.md")
    let run = try riepl("-c", "sum allocation", "--output", file.path)
    #expect(run.exited(0) && run.output.isEmpty, "\(run)")
    let text = try String(contentsOf: file, encoding: .utf8)
    #expect(text.hasPrefix("| sum allocation "), "the ending says the form: \(text)")
    // It may be written again, and keeps its rights.
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path)
    #expect(try riepl("-c", "5", "--output", file.path, "--format", "csv").exited(0))
    #expect(try String(contentsOf: file, encoding: .utf8) == "5\r\n5\r\n")
    let rights = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
    #expect(rights == 0o640)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["out.md"])
  }

  @Test func outputHasFailedChecks() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "out.txt")
    let run = try riepl("-c", "check sum allocation is £1 \"One\"", "--output", file.path)
    #expect(run.exited(1) && run.errorText == "riepl: the check failed.\n", "\(run)")
    #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix("Failed: One\n"))
  }

  @Test(arguments: ["/dev/full", "/dev/tty", "/", "no/such/folder/x", "/proc/nothing", ""])
  func outputThatCantBe(_ path: String) throws {
    let run = try riepl("-c", "sum allocation", "--output", path)
    #expect(run.exited(74) && run.output.isEmpty && run.errorText.contains("can't be written"), "\(run)")
  }

  @Test func linksAreLeftAlone() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("real.csv", "old")
    let link = folder.url.appending(path: "link.csv")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
    let output = try riepl("-c", "5", "--output", link.path)
    #expect(output.exited(74) && output.errorText.contains("not a plain file"), "\(output)")
    for force in [[], ["--force"]] {
      let export = try Riepl(["-c", "export sum allocation to \"\(link.path)\""] + force).run()
      #expect(export.exited(74) && export.errorText.contains("[E52]") == false, "\(export)")
      #expect(export.errorText.contains("not a plain file"), "\(export)")
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == "old")
  }

  @Test func exportsGoBesideTheScript() throws {
    let folder = try TemporaryFolder()
    let forms = ["csv", "tsv", "json", "jsonl", "md", "CSV", "svg", "html"]
    let script = try folder.file(
      "script.riepl", forms.map { "export allocation by region to \"x-\($0).\($0)\"\n" }.joined())
    let run = try riepl(script.path)
    #expect(run.exited(0) && run.output.isEmpty && run.errors.isEmpty, "\(run)")
    func text(_ form: String) throws -> String {
      try String(contentsOf: folder.url.appending(path: "x-\(form).\(form)"), encoding: .utf8)
    }
    #expect(try text("csv").hasPrefix("region,allocation (£),notes\r\nNorth East,15550278,\r\n"))
    #expect(try text("CSV") == text("csv"))
    #expect(try text("tsv").hasPrefix("region\tallocation (£)\tnotes\nNorth East\t15550278\t\n"))
    #expect(try text("md").contains("| North East | £15,550,278 |"))
    let drawing = try text("svg")
    #expect(drawing.hasPrefix("<?xml ") && drawing.contains("<title") && drawing.contains("£15,550,278"))
    #expect(drawing.contains("Source: ") && drawing.hasSuffix("</svg>\n"))
    #expect(try text("html").contains("<table"))
    for form in ["json", "jsonl"] {
      #expect(try text(form).contains("15550278"))
      let first = form == "json" ? try text(form) : String(try text(form).prefix { $0 != "\n" })
      _ = try JSONSerialization.jsonObject(with: Data(first.utf8))
    }
    // Nothing is written over, unless that is allowed.
    let again = try riepl(script.path)
    #expect(again.exited(1) && again.errorText.contains("script.riepl:1: [E51]"), "\(again)")
    #expect(try riepl(script.path, "--force").exited(0))
  }

  /// What can't be drawn is an error, and makes no file.
  @Test(arguments: ["sum allocation", "regions", "1 + 1", "allocation by region above £1bn"])
  func nothingToDraw(_ question: String) throws {
    let folder = try TemporaryFolder()
    var program = Riepl("-c", "export \(question) to \"x.svg\"")
    program.directory = folder.url
    let run = try program.run()
    #expect(run.exited(1) && run.output.isEmpty && run.errorText.contains("nothing to be drawn"), "\(run)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  /// All answers are no drawing.
  @Test func outputIsNoDrawing() throws {
    let folder = try TemporaryFolder()
    var program = Riepl("-c", "allocation by region", "--output", "x.SVG")
    program.directory = folder.url
    let run = try program.run()
    #expect(run.exited(2) && run.errorText.contains("export QUESTION to \"x.SVG\""), "\(run)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  /// File names are names and nothing else.
  @Test func oddNames() throws {
    for name in ["-rf.csv", "|cat.csv", "$(x).csv", "a;b.csv", "a b.csv"] {
      let folder = try TemporaryFolder()
      var program = Riepl("-c", "export sum allocation to \"\(name)\"")
      program.directory = folder.url
      #expect(try program.run().exited(0))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [name])
    }
  }

  /// A disk that is full leaves the old file whole.
  @Test(.enabled(if: geteuid() == 0, "only root may make a disk"))
  func fullDisk() throws {
    let folder = try TemporaryFolder()
    let disk = folder.url.appending(path: "disk")
    try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
    guard unsafe mount("none", disk.path, "tmpfs", 0, "size=32k") == 0 else { return }
    defer { unsafe umount(disk.path) }
    let old = disk.appending(path: "old.csv")
    try Data("old".utf8).write(to: old)
    let questions = String(repeating: "sum allocation for London\n", count: 3000)
    let script = try folder.file("script.riepl", questions)
    let run = try riepl(script.path, "--output", old.path)
    #expect(run.exited(74) && run.errorText.contains("could not be written"), "\(run)")
    let save = try folder.file("save.riepl", questions + "save to \"\(old.path)\"\n")
    let forced = try riepl(save.path, "--force")
    #expect(forced.exited(74) && forced.errorText.contains("the disk is full"), "\(forced.errorText)")
    #expect(try String(contentsOf: old, encoding: .utf8) == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path) == ["old.csv"])
  }

  /// A link that is put there between the look at the name and the writing is not followed.
  @Test(SystemCalls.trait, arguments: [true, false]) func linksPutThereMeanwhile(_ isOutput: Bool) throws {
    let folder = try TemporaryFolder()
    let real = try folder.file("real.csv", "old")
    let file = folder.url.appending(path: "out.csv")
    let export = try folder.file("export.riepl", "export allocation by region to \"out.csv\"\n")
    let arguments = isOutput ? ["-c", "allocation by region", "--output", file.path] : [export.path]
    for force in isOutput ? [[]] : [[], ["--force"]] {
      try? FileManager.default.removeItem(at: file)
      // It is stopped once all is written, and before there is a name.
      let run = try SystemCalls.run(arguments + force, stoppedAt: "fsync") {
        try FileManager.default.createSymbolicLink(at: file, withDestinationURL: real)
      }
      #expect(run.exited(force.isEmpty && !isOutput ? 1 : 74), "\(run)")
      #expect(try String(contentsOf: real, encoding: .utf8) == "old")
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: file.path) == real.path)
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
      #expect(left == ["export.riepl", "out.csv", "real.csv"], "\(left)")
    }
  }

  /// Whenever it is killed, the old file is there or the new one: at each call of the system that could change it.
  @Test(SystemCalls.trait, arguments: ["--output", "export", "save", "fmt"])
  func killedAtAnyCall(_ way: String) throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "out.riepl")
    let questions = String(repeating: "allocation by region, year\n", count: 40)
    let script = try folder.file("script.riepl", questions + (way == "save" ? "save to \"out.riepl\"\n" : ""))
    let export = try folder.file("export.riepl", "export allocation to \"out.csv\"\n")
    let (old, target, arguments) =
      switch way {
      case "--output": ("old", file, [script.path, "--output", file.path])
      case "export": ("old", folder.url.appending(path: "out.csv"), [export.path, "--force"])
      case "save": ("old", file, [script.path, "--force"])
      default: ("sum   allocation\n", file, ["fmt", file.path])
      }
    let kills = try SystemCalls.kills(target, old: old, arguments)
    #expect(kills.wrong.isEmpty, "\(kills.wrong)")
    #expect(kills.sawOld)
  }

  /// The test above sees a program that writes a file bit by bit.
  @Test(SystemCalls.trait) func aWriterThatIsNotWhole() throws {
    let folder = try TemporaryFolder()
    let new = try folder.file("new", String(repeating: "new ", count: 64))
    let file = folder.url.appending(path: "out")
    let kills = try SystemCalls.kills(
      file, old: "old", ["if=\(new.path)", "of=\(file.path)", "bs=64"], program: "/bin/dd")
    #expect(!kills.wrong.isEmpty)
  }
}

/// The sandbox.
@Suite struct Sandboxes {
  @Test func statementsAreRefused() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("outside.riepl", "say \"secret\"\n")
    let inside = folder.url.appending(path: "inside")
    try FileManager.default.createDirectory(at: inside, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      at: inside.appending(path: "link.riepl"),
      withDestinationURL: folder.url.appending(path: "outside.riepl"))
    try Data("say \"fine\"\n".utf8).write(to: inside.appending(path: "friend.riepl"))
    #expect(unsafe mkfifo(inside.appending(path: "pipe").path, 0o600) == 0)
    let script = """
      run "friend.riepl"
      run "pipe"
      run "../outside.riepl"
      run "link.riepl"
      run "\(folder.url.path)/outside.riepl"
      run "/etc/passwd"
      run "/proc/self/mem"
      run "/dev/zero"
      sum allocation London
      export sum allocation to "x.csv"
      save to "y.riepl"
      set pager on
      """
    try Data(script.utf8).write(to: inside.appending(path: "script.riepl"))
    for mode in ["--sandbox", "--sandbox=best-effort"] {
      for arguments in [["inside/script.riepl", mode], ["inside/script.riepl", mode, "--force"]] {
        var program = Riepl(arguments)
        program.directory = folder.url
        let run = try program.run()
        if run.errorText.contains("no Landlock") { continue }
        #expect(run.exited(1) && run.outputText == "fine\n\n£21,100,278\n", "\(run)")
        #expect(run.errorText.components(separatedBy: "[E58]").count == 10, "\(run)")
      }
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: inside.path).sorted()
    #expect(left == ["friend.riepl", "link.riepl", "pipe", "script.riepl"])
  }

  /// Figures of one's own may be read where scripts may be.
  @Test func filesAreLoadedFromTheFolder() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("outside.csv", "region,secret (£)\nLondon,5\n")
    let inside = folder.url.appending(path: "inside")
    let below = inside.appending(path: "below")
    try FileManager.default.createDirectory(at: below, withIntermediateDirectories: true)
    try Data("region,spend (£)\nLondon,7\n".utf8).write(to: below.appending(path: "spend.csv"))
    for (link, target) in [("link.csv", "../outside.csv"), ("out", ".."), ("near.csv", "below/spend.csv")] {
      try FileManager.default.createSymbolicLink(
        atPath: inside.appending(path: link).path, withDestinationPath: target)
    }
    #expect(unsafe mkfifo(inside.appending(path: "pipe.csv").path, 0o600) == 0)
    let refused = [
      "../outside.csv", "link.csv", "out/outside.csv", "below/../../outside.csv", "pipe.csv", "/dev/zero",
      "\(folder.url.path)/outside.csv",
    ]
    let script = (["below/spend.csv", "near.csv"] + refused).map { "load \"\($0)\"\n" }.joined()
    try Data((script + "spend London\nsecret London\n").utf8).write(
      to: inside.appending(path: "script.riepl"))
    for mode in ["--sandbox", "--sandbox=best-effort"] {
      var program = Riepl("inside/script.riepl", mode)
      program.directory = folder.url
      let run = try program.run()
      if run.errorText.contains("no Landlock") { continue }
      #expect(run.exited(1) && run.errorText.components(separatedBy: "[E58]").count == 8, "\(run)")
      // What is refused gives no name either.
      #expect(run.outputText.contains("£7") && run.errorText.contains("[E20]"), "\(run)")
      #expect(!run.outputText.contains("£5"), "\(run)")
    }
    // Without the sandbox the same script reads them.
    var program = Riepl("inside/script.riepl", "--timeout", "5")
    try Data("load \"../outside.csv\"\nsecret London\n".utf8).write(
      to: inside.appending(path: "script.riepl"))
    program.directory = folder.url
    let run = try program.run()
    #expect(run.exited(0) && run.outputText.contains("£5"), "\(run)")
  }

  @Test func nothingIsWrittenBesides() throws {
    let run = try riepl("-c", "5", "--sandbox", "--output", "x.csv")
    #expect(run.exited(2) && run.output.isEmpty, "\(run)")
  }

  /// A link that is put in the place of a script between the look at it and the reading leads nowhere.
  @Test func theKernelKeepsIt() throws {
    let folder = try TemporaryFolder()
    let inside = folder.url.appending(path: "inside")
    try FileManager.default.createDirectory(at: inside, withIntermediateDirectories: true)
    let secret = try folder.file("secret", "secret")
    let file = inside.appending(path: "file")
    try Data("here".utf8).write(to: file)
    let process = Process()
    process.executableURL = Riepl.executable.deletingLastPathComponent().appending(path: "sandbox-probe")
    process.arguments = [inside.path, file.path, secret.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    // A kernel without Landlock says so, and riepl then does not run the script.
    if process.terminationStatus == 3 { return }
    #expect(
      text == """
        reading inside: allowed
        reading outside: refused
        writing inside: refused
        creating inside: refused
        removing inside: refused
        listing outside: refused
        another program: refused

        """)
  }
}
