import Foundation
import RieplEngine
import Testing

@testable import RieplData

/// A kept file whose checksums are right, whatever else is wrong: nothing traps, and nothing is read behind its end.
@Suite struct ForgedKeptFiles {
  /// A kept file with other contents, and a trailer that is right for these.
  private static func forged(_ bytes: [UInt8], _ contents: [UInt8], _ trailer: KeptFormat.Trailer) -> [UInt8]
  {
    let start = trailer.contents.offset
    let piece = KeptFormat.Piece(offset: start, count: contents.count, checksum: Checksum.of(contents))
    return bytes[..<start] + contents + KeptFormat.Trailer(contents: piece, source: trailer.source).bytes
  }

  @Test(arguments: ["long", "wide"]) func nothingTraps(kind: String) throws {
    let folder = try KeptFolder()
    let text = kind == "long" ? Kept.table : "Service,2008-09,2009-10,Total\na,1,2,3\nb,4*,..,5\n* odd\n"
    try Data(text.utf8).write(to: folder.table)
    try folder.age()
    var catalog = Catalog()
    _ = try folder.load(options: "keep", into: &catalog)
    let bytes = try folder.bytes
    let trailer = try KeptFormat.Trailer(Array(bytes.suffix(KeptFormat.trailerSize)))
    let piece = trailer.contents
    let contents = Array(bytes[piece.offset..<piece.offset + piece.count])
    var random = RandomTableTests.Generator(state: 12)
    var taken = 0
    let values: [UInt8] = [0, 1, 0x7E, 0x80, 0xFF]
    for place in stride(from: 0, to: contents.count, by: 3) {
      var changed = contents
      changed[place] = random.next(2) == 0 ? UInt8(random.next(256)) : values[place % 5]
      taken += try ask(folder, ForgedKeptFiles.forged(bytes, changed, trailer)) ? 1 : 0
    }
    for place in stride(from: 0, to: contents.count, by: 29) {
      _ = try ask(folder, ForgedKeptFiles.forged(bytes, Array(contents[..<place]), trailer))
    }
    // Much of what is changed is text, which may be anything.
    #expect(taken > 30)
  }

  @Test func codesWithoutAMeaningAreNotUsed() throws {
    let folder = try KeptFolder()
    try Data(Kept.table.utf8).write(to: folder.table)
    try folder.age()
    var catalog = Catalog()
    _ = try folder.load(options: "keep", into: &catalog)
    let right = try outline(catalog)
    let bytes = try folder.bytes
    let trailer = try KeptFormat.Trailer(Array(bytes.suffix(KeptFormat.trailerSize)))
    let piece = trailer.contents
    let contents = try KeptContents(Array(bytes[piece.offset..<piece.offset + piece.count]))
    let pieces =
      contents.chunks.flatMap { $0.codes.compactMap { $0?.piece } } + contents.meanings.map(\.piece)
    for damaged in pieces {
      // In place of a member -1 would say that a row is kept apart.
      for value in [UInt8(0x7F), 0xFE] {
        var changed = bytes
        for place in damaged.offset..<damaged.offset + damaged.count { changed[place] = value }
        let checksum = Checksum.of(Array(changed[damaged.offset..<damaged.offset + damaged.count]))
        // The old checksum stands somewhere in the contents.
        var encoder = KeptEncoder()
        encoder.add(damaged.checksum)
        let old = encoder.bytes
        var fresh = KeptEncoder()
        fresh.add(checksum)
        var all = Array(bytes[piece.offset..<piece.offset + piece.count])
        let start = try #require((0...all.count - 8).first { Array(all[$0..<$0 + 8]) == old })
        all.replaceSubrange(start..<start + 8, with: fresh.bytes)
        try folder.replace(ForgedKeptFiles.forged(changed, all, trailer))
        var read = Catalog()
        let report = try folder.load(into: &read)
        #expect(report.keeping == .used)
        let same = try outline(read) == right
        #expect(same)
      }
    }
  }

  /// Asks everything of a catalogue with a kept file; whether it was used.
  private func ask(_ folder: KeptFolder, _ bytes: [UInt8]) throws -> Bool {
    try folder.replace(bytes)
    var catalog = Catalog()
    guard try folder.load(into: &catalog).keeping == .used else { return false }
    do {
      _ = try outline(catalog)
    } catch is EngineFault {
      return true
    }
    return true
  }
}
