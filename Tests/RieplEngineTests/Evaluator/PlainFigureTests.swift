import RieplEngine
import RieplSyntax
import Testing

/// Single figures, which are known again when they are asked for again, and told from all others.
@Suite struct PlainFigureTests {
  /// What questions come to that are asked one after another, of the same workspace.
  private func values(_ questions: [String]) throws -> [Rational?] {
    var workspace = Workspace(catalog: RowTable.catalog)
    workspace.prefersPlainFigures = true
    return try questions.map { question in
      try workspace.read(SourceText(question))
      switch try workspace.next() {
      case .figure(let figure): return figure.value
      case .answer(let answer): return answer.single?.value
      default: return nil
      }
    }
  }

  @Test(arguments: [
    (["sum amount for Ash, Birch", "sum amount for Ash, Cedar", "sum amount for Ash"], [755, 585, 510]),
    (["sum amount for Ash", "sum amount for Ash, Birch", "sum amount for Birch"], [510, 755, 245]),
    (
      ["sum amount for Ash", "sum amount for Birch", "sum amount for Ash", "sum amount"],
      [510, 245, 510, 870]
    ),
    (
      ["sum amount for towns except Ash", "sum amount for Ash", "sum amount for towns except Ash"],
      [360, 510, 360]
    ),
    (
      ["sum amount Ash", "sum amount for Ash", "sum amount in 2019-20", "sum amount Ash"],
      [510, 510, 255, 510]
    ),
    (["sum amount", "count amount", "highest amount", "lowest amount", "sum staff"], [870, 7, 500, 10, 32]),
    (
      [
        "sum amount Ash in 2019-20", "sum amount Ash in 2021-22", "sum amount Birch in 2019-20",
        "sum amount Ash",
      ],
      [10, 500, 200, 510]
    ),
    (
      [
        "sum amount for Ash in 2019-20", "sum amount for Ash", "sum amount in 2019-20 for Ash",
        "sum amount 2019-20",
      ],
      [10, 510, 10, 255]
    ),
    (
      ["sum amount Ash", "it / 2", "sum amount Birch", "it / 5", "sum amount Ash", "it * 2"],
      [510, 255, 245, 49, 510, 1020]
    ),
    (["5 + 5", "it * 2", "sum amount", "it / 10", "2 ^ 3"], [10, 20, 870, 87, 8]),
  ])
  func oneAfterAnother(_ questions: [String], _ values: [Int]) throws {
    #expect(try self.values(questions) == values.map { Rational($0) })
    // A question by itself comes to the same.
    for (question, value) in zip(questions, values) where !question.contains("it ") {
      #expect(try self.values([question, question]) == [Rational(value), Rational(value)], "\(question)")
    }
  }

  /// A figure of which something has to be said comes as an answer every time, any other only the first time.
  @Test func remarks() throws {
    var workspace = Workspace(catalog: RowTable.catalog)
    workspace.prefersPlainFigures = true
    var kinds: [String] = []
    for question in ["sum amount Elm", "sum amount Ash", "sum amount Elm", "sum amount Ash"] {
      try workspace.read(SourceText(question))
      switch try workspace.next() {
      case .answer(let answer): kinds.append("answer with \(answer.remarks.count) remarks")
      case .figure(let figure): kinds.append("figure \(figure.value.exactText)")
      default: kinds.append("something else")
      }
    }
    #expect(
      kinds == ["answer with 1 remarks", "answer with 0 remarks", "answer with 1 remarks", "figure 510"])
  }
}
