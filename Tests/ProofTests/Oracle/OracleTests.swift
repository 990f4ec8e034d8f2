import RieplEngine
import RieplSyntax
import Testing

/// A second opinion: riepl and SQL, written independently from what a question means, come to the same exact values.
@Suite struct Oracle {
  /// What one batch came to.
  struct Tally {
    var equal = 0
    var cells = 0
    /// Values of which it was compared how many figures went into them and how many were missing.
    var covered = 0
    var rows = 0
    var refused = 0
    var differences: [String] = []

    static func += (left: inout Tally, right: Tally) {
      left.equal += right.equal
      left.cells += right.cells
      left.covered += right.covered
      left.rows += right.rows
      left.refused += right.refused
      left.differences += right.differences
    }
  }

  /// A question that riepl has answered, and how its SQL is read.
  struct Asked {
    var lines: [String]
    var reply: Interview.Reply
    /// The dimensions of its rows.
    var axes: [Int] = []
    /// For each column the power of ten that its values are times.
    var powers: [Int] = []
    /// The names of the rows, where they are not all members of a dimension.
    var places: [String]?
    var dropsEmpty = false
  }

  @Test(SQLite.trait)
  func answersAreThoseOfSQL() throws {
    var tally = try compare(SampleData.embedded(), count: 6_000 * ProofSeed.effort, "embedded")
    for number in 0..<60 * ProofSeed.effort {
      var random = ProofSeed.random("dataset", number)
      tally += try compare(SampleData.random(&random), count: 100, "random \(number)")
    }
    print(
      "oracle: \(tally.equal) equal answers (\(tally.rows) rows, \(tally.cells) values, "
        + "\(tally.covered) with their coverage), "
        + "\(tally.refused) refused as foreseen, \(tally.differences.count) different; \(ProofSeed.note)")
    for difference in tally.differences.prefix(20) { print(difference) }
    #expect(tally.differences.isEmpty, "\(ProofSeed.note)")
    #expect(tally.equal >= 10_000)
  }

  func compare(_ data: SampleData, count: Int, _ label: String) throws -> Tally {
    var generator = QuestionGenerator(data: data, random: ProofSeed.random("questions " + label))
    var wording = ProofSeed.random("wording " + label)
    var interview = try Interview(data)
    var queries: [String] = []
    var asked: [Asked] = []
    var tally = Tally()
    var drawn: Set<[String]> = []
    func refused(_ lines: [String], _ diagnostic: Diagnostic) {
      tally.differences.append("\(label): \(lines) was refused: \(diagnostic.code) \(diagnostic.facts)")
    }
    for number in 0..<count {
      if number % 8 == 0 {
        let listing = generator.listing()
        let line = listing.text(data, &wording)
        guard drawn.insert([line]).inserted else { continue }
        switch interview.ask(line) {
        case .refusal(let diagnostic): refused([line], diagnostic)
        case .reply(let reply):
          queries.append(OracleSQL.listing(listing, data))
          asked.append(
            listing.isCount
              ? Asked(lines: [line], reply: reply, powers: [0])
              : Asked(lines: [line], reply: reply, axes: [listing.axis]))
        }
        continue
      }
      let question = generator.question()
      let lines = question.lines(data, &wording)
      // The same question twice is one answer.
      guard drawn.insert(lines).inserted else { continue }
      switch interview.ask(lines) {
      case .refusal(let diagnostic): refused(lines, diagnostic)
      case .reply(var reply):
        if question.mayShowEmptyRows { reply.rows.removeAll { $0.values.allSatisfy { $0 == nil } } }
        let sql = OracleSQL(data: data, question: question)
        var places: [String]?
        if case .places(let list) = question.rows { places = list.map { QuestionModel.text($0, data) } }
        queries.append(sql.query)
        asked.append(
          Asked(
            lines: lines, reply: reply, axes: question.rowAxes(data),
            powers: question.answered.map { sql.value($0).power }, places: places,
            dropsEmpty: question.mayShowEmptyRows))
      }
    }
    for fault in QuestionGenerator.Fault.allCases {
      guard let (lines, codes) = generator.refused(fault, &wording) else { continue }
      switch interview.ask(lines) {
      case .refusal(let diagnostic) where codes.contains(diagnostic.code): tally.refused += 1
      case .refusal(let diagnostic): refused(lines, diagnostic)
      case .reply: tally.differences.append("\(label): \(lines) was answered")
      }
    }
    let answers = try SQLite.answers(OracleSQL.tables(data), queries)
    for (item, rows) in zip(zip(asked, queries), answers) {
      let (asked, query) = item
      var rows = rows
      if asked.dropsEmpty {
        rows.removeAll { row in asked.powers.indices.allSatisfy { row[asked.axes.count + $0 * 2] == "NULL" } }
      }
      let expected = rows.map { row in
        asked.axes.indices.map { place in
          let code = Int(row[place]) ?? 0
          return asked.places.map { $0[code] } ?? data.axes[asked.axes[place]].members[code]
        }
      }
      let values = rows.map { row in
        asked.powers.indices.map { index in
          let place = asked.axes.count + index * 2
          return Fraction(row[place], row[place + 1], power: asked.powers[index])
        }
      }
      let coverage = rows.map { $0.dropFirst(asked.axes.count + asked.powers.count * 2).map { Int($0) } }
      if let why = Oracle.difference(asked.reply, expected, values) ?? Oracle.gap(asked.reply, coverage) {
        tally.differences.append(
          "\(label): \(asked.lines)\n  \(why)\n  riepl \(asked.reply.rows.prefix(8))\n  SQL \(rows.prefix(8))\n  \(query)"
        )
      } else {
        tally.equal += 1
        tally.rows += rows.count
        tally.cells += rows.count * asked.powers.count
        tally.covered += coverage.joined().count { $0 != nil } / 2
      }
    }
    return tally
  }

  static func difference(_ reply: Interview.Reply, _ keys: [[String]], _ values: [[Fraction?]]) -> String? {
    guard reply.rows.count == keys.count else { return "\(reply.rows.count) rows and \(keys.count)" }
    for (index, row) in reply.rows.enumerated() {
      guard row.keys == keys[index] else { return "row \(index + 1): \(row.keys) and \(keys[index])" }
      guard row.values.count == values[index].count else { return "row \(index + 1): columns" }
      for (found, wanted) in zip(row.values, values[index]) {
        switch (found, wanted) {
        case (nil, nil): continue
        case (let found?, let wanted?):
          guard let fraction = Fraction(found), fraction == wanted else {
            return "row \(index + 1): \(found) and \(wanted.numerator)/\(wanted.denominator)"
          }
        case (let found, let wanted):
          return
            "row \(index + 1): \(found ?? "no figure") and \(wanted.map { "\($0.numerator)/\($0.denominator)" } ?? "NULL")"
        }
      }
    }
    return nil
  }

  /// Where another number of figures is said to have gone into a value, or to be missing, than SQL counts.
  static func gap(_ reply: Interview.Reply, _ coverage: [[Int?]]) -> String? {
    for (index, (row, counts)) in zip(reply.rows, coverage).enumerated() {
      for column in row.figures.indices where column * 2 + 1 < counts.count {
        guard let figures = counts[column * 2], let missing = counts[column * 2 + 1] else { continue }
        if row.figures[column] != figures || row.missing[column] != missing {
          return
            "row \(index + 1): \(row.figures[column]) figures, \(row.missing[column]) missing, and \(figures), \(missing)"
        }
      }
    }
    return nil
  }
}
