import Glibc
import RieplEngine
import RieplFuzz

/// The data, read once.
private let catalog: Catalog = {
  do { return try FuzzTarget.catalog() } catch { fatalError("\(error)") }
}()

/// What RIEPL_FUZZ names.
private let target: FuzzTarget = {
  let name = unsafe getenv("RIEPL_FUZZ").map { unsafe String(cString: $0) } ?? "statement"
  guard let target = FuzzTarget(rawValue: name) else { fatalError("no target is called \(name)") }
  return target
}()

/// Checks one input, and ends the process with what does not hold of it.
private func check(_ bytes: [UInt8], _ target: FuzzTarget) {
  do {
    try target.check(bytes, catalog)
  } catch {
    fatalError("\(target): \(error)")
  }
}

#if FUZZING
  /// What libFuzzer calls with each input.
  @_cdecl("LLVMFuzzerTestOneInput")
  public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    unsafe check(Array(UnsafeBufferPointer(start: start, count: count)), target)
    return 0
  }
#else
  /// Without the fuzzer: checks the files that are named.
  @main
  struct Main {
    static func main() throws {
      for path in CommandLine.arguments.dropFirst() {
        guard let file = unsafe fopen(path, "rb") else { fatalError("\(path) can't be read") }
        defer { unsafe fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = unsafe getc(file), byte >= 0 { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        check(bytes, target)
      }
    }
  }
#endif
