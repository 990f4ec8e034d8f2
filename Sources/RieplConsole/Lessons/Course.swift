// Lessons at the prompt: how it fits together.
//
//     course file ─► CourseReader ─► Course ─► Tutor (at the prompt) ──► Session: the learner's own conversation
//                                      │          │                         │
//                                      │          └─► Judge ◄── Reply ◄─────┘   what the line came to
//                                      │                ▲
//                                      └─► CourseChecker ┘   the same judge, without a learner
//
// A course is data: Sources/CRieplData/courses has the one that is part of the program, and `learn "FILE"` reads any
// other. The judge never looks at how a question is written: it compares what the learner's line came to with what the
// model answer comes to. Grammar/manual/courses.md documents the format.

/// Lessons, as a file has them.
public struct Course: Sendable {
  /// What it is called; progress is kept under this name.
  public var title = ""
  /// What it is about, in a sentence.
  public var about = ""
  /// Statements that come before each lesson, such as those that load figures.
  public var data: [CourseText] = []
  /// The lessons, in order.
  public var lessons: [Lesson] = []
  /// The file that it was read from; nil for the one that is part of the program.
  public var file: String?

  /// A course without lessons.
  public init() {}

  /// The places of all steps, in order.
  var places: [LessonPlace] {
    lessons.indices.flatMap { lesson in
      lessons[lesson].steps.indices.map { LessonPlace(lesson: lesson, step: $0) }
    }
  }

  subscript(place: LessonPlace) -> Step { lessons[place.lesson].steps[place.step] }

  /// What a step is kept under.
  func identity(_ place: LessonPlace) -> String { self[place].name.text }
}

/// A text of a course and the line that it stands in.
public struct CourseText: Sendable, Hashable {
  /// The text, with lines that went on joined by spaces.
  public var text: String
  /// The line, from 1.
  public var line: Int
}

/// Some steps about one thing.
public struct Lesson: Sendable {
  /// What it is called.
  public var title: CourseText
  /// What one can do afterwards, in a sentence.
  public var about = ""
  /// The steps, in order.
  public var steps: [Step] = []
}

/// One idea, one task, and how an answer to it is judged.
public struct Step: Sendable {
  /// A short name that no other step of the course has.
  public var name: CourseText
  /// The words that are new in it: a word of the language, several that go together, or the name of a figure.
  public var word: CourseText?
  /// The idea, in one sentence or two.
  public var teach = CourseText(text: "", line: 0)
  /// What is to be found out.
  public var task = CourseText(text: "", line: 0)
  /// A statement that does what the task asks for.
  public var answer = CourseText(text: "", line: 0)
  /// Other statements that do it as well; the checker tries them.
  public var same: [CourseText] = []
  /// Words that the learner's own line has to have.
  public var uses: [CourseText] = []
  /// What counts beside values, units and members.
  public var judge: [CourseText] = []
  /// A question whose answer shows what a definition came to.
  public var probe: CourseText?
  /// What `hint` says, one after the other.
  public var hints: [CourseText] = []
  /// Mistakes that can be foreseen.
  public var mistakes: [Mistake] = []
  /// What happened, in a sentence, once the task is done.
  public var after = CourseText(text: "", line: 0)
}

/// A mistake that can be foreseen, and what is said about it.
public struct Mistake: Sendable {
  /// By what it is recognised.
  public var condition: CourseText
  /// What is said.
  public var reply = CourseText(text: "", line: 0)
  /// Statements that make the mistake; the checker tries them.
  public var wrong: [CourseText] = []
}

/// A step by its numbers, from 0.
struct LessonPlace: Sendable, Hashable {
  var lesson: Int
  var step: Int
}

/// Something that is wrong with a course.
public struct CourseFault: Sendable, Hashable {
  /// The line, from 1.
  public let line: Int
  /// What is wrong, in a sentence without a full stop.
  public let why: String
}
