import Testing

@testable import RieplData

/// Names of several threads put together, held against the plainest way to do it.
@Suite struct MergedNamesTests {
  /// A row of numbers that looks like none, the same each time.
  private struct Numbers {
    var state: UInt64
    mutating func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
  }

  /// Texts of some threads, in the order of a file.
  private func lists(_ texts: [String], threads: Int, _ numbers: inout Numbers) -> [TextList] {
    var lists = (0..<threads).map { _ in TextList() }
    var known = (0..<threads).map { _ in Set<[UInt8]>() }
    for (place, text) in texts.enumerated() {
      let thread = numbers.next(threads)
      guard known[thread].insert(Array(text.utf8)).inserted else { continue }
      lists[thread].append(Array(text.utf8), origin: place * 100)
    }
    for thread in lists.indices { lists[thread].close() }
    return lists
  }

  /// Names in the order of the file, and for each list and text its name.
  private func plainly(_ lists: [TextList], _ isOut: [[Bool]]) -> (names: [String], codes: [[Int32]]) {
    let places = lists.indices.flatMap { list in lists[list].indices.map { (list, $0) } }
      .sorted { lists[$0.0].origins[$0.1] < lists[$1.0].origins[$1.1] }
    var names: [String] = []
    var numbers: [String: Int32] = [:]
    var codes = lists.map { [Int32](repeating: -1, count: $0.count) }
    for (list, code) in places where !isOut[list][code] {
      let text = lists[list].string(code)
      let name = text.isEmpty ? "not given" : text
      let key = name.lowercased().split(separator: " ", omittingEmptySubsequences: true).joined(
        separator: " ")
      if numbers[key] == nil {
        numbers[key] = Int32(names.count)
        names.append(name)
      }
      codes[list][code] = numbers[key] ?? -1
    }
    return (names, codes)
  }

  @Test(arguments: [(40, 1), (3000, 3), (60_000, 1), (60_000, 3)])
  func isWhatThePlainWayFinds(_ count: Int, _ threads: Int) throws {
    var numbers = Numbers(state: UInt64(count * 10 + threads))
    let endings = [
      "", " Ltd", " LTD", "  ltd", " & Söhne", " & SÖHNE", " plc, of Newcastle upon Tyne",
      " Plc, of Newcastle Upon Tyne",
    ]
    let texts = (0..<count).map { _ -> String in
      let number = numbers.next(count)
      if number == 0 { return ["", "Not given", "not given"][numbers.next(3)] }
      return (numbers.next(8) == 0 ? "firm " : "Firm ") + "\(number)" + endings[numbers.next(endings.count)]
    }
    let lists = lists(texts, threads: threads, &numbers)
    let isOut = lists.map { list in list.indices.map { _ in numbers.next(50) == 0 } }
    let merged = MergedNames(lists, isOut: isOut, blank: "not given")
    let (names, codes) = plainly(lists, isOut)
    #expect((0..<merged.names.count).map { merged.names.spelling($0) } == names)
    #expect(merged.codes == codes)
    #expect(merged.remark?.contains("from another only in capitals or spaces: “") == true)
  }

  @Test func spellingsAreCountedOnce() throws {
    var (first, second) = (TextList(), TextList())
    for (place, text) in ["Alpha Ltd", "ALPHA LTD", "Beta", "Café"].enumerated() {
      first.append(Array(text.utf8), origin: place * 2)
    }
    for (place, text) in ["ALPHA LTD", "alpha  ltd", "CAFÉ", "Beta"].enumerated() {
      second.append(Array(text.utf8), origin: place * 2 + 1)
    }
    first.close()
    second.close()
    let none = [[false, false, false, false], [false, false, false, false]]
    let merged = MergedNames([first, second], isOut: none, blank: "not given")
    #expect(merged.codes == [[0, 0, 1, 2], [0, 0, 2, 1]])
    #expect(
      merged.remark
        == "3 spellings differ from another only in capitals or spaces: “ALPHA LTD” is Alpha Ltd, "
        + "“alpha  ltd” is Alpha Ltd, “Café” is CAFÉ")
    let plain = MergedNames([first], isOut: [[false, true, false, false]], blank: "not given")
    #expect(plain.codes == [[0, -1, 1, 2]] && plain.remark == nil)
  }
}
