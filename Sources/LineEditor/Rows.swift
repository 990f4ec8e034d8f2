/// Moves between the rows of a text, which are what line ends separate.
enum Rows {
  /// The row that an index is in, without its line end.
  static func bounds(_ text: [Unicode.Scalar], _ index: Int) -> Range<Int> {
    let start = text[..<index].lastIndex(of: "\n").map { $0 + 1 } ?? 0
    let end = text[index...].firstIndex(of: "\n") ?? text.count
    return start..<end
  }

  /// The place above or below an index at the same distance from the start of the row, in characters; nil
  /// where there is no such row.
  static func moved(_ text: [Unicode.Scalar], _ index: Int, down: Bool) -> Int? {
    let row = bounds(text, index)
    let target: Range<Int>
    if down {
      guard row.upperBound < text.count else { return nil }
      target = bounds(text, row.upperBound + 1)
    } else {
      guard row.lowerBound > 0 else { return nil }
      target = bounds(text, row.lowerBound - 1)
    }
    var distance = 0
    var position = row.lowerBound
    while position < index {
      position = Graphemes.end(text, position)
      distance += 1
    }
    position = target.lowerBound
    while distance > 0, position < target.upperBound {
      position = min(Graphemes.end(text, position), target.upperBound)
      distance -= 1
    }
    return position
  }

  /// What Ctrl-K takes away: the rest of the row, or at its end the line end.
  static func killedForwards(_ text: [Unicode.Scalar], _ index: Int) -> Range<Int> {
    let row = bounds(text, index)
    return index < row.upperBound ? index..<row.upperBound : index..<min(index + 1, text.count)
  }

  /// What Ctrl-U takes away: the row up to the cursor, or at its start the line end before it.
  static func killedBackwards(_ text: [Unicode.Scalar], _ index: Int) -> Range<Int> {
    let row = bounds(text, index)
    return row.lowerBound < index ? row.lowerBound..<index : max(0, index - 1)..<index
  }
}
