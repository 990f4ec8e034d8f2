import RieplSyntax

/// Measures of several datasets that have the same name: that of the dataset in front tells them apart.
extension Catalog {
  /// A name with that of its dataset in front.
  func inFront(_ dataset: Int, _ name: String) -> String { "\(datasets[dataset].name) \(name)" }

  /// Gives measures that new ones share their names with the name of their dataset in front.
  mutating func shareNames(from first: Int) {
    for number in first..<measures.count {
      let measure = measures[number]
      let front = inFront(measure.dataset, "")
      guard measure.name.hasPrefix(front) else { continue }
      let plain = String(measure.name.dropFirst(front.count))
      let folded = Catalog.folded(plain)
      let owners = measures.indices.filter {
        measures[$0].dataset != measure.dataset
          && Catalog.folded(measures[$0].sharedName ?? measures[$0].name) == folded
      }
      guard let owner = owners.first, let name = freeName(measures[owner]) else { continue }
      change {
        $0.measures[owner] = $0.measures[owner].called(name, sharing: plain)
        $0.measures[number] = measure.called(measure.name, sharing: plain)
      }
    }
  }

  /// What a measure is called behind the name of its dataset; nil where something else is called so.
  private func freeName(_ measure: Measure) -> String? {
    if measure.sharedName != nil { return measure.name }
    let name = inFront(measure.dataset, measure.name)
    return measures.contains { Catalog.folded($0.name) == Catalog.folded(name) } ? nil : name
  }

  /// The names that measures share, each with the measure that it means while a dataset is in use.
  func plainNames(_ inUse: Int) -> [(name: String, measure: Int)] {
    if datasets.count < 2 { return [] }
    var result: [(name: String, measure: Int)] = []
    for (number, measure) in measures.enumerated() {
      guard let name = measure.sharedName else { continue }
      let folded = Catalog.folded(name)
      if let place = result.firstIndex(where: { Catalog.folded($0.name) == folded }) {
        if measure.dataset == inUse { result[place].measure = number }
      } else {
        result.append((name, number))
      }
    }
    return result
  }
}
