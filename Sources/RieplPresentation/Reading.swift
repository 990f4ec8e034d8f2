public import RieplEngine
import RieplSyntax

/// Says in plain English how a question was read.
public struct Reading {
  let catalog: Catalog
  let plan: Plan
  /// What the question came to; nil while it is only typed.
  let answer: Answer?
  let names: Names
  /// A calculation of more steps than this is said as it was written.
  private static let longest = 400

  /// The reading of an answer.
  public static func text(_ answer: Answer, _ catalog: Catalog) -> String {
    Reading(
      catalog: catalog, plan: answer.plan, answer: answer, names: Names(catalog: catalog, plan: answer.plan)
    ).text()
  }

  /// The reading of a question that has not been answered: without what only the answer tells.
  public static func text(_ plan: Plan, _ catalog: Catalog) -> String {
    Reading(catalog: catalog, plan: plan, answer: nil, names: Names(catalog: catalog, plan: plan)).text()
  }

  /// A condition of a question in words.
  static func condition(_ filter: Filter, _ answer: Answer, _ catalog: Catalog) -> String {
    Reading(
      catalog: catalog, plan: answer.plan, answer: answer, names: Names(catalog: catalog, plan: answer.plan)
    ).text(filter)
  }

  /// A condition of a question that has not been answered in words.
  static func condition(_ filter: Filter, answerless plan: Plan, _ catalog: Catalog) -> String {
    Reading(catalog: catalog, plan: plan, answer: nil, names: Names(catalog: catalog, plan: plan)).text(
      filter)
  }

  private func text() -> String {
    let block = plan.blocks[plan.main]
    var parts: [String] = []
    // Nobody reads a sentence of a calculation that long, and taking it apart would need as much stack.
    if block.instructions.count > Reading.longest { return Names.folded(plan.source.text(in: plan.range)) }
    if block.axes.isEmpty, block.columns.allSatisfy(\.info.isConstant) {
      return Names.folded(plan.source.text(in: plan.range))
    }
    if plan.projection != nil {
      parts.append(projection(block))
    } else if let listed = block.listedFilter {
      parts.append(listing(listed))
    } else if plan.modifier == .compare, block.columns.count > 1 {
      parts.append(
        column(block.columns[0].register, block) + " compared with "
          + column(block.columns[1].register, block))
    } else {
      parts.append(
        block.columns.map { shown in
          let text = column(shown.register, block)
          guard let per = shown.info.per, shown.display == nil else { return text }
          return "\(text), in £ per £1 of \(catalog.measures[per].name)"
        }.joined(separator: "; "))
    }
    parts += context(block)
    parts += rows(block, isMain: true)
    return parts.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  // MARK: Rows

  private func rows(_ block: Block, isMain: Bool) -> [String] {
    var parts: [String] = []
    if !block.axes.isEmpty, block.listedFilter == nil {
      let axes = block.axes.map { number -> String in
        let axis = plan.axes[number]
        // The dimension's name stands for a row of each member that the context leaves.
        let members =
          plan.context.first { $0.dimension == axis.dimension }?.members ?? plan.ownMembers[axis.dimension]
          ?? catalog.allMembers(axis.dimension)
        let each = members.numbers.map { AxisRow.member($0) }
        guard axis.rows.starts(with: each), each.count > 1 else {
          return axis.rows.map { names.row($0, axis.dimension) }.joined(separator: ", ")
        }
        let others = axis.rows.dropFirst(each.count).map { names.row($0, axis.dimension) }
        return ([catalog.dimensions[axis.dimension].name] + others).joined(separator: ", ")
      }
      parts.append("by " + axes.joined(separator: " and "))
    }
    if let rows = block.fileRows {
      let measure = catalog.measures.first { $0.table == rows.table }
      parts.append("the rows of " + (measure.map { catalog.datasets[$0.dataset].document } ?? "the file"))
    }
    for keep in block.keeps {
      let isEquality = keep.comparison == .equal || keep.comparison == .notEqual
      parts.append(
        (block.isInverted
          ? "where it fails that it " + (isEquality ? "" : "is ")
          : isEquality ? "only where that " : "only ")
          + comparison(keep.comparison, keep.value, keep.upper, block))
    }
    if block.isRanked { parts.append("ranked from the highest") }
    if let cut = block.cut {
      // How many rows there are is known of the main question alone.
      let of = isMain ? answer?.rowsBeforeCut : nil
      let shown = min(cut.count, of ?? cut.count)
      let within =
        block.within.map { " within each " + catalog.dimensions[plan.axes[$0].dimension].name } ?? ""
      parts.append(
        (cut.fromTop ? "highest" : "lowest") + " \(LoadCount.text(shown))"
          + (within.isEmpty ? of.map { " of \(LoadCount.text($0))" } ?? "" : within))
    }
    // A cut is shown in its own order where nothing else is said.
    if let order = block.order, block.cut.map({ order != ($0.fromTop ? .highest : .lowest) }) ?? true {
      parts.append(
        order == .name ? "in order of names" : order == .highest ? "highest first" : "lowest first")
    }
    guard isMain else { return parts }
    if block.cut == nil, let answer, answer.rows.count != answer.rowsBeforeKeep || !block.keeps.isEmpty,
      !block.axes.isEmpty || block.fileRows != nil, block.listedFilter == nil, plan.projection == nil
    {
      parts.append("\(LoadCount.text(answer.rows.count)) of \(LoadCount.text(answer.rowsBeforeKeep))")
    }
    if let within = block.within, block.cut == nil {
      parts.append("afresh within each " + catalog.dimensions[plan.axes[within].dimension].name)
    }
    return parts
  }

  private func comparison(
    _ comparison: Comparison, _ value: ComparisonEnd, _ upper: ComparisonEnd?, _ block: Block
  ) -> String {
    let first = endText(value, block)
    switch comparison {
    case .equal: return "is \(first)"
    case .notEqual: return "is not \(first)"
    case .less: return "below \(first)"
    case .lessOrEqual: return "at most \(first)"
    case .greater: return "above \(first)"
    case .greaterOrEqual: return "at least \(first)"
    case .between: return "between \(first) and \(upper.map { endText($0, block) } ?? "")"
    }
  }

  private func endText(_ end: ComparisonEnd, _ block: Block) -> String {
    switch end {
    case .once(let number): blockText(number)
    case .column(let column): names.heading(block.columns[column].heading) + " in the same row"
    }
  }

  private func blockText(_ number: Int) -> String {
    guard let column = plan.blocks[number].columns.first else { return "" }
    let text = names.heading(column.heading)
    guard !column.info.isConstant, let value = answer?.values[number] else { return text }
    return "\(text) (\(ValueText.text(value.cell, value.format)))"
  }

  // MARK: Context

  private func context(_ block: Block) -> [String] {
    var parts: [String] = []
    for members in plan.context {
      let isYears = catalog.dimensions[members.dimension].isYears
      if members.names.isEmpty {
        // A span: change and growth have it in their own words.
        if block.instructions.contains(where: {
          switch $0 {
          case .change, .growth: plan.modifier != .compare
          default: false
          }
        }) {
          continue
        }
        parts.append("from " + names.members(members.dimension, members.members))
        continue
      }
      parts.append((isYears ? "in " : "for ") + catalog.namesText(members.names[...], last: " and "))
    }
    for filter in usedFilters(block) { parts.append("where " + text(plan.filters[filter])) }
    return parts
  }

  /// The conditions that all figures of a block share, also those in brackets; others are said beside their figures.
  private func usedFilters(_ block: Block) -> [Int] { sharedFilters(block) ?? [] }

  /// Nil for a block without figures.
  private func sharedFilters(_ block: Block) -> [Int]? {
    var shared: [Int]?
    for instruction in block.instructions {
      let filters: [Int]?
      switch instruction {
      case .aggregate(let index): filters = plan.aggregates[index].filters
      case .reduce(let number, _): filters = sharedFilters(plan.blocks[number])
      default: continue
      }
      guard let filters else { continue }
      shared = shared.map { known in known.filter(filters.contains) } ?? filters
    }
    return shared
  }

  /// Whether conditions leave figures in a way that can't be said by members.
  private func isChosen(_ aggregate: Aggregate) -> Bool {
    func isPlain(_ filter: Filter) -> Bool {
      switch filter {
      case .members: true
      case .all(let parts): parts.allSatisfy(isPlain)
      case .any, .not, .figure: false
      }
    }
    return !aggregate.filters.allSatisfy { isPlain(plan.filters[$0]) }
  }

  /// A condition inside another: in brackets where it joins several.
  private func nested(_ filter: Filter) -> String {
    switch filter {
    case .any, .all: "(" + text(filter) + ")"
    default: text(filter)
    }
  }

  private func text(_ filter: Filter) -> String {
    switch filter {
    case .any(let parts): return parts.map { nested($0) }.joined(separator: " or ")
    case .all(let parts): return parts.map { nested($0) }.joined(separator: " and ")
    case .not(let inner): return "not " + nested(inner)
    case .members(let dimension, let members):
      let label = catalog.dimensions[dimension]
      let left = catalog.allMembers(dimension).subtracting(members)
      if !left.isEmpty, left.count < members.count, left.count <= 3, !label.isOrdered {
        return "\(label.name) is not " + Names.joined(left.numbers.map { label.members[$0].name })
      }
      return "\(label.name) is " + names.members(dimension, members, last: " or ")
    case .figure(let block, _, let comparison, let value, let upper):
      return (isOfRows(block) ? "the row's " : "") + blockText(block) + " is "
        + self.comparison(comparison, value, upper, plan.blocks[block]).replacingPrefix("is ", with: "")
    }
  }

  /// Whether a condition is on the rows of a file one by one.
  private func isOfRows(_ condition: Int) -> Bool {
    plan.aggregates.contains { aggregate in
      !aggregate.filters.isEmpty
        && plan.isOfRows(condition: condition, on: aggregate.measure, catalog)
    }
  }

  // MARK: Columns

  private func column(_ register: Int32, _ block: Block) -> String {
    phrase(register, block, isInside: false)
  }

  private func phrase(_ register: Int32, _ block: Block, isInside: Bool) -> String {
    func inner(_ register: Int32) -> String { phrase(register, block, isInside: true) }
    switch block.instructions[Int(register)] {
    case .constant(let value, let unit, let isApproximate):
      return ValueText.text(value, constantFormat(value, unit), isApproximate: isApproximate)
    case .fact(let number): return catalog.facts[number].name
    case .last:
      guard let last = plan.last else { return "it" }
      let text = ValueText.text(last.quantity.value, last.format, isApproximate: last.quantity.isApproximate)
      // What is printed is not always all of it.
      let isAll = last.format.rounded(last.quantity.value) == last.format.scaled(last.quantity.value)
      return isAll ? text : text + " (unrounded)"
    case .aggregate(let index): return aggregate(index, block)
    case .negate(let a): return "-" + inner(a)
    case .add(let a, let b): return bracketed(inner(a) + " + " + inner(b), isInside)
    case .subtract(let a, let b): return bracketed(inner(a) + " - " + inner(b), isInside)
    case .multiply(let a, let b): return inner(a) + " * " + factor(b, block)
    case .divide(let a, let b): return inner(a) + " / " + factor(b, block) + periods(a, b, block)
    case .power(let a, let b): return inner(a) + " ^ " + inner(b)
    case .share(let part, let whole): return "share of " + inner(part) + wholeText(part, whole, block)
    case .change(let start, let end): return "change of " + span(start, end, block)
    case .growth(let start, let end):
      return plan.modifier == .compare ? "difference" : "growth of " + span(start, end, block)
    case .cumulative(let a): return inner(a) + ", added up row by row"
    case .nearest(let a, let step): return inner(a) + " to the nearest " + inner(step)
    case .reduce(let number, let reducer):
      let inner = plan.blocks[number]
      var parts = [inner.columns.first.map { phrase($0.register, inner, isInside: false) } ?? ""]
      // What the whole question shares is said once, at its end.
      let shared = usedFilters(block)
      parts += usedFilters(inner).filter { !shared.contains($0) }.map { "where " + text(plan.filters[$0]) }
      parts += rows(inner, isMain: false)
      let word = reducer.map { WordTable.spelling(WordTable.word($0)) + " of " } ?? ""
      return word + "(" + parts.filter { !$0.isEmpty }.joined(separator: ", ") + ")"
    }
  }

  /// What stands behind * or /: in brackets where it is a product itself.
  private func factor(_ register: Int32, _ block: Block) -> String {
    let text = phrase(register, block, isInside: true)
    switch block.instructions[Int(register)] {
    case .multiply, .divide: return "(" + text + ")"
    default: return text
    }
  }

  private func bracketed(_ text: String, _ isInside: Bool) -> String { isInside ? "(\(text))" : text }

  /// A literal: the fewest decimals that show it exactly.
  private func constantFormat(_ value: Rational, _ unit: RieplEngine.Unit) -> NumberFormat {
    // £1,000,000 is written £1m.
    if unit == .money {
      for power in [9, 6] {
        let format = NumberFormat(unit: unit, power: power, decimals: 2)
        if format.scaled(value).magnitude >= .one, format.rounded(value) == format.scaled(value) {
          let decimals =
            (0...2).first { format.scaled(value).rounded(decimals: $0) == format.scaled(value) } ?? 2
          return NumberFormat(unit: unit, power: power, decimals: decimals)
        }
      }
    }
    for decimals in 0...6 {
      let format = NumberFormat(unit: unit, power: unit.printedPower, decimals: decimals)
      if format.rounded(value) == format.scaled(value) { return format }
    }
    return NumberFormat(unit: unit, power: unit.printedPower, decimals: 2)
  }

  /// Whose whole a share is of.
  private func wholeText(_ part: Int32, _ whole: Int32, _ block: Block) -> String {
    guard case .aggregate(let a) = block.instructions[Int(part)],
      case .aggregate(let b) = block.instructions[Int(whole)]
    else { return "" }
    let differing = plan.aggregates[a].dimensions.indices.filter {
      plan.aggregates[a].scopes[$0] != plan.aggregates[b].scopes[$0]
    }
    let texts = differing.map { place -> String in
      let dimension = plan.aggregates[b].dimensions[place]
      switch plan.aggregates[b].scopes[place] {
      case .members(let members):
        return names.members(
          dimension, conditioned(dimension, plan.aggregates[b])?.intersection(members) ?? members)
      case .all:
        return names.members(
          dimension, conditioned(dimension, plan.aggregates[b]) ?? catalog.allMembers(dimension))
      case .axis, .axisBefore: return "each " + catalog.dimensions[dimension].name
      }
    }
    return texts.isEmpty ? "" : " in that of " + Names.joined(texts)
  }

  /// "allocation from 2008-09 to 2009-10".
  private func span(_ start: Int32, _ end: Int32, _ block: Block) -> String {
    guard case .aggregate(let a) = block.instructions[Int(start)],
      case .aggregate(let b) = block.instructions[Int(end)]
    else {
      return phrase(end, block, isInside: true)
    }
    let from = plan.aggregates[a]
    let to = plan.aggregates[b]
    for place in to.dimensions.indices where from.scopes[place] != to.scopes[place] {
      let dimension = to.dimensions[place]
      var text = aggregate(b, block, leavingOut: place)
      switch (from.scopes[place], to.scopes[place]) {
      case (.members(let first), .members(let last)):
        text += " from \(names.members(dimension, first)) to \(names.members(dimension, last))"
      default: text += " from the \(catalog.dimensions[dimension].name) before"
      }
      return text
    }
    return aggregate(b, block)
  }

  /// What a ratio over unlike periods divides by what.
  private func periods(_ a: Int32, _ b: Int32, _ block: Block) -> String {
    guard case .aggregate(let first) = block.instructions[Int(a)],
      case .aggregate(let second) = block.instructions[Int(b)],
      let left = period(plan.aggregates[first]), let right = period(plan.aggregates[second]),
      left.when != right.when
    else { return "" }
    return " (\(left.what)\(left.when) / \(right.what)\(right.when))"
  }

  private func period(_ aggregate: Aggregate) -> (what: String, when: String)? {
    guard aggregate.measure >= 0 else { return nil }
    let measure = catalog.measures[aggregate.measure]
    if let period = measure.period { return ("", period) }
    let what = measure.unit == .money ? "the money of " : "the figures of "
    for (place, dimension) in aggregate.dimensions.enumerated() where catalog.dimensions[dimension].isYears {
      switch aggregate.scopes[place] {
      case .all: return (what, names.members(dimension, own(measure, dimension)))
      case .members(let members):
        return (what, names.members(dimension, members.intersection(own(measure, dimension))))
      case .axis, .axisBefore: return (what, "the year")
      }
    }
    return nil
  }

  /// The members of a dimension that a measure has figures of.
  private func own(_ measure: Measure, _ dimension: Int) -> BitSet {
    measure.members[dimension] ?? catalog.allMembers(dimension)
  }

  private func aggregate(_ index: Int, _ block: Block, leavingOut: Int? = nil) -> String {
    let aggregate = plan.aggregates[index]
    let main = plan.context
    let named = Set(main.map(\.dimension))
    var isOverContext = false
    var slices: [String] = []
    var open: [String] = []
    for (place, dimension) in aggregate.dimensions.enumerated() where place != leavingOut {
      // The rows of a file are not added up.
      if block.fileRows != nil { continue }
      switch aggregate.scopes[place] {
      case .axis, .axisBefore: continue
      case .all:
        // A condition that leaves one member is said behind the figure.
        if let left = conditioned(dimension, aggregate), left.count <= 1 { continue }
        // Of the many columns of a file only the years are said.
        let isFile =
          aggregate.measure >= 0 && catalog.datasets[catalog.measures[aggregate.measure].dataset].rows > 0
        if isFile, !catalog.dimensions[dimension].isYears { continue }
        if catalog.dimensions[dimension].members.count > 1 {
          open.append(
            names.members(
              dimension,
              conditioned(dimension, aggregate)
                ?? (aggregate.measure >= 0
                  ? own(catalog.measures[aggregate.measure], dimension)
                  : plan.ownMembers[dimension] ?? catalog.allMembers(dimension))
            ))
        }
      case .members(let members):
        if aggregate.sliced.contains(dimension) {
          let isWhole = members == catalog.allMembers(dimension)
          let text =
            isWhole
            ? catalog.wholeName(dimension)
            : groupName(dimension, members) ?? names.members(dimension, members)
          slices.append((catalog.dimensions[dimension].isYears ? "in " : "of ") + text)
        } else if main.first(where: { $0.dimension == dimension })?.members != members {
          // A bracket has clauses of its own.
          let text = names.members(dimension, members)
          slices.append((catalog.dimensions[dimension].isYears ? "in " : "for ") + text)
          if members.count > 1, aggregate.reducer != .sum { open.append(text) }
        } else if members.count > 1 {
          // What the context names is said once, behind the figures.
          if !named.contains(dimension) || catalog.dimensions[dimension].isOrdered {
            open.append(names.members(dimension, members))
          } else {
            isOverContext = true
          }
        }
      }
    }
    let name =
      aggregate.measure >= 0
      ? catalog.measures[aggregate.measure].name : catalog.dimensions[aggregate.dimension].plural
    var figure = ([name] + slices).joined(separator: " ")
    let own = aggregate.filters.filter { !usedFilters(block).contains($0) }
    if !own.isEmpty { figure += " where " + own.map { text(plan.filters[$0]) }.joined(separator: " and ") }
    let over = isChosen(aggregate) && !open.isEmpty ? "those" : Names.joined(open)
    switch aggregate.reducer {
    case .sum:
      if open.isEmpty { return isOverContext ? figure + " added up" : figure }
      return "\(figure) added up over \(over)"
    case .count where aggregate.measure >= 0 && catalog.measures[aggregate.measure].isOfRows:
      return "how many \(figure)"
    case .count:
      return aggregate.measure >= 0
        ? "how many figures of \(figure)" + (open.isEmpty ? "" : " over \(over)") : "how many \(figure)"
    default:
      let word = WordTable.spelling(WordTable.word(aggregate.reducer))
      let count = aggregate.reducer == .average ? counted(index) : ""
      return "\(word) \(figure)" + (open.isEmpty ? "" : " over \(over)") + count
    }
  }

  /// The members of a dimension that the conditions on an aggregate leave, where they name any.
  private func conditioned(_ dimension: Int, _ aggregate: Aggregate) -> BitSet? {
    var left: BitSet?
    func look(_ filter: Filter) {
      switch filter {
      case .all(let parts): for part in parts { look(part) }
      case .members(dimension, let members): left = left.map { $0.intersection(members) } ?? members
      default: break
      }
    }
    for filter in aggregate.filters { look(plan.filters[filter]) }
    return left
  }

  /// How many figures an average is of, where all rows have the same number.
  private func counted(_ index: Int) -> String {
    let block = plan.blocks[plan.main]
    guard block.columns.count == 1,
      case .aggregate(index) = block.instructions[Int(block.columns[0].register)]
    else { return "" }
    let counts = Set((answer?.rows ?? []).compactMap { $0.cells.first?.count })
    guard counts.count == 1, let count = counts.first, count > 0 else { return "" }
    return " (\(count) \(count == 1 ? "figure" : "figures"))"
  }

  private func groupName(_ dimension: Int, _ members: BitSet) -> String? {
    catalog.groups.last { $0.dimension == dimension && $0.members == members && $0.members.count > 1 }?.name
  }

  private func listing(_ index: Int) -> String {
    let aggregate = plan.aggregates[index]
    let label = catalog.dimensions[aggregate.dimension]
    guard let answer else { return "the \(label.plural)" }
    return answer.rows.count == answer.rowsBeforeKeep
      ? "the \(LoadCount.text(answer.rows.count)) \(label.plural)"
      : "\(LoadCount.text(answer.rows.count)) of \(LoadCount.text(answer.rowsBeforeKeep)) \(label.plural)"
  }

  // MARK: Projections

  private func projection(_ block: Block) -> String {
    guard let projection = plan.projection else { return "" }
    let figure = column(block.columns[0].register, block)
    let years =
      "from \(FinancialYear.text(projection.firstYear)) to \(FinancialYear.text(projection.lastYear))"
    var segments: [(rate: Rational, until: Int)] = []
    for (offset, rate) in projection.rates.enumerated() {
      let year = projection.firstYear + 1 + offset
      if let last = segments.last, last.rate == rate {
        segments[segments.count - 1].until = year
      } else {
        segments.append((rate, year))
      }
    }
    let rates = segments.map { segment in
      let text = ValueText.text(segment.rate, constantFormat(segment.rate, .percent)) + " a year"
      return segments.count > 1 ? "\(text) until \(FinancialYear.text(segment.until))" : text
    }
    return "\(figure), projected \(years), \(projection.isLinear ? "linear" : "compound") at "
      + rates.joined(separator: ", then ")
  }
}

extension String {
  func replacingPrefix(_ prefix: String, with other: String) -> String {
    hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
  }
}
