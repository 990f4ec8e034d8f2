import RieplEngine
import RieplSyntax

/// Questions with one thing wrong, and what has to be said of it.
extension QuestionGenerator {
  /// What is done to a question that was right.
  enum Fault: CaseIterable {
    case rowsThatAreNotThere, sliceThatIsNotThere, placesThatAreNotThere, orderWithoutRows, otherUnit
    case calculationInCondition, shareOfNothing, misspelling, sumOfLevels, sumOfDifferentUnits
  }

  /// A question that has to be refused, and the codes of which one has to be given; nil where the data has no such.
  mutating func refused(_ fault: Fault, _ wording: inout ProofRandom) -> (
    lines: [String], codes: Set<DiagnosticCode>
  )? {
    let column = random.int(0...data.columns.count - 1)
    let measure = data.columns[column]
    let lacking = data.axes.indices.filter { !measure.axes.contains($0) }
    let own = measure.axes[0]
    let lacks: Set<DiagnosticCode> = [.lacksDimension, .lacksYears, .manyFacts]
    switch fault {
    case .rowsThatAreNotThere:
      guard let axis = lacking.first else { return nil }
      return (["average \(measure.name) by \(data.axes[axis].name)"], lacks)
    case .sliceThatIsNotThere:
      guard let axis = lacking.first, data.axes[axis].firstYear == nil else { return nil }
      return (["average \(measure.name) \(random.pick(data.axes[axis].members))"], lacks)
    case .placesThatAreNotThere:
      guard let axis = lacking.first, data.axes[axis].firstYear == nil else { return nil }
      let selection = drawSelection(axis)
      return (["average \(measure.name) " + Model.text(selection, data, &wording)], lacks)
    case .orderWithoutRows:
      return (
        ["average \(measure.name) " + random.pick(["top 3", "bottom 2", "sort highest"])], [.rowsNeeded]
      )
    case .otherUnit:
      let amount = measure.unit == .money ? "5%" : "£5"
      return (["average \(measure.name) by \(data.axes[own].name) above \(amount)"], [.comparisonUnits])
    case .calculationInCondition:
      return (["\(data.axes[own].plural) where average \(measure.name) > 0"], [.reducerInWhere])
    case .shareOfNothing:
      guard measure.addsOver == measure.axes else { return nil }
      return (["share \(measure.name)"], [.shareOfWhat])
    case .misspelling:
      let name = random.pick(data.axes[own].members)
      guard data.axes[own].firstYear == nil, let last = name.last else { return nil }
      return (["average \(measure.name) for \(name)\(last)x"], [.unknownName, .ambiguousName])
    case .sumOfLevels:
      guard let axis = measure.axes.first(where: { !measure.addsOver.contains($0) }) else { return nil }
      let others = measure.axes.filter { $0 != axis }.map { data.axes[$0].name }
      let rows = others.isEmpty ? "" : " by " + others.joined(separator: ", ")
      return (["sum \(measure.name)\(rows)"], [.doesNotAddUp])
    case .sumOfDifferentUnits:
      guard let other = data.columns.first(where: { ($0.unit == .money) != (measure.unit == .money) }) else {
        return nil
      }
      return (["highest \(measure.name) + highest \(other.name)"], [.unitsDiffer])
    }
  }
}
