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

  /// Amounts between two whole ones, and such as no column holds, compare as any others do.
  @Test(arguments: [
    ("> £44.50", 4), ("> £45", 2), (">= £44.50", 4), (">= £45", 4), ("< £44.50", 3), ("< £45", 3),
    ("<= £44.50", 3), ("<= £45", 5), ("is £44.50", 0), ("is not £44.50", 7), ("is not £45", 5),
    ("between £39.50 and £45.50", 3), ("between £40 and £45", 3), ("between £40.10 and £44.90", 0),
    ("> -£44.50", 7), ("< -£44.50", 0), ("> £9223372036854775807", 0), ("<= £9223372036854775807", 7),
    ("> HUGE", 0), (">= HUGE", 0), ("< HUGE", 7), ("<= HUGE", 7), ("is HUGE", 0), ("is not HUGE", 7),
    ("> -HUGE", 7), (">= -HUGE", 7), ("< -HUGE", 0), ("<= -HUGE", 0), ("is -HUGE", 0), ("is not -HUGE", 7),
    ("between -HUGE and HUGE", 7), ("between £40 and HUGE", 5), ("between -HUGE and £40", 3),
    ("between HUGE and HUGE", 0), ("between -HUGE and -HUGE", 0),
  ])
  func bounds(_ comparison: String, _ count: Int) throws {
    let comparison = comparison.replacing("HUGE", with: "£100000000000000000000000000")
    let cell = try #require(try RowTable.answer("count amount where amount \(comparison)").single)
    #expect(cell.value == Rational(count))
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
