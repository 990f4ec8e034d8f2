/// What stops an evaluation; the caller turns it into a diagnostic for the statement.
public enum EngineFault: Error, Sendable, Hashable {
  case arithmetic(ArithmeticFault)
  case tooManySteps
  case tooManyRows
  case cancelled
  /// The source of the rows failed, with a sentence for the user.
  case source(String)
  /// More memory is needed than there may be, with what it is needed for.
  case tooLittleMemory(String)
}
