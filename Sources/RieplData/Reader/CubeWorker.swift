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
  @safe private final class Sums {
    var narrow: UnsafeMutablePointer<SIMD2<Int64>>
    var wide: [Int128]
    var counts: [Int]
    var missing: [Int]
    var absences: [UInt8]
    var bound: UInt64 = 0

    init(_ size: Int) {
      unsafe narrow = .allocate(capacity: size)
      unsafe narrow.initialize(repeating: SIMD2(0, 0), count: size)
      wide = Array(repeating: 0, count: size)
      counts = Array(repeating: 0, count: size)
      missing = counts
      absences = Array(repeating: 0, count: size)
    }

    deinit { unsafe narrow.deallocate() }
  }

  let request: Request
  let scanner: RowScanner
  private let width: Int
  private var dictionaries: [ColumnWorker.DictionaryBox]
  private let yearTexts = ColumnWorker.DictionaryBox()
  private var isYear: [Bool] = []
  private let checkedTexts: [ColumnWorker.DictionaryBox]
  /// How many texts of each are known to be readable.
  private var checkedCounts: [Int]
  private let isDay: [Bool]
  private let codes: UnsafeMutablePointer<UInt32>
  private let others: UnsafeMutablePointer<UInt32>
  private let values: UnsafeMutablePointer<Int64>
  private let kept: UnsafeMutablePointer<UInt32>
  private var sums: [Sums]
  /// How many groups there is room for, in all and for each text of the first column.
  private var size: Int
  private var stride: Int
  /// Whether something was met that only reading everything gets right.
  var needsAll: Bool { isStuck || scanner.hasTotal }
  private var isStuck = false

  init(_ file: MappedFile, _ layout: TableLayout, _ request: Request) {
    self.request = request
    scanner = RowScanner(file, layout.dialect, width: layout.columns.count)
    scanner.totals = request.totals
    width = layout.columns.count
    checkedTexts = request.checked.map { _ in ColumnWorker.DictionaryBox() }
    checkedCounts = request.checked.map { _ in 0 }
    isDay = request.checked.map { layout.columns[$0].kind == .date }
    dictionaries = request.texts.map { _ in ColumnWorker.DictionaryBox() }
    unsafe codes = .allocate(capacity: RowScanner.batch)
    unsafe others = .allocate(capacity: RowScanner.batch)
    unsafe values = .allocate(capacity: RowScanner.batch)
    unsafe kept = .allocate(capacity: RowScanner.batch * 2)
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
  }

  func take(_ batch: RowBatch) throws(TableFault) {
    if needsAll { return }
    // Where only some years count, the positions of the other rows are not looked at again.
    var count = batch.count
    let isChosen = request.yearColumn != nil
    if let column = request.yearColumn { count = chooseYears(batch, column) }
    for place in request.checked.indices { check(batch, place) }
    if needsAll || count == 0 { return }
    for figure in request.checkedFigures { read(batch, figure, isChosen, count, isChecked: true) }
    if needsAll { return }
    if let first = request.texts.first {
      unsafe encode(batch, first, dictionaries[0], codes, isChosen, count)
    }
    if request.texts.count == 2 {
      unsafe encode(batch, request.texts[1], dictionaries[1], others, isChosen, count)
      makeRoom()
      let shift = UInt32(stride.trailingZeroBitCount)
      for row in 0..<count { unsafe codes[row] = codes[row] &<< shift | others[row] }
    } else {
      makeRoom()
    }
    for (place, figure) in request.figures.enumerated() {
      read(batch, figure, isChosen, count)
      if needsAll { return }
      add(sums[place], count)
    }
  }

  @inline(__always)
  private func row(_ index: Int, _ isChosen: Bool) -> Int { unsafe isChosen ? Int(kept[index]) : index }

  private func encode(
    _ batch: RowBatch, _ column: Int, _ box: ColumnWorker.DictionaryBox,
    _ codes: UnsafeMutablePointer<UInt32>,
    _ isChosen: Bool, _ count: Int
  ) {
    unsafe box.dictionary.encode(
      batch.base, batch.positions + column, stride: batch.stride, rows: isChosen ? UnsafePointer(kept) : nil,
      count: count, isLast: column == width - 1, into: codes)
  }

  /// Looks whether all years or days of a column can be read.
  private func check(_ batch: RowBatch, _ place: Int) {
    let texts = checkedTexts[place]
    unsafe encode(batch, request.checked[place], texts, codes, false, batch.count)
    while checkedCounts[place] < texts.dictionary.count {
      let text = FieldText.string(FieldText.bare(texts.dictionary.bytes(checkedCounts[place])))
      let isRead = isDay[place] ? DateText(text) != nil : FinancialYear(loose: text) != nil
      if !isRead { isStuck = true }
      checkedCounts[place] += 1
    }
  }

  private func chooseYears(_ batch: RowBatch, _ column: Int) -> Int {
    unsafe encode(batch, column, yearTexts, codes, false, batch.count)
    while isYear.count < yearTexts.dictionary.count {
      let text = FieldText.string(FieldText.bare(yearTexts.dictionary.bytes(isYear.count)))
      let year = FinancialYear(loose: text)?.start
      if year == nil { isStuck = true }
      isYear.append(year.map(request.years.contains) ?? false)
    }
    var count = 0
    unsafe isYear.withUnsafeBufferPointer { isYear in
      guard let isYear = isYear.baseAddress else { return }
      for row in 0..<batch.count {
        unsafe kept[count] = UInt32(truncatingIfNeeded: row)
        count &+= unsafe isYear[Int(codes[row])] ? 1 : 0
      }
    }
    return count
  }

  private func read(
    _ batch: RowBatch, _ figure: FigureColumn, _ isChosen: Bool, _ count: Int, isChecked: Bool = false
  ) {
    let stride = batch.stride
    let base = unsafe batch.base
    let places = unsafe batch.positions + figure.column
    let isLast = figure.column == width - 1
    var marks: [(row: Int, marker: String)] = []
    var odd = 0
    for index in 0..<count {
      let place = unsafe places + row(index, isChosen) &* stride
      let start = unsafe Int(place[0] &+ 1)
      var end = unsafe Int(place[1])
      if isLast, end > start, unsafe base[end &- 1] == UInt8(ascii: "\r") { end &-= 1 }
      let value = unsafe figure.value(endingAt: base + end, end &- start, index, &marks)
      unsafe values[index] = value
      odd &+= value == FigureColumn.tooFine && !isChecked || value == FigureColumn.unreadable ? 1 : 0
    }
    if odd > 0 || !marks.isEmpty && !isChecked { isStuck = true }
  }

  private func add(_ sums: Sums, _ count: Int) {
    var magnitude: UInt64 = 0
    for index in 0..<count {
      let value = unsafe values[index]
      magnitude |= FigureColumn.isAbsent(value) ? 0 : value.magnitude
    }
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
    var missing = 0
    if request.texts.isEmpty {
      var sum: Int64 = 0
      for index in 0..<count {
        let value = unsafe values[index]
        let isAbsent = FigureColumn.isAbsent(value)
        sum &+= isAbsent ? 0 : value
        missing &+= isAbsent ? 1 : 0
      }
      unsafe narrow[0] &+= SIMD2(sum, Int64(count - missing) + Int64(missing) << 32)
      for index in 0..<(missing > 0 ? count : 0) where unsafe FigureColumn.isAbsent(values[index]) {
        sums.absences[0] = unsafe UInt8(truncatingIfNeeded: values[index] &- FigureColumn.absent)
      }
      return
    }
    for index in 0..<count {
      let value = unsafe values[index]
      let isAbsent = FigureColumn.isAbsent(value)
      unsafe narrow[Int(codes[index])] &+= SIMD2(isAbsent ? 0 : value, isAbsent ? 1 << 32 : 1)
      missing &+= isAbsent ? 1 : 0
    }
    for index in 0..<(missing > 0 ? count : 0) where unsafe FigureColumn.isAbsent(values[index]) {
      sums.absences[Int(unsafe codes[index])] =
        unsafe UInt8(truncatingIfNeeded: values[index] &- FigureColumn.absent)
    }
  }

  /// Moves the sums so far to where there is room.
  private func flush(_ sums: Sums) {
    for group in 0..<size {
      let sum = unsafe sums.narrow[group]
      sums.wide[group] += Int128(sum.x)
      sums.counts[group] += Int(sum.y & 0xFFFF_FFFF)
      sums.missing[group] += Int(sum.y >> 32)
    }
    unsafe sums.narrow.update(repeating: SIMD2(0, 0), count: size)
  }

  /// Makes sure that there is a group for each text, or each pair.
  private func makeRoom() {
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
    for (place, old) in sums.enumerated() {
      flush(old)
      let new = Sums(newSize)
      for group in 0..<size {
        let other = group / stride * newStride + group % stride
        new.wide[other] = old.wide[group]
        new.counts[other] = old.counts[group]
        new.missing[other] = old.missing[group]
        new.absences[other] = old.absences[group]
      }
      sums[place] = new
    }
    (stride, size) = (newStride, newSize)
  }

  // MARK: Results

  /// Whether a figure was not there.
  var hasMissing: Bool {
    for sums in sums {
      flush(sums)
      sums.bound = 0
      if sums.missing.contains(where: { $0 > 0 }) { return true }
    }
    return false
  }

  /// The different texts of a column.
  func bareTexts(_ place: Int, from file: UnsafePointer<UInt8>) -> TextList {
    unsafe dictionaries[place].dictionary.bareTexts(from: file)
  }

  /// The groups of a column of figures that have rows: the codes of their texts, and what they came to.
  func cells(_ figure: Int) -> [CubeCell] {
    let sums = sums[figure]
    flush(sums)
    sums.bound = 0
    var cells: [CubeCell] = []
    for group in 0..<size where sums.counts[group] + sums.missing[group] > 0 {
      cells.append(
        CubeCell(
          first: group / stride, second: group % stride, sum: sums.wide[group], count: sums.counts[group],
          missing: sums.missing[group], absence: sums.absences[group]))
    }
    return cells
  }
}

/// What the rows with certain texts come to.
struct CubeCell: Sendable {
  /// The codes of the texts, 0 where there is no column.
  let first: Int
  let second: Int
  let sum: Int128
  let count: Int
  let missing: Int
  let absence: UInt8
}
