import RieplEngine

/// Adding figures up by the codes of one or two columns as they stand, which is the shortest way: what codes mean is
/// looked up once for each of them behind a part of the file, and not once a row.
extension Accumulator {
  /// The most groups by codes; all of them stay in the nearest memory.
  static let denseSize = 1024
  /// Sets of sums, so that no two neighbouring rows wait for each other.
  static let denseCopies = 4
  /// How many rows are added up as pairs, and below what magnitude of figures: the sum then takes less than the lower
  /// 48 bits, and the count less than those above.
  private static let pairedRows = 1 << 14
  private static let pairedMagnitude: UInt64 = 1 << 32

  /// Adds the rows of a part of a file; false where codes are wide or many, figures large, or many are missing.
  func addDense(
    _ chunk: ColumnChunk, _ table: GroupTable, _ values: UnsafePointer<Int64>, _ magnitude: UInt64,
    _ missing: Int
  ) -> Bool {
    guard table.parts.count <= 2, !needsExtremes, missing * 8 <= chunk.rows,
      magnitude <= UInt64(Int64.max / 4) / UInt64(max(1, chunk.rows))
    else { return false }
    if table.parts.isEmpty {
      unsafe addAll(values, chunk.rows)
      return true
    }
    let (first, width) = unsafe chunk.codes(table.parts[0].column)
    guard width == 1, table.parts[0].groups.count <= 256 else { return false }
    let one = unsafe first.assumingMemoryBound(to: UInt8.self)
    if table.parts.count == 1 {
      unsafe addDense(values, magnitude, chunk.rows, table.parts[0].groups.count) { unsafe Int(one[$0]) }
      collectDense(table.parts[0].groups.count) { table.parts[0].groups[$0] }
      return true
    }
    let (second, secondWidth) = unsafe chunk.codes(table.parts[1].column)
    let stride = table.parts[1].groups.count
    guard secondWidth == 1, stride <= 256, table.parts[0].groups.count * stride <= Accumulator.denseSize
    else {
      return false
    }
    let other = unsafe second.assumingMemoryBound(to: UInt8.self)
    let size = table.parts[0].groups.count * stride
    unsafe addDense(values, magnitude, chunk.rows, size) { unsafe Int(one[$0]) &* stride &+ Int(other[$0]) }
    collectDense(size) { code in
      let (a, b) = (table.parts[0].groups[code / stride], table.parts[1].groups[code % stride])
      return a < 0 || b < 0 ? -1 : a + b
    }
    return true
  }

  private func addAll(_ values: UnsafePointer<Int64>, _ rows: Int) {
    var sum: Int64 = 0
    var missing = 0
    for row in 0..<rows {
      let value = unsafe values[row]
      if FigureColumn.isAbsent(value) {
        missing &+= 1
        absences[0] = UInt8(truncatingIfNeeded: value &- FigureColumn.absent)
      } else {
        sum &+= value
      }
    }
    totals.sums[0] += Int128(sum)
    totals.counts[0] += rows - missing
    totals.missing[0] += missing
  }

  @inline(__always)
  private func addDense(
    _ values: UnsafePointer<Int64>, _ magnitude: UInt64, _ rows: Int, _ size: Int, _ code: (Int) -> Int
  ) {
    if magnitude < Accumulator.pairedMagnitude { return unsafe addPairs(values, rows, size, code) }
    let sums = unsafe denseSums
    let counts = unsafe denseCounts
    @inline(__always)
    func add(_ row: Int, _ copy: Int) {
      let value = unsafe values[row]
      let place = code(row) &+ copy
      if FigureColumn.isAbsent(value) {
        denseMissing.append((place &- copy, UInt8(truncatingIfNeeded: value &- FigureColumn.absent)))
      } else {
        unsafe sums[place] &+= value
        unsafe counts[place] &+= 1
      }
    }
    var row = 0
    while row &+ 3 < rows {
      add(row, 0)
      add(row &+ 1, size)
      add(row &+ 2, size &* 2)
      add(row &+ 3, size &* 3)
      row &+= 4
    }
    while row < rows {
      add(row, 0)
      row &+= 1
    }
  }

  /// Adds figure and count in one step, and takes them apart behind every few thousand rows.
  @inline(__always)
  private func addPairs(_ values: UnsafePointer<Int64>, _ rows: Int, _ size: Int, _ code: (Int) -> Int) {
    let pairs = unsafe densePairs
    @inline(__always)
    func add(_ row: Int, _ copy: Int) {
      let value = unsafe values[row]
      let place = code(row) &+ copy
      if FigureColumn.isAbsent(value) {
        denseMissing.append((place &- copy, UInt8(truncatingIfNeeded: value &- FigureColumn.absent)))
      } else {
        unsafe pairs[place] &+= value &+ (1 &<< 48)
      }
    }
    var row = 0
    while row < rows {
      let end = min(rows, row &+ Accumulator.pairedRows)
      while row &+ 3 < end {
        add(row, 0)
        add(row &+ 1, size)
        add(row &+ 2, size &* 2)
        add(row &+ 3, size &* 3)
        row &+= 4
      }
      while row < end {
        add(row, 0)
        row &+= 1
      }
      for place in 0..<size &* Accumulator.denseCopies {
        let pair = unsafe pairs[place]
        let sum = (pair &<< 16) &>> 16
        unsafe denseSums[place] &+= sum
        unsafe denseCounts[place] &+= UInt32(truncatingIfNeeded: (pair &- sum) &>> 48)
        unsafe pairs[place] = 0
      }
    }
  }

  /// Moves the sums by codes to the groups that the codes mean.
  private func collectDense(_ size: Int, _ group: (Int) -> Int32) {
    for code in 0..<size {
      let group = Int(group(code))
      for copy in 0..<Accumulator.denseCopies {
        let place = copy * size + code
        if group >= 0 {
          totals.sums[group] += unsafe Int128(denseSums[place])
          totals.counts[group] += unsafe Int(denseCounts[place])
        }
        unsafe denseSums[place] = 0
        unsafe denseCounts[place] = 0
      }
    }
    for (code, absence) in denseMissing {
      let group = Int(group(code))
      if group < 0 { continue }
      totals.missing[group] += 1
      absences[group] = absence
    }
    denseMissing.removeAll(keepingCapacity: true)
  }
}
