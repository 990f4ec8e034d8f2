import CScan
internal import Glibc
import RieplEngine
import Synchronization

/// Columns that are put aside in a file without a name, because there may not be as much memory as they take.
///
/// They are mapped from there: the pages are read when they are needed and given up when the system wants them. Nothing
/// of the file is left when the process ends, however it ends.
@safe final class AsideFile: Sendable {
  /// How much of the bound columns may take before any are put aside.
  private static let share = 4

  private let descriptor: Int32
  private let folder: String
  private let end = Mutex(0)

  /// Whether columns of so many bytes so far are too many to stay in memory.
  static func isNeeded(_ bytes: Int) -> Bool { OwnMemory.limit.map { bytes > $0 / share } ?? false }

  /// Makes the file, in the folder that `TMPDIR` names, or else in that for large files.
  init() throws(TableFault) {
    let wanted = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? ""
    folder = wanted.isEmpty ? "/var/tmp" : wanted
    let file = unsafe riepl_open_nameless(folder)
    guard file >= 0 else { throw AsideFile.fault(folder, errno) }
    descriptor = file
  }

  deinit { close(descriptor) }

  private static func fault(_ folder: String, _ code: Int32) -> TableFault {
    .noRoomAside(folder: folder, why: unsafe String(cString: strerror(code)).lowercased())
  }

  /// Bytes of the file, as they stand in memory.
  @safe final class Part: @unchecked Sendable {
    let start: UnsafeMutableRawPointer
    private let count: Int

    fileprivate init(_ start: UnsafeMutableRawPointer, _ count: Int) {
      unsafe self.start = start
      self.count = count
    }

    deinit { unsafe munmap(start, count) }
  }

  /// Puts pieces of memory aside, one behind the other, each at a multiple of 16; they can be read from then on.
  func put(_ pieces: [UnsafeRawBufferPointer]) throws(TableFault) -> Part {
    let page = 4096
    let size = unsafe pieces.reduce(0) { $0 + ($1.count + 15) / 16 * 16 }
    let place = end.withLock { end in
      defer { end += (max(1, size) + page - 1) / page * page }
      return end
    }
    var offset = place
    for index in unsafe pieces.indices {
      let piece = unsafe pieces[index]
      var done = 0
      while done < piece.count {
        let written = unsafe pwrite(
          descriptor, piece.baseAddress.map { unsafe $0 + done }, piece.count - done, off_t(offset + done))
        if written < 0, errno == EINTR { continue }
        guard written > 0 else { throw AsideFile.fault(folder, written == 0 ? ENOSPC : errno) }
        done += written
      }
      offset += (piece.count + 15) / 16 * 16
    }
    let start = unsafe mmap(nil, max(1, size), PROT_READ, MAP_SHARED, descriptor, off_t(place))
    guard let start = unsafe start, unsafe start != MAP_FAILED else { throw AsideFile.fault(folder, errno) }
    return unsafe Part(start, max(1, size))
  }
}

/// Keeps the columns of parts of a file in memory as long as they are few there, and puts all others aside.
final class ColumnKeeper: Sendable {
  private let state = Mutex<(bytes: Int, file: AsideFile?)>((0, nil))

  /// Takes a part that is whole.
  func settle(_ chunk: ColumnChunk) throws(TableFault) {
    guard OwnMemory.limit != nil else { return }
    let size = chunk.size
    let file = try state.withLock { state throws(TableFault) -> AsideFile? in
      state.bytes += size
      guard AsideFile.isNeeded(state.bytes) else { return nil }
      if state.file == nil { state.file = try AsideFile() }
      return state.file
    }
    if let file { try chunk.move(to: file) }
    if !OwnMemory.fits(0) { throw .tooLittleMemory("its texts and the notes of its figures") }
  }
}
