import Foundation
import RieplData
import RieplEngine
import Synchronization
import Testing

/// Files that are no tables, or that stop being one: an error that says why, in bounded memory.
@Suite struct BadFileTests {
  private static func path() -> String {
    FileManager.default.temporaryDirectory.appending(path: "riepl-\(UUID().uuidString).csv").path()
  }

  private static func rows(_ count: Int) -> Data {
    var text = "supplier,category,amount\n"
    for row in 0..<count { text += "Supplier \(row % 977),Category \(row % 40),\(row).\(10 + row % 90)\n" }
    return Data(text.utf8)
  }

  @Test func aFileThatShrinksWhileItIsRead() throws {
    let path = BadFileTests.path()
    try BadFileTests.rows(600_000).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    var catalog = Catalog()
    let isCut = Atomic<Bool>(false)
    #expect(throws: TableFault.unreadable("it changed while it was read")) {
      _ = try TableLoader.load(
        path: path, options: LoadOptions(), into: &catalog,
        onProgress: { _ in
          if !isCut.exchange(true, ordering: .relaxed) { unsafe truncate(path, 4096) }
        })
    }
    let wasCut = isCut.load(ordering: .relaxed)
    #expect(wasCut)
    #expect(catalog.datasets.isEmpty)
  }

  @Test func aFileThatGrowsWhileItIsRead() throws {
    let path = BadFileTests.path()
    try BadFileTests.rows(600_000).write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    var catalog = Catalog()
    #expect(throws: TableFault.unreadable("it changed while it was read")) {
      _ = try TableLoader.load(
        path: path, options: LoadOptions(), into: &catalog,
        onProgress: { _ in
          guard let file = FileHandle(forWritingAtPath: path) else { return }
          _ = try? file.seekToEnd()
          try? file.write(contentsOf: Data("x,y,1\n".utf8))
          try? file.close()
        })
    }
  }

  @Test func aLineOfAGigabyte() throws {
    let path = BadFileTests.path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    // Behind rows that are fine stands one line that takes no room on the disk.
    try BadFileTests.rows(20_000).write(to: URL(filePath: path))
    #expect(unsafe truncate(path, 1 << 30) == 0)
    var catalog = Catalog()
    #expect(throws: TableFault.unreadable("it has a line that is longer than 16 MiB")) {
      try TableLoader.load(path: path, options: LoadOptions(), into: &catalog)
    }
    #expect(unsafe truncate(path, 0) == 0)
    #expect(unsafe truncate(path, 1 << 30) == 0)
    #expect(throws: TableFault.unreadable("it has bytes that no text has")) {
      try TableLoader.load(path: path, options: LoadOptions(), into: &catalog)
    }
  }

  @Test func reportsHowFarItIs() throws {
    let path = BadFileTests.path()
    let data = BadFileTests.rows(300_000)
    try data.write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    var catalog = Catalog()
    let seen = Mutex<[LoadProgress]>([])
    _ = try TableLoader.load(
      path: path, options: LoadOptions(), into: &catalog,
      onProgress: { done in
        seen.withLock { $0.append(done) }
      })
    let parts = seen.withLock { $0 }
    #expect(parts.count >= 2)
    #expect(parts.allSatisfy { $0.total == data.count && $0.bytes <= data.count })
    #expect(parts.map(\.rows).max() == 300_000)
  }
}
