import RieplEngine
import RieplSyntax
import Testing

/// Laws that hold for every question of every dataset: the embedded one, and random ones with other dimensions,
/// units and gaps.
@Suite struct Laws {
  /// What a law has been put to.
  struct Tally {
    var tried = 0
    var broken: [String] = []

    /// Two answers have to be the same.
    mutating func same(_ left: Interview.Reply?, _ right: Interview.Reply?, _ what: @autoclosure () -> String)
    {
      guard let left, let right else { return broken.append("refused: \(what())") }
      tried += 1
      if left != right { broken.append("\(what())\n  \(left.rows.prefix(4))\n  \(right.rows.prefix(4))") }
    }

    mutating func holds(_ isTrue: Bool, _ what: @autoclosure () -> String) {
      tried += 1
      if !isTrue { broken.append(what()) }
    }
  }

  /// Puts a law to many questions; the body draws one and looks at it.
  static func check(
    _ law: String, atLeast least: Int = 300, draws: Int = 60,
    _ body: (inout QuestionGenerator, inout Interview, inout Tally) throws -> Void
  ) throws {
    var tally = Tally()
    for number in 0..<16 * ProofSeed.effort {
      var random = ProofSeed.random("data for \(law)", number)
      let data = number % 4 == 0 ? try SampleData.embedded() : SampleData.random(&random)
      var generator = QuestionGenerator(data: data, random: random)
      var interview = try Interview(data)
      for _ in 0..<draws { try body(&generator, &interview, &tally) }
    }
    print("law: \(law): \(tally.tried) questions, \(tally.broken.count) broken; \(ProofSeed.note)")
    for line in tally.broken.prefix(10) { print(line) }
    #expect(tally.broken.isEmpty, "\(law); \(ProofSeed.note)")
    #expect(tally.tried >= least, "\(law)")
  }

  static func reply(_ interview: inout Interview, _ line: String) -> Interview.Reply? {
    if case .reply(let reply) = interview.ask(line) { reply } else { nil }
  }

  /// An exact value as riepl writes it for machines.
  static func rational(_ text: String?) throws -> Rational? {
    guard let text else { return nil }
    let parts = text.split(separator: "/").map(String.init)
    let top = try #require(Rational(decimal: parts[0]))
    return parts.count == 1 ? top : try top.divided(by: try #require(Rational(decimal: parts[1])))
  }

  static func total(_ rows: [Interview.Row]) throws -> Rational {
    try rows.reduce(.zero) { sum, row in try sum.adding(rational(row.values[0]) ?? .zero) }
  }

  /// A measure that adds up over everything, and clauses that narrow it but name no rows.
  static func additive(_ generator: inout QuestionGenerator) -> (column: Int, axis: Int, clauses: String)? {
    let data = generator.data
    let columns = data.columns.indices.filter { data.columns[$0].addsOver == data.columns[$0].axes }
    guard !columns.isEmpty else { return nil }
    let column = generator.random.pick(columns)
    let axes = data.columns[column].axes
    let axis = generator.random.pick(axes)
    var clauses: [String] = []
    if generator.random.once(in: 3) {
      let selection = generator.drawSelection(generator.random.pick(axes))
      clauses.append(QuestionModel.text(selection, data, &generator.random))
    }
    if generator.random.once(in: 2) {
      let condition = generator.drawCondition(axes: axes, depth: generator.random.int(0...2))
      clauses.append("where " + QuestionModel.text(condition, data, &generator.random, isNested: false))
    }
    return (column, axis, clauses.map { " " + $0 }.joined())
  }

  // MARK: Sums and shares

  @Test func rowsAddUpToTheSum() throws {
    try Laws.check("rows add up to the sum") { generator, interview, tally in
      guard let (column, axis, clauses) = Laws.additive(&generator) else { return }
      let (name, rows) = (generator.data.columns[column].name, generator.data.axes[axis].name)
      let split = Laws.reply(&interview, "sum \(name) by \(rows)\(clauses)")
      let whole = Laws.reply(&interview, "sum \(name)\(clauses)")
      guard let split, let whole else {
        return tally.holds(false, "refused: sum \(name) by \(rows)\(clauses)")
      }
      let (sum, value) = (try Laws.total(split.rows), try Laws.rational(whole.rows[0].values[0]))
      tally.holds(
        sum == value ?? .zero, "sum \(name) by \(rows)\(clauses): \(sum), \(String(describing: value))")
    }
  }

  @Test func totalsAreTheSumOfTheRows() throws {
    try Laws.check("the total of shown rows is their sum") { generator, interview, tally in
      guard let (column, axis, clauses) = Laws.additive(&generator) else { return }
      let (name, rows) = (generator.data.columns[column].name, generator.data.axes[axis].name)
      let line = "sum \(name) by \(rows)\(clauses) top \(generator.random.int(1...4)) with total"
      guard let reply = Laws.reply(&interview, line) else { return tally.holds(false, "refused: \(line)") }
      if reply.rows.isEmpty { return }
      let value = try Laws.rational(reply.totals.last?.values[0])
      tally.holds(try Laws.total(reply.rows) == value ?? .zero, "\(line): \(reply.rows) \(reply.totals)")
    }
  }

  @Test func sharesAddUpToOne() throws {
    try Laws.check("shares add up to 100%", atLeast: 250) { generator, interview, tally in
      guard let (column, axis, clauses) = Laws.additive(&generator) else { return }
      let line = "share \(generator.data.columns[column].name) by \(generator.data.axes[axis].name)\(clauses)"
      guard let reply = Laws.reply(&interview, line) else { return tally.holds(false, "refused: \(line)") }
      if reply.rows.allSatisfy({ $0.values[0] == nil }) { return }
      tally.holds(try Laws.total(reply.rows) == .one, "\(line): \(reply.rows)")
    }
  }

  // MARK: Ways of saying the same

  @Test func slicesAreClauses() throws {
    try Laws.check("a slice is a clause") { generator, interview, tally in
      let data = generator.data
      let column = generator.random.int(0...data.columns.count - 1)
      let axis = generator.random.pick(data.columns[column].axes)
      let place = QuestionModel.text(generator.random.pick(generator.places(axis)), data)
      let reducer = generator.random.pick(["average", "count", "lowest", "highest", "median", "range"])
      let name = data.columns[column].name
      let rest = data.columns[column].axes.filter { $0 != axis }.prefix(1).map { " by \(data.axes[$0].name)" }
        .joined()
      tally.same(
        Laws.reply(&interview, "\(reducer) \(name) \(place)\(rest)"),
        Laws.reply(&interview, "\(reducer) \(name) for \(place)\(rest)"), "\(reducer) \(name) \(place)\(rest)"
      )
    }
  }

  @Test func oneRowIsASlice() throws {
    try Laws.check("a row is a slice") { generator, interview, tally in
      let data = generator.data
      let column = generator.random.int(0...data.columns.count - 1)
      let axis = generator.random.pick(data.columns[column].axes)
      let (name, reducer) = (
        data.columns[column].name, generator.random.pick(["average", "median", "count"])
      )
      guard let rows = Laws.reply(&interview, "\(reducer) \(name) by \(data.axes[axis].name)") else {
        return tally.holds(false, "refused: \(reducer) \(name) by \(data.axes[axis].name)")
      }
      let code = generator.random.int(0...rows.rows.count - 1)
      let line = "\(reducer) \(name) \(data.axes[axis].members[code])"
      let slice = Laws.reply(&interview, line)
      tally.holds(slice?.rows.first?.values == rows.rows[code].values, "\(line): \(rows.rows)")
    }
  }

  @Test func clausesStandInAnyOrder() throws {
    try Laws.check("clauses stand in any order", atLeast: 400) { generator, interview, tally in
      let model = generator.question()
      if model.isDefined { return }
      let clauses = model.clauses(generator.data, &generator.random)
      if clauses.count < 2 { return }
      let front = model.front(model.calculations.map { QuestionModel.text($0, generator.data) })
      let first = Laws.reply(&interview, QuestionModel.line(front, clauses))
      let line = QuestionModel.line(front, clauses.shuffled(using: &generator.random))
      tally.same(first, Laws.reply(&interview, line), line)
    }
  }

  @Test func spellingDoesNotMatter() throws {
    try Laws.check("case, spaces and hyphens don't matter", atLeast: 600) { generator, interview, tally in
      let model = generator.question()
      if model.isDefined { return }
      guard let line = model.lines(generator.data, &generator.random).last else { return }
      let words = line.split(separator: " ").map { word in
        let word = String(word)
        if word.contains(where: { $0.isNumber || $0 == "£" }) { return word }
        return generator.random.pick([word, word.uppercased(), word.lowercased()])
      }
      let other = words.joined(separator: generator.random.pick([" ", "  ", "\n ", "\t", "\u{A0}"]))
      tally.same(Laws.reply(&interview, line), Laws.reply(&interview, other), other)
    }
  }

  @Test func bracketsAndNamesChangeNothing() throws {
    try Laws.check("a definition is its calculation", atLeast: 200) { generator, interview, tally in
      let model = generator.question()
      if model.calculations.count != 1 || model.isCompared { return }
      if case .figure(let figure) = model.calculations[0], figure.reducer == nil { return }
      var plain = model
      plain.isDefined = false
      var defined = model
      defined.isDefined = true
      var wording = generator.random
      guard let line = plain.lines(generator.data, &wording).last else { return }
      guard plain.figures.allSatisfy({ $0.reducer != nil }) else { return }
      wording = generator.random
      guard case .reply(let reply) = interview.ask(defined.lines(generator.data, &wording)) else {
        return tally.holds(false, "refused with a name: \(line)")
      }
      tally.same(Laws.reply(&interview, line), reply, line)
    }
  }

  // MARK: Order

  @Test func topIsAPrefix() throws {
    try Laws.check("top is a prefix of sort highest") { generator, interview, tally in
      var model = generator.question()
      let isRunning = model.calculations.contains { if case .cumulative = $0 { true } else { false } }
      if model.isDefined || isRunning || model.rowAxes(generator.data).isEmpty { return }
      let (count, fromTop) = (generator.random.int(1...6), generator.random.once(in: 2))
      (model.isRanked, model.within, model.cut, model.sort) = (false, nil, nil, fromTop ? .highest : .lowest)
      var wording = generator.random
      guard let line = model.lines(generator.data, &wording).last else { return }
      model.sort = nil
      model.cut = (count, fromTop)
      wording = generator.random
      guard let cut = model.lines(generator.data, &wording).last else { return }
      guard let all = Laws.reply(&interview, line), let some = Laws.reply(&interview, cut) else {
        return tally.holds(false, "refused: \(line)")
      }
      tally.holds(Array(all.rows.prefix(count)) == some.rows, "\(cut)\n  \(all.rows)\n  \(some.rows)")
    }
  }

  @Test func keepTakesRowsAndChangesNone() throws {
    try Laws.check("a comparison and its opposite share out the rows", draws: 400) {
      generator, interview, tally in
      var model = generator.question()
      guard !model.isDefined, let keep = model.keep, keep.figure == nil,
        !model.rowAxes(generator.data).isEmpty
      else { return }
      let opposite: [Comparison: Comparison] = [
        .equal: .notEqual, .notEqual: .equal, .less: .greaterOrEqual, .greaterOrEqual: .less,
        .greater: .lessOrEqual,
        .lessOrEqual: .greater,
      ]
      guard let other = opposite[keep.comparison] else { return }
      (model.isRanked, model.within, model.cut, model.sort) = (false, nil, nil, nil)
      var lines: [String] = []
      for comparison in [nil, keep.comparison, other] {
        model.keep = comparison.map {
          QuestionModel.Keep(
            comparison: $0, value: keep.value, upper: nil, power: keep.power, unit: keep.unit)
        }
        lines.append(model.lines(generator.data, &generator.random).last ?? "")
      }
      let replies = lines.compactMap { Laws.reply(&interview, $0) }
      guard replies.count == 3 else { return tally.holds(false, "refused: \(lines)") }
      let shared = Set(replies[1].rows.map(\.keys)).union(replies[2].rows.map(\.keys))
      let known = replies[0].rows.filter { $0.values[0] != nil }
      tally.holds(
        shared == Set(known.map(\.keys)) && replies[1].rows.count + replies[2].rows.count == known.count,
        "\(lines)")
    }
  }

  // MARK: Names

  /// The engine knows no region: with other names the same questions have the same answers.
  @Test func namesAreOnlyNames() throws {
    var tally = Tally()
    for number in 0..<6 * ProofSeed.effort {
      var random = ProofSeed.random("renamed data", number)
      let data = number == 0 ? try SampleData.embedded() : SampleData.random(&random)
      let other = data.renamed()
      var names: [String: String] = [:]
      for axis in data.axes.indices {
        for (old, new) in zip(data.axes[axis].members, other.axes[axis].members) { names[new] = old }
        for (old, new) in [(data.axes[axis].whole, other.axes[axis].whole)] {
          if let old, let new { names[new] = old }
        }
        names["all \(other.axes[axis].plural)"] = "all \(data.axes[axis].plural)"
      }
      for (old, new) in zip(data.groups, other.groups) { names[new.name] = old.name }
      var generator = QuestionGenerator(data: data, random: random)
      var first = try Interview(data)
      var second = try Interview(other)
      for _ in 0..<150 {
        let model = generator.question()
        if model.sort == .name { continue }
        var wording = generator.random
        let lines = model.lines(data, &wording)
        wording = generator.random
        guard case .reply(let left) = first.ask(lines),
          case .reply(var right) = second.ask(model.lines(other, &wording))
        else {
          tally.holds(false, "refused: \(lines) or \(model.lines(other, &wording))")
          continue
        }
        for row in right.rows.indices {
          right.rows[row].keys = right.rows[row].keys.map { $0.map { names[$0] ?? $0 } }
        }
        right.dimensions = left.dimensions
        tally.same(left, right, "\(lines)")
      }
    }
    print(
      "law: names are only names: \(tally.tried) questions, \(tally.broken.count) broken; \(ProofSeed.note)")
    for line in tally.broken.prefix(10) { print(line) }
    #expect(tally.broken.isEmpty, "\(ProofSeed.note)")
    #expect(tally.tried >= 500)
  }
}
