public import RieplEngine
import RieplSyntax

/// Where the figures of an answer stand: document, date, table, row and column, and the source's own words for facts.
public struct OriginText {
  private let explanation: Explanation
  private let catalog: Catalog
  private let width: Int?
  /// So many figures are listed.
  private static let shown = 60

  /// The lines that a person reads.
  public static func lines(_ explanation: Explanation, _ catalog: Catalog, width: Int?) -> [TextLine] {
    OriginText(explanation: explanation, catalog: catalog, width: width).lines()
  }

  private var plan: Plan { explanation.answer.plan }

  private func lines() -> [TextLine] {
    var lines = TextLine.wrapped(
      .reading, "→ " + Reading.text(explanation.answer, catalog), width: width, indent: 2)
    let parts = explanation.rows.flatMap { row in row.columns.flatMap { all($0).map { (row, $0) } } }
    var measures: [Int] = []
    var cells: [Int: [(name: String, figure: Observation)]] = [:]
    var rows: [Int: BitSet] = [:]
    var missing: [Int: BitSet] = [:]
    var facts: [Int] = []
    var seen: Set<String> = []
    for (row, part) in parts {
      switch part.instruction {
      case .fact(let number): if !facts.contains(number) { facts.append(number) }
      case .aggregate(let index):
        guard let taken = part.taken, plan.aggregates[index].measure >= 0 else { continue }
        let measure = plan.aggregates[index].measure
        if !measures.contains(measure) { measures.append(measure) }
        // What several parts take is counted once.
        rows[measure, default: BitSet()].formUnion(taken.rows)
        missing[measure, default: BitSet()].formUnion(taken.missingRows)
        let text = PartText(explanation, row, catalog)
        for figure in taken.figures + taken.absent {
          let name = text.name(figure, index)
          // The rows of a file may have the same members.
          let key =
            "\(measure)/\(name)/\(figure.place ?? "")/\(figure.place == nil ? "\(cells[measure]?.count ?? 0)" : "")"
          guard seen.insert(key).inserted else { continue }
          cells[measure, default: []].append((name, figure))
        }
      default: break
      }
    }
    for measure in measures {
      lines += table(
        measure, cells[measure] ?? [], rows[measure]?.count ?? 0, missing[measure]?.count ?? 0)
    }
    for number in facts { lines += fact(number) }
    if measures.isEmpty, facts.isEmpty {
      lines +=
        [TextLine(.row, "")]
        + TextLine.wrapped(
          .text,
          "  "
            + (explanation.answer.isListing || plan.aggregates.contains { $0.measure < 0 }
              ? "No figure of a source went into it: it is a list of names."
              : "No figure of a source went into it."),
          width: width, indent: 2)
    }
    if explanation.rowsLeft > 0 {
      lines +=
        [TextLine(.row, "")]
        + TextLine.wrapped(
          .remark, "  … and the figures of \(LoadCount.text(explanation.rowsLeft)) more rows.", width: width,
          indent: 2)
    }
    return lines + notes()
  }

  /// A part with those inside it, also those in brackets.
  private func all(_ part: WorkedPart) -> [WorkedPart] {
    part.all.flatMap { part in [part] + (part.inner?.worked.flatMap { all($0) } ?? []) }
  }

  // MARK: Figures of a table

  private func table(
    _ number: Int, _ cells: [(name: String, figure: Observation)], _ count: Int, _ absent: Int
  ) -> [TextLine] {
    let measure = catalog.measures[number]
    var lines = [TextLine(.row, "")]
    lines += TextLine.wrapped(
      .heading,
      "  \(measure.name): \(LoadCount.text(count)) \(count == 1 ? "figure" : "figures")"
        + (absent > 0 ? ", and \(LoadCount.text(absent)) that \(absent == 1 ? "is" : "are") not there" : ""),
      width: width, indent: 2)
    lines += documents(measure.sources)
    if catalog.datasets[measure.dataset].rows > 0 {
      lines += TextLine.wrapped(
        .source, "    column " + measure.summary.prefix { $0 != "," }, width: width, indent: 6)
    }
    lines.append(TextLine(.row, ""))
    let power = AmountText.power(measure.sourcePower)
    let least = measure.unit == .money ? max(0, power - measure.sourcePower) : 0
    var table = TextTable()
    table.showsHeader = false
    table.columns = [
      TextTable.Column(header: "", alignment: .right), TextTable.Column(header: "", alignment: .left),
    ]
    for (name, figure) in cells.prefix(OriginText.shown) {
      let value =
        figure.absence.map(\.marker)
        ?? AmountText.text(figure.value, measure.unit, power: power, least: least)
      var noted = figure.notes
      noted.formUnion(measure.notes)
      let notes = noted.numbers.map { "[\(catalog.notes[$0].citation)]" }
      let status = figure.status == .final ? [] : [figure.status.marker]
      let marks = (status + notes).map { " " + $0 }.joined()
      table.rows.append([value, (figure.place ?? name) + marks])
    }
    lines += table.lines(indent: 4, width: nil).lines
    let rest = count + absent - min(cells.count, OriginText.shown)
    if rest > 0 { lines.append(TextLine(.remark, "    … and \(LoadCount.text(rest)) more")) }
    return lines
  }

  /// The documents and the places in them, each on a line.
  private func documents(_ sources: BitSet) -> [TextLine] {
    sources.numbers.flatMap { number -> [TextLine] in
      let source = catalog.sources[number]
      let document = catalog.datasets[source.dataset].document
      // Where a title and a document are the same thing, as for a file, it is named once.
      let title = source.title == document ? document : "\(document), “\(source.title)”"
      let date = source.date.isEmpty || document.contains(source.date.prefix(4)) ? "" : " (\(source.date))"
      return TextLine.wrapped(.source, "    \(title)\(date)", width: width, indent: 6)
        + TextLine.wrapped(.source, "    \(source.place)", width: width, indent: 6)
    }
  }

  // MARK: Facts

  private func fact(_ number: Int) -> [TextLine] {
    let fact = catalog.facts[number]
    let value = AmountText.text(
      fact.value, fact.unit, power: AmountText.power(fact.sourcePower))
    var lines = [TextLine(.row, "")]
    let notes = fact.notes.numbers.map { " [\(catalog.notes[$0].citation)]" }.joined()
    let date = fact.date.isEmpty ? "" : ", \(fact.date)"
    lines += TextLine.wrapped(.heading, "  \(fact.name): \(value)\(date)\(notes)", width: width, indent: 2)
    lines += TextLine.wrapped(.text, "    “\(fact.summary)”", width: width, indent: 4)
    return lines + documents(fact.sources)
  }

  private func notes() -> [TextLine] {
    let numbers = explanation.answer.notes.numbers
    guard !numbers.isEmpty else { return [] }
    return [TextLine(.row, "")]
      + numbers.flatMap {
        TextLine.wrapped(
          .note, "  [\(catalog.notes[$0].citation)] \(catalog.notes[$0].text)", width: width, indent: 2)
      }
  }
}
