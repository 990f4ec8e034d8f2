import RieplEngine

/// The columns of a file that were asked for, as they stand in memory.
struct ScannedColumns: Sendable {
  /// The parts, in the order of the file.
  var chunks: [ColumnChunk] = []
  var log = RowLog()
  /// For each thread and each column of text its different texts, without quotation marks.
  var texts: [[TextList]] = []
  /// The columns that were read as text.
  var textColumns: [Int] = []
  /// The columns that were read as figures.
  var figureColumns: [Int] = []
}

/// Reads columns of a file on several threads, each taking a part at a time.
///
/// Where each part starts is guessed: behind the first line end. If that stood in quotation marks, the row before it
/// goes on, which the thread that reads it finds out; then the file is read anew on one thread.
struct FileScan {
  /// How large a part is.
  static let part = 4 << 20

  let file: MappedFile
  let layout: TableLayout
  /// The columns that are wanted, by their numbers.
  let wanted: [Int]
  let isCancelled: @Sendable () -> Bool
  /// Where reading ends, at the first line end behind it.
  var end = Int.max
  /// Told how far reading is, after each part.
  var onProgress: (@Sendable (LoadProgress) -> Void)?

  /// What the threads have done.
  private struct State: Sendable {
    var fault: TableFault?
    var isMisaligned = false
    var finer: [Int: Int] = [:]
    var progress = LoadProgress()
  }

  /// Reads the columns. Columns whose figures have more decimals than was thought are changed in the layout.
  static func columns(
    _ file: MappedFile, _ layout: inout TableLayout, wanted: [Int],
    isCancelled: @escaping @Sendable () -> Bool,
    upTo end: Int = .max, onProgress: (@Sendable (LoadProgress) -> Void)? = nil
  ) throws(TableFault) -> ScannedColumns {
    while true {
      var scan = FileScan(file: file, layout: layout, wanted: wanted, isCancelled: isCancelled, end: end)
      scan.onProgress = onProgress
      let result = Result { () throws(TableFault) in try scan.run() }
      // Whatever is wrong with a file that shrinks, it is wrong because of that.
      if !file.isUnchanged { throw .unreadable("it changed while it was read") }
      let (columns, finer) = try result.get()
      guard let columns else { continue }
      if finer.isEmpty { return columns }
      for (column, decimals) in finer { layout.columns[column].decimals = decimals }
    }
  }

  private func run() throws(TableFault) -> (ScannedColumns?, [Int: Int]) {
    let threads = min(file.count, end) < FileScan.part ? 1 : Parallel.threads
    do throws(TableFault) {
      if let result = try run(threads: threads) { return result }
    } catch {
      // One thread finds each text once, and several may all find it.
      guard case .tooLittleMemory = error, threads > 1 else { throw error }
    }
    return try run(threads: 1) ?? (ScannedColumns(), [:])
  }

  /// Nil where a part did not start at the start of a row.
  private func run(threads: Int) throws(TableFault) -> (ScannedColumns, [Int: Int])? {
    let texts = wanted.filter { layout.columns[$0].kind == .text || layout.columns[$0].isOfPeriods }
    let figures = wanted.filter { layout.columns[$0].kind == .figure }.map {
      FigureColumn(column: $0, layout: layout.columns[$0])
    }
    let workers = Workers(
      (0..<threads).map {
        ColumnWorker(
          file, layout, texts: texts, figures: figures, number: $0, chunkSize: min(FileScan.part, file.count),
          threads: threads)
      })
    let state = Shared(State())
    let ticket = Ticket()
    let boundaries = RowBoundaries(file: file, layout: layout, part: FileScan.part)
    let (source, stops, last, newline) = (file, isCancelled, end, layout.dialect.newline)
    let tell = onProgress
    let keeper = ColumnKeeper()
    Parallel.run(threads) { number in
      let worker = workers.list[number]
      var sequential = layout.bodyStart
      do throws(TableFault) {
        while true {
          let part = ticket.take()
          guard var range = try boundaries.range(part), range.lowerBound < last else { return }
          if range.upperBound > last {
            let cut = source.first(newline, from: last, to: range.upperBound).map { $0 + 1 }
            range = range.lowerBound..<(cut ?? range.upperBound)
          }
          if stops() { throw .cancelled }
          if threads == 1 {
            if range.upperBound <= sequential { continue }
            range = sequential..<range.upperBound
          } else if state.value.fault != nil || state.value.isMisaligned {
            return
          }
          worker.begin(part)
          source.fetch(range)
          let end = try worker.scanner.scan(range, into: worker)
          source.release(range)
          if let chunk = worker.chunks.last { try keeper.settle(chunk) }
          sequential = end
          if let tell {
            let rows = (worker.chunks.last?.rows ?? 0)
            state.change {
              $0.progress.bytes += range.count
              $0.progress.rows += rows
              $0.progress.total = source.count
            }
            tell(state.value.progress)
          }
          if threads > 1, end != range.upperBound { state.change { $0.isMisaligned = true } }
        }
      } catch {
        state.change { $0.fault = error }
      }
    }
    let end = state.value
    if let fault = end.fault { throw fault }
    if end.isMisaligned { return nil }
    var result = ScannedColumns()
    var finer: [Int: Int] = [:]
    for worker in workers.list {
      result.chunks += worker.chunks
      result.log.add(worker.scanner.log)
      for (column, decimals) in worker.finer { finer[column] = max(finer[column] ?? 0, decimals) }
    }
    for (place, column) in texts.enumerated() {
      let size = workers.list.reduce(0) { $0 + $1.sizeOfTexts(place) }
      guard OwnMemory.fits(size) else { throw .tooLittleMemory(layout.textsOf(column)) }
    }
    let isLarge = texts.indices.contains { place in
      workers.list.contains { $0.sizeOfTexts(place) > 1 << 20 }
    }
    result.texts = Parallel.map(threads, isLarge: isLarge) { number in
      texts.indices.map { unsafe workers.list[number].takeTexts($0, from: source.bytes) }
    }
    result.chunks.sort { $0.number < $1.number }
    result.chunks.removeAll { $0.rows == 0 }
    result.textColumns = texts
    result.figureColumns = figures.map(\.column)
    return (result, finer)
  }

  /// One worker for each thread; no two threads use the same one.
  private final class Workers: @unchecked Sendable {
    let list: [ColumnWorker]
    init(_ list: [ColumnWorker]) { self.list = list }
  }
}

/// Where the parts of a file begin and end, as far as line ends tell.
struct RowBoundaries: Sendable {
  let file: MappedFile
  let layout: TableLayout
  let part: Int

  private func start(_ number: Int) throws(TableFault) -> Int {
    let rough = layout.bodyStart + number * part
    if number == 0 { return layout.bodyStart }
    guard rough < file.count else { return file.count }
    // A line that goes on for longer is refused: looking for its end from each part would take forever.
    let last = min(file.count, rough + RecordReader.longest + 1)
    if let end = file.first(layout.dialect.newline, from: rough, to: last) { return end + 1 }
    if last < file.count { throw .unreadable("it has a line that is longer than 16 MiB") }
    return file.count
  }

  /// A part, nil behind the last one; it may be empty.
  func range(_ number: Int) throws(TableFault) -> Range<Int>? {
    guard layout.bodyStart + number * part < file.count else { return nil }
    let first = try start(number)
    return first..<max(first, try start(number + 1))
  }
}
