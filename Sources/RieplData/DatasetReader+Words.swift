import RieplEngine

/// The parts of a dataset that are words: notes, sources, topics; and facts, which are single figures.
extension DatasetReader {
  mutating func readNotes(_ section: inout DescriptionSection) throws(DatasetFault) {
    let table = try table(section.title)
    let id = try section.take("id").column(in: table)
    let kind = try section.take("kind").column(in: table)
    let text = try section.take("text").column(in: table)
    for row in 0..<table.rowCount {
      let name = try table.requiredText(row, id)
      if notes.contains(where: { $0.id == name }) { throw table.fault(.repeatedName, name, row: row) }
      notes.append(
        Note(id: name, kind: table.text(row, kind), text: try table.requiredText(row, text), dataset: number))
    }
  }

  mutating func readSources(_ section: inout DescriptionSection) throws(DatasetFault) {
    let table = try table(section.title)
    let id = try section.take("id").column(in: table)
    let title = try section.take("title").column(in: table)
    let date = try section.take("date").column(in: table)
    let place = try section.take("place").column(in: table)
    for row in 0..<table.rowCount {
      let name = try table.requiredText(row, id)
      if sources.contains(where: { $0.id == name }) { throw table.fault(.repeatedName, name, row: row) }
      sources.append(
        Source(
          id: name, title: try table.requiredText(row, title), date: table.text(row, date),
          place: try table.requiredText(row, place), dataset: number))
    }
  }

  mutating func readTopics(_ section: inout DescriptionSection) throws(DatasetFault) {
    let table = try table(section.take("file"))
    let name = try section.take("name").column(in: table)
    let text = try section.take("text").column(in: table)
    let source = try section.columnIfPresent("source", in: table)
    for row in 0..<table.rowCount {
      topics.append(
        Topic(
          name: try table.requiredText(row, name), kind: section.name,
          text: try table.requiredText(row, text),
          sources: try sources(table, row, source), dataset: number))
    }
  }

  // MARK: Facts

  mutating func readFacts(_ section: inout DescriptionSection) throws(DatasetFault) {
    let table = try table(section.title)
    let name = try section.take("name").column(in: table)
    let aliases = try section.columnIfPresent("aliases", in: table)
    let value = try section.take("value").column(in: table)
    let unit = try section.take("unit").column(in: table)
    let precision = try section.take("precision").column(in: table)
    let date = try section.take("date").column(in: table)
    let summary = try section.take("summary").column(in: table)
    let source = try section.columnIfPresent("source", in: table)
    let factNotes = try readFactNotes(section.takeIfPresent("notes"), table, name)
    facts.reserveCapacity(facts.count + table.rowCount)
    for row in 0..<table.rowCount {
      let factName = try table.requiredText(row, name)
      if facts.contains(where: { $0.name == factName }) {
        throw table.fault(.repeatedName, factName, row: row)
      }
      guard let factUnit = Unit(described: table.text(row, unit)) else {
        throw table.fault(.unknownUnit, table.text(row, unit), row: row)
      }
      guard let power = PlainNumber(table[row, precision])?.powerOfTen else {
        throw table.fault(.badNumber, table.text(row, precision), row: row)
      }
      var ownNotes = BitSet()
      for index in factNotes.rows.indices where factNotes.rows[index] == row {
        ownNotes.insert(factNotes.notes[index])
      }
      facts.append(
        Fact(
          name: factName, aliases: try table.list(row, aliases),
          value: try amount(table, row, value, factUnit),
          unit: factUnit, sourcePower: power + factUnit.printedPower, date: table.text(row, date),
          summary: try table.requiredText(row, summary),
          notes: ownNotes, sources: try sources(table, row, source), dataset: number))
    }
  }

  /// Which notes go with which facts: for each note the row of the fact.
  private func readFactNotes(
    _ value: DescriptionValue?, _ table: PlainCSV, _ column: Int
  ) throws(DatasetFault) -> (notes: [Int], rows: [Int]) {
    guard let value else { return ([], []) }
    var notes: [Int] = []
    var rows: [Int] = []
    for entry in try value.list() {
      let (id, fact) = try value.parts(of: entry, around: " on ")
      guard let row = (0..<table.rowCount).first(where: { table.holds(fact, $0, column) }) else {
        throw value.fault(.unknownName, fact)
      }
      notes.append(try note(id, in: value))
      rows.append(row)
    }
    return (notes, rows)
  }

  /// A number in a field, in the base units of its unit: 3 of a hundred for 3 %.
  private func amount(_ table: PlainCSV, _ row: Int, _ column: Int, _ unit: Unit) throws(DatasetFault)
    -> Rational
  {
    guard let number = PlainNumber(table[row, column]) else {
      throw table.fault(.badNumber, table.text(row, column), row: row)
    }
    do throws(ArithmeticFault) {
      return try Rational(mantissa: Int128(number.mantissa), scale: number.decimals - unit.printedPower)
    } catch {
      throw table.fault(.badNumber, table.text(row, column), row: row)
    }
  }
}
