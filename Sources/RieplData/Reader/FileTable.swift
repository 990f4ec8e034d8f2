public import RieplEngine
import Synchronization

/// A dimension of a file's table: what the codes of a column mean.
struct FileDimension: Sendable {
  /// The column's place among those of text.
  let column: Int
  /// For each thread that read and each of its codes the member, or -1 for a row that is kept apart.
  var members: [[Int32]]
}

/// The columns of a file as a table of the catalogue.
@safe public final class FileTable: ColumnSource, @unchecked Sendable {
  let columns: ScannedColumns
  let dimensions: [FileDimension]
  /// For each dimension whether its codes keep some rows apart.
  let excluding: [Int]
  /// For each measure its place among the columns of figures.
  let measures: [Int]
  /// For each mark of a measure its number, by the words that stand behind figures.
  let marks: [Mark]
  let markNumbers: [String: UInt16]
  private let firstRows: [Int]
  let hasMarks: [Bool]
  let rowCount: Int
  /// The lines of the rows, where they can be found again.
  let lines: RowLines?

  init(
    _ columns: ScannedColumns, dimensions: [FileDimension], measures: [Int], marks: [Mark],
    markNumbers: [String: UInt16], lines: RowLines? = nil
  ) {
    self.lines = lines
    self.columns = columns
    self.dimensions = dimensions
    self.measures = measures
    self.marks = marks
    self.markNumbers = markNumbers
    excluding = dimensions.indices.filter { dimensions[$0].members.contains { $0.contains(-1) } }
    var rows = 0
    var firsts: [Int] = []
    for chunk in columns.chunks {
      firsts.append(rows)
      rows += chunk.rows
    }
    firstRows = firsts
    rowCount = rows
    hasMarks = measures.map { figure in
      columns.chunks.contains { $0.marks.contains { $0.figure == figure } }
    }
  }

  /// A table of which most is known already; it has no rows of its own.
  init(
    dimensions: [FileDimension], excluding: [Int], measures: [Int], marks: [Mark],
    markNumbers: [String: UInt16], hasMarks: [Bool]
  ) {
    lines = nil
    columns = ScannedColumns()
    self.dimensions = dimensions
    self.excluding = excluding
    self.measures = measures
    self.marks = marks
    self.markNumbers = markNumbers
    self.hasMarks = hasMarks
    firstRows = []
    rowCount = 0
  }

  /// Passes the rows on, those that are kept apart left out.
  public func scan(
    dimensions wanted: [Int], measure: Int?, _ body: (Batch) throws(EngineFault) -> Void
  ) throws(EngineFault) {
    for number in columns.chunks.indices { try scan(number, wanted, measure, nil, body) }
  }

  /// Passes the batches on in which certain rows stand, whose numbers go up.
  public func scan(
    dimensions wanted: [Int], measure: Int?, around rows: [Int],
    _ body: (Batch) throws(EngineFault) -> Void
  ) throws(EngineFault) {
    for number in columns.chunks.indices { try scan(number, wanted, measure, rows, body) }
  }

  private func scan(
    _ number: Int, _ wanted: [Int], _ measure: Int?, _ rows: [Int]?,
    _ body: (Batch) throws(EngineFault) -> Void
  ) throws(EngineFault) {
    let chunk = columns.chunks[number]
    for range in FileTable.batches(of: chunk.rows, behind: firstRows[number], around: rows) {
      try body(batch(chunk, firstRows[number], range, wanted, measure))
    }
  }

  /// The rows of a part, which stands behind so many others, batch by batch; of those only the ones in which certain rows
  /// stand, nil for all.
  static func batches(of count: Int, behind first: Int, around rows: [Int]?) -> [Range<Int>] {
    let all = stride(from: 0, to: count, by: RowScanner.batch).map {
      $0..<min(count, $0 + RowScanner.batch)
    }
    guard let rows else { return all }
    return all.filter { range in
      let (start, end) = (first + range.lowerBound, first + range.upperBound)
      // The first of the rows that is not in front of it.
      var (low, high) = (0, rows.count)
      while low < high {
        let middle = (low + high) / 2
        if rows[middle] < start { low = middle + 1 } else { high = middle }
      }
      return low < rows.count && rows[low] < end
    }
  }

  /// The rows of a part from one on, those that are kept apart left out.
  func batch(
    _ chunk: ColumnChunk, _ first: Int, _ range: Range<Int>, _ wanted: [Int], _ measure: Int?
  ) -> Batch {
    // The places in the range of the rows that are passed on; nil for all.
    var rows: [Int]?
    for place in excluding {
      let members = members(chunk, place, range)
      guard members.contains(where: { $0 < 0 }) else { continue }
      rows = (rows ?? Array(members.indices)).filter { members[$0] >= 0 }
    }
    let count = rows?.count ?? range.count
    let codes = wanted.map { place in
      let members = members(chunk, place, range)
      return (rows.map { $0.map { members[$0] } } ?? members)[...]
    }
    var values: [Int64] = []
    var states: [UInt8] = []
    var numbers: [UInt16] = []
    if measure == measures.count {
      // The measure behind those of the columns is 1 in each row.
      values = Array(repeating: 1, count: count)
      states = Array(repeating: 0, count: count)
    } else if let measure {
      let column = unsafe UnsafeBufferPointer(
        start: chunk.values(measures[measure]) + range.lowerBound, count: range.count)
      values = unsafe rows.map { $0.map { unsafe column[$0] } } ?? Array(column)
      states = values.map {
        FigureColumn.isAbsent($0) ? UInt8(truncatingIfNeeded: $0 &- FigureColumn.absent) : 0
      }
      for index in values.indices where states[index] != 0 { values[index] = 0 }
      if hasMarks[measure] {
        numbers = Array(repeating: 0, count: count)
        for mark in chunk.marks where mark.figure == measures[measure] && range.contains(mark.row) {
          let place = mark.row - range.lowerBound
          if let place = rows.map({ $0.firstIndex(of: place) }) ?? place {
            numbers[place] = markNumbers[mark.marker] ?? 0
          }
        }
      }
    }
    return Batch(
      firstRow: first + range.lowerBound, count: count, codes: codes, values: values[...],
      states: states[...],
      markNumbers: numbers[...], marks: marks)
  }

  /// The members that some rows of a part have in a dimension.
  private func members(_ chunk: ColumnChunk, _ place: Int, _ range: Range<Int>) -> [Int32] {
    let members = dimensions[place].members[chunk.worker]
    let (bytes, width) = unsafe chunk.codes(dimensions[place].column)
    return unsafe Array(unsafeUninitializedCapacity: range.count) { room, count in
      count = range.count
      switch width {
      case 1:
        let codes = unsafe bytes.assumingMemoryBound(to: UInt8.self) + range.lowerBound
        for row in 0..<count { unsafe room[row] = members[Int(codes[row])] }
      case 2:
        let codes = unsafe bytes.assumingMemoryBound(to: UInt16.self) + range.lowerBound
        for row in 0..<count { unsafe room[row] = members[Int(codes[row])] }
      default:
        let codes = unsafe bytes.assumingMemoryBound(to: UInt32.self) + range.lowerBound
        for row in 0..<count { unsafe room[row] = members[Int(codes[row])] }
      }
    }
  }

  /// The line of a row, which is counted as `scan` passes them: rows that are kept apart don't count.
  public func place(ofRow row: Int) -> String? {
    guard let number = firstRows.lastIndex(where: { $0 <= row }), row < rowCount else { return nil }
    return place(ofRow: row - firstRows[number], in: columns.chunks[number]).flatMap {
      lines?[firstRows[number] + $0].map { "line \($0)" }
    }
  }

  /// Where a row stands in a part, which is counted as `scan` passes them.
  func place(ofRow row: Int, in chunk: ColumnChunk) -> Int? {
    let start = row / RowScanner.batch * RowScanner.batch
    var wanted = row - start
    for index in start..<max(start, min(chunk.rows, start + RowScanner.batch)) {
      let isApart = excluding.contains { place in
        dimensions[place].members[chunk.worker][chunk.code(dimensions[place].column, index)] < 0
      }
      if isApart { continue }
      if wanted == 0 { return index }
      wanted -= 1
    }
    return nil
  }

  /// Adds up on several threads, from the codes as they are.
  public func totals(_ request: GroupRequest, isCancelled: @Sendable () -> Bool) throws(EngineFault)
    -> GroupTotals?
  {
    if request.measure == measures.count || hasMarks[request.measure] { return nil }
    let threads = rowCount < 1 << 16 ? 1 : Parallel.threads
    let tables = (0..<columns.texts.count).map { worker in
      GroupTable(request, excluding, dimensions, worker)
    }
    let result = Shared<[Accumulator]>([])
    let ticket = Ticket()
    let stopped = Atomic<Bool>(false)
    let measure = measures[request.measure]
    let (columns, count, isExtreme) = (columns, request.count, request.needsExtremes)
    withoutActuallyEscaping(isCancelled) { isCancelled in
      let cancelled = UncheckedFunction(isCancelled)
      let flag = Flag()
      Parallel.run(threads) { _ in
        let accumulator = Accumulator(count, needsExtremes: isExtreme)
        while true {
          let number = ticket.take()
          guard number < columns.chunks.count, !flag.isSet else { break }
          if cancelled.body() { flag.set() }
          let chunk = columns.chunks[number]
          accumulator.add(chunk, tables[chunk.worker], measure)
        }
        accumulator.flush()
        result.change { $0.append(accumulator) }
      }
      if flag.isSet { stopped.store(true, ordering: .relaxed) }
    }
    if stopped.load(ordering: .relaxed) { throw .cancelled }
    return Accumulator.joined(result.value, count: request.count, needsExtremes: request.needsExtremes)
  }

  private struct UncheckedFunction: @unchecked Sendable {
    let body: @Sendable () -> Bool
    init(_ body: @escaping @Sendable () -> Bool) { self.body = body }
  }

  private final class Flag: Sendable {
    private let value = Atomic<Bool>(false)
    var isSet: Bool { value.load(ordering: .relaxed) }
    func set() { value.store(true, ordering: .relaxed) }
  }
}

/// For each column of codes what each code adds to the number of the group; a code whose rows don't count has a
/// large negative number.
struct GroupTable: Sendable {
  struct Part: Sendable {
    let column: Int
    let groups: [Int32]
    let isTotal: Bool
  }

  /// What keeps a row out, whatever else is added to it.
  static let out = Int32.min / 4
  var parts: [Part] = []

  init(_ request: GroupRequest, _ excluding: [Int], _ dimensions: [FileDimension], _ worker: Int) {
    var byColumn: [Int: [Int32]] = [:]
    var order: [Int] = []
    func add(_ place: Int, _ value: (Int32) -> Int32) {
      let dimension = dimensions[place]
      let members = dimension.members[worker]
      if byColumn[dimension.column] == nil {
        order.append(dimension.column)
        byColumn[dimension.column] = Array(repeating: 0, count: members.count)
      }
      for (code, member) in members.enumerated() {
        let added = member < 0 ? GroupTable.out : value(member)
        let known = byColumn[dimension.column]?[code] ?? 0
        byColumn[dimension.column]?[code] = known < 0 || added < 0 ? GroupTable.out : known + added
      }
    }
    for part in request.parts {
      add(part.place) { Int($0) < part.groups.count ? part.groups[Int($0)] : GroupTable.out }
    }
    for place in excluding { add(place) { _ in 0 } }
    for column in order {
      let groups = byColumn[column] ?? []
      if groups.allSatisfy({ $0 == 0 }) { continue }
      parts.append(Part(column: column, groups: groups, isTotal: groups.allSatisfy { $0 >= 0 }))
    }
  }
}
