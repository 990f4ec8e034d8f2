import RieplEngine
import Testing

@testable import RieplData

@Suite struct EmbeddedDatasetsTests {
  let embedded: EmbeddedCatalog

  init() throws { embedded = try EmbeddedCatalog() }

  // MARK: The dataset

  @Test func describesItself() throws {
    let dataset = try #require(embedded.catalog.datasets.first)
    #expect(embedded.catalog.datasets.count == 1)
    #expect(dataset.name == "riep 2008")
    #expect(dataset.edition == "18 March 2008")
    #expect(dataset.document == "press release, 18 March 2008")
    #expect(
      dataset.licence.contains("Crown copyright") && dataset.licence.contains("Open Government Licence v3.0"))
  }

  @Test func hasEverything() throws {
    let catalog = embedded.catalog
    #expect(catalog.dimensions.map(\.members.count) == [9, 3])
    #expect(catalog.measures.map(\.name) == ["allocation", "published total", "held back", "efficiency"])
    #expect(try catalog.measures.map { try embedded.rows($0.name).count } == [27, 9, 27, 9])
    #expect(catalog.tables.map(\.isCube) == [true, true, true, true])
    #expect(
      [catalog.facts.count, catalog.topics.count, catalog.notes.count, catalog.sources.count] == [9, 8, 5, 4])
    #expect(Set(catalog.topics.map(\.kind)) == ["programmes"])
    #expect(embedded.ids(BitSet(below: 5)) == ["n1", "n2", "n3", "n4", "n5"])
  }

  @Test func numbersGoOnAfterAnotherDataset() throws {
    var catalog = embedded.catalog
    try EmbeddedDatasets.load(into: &catalog)
    let twice = EmbeddedCatalog(catalog)
    #expect(catalog.datasets.count == 2)
    let second = try #require(catalog.measures.last)
    #expect(
      second.dataset == 1 && second.dimensions == [2] && second.addsOver.numbers == [2] && second.table == 7)
    #expect(second.notes.numbers == [9] && second.sources.numbers == [6])
    #expect(catalog.dimensions[2].members[4].notes.numbers == [5])
    #expect(catalog.tables[7].dimensions == [2])
    #expect(try twice.fact("gain rate").sources.numbers == [2])
    #expect(catalog.facts.last?.dataset == 1 && catalog.notes.last?.dataset == 1)
  }

  // MARK: Dimensions

  @Test func hasRegions() throws {
    let region = try #require(embedded.catalog.dimensions.first)
    #expect(region.name == "region" && region.plural == "regions" && !region.isOrdered && !region.isYears)
    #expect(region.whole == "England")
    #expect(
      region.members.map(\.name) == [
        "North East", "North West", "Yorkshire and Humber", "West Midlands", "East Midlands",
        "East of England",
        "London", "South East", "South West",
      ])
    #expect(
      region.members.map(\.code) == [1, 2, 3, 5, 4, 6, 7, 8, 9].map { "E1200000\($0)" })
    #expect(
      region.members[2].aliases.contains("Yorks & Humber") && region.members[5].aliases == ["EoE", "Eastern"])
    #expect(region.members.map { embedded.ids($0.notes) } == [[], [], [], [], ["n1"], [], [], [], []])
  }

  @Test func hasYears() throws {
    let year = try #require(embedded.catalog.dimensions.last)
    #expect(
      year.name == "year" && year.plural == "years" && year.isOrdered && year.isYears && year.whole == nil)
    #expect(year.members.map(\.name) == ["2008-09", "2009-10", "2010-11"])
    #expect(year.members.map(\.year) == [2008, 2009, 2010])
    #expect(embedded.catalog.yearDimension == 1)
  }

  // MARK: Measures

  @Test func describesAllocation() throws {
    let measure = try embedded.measure("allocation")
    #expect(measure.aliases == ["funding", "allocations"])
    #expect(measure.unit == .money && measure.scale == 0 && measure.sourcePower == 0)
    #expect(measure.dimensions == [0, 1] && measure.addsOver.numbers == [0, 1])
    #expect(measure.year == nil && measure.period == nil && measure.projection == nil)
    #expect(embedded.sourceIDs(measure.sources) == ["s2"])
  }

  @Test func describesPublishedTotal() throws {
    let measure = try embedded.measure("published total")
    #expect(measure.aliases == ["published totals"])
    #expect(measure.dimensions == [0] && measure.addsOver.numbers == [0] && measure.sourcePower == 0)
    #expect(measure.period == "the release's own total of the three years" && measure.year == nil)
    #expect(try embedded.rows("published total").map(\.value).reduce(0, +) == 185_000_002)
  }

  @Test func describesHeldBack() throws {
    let measure = try embedded.measure("held back")
    #expect(measure.aliases == ["holdback", "hold back"])
    #expect(measure.dimensions == [0, 1] && measure.addsOver.numbers == [0, 1] && measure.sourcePower == 5)
    let rows = try embedded.rows("held back").filter { $0.value != 0 }
    #expect(rows.map(\.members) == [["East Midlands", "2008-09"]])
    #expect(rows.map(\.value) == [1_300_000] && rows.map(\.notes) == [["n1"]])
  }

  @Test func describesEfficiency() throws {
    let measure = try embedded.measure("efficiency")
    #expect(
      measure.aliases == [
        "efficiencies", "potential", "potential efficiency", "potential annual efficiencies",
      ])
    #expect(measure.unit == .money && measure.scale == 0 && measure.sourcePower == 6)
    #expect(measure.dimensions == [0] && measure.addsOver.numbers == [0] && measure.year == 2010)
    #expect(measure.period == "an annual level reached by the end of 2010-11")
    #expect(embedded.ids(measure.notes) == ["n5"] && embedded.ids(measure.notesOfWhole) == ["n4"])
    #expect(embedded.sourceIDs(measure.sources) == ["s3"])
    #expect(try embedded.value("efficiency", "North East") == 277_000_000)
    #expect(try embedded.rows("efficiency").map(\.value).reduce(0, +) == 4_900_000_000)
  }

  @Test func projectsEfficiency() throws {
    let model = try #require(embedded.measure("efficiency").projection)
    #expect(model.rate == Rational(numerator: 3, denominator: 100))
    #expect(model.baseYear == 2007 && model.targetYear == 2010)
  }

  @Test(
    arguments: [
      ("allocation", ["East Midlands", "2008-09"], "n1"), ("held back", ["East Midlands", "2008-09"], "n1"),
      ("published total", ["West Midlands"], "n2"), ("efficiency", ["East Midlands"], "n3"),
    ])
  func marksOneRow(_ measure: String, _ members: [String], _ note: String) throws {
    let marked = try embedded.rows(measure).filter { !$0.notes.isEmpty }
    #expect(marked.map(\.members) == [members] && marked.map(\.notes) == [[note]])
  }

  @Test func knowsEveryFigure() throws {
    for measure in embedded.catalog.measures {
      #expect(try embedded.rows(measure.name).allSatisfy { $0.absence == nil })
    }
  }

  @Test func saysWhereRowsStand() throws {
    #expect(try embedded.rows("allocation")[0].place == "note 2, row North East, column 2008-09")
    #expect(try embedded.rows("published total")[6].place == "note 2, row London, column Total")
    #expect(
      try embedded.rows("efficiency")[8].place
        == "note 3, row South West, column Potential Annual Efficiencies")
    #expect(embedded.catalog.tables[0].source.place(ofRow: 27) == nil)
    #expect(embedded.catalog.tables[0].source.place(ofRow: -1) == nil)
  }

  // MARK: Facts

  @Test func describesFacts() throws {
    let gains = try embedded.fact("gains this year")
    #expect(gains.aliases == ["annual efficiency gains"] && gains.unit == .money && gains.date == "2007-08")
    #expect(gains.value == Rational(4_200_000_000) && gains.sourcePower == 8)
    #expect(embedded.sourceIDs(gains.sources) == ["s1"] && gains.notes.isEmpty)
    let rate = try embedded.fact("gain rate")
    #expect(
      rate.unit == .rate && rate.value == Rational(numerator: 3, denominator: 100) && rate.sourcePower == -2)
    let champions = try embedded.fact("homelessness champions")
    #expect(champions.unit == .count && champions.value == Rational(18) && champions.sourcePower == 0)
    #expect(try embedded.fact("gains target").aliases == ["2004 spending review target", "SR04 target"])
    #expect(try embedded.ids(embedded.fact("efficiency headline").notes) == ["n4"])
    #expect(embedded.catalog.facts.filter { !$0.notes.isEmpty }.count == 1)
  }

  @Test func describesProgrammes() throws {
    let topic = try #require(embedded.catalog.topics.first { $0.name == "Road Safety Time Bank" })
    #expect(topic.text.hasPrefix("A website for councils") && embedded.sourceIDs(topic.sources) == ["s4"])
  }
}
