import Foundation
import RieplData
import RieplEngine
import Testing

/// A folder with a table and a folder for kept columns, removed at the end.
final class KeptFolder {
  let url: URL
  let store: KeptStore
  /// The kept file that was written last.
  private(set) var name = ""
  var table: URL { url.appending(path: "table.csv") }

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "riepl-kept-\(UUID().uuidString)")
    let kept = url.appending(path: "kept")
    try FileManager.default.createDirectory(
      at: kept, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    store = KeptStore(folder: kept.path(percentEncoded: false), program: "test")
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Loads a file as the program does, and keeps what is to be kept.
  func load(
    _ path: String? = nil, options: String = "", into catalog: inout Catalog
  ) throws -> LoadReport {
    let report = try TableLoader.load(
      path: path ?? table.path(percentEncoded: false), options: LoadOptions.read(options).get(),
      into: &catalog, keptIn: store)
    if let draft = report.draft { try write(draft) }
    return report
  }

  func write(_ draft: KeptDraft) throws {
    var bytes: [UInt8] = []
    #expect(draft.write { bytes += $0 })
    name = draft.fileName
    let path = store.folder + "/" + name
    try Data(bytes).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
  }

  /// Makes a file look as if it had been left alone for long: clocks of files are coarse.
  func age(_ path: String? = nil) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_200_000_000)],
      ofItemAtPath: path ?? table.path(percentEncoded: false))
  }

  /// The kept files.
  var files: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: store.folder).sorted() }
  }

  /// The bytes of the kept file that was written last.
  var bytes: [UInt8] {
    get throws { Array(try Data(contentsOf: URL(filePath: store.folder + "/" + name))) }
  }

  /// Writes over the kept file that was written last, as somebody does who may.
  func replace(_ bytes: [UInt8]) throws {
    let path = store.folder + "/" + name
    try Data(bytes).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
  }
}

/// All that a catalogue holds, in words: two catalogues of the same words answer all questions alike.
func outline(_ catalog: Catalog, withRows: Bool = true) throws -> String {
  var lines: [String] = []
  for dataset in catalog.datasets {
    lines.append("\(dataset)")
  }
  for dimension in catalog.dimensions {
    lines.append(
      "\(dimension.name) \(dimension.plural) \(dimension.aliases) \(dimension.isOrdered) \(dimension.isYears) "
        + "\(dimension.whole ?? "-") \(dimension.wholeAliases)")
    lines += dimension.members.map { "  \($0)" }
  }
  for measure in catalog.measures {
    lines.append(
      "\(measure.name) \(measure.aliases) \(measure.summary) \(measure.unit) \(measure.scale) \(measure.sourcePower) "
        + "\(measure.dimensions) \(measure.addsOver.numbers) \(measure.notes.numbers) \(measure.sources.numbers) "
        + "\(measure.dataset) \(measure.table) \(measure.column) \(measure.isOfRows) "
        + "\(measure.members.sorted { $0.key < $1.key }.map { ($0.key, $0.value.numbers) })")
  }
  lines += catalog.notes.map { "\($0)" }
  lines += catalog.sources.map { "\($0)" }
  lines += catalog.groups.map { "\($0)" }
  for (number, table) in catalog.tables.enumerated() {
    lines.append("table \(number) \(table.dimensions) \(table.isCube) \(table.source.hasSameRows)")
    for measure in catalog.measures where measure.table == number {
      lines += try outline(table, measure.column, catalog, withRows)
    }
  }
  return lines.joined(separator: "\n")
}

/// All rows of a measure, and what its source adds up by itself.
private func outline(_ table: Table, _ measure: Int, _ catalog: Catalog, _ withRows: Bool) throws -> [String]
{
  var lines: [String] = []
  let places = Array(table.dimensions.indices)
  try table.source.scan(dimensions: places, measure: measure) { (batch: Batch) throws(EngineFault) in
    for row in 0..<(withRows ? batch.count : 0) {
      let codes = batch.codes.map { $0[$0.startIndex + row] }
      let number = batch.markNumbers.isEmpty ? 0 : Int(batch.markNumbers[batch.markNumbers.startIndex + row])
      let mark = number > 0 ? batch.marks[number - 1] : Mark()
      lines.append(
        "\(codes) \(batch.values[batch.values.startIndex + row]) \(batch.states[batch.states.startIndex + row]) "
          + "\(mark.notes.numbers) \(mark.status) \(table.source.place(ofRow: batch.firstRow + row) ?? "-")")
    }
  }
  for place in [nil] + places.map({ Int?($0) }) {
    for other in places where place.map({ $0 < other }) ?? (other == 0) {
      var parts: [GroupRequest.Part] = []
      var count = 1
      for place in place.map({ [$0, other] }) ?? [other] {
        let members = catalog.dimensions[table.dimensions[place]].members.count
        parts.append(
          GroupRequest.Part(place: place, groups: (0..<members).map { Int32(($0 % 7) * count) }))
        count *= 7
      }
      for needsExtremes in [false, true] {
        let totals = try table.source.totals(
          GroupRequest(parts: parts, measure: measure, count: count, needsExtremes: needsExtremes),
          isCancelled: { false })
        guard let totals else { continue }
        lines.append(
          "\(totals.sums) \(totals.counts) \(totals.missing) \(totals.low) \(totals.high) \(totals.rows) "
            + "\(totals.absences)")
      }
    }
  }
  return lines
}
