/// A day, as files write it.
struct DateText: Hashable, Comparable {
  let year: Int
  let month: Int
  let day: Int

  private static let names = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// The names of the months, in order.
  static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
  ]

  /// Reads `31/03/2009`, `31-Mar-09`, `2009-03-31`, `31 March 2009`, with a time behind it or not; nil for anything
  /// else. The day stands in front of the month, as it does in Britain.
  init?(_ text: String) {
    let day = text.utf8.firstIndex(of: UInt8(ascii: "T")).map { text[..<$0] } ?? text[...]
    var parts = day.split { $0 == "/" || $0 == "-" || $0 == "." || $0 == " " }
    if parts.count > 3, parts[3].contains(":") { parts.removeSubrange(3...) }
    guard parts.count == 3 else { return nil }
    guard let first = DateText.number(parts[0]), let last = DateText.number(parts[2]) else { return nil }
    let month: Int
    if let number = DateText.number(parts[1]) {
      month = number
    } else if let place = DateText.names.firstIndex(where: { parts[1].lowercased().hasPrefix($0) }),
      DateText.months[place].lowercased().hasPrefix(parts[1].lowercased()) || parts[1].count <= 4
    {
      month = place + 1
    } else {
      return nil
    }
    if parts[0].utf8.count == 4 {
      (self.year, self.month, self.day) = (first, month, last)
    } else if parts[2].utf8.count == 4 {
      (self.year, self.month, self.day) = (last, month, first)
    } else if parts[2].utf8.count == 2 {
      (self.year, self.month, self.day) = ((last < 70 ? 2000 : 1900) + last, month, first)
    } else {
      return nil
    }
    guard (1...12).contains(self.month), self.day >= 1, self.day <= DateText.days(self.month, self.year),
      self.year >= 1800, self.year < 2200
    else { return nil }
  }

  private static func number(_ text: Substring) -> Int? {
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

  /// The calendar year in which its financial year starts.
  var financialYear: Int { month >= 4 ? year : year - 1 }

  /// The day as it is written in answers, such as 2009-03-31.
  var name: String { "\(year)-\(DateText.two(month))-\(DateText.two(day))" }

  /// The month, such as "March 2009".
  var monthName: String { "\(DateText.months[month - 1]) \(year)" }

  /// The quarter of the financial year, such as "Q4 2008-09".
  var quarterName: String { "Q\((month + 8) % 12 / 3 + 1) \(FinancialYear(start: financialYear).name)" }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// The earlier of two days is the lesser.
  static func < (left: DateText, right: DateText) -> Bool {
    (left.year, left.month, left.day) < (right.year, right.month, right.day)
  }
}
