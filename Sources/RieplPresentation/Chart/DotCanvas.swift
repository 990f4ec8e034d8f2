/// A canvas of cells with dots in them, two by four of braille or one in ASCII.
struct DotCanvas {
  /// A dot, counted from the top left.
  struct Point: Equatable {
    var x: Int
    var y: Int
  }

  private let columns: Int
  private let rows: Int
  private let characters: ChartCharacters
  private var dots: [Bool]
  private var marks: [Int: String] = [:]
  /// Whether marks of several lines fell on one cell.
  private(set) var hasMeetings = false

  init(columns: Int, rows: Int, _ characters: ChartCharacters) {
    self.columns = columns
    self.rows = rows
    self.characters = characters
    dots = Array(repeating: false, count: columns * rows * characters.dots.columns * characters.dots.rows)
  }

  /// The dot of a size in a column; the ends of the scale are in the middle of the first and the last row.
  func point(column: Int, size: Int, from low: Int, to high: Int) -> Point {
    let across = characters.dots.columns
    let down = characters.dots.rows
    let height = (rows - 1) * down
    let y = ((high - size) * height + (high - low) / 2) / (high - low)
    return Point(x: column * across + across / 2, y: y + down / 2)
  }

  /// Draws a straight line, with gaps where it is dashed.
  mutating func draw(from start: Point, to end: Point, isDashed: Bool) {
    let dx = abs(end.x - start.x)
    let dy = abs(end.y - start.y)
    var (x, y) = (start.x, start.y)
    var fault = dx - dy
    var count = 0
    let dash = characters == .unicode ? 3 : 2
    while true {
      if !isDashed || (count / dash) % 2 == 0 { set(Point(x: x, y: y)) }
      if x == end.x, y == end.y { return }
      count += 1
      let twice = 2 * fault
      if twice > -dy {
        fault -= dy
        x += x < end.x ? 1 : -1
      }
      if twice < dx {
        fault += dx
        y += y < end.y ? 1 : -1
      }
    }
  }

  /// Puts a sign in the cell of a dot; where signs of several lines meet, an `&`.
  mutating func mark(_ point: Point, _ sign: String) {
    let cell = point.y / characters.dots.rows * columns + point.x / characters.dots.columns
    if let other = marks[cell], other != sign {
      marks[cell] = "&"
      hasMeetings = true
    } else {
      marks[cell] = sign
    }
  }

  private mutating func set(_ point: Point) {
    let width = columns * characters.dots.columns
    guard (0..<width).contains(point.x), (0..<rows * characters.dots.rows).contains(point.y) else { return }
    dots[point.y * width + point.x] = true
  }

  /// The rows as text; where nothing else stands, the row of zero is dotted.
  func text(zeroRow: Int?) -> [String] {
    (0..<rows).map { row in
      var line = ""
      for column in 0..<columns {
        let text = marks[row * columns + column] ?? cell(row, column)
        line += text == " " && row == zeroRow ? characters.zeroRow : text
      }
      return line
    }
  }

  private func cell(_ row: Int, _ column: Int) -> String {
    let (across, down) = characters.dots
    let width = columns * across
    var bits: UInt32 = 0
    for y in 0..<down {
      for x in 0..<across where dots[(row * down + y) * width + column * across + x] {
        // Braille counts its dots down the left column, then down the right, the lowest two last.
        bits |= 1 << (y == 3 ? 6 + UInt32(x) : UInt32(y) + 3 * UInt32(x))
      }
    }
    if bits == 0 { return " " }
    guard characters == .unicode, let scalar = UnicodeScalar(0x2800 + bits) else { return "." }
    return String(Character(scalar))
  }
}
