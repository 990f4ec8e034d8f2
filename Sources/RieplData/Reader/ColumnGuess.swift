import RieplEngine

/// What the cells of a column and its heading say of what it is.
struct ColumnGuess {
  private var figures = 0
  private var absences = 0
  private var blanks = 0
  private var letters = 0
  private var years = 0
  private var dates = 0
  private var months = 0
  /// Texts that may be a financial year or a month, such as 2003-04.
  private var yearsOrMonths = 0
  private var texts = 0
  private var zeros = 0
  private var calendarYears = 0
  private var hasMoney = false
  private var hasPercent = false
  private var decimals = 0
  private var percents = 0
  /// Texts among figures that may have been meant as figures: they have more digits than letters.
  private var broken = 0
  /// The first texts that are neither a figure nor a year nor a day.
  private var odd: [String] = []
  private var isPlain = true
  private var dateFormats: Set<String> = []
  private var signs: [String] = []

  /// Counts a cell, which has no quotation marks any more.
  mutating func look(at cell: [UInt8]) {
    if cell.isEmpty {
      blanks += 1
      return
    }
    let figure = FigureText(cell)
    switch figure.content {
    case .figure(let value, let decimals):
      figures += 1
      isPlain = isPlain && cell.allSatisfy { $0 >= 0x2B && $0 <= 0x39 && $0 != 0x2F }
      if figure.hasLeadingZero { zeros += 1 }
      if cell.count == 4, (1900...2100).contains(value) { calendarYears += 1 }
      self.decimals = max(self.decimals, decimals)
      hasMoney = hasMoney || figure.isMoney
      hasPercent = hasPercent || figure.isPercent
      percents += figure.isPercent ? 1 : 0
    // A letter is the sign of an absence only among figures.
    case .absent:
      let isLetters = cell.allSatisfy { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
      if isLetters { letters += 1 } else { absences += 1 }
      let sign = FieldText.string(cell)
      if signs.count < 8, !signs.contains(sign) { signs.append(sign) }
    case .unreadable:
      // A year or a day has a digit near its beginning, a month at one of its ends.
      func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
      guard cell.prefix(4).contains(where: isDigit) || cell.last.map(isDigit) ?? false, cell.count <= 32
      else {
        count(odd: cell)
        return
      }
      let text = FieldText.string(cell)
      if FinancialYear(loose: text) != nil {
        years += 1
        if MonthText(text) != nil { yearsOrMonths += 1 }
      } else if MonthText(text) != nil {
        months += 1
      } else if DateText(text) != nil {
        dates += 1
        dateFormats.insert(ColumnGuess.dateFormat(cell))
      } else {
        count(odd: cell)
      }
    }
  }

  private mutating func count(odd cell: [UInt8]) {
    texts += 1
    if odd.count < 2, cell.count <= 40 { odd.append(FieldText.string(cell)) }
    let digits = cell.count { $0 >= 0x30 && $0 <= 0x39 }
    let letters = cell.count { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
    let begins = cell.first.map { ($0 | 0x20) < 0x61 || ($0 | 0x20) > 0x7A } ?? false
    if digits > letters, begins { broken += 1 }
  }

  /// Words in a heading by which a column of digits is one of names.
  private static let codes: Set<String> = [
    "id", "code", "codes", "no", "ref", "reference", "uprn", "urn", "postcode", "account", "transaction",
    "invoice",
    "number", "centre", "center", "reg", "registration", "run", "cheque", "voucher", "batch", "period",
    "month",
    "quarter",
  ]
  /// Words in a heading by which a figure is money.
  static let money: Set<String> = [
    "amount", "spend", "spending", "payment", "payments", "paid", "cost", "costs", "expenditure", "value",
    "net",
    "gross", "budget", "allocation", "funding", "grant", "price", "income", "gbp", "pounds", "vat",
  ]
  /// Words in a heading by which figures don't add up.
  private static let levels: Set<String> = [
    "index", "deflator", "deflators", "rate", "ratio", "average", "mean", "median", "percentage", "percent",
    "per",
  ]
  /// Decides what the column is.
  func finish(_ column: inout TableLayout.Column) {
    let named = figures + years + months + dates + texts + (figures > 0 ? 0 : letters)
    var words = column.heading
    if let unit = UnitText.take(from: &words) {
      column.unit = unit.unit
      column.multiplier = unit.power
      column.guesses.append("in \(unit.text), from its heading")
    }
    column.name = ColumnGuess.name(words)
    column.isPlain = isPlain && figures == named
    column.dateFormat = dates == named && dateFormats.count == 1 ? dateFormats.first : nil
    if column.dateFormat == "" { column.dateFormat = nil }
    column.absences = signs
    let parts = Set(column.name.lowercased().split(separator: " ").map(String.init))
    guard named > 0 else {
      column.kind = absences > 0 ? .figure : column.heading.hasPrefix("column ") ? .ignored : .text
      return
    }
    // A heading that says so makes figures of a column in which some cells are none.
    let isMoney = !parts.isDisjoint(with: ColumnGuess.money) && parts.isDisjoint(with: ColumnGuess.codes)
    let isSaid = column.unit != .number || hasMoney || isMoney
    let isOfMonths = months > years || parts.contains("month")
    if isOfMonths, (months + yearsOrMonths) * 5 >= named * 4 {
      column.kind = .month
    } else if years * 5 >= named * 4 {
      column.kind = .year
    } else if dates * 5 >= named * 4 {
      column.kind = .date
    } else if figures * 20 >= named * 19 || isSaid && figures * 5 >= named * 3 {
      finishFigures(&column, parts)
    } else {
      finishNames(&column, named)
    }
  }

  /// How a day is written, as CSVW has it; empty for a way that it has no words for.
  private static func dateFormat(_ cell: [UInt8]) -> String {
    let shape = String(decoding: cell.map { $0 >= 0x30 && $0 <= 0x39 ? 0x39 : $0 }, as: UTF8.self)
    switch shape {
    case "9999-99-99": return "yyyy-MM-dd"
    case "99/99/9999": return "dd/MM/yyyy"
    case "99-99-9999": return "dd-MM-yyyy"
    case "99.99.9999": return "dd.MM.yyyy"
    default: return ""
    }
  }

  /// Says where a column of names may have been meant as something else.
  private func finishNames(_ column: inout TableLayout.Column, _ named: Int) {
    let known: (count: Int, word: String)
    if years > dates, years > figures {
      known = (years, "year")
    } else if months > dates, months > figures {
      known = (months, "month")
    } else if dates > figures {
      known = (dates, "date")
    } else {
      known = (figures, column.unitWord)
    }
    let isNear = known.count * 2 >= named && named > 1
    guard isNear || broken > 1 && (figures + broken) * 5 >= named * 3 else { return }
    let shown = odd.map { "“\($0)”" }.joined(separator: ", ")
    let kind =
      known.word == "year"
      ? "financial year" : known.word == "date" ? "day" : known.word == "month" ? "month" : "figure"
    column.guesses.append(
      "names, as \(named - known.count) of the \(named) looked at \(named - known.count == 1 ? "is" : "are") no \(kind)"
        + (shown.isEmpty ? "" : ", such as \(shown)")
        + "; `load … where column \"\(column.heading)\" is \(known.word)` would set those rows aside")
  }

  private func finishFigures(_ column: inout TableLayout.Column, _ words: Set<String>) {
    if zeros > 0
      || decimals == 0 && !hasMoney && !words.isDisjoint(with: ColumnGuess.codes) && !words.contains("of")
    {
      column.guesses.append(
        "names and not figures, \(zeros > 0 ? "as some begin with 0" : "from its heading")")
      return
    }
    if calendarYears == figures, words.contains("year") {
      if column.name == "year" { column.name = "calendar year" }
      column.guesses.append("names and not figures, being calendar years")
      return
    }
    column.kind = .figure
    column.decimals = decimals
    column.foundDecimals = decimals
    if column.unit == .number {
      if hasMoney {
        column.unit = .money
        column.guesses.append("in £, from its figures")
      } else if hasPercent {
        column.unit = .percent
        column.guesses.append("in %, from its figures")
        if percents < figures {
          column.guesses.append("\(figures - percents) of the \(figures) looked at without a % sign")
        }
      } else if !words.isDisjoint(with: ColumnGuess.levels) {
        column.unit = .number
      } else if !words.isDisjoint(with: ColumnGuess.money) {
        column.unit = .money
        column.guesses.append("in £, from its name")
      } else if decimals == 0, words.contains("number") || words.contains("count") {
        column.unit = .count
      }
    }
    column.addsUp = column.unit != .percent && words.isDisjoint(with: ColumnGuess.levels)
    if !column.addsUp { column.guesses.append("a level that is not added up") }
    // Money is kept to the penny, whatever the rows say that were looked at.
    if column.unit == .money, column.multiplier == 0 { column.decimals = max(2, column.decimals) }
  }

  /// A heading as questions say it: without marks, in small letters but for words in capitals.
  static func name(_ heading: String) -> String {
    let words = heading.split { !$0.isLetter && !$0.isNumber && $0 != "'" && $0 != "&" && $0 != "’" }
    let isLoud = words.allSatisfy { $0.allSatisfy { !$0.isLowercase } }
    let text = words.map { word in
      !isLoud && word.count > 1 && word.allSatisfy { $0.isUppercase } ? String(word) : word.lowercased()
    }.joined(separator: " ")
    return text.isEmpty ? "amount" : text
  }
}

extension FinancialYear {
  /// Reads a year as messy files write it: `2008-09`, `2008/09`, `2008/2009`, `FY2008-09`, `FY08/09`, `2008/9`, `2008–09`.
  init?(loose text: String) {
    var rest = text[...]
    let isSaid = rest.lowercased().hasPrefix("fy")
    if isSaid { rest = rest.dropFirst(2).drop { $0 == " " } }
    let parts = rest.split(omittingEmptySubsequences: false) { "-/–—‐‑".contains($0) }
    guard parts.count == 2, var first = Int(parts[0]),
      let second = Int(parts[1]), parts.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } })
    else { return nil }
    // Two digits are a year only where they are said to be one.
    if isSaid, parts[0].utf8.count == 2 {
      first += 2000
    } else if parts[0].utf8.count != 4 || first < 1000 {
      return nil
    }
    switch parts[1].utf8.count {
    // "2008/9", but not "2008-9", which may be a month.
    case 1: guard second == (first + 1) % 10, rest.contains("/") else { return nil }
    case 2: guard second == (first + 1) % 100 else { return nil }
    case 4: guard second == first + 1 else { return nil }
    default: return nil
    }
    self.init(start: first)
  }
}
