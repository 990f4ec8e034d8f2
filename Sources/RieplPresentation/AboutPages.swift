internal import RieplEngine
public import RieplSyntax

/// The pages of `about`.
extension Pages {
  // MARK: about

  /// What is known of a name.
  public func about(_ target: NameTarget) -> [TextLine] {
    var rows: [(String, String)] = []
    var notes = BitSet()
    var title = ""
    switch target {
    case .measure(let number):
      let measure = catalog.measures[number]
      title = measure.name
      rows = [("what", measureText(measure))]
      if !measure.aliases.isEmpty { rows.append(("also", measure.aliases.joined(separator: ", "))) }
      if let period = measure.period { rows.append(("time", period)) }
      let adds = measure.addsOver.numbers.map { catalog.dimensions[$0].plural }
      rows.append(("adds up", adds.isEmpty ? "over nothing" : "over " + Names.joined(adds)))
      rows += sources(measure.sources)
      notes = measure.notes
      notes.formUnion(measure.notesOfWhole)
    case .fact(let number):
      let fact = catalog.facts[number]
      title = fact.name
      rows = [("value", factValue(fact)), ("what", fact.summary), ("time", fact.date)]
      if !fact.aliases.isEmpty { rows.append(("also", fact.aliases.joined(separator: ", "))) }
      rows += sources(fact.sources)
      notes = fact.notes
    case .dimension(let number):
      let dimension = catalog.dimensions[number]
      title = dimension.name
      rows = [("what", "a dimension with \(LoadCount.text(dimension.members.count)) \(dimension.plural)")]
      if let whole = dimension.whole { rows.append(("together", whole)) }
      rows.append((dimension.plural, dimension.members.prefix(20).map(\.name).joined(separator: ", ")))
    case .member(let dimension, let code):
      let member = catalog.dimensions[dimension].members[code]
      title = member.name
      rows = [("what", "a \(catalog.dimensions[dimension].name)")]
      if let code = member.code { rows.append(("code", code)) }
      if !member.aliases.isEmpty { rows.append(("also", member.aliases.joined(separator: ", "))) }
      notes = member.notes
    case .whole(let dimension):
      title = catalog.wholeName(dimension)
      rows = [
        (
          "what",
          "the \(LoadCount.text(catalog.dimensions[dimension].members.count)) \(catalog.dimensions[dimension].plural) together, always worked out here"
        )
      ]
    case .group(let dimension, let number):
      let group = catalog.groups[number]
      title = group.name
      rows = [
        (
          "what",
          "your name for " + Names.joined(group.members.numbers.map { catalog.memberName(dimension, $0) })
        )
      ]
    case .definition(let number):
      title = definitions[number].name
      rows = [("what", "your name for: " + definitions[number].text)]
    case .dataset(let number):
      let dataset = catalog.datasets[number]
      title = dataset.name
      rows = [("what", dataset.title), ("edition", dataset.edition), ("licence", dataset.licence)]
    case .topic(let number):
      guard catalog.topics.indices.contains(number) else { break }
      let topic = catalog.topics[number]
      title = topic.name
      rows = [("what", topic.text)] + sources(topic.sources)
    }
    var lines = [TextLine(.heading, "  " + title)] + pairs(rows, indent: 2)
    for number in notes.numbers {
      let note = catalog.notes[number]
      lines += TextLine.wrapped(
        .note, "  [\(note.citation)] \(note.text)", width: width ?? 100, indent: 4)
    }
    let questions = questions(about: target)
    if !questions.isEmpty {
      lines.append(TextLine(.text, "  Ask"))
      lines += questions.map { TextLine(.text, "    " + $0) }
    }
    return lines
  }

  // MARK: Questions

  /// Up to three questions about a name, each of which has an answer.
  ///
  /// They are read and not worked out, as figures of one's own may be many.
  func questions(about target: NameTarget) -> [String] {
    var workspace = Workspace(catalog: catalog)
    // Groups and definitions are those of the conversation, by their numbers.
    for definition in definitions {
      _ = Pages.run("let \(definition.name) = \(definition.text)", in: &workspace)
    }
    if definitions.count == workspace.definitions.count { workspace.parser.vocabulary = vocabulary }
    var found: [String] = []
    for question in candidates(target) where found.count < 3 && !found.contains(question) {
      if question.hasPrefix("list ") {
        found.append(question)
      } else if let plan = try? workspace.preview(SourceText(question)), !plan.blocks.isEmpty {
        found.append(question)
      }
    }
    return found
  }

  private func candidates(_ target: NameTarget) -> [String] {
    switch target {
    case .measure(let number):
      let measure = catalog.measures[number]
      let dimensions = measure.dimensions.map { catalog.dimensions[$0].name }
      return (measure.addsOver.isEmpty ? [] : ["sum \(measure.name)"])
        + dimensions.prefix(1).map { "\(measure.name) by \($0)" }
        + (measure.projection == nil ? [] : ["project \(measure.name)"])
        + dimensions.flatMap { ["share \(measure.name) by \($0)", "highest \(measure.name) by \($0)"] }
        + ["highest \(measure.name)", "average \(measure.name)", "count \(measure.name)"]
    case .fact(let number):
      let fact = catalog.facts[number]
      let others = catalog.facts.filter { $0.unit == fact.unit && $0.name != fact.name }.map(\.name)
      return [fact.name] + others.prefix(1).map { "compare \(fact.name) with \($0)" }
        + catalog.dimensions.prefix(1).map { "\(fact.name) / count \($0.plural)" }
        + ["\(fact.name) * 2", "\(fact.name) increased by 3%"]
    case .dimension(let number):
      let dimension = catalog.dimensions[number]
      let measures = catalog.measures.filter { $0.dimensions.contains(number) }
      return ["list \(dimension.plural)", "count \(dimension.plural)"]
        + measures.flatMap { ["\($0.name) by \(dimension.name)", "highest \($0.name) by \(dimension.name)"] }
    case .member(let dimension, let code):
      return candidates(catalog.memberName(dimension, code), dimension)
    case .whole(let dimension): return candidates(catalog.wholeName(dimension), dimension)
    case .group(let dimension, let number): return candidates(catalog.groups[number].name, dimension)
    case .definition(let number):
      let name = definitions[number].name
      return [name] + catalog.dimensions.flatMap { ["\(name) by \($0.name)", "rank \(name) by \($0.name)"] }
        + ["\(name) * 2", "\(name) / 2", "\(name) increased by 3%"]
    case .dataset: return ["list measures", "list facts", "list notes"]
    case .topic(let number):
      guard catalog.topics.indices.contains(number) else { return [] }
      return ["list \(catalog.topics[number].kind)", "list sources", "list notes"]
    }
  }

  /// Questions about a place, a year or several.
  private func candidates(_ name: String, _ dimension: Int) -> [String] {
    let measures = catalog.measures.filter { $0.dimensions.contains(dimension) }
    let isPlain = catalog.dimensions[dimension].isYears || !vocabulary.lookUp(Array(name.utf8)[...]).isEmpty
    let quoted = isPlain ? name : "\"\(name)\""
    return measures.map { "\($0.dimensions.count > 1 ? "sum " : "")\($0.name) \(quoted)" }
      + measures.map { "sum \($0.name) \(quoted)" } + measures.map { "share \($0.name) \(quoted)" }
      + measures.map { "highest \($0.name) \(quoted)" }
  }
}
