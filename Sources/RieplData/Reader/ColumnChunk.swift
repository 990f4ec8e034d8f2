/// A column of codes that takes one byte for each row as long as that is enough, then two, then four.
@safe struct CodeColumn: ~Copyable {
  private(set) var bytes: UnsafeMutableRawPointer
  /// How many bytes a code takes.
  private(set) var width = 1
  private(set) var count = 0
  private var capacity: Int
  private let isOwned: Bool

  init(capacity: Int) {
    self.capacity = max(capacity, 64)
    isOwned = true
    unsafe bytes = .allocate(byteCount: self.capacity, alignment: 16)
  }

  /// Codes that stand somewhere else, and stay there as long as this; none is added.
  init(borrowing codes: UnsafeRawPointer, width: Int, count: Int) {
    unsafe bytes = UnsafeMutableRawPointer(mutating: codes)
    self.width = width
    self.count = count
    capacity = count
    isOwned = false
  }

  deinit { if isOwned { unsafe bytes.deallocate() } }

  /// All codes as they stand in memory.
  var piece: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: bytes, count: count * width) }

  /// Adds codes.
  mutating func append(_ codes: UnsafePointer<UInt32>, _ number: Int) {
    var highest: UInt32 = 0
    for index in 0..<number { unsafe highest = highest | codes[index] }
    let needed = highest < 256 ? 1 : highest < 65_536 ? 2 : 4
    if needed > width || count + number > capacity {
      grow(max(needed, width), count + number > capacity ? (count + number) * 2 : capacity)
    }
    switch width {
    case 1:
      let place = unsafe bytes.assumingMemoryBound(to: UInt8.self) + count
      for index in 0..<number { unsafe place[index] = UInt8(truncatingIfNeeded: codes[index]) }
    case 2:
      let place = unsafe bytes.assumingMemoryBound(to: UInt16.self) + count
      for index in 0..<number { unsafe place[index] = UInt16(truncatingIfNeeded: codes[index]) }
    default:
      unsafe (bytes.assumingMemoryBound(to: UInt32.self) + count).update(from: codes, count: number)
    }
    count += number
  }

  private mutating func grow(_ newWidth: Int, _ newCapacity: Int) {
    let larger = UnsafeMutableRawPointer.allocate(byteCount: newCapacity * newWidth, alignment: 16)
    if newWidth == width {
      unsafe larger.copyMemory(from: bytes, byteCount: count * width)
    } else {
      for index in 0..<count {
        let code = code(index)
        if newWidth == 2 {
          unsafe larger.storeBytes(of: UInt16(code), toByteOffset: index * 2, as: UInt16.self)
        } else {
          unsafe larger.storeBytes(of: UInt32(code), toByteOffset: index * 4, as: UInt32.self)
        }
      }
    }
    unsafe bytes.deallocate()
    unsafe bytes = larger
    width = newWidth
    capacity = newCapacity
  }

  /// The code of a row.
  @inline(__always)
  func code(_ row: Int) -> Int {
    switch width {
    case 1: unsafe Int(bytes.load(fromByteOffset: row, as: UInt8.self))
    case 2: unsafe Int(bytes.load(fromByteOffset: row &* 2, as: UInt16.self))
    default: unsafe Int(bytes.load(fromByteOffset: row &* 4, as: UInt32.self))
    }
  }
}

/// A column of figures.
@safe struct ValueColumn: ~Copyable {
  private(set) var values: UnsafeMutablePointer<Int64>
  private(set) var count = 0
  private var capacity: Int
  private let isOwned: Bool
  /// All magnitudes, joined bit by bit: no figure is larger.
  private(set) var magnitude: UInt64 = 0
  /// How many are not there.
  private(set) var missing = 0

  init(capacity: Int) {
    self.capacity = max(capacity, 16)
    isOwned = true
    unsafe values = .allocate(capacity: self.capacity)
  }

  /// Figures that stand somewhere else, and stay there as long as this; none is added.
  init(borrowing figures: UnsafePointer<Int64>, count: Int, magnitude: UInt64, missing: Int) {
    unsafe values = UnsafeMutablePointer(mutating: figures)
    self.count = count
    self.magnitude = magnitude
    self.missing = missing
    capacity = count
    isOwned = false
  }

  deinit { if isOwned { unsafe values.deallocate() } }

  /// All figures as they stand in memory.
  var piece: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: values, count: count * 8) }

  /// Adds figures, with what bits their magnitudes have and how many are not there.
  mutating func append(_ added: UnsafePointer<Int64>, _ number: Int, magnitude: UInt64, missing: Int) {
    if count + number > capacity {
      capacity = (count + number) * 2
      let larger = UnsafeMutablePointer<Int64>.allocate(capacity: capacity)
      unsafe larger.update(from: values, count: count)
      unsafe values.deallocate()
      unsafe values = larger
    }
    unsafe (values + count).update(from: added, count: number)
    self.magnitude |= magnitude
    self.missing += missing
    count += number
  }
}

/// What marks a figure, by its row in the chunk and the number of its column among those of figures.
struct FigureMark: Sendable, Hashable {
  let row: Int
  let figure: Int
  let marker: String
}

/// The rows of a part of a file, column by column.
@safe final class ColumnChunk: @unchecked Sendable {
  /// The place of the part in the file.
  let number: Int
  /// The dictionaries that its codes are of.
  let worker: Int
  private(set) var rows = 0
  /// Where rows start in the file, every so many rows; for naming the line of one.
  private(set) var offsets: [Int] = []
  private var codeColumns: [CodeBox] = []
  private var valueColumns: [ValueBox] = []
  var marks: [FigureMark] = []
  private var aside: AsideFile.Part?

  private final class CodeBox {
    var column: CodeColumn
    init(_ capacity: Int) { column = CodeColumn(capacity: capacity) }
    init(_ column: consuming CodeColumn) { self.column = column }
  }

  private final class ValueBox {
    var column: ValueColumn
    init(_ capacity: Int) { column = ValueColumn(capacity: capacity) }
    init(_ column: consuming ValueColumn) { self.column = column }
  }

  init(number: Int, worker: Int, texts: Int, figures: Int, capacity: Int) {
    self.number = number
    self.worker = worker
    codeColumns = (0..<texts).map { _ in CodeBox(capacity) }
    valueColumns = (0..<figures).map { _ in ValueBox(capacity) }
  }

  /// A part whose columns are borrowed one by one; none is read before.
  init(number: Int, rows: Int, texts: Int, figures: Int) {
    self.number = number
    self.rows = rows
    worker = 0
    let noCodes = CodeBox(0)
    let noValues = ValueBox(0)
    codeColumns = Array(repeating: noCodes, count: texts)
    valueColumns = Array(repeating: noValues, count: figures)
  }

  /// Takes a column of codes that stands somewhere else, and stays there as long as this.
  func borrow(codes column: Int, _ bytes: UnsafeRawPointer, width: Int) {
    codeColumns[column] = CodeBox(unsafe CodeColumn(borrowing: bytes, width: width, count: rows))
  }

  /// Takes a column of figures that stands somewhere else, and stays there as long as this.
  func borrow(figures column: Int, _ values: UnsafePointer<Int64>, magnitude: UInt64, missing: Int) {
    valueColumns[column] = ValueBox(
      unsafe ValueColumn(borrowing: values, count: rows, magnitude: magnitude, missing: missing))
  }

  func appendCodes(_ column: Int, _ codes: UnsafePointer<UInt32>, _ count: Int) {
    unsafe codeColumns[column].column.append(codes, count)
  }

  func appendValues(
    _ column: Int, _ values: UnsafePointer<Int64>, _ count: Int, magnitude: UInt64, missing: Int
  ) {
    unsafe valueColumns[column].column.append(values, count, magnitude: magnitude, missing: missing)
  }

  func endBatch(_ count: Int) { rows += count }

  /// How many bytes its columns take.
  var size: Int {
    codeColumns.reduce(0) { unsafe $0 + $1.column.piece.count }
      + valueColumns.reduce(0) { unsafe $0 + $1.column.piece.count }
  }

  /// Puts its columns aside, which are whole.
  func move(to file: AsideFile) throws(TableFault) {
    var pieces: [UnsafeRawBufferPointer] = unsafe []
    for box in codeColumns { unsafe pieces.append(box.column.piece) }
    for box in valueColumns { unsafe pieces.append(box.column.piece) }
    let part = unsafe try file.put(pieces)
    var place = unsafe part.start
    for number in unsafe pieces.indices {
      let column = number - codeColumns.count
      if column < 0 {
        unsafe borrow(codes: number, place, width: codeColumns[number].column.width)
      } else {
        unsafe borrow(
          figures: column, place.assumingMemoryBound(to: Int64.self), magnitude: magnitude(column),
          missing: missing(column))
      }
      unsafe place += (pieces[number].count + 15) / 16 * 16
    }
    aside = part
  }

  /// The bytes of a column of codes, and how many each code takes.
  @inline(__always)
  func codes(_ column: Int) -> (bytes: UnsafeRawPointer, width: Int) {
    unsafe (UnsafeRawPointer(codeColumns[column].column.bytes), codeColumns[column].column.width)
  }

  /// The figures of a column.
  @inline(__always)
  func values(_ column: Int) -> UnsafePointer<Int64> {
    unsafe UnsafePointer(valueColumns[column].column.values)
  }

  /// A number that no figure of a column is larger than.
  func magnitude(_ column: Int) -> UInt64 { valueColumns[column].column.magnitude }

  /// How many figures of a column are not there.
  func missing(_ column: Int) -> Int { valueColumns[column].column.missing }

  @inline(__always)
  func code(_ column: Int, _ row: Int) -> Int { codeColumns[column].column.code(row) }
}
