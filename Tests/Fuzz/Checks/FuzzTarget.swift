public import RieplEngine
import RieplData

/// What is thrown at riepl: each target reads any bytes at all, and says what must hold of them.
public enum FuzzTarget: String, CaseIterable, Sendable {
  /// One text of statements: ranges, the formatter, the evaluation and all forms of answers.
  case statement
  /// A whole script through a session, as the program runs it.
  case script
  /// Numbers, money, percentages and names: what is printed reads back.
  case literal
  /// A table of the user's own, with or without a description: all that is counted is there, and what is written of it
  /// reads back.
  case table

  /// Checks one input; throws what does not hold of it.
  public func check(_ bytes: [UInt8], _ catalog: Catalog) throws {
    switch self {
    case .statement: try StatementCheck.check(bytes, catalog)
    case .script: try ScriptCheck.check(bytes, catalog)
    case .literal: try LiteralCheck.check(bytes, catalog)
    case .table: try TableCheck.check(bytes, catalog)
    }
  }

  /// The data that all targets ask.
  public static func catalog() throws -> Catalog {
    var catalog = Catalog()
    try EmbeddedDatasets.load(into: &catalog)
    return catalog
  }
}

/// Something that does not hold of an input.
public struct Finding: Error, CustomStringConvertible {
  /// What does not hold, with the texts that show it.
  public let description: String

  init(_ description: String) { self.description = description }
}

/// Throws where a condition does not hold.
func require(_ condition: Bool, _ message: @autoclosure () -> String) throws(Finding) {
  if !condition { throw Finding(message()) }
}
