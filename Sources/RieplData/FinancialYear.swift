/// A financial year, which starts in April of one calendar year and ends in March of the next.
struct FinancialYear: Equatable {
  /// The calendar year in which it starts.
  let start: Int

  /// The year that starts in a calendar year.
  init(start: Int) { self.start = start }

  /// Reads a year as official figures write it: `1999-00`, `2008-09`; nil for anything else.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 7, bytes[4] == UInt8(ascii: "-") else { return nil }
    var digits = 0
    for (index, byte) in bytes.enumerated() where index != 4 {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      digits = digits * 10 + Int(byte - UInt8(ascii: "0"))
    }
    guard digits >= 1000_00, (digits / 100 + 1) % 100 == digits % 100 else { return nil }
    start = digits / 100
  }

  /// The year as official figures write it.
  var name: String {
    let end = (start + 1) % 100
    return "\(start)-\(end < 10 ? "0" : "")\(end)"
  }
}
