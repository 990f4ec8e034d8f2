import Foundation
import Testing

@testable import RieplPresentation

@Suite struct DisplayWidthTests {
  // MARK: - Widths

  @Test(
    arguments: [
      // ASCII and controls, which are escaped before they get here.
      ("", 0), ("North East", 10), ("~ !", 3), ("\t\n\r\u{0}\u{7F}", 0), ("\r\n", 0), ("a\u{85}b\u{1B}", 2),
      // Latin and what is ambiguous in East Asian width.
      ("£", 1), ("£12.50", 6), ("Zürich", 6), ("é", 1), ("e\u{301}", 1), ("e\u{301}\u{323}", 1), ("─│┌", 3),
      ("…", 1), ("co\u{AD}op", 5), ("±½", 2),
      // Greek, Cyrillic, Hebrew, Arabic.
      ("Ωμέγα", 5), ("Москва", 6), ("שָׁלוֹם", 4), ("مرحبا", 5), ("مُحَمَّد", 4), ("لا", 2),
      // Thai and Lao: marks above and below take nothing, the vowel am takes one.
      ("กรุงเทพ", 6), ("น้ำ", 2), ("ที่", 1), ("ຄໍາ", 2),
      // Indic scripts: a spacing mark takes one, a conjunct takes two.
      ("हिन्दी", 4), ("नमस्ते", 4), ("क्षत्रिय", 5), ("কা", 2), ("தமிழ்", 4), ("க்ஷ", 2), ("ക്ഷ", 2), ("क्\u{200D}ष", 2),
      // East Asian.
      ("東京", 4), ("東京 Tokyo", 10), ("ｶﾀｶﾅ", 4), ("カタカナ", 8), ("ガ", 2), ("か\u{3099}", 2), ("ＡＢＣ", 6), ("　", 2),
      ("。", 2), ("𠮷", 2), ("서울", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("\u{1112}\u{1161}\u{11AB}국", 4),
      // What has no width.
      ("\u{200B}", 0), ("a\u{200B}b", 2), ("\u{FEFF}x", 1), ("\u{200D}", 0), ("\u{FE0F}", 0), ("\u{301}", 0),
      ("x\u{2060}y", 2), ("\u{202E}abc\u{202C}", 3), ("a\u{200D}b", 2),
      // Emoji.
      ("👍", 2), ("👍🏽", 2), ("👨‍👩‍👧‍👦", 2), ("👩🏽‍🚀", 2), ("🏳️‍🌈", 2), ("🏴‍☠️", 2), ("🧑🏿‍🤝‍🧑🏻", 2),
      ("❤", 1), ("❤\u{FE0F}", 2), ("❤\u{FE0E}", 1), ("❤️‍🔥", 2), ("☎\u{FE0F}", 2), ("©", 1), ("©\u{FE0F}", 2),
      ("1\u{FE0F}\u{20E3}", 2), ("#\u{FE0F}\u{20E3}", 2), ("a\u{FE0F}", 1), ("👍👍", 4), ("x🏽", 3), ("🏽", 2),
      ("🇩🇪", 2), ("🇩🇪🇫🇷", 4), ("🇩", 2), ("🇩🇪🇫", 4),
      ("🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", 2),
      ("Hi 👨‍👩‍👧‍👦 🇩🇪 ❤️ 👍🏽", 14),
      // A spacing mark with no base is drawn alone.
      ("\u{93E}", 1), (" \u{93E}", 2), ("का\u{93E}", 2),
    ])
  func measures(text: String, columns: Int) {
    #expect(DisplayWidth.width(of: text) == columns)
  }

  @Test func measuresASubstringOfABridgedText() {
    let text = "x" + String(repeating: "東京", count: 50)
    #expect(DisplayWidth.width(of: String(text.dropFirst())) == 200)
  }

  // MARK: - Cutting and padding

  @Test(
    arguments: [
      ("North East", 10, "North East"), ("North East", 9, "North Ea…"), ("North East", 1, "…"),
      ("North East", 0, ""), ("North East", -3, ""), ("", 0, ""), ("", 4, ""),
      ("東京都", 6, "東京都"), ("東京都", 5, "東京…"), ("東京都", 4, "東…"), ("東京都", 1, "…"),
      ("e\u{301}e\u{301}e\u{301}", 3, "e\u{301}e\u{301}e\u{301}"),
      ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
      ("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 3, "👨‍👩‍👧‍👦…"), ("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 4, "👨‍👩‍👧‍👦👨‍👩‍👧‍👦"), ("🇩🇪🇫🇷", 3, "🇩🇪…"),
      ("a❤️b", 3, "a…"), ("\u{301}", 0, "\u{301}"), ("\u{200B}a", 0, ""),
    ])
  func truncates(text: String, columns: Int, result: String) {
    #expect(DisplayWidth.truncated(text, to: columns).unicodeScalars.elementsEqual(result.unicodeScalars))
  }

  @Test(
    arguments: [
      ("ab", 4, DisplayWidth.Alignment.left, "ab  "), ("ab", 4, .right, "  ab"), ("ab", 2, .left, "ab"),
      ("abc", 2, .right, "abc"), ("東京", 5, .left, "東京 "), ("東京", 5, .right, " 東京"), ("", 2, .left, "  "),
      ("❤️", 3, .right, " ❤️"), ("a", -1, .left, "a"),
    ])
  func pads(text: String, columns: Int, alignment: DisplayWidth.Alignment, result: String) {
    #expect(DisplayWidth.padded(text, to: columns, alignment: alignment) == result)
  }

  @Test func cutsAndPadsAnyTextToItsColumns() {
    var random = WidthRandom(seed: 0x7AB1E)
    for _ in 0..<3_000 {
      let text = random.text()
      let width = DisplayWidth.width(of: text)
      let columns = Int(random.next() % 24)
      #expect(width <= text.utf8.count)
      #expect(width == text.reduce(0) { $0 + DisplayWidth.width(ofCluster: $1) })
      let cut = DisplayWidth.truncated(text, to: columns)
      let cutWidth = DisplayWidth.width(of: cut)
      if width <= columns {
        #expect(cut.unicodeScalars.elementsEqual(text.unicodeScalars))
      } else {
        let widest = text.reduce(1) { max($0, DisplayWidth.width(ofCluster: $1)) }
        #expect(cutWidth <= columns, "\(text.debugDescription) to \(columns)")
        #expect(cutWidth > columns - widest, "\(text.debugDescription) to \(columns)")
        #expect(columns == 0 ? cut.isEmpty : cut.unicodeScalars.last == "…")
        #expect(text.unicodeScalars.starts(with: cut.unicodeScalars.dropLast()))
      }
      for alignment in [DisplayWidth.Alignment.left, .right] {
        let cell = DisplayWidth.padded(cut, to: columns, alignment: alignment)
        let wanted = max(columns, cutWidth)
        #expect(DisplayWidth.width(of: cell) == wanted, "\(text.debugDescription) to \(columns)")
      }
    }
  }

  // MARK: - Against wcwidth

  @Test(WcwidthTool.trait) func theTableIsFresh() throws {
    let fresh = try #require(WcwidthTool.table, WcwidthTool.absence)
    let written = try String(contentsOf: WcwidthTool.written, encoding: .utf8)
    // Not `==` in the expectation: it would print both files.
    let isFresh = written == fresh
    #expect(isFresh, "stale; run: python3 Tests/RieplPresentationTests/generate_width_tables.py")
  }

  /// One deliberate difference: a spacing mark alone takes the column that terminals draw it in, so that a
  /// text is as wide after a space as it is alone.
  @Test(WcwidthTool.trait) func agreesAboutEveryScalar() throws {
    _ = try #require(WcwidthTool.table, WcwidthTool.absence)
    let script = """
      import wcwidth
      from wcwidth.table_mc import CATEGORY_MC
      marks = {c for low, high in CATEGORY_MC['17.0.0'] for c in range(low, high + 1)}
      last = None
      for c in range(0x110000):
          width = 1 if c in marks else max(0, wcwidth.wcwidth(chr(c)))
          if width != last:
              print(c, width)
              last = width
      """
    let wanted = try WcwidthTool.numbers(script: script, input: "")
    var next = 0
    var width = -1
    var compared = 0
    for value in UInt32(0)..<0x110000 {
      if next < wanted.count, wanted[next][0] == Int(value) {
        width = wanted[next][1]
        next += 1
      }
      guard let scalar = Unicode.Scalar(value) else { continue }
      compared += 1
      let found = DisplayWidth.width(of: String(scalar))
      if found != width {
        Issue.record("U+\(String(value, radix: 16)): \(found), wcwidth \(width)")
      }
    }
    #expect(compared == 1_112_064)
  }

  /// Compares each cluster, and each text as a whole, with `wcwidth.wcswidth`.
  ///
  /// wcswidth has no clusters: its state runs through the whole text. A cluster agrees exactly, once it follows
  /// a space (that is the spacing mark of `agreesAboutEveryScalar`). A text agrees exactly unless the state of
  /// wcswidth runs from one cluster into the next, which `Crossing` tells by other means:
  ///
  /// - A zero width joiner makes wcswidth skip whatever scalar follows, as in `a`, joiner, `b`. Here it does
  ///   only where it joins, in an emoji sequence: a terminal draws both letters.
  /// - wcswidth lets a virama join consonants in scripts where grapheme clusters do not (Tamil, Kannada),
  ///   and so gives three of them two columns.
  /// - A cluster that begins with a scalar without width (a zero width space, say, which breaks clusters) does
  ///   not stop wcswidth from applying what follows to the base before it.
  @Test(WcwidthTool.trait) func agreesAboutTexts() throws {
    _ = try #require(WcwidthTool.table, WcwidthTool.absence)
    let script = """
      import sys, wcwidth
      for line in sys.stdin.read().split(chr(10))[:-1]:
          clusters = [''.join(chr(int(c, 16)) for c in part.split()) for part in line.split('|')]
          print(wcwidth.wcswidth(''.join(clusters)), *(wcwidth.wcswidth(' ' + c) - 1 for c in clusters))
      """
    var random = WidthRandom(seed: 2_026)
    let texts = (0..<9_000).map { _ in random.text() }
    var input = ""
    for text in texts {
      let clusters = text.map { $0.unicodeScalars.map { String($0.value, radix: 16) }.joined(separator: " ") }
      input += clusters.joined(separator: "|") + "\n"
    }
    let answers = try WcwidthTool.numbers(script: script, input: input)
    try #require(answers.count == texts.count)
    var crossings: [Crossing: Int] = [:]
    var differences: [Crossing: Int] = [:]
    for (text, answer) in zip(texts, answers) {
      let found = text.map { DisplayWidth.width(ofCluster: $0) }
      let shown = text.unicodeScalars.map { $0.escaped(asASCII: true) }.joined()
      #expect(found == (text.isEmpty ? [] : Array(answer.dropFirst())), "\(shown)")
      let width = DisplayWidth.width(of: text)
      if let crossing = Crossing(in: text) {
        crossings[crossing, default: 0] += 1
        differences[crossing, default: 0] += width == answer[0] ? 0 : 1
      } else {
        #expect(width == answer[0], "\(shown)")
      }
    }
    // Each class is needed, and most texts are in none: they agree without exception.
    #expect(Crossing.allCases.allSatisfy { (differences[$0] ?? 0) > 0 }, "\(differences)")
    #expect(crossings.values.reduce(0, +) < texts.count / 2, "\(crossings)")
  }
}

/// How the state of wcswidth runs from one cluster of a text into the next.
private enum Crossing: String, CaseIterable {
  case joiner, virama, zeroWidthStart

  /// The first crossing in the text, if there is one.
  init?(in text: String) {
    var before: Character?
    for cluster in text {
      let first = cluster.unicodeScalars.first.map { DisplayWidth.Facts(of: $0) } ?? []
      if let before, before.unicodeScalars.last == "\u{200D}" {
        self = .joiner
        return
      }
      if let before, first.contains(.consonant),
        before.unicodeScalars.contains(where: { DisplayWidth.Facts(of: $0).contains(.virama) })
      {
        self = .virama
        return
      }
      if first.columns == 0 {
        self = .zeroWidthStart
        return
      }
      before = cluster
    }
    return nil
  }
}

/// Python with the version of wcwidth that the table is from.
private enum WcwidthTool {
  private static let here = URL(filePath: #filePath).deletingLastPathComponent()
  private static let generator = here.appending(path: "generate_width_tables.py")
  private static let isRequired = ProcessInfo.processInfo.environment["RIEPL_REQUIRE_TOOLS"] == "1"

  /// The generated file in the package.
  static let written = here.deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources/RieplPresentation/DisplayWidth+Tables.swift")

  /// What the generator writes now; nil without python3 or its wcwidth.
  static let table: String? = {
    guard let (status, output) = try? run([generator.path(), "--stdout"], input: ""), status == 0 else {
      return nil
    }
    return output
  }()

  static let absence: Comment = "needs python3 with the wcwidth that generate_width_tables.py names"

  /// Skips a test without the tool, unless it is required.
  static var trait: some TestTrait { ConditionTrait.enabled(if: table != nil || isRequired, absence) }

  private struct Failure: Error {
    var status: Int32
  }

  /// Runs a script that prints numbers, and splits what it prints.
  static func numbers(script: String, input: String) throws -> [[Int]] {
    let (status, output) = try run(["-c", script], input: input)
    guard status == 0 else { throw Failure(status: status) }
    return output.split(separator: "\n").map { line in line.split(separator: " ").compactMap { Int($0) } }
  }

  /// The script must read all its input before it prints.
  private static func run(_ arguments: [String], input: String) throws -> (status: Int32, output: String) {
    let process = Process()
    let stdin = Pipe()
    let stdout = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    process.standardInput = stdin
    process.standardOutput = stdout
    try process.run()
    if !input.isEmpty {
      try stdin.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    }
    try stdin.fileHandleForWriting.close()
    let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}

/// Random texts out of what is tricky, by SplitMix64: the same from the same seed.
private struct WidthRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  private static let scripts: [ClosedRange<UInt32>] = [
    0x20...0x7E, 0x20...0x7E, 0xA0...0x2FF, 0x300...0x36F, 0x370...0x52F, 0x590...0x6FF, 0x900...0x97F,
    0x980...0x9FF, 0xB80...0xBFF, 0xD00...0xD7F, 0xE00...0xEFF, 0x1000...0x109F, 0x1100...0x11FF,
    0x1780...0x17FF, 0x2000...0x206F, 0x2190...0x27BF, 0x3000...0x30FF, 0x4E00...0x9FFF, 0xAC00...0xD7FF,
    0xFE00...0xFE0F, 0xFF00...0xFFEF, 0x11000...0x1147F, 0x1F1E6...0x1F1FF, 0x1F300...0x1FAFF,
    0x20000...0x2FFFF, 0xA0...0x1FFFF,
  ]

  private static let pieces: [String] = [
    "e\u{301}", "東京", "👨‍👩‍👧‍👦", "🇩🇪", "❤\u{FE0F}", "❤", "\u{FE0F}", "\u{FE0E}", "🏽", "👍", "1\u{FE0F}\u{20E3}", "🏳️‍🌈",
    "क्ष", "क्", "ष", "ा", "न", "த", "ி", "க்ஷ", "க்", "ക്", "น้ำ", "مُ", "\u{1112}\u{1161}\u{11AB}", "£", "\u{600}",
  ]

  /// A text of up to a dozen pieces, without controls.
  mutating func text() -> String {
    var text = String.UnicodeScalarView()
    let script = Self.scripts[Int(next() % UInt64(Self.scripts.count))]
    for _ in 0..<(next() % 13) {
      switch next() % 16 {
      case 0...6: append(from: script, to: &text)
      case 7...9: append(from: Self.scripts[Int(next() % UInt64(Self.scripts.count))], to: &text)
      case 10 where next() % 4 == 0: text.append("\u{200D}")
      default: text.append(contentsOf: Self.pieces[Int(next() % UInt64(Self.pieces.count))].unicodeScalars)
      }
    }
    return String(text)
  }

  private mutating func append(from range: ClosedRange<UInt32>, to text: inout String.UnicodeScalarView) {
    let value = range.lowerBound + UInt32(next() % UInt64(range.count))
    if let scalar = Unicode.Scalar(value) { text.append(scalar) }
  }
}
