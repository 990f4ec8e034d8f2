/// Names that members of several dimensions have get their meaning when the whole statement is known.
extension Tree {
  /// What the place of a name tells of its dimension.
  public enum PlaceContext {
    /// A test says which dimension it is.
    case test(dimension: Int)
    /// It stands right behind a figure.
    case slice(Head)
    /// It stands in a clause, or in a list.
    case clause
  }

  /// Gives names of dimensions in clauses and conditions other meanings; nil leaves one as it is.
  public mutating func retargetDimensions(_ choose: (Int) -> Int?) {
    for place in 0..<names.count {
      guard case .dimension(let dimension) = names[place].target, let other = choose(dimension) else {
        continue
      }
      let use = names[place]
      names[place] = NameUse(target: .dimension(other), name: use.name, year: use.year, range: use.range)
    }
  }

  /// Gives names of members and groups other meanings; nil leaves one as it is.
  public mutating func retargetPlaces(
    _ choose: (NameUse, PlaceContext) throws(Diagnostic) -> NameUse?
  ) throws(Diagnostic) {
    var isSettled = [Bool](repeating: false, count: names.count)
    var isItemSettled = [Bool](repeating: false, count: members.count)
    for condition in conditions {
      switch condition {
      case .membership(let use, let items, _):
        guard let dimension = self[use].dimension else { continue }
        for place in items.indices {
          isItemSettled[place] = true
          guard let use = try choose(members[place].name, .test(dimension: dimension)) else { continue }
          members[place] = MemberItem(name: use, isExcluded: members[place].isExcluded)
        }
      case .ordering(let use, _, let ends):
        guard let dimension = self[use].dimension else { continue }
        for place in ends.indices {
          isSettled[place] = true
          names[place] = try choose(names[place], .test(dimension: dimension)) ?? names[place]
        }
      default: continue
      }
    }
    for figure in figures {
      for place in figure.slices.indices where !isSettled[place] && names[place].target.placeDimension != nil
      {
        isSettled[place] = true
        names[place] = try choose(names[place], .slice(figure.head)) ?? names[place]
      }
    }
    for place in 0..<names.count where !isSettled[place] && names[place].target.placeDimension != nil {
      names[place] = try choose(names[place], .clause) ?? names[place]
    }
    for place in 0..<members.count
    where !isItemSettled[place] && members[place].name.target.placeDimension != nil {
      guard let use = try choose(members[place].name, .clause) else { continue }
      members[place] = MemberItem(name: use, isExcluded: members[place].isExcluded)
    }
  }
}

extension Vocabulary {
  /// All that a member's, a group's or a year's name may stand for, what was added first in front.
  public func meanings(of use: NameUse) -> [NameUse] {
    let spelling = use.name.map { self[$0].spelling } ?? use.year.map { FinancialYear.text(Int($0)) }
    guard let spelling else { return [use] }
    var result = use.year == nil ? [] : [use]
    for name in lookUp(Array(spelling.utf8)[...], [.member, .group]) {
      result.append(NameUse(target: targets[Int(name.index)], name: name, year: nil, range: use.range))
    }
    for name in quotedNames?(Array(spelling.utf8)[...], false, 16) ?? []
    where !result.contains(where: { $0.target == name.target }) {
      result.append(NameUse(target: name.target, name: use.name, year: nil, range: use.range))
    }
    return result.isEmpty ? [use] : result
  }
}
