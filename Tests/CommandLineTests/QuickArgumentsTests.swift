import ArgumentParser
import RieplConsole
import Testing

@testable import riepl

/// The short way through the command line against the argument parser.
@Suite struct QuickArgumentsTests {
  static let words = [
    "-c", "-c5", "--command", "--command=5", "5 + 5", "", "-", "--", "-5", "file.riepl", "--format", "csv",
    "--reading=always", "--version", "--help", "-h", "ü", " -c",
  ]

  /// All command lines of up to three of the words.
  static var lines: [[String]] {
    var lines: [[String]] = [[]]
    var longest = lines
    for _ in 1...3 {
      longest = longest.flatMap { line in words.map { line + [$0] } }
      lines += longest
    }
    return lines + [["-c", "5", "-c", "6", "-c", "7"], ["-c", "5", "-c", "6", "file.riepl"]]
  }

  /// What the short way reads at all it reads as the argument parser does.
  @Test func agrees() throws {
    var read = 0
    for line in QuickArgumentsTests.lines {
      guard let quick = QuickArguments.invocation(line) else { continue }
      read += 1
      let whole: Invocation?
      do { whole = try CommandLineOptions.parse(line).invocation } catch { whole = nil }
      #expect(quick == whole, "\(line): \(quick) and not \(String(describing: whole))")
    }
    #expect(read > 10)
  }

  /// The lines that it is there for.
  @Test(arguments: [["-c", "5"], ["-c", "5", "-c", "6"], ["file.riepl"], []])
  func isQuick(_ line: [String]) { #expect(QuickArguments.invocation(line) != nil) }

  /// Whatever begins with a dash, besides `-c`, is the argument parser's.
  @Test(arguments: [
    ["--help"], ["-h"], ["--version"], ["--bogus"], ["-c"], ["-c", "--help"], ["--", "file"],
    ["-c", "5", "--help"], ["file.riepl", "--help"], ["-c5"], ["-c", "5", "file.riepl"], ["a", "b"],
    ["file.riepl", "-c", "5"],
  ])
  func isLeftToTheParser(_ line: [String]) { #expect(QuickArguments.invocation(line) == nil) }
}
