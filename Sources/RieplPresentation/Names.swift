import RieplEngine
import RieplSyntax

/// What the parts of an answer are called.
struct Names {
  let catalog: Catalog
  let plan: Plan

  /// A row of an axis of the plan.
  func row(_ row: AxisRow, _ dimension: Int) -> String {
    switch row {
    case .member(let code): catalog.memberName(dimension, code)
    case .group(let number, _): catalog.groups[number].name
    case .whole: catalog.wholeName(dimension)
    }
  }

  /// What a key stands for.
  func key(_ key: RowKey, _ axis: AnswerAxis) -> String {
    switch (key, axis) {
    case (.row(let place), .plan(let axis)):
      let axis = plan.axes[axis]
      return axis.rows.indices.contains(place) ? row(axis.rows[place], axis.dimension) : ""
    case (.year(let year), _): return FinancialYear.text(year)
    case (.place(let place), _): return place.replacingPrefix("line ", with: "")
    case (.member(let code), .members(let dimension)): return catalog.memberName(dimension, code)
    default: return "total"
    }
  }

  /// The name of an axis.
  func axis(_ axis: AnswerAxis) -> String {
    switch axis {
    case .plan(let number): catalog.dimensions[plan.axes[number].dimension].name
    case .places: "line"
    case .members(let dimension): catalog.dimensions[dimension].name
    case .years: catalog.yearDimension.map { catalog.dimensions[$0].name } ?? "year"
    }
  }

  /// What stands above a column.
  func heading(_ heading: Heading) -> String {
    switch heading {
    case .source(let range): Names.folded(plan.source.text(in: range))
    case .text(let text): Names.folded(text)
    case .difference: "difference"
    case .differencePercent: "% of the second"
    case .level: "level"
    case .new: "new"
    case .cash: "cash so far"
    }
  }

  /// Text on one line.
  static func folded(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Members in words: all of them, a run of an ordered dimension, a few names, or how many.
  func members(_ dimension: Int, _ members: BitSet, last word: String = " and ") -> String {
    let label = catalog.dimensions[dimension]
    // Of a dimension that several datasets share only the members count that the figures have.
    let own = plan.ownMembers[dimension]
    let left = own.map { members.intersection($0) } ?? members
    let codes = left.isEmpty ? members.numbers : left.numbers
    let whole = own?.count ?? label.members.count
    guard let first = codes.first, let last = codes.last else { return "no \(label.name)" }
    if label.isOrdered, codes.count > 1, last - first == codes.count - 1 {
      return "\(label.members[first].name) to \(label.members[last].name)"
    }
    if codes.count == whole, codes.count > 1, whole > 3 || whole == label.members.count {
      return "all \(LoadCount.text(codes.count)) \(label.plural)"
    }
    if codes.count <= 3 { return Names.joined(codes.map { label.members[$0].name }, last: word) }
    return "\(LoadCount.text(codes.count)) of \(LoadCount.text(whole)) \(label.plural)"
  }

  /// "a", "a and b", "a, b and c".
  static func joined(_ items: [String], last word: String = " and ") -> String {
    guard let end = items.last, items.count > 1 else { return items.first ?? "" }
    return items.dropLast().joined(separator: ", ") + word + end
  }
}
