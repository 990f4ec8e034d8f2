import RieplEngine

/// A value in a description, with its place for faults.
struct DescriptionValue {
  let text: String
  let file: String
  let line: Int

  /// The texts that are separated by commas.
  func list() throws(DatasetFault) -> [String] {
    var result: [String] = []
    for part in text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
      let name = part.drop { $0 == UInt8(ascii: " ") }
      if name.isEmpty { throw fault(.emptyName) }
      result.append(String(Substring(name)))
    }
    return result
  }

  /// The value as a financial year, by the calendar year in which it starts.
  func year() throws(DatasetFault) -> Int {
    guard let year = FinancialYear(text) else { throw fault(.badYear) }
    return year.start
  }

  /// The value as a whole number from 0 up.
  func wholeNumber() throws(DatasetFault) -> Int64 {
    guard let number = PlainNumber(text.utf8), number.decimals == 0, number.mantissa >= 0 else { throw fault(.badNumber) }
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
