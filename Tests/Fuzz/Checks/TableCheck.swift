import Glibc
import RieplData
import RieplEngine
import RieplSyntax

/// A table, with or without a description beside it: what stands in front of the first byte 0x1E describes what stands
/// behind it.
enum TableCheck {
  /// A folder for one process.
  private static let folder: String = {
    let path = "/tmp/riepl-fuzz-\(getpid())"
    unsafe mkdir(path, 0o700)
    return path
  }()
  private static let table = folder + "/t.csv"
  private static let description = folder + "/t.csv-metadata.json"

  static func check(_ bytes: [UInt8], _ catalog: Catalog) throws {
    let mark = bytes.firstIndex(of: 0x1E)
    let body = mark.map { Array(bytes[($0 + 1)...]) } ?? bytes
    defer { unsafe unlink(description) }
    if let mark { try write(Array(bytes[..<mark]), to: description) }
    try write(body, to: table)
    guard let (report, loaded) = try load(catalog) else { return }
    for line in report.lines { try TextCheck.check(line, in: "\(report.lines)") }
    for problem in report.problems { try TextCheck.check(problem.why + problem.text, in: "\(problem)") }
    let sums = try self.sums(report, loaded)
    let dataset = loaded.datasets.count - 1
    let metadata = loaded.datasets[dataset].metadata
    try require(MachineText.isJSON(metadata), "no JSON: \(metadata)")
    // What is written of a table reads back to the same.
    try write(Array(metadata.utf8), to: description)
    guard let (second, again) = try load(catalog) else {
      throw Finding("“\(metadata)” does not fit the table that it was written of")
    }
    try require(second.rows == report.rows, "\(second.rows) rows and not \(report.rows): \(metadata)")
    try require(second.setAside == report.setAside, "\(second.setAside) set aside and not \(report.setAside)")
    try require(try self.sums(second, again) == sums, "other sums behind \(metadata)")
    try require(
      again.datasets[dataset].metadata == metadata, "\(again.datasets[dataset].metadata) and not \(metadata)")
  }

  private static func write(_ bytes: [UInt8], to path: String) throws(Finding) {
    guard let file = unsafe fopen(path, "wb") else { throw Finding("\(path) can't be written") }
    defer { unsafe fclose(file) }
    let count = unsafe bytes.withUnsafeBytes { unsafe fwrite($0.baseAddress, 1, $0.count, file) }
    try require(count == bytes.count, "\(path) is not whole")
  }

  /// Nil where the table or its description can't be read.
  private static func load(_ catalog: Catalog) throws -> (LoadReport, Catalog)? {
    var catalog = catalog
    do throws(TableFault) {
      return (try TableLoader.load(path: table, options: LoadOptions(), into: &catalog), catalog)
    } catch {
      switch error {
      case .unreadable(let why): try TextCheck.check(why, in: why)
      case .misfit, .cancelled, .tooLittleMemory, .noRoomAside: break
      }
      return nil
    }
  }

  /// What each measure adds up to, added up in both ways, and how many rows there are.
  private static func sums(_ report: LoadReport, _ catalog: Catalog) throws -> [String] {
    var result: [String] = []
    for measure in catalog.measures where measure.dataset == catalog.datasets.count - 1 {
      let source = catalog.tables[measure.table].source
      var sum: Int128 = 0
      var count = 0
      var missing = 0
      do throws(EngineFault) {
        try source.scan(dimensions: [], measure: measure.column) { (batch: Batch) throws(EngineFault) in
          for (value, state) in zip(batch.values, batch.states) {
            if state == 0 { sum += Int128(value) }
            count += state == 0 ? 1 : 0
            missing += state == 0 ? 0 : 1
          }
        }
        let request = GroupRequest(parts: [], measure: measure.column, count: 1, needsExtremes: false)
        if let totals = try source.totals(request, isCancelled: { false }) {
          let found = (totals.sums[0], totals.counts[0], totals.missing[0])
          if found != (sum, count, missing) {
            throw EngineFault.source("\(found) and not \((sum, count, missing)) of \(measure.name)")
          }
        }
      } catch {
        throw Finding("\(error)")
      }
      if measure.isOfRows { try require(count == report.rows, "\(count) rows and not \(report.rows)") }
      result.append("\(measure.name) \(sum) \(count) \(missing)")
    }
    return result
  }
}
