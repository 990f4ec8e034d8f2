import CScan
import Testing

/// Finding marks: each way that the processor knows finds the same, and what reading byte after byte finds.
@Suite struct MarkTests {
  struct Found: Equatable {
    var positions: [UInt32] = []
    var newlines = 0
    var isBroken = false
    var hasTotal = false
  }

  /// The marks of a text, found in steps of a few.
  static func marks(_ text: [UInt8], level: Int32, limit: Int) -> Found {
    // 64 bytes in front and behind are read as well.
    let bytes = [UInt8](repeating: 0, count: 64) + text + [UInt8](repeating: 0, count: 192)
    var request = riepl_scan_request()
    request.delimiter = UInt8(ascii: ",")
    request.newline = UInt8(ascii: "\n")
    request.totals = 1
    request.has_whole = 1
    request.whole = "england".utf8.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    var state = riepl_scan_state()
    state.before = 1
    state.marks = 1 << 63
    var result = Found()
    var positions = [UInt32](repeating: 0, count: limit + Int(riepl_scan_run) + 80)
    positions[0] = .max
    state.found = 1
    var offset = 0
    unsafe bytes.withUnsafeBufferPointer { bytes in
      guard let start = bytes.baseAddress else { return }
      while offset < text.count, state.is_broken == 0 {
        offset = unsafe riepl_scan_marks(
          level, &request, &state, start + 64, offset, text.count, &positions, limit)
        result.positions += positions[1..<state.found]
        // The last one stays, as what is looked at next counts from it.
        positions[0] = positions[state.found - 1]
        state.found = 1
      }
    }
    // What was found in front of what is broken depends on how many blocks are looked at together.
    if state.is_broken != 0 { return Found(isBroken: true) }
    result.newlines = state.newlines
    result.hasTotal = state.has_total != 0
    return result
  }

  static func random(_ seed: Int, _ pieces: [String]) -> [UInt8] {
    var random = RandomTableTests.Generator(state: UInt64(seed) &* 0x9E37_79B9 &+ 7)
    var text = ""
    for _ in 0..<(20 + seed * seed / 8) { text += random.pick(pieces) }
    return Array(text.utf8)
  }

  @Test(arguments: 0..<200) func allWaysFindTheSame(_ seed: Int) {
    let text = MarkTests.random(
      seed,
      [
        ",", ",", "\n", "\"", "\"a,b\"", "\",\"", "\r\n", "t", "tot", "Total", " sum", ",all,", "England",
        "a longer piece of text", "0.5", ",\"Sum\",", "é",
      ])
    let limit = 8 + seed % 50
    let first = MarkTests.marks(text, level: 0, limit: limit)
    for level in 0...riepl_scan_best_level() {
      #expect(MarkTests.marks(text, level: level, limit: limit) == first, "level \(level)")
    }
  }

  @Test(arguments: 0..<100) func findsWhatReadingFinds(_ seed: Int) {
    let text = MarkTests.random(
      seed,
      [
        "one,two\n", "\"a, b\",3\n", "\"x\"\"y\",\n", ",\n", "\"line\nend\",1\r\n",
        "a rather long name,12.50\n",
      ])
    var expected = Found()
    var isInside = false
    for (place, byte) in text.enumerated() {
      if byte == UInt8(ascii: "\"") { isInside.toggle() }
      if isInside || byte != UInt8(ascii: ",") && byte != UInt8(ascii: "\n") { continue }
      expected.positions.append(UInt32(place))
      expected.newlines += byte == UInt8(ascii: "\n") ? 1 : 0
    }
    for level in 0...riepl_scan_best_level() {
      #expect(MarkTests.marks(text, level: level, limit: 16) == expected, "level \(level)")
    }
  }

  @Test(
    arguments: [
      ("London,Total,1\n", true), ("London,\"Grand total\",1\n", true), ("all,1\n", true),
      ("x,\"Sum\",1\n", true),
      ("a,SUM\n", true), ("x,England,1\n", true), ("x,\"england\",1\n", true), ("Totals *,1\n", true),
      ("Total for the year,1\n", true), ("totally,1\n", false), ("Care in Total Ltd,1\n", false),
      ("x,Total Parks,1\n", true), ("x,\" total parks\",1\n", true), ("allot,1\n", false),
      ("New England,1\n", false), ("summer,1\n", false), ("x,all ,1\n", true), ("x, Sum,1\n", true),
      ("x,\"England  \",1\n", true), ("  england ,1\n", true), ("x,Wall ,1\n", false),
      ("x, Allot,1\n", false),
      ("x, South East,1\n", false),
    ])
  func findsWordsForTotals(_ text: String, _ isTotal: Bool) {
    // Wherever a block of 64 bytes ends within the words.
    for shift in 0..<70 {
      let padded = Array(String(repeating: "x", count: shift).utf8) + [UInt8(ascii: "\n")] + Array(text.utf8)
      for level in 0...riepl_scan_best_level() {
        #expect(
          MarkTests.marks(padded, level: level, limit: 64).hasTotal == isTotal,
          "\(text) \(shift) level \(level)")
      }
    }
  }
}
