internal import RieplEngine
internal import RieplPresentation
internal import RieplSyntax

/// Lessons at the prompt: says what is to be done, has the learner's lines answered, and judges what they came to.
///
/// The learner has a session of their own, afresh in each lesson: nothing of it reaches the session around it.
final class Tutor {
  let course: Course
  /// The session that answers the learner's lines.
  private(set) var session: Session
  /// Whether the lessons are left.
  private(set) var isOver = false
  /// Whether lines are answered without being judged.
  private(set) var isPlaying = false
  private var place: LessonPlace
  private var judge: Judge
  private var hintsGiven = 0
  /// What the line that was answered last came to.
  private var reply = Reply()
  private var wanted: String?
  private var progress: LessonProgress
  private let around: Session
  private let record = TranscriptOutput.Record()
  private let output: TranscriptOutput
  private let errors: TranscriptOutput
  private var isCancelled: @Sendable () -> Bool = { false }
  private var isWarned = false
  private var isBehindError = false

  /// A tutor for a course that has no faults, beside the session that it was called from.
  init(_ course: Course, around: Session, progress: LessonProgress) {
    self.course = course
    self.around = around
    self.progress = progress
    output = TranscriptOutput(around.output, record)
    errors = TranscriptOutput(around.errors, record)
    place = LessonPlace(lesson: 0, step: 0)
    session = Session(
      catalog: CourseLibrary.catalog(), settings: around.settings, output: output, errors: errors)
    judge = Judge(course[place], stage: session.workspace)
  }

  /// What stands in front of a line that is typed.
  var promptText: String { isPlaying ? "play>" : "learn>" }

  /// What stops a question that is being worked out.
  func setCancellation(_ isCancelled: @escaping @Sendable () -> Bool) {
    self.isCancelled = isCancelled
    session.setCancellation(isCancelled)
    judge.setCancellation(isCancelled)
  }

  // MARK: Beginning

  /// Begins where somebody left off, or with a lesson by its number.
  func begin(lesson number: Int? = nil) throws(OutputFault) {
    let places = course.places
    var start = places.first ?? place
    let isKnown = progress.places[course.title] != nil
    if let number {
      start = LessonPlace(lesson: number - 1, step: 0)
    } else if let step = progress.places[course.title],
      let known = places.first(where: { course.identity($0) == step })
    {
      start = known
    } else if let open = places.first(where: { progress.mark(course.identity($0), of: course.title) != .done }
    ) {
      start = open
    }
    if !isKnown, number == nil {
      try say(
        [
          course.title + (course.about.isEmpty ? "" : ": " + course.about),
          "Read, and answer each task with a line of your own. `hint` helps, `show me` shows an answer, "
            + "`leave` goes back to your own questions. `help learn` lists all that you can say here.",
        ])
    }
    try enter(start, tells: true)
  }

  /// Goes to a step, and makes the lesson around it ready where it is another one.
  private func enter(_ new: LessonPlace, tells: Bool) throws(OutputFault) {
    place = new
    hintsGiven = 0
    isPlaying = false
    try prepare()
    progress.go(to: course.identity(place), of: course.title)
    progress.save()
    try warn()
    if tells { try tell() }
  }

  /// A new session with what the steps of the lesson before this one have left, and a judge.
  private func prepare() throws(OutputFault) {
    var settings = around.settings
    settings.format = .table
    session = Session(
      catalog: CourseLibrary.catalog(), settings: settings, output: output, errors: errors)
    session.window = around.window
    session.typedLines = around.typedLines
    session.typedIndent = around.typedIndent
    session.permissions = around.permissions
    session.savedFiles = around.savedFiles
    session.startLessons = { [unowned self] words in wanted = words }
    session.observe = { [unowned self] in reply.items.append($0) }
    session.setCancellation(isCancelled)
    output.isSilent = true
    errors.isSilent = true
    defer {
      output.isSilent = false
      errors.isSilent = false
    }
    for statement in course.data { try session.run(CourseLibrary.source(statement, of: course)) }
    var stage = session.workspace
    for step in course.lessons[place.lesson].steps[..<place.step] {
      _ = Reply.of(step.answer.text, in: &stage)
      try replay(step)
    }
    judge = Judge(course[place], stage: stage)
  }

  /// Does for the learner what a step does, where nothing but names comes of it.
  private func replay(_ step: Step) throws(OutputFault) {
    let first = step.answer.text.split(separator: " ").first.flatMap { WordUse.word(String($0)) }
    switch first {
    case .save, .run, .export, .load, .learn, .quit, .set, .timer, .undo, .help, .list, .about: return
    default: try session.run(SourceText(step.answer.text))
    }
  }

  private func warn() throws(OutputFault) {
    guard let warning = progress.warning, !isWarned else { return }
    isWarned = true
    try around.errors.write("riepl: \(warning)\n")
    try around.errors.flush()
  }

  // MARK: A line

  /// Takes a line that was typed.
  func take(_ line: String) throws(OutputFault) {
    record.add(Array("\(promptText) \(line)\n".utf8))
    if let (command, rest) = LessonCommand.find(line) { return try obey(command, rest) }
    wanted = nil
    reply = Reply()
    try session.run(SourceText(line))
    isBehindError = reply.hasError && session.settings.isTerminal
    if session.hasQuit { return try leave() }
    if let wanted { return try go(wanted) }
    guard !isPlaying, !reply.isEmpty else { return }
    if reply.items.contains(where: {
      if case .error(let fault) = $0 { fault.code == .interrupted } else { false }
    }) {
      return
    }
    let after = session.workspace
    let verdict = judge.verdict(line, reply, after: after)
    if verdict.passes { return try pass(.done) }
    // Looking things up is never a wrong answer.
    guard
      !reply.isLookUp || judge.isTried(by: reply)
        || judge.step.mistakes.contains(where: { $0.condition.text == "other statement" }),
      let (_, text) = judge.response(line, reply, verdict, after: after)
    else { return }
    try say([text])
  }

  /// Says what happened, and goes on.
  private func pass(_ mark: LessonProgress.Mark) throws(OutputFault) {
    progress.set(mark, course.identity(place), of: course.title)
    if mark != .skipped { try say([(mark == .done ? "Done. " : "") + judge.step.after.text]) }
    let lesson = course.lessons[place.lesson]
    if place.step + 1 < lesson.steps.count {
      place.step += 1
      hintsGiven = 0
      // The judge of the next step knows what the model answers so far have left.
      judge = Judge(course[place], stage: judge.stageAfter)
      progress.go(to: course.identity(place), of: course.title)
      progress.save()
      try warn()
      return try tell()
    }
    guard place.lesson + 1 < course.lessons.count else { return try finish() }
    try enter(LessonPlace(lesson: place.lesson + 1, step: 0), tells: true)
  }

  private func finish() throws(OutputFault) {
    progress.go(to: nil, of: course.title)
    progress.save()
    try warn()
    let open = course.places.count { progress.mark(course.identity($0), of: course.title) != .done }
    try say([
      "That was the last step of \(course.title)."
        + (open > 0
          ? " You have not answered \(open) \(open == 1 ? "step" : "steps") yourself: `learn` begins there."
          : " `learn` begins again at the first lesson, and `learn 3` at the third."),
      "These are your own questions again.",
    ])
    isOver = true
  }

  // MARK: Commands

  private func obey(_ command: LessonCommand, _ rest: String) throws(OutputFault) {
    switch command {
    case .hint: try hint()
    case .show: try show()
    case .task: try go("")
    case .skip:
      output.isSilent = true
      errors.isSilent = true
      defer {
        output.isSilent = false
        errors.isSilent = false
      }
      try replay(judge.step)
      output.isSilent = false
      errors.isSilent = false
      isPlaying = false
      try pass(.skipped)
    case .back:
      let places = course.places
      guard let index = places.firstIndex(of: place), index > 0 else {
        return try say(["This is the first step."])
      }
      try enter(places[index - 1], tells: true)
    case .lessons: try list()
    case .lesson: try go(rest)
    case .play:
      isPlaying = true
      try say([
        "Ask what you like: nothing is judged. `learn` goes back to the task, and what you define here is gone "
          + "with the lesson."
      ])
    case .transcript: try keep(rest)
    case .leave: try leave()
    }
  }

  /// Goes on with the task, or to a lesson by its number.
  private func go(_ words: String) throws(OutputFault) {
    if words.isEmpty {
      isPlaying = false
      return try tell()
    }
    guard let number = Int(words), course.lessons.indices.contains(number - 1) else {
      return try say([
        "There is no lesson “\(DiagnosticRenderer.visible(words, limit: 40))”: `lessons` lists them by their numbers."
      ])
    }
    try enter(LessonPlace(lesson: number - 1, step: 0), tells: true)
  }

  private func hint() throws(OutputFault) {
    isPlaying = false
    let hints = judge.step.hints
    guard !hints.isEmpty else {
      return try say(["There is no hint for this one: `show me` shows an answer."])
    }
    guard hintsGiven < hints.count else {
      return try say([hints[hints.count - 1].text, "That was the last hint: `show me` shows an answer."])
    }
    hintsGiven += 1
    try say([hints[hintsGiven - 1].text])
  }

  private func show() throws(OutputFault) {
    isPlaying = false
    try say(["One answer is: " + judge.step.answer.text])
    let indent = session.typedIndent
    session.typedIndent = nil
    try session.run(SourceText(judge.step.answer.text))
    session.typedIndent = indent
    try pass(.shown)
  }

  private func list() throws(OutputFault) {
    var lines: [TextLine] = []
    for (number, lesson) in course.lessons.enumerated() {
      let done = lesson.steps.count { progress.mark($0.name.text, of: course.title) == .done }
      let here = number == place.lesson ? ">" : " "
      lines += TextLine.wrapped(
        .text, "\(here) \(number + 1)  \(lesson.title.text): \(done) of \(lesson.steps.count) steps done",
        width: width, indent: 5)
    }
    try write(lines)
  }

  private func keep(_ rest: String) throws(OutputFault) {
    var file = rest
    if file.count > 1, file.hasPrefix("\""), file.hasSuffix("\"") {
      file = String(file.dropFirst().dropLast())
    }
    guard !file.isEmpty else { return try say(["Put the name of a file behind it, in quotes."]) }
    let source = SourceText("transcript to \"\(file)\"")
    let text = record.text
    guard try session.write(text, to: file, named: file, SourceRange(14, source.bytes.count), source) else {
      return
    }
    around.savedFiles.formUnion(session.savedFiles)
    try say(["All that was typed and answered so far is in “\(DiagnosticRenderer.visible(file))”."])
  }

  /// Goes back to the session around the lessons.
  func leave() throws(OutputFault) {
    isOver = true
    try say(["These are your own questions again. `learn` goes on where you left off."])
  }

  // MARK: Saying

  private var width: Int? { session.width.map { min($0, 96) } }

  /// The step, with its task.
  private func tell() throws(OutputFault) {
    let lesson = course.lessons[place.lesson]
    var lines: [TextLine] = []
    if place.step == 0, !isPlaying {
      lines += TextLine.wrapped(
        .heading, "  Lesson \(place.lesson + 1): \(lesson.title.text)", width: width, indent: 4)
      if !lesson.about.isEmpty {
        lines += TextLine.wrapped(.text, "  " + lesson.about, width: width, indent: 2) + [TextLine(.text, "")]
      }
    }
    let step = judge.step
    lines += TextLine.wrapped(
      .text, "  \(place.lesson + 1).\(place.step + 1)  " + step.teach.text, width: width, indent: 2)
    lines += TextLine.wrapped(.heading, "  Task: " + step.task.text, width: width, indent: 2)
    try write(lines)
  }

  private func say(_ paragraphs: [String]) throws(OutputFault) {
    try write(paragraphs.flatMap { TextLine.wrapped(.text, "  " + $0, width: width, indent: 2) })
  }

  private func write(_ lines: [TextLine]) throws(OutputFault) {
    try errors.flush()
    // An error leaves no empty line behind it.
    if isBehindError { try output.write("\n") }
    isBehindError = false
    let colours = session.settings.colours
    try output.write(lines.map { LineColours.text($0, colours: colours) + "\n" }.joined() + "\n")
    try output.flush()
  }
}
