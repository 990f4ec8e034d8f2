/// A day, as files write it.
struct DateText: Hashable, Comparable {
  let year: Int
  let month: Int
  let day: Int

  /// Reads `31/03/2009`, `31-Mar-09`, `2009-03-31`, `31 March 2009`, with a time behind it or not; nil for anything
  /// else. The day stands in front of the month, as it does in Britain.
  init?(_ text: String) {
    let day = text.utf8.firstIndex(of: UInt8(ascii: "T")).map { text[..<$0] } ?? text[...]
    var parts = day.split { $0 == "/" || $0 == "-" || $0 == "." || $0 == " " }
    if parts.count > 3, parts[3].contains(":") { parts.removeSubrange(3...) }
    guard parts.count == 3 else { return nil }
    guard let first = DateText.number(parts[0]), let last = DateText.number(parts[2]) else { return nil }
    let month: Int
    if let number = DateText.number(parts[1]) ?? MonthText.number(ofName: parts[1]) {
      month = number
    } else {
      return nil
    }
    if parts[0].utf8.count == 4 {
      (self.year, self.month, self.day) = (first, month, last)
    } else if parts[2].utf8.count == 4 {
      (self.year, self.month, self.day) = (last, month, first)
    } else if parts[2].utf8.count == 2 {
      (self.year, self.month, self.day) = (MonthText.century(last), month, first)
    } else {
      return nil
    }
    guard (1...12).contains(self.month), self.day >= 1, self.day <= DateText.days(self.month, self.year),
      self.year >= 1800, self.year < 2200
    else { return nil }
  }

  fileprivate static func number(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.count <= 4, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
      return nil
    }
    return Int(text)
  }

  private static func days(_ month: Int, _ year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Its place among all days.
  var order: Int {
    // Years begin in March here, so that the day that may be missing is the last.
    let (year, month) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
    return year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day
  }
  /// The month that it is in.
  var inMonth: MonthText { MonthText(year: year, month: month) }

  /// The day as it is written in answers, such as 2009-03-31.
  var name: String { "\(year)-\(DateText.two(month))-\(DateText.two(day))" }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// The earlier of two days is the lesser.
  static func < (left: DateText, right: DateText) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }
}

/// A month, as files write it.
struct MonthText: Hashable {
  let year: Int
  let month: Int

  private static let beginnings = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
  private static let names = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
  ]

  init(year: Int, month: Int) {
    self.year = year
    self.month = month
  }

  /// Reads `Apr-23`, `April 2023`, `2023 April`, `2023-04`, `04/2023`; nil for anything else.
  init?(_ text: String) {
    let parts = text.split { $0 == "/" || $0 == "-" || $0 == "." || $0 == " " || $0 == "'" || $0 == "’" }
    guard parts.count == 2, text.utf8.count <= 16 else { return nil }
    let year: Int
    if let month = MonthText.number(ofName: parts[0]), let number = DateText.number(parts[1]) {
      guard [2, 4].contains(parts[1].utf8.count) else { return nil }
      (year, self.month) = (parts[1].utf8.count == 2 ? MonthText.century(number) : number, month)
    } else if let number = DateText.number(parts[0]), parts[0].utf8.count == 4 {
      guard let month = MonthText.number(ofName: parts[1]) ?? MonthText.number(ofDigits: parts[1]) else {
        return nil
      }
      (year, self.month) = (number, month)
    } else if let month = MonthText.number(ofDigits: parts[0]), let number = DateText.number(parts[1]),
      parts[1].utf8.count == 4
    {
      (year, self.month) = (number, month)
    } else {
      return nil
    }
    self.year = year
    guard year >= 1800, year < 2200 else { return nil }
  }

  /// The number of a month whose name, or at least three letters of it, a text is.
  static func number(ofName text: Substring) -> Int? {
    let small = text.lowercased()
    guard let place = beginnings.firstIndex(where: { small.hasPrefix($0) }),
      names[place].lowercased().hasPrefix(small) || small == "sept"
    else { return nil }
    return place + 1
  }

  private static func number(ofDigits text: Substring) -> Int? {
    guard text.utf8.count <= 2, let number = DateText.number(text), (1...12).contains(number) else {
      return nil
    }
    return number
  }

  /// The year that two digits stand for.
  static func century(_ digits: Int) -> Int { (digits < 70 ? 2000 : 1900) + digits }

  /// The calendar year in which its financial year starts.
  var financialYear: Int { month >= 4 ? year : year - 1 }
  /// Its place among all months.
  var order: Int { year * 12 + month }
  /// Such as "March 2009".
  var name: String { "\(MonthText.names[month - 1]) \(year)" }
  /// The place of its quarter among all quarters.
  var quarterOrder: Int { financialYear * 4 + (month + 8) % 12 / 3 }
  /// The quarter of the financial year, such as "Q4 2008-09".
  var quarterName: String { "Q\((month + 8) % 12 / 3 + 1) \(FinancialYear(start: financialYear).name)" }
}
