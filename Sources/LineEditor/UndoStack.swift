/// What the text was before each change.
///
/// A state is recorded whenever the editor is about to wait for a key, so that what one key did, or one
/// paste, is one step. Letters typed one after the other are a step by the word.
struct UndoStack {
  /// The text and the cursor at some moment.
  struct State: Equatable {
    var text: [Unicode.Scalar]
    var cursor: Int
  }

  /// The scalars that all states may hold together.
  static let capacity = 1_000_000

  private var states: [State] = []
  private var total = 0
  private var isTyping = false

  /// Takes note of the present state.
  mutating func record(_ text: [Unicode.Scalar], _ cursor: Int) {
    guard let last = states.last else {
      append(State(text: text, cursor: cursor))
      return
    }
    if last.text == text {
      if last.cursor != cursor { isTyping = false }
      states[states.count - 1].cursor = cursor
      return
    }
    let typed = UndoStack.typed(from: last, to: text, cursor)
    if let typed, isTyping, states.count > 1, Graphemes.isWord(typed) {
      total += text.count - last.text.count
      states[states.count - 1] = State(text: text, cursor: cursor)
    } else {
      append(State(text: text, cursor: cursor))
    }
    isTyping = typed != nil
    while total > UndoStack.capacity, states.count > 2 { total -= states.removeFirst().text.count }
  }

  /// The state before the last change; nil where there is none.
  mutating func undo(_ text: [Unicode.Scalar], _ cursor: Int) -> State? {
    record(text, cursor)
    isTyping = false
    guard states.count > 1 else { return nil }
    total -= states.removeLast().text.count
    return states.last
  }

  private mutating func append(_ state: State) {
    states.append(state)
    total += state.text.count
  }

  /// The scalar by which a text has grown before its cursor, where that is the change.
  private static func typed(from last: State, to text: [Unicode.Scalar], _ cursor: Int) -> Unicode.Scalar? {
    guard text.count == last.text.count + 1, cursor == last.cursor + 1,
      text[..<last.cursor] == last.text[..<last.cursor], text[cursor...] == last.text[last.cursor...]
    else { return nil }
    return text[last.cursor]
  }
}
