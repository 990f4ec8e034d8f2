public import RieplEngine
import RieplSyntax

/// What could stand in place of a question mark, with an example of each.
public struct BlankText {
  /// The lines that a person reads.
  public static func lines(_ fills: BlankFills, _ catalog: Catalog, width: Int?) -> [TextLine] {
    var lines = [TextLine(.heading, "In place of the question mark could stand:")]
    // Short examples stand beside what they are of, all of them in one place.
    let names = fills.items.flatMap(\.examples).map { DisplayWidth.width(of: $0.text) }
    let longest = min(names.max() ?? 0, 30)
    for item in fills.items {
      let more = item.count > item.examples.count ? " (\(LoadCount.text(item.count)) in all)" : ""
      lines.append(TextLine(.remark, "  " + title(item, catalog) + more))
      for (text, statement) in item.examples {
        let room = String(repeating: " ", count: max(0, longest - DisplayWidth.width(of: text)))
        lines += TextLine.wrapped(
          .row, "    \(text)\(room)  \(Names.folded(statement))", width: width, indent: longest + 6)
      }
    }
    return lines
  }

  private static func title(_ item: BlankFills.Item, _ catalog: Catalog) -> String {
    switch item.kind {
    case .dimension: "a row for each"
    case .members(let dimension): "a " + catalog.dimensions[dimension].name
    case .group: "several together"
    case .year: "a year"
    case .measure: "a figure"
    case .fact: "a single figure"
    case .definition: "a calculation with a name"
    case .word: "a word"
    case .literal(let literal):
      switch literal {
      case .number: "a number"
      case .money: "an amount"
      case .percent: "a percentage"
      case .unit: "a unit"
      case .text: "letters in quotes"
      }
    }
  }
}
