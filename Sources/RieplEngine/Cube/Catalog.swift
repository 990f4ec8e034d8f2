public import RieplSyntax

/// All datasets that are loaded, with one numbering for their dimensions, members, measures, facts and notes.
///
/// A dimension that two datasets share is one dimension here; that is what joins them. Copying costs one reference.
public struct Catalog: Sendable {
  struct Contents: Sendable {
    var datasets: [Dataset] = []
    var dimensions: [Dimension] = []
    var measures: [Measure] = []
    var facts: [Fact] = []
    var notes: [Note] = []
    var sources: [Source] = []
    var topics: [Topic] = []
    var tables: [Table] = []
    var groups: [MemberGroup] = []
  }

  private final class Box: Sendable {
    let contents: Contents

    init(_ contents: Contents) { self.contents = contents }
  }

  private var box = Box(Contents())

  mutating func change(_ body: (inout Contents) -> Void) {
    var contents = box.contents
    body(&contents)
    box = Box(contents)
  }

  /// The datasets.
  public var datasets: [Dataset] { box.contents.datasets }
  /// The dimensions of all datasets.
  public var dimensions: [Dimension] { box.contents.dimensions }
  /// The measures of all datasets.
  public var measures: [Measure] { box.contents.measures }
  /// Single published figures.
  public var facts: [Fact] { box.contents.facts }
  /// Notes on figures.
  public var notes: [Note] { box.contents.notes }
  /// Places in documents.
  public var sources: [Source] { box.contents.sources }
  /// Things that the data describes in words.
  public var topics: [Topic] { box.contents.topics }
  /// The tables that hold the figures of measures.
  public var tables: [Table] { box.contents.tables }
  /// Groups of members that `let` has named.
  public var groups: [MemberGroup] { box.contents.groups }

  /// A catalogue without data.
  public init() {}

  /// The dimension of financial years.
  public var yearDimension: Int? { dimensions.firstIndex { $0.isYears } }

  /// Adds everything of a first dataset, whose numbers are those of the catalogue.
  public mutating func add(
    _ dataset: Dataset, dimensions: [Dimension], measures: [Measure], facts: [Fact], notes: [Note],
    sources: [Source],
    topics: [Topic], tables: [Table]
  ) {
    change {
      $0.datasets.append(dataset)
      $0.dimensions += dimensions
      $0.measures += measures
      $0.facts += facts
      $0.notes += notes.map { note in note.citing(notes) }
      $0.sources += sources
      $0.topics += topics
      $0.tables += tables
    }
  }

  /// Adds a group and gives its number.
  public mutating func add(_ group: MemberGroup) -> Int {
    change { $0.groups.append(group) }
    return groups.count - 1
  }

  /// A vocabulary of all names in the catalogue; a name that measures of several datasets share is that of the dataset in
  /// use, or of the first.
  public func makeVocabulary(inUse: Int = 0) -> Vocabulary {
    var vocabulary = Vocabulary()
    func add(_ target: NameTarget, _ name: String, _ aliases: [String], _ dataset: Int) {
      vocabulary.add(Name(target, name, dataset: dataset))
      for alias in aliases { vocabulary.add(Name(target, alias, official: name, dataset: dataset)) }
    }
    for (number, dataset) in datasets.enumerated() { add(.dataset(number), dataset.name, [], number) }
    for (number, dimension) in dimensions.enumerated() {
      add(.dimension(number), dimension.name, [dimension.plural] + dimension.aliases, 0)
      vocabulary.setDimension(number, name: dimension.name, plural: dimension.plural)
      let whole = dimension.whole ?? "all \(dimension.plural)"
      add(.whole(dimension: number), whole, ["all \(dimension.plural)"] + dimension.wholeAliases, 0)
      if dimension.isOrdered, !dimension.isYears {
        vocabulary.setOrdered(number, first: dimension.members.first?.name ?? "")
      }
      if dimension.isYears {
        var codes: [(start: Int, code: Int)] = []
        for code in 0..<dimension.members.count {
          if let year = dimension.members[code].year { codes.append((year, code)) }
        }
        vocabulary.setYears(dimension: number, codes: codes)
      } else if !dimension.needsQuotes {
        if dimension.isOrdered, dimension.members.first?.year != nil { vocabulary.shareYears() }
        for code in 0..<dimension.members.count {
          let member = dimension.members[code]
          add(
            .member(dimension: number, code: code), member.name,
            member.aliases + (member.code.map { [$0] } ?? []), 0)
        }
      }
    }
    if vocabulary.hasDays {
      let dimensions = dimensions
      vocabulary.nearestDay = { Catalog.nearestDay($0, isAfter: $1, dimensions) }
    }
    for (number, measure) in measures.enumerated() {
      add(.measure(number), measure.name, measure.aliases, measure.dataset)
    }
    for (name, number) in plainNames(inUse) {
      let measure = measures[number]
      vocabulary.add(Name(.measure(number), name, official: measure.name, dataset: measure.dataset))
    }
    for (number, fact) in facts.enumerated() { add(.fact(number), fact.name, fact.aliases, fact.dataset) }
    for (number, group) in groups.enumerated() where group.isOfData {
      add(.group(dimension: group.dimension, number: number), group.name, [], 0)
    }
    if dimensions.contains(where: \.needsQuotes) {
      let dimensions = dimensions
      vocabulary.quotedNames = { Catalog.quotedNames($0, isStart: $1, limit: $2, dimensions) }
    }
    for (number, topic) in topics.enumerated() { add(.topic(number), topic.name, [], topic.dataset) }
    return vocabulary
  }

  /// The members of large dimensions that a text names or, as a start, begins; in capitals or not.
  private static func quotedNames(
    _ text: ArraySlice<UInt8>, isStart: Bool, limit: Int, _ dimensions: [Dimension]
  ) -> [Name] {
    func small(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
    let wanted = text.map(small)
    var result: [Name] = []
    for (number, dimension) in dimensions.enumerated()
    where dimension.needsQuotes && result.count < limit {
      for code in dimension.members.codes(named: wanted, isStart: isStart, limit: limit - result.count) {
        result.append(
          Name(.member(dimension: number, code: code), dimension.members[code].name, dataset: 0))
      }
    }
    return result
  }

  /// The first day from a day on, or the last until it, of the first dimension of days; days sort as texts.
  private static func nearestDay(_ day: String, isAfter: Bool, _ dimensions: [Dimension]) -> Name? {
    let number = dimensions.firstIndex { $0.isOfPeriods && Vocabulary.isDay($0.members.first?.name ?? "") }
    guard let number else { return nil }
    let members = dimensions[number].members
    var (low, high) = (0, members.count)
    if members.last?.order == nil { high -= 1 }
    let end = high
    // The first that is not before the day, or, until it, the first that is behind it.
    while low < high {
      let middle = (low + high) / 2
      let isBefore = isAfter ? members[middle].name < day : members[middle].name <= day
      if isBefore { low = middle + 1 } else { high = middle }
    }
    let code = isAfter ? low : low - 1
    guard code >= 0, code < end else { return nil }
    return Name(.member(dimension: number, code: code), members[code].name, dataset: 0)
  }

  /// The name of a member.
  public func memberName(_ dimension: Int, _ code: Int) -> String { dimensions[dimension].members[code].name }

  /// What a member, a group or all members are called.
  public func placeName(_ target: NameTarget) -> String {
    switch target {
    case .member(let dimension, let code): memberName(dimension, code)
    case .whole(let dimension): wholeName(dimension)
    case .group(_, let number): groups[number].name
    default: ""
    }
  }

  /// Names with commas between them, and `except` in front of those that are left out.
  public func namesText(_ names: ArraySlice<ContextName>, last word: String = ", ") -> String {
    var text = ""
    for (index, name) in names.enumerated() {
      let isFirstExcluded = name.isExcluded && (index == 0 || !names[names.startIndex + index - 1].isExcluded)
      let separator = isFirstExcluded ? " except " : index == names.count - 1 ? word : ", "
      text += (index == 0 ? "" : separator) + placeName(name.target)
    }
    return text
  }

  /// The name of all members of a dimension together.
  public func wholeName(_ dimension: Int) -> String {
    dimensions[dimension].whole ?? "all \(dimensions[dimension].plural)"
  }

  /// All members of a dimension.
  public func allMembers(_ dimension: Int) -> BitSet { BitSet(below: dimensions[dimension].members.count) }
}

/// Members with a name of their own.
public struct MemberGroup: Sendable {
  /// The name after `let`, as it was written.
  public let name: String
  /// The number in the catalogue of the dimension that all its members are of.
  public let dimension: Int
  /// The codes of its members.
  public let members: BitSet
  /// Whether the data has it, and not `let`.
  let isOfData: Bool

  /// A group of members of one dimension, given by their codes.
  public init(name: String, dimension: Int, members: BitSet) {
    self.init(name: name, dimension: dimension, members: members, isOfData: false)
  }

  init(name: String, dimension: Int, members: BitSet, isOfData: Bool) {
    self.isOfData = isOfData
    self.name = name
    self.dimension = dimension
    self.members = members
  }
}
