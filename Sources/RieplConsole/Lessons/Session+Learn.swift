internal import RieplEngine
internal import RieplPresentation
internal import RieplSyntax

/// Finding the course that `learn` asks for.
extension Session {
  /// What can be said to the lessons, for `help learn`.
  var lessonHelp: [TextLine] {
    [TextLine(.text, ""), TextLine(.heading, "  In the lessons you can say:")]
      + pages.settings(LessonCommand.allCases.map { ("  " + $0.form, $0.summary) })
  }

  /// The course and the number of a lesson in it, if one is asked for; nil, and it is said why, where there is none.
  func course(_ words: String) throws(OutputFault) -> (course: Course, lesson: Int?)? {
    let source = SourceText(words.isEmpty ? "learn" : "learn " + words)
    let range = SourceRange(min(6, source.bytes.count), source.bytes.count)
    if words.isEmpty { return (CourseLibrary.builtIn(), nil) }
    if let number = Int(words) {
      let course = CourseLibrary.builtIn()
      if course.lessons.indices.contains(number - 1) { return (course, number) }
    }
    guard words.hasPrefix("\""), words.hasSuffix("\""), words.count > 2 else {
      let course = CourseLibrary.builtIn()
      if let index = course.lessons.firstIndex(where: { $0.title.text.lowercased() == words.lowercased() }) {
        return (course, index + 1)
      }
      try report(Diagnostic(.unknownLesson, range, ["name": words]), source)
      return nil
    }
    let file = String(words.dropFirst().dropLast())
    guard permissions.mayRead(file) else {
      try report(
        Diagnostic(
          .inSandbox, range,
          [
            "file": "“\(file)”", "done": "read",
            "advice": "Only what stands in the folder of the script can be",
          ]),
        source)
      return nil
    }
    switch CourseLibrary.read(file) {
    case .failure(let fault):
      try report(Diagnostic(.fileUnreadable, range, ["file": "“\(file)”", "why": fault.reason]), source)
      return nil
    case .success(let (course, faults)):
      guard let first = faults.first else { return (course, nil) }
      try report(
        Diagnostic(.faultyCourse, range, ["file": "“\(file)”", "line": "\(first.line)", "why": first.why]),
        source)
      return nil
    }
  }
}
