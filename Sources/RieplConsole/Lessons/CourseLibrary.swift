internal import RieplData
internal import RieplEngine
internal import RieplSyntax

/// Where courses come from.
public enum CourseLibrary {
  /// How the file of a course ends.
  public static let ending = ".riepl-course"

  /// The text of the course that is part of the program.
  public static var builtInText: String { EmbeddedCourse.text }

  /// The course that is part of the program.
  public static func builtIn() -> Course { CourseReader.read(builtInText).course }

  /// A course from a file, with all that is wrong with how it is written; the system's words where there is no file.
  static func read(_ path: String) -> Result<(course: Course, faults: [CourseFault]), ReadFault> {
    switch SourceFile.contents(path: path, limit: CourseReader.byteLimit) {
    case .failure(let fault): return .failure(fault)
    case .success(let bytes):
      guard bytes.count <= CourseReader.byteLimit else {
        return .failure(ReadFault(reason: "it is larger than a course may be"))
      }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        return .failure(ReadFault(reason: "it is not UTF-8"))
      }
      return .success(CourseReader.read(text, file: path))
    }
  }

  /// A catalogue with nothing in it but the figures of the program.
  static func catalog() -> Catalog {
    var catalog = Catalog()
    do throws(DatasetFault) {
      try EmbeddedDatasets.load(into: &catalog)
    } catch {
      // The files are part of the program, and the tests read them.
      return catalog
    }
    return catalog
  }

  /// A course's data statement as a source, so that files are looked for beside the course.
  static func source(_ statement: CourseText, of course: Course) -> SourceText {
    SourceText(name: course.file, statement.text)
  }
}
