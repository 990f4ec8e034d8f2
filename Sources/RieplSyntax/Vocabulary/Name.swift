/// What a name stands for, by its number in the catalogue of datasets or among the definitions.
public enum NameTarget: Sendable, Hashable {
  case dataset(Int)
  case dimension(Int)
  case member(dimension: Int, code: Int)
  /// All members of a dimension together, such as England.
  case whole(dimension: Int)
  case measure(Int)
  case fact(Int)
  /// Members with a name of their own, given by `let`.
  case group(dimension: Int, number: Int)
  /// A calculation with a name of its own, given by `let`.
  case definition(Int)
  /// A thing that can only be asked `about`, such as a support programme.
  case topic(Int)

  /// The dimension whose members it stands for; nil for all else.
  var placeDimension: Int? {
    switch self {
    case .member(let dimension, _), .whole(let dimension), .group(let dimension, _): dimension
    default: nil
    }
  }
}

/// Kinds of names, as a set of those that may stand somewhere.
public struct NameKinds: OptionSet, Sendable, Hashable {
  /// One bit for each kind.
  public let rawValue: UInt16

  /// Makes a set from its bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// A dataset.
  public static let dataset = NameKinds(rawValue: 1 << 0)
  /// A dimension.
  public static let dimension = NameKinds(rawValue: 1 << 1)
  /// A member, or all members together.
  public static let member = NameKinds(rawValue: 1 << 2)
  /// A measure.
  public static let measure = NameKinds(rawValue: 1 << 3)
  /// A fact.
  public static let fact = NameKinds(rawValue: 1 << 4)
  /// A group of members that `let` has named.
  public static let group = NameKinds(rawValue: 1 << 5)
  /// A calculation that `let` has named.
  public static let definition = NameKinds(rawValue: 1 << 6)
  /// Something that can only be asked about.
  public static let topic = NameKinds(rawValue: 1 << 7)

  /// What a figure can be of.
  public static let figures: NameKinds = [.measure, .fact, .definition, .dimension]
  /// What narrows a figure.
  public static let places: NameKinds = [.member, .group]
  /// Every kind.
  public static let any: NameKinds = [
    .dataset, .dimension, .member, .measure, .fact, .group, .definition, .topic,
  ]
}

/// A name that can be used without quotes.
public struct Name: Sendable, Hashable {
  /// What it stands for.
  public let target: NameTarget
  /// The name as its owner spells it.
  public let spelling: String
  /// The official spelling, which the formatter writes; the same as `spelling` unless this is an alias.
  public let official: String
  /// The dataset that it belongs to, -1 for a definition.
  public let dataset: Int

  /// Makes a name.
  public init(_ target: NameTarget, _ spelling: String, official: String? = nil, dataset: Int = -1) {
    self.target = target
    self.spelling = spelling
    self.official = official ?? spelling
    self.dataset = dataset
  }

  /// The kind of what it stands for.
  public var kind: NameKinds {
    switch target {
    case .dataset: .dataset
    case .dimension: .dimension
    case .member, .whole: .member
    case .measure: .measure
    case .fact: .fact
    case .group: .group
    case .definition: .definition
    case .topic: .topic
    }
  }

  /// The dimension that a member or a group belongs to.
  public var dimension: Int? {
    switch target {
    case .member(let dimension, _), .whole(let dimension), .group(let dimension, _): dimension
    case .dimension(let dimension): dimension
    default: nil
    }
  }
}

/// A name's number in its vocabulary.
public struct NameID: Sendable, Hashable {
  /// The index among `Vocabulary.names`.
  public let index: Int32

  init(_ index: Int) { self.index = Int32(truncatingIfNeeded: index) }
}
