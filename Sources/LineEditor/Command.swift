internal import CEditLine

/// How editing goes on after a command.
enum Effect {
  /// With another picture.
  case refresh
  /// As it was; the terminal rings, as there was nothing to do.
  case bell
  /// Not at all: the line has ended.
  case end

  /// What libedit is told. It refreshes its own idea of the line each time: its fast paths rely on that.
  var code: Int32 { self == .end ? CC_NEWLINE : CC_REFRESH }
}

/// What keys can do besides libedit's own commands; `.editrc` may bind them by their names.
enum Command: String, CaseIterable {
  case enter, newline, interrupt, deleteOrLeave, paste, suspend, clear, escape, dismiss, search,
    searchForwards
  case complete, completeBackwards
  case left, right, wordLeft, wordRight, rowStart, rowEnd, up, down, historyStart, historyEnd
  case deleteBackwards, deleteForwards, cutWordBackwards, cutWord, cutRow, cutRowStart, yank, yankOlder,
    transpose
  case undo

  /// The name in key bindings, such as `editor-word-left`.
  var name: String {
    "editor-" + rawValue.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
  }

  /// A few words for `bind -l`.
  var help: String {
    switch self {
    case .enter: "Answer the text, or go on in a new row"
    case .newline: "Begin a new row"
    case .interrupt: "Give the text up"
    case .deleteOrLeave: "Delete the character at the cursor, or leave where there is no text"
    case .paste: "Take in pasted text"
    case .suspend: "Stop the program"
    case .clear: "Clear the screen"
    case .escape: "Nothing"
    case .dismiss: "Close the menu"
    case .search: "Search the history, newest first"
    case .searchForwards: "Search the history towards the newest"
    case .complete: "Complete, or take the next candidate"
    case .completeBackwards: "Take the candidate before"
    case .left: "A character to the left"
    case .right: "A character to the right, or take the suggestion"
    case .wordLeft: "A word to the left"
    case .wordRight: "A word to the right, or take one of the suggestion"
    case .rowStart: "To the start of the row, then of the text"
    case .rowEnd: "To the end of the row, then of the text, or take the suggestion"
    case .up: "To the row above, or back in the history"
    case .down: "To the row below, or forward in the history"
    case .historyStart: "The oldest line of the history"
    case .historyEnd: "Back to the line that was being typed"
    case .deleteBackwards: "Delete the character before the cursor"
    case .deleteForwards: "Delete the character at the cursor"
    case .cutWordBackwards: "Cut the word before the cursor"
    case .cutWord: "Cut the word behind the cursor"
    case .cutRow: "Cut the rest of the row"
    case .cutRowStart: "Cut the row up to the cursor"
    case .yank: "Put back what was cut"
    case .yankOlder: "Put back what was cut before that instead"
    case .transpose: "Swap the characters around the cursor"
    case .undo: "Undo"
    }
  }

  /// The functions that libedit calls: a C function can't know which command it is, so each has its own.
  static func functions() -> [(Command, editline_function)] {
    unsafe [
      (.enter, { line, _ in unsafe Engine.perform(.enter, line) }),
      (.newline, { line, _ in unsafe Engine.perform(.newline, line) }),
      (.interrupt, { line, _ in unsafe Engine.perform(.interrupt, line) }),
      (.deleteOrLeave, { line, _ in unsafe Engine.perform(.deleteOrLeave, line) }),
      (.paste, { line, _ in unsafe Engine.perform(.paste, line) }),
      (.suspend, { line, _ in unsafe Engine.perform(.suspend, line) }),
      (.clear, { line, _ in unsafe Engine.perform(.clear, line) }),
      (.escape, { line, _ in unsafe Engine.perform(.escape, line) }),
      (.dismiss, { line, _ in unsafe Engine.perform(.dismiss, line) }),
      (.search, { line, _ in unsafe Engine.perform(.search, line) }),
      (.searchForwards, { line, _ in unsafe Engine.perform(.searchForwards, line) }),
      (.complete, { line, _ in unsafe Engine.perform(.complete, line) }),
      (.completeBackwards, { line, _ in unsafe Engine.perform(.completeBackwards, line) }),
      (.left, { line, _ in unsafe Engine.perform(.left, line) }),
      (.right, { line, _ in unsafe Engine.perform(.right, line) }),
      (.wordLeft, { line, _ in unsafe Engine.perform(.wordLeft, line) }),
      (.wordRight, { line, _ in unsafe Engine.perform(.wordRight, line) }),
      (.rowStart, { line, _ in unsafe Engine.perform(.rowStart, line) }),
      (.rowEnd, { line, _ in unsafe Engine.perform(.rowEnd, line) }),
      (.up, { line, _ in unsafe Engine.perform(.up, line) }),
      (.down, { line, _ in unsafe Engine.perform(.down, line) }),
      (.historyStart, { line, _ in unsafe Engine.perform(.historyStart, line) }),
      (.historyEnd, { line, _ in unsafe Engine.perform(.historyEnd, line) }),
      (.deleteBackwards, { line, _ in unsafe Engine.perform(.deleteBackwards, line) }),
      (.deleteForwards, { line, _ in unsafe Engine.perform(.deleteForwards, line) }),
      (.cutWordBackwards, { line, _ in unsafe Engine.perform(.cutWordBackwards, line) }),
      (.cutWord, { line, _ in unsafe Engine.perform(.cutWord, line) }),
      (.cutRow, { line, _ in unsafe Engine.perform(.cutRow, line) }),
      (.cutRowStart, { line, _ in unsafe Engine.perform(.cutRowStart, line) }),
      (.yank, { line, _ in unsafe Engine.perform(.yank, line) }),
      (.yankOlder, { line, _ in unsafe Engine.perform(.yankOlder, line) }),
      (.transpose, { line, _ in unsafe Engine.perform(.transpose, line) }),
      (.undo, { line, _ in unsafe Engine.perform(.undo, line) }),
    ]
  }
}
