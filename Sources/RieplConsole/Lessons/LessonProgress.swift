internal import Glibc
internal import RieplSyntax

/// How far somebody is in each course: kept between sittings, in a file that only its owner can read.
struct LessonProgress {
  /// What was done about a step.
  enum Mark: String {
    case done, shown, skipped
  }

  /// The steps of each course, by their names.
  private(set) var marks: [String: [String: Mark]] = [:]
  /// The step of each course at which to go on.
  private(set) var places: [String: String] = [:]
  private let path: String?
  /// Why it is not kept, if it is not.
  private(set) var warning: String?

  private static let byteLimit = 1 << 20
  private static let heading = "riepl lessons 1"

  /// What is kept so far; a file that can't be read counts as empty, and is left as it is.
  ///
  /// - Parameter folder: Where it is kept; nil for nowhere.
  init(folder: String?, reason: String? = nil) {
    guard let folder else {
      path = nil
      warning = reason.map { "Your place in the lessons is not kept: \($0)." }
      return
    }
    let file = folder + "/lessons"
    var status = stat()
    guard unsafe lstat(file, &status) == 0 else {
      path = file
      return
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      path = nil
      warning = "Your place in the lessons is not kept: \(file) is not a plain file."
      return
    }
    path = file
    switch SourceFile.contents(path: file, limit: LessonProgress.byteLimit) {
    case .failure(let fault):
      warning = "Your place in the lessons is not known: \(file) can't be read: \(fault.reason)."
    case .success(let bytes): read(String(decoding: bytes, as: UTF8.self))
    }
  }

  private mutating func read(_ text: String) {
    var course: String?
    for (number, line) in text.split(separator: "\n").enumerated() {
      if number == 0 {
        guard line == LessonProgress.heading else { return }
        continue
      }
      guard let space = line.firstIndex(of: " ") else { continue }
      let value = String(line[line.index(after: space)...])
      switch (line[..<space], course) {
      case ("course", _): course = value
      case ("at", let course?): places[course] = value
      case (let word, let course?):
        if let mark = Mark(rawValue: String(word)) { marks[course, default: [:]][value] = mark }
      default: continue
      }
    }
  }

  /// What was done about a step; nil where nothing was.
  func mark(_ step: String, of course: String) -> Mark? { marks[course]?[step] }

  /// Notes what was done about a step. One that was done stays done.
  mutating func set(_ mark: Mark, _ step: String, of course: String) {
    if marks[course]?[step] == .done { return }
    marks[course, default: [:]][step] = mark
  }

  /// Notes where to go on.
  mutating func go(to step: String?, of course: String) { places[course] = step }

  /// The file's text.
  private var text: String {
    var text = LessonProgress.heading + "\n"
    for course in Set(marks.keys).union(places.keys).sorted() {
      text += "course \(course)\n"
      if let place = places[course] { text += "at \(place)\n" }
      for (step, mark) in (marks[course] ?? [:]).sorted(by: { $0.key < $1.key }) {
        text += "\(mark.rawValue) \(step)\n"
      }
    }
    return text
  }

  /// Writes the file, whole or not at all; the first time that this fails it says why.
  mutating func save() {
    guard let path, warning == nil else { return }
    do throws(AtomicFile.Fault) {
      try AtomicFile.write(Array(text.utf8), to: path, replaces: true, mode: 0o600)
    } catch {
      warning = "Your place in the lessons is not kept: \(path) can't be written: \(error.reason)."
    }
  }
}
