import RieplEngine
import RieplSyntax
import Testing

/// Conditions on the rows of a table, wherever in it the rows stand.
@Suite struct RowConditionTests {
  /// The lowest, the highest and the median say whose figures they are, also behind a condition on the rows.
  @Test(arguments: [
    ("highest amount where amount < £50", 45, ["Birch 2021-22 2020-21", "Cedar 2019-20 2019-20"]),
    ("highest amount where staff > 2", 500, ["Ash 2021-22 2019-20"]),
    ("lowest amount where amount > £35", 40, ["Elm 2020-21 2021-22"]),
    ("lowest amount where staff >= 6", 45, ["Birch 2021-22 2020-21", "Cedar 2019-20 2019-20"]),
    ("median amount where amount < £100", 40, ["Elm 2020-21 2021-22"]),
    ("highest amount where staff between 2 and 3", 200, ["Birch 2019-20 2020-21"]),
    ("highest amount Cedar where staff is not 3", 45, ["2019-20 2019-20"]),
  ])
  func whose(_ question: String, _ value: Int, _ names: [String]) throws {
    let cell = try #require(try RowTable.answer(question).single)
    #expect(cell.value == Rational(value) && cell.absence == nil)
    #expect(cell.whose == names && cell.moreWhose == 0)
  }

  @Test(arguments: [
    ("sum amount where staff > 2", 620, 4), ("sum amount where staff <= 2", 210, 2),
    ("sum amount where amount is £45", 90, 2), ("count amount where staff between 3 and 6", 3, 3),
    ("sum amount where not staff > 2", 210, 2), ("sum staff where amount > £40", 20, 4),
  ])
  func sums(_ question: String, _ value: Int, _ count: Int) throws {
    let cell = try #require(try RowTable.answer(question).single)
    #expect(cell.value == Rational(value) && cell.count == count, "\(cell)")
  }

  /// Which rows were taken, which a condition left out, and which it could not be tested for.
  @Test func explained() throws {
    let part = try #require(
      try RowTable.explanation("sum amount where staff > 2").rows.first?.columns.first)
    let taken = try #require(part.taken)
    #expect(taken.rows.numbers == [2, 4, 5, 6] && taken.missingRows.numbers == [7])
    #expect(taken.count == 4 && taken.refused == 2 && taken.untested == 1 && taken.missing.values.sum == 1)
    #expect(taken.figures.map(\.place) == ["line 4", "line 6", "line 7", "line 8"])
    #expect(taken.figures.map(\.value) == [30, 500, 45, 45].map { Rational($0) })
    #expect(taken.out.map(\.place) == ["line 2", "line 3", "line 5"])
    #expect(taken.absent.map(\.place) == ["line 9"])
  }

  /// A figure that is of one year may be asked for in that year, and not in one of another dimension.
  @Test func ownYear() throws {
    let cell = try #require(try RowTable.answer("sum cases in 2020-21").single)
    #expect(cell.value == Rational(10))
    for question in ["sum cases in 2019-20", "sum cases for \"2020-21\"", "cases by town for \"2020-21\""] {
      let error = #expect(throws: Diagnostic.self) { try RowTable.answer(question) }
      #expect(error?.code == .lacksDimension || error?.code == .lacksYears, "\(question): \(error?.code)")
    }
  }
}

extension Sequence where Element == Int {
  fileprivate var sum: Int { reduce(0, +) }
}
