/// A file of a dataset: its description or one of its tables.
struct DatasetFile: Sendable {
  /// The folder of the dataset and the name of the file, with a slash between them.
  let path: String
  let bytes: [UInt8]
}
