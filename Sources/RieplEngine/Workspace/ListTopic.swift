import RieplSyntax

/// What `list` can list.
public enum ListTopic: Sendable, Hashable {
  /// The topics themselves.
  case everything
  case members(dimension: Int)
  case dimensions
  case measures
  case facts
  case notes
  case sources
  case datasets
  case definitions
  case calculations
  case clauses
  case commands
  case words
  case errors
  /// Rows of files that were set aside.
  case problems
  /// Things of one kind that the data describes in words, such as programmes.
  case topics(kind: String)

  /// The topics that are always there, by the word for each.
  public static let fixed: [(word: String, topic: ListTopic)] = [
    ("dimensions", .dimensions), ("measures", .measures), ("facts", .facts), ("notes", .notes),
    ("sources", .sources),
    ("datasets", .datasets), ("definitions", .definitions), ("calculations", .calculations),
    ("clauses", .clauses),
    ("commands", .commands), ("words", .words), ("errors", .errors), ("problems", .problems),
  ]

  /// The words that may stand after `list`.
  public static func words(_ catalog: Catalog) -> [String] {
    var kinds: [String] = []
    for topic in catalog.topics where !kinds.contains(topic.kind) { kinds.append(topic.kind) }
    return catalog.dimensions.map(\.plural) + fixed.map(\.word) + kinds
  }

  /// The topic of a word, in the singular or the plural.
  static func find(_ text: String, _ catalog: Catalog, _ vocabulary: Vocabulary) -> ListTopic? {
    let folded = text.lowercased().trimmingCharacters { $0 == " " }
    if folded.isEmpty { return .everything }
    for id in vocabulary.lookUp(Array(text.utf8)[...], [.dimension, .member]) {
      switch vocabulary[id].target {
      case .dimension(let number), .whole(let number): return .members(dimension: number)
      default: break
      }
    }
    for (word, topic) in fixed where word == folded || String(word.dropLast()) == folded { return topic }
    if let kind = catalog.topics.first(where: { $0.kind == folded || String($0.kind.dropLast()) == folded })?
      .kind
    {
      return .topics(kind: kind)
    }
    return nil
  }
}
