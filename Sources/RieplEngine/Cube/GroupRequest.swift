import RieplSyntax

/// What an aggregate asks of a source that can add up by itself.
public struct GroupRequest: Sendable {
  /// What the codes of one dimension of the table say of a row.
  public struct Part: Sendable {
    /// The place of the dimension in the table.
    public let place: Int
    /// For each code its part of the number of the group, or -1 where the row does not count.
    public let groups: [Int32]

    /// What a dimension says.
    public init(place: Int, groups: [Int32]) {
      self.place = place
      self.groups = groups
    }
  }

  /// All that say something; the group of a row is the sum of its parts.
  public let parts: [Part]
  /// The place of the measure in the table.
  public let measure: Int
  /// How many groups there are.
  public let count: Int
  /// Whether the lowest and the highest figure of each group are needed.
  public let needsExtremes: Bool

  /// A request for so many groups of a measure.
  public init(parts: [Part], measure: Int, count: Int, needsExtremes: Bool) {
    self.parts = parts
    self.measure = measure
    self.count = count
    self.needsExtremes = needsExtremes
  }
}

/// The figures of each group: all arrays have one element a group.
public struct GroupTotals: Sendable {
  /// The sums, as whole numbers at the scale of the measure.
  public var sums: [Int128]
  /// How many figures there are.
  public var counts: [Int]
  /// How many are not there.
  public var missing: [Int]
  /// The lowest figures; empty where they were not asked for.
  public var low: [Int64] = []
  /// The highest figures; empty where they were not asked for.
  public var high: [Int64] = []
  /// Why a figure is not there, where one is not; empty where no figure is missing.
  public var absences: [UInt8] = []
  /// How many rows were read.
  public var rows = 0

  /// Groups without a row.
  public init(count: Int) {
    sums = Array(repeating: 0, count: count)
    counts = Array(repeating: 0, count: count)
    missing = Array(repeating: 0, count: count)
  }
}

extension Evaluator {
  /// The totals of an aggregate as its source works them out by itself; nil where it can't.
  func sourceTotals(
    _ aggregate: Aggregate, _ columns: [Column], _ filters: [PreparedFilter], _ groupCount: Int,
    _ source: any ColumnSource, _ tablePlaces: [Int], _ measure: Int
  ) throws(EngineFault) -> GroupTotals? {
    guard aggregate.reducer != .median else { return nil }
    var parts: [GroupRequest.Part] = []
    for column in columns {
      let place = tablePlaces[column.place]
      if !column.allowed.isEmpty {
        parts.append(GroupRequest.Part(place: place, groups: column.allowed.map { $0 ? 0 : -1 }))
      } else if !column.rowOf.isEmpty {
        let stride = Int32(column.stride)
        parts.append(GroupRequest.Part(place: place, groups: column.rowOf.map { $0 < 0 ? -1 : $0 * stride }))
      } else {
        return nil
      }
    }
    for filter in filters { guard filter.addParts(to: &parts, tablePlaces) else { return nil } }
    let isExtreme =
      switch aggregate.reducer {
      case .lowest, .highest, .range: true
      default: false
      }
    return try source.totals(
      GroupRequest(parts: parts, measure: measure, count: groupCount, needsExtremes: isExtreme),
      isCancelled: isCancelled)
  }
}

extension PreparedFilter {
  /// Adds what the filter says of codes, where that is all it says.
  fileprivate func addParts(to parts: inout [GroupRequest.Part], _ tablePlaces: [Int]) -> Bool {
    switch self {
    case .all(let inner): inner.allSatisfy { $0.addParts(to: &parts, tablePlaces) }
    case .members(let place, let allowed):
      {
        parts.append(GroupRequest.Part(place: tablePlaces[place], groups: allowed.map { $0 ? 0 : -1 }))
        return true
      }()
    case .any, .combinations, .rows: false
    }
  }
}
