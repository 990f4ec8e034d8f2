import RieplEngine
import RieplSyntax

/// Draws questions about a dataset: right ones, unless a fault is asked for.
struct QuestionGenerator {
  typealias Model = QuestionModel

  let data: SampleData
  var random: ProofRandom

  /// A question that has an answer.
  mutating func question() -> QuestionModel {
    while true {
      if let question = attempt() { return question }
    }
  }

  private mutating func attempt() -> QuestionModel? {
    let main = random.int(0...data.columns.count - 1)
    var model = QuestionModel(calculations: [])
    model.rows = drawRows(main)
    let rowAxes = model.rowAxes(data)
    drawSelections(main, rowAxes, &model)
    let needed = Set(rowAxes + model.selections.map(\.axis))
    let pool = data.columns.indices.filter { needed.isSubset(of: data.columns[$0].axes) }
    let isBare = random.once(in: 5) && !rowAxes.isEmpty
    let count = random.pick([1, 1, 1, 1, 2, 3])
    for number in 0..<count {
      let column = number == 0 ? main : random.pick(pool)
      guard let calculation = drawCalculation(column, pool, model, isBare: isBare) else { return nil }
      model.calculations.append(calculation)
    }
    if random.once(in: 12), let change = drawChange(main, model) {
      model.calculations = [change]
    } else if random.once(in: 8), let reduced = drawReduced(main, model) {
      model.calculations = [reduced]
    } else if random.once(in: 12), drawComparison(main, pool, &model) {
      return model
    }
    let hasSlicedShare = model.calculations.contains {
      if case .share(let figure) = $0 { !figure.slices.isEmpty } else { false }
    }
    // Whether a row is shown of which only the whole of a share is left, is nobody's rule.
    if random.once(in: 3), !hasSlicedShare || rowAxes.isEmpty {
      model.condition = drawCondition(model, depth: random.int(0...2))
    }
    if random.once(in: 12), rowAxes.count == 1, let running = drawFigure(main, model, isBare: false),
      running.reducer == .sum
    {
      model.calculations = [.cumulative(running)]
      if random.once(in: 2) { model.sort = random.pick([.highest, .lowest, .name]) }
      return model
    }
    drawOrder(&model)
    if model.calculations.count == 1, random.once(in: 4) { model.keep = drawKeep(model) }
    if model.calculations.count == 1, !isBare, random.once(in: 6) { model.isDefined = true }
    if model.calculations.count == 1, model.keep == nil, random.once(in: 6),
      case .figure(let figure) = model.calculations[0], unit(figure) == data.columns[figure.column].unit
    {
      model.nearest = Int64(random.pick([2, 5, 10, 25, 1000]))
    }
    return model
  }

  // MARK: Rows and selections

  private mutating func drawRows(_ column: Int) -> Model.Rows {
    let axes = data.columns[column].axes
    switch random.int(0...9) {
    case 0...2: return .none
    case 3...5: return .axes([random.pick(axes)])
    case 6...7: return .axes(Array(axes.shuffled(using: &random).prefix(2)))
    default:
      let axis = random.pick(axes)
      return .places(random.some(places(axis)).shuffled(using: &random))
    }
  }

  /// All that can be named of a dimension.
  func places(_ axis: Int) -> [Model.Place] {
    data.axes[axis].members.indices.map { .member(axis: axis, code: $0) } + [.whole(axis: axis)]
      + data.groups.indices.filter { data.groups[$0].axis == axis }.map { .group($0) }
  }

  private mutating func drawSelections(_ column: Int, _ rowAxes: [Int], _ model: inout QuestionModel) {
    for axis in data.columns[column].axes.shuffled(using: &random) where random.once(in: 4) {
      if rowAxes.contains(axis), case .places = model.rows { continue }
      model.selections.append(drawSelection(axis))
    }
  }

  mutating func drawSelection(_ axis: Int) -> Model.Selection {
    let members = Array(data.axes[axis].members.indices)
    if data.axes[axis].firstYear != nil, random.once(in: 3) {
      let ends = random.some(members, atLeast: 2, atMost: 2)
      return Model.Selection(axis: axis, items: ends.map { .member(axis: axis, code: $0) }, isSpan: true)
    }
    var selection = Model.Selection(
      axis: axis, items: random.some(places(axis), atMost: 4).shuffled(using: &random))
    if random.once(in: 3) {
      let named = Model.members(selection, data)
      let excluded = random.pick(named)
      if named.count > 1 { selection.excluded = [.member(axis: axis, code: excluded)] }
    }
    return selection
  }

  // MARK: Calculations

  /// Whether figures of a column may be added up where a question leaves dimensions open.
  func addsUp(_ column: Int, slices: [Model.Place], _ model: QuestionModel) -> Bool {
    data.columns[column].axes.allSatisfy { axis in
      if data.columns[column].addsOver.contains(axis) { return true }
      if let slice = Model.slice(slices, axis, data) { return slice.count == 1 }
      if model.rowAxes(data).contains(axis) {
        guard case .places(let places) = model.rows else { return true }
        return places.allSatisfy { Model.members($0, data).codes.count == 1 }
      }
      return model.selected(axis, data)?.count == 1
    }
  }

  private mutating func drawFigure(
    _ column: Int, _ model: QuestionModel, isBare: Bool, maySliceRows: Bool = false
  )
    -> Model.Figure?
  {
    var figure = Model.Figure(column: column)
    for axis in data.columns[column].axes where random.once(in: 4) {
      if model.rowAxes(data).contains(axis), !maySliceRows { continue }
      if model.selected(axis, data) != nil { continue }
      figure.slices.append(random.pick(places(axis)))
    }
    figure.slices.shuffle(using: &random)
    let adds = addsUp(column, slices: figure.slices, model)
    if isBare { return adds ? figure : nil }
    let reducers: [Reducer] = [.average, .count, .lowest, .highest, .median, .range]
    figure.reducer = adds && !random.once(in: 2) ? .sum : random.pick(reducers)
    return figure
  }

  func unit(_ figure: Model.Figure) -> RieplEngine.Unit {
    switch (figure.reducer, data.columns[figure.column].unit) {
    case (.count, _): .count
    case (.range, .percent): .points
    case (_, let unit): unit
    }
  }

  private mutating func drawCalculation(_ column: Int, _ pool: [Int], _ model: QuestionModel, isBare: Bool)
    -> Model.Calculation?
  {
    switch random.int(0...9) {
    case 0...3: return drawFigure(column, model, isBare: isBare).map { .figure($0) }
    case 4:
      guard let left = drawFigure(column, model, isBare: isBare),
        let right = drawFigure(random.pick(pool), model, isBare: isBare), unit(left) == unit(right),
        unit(left) != .percent, unit(left) != .points
      else { return nil }
      return .combined(left, isAdded: random.once(in: 2), right)
    case 5...6:
      guard let left = drawFigure(column, model, isBare: isBare),
        let right = drawFigure(random.pick(pool), model, isBare: isBare, maySliceRows: random.once(in: 3))
      else { return nil }
      let units = (unit(left), unit(right))
      guard units.0 == units.1 || units.1 == .number || units.1 == .count else { return nil }
      return .ratio(left, right)
    case 7...8:
      guard data.columns[column].addsOver.count == data.columns[column].axes.count else { return nil }
      let open = data.columns[column].axes.filter {
        !model.rowAxes(data).contains($0) && model.selected($0, data) == nil
      }
      var figure = Model.Figure(reducer: isBare ? nil : .sum, column: column)
      if !open.isEmpty, model.rowAxes(data).isEmpty || random.once(in: 3) {
        figure.slices = [random.pick(places(random.pick(open)))]
      }
      return figure.slices.isEmpty && model.rowAxes(data).isEmpty ? nil : .share(figure)
    default: return drawFigure(column, model, isBare: isBare).map { .scaled($0, times: random.int(2...9)) }
    }
  }

  private mutating func drawChange(_ column: Int, _ model: QuestionModel) -> Model.Calculation? {
    guard let axis = data.columns[column].axes.first(where: { data.axes[$0].firstYear != nil }),
      !model.rowAxes(data).contains(axis), model.selected(axis, data) == nil,
      data.columns[column].addsOver.count == data.columns[column].axes.count,
      data.columns[column].unit != .percent
    else { return nil }
    let ends = random.some(Array(data.axes[axis].members.indices), atLeast: 2, atMost: 2)
    return .change(
      Model.Figure(reducer: .sum, column: column), from: ends[0], to: ends[1], axis: axis,
      isGrowth: random.once(in: 2))
  }

  /// `average (sum allocation by region)`, where region is neither a row nor sliced.
  private mutating func drawReduced(_ column: Int, _ model: QuestionModel) -> Model.Calculation? {
    let open = data.columns[column].axes.filter { !model.rowAxes(data).contains($0) }
    guard !open.isEmpty, data.columns[column].unit != .percent else { return nil }
    let axis = random.pick(open)
    var inner = model
    inner.rows = .axes(model.rowAxes(data) + [axis])
    var figure = Model.Figure(reducer: random.pick([.lowest, .highest, .count]), column: column)
    for other in open where other != axis && model.selected(other, data) == nil && random.once(in: 3) {
      figure.slices.append(random.pick(places(other)))
    }
    if case .places = model.rows { return nil }
    if addsUp(column, slices: figure.slices, inner), random.once(in: 2) { figure.reducer = .sum }
    let reducers: [Reducer] =
      [.average, .lowest, .highest, .range, .count] + (figure.reducer == .sum ? [.sum] : [])
    return .reduced(random.pick(reducers), figure, axis: axis)
  }

  /// `compare … with …`: two figures of one unit, their difference, and that as a part of the second.
  private mutating func drawComparison(_ column: Int, _ pool: [Int], _ model: inout QuestionModel) -> Bool {
    guard let left = drawFigure(column, model, isBare: false),
      let right = drawFigure(random.pick(pool), model, isBare: false), unit(left) == unit(right),
      unit(left) != .percent, unit(left) != .points
    else { return false }
    model.calculations = [
      .figure(left), .figure(right), .combined(left, isAdded: false, right), .excess(left, right),
    ]
    model.isCompared = true
    if random.once(in: 3) { model.condition = drawCondition(model, depth: random.int(0...1)) }
    return true
  }

  // MARK: Conditions

  /// A condition that every figure of a question can be put to; nil where there is none.
  mutating func drawCondition(_ model: QuestionModel, depth: Int) -> Model.Condition? {
    let common = model.figures.reduce(Set(data.axes.indices)) {
      $0.intersection(data.columns[$1.column].axes)
    }
    return drawCondition(axes: common.sorted(), depth: depth)
  }

  mutating func drawCondition(axes: [Int], depth: Int, figuresOnly: Bool = false) -> Model.Condition {
    if depth > 0 {
      var parts: [Model.Condition] = []
      for _ in 0..<random.int(2...3) {
        parts.append(drawCondition(axes: axes, depth: depth - 1, figuresOnly: figuresOnly))
      }
      switch random.int(0...3) {
      case 0...1: return .any(parts)
      case 2: return .all(parts)
      default: return .not(parts[0])
      }
    }
    if !figuresOnly, !axes.isEmpty, random.once(in: 2) {
      let axis = random.pick(axes)
      let codes = Array(data.axes[axis].members.indices)
      if data.axes[axis].firstYear != nil, random.once(in: 2) {
        let comparison = random.pick([Comparison.less, .lessOrEqual, .greater, .greaterOrEqual, .between])
        let ends = random.some(codes, atLeast: 2, atMost: 2)
        return .order(axis: axis, comparison, ends[0], comparison == .between ? ends[1] : nil)
      }
      let places = random.some(places(axis), atMost: 3)
      return .member(axis: axis, places, isNot: random.once(in: 3))
    }
    let column = random.int(0...data.columns.count - 1)
    var slices: [Model.Place] = []
    for axis in data.columns[column].axes where !axes.contains(axis) || random.once(in: 8) {
      slices.append(.member(axis: axis, code: random.int(0...data.axes[axis].members.count - 1)))
    }
    let values = data.columns[column].values.compactMap { $0 }
    let value = values.isEmpty ? 5 : random.pick(values)
    let comparison = random.pick([
      Comparison.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .between,
    ])
    let other = values.isEmpty ? 9 : random.pick(values)
    return .compare(
      column: column, slices: slices, comparison, comparison == .between ? min(value, other) : value,
      comparison == .between ? max(value, other) : nil)
  }

  // MARK: Order and comparison

  private mutating func drawOrder(_ model: inout QuestionModel) {
    let axes = model.rowAxes(data)
    guard !axes.isEmpty else { return }
    switch random.int(0...7) {
    case 0: model.sort = random.pick([.highest, .lowest, .name])
    case 1...2: model.cut = (random.int(1...5), random.once(in: 2))
    case 3:
      model.cut = (random.int(1...5), random.once(in: 2))
      model.sort = random.pick([.highest, .lowest, .name])
    case 4: model.isRanked = true
    default: break
    }
    let hasShare = model.calculations.contains { if case .share = $0 { true } else { false } }
    if model.cut != nil, axes.count == 2, !hasShare, random.once(in: 2) { model.within = random.pick(axes) }
  }

  /// A comparison with a value that is near what the question may come to.
  private mutating func drawKeep(_ model: QuestionModel) -> Model.Keep? {
    guard let calculation = model.calculations.first, let figure = calculation.figures.first else {
      return nil
    }
    let column = data.columns[figure.column]
    var power = figure.reducer == .count ? 0 : column.sourcePower
    var unit = unit(figure)
    let values = column.values.compactMap { $0 }
    var value = values.isEmpty ? 5 : random.pick(values) * Int64(random.int(1...3))
    if figure.reducer == .count { value = Int64(random.int(0...9)) }
    switch calculation {
    case .reduced(.count, _, _):
      (unit, power, value) = (.count, 0, Int64(random.int(0...9)))
    case .ratio(let left, let right):
      unit = self.unit(left) == self.unit(right) || self.unit(left) == .count ? .number : self.unit(left)
      power = -2
      value = Int64(random.int(1...300))
    case .share, .change(_, _, _, _, isGrowth: true):
      unit = .percent
      power = -4
      value = Int64(random.int(1...6000))
    default: break
    }
    let comparison = random.pick([
      Comparison.equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .between,
    ])
    if case .figure(let figure) = calculation, comparison != .between, figure.reducer != nil,
      self.unit(figure) == column.unit, random.once(in: 2),
      let (other, isOfRows) = drawOther(figure, model)
    {
      return Model.Keep(
        comparison: comparison, value: 0, power: power, unit: unit, figure: other, isOfRows: isOfRows)
    }
    return Model.Keep(
      comparison: comparison, value: value, upper: comparison == .between ? value * 2 + 1 : nil, power: power,
      unit: unit)
  }

  /// A figure of the same unit to compare a figure with, and whether that is done row by row; nil for one that the
  /// question can't have.
  private mutating func drawOther(_ figure: Model.Figure, _ model: QuestionModel) -> (Model.Figure, Bool)? {
    let axes = data.columns[figure.column].axes
    let column = random.pick(
      data.columns.indices.filter {
        data.columns[$0].unit == data.columns[figure.column].unit
          && Set(axes).isSubset(of: data.columns[$0].axes)
      })
    var other = Model.Figure(
      reducer: random.pick([.sum, .average, .median, .lowest, .highest]), column: column)
    for axis in data.columns[column].axes where random.once(in: 6) {
      other.slices.append(random.pick(places(axis)))
    }
    if random.once(in: 3), column == figure.column { other.slices = figure.slices }
    let rows = Set(model.rowAxes(data))
    let open = Set(
      data.columns[column].axes.filter { Model.slice(other.slices, $0, data) == nil })
    let isSame =
      column == figure.column
      && axes.allSatisfy {
        Model.slice(other.slices, $0, data).map(Set.init)
          == Model.slice(figure.slices, $0, data).map(Set.init)
      }
    // What has one figure in each row is of all of them, unless it is a sum.
    let isOfRows =
      !open.isDisjoint(with: rows) && !isSame && (other.reducer == .sum || !open.isSubset(of: rows))
    // The figures of a row that are added up are nowhere near a single one.
    if isSame, figure.reducer == .sum, other.reducer != .sum, !rows.isEmpty, !open.isSubset(of: rows) {
      return nil
    }
    var without = model
    if !isOfRows { without.rows = .none }
    if other.reducer == .sum, !addsUp(column, slices: other.slices, without) { return nil }
    return (other, isOfRows)
  }

  // MARK: Lists

  /// A question for the members of a dimension.
  mutating func listing() -> ListingModel {
    let axis = random.int(0...data.axes.count - 1)
    return ListingModel(
      axis: axis, isCount: random.once(in: 2),
      condition: drawCondition(axes: [axis], depth: random.int(0...2)),
      selection: random.once(in: 4) ? drawSelection(axis) : nil, isByName: false)
  }
}
