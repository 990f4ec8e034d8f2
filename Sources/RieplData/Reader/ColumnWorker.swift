/// Turns rows into codes and figures, column by column, for one thread.
@safe final class ColumnWorker: RowSink {
  /// The columns of text, years and days, by their numbers in the file.
  let texts: [Int]
  let figures: [FigureColumn]
  let number: Int
  private let layout: TableLayout
  private let width: Int
  private let capacity: Int
  private var dictionaries: [DictionaryBox]
  private let codes: UnsafeMutablePointer<UInt32>
  private let values: UnsafeMutablePointer<Int64>
  /// Rows of a run whose figures take more care.
  private let odd: UnsafeMutablePointer<UInt32>
  /// For each column of figures what the magnitudes of the run have in common, and how many figures are missing.
  private var magnitudes: [UInt64]
  private var missing: [Int]
  private(set) var chunks: [ColumnChunk] = []
  let scanner: RowScanner
  /// The columns of which a figure has more decimals than the column has room for, and how many it has.
  private(set) var finer: [Int: Int] = [:]
  /// What marks the figures of the run, by columns of figures.
  private var found: [[(row: Int, marker: String)]]

  final class DictionaryBox {
    var dictionary: TextDictionary

    init(threads: Int = 1) { dictionary = TextDictionary(threads: threads) }
  }

  init(
    _ file: MappedFile, _ layout: TableLayout, texts: [Int], figures: [FigureColumn], number: Int,
    chunkSize: Int, threads: Int = 1
  ) {
    self.texts = texts
    self.figures = figures
    self.number = number
    self.layout = layout
    width = layout.columns.count
    capacity = max(64, chunkSize / max(8, 12 * layout.columns.count))
    found = figures.map { _ in [] }
    dictionaries = texts.map { _ in DictionaryBox(threads: threads) }
    unsafe codes = .allocate(capacity: RowScanner.batch)
    unsafe odd = .allocate(capacity: RowScanner.batch)
    magnitudes = Array(repeating: 0, count: figures.count)
    missing = Array(repeating: 0, count: figures.count)
    unsafe values = .allocate(capacity: RowScanner.batch * max(1, figures.count))
    scanner = RowScanner(file, layout.dialect, width: width)
  }

  deinit {
    unsafe codes.deallocate()
    unsafe odd.deallocate()
    unsafe values.deallocate()
  }

  /// Starts on the columns of another part of the file.
  func begin(_ number: Int) {
    chunks.append(
      ColumnChunk(
        number: number, worker: self.number, texts: texts.count, figures: figures.count, capacity: capacity))
  }

  func take(_ batch: RowBatch) throws(TableFault) {
    let count = batch.count
    let wrong = readFigures(batch)
    if !wrong.isEmpty { return try take(batch, without: wrong) }
    guard let chunk = chunks.last else { return }
    for place in figures.indices {
      unsafe chunk.appendValues(
        place, values + place * RowScanner.batch, count, magnitude: magnitudes[place], missing: missing[place]
      )
    }
    for (figure, marks) in found.enumerated() {
      for mark in marks {
        chunk.marks.append(FigureMark(row: chunk.rows + mark.row, figure: figure, marker: mark.marker))
      }
    }
    for (place, column) in texts.enumerated() {
      encode(batch, column, dictionaries[place])
      if dictionaries[place].dictionary.isFull { throw .tooLittleMemory(layout.textsOf(column)) }
      unsafe chunk.appendCodes(place, codes, count)
    }
    chunk.endBatch(count)
  }

  private func encode(_ batch: RowBatch, _ column: Int, _ box: DictionaryBox) {
    unsafe box.dictionary.encode(
      batch.column(column, count: batch.count, isLast: column == width - 1), into: codes)
  }

  /// Reads the figures of a run of rows; gives the rows that have a cell which is none.
  private func readFigures(_ batch: RowBatch) -> [(row: Int, column: Int)] {
    var wrong: [(row: Int, column: Int)] = []
    for (number, figure) in figures.enumerated() {
      let values = unsafe values + number * RowScanner.batch
      var marks: [(row: Int, marker: String)] = []
      let rows = unsafe batch.column(
        figure.column, count: batch.count, isLast: figure.column == width - 1)
      let found = unsafe figure.read(rows, into: values, odd: odd, &marks)
      self.found[number] = marks
      magnitudes[number] = found.magnitude
      missing[number] = 0
      for index in 0..<found.odd {
        let row = unsafe Int(odd[index])
        let value = unsafe values[row]
        missing[number] += FigureColumn.isAbsent(value) ? 1 : 0
        if value == FigureColumn.tooFine { noteDecimals(batch, row, figure) }
        if value == FigureColumn.unreadable { wrong.append((row, figure.column)) }
      }
    }
    return wrong
  }

  private func noteDecimals(_ batch: RowBatch, _ row: Int, _ figure: FigureColumn) {
    let place = unsafe batch.positions + row * batch.stride + figure.column
    let start = unsafe Int(place[0] &+ 1)
    let bytes = unsafe Array(UnsafeBufferPointer(start: batch.base + start, count: Int(place[1]) - start))
    if case .figure(_, let decimals) = FigureText(FieldText.bare(bytes)).content {
      finer[figure.column] = max(finer[figure.column] ?? 0, decimals)
    }
  }

  /// Takes the rows of a run that can be read whole.
  private func take(_ batch: RowBatch, without wrong: [(row: Int, column: Int)]) throws(TableFault) {
    var reasons: [Int: Int] = [:]
    for (row, column) in wrong where reasons[row] == nil { reasons[row] = column }
    let size = batch.stride
    let kept = UnsafeMutablePointer<UInt32>.allocate(capacity: max(1, batch.count * (width + 1)))
    defer { unsafe kept.deallocate() }
    var count = 0
    for row in 0..<batch.count {
      let place = unsafe batch.positions + row * size
      if let column = reasons[row] {
        scanner.reject(unsafe batch.offset + Int(place[0] &+ 1), .notFigure(column))
      } else {
        unsafe (kept + count * (width + 1)).update(from: place, count: width + 1)
        count += 1
      }
    }
    if count > 0 {
      unsafe try take(
        RowBatch(
          base: batch.base, offset: batch.offset, positions: kept, stride: width + 1, count: count))
    }
  }

  /// How many bytes a list of the different texts of a column takes.
  func sizeOfTexts(_ place: Int) -> Int { dictionaries[place].dictionary.sizeOfList }

  /// The different texts of a column; they can't be looked up any more.
  func takeTexts(_ place: Int, from file: UnsafePointer<UInt8>) -> TextList {
    defer { dictionaries[place] = DictionaryBox() }
    return unsafe dictionaries[place].dictionary.bareTexts(from: file)
  }
}
