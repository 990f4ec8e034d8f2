import CScan

/// A run of rows: where their fields are in the file.
@safe struct RowBatch {
  /// What positions count from.
  let base: UnsafePointer<UInt8>
  /// The offset of that in the file.
  let offset: Int
  /// For each row the position before its first field and behind each field; rows stand `stride` positions apart.
  let positions: UnsafePointer<UInt32>
  let stride: Int
  let count: Int
}

/// Takes the rows of a file, run by run.
protocol RowSink: AnyObject {
  /// Takes a run of rows, all with the same number of fields.
  func take(_ batch: RowBatch) throws(TableFault)
}

/// A row that was set aside, and why.
struct RowProblem: Sendable, Hashable {
  /// Why a row was set aside.
  enum Reason: Sendable, Hashable {
    /// It has another number of fields than the headings.
    case width(Int)
    case openQuote
    case strayQuote
    case tooLong
    /// What stands in a column of figures is no figure; the number of the column.
    case notFigure(Int)
    /// What stands in a column of years or days is none; the number of the column.
    case notDate(Int)
  }

  /// Where it starts in the file.
  let offset: Int
  let reason: Reason
}

/// How many rows there were, and which were not taken.
struct RowLog: Sendable {
  /// How many rows of problems are kept.
  static let limit = 10_000

  /// Rows that were taken.
  var rows = 0
  /// Lines without anything, or with nothing but marks.
  var empty = 0
  /// Where lines start that have words in their first field and nothing else.
  var remarks: [Int] = []
  var remarkCount = 0
  var problems: [RowProblem] = []
  var problemCount = 0

  mutating func add(_ offset: Int, _ reason: RowProblem.Reason) {
    problemCount += 1
    if problems.count < RowLog.limit { problems.append(RowProblem(offset: offset, reason: reason)) }
  }

  mutating func add(_ other: RowLog) {
    rows += other.rows
    empty += other.empty
    remarks = Array((remarks + other.remarks).sorted().prefix(RowLog.limit))
    remarkCount += other.remarkCount
    problems = Array((problems + other.problems).sorted { $0.offset < $1.offset }.prefix(RowLog.limit))
    problemCount += other.problemCount
  }
}

/// Finds the rows of a part of a file and passes them on, a few thousand at a time.
///
/// Marks are found 64 bytes at a time, those in quotation marks masked out; then it is made sure that each row has
/// as many fields as the headings. Where a quotation mark stands out of place, the rest of the part is read one byte
/// after another; where only the number of fields is wrong, the rows around are taken one by one.
@safe final class RowScanner {
  private let file: MappedFile
  private let dialect: Dialect
  private let width: Int
  private let rowsAtOnce: Int
  private let capacity: Int
  private let positions: UnsafeMutablePointer<UInt32>
  private let clean: UnsafeMutablePointer<UInt32>
  private(set) var log = RowLog()
  /// Words for totals to be looked for, nil for none.
  var totals: TotalWords?
  /// Whether such a word was found.
  private(set) var hasTotal = false

  init(_ file: MappedFile, _ dialect: Dialect, width: Int) {
    self.file = file
    self.dialect = dialect
    self.width = width
    rowsAtOnce = max(1, min(RowScanner.batch, 65_536 / width))
    capacity = rowsAtOnce * (width + 1) + width + 256
    unsafe positions = .allocate(capacity: capacity)
    unsafe clean = .allocate(capacity: capacity * 2)
  }

  deinit {
    unsafe positions.deallocate()
    unsafe clean.deallocate()
  }

  /// The most rows that are passed on at once.
  static let batch = 2048

  /// Takes the rows away that a sink could not take.
  func reject(_ offset: Int, _ reason: RowProblem.Reason) {
    log.rows -= 1
    log.add(offset, reason)
  }

  /// Reads the rows from one row's start to another's; gives where the last row really ends, which is farther on
  /// where a line end stands in quotation marks.
  func scan(_ part: Range<Int>, into sink: any RowSink) throws(TableFault) -> Int {
    let base = unsafe file.bytes + part.lowerBound
    let count = part.count
    let delimiter = dialect.delimiter
    let newline = dialect.newline
    let limit = 1 + rowsAtOnce * width
    let positions = unsafe positions
    // The position before the first field of a row.
    unsafe positions[0] = UInt32.max
    var found = 1
    var offset = 0
    var inside: UInt64 = 0
    // Whether the byte before is a mark or a quotation mark, and whether it closes a field.
    var before: UInt64 = 1
    var closed: UInt64 = 0
    let totals = totals
    var earlier: UInt64 = 1 << 63
    var earlierQuotes: UInt64 = 0
    var earlierLetters: UInt64 = 0
    while offset < count {
      while offset < count, found < limit {
        var marks: UInt64 = 0
        var quotes: UInt64 = 0
        var letters: UInt64 = 0
        if totals == nil {
          unsafe riepl_scan_block(base + offset, delimiter, newline, &marks, &quotes)
        } else {
          unsafe riepl_scan_block_for_t(base + offset, delimiter, newline, &marks, &quotes, &letters)
        }
        if count &- offset < 64 {
          let kept: UInt64 = (1 &<< UInt64(truncatingIfNeeded: count &- offset)) &- 1
          marks &= kept
          quotes &= kept
        }
        if quotes | inside | closed != 0 {
          var mask = quotes
          mask ^= mask << 1
          mask ^= mask << 2
          mask ^= mask << 4
          mask ^= mask << 8
          mask ^= mask << 16
          mask ^= mask << 32
          mask ^= inside
          let outer = marks & ~mask
          let opening = quotes & mask
          let closing = quotes & ~mask
          let wrong = opening & ~(((outer | quotes) << 1) | before)
          var behind = ((closing << 1) | closed) & ~(marks | quotes)
          if count &- offset < 64 { behind &= (1 &<< UInt64(truncatingIfNeeded: count &- offset)) &- 1 }
          let isBroken = unsafe wrong != 0 || behind != 0 && !isLineEnd(behind, base + offset)
          if isBroken {
            return unsafe try careful(base, part, found, sink)
          }
          inside = UInt64(bitPattern: Int64(bitPattern: mask) >> 63)
          closed = closing >> 63
          before = (outer | quotes) >> 63
          marks = outer
        } else {
          before = marks >> 63
        }
        if let totals {
          // The two letters t of "total".
          if letters & (letters << 2 | earlierLetters >> 62) != 0,
            unsafe TotalWords.endsText(base + offset, delimiter, newline)
          {
            hasTotal = true
          }
          earlierLetters = letters
          if unsafe totals.standsWhole(base + offset, marks, earlier, hasQuotes: quotes | earlierQuotes != 0)
          {
            hasTotal = true
          }
          earlier = marks
          earlierQuotes = quotes
        }
        let number = marks.nonzeroBitCount
        let place = unsafe positions + found
        let start = UInt32(truncatingIfNeeded: offset)
        var index = 0
        // Eight at a time, without a branch for each; what is written too much is written over.
        repeat {
          unsafe place[index] = start &+ UInt32(truncatingIfNeeded: marks.trailingZeroBitCount)
          marks &= marks &- 1
          unsafe place[index &+ 1] = start &+ UInt32(truncatingIfNeeded: marks.trailingZeroBitCount)
          marks &= marks &- 1
          unsafe place[index &+ 2] = start &+ UInt32(truncatingIfNeeded: marks.trailingZeroBitCount)
          marks &= marks &- 1
          unsafe place[index &+ 3] = start &+ UInt32(truncatingIfNeeded: marks.trailingZeroBitCount)
          marks &= marks &- 1
          unsafe place[index &+ 4] = start &+ UInt32(truncatingIfNeeded: marks.trailingZeroBitCount)
          marks &= marks &- 1
          unsafe place[index &+ 5] = start &+ UInt32(truncatingIfNeeded: marks.trailingZeroBitCount)
          marks &= marks &- 1
          unsafe place[index &+ 6] = start &+ UInt32(truncatingIfNeeded: marks.trailingZeroBitCount)
          marks &= marks &- 1
          unsafe place[index &+ 7] = start &+ UInt32(truncatingIfNeeded: marks.trailingZeroBitCount)
          marks &= marks &- 1
          index &+= 8
        } while index < number
        found &+= number
        offset &+= 64
        if unsafe offset &- Int(positions[found &- 1] &+ 1) > RecordReader.longestQuote {
          return unsafe try careful(base, part, found, sink)
        }
      }
      if offset >= count {
        if inside != 0 { return unsafe try careful(base, part, found, sink) }
        if part.upperBound == file.count, unsafe file.bytes[file.count - 1] != newline {
          // The last line has no end.
          unsafe positions[found] = UInt32(truncatingIfNeeded: count)
          found += 1
        }
      }
      let rows = min((found - 1) / width, rowsAtOnce)
      var used = rows * width
      if rows > 0, unsafe isRegular(base, rows) {
        log.rows += rows
        unsafe try sink.take(
          RowBatch(base: base, offset: part.lowerBound, positions: positions, stride: width, count: rows))
      } else {
        let (taken, end) = unsafe cleaned(base, found, part)
        if end == 0, found >= limit { return unsafe try careful(base, part, 1, sink) }
        if taken > 0 {
          log.rows += taken
          unsafe try sink.take(
            RowBatch(base: base, offset: part.lowerBound, positions: clean, stride: width + 1, count: taken))
        }
        used = end
      }
      let left = found - used
      unsafe positions.update(from: positions + used, count: left)
      found = left
    }
    // Rows that are left have fewer fields than a batch needs.
    while found > 1 {
      let rows = (found - 1) / width
      if rows > 0, unsafe isRegular(base, rows) {
        log.rows += rows
        unsafe try sink.take(
          RowBatch(base: base, offset: part.lowerBound, positions: positions, stride: width, count: rows))
        unsafe positions.update(from: positions + rows * width, count: found - rows * width)
        found -= rows * width
        continue
      }
      let (taken, end) = unsafe cleaned(base, found, part)
      if end == 0 { return unsafe try careful(base, part, 1, sink) }
      if taken > 0 {
        log.rows += taken
        unsafe try sink.take(
          RowBatch(base: base, offset: part.lowerBound, positions: clean, stride: width + 1, count: taken))
      }
      unsafe positions.update(from: positions + end, count: found - end)
      found -= end
    }
    return part.upperBound
  }

  /// Whether a line end of two bytes stands behind each closing quotation mark.
  private func isLineEnd(_ behind: UInt64, _ bytes: UnsafePointer<UInt8>) -> Bool {
    var rest = behind
    while rest != 0 {
      let index = rest.trailingZeroBitCount
      guard unsafe bytes[index] == UInt8(ascii: "\r"), unsafe bytes[index + 1] == dialect.newline else {
        return false
      }
      rest &= rest &- 1
    }
    return true
  }

  /// Whether each row has as many fields as the headings, and more than its first one is filled.
  @inline(__always)
  private func isRegular(_ base: UnsafePointer<UInt8>, _ rows: Int) -> Bool {
    var place = unsafe UnsafePointer(positions) + 1
    let delimiter = dialect.delimiter
    let newline = dialect.newline
    let last = width &- 1
    var wrong = 0
    for _ in 0..<rows {
      for field in 0..<last {
        unsafe wrong &+= base[Int(place[field])] == delimiter ? 0 : 1
      }
      let end = unsafe place[last]
      unsafe wrong &+= base[Int(end)] == newline ? 0 : 1
      if last > 1 { unsafe wrong &+= Int(end &- place[0]) <= width ? 1 : 0 }
      unsafe place += width
    }
    if last <= 1 {
      // A row of one or two fields is empty where nothing stands before its end.
      for row in 0..<rows {
        let start = unsafe positions[row * width]
        let end = unsafe positions[row * width + width]
        if unsafe Int(end &- start) <= width || base[Int(start &+ 1)] == UInt8(ascii: "\r") { return false }
      }
    }
    return wrong == 0
  }

  /// Takes the rows that are whole out of all positions up to the last line end; how many there are, and which
  /// position is the last that was used.
  private func cleaned(_ base: UnsafePointer<UInt8>, _ found: Int, _ part: Range<Int>) -> (
    rows: Int, end: Int
  ) {
    var rows = 0
    var start = 0
    var end = 0
    for index in 1..<found {
      let position = unsafe Int(positions[index])
      let isEnd = unsafe part.lowerBound + position == file.count || base[position] == dialect.newline
      guard isEnd else { continue }
      if rows < rowsAtOnce {
        let marks = unsafe UnsafeBufferPointer(
          start: UnsafePointer(positions) + start, count: index - start + 1)
        if unsafe takes(marks, base, part.lowerBound) {
          for field in 0...width { unsafe clean[rows * (width + 1) + field] = marks[field] }
          rows += 1
        }
        end = index
      } else {
        break
      }
      start = index
    }
    return (rows, end)
  }

  /// Whether a row is one that is passed on; else it is logged.
  private func takes(_ marks: UnsafeBufferPointer<UInt32>, _ base: UnsafePointer<UInt8>, _ offset: Int)
    -> Bool
  {
    let fields = marks.count - 1
    let start = unsafe Int(marks[0] &+ 1)
    let stop = unsafe Int(marks[fields])
    func isBlank(_ from: Int, _ to: Int) -> Bool {
      var index = from
      while index < to {
        let byte = unsafe base[index]
        guard FieldText.isSpace(byte) || byte == dialect.delimiter else { return false }
        index += 1
      }
      return true
    }
    if isBlank(start, stop) {
      log.empty += 1
      return false
    }
    if width > 2 || fields == 1 && width > 1, unsafe fields == 1 || isBlank(Int(marks[1]), stop) {
      log.remarkCount += 1
      if log.remarks.count < RowLog.limit { log.remarks.append(offset + start) }
      return false
    }
    if fields == width { return true }
    if fields > width, unsafe isBlank(Int(marks[width]), stop) { return true }
    log.add(offset + start, .width(fields))
    return false
  }

  /// Reads on from the row that the positions so far end in, with all care.
  private func careful(_ base: UnsafePointer<UInt8>, _ part: Range<Int>, _ found: Int, _ sink: any RowSink)
    throws(TableFault) -> Int
  {
    // The rows in front of it are read anew as well: there are few.
    if totals != nil { hasTotal = true }
    var reader = unsafe RecordReader(file, dialect, from: part.lowerBound + Int(positions[0] &+ 1))
    var rows = 0
    var marks: [UInt32] = []
    func pass() throws(TableFault) {
      guard rows > 0 else { return }
      log.rows += rows
      unsafe try sink.take(
        RowBatch(base: base, offset: part.lowerBound, positions: clean, stride: width + 1, count: rows))
      rows = 0
    }
    while reader.offset < part.upperBound {
      let start = reader.offset
      guard let state = reader.next() else { break }
      switch state {
      case .whole:
        marks.removeAll(keepingCapacity: true)
        for mark in reader.marks { marks.append(UInt32(truncatingIfNeeded: mark - part.lowerBound)) }
        let isTaken = unsafe marks.withUnsafeBufferPointer { unsafe takes($0, base, part.lowerBound) }
        if isTaken {
          for field in 0...width { unsafe clean[rows * (width + 1) + field] = marks[field] }
          rows += 1
          if rows == rowsAtOnce { try pass() }
        }
      case .openQuote: log.add(start, .openQuote)
      case .strayQuote: log.add(start, .strayQuote)
      case .tooLong: throw .unreadable("it has a line that is longer than 16 MiB")
      }
    }
    try pass()
    return max(part.upperBound, min(reader.offset, file.count))
  }
}
