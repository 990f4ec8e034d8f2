/// What a description says, section by section.
///
/// A description is a text of lines. A line without an indent starts a section: its kind, a colon and its name. An
/// indented line below it says one more thing about it: a key, a colon and a value. Empty lines and lines that start
/// with `#` are for the reader. `DatasetReader` says which sections and keys there are.
struct DatasetDescription {
  private(set) var sections: [DescriptionSection] = []

  /// Reads a description.
  init(_ file: DatasetFile) throws(DatasetFault) {
    try file.checkText()
    sections.reserveCapacity(24)
    let bytes = file.bytes
    var index = 0
    var line = 0
    while index < bytes.count {
      line += 1
      var end = index
      while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
      let start = index
      while index < end, bytes[index] == UInt8(ascii: " ") { index += 1 }
      let content = bytes[index..<end]
      let isIndented = index > start
      index = end + 1
      guard let first = content.first, first != UInt8(ascii: "#") else { continue }
      guard let (key, value) = DatasetDescription.parts(content) else {
        throw DatasetFault(.badLine, file: file.path, line: line)
      }
      if isIndented {
        guard !sections.isEmpty else { throw DatasetFault(.badLine, file: file.path, line: line) }
        try sections[sections.count - 1].add(key, value, line)
      } else {
        sections.append(DescriptionSection(kind: key, name: value, file: file.path, line: line))
      }
    }
  }

  /// What stands before and after the first colon of a line; nil where one of them is missing.
  private static func parts(_ content: ArraySlice<UInt8>) -> (key: String, value: String)? {
    guard let colon = content.firstIndex(of: UInt8(ascii: ":")), colon > content.startIndex else {
      return nil
    }
    var start = colon + 1
    while start < content.endIndex, content[start] == UInt8(ascii: " ") { start += 1 }
    if start == content.endIndex { return nil }
    return (
      String(decoding: content[..<colon], as: UTF8.self), String(decoding: content[start...], as: UTF8.self)
    )
  }
}
