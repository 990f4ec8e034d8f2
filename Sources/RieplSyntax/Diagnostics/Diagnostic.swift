/// What is wrong with a statement, as facts; `DiagnosticCatalogue` has the English.
public struct Diagnostic: Error, Sendable, Hashable {
  /// Which kind of error it is.
  public let code: DiagnosticCode
  /// Where it is in the source.
  public var range: SourceRange
  /// What the message names, by the placeholders of the catalogue.
  public var facts: [String: String]
  /// Up to three things that would be right in the same place.
  public var suggestions: [String]

  /// Makes a diagnostic.
  public init(
    _ code: DiagnosticCode, _ range: SourceRange, _ facts: [String: String] = [:], suggestions: [String] = []
  ) {
    self.code = code
    self.range = range
    self.facts = facts
    self.suggestions = Array(suggestions.prefix(3))
  }
}
