import Foundation
import TerminalKit
import Testing

/// Learners at the real prompt.
@Suite struct Lessons {
  /// Words without the line ends that the window's width brings.
  private func words(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Types a line, and gives what was shown, in one line.
  private func say(_ talk: Conversation, _ line: String) throws -> String { words(try talk.ask(line)) }

  private func start(_ home: TemporaryFolder? = nil, columns: Int = 100, rows: Int = 60) throws
    -> Conversation
  {
    let talk = try Conversation.begin(home: home, columns: columns, rows: rows)
    try talk.ask("learn")
    return talk
  }

  /// A course that asks for more than a page is read from its own file, and each of the ways ends in the own session.
  private func expectEnd(_ talk: Conversation) throws {
    #expect(talk.row == "riepl>", "\(talk.pty.picture)")
    #expect(words(talk.text).contains("That was the last step of First questions."))
    #expect(try talk.ask("sum allocation London").contains("£21,100,278"))
    try talk.leave()
  }

  // MARK: Three ways through

  @Test func byTheModelAnswers() throws {
    let course = try CourseFile.read()
    let talk = try start()
    for step in course.steps {
      #expect(words(talk.text).contains(words(step.task)), "\(step.name)")
      let shown = try say(talk, step.answer)
      #expect(shown.contains(words(step.after)), "\(step.name): \(shown)")
    }
    try expectEnd(talk)
    let script = try talk.home.read("mine.riepl")
    #expect(script.contains("ask place = London") && script.contains("check sum allocation place"))
  }

  @Test func byOtherWords() throws {
    let course = try CourseFile.read()
    let talk = try start()
    for step in course.steps {
      let shown = try say(talk, try #require(step.same.first))
      #expect(shown.contains(words(step.after)), "\(step.name): \(shown)")
    }
    try expectEnd(talk)
  }

  @Test func byMistakes() throws {
    let course = try CourseFile.read()
    let talk = try start()
    var count = 0
    for step in course.steps {
      for mistake in step.mistakes {
        for wrong in mistake.wrong {
          let shown = try say(talk, wrong)
          count += 1
          #expect(shown.contains(words(mistake.reply)), "\(step.name): \(wrong): \(shown)")
          #expect(!shown.contains(words(step.after)), "\(step.name): \(wrong)")
        }
      }
      // A change of the question before is no longer one of the right question.
      let isChange = step.answer.hasPrefix("then")
      let shown = try say(talk, isChange ? try #require(step.same.first) : step.answer)
      #expect(shown.contains(words(step.after)), "\(step.name): \(shown)")
    }
    #expect(count > 100)
    try expectEnd(talk)
  }

  // MARK: Commands

  @Test func hintsAndShowMe() throws {
    let course = try CourseFile.read()
    let talk = try start()
    #expect(try say(talk, "hint").contains(words(course.steps[0].hints[0])))
    #expect(try say(talk, "HINT").contains(words(course.steps[0].hints[1])))
    #expect(try say(talk, "hint").contains("That was the last hint"))
    let shown = try say(talk, "show me")
    #expect(shown.contains("One answer is: allocation London 2009-10") && shown.contains("£7,698,750"))
    #expect(shown.contains(words(course.steps[0].after)) && shown.contains(words(course.steps[1].task)))
    #expect(try say(talk, "task").contains(words(course.steps[1].task)))
    #expect(try say(talk, "lessons").contains("> 1 One figure: 0 of 5 steps done"))
  }

  @Test func skippingAndGoingBack() throws {
    let course = try CourseFile.read()
    let talk = try start()
    #expect(try say(talk, "back").contains("This is the first step."))
    for number in 1..<7 { #expect(try say(talk, "skip").contains(words(course.steps[number].task))) }
    // From the second step of a lesson to its first, and to the last of the one before.
    #expect(try say(talk, "back").contains(words(course.steps[5].task)))
    #expect(try say(talk, "back").contains(words(course.steps[4].task)))
    #expect(try say(talk, "learn 3").contains("Lesson 3: Which region and which year"))
    #expect(try say(talk, "learn 30").contains("There is no lesson “30”"))
    #expect(try say(talk, "lesson 2").contains("Lesson 2: Adding up"))
    // A name that a skipped step would have given is there.
    #expect(try say(talk, "learn 7").contains("7.1"))
    try talk.ask("skip")
    try talk.ask("skip")
    #expect(try say(talk, "sum allocation place").contains("£21,100,278"))
  }

  /// The step that changes the question before finds it there, also where somebody begins with it.
  @Test func skippedQuestionsAreThere() throws {
    let talk = try start()
    try talk.ask("learn 3")
    for _ in 0..<3 { try talk.ask("skip") }
    let shown = try say(talk, "then in 2008-09")
    #expect(shown.contains("£7,190,278") && shown.contains("The question before was asked again"), "\(shown)")
  }

  @Test func freePlayHarmsNothing() throws {
    let talk = try Conversation.begin(rows: 60)
    try talk.ask("let the North = North East, North West")
    try talk.ask("learn")
    #expect(try say(talk, "play").contains("nothing is judged"))
    #expect(talk.row == "play>")
    #expect(try talk.ask("let the North = London").contains("the North stands for London"))
    try talk.ask("set decimals 3")
    #expect(try say(talk, "allocation London 2009-10").hasSuffix("table of funding allocations"))
    #expect(try say(talk, "learn").contains("Task: A councillor asks"))
    #expect(talk.row == "learn>")
    try talk.ask("leave")
    #expect(talk.row == "riepl>")
    let answer = try talk.ask("sum allocation the North 2008-09")
    #expect(answer.contains("£10,155,556 "), "\(answer)")
  }

  /// Looking things up, and being interrupted, are no answers.
  @Test func whatIsNoAnswerIsNotJudged() throws {
    let talk = try start()
    let shown = try say(talk, "help sum")
    #expect(!shown.contains("Task") && !shown.contains("another kind"), "\(shown)")
    #expect(try say(talk, "# a comment") == "")
    talk.send("sum allocation London\u{3}")
    try talk.expect("a line given up") {
      $0.fullText.contains("sum allocation London^C") && $0.line($0.y) == "learn>"
    }
    #expect(!talk.text.contains("£21,100,278"))
    // Ctrl-D leaves the lessons, and once more the program.
    talk.send("\u{4}")
    try talk.expect("the own prompt") { $0.line($0.y) == "riepl>" && $0.x == 7 }
    try talk.leave()
  }

  @Test func aTranscriptIsKept() throws {
    let talk = try start()
    try talk.ask("allocation London 2009-10")
    #expect(try say(talk, "transcript to \"lesson.txt\"").contains("is in “lesson.txt”"))
    let text = try talk.home.read("lesson.txt")
    for piece in [
      "learn> allocation London 2009-10", "£7,698,750", "Task: Ask for the allocation", "One figure was",
    ] {
      #expect(text.contains(piece), "\(piece): \(text)")
    }
    #expect(!text.contains("\u{1B}"))
    _ = try talk.home.file("mine.txt", "mine")
    #expect(try say(talk, "transcript to \"mine.txt\"").contains("mine.txt"))
    #expect(try talk.home.read("mine.txt") == "mine")
  }

  // MARK: Progress

  @Test func progressIsKept() throws {
    let course = try CourseFile.read()
    let home = try TemporaryFolder()
    let talk = try start(home)
    for step in course.steps.prefix(6) { try talk.ask(step.answer) }
    talk.pty.send("\u{4}")
    try talk.expect("the own prompt") { $0.line($0.y) == "riepl>" && $0.x == 7 }
    try talk.leave()
    #expect(permissions(home.path + "/.local/state/riepl/lessons") == 0o600)
    let other = try Conversation.begin(["learn"], home: home, rows: 60)
    #expect(words(other.text).contains("2.2 A place behind the figure"), "\(other.text)")
    #expect(!other.text.contains("in seven short lessons"), "the introduction is for the first time")
    let list = try say(other, "lessons")
    #expect(list.contains("1 One figure: 5 of 5 steps done > 2 Adding up: 1 of 7"), "\(list)")
  }

  /// Without a home, with a file that can't be read as progress, and behind a link: lessons go on, and it is said why.
  @Test func progressThatCantBeKept() throws {
    let talk = try Conversation.begin(
      rows: 60, environment: ["HOME": nil, "XDG_STATE_HOME": nil, "XDG_CONFIG_HOME": nil])
    #expect(
      try say(talk, "learn").contains("Your place in the lessons is not kept: there is no folder for it"))
    #expect(try say(talk, "allocation London 2009-10").contains("One figure was looked up"))

    let home = try TemporaryFolder()
    try home.folder(".local/state/riepl")
    _ = try home.file(".local/state/riepl/lessons", "\u{0}\u{1}garbage\nat nowhere\ncourse\n")
    let second = try start(home)
    #expect(words(second.text).contains("1.1 "))
    try second.ask("skip")
    #expect(try home.read(".local/state/riepl/lessons").hasPrefix("riepl lessons 1\n"))

    let third = try TemporaryFolder()
    try third.folder(".local/state/riepl")
    _ = try third.file("elsewhere", "mine")
    try third.link(".local/state/riepl/lessons", to: third.path + "/elsewhere")
    let talk3 = try start(third)
    #expect(words(talk3.text).contains("is not a plain file"))
    try talk3.ask("skip")
    #expect(try third.read("elsewhere") == "mine")
  }

  // MARK: Small windows, other courses, other ways in

  @Test func aSmallWindow() throws {
    let course = try CourseFile.read()
    let talk = try start(columns: 40, rows: 10)
    for step in course.steps.prefix(12) {
      #expect(try say(talk, step.answer).contains(words(step.after)), "\(step.name)")
    }
    #expect(!talk.text.components(separatedBy: "\n").contains { $0.count > 40 })
  }

  @Test func aCourseOfOnesOwn() throws {
    let home = try TemporaryFolder()
    _ = try home.file(
      "spending.csv", "ward,year,spend (£)\nAsh,2009-10,12.50\nElm,2009-10,7.50\nElm,2010-11,1\n")
    let text = """
      course: Our spending
      about: what our wards spend.
      data: load "spending.csv" as ours
      lesson: Wards
      step: one
      word: spend
      teach: `spend` is what a ward paid.
      task: What did Elm spend in 2009-10?
      answer: spend Elm 2009-10
      same: spend 2009-10 Elm
      hint: Three words.
      mistake: other ward
      reply: That is another ward.
      wrong: spend Ash 2009-10
      after: One payment was looked up.
      """
    try home.folder("course")
    _ = try home.file("course/ours.riepl-course", text)
    _ = try home.file("course/spending.csv", try home.read("spending.csv"))
    try home.remove("spending.csv")
    let check = try Conversation(["learn", "--check", "course/ours.riepl-course"], home: home)
    #expect(try check.pty.end() == .exit(0), "\(check.text)")
    #expect(check.text.contains("1 lessons, 1 steps, 3 statements tried: no faults."))
    let talk = try Conversation.begin(home: home)
    #expect(try say(talk, "learn \"course/ours.riepl-course\"").contains("What did Elm spend"))
    #expect(try say(talk, "spend Ash 2009-10").contains("That is another ward."))
    let end = try say(talk, "spend for Elm in 2009-10")
    #expect(
      end.contains("One payment was looked up.") && end.contains("the last step of Our spending"), "\(end)")
    #expect(try talk.ask("sum spend").contains("no figure called “spend”"), "nothing of it is left")
    // Faults are told with their places.
    _ = try home.file(
      "course/bad.riepl-course", text.replacing("answer: spend Elm", with: "answer: spend Oak"))
    let bad = try Conversation(["learn", "--check", "course/bad.riepl-course"], home: home, columns: 200)
    #expect(try bad.pty.end() == .exit(1))
    #expect(bad.text.contains("bad.riepl-course:9: "), "\(bad.text)")
    _ = try home.file("worse.riepl-course", "lesson one\n")
    #expect(try say(talk, "learn \"worse.riepl-course\"").contains("can't be used as a course: line 1: "))
    #expect(try say(talk, "learn \"nowhere.riepl-course\"").contains("there is no such file"))
    #expect(try say(talk, "learn swimming").contains("There is no lesson called “swimming”."))
  }

  /// Without a terminal there is a sentence, and no lesson.
  @Test func withoutATerminal() throws {
    let home = try TemporaryFolder()
    let talk = try Conversation(
      [
        "-c",
        Conversation.program + " learn </dev/null; echo status $?; echo learn | " + Conversation.program,
      ], home: home,
      columns: 200, through: ["/bin/sh", "-c", "exec /bin/sh \"$2\" \"$3\"", "sh"])
    #expect(try talk.pty.end() == .exit(1))
    #expect(talk.text.contains("status 1"), "\(talk.text)")
    #expect(talk.text.components(separatedBy: "Lessons are typed at the prompt").count == 3, "\(talk.text)")
  }

  /// The editor knows what can be said to the lessons.
  @Test func theEditorHelps() throws {
    let talk = try start()
    talk.send("sho")
    talk.send("\t")
    try talk.expect("the words") { $0.line($0.y).contains("show me") || $0.text.contains("show me") }
    talk.send("\u{3}")
    try talk.expect("an empty line") { $0.line($0.y) == "learn>" }
    talk.send("hint")
    try talk.expect("no mark of an error") { $0.line($0.y) == "learn> hint" }
    #expect(talk.style(of: "hint")?.contains("4") != true)
  }
}
