/// Single figures that were worked out before: totals that many questions share are added up once.
///
/// Only figures without rows are kept, with conditions on nothing but members, and only as long as the data stays the
/// same.
struct FigureCache: Sendable {
  /// A figure, with the conditions that its numbers stand for.
  private struct Key: Hashable {
    let aggregate: Aggregate
    let filters: [Filter]

    func hash(into hasher: inout Hasher) { aggregate.hash(into: &hasher) }
  }

  private static let limit = 1024
  private var results: [Key: AggregateResult] = [:]

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
    get { results[Key(aggregate: aggregate, filters: filters)] }
    set {
      if results.count >= FigureCache.limit { results.removeAll(keepingCapacity: true) }
      results[Key(aggregate: aggregate, filters: filters)] = newValue
    }
  }
}
