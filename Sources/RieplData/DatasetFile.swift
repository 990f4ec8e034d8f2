/// A file of a dataset: its description or one of its tables.
struct DatasetFile: Sendable {
  /// The folder of the dataset and the name of the file, with a slash between them.
  let path: String
  let bytes: [UInt8]

  /// Makes sure that the file is UTF-8.
  func checkText() throws(DatasetFault) {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      let line = bytes[..<error.byteOffsets.lowerBound].count { $0 == UInt8(ascii: "\n") } + 1
      throw DatasetFault(.badText, file: path, line: line)
    }
  }
}
