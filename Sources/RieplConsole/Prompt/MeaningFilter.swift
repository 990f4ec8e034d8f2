internal import RieplEngine
internal import RieplSyntax

/// Leaves out places and years that the grammar takes and the meaning does not, such as a region behind `year =`.
///
/// The checker is asked, once for each dimension.
struct MeaningFilter {
  private let workspace: Workspace
  private let text: String
  private var known: [Int?: Bool] = [:]

  init(workspace: Workspace, text: String) {
    self.workspace = workspace
    self.text = text
  }

  /// Whether something that is offered may stand there.
  mutating func keeps(_ completion: Completion) -> Bool {
    let dimension: Int?
    switch completion.kind {
    case .year: dimension = workspace.catalog.yearDimension
    case .name(.member(let number, _)), .name(.whole(let number)), .name(.group(let number, _)):
      dimension = number
    case .name, .word: return true
    }
    if let answer = known[dimension] { return answer }
    let answer = fits(completion)
    known[dimension] = answer
    return answer
  }

  private func fits(_ completion: Completion) -> Bool {
    let start = Int(completion.replaced.start)
    let before = String(decoding: text.utf8.prefix(start), as: UTF8.self)
    // Earlier statements of the text have no say.
    let line = before.split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
    do throws(Diagnostic) {
      _ = try workspace.preview(SourceText(line + completion.text))
      return true
    } catch {
      let isHere = Int(error.range.end) > line.utf8.count
      return !(isHere && MeaningFilter.faults.contains(error.code))
    }
  }

  /// What is said of a member of a dimension that has no place there.
  private static let faults: Set<DiagnosticCode> = [.mixedDimensions, .lacksDimension, .dimensionTwice]
}
