import CRieplData
public import RieplEngine

/// The datasets that are part of the program.
///
/// Each is a folder of the target CRieplData with a description, `dataset.txt`, and the CSV files that this names.
/// Nothing here knows what they are about.
public enum EmbeddedDatasets {
  /// Adds all embedded datasets to a catalogue.
  ///
  /// Takes a fraction of a millisecond. Their files are fixed when the program is built and tests load them, so that
  /// a fault is a mistake in the program; the catalogue then has the datasets before the faulty one.
  public static func load(into catalog: inout Catalog) throws(DatasetFault) {
    let files = files()
    for file in files where file.path.hasSuffix(descriptionEnding) {
      let folder = String(file.path.dropLast(descriptionEnding.utf8.count))
      try DatasetReader.read(folder: folder, of: files, into: &catalog)
    }
  }

  private static let descriptionEnding = "/" + DatasetReader.descriptionName

  /// All embedded files.
  static func files() -> [DatasetFile] {
    (0..<riepl_data_file_count()).map { number in
      let file = unsafe riepl_data_file_at(number)
      return unsafe DatasetFile(
        path: String(cString: file.path),
        bytes: [UInt8](UnsafeBufferPointer(start: file.bytes, count: file.count)))
    }
  }
}
