import Foundation
import RieplConsole
import RieplEngine
import RieplPresentation
import RieplSyntax
import Testing

/// Help: every page is there, every example in it runs, and its answers are those that are given.
@Suite struct Help {
  @Test(arguments: Pages.helpTopics) func everyTopicHasAPage(_ topic: String) throws {
    let conversation = try Conversation(width: 80)
    let page = try conversation.ask("help \(topic)")
    #expect(conversation.session.errorCount == 0, "\(page)")
    #expect(
      page.components(separatedBy: "\n").allSatisfy { !$0.contains("!") || $0.contains("!=") }, "\(page)")
  }

  /// One screen of 80 by 40, of which every line runs.
  @Test func theLanguageIsOnePage() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let conversation = try Conversation(width: 80)
    let page = try conversation.ask("help language").components(separatedBy: "\n")
    #expect(page.count <= 38, "\(page.count) lines, and the prompt below")
    var count = 0
    for line in page {
      #expect(line.count <= 79, "\(line)")
      let moved = line.replacing(#/ "([a-z]+\.(csv|riepl))"/#) { " \"\(folder.path())/\($0.1)\"" }
      let answer = try conversation.ask(moved)
      #expect(conversation.session.errorCount == 0, "\(line): \(answer)")
      #expect(line.hasPrefix("#") == answer.isEmpty, "\(line): \(answer)")
      count += line.hasPrefix("#") ? 0 : 1
    }
    #expect(count >= 28)
    let saved = try String(contentsOf: folder.appending(path: "mine.riepl"), encoding: .utf8)
    #expect(saved.contains("let leverage ="))
  }

  /// What stands under an example is what is answered.
  @Test(arguments: WordTable.entries) func examplesShowTheirAnswers(_ entry: WordEntry) throws {
    let quiet = [
      "run", "save", "export", "load", "describe", "use", "set", "timer", "undo", "history", "quit", "help",
    ]
    let first = String(entry.example.prefix { $0 != " " })
    guard !quiet.contains(first), first != "learn" else { return }
    let page = try Conversation(width: 100).ask("help \(entry.spellings[0])")
    // A word that begins a clause has the page of the clause.
    let known = [entry.example] + ClauseTable.entries.map(\.example)
    let example = try #require(
      known.first { page.components(separatedBy: "\n").contains("    " + $0) }, "\(page)")
    let conversation = try Conversation(full: false, width: 94)
    for lead in Pages.leadIn(example) { _ = try conversation.ask(lead) }
    let answer = try conversation.ask(example)
    // `let` and `ask` say what they did only where answers are full.
    for line in answer.components(separatedBy: "\n").prefix(10) where !line.isEmpty {
      #expect(page.contains(line.trimmingCharacters(in: .whitespaces)), "\(line)\n\(page)")
    }
  }

  @Test(arguments: HabitGuide.all.flatMap { $0.habits.map(\.question) })
  func questionsOfTheGuidesRun(_ question: String) throws {
    let conversation = try Conversation(full: false, width: 94)
    let answer = try conversation.ask(question)
    #expect(conversation.session.errorCount == 0 && conversation.session.failedCheckCount == 0, "\(answer)")
    let guide = try #require(HabitGuide.all.first { $0.habits.contains { $0.question == question } })
    let page = try Conversation(width: 100).ask("help \(guide.topics[0])")
    if let line = answer.components(separatedBy: "\n").first, !line.isEmpty {
      #expect(page.contains(line.trimmingCharacters(in: .whitespaces)), "\(line)")
    }
  }

  /// Each name has three questions, and they have answers.
  @Test func everyNameHasQuestions() throws {
    let conversation = try Conversation(width: 100)
    _ = try conversation.ask("let the North = North East, North West")
    _ = try conversation.ask("let leverage = sum efficiency / sum allocation")
    let vocabulary = conversation.session.workspace.parser.vocabulary
    let names = Set(vocabulary.liveNames.map(\.name.official)).union(["2008-09", "2009-10", "2010-11"])
    #expect(names.count > 30)
    for name in names.sorted() {
      let page = try conversation.ask("about \(name)")
      let questions = page.components(separatedBy: "\n  Ask\n").last?.components(separatedBy: "\n") ?? []
      #expect(questions.count == 3, "\(page)")
      for question in questions {
        let answer = try conversation.ask(String(question.drop { $0 == " " }))
        #expect(conversation.session.errorCount == 0, "\(question): \(answer)")
      }
    }
  }

  @Test(arguments: [
    ("grwth", "help growth"), ("for exel users", "help for excel users"), ("languge", "help language"),
  ])
  func aMisspeltTopicIsSuggestedFor(_ topic: String, _ meant: String) throws {
    #expect(try Conversation().ask("help \(topic)").contains("Did you mean \(meant)"))
  }

  @Test func helpForLessonsListsWhatCanBeSaid() throws {
    let page = try Conversation(width: 80).ask("help learn")
    for word in ["hint", "show me", "skip", "back", "lessons", "play", "leave", "transcript to \"FILE\""] {
      #expect(page.contains("    \(word) "), "\(word): \(page)")
    }
  }

  /// The course in the manual is one that works.
  @Test func theCourseOfTheManualWorks() throws {
    let url = Transcript.tests.deletingLastPathComponent().appending(path: "Grammar/manual/courses.md")
    let parts = try String(contentsOf: url, encoding: .utf8).components(separatedBy: "```")
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try "ward,year,amount (£)\nAsh,2009-10,12.50\nElm,2009-10,7.50\n".write(
      to: folder.appending(path: "spending.csv"), atomically: true, encoding: .utf8)
    let (course, faults) = CourseReader.read(
      try #require(parts.dropFirst().first), file: folder.appending(path: "ours.riepl-course").path())
    let checker = CourseChecker(course, faults, named: "ours")
    #expect(checker.faults.isEmpty && checker.tried == 3, "\(checker.lines)")
  }
}
