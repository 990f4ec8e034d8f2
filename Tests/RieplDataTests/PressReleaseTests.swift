import Foundation
import RieplEngine
import Testing

@testable import RieplData

/// The embedded figures against the text of the release and the checked files, where those stand beside the project.
@Suite struct PressReleaseTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/data/riep-2008")
  private static let release = folder.appending(path: "press-release.txt")

  private static func exists(_ file: URL) -> Bool { FileManager.default.fileExists(atPath: file.path) }

  private static let absent: Comment = "there is no press-release.txt in ../shared/data/riep-2008"

  let embedded: EmbeddedCatalog

  init() throws { embedded = try EmbeddedCatalog() }

  /// For each table of the release the amounts in the row of each region, as they are printed.
  private func tables() throws -> [[String: [String]]] {
    let lines = try String(contentsOf: PressReleaseTests.release, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map { $0.trimmingCharacters(in: .whitespaces) }
    let regions = Set(embedded.catalog.dimensions[0].members.map(\.name))
    var tables: [[String: [String]]] = []
    for (number, line) in lines.enumerated() {
      let name = line.trimmingCharacters(in: ["*"])
      if line == "Region" { tables.append([:]) }
      guard regions.contains(name), !tables.isEmpty else { continue }
      let amounts = lines[(number + 1)...].prefix { $0.hasPrefix("£") }
      #expect(tables[tables.count - 1].updateValue(Array(amounts), forKey: name) == nil, "\(name) twice")
    }
    return tables
  }

  /// The pounds of an amount such as £4,202,778, £277m or £4.2bn, and the power of ten of its last digit.
  private func amount(_ text: String) throws -> (pounds: Int64, power: Int) {
    let number = text.drop { $0 == "£" }.prefix { $0.isNumber || $0 == "," || $0 == "." }
    let suffix = text.drop { $0 == "£" }.dropFirst(number.count)
    let decimals = number.split(separator: ".").dropFirst().first?.count ?? 0
    let size = suffix.hasPrefix("m") ? 6 : suffix.hasPrefix("b") ? 9 : 0
    var pounds = try #require(Int64(number.filter(\.isNumber)), "\(text) is no amount")
    for _ in 0..<(size - decimals) { pounds *= 10 }
    return (pounds, size - decimals)
  }

  @Test(.enabled(if: exists(release), absent)) func hasTheAllocationsOfTheRelease() throws {
    let table = try #require(tables().first)
    #expect(table.count == 9)
    for (region, amounts) in table {
      #expect(amounts.count == 4, "\(region)")
      for (year, text) in zip(["2008-09", "2009-10", "2010-11"], amounts) {
        #expect(try embedded.value("allocation", region, year) == amount(text).pounds, "\(region) \(year)")
      }
      #expect(try embedded.value("published total", region) == amount(amounts[3]).pounds, "\(region) Total")
    }
  }

  @Test(.enabled(if: exists(release), absent)) func hasThePotentialsOfTheRelease() throws {
    let tables = try tables()
    #expect(tables.count == 2)
    let table = try #require(tables.last)
    #expect(table.count == 9)
    for (region, amounts) in table {
      #expect(amounts.count == 1, "\(region)")
      let (pounds, power) = try amount(amounts[0])
      #expect(try embedded.value("efficiency", region) == pounds, "\(region)")
      #expect(try embedded.measure("efficiency").sourcePower == power)
    }
  }

  @Test(
    .enabled(if: exists(release), absent),
    arguments: [
      ("gains this year", "£4.2bn", " annual efficiency gains this year"),
      ("gains target", "£3bn", " target"),
      ("announced allocation", "£185m", " through council-led"),
      ("joint health funding", "£4m", " today for RIEPS"),
      ("efficiency headline", "£5billion", ", which can be used"),
      ("public sector target", "£30bn", " by 2011"),
      ("gain rate", "3%", " per annum gains in their region"),
      ("homelessness champions", "18", " homelessness regional champions"),
      ("community assets programme", "£30m", " Community Assets Programme"),
    ])
  func hasTheFactOfTheRelease(_ name: String, _ printed: String, _ after: String) throws {
    let text = try String(contentsOf: PressReleaseTests.release, encoding: .utf8)
    #expect(text.contains(printed + after))
    let fact = try embedded.fact(name)
    let (number, power) = try amount(printed)
    if fact.unit == .rate {
      #expect(fact.value == Rational(numerator: number, denominator: 100) && fact.sourcePower == power - 2)
    } else {
      #expect(fact.value == Rational(number) && fact.sourcePower == power)
    }
  }

  @Test(.enabled(if: exists(release), absent)) func hasTheHoldBackOfTheRelease() throws {
    let text = try String(contentsOf: PressReleaseTests.release, encoding: .utf8)
    #expect(text.contains("for 08/09 £1.3m of the East Midlands allocation will be held back"))
    let (pounds, power) = try amount("£1.3m")
    #expect(try embedded.value("held back", "East Midlands", "2008-09") == pounds)
    #expect(try embedded.measure("held back").sourcePower == power)
  }

  @Test(.enabled(if: exists(folder), "there is no ../shared/data/riep-2008")) func embedsTheCheckedFiles()
    throws
  {
    var names: Set<String> = []
    for file in EmbeddedDatasets.files() where file.path.hasSuffix(".csv") {
      let name = try #require(file.path.split(separator: "/").last)
      let checked = try Data(contentsOf: PressReleaseTests.folder.appending(path: String(name)))
      #expect(Array(checked) == file.bytes, "\(name)")
      names.insert(String(name))
    }
    let all = try FileManager.default.contentsOfDirectory(atPath: PressReleaseTests.folder.path)
    #expect(names == Set(all.filter { $0.hasSuffix(".csv") }))
  }

  @Test func embedsTheFilesBesideTheSource() throws {
    let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/CRieplData")
    for file in EmbeddedDatasets.files() {
      #expect(Array(try Data(contentsOf: sources.appending(path: file.path))) == file.bytes, "\(file.path)")
    }
  }
}
