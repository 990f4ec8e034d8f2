import RieplEngine

/// A value in a description, with its place for faults.
struct DescriptionValue {
  let text: String
  let file: String
  let line: Int

  /// The texts that are separated by commas.
  func list() throws(DatasetFault) -> [String] {
    var result: [String] = []
    var rest = Array(text.utf8)[...]
    while let comma = rest.firstIndex(of: UInt8(ascii: ",")) {
      try add(rest[..<comma], to: &result)
      rest = rest[(comma + 1)...].drop { $0 == UInt8(ascii: " ") }
    }
    try add(rest, to: &result)
    return result
  }

  private func add(_ name: ArraySlice<UInt8>, to list: inout [String]) throws(DatasetFault) {
    if name.isEmpty { throw fault(.emptyName) }
    list.append(String(decoding: name, as: UTF8.self))
  }

  /// What stands before and after a separator in a part of the value.
  func parts(of part: String, around separator: String) throws(DatasetFault) -> (
    before: String, after: String
  ) {
    let bytes = Array(part.utf8)
    let inner = Array(separator.utf8)
    for start in bytes.indices where start > 0 && start + inner.count < bytes.count {
      let end = start + inner.count
      guard bytes[start..<end] == inner[...] else { continue }
      return (
        String(decoding: bytes[..<start], as: UTF8.self), String(decoding: bytes[end...], as: UTF8.self)
      )
    }
    throw fault(.badLine, part)
  }

  /// The value as a financial year, by the calendar year in which it starts.
  func year() throws(DatasetFault) -> Int {
    guard let year = FinancialYear(text) else { throw fault(.badYear) }
    return year.start
  }

  /// The value as a whole number within a range.
  func wholeNumber(in range: ClosedRange<Int64>) throws(DatasetFault) -> Int64 {
    guard let number = PlainNumber(text.utf8), number.decimals == 0, range.contains(number.mantissa) else {
      throw fault(.badNumber)
    }
    return number.mantissa
  }

  /// The value as a power of ten: 6 for 1000000.
  func powerOfTen() throws(DatasetFault) -> Int {
    guard let power = PlainNumber(text.utf8)?.powerOfTen else { throw fault(.badNumber) }
    return power
  }

  /// The value as a unit.
  func unit() throws(DatasetFault) -> Unit {
    guard let unit = Unit(described: text) else { throw fault(.unknownUnit) }
    return unit
  }

  /// The number of the column of a table with the value as its heading.
  func column(in table: PlainCSV) throws(DatasetFault) -> Int {
    guard let column = table.column(text) else { throw fault(.missingColumn) }
    return column
  }

  /// A fault in the value, or in a part of it.
  func fault(_ reason: DatasetFault.Reason, _ subject: String? = nil) -> DatasetFault {
    DatasetFault(reason, subject ?? text, file: file, line: line)
  }
}

extension Unit {
  /// The unit that the files of a dataset describe in these words.
  init?(described text: String) {
    switch text {
    case "£", "GBP": self = .money
    case "%": self = .percent
    case "% per annum": self = .rate
    case "points": self = .points
    case "count": self = .count
    case "number": self = .number
    default: return nil
    }
  }
}
