import CScan
import Testing

@testable import RieplData

/// Reading columns: each way that the processor knows reads the same, and what reading with all care reads.
@Suite struct ColumnTests {
  /// Rows of fields, each row between commas, with the positions of all marks and zeros around them.
  struct Rows {
    let bytes: [UInt8]
    let positions: [UInt32]
    let stride: Int
    let count: Int

    init(_ fields: [[UInt8]], isLast: Bool) {
      // Each row has a field in front of the one that counts, and one behind it unless that is the last.
      var text = [UInt8](repeating: 0, count: 64)
      var positions = [UInt32.max]
      for (row, field) in fields.enumerated() {
        text += Array(repeating: UInt8(ascii: "7"), count: row % 9)
        positions.append(UInt32(text.count - 64))
        text.append(UInt8(ascii: ","))
        text += field
        if !isLast {
          positions.append(UInt32(text.count - 64))
          text += Array(",9.9".utf8)
        } else if row % 3 == 0 {
          text.append(UInt8(ascii: "\r"))
        }
        positions.append(UInt32(text.count - 64))
        text.append(UInt8(ascii: "\n"))
      }
      bytes = text + [UInt8](repeating: 0, count: 64)
      self.positions = positions
      stride = isLast ? 2 : 3
      count = fields.count
    }

    func withColumn<T>(_ chosen: [UInt32]?, isLast: Bool, _ body: (riepl_column) -> T) -> T {
      unsafe bytes.withUnsafeBufferPointer { bytes in
        unsafe positions.withUnsafeBufferPointer { positions in
          unsafe (chosen ?? []).withUnsafeBufferPointer { rows in
            guard let base = bytes.baseAddress, let first = positions.baseAddress else {
              fatalError("there are always zeros around the rows")
            }
            var column = unsafe riepl_column()
            unsafe column.base = base + 64
            unsafe column.positions = first + 1
            unsafe column.stride = stride
            unsafe column.rows = chosen == nil ? nil : rows.baseAddress
            unsafe column.count = chosen?.count ?? count
            unsafe column.is_last = isLast ? 1 : 0
            return unsafe body(column)
          }
        }
      }
    }
  }

  struct ReadFigures: Equatable {
    var values: [Int64] = []
    var markers: [String] = []
    /// Bits that are missing in what is said of all magnitudes.
    var missingBits: UInt64 = 0
    /// Rows that are not there or can't be read, and were not listed.
    var unlisted = 0
  }

  static func read(_ rows: Rows, _ figure: FigureColumn, _ chosen: [UInt32]?, isLast: Bool) -> ReadFigures {
    unsafe rows.withColumn(chosen, isLast: isLast) { column in
      var result = ReadFigures()
      let count = unsafe column.count
      var values = [Int64](repeating: 77, count: count + 8)
      var odd = [UInt32](repeating: 0, count: count + 8)
      var marks: [(row: Int, marker: String)] = []
      let found = unsafe figure.read(column, into: &values, odd: &odd, &marks)
      result.values = Array(values.prefix(count))
      result.markers = marks.map { "\($0.row)\($0.marker)" }
      for value in result.values where !FigureColumn.isAbsent(value) {
        result.missingBits |= value.magnitude & ~found.magnitude
      }
      let listed = Set(odd.prefix(found.odd).map(Int.init))
      for row in 0..<count where FigureColumn.isAbsent(values[row]) && !listed.contains(row) {
        result.unlisted += 1
      }
      return result
    }
  }

  static func layout(_ decimals: Int) -> TableLayout.Column {
    var layout = TableLayout.Column(heading: "amount", name: "amount", kind: .figure)
    layout.decimals = decimals
    return layout
  }

  static let pieces = [
    "0", "1", "9", "12", "345", "6789", "01", ".", ".5", ".25", ".125", "-", "£", ",", "*", " ", "99999",
    "1234567", "[x]", "(", ")", "e", "/", ":", "%", "\u{2212}",
  ]

  @Test(arguments: 0..<120) func figuresAreReadTheSameWay(_ seed: Int) {
    var random = RandomTableTests.Generator(state: UInt64(seed) &* 0x9E37_79B9 &+ 11)
    let decimals = seed % 5
    var fields: [[UInt8]] = []
    for _ in 0..<(1 + random.next(150)) {
      var text = ""
      switch random.next(8) {
      case 0: for _ in 0..<(random.next(5)) { text += random.pick(ColumnTests.pieces) }
      case 1: text = ""
      default:
        if random.next(4) == 0 { text = "-" }
        for _ in 0..<(random.next(15)) { text += String(random.next(10)) }
        let behind = random.next(5)
        if behind > 0 { text += "." }
        for _ in 0..<max(0, behind - 1) { text += String(random.next(10)) }
        // A second point, or one where none may stand.
        if random.next(10) == 0 {
          text.insert(".", at: text.index(text.endIndex, offsetBy: -random.next(min(5, text.count + 1))))
        }
      }
      fields.append(Array(text.utf8))
    }
    let figure = ColumnTests.layout(decimals)
    for isLast in [false, true] {
      let rows = Rows(fields, isLast: isLast)
      let some = fields.indices.filter { _ in random.next(3) == 0 }.map { UInt32($0) }
      for chosen in [nil, some] {
        let plain = ColumnTests.read(
          rows, FigureColumn(column: 0, layout: figure, level: 0), chosen, isLast: isLast)
        let best = ColumnTests.read(rows, FigureColumn(column: 0, layout: figure), chosen, isLast: isLast)
        #expect(plain == best, "decimals \(decimals) last \(isLast)")
        #expect(best.missingBits == 0 && best.unlisted == 0)
        let careful = FigureColumn(column: 0, layout: figure)
        let numbers = chosen.map { $0.map { Int($0) } } ?? Array(fields.indices)
        for (place, row) in numbers.enumerated() where !fields[row].isEmpty {
          let expected = careful.read(fields[row]).value
          #expect(best.values[place] == expected, "\(String(decoding: fields[row], as: UTF8.self))")
        }
      }
    }
  }

  static func codes(_ rows: Rows, level: Int32, isLast: Bool, chosen: [UInt32]?, texts: inout [[UInt8]])
    -> [UInt32]
  {
    var dictionary = TextDictionary(level: level)
    var codes: [UInt32] = []
    // Twice: the second time all are known.
    for _ in 0..<2 {
      codes += unsafe rows.withColumn(chosen, isLast: isLast) { column in
        let count = unsafe column.count
        var codes = [UInt32](repeating: 99, count: count + 8)
        unsafe dictionary.encode(column, into: &codes)
        return Array(codes.prefix(count))
      }
    }
    texts = (0..<dictionary.count).map { dictionary.bytes($0) }
    return codes
  }

  @Test(arguments: 0..<60) func textsGetTheSameCodes(_ seed: Int) {
    var random = RandomTableTests.Generator(state: UInt64(seed) &* 0x9E37_79B9 &+ 13)
    // Few texts, many, and so many that the way of looking them up changes.
    let different = [3, 9, 60, 300, 1500][seed % 5]
    var texts: [[UInt8]] = []
    for _ in 0..<different {
      let length = random.next(seed % 3 == 0 ? 300 : 40)
      var text = (0..<length).map { _ in UInt8(ascii: "a") + UInt8(random.next(3)) }
      // What differs in one byte only, or in a zero behind.
      if let last = texts.last, random.next(3) == 0 {
        text = last
        if text.isEmpty || random.next(2) == 0 {
          text.append(0)
        } else {
          text[random.next(text.count)] ^= 1
        }
      }
      texts.append(text)
    }
    let fields = (0..<2000).map { _ in texts[random.next(different)] }
    for isLast in [false, true] {
      let rows = Rows(fields, isLast: isLast)
      let some = fields.indices.filter { _ in random.next(3) == 0 }.map { UInt32($0) }
      for chosen in [nil, some] {
        var known: [[UInt8]] = []
        var expected: [UInt32] = []
        var numbers: [[UInt8]: UInt32] = [:]
        for row in chosen.map({ $0.map { Int($0) } }) ?? Array(fields.indices) {
          let code = numbers[fields[row], default: UInt32(numbers.count)]
          numbers[fields[row]] = code
          expected.append(code)
        }
        for level: Int32 in [0, .max] {
          let codes = ColumnTests.codes(rows, level: level, isLast: isLast, chosen: chosen, texts: &known)
          #expect(codes == expected + expected, "level \(level)")
          #expect(known.count == numbers.count)
          for (text, code) in numbers { #expect(known[Int(code)] == text) }
        }
      }
    }
  }
}
