import CScan
import RieplEngine

/// Reads the figures of one column, fast where they are plain.
struct FigureColumn {
  /// The number of the column in the file.
  let column: Int
  /// How many decimals a figure has whose digits need no multiplication.
  let decimals: Int
  /// Whether a percentage is none of its figures.
  private let isMoney: Bool

  /// What is kept in the place of a figure that is not there: this and the number of the absence.
  static let absent = Int64.min
  /// Whether a value stands for no figure.
  @inline(__always)
  static func isAbsent(_ value: Int64) -> Bool { value < absent &+ 16 }
  /// What is kept for a cell that can't be read; its row is set aside.
  static let unreadable = Int64.min + 15
  /// What is kept for a figure with more decimals than the column has room for.
  static let tooFine = Int64.min + 14

  /// Whether the processor reads eight figures at once.
  private let isWide: Bool

  /// A column; a level below that of the processor is for tests.
  init(column: Int, layout: TableLayout.Column, level: Int32 = .max) {
    self.column = column
    isMoney = layout.unit == .money
    decimals = layout.power(0)
    isWide = min(level, RowScanner.bestLevel) >= 2 && (0...3).contains(decimals)
  }

  /// Reads the figures of a run of rows, of which there is room for eight times so many as eights are begun.
  ///
  /// - Parameters:
  ///   - odd: Gets the numbers of the rows that took more care: all that are not there or can't be read are among them.
  ///   - marks: What marks figures is added, with its row.
  /// - Returns: How many of them there are, and a number that has all bits that the magnitudes of the figures have.
  func read(
    _ rows: riepl_column, into values: UnsafeMutablePointer<Int64>, odd: UnsafeMutablePointer<UInt32>,
    _ marks: inout [(row: Int, marker: String)]
  ) -> (odd: Int, magnitude: UInt64) {
    var magnitude: UInt64 = 0
    var number = 0
    if isWide {
      var rows = unsafe rows
      number = unsafe riepl_read_figures(&rows, Int32(decimals), values, odd, &magnitude)
    } else {
      for row in 0..<(unsafe rows.count) {
        let (bytes, length) = unsafe rows.text(row)
        if let value = unsafe plain(endingAt: bytes + length, length) {
          unsafe values[row] = value
          magnitude |= value.magnitude
        } else {
          unsafe odd[number] = UInt32(truncatingIfNeeded: row)
          number &+= 1
        }
      }
    }
    for index in 0..<number {
      let row = unsafe Int(odd[index])
      let (bytes, length) = unsafe rows.text(row)
      let value = unsafe length == 0 ? FigureColumn.absent &+ 1 : careful(bytes, length, row, &marks)
      unsafe values[row] = value
      if !FigureColumn.isAbsent(value) { magnitude |= value.magnitude }
    }
    return (number, magnitude)
  }

  @inline(__always)
  private static func word(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
    unsafe UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
  }

  /// The value of up to eight digits at the upper end of a word; nil where something else is there.
  @inline(__always)
  private static func digits(_ text: UInt64, _ count: Int) -> Int64? {
    var word = text ^ 0x3030_3030_3030_3030
    word &= ~0 &<< UInt64(truncatingIfNeeded: 8 &* (8 &- count))
    if ((word &+ 0x7676_7676_7676_7676) | word) & 0x8080_8080_8080_8080 != 0 { return nil }
    word = (word &* 10) &+ (word >> 8)
    let upper = (word & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let lower = ((word >> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return Int64(bitPattern: ((upper &+ lower) >> 32) & 0xFFFF_FFFF)
  }

  /// The value of a field of nothing but digits, with as many behind the point as there is room for; given by its end
  /// and its length. Nil for all others.
  @inline(__always)
  private func plain(endingAt end: UnsafePointer<UInt8>, _ length: Int) -> Int64? {
    if length == 0 { return nil }
    let isNegative = unsafe (end - length).pointee == UInt8(ascii: "-")
    let count = length &- (isNegative ? 1 : 0)
    let sign: Int64 = isNegative ? -1 : 0
    if decimals == 2 {
      // Up to six digits, the point, and two more are read as one number of eight digits.
      if count >= 4, count <= 9, unsafe (end - 3).pointee == UInt8(ascii: ".") {
        let pence = unsafe UInt64(UnsafeRawPointer(end - 2).loadUnaligned(as: UInt16.self))
        let text = unsafe FigureColumn.word(end - 11) >> 16 | pence << 48
        if let value = FigureColumn.digits(text, count &- 1) { return (value ^ sign) &- sign }
      }
    } else if decimals == 0, count >= 1, count <= 8 {
      if let value = unsafe FigureColumn.digits(FigureColumn.word(end - 8), count) {
        return (value ^ sign) &- sign
      }
    }
    return nil
  }

  /// Digits with a point, or anything else.
  @inline(never)
  private func careful(
    _ bytes: UnsafePointer<UInt8>, _ length: Int, _ row: Int, _ marks: inout [(row: Int, marker: String)]
  ) -> Int64 {
    var index = unsafe bytes.pointee == UInt8(ascii: "-") ? 1 : 0
    let isNegative = index == 1
    if decimals == 2, length &- index <= 8 {
      // Whole pounds, and those with one digit behind the point, are common enough to save their steps.
      let end = unsafe bytes + length
      let count = length &- index
      let sign: Int64 = isNegative ? -1 : 0
      if count > 0, let value = unsafe FigureColumn.digits(FigureColumn.word(end - 8), count) {
        return ((value &* 100) ^ sign) &- sign
      }
      let ones = unsafe (end - 1).pointee &- 0x30
      if count >= 3, ones < 10, unsafe (end - 2).pointee == UInt8(ascii: "."),
        let value = unsafe FigureColumn.digits(FigureColumn.word(end - 10), count &- 2)
      {
        return ((value &* 100 &+ Int64(ones) &* 10) ^ sign) &- sign
      }
    }
    var value: Int64 = 0
    var behind = -1
    var isPlain = index < length && length <= 18
    while index < length, isPlain {
      let byte = unsafe bytes[index]
      if byte >= 0x30, byte <= 0x39 {
        value = value &* 10 &+ Int64(byte &- 0x30)
        if behind >= 0 { behind &+= 1 }
      } else if byte == UInt8(ascii: "."), behind < 0, index > 0 {
        behind = 0
      } else {
        isPlain = false
      }
      index &+= 1
    }
    if isPlain, behind != 0 { return scaled(isNegative ? -value : value, max(0, behind)) }
    let (result, marker) = unsafe read(Array(UnsafeBufferPointer(start: bytes, count: length)))
    if !marker.isEmpty { marks.append((row, marker)) }
    return result
  }

  /// Reads a cell with all care, with what marks its figure.
  func read(_ bytes: [UInt8]) -> (value: Int64, marker: String) {
    let figure = FigureText(FieldText.bare(bytes))
    switch figure.content {
    // A percentage is no amount of money.
    case .figure where figure.isPercent && isMoney: return (FigureColumn.unreadable, "")
    case .figure(let value, let decimals): return (scaled(value, decimals), figure.marker)
    case .absent(let absence): return (FigureColumn.absent + Int64(absence.rawValue), "")
    case .unreadable: return (FigureColumn.unreadable, "")
    }
  }

  private func scaled(_ value: Int64, _ decimals: Int) -> Int64 {
    var power = self.decimals &- decimals
    if power < 0 {
      // Zeros at the end need no room.
      var value = value
      while power < 0, value % 10 == 0 {
        value /= 10
        power += 1
      }
      return power < 0 ? FigureColumn.tooFine : value
    }
    var value = value
    while power > 0 {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      if overflow { return FigureColumn.unreadable }
      value = product
      power -= 1
    }
    return value
  }
}
