import RieplEngine
import RieplSyntax
import Testing

/// Numbers that stand beside one another are worked out once, before the figures are.
@Suite struct ConstantTests {
  @Test(arguments: [
    ("2 * 3 * 4 * sum amount", 20_880, 3), ("6 / 3 * sum amount", 1740, 3), ("2 ^ 3 * sum amount", 6960, 3),
    ("1 + 2 - 1 + count amount", 9, 3), ("sum amount * 2 * 3", 5220, 5), ("2 * 3 + 4 * 5", 26, 1),
    ("2 ^ 3 ^ 2 - 12", 500, 1), ("7", 7, 1), ("sum amount", 870, 1),
  ])
  func partsOfThePlan(_ question: String, _ value: Int, _ count: Int) throws {
    let answer = try RowTable.answer(question)
    #expect(answer.single?.value == Rational(value))
    #expect(answer.plan.blocks[answer.plan.main].instructions.count == count)
  }
}
