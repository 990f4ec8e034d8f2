import Foundation
import RieplEngine
import Testing

@testable import RieplData

/// Small descriptions with one mistake each.
@Suite struct DatasetFaultTests {
  /// A small dataset without mistakes, whose line numbers matter below.
  private static let description = """
    dataset: small
      title: A small dataset
      edition: first
      licence: none
      document: leaflet
    # line 6
    notes: notes.csv
      id: id
      kind: kind
      text: text
    dimension: place
      plural: places
      file: places.csv
      name: name
    dimension: year
      plural: years
      financial years: 2008-09 to 2009-10
    facts: facts.csv
      name: name
      value: value
      unit: unit
      precision: precision
      date: date
      summary: summary
      notes: a on growth
    table: main
      file: main.csv
      dimensions: place, year
      note: note
      place: page 1, {place}
    measure: cost
      summary: What it costs
      table: main
      column: cost
      decimals: 1
      unit: £
      precision: 0.1
      adds over: place
      rate: growth
      base year: 2007-08
      target year: 2009-10
      notes: a
    """

  private static let tables = [
    "notes.csv": "id,kind,text\na,remark,\"So, \"\"so\"\"\"\n",
    "places.csv": "name\nEast\nWest\n",
    "facts.csv": "name,value,unit,precision,date,summary\ngrowth,2.5,% per annum,0.1,2008,grows\n",
    "main.csv":
      "place,year,cost,note\nEast,2008-09,1.5,a\nWest,2009-10,[x],\nEast,2009-10,-2,a|a\nWest,2008-09,0,\n",
  ]

  private static func read(
    _ description: String = description, _ changes: [String: String] = [:]
  ) throws(DatasetFault) -> EmbeddedCatalog {
    var catalog = Catalog()
    let all = tables.merging(changes) { $1 }.merging(["dataset.txt": description]) { $1 }
    let files = all.map { DatasetFile(path: "small/\($0)", bytes: Array($1.utf8)) }
    try DatasetReader.read(folder: "small", of: files, into: &catalog)
    return EmbeddedCatalog(catalog)
  }

  @Test func readsTheSmallDataset() throws {
    let small = try DatasetFaultTests.read()
    let cost = try small.measure("cost")
    #expect(cost.scale == 1 && cost.sourcePower == -1 && small.ids(cost.notes) == ["a"])
    let rows = try small.rows("cost")
    #expect(rows.map(\.value) == [15, 0, -20, 0])
    #expect(rows.map(\.absence) == [nil, .notAvailable, nil, nil])
    #expect(rows.map(\.notes) == [["a"], [], ["a"], []])
    #expect(rows.map(\.place) == ["page 1, East", "page 1, West", "page 1, East", "page 1, West"])
    #expect(rows.map(\.members)[2] == ["East", "2009-10"])
    #expect(small.catalog.notes[0].text == "So, \"so\"")
    let growth = try small.fact("growth")
    #expect(growth.value == Rational(numerator: 25, denominator: 1000) && growth.sourcePower == -3)
    #expect(small.ids(growth.notes) == ["a"] && cost.projection?.rate == growth.value)
  }

  /// What stands in the description, what stands there instead, and the fault.
  struct Mistake: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    let reason: DatasetFault.Reason
    let subject: String
    let line: Int

    init(_ old: String, _ new: String, _ reason: DatasetFault.Reason, _ subject: String, line: Int) {
      (self.old, self.new, self.reason, self.subject, self.line) = (old, new, reason, subject, line)
    }

    var testDescription: String { "\(old.debugDescription) → \(new.debugDescription)" }
  }

  @Test(
    arguments: [
      Mistake("dataset: small", "dataset small", .badLine, "", line: 1),
      Mistake("dataset: small", "dataset:  ", .badLine, "", line: 1),
      Mistake("dataset: small", "  dataset: small", .badLine, "", line: 1),
      Mistake("dataset: small", "datasets: small", .unknownSection, "datasets", line: 1),
      Mistake("# line 6", ": nothing", .badLine, "", line: 6),
      Mistake("# line 6", "  tittle: A", .unknownKey, "tittle", line: 6),
      Mistake("# line 6", "  title: A", .repeatedName, "title", line: 6),
      Mistake("# line 6", "dataset: other", .repeatedName, "other", line: 6),
      Mistake("# line 6", "source: x", .unknownSection, "source", line: 6),
      Mistake("  edition: first\n", "", .missingKey, "edition", line: 1),
      Mistake("notes: notes.csv", "notes: note.csv", .missingFile, "note.csv", line: 7),
      Mistake("  id: id", "  id: ids", .missingColumn, "ids", line: 8),
      Mistake("dimension: year", "dimension: place", .repeatedName, "place", line: 15),
      Mistake("2008-09 to 2009-10", "2008-09", .badLine, "2008-09", line: 17),
      Mistake("2008-09 to 2009-10", "2008-09 to 2009-11", .badYear, "2008-09 to 2009-11", line: 17),
      Mistake("2008-09 to 2009-10", "2009-10 to 2008-09", .badYear, "2009-10 to 2008-09", line: 17),
      Mistake("a on growth", "b on growth", .unknownName, "b", line: 25),
      Mistake("a on growth", "a on decline", .unknownName, "decline", line: 25),
      Mistake("a on growth", "growth", .badLine, "growth", line: 25),
      Mistake("place, year\n", "place, years\n", .unknownName, "years", line: 28),
      Mistake("place, year\n", "place,, year\n", .emptyName, "place,, year", line: 28),
      Mistake("place, year\n", "place, place\n", .repeatedName, "place", line: 28),
      Mistake("page 1, {place}", "page 1, {page}", .missingColumn, "page", line: 30),
      Mistake("page 1, {place}", "page 1, {place", .badLine, "page 1, {place", line: 30),
      Mistake("table: main\n  column", "table: other\n  column", .unknownName, "other", line: 33),
      Mistake("column: cost", "column: costs", .missingColumn, "costs", line: 34),
      Mistake("decimals: 1", "decimals: one", .badNumber, "one", line: 35),
      Mistake("decimals: 1", "decimals: 19", .badNumber, "19", line: 35),
      Mistake("decimals: 1", "one in column: 0", .badNumber, "0", line: 35),
      Mistake("unit: £", "unit: $", .unknownUnit, "$", line: 36),
      Mistake("precision: 0.1", "precision: 5", .badNumber, "5", line: 37),
      Mistake("adds over: place", "adds over: places", .unknownName, "places", line: 38),
      Mistake("rate: growth", "rate: decline", .unknownName, "decline", line: 39),
      Mistake("rate: growth\n", "own year: 2008\n", .badYear, "2008", line: 39),
      Mistake("  rate: growth\n", "", .unknownKey, "base year", line: 39),
      Mistake("  base year: 2007-08\n", "", .missingKey, "base year", line: 31),
      Mistake("target year: 2009-10", "target year: 2007-08", .badYear, "2007-08", line: 41),
      Mistake("  notes: a", "  notes: a, b", .unknownName, "b", line: 42),
      Mistake("  notes: a", "measure: cost", .repeatedName, "cost", line: 42),
      Mistake("  notes: a", "table: main", .repeatedName, "main", line: 42),
    ])
  func findsMistakeInDescription(_ mistake: Mistake) throws {
    // The last place counts, so that the key "notes" of a measure differs from the section.
    let range = try #require(DatasetFaultTests.lastRange(of: mistake.old, in: DatasetFaultTests.description))
    let description = DatasetFaultTests.description.replacingCharacters(in: range, with: mistake.new)
    #expect(
      throws: DatasetFault(mistake.reason, mistake.subject, file: "small/dataset.txt", line: mistake.line)
    ) { try DatasetFaultTests.read(description) }
  }

  @Test(
    arguments: [
      ("notes.csv", Mistake("remark", "remark,more", .badWidth, "", line: 2)),
      ("notes.csv", Mistake("\"So", "So \"", .strayQuote, "", line: 2)),
      ("notes.csv", Mistake("\"\"\"\n", "\"\"\n", .strayQuote, "", line: 2)),
      ("notes.csv", Mistake("\"\"\"\n", "\"\"\" \n", .strayQuote, "", line: 2)),
      ("notes.csv", Mistake("\na,", "\n,", .emptyField, "id", line: 2)),
      ("notes.csv", Mistake("id,kind,text\n", "id,kind,text\na,b,c\n", .repeatedName, "a", line: 3)),
      ("places.csv", Mistake("West", "East", .repeatedName, "East", line: 3)),
      ("places.csv", Mistake("West", "", .emptyField, "name", line: 3)),
      ("places.csv", Mistake("name\nEast\nWest\n", "", .badWidth, "", line: 1)),
      ("facts.csv", Mistake("2.5", "2.", .badNumber, "2.", line: 2)),
      ("facts.csv", Mistake("% per annum", "% a week", .unknownUnit, "% a week", line: 2)),
      ("facts.csv", Mistake(",0.1,", ",0.2,", .badNumber, "0.2", line: 2)),
      ("main.csv", Mistake("West,2009-10", "Wset,2009-10", .unknownName, "Wset", line: 3)),
      ("main.csv", Mistake("West,2009-10", "West,2010-11", .unknownName, "2010-11", line: 3)),
      ("main.csv", Mistake("West,2008-09", "West,2009-10", .repeatedRow, "", line: 5)),
      ("main.csv", Mistake("1.5", "1.55", .badNumber, "1.55", line: 2)),
      ("main.csv", Mistake("1.5", "", .badNumber, "", line: 2)),
      ("main.csv", Mistake("[x]", "x", .badNumber, "x", line: 3)),
      ("main.csv", Mistake("a|a", "a|c", .unknownName, "c", line: 4)),
      ("main.csv", Mistake("a|a", "a||a", .unknownName, "", line: 4)),
    ])
  func findsMistakeInTable(_ name: String, _ mistake: Mistake) throws {
    let text = try #require(DatasetFaultTests.tables[name])
    let range = try #require(DatasetFaultTests.lastRange(of: mistake.old, in: text))
    let changed = text.replacingCharacters(in: range, with: mistake.new)
    #expect(throws: DatasetFault(mistake.reason, mistake.subject, file: "small/\(name)", line: mistake.line))
    {
      try DatasetFaultTests.read(changes: [name: changed])
    }
  }

  @Test func findsMissingRowsAndParts() {
    #expect(throws: DatasetFault(.missingRows, "small/main.csv", file: "small/dataset.txt", line: 26)) {
      try DatasetFaultTests.read(changes: ["main.csv": "place,year,cost,note\nEast,2008-09,1.5,a\n"])
    }
    #expect(throws: DatasetFault(.missingSection, "dataset", file: "small/dataset.txt", line: 1)) {
      try DatasetFaultTests.read("# nothing\n")
    }
    var catalog = Catalog()
    #expect(throws: DatasetFault(.missingFile, file: "other/dataset.txt", line: 1)) {
      try DatasetReader.read(folder: "other", of: [], into: &catalog)
    }
    #expect(catalog.datasets.isEmpty)
  }

  @Test func findsBytesThatAreNoText() {
    let file = DatasetFile(path: "small/dataset.txt", bytes: Array("dataset: x\n  title: ".utf8) + [0xFF])
    var catalog = Catalog()
    #expect(throws: DatasetFault(.badText, file: "small/dataset.txt", line: 2)) {
      try DatasetReader.read(folder: "small", of: [file], into: &catalog)
    }
  }

  @Test func findsAnotherYearThanItsOwn() {
    let description = DatasetFaultTests.description + "\n  own year: 2008-09\n  year column: year\n"
    #expect(throws: DatasetFault(.otherYear, "2009-10", file: "small/main.csv", line: 3)) {
      try DatasetFaultTests.read(description)
    }
  }

  @Test func saysWhatIsWrongInOneLine() {
    let fault = DatasetFault(.missingColumn, "amount", file: "small/dataset.txt", line: 7)
    #expect(fault.description == "small/dataset.txt, line 7: there is no column \"amount\"")
    #expect(DatasetFault(.badText, file: "a", line: 1).description == "a, line 1: this is not UTF-8")
  }

  // MARK: Helpers

  private static func read(changes: [String: String]) throws(DatasetFault) -> EmbeddedCatalog {
    try read(description, changes)
  }

  private static func lastRange(of part: String, in text: String) -> Range<String.Index>? {
    text.range(of: part, options: .backwards)
  }
}
