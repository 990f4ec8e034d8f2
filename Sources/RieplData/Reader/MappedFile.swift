import CScan
internal import Glibc

/// A file of which the bytes stand in memory as they are needed; its pages are given back behind the reader.
///
/// 4,096 zeros stand before its first byte and behind its last one, so that whole words can be read at its edges.
@safe final class MappedFile: @unchecked Sendable {
  /// The path as it was given.
  let path: String
  /// How many bytes there are.
  let count: Int
  /// The first byte.
  let bytes: UnsafePointer<UInt8>
  private let region: UnsafeMutableRawPointer
  private let regionSize: Int
  private let descriptor: Int32
  /// What the system says of it.
  let status: stat

  private static let page = 4096

  /// Opens a file; a folder, a pipe, a device and an empty file are refused, and nothing waits.
  init(path: String) throws(TableFault) {
    self.path = path
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw TableFault.unreadable(MappedFile.reason(errno)) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      close(descriptor)
      throw TableFault.unreadable(MappedFile.reason(errno))
    }
    self.status = status
    count = Int(status.st_size)
    let kind: String? =
      switch status.st_mode & S_IFMT {
      case S_IFREG: status.st_size == 0 ? "it is empty" : nil
      case S_IFDIR: "it is a folder"
      case S_IFIFO: "it is a pipe, and only a file can be read"
      default: "it is a device, and only a file can be read"
      }
    if let kind {
      close(descriptor)
      throw TableFault.unreadable(kind)
    }
    let pages = (count + MappedFile.page - 1) / MappedFile.page
    regionSize = (pages + 2) * MappedFile.page
    // Zeros all over first, and the file in the middle of them.
    let room = unsafe mmap(nil, regionSize, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let room = unsafe room, unsafe room != MAP_FAILED else {
      close(descriptor)
      throw TableFault.unreadable("there is not enough memory to map it")
    }
    let start = unsafe room + MappedFile.page
    guard unsafe mmap(start, count, PROT_READ, MAP_SHARED | MAP_FIXED, descriptor, 0) != MAP_FAILED else {
      unsafe munmap(room, regionSize)
      close(descriptor)
      throw TableFault.unreadable("it can't be mapped into memory")
    }
    unsafe region = room
    unsafe bytes = UnsafePointer(start.assumingMemoryBound(to: UInt8.self))
    unsafe riepl_guard_add(bytes, pages * MappedFile.page)
    unsafe madvise(start, count, MADV_SEQUENTIAL)
  }

  deinit {
    unsafe riepl_guard_remove(bytes)
    unsafe munmap(region, regionSize)
    close(descriptor)
  }

  /// Whether the file is still the one that was opened: nobody has written to it or cut it off.
  var isUnchanged: Bool {
    var now = stat()
    guard unsafe riepl_guard_was_hit(bytes) == 0, unsafe fstat(descriptor, &now) == 0 else { return false }
    return now.st_size == status.st_size && now.st_mtim.tv_sec == status.st_mtim.tv_sec
      && now.st_mtim.tv_nsec == status.st_mtim.tv_nsec
  }

  /// When it was last written to, in nanoseconds.
  var modified: Int64 { Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec) }

  /// Asks for all pages of a part at once, which takes half as long as one after the other when they are read.
  func fetch(_ range: Range<Int>) {
    let first = range.lowerBound / MappedFile.page * MappedFile.page
    unsafe riepl_fetch_pages(bytes + first, range.upperBound - first)
  }

  /// Gives the pages of a part back; reading them again fetches them again.
  func release(_ range: Range<Int>) {
    let first = (range.lowerBound + MappedFile.page - 1) / MappedFile.page * MappedFile.page
    let last = range.upperBound / MappedFile.page * MappedFile.page
    guard last > first else { return }
    unsafe madvise(UnsafeMutableRawPointer(mutating: bytes) + first, last - first, MADV_DONTNEED)
  }

  /// A part of it, copied.
  func copy(_ range: Range<Int>) -> [UInt8] {
    let range = range.clamped(to: 0..<count)
    return unsafe Array(UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count))
  }

  /// Where the first byte of a kind stands from an offset on; nil if there is none before the end.
  func first(_ byte: UInt8, from start: Int, to end: Int) -> Int? {
    guard start < end, let found = unsafe memchr(bytes + start, Int32(byte), end - start) else { return nil }
    return unsafe UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - bytes
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case ENOENT: "there is no such file"
    case EACCES, EPERM: "you may not read it"
    case ENXIO: "it is a device, and only a file can be read"
    default: unsafe String(cString: strerror(code)).lowercased()
    }
  }
}

/// Why a table can't be read at all.
public enum TableFault: Error, Sendable, Hashable {
  /// The file can't be read, with a clause that says why.
  case unreadable(String)
  /// The file that describes it does not fit, with where in it and a clause that says why.
  case misfit(description: String, place: String, why: String)
  /// Reading was stopped.
  case cancelled
  /// More memory is needed than there may be, with what it is needed for.
  case tooLittleMemory(String)
  /// Columns that are more than fits into memory can't be put aside either, with the folder and why.
  case noRoomAside(folder: String, why: String)
}

extension TableFault {
  /// Whether the file could be read, and it is what stands in it that is no table.
  public var isOfContent: Bool {
    guard case .unreadable(let why) = self else { return false }
    return ["it has ", "its ", "there is no table", "it is UTF", "it is compressed", "it is a workbook"]
      .contains { why.hasPrefix($0) }
  }
}
