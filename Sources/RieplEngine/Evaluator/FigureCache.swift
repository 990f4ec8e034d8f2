/// Single figures that were worked out before: totals that many questions share are added up once.
///
/// Only figures without rows and without conditions are kept, and only as long as the data stays the same.
struct FigureCache: Sendable {
  private static let limit = 1024
  private var results: [Aggregate: AggregateResult] = [:]

  /// Whether an aggregate is one that is kept.
  static func keeps(_ aggregate: Aggregate) -> Bool {
    aggregate.filters.isEmpty
      && aggregate.scopes.allSatisfy { scope in
        switch scope {
        case .all, .members: true
        case .axis, .axisBefore: false
        }
      }
  }

  subscript(aggregate: Aggregate) -> AggregateResult? {
    get { results[aggregate] }
    set {
      if results.count >= FigureCache.limit { results.removeAll(keepingCapacity: true) }
      results[aggregate] = newValue
    }
  }
}
