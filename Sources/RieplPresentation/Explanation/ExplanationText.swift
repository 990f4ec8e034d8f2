public import RieplEngine
import RieplSyntax

/// How an answer came about, as a person reads it: the reading, the calculation with its values, and the steps.
public struct ExplanationText {
  let explanation: Explanation
  let catalog: Catalog
  let width: Int?
  let characters: ChartCharacters
  var answer: Answer { explanation.answer }
  var plan: Plan { explanation.answer.plan }
  var names: Names { Names(catalog: catalog, plan: plan) }
  /// So many figures are listed where nobody asked for all.
  static let shortList = 12

  /// The lines of an explanation.
  public static func lines(
    _ explanation: Explanation, _ catalog: Catalog, width: Int?, characters: ChartCharacters = .unicode
  ) -> [TextLine] {
    ExplanationText(explanation: explanation, catalog: catalog, width: width, characters: characters).lines()
  }

  private func lines() -> [TextLine] {
    var lines = TextLine.wrapped(
      .reading, "→ " + Reading.text(answer, catalog), width: width, indent: 2)
    if answer.isListing { return lines + [TextLine(.row, "")] + listing() }
    for part in explanation.comparisons {
      let text = PartText(explanation, nil, catalog)
      lines += [TextLine(.row, ""), TextLine(.remark, "  First the figure that the rows are compared with:")]
      lines += [TextLine(.row, "")] + drawing(part, text) + [TextLine(.row, "")]
      var steps = ExplanationSteps(explanation: self, text: text, row: ExplainedRow(keys: [], columns: []))
      lines += steps.parts(part)
    }
    lines += rowLines().flatMap {
      [TextLine(.row, "")] + TextLine.wrapped(.remark, "  " + $0, width: width, indent: 2)
    }
    for row in explanation.rows {
      let hasHeading = !row.keys.isEmpty && (explanation.rows.count > 1 || plan.projection != nil)
      if hasHeading {
        lines += [TextLine(.row, ""), TextLine(.heading, "  " + label(row.keys))]
      }
      let text = PartText(explanation, row, catalog)
      var steps = ExplanationSteps(explanation: self, text: text, row: row)
      for (number, part) in row.columns.enumerated() {
        lines.append(TextLine(.row, ""))
        if row.columns.count > 1 {
          lines.append(
            TextLine(.header, "  " + names.heading(plan.blocks[plan.main].columns[number].heading)))
        }
        lines += drawing(part, text)
        lines.append(TextLine(.row, ""))
        lines += steps.lines(part, column: number)
      }
    }
    if explanation.rowsLeft > 0 {
      let count = explanation.rowsLeft
      let rest =
        count == 1
        ? "One more row is worked out in the same way" : "The other rows are worked out in the same way"
      let how = explanation.isFull ? "." : ": `explain fully` shows \(count == 1 ? "it" : "them")."
      lines += [TextLine(.row, "")] + TextLine.wrapped(.remark, "  " + rest + how, width: width, indent: 2)
    }
    return lines + notes()
  }

  func label(_ keys: [RowKey]) -> String {
    if case .place(let place)? = keys.first { return place }
    return zip(keys, plan.blocks[plan.main].axes).map { names.key($0, .plan($1)) }.joined(separator: " ")
  }

  // MARK: Rows

  /// Which rows there are, which are shown, and why.
  private func rowLines() -> [String] {
    let block = plan.blocks[plan.main]
    guard !block.axes.isEmpty || block.fileRows != nil, plan.projection == nil else { return [] }
    let each = Names.joined(block.axes.map { "each " + catalog.dimensions[plan.axes[$0].dimension].name })
    let isNamed = block.axes.contains { !plan.axes[$0].isPlain }
    let count = answer.rowsBeforeKeep
    var text =
      count == 1
      ? "There is one row."
      : block.fileRows != nil
        ? "There are \(LoadCount.text(count)) rows of the file, each by itself."
        : isNamed ? "There are \(count) rows." : "There is a row for \(each): \(count) rows."
    if !block.keeps.isEmpty {
      text +=
        " \(answer.rowsBeforeCut) \(answer.rowsBeforeCut == 1 ? "passes" : "pass") the comparison; the others are left out."
    }
    if let cut = block.cut {
      let shown = answer.rows.count
      let within = block.within.map { " of each " + catalog.dimensions[plan.axes[$0].dimension].name } ?? ""
      text +=
        " The \(shown == 1 ? "" : "\(shown) ")\(cut.fromTop ? "highest" : "lowest")\(within) \(shown == 1 ? "is" : "are") shown."
    }
    if answer.rows.isEmpty { return [text + " None is left to be shown."] }
    if let first = explanation.rows.first, explanation.rows.count == 1, answer.rows.count > 1 {
      text += " This is how the first of them comes about, \(label(first.keys)):"
    } else if let first = explanation.rows.first, answer.rows.count == 1 {
      text += " This is how it comes about, \(label(first.keys)):"
    }
    return [text]
  }

  private func listing() -> [TextLine] {
    guard let axis = plan.blocks[plan.main].axes.first, let index = plan.blocks[plan.main].listedFilter else {
      return []
    }
    let dimension = plan.axes[axis].dimension
    let label = catalog.dimensions[dimension]
    let filters = plan.aggregates[index].filters.map { Reading.condition(plan.filters[$0], answer, catalog) }
    let condition = Names.joined(filters)
    var lines: [TextLine] = []
    let count = explanation.tests.count
    if condition.isEmpty {
      lines += TextLine.wrapped(
        .text, "  These are all \(label.plural) that there are: \(count).", width: width, indent: 2)
    } else {
      lines += TextLine.wrapped(
        .text, "  Each of the \(count) \(label.plural) is looked at by itself: is it true that \(condition)?",
        width: width, indent: 2)
    }
    lines.append(TextLine(.row, ""))
    let hasFigures = explanation.tests.contains { $0.value != nil }
    var table = TextTable()
    table.showsHeader = false
    table.columns = [TextTable.Column(header: "", alignment: .left)]
    if hasFigures { table.columns.append(TextTable.Column(header: "", alignment: .right)) }
    if !condition.isEmpty { table.columns.append(TextTable.Column(header: "", alignment: .left)) }
    for test in explanation.isFull ? explanation.tests : Array(explanation.tests.prefix(20)) {
      var row = [catalog.memberName(dimension, test.code)]
      if hasFigures {
        row.append(test.value.map { figure($0, index) } ?? "no figure")
      }
      if !condition.isEmpty { row.append(test.isKept ? "yes" : "no") }
      table.rows.append(row)
    }
    lines += table.lines(indent: 4, width: width).lines
    if !explanation.isFull, count > 20 {
      lines.append(TextLine(.remark, "    … and \(count - 20) more: `explain fully` lists them."))
    }
    let kept = answer.rows.count
    lines += [TextLine(.row, ""), TextLine(.text, "  So the answer has \(kept) of \(count).")]
    return lines + notes()
  }

  /// The figure that a condition looked at.
  private func figure(_ value: Rational, _ index: Int) -> String {
    guard let filter = plan.aggregates[index].filters.first,
      case .figure(let block, _, _, _, _) = plan.filters[filter],
      let column = plan.blocks[block].columns.first
    else { return "" }
    return AmountText.text(value, column.info.unit, power: AmountText.power(column.info.sourcePower))
  }

  // MARK: Drawing

  /// The calculation with its values beneath, or as a list where it has no room.
  private func drawing(_ part: WorkedPart, _ text: PartText) -> [TextLine] {
    let box = self.box(part, text).box
    if box.width + 2 <= max(width ?? 100, 30), box.lines.count <= 14 {
      return box.lines.map { line in
        var line = "  " + line
        while line.last == " " { line.removeLast() }
        return TextLine(.row, line)
      }
    }
    var table = TextTable()
    table.showsHeader = false
    table.columns = [
      TextTable.Column(header: "", alignment: .left), TextTable.Column(header: "", alignment: .right),
    ]
    func add(_ part: WorkedPart, _ depth: Int) {
      if case .constant = part.instruction, depth > 0 { return }
      // A deep calculation is drawn as far as it can be followed.
      guard table.rows.count < 40 else { return }
      var name = text.text(part)
      if DisplayWidth.width(of: name) > 48 { name = PartText.kind(part.instruction) }
      table.rows.append([String(repeating: "  ", count: depth) + name, AmountText.text(part)])
      for inner in part.parts { add(inner, depth + 1) }
    }
    add(part, 0)
    return table.lines(indent: 2, width: nil).lines
  }

  private func box(_ part: WorkedPart, _ text: PartText) -> (box: ExpressionBox, depth: Int) {
    guard let pieces = text.pieces(part) else {
      let box = ExpressionBox(text.text(part))
      if case .constant = part.instruction { return (box, 0) }
      return (box.hanging(AmountText.text(part), characters), 1)
    }
    var depth = 0
    let boxes = pieces.flatMap { piece -> [ExpressionBox] in
      switch piece {
      case .sign(let sign): return [ExpressionBox(sign)]
      case .part(let inner):
        let (box, height) = self.box(inner, text)
        depth = max(depth, height)
        guard text.pieces(inner) != nil else { return [box] }
        return [ExpressionBox("("), box, ExpressionBox(")")]
      }
    }
    return (ExpressionBox(boxes).hanging(AmountText.text(part), characters), depth + 1)
  }

  // MARK: Notes

  func notes() -> [TextLine] {
    let numbers = answer.notes.numbers
    guard !numbers.isEmpty else { return [] }
    return [TextLine(.row, "")]
      + numbers.flatMap {
        TextLine.wrapped(
          .note, "  [\(catalog.notes[$0].citation)] \(catalog.notes[$0].text)", width: width, indent: 2)
      }
  }
}
