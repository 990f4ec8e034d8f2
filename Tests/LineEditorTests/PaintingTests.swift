import Glibc
import TerminalKit
import Testing

@testable import LineEditor

/// The picture, on a terminal made of Swift.
@Suite struct Painting {
  init() { #expect(VTScreen.hasLocale) }

  static let alphabet = ["a", "b", "£", "日", "\n", "x", " ", "e\u{301}", "\t", "\u{1}", "🦊"]

  /// A scene for a window.
  private func scene(_ random: inout SeededRandom, _ columns: Int, _ height: Int, _ alphabet: [String])
    -> Scene
  {
    var scene = Scene()
    scene.prompt = StyledText("p> ", .green)
    scene.continuationPrompt = " .. "
    scene.columns = columns
    scene.height = height
    let text = (0..<Int.random(in: 0...80, using: &random)).map { _ in
      alphabet.randomElement(using: &random) ?? ""
    }
    scene.text = Array(text.joined().unicodeScalars)
    scene.cursor =
      Bool.random(using: &random) ? scene.text.count : Int.random(in: 0...scene.text.count, using: &random)
    scene.cursor = scene.cursor == scene.text.count ? scene.cursor : start(scene.text, scene.cursor)
    if scene.cursor == scene.text.count, Bool.random(using: &random) {
      scene.suggestion = Array("suggested\nrow".unicodeScalars)
    }
    scene.runs = [
      .init(range: 0..<min(3, scene.text.count), style: .bold + .blue),
      .init(range: min(4, scene.text.count)..<min(9, scene.text.count), style: .underline),
    ].filter { !$0.range.isEmpty }
    let count = Int.random(in: 0...3, using: &random)
    scene.lines = { _ in (0..<count).map { StyledText("line \($0) that is too long for most windows", .cyan) }
    }
    scene.top = Int.random(in: 0...3, using: &random)
    return scene
  }

  /// The start of the character at an index.
  private func start(_ text: [Unicode.Scalar], _ index: Int) -> Int {
    var position = 0
    while Graphemes.end(text, position) <= index, position < text.count {
      position = Graphemes.end(text, position)
    }
    return position
  }

  private func paint(
    _ scene: Scene, _ screen: inout VTScreen, _ painter: inout Painter, _ layout: inout Layout
  ) {
    screen.feed(painter.paint(layout.frame(scene), columns: scene.columns))
  }

  @Test func paintingTwiceIsPaintingTheSecond() {
    for seed in 0..<600 as Range<UInt64> {
      var random = SeededRandom(seed)
      let columns = Int.random(in: 6...24, using: &random)
      let height = Int.random(in: 2...9, using: &random)
      let first = scene(&random, columns, height, Painting.alphabet)
      let second = scene(&random, columns, height, Painting.alphabet)
      var reused = (VTScreen(columns: columns, rows: height), Painter(), Layout())
      paint(first, &reused.0, &reused.1, &reused.2)
      paint(second, &reused.0, &reused.1, &reused.2)
      var fresh = (VTScreen(columns: columns, rows: height), Painter(), Layout())
      paint(second, &fresh.0, &fresh.1, &fresh.2)
      #expect(reused.0.text == fresh.0.text, "seed \(seed): \(String(first.text)) -> \(String(second.text))")
      #expect(reused.0.x == fresh.0.x && reused.0.y == fresh.0.y, "seed \(seed): the cursor")
      #expect(reused.0.lines.map(\.cells) == fresh.0.lines.map(\.cells), "seed \(seed): the styles")
      if reused.0.text != fresh.0.text { return }
    }
  }

  /// Against a way of breaking rows that knows nothing of the layout's.
  @Test func theScreenShowsTheText() {
    for seed in 1000..<1600 as Range<UInt64> {
      var random = SeededRandom(seed)
      let columns = Int.random(in: 8...24, using: &random)
      var scene = scene(&random, columns, 80, ["a", "b", "£", "日", "\n", "x", " "])
      scene.suggestion = []
      scene.lines = { _ in [] }
      scene.top = 0
      var screen = (VTScreen(columns: columns, rows: 80), Painter(), Layout())
      paint(scene, &screen.0, &screen.1, &screen.2)
      var rows = ["p> "]
      var width = 3
      var cursor: (Int, Int)?
      for (index, scalar) in scene.text.enumerated() {
        if scalar == "\n" {
          if index == scene.cursor { cursor = (min(width, columns - 1), rows.count - 1) }
          rows.append(" .. ")
          width = 4
          continue
        }
        let own = scalar == "日" ? 2 : 1
        if width + own > columns {
          rows.append("")
          width = 0
        }
        if index == scene.cursor { cursor = (width, rows.count - 1) }
        rows[rows.count - 1].unicodeScalars.append(scalar)
        width += own
      }
      let expected = rows.map { $0.replacing(/[ ]+$/, with: "") }.joined(separator: "\n").replacing(
        /\n+$/, with: "")
      #expect(screen.0.text == expected, "seed \(seed), \(columns) columns")
      let place = cursor ?? (width >= columns ? (0, rows.count) : (width, rows.count - 1))
      #expect((screen.0.x, screen.0.y) == place, "seed \(seed), \(columns) columns\n\(expected)")
      if screen.0.text != expected { return }
    }
  }

  /// Rows that are kept from picture to picture are those that a fresh look finds.
  @Test func rowsAreKeptRightly() {
    for seed in 2000..<2400 as Range<UInt64> {
      var random = SeededRandom(seed)
      let measure = RowMap.Measure(
        columns: Int.random(in: 4...16, using: &random), prompt: 2, continuationPrompt: 3)
      var kept = RowMap()
      var text: [Unicode.Scalar] = []
      for _ in 0..<12 {
        let piece = (0..<Int.random(in: 0...12, using: &random)).flatMap { _ in
          (Painting.alphabet + ["\u{200D}", "\u{FE0F}", "\u{1F1EC}", "\u{1F1E7}"]).randomElement(
            using: &random)!
            .unicodeScalars
        }
        let start = Int.random(in: 0...text.count, using: &random)
        let end = Int.random(in: start...text.count, using: &random)
        text.replaceSubrange(start..<(Bool.random(using: &random) ? end : start), with: piece)
        let offset = Int.random(in: 0...text.count, using: &random)
        kept.update(text, measure, offset: offset, rows: Bool.random(using: &random) ? 2 : .max)
        var fresh = RowMap()
        fresh.update(text, measure, offset: 0, rows: .max)
        #expect(kept.starts[...] == fresh.starts.prefix(kept.starts.count), "seed \(seed)")
        #expect(!kept.isComplete || kept.starts.count == fresh.starts.count, "seed \(seed)")
        #expect(kept.row(of: offset) == fresh.row(of: offset), "seed \(seed)")
      }
    }
  }

  /// A long text costs no more rows than the window shows.
  @Test func aLongTextIsNotLaidOutAsAWhole() {
    var map = RowMap()
    let text = Array(String(repeating: "allocation by region ", count: 50_000).unicodeScalars)
    map.update(text, .init(columns: 80, prompt: 7, continuationPrompt: 7), offset: 100, rows: 24)
    #expect(map.starts.count <= 28 && !map.isComplete)
  }

  @Test func nothingIsSentForTheSamePicture() {
    var scene = Scene()
    scene.text = Array("text".unicodeScalars)
    var painter = Painter()
    var layout = Layout()
    #expect(!painter.paint(layout.frame(scene), columns: 80).isEmpty)
    #expect(painter.paint(layout.frame(scene), columns: 80).isEmpty)
  }

  /// Whatever the text and the lines hold, the terminal gets no command of theirs.
  @Test func nothingInATextIsObeyed() {
    var scene = Scene()
    let bad = "\u{1B}[31m\u{7}\u{9B}2J\u{8}\r\u{202E}\u{2066}\u{200B}\u{FEFF}\u{E0041}\u{7F}"
    scene.text = Array(("a" + bad + "b").unicodeScalars)
    scene.suggestion = Array(bad.unicodeScalars)
    scene.lines = { _ in [StyledText(bad)] }
    scene.prompt = StyledText(bad)
    var layout = Layout()
    for row in layout.frame(scene).rows {
      let text = String(decoding: row.bytes, as: UTF8.self)
      let plain = text.replacing(/\u{1B}\[[0-9;]*m/, with: "")
      #expect(plain.unicodeScalars.allSatisfy { CellWidth.standIn($0) == nil }, "\(plain.debugDescription)")
    }
  }

  @Test func aTallTextIsShownAroundTheCursor() {
    var scene = Scene()
    scene.prompt = "> "
    scene.text = Array((0..<50).map { "row\($0)" }.joined(separator: "\n").unicodeScalars)
    scene.columns = 20
    scene.height = 5
    var layout = Layout()
    scene.cursor = scene.text.count
    var frame = layout.frame(scene)
    #expect(frame.rows.count == 5 && frame.cursorRow == 4 && frame.top == 45)
    // Moving up inside of the window moves the cursor and not the window.
    scene.top = frame.top
    scene.cursor = Rows.moved(scene.text, scene.cursor, down: false) ?? 0
    frame = layout.frame(scene)
    #expect(frame.cursorRow == 3 && frame.top == 45)
    scene.cursor = 0
    frame = layout.frame(scene)
    #expect(frame.cursorRow == 0 && frame.top == 0)
    #expect(layout.frame(scene, isLast: true).rows.count == 50)
  }

  @Test func linesUnderATallTextHaveHalfOfTheWindow() {
    var scene = Scene()
    scene.text = Array((0..<50).map { "row\($0)" }.joined(separator: "\n").unicodeScalars)
    scene.height = 6
    scene.lines = { room in (0..<room).map { StyledText("line \($0)") } }
    var layout = Layout()
    #expect(layout.frame(scene).rows.count == 6)
    #expect(
      layout.frame(scene).rows.suffix(3).allSatisfy {
        String(decoding: $0.bytes, as: UTF8.self).hasPrefix("line")
      })
    scene.height = 1
    #expect(layout.frame(scene).rows.count == 1)
  }

  /// Emoji that terminals count differently end their row with a line end, and lead to the cursor by
  /// themselves.
  @Test func uncertainWidthsAreNotReliedUpon() {
    var scene = Scene()
    scene.columns = 10
    scene.text = Array("ab👨‍👩‍👧cd".unicodeScalars)
    scene.cursor = scene.text.count
    var layout = Layout()
    let frame = layout.frame(scene)
    #expect(frame.rows.allSatisfy { !$0.wraps })
    scene.cursor = scene.text.count - 1
    scene.columns = 30
    let path = layout.frame(scene).cursorPath.map { String(decoding: $0, as: UTF8.self) }
    #expect(path == "ab👨‍👩‍👧c")
  }

  /// Where the cursor is after a resize, on terminals of both kinds.
  @Test(arguments: [true, false]) func theCursorIsFoundAfterAResize(_ reflows: Bool) {
    for seed in 3000..<3300 as Range<UInt64> {
      var random = SeededRandom(seed)
      let columns = Int.random(in: 10...30, using: &random)
      let newColumns = Int.random(in: 10...30, using: &random)
      var scene = scene(&random, columns, 30, ["a", "b", "£", "x"])
      scene.top = 0
      var screen = VTScreen(columns: columns, rows: 60)
      screen.feed(Array("above\r\n".utf8))
      var painter = Painter()
      var layout = Layout()
      paint(scene, &screen, &painter, &layout)
      screen.resize(columns: newColumns, rows: 60, reflows: reflows)
      let places = painter.resized(columns: newColumns)
      painter.moved(toRow: reflows ? places.reflowedRow : places.keptRow)
      scene.columns = newColumns
      paint(scene, &screen, &painter, &layout)
      var fresh = (VTScreen(columns: newColumns, rows: 60), Painter(), Layout())
      fresh.0.feed(Array("above\r\n".utf8))
      paint(scene, &fresh.0, &fresh.1, &fresh.2)
      #expect(screen.text == fresh.0.text, "seed \(seed): \(columns) to \(newColumns)")
      #expect((screen.x, screen.y) == (fresh.0.x, fresh.0.y), "seed \(seed): \(columns) to \(newColumns)")
    }
  }

  /// Where the window ends with a full row of a longer text, its last cell stays.
  @Test func theLastCellOfTheWindowStays() {
    var scene = Scene()
    scene.text = Array(String(repeating: "abcdefghij", count: 9).unicodeScalars)
    scene.columns = 10
    scene.height = 3
    var screen = (VTScreen(columns: 10, rows: 3), Painter(), Layout())
    for cursor in [0, 35, 5] {
      scene.cursor = cursor
      scene.top = 0
      paint(scene, &screen.0, &screen.1, &screen.2)
      #expect(screen.0.text == "abcdefghij\nabcdefghij\nabcdefghij")
    }
  }
}
