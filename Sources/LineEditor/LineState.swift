/// Everything that lasts as long as one line is edited.
struct LineState {
  var prompt: StyledText = ""
  var continuationPrompt: StyledText = ""
  /// How reading ended; nil as long as it goes on.
  var outcome: ReadOutcome?
  /// The candidates under the text; only valid for the text and cursor that it names.
  var menu: Menu?
  /// The steps through the history, while the text is what they showed.
  var walk: HistoryWalk?
  var search: HistorySearch?
  var undo = UndoStack()
  /// The text and cursor after the last cut: a cut in the same state joins it.
  var lastCut: UndoStack.State?
  /// What was put back last, and the text and cursor after that.
  var lastYank: (range: Range<Int>, state: UndoStack.State)?
  /// The first row that the last picture of a tall text showed.
  var top = 0
}
