import Foundation
import RieplData
import RieplEngine
import Testing

/// A file that was written for a test, and what was read of it.
struct LoadedFile {
  let report: LoadReport
  let catalog: Catalog

  /// Writes bytes to a file of their own and reads them.
  init(_ bytes: some Sequence<UInt8>, named name: String = "table.csv", options: String = "") throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "riepl-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: name)
    try Data(bytes).write(to: file)
    try self.init(path: file.path(), options: options)
  }

  /// Writes a text to a file of its own and reads it.
  init(text: String, options: String = "") throws { try self.init(Array(text.utf8), options: options) }

  /// Writes a text to a file of its own and reads it, and nothing else: for long ones.
  init(plain text: String, options: String) throws {
    let folder = try KeptFolder()
    try Data(text.utf8).write(to: folder.table)
    var catalog = Catalog()
    report = try TableLoader.load(
      path: folder.table.path(percentEncoded: false), options: LoadOptions.read(options).get(),
      into: &catalog)
    self.catalog = catalog
  }

  /// Reads a file.
  init(path: String, options: String = "") throws {
    var catalog = Catalog()
    report = try TableLoader.load(path: path, options: LoadOptions.read(options).get(), into: &catalog)
    self.catalog = catalog
    try checkKept(path, options)
  }

  /// Whatever a test reads, its kept columns are the same.
  private func checkKept(_ path: String, _ options: String) throws {
    let folder = try KeptFolder()
    var first = Catalog()
    let isKept = try folder.load(path, options: options + " keep", into: &first).draft != nil
    var second = Catalog()
    let report = try folder.load(path, options: options, into: &second)
    #expect((report.keeping == .used) == isKept)
    let same = try outline(second) == outline(catalog)
    #expect(same && report.lines == self.report.lines, "the kept columns of \(path)")
  }

  /// All rows: the names of the members, and the figures as whole numbers or the markers of absences.
  func rows() throws -> [[String]] {
    // Behind the table of the rows stands that of rows and years, where the file is wide.
    let number = catalog.tables.count - 1
    let table = catalog.tables[number]
    let figures = catalog.measures.filter { !$0.isOfRows && $0.table == number }.map(\.column)
    var result: [[String]] = []
    let places = Array(table.dimensions.indices)
    func add(_ measure: Int?) throws {
      var row = 0
      try table.source.scan(dimensions: places, measure: measure) { (batch: Batch) throws(EngineFault) in
        for index in 0..<batch.count {
          if measure == nil || measure == figures.first {
            result.append(
              places.map {
                let codes = batch.codes[$0]
                return catalog.memberName(table.dimensions[$0], Int(codes[codes.startIndex + index]))
              })
          }
          if measure != nil {
            let state = batch.states[batch.states.startIndex + index]
            let value = batch.values[batch.values.startIndex + index]
            result[row].append(state == 0 ? "\(value)" : Absence(rawValue: state)?.marker ?? "?")
          }
          row += 1
        }
      }
    }
    if figures.isEmpty { try add(nil) }
    for measure in figures { try add(measure) }
    return result
  }
}
