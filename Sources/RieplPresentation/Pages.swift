public import RieplEngine
public import RieplSyntax

/// What `list`, `about` and `help` print: all of it read from the tables and the catalogue.
public struct Pages {
  let catalog: Catalog
  let definitions: [Definition]
  let vocabulary: Vocabulary
  let width: Int?

  /// Pages over what is loaded and defined.
  public init(catalog: Catalog, definitions: [Definition], vocabulary: Vocabulary, width: Int?) {
    self.catalog = catalog
    self.definitions = definitions
    self.vocabulary = vocabulary
    self.width = width
  }

  // MARK: list

  /// The lines of a list.
  public func list(_ topic: ListTopic) -> [TextLine] {
    switch topic {
    case .everything: return overview()
    case .members(let dimension): return members(dimension)
    case .dimensions:
      return pairs(
        catalog.dimensions.map { dimension in
          (
            dimension.name,
            "\(LoadCount.text(dimension.members.count)) \(dimension.plural)"
              + (dimension.whole.map { ", together \($0)" } ?? "")
          )
        })
    case .measures: return pairs(catalog.measures.map { ($0.name, measureText($0)) })
    case .facts: return pairs(catalog.facts.map { ($0.name, "\(factValue($0)): \($0.summary)") })
    case .notes:
      return pairs(catalog.notes.map { ($0.citation, $0.text) })
    case .sources:
      return pairs(catalog.sources.map { ($0.id, "\($0.title)\($0.date.prefixed(", ")): \($0.place)") })
    case .datasets:
      return pairs(catalog.datasets.map { ($0.name, "\($0.title), \($0.edition). \($0.licence)") })
    case .definitions: return definitionList()
    case .calculations: return pairs(entries { isCalculation($0) }.map { ($0.spellings[0], $0.summary) })
    case .clauses: return pairs(ClauseTable.entries.map { ($0.form, $0.summary) })
    case .commands:
      return pairs(entries { $0.roles.contains(.command) }.map { ($0.spellings[0], $0.summary) })
    case .words: return pairs(WordTable.entries.map { ($0.spellings.joined(separator: ", "), $0.summary) })
    case .errors: return pairs(DiagnosticCatalogue.entries.map { ($0.code.rawValue, $0.title) })
    case .problems: return problemList()
    case .topics(let kind): return pairs(catalog.topics.filter { $0.kind == kind }.map { ($0.name, $0.text) })
    }
  }

  /// Each word that may follow `list`, with the first names of what it lists.
  private func overview() -> [TextLine] {
    let rows = catalog.dimensions.map { ("list " + $0.plural, start($0.members.map(\.name))) }
    let kinds = ListTopic.words(catalog).dropFirst(catalog.dimensions.count)
    return pairs(
      rows
        + kinds.map { word in
          let topic = ListTopic.fixed.first { $0.word == word }?.topic ?? .topics(kind: word)
          return ("list " + word, start(names(topic)))
        })
  }

  /// The names of what a topic lists.
  private func names(_ topic: ListTopic) -> [String] {
    switch topic {
    case .dimensions: catalog.dimensions.map(\.name)
    case .measures: catalog.measures.map(\.name)
    case .facts: catalog.facts.map(\.name)
    case .notes: catalog.notes.map(\.citation)
    case .sources: catalog.sources.map(\.id)
    case .datasets: catalog.datasets.map(\.name)
    case .definitions: definitionRows().map(\.0)
    case .calculations: entries { isCalculation($0) }.map { $0.spellings[0] }
    case .clauses: ClauseTable.entries.map(\.form)
    case .commands: entries { $0.roles.contains(.command) }.map { $0.spellings[0] }
    case .words: WordTable.entries.map { $0.spellings[0] }
    case .errors: DiagnosticCatalogue.entries.map(\.code.rawValue)
    case .problems:
      catalog.datasets.filter { $0.setAside > 0 }.map {
        "\(LoadCount.text($0.setAside)) rows of \($0.document)"
      }
    case .topics(let kind): catalog.topics.filter { $0.kind == kind }.map(\.name)
    case .everything, .members: []
    }
  }

  /// The first three of some names, and how many more there are.
  private func start(_ names: [String]) -> String {
    let first = names.prefix(3).joined(separator: ", ")
    if names.count > 3 { return "\(first) and \(names.count - 3) more" }
    return first.isEmpty ? "none" : first
  }

  private func problemList() -> [TextLine] {
    var lines: [TextLine] = []
    for dataset in catalog.datasets where dataset.setAside > 0 {
      lines.append(
        TextLine(
          .heading,
          "\(dataset.document): \(dataset.setAside) of \(dataset.rows + dataset.setAside) rows set aside"))
      lines += pairs(dataset.problems.map { ("line \($0.line)", "\($0.why): \($0.text)") })
      if dataset.setAside > dataset.problems.count {
        lines.append(TextLine(.text, "  and \(dataset.setAside - dataset.problems.count) more"))
      }
    }
    return lines.isEmpty ? [TextLine(.text, "  Every row was read.")] : lines
  }

  private func entries(_ isWanted: (WordEntry) -> Bool) -> [WordEntry] { WordTable.entries.filter(isWanted) }

  private func isCalculation(_ entry: WordEntry) -> Bool {
    entry.roles.contains { role in
      switch role {
      case .reducer, .shaper, .modifier: true
      default: false
      }
    }
  }

  private func members(_ number: Int) -> [TextLine] {
    let dimension = catalog.dimensions[number]
    var table = TextTable()
    table.showsHeader = dimension.members.contains { $0.code != nil || !$0.aliases.isEmpty }
    table.columns = [
      TextTable.Column(header: dimension.name, alignment: .left),
      TextTable.Column(header: "code", alignment: .left),
      TextTable.Column(header: "also", alignment: .left),
    ]
    table.rows = dimension.members.map { [$0.name, $0.code ?? "", $0.aliases.joined(separator: ", ")] }
    if let whole = dimension.whole { table.totals = [[whole, "", ("all \(dimension.plural)")]] }
    return table.lines(indent: 2, width: nil).lines
  }

  private func definitionList() -> [TextLine] {
    let rows = definitionRows()
    return rows.isEmpty
      ? [TextLine(.text, "  Nothing is defined yet. `let` gives a name to places or to a calculation.")]
      : pairs(rows)
  }

  private func definitionRows() -> [(String, String)] {
    var rows: [(String, String)] = []
    for (_, name) in vocabulary.liveNames {
      switch name.target {
      case .group(let dimension, let number):
        let members = catalog.groups[number].members.numbers.map { catalog.memberName(dimension, $0) }
        rows.append((name.spelling, members.joined(separator: ", ")))
      case .definition(let number): rows.append((name.spelling, definitions[number].text))
      // An input that is one place.
      case .member(let dimension, let code) where name.dataset < 0:
        rows.append((name.spelling, catalog.memberName(dimension, code)))
      case .whole(let dimension) where name.dataset < 0:
        rows.append((name.spelling, catalog.wholeName(dimension)))
      default: break
      }
    }
    return rows
  }

  /// Settings with their values, and what each does.
  public func settings(_ rows: [(String, String)]) -> [TextLine] { pairs(rows) }

  /// A name and a text on each line, the texts under one another.
  func pairs(_ rows: [(String, String)], indent: Int = 2, column: Int = 34) -> [TextLine] {
    let first = min(column, rows.map { DisplayWidth.width(of: $0.0) }.max() ?? 0)
    return rows.flatMap { name, text -> [TextLine] in
      let lead = String(repeating: " ", count: indent)
      if DisplayWidth.width(of: name) > first {
        let start = String(repeating: " ", count: indent + first + 2)
        return [TextLine(.text, lead + name)]
          + TextLine.wrapped(.text, start + text, width: width ?? 100, indent: indent + first + 2)
      }
      let space = String(repeating: " ", count: max(0, first - DisplayWidth.width(of: name)) + 2)
      return TextLine.wrapped(
        .text, lead + name + space + text, width: width ?? 100, indent: indent + first + 2)
    }
  }

  func measureText(_ measure: Measure) -> String {
    let dimensions = measure.dimensions.map { catalog.dimensions[$0].name }.joined(separator: " by ")
    return "\(measure.summary), \(unitText(measure.unit, measure.sourcePower)), by \(dimensions)"
  }

  func unitText(_ unit: RieplEngine.Unit, _ power: Int) -> String {
    switch unit {
    case .money: power == 0 ? "in £" : "to the nearest " + (PowerText.amount(power) ?? "£")
    case .percent: "in %"
    case .rate: "in % a year"
    case .points: "in percentage points"
    case .number: "a number"
    case .count: "a count"
    }
  }

  func factValue(_ fact: Fact) -> String {
    var power = fact.unit.printedPower
    if fact.unit == .money { power = fact.sourcePower <= 2 ? 0 : min(9, (fact.sourcePower + 2) / 3 * 3) }
    return ValueText.text(
      fact.value, NumberFormat(unit: fact.unit, power: power, decimals: max(0, power - fact.sourcePower)))
  }

  func sources(_ numbers: BitSet) -> [(String, String)] {
    numbers.numbers.map {
      ("source", "\(catalog.datasets[catalog.sources[$0].dataset].document): \(catalog.sources[$0].place)")
    }
  }
}

/// Amounts that sources round to.
enum PowerText {
  /// `£1m`, `£100,000`.
  static func amount(_ power: Int) -> String? {
    var digits = "1"
    guard power >= 0, power < 30 else { return power == -2 ? "1p" : nil }
    if power >= 6 {
      digits += String(repeating: "0", count: power % 3)
      return "£" + digits + (power >= 9 ? "bn" : "m")
    }
    return "£"
      + (power >= 3
        ? "1" + String(repeating: "0", count: power - 3) + ",000"
        : "1" + String(repeating: "0", count: power))
  }
}
