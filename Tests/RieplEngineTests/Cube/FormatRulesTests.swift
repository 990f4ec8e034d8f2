@testable import RieplEngine
import Testing

@Suite struct FormatRulesTests {
  /// The unit in which money is shown that its source rounds to a power of ten.
  @Test(arguments: [
    (-2, 0), (0, 0), (1, 0), (2, 0), (3, 3), (4, 6), (5, 6), (6, 6), (7, 9), (8, 9), (9, 9), (12, 9),
  ])
  func displayPower(_ source: Int, _ power: Int) { #expect(FormatRules.displayPower(source) == power) }
}
