import Foundation
import RieplConsole
import Glibc
import Testing

/// What happens when nobody can take the output.
@Suite struct Output {
  @Test(arguments: [
    ["-c", "sum allocation"], ["-c", "5", "-c", "6"], ["-c", "5", "--format", "json"],
    ["-c", "allocation", "--format", "csv"], ["-c", "5", "-c", "nonsense"], ["--version"], ["--help"],
    ["-c", "list regions"],
  ])
  func fullDevice(_ arguments: [String]) throws {
    var program = Riepl(arguments)
    program.outputHandle = FileHandle(forWritingAtPath: "/dev/full")
    let run = try program.run()
    #expect(run.exited(74), "\(arguments): \(run)")
    #expect(run.errorText.contains("could not be written"), "\(arguments): \(run)")
  }

  @Test(arguments: ["-c 5", "--version", "--help", "-c 5 --format json"])
  func closedOutput(_ arguments: String) throws {
    let run = try Riepl().start(through: "\"$0\" \(arguments) >&-").finish()
    #expect(run.exited(74) && run.errorText.contains("could not be written"), "\(arguments): \(run)")
  }

  @Test func closedOutputDoesNotMatterWhenNothingIsWritten() throws {
    let run = try Riepl().start(through: "\"$0\" -c 'let five = 5' >&-").finish()
    #expect(run.exited(0) && run.errors.isEmpty, "\(run)")
  }

  @Test func closedErrorsStillFail() throws {
    let run = try Riepl().start(through: "\"$0\" -c nonsense 2>&-").finish()
    #expect(!run.wasSignalled && run.status != 0 && run.output.isEmpty, "\(run)")
  }

  @Test func closedInputIsReported() throws {
    let run = try Riepl().start(through: "\"$0\" <&-").finish()
    #expect(run.exited(1) && run.output.isEmpty && run.errorText.contains("standard input"), "\(run)")
  }

  /// A reader that has gone away is no error, whether before the first byte or in the middle.
  @Test(arguments: OutputFormat.allCases) func readerGone(_ format: OutputFormat) throws {
    let pipe = try ClosedPipe()
    try pipe.reading.close()
    var program = Riepl("-c", "allocation by region, year", "--format", format.rawValue)
    program.outputHandle = pipe.writing
    let run = try program.run()
    #expect(run.exited(0) && run.errors.isEmpty, "\(run)")
  }

  @Test func readerLeavesEarly() throws {
    let folder = try TemporaryFolder()
    // More than a pipe and a buffer hold.
    let script = try folder.file("long.riepl", String(repeating: "list regions\n", count: 2000))
    let status = folder.url.appending(path: "status")
    let run = try Riepl(script.path, status.path)
      .start(through: "(\"$0\" \"$1\"; echo $? > \"$2\") | head -n 1").finish()
    #expect(run.exited(0) && run.errors.isEmpty, "\(run)")
    #expect(run.outputText.split(separator: "\n").count == 1, "\(run)")
    #expect(try String(contentsOf: status, encoding: .utf8) == "0\n")
  }

  @Test func versionAndHelpForAReaderThatIsGone() throws {
    for option in ["--version", "--help"] {
      let pipe = try ClosedPipe()
      try pipe.reading.close()
      var program = Riepl(option)
      program.outputHandle = pipe.writing
      let run = try program.run()
      #expect(run.exited(0) && run.errors.isEmpty, "\(option): \(run)")
    }
  }
}

/// Ctrl-C.
@Suite struct Interrupting {
  @Test func whileReadingStandardInput() throws {
    let pipe = try ClosedPipe()
    try pipe.writing.write(contentsOf: Data("5 + 5\n".utf8))
    var program = Riepl()
    program.inputHandle = pipe.reading
    let running = try program.start()
    #expect(running.waitsForInput(pipe))
    kill(running.process.processIdentifier, SIGINT)
    let run = try running.finish()
    #expect(run.exited(130) && run.output.isEmpty, "\(run)")
  }

  @Test func asSecondOneWhileReading() throws {
    let pipe = try ClosedPipe()
    try pipe.writing.write(contentsOf: Data("5 + 5\n".utf8))
    var program = Riepl()
    program.inputHandle = pipe.reading
    let running = try program.start()
    #expect(running.waitsForInput(pipe))
    kill(running.process.processIdentifier, SIGINT)
    kill(running.process.processIdentifier, SIGINT)
    let run = try running.finish()
    #expect(run.exited(130), "\(run)")
  }

  /// A script stops between two statements, whatever they are.
  @Test(arguments: ["allocation by region, year", "5", "list regions", "let five = 5", "nonsense", "help"])
  func whileAScriptRuns(_ statement: String) throws {
    let folder = try TemporaryFolder()
    let script = try folder.file("long.riepl", String(repeating: statement + "\n", count: 300_000))
    var program = Riepl(script.path)
    program.limit = 10
    let running = try program.start()
    #expect(running.catches(SIGINT))
    kill(running.process.processIdentifier, SIGINT)
    let run = try running.finish()
    #expect(run.exited(130), "\(statement): \(run)")
  }

  @Test func terminatedFromOutside() throws {
    for signal in [SIGTERM, SIGHUP] {
      let pipe = try ClosedPipe()
      var program = Riepl()
      program.inputHandle = pipe.reading
      let running = try program.start()
      #expect(running.waitsForInput(pipe))
      kill(running.process.processIdentifier, signal)
      let run = try running.finish()
      #expect(!run.wasTooSlow && run.status == signal && run.wasSignalled, "\(signal): \(run)")
    }
  }
}
