/// Turns what has to be shown into rows: prompts, the text with its styles, a suggestion, and lines below.
///
/// No character of the text reaches the terminal that it would obey: such ones have stand-ins.
struct Layout {
  /// The rows of the text; kept between pictures, as it spares most of the work.
  private var map = RowMap()

  /// The picture of a scene.
  ///
  /// A text of more rows than fit is shown around the cursor, except in the last picture, which shows all of
  /// it.
  mutating func frame(_ scene: Scene, isLast: Bool = false) -> Frame {
    let columns = max(2, scene.columns)
    let height = isLast ? Int.max : max(1, scene.height)
    let shown = scene.suggestion.isEmpty ? scene.text : scene.text + scene.suggestion
    let prompt = Layout.prompt(scene.prompt, columns)
    let continuation = Layout.prompt(scene.continuationPrompt, columns)
    let measure = RowMap.Measure(
      columns: columns, prompt: prompt.columns, continuationPrompt: continuation.columns)
    map.update(shown, measure, offset: scene.cursor, rows: isLast ? .max : height)

    let cursorRow = map.row(of: scene.cursor)
    // The text keeps half of the window where it needs it.
    let lines =
      isLast ? [] : Array(scene.lines(max(height - map.starts.count, height / 2)).prefix(height - 1))
    let room = isLast ? Int.max : height - lines.count
    let top = isLast ? 0 : Layout.top(scene.top, cursorRow: cursorRow, rows: map.starts.count, room: room)
    let end = isLast ? map.starts.count : min(map.starts.count, top + room)

    var frame = Frame()
    frame.top = top
    var run = 0
    for row in top..<end {
      let range = map.range(of: row)
      var brush = Brush(hasColour: scene.hasColour)
      if map.starts[row].isHard { brush.put(row == 0 ? prompt.pieces : continuation.pieces) }
      brush.width = map.indent(of: row)
      var position = range.lowerBound
      while run < scene.runs.count, scene.runs[run].range.upperBound <= position { run += 1 }
      while position < range.upperBound {
        if position == scene.cursor { mark(&frame, brush, row - top) }
        let next = min(Graphemes.end(shown, position), range.upperBound)
        while run < scene.runs.count, scene.runs[run].range.upperBound <= position { run += 1 }
        let style: Style
        if position >= scene.text.count {
          style = .grey
        } else if run < scene.runs.count, scene.runs[run].range.contains(position) {
          style = scene.runs[run].style
        } else {
          style = .plain
        }
        // Inside of a character, where vi's commands may leave the cursor.
        if position < scene.cursor, scene.cursor < next { mark(&frame, brush, row - top) }
        brush.put(shown, position..<next, style)
        position = next
      }
      if row == cursorRow, scene.cursor >= range.upperBound { mark(&frame, brush, row - top) }
      brush.setStyle(.plain)
      let isFollowed =
        row + 1 < map.starts.count && !map.starts[row + 1].isHard && !map.range(of: row + 1).isEmpty
      let wraps = isFollowed && brush.width == columns && !brush.isUncertain && row + 1 < end
      frame.rows.append(Frame.Row(bytes: brush.bytes, width: brush.width, wraps: wraps))
    }
    frame.cursorColumn = min(frame.cursorColumn, columns - 1)
    for line in lines { frame.rows.append(Layout.line(line, columns, scene)) }
    return frame
  }

  private func mark(_ frame: inout Frame, _ brush: Brush, _ row: Int) {
    frame.cursorRow = row
    frame.cursorColumn = brush.width
    frame.cursorPath = brush.isUncertain ? brush.bytes : nil
  }

  /// The first row to show: the one of the last picture, unless the cursor would be outside.
  private static func top(_ last: Int, cursorRow: Int, rows: Int, room: Int) -> Int {
    let highest = max(0, rows - room)
    return max(0, min(max(min(last, cursorRow), cursorRow - room + 1), max(highest, cursorRow - room + 1)))
  }

  /// A prompt leaves some columns for the text; in a very narrow window its end is shown.
  private static func prompt(_ prompt: StyledText, _ columns: Int) -> (
    pieces: [StyledText.Piece], columns: Int
  ) {
    let room = max(0, columns - 4)
    let width = prompt.pieces.reduce(0) { $0 + CellWidth.columns(of: $1.text) }
    if width <= room { return (prompt.pieces, width) }
    var tail = Array(prompt.text.unicodeScalars)
    while !tail.isEmpty, CellWidth.columns(of: String(tail)) > room {
      tail.removeFirst(Graphemes.end(tail, 0))
    }
    let text = String(tail)
    return ([StyledText.Piece(text)], CellWidth.columns(of: text))
  }

  /// A line below the text, cut off with an ellipsis where it is too long.
  private static func line(_ line: StyledText, _ columns: Int, _ scene: Scene) -> Frame.Row {
    var brush = Brush(hasColour: scene.hasColour)
    // The last column stays free: a full row would wrap.
    var room = columns - 1
    let total = line.pieces.reduce(0) { $0 + CellWidth.columns(of: $1.text) }
    let isCut = total > room
    let mark = scene.hasUnicode ? "…" : "~"
    if isCut { room -= 1 }
    for piece in line.pieces {
      let (scalars, width) = CellWidth.clipped(piece.text, to: room)
      brush.put([StyledText.Piece(String(scalars), piece.style)])
      room -= width
      if scalars.count < piece.text.unicodeScalars.count {
        if isCut { brush.put([StyledText.Piece(mark, piece.style)]) }
        break
      }
    }
    brush.setStyle(.plain)
    return Frame.Row(bytes: brush.bytes, width: min(brush.width, columns - 1), wraps: false)
  }
}

/// Writes characters and styles into a row.
struct Brush {
  private(set) var bytes: [UInt8] = []
  var width = 0
  private(set) var isUncertain = false
  private let hasColour: Bool
  private var style = Style.plain

  init(hasColour: Bool) { self.hasColour = hasColour }

  mutating func setStyle(_ new: Style) {
    guard new != style else { return }
    if !style.parameters(colours: hasColour).isEmpty { bytes += "\u{1B}[0m".utf8 }
    let parameters = new.parameters(colours: hasColour)
    if !parameters.isEmpty { bytes += "\u{1B}[\(parameters)m".utf8 }
    style = new
  }

  /// Writes the character that fills a range of a text.
  mutating func put(_ text: [Unicode.Scalar], _ range: Range<Int>, _ new: Style) {
    let first = text[range.lowerBound]
    if range.count == 1, (0x20..<0x7F).contains(first.value) {
      setStyle(new)
      bytes.append(UInt8(truncatingIfNeeded: first.value))
      width += 1
      return
    }
    let own = CellWidth.width(text, range)
    width += own.columns
    if own.isUncertain { isUncertain = true }
    for scalar in text[range] {
      if scalar == "\t" {
        setStyle(new)
        bytes.append(0x20)
      } else if let standIn = CellWidth.standIn(scalar) {
        setStyle(new + .reverse)
        bytes += UTF8.encode(standIn).map(Array.init) ?? []
      } else {
        setStyle(new)
        bytes += UTF8.encode(scalar).map(Array.init) ?? []
      }
    }
  }

  mutating func put(_ pieces: [StyledText.Piece]) {
    for piece in pieces {
      let scalars = Array(piece.text.unicodeScalars)
      var position = 0
      while position < scalars.count {
        let next = Graphemes.end(scalars, position)
        put(scalars, position..<next, piece.style)
        position = next
      }
    }
    setStyle(.plain)
  }
}
