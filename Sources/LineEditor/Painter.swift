/// Remembers what is on the screen, and makes the bytes that turn it into the next picture.
///
/// - One write a picture, with the cursor hidden meanwhile; none where nothing has changed.
/// - A full row that goes on gets no line end: the terminal wraps it, so copied text and a later resize are
///   right.
/// - `ESC[K` clears behind a row that is not full; on a full one it would eat the last cell.
struct Painter {
  /// Where the cursor stands inside of what is painted.
  private(set) var cursorRow = 0
  private(set) var cursorColumn = 0
  /// The rows that are on the screen.
  private(set) var painted: [(width: Int, wraps: Bool)] = []
  private var last: [UInt8] = []

  /// Forgets what was painted: the next picture starts at the cursor.
  mutating func reset() { self = Painter() }

  /// The bytes that lead from the last picture to this one; none where they are the same.
  mutating func paint(_ frame: Frame, columns: Int, always: Bool = false) -> [UInt8] {
    var body: [UInt8] = []
    body.reserveCapacity(frame.rows.reduce(16) { $0 + $1.bytes.count + 8 })
    for (index, row) in frame.rows.enumerated() {
      body += row.bytes
      if row.width < columns { body += "\u{1B}[K".utf8 }
      if index < frame.rows.count - 1, !row.wraps { body += "\r\n".utf8 }
    }
    // A full row can only be last where the picture fills the window, and nothing is below.
    if let bottom = frame.rows.last, bottom.width < columns { body += "\u{1B}[J".utf8 }
    let above = frame.rows.count - 1 - frame.cursorRow
    if above > 0 { body += "\u{1B}[\(above)A".utf8 }
    body.append(0x0D)
    if let path = frame.cursorPath {
      body += path
      body += "\u{1B}[0m".utf8
    } else if frame.cursorColumn > 0 {
      body += "\u{1B}[\(frame.cursorColumn)C".utf8
    }
    if body == last, !always { return [] }

    var bytes = Array("\u{1B}[?25l".utf8)
    bytes.reserveCapacity(body.count + 32)
    if cursorRow > 0 { bytes += "\u{1B}[\(cursorRow)A".utf8 }
    bytes.append(0x0D)
    bytes += body
    bytes += "\u{1B}[?25h".utf8
    cursorRow = frame.cursorRow
    cursorColumn = frame.cursorColumn
    painted = frame.rows.map { ($0.width, $0.wraps) }
    last = body
    return bytes
  }

  /// The bytes that remove the picture and leave the cursor where it began.
  mutating func erase() -> [UInt8] {
    let up = cursorRow > 0 ? "\u{1B}[\(cursorRow)A" : ""
    reset()
    return Array("\(up)\r\u{1B}[J".utf8)
  }

  /// What a window of another width may have made of the picture.
  struct Resized: Equatable {
    /// Where the cursor is, if the terminal wraps what it shows anew.
    var reflowedRow: Int
    var reflowedColumn: Int
    /// Where it is if it cuts rows off.
    var keptRow: Int
    var keptColumn: Int
  }

  /// Where the cursor may stand after a resize.
  func resized(columns: Int) -> Resized {
    var up = 0
    var length = 0
    for row in painted.prefix(cursorRow) {
      length += row.width
      if !row.wraps {
        up += max(1, (length + columns - 1) / columns)
        length = 0
      }
    }
    length += cursorColumn
    return Resized(
      reflowedRow: up + length / columns, reflowedColumn: length % columns, keptRow: cursorRow,
      keptColumn: min(cursorColumn, columns - 1))
  }

  /// Takes note that the cursor is so many rows below the start of the picture, which has to be painted
  /// again.
  mutating func moved(toRow row: Int) {
    cursorRow = row
    last = []
  }
}
