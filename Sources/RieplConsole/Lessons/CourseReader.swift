internal import RieplSyntax

/// Reads the text of a course: keys and texts, a line each; a line that begins with a space goes on with the one before.
public struct CourseReader {
  /// Bytes that a course may have.
  public static let byteLimit = 1 << 20
  /// Steps that a course may have.
  static let stepLimit = 1000

  private var course = Course()
  private var faults: [CourseFault] = []
  private var isStep = false

  private init() {}

  /// The course, and what is wrong with how it is written.
  public static func read(_ text: String, file: String? = nil) -> (course: Course, faults: [CourseFault]) {
    var reader = CourseReader()
    reader.course.file = file
    var entry: (key: String, text: CourseText)?
    for (index, raw) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
    {
      let line = String(raw)
      let trimmed = line.drop { $0 == " " || $0 == "\t" || $0 == "\u{FEFF}" }
      if trimmed.isEmpty || trimmed.hasPrefix("#") { continue }
      if line.hasPrefix(" ") || line.hasPrefix("\t") {
        guard entry != nil else {
          reader.faults.append(CourseFault(line: index + 1, why: "it goes on with a line that is not there"))
          continue
        }
        entry?.text.text += " " + tidy(trimmed)
        continue
      }
      if let entry { reader.take(entry.key, entry.text) }
      entry = nil
      guard let colon = trimmed.firstIndex(of: ":") else {
        reader.faults.append(
          CourseFault(line: index + 1, why: "it has no key with a colon, such as task: or answer:"))
        continue
      }
      let key = tidy(trimmed[..<colon]).lowercased()
      let value = tidy(trimmed[trimmed.index(after: colon)...])
      entry = (key, CourseText(text: value, line: index + 1))
    }
    if let entry { reader.take(entry.key, entry.text) }
    reader.finish()
    return (reader.course, reader.faults.sorted { $0.line < $1.line })
  }

  private static func tidy(_ text: some StringProtocol) -> String {
    text.split { $0 == " " || $0 == "\t" || $0 == "\r" }.joined(separator: " ")
  }

  // MARK: Keys

  private mutating func fault(_ line: Int, _ why: String) { faults.append(CourseFault(line: line, why: why)) }

  private mutating func take(_ key: String, _ text: CourseText) {
    guard !text.text.isEmpty else { return fault(text.line, "nothing stands behind \(key):") }
    guard DiagnosticRenderer.visible(text.text, limit: .max) == text.text else {
      return fault(text.line, "there is a character in it that can't be seen")
    }
    switch key {
    case "course":
      if !course.title.isEmpty { fault(text.line, "the course has a name already") }
      course.title = text.text
    case "data":
      let first = text.text.split(separator: " ").first.flatMap { WordUse.word(String($0)) }
      guard first == .load || first == .use || first == .let else {
        return fault(text.line, "data: takes statements that begin with load, use or let")
      }
      course.data.append(text)
    case "lesson":
      isStep = false
      course.lessons.append(Lesson(title: text))
    case "about":
      if course.lessons.isEmpty {
        course.about = text.text
      } else {
        course.lessons[course.lessons.count - 1].about = text.text
      }
    case "step": begin(text)
    default: takeOfStep(key, text)
    }
  }

  private mutating func begin(_ name: CourseText) {
    guard !course.lessons.isEmpty else { return fault(name.line, "a step stands before the first lesson") }
    if course.lessons.contains(where: { $0.steps.contains { $0.name.text == name.text } }) {
      fault(name.line, "there is another step called “\(name.text)”")
    }
    if course.places.count == CourseReader.stepLimit {
      fault(name.line, "there are more than \(CourseReader.stepLimit) steps")
    }
    guard course.places.count < CourseReader.stepLimit else { return }
    isStep = true
    course.lessons[course.lessons.count - 1].steps.append(Step(name: name))
  }

  /// A key, what stands behind it and how often it may stand there, for the manual.
  public struct Key: Sendable {
    /// The key without its colon.
    public let name: String
    /// What stands behind it.
    public let summary: String
    /// How often it may stand there.
    public let count: String
    let isOfStep: Bool

    init(_ name: String, _ summary: String, _ count: String, isOfStep: Bool = true) {
      self.name = name
      self.summary = summary
      self.count = count
      self.isOfStep = isOfStep
    }
  }

  /// The keys, in the order in which they are usually written.
  public static let keys = [
    Key("course", "the name of the course, under which progress is kept", "once", isOfStep: false),
    Key("about", "a sentence about the course, or about the lesson above", "once each", isOfStep: false),
    Key(
      "data", "a statement before each lesson, `load`, `use` or `let`; files stand beside the course", "any",
      isOfStep: false),
    Key("lesson", "the name of a lesson; its steps follow", "one or more", isOfStep: false),
    Key("step", "a name that no other step of the course has", "one or more in a lesson", isOfStep: false),
    Key("word", "the new word: of the language, or the name of a figure", "at most once"),
    Key("teach", "one idea, in one sentence or two", "once"),
    Key("task", "what is to be found out", "once"),
    Key("answer", "the model answer, one statement", "once"),
    Key("same", "another statement that does as well; only the checker reads it", "any"),
    Key("uses", "words, or the name of a place, that the learner's line has to have", "any"),
    Key("judge", "`order`, `shown`, `error`, or a dimension whose members count", "any"),
    Key("probe", "a question that shows what `let` or `ask` came to", "once with those"),
    Key("hint", "what `hint` says, one after the other", "one or more"),
    Key("mistake", "by what a mistake is recognised", "any"),
    Key("reply", "what is said about the mistake above", "once for each mistake"),
    Key(
      "wrong", "a statement that makes the mistake; only the checker reads it", "one or more for each mistake"
    ),
    Key("after", "what happened, in one sentence", "once"),
  ]

  /// By what mistakes are recognised: how it is written, and when it holds; for the manual.
  public static var conditions: [(form: String, meaning: String)] {
    MistakeCondition.forms.map { ($0.0, $0.1) }
  }

  private mutating func takeOfStep(_ key: String, _ text: CourseText) {
    guard CourseReader.keys.contains(where: { $0.name == key && $0.isOfStep }) else {
      let close =
        Closeness.among(CourseReader.keys.map(\.name), to: key).first.map { ": did you mean \($0):" } ?? ""
      return fault(
        text.line, "there is no key called “\(DiagnosticRenderer.visible(key, limit: 40))”\(close)")
    }
    let lesson = course.lessons.count - 1
    guard isStep, course.lessons.indices.contains(lesson), !course.lessons[lesson].steps.isEmpty else {
      return fault(text.line, "\(key): stands outside of a step")
    }
    let last = course.lessons[lesson].steps.count - 1
    var step = course.lessons[lesson].steps[last]
    change(&step, key, text)
    course.lessons[lesson].steps[last] = step
  }

  private mutating func change(_ step: inout Step, _ key: String, _ text: CourseText) {
    func once(_ old: CourseText?) -> Bool { old == nil || old?.line == 0 }
    var isTwice = false
    switch key {
    case "word":
      isTwice = !once(step.word)
      step.word = text
    case "teach":
      isTwice = !once(step.teach)
      step.teach = text
    case "task":
      isTwice = !once(step.task)
      step.task = text
    case "answer":
      isTwice = !once(step.answer)
      step.answer = text
    case "probe":
      isTwice = !once(step.probe)
      step.probe = text
    case "after":
      isTwice = !once(step.after)
      step.after = text
    case "same": step.same.append(text)
    case "uses": step.uses.append(text)
    case "judge": step.judge.append(text)
    case "hint": step.hints.append(text)
    case "mistake": step.mistakes.append(Mistake(condition: text))
    default: isTwice = change(&step.mistakes, key, text)
    }
    if isTwice { fault(text.line, "\(key): stands there a second time") }
  }

  /// Takes what belongs to the mistake before; whether it is there already.
  private mutating func change(_ mistakes: inout [Mistake], _ key: String, _ text: CourseText) -> Bool {
    guard !mistakes.isEmpty else {
      fault(text.line, "\(key): stands before any mistake:")
      return false
    }
    if key == "wrong" {
      mistakes[mistakes.count - 1].wrong.append(text)
      return false
    }
    let isTwice = mistakes[mistakes.count - 1].reply.line != 0
    mistakes[mistakes.count - 1].reply = text
    return isTwice
  }

  private mutating func finish() {
    if course.title.isEmpty { fault(1, "it has no name: begin it with course:") }
    if course.lessons.isEmpty { fault(1, "it has no lesson:") }
    for lesson in course.lessons {
      if lesson.steps.isEmpty { fault(lesson.title.line, "the lesson has no step:") }
      for step in lesson.steps {
        for (key, text) in [
          ("teach", step.teach), ("task", step.task), ("answer", step.answer), ("after", step.after),
        ] where text.line == 0 { fault(step.name.line, "the step has no \(key):") }
        for mistake in step.mistakes where mistake.reply.line == 0 {
          fault(mistake.condition.line, "the mistake has no reply:")
        }
      }
    }
  }
}
