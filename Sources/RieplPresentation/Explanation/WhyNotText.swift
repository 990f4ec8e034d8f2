public import RieplEngine
import RieplSyntax

/// Why something is missing from an answer, in one or two sentences.
public struct WhyNotText {
  private let missing: WhyNot
  private let catalog: Catalog
  private var answer: Answer { missing.answer }
  private var plan: Plan { missing.answer.plan }

  /// The lines that a person reads.
  public static func lines(_ missing: WhyNot, _ catalog: Catalog, width: Int?) -> [TextLine] {
    TextLine.wrapped(.text, WhyNotText(missing: missing, catalog: catalog).text(), width: width)
  }

  private var name: String { missing.places.map { catalog.placeName($0) }.joined(separator: " ") }

  private var column: AnswerColumn? {
    let block = plan.blocks[plan.main]
    return answer.columns.indices.contains(block.keyColumn)
      ? answer.columns[block.keyColumn] : answer.columns.first
  }

  private func value(_ value: Rational) -> String {
    column.map { ValueText.text(value, $0.format) } ?? ""
  }

  private func text() -> String {
    let name = name
    switch missing.reason {
    case .shown(let cells):
      if let absence = cells.first?.absence, cells.allSatisfy({ $0.absence != nil }) {
        return "\(name) is there, and has no figure: it is \(RemarkText.reason(absence))."
      }
      let values = zip(cells, answer.columns).map { ValueText.text($0, $1.format) }
      return values.isEmpty
        ? "\(name) is there." : "\(name) is there: \(Names.joined(values))."
    case .part(let count):
      return
        "\(name) is in it: \(count == 1 ? "its figure" : "\(count) of its figures") went into the answer. Ask by \(catalog.dimensions[dimension].name) to see it by itself."
    case .noDimension(let dimension):
      let label = catalog.dimensions[dimension]
      let measures = Set(plan.aggregates.compactMap { $0.measure >= 0 ? $0.measure : nil }).sorted()
        .map { catalog.measures[$0].name }
      let what = measures.isEmpty ? "what was asked for" : Names.joined(measures)
      return "\(name) is a \(label.name), and there is no \(what) by \(label.name)."
    case .notAsked:
      return
        "The question did not ask for \(name): it was “\(Names.folded(plan.source.text(in: plan.range)))”."
    case .noFigure(let absence):
      return "There is no figure for \(name): it is \(RemarkText.reason(absence))."
    case .condition(let filter, let values, let info):
      let condition = Reading.condition(filter, answer, catalog)
      var text = "\(name) is left out, because this does not hold: \(condition)."
      if let info, let first = values.first {
        let power = AmountText.power(info.sourcePower)
        let texts = values.prefix(4).map { AmountText.text($0, info.unit, power: power) }
        let more = values.count > 4 ? ["\(values.count - 4) more"] : []
        text +=
          values.count == 1
          ? " The figure is \(AmountText.text(first, info.unit, power: power))."
          : " The figures are \(Names.joined(texts + more))."
      }
      return text
    case .notKept(let number):
      return "\(name) is left out by the comparison: its figure is \(value(number))."
    case .cut(let place, let count, let number, let last):
      let fromTop = plan.blocks[plan.main].cut?.fromTop ?? true
      let end = fromTop ? "highest" : "lowest"
      var text =
        "\(name) has \(value(number)), place \(place) of \(count) from the \(end), and only \(answer.rows.count) \(answer.rows.count == 1 ? "row is" : "rows are") shown."
      if let last { text += " The last one shown has \(value(last))." }
      return text
    }
  }

  private var dimension: Int {
    switch missing.places.first {
    case .member(let dimension, _), .whole(let dimension), .group(let dimension, _): dimension
    default: 0
    }
  }
}
