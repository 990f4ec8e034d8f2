import Foundation
import RieplData
import RieplEngine
import RieplSyntax
import Testing

/// Columns that are kept: the same as those of the file, as long as the file is the same.
@Suite struct Kept {
  static let table = """
    Region,Paid on,Supplier name,Amount £,Share %
    London,01/05/2008,Acme,100.50,5
    London,02/06/2009,"Beta, Sons & Co",-20.00*,6
    South East,02/06/2009,Acme,..,7
    North East,02/06/2009,Acme
    south east,30/11/2009,Gamma,7000000000.25,8
    Total,,,7000000080.75,
    * as reported

    """

  private func write(_ folder: KeptFolder, _ text: String = Kept.table) throws {
    try Data(text.utf8).write(to: folder.table)
    try folder.age()
  }

  /// Loads the table plainly, behind the data of the program.
  private func plain(_ folder: KeptFolder, options: String = "") throws -> String {
    var catalog = try EmbeddedCatalog().catalog
    _ = try TableLoader.load(
      path: folder.table.path(percentEncoded: false), options: LoadOptions.read(options).get(), into: &catalog
    )
    return try outline(catalog)
  }

  @Test func theSecondTimeTheyAreReadAndAreTheSame() throws {
    let folder = try KeptFolder()
    try write(folder)
    var first = try EmbeddedCatalog().catalog
    #expect(try folder.load(options: "keep", into: &first).keeping == .wanted(instead: nil))
    var second = try EmbeddedCatalog().catalog
    let report = try folder.load(options: "keep", into: &second)
    #expect(report.keeping == .used)
    #expect(report.warning?.contains("1 of 5 rows could not be read whole") == true)
    #expect(try outline(first) == outline(second))
    #expect(try outline(second) == plain(folder))
    // Without the word they are used as well, and nothing is kept.
    var third = try EmbeddedCatalog().catalog
    #expect(try folder.load(into: &third).keeping == .used)
    #expect(try outline(third) == plain(folder))
  }

  /// Months of a kept file meet those of another one, as they do when it is read.
  @Test(arguments: [false, true])
  func monthsMeetThoseOfAnotherFile(_ isBehind: Bool) throws {
    let folder = try KeptFolder()
    try write(folder)
    let other = folder.table.deletingLastPathComponent().appending(path: "other.csv")
    try Data("Day,Income £\n30/04/2008,5.00\n02/06/2009,6.00\n03/10/2010,7.00\n".utf8).write(to: other)
    func load(_ options: String) throws -> (String, LoadReport) {
      var catalog = try EmbeddedCatalog().catalog
      func addOther() throws {
        _ = try TableLoader.load(
          path: other.path(percentEncoded: false), options: LoadOptions(), into: &catalog)
      }
      if !isBehind { try addOther() }
      let report = try folder.load(options: options, into: &catalog)
      if isBehind { try addOther() }
      #expect(catalog.dimensions.count(where: { $0.name == "month" }) == 1)
      return (try outline(catalog), report)
    }
    let first = try load("keep")
    let second = try load("keep")
    #expect(first.1.keeping == .wanted(instead: nil) && second.1.keeping == .used)
    #expect(first.0 == second.0)
  }

  @Test(arguments: [
    ("keep", nil, 0, true), ("KEEP", nil, 0, true), ("as x keep", "x", 0, true), ("as x", "x", 0, false),
    ("as \"x keep\"", "x keep", 0, false), ("as \"x\" keep", "x", 0, true), ("as upkeep", "upkeep", 0, false),
    ("as x where column a is text keep", "x", 1, true), ("where column keep is text", nil, 1, false),
    ("where column \"a keep\" is text keep", nil, 1, true),
  ])
  func theWordIsTheLastOne(text: String, name: String?, overrides: Int, keeps: Bool) throws {
    let options = try LoadOptions.read(text).get()
    #expect(options.name == name && options.overrides.count == overrides && options.keeps == keeps)
  }

  @Test(arguments: ["keep as x", "keep keep", "as keep", "keep where column a is text"])
  func elsewhereTheWordIsWrong(text: String) {
    #expect(throws: LoadOptionFault.self) { try LoadOptions.read(text).get() }
  }

  @Test func withoutTheWordNothingIsKept() throws {
    let folder = try KeptFolder()
    try write(folder)
    var catalog = Catalog()
    #expect(try folder.load(into: &catalog).keeping == .none)
    #expect(try folder.files.isEmpty)
  }

  @Test func anotherWayOfReadingIsKeptApart() throws {
    let folder = try KeptFolder()
    try write(folder)
    for options in ["keep", "as spending keep", "where column Share % is ignored keep"] {
      var catalog = try EmbeddedCatalog().catalog
      #expect(try folder.load(options: options, into: &catalog).keeping == .wanted(instead: nil))
    }
    // Behind another file its names may be others.
    var catalog = try EmbeddedCatalog().catalog
    _ = try folder.load(options: "as spending", into: &catalog)
    #expect(try folder.load(options: "keep", into: &catalog).keeping == .wanted(instead: nil))
    #expect(try folder.files.count == 4)
    var again = try EmbeddedCatalog().catalog
    _ = try folder.load(options: "as spending", into: &again)
    #expect(try folder.load(into: &again).keeping == .used)
    #expect(try outline(again) == outline(catalog))
  }

  @Test func aChangedFileIsReadAnew() throws {
    let folder = try KeptFolder()
    try write(folder)
    var catalog = try EmbeddedCatalog().catalog
    _ = try folder.load(options: "keep", into: &catalog)
    // The same length, and even the same time.
    try write(folder, Kept.table.replacing("100.50", with: "100.60"))
    var changed = try EmbeddedCatalog().catalog
    #expect(try folder.load(into: &changed).keeping == .unusable(.stale))
    #expect(try outline(changed) == plain(folder))
    var kept = try EmbeddedCatalog().catalog
    #expect(try folder.load(options: "keep", into: &kept).keeping == .wanted(instead: .stale))
    var again = try EmbeddedCatalog().catalog
    #expect(try folder.load(options: "keep", into: &again).keeping == .used)
    #expect(try outline(again) == plain(folder))
    #expect(try folder.files.count == 1)
  }

  @Test func aFileThatOnlyLooksChangedIsNot() throws {
    let folder = try KeptFolder()
    try write(folder)
    var catalog = try EmbeddedCatalog().catalog
    _ = try folder.load(options: "keep", into: &catalog)
    let before = try folder.bytes
    // Its clock has gone on since it was kept, and it is another file of the same words.
    try FileManager.default.removeItem(at: folder.table)
    try Data(Kept.table.utf8).write(to: folder.table)
    var again = try EmbeddedCatalog().catalog
    let report = try folder.load(options: "keep", into: &again)
    #expect(report.keeping == .used && report.draft != nil)
    #expect(try outline(again) == plain(folder))
    let after = try folder.bytes
    #expect(before != after && before.dropLast(112) == after.dropLast(112))
  }

  @Test func aDescriptionBesideTheFileCounts() throws {
    let folder = try KeptFolder()
    try write(folder)
    var catalog = try EmbeddedCatalog().catalog
    _ = try folder.load(options: "keep", into: &catalog)
    let schema =
      #"{"fields": [{"name": "Region"}, {"name": "Paid on"}, {"name": "Supplier name"}, "#
      + #"{"name": "Amount £"}, {"name": "Share %", "type": "string"}]}"#
    try Data(schema.utf8).write(to: folder.url.appending(path: "table.schema.json"))
    var described = try EmbeddedCatalog().catalog
    #expect(try folder.load(options: "keep", into: &described).keeping == .wanted(instead: .stale))
    var again = try EmbeddedCatalog().catalog
    #expect(try folder.load(into: &again).keeping == .used)
    #expect(try outline(again) == plain(folder))
  }

  @Test func wideTablesAndLargeDimensionsAreTheSame() throws {
    var wide = "Service,2008-09,2009-10,2010-11,Total\n"
    for number in 1...30 { wide += "service \(number),\(number),\(number * 2).5,..,\(number * 3).5\n" }
    var large = "supplier,amount\n"
    for number in 0..<1500 { large += "Supplier \(number * 7919 % 1200) Ltd,\(number).\(number % 90 + 10)\n" }
    let long = String(repeating: "London,01/05/2008,Acme,100.50,5\n", count: 140_000)
    for text in [wide, large, "Region,Paid on,Supplier name,Amount £,Share %\n" + long] {
      let folder = try KeptFolder()
      try write(folder, text)
      var first = try EmbeddedCatalog().catalog
      _ = try folder.load(options: "keep", into: &first)
      var second = try EmbeddedCatalog().catalog
      #expect(try folder.load(into: &second).keeping == .used)
      let isShort = text.utf8.count < 1 << 20
      let same = try outline(first, withRows: isShort) == outline(second, withRows: isShort)
      #expect(same, "\(text.prefix(40))")
      let names = first.makeVocabulary().quotedNames
      let kept = second.makeVocabulary().quotedNames
      for typed in ["supplier 12 ltd", "SUPPLIER 1", "s", "nothing", ""] {
        for isStart in [false, true] {
          let (a, b) = (
            names?(Array(typed.utf8)[...], isStart, 9), kept?(Array(typed.utf8)[...], isStart, 9)
          )
          #expect(a?.map(\.spelling) == b?.map(\.spelling))
        }
      }
    }
  }

  @Test func othersMayNotPutThemThere() throws {
    let folder = try KeptFolder()
    try write(folder)
    var catalog = try EmbeddedCatalog().catalog
    _ = try folder.load(options: "keep", into: &catalog)
    let path = folder.store.folder + "/" + (try #require(folder.files.first))
    // What others may write to, and what stands elsewhere, is not used.
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path)
    var open = try EmbeddedCatalog().catalog
    #expect(try folder.load(into: &open).keeping == .none)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    try FileManager.default.moveItem(atPath: path, toPath: path + ".other")
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path + ".other")
    var linked = try EmbeddedCatalog().catalog
    #expect(try folder.load(into: &linked).keeping == .none)
  }

  @Test func aDamagedOneIsNeverBelieved() throws {
    let folder = try KeptFolder()
    try write(folder)
    var catalog = try EmbeddedCatalog().catalog
    _ = try folder.load(options: "keep", into: &catalog)
    let right = try outline(catalog)
    let bytes = try folder.bytes
    var random = RandomTableTests.Generator(state: 11)
    func check(_ damaged: [UInt8], _ what: String) throws {
      try folder.replace(damaged)
      var read = try EmbeddedCatalog().catalog
      _ = try folder.load(into: &read)
      let same = try outline(read) == right
      #expect(same, "\(what)")
    }
    // What is found out too late is taken away, so that it is made anew.
    try check([bytes[0] ^ 1] + bytes.dropFirst(), "the first byte")
    #expect(try folder.files.isEmpty)
    // Bytes all over it, as far as a test has time for it.
    for place in stride(from: 0, to: bytes.count, by: 29) {
      var damaged = bytes
      damaged[place] ^= UInt8(1 + random.next(255))
      try check(damaged, "byte \(place)")
    }
    for count in stride(from: 0, to: bytes.count, by: 397) {
      try check(Array(bytes.prefix(count)), "\(count) bytes")
    }
    try check(bytes + [0], "a byte more")
    try check(Array(repeating: 0, count: bytes.count), "zeros")
  }
}
