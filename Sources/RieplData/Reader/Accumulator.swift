import RieplEngine

/// Adds figures up group by group, for one thread.
///
/// Sums are kept in 64 bits as long as the figures so far can't overflow them, and then moved to 128. Beside each sum
/// stands how many figures there are, in the lower half, and how many are missing, in the upper.
@safe final class Accumulator: @unchecked Sendable {
  private let count: Int
  private let copies: Int
  /// `copies` times all groups and one more for rows that don't count.
  private let sums: UnsafeMutablePointer<SIMD2<Int64>>
  private let places: UnsafeMutablePointer<Int32>
  private var low: [Int64]
  private var high: [Int64]
  var absences: [UInt8]
  var totals: GroupTotals
  /// Sums and counts by codes, set by set, and the codes of figures that are missing with what stands there.
  let denseSums: UnsafeMutablePointer<Int64>
  let denseCounts: UnsafeMutablePointer<UInt32>
  /// Sums and counts of a few thousand rows, each pair in one number.
  let densePairs: UnsafeMutablePointer<Int64>
  var denseMissing: [(code: Int, absence: UInt8)] = []
  /// Whether the lowest and highest figures are wanted.
  var needsExtremes: Bool { !low.isEmpty }
  /// The largest that a sum can be so far, and how many rows there are in the counts.
  private var bound = 0
  private var pending = 0

  init(_ count: Int, needsExtremes: Bool) {
    self.count = count
    copies = count <= 1024 ? 4 : 1
    let size = (count + 1) * copies
    unsafe sums = .allocate(capacity: size)
    unsafe sums.initialize(repeating: SIMD2(0, 0), count: size)
    unsafe places = .allocate(capacity: RowScanner.batch)
    let dense = Accumulator.denseSize * Accumulator.denseCopies
    unsafe denseSums = .allocate(capacity: dense)
    unsafe denseSums.initialize(repeating: 0, count: dense)
    unsafe denseCounts = .allocate(capacity: dense)
    unsafe denseCounts.initialize(repeating: 0, count: dense)
    unsafe densePairs = .allocate(capacity: dense)
    unsafe densePairs.initialize(repeating: 0, count: dense)
    low = needsExtremes ? Array(repeating: .max, count: count + 1) : []
    high = needsExtremes ? Array(repeating: .min, count: count + 1) : []
    absences = Array(repeating: 0, count: count + 1)
    totals = GroupTotals(count: count)
  }

  deinit {
    unsafe sums.deallocate()
    unsafe places.deallocate()
    unsafe denseSums.deallocate()
    unsafe denseCounts.deallocate()
    unsafe densePairs.deallocate()
  }

  /// Makes sure that so many more figures of a size can't overflow a sum.
  @inline(__always)
  func makeRoom(_ magnitude: UInt64, _ rows: Int) {
    let (added, overflow) = magnitude.multipliedReportingOverflow(by: UInt64(rows))
    if overflow || added > UInt64(Int64.max / 4) || bound > Int(Int64.max / 4) || pending + rows > 1 << 30 {
      flush()
    }
    bound += overflow || added > UInt64(Int64.max / 4) ? Int(Int64.max / 4) : Int(added)
    pending += rows
  }

  /// Adds the rows of a part of a file.
  func add(_ chunk: ColumnChunk, _ table: GroupTable, _ measure: Int) {
    let values = unsafe chunk.values(measure)
    let magnitude = chunk.magnitude(measure)
    totals.rows += chunk.rows
    if unsafe addDense(chunk, table, values, magnitude, chunk.missing(measure)) { return }
    if magnitude > UInt64(Int64.max / 4) / UInt64(max(1, min(chunk.rows, RowScanner.batch))) {
      return unsafe addLarge(chunk, table, values)
    }
    var start = 0
    while start < chunk.rows {
      let number = min(RowScanner.batch, chunk.rows - start)
      makeRoom(magnitude, number)
      if table.parts.isEmpty {
        unsafe addPlain(values + start, number)
      } else if table.parts.count == 1, table.parts[0].isTotal, low.isEmpty {
        unsafe addOne(chunk, table.parts[0], values + start, start, number)
      } else {
        findPlaces(chunk, table, start, number)
        unsafe addPlaced(values + start, number)
      }
      start += number
    }
  }

  private func addPlain(_ values: UnsafePointer<Int64>, _ number: Int) {
    var sum: Int64 = 0
    var missing = 0
    for row in 0..<number {
      let value = unsafe values[row]
      let isAbsent = FigureColumn.isAbsent(value)
      sum &+= isAbsent ? 0 : value
      missing &+= isAbsent ? 1 : 0
    }
    unsafe sums[0] &+= SIMD2(sum, Int64(number - missing) + Int64(missing) << 32)
    if missing > 0 { unsafe noteAbsences(values, number) { _ in 0 } }
    if !low.isEmpty {
      for row in 0..<number { unsafe stretch(0, values[row]) }
    }
  }

  private func noteAbsences(_ values: UnsafePointer<Int64>, _ number: Int, _ group: (Int) -> Int) {
    for row in 0..<number where unsafe FigureColumn.isAbsent(values[row]) {
      absences[group(row)] = unsafe UInt8(truncatingIfNeeded: values[row] &- FigureColumn.absent)
    }
  }

  @inline(__always)
  private func stretch(_ group: Int, _ value: Int64) {
    if FigureColumn.isAbsent(value) { return }
    if value < low[group] { low[group] = value }
    if value > high[group] { high[group] = value }
  }

  /// One column of codes, all of which count: no two neighbours are added to the same sum.
  private func addOne(
    _ chunk: ColumnChunk, _ part: GroupTable.Part, _ values: UnsafePointer<Int64>, _ start: Int, _ number: Int
  ) {
    let (bytes, width) = unsafe chunk.codes(part.column)
    unsafe part.groups.withUnsafeBufferPointer { groups in
      switch width {
      case 1: unsafe addOne(bytes.assumingMemoryBound(to: UInt8.self) + start, groups, values, number)
      case 2: unsafe addOne(bytes.assumingMemoryBound(to: UInt16.self) + start, groups, values, number)
      default: unsafe addOne(bytes.assumingMemoryBound(to: UInt32.self) + start, groups, values, number)
      }
    }
  }

  @inline(__always)
  private func addOne<Code: FixedWidthInteger & UnsignedInteger>(
    _ codes: UnsafePointer<Code>, _ groups: UnsafeBufferPointer<Int32>, _ values: UnsafePointer<Int64>,
    _ number: Int
  ) {
    guard let groups = groups.baseAddress else { return }
    let sums = unsafe sums
    let step = copies == 4 ? count &+ 1 : 0
    var missing = 0
    var row = 0
    @inline(__always)
    func one(_ row: Int, _ copy: Int) {
      let value = unsafe values[row]
      let isAbsent = FigureColumn.isAbsent(value)
      let group = unsafe Int(groups[Int(codes[row])]) &+ copy
      unsafe sums[group] &+= SIMD2(isAbsent ? 0 : value, isAbsent ? 1 << 32 : 1)
      missing &+= isAbsent ? 1 : 0
    }
    while row &+ 3 < number {
      one(row, 0)
      one(row &+ 1, step)
      one(row &+ 2, step &* 2)
      one(row &+ 3, step &* 3)
      row &+= 4
    }
    while row < number {
      one(row, 0)
      row &+= 1
    }
    if missing > 0 { unsafe noteAbsences(values, number) { unsafe Int(groups[Int(codes[$0])]) } }
  }

  /// The groups of rows, from all columns that say something of them.
  private func findPlaces(_ chunk: ColumnChunk, _ table: GroupTable, _ start: Int, _ number: Int) {
    for (index, part) in table.parts.enumerated() {
      let (bytes, width) = unsafe chunk.codes(part.column)
      unsafe part.groups.withUnsafeBufferPointer { groups in
        guard let groups = groups.baseAddress else { return }
        switch width {
        case 1: unsafe place(bytes.assumingMemoryBound(to: UInt8.self) + start, groups, number, index == 0)
        case 2: unsafe place(bytes.assumingMemoryBound(to: UInt16.self) + start, groups, number, index == 0)
        default: unsafe place(bytes.assumingMemoryBound(to: UInt32.self) + start, groups, number, index == 0)
        }
      }
    }
  }

  @inline(__always)
  private func place<Code: FixedWidthInteger & UnsignedInteger>(
    _ codes: UnsafePointer<Code>, _ groups: UnsafePointer<Int32>, _ number: Int, _ isFirst: Bool
  ) {
    let places = unsafe places
    if isFirst {
      for row in 0..<number { unsafe places[row] = groups[Int(codes[row])] }
    } else {
      for row in 0..<number {
        let added = unsafe groups[Int(codes[row])]
        let known = unsafe places[row]
        unsafe places[row] = known | added < 0 ? GroupTable.out : known &+ added
      }
    }
  }

  private func addPlaced(_ values: UnsafePointer<Int64>, _ number: Int) {
    let sums = unsafe sums
    let places = unsafe places
    let dump = count
    let step = copies == 4 ? count &+ 1 : 0
    var missing = 0
    for row in 0..<number {
      let value = unsafe values[row]
      let isAbsent = FigureColumn.isAbsent(value)
      let place = unsafe places[row]
      let group = (place < 0 ? dump : Int(place)) &+ (row & 3) &* step
      unsafe sums[group] &+= SIMD2(isAbsent ? 0 : value, isAbsent ? 1 << 32 : 1)
      missing &+= isAbsent ? 1 : 0
    }
    if missing > 0 {
      unsafe noteAbsences(values, number) { row in unsafe places[row] < 0 ? dump : Int(places[row]) }
    }
    if !low.isEmpty {
      for row in 0..<number { unsafe stretch(places[row] < 0 ? dump : Int(places[row]), values[row]) }
    }
  }

  /// Figures so large that a few thousand overflow 64 bits.
  private func addLarge(_ chunk: ColumnChunk, _ table: GroupTable, _ values: UnsafePointer<Int64>) {
    var start = 0
    while start < chunk.rows {
      let number = min(RowScanner.batch, chunk.rows - start)
      if table.parts.isEmpty {
        for row in 0..<number { unsafe places[row] = 0 }
      } else {
        findPlaces(chunk, table, start, number)
      }
      for row in 0..<number {
        let place = unsafe Int(places[row])
        if place < 0 { continue }
        let value = unsafe values[start + row]
        if FigureColumn.isAbsent(value) {
          totals.missing[place] += 1
          absences[place] = UInt8(truncatingIfNeeded: value &- FigureColumn.absent)
        } else {
          totals.sums[place] += Int128(value)
          totals.counts[place] += 1
          if !low.isEmpty { stretch(place, value) }
        }
      }
      start += number
    }
  }

  /// Moves the sums so far to where there is room.
  func flush() {
    for copy in 0..<copies {
      let sums = unsafe sums + copy * (count + 1)
      for group in 0..<count {
        let sum = unsafe sums[group]
        totals.sums[group] += Int128(sum.x)
        totals.counts[group] += Int(sum.y & 0xFFFF_FFFF)
        totals.missing[group] += Int(sum.y >> 32)
      }
      unsafe sums.update(repeating: SIMD2(0, 0), count: count + 1)
    }
    bound = 0
    pending = 0
  }

  /// The totals of several threads together; all have been flushed.
  static func joined(_ parts: [Accumulator], count: Int, needsExtremes: Bool) -> GroupTotals {
    var totals = GroupTotals(count: count)
    totals.absences = Array(repeating: 0, count: count)
    if needsExtremes {
      totals.low = Array(repeating: .max, count: count)
      totals.high = Array(repeating: .min, count: count)
    }
    for part in parts {
      totals.rows += part.totals.rows
      for group in 0..<count {
        totals.sums[group] += part.totals.sums[group]
        totals.counts[group] += part.totals.counts[group]
        totals.missing[group] += part.totals.missing[group]
        totals.absences[group] = max(totals.absences[group], part.absences[group])
        if needsExtremes {
          totals.low[group] = min(totals.low[group], part.low[group])
          totals.high[group] = max(totals.high[group], part.high[group])
        }
      }
    }
    return totals
  }
}
