import RieplEngine

/// Adds figures up by the texts of no column, one or two while it reads them, for one thread.
@safe final class CubeWorker: RowSink {
  /// What is asked of the rows.
  struct Request: Sendable {
    /// The columns whose texts make groups, at most two.
    var texts: [Int] = []
    /// The columns of figures.
    var figures: [FigureColumn] = []
    /// The column of financial years of which only some count, and the years that do.
    var yearColumn: Int?
    var years: Set<Int> = []
    /// Columns of years and days that are looked at only for whether each can be read.
    var checked: [Int] = []
    /// Columns of figures that are looked at only for whether each can be read.
    var checkedFigures: [FigureColumn] = []
    /// Words for totals that are looked for in all columns.
    var totals = TotalWords()
  }

  /// The sums of one column of figures.
  @safe fileprivate final class Sums {
    /// The sums so far, and how many figures there are, in the lower half, and how many are missing, in the upper.
    var narrow: UnsafeMutablePointer<SIMD2<Int64>>
    /// What was moved from there, before it could overflow; empty as long as nothing was.
    var moved: [Moved] = []
    var absences: [UInt8]
    var bound: UInt64 = 0

    struct Moved {
      var sum: Int128 = 0
      var count = 0
      var missing = 0
    }

    init(_ size: Int) {
      unsafe narrow = .allocate(capacity: size)
      unsafe narrow.initialize(repeating: SIMD2(0, 0), count: size)
      absences = Array(repeating: 0, count: size)
    }

    deinit { unsafe narrow.deallocate() }
  }

  let request: Request
  let scanner: RowScanner
  private let layout: TableLayout
  private let threads: Int
  private let width: Int
  private var dictionaries: [ColumnWorker.DictionaryBox]
  private let yearTexts = ColumnWorker.DictionaryBox()
  private var isYear: [Bool] = []
  private let checks: [ColumnCheck]
  /// Years of seven bytes, each with 2 and whether it counts in the lowest byte, by a number made of them; 0 where there is
  /// none.
  private let knownYears: UnsafeMutablePointer<UInt64>
  private let codes: UnsafeMutablePointer<UInt32>
  private let others: UnsafeMutablePointer<UInt32>
  private let values: UnsafeMutablePointer<Int64>
  private let kept: UnsafeMutablePointer<UInt32>
  /// Rows whose figures take more care.
  private let odd: UnsafeMutablePointer<UInt32>
  private var sums: [Sums]
  /// How many groups there is room for, in all and for each text of the first column.
  private var size: Int
  private var stride: Int
  /// How many texts the first column had, once they were taken.
  private var textCount = 0
  /// Whether something was met that only reading everything gets right.
  var needsAll: Bool { isStuck || scanner.hasTotal }
  private var isStuck = false
  /// Whether a figure was not there.
  private(set) var hasMissing = false

  init(_ file: MappedFile, _ layout: TableLayout, _ request: Request, threads: Int = 1) {
    self.threads = threads
    self.request = request
    self.layout = layout
    scanner = RowScanner(file, layout.dialect, width: layout.columns.count)
    scanner.totals = request.totals
    width = layout.columns.count
    checks = request.checked.map { ColumnCheck($0, layout) }
    dictionaries = request.texts.map { _ in ColumnWorker.DictionaryBox(threads: threads) }
    unsafe codes = .allocate(capacity: RowScanner.batch)
    unsafe others = .allocate(capacity: RowScanner.batch)
    unsafe values = .allocate(capacity: RowScanner.batch)
    unsafe kept = .allocate(capacity: RowScanner.batch * 2)
    unsafe odd = .allocate(capacity: RowScanner.batch)
    unsafe knownYears = .allocate(capacity: 256)
    unsafe knownYears.initialize(repeating: 0, count: 256)
    stride = request.texts.count == 2 ? 64 : 1
    size = request.texts.isEmpty ? 1 : 4096
    sums = []
    for _ in request.figures { sums.append(Sums(size)) }
  }

  deinit {
    unsafe codes.deallocate()
    unsafe others.deallocate()
    unsafe values.deallocate()
    unsafe kept.deallocate()
    unsafe odd.deallocate()
    unsafe knownYears.deallocate()
  }

  func take(_ batch: RowBatch) throws(TableFault) {
    if needsAll { return }
    // Where only some years count, the positions of the other rows are not looked at again.
    var count = batch.count
    let isChosen = request.yearColumn != nil
    if let column = request.yearColumn { count = chooseYears(batch, column) }
    for place in checks.indices where unsafe !checks[place].reads(batch, codes) { isStuck = true }
    if needsAll || count == 0 { return }
    for place in request.checkedFigures.indices {
      _ = read(batch, request.checkedFigures[place], isChosen, count, isChecked: true)
      if needsAll { return }
    }
    if let first = request.texts.first {
      unsafe encode(batch, first, dictionaries[0], codes, isChosen, count)
      if dictionaries[0].dictionary.isFull { throw .tooLittleMemory(layout.textsOf(first)) }
    }
    if request.texts.count == 2 {
      unsafe encode(batch, request.texts[1], dictionaries[1], others, isChosen, count)
      if dictionaries[1].dictionary.isFull { throw .tooLittleMemory(layout.textsOf(request.texts[1])) }
      try makeRoom()
      let shift = UInt32(stride.trailingZeroBitCount)
      for row in 0..<count { unsafe codes[row] = codes[row] &<< shift | others[row] }
    } else {
      try makeRoom()
    }
    for place in request.figures.indices {
      let found = read(batch, request.figures[place], isChosen, count)
      if needsAll { return }
      add(sums[place], count, found.odd, found.magnitude)
    }
  }

  private func encode(
    _ batch: RowBatch, _ column: Int, _ box: ColumnWorker.DictionaryBox,
    _ codes: UnsafeMutablePointer<UInt32>, _ isChosen: Bool, _ count: Int
  ) {
    unsafe box.dictionary.encode(
      batch.column(
        column, rows: isChosen ? UnsafePointer(kept) : nil, count: count, isLast: column == width - 1),
      into: codes)
  }

  /// Finds the rows of the years that count. A year as it mostly stands there has seven bytes, and by these it is found
  /// in a small table.
  private func chooseYears(_ batch: RowBatch, _ column: Int) -> Int {
    let base = unsafe batch.base
    let isLast = column == width - 1
    let kept = unsafe kept
    let known = unsafe knownYears
    var place = unsafe batch.positions + column
    var count = 0
    for row in 0..<batch.count {
      let start = unsafe Int(place[0] &+ 1)
      var end = unsafe Int(place[1])
      unsafe place += batch.stride
      let bytes = unsafe base + start
      let word = unsafe UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self) << 8
      let slot = Int(truncatingIfNeeded: (word &* 0x9E37_79B9_7F4A_7C15) >> 56)
      var entry = unsafe known[slot]
      if end &- start != 7 || entry & ~1 != word | 2 {
        if isLast, end > start, unsafe base[end &- 1] == UInt8(ascii: "\r") { end &-= 1 }
        entry = unsafe isYear(bytes, end &- start) ? 1 : 0
        if end &- start == 7 { unsafe known[slot] = word | 2 | entry }
      }
      unsafe kept[count] = UInt32(truncatingIfNeeded: row)
      count &+= Int(truncatingIfNeeded: entry & 1)
    }
    return count
  }

  /// Whether a text is a year that counts.
  @inline(never)
  private func isYear(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    let code = unsafe Int(yearTexts.dictionary.code(bytes, length))
    while isYear.count < yearTexts.dictionary.count {
      let text = FieldText.string(FieldText.bare(yearTexts.dictionary.bytes(isYear.count)))
      let year = FinancialYear(loose: text)?.start
      if year == nil { isStuck = true }
      isYear.append(year.map(request.years.contains) ?? false)
    }
    return isYear[code]
  }

  /// Reads figures into the list of values; gives how many took more care, and the bits that magnitudes have.
  private func read(
    _ batch: RowBatch, _ figure: FigureColumn, _ isChosen: Bool, _ count: Int, isChecked: Bool = false
  ) -> (odd: Int, magnitude: UInt64) {
    var marks: [(row: Int, marker: String)] = []
    let rows = unsafe batch.column(
      figure.column, rows: isChosen ? UnsafePointer(kept) : nil, count: count,
      isLast: figure.column == width - 1)
    let found = unsafe figure.read(rows, into: values, odd: odd, &marks)
    if !marks.isEmpty && !isChecked { isStuck = true }
    for index in 0..<found.odd {
      let value = unsafe values[Int(odd[index])]
      if value == FigureColumn.unreadable || value == FigureColumn.tooFine && !isChecked { isStuck = true }
    }
    return found
  }

  /// Adds the values that were read to the groups of their rows.
  private func add(_ sums: Sums, _ count: Int, _ odd: Int, _ magnitude: UInt64) {
    let (added, overflow) = magnitude.multipliedReportingOverflow(by: UInt64(count))
    if overflow || added > 1 << 60 {
      isStuck = true
      return
    }
    sums.bound += added
    if sums.bound > 1 << 61 {
      flush(sums)
      sums.bound = added
    }
    let narrow = unsafe sums.narrow
    // What is not there is added as nothing, and counted anew.
    for index in 0..<odd {
      let row = unsafe Int(self.odd[index])
      let value = unsafe values[row]
      guard FigureColumn.isAbsent(value) else { continue }
      unsafe values[row] = 0
      let group = request.texts.isEmpty ? 0 : unsafe Int(codes[row])
      unsafe narrow[group] &+= SIMD2(0, 1 << 32 - 1)
      sums.absences[group] = UInt8(truncatingIfNeeded: value &- FigureColumn.absent)
      hasMissing = true
    }
    if request.texts.isEmpty {
      var sum: Int64 = 0
      for index in 0..<count { unsafe sum &+= values[index] }
      unsafe narrow[0] &+= SIMD2(sum, Int64(count))
    } else {
      for index in 0..<count { unsafe narrow[Int(codes[index])] &+= SIMD2(values[index], 1) }
    }
  }

  /// Moves the sums so far to where there is room.
  private func flush(_ sums: Sums) {
    if sums.moved.isEmpty { sums.moved = Array(repeating: Sums.Moved(), count: size) }
    for group in 0..<size {
      let sum = unsafe sums.narrow[group]
      sums.moved[group].sum += Int128(sum.x)
      sums.moved[group].count += Int(sum.y & 0xFFFF_FFFF)
      sums.moved[group].missing += Int(sum.y >> 32)
    }
    unsafe sums.narrow.update(repeating: SIMD2(0, 0), count: size)
  }

  /// Makes sure that there is a group for each text, or each pair.
  private func makeRoom() throws(TableFault) {
    guard let first = dictionaries.first?.dictionary.count else { return }
    let second = dictionaries.count == 2 ? dictionaries[1].dictionary.count : 1
    if second <= stride, first * stride <= size { return }
    var newStride = stride
    while newStride < second { newStride *= 2 }
    var rows = max(64, size / stride)
    while rows < first { rows *= 2 }
    if rows * newStride > 1 << 24 {
      isStuck = true
      return
    }
    let newSize = rows * newStride
    if newSize > 1 << 15, !OwnMemory.fits(newSize * 17 * sums.count * threads) {
      throw .tooLittleMemory(layout.textsOf(request.texts[0]))
    }
    for (place, old) in sums.enumerated() {
      let new = Sums(newSize)
      new.bound = old.bound
      if !old.moved.isEmpty { new.moved = Array(repeating: Sums.Moved(), count: newSize) }
      for row in 0..<size / stride {
        let (from, to) = (row * stride, row * newStride)
        unsafe (new.narrow + to).update(from: old.narrow + from, count: stride)
        for column in 0..<stride {
          new.absences[to + column] = old.absences[from + column]
          if !old.moved.isEmpty { new.moved[to + column] = old.moved[from + column] }
        }
      }
      sums[place] = new
    }
    (stride, size) = (newStride, newSize)
  }

  // MARK: Results

  /// Whether a column has so many texts that putting them together is work for several threads.
  var hasManyTexts: Bool { dictionaries.contains { $0.dictionary.count >= MergedNames.large } }

  /// How many bytes a list of the different texts of a column takes.
  func sizeOfTexts(_ place: Int) -> Int { dictionaries[place].dictionary.sizeOfList }

  /// The different texts of a column; they can't be looked up any more.
  func takeTexts(_ place: Int, from file: UnsafePointer<UInt8>) -> TextList {
    if place == 0 { textCount = dictionaries[0].dictionary.count }
    defer { dictionaries[place] = ColumnWorker.DictionaryBox() }
    return unsafe dictionaries[place].dictionary.bareTexts(from: file)
  }

  /// What the rows came to, for a column of figures.
  func sums(_ figure: Int) -> CubeSums {
    CubeSums(
      sums[figure], stride: stride,
      used: request.texts.isEmpty ? 1 : textCount * stride)
  }
}

/// What the rows with certain texts come to.
struct CubeCell {
  var sum: Int128
  var count: Int
  var missing: Int
  var absence: UInt8
}

/// What the rows of a thread came to: a cell for each pair of texts.
struct CubeSums: @unchecked Sendable {
  private let sums: CubeWorker.Sums
  /// How many cells there are for each text of the first column.
  let stride: Int
  /// How many cells may have been used; the others have nothing in them.
  let used: Int

  fileprivate init(_ sums: CubeWorker.Sums, stride: Int, used: Int) {
    self.sums = sums
    self.stride = stride
    self.used = used
  }

  /// Passes the cells on that have figures, or should have, with the codes of their texts.
  @inline(__always)
  func forEach(_ body: (_ first: Int, _ second: Int, _ cell: CubeCell) -> Void) {
    let hasMoved = !sums.moved.isEmpty
    let narrow = unsafe sums.narrow
    var (first, second) = (0, 0)
    for group in 0..<used {
      let sum = unsafe narrow[group]
      var cell = CubeCell(
        sum: Int128(sum.x), count: Int(sum.y & 0xFFFF_FFFF), missing: Int(sum.y >> 32), absence: 0)
      if hasMoved {
        cell.sum += sums.moved[group].sum
        cell.count += sums.moved[group].count
        cell.missing += sums.moved[group].missing
      }
      if cell.count | cell.missing != 0 {
        cell.absence = sums.absences[group]
        body(first, second, cell)
      }
      second &+= 1
      if second == stride { (first, second) = (first &+ 1, 0) }
    }
  }
}
