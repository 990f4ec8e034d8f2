/// What a program tells the editor about its language. Every position counts UTF-8 bytes of the text.
///
/// The hooks are called on the editor's thread, between a key and the picture of it: they have to be quick.
/// A text longer than ``LineEditor/liveTextLimit`` is edited without them, except for `continuation`.
public struct Hooks {
  /// The styles of a text, in ascending order and without overlaps; what no run covers is plain. The cursor
  /// is nil for the last picture of a text, in which nothing marks the place that is edited.
  public var highlight: (_ text: String, _ cursor: Int?) -> [StyledRun] = { _, _ in [] }
  /// What could stand at the cursor.
  public var complete: (_ text: String, _ cursor: Int) -> [Candidate] = { _, _ in [] }
  /// What might follow the text, shown in grey behind it.
  public var suggest: (_ text: String) -> String? = { _ in nil }
  /// Nil where the text is complete and Enter answers it; otherwise the indent of the next row.
  public var continuation: (_ text: String) -> String? = { _ in nil }
  /// A line that is shown under the text while it is typed, and gone on Enter.
  public var hint: (_ text: String, _ cursor: Int) -> StyledText? = { _, _ in nil }

  /// Hooks that do nothing.
  public init() {}
}

/// Something that the text could be completed with.
public struct Candidate: Sendable, Hashable {
  /// What it replaces, in UTF-8 bytes; it may span several words.
  public var replacement: Range<Int>
  /// What is put there.
  public var text: String
  /// What the menu shows.
  public var display: String
  /// What the menu says about it.
  public var description: String

  /// A candidate; the menu shows its text unless told otherwise.
  public init(
    replacing replacement: Range<Int>, with text: String, display: String? = nil, description: String = ""
  ) {
    self.replacement = replacement
    self.text = text
    self.display = display ?? text
    self.description = description
  }
}

/// How reading a line ended.
public enum ReadOutcome: Sendable, Hashable {
  /// A complete text. It holds several rows where Enter continued it, and several statements where they were
  /// pasted at once: the caller answers one after the other.
  case line(String)
  /// Ctrl-C.
  case interrupted
  /// Ctrl-D on an empty line, or the end of a file.
  case endOfInput
  /// A signal asks the program to leave: SIGTERM or SIGHUP. The terminal is as it was before.
  case terminated(signal: Int32)
}
