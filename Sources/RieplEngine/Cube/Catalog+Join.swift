import RieplSyntax

/// Adding a dataset to others: a dimension that both have becomes one, member by member.
extension Catalog {
  /// Where a dimension that was added stands.
  public struct Joined: Sendable {
    /// Its number in the catalogue.
    public let number: Int
    /// For each of its members the code in the catalogue; made anew each time where these are the same.
    public var codes: [Int] { changed ?? Array(0..<count) }
    /// How many members it has.
    let count: Int
    /// For each of its members the code in the catalogue; nil where the members have their own.
    let changed: [Int]?
    /// Members that were new to a dimension that was there already.
    public let added: [String]
    /// Whether it was there already.
    public let isShared: Bool
  }

  /// Adds a dimension, or finds the one that it is: that of financial years, that of months, quarters or days of the same
  /// name, or one of the same name of which at least half its members are known, by their names, aliases or codes.
  ///
  /// - Parameters:
  ///   - dataset: What goes in front of its name where that is taken by a different dimension.
  ///   - others: Dimensions that the dataset has already; it is none of them.
  public mutating func join(_ dimension: Dimension, dataset: String, besides others: [Int] = []) -> Joined {
    if dimension.isYears {
      guard let years = yearDimension else { return append(dimension) }
      return joinYears(dimension, years)
    }
    let name = Catalog.folded(dimension.name)
    // A file may have thousands of columns.
    var isOut = [Bool](filling: false, count: dimensions.count)
    for number in others where isOut.indices.contains(number) { isOut[number] = true }
    let known = dimensions.indices.first { number in
      if isOut[number] { return false }
      let other = dimensions[number]
      return !other.isYears
        && ([other.name, other.plural] + other.aliases).contains { Catalog.folded($0) == name }
    }
    guard let known else { return append(dimension) }
    if dimension.isOfPeriods, dimensions[known].isOfPeriods { return joinPeriods(dimension, known) }
    var codes: [String: Int] = [:]
    for (code, member) in dimensions[known].members.enumerated() {
      for spelling in [member.name] + member.aliases + (member.code.map { [$0] } ?? []) {
        let key = Catalog.folded(spelling)
        if codes[key] == nil { codes[key] = code }
      }
    }
    let found = dimension.members.map { codes[Catalog.folded($0.name)] }
    if found.count(where: { $0 != nil }) * 2 < found.count || found.isEmpty {
      return append(
        Dimension(
          name: "\(dataset) \(dimension.name)", plural: "\(dataset) \(dimension.plural)",
          memberList: dimension.members, isOrdered: dimension.isOrdered))
    }
    return extend(known, by: dimension.members, found)
  }

  private mutating func append(_ dimension: Dimension) -> Joined {
    change { $0.dimensions.append(dimension) }
    return Joined(
      number: dimensions.count - 1, count: dimension.members.count, changed: nil, added: [], isShared: false)
  }

  /// Adds the members that a dimension lacks. Measures that are there keep to those that it had.
  private mutating func extend(_ number: Int, by members: MemberList, _ found: [Int?]) -> Joined {
    let old = dimensions[number]
    var all = Array(old.members)
    var added: [String] = []
    var codes: [Int] = []
    for (member, code) in zip(members, found) {
      codes.append(code ?? all.count)
      if code == nil {
        all.append(member)
        added.append(member.name)
      }
    }
    guard !added.isEmpty else {
      return Joined(number: number, count: codes.count, changed: codes, added: [], isShared: true)
    }
    let had = BitSet(below: old.members.count)
    keepMeasures(number, to: Array(0..<old.members.count))
    change {
      $0.dimensions[number] = Dimension(
        name: old.name, plural: old.plural, aliases: old.aliases, members: all, isOrdered: old.isOrdered)
      // England stays what it was.
      for name in (old.whole.map { [$0] } ?? []) + old.wholeAliases where name != "all \(old.plural)" {
        $0.groups.append(MemberGroup(name: name, dimension: number, members: had, isOfData: true))
      }
    }
    return Joined(number: number, count: codes.count, changed: codes, added: added, isShared: true)
  }

  /// Adds years before and behind those that are there, without a gap.
  private mutating func joinYears(_ dimension: Dimension, _ number: Int) -> Joined {
    let old = dimensions[number]
    let starts = dimension.members.compactMap(\.year)
    let known = old.members.compactMap(\.year)
    guard let low = (starts + known).min(), let high = (starts + known).max(), let first = known.min() else {
      return append(dimension)
    }
    let codes = starts.map { $0 - low }
    let aliases = old.aliases + dimension.aliases.filter { !old.aliases.contains($0) }
    guard low < first || high >= first + known.count else {
      if aliases.count > old.aliases.count {
        change {
          $0.dimensions[number] = Dimension(
            name: old.name, plural: old.plural, aliases: aliases, memberList: old.members, isOrdered: true,
            isYears: true, whole: old.whole, wholeAliases: old.wholeAliases)
        }
      }
      return Joined(number: number, count: codes.count, changed: codes, added: [], isShared: true)
    }
    let shift = first - low
    recode(number, known.indices.map { $0 + shift })
    let members = (low...high).map { Member(name: FinancialYear.text($0), year: $0) }
    change {
      $0.dimensions[number] = Dimension(
        name: old.name, plural: old.plural, aliases: aliases, members: members, isOrdered: true,
        isYears: true, whole: old.whole, wholeAliases: old.wholeAliases)
    }
    return Joined(number: number, count: codes.count, changed: codes, added: [], isShared: true)
  }

  /// Adds months, quarters or days between those that are there.
  private mutating func joinPeriods(_ dimension: Dimension, _ number: Int) -> Joined {
    let old = dimensions[number]
    var places: [Int: Member] = [:]
    // Where the period is not given stands last.
    func order(_ member: Member) -> Int { member.order ?? .max }
    for member in old.members { places[order(member)] = member }
    for member in dimension.members where places[order(member)] == nil { places[order(member)] = member }
    let orders = places.keys.sorted()
    let numbers = Dictionary(zip(orders, 0...), uniquingKeysWith: { first, _ in first })
    func codes(_ members: MemberList) -> [Int] { members.map { numbers[order($0)] ?? 0 } }
    let joined = codes(dimension.members)
    if orders.count > old.members.count {
      recode(number, codes(old.members))
      change {
        $0.dimensions[number] = Dimension(
          name: old.name, plural: old.plural, aliases: old.aliases, members: orders.compactMap { places[$0] },
          isOrdered: true, whole: old.whole, wholeAliases: old.wholeAliases)
      }
    }
    return Joined(number: number, count: joined.count, changed: joined, added: [], isShared: true)
  }

  /// Gives the members of a dimension that others are about to be added to their new codes, which keep their order.
  private mutating func recode(_ number: Int, _ codes: [Int]) {
    keepMeasures(number, to: codes)
    guard codes.indices.contains(where: { codes[$0] != $0 }) else { return }
    let narrow = codes.map { Int32($0) }
    change {
      for index in $0.groups.indices where $0.groups[index].dimension == number {
        let group = $0.groups[index]
        $0.groups[index] = MemberGroup(
          name: group.name, dimension: number, members: BitSet(group.members.numbers.map { codes[$0] }),
          isOfData: group.isOfData)
      }
      for index in $0.tables.indices {
        guard let place = $0.tables[index].dimensions.firstIndex(of: number) else { continue }
        let table = $0.tables[index]
        $0.tables[index] = Table(
          dimensions: table.dimensions,
          source: RecodedColumns(source: table.source, place: place, codes: narrow),
          isCube: table.isCube)
      }
    }
  }

  /// Says of the measures with a dimension which of its members they have figures of: at most those that there were,
  /// by their new codes.
  private mutating func keepMeasures(_ dimension: Int, to codes: [Int]) {
    let all = BitSet(codes)
    change {
      for index in $0.measures.indices where $0.measures[index].dimensions.contains(dimension) {
        var own = $0.measures[index].members
        own[dimension] = own[dimension].map { BitSet($0.numbers.map { codes[$0] }) } ?? all
        $0.measures[index] = $0.measures[index].having(own)
      }
    }
  }

  /// Adds a dataset whose dimensions were joined before; gives its number.
  public mutating func add(
    _ dataset: Dataset, measures: [Measure], notes: [Note], sources: [Source], tables: [Table]
  ) {
    change {
      $0.datasets.append(dataset)
      $0.measures += measures
      $0.notes += notes
      $0.sources += sources
      $0.tables += tables
    }
    shareNames(from: self.measures.count - measures.count)
  }

  /// For each member of a dimension of a smaller catalogue its code in this one; nil where all have kept theirs.
  func movedCodes(_ number: Int, from smaller: Catalog) -> [Int]? {
    let (old, new) = (smaller.dimensions[number].members, dimensions[number].members)
    guard dimensions[number].isOrdered, new.count > old.count,
      old.indices.contains(where: { old[$0].name != new[$0].name })
    else { return nil }
    let codes = Dictionary(zip(new.map(\.name), 0...), uniquingKeysWith: { first, _ in first })
    return old.map { codes[$0.name] ?? 0 }
  }

  /// A name as it is compared.
  static func folded(_ name: String) -> String {
    Vocabulary.foldedWords(Array(name.utf8)[...]).map { String(decoding: $0, as: UTF8.self) }
      .joined(separator: " ")
  }

  /// The members that some measures have figures of; nil where that is all.
  func ownMembers(_ numbers: [Int], of dimension: Int) -> BitSet? {
    var result: BitSet?
    for number in numbers where measures[number].dimensions.contains(dimension) {
      guard let own = measures[number].members[dimension] else { return nil }
      result = result ?? BitSet()
      result?.formUnion(own)
    }
    return result
  }
}

/// A source whose codes of one dimension are others than they were.
struct RecodedColumns: ColumnSource {
  let source: any ColumnSource
  let place: Int
  /// For each code that the source has the one that it is now.
  let codes: [Int32]

  func scan(
    dimensions: [Int], measure: Int?, _ body: (Batch) throws(EngineFault) -> Void
  ) throws(EngineFault) {
    guard let position = dimensions.firstIndex(of: place) else {
      return try source.scan(dimensions: dimensions, measure: measure, body)
    }
    try source.scan(dimensions: dimensions, measure: measure) { (batch: Batch) throws(EngineFault) in
      try body(recoded(batch, position))
    }
  }

  func scan(
    dimensions: [Int], measure: Int?, around rows: [Int], _ body: (Batch) throws(EngineFault) -> Void
  ) throws(EngineFault) {
    let position = dimensions.firstIndex(of: place)
    try source.scan(dimensions: dimensions, measure: measure, around: rows) {
      (batch: Batch) throws(EngineFault) in
      try body(position.map { recoded(batch, $0) } ?? batch)
    }
  }

  private func recoded(_ batch: Batch, _ position: Int) -> Batch {
    var all = batch.codes
    all[position] = all[position].map { codes[Int($0)] }[...]
    return Batch(
      firstRow: batch.firstRow, count: batch.count, codes: all, values: batch.values,
      states: batch.states, markNumbers: batch.markNumbers, marks: batch.marks)
  }

  var hasSameRows: Bool { source.hasSameRows }

  func place(ofRow row: Int) -> String? { source.place(ofRow: row) }

  func totals(_ request: GroupRequest, isCancelled: @Sendable () -> Bool) throws(EngineFault) -> GroupTotals?
  {
    let parts = request.parts.map { part in
      part.place == place
        ? GroupRequest.Part(place: place, groups: codes.map { part.groups[Int($0)] }) : part
    }
    return try source.totals(
      GroupRequest(
        parts: parts, measure: request.measure, count: request.count, needsExtremes: request.needsExtremes),
      isCancelled: isCancelled)
  }
}
