import RieplSyntax

/// Names that members of several dimensions have, such as “Yes”: the figures around them tell which is meant.
extension Checker {
  /// Takes `by region` for the regions of a file that has others, where the figures asked for are of that file: its column
  /// is called Region, and only in the catalogue the name of the dataset stands in front.
  mutating func settleDimensions() {
    guard catalog.datasets.count > 1 else { return }
    var measures: Set<Int> = []
    var seen: Set<Int> = []
    for figure in tree.figures { collect(figure.head, &measures, &seen) }
    if measures.isEmpty { return }
    tree.retargetDimensions { dimension in
      var own: Set<Int> = []
      for number in measures {
        let measure = catalog.measures[number]
        if measure.dimensions.contains(dimension) { return nil }
        let name = catalog.inFront(measure.dataset, catalog.dimensions[dimension].name)
        own.formUnion(measure.dimensions.filter { catalog.dimensions[$0].name == name })
      }
      return own.count == 1 ? own.first : nil
    }
  }

  private func collect(_ head: Head, _ measures: inout Set<Int>, _ seen: inout Set<Int>) {
    guard case .name(let use) = head else { return }
    switch use.target {
    case .measure(let number): measures.insert(number)
    case .definition(let number):
      guard seen.insert(number).inserted else { return }
      for figure in definitions[number].tree.figures { collect(figure.head, &measures, &seen) }
    default: break
    }
  }

  /// Gives each name the meaning that its test or its figure has a dimension for; of two such meanings none is taken.
  mutating func settleNames(_ vocabulary: Vocabulary) throws(Diagnostic) {
    guard vocabulary.hasSharedPlaces else { return }
    let asked = dimensions(of: tree)
    var settled = Tree()
    swap(&settled, &tree)
    defer { swap(&settled, &tree) }
    try settled.retargetPlaces { (use, place) throws(Diagnostic) in
      let meanings = vocabulary.meanings(of: use)
      guard meanings.count > 1 else { return nil }
      switch place {
      case .test(let dimension): return meanings.first { $0.dimension == dimension }
      case .slice(let head): return try meaning(meanings, use, dimensions(of: head) ?? asked)
      case .clause: return try meaning(meanings, use, asked)
      }
    }
  }

  /// The one meaning that figures with some dimensions can have; nil where there is none.
  private func meaning(_ meanings: [NameUse], _ use: NameUse, _ asked: [Int]) throws(Diagnostic) -> NameUse? {
    var fitting: [NameUse] = []
    for meaning in meanings {
      guard let dimension = meaning.dimension, asked.contains(dimension),
        !fitting.contains(where: { $0.dimension == dimension })
      else { continue }
      fitting.append(meaning)
    }
    // A financial year is one of the dimension of years wherever there is one.
    if fitting.count > 1, use.year == nil {
      let names = fitting.map { $0.dimension.map { catalog.dimensions[$0].name } ?? "" }
      throw Diagnostic(
        .sharedName, use.range,
        [
          "name": official(use), "first": names[0], "second": names[1],
          "others": names.count > 2 ? " and others" : "",
        ])
    }
    return fitting.first
  }

  /// The dimensions of all figures that a statement names, of those in definitions too.
  private func dimensions(of tree: borrowing Tree) -> [Int] {
    var seen: Set<Int> = []
    var result: [Int] = []
    for figure in tree.figures { collect(figure.head, &result, &seen) }
    return result
  }

  /// Nil where only the statement tells.
  private func dimensions(of head: Head) -> [Int]? {
    var seen: Set<Int> = []
    var result: [Int] = []
    collect(head, &result, &seen)
    return result.isEmpty ? nil : result
  }

  private func collect(_ head: Head, _ result: inout [Int], _ seen: inout Set<Int>) {
    guard case .name(let use) = head else { return }
    switch use.target {
    case .measure(let number): result += catalog.measures[number].dimensions
    case .definition(let number):
      guard seen.insert(number).inserted else { return }
      for figure in definitions[number].tree.figures { collect(figure.head, &result, &seen) }
    default: break
    }
  }
}
