import RieplData
import RieplEngine
import Testing

/// The embedded datasets as a test sees them: figures by the names of their members.
struct EmbeddedCatalog {
  let catalog: Catalog

  init() throws {
    var catalog = Catalog()
    try EmbeddedDatasets.load(into: &catalog)
    self.catalog = catalog
  }

  init(_ catalog: Catalog) { self.catalog = catalog }

  func measure(_ name: String) throws -> Measure {
    try #require(catalog.measures.first { $0.name == name }, "no measure \(name)")
  }

  func fact(_ name: String) throws -> Fact {
    try #require(catalog.facts.first { $0.name == name }, "no fact \(name)")
  }

  /// One row of a measure.
  struct Row {
    let members: [String]
    let value: Int64
    let absence: Absence?
    let notes: [String]
    let place: String?
  }

  /// All rows of a measure.
  func rows(_ name: String) throws -> [Row] {
    let measure = try measure(name)
    let table = catalog.tables[measure.table]
    var rows: [Row] = []
    try table.source.scan(dimensions: Array(table.dimensions.indices), measure: measure.column) { batch in
      for offset in 0..<batch.count {
        let members = batch.codes.enumerated().map { position, codes in
          catalog.memberName(table.dimensions[position], Int(codes[codes.startIndex + offset]))
        }
        var notes = BitSet()
        if !batch.markNumbers.isEmpty {
          let number = Int(batch.markNumbers[batch.markNumbers.startIndex + offset])
          if number > 0 { notes = batch.marks[number - 1].notes }
        }
        rows.append(
          Row(
            members: members, value: batch.values[batch.values.startIndex + offset],
            absence: Absence(rawValue: batch.states[batch.states.startIndex + offset]), notes: ids(notes),
            place: table.source.place(ofRow: batch.firstRow + offset)))
      }
    }
    return rows
  }

  /// The figure of a measure for some members.
  func value(_ name: String, _ members: String...) throws -> Int64 {
    try #require(rows(name).first { $0.members == members }, "no \(name) for \(members)").value
  }

  /// The ids of some notes.
  func ids(_ notes: BitSet) -> [String] { notes.numbers.map { catalog.notes[$0].id } }

  /// The ids of some sources.
  func sourceIDs(_ sources: BitSet) -> [String] { sources.numbers.map { catalog.sources[$0].id } }
}
