import CEditLine
import Glibc

/// A small terminal: what the painter sends, and windows that change their size, with and without wrapping
/// anew.
package struct VTScreen {
  package struct Cell: Equatable {
    package var text = " "
    package var style = ""
  }

  package struct Line: Equatable {
    package var cells: [Cell]
    /// Whether the text went on to the next row by itself.
    package var wraps = false
    package var text: String {
      var text = cells.map(\.text).joined()
      while text.last == " " { text.removeLast() }
      return text
    }
  }

  package private(set) var columns: Int
  package private(set) var rows: Int
  package private(set) var lines: [Line]
  /// Rows that have left the window at its top.
  package private(set) var scrollback: [Line] = []
  package private(set) var x = 0
  package private(set) var y = 0
  /// Private modes that are switched on, such as `?2004`.
  package private(set) var modes: Set<String> = ["?25"]
  /// How often pasting in brackets was switched on: as often as a line was begun.
  package private(set) var linesBegun = 0
  /// What the terminal has to send back.
  package private(set) var answers: [UInt8] = []
  package private(set) var bells = 0
  /// Every byte that was drawn.
  package private(set) var received: [UInt8] = []

  private enum State { case text, escape, sequence }
  private var state = State.text
  private var wrapsNext = false
  private var style = ""
  private var parameters = ""
  private var utf8: [UInt8] = []

  /// Widths are those of Unicode, whatever the environment of the tests says.
  static let hasLocale = unsafe setlocale(LC_CTYPE, "C.UTF-8") != nil

  package init(columns: Int, rows: Int) {
    precondition(VTScreen.hasLocale, "no locale C.UTF-8")
    self.columns = columns
    self.rows = rows
    lines = (0..<rows).map { _ in VTScreen.blank(columns) }
  }

  private static func blank(_ columns: Int) -> Line { Line(cells: Array(repeating: Cell(), count: columns)) }

  /// The text of a row, without the spaces at its end.
  package func line(_ row: Int) -> String { lines.indices.contains(row) ? lines[row].text : "" }

  /// The rows of the window, without empty ones at the end.
  package var text: String { VTScreen.text(lines) }

  /// All rows, also those that have left the window.
  package var fullText: String { VTScreen.text(scrollback + lines) }

  private static func text(_ lines: [Line]) -> String {
    var texts = lines.map(\.text)
    while texts.last == "" { texts.removeLast() }
    return texts.joined(separator: "\n")
  }

  package var isCursorVisible: Bool { modes.contains("?25") }

  package mutating func takeAnswers() -> [UInt8] {
    defer { answers = [] }
    return answers
  }

  // MARK: Bytes

  package mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      received.append(byte)
      switch state {
      case .text where byte >= 0x80: multibyte(byte)
      case .text: control(byte)
      case .escape:
        state = byte == UInt8(ascii: "[") ? .sequence : .text
        parameters = ""
      case .sequence:
        guard (0x40...0x7E).contains(byte) else {
          parameters.unicodeScalars.append(Unicode.Scalar(byte))
          continue
        }
        state = .text
        sequence(Character(Unicode.Scalar(byte)))
      }
    }
  }

  private mutating func multibyte(_ byte: UInt8) {
    utf8.append(byte)
    let need = utf8[0] >= 0xF0 ? 4 : utf8[0] >= 0xE0 ? 3 : 2
    guard utf8.count == need else { return }
    put(String(decoding: utf8, as: UTF8.self))
    utf8 = []
  }

  private mutating func control(_ byte: UInt8) {
    switch byte {
    case 0x1B: state = .escape
    case 0x07: bells += 1
    case 0x08:
      x = max(0, x - 1)
      wrapsNext = false
    case 0x0D:
      x = 0
      wrapsNext = false
    case 0x0A:
      wrapsNext = false
      lines[y].wraps = false
      lineFeed()
    case 0..<0x20: break
    default: put(String(Unicode.Scalar(byte)))
    }
  }

  private mutating func lineFeed() {
    guard y == rows - 1 else {
      y += 1
      return
    }
    scrollback.append(lines.removeFirst())
    lines.append(VTScreen.blank(columns))
  }

  private mutating func put(_ text: String) {
    guard let scalar = text.unicodeScalars.first else { return }
    let width = scalar.value < 0x300 ? 1 : max(0, Int(editline_wcwidth(wchar_t(bitPattern: scalar.value))))
    if width == 0 {
      var target = wrapsNext ? x : max(0, x - 1)
      if target > 0, lines[y].cells[target].text.isEmpty { target -= 1 }
      lines[y].cells[target].text += text
      return
    }
    if wrapsNext || x + width > columns {
      lines[y].wraps = true
      x = 0
      wrapsNext = false
      lineFeed()
    }
    lines[y].cells[x] = Cell(text: text, style: style)
    if width == 2, x + 1 < columns { lines[y].cells[x + 1] = Cell(text: "", style: style) }
    x += width
    if x >= columns {
      x = columns - 1
      wrapsNext = true
    }
  }

  private mutating func sequence(_ final: Character) {
    let count = max(1, Int(parameters) ?? 1)
    switch final {
    case "A": move(x, y - count)
    case "B": move(x, y + count)
    case "C": move(x + count, y)
    case "D": move(x - count, y)
    case "H": move(0, 0)
    // As terminals do: a full row's last cell is under the cursor, and is erased.
    case "K": for column in x..<columns { lines[y].cells[column] = Cell() }
    case "J":
      if parameters == "2" {
        lines = lines.map { _ in VTScreen.blank(columns) }
      } else {
        for column in x..<columns { lines[y].cells[column] = Cell() }
        lines[y].wraps = false
        for row in lines.indices where row > y { lines[row] = VTScreen.blank(columns) }
      }
    case "m":
      style =
        parameters.isEmpty || parameters == "0" ? "" : style.isEmpty ? parameters : "\(style);\(parameters)"
    case "h":
      modes.insert(parameters)
      if parameters == "?2004" { linesBegun += 1 }
    case "l": modes.remove(parameters)
    case "n" where parameters == "6": answers += "\u{1B}[\(y + 1);\(x + 1)R".utf8
    default: break
    }
  }

  private mutating func move(_ newX: Int, _ newY: Int) {
    x = min(max(0, newX), columns - 1)
    y = min(max(0, newY), rows - 1)
    wrapsNext = false
  }

  // MARK: Windows

  /// Changes the window; a terminal that reflows wraps its rows anew.
  package mutating func resize(columns newColumns: Int, rows newRows: Int, reflows: Bool) {
    if reflows { reflow(newColumns) } else { cut(newColumns) }
    columns = newColumns
    while lines.count > newRows {
      // What is below the cursor goes first.
      if lines.count - 1 > y, lines.last?.text == "" {
        lines.removeLast()
      } else {
        scrollback.append(lines.removeFirst())
        y = max(0, y - 1)
      }
    }
    while lines.count < newRows { lines.append(VTScreen.blank(columns)) }
    rows = newRows
    y = min(y, rows - 1)
    x = min(x, columns - 1)
    wrapsNext = false
  }

  private mutating func cut(_ width: Int) {
    for row in lines.indices {
      lines[row].cells = Array(lines[row].cells.prefix(width))
      while lines[row].cells.count < width { lines[row].cells.append(Cell()) }
    }
  }

  private mutating func reflow(_ width: Int) {
    var result: [Line] = []
    var row = 0
    var cursor: (x: Int, y: Int)?
    let height = lines.count
    while row < height {
      var cells: [Cell] = []
      var cursorAt: Int?
      var end = row
      while true {
        if end == y { cursorAt = cells.count + x }
        cells += lines[end].cells
        guard lines[end].wraps, end + 1 < height else { break }
        end += 1
      }
      while let last = cells.last, last == Cell() { cells.removeLast() }
      var pieces: [[Cell]] = []
      var start = 0
      repeat {
        let stop = min(start + width, cells.count)
        pieces.append(Array(cells[start..<stop]))
        start = stop
      } while start < cells.count
      if let at = cursorAt {
        while pieces.count <= at / width { pieces.append([]) }
        cursor = (at % width, result.count + at / width)
      }
      for (index, piece) in pieces.enumerated() {
        let padding = Array(repeating: Cell(), count: width - piece.count)
        result.append(Line(cells: piece + padding, wraps: index + 1 < pieces.count))
      }
      row = end + 1
    }
    x = cursor?.x ?? 0
    y = cursor?.y ?? 0
    while result.count > height, result.count - 1 > y, result.last?.text == "" { result.removeLast() }
    while result.count > height {
      scrollback.append(result.removeFirst())
      y -= 1
    }
    lines = result
    y = max(0, y)
  }
}
