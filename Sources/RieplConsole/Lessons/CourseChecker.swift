internal import RieplEngine
internal import RieplSyntax

/// Tries a course without a learner: every model answer has to pass, every mistake has to be seen as that mistake, and
/// no word may be used before it was taught.
public final class CourseChecker {
  /// What is wrong, by line.
  public private(set) var faults: [CourseFault]
  /// How many statements were tried.
  public private(set) var tried = 0
  private let course: Course
  private let file: String
  private var words: Set<Word> = [.learn, .help, .quit]
  private var figures: Set<String> = []

  /// Checks a course, whose faults of writing are known.
  public init(_ course: Course, _ faults: [CourseFault], named file: String) {
    self.course = course
    self.faults = faults
    self.file = file
    guard faults.isEmpty else { return }
    for lesson in course.lessons { check(lesson) }
    self.faults.sort { $0.line < $1.line }
  }

  /// The lines of a report: each fault with its place, or else what was tried.
  public var lines: [String] {
    guard faults.isEmpty else { return faults.map { "\(file):\($0.line): \($0.why)." } }
    let steps = course.lessons.reduce(0) { $0 + $1.steps.count }
    return ["\(file): \(course.lessons.count) lessons, \(steps) steps, \(tried) statements tried: no faults."]
  }

  private func fault(_ place: CourseText, _ why: String) {
    faults.append(CourseFault(line: place.line, why: why))
  }

  // MARK: Lessons

  /// The workspace that each lesson begins with.
  private func begin() -> Workspace {
    let errors = MemoryOutput()
    let session = Session(
      catalog: CourseLibrary.catalog(), settings: Settings(), output: MemoryOutput(), errors: errors)
    for statement in course.data {
      do throws(OutputFault) {
        try session.run(CourseLibrary.source(statement, of: course))
      } catch {
        continue
      }
      if let diagnostic = session.lastDiagnostic, !faults.contains(where: { $0.line == statement.line }) {
        fault(statement, "the statement has an error: \(DiagnosticRenderer.problem(diagnostic).dropLast())")
      }
    }
    return session.workspace
  }

  private func check(_ lesson: Lesson) {
    var stage = begin()
    for step in lesson.steps { check(step, &stage) }
  }

  private func check(_ step: Step, _ stage: inout Workspace) {
    let judge = Judge(step, stage: stage)
    let vocabulary = judge.stageAfter.parser.vocabulary
    teach(step, vocabulary)
    checkWords(of: step.answer, step.answer.text, vocabulary)
    for text in [step.teach, step.task, step.after] + step.hints + step.mistakes.map(\.reply) {
      for piece in CourseChecker.quoted(text.text) { checkWords(of: text, piece, vocabulary) }
    }
    if step.hints.isEmpty { fault(step.name, "the step has no hint:") }
    checkOptions(step, stage, judge)
    checkProbe(step, judge)
    pass(step.answer, judge, "the model answer does not pass its own judge")
    for other in step.same { pass(other, judge, "this should do as well, and does not pass") }
    for (number, mistake) in step.mistakes.enumerated() { check(mistake, number, judge) }
    stage = judge.stageAfter
  }

  // MARK: Words

  private func teach(_ step: Step, _ vocabulary: Vocabulary) {
    guard let word = step.word else { return }
    let new = WordUse(word.text, vocabulary)
    if new.words.isEmpty, new.figures.isEmpty {
      return fault(word, "“\(word.text)” is no word of the language, and no name of a figure")
    }
    if new.words.isSubset(of: words), new.figures.isSubset(of: figures) {
      fault(word, "“\(word.text)” was taught before")
    }
    if new.figures.count > 1 || !new.figures.isEmpty && !new.words.isEmpty {
      fault(word, "one new word is enough for a step")
    }
    let used = WordUse(step.answer.text, vocabulary)
    if !new.words.isSubset(of: used.words) || !new.figures.isSubset(of: used.figures) {
      fault(word, "the answer does not use the new word “\(word.text)”")
    }
    words.formUnion(new.words)
    figures.formUnion(new.figures)
  }

  private func checkWords(of place: CourseText, _ text: String, _ vocabulary: Vocabulary) {
    guard LessonCommand.find(text) == nil, !text.hasPrefix("riepl ") else { return }
    let used = WordUse(text, vocabulary)
    for word in used.words.subtracting(words).sorted(by: { $0.rawValue < $1.rawValue }) {
      fault(place, "“\(WordTable.spelling(word))” is used before it is taught")
    }
    for figure in used.figures.subtracting(figures).sorted() {
      let name = vocabulary.lookUp(Array(figure.utf8)[...], .figures).first.map { vocabulary[$0] }
      // What a step before has named needs no teaching.
      if case .definition? = name?.target { continue }
      fault(place, "the figure “\(figure)” is used before it is taught")
    }
  }

  /// What stands between backticks.
  static func quoted(_ text: String) -> [String] {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated().compactMap {
      $0.offset % 2 == 1 ? String($0.element) : nil
    }
  }

  // MARK: Judging

  private func checkOptions(_ step: Step, _ stage: Workspace, _ judge: Judge) {
    let isError = if case .error = judge.model { true } else { false }
    let wantsError = step.judge.contains { $0.text.lowercased() == "error" }
    if isError != wantsError {
      fault(
        step.answer,
        isError
          ? "the model answer has an error, and no judge: error says that it should"
          : "the model answer has no error, and judge: error says that it should")
    }
    for option in step.judge where !["error", "order", "shown"].contains(option.text.lowercased()) {
      let name = option.text.lowercased()
      if !stage.catalog.dimensions.contains(where: { $0.name.lowercased() == name }) {
        fault(option, "judge: takes order, shown, error, or the name of a dimension")
      }
    }
    for use in step.uses
    where use.text.split(separator: " ").contains(where: { WordUse.word(String($0)) == nil }) {
      if judge.stageAfter.parser.vocabulary.lookUp(Array(use.text.utf8)[...], .places).isEmpty {
        fault(use, "“\(use.text)” is no word of the language, and no name of a place")
      }
    }
  }

  private func checkProbe(_ step: Step, _ judge: Judge) {
    switch judge.model {
    case .outcome(.defined), .outcome(.ask):
      guard let probe = step.probe else {
        return fault(step.answer, "a name is given, and there is no probe: to see what it came to")
      }
      var after = judge.stageAfter
      guard case .outcome(.answer)? = Reply.of(probe.text, in: &after).items.last else {
        return fault(probe, "the question has no answer")
      }
    case .outcome(.nothing): fault(step.answer, "this is no statement")
    default: return
    }
  }

  private func pass(_ answer: CourseText, _ judge: Judge, _ why: String) {
    tried += 1
    var after = judge.stage
    let reply = Reply.of(answer.text, in: &after)
    let verdict = judge.verdict(answer.text, reply, after: after)
    guard !verdict.passes else { return }
    var reason = ""
    for case .error(let diagnostic) in reply.items { reason = ": " + DiagnosticRenderer.problem(diagnostic) }
    if reason.isEmpty, let (_, text) = judge.response(answer.text, reply, verdict, after: after) {
      reason = ": " + text
    }
    fault(answer, why + (reason.hasSuffix(".") ? String(reason.dropLast()) : reason))
  }

  private func check(_ mistake: Mistake, _ number: Int, _ judge: Judge) {
    guard MistakeCondition(mistake.condition.text, judge.stage) != nil else {
      return fault(mistake.condition, "“\(mistake.condition.text)” is nothing by which a mistake is known")
    }
    if mistake.wrong.isEmpty { fault(mistake.condition, "the mistake has no wrong: to try it with") }
    for wrong in mistake.wrong {
      tried += 1
      var after = judge.stage
      let reply = Reply.of(wrong.text, in: &after)
      let verdict = judge.verdict(wrong.text, reply, after: after)
      if verdict.passes {
        fault(wrong, "this passes, and should not")
        continue
      }
      let response = judge.response(wrong.text, reply, verdict, after: after)
      guard response?.0 != number else { continue }
      if let other = response?.0 {
        fault(wrong, "this gets the reply of line \(judge.step.mistakes[other].reply.line)")
      } else {
        fault(
          wrong,
          "this does not get the reply of its mistake" + (response.map { ", but: \($0.1.dropLast())" } ?? ""))
      }
    }
  }
}
