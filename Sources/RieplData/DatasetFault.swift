/// Why a dataset can't be read: what is wrong, and where.
public struct DatasetFault: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, in the words of the message.
  public enum Reason: String, Sendable, CaseIterable {
    case badLine = "this line is not a name, a colon and what it says"
    case badNumber = "this is not a number that fits here"
    case badText = "this is not UTF-8"
    case badWidth = "this row has more or fewer fields than the headings"
    case badYear = "this is not a financial year"
    case emptyField = "nothing stands in the column"
    case emptyName = "a name is missing between the commas or strokes"
    case missingColumn = "there is no column"
    case missingFile = "there is no file"
    case missingKey = "this section does not say"
    case missingRows = "there is not one row for each combination of members"
    case missingSection = "there is no section"
    case otherYear = "this row is of another year"
    case repeatedName = "this stands here twice"
    case repeatedRow = "there is a row for these members already"
    case strayQuote = "a quotation mark is missing or stands in the wrong place"
    case unknownKey = "this section can't say"
    case unknownName = "nothing has the name"
    case unknownSection = "there is no such section as"
    case unknownUnit = "there is no unit"
  }

  /// What is wrong.
  public let reason: Reason
  /// The name, number or heading that it is about; may be empty.
  public let subject: String
  /// The file.
  public let file: String
  /// The line, counted from 1.
  public let line: Int

  /// Makes a fault.
  public init(_ reason: Reason, _ subject: String = "", file: String, line: Int) {
    self.reason = reason
    self.subject = subject
    self.file = file
    self.line = line
  }

  /// The fault in one line, such as `folder/dataset.txt, line 7: there is no column "amount"`.
  public var description: String {
    "\(file), line \(line): \(reason.rawValue)" + (subject.isEmpty ? "" : " \"\(subject)\"")
  }
}
