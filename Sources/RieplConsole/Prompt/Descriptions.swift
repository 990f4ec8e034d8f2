internal import RieplEngine
internal import RieplPresentation
internal import RieplSyntax

/// A few words about each thing that may be completed, from the tables and the catalogue.
struct Descriptions {
  let catalog: Catalog
  let definitions: [Definition]

  func text(_ kind: Completion.Kind) -> String {
    switch kind {
    case .word(let word): return WordTable.entry(word).summary
    case .year: return catalog.yearDimension.map { catalog.dimensions[$0].name } ?? "year"
    case .name(let target):
      switch target {
      case .dataset(let number): return catalog.datasets[number].title
      case .dimension(let number):
        return "\(catalog.dimensions[number].members.count) \(catalog.dimensions[number].plural)"
      case .member(let dimension, let code):
        let code = catalog.dimensions[dimension].members[code].code
        return catalog.dimensions[dimension].name + (code.map { " \($0)" } ?? "")
      case .whole(let dimension): return "the \(catalog.dimensions[dimension].plural) together"
      case .measure(let number): return measure(catalog.measures[number])
      case .fact(let number):
        let fact = catalog.facts[number]
        return "one figure, \(unit(fact.unit)), \(fact.date)"
      case .group(let dimension, let number):
        let count = catalog.groups[number].members.count
        return "\(count) \(catalog.dimensions[dimension].plural) together"
      case .definition(let number): return definitions[number].text
      case .topic: return "something to ask `about`"
      }
    }
  }

  private func measure(_ measure: Measure) -> String {
    let dimensions = measure.dimensions.map { catalog.dimensions[$0].name }.joined(separator: " and ")
    return "\(unit(measure.unit))\(dimensions.isEmpty ? "" : " by \(dimensions)")"
      + (measure.period.map { ", \($0)" } ?? "")
  }

  private func unit(_ unit: RieplEngine.Unit) -> String {
    switch unit {
    case .money: "£"
    case .percent: "%"
    case .rate: "% a year"
    case .points: "percentage points"
    case .number: "number"
    case .count: "count"
    }
  }
}
