import RieplData
import RieplEngine
import RieplSyntax
import Testing

/// Questions that are one figure go a short way in a script: it has to lead where the long one does.
@Suite struct ShortWay {
  /// What a statement comes to, as far as both ways have it.
  ///
  /// - Parameter count: How many statements went the short way.
  private static func outcome(_ text: String, _ workspace: inout Workspace, _ count: inout Int) -> String {
    do throws(Diagnostic) {
      try workspace.read(SourceText(text))
      let figure: PlainFigure?
      switch try workspace.next() {
      case .figure(let plain):
        count += 1
        figure = plain
      case .answer(let answer):
        guard let plain = answer.plainFigure else {
          return "\(answer.rows.map(\.cells)) \(answer.columns.map(\.format)) \(answer.remarks)"
        }
        figure = plain
      case let other: return "\(String(describing: other).prefix(20))"
      }
      guard let figure else { return "none" }
      return "\(figure.value) \(figure.format) \(figure.isApproximate)"
    } catch {
      let facts = error.facts.map { "\($0.key): \($0.value)" }.sorted()
      return "\(error.code) \(error.range) \(facts) \(error.suggestions)"
    }
  }

  private static func number(_ random: inout ProofRandom) -> String {
    switch random.int(0...9) {
    case 0: "£\(random.int(0...999))m"
    case 1: "£\(random.int(1...9)).\(random.int(10...99))bn"
    case 2: "\(random.int(0...200))%"
    case 3: "\(random.int(1...9)).5 points"
    case 4: "3% a year"
    case 5: "1.0\(random.int(1...9))"
    case 6: "\(random.int(0...12))"
    case 7: "£\(random.int(1...999))k"
    case 8: "0.\(random.int(1...99999))"
    default: "\(random.int(1...99)),000,000,000,000"
    }
  }

  private static func calculation(_ random: inout ProofRandom, _ depth: Int) -> String {
    guard depth > 0 else { return number(&random) }
    func part(_ random: inout ProofRandom) -> String { calculation(&random, depth - 1) }
    switch random.int(0...9) {
    case 0: return part(&random) + " + " + part(&random)
    case 1: return part(&random) + " - " + part(&random)
    case 2, 3: return part(&random) + " * " + part(&random)
    case 4: return part(&random) + " / " + part(&random)
    case 5: return number(&random) + "^" + random.pick(["2", "3", "0.5", "-1", "10", "1/3"])
    case 6: return "-" + number(&random)
    case 7: return "(" + part(&random) + ") * " + part(&random)
    case 8: return part(&random) + random.pick([" increased by ", " decreased by "]) + number(&random)
    default: return "\(random.int(1...20))% of " + part(&random)
    }
  }

  private static let measures = [
    "allocation", "sum allocation", "funding", "efficiency", "sum efficiency", "published total", "held back",
    "average allocation", "highest allocation", "count allocation", "median allocation", "share allocation",
    "announced allocation", "it", "count regions", "the pair", "gain rate", "range allocation", "leverage",
  ]
  private static let members = [
    "London", "North East", "East Midlands", "West Midlands", "2009-10", "2008-09", "England", "the pair",
    "2015-16", "Noth East", "all regions", "South East", "Yorkshire & Humber",
  ]

  private static func question(_ random: inout ProofRandom) -> String {
    var text = random.once(in: 12) ? "show " : ""
    text += random.pick(measures)
    for _ in 0..<random.pick([0, 0, 1, 1, 2]) { text += " " + random.pick(members) }
    for _ in 0..<random.pick([0, 0, 1, 1, 2]) {
      text += random.pick([" for ", " in ", " for ", " in ", " for all regions except ", " from ", " in "])
      text += random.pick(members)
    }
    if random.once(in: 8) {
      text += random.pick([" as £m", " by region", " with total", " to the nearest £1m"])
    }
    return text
  }

  @Test func leadsToTheSame() throws {
    var catalog = Catalog()
    try EmbeddedDatasets.load(into: &catalog)
    var short = Workspace(catalog: catalog)
    short.prefersPlainFigures = true
    var long = Workspace(catalog: catalog)
    var (shortCount, longCount) = (0, 0)
    for text in ["let the pair = London, North East", "let leverage = sum efficiency / sum allocation"] {
      #expect(ShortWay.outcome(text, &short, &shortCount) == ShortWay.outcome(text, &long, &longCount))
    }
    var random = ProofSeed.random("short way")
    for _ in 0..<1_500 * ProofSeed.effort {
      let text =
        random.once(in: 3)
        ? ShortWay.calculation(&random, random.int(0...3))
        : random.once(in: 9)
          ? random.pick(["then in 2009-10", "then for London", "it * 1.03", "it", "then as £m"])
          : ShortWay.question(&random)
      // Twice, so that a figure that is known already is looked at as well.
      for _ in 0..<2 {
        let found = ShortWay.outcome(text, &short, &shortCount)
        #expect(found == ShortWay.outcome(text, &long, &longCount), "\(text); \(ProofSeed.note)")
        #expect(short.lastQuestionText == long.lastQuestionText, "\(text)")
      }
    }
    // Else nothing has been shown.
    #expect(shortCount > 200 && longCount == 0)
  }
}
