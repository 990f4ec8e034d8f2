import RieplEngine
import RieplPresentation
import RieplSyntax
import Testing

/// The reading says all that an answer depends on: two questions with one reading have one answer.
@Suite struct Readings {
  private struct Known {
    let rows: [Interview.Row]
    let line: String
  }

  /// A question, and what it becomes with a clause less or between brackets.
  private static func variations(_ generator: inout QuestionGenerator) -> [[String]] {
    let data = generator.data
    let model = generator.question()
    guard !model.isDefined else { return [] }
    let front = model.front(model.calculations.map { QuestionModel.text($0, data) })
    let clauses = model.clauses(data, &generator.random)
    var lines = [QuestionModel.line(front, clauses)]
    for left in clauses.indices {
      var fewer = clauses
      fewer.remove(at: left)
      lines.append(QuestionModel.line(front, fewer))
      // What is narrowed inside brackets, and what from outside.
      for word in ["average", "highest", "sum"] {
        lines.append("\(word) (\(QuestionModel.line(front, clauses)))")
        lines.append("\(word) (\(QuestionModel.line(front, fewer))) \(clauses[left])")
        lines.append("\(word) (\(QuestionModel.line(front, fewer)))")
      }
      lines.append("(\(QuestionModel.line(front, clauses))) / (\(QuestionModel.line(front, fewer)))")
    }
    return lines.map { [$0] }
  }

  @Test func oneReadingOneAnswer() throws {
    var tally = Laws.Tally()
    var shared = 0
    for number in 0..<16 * ProofSeed.effort {
      var random = ProofSeed.random("data for readings", number)
      let data = number % 4 == 0 ? try SampleData.embedded() : SampleData.random(&random)
      var generator = QuestionGenerator(data: data, random: random)
      var interview = try Interview(data)
      var known: [String: Known] = [:]
      for _ in 0..<30 {
        for line in Readings.variations(&generator).joined() {
          guard case .answer(let answer)? = try? interview.outcome(line) else { continue }
          let reading = Reading.text(answer, interview.workspace.catalog)
          let rows = Interview.reply(answer, interview.workspace.catalog).rows
          if let before = known[reading], before.line != line {
            shared += 1
            tally.holds(
              before.rows == rows,
              "\(reading)\n  \(before.line)\n  \(line)\n  \(before.rows.prefix(2))\n  \(rows.prefix(2))")
          } else {
            known[reading] = Known(rows: rows, line: line)
          }
        }
      }
    }
    print("law: one reading, one answer: \(shared) pairs, \(tally.broken.count) broken; \(ProofSeed.note)")
    for line in tally.broken.prefix(10) { print(line) }
    #expect(tally.broken.isEmpty, "\(ProofSeed.note)")
    #expect(tally.tried >= 200)
  }
}
