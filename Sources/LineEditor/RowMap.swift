/// Where the rows of a text begin on the screen.
///
/// The map is kept from picture to picture: rows before a change stay, and rows behind what is shown are not
/// looked for. So a key costs what it changes on the screen, however long the text is.
struct RowMap {
  struct Start: Equatable {
    var offset: Int
    /// Whether a line end, and so a prompt, stands before it.
    var isHard: Bool
  }

  /// How the rows are broken.
  struct Measure: Equatable {
    var columns = 80
    /// The columns of the first prompt and of those of later rows.
    var prompt = 0
    var continuationPrompt = 0
  }

  private(set) var starts: [Start] = []
  /// Whether the last row is the last of the text.
  private(set) var isComplete = false
  private(set) var text: [Unicode.Scalar] = []
  private var measure = Measure()

  /// Fits the map to a text, at least as far as `rows` rows behind the one that holds `offset`.
  mutating func update(_ newText: [Unicode.Scalar], _ newMeasure: Measure, offset: Int, rows: Int) {
    if starts.isEmpty || newMeasure != measure {
      starts = [Start(offset: 0, isHard: true)]
      isComplete = false
    } else {
      let same = RowMap.commonPrefix(text, newText)
      if same < text.count || same < newText.count {
        // A row start depends on the character behind it, so the last one before the change goes as well.
        let kept = starts.firstIndex { $0.offset >= same } ?? starts.count
        starts.removeSubrange(max(1, kept - 1)...)
        isComplete = false
      }
    }
    text = newText
    measure = newMeasure
    extend(offset: offset, rows: rows)
  }

  /// The row that shows a scalar, or the end of the text.
  func row(of offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle].offset <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The scalars of a row, without the line end.
  func range(of row: Int) -> Range<Int> {
    let start = starts[row].offset
    guard row + 1 < starts.count else { return start..<text.count }
    let next = starts[row + 1]
    return start..<(next.isHard ? next.offset - 1 : next.offset)
  }

  /// The columns that the prompt of a row takes.
  func indent(of row: Int) -> Int {
    guard starts[row].isHard else { return 0 }
    return row == 0 ? measure.prompt : measure.continuationPrompt
  }

  private mutating func extend(offset: Int, rows: Int) {
    var column = starts.isEmpty ? 0 : indent(of: starts.count - 1)
    var position = starts.last?.offset ?? 0
    var wanted = rows == .max ? Int.max : nil
    if isComplete { return }
    while position < text.count {
      if wanted == nil, position > offset { wanted = row(of: offset) + rows }
      if let wanted, starts.count > wanted { return }
      if text[position] == "\n" {
        position += 1
        starts.append(Start(offset: position, isHard: true))
        column = indent(of: starts.count - 1)
        continue
      }
      let end = Graphemes.end(text, position)
      let width =
        end == position + 1 && text[position].value < 0x300
        ? 1 : min(CellWidth.width(text, position..<end).columns, measure.columns)
      if column + width > measure.columns {
        starts.append(Start(offset: position, isHard: false))
        column = 0
      }
      column += width
      position = end
    }
    // A last row that is full gets one of its own for the cursor: a terminal wraps only with the next
    // character.
    if column >= measure.columns { starts.append(Start(offset: position, isHard: false)) }
    isComplete = true
  }

  private static func commonPrefix(_ first: [Unicode.Scalar], _ second: [Unicode.Scalar]) -> Int {
    let count = min(first.count, second.count)
    var index = 0
    while index < count, first[index] == second[index] { index += 1 }
    return index
  }
}
