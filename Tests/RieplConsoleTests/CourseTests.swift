import Foundation
import RieplConsole
import Testing

/// Courses as data: how they are read, and how they are checked.
@Suite struct Courses {
  /// The lessons that are part of the program pass their own judges, and foresee what they say they foresee.
  @Test func theLessonsHaveNoFaults() {
    let (course, faults) = CourseReader.read(CourseLibrary.builtInText)
    let checker = CourseChecker(course, faults, named: "first-questions.riepl-course")
    #expect(checker.faults.isEmpty, "\(checker.lines.joined(separator: "\n"))")
    #expect(checker.tried > 250)
    #expect(course.lessons.count >= 6)
  }

  /// Each step can be answered in other words, and foresees a mistake.
  @Test(arguments: CourseLibrary.builtIn().lessons.flatMap(\.steps))
  func eachStepIsWhole(_ step: Step) {
    #expect(!step.same.isEmpty && !step.mistakes.isEmpty && !step.hints.isEmpty, "\(step.name.text)")
    let prose = [step.teach, step.task, step.after] + step.hints + step.mistakes.map(\.reply)
    for text in prose {
      #expect(!text.text.contains("!"), "\(text.line): \(text.text)")
      #expect(text.text.last.map { ".?”)\"".contains($0) } == true, "\(text.line): \(text.text)")
    }
    #expect(sentences(step.teach.text) <= 3 && sentences(step.after.text) <= 2, "\(step.name.text)")
  }

  private func sentences(_ text: String) -> Int { text.split(separator: ". ").count }

  // MARK: Faults

  /// A course of one step, with lines changed or added.
  private func course(_ changes: [String: String] = [:], adding more: [String] = []) -> String {
    let lines = [
      ("course", "Ours"), ("lesson", "One"), ("step", "first"), ("word", "allocation"),
      ("teach", "It is money."),
      ("task", "How much in 2009-10?"), ("answer", "allocation London 2009-10"), ("hint", "Ask."),
      ("after", "It was looked up."),
    ]
    return (lines.map { "\($0.0): \(changes[$0.0] ?? $0.1)" } + more).joined(separator: "\n") + "\n"
  }

  private func faults(_ text: String) -> [CourseFault] {
    let (course, faults) = CourseReader.read(text)
    return CourseChecker(course, faults, named: "ours").faults
  }

  @Test func aCourseOfOneStepHasNone() { #expect(faults(course()).isEmpty) }

  /// What a checker has to find, with the line of each fault.
  @Test(
    arguments: [
      (["answer": "alocation London"], [], 7, "the model answer has an error"),
      (["answer": "allocation London"], ["uses: by"], 7, "does not pass its own judge"),
      ([:], ["judge: error"], 7, "the model answer has no error"),
      ([:], ["same: efficiency London"], 10, "does not pass"),
      (["answer": "allocation London - held back London"], [], 7, "the figure “held back” is used before"),
      (["word": "sum"], [], 4, "the answer does not use the new word"),
      (["word": "frobnicate"], [], 4, "no word of the language"),
      (["answer": "sum allocation"], [], 7, "“sum” is used before it is taught"),
      (["teach": "Use `rank` here."], [], 5, "“rank” is used before it is taught"),
      ([:], ["same: allocation South East 2009-10"], 10, "does not pass"),
      ([:], ["judge: weather"], 10, "judge: takes"),
      ([:], ["uses: frobnicate"], 10, "is no word of the language, and no name"),
      ([:], ["mistake: other year", "reply: No.", "wrong: allocation London"], 0, ""),
      (
        [:], ["mistake: other year", "reply: No.", "wrong: allocation 2009-10"], 12, "does not get the reply"
      ),
      ([:], ["mistake: other year", "reply: No.", "wrong: allocation 2009-10 London"], 12, "this passes"),
      ([:], ["mistake: other year", "reply: No."], 10, "has no wrong:"),
      ([:], ["mistake: bad weather", "reply: No.", "wrong: sum"], 10, "nothing by which"),
      (
        [:],
        [
          "mistake: answer sum allocation", "reply: A.", "wrong: sum allocation", "mistake: other year",
          "reply: B.",
          "wrong: total allocation",
        ], 15, "this gets the reply of line 11"
      ),
      (["answer": "let the North = North East, North West"], [], 7, "there is no probe:"),
      (["hint": ""], [], 8, "nothing stands behind hint:"),
      (["lesson": "One\nanswer: sum"], [], 3, "answer: stands outside of a step"),
      ([:], ["step: first", "teach: A."], 10, "another step called"),
      ([:], ["tusk: what"], 10, "no key called “tusk”: did you mean task:"),
      ([:], ["wrong: sum"], 10, "stands before any mistake"),
      ([:], ["task: another"], 10, "a second time"),
      ([:], ["no key at all"], 10, "it has no key with a colon"),
      ([:], ["data: export sum allocation to \"x.csv\""], 10, "data: takes statements that begin with"),
      (["task": "How much\u{202E}?"], [], 6, "a character in it that can't be seen"),
      ([:], ["data: load \"nowhere.csv\""], 10, "the statement has an error"),
    ] as [([String: String], [String], Int, String)])
  func faultsAreFound(_ changes: [String: String], _ more: [String], _ line: Int, _ why: String) {
    let found = faults(course(changes, adding: more))
    if line == 0 {
      #expect(found.isEmpty, "\(found)")
    } else {
      #expect(found.contains { $0.line == line && $0.why.contains(why) }, "\(found)")
    }
  }

  /// Any part of a course can be read and checked, whatever is missing.
  @Test(arguments: 1..<40) func partsOfACourseAreChecked(_ part: Int) {
    let lines = CourseLibrary.builtInText.components(separatedBy: "\n")
    let text = lines.enumerated().filter { $0.offset % (part + 1) != part || $0.offset > 150 }.map(\.element)
      .prefix(30 + part * 3).joined(separator: "\n")
    let (course, faults) = CourseReader.read(text)
    let checker = CourseChecker(course, faults, named: "part")
    #expect(checker.lines.count == max(1, checker.faults.count))
  }

  /// A line that starts with a space goes on; comments and blank lines are nothing.
  @Test func linesGoOn() {
    let (course, faults) = CourseReader.read(
      course(["teach": "It is\n  # money,\n\n  and years."], adding: ["# a comment", ""]))
    #expect(course.lessons.first?.steps.first?.teach.text == "It is and years.")
    #expect(faults.isEmpty)
    #expect(CourseReader.read("").faults.count == 2)
    #expect(CourseReader.read("  goes on").faults.first?.line == 1)
  }
}
