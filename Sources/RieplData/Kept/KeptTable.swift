import RieplEngine
import Synchronization

/// The columns of a kept file as a table of the catalogue.
///
/// A piece is held against its checksum by the thread that is about to use it, so that it comes into near memory once
/// for both.
@safe final class KeptTable: ColumnSource, @unchecked Sendable {
  private let kept: KeptFile
  private let lines: RowLines
  private let firstRows: [Int]
  /// The number of its table in the catalogue.
  private let number: Int
  /// How many members each dimension of the catalogue has at least.
  private let memberCounts: [Int]
  /// For each dimension what its codes mean, as far as that was needed.
  private let meanings: Mutex<[[Int32]?]>
  /// For each part and each of its columns 1 once it is known to be whole. A part is one thread's at a time.
  private let isChecked: UnsafeMutablePointer<UInt8>
  private let texts: Int
  private let figures: Int

  init(_ kept: KeptFile, path: String, number: Int, memberCounts: [Int]) {
    self.kept = kept
    self.number = number
    self.memberCounts = memberCounts
    let contents = kept.contents
    texts = contents.chunks.first?.codes.count ?? 0
    figures = contents.chunks.first?.figures.count ?? 0
    var rows = 0
    firstRows = contents.chunks.map {
      rows += $0.rows
      return rows - $0.rows
    }
    lines = RowLines(
      path: path, byteCount: contents.byteCount, dialect: contents.dialect, bodyStart: contents.bodyStart,
      skipped: contents.skipped, rowCount: rows)
    meanings = Mutex(Array(repeating: nil, count: contents.meanings.count))
    let size = max(1, contents.chunks.count * (texts + figures))
    unsafe isChecked = .allocate(capacity: size)
    unsafe isChecked.initialize(repeating: 0, count: size)
  }

  deinit { unsafe isChecked.deallocate() }

  // MARK: What codes mean

  /// The dimensions, with members for those that are needed; nil where they are damaged.
  private func table(_ needed: [Int]) -> FileTable? {
    let contents = kept.contents
    let excluding = contents.meanings.indices.filter { contents.meanings[$0].isExcluding }
    let places = Set(needed + excluding)
    let lists = meanings.withLock { known -> [[Int32]?]? in
      for place in places where known[place] == nil {
        guard let members = read(contents.meanings[place], memberCounts[place]) else { return nil }
        known[place] = members
      }
      return known
    }
    guard let lists else { return nil }
    let dimensions = contents.meanings.indices.map {
      FileDimension(
        column: contents.meanings[$0].column, members: [places.contains($0) ? lists[$0] ?? [] : []])
    }
    return FileTable(
      dimensions: dimensions, excluding: excluding, measures: contents.figures, marks: contents.marks,
      markNumbers: Dictionary(
        contents.markers.map { ($0.text, $0.number) }, uniquingKeysWith: { first, _ in first }),
      hasMarks: contents.hasMarks)
  }

  private func read(_ meaning: KeptFormat.Meaning, _ memberCount: Int) -> [Int32]? {
    guard let numbers = kept.numbers(meaning.piece) else { return nil }
    let members = numbers.map { Int32(bitPattern: $0) }
    let lowest: Int32 = meaning.isExcluding ? -1 : 0
    return members.allSatisfy { $0 >= lowest && Int($0) < memberCount } ? members : nil
  }

  // MARK: Parts

  /// Room for the figures of a part, for one thread.
  @safe final class Room {
    private(set) var values: UnsafeMutablePointer<Int64>
    private var capacity = 1

    init() { unsafe values = .allocate(capacity: 1) }

    deinit { unsafe values.deallocate() }

    func make(_ count: Int) {
      guard count > capacity else { return }
      unsafe values.deallocate()
      unsafe values = .allocate(capacity: count)
      capacity = count
    }
  }

  /// A part of the file with some of its columns; nil where one is damaged. Its figures stand in the room.
  private func part(_ number: Int, dimensions: [Int], figure: Int?, hasMarks: Bool, _ room: Room)
    -> ColumnChunk?
  {
    let contents = kept.contents
    let source = contents.chunks[number]
    let chunk = ColumnChunk(number: number, rows: source.rows, texts: texts, figures: figures)
    for dimension in dimensions {
      let meaning = contents.meanings[dimension]
      guard let column = source.codes[meaning.column] else { return nil }
      if unsafe isChecked[number * (texts + figures) + meaning.column] == 0 {
        guard kept.isWhole(column.piece), isBelow(meaning.count, column) else { return nil }
        unsafe isChecked[number * (texts + figures) + meaning.column] = 1
      }
      if let start = unsafe kept.bytes(column.piece).baseAddress {
        unsafe chunk.borrow(codes: meaning.column, start, width: column.width)
      }
    }
    if let figure {
      let column = source.figures[figure]
      if unsafe isChecked[number * (texts + figures) + texts + figure] == 0 {
        guard kept.isWhole(column.piece) else { return nil }
        unsafe isChecked[number * (texts + figures) + texts + figure] = 1
      }
      borrow(figure, column, chunk, room)
    }
    if hasMarks, let piece = source.marks {
      guard let marks = marks(piece, source.rows) else { return nil }
      chunk.marks = marks
    }
    return chunk
  }

  private func borrow(_ figure: Int, _ column: KeptFormat.Column, _ chunk: ColumnChunk, _ room: Room) {
    let bytes = unsafe kept.bytes(column.piece)
    let rows = chunk.rows
    if column.width == 8 {
      guard let start = unsafe bytes.bindMemory(to: Int64.self).baseAddress else { return }
      return unsafe chunk.borrow(
        figures: figure, start, magnitude: column.magnitude, missing: column.missing)
    }
    room.make(rows)
    let values = unsafe room.values
    guard let narrow = unsafe bytes.bindMemory(to: Int32.self).baseAddress else { return }
    let shift = FigureColumn.absent &- Int64(KeptFormat.narrowAbsent)
    for row in 0..<rows {
      let value = unsafe Int64(narrow[row])
      unsafe values[row] = value &+ (value < KeptFormat.narrowest ? shift : 0)
    }
    unsafe chunk.borrow(figures: figure, values, magnitude: column.magnitude, missing: column.missing)
  }

  /// Whether all codes have a meaning.
  private func isBelow(_ count: Int, _ column: KeptFormat.Column) -> Bool {
    let bytes = unsafe kept.bytes(column.piece)
    @inline(__always)
    func highest<Code: FixedWidthInteger>(_ type: Code.Type) -> Int {
      unsafe Int(bytes.bindMemory(to: type).reduce(0) { $0 > $1 ? $0 : $1 })
    }
    return switch column.width {
    case 1: highest(UInt8.self) < count
    case 2: highest(UInt16.self) < count
    default: highest(UInt32.self) < count
    }
  }

  private func marks(_ piece: KeptFormat.Piece, _ rows: Int) -> [FigureMark]? {
    guard let numbers = kept.numbers(piece) else { return nil }
    let markers = kept.contents.markers
    var marks: [FigureMark] = []
    for start in stride(from: 0, to: numbers.count, by: 3) {
      let (row, figure, marker) = (Int(numbers[start]), Int(numbers[start + 1]), Int(numbers[start + 2]))
      guard row < rows, figure < figures else { return nil }
      marks.append(
        FigureMark(row: row, figure: figure, marker: marker < markers.count ? markers[marker].text : ""))
    }
    return marks
  }

  // MARK: Rows

  func scan(
    dimensions wanted: [Int], measure: Int?, _ body: (Batch) throws(EngineFault) -> Void
  ) throws(EngineFault) {
    try scan(wanted, measure, nil, body)
  }

  func scan(
    dimensions wanted: [Int], measure: Int?, around rows: [Int],
    _ body: (Batch) throws(EngineFault) -> Void
  ) throws(EngineFault) {
    try scan(wanted, measure, rows, body)
  }

  private func scan(
    _ wanted: [Int], _ measure: Int?, _ rows: [Int]?, _ body: (Batch) throws(EngineFault) -> Void
  ) throws(EngineFault) {
    guard isWhole(wanted, measure), let table = table(wanted) else {
      return try source().scan(dimensions: wanted, measure: measure, body)
    }
    let room = Room()
    let figure = measure.flatMap { $0 < table.measures.count ? table.measures[$0] : nil }
    let hasMarks = measure.map { $0 < table.hasMarks.count && table.hasMarks[$0] } ?? false
    for number in firstRows.indices {
      let count = kept.contents.chunks[number].rows
      let batches = FileTable.batches(of: count, behind: firstRows[number], around: rows)
      if batches.isEmpty { continue }
      guard
        let chunk = part(
          number, dimensions: wanted + table.excluding, figure: figure, hasMarks: hasMarks, room)
      else { throw KeptTable.fault }
      for range in batches { try body(table.batch(chunk, firstRows[number], range, wanted, measure)) }
    }
  }

  /// Whether all that a question needs is whole, which has to be known before the first row is passed on.
  private func isWhole(_ wanted: [Int], _ measure: Int?) -> Bool {
    guard !kept.isDamaged, let table = table(wanted) else { return false }
    let figure = measure.flatMap { $0 < table.measures.count ? table.measures[$0] : nil }
    let hasMarks = measure.map { $0 < table.hasMarks.count && table.hasMarks[$0] } ?? false
    let ticket = Ticket()
    Parallel.run(firstRows.count < 4 ? 1 : Parallel.threads) { [self] _ in
      let room = Room()
      while true {
        let number = ticket.take()
        guard number < firstRows.count, !kept.isDamaged else { return }
        let needed = wanted + table.excluding
        if part(number, dimensions: needed, figure: figure, hasMarks: hasMarks, room) == nil {
          kept.noteDamage()
        }
      }
    }
    return !kept.isDamaged
  }

  func totals(_ request: GroupRequest, isCancelled: @Sendable () -> Bool) throws(EngineFault) -> GroupTotals?
  {
    let contents = kept.contents
    if request.measure == contents.figures.count || contents.hasMarks[request.measure] { return nil }
    let needed = request.parts.map(\.place)
    guard !kept.isDamaged, let table = table(needed) else {
      return try source().totals(request, isCancelled: isCancelled)
    }
    let threads = contents.rowCount < 1 << 16 ? 1 : Parallel.threads
    let groups = GroupTable(request, table.excluding, table.dimensions, 0)
    let dimensions = contents.meanings.indices.filter { place in
      groups.parts.contains { $0.column == contents.meanings[place].column }
        && (needed.contains(place) || table.excluding.contains(place))
    }
    let figure = contents.figures[request.measure]
    let result = Shared<[Accumulator]>([])
    let ticket = Ticket()
    let isStopped = Shared(false)
    let count = request.count
    let needsExtremes = request.needsExtremes
    withoutActuallyEscaping(isCancelled) { isCancelled in
      let cancelled = UncheckedFunction(body: isCancelled)
      Parallel.run(threads) { [self] _ in
        let accumulator = Accumulator(count, needsExtremes: needsExtremes)
        let room = Room()
        while true {
          let number = ticket.take()
          guard number < firstRows.count, !kept.isDamaged, !isStopped.value else { break }
          if cancelled.body() { isStopped.change { $0 = true } }
          guard let chunk = part(number, dimensions: dimensions, figure: figure, hasMarks: false, room) else {
            kept.noteDamage()
            break
          }
          accumulator.add(chunk, groups, figure)
        }
        accumulator.flush()
        result.change { $0.append(accumulator) }
      }
    }
    if isStopped.value { throw .cancelled }
    if kept.isDamaged { return try source().totals(request, isCancelled: isCancelled) }
    return Accumulator.joined(result.value, count: count, needsExtremes: needsExtremes)
  }

  private struct UncheckedFunction: @unchecked Sendable {
    let body: @Sendable () -> Bool
  }

  func place(ofRow row: Int) -> String? {
    guard let number = firstRows.lastIndex(where: { $0 <= row }), row < lines.rowCount else { return nil }
    guard !kept.isDamaged, let table = table([]),
      let chunk = part(number, dimensions: table.excluding, figure: nil, hasMarks: false, Room())
    else {
      kept.noteDamage()
      guard let catalog = kept.readAgain(), self.number < catalog.tables.count else { return nil }
      return catalog.tables[self.number].source.place(ofRow: row)
    }
    return table.place(ofRow: row - firstRows[number], in: chunk).flatMap {
      lines[firstRows[number] + $0].map { "line \($0)" }
    }
  }

  // MARK: Damage

  private static let fault = EngineFault.source(
    "what was kept of it is damaged, and the file itself can't be read as it was")

  /// The rows as they are read from the file itself.
  private func source() throws(EngineFault) -> any ColumnSource {
    kept.noteDamage()
    guard let catalog = kept.readAgain(), number < catalog.tables.count else { throw KeptTable.fault }
    return catalog.tables[number].source
  }
}
