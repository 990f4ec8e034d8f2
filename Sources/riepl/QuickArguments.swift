internal import RieplConsole

/// The plainest command lines, read without the argument parser, which takes a millisecond to get going.
///
/// A test holds it against the argument parser: what it reads at all it reads in the same way.
enum QuickArguments {
  /// `riepl -c STATEMENT` (also several) and `riepl FILE`; nil for everything else.
  static func invocation(_ arguments: [String]) -> Invocation? {
    var invocation = Invocation()
    var rest = arguments[...]
    while let first = rest.first {
      rest = rest.dropFirst()
      if first == "-c", let statement = rest.first, !statement.hasPrefix("-") {
        invocation.statements.append(statement)
        rest = rest.dropFirst()
      } else if !first.hasPrefix("-"), !first.isEmpty, first != "fmt", first != "check", first != "learn",
        rest.isEmpty,
        invocation.statements.isEmpty
      {
        invocation.file = first
      } else {
        return nil
      }
    }
    return invocation
  }
}
