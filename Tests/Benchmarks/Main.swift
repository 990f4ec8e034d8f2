import Glibc
import RieplConsole
import RieplData
import RieplEngine
import RieplSyntax

/// Speed inside one process: the parser in megabytes a second, and small questions in microseconds each.
///
/// Run: swift run -c release riepl-benchmarks [repeats [name]]
///
/// `riepl-benchmarks generate ROWS FILE.csv [SUPPLIERS]` writes the file that compare.py asks riepl and others about.
@main
struct Benchmarks {
  static func main() throws {
    if CommandLine.arguments.dropFirst().first == "generate" { return try Generator.run() }
    let repeats = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 5
    var catalog = Catalog()
    try EmbeddedDatasets.load(into: &catalog)
    let wanted = CommandLine.arguments.dropFirst(2).first
    if wanted == nil || wanted == "parser" { try parse(catalog, repeats) }
    for (name, statement) in questions where wanted == nil || name.hasPrefix(wanted ?? "") {
      try ask(name, statement, catalog, repeats)
    }
  }

  static let questions: [(String, String)] = [
    ("literal arithmetic", "1.03^3 * £277m"),
    ("one figure", "sum allocation for London"),
    ("figure with where", "sum allocation where year = 2009-10"),
    ("nine rows", "sum allocation by region"),
  ]

  /// The median of some runs, in seconds.
  static func median(_ repeats: Int, _ body: () throws -> Void) rethrows -> Double {
    var times: [Double] = []
    for _ in 0..<repeats {
      let start = now()
      try body()
      times.append(now() - start)
    }
    return times.sorted()[times.count / 2]
  }

  static func now() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Parses ten megabytes of different statements.
  static func parse(_ catalog: Catalog, _ repeats: Int) throws {
    let size = 10_000_000
    let lines = [
      "sum allocation where year = 2009-10", "project efficiency North East at 3% until 2009-10, 4%",
      "share efficiency - share allocation by region", "sum efficiency / sum allocation by region top 3",
      "growth sum allocation from 2008-09 to 2009-10",
      "sum allocation for Yorkshire and Humber and North East in 2009-10",
      "count regions where allocation 2009-10 > £7.5m and region is not London",
      "1.03^3 * £277m + 2 * (£3,000 - £1.5m / 7)",
    ]
    var text: [UInt8] = []
    while text.count < size { for line in lines { text += Array(line.utf8) + [10] } }
    let source = SourceText(bytes: text)
    var count = 0
    let seconds = try median(repeats) {
      var parser = Parser(vocabulary: catalog.makeVocabulary())
      try parser.read(source)
      count = 0
      while try parser.parseStatement() { count += 1 }
    }
    print("parser: \(rounded(Double(text.count) / seconds / 1e6)) MB/s, \(count) statements")
  }

  /// Asks a small question many times in one script, answers written as a table without readings.
  static func ask(_ name: String, _ statement: String, _ catalog: Catalog, _ repeats: Int) throws {
    let count = 100_000
    let source = SourceText(String(repeating: statement + "\n", count: count))
    let seconds = try median(repeats) {
      let output = MemoryOutput()
      let session = Session(catalog: catalog, settings: Settings(), output: output, errors: output)
      // As for a script that saves nothing.
      session.keepsStatements = false
      try session.run(source)
    }
    print("\(name): \(rounded(seconds / Double(count) * 1e6)) µs each")
  }

  static func rounded(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}
