import Testing

@testable import RieplData

/// Columns that are put aside read as they did.
@Suite struct AsideFileTests {
  @Test func columnsReadTheSameFromTheDisk() throws {
    let file = try AsideFile()
    var chunks: [ColumnChunk] = []
    for number in 0..<3 {
      let chunk = ColumnChunk(number: number, worker: 0, texts: 2, figures: 2, capacity: 10)
      for batch in 0..<5 {
        let count = 1000 + batch * 7 + number
        let narrow = (0..<count).map { UInt32($0 % 200) }
        let wide = (0..<count).map { UInt32($0 * 3 + batch * 70_000) }
        let values = (0..<count).map { Int64($0 - 500) * 1_000_003 }
        let others = (0..<count).map { $0 % 9 == 0 ? FigureColumn.absent + 1 : Int64($0) }
        unsafe narrow.withUnsafeBufferPointer { unsafe chunk.appendCodes(0, $0.baseAddress!, count) }
        unsafe wide.withUnsafeBufferPointer { unsafe chunk.appendCodes(1, $0.baseAddress!, count) }
        unsafe values.withUnsafeBufferPointer {
          unsafe chunk.appendValues(0, $0.baseAddress!, count, magnitude: 1 << 40, missing: 0)
        }
        unsafe others.withUnsafeBufferPointer {
          unsafe chunk.appendValues(1, $0.baseAddress!, count, magnitude: 4095, missing: (count + 8) / 9)
        }
        chunk.endBatch(count)
      }
      chunks.append(chunk)
    }
    func contents(_ chunk: ColumnChunk) -> [[Int64]] {
      (0..<chunk.rows).map { row in
        unsafe [
          Int64(chunk.code(0, row)), Int64(chunk.code(1, row)), chunk.values(0)[row], chunk.values(1)[row],
        ]
      }
    }
    let before = chunks.map(contents)
    let sizes = chunks.map(\.size)
    for chunk in chunks { try chunk.move(to: file) }
    #expect(chunks.map(contents) == before)
    #expect(chunks.map(\.size) == sizes && sizes[0] == (1 + 4 + 8 + 8) * chunks[0].rows)
    #expect(chunks[0].missing(1) > 500 && chunks[0].missing(0) == 0)
  }

  @Test func withoutABoundNothingIsPutAside() throws {
    #expect(!AsideFile.isNeeded(.max))
  }
}
