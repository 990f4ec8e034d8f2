import RieplEngine

/// Datasets of nobody: other dimensions, units and gaps than the embedded figures have.
extension SampleData {
  /// A random dataset; the same one for the same state of the generator.
  static func random(_ random: inout ProofRandom) -> SampleData {
    var data = SampleData(name: "harbour \(random.int(1...9))", axes: [], columns: [])
    let names = [
      ("depot", "depots"), ("crop", "crops"), ("vessel", "vessels"), ("season", "seasons"),
      ("grade", "grades"),
    ].shuffled(using: &random)
    let hasYears = random.once(in: 2)
    for index in 0..<random.int(1...3) {
      data.axes.append(
        Axis(
          name: names[index].0, plural: names[index].1,
          whole: random.once(in: 2) ? "whole \(names[index].0)" : nil,
          members: members(index, count: random.int(2...6), &random)))
    }
    if hasYears, data.axes.count < 3 {
      let first = random.int(1995...2030)
      data.axes.append(
        Axis(
          name: "year", plural: "years",
          members: (first..<first + random.int(2...5)).map { year in
            "\(year)-" + String("0\((year + 1) % 100)".suffix(2))
          }, firstYear: first))
    }
    let measures = ["tonnage", "takings", "hours at sea", "cost of fuel", "rainfall", "wages", "moorings"]
      .shuffled(
        using: &random)
    for index in 0..<random.int(2...4) {
      let axes = index == 0 ? Array(data.axes.indices) : random.some(Array(data.axes.indices))
      data.columns.append(data.column(measures[index], axes, &random))
    }
    let widest = data.axes.indices.max { data.axes[$0].members.count < data.axes[$1].members.count } ?? 0
    for name in ["the Crown", "old friends"] {
      data.groups.append(
        Group(
          name: name, axis: widest,
          members: random.some(Array(data.axes[widest].members.indices), atLeast: 2)))
    }
    return data
  }

  private static func members(_ axis: Int, count: Int, _ random: inout ProofRandom) -> [String] {
    let first = [
      "Amber", "Bramble", "Cobalt", "Dapple", "Ember", "Fallow", "Gorse", "Hazel", "Indigo", "Juniper",
    ]
    let last = [["Quay", "Wharf", "Mere"], ["Ridge", "Hollow", "Barrow"], ["Spinney", "Copse", "Brook"]][axis]
    return first.shuffled(using: &random).prefix(count).map { word in
      random.once(in: 6) ? "\(word) and \(random.pick(last))" : "\(word) \(random.pick(last))"
    }
  }

  private func column(_ name: String, _ axes: [Int], _ random: inout ProofRandom) -> Column {
    let (unit, scale, power, most): (RieplEngine.Unit, Int, Int, Int) = random.pick([
      (.money, 2, -2, 9_999_999), (.money, 0, 3, 9_999), (.number, 0, 0, 99_999), (.number, 3, -3, 999_999),
      (.count, 0, 0, 50), (.percent, 4, -4, 10_000),
    ])
    var adds = axes
    if unit == .percent {
      adds = []
    } else if axes.count > 1, random.once(in: 4) {
      adds.remove(at: random.int(0...adds.count - 1))
    }
    var column = Column(
      name: name, unit: unit, scale: scale, sourcePower: power, axes: axes, addsOver: adds, values: [])
    let gaps = random.pick([0, 0, 4, 10])
    let isSmall = random.once(in: 3)
    for cell in 0..<cellCount(axes) {
      if gaps > 0, random.once(in: gaps) {
        column.values.append(nil)
        column.absences[cell] = random.pick(Absence.allCases)
      } else {
        column.values.append(Int64(random.int(isSmall ? 0...min(most, 9) : 1...most)))
      }
    }
    return column
  }
}
