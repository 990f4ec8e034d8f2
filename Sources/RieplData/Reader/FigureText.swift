import RieplEngine

/// What a cell of a column of figures holds.
struct FigureText {
  /// A figure, why there is none, or nothing that could be one.
  enum Content: Equatable {
    /// Digits without the point, and how many of them stand behind it.
    case figure(Int64, decimals: Int)
    case absent(Absence)
    case unreadable
  }

  var content = Content.unreadable
  /// What marks the figure: `*`, `(1)`, digits glued to it, `[r]`.
  var marker = ""
  /// Whether it has a pound sign.
  var isMoney = false
  /// Whether it has a per cent sign.
  var isPercent = false
  /// Whether it has digits in groups of three.
  var isGrouped = false
  /// Whether it starts with a zero that a figure would not start with.
  var hasLeadingZero = false

  /// Markers in square brackets that say something of a figure, by their letters.
  private static let statuses: [(text: String, status: Status)] =
    Status.allCases.filter { $0 != .final }.map { ($0.marker, $0) }

  /// What stands where there is no figure, in small letters.
  private static let absences: [(text: String, absence: Absence)] =
    Absence.allCases.map { ($0.marker, $0) } + [
      ("", .notAvailable), ("-", .notApplicable), ("–", .notApplicable), ("—", .notApplicable),
      ("..", .notAvailable), ("...", .notAvailable), ("…", .notAvailable), (":", .notAvailable),
      ("n/a", .notAvailable), ("na", .notAvailable), ("#n/a", .notAvailable), ("n.a.", .notAvailable),
      ("not available", .notAvailable), ("null", .notAvailable), ("x", .notAvailable), ("z", .notApplicable),
      ("not applicable", .notApplicable), ("c", .confidential), ("*", .confidential), ("low", .low),
      // What spreadsheets leave where a formula failed.
      ("#ref!", .notAvailable), ("#div/0!", .notAvailable), ("#value!", .notAvailable),
      ("#name?", .notAvailable), ("#num!", .notAvailable), ("#null!", .notAvailable),
    ]

  /// The same as bytes, by their number.
  private static let absenceBytes: [[(bytes: [UInt8], absence: Absence)]] = (0...16).map { length in
    absences.filter { $0.text.utf8.count == length }.map { (Array($0.text.utf8), $0.absence) }
  }

  /// Why there is no figure, where a sign for that stands in the cell.
  private static func absence(_ bytes: [UInt8]) -> Absence? {
    if bytes.count > 16 { return nil }
    if let first = bytes.first, first >= 0x30, first <= 0x39 { return nil }
    for known in absenceBytes[bytes.count] {
      let isSame = zip(known.bytes, bytes).allSatisfy { $0 == ($1 >= 0x41 && $1 <= 0x5A ? $1 | 0x20 : $1) }
      if isSame { return known.absence }
    }
    return nil
  }

  /// The status that a marker stands for.
  static func status(_ marker: String) -> Status? { statuses.first { $0.text == marker }?.status }

  /// Reads the bytes of a cell, without quotation marks.
  init(_ bytes: [UInt8]) {
    if let absence = FigureText.absence(bytes) {
      content = .absent(absence)
      return
    }
    // A figure begins with a digit, a sign, a bracket or a pound sign.
    if let first = bytes.first, (first | 0x20) >= 0x61, (first | 0x20) <= 0x7A { return }
    read(bytes[...])
  }

  private mutating func read(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    var isNegative = false
    var isBracketed = false
    takeMarkers(&rest)
    if rest.first == UInt8(ascii: "("), rest.last == UInt8(ascii: ")") {
      rest = rest.dropFirst().dropLast()
      isBracketed = true
      isNegative = true
    }
    // A sign, a pound sign and spaces, in any order.
    var hasSign = isBracketed
    scanning: while let first = rest.first {
      switch first {
      case UInt8(ascii: "-") where !hasSign:
        hasSign = true
        isNegative = true
        rest = rest.dropFirst()
      case UInt8(ascii: "+") where !hasSign:
        hasSign = true
        rest = rest.dropFirst()
      case 0xA3 where !isMoney:
        isMoney = true
        rest = rest.dropFirst()
      case 0xC2 where !isMoney && rest.dropFirst().first == 0xA3:
        isMoney = true
        rest = rest.dropFirst(2)
      case 0xE2 where !hasSign && rest.starts(with: [0xE2, 0x88, 0x92]):
        hasSign = true
        isNegative = true
        rest = rest.dropFirst(3)
      case 0x20: rest = rest.dropFirst()
      default: break scanning
      }
    }
    while let last = rest.last {
      if last == 0x20 {
        rest = rest.dropLast()
      } else if last == UInt8(ascii: "%"), !isPercent {
        isPercent = true
        rest = rest.dropLast()
      } else if last == UInt8(ascii: "-"), !hasSign {
        hasSign = true
        isNegative = true
        rest = rest.dropLast()
      } else {
        break
      }
    }
    readDigits(rest, isNegative)
  }

  /// Takes markers off the end: `*`, `(1)`, `[r]`, `†`, raised digits.
  private mutating func takeMarkers(_ rest: inout ArraySlice<UInt8>) {
    while let last = rest.last {
      var length = 0
      switch last {
      case UInt8(ascii: "*"): length = 1
      case UInt8(ascii: "]"):
        guard let open = rest.lastIndex(of: UInt8(ascii: "[")) else { return }
        length = rest.endIndex - open
      case UInt8(ascii: ")"):
        // "(1)" behind a figure is a note; a figure in brackets is negative.
        guard let open = rest.lastIndex(of: UInt8(ascii: "(")), open > rest.startIndex,
          rest.endIndex - open <= 5,
          rest[(open + 1)..<(rest.endIndex - 1)].allSatisfy({ isalnum($0) })
        else { return }
        length = rest.endIndex - open
      case 0xA0 where rest.suffix(3).elementsEqual([0xE2, 0x80, 0xA0]): length = 3
      case 0xB2, 0xB3, 0xB9:
        guard rest.dropLast().last == 0xC2 else { return }
        length = 2
      case UInt8(ascii: "r"), UInt8(ascii: "p"), UInt8(ascii: "e"), UInt8(ascii: "f"):
        // "9.9 r" is a revised figure.
        guard rest.count > 2, rest.dropLast().last == 0x20 else { return }
        marker = "[" + String(decoding: [last], as: UTF8.self) + "]" + marker
        rest = rest.dropLast()
        while rest.last == 0x20 { rest = rest.dropLast() }
        continue
      default: return
      }
      guard length < rest.count else { return }
      marker = String(decoding: rest.suffix(length), as: UTF8.self) + marker
      rest = rest.dropLast(length)
      while rest.last == 0x20 { rest = rest.dropLast() }
    }
  }

  private func isalnum(_ byte: UInt8) -> Bool {
    byte >= 0x30 && byte <= 0x39 || (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
  }

  private mutating func readDigits(_ bytes: ArraySlice<UInt8>, _ isNegative: Bool) {
    var mantissa: Int64 = 0
    var digits = 0
    var decimals = -1
    // How many digits stand behind the last comma; -1 where there is none.
    var group = -1
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      switch byte {
      case 0x30...0x39:
        if group == 3, decimals < 0 {
          // A digit glued to a figure in groups of three is the number of a note.
          guard bytes[index...].allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), bytes.endIndex - index <= 2 else {
            return
          }
          marker = String(decoding: bytes[index...], as: UTF8.self) + marker
          index = bytes.endIndex
          continue
        }
        digits += 1
        let (shifted, overflow) = mantissa.multipliedReportingOverflow(by: 10)
        if overflow || digits > 18 { return }
        mantissa = shifted + Int64(byte - 0x30)
        if decimals >= 0 { decimals += 1 } else if group >= 0 { group += 1 }
      case UInt8(ascii: ",") where decimals < 0 && digits > 0:
        guard group < 0 ? digits <= 3 : group == 3 else { return }
        group = 0
        isGrouped = true
      case UInt8(ascii: ".") where decimals < 0:
        guard group < 0 || group == 3 else { return }
        decimals = 0
      default: return
      }
      index += 1
    }
    guard digits > 0, decimals != 0, group < 0 || group == 3 else { return }
    hasLeadingZero = bytes.first == 0x30 && digits > 1 && decimals < 0
    content = .figure(isNegative ? -mantissa : mantissa, decimals: max(0, decimals))
  }
}
