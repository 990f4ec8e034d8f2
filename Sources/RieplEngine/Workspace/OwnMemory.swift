public import RieplSyntax
import Synchronization

/// Says how much memory the process has for itself.
public protocol MemoryMeter: Sendable {
  /// How many bytes it has.
  var taken: Int { get }

  /// Gives back what was taken and is not needed now.
  func giveBack()
}

/// The memory that the process has for itself, and the bound that `--memory` sets.
///
/// Pages of files that are mapped don't count: the system takes them back whenever it needs them. What counts is what is
/// asked for with `malloc`. There is one bound for the process, as there is one process that has the memory.
///
/// Whatever can grow with the figures asks `fits` before it takes more, and gives up with an error where it doesn't.
public enum OwnMemory {
  private static let bound = Atomic<Int>(0)
  private static let meter = Mutex<(any MemoryMeter)?>(nil)

  /// The least that can be asked for: the program itself takes some of it.
  public static let least = 8 << 20

  /// The bound in bytes; nil where there is none.
  public static var limit: Int? {
    let bytes = bound.load(ordering: .relaxed)
    return bytes == 0 ? nil : bytes
  }

  /// Sets the bound for the rest of the process, with what says how much is taken.
  public static func setLimit(_ bytes: Int, _ taken: any MemoryMeter) {
    meter.withLock { $0 = taken }
    bound.store(bytes, ordering: .relaxed)
  }

  /// Whether so many bytes more are within the bound; where there is none, anything is.
  public static func fits(_ more: Int) -> Bool {
    guard let limit, let meter = meter.withLock({ $0 }) else { return true }
    if meter.taken + more <= limit { return true }
    // What has been given back may still stand ready to be taken again.
    meter.giveBack()
    return meter.taken + more <= limit
  }

  /// What there is to say where something needs more.
  public static func diagnostic(_ what: String, _ range: SourceRange) -> Diagnostic {
    let limit = limit ?? 0
    return Diagnostic(
      .tooLittleMemory, range,
      ["what": what, "limit": text(limit), "more": text(limit * 2)])
  }

  /// A number of bytes as it is given, such as 256MB; nil where it is none, or too large for a number.
  public static func bytes(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard let number = Int(digits), number > 0 else { return nil }
    let factor: Int? =
      switch text.dropFirst(digits.count).lowercased() {
      case "k", "kb", "kib": 1 << 10
      case "m", "mb", "mib": 1 << 20
      case "g", "gb", "gib": 1 << 30
      case "t", "tb", "tib": 1 << 40
      default: nil
      }
    guard let factor else { return nil }
    let (product, overflow) = number.multipliedReportingOverflow(by: factor)
    return overflow ? nil : product
  }

  /// A number of bytes as it would be given.
  public static func text(_ bytes: Int) -> String {
    for (name, size) in [("TB", 1 << 40), ("GB", 1 << 30), ("MB", 1 << 20)]
    where bytes >= size && (bytes % size == 0 || size == 1 << 20) {
      return "\((bytes + size - 1) / size)\(name)"
    }
    return "\((bytes + 1023) / 1024)KB"
  }
}
