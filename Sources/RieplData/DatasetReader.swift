import RieplEngine

/// Reads a dataset that a description and CSV files make up, and adds it to a catalogue.
///
/// The description, `dataset.txt`, says what the files mean, so that no code has to know it. These are its sections
/// and what they say; `FILE` is a file of the same folder, `COLUMN` a heading in it, `YEAR` is like 2008-09, and what
/// stands in brackets may be left out. What one section says another by name stands above it.
///
///     dataset: NAME       title, edition, licence; document: the words for it in a source line
///     notes: FILE         id, kind, text: COLUMN
///     sources: FILE       id, title, date, place: COLUMN
///     dimension: NAME     plural: NAME, [other names: NAMES], [whole: NAME of all members together],
///                         [other wholes: NAMES], and either financial years: YEAR to YEAR,
///                         or file: FILE; name, [code, aliases, note]: COLUMN
///     facts: FILE         name, [aliases], value, unit, precision, date, summary, [source]: COLUMN;
///                         [notes: ID on NAME, ID on NAME ...]
///     table: NAME         file: FILE; dimensions: NAMES, which are its headings too;
///                         [note, source]: COLUMN with their ids;
///                         [place]: where a row stands in the source, with {COLUMN} for what stands in the row
///     measure: NAME       [other names: NAMES], summary: one sentence, table: NAME, column: COLUMN,
///                         [one in column: how many units a 1 in the column is],
///                         [decimals: how many the numbers in the column have],
///                         unit: £, %, points, count, number or % per annum,
///                         precision: what the source rounds to, such as 1000000,
///                         adds over: the dimensions along which it adds up,
///                         [own year: YEAR, year column: COLUMN that says so],
///                         [period: words that go on after "NAME is"],
///                         [rate: NAME of a fact, base year, target year: YEAR] for a level that is reached,
///                         [notes: ids for every figure], [notes of whole: ids for all figures together]
///     topics: KIND        file: FILE; name, text, [source]: COLUMN
///
/// In a CSV file several names or ids in one field are separated by upright strokes, and `[x]`, `[z]`, `[c]` and
/// `[low]` stand for a figure that there is not. Every table has one row for each combination of its dimensions.
struct DatasetReader {
  /// What the description of each dataset is called.
  static let descriptionName = "dataset.txt"

  /// The folder, which all paths of its files start with.
  let folder: String
  let files: [DatasetFile]
  /// What is in the catalogue already: numbers go on from there.
  let catalog: Catalog

  var dimensions: [Dimension] = []
  var measures: [Measure] = []
  var facts: [Fact] = []
  var notes: [Note] = []
  var sources: [Source] = []
  var topics: [Topic] = []
  var tables: [DatasetTable] = []

  /// Reads the dataset in a folder and adds it to a catalogue, all of it or nothing.
  static func read(folder: String, of files: [DatasetFile], into catalog: inout Catalog) throws(DatasetFault)
  {
    var reader = DatasetReader(folder: folder, files: files, catalog: catalog)
    let dataset = try reader.readAll()
    catalog.add(
      dataset, dimensions: reader.dimensions, measures: reader.measures, facts: reader.facts,
      notes: reader.notes,
      sources: reader.sources, topics: reader.topics, tables: reader.tables.map { $0.finished() })
  }

  private init(folder: String, files: [DatasetFile], catalog: Catalog) {
    self.folder = folder
    self.files = files
    self.catalog = catalog
  }

  /// The number that the dataset gets.
  var number: Int { catalog.datasets.count }

  /// Reads everything, and gives the dataset itself.
  private mutating func readAll() throws(DatasetFault) -> Dataset {
    let path = "\(folder)/\(DatasetReader.descriptionName)"
    var dataset: Dataset?
    for section in try DatasetDescription(file(path, asked: nil)).sections {
      var section = section
      switch section.kind {
      case "dataset":
        if dataset != nil { throw section.fault(.repeatedName, section.name) }
        dataset = try readDataset(&section)
      case "notes": try readNotes(&section)
      case "sources": try readSources(&section)
      case "dimension": try readDimension(&section)
      case "facts": try readFacts(&section)
      case "table": try readTable(&section)
      case "measure": try readMeasure(&section)
      case "topics": try readTopics(&section)
      default: throw section.fault(.unknownSection, section.kind)
      }
      try section.finish()
    }
    guard let dataset else { throw DatasetFault(.missingSection, "dataset", file: path, line: 1) }
    return dataset
  }

  private func readDataset(_ section: inout DescriptionSection) throws(DatasetFault) -> Dataset {
    Dataset(
      name: section.name, title: try section.take("title").text, edition: try section.take("edition").text,
      licence: try section.take("licence").text, document: try section.take("document").text)
  }

  // MARK: Files and names

  /// The file that a value of the description names.
  func table(_ name: DescriptionValue) throws(DatasetFault) -> PlainCSV {
    try PlainCSV(file("\(folder)/\(name.text)", asked: name))
  }

  private func file(_ path: String, asked: DescriptionValue?) throws(DatasetFault) -> DatasetFile {
    if let file = files.first(where: { $0.path == path }) { return file }
    throw asked?.fault(.missingFile) ?? DatasetFault(.missingFile, file: path, line: 1)
  }

  /// The numbers of the notes with some ids in a field; none for no column.
  func notes(_ table: PlainCSV, _ row: Int, _ column: Int?) throws(DatasetFault) -> BitSet {
    try DatasetReader.numbers(table, row, column, from: catalog.notes.count) { id in
      notes.firstIndex { id.elementsEqual($0.id.utf8) }
    }
  }

  /// The numbers of the sources with some ids in a field; none for no column.
  func sources(_ table: PlainCSV, _ row: Int, _ column: Int?) throws(DatasetFault) -> BitSet {
    try DatasetReader.numbers(table, row, column, from: catalog.sources.count) { id in
      sources.firstIndex { id.elementsEqual($0.id.utf8) }
    }
  }

  private static func numbers(
    _ table: PlainCSV, _ row: Int, _ column: Int?, from base: Int, _ find: (ArraySlice<UInt8>) -> Int?
  ) throws(DatasetFault) -> BitSet {
    var result = BitSet()
    guard let column else { return result }
    var rest = table[row, column]
    while !rest.isEmpty {
      let id = rest.prefix { $0 != UInt8(ascii: "|") }
      guard let number = find(id) else {
        throw table.fault(.unknownName, String(decoding: id, as: UTF8.self), row: row)
      }
      result.insert(base + number)
      rest = rest[id.endIndex...].dropFirst()
    }
    return result
  }

  /// The number of the note with an id in the description.
  func note(_ id: String, in value: DescriptionValue) throws(DatasetFault) -> Int {
    guard let number = notes.firstIndex(where: { $0.id == id }) else { throw value.fault(.unknownName, id) }
    return catalog.notes.count + number
  }

  /// The numbers of the notes with the ids that a value lists.
  func notes(_ value: DescriptionValue?) throws(DatasetFault) -> BitSet {
    guard let value else { return BitSet() }
    var result = BitSet()
    for id in try value.list() { result.insert(try note(id, in: value)) }
    return result
  }

  /// The place among the dataset's dimensions of the one with a name in the description.
  func dimension(_ name: String, in value: DescriptionValue) throws(DatasetFault) -> Int {
    guard let index = dimensions.firstIndex(where: { $0.name == name }) else {
      throw value.fault(.unknownName, name)
    }
    return index
  }
}
