import RieplSyntax

/// A calculation with a name of its own.
public struct Definition: Sendable {
  /// The name after `let`, as it was written but without quotes.
  public let name: String
  /// The tree that it was read into, and the question in it.
  let tree: Tree
  let question: QuestionID
  /// What the tree's ranges refer to.
  let source: SourceText
  /// The definition as the formatter writes it.
  public let text: String
}
