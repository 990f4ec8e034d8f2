import RieplEngine
import Synchronization

/// The lines of a file on which its rows stand, found by reading it again when somebody asks.
///
/// A file that has changed since it was read gives no lines.
final class RowLines: Sendable {
  private let path: String
  let dialect: Dialect
  let bodyStart: Int
  /// Where lines start that are no rows; nil where not all are known.
  let skipped: [Int]?
  let rowCount: Int
  let byteCount: Int
  private let found = Mutex<[Int32]?>(nil)
  /// In larger files only the first rows are looked for.
  private static let limit = 1_000_000

  init(_ file: MappedFile, _ layout: TableLayout, _ log: RowLog, rowCount: Int) {
    path = file.path
    byteCount = file.count
    dialect = layout.dialect
    bodyStart = layout.bodyStart
    let isWhole = log.problems.count == log.problemCount && log.remarks.count == log.remarkCount
    skipped = isWhole ? log.problems.map(\.offset) + log.remarks : nil
    self.rowCount = rowCount
  }

  /// The lines of a file that was read before.
  init(
    path: String, byteCount: Int, dialect: Dialect, bodyStart: Int, skipped: [Int]?, rowCount: Int
  ) {
    self.path = path
    self.byteCount = byteCount
    self.dialect = dialect
    self.bodyStart = bodyStart
    self.skipped = skipped
    self.rowCount = rowCount
  }

  /// The line of a row, counted from 1; nil where it is not known.
  subscript(row: Int) -> Int? {
    found.withLock { lines in
      let all = lines ?? read()
      lines = all
      return all.indices.contains(row) ? Int(all[row]) : nil
    }
  }

  private func read() -> [Int32] {
    do throws(TableFault) {
      let file = try MappedFile(path: path)
      guard file.count == byteCount, let skipped else { return [] }
      return lines(file, Set(skipped))
    } catch {
      return []
    }
  }

  private func lines(_ file: MappedFile, _ skipped: Set<Int>) -> [Int32] {
    let newline = dialect.newline
    var lines: [Int32] = []
    var line = 1 + count(newline, in: 0..<min(bodyStart, file.count), file)
    var reader = RecordReader(file, dialect, from: bodyStart)
    while lines.count < RowLines.limit {
      let start = reader.offset
      guard let state = reader.next() else {
        // What is no row here was none when the file was read, or all lines are wrong.
        return lines.count == rowCount ? lines : []
      }
      if case .whole = state, !skipped.contains(start), !isEmpty(start..<min(reader.offset, file.count), file)
      {
        lines.append(Int32(truncatingIfNeeded: line))
      }
      line += count(newline, in: start..<min(reader.offset, file.count), file)
    }
    return lines
  }

  /// Whether there is nothing in a row but marks and space.
  private func isEmpty(_ range: Range<Int>, _ file: MappedFile) -> Bool {
    range.allSatisfy { index in
      let byte = unsafe file.bytes[index]
      return byte <= 0x20 || byte == dialect.delimiter
    }
  }

  private func count(_ byte: UInt8, in range: Range<Int>, _ file: MappedFile) -> Int {
    range.count { unsafe file.bytes[$0] == byte }
  }
}
