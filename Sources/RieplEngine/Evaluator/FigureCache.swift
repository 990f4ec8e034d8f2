/// Single figures that were worked out before: totals that many questions share are added up once.
///
/// Only figures without rows are kept, with conditions on nothing but members, and only as long as the data stays the
/// same.
struct FigureCache: Sendable {
  /// A figure, with the conditions that its numbers stand for.
  private struct Key {
    let aggregate: Aggregate
    let filters: [Filter]
  }

  private var results = RecentTable<Key, AggregateResult>()

  /// Whether an aggregate is one that is kept.
  static func keeps(_ aggregate: Aggregate, _ filters: [Filter]) -> Bool {
    filters.allSatisfy(\.isOfMembers)
      && aggregate.scopes.allSatisfy { scope in
        switch scope {
        case .all, .members: true
        case .axis, .axisBefore: false
        }
      }
  }

  subscript(aggregate: Aggregate, filters: [Filter]) -> AggregateResult? {
    results.value(FigureCache.hash(aggregate)) { $0.aggregate == aggregate && $0.filters == filters }
  }

  mutating func keep(_ result: AggregateResult, _ aggregate: Aggregate, _ filters: [Filter]) {
    results.keep(result, Key(aggregate: aggregate, filters: filters), FigureCache.hash(aggregate))
  }

  private static func hash(_ aggregate: Aggregate) -> UInt64 {
    var hasher = Hasher()
    aggregate.hash(into: &hasher)
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }
}
