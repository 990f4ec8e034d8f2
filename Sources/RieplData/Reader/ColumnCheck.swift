/// Looks whether all years, months or days of a column can be read, for one thread.
@safe final class ColumnCheck {
  private let column: Int
  private let isLast: Bool
  private let kind: TableLayout.Kind
  private let texts = ColumnWorker.DictionaryBox()
  /// How many of the texts were looked at.
  private var count = 0
  /// Short texts that are known to be readable, each in the place that its bytes give.
  private let known: UnsafeMutablePointer<UInt64>
  private static let places = 64

  init(_ column: Int, _ layout: TableLayout) {
    self.column = column
    isLast = column == layout.columns.count - 1
    kind = layout.columns[column].kind
    unsafe known = .allocate(capacity: ColumnCheck.places)
    unsafe known.initialize(repeating: 0, count: ColumnCheck.places)
  }

  deinit { unsafe known.deallocate() }

  /// Whether all texts of some rows can be read; codes are written to the given place.
  func reads(_ batch: RowBatch, _ codes: UnsafeMutablePointer<UInt32>) -> Bool {
    if kind != .date, !isLast, knowsAll(batch) { return true }
    unsafe texts.dictionary.encode(batch.column(column, count: batch.count, isLast: isLast), into: codes)
    while count < texts.dictionary.count {
      let bytes = texts.dictionary.bytes(count)
      let text = FieldText.string(FieldText.bare(bytes))
      guard isReadable(text) else { return false }
      if bytes.count <= 8 {
        let word = bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
        unsafe known[ColumnCheck.place(word)] = word
      }
      count += 1
    }
    return true
  }

  private func isReadable(_ text: String) -> Bool {
    switch kind {
    case .date: DateText(text) != nil
    case .month: MonthText(text) != nil
    default: FinancialYear(loose: text) != nil
    }
  }

  @inline(__always)
  private static func place(_ word: UInt64) -> Int {
    Int(truncatingIfNeeded: (word &* 0x9E37_79B9_7F4A_7C15) >> 58)
  }

  /// Whether all texts are short ones that are known: most years are, and this takes a third of the steps.
  private func knowsAll(_ batch: RowBatch) -> Bool {
    var places = unsafe batch.positions + column
    let (base, known) = unsafe (batch.base, known)
    var different: UInt64 = 0
    for _ in 0..<batch.count {
      let start = unsafe Int(places[0] &+ 1)
      let length = unsafe Int(places[1]) &- start
      let bytes = unsafe UnsafeRawPointer(base + start).loadUnaligned(as: UInt64.self)
      // A text without bytes, or with more than eight, is left to the other way.
      different |= length &- 1 < 8 && length > 0 ? 0 : 1
      let word = bytes & (UInt64.max &>> UInt64(truncatingIfNeeded: (8 &- length) &* 8 & 63))
      different |= unsafe known[ColumnCheck.place(word)] ^ word
      unsafe places += batch.stride
    }
    return different == 0
  }
}
