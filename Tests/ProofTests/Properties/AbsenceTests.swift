import RieplEngine
import RieplSyntax
import Testing

/// What is not there is neither above nor not above anything.
@Suite struct Absences {
  /// Three depots, of which the second has no takings and the third no wages.
  static let data = SampleData(
    name: "harbour",
    axes: [.init(name: "depot", plural: "depots", members: ["Amber Quay", "Mere", "Hazel Ridge"])],
    columns: [
      .init(
        name: "takings", unit: .money, scale: 0, sourcePower: 0, axes: [0], addsOver: [0],
        values: [5, nil, 9],
        absences: [1: .confidential]),
      .init(
        name: "wages", unit: .money, scale: 0, sourcePower: 0, axes: [0], addsOver: [0], values: [1, 2, nil]),
      .init(
        name: "moorings", unit: .count, scale: 0, sourcePower: 0, axes: [0], addsOver: [], values: [7, 8, 9]),
    ])

  @Test(arguments: [
    ("depots where takings > £6", ["Hazel Ridge"]),
    ("depots where not takings > £6", ["Amber Quay"]),
    ("depots where not (takings > £6)", ["Amber Quay"]),
    ("depots where not not takings > £6", ["Hazel Ridge"]),
    ("depots where takings is not £9", ["Amber Quay"]),
    ("depots where not (takings between £6 and £10)", ["Amber Quay"]),
    ("depots where not (takings > £6 and wages > £1)", ["Amber Quay"]),
    ("depots where not (takings > £6 or wages > £1)", ["Amber Quay"]),
    ("depots where not (takings > £6 or depot = Mere)", ["Amber Quay"]),
    ("depots where not (takings > £6 and depot = Mere)", ["Amber Quay", "Hazel Ridge"]),
  ])
  func conditions(_ question: String, _ expected: [String]) throws {
    var interview = try Interview(Absences.data)
    guard case .reply(let reply) = interview.ask(question) else {
      Issue.record("\(question) was refused")
      return
    }
    #expect(reply.rows.map { $0.keys[0] ?? "" } == expected)
  }

  /// A definition of a figure that does not add up is right where rows leave nothing to add up.
  @Test func definitionOfALevel() throws {
    var interview = try Interview(Absences.data)
    guard case .reply(let reply) = interview.ask(["let berths = sum moorings", "berths by depot"]) else {
      Issue.record("was refused")
      return
    }
    #expect(reply.rows.map(\.values) == [["7"], ["8"], ["9"]])
    guard case .refusal(let diagnostic) = interview.ask("berths") else {
      Issue.record("was answered")
      return
    }
    #expect(diagnostic.code == .doesNotAddUp)
  }
}
