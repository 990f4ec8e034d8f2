import RieplEngine

/// Dimensions and tables.
extension DatasetReader {
  mutating func readDimension(_ section: inout DescriptionSection) throws(DatasetFault) {
    if dimensions.contains(where: { $0.name == section.name }) {
      throw section.fault(.repeatedName, section.name)
    }
    let plural = try section.take("plural").text
    let otherNames = try section.takeListIfPresent("other names")
    let whole = section.takeIfPresent("whole")?.text
    let otherWholes = try section.takeListIfPresent("other wholes")
    let years = section.takeIfPresent("financial years")
    let members = if let years { try readYears(years) } else { try readMembers(&section) }
    dimensions.append(
      Dimension(
        name: section.name, plural: plural, aliases: otherNames, members: members, isOrdered: years != nil,
        isYears: years != nil, whole: whole, wholeAliases: otherWholes))
  }

  /// The financial years of a span, such as `2008-09 to 2010-11`.
  private func readYears(_ span: DescriptionValue) throws(DatasetFault) -> [Member] {
    let ends = try span.parts(of: span.text, around: " to ")
    guard let first = FinancialYear(ends.before), let last = FinancialYear(ends.after),
      first.start <= last.start
    else {
      throw span.fault(.badYear)
    }
    return (first.start...last.start).map { Member(name: FinancialYear(start: $0).name, year: $0) }
  }

  private func readMembers(_ section: inout DescriptionSection) throws(DatasetFault) -> [Member] {
    let table = try table(section.take("file"))
    let name = try section.take("name").column(in: table)
    let code = try section.columnIfPresent("code", in: table)
    let aliases = try section.columnIfPresent("aliases", in: table)
    let note = try section.columnIfPresent("note", in: table)
    var members: [Member] = []
    members.reserveCapacity(table.rowCount)
    for row in 0..<table.rowCount {
      let memberName = try table.requiredText(row, name)
      if members.contains(where: { $0.name == memberName }) {
        throw table.fault(.repeatedName, memberName, row: row)
      }
      members.append(
        Member(
          name: memberName,
          aliases: try table.list(row, aliases),
          code: try code.map { column throws(DatasetFault) in try table.requiredText(row, column) },
          notes: try notes(table, row, note)))
    }
    return members
  }

  // MARK: Tables

  mutating func readTable(_ section: inout DescriptionSection) throws(DatasetFault) {
    if tables.contains(where: { $0.name == section.name }) {
      throw section.fault(.repeatedName, section.name)
    }
    let csv = try table(section.take("file"))
    let list = try section.take("dimensions")
    var indices: [Int] = []
    var codes: [[Int32]] = []
    for name in try list.list() {
      let index = try dimension(name, in: list)
      guard let column = csv.column(name) else { throw list.fault(.missingColumn, name) }
      if indices.contains(index) { throw list.fault(.repeatedName, name) }
      indices.append(index)
      codes.append(try readCodes(csv, column, dimensions[index].members))
    }
    try checkCube(csv, codes, indices, section)
    let note = try section.columnIfPresent("note", in: csv)
    let source = try section.columnIfPresent("source", in: csv)
    var marks: [Mark] = []
    var markNumbers: [UInt16] = []
    var allSources = BitSet()
    for row in 0..<csv.rowCount {
      allSources.formUnion(try sources(csv, row, source))
      let mark = Mark(notes: try notes(csv, row, note))
      guard mark != Mark() else { continue }
      if markNumbers.isEmpty { markNumbers = Array(repeating: 0, count: csv.rowCount) }
      let known = marks.firstIndex(of: mark)
      if known == nil { marks.append(mark) }
      markNumbers[row] = UInt16((known ?? marks.count - 1) + 1)
    }
    let place = try section.takeIfPresent("place").map { template throws(DatasetFault) in
      try PlaceTemplate(template, csv)
    }
    tables.append(
      DatasetTable(
        name: section.name, csv: csv, dimensions: indices.map { catalog.dimensions.count + $0 }, codes: codes,
        marks: marks, markNumbers: markNumbers, sources: allSources, place: place))
  }

  /// The codes of the members that a column names.
  private func readCodes(_ csv: PlainCSV, _ column: Int, _ members: MemberList) throws(DatasetFault)
    -> [Int32]
  {
    var codes: [Int32] = []
    codes.reserveCapacity(csv.rowCount)
    var last = 0
    let names = (0..<members.count).map { members[$0].name }
    for row in 0..<csv.rowCount {
      // Rows mostly go on with the same member or the next one.
      let offset = (0..<names.count).first {
        csv.holds(names[(last + $0) % names.count], row, column)
      }
      guard let offset else { throw csv.fault(.unknownName, csv.text(row, column), row: row) }
      last = (last + offset) % names.count
      codes.append(Int32(last))
    }
    return codes
  }

  /// Makes sure that there is one row for each combination of members.
  private func checkCube(
    _ csv: PlainCSV, _ codes: [[Int32]], _ indices: [Int], _ section: DescriptionSection
  ) throws(DatasetFault) {
    let size = indices.reduce(1) { $0 * dimensions[$1].members.count }
    var seen = BitSet()
    for row in 0..<csv.rowCount {
      var place = 0
      for (position, index) in indices.enumerated() {
        place = place * dimensions[index].members.count + Int(codes[position][row])
      }
      if seen.contains(place) { throw csv.fault(.repeatedRow, row: row) }
      seen.insert(place)
    }
    if csv.rowCount < size { throw section.fault(.missingRows, csv.path) }
  }
}
