public import RieplSyntax

/// All datasets that are loaded, with one numbering for their dimensions, members, measures, facts and notes.
///
/// A dimension that two datasets share is one dimension here; that is what joins them.
public struct Catalog: Sendable {
  public private(set) var datasets: [Dataset] = []
  public private(set) var dimensions: [Dimension] = []
  public private(set) var measures: [Measure] = []
  public private(set) var facts: [Fact] = []
  public private(set) var notes: [Note] = []
  public private(set) var sources: [Source] = []
  public private(set) var topics: [Topic] = []
  public private(set) var tables: [Table] = []
  /// Groups of members that `let` has named.
  public private(set) var groups: [MemberGroup] = []

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
    datasets.append(dataset)
    self.dimensions += dimensions
    self.measures += measures
    self.facts += facts
    self.notes += notes
    self.sources += sources
    self.topics += topics
    self.tables += tables
  }

  /// Adds a table that is made for one question.
  mutating func add(_ table: Table) -> Int {
    tables.append(table)
    return tables.count - 1
  }

  /// Adds a group and gives its number.
  public mutating func add(_ group: MemberGroup) -> Int {
    groups.append(group)
    return groups.count - 1
  }

  /// A vocabulary of all names in the catalogue.
  public func makeVocabulary() -> Vocabulary {
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
      if dimension.isYears {
        let codes = dimension.members.enumerated().compactMap { code, member in member.year.map { ($0, code) }
        }
        vocabulary.setYears(
          dimension: number, codes: Dictionary(codes, uniquingKeysWith: { first, _ in first }))
      } else {
        for (code, member) in dimension.members.enumerated() {
          add(
            .member(dimension: number, code: code), member.name,
            member.aliases + (member.code.map { [$0] } ?? []), 0)
        }
      }
    }
    for (number, measure) in measures.enumerated() {
      add(.measure(number), measure.name, measure.aliases, measure.dataset)
    }
    for (number, fact) in facts.enumerated() { add(.fact(number), fact.name, fact.aliases, fact.dataset) }
    for (number, topic) in topics.enumerated() { add(.topic(number), topic.name, [], topic.dataset) }
    return vocabulary
  }

  /// The name of a member.
  public func memberName(_ dimension: Int, _ code: Int) -> String { dimensions[dimension].members[code].name }

  /// The name of all members of a dimension together.
  public func wholeName(_ dimension: Int) -> String {
    dimensions[dimension].whole ?? "all \(dimensions[dimension].plural)"
  }

  /// All members of a dimension.
  public func allMembers(_ dimension: Int) -> BitSet { BitSet(below: dimensions[dimension].members.count) }
}

/// Members with a name of their own.
public struct MemberGroup: Sendable {
  public let name: String
  public let dimension: Int
  public let members: BitSet

  public init(name: String, dimension: Int, members: BitSet) {
    self.name = name
    self.dimension = dimension
    self.members = members
  }
}
