internal import Glibc
import RieplEngine
import Synchronization

/// The columns of a file as they were kept, mapped into memory.
///
/// Whatever stands in it, nothing outside of it is read, and nothing traps: each piece is held against its checksum and
/// its bounds before it is used. Where one is damaged, the file that it was made of is read instead.
final class KeptFile: Sendable {
  let file: MappedFile
  let trailer: KeptFormat.Trailer
  let contents: KeptContents
  /// Reads the file itself; nil where that is not possible any more.
  private let again: @Sendable () -> Catalog?
  private let rebuilt = Mutex<Catalog??>(nil)
  private let hasDamage = Atomic<Bool>(false)

  /// Opens what was kept under a path; refuses what is not a plain file of this user alone.
  init(path: String, key: KeptKey, again: @escaping @Sendable () -> Catalog?) throws(KeptFault) {
    self.again = again
    var status = stat()
    guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
      status.st_mode & 0o077 == 0
    else { throw .absent }
    do throws(TableFault) {
      file = try MappedFile(path: path)
    } catch {
      throw .absent
    }
    guard file.status.st_ino == status.st_ino, file.status.st_dev == status.st_dev else { throw .absent }
    guard file.count > KeptFormat.trailerSize else { throw .damaged }
    trailer = try KeptFormat.Trailer(file.copy(file.count - KeptFormat.trailerSize..<file.count))
    let piece = trailer.contents
    guard KeptFile.isInside(piece, file) else { throw .damaged }
    let bytes = file.copy(piece.offset..<piece.offset + piece.count)
    guard Checksum.of(bytes) == piece.checksum else { throw .damaged }
    contents = try KeptContents(bytes)
    guard contents.key == key else { throw contents.key.path == key.path ? .stale : .absent }
    for chunk in contents.chunks {
      for column in chunk.codes { if let column, !isInside(column.piece) { throw .damaged } }
      for column in chunk.figures where !isInside(column.piece) { throw .damaged }
      if let marks = chunk.marks, !isInside(marks) { throw .damaged }
    }
    for meaning in contents.meanings where !isInside(meaning.piece) { throw .damaged }
    for join in contents.joins {
      guard let names = join.names else { continue }
      guard isInside(names.bytes), isInside(names.starts), names.starts.count == (names.count + 1) * 4 else {
        throw .damaged
      }
    }
  }

  private func isInside(_ piece: KeptFormat.Piece) -> Bool { KeptFile.isInside(piece, file) }

  private static func isInside(_ piece: KeptFormat.Piece, _ file: MappedFile) -> Bool {
    piece.offset % KeptFormat.alignment == 0 && piece.offset <= file.count
      && piece.count <= file.count - piece.offset
  }

  /// The bytes of a piece, which are not looked at.
  func bytes(_ piece: KeptFormat.Piece) -> UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: file.bytes + piece.offset, count: piece.count)
  }

  /// Whether a piece is what was written.
  func isWhole(_ piece: KeptFormat.Piece) -> Bool { unsafe Checksum.of(bytes(piece)) == piece.checksum }

  /// Four-byte numbers of a piece; nil where it is damaged.
  func numbers(_ piece: KeptFormat.Piece) -> [UInt32]? {
    guard isWhole(piece) else { return nil }
    return unsafe Array(bytes(piece).bindMemory(to: UInt32.self))
  }

  /// Whether a piece turned out to be damaged.
  var isDamaged: Bool { hasDamage.load(ordering: .relaxed) }

  /// Says that a piece is damaged.
  func noteDamage() { hasDamage.store(true, ordering: .relaxed) }

  /// The catalogue as it is with the file itself; nil where that can't be read.
  func readAgain() -> Catalog? {
    rebuilt.withLock { known in
      if let known { return known }
      let catalog = again()
      known = .some(catalog)
      return catalog
    }
  }
}

/// The names of a large dimension in a kept file.
final class KeptNames: MemberSource {
  private let kept: KeptFile
  private let names: KeptFormat.Piece
  private let starts: KeptFormat.Piece
  let count: Int
  /// The number of the dimension in the catalogue.
  private let number: Int
  /// 0 until its pieces were looked at, then 1 where they are whole, and 2 where they are not.
  private let state = Atomic<Int>(0)

  init(_ kept: KeptFile, _ names: KeptFormat.Piece, _ starts: KeptFormat.Piece, count: Int, number: Int) {
    self.kept = kept
    self.names = names
    self.starts = starts
    self.count = count
    self.number = number
  }

  private var isWhole: Bool {
    let known = state.load(ordering: .relaxed)
    if known > 0 { return known == 1 }
    let isWhole = kept.isWhole(names) && kept.isWhole(starts)
    state.store(isWhole ? 1 : 2, ordering: .relaxed)
    return isWhole
  }

  /// Where a name starts and ends among the bytes of all.
  private func range(_ code: Int) -> Range<Int> {
    let (low, high) = unsafe kept.bytes(starts).withMemoryRebound(to: UInt32.self) {
      unsafe (Int($0[code]), Int($0[code + 1]))
    }
    return low <= high && high <= names.count ? low..<high : 0..<0
  }

  func member(_ code: Int) -> Member {
    guard code >= 0, code < count else { return Member(name: "") }
    guard isWhole else {
      let members = kept.readAgain().flatMap {
        number < $0.dimensions.count ? $0.dimensions[number].members : nil
      }
      guard let members, code < members.count else { return Member(name: "not known") }
      return members[code]
    }
    return Member(name: unsafe String(decoding: kept.bytes(names)[range(code)], as: UTF8.self))
  }

  func codes(named text: [UInt8], isStart: Bool, limit: Int) -> [Int] {
    guard isWhole else {
      let members = kept.readAgain().flatMap {
        number < $0.dimensions.count ? $0.dimensions[number].members : nil
      }
      return members?.codes(named: text, isStart: isStart, limit: limit) ?? []
    }
    var result: [Int] = []
    let all = unsafe kept.bytes(names)
    for code in 0..<count where result.count < limit {
      let range = range(code)
      guard isStart ? range.count >= text.count : range.count == text.count else { continue }
      var index = 0
      while index < text.count {
        let byte = unsafe all[range.lowerBound &+ index]
        if (byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte) != text[index] { break }
        index &+= 1
      }
      if index == text.count { result.append(code) }
    }
    return result
  }
}
