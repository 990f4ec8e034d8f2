/// Where bars start and end in a row of cells: those below zero on the left of a line, the others on its right.
///
/// The longest bar fills its side exactly, and a larger figure never has a shorter bar.
struct BarScale {
  /// The cells to the left of the zero line; 0 where nothing is below zero, and then there is no line.
  let left: Int
  /// The cells to the right of it.
  let right: Int
  private let unit: Int
  private let characters: ChartCharacters

  /// A scale for sizes from `low` to `high`, of which one is a billion without its sign, in so many cells.
  init(low: Int, high: Int, cells: Int, _ characters: ChartCharacters) {
    self.characters = characters
    guard low < 0 else {
      left = 0
      right = max(1, cells)
      unit = right
      return
    }
    let space = max(2, cells - 1)
    guard high > 0 else {
      left = space
      right = 0
      unit = left
      return
    }
    // The longer side gets what it needs, rounded down, so that the other one fits beside it.
    let longer = min(space - 1, max(1, space * max(high, -low) / (high - low)))
    left = high >= -low ? space - longer : longer
    right = space - left
    unit = longer
  }

  /// The bar of a size, with the zero line where there is one; without a figure there is only the line.
  func bar(_ size: Int?) -> String {
    let line = left > 0 ? characters.zeroLine : ""
    guard let size else { return String(repeating: " ", count: left) + line }
    if size < 0 {
      let parts = characters == .unicode ? 2 : 1
      return characters.barLeftwards(length(-size, parts), in: left) + line
    }
    return String(repeating: " ", count: left) + line + characters.bar(length(size, characters.parts))
  }

  /// The length in parts of a cell: to the nearest, but something for whatever is not zero.
  func length(_ size: Int, _ parts: Int) -> Int {
    guard size != 0 else { return 0 }
    return max(1, (size * unit * parts + Chart.whole / 2) / Chart.whole)
  }

  /// The bar of a part with what is left of the whole behind it.
  func share(_ size: Int?) -> String {
    let bar = bar(size)
    let rest = right - bar.count
    return bar + String(repeating: characters.track, count: max(0, rest))
  }
}
