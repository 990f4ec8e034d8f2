import RieplEngine

/// A section of a description: what it is about, and what it says.
///
/// Each value is taken by its key; what nobody has taken when the section is done is a key that does not exist.
struct DescriptionSection {
  let kind: String
  let name: String
  let file: String
  let line: Int
  private var entries: [Entry] = []
  private var taken = BitSet()

  private struct Entry {
    let key: String
    let value: String
    let line: Int
  }

  /// A section that says nothing yet.
  init(kind: String, name: String, file: String, line: Int) {
    self.kind = kind
    self.name = name
    self.file = file
    self.line = line
  }

  /// Adds a line.
  mutating func add(_ key: String, _ value: String, _ line: Int) throws(DatasetFault) {
    if entries.contains(where: { $0.key == key }) {
      throw DatasetFault(.repeatedName, key, file: file, line: line)
    }
    entries.append(Entry(key: key, value: value, line: line))
  }

  /// The value of a key and its line, nil if there is none.
  mutating func takeIfPresent(_ key: String) -> DescriptionValue? {
    guard let index = entries.firstIndex(where: { $0.key == key }) else { return nil }
    taken.insert(index)
    return DescriptionValue(text: entries[index].value, file: file, line: entries[index].line)
  }

  /// The value of a key that there must be.
  mutating func take(_ key: String) throws(DatasetFault) -> DescriptionValue {
    guard let value = takeIfPresent(key) else { throw fault(.missingKey, key) }
    return value
  }

  /// The names that the value of a key lists, none if there is no such key.
  mutating func takeListIfPresent(_ key: String) throws(DatasetFault) -> [String] {
    guard let value = takeIfPresent(key) else { return [] }
    return try value.list()
  }

  /// The number of the column that the value of a key names, nil if there is no such key.
  mutating func columnIfPresent(_ key: String, in table: PlainCSV) throws(DatasetFault) -> Int? {
    guard let value = takeIfPresent(key) else { return nil }
    return try value.column(in: table)
  }

  /// The name of the section as a value.
  var title: DescriptionValue { DescriptionValue(text: name, file: file, line: line) }

  /// Makes sure that there is no other key than those that were taken.
  func finish() throws(DatasetFault) {
    for (index, entry) in entries.enumerated() where !taken.contains(index) {
      throw DatasetFault(.unknownKey, entry.key, file: file, line: entry.line)
    }
  }

  /// A fault of the section as a whole.
  func fault(_ reason: DatasetFault.Reason, _ subject: String = "") -> DatasetFault {
    DatasetFault(reason, subject, file: file, line: line)
  }
}
