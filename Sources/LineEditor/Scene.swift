/// Everything that a picture of the edited text is made from.
struct Scene {
  var prompt: StyledText = ""
  var continuationPrompt: StyledText = ""
  var text: [Unicode.Scalar] = []
  var cursor = 0
  /// Styles by scalars, in ascending order; what none covers is plain.
  var runs: [ScalarRun] = []
  /// What is shown in grey behind the text.
  var suggestion: [Unicode.Scalar] = []
  /// The lines under the text, for as many rows as there is room for.
  var lines: (_ room: Int) -> [StyledText] = { _ in [] }
  var columns = 80
  /// How many rows the picture may take.
  var height = 24
  /// The first row of the text that the last picture showed, where it did not show all.
  var top = 0
  var hasColour = true
  var hasUnicode = true

  /// A stretch of scalars in one style.
  struct ScalarRun {
    var range: Range<Int>
    var style: Style
  }

  /// The styles of a text by scalars, from those by bytes: ascending, without overlaps, within the text.
  static func runs(_ styled: [StyledRun], _ text: [Unicode.Scalar]) -> [ScalarRun] {
    var result: [ScalarRun] = []
    result.reserveCapacity(styled.count)
    var byte = 0
    var scalar = 0
    for run in styled where run.range.lowerBound >= byte {
      while scalar < text.count, byte < run.range.lowerBound {
        byte += UTF8.width(text[scalar])
        scalar += 1
      }
      let start = scalar
      while scalar < text.count, byte < run.range.upperBound {
        byte += UTF8.width(text[scalar])
        scalar += 1
      }
      if start < scalar { result.append(ScalarRun(range: start..<scalar, style: run.style)) }
    }
    return result
  }
}

/// A picture: rows of bytes, and where the cursor stands among them.
struct Frame {
  /// A row of the screen.
  struct Row {
    var bytes: [UInt8] = []
    var width = 0
    /// Whether the terminal goes on to the next row by itself, so that copied text stays one line.
    var wraps = false
  }

  var rows: [Row] = []
  var cursorRow = 0
  var cursorColumn = 0
  /// Bytes that lead from the start of the cursor's row to the cursor, where terminals may count differently.
  var cursorPath: [UInt8]?
  /// The row of the text that stands first.
  var top = 0
}
