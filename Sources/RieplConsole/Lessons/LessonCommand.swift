/// What can be said to the lessons themselves: the only place that spells it.
enum LessonCommand: CaseIterable {
  case hint, show, task, skip, back, lessons, lesson, play, transcript, leave

  /// How it is written.
  var form: String {
    switch self {
    case .hint: "hint"
    case .show: "show me"
    case .task: "task"
    case .skip: "skip"
    case .back: "back"
    case .lessons: "lessons"
    case .lesson: "learn NUMBER"
    case .play: "play"
    case .transcript: "transcript to \"FILE\""
    case .leave: "leave"
    }
  }

  /// What it does, as one line of help.
  var summary: String {
    switch self {
    case .hint: "says a little more about the task"
    case .show: "shows an answer, and goes on to the next step"
    case .task: "says the task again"
    case .skip: "goes on to the next step without an answer"
    case .back: "goes back to the step before"
    case .lessons: "lists the lessons, and how far you are"
    case .lesson: "goes to a lesson by its number"
    case .play: "lets you ask what you like, without tasks; learn goes on with them"
    case .transcript: "keeps all that was typed and answered in a file"
    case .leave: "goes back to your own questions; your place is kept"
    }
  }

  /// Other ways to say it.
  private var aliases: [String] {
    switch self {
    case .hint: ["hints"]
    case .show: ["show", "show answer", "show the answer"]
    case .leave: ["quit", "exit", "bye", "stop"]
    case .back: ["previous"]
    case .skip: ["next"]
    default: []
    }
  }

  /// The command that a line is, with what stands behind it; nil for anything else.
  static func find(_ line: String) -> (command: LessonCommand, rest: String)? {
    let words = line.split { $0 == " " || $0 == "\t" }.map(String.init)
    let text = words.joined(separator: " ").lowercased()
    guard let first = words.first?.lowercased() else { return nil }
    let rest = words.dropFirst().joined(separator: " ")
    switch first {
    case "transcript" where !rest.isEmpty:
      return (.transcript, rest.lowercased().hasPrefix("to ") ? String(rest.dropFirst(3)) : rest)
    case "lesson" where !rest.isEmpty: return (.lesson, rest)
    default: break
    }
    let plain = allCases.filter { $0 != .lesson && $0 != .transcript }
    return plain.first { $0.form == text || $0.aliases.contains(text) }.map { ($0, "") }
  }
}
