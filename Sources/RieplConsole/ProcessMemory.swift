internal import CPlatform
internal import Glibc
internal import RieplEngine

/// The memory of this process, as the system counts it: what is in memory and belongs to no file.
struct ProcessMemory: MemoryMeter {
  /// Where the system says it; it stays open, for a sandbox opens nothing.
  private let descriptor = unsafe open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
  private let pageSize = sysconf(Int32(_SC_PAGESIZE))

  /// How many bytes; 0 where the system does not say.
  var taken: Int {
    var text = [UInt8](repeating: 0, count: 128)
    let count = unsafe text.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, 0) }
    guard count > 0 else { return 0 }
    // All pages, those that are in memory, and those of them that are of files.
    let numbers = text[..<count].split { $0 < 0x30 || $0 > 0x39 }.prefix(3).map { digits in
      digits.reduce(0) { $0 * 10 + Int($1 & 15) }
    }
    return numbers.count == 3 ? max(0, numbers[1] - numbers[2]) * pageSize : 0
  }

  func giveBack() { riepl_give_memory_back() }
}
