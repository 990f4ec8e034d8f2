import Foundation
import RieplData
import RieplEngine
@testable import RieplPresentation
import RieplSyntax
import Testing

/// The kinds of charts that answers call for. RIEPL_PICTURES=FOLDER keeps each as an SVG file to look at.
@Suite struct ChartAnswerTests {
  static func answer(_ question: String) throws -> (Answer, Catalog) {
    var catalog = Catalog()
    try EmbeddedDatasets.load(into: &catalog)
    var workspace = Workspace(catalog: catalog)
    try workspace.read(SourceText(question))
    guard case .answer(let answer) = try workspace.next() else { throw CocoaError(.featureUnsupported) }
    return (answer, catalog)
  }

  @Test(arguments: [
    ("allocation by region", [Chart.Kind.bars], ["West Midlands", "South East"]),
    ("allocation by year", [.lines], ["2008-09", "2010-11"]),
    ("allocation by year from 2009-10", [.bars], ["2010-11"]),
    ("allocation by year sort highest", [.bars], ["2010-11"]),
    ("allocation by region, year", [.groupedBars], ["London"]),
    ("allocation by year, region for London, South East", [.lines], ["2008-09"]),
    ("allocation by region, year for London, South East as bars", [.groupedBars], ["London"]),
    ("share allocation by region", [.shareBars], ["London"]),
    ("share allocation by region as bars", [.bars], ["London"]),
    ("sum allocation, sum efficiency by region", [.groupedBars], ["London"]),
    ("sum allocation, share efficiency by region", [.bars, .shareBars], ["London"]),
    ("growth allocation by region from 2008-09 to 2010-11", [.bars], ["London"]),
    ("project efficiency London", [.lines], ["2008-09", "2010-11"]),
    ("project allocation London at 3% until 2012-13", [.lines], ["2010-11", "2011-12"]),
    ("compare gains this year with gains target", [.bars], ["gains this year", "gains target"]),
  ])
  func kinds(_ question: String, _ kinds: [Chart.Kind], _ categories: [String]) throws {
    let (answer, catalog) = try ChartAnswerTests.answer(question)
    let chart = try #require(Chart(answer, catalog))
    #expect(chart.panels.map(\.kind) == kinds)
    for category in categories { #expect(chart.panels[0].categories.contains(category)) }
    for panel in chart.panels where panel.kind != .shareBars {
      #expect(panel.all.map { abs($0.size) }.max() == Chart.whole)
    }
    let svg = try #require(ChartSVG.file(answer, catalog))
    #expect(svg.contains("Source: "))
    if let folder = ProcessInfo.processInfo.environment["RIEPL_PICTURES"] {
      let name = question.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
      try svg.write(toFile: "\(folder)/\(name).svg", atomically: true, encoding: .utf8)
    }
  }

  @Test(arguments: ["sum allocation", "regions", "efficiency by region above £1bn", "2 + 2"])
  func nothingToDraw(_ question: String) throws {
    let (answer, catalog) = try ChartAnswerTests.answer(question)
    #expect(Chart(answer, catalog) == nil)
  }

  /// The first year of a projection that goes on from a published figure was published.
  @Test func projectedParts() throws {
    let (answer, catalog) = try ChartAnswerTests.answer("project allocation London at 3% until 2012-13")
    let chart = try #require(Chart(answer, catalog))
    #expect(chart.panels[0].all.map(\.isProjected) == [false, true, true])
    #expect(chart.panels[0].all.map(\.marks) == ["", "[f]", "[f]"])
    #expect(ChartSVG.element(chart, id: "a").components(separatedBy: " dash\"").count == 3)
  }
}
