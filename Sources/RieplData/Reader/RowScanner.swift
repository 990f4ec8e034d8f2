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

  /// A column of all rows or some.
  ///
  /// - Parameters:
  ///   - rows: The numbers of the rows, nil for all.
  ///   - isLast: Whether it is the last one, behind which a carriage return may stand.
  func column(_ number: Int, rows: UnsafePointer<UInt32>? = nil, count: Int, isLast: Bool) -> riepl_column {
    var column = unsafe riepl_column()
    unsafe column.base = base
    unsafe column.positions = unsafe positions + number
    unsafe column.stride = stride
    unsafe column.rows = unsafe rows
    unsafe column.count = count
    unsafe column.is_last = isLast ? 1 : 0
    return unsafe column
  }
}

extension riepl_column {
  /// Where the text of a row starts, and how many bytes it has.
  @inline(__always)
  func text(_ index: Int) -> (bytes: UnsafePointer<UInt8>, length: Int) {
    let row = unsafe rows.map { unsafe Int($0[index]) } ?? index
    let place = unsafe positions + row &* stride
    let start = unsafe Int(place[0] &+ 1)
    var end = unsafe Int(place[1])
    if unsafe is_last != 0, end > start, unsafe base[end &- 1] == UInt8(ascii: "\r") { end &-= 1 }
    return unsafe (base + start, end &- start)
  }
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
  /// How marks are found.
  private let level: Int32
  private let rowsAtOnce: Int
  private let capacity: Int
  private let positions: UnsafeMutablePointer<UInt32>
  private let clean: UnsafeMutablePointer<UInt32>
  private(set) var log = RowLog()
  /// Words for totals to be looked for, nil for none.
  var totals: TotalWords?
  /// Whether such a word was found.
  private(set) var hasTotal = false

  /// What the processor can do.
  static let bestLevel = riepl_scan_best_level()

  /// A scanner of a file; a level below that of the processor is for tests.
  init(_ file: MappedFile, _ dialect: Dialect, width: Int, level: Int32 = .max) {
    self.level = min(level, RowScanner.bestLevel)
    self.file = file
    self.dialect = dialect
    self.width = width
    rowsAtOnce = max(1, min(RowScanner.batch, 65_536 / width))
    capacity = rowsAtOnce * (width + 1) + width + Int(riepl_scan_run) + 256
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
    let newline = dialect.newline
    let limit = 1 + rowsAtOnce * width
    let positions = unsafe positions
    // The position before the first field of a row.
    unsafe positions[0] = UInt32.max
    var request = riepl_scan_request()
    request.delimiter = dialect.delimiter
    request.newline = newline
    request.totals = totals == nil ? 0 : 1
    request.whole = totals?.whole ?? 0
    request.has_whole = request.whole == 0 ? 0 : 1
    var state = riepl_scan_state()
    state.found = 1
    state.before = 1
    state.marks = 1 << 63
    var offset = 0
    while offset < count {
      offset = unsafe riepl_scan_marks(level, &request, &state, base, offset, count, positions, limit)
      if state.has_total != 0 { hasTotal = true }
      if state.is_broken != 0 { return unsafe try careful(base, part, sink) }
      if offset < count, state.found < limit { continue }
      if offset >= count {
        if state.inside != 0 { return unsafe try careful(base, part, sink) }
        if part.upperBound == file.count, unsafe file.bytes[file.count - 1] != newline {
          // The last line has no end.
          unsafe positions[state.found] = UInt32(truncatingIfNeeded: count)
          state.found += 1
        }
      }
      // Rows that are left have fewer fields than a batch needs.
      repeat {
        let rows = min((state.found - 1) / width, rowsAtOnce)
        var used = rows * width
        if rows > 0, unsafe isRegular(base, rows, &state) {
          log.rows += rows
          unsafe try sink.take(
            RowBatch(base: base, offset: part.lowerBound, positions: positions, stride: width, count: rows))
        } else {
          let (taken, end) = unsafe cleaned(base, state.found, part)
          if end == 0, offset >= count || state.found >= limit { return unsafe try careful(base, part, sink) }
          if taken > 0 {
            log.rows += taken
            unsafe try sink.take(
              RowBatch(base: base, offset: part.lowerBound, positions: clean, stride: width + 1, count: taken)
            )
          }
          used = end
          state.newlines = unsafe newlines(base, end, state.found)
        }
        let left = state.found - used
        unsafe positions.update(from: positions + used, count: left)
        state.found = left
      } while offset >= count && state.found > 1
    }
    return part.upperBound
  }

  /// How many of the positions behind one of them are line ends.
  private func newlines(_ base: UnsafePointer<UInt8>, _ from: Int, _ found: Int) -> Int {
    var number = 0
    for index in (from + 1)..<max(from + 1, found) {
      number += unsafe base[Int(positions[index])] == dialect.newline ? 1 : 0
    }
    return number
  }

  /// Whether each row has as many fields as the headings, and more than its first one is filled. Where there are as
  /// many line ends as rows, and one at the end of each row, there is none within a row.
  @inline(__always)
  private func isRegular(_ base: UnsafePointer<UInt8>, _ rows: Int, _ state: inout riepl_scan_state) -> Bool {
    let left = unsafe newlines(base, rows * width, state.found)
    if state.newlines - left != rows { return false }
    let positions = unsafe UnsafePointer(positions)
    let newline = dialect.newline
    let width = width
    var wrong = 0
    if width > 2 {
      var place = unsafe positions + 1
      for _ in 0..<rows {
        let end = unsafe place[width &- 1]
        unsafe wrong &+= base[Int(end)] == newline ? 0 : 1
        unsafe wrong &+= Int(end &- place[0]) <= width ? 1 : 0
        unsafe place += width
      }
    } else {
      // A row of one or two fields is empty where nothing stands before its end.
      for row in 0..<rows {
        let start = unsafe positions[row * width]
        let end = unsafe positions[row * width + width]
        if unsafe base[Int(end)] != newline || Int(end &- start) <= width
          || base[Int(start &+ 1)] == UInt8(ascii: "\r")
        {
          return false
        }
      }
    }
    if wrong == 0 { state.newlines = left }
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
  private func careful(_ base: UnsafePointer<UInt8>, _ part: Range<Int>, _ sink: any RowSink)
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
