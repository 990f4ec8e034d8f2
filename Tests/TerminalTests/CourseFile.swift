import Foundation

/// The lessons as their file has them, read without the program that they are part of.
struct CourseFile {
  struct Step {
    var name: String
    var task = ""
    var answer = ""
    var after = ""
    var same: [String] = []
    var hints: [String] = []
    var mistakes: [(reply: String, wrong: [String])] = []
  }

  var steps: [Step] = []
  /// The number of steps of each lesson.
  var lessons: [Int] = []

  static func read() throws -> CourseFile {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(
        path: "Sources/CRieplData/courses/first-questions.riepl-course")
    var course = CourseFile()
    let text = try String(contentsOf: url, encoding: .utf8).replacing("\n  ", with: " ")
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      course.take(
        String(line[..<colon]), line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces))
    }
    return course
  }

  private mutating func take(_ key: String, _ value: String) {
    if key == "lesson" { lessons.append(0) }
    if key == "step" {
      steps.append(Step(name: value))
      lessons[lessons.count - 1] += 1
    }
    guard !steps.isEmpty else { return }
    let last = steps.count - 1
    switch key {
    case "task": steps[last].task = value
    case "answer": steps[last].answer = value
    case "after": steps[last].after = value
    case "same": steps[last].same.append(value)
    case "hint": steps[last].hints.append(value)
    case "mistake": steps[last].mistakes.append(("", []))
    case "reply": steps[last].mistakes[steps[last].mistakes.count - 1].reply = value
    case "wrong": steps[last].mistakes[steps[last].mistakes.count - 1].wrong.append(value)
    default: break
    }
  }
}
