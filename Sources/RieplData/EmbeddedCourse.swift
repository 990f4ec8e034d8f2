import CRieplData

/// The lessons that are part of the program, as their file has them.
public enum EmbeddedCourse {
  /// The text of the course. Reading it takes time only where lessons are wanted.
  public static var text: String {
    let file = unsafe riepl_course()
    return unsafe String(
      decoding: UnsafeBufferPointer(start: file.bytes, count: file.count), as: UTF8.self)
  }
}
