import CScan
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
  private let found = Mutex<Lines?>(nil)
  /// In larger files only the first rows are looked for, unless each row is a line.
  private static let limit = 1_000_000

  private enum Lines {
    /// Each row stands on one line, and nothing stands between them: the line of the first one.
    case together(from: Int)
    /// The lines of the first rows.
    case apart([Int32])
  }

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
      switch all {
      case .together(let first): return row < rowCount ? first + row : nil
      case .apart(let list): return list.indices.contains(row) ? Int(list[row]) : nil
      }
    }
  }

  private func read() -> Lines {
    do throws(TableFault) {
      let file = try MappedFile(path: path)
      guard file.count == byteCount, let skipped else { return .apart([]) }
      let body = min(bodyStart, file.count)..<file.count
      let first = 1 + count(dialect.newline, in: 0..<body.lowerBound, file)
      if skipped.isEmpty, rowCount > 0 {
        let hasEnd = unsafe file.bytes[file.count - 1] == dialect.newline
        if count(dialect.newline, in: body, file) + (hasEnd ? 0 : 1) == rowCount {
          return .together(from: first)
        }
      }
      return .apart(lines(file, Set(skipped), first))
    } catch {
      return .apart([])
    }
  }

  private func lines(_ file: MappedFile, _ skipped: Set<Int>, _ first: Int) -> [Int32] {
    let newline = dialect.newline
    var lines: [Int32] = []
    var line = first
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
    if range.count < FileScan.part { return RowLines.count(byte, in: range, file) }
    // In parts, of which pages are fetched together and given back.
    let parts = (range.count + FileScan.part - 1) / FileScan.part
    return Parallel.map(parts, isLarge: true) { number in
      let start = range.lowerBound + number * FileScan.part
      let part = start..<min(range.upperBound, start + FileScan.part)
      file.fetch(part)
      defer { file.release(part) }
      return RowLines.count(byte, in: part, file)
    }.reduce(0, +)
  }

  private static func count(_ byte: UInt8, in range: Range<Int>, _ file: MappedFile) -> Int {
    unsafe riepl_count(file.bytes + range.lowerBound, range.count, byte)
  }
}
