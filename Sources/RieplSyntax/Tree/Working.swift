/// What is to be shown of the way to an answer.
public enum Working: Sendable, Hashable {
  /// The steps; in full with every figure that was taken.
  case explain(isFull: Bool)
  /// Where the figures stand.
  case source
  /// The question in SQL.
  case sql
  /// The tables that the SQL asks.
  case schema

  /// The words in front of the question.
  public var words: [Word] {
    switch self {
    case .explain(let isFull): isFull ? [.explain, .fully] : [.explain]
    case .source: [.source]
    case .sql: [.sql]
    case .schema: [.sql, .schema]
    }
  }
}
