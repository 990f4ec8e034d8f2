import RieplEngine

/// Measures and their figures.
extension DatasetReader {
  mutating func readMeasure(_ section: inout DescriptionSection) throws(DatasetFault) {
    if measures.contains(where: { $0.name == section.name }) {
      throw section.fault(.repeatedName, section.name)
    }
    let tableName = try section.take("table")
    guard let index = tables.firstIndex(where: { $0.name == tableName.text }) else {
      throw tableName.fault(.unknownName)
    }
    let unit = try section.take("unit").unit()
    let scale = try readFigures(&section, into: index, unit)
    let table = tables[index]
    var addsOver = BitSet()
    let along = try section.take("adds over")
    for name in try along.list() {
      let number = catalog.dimensions.count + (try dimension(name, in: along))
      guard table.dimensions.contains(number) else { throw along.fault(.unknownName, name) }
      addsOver.insert(number)
    }
    measures.append(
      Measure(
        name: section.name, aliases: try section.takeListIfPresent("other names"),
        summary: try section.take("summary").text, unit: unit, scale: scale,
        sourcePower: try section.take("precision").powerOfTen() + unit.printedPower,
        dimensions: table.dimensions,
        addsOver: addsOver, year: try readOwnYear(&section, table.csv),
        period: section.takeIfPresent("period")?.text,
        projection: try readProjection(&section), notes: try notes(section.takeIfPresent("notes")),
        notesOfWhole: try notes(section.takeIfPresent("notes of whole")), sources: table.sources,
        dataset: number,
        table: catalog.tables.count + index, column: table.measures.count - 1))
  }

  /// Adds a column of figures to a table, and gives its scale.
  private mutating func readFigures(
    _ section: inout DescriptionSection, into index: Int, _ unit: Unit
  ) throws(DatasetFault) -> Int {
    let csv = tables[index].csv
    let column = try section.take("column").column(in: csv)
    let factor = try section.takeIfPresent("one in column")?.wholeNumber(in: 1...1_000_000_000_000) ?? 1
    let decimals = Int(try section.takeIfPresent("decimals")?.wholeNumber(in: 0...18) ?? 0)
    var values: [Int64] = []
    values.reserveCapacity(csv.rowCount)
    var states = [UInt8](repeating: 0, count: csv.rowCount)
    for row in 0..<csv.rowCount {
      if let value = PlainNumber(csv[row, column])?.scaled(to: decimals, times: factor) {
        values.append(value)
      } else if let absence = Absence.allCases.first(where: { csv.holds($0.marker, row, column) }) {
        values.append(0)
        states[row] = absence.rawValue
      } else {
        throw csv.fault(.badNumber, csv.text(row, column), row: row)
      }
    }
    tables[index].measures.append(
      MemoryMeasure(
        values: values, states: states, markNumbers: tables[index].markNumbers, marks: tables[index].marks))
    return decimals - unit.printedPower
  }

  /// The one year that a measure is of, which a column may say as well.
  private func readOwnYear(_ section: inout DescriptionSection, _ csv: PlainCSV) throws(DatasetFault) -> Int?
  {
    guard let value = section.takeIfPresent("own year") else { return nil }
    let year = try value.year()
    if let column = try section.columnIfPresent("year column", in: csv) {
      for row in 0..<csv.rowCount where !csv.holds(value.text, row, column) {
        throw csv.fault(.otherYear, csv.text(row, column), row: row)
      }
    }
    return year
  }

  /// How a level comes about, year by year; all of it is said or nothing.
  private func readProjection(_ section: inout DescriptionSection) throws(DatasetFault) -> ProjectionModel? {
    guard let name = section.takeIfPresent("rate") else { return nil }
    guard let fact = facts.first(where: { $0.name == name.text }) else { throw name.fault(.unknownName) }
    if fact.unit != .rate { throw name.fault(.unknownUnit) }
    let base = try section.take("base year").year()
    let target = try section.take("target year")
    let targetYear = try target.year()
    if targetYear <= base { throw target.fault(.badYear) }
    return ProjectionModel(rate: fact.value, baseYear: base, targetYear: targetYear)
  }
}
