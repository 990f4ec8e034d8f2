internal import Glibc
import RieplEngine

/// What a kept file is of: a file, the way in which it is read, and all that its names were held against.
struct KeptKey: Sendable, Hashable {
  /// The path of the file from the root, with all links followed.
  let path: String
  /// The words behind it, as far as they change what is read.
  let options: String
  /// The version of the program.
  let program: String
  /// What was in the catalogue before.
  let before: UInt64
  /// What the descriptions beside the file are.
  let descriptions: UInt64

  init(path: String, options: LoadOptions, catalog: Catalog, program: String) {
    if let resolved = unsafe realpath(path, nil) {
      self.path = unsafe String(cString: resolved)
      unsafe free(resolved)
    } else {
      self.path = path
    }
    self.options = options.canonical
    self.program = program
    before = catalog.datasets.reduce(UInt64(catalog.datasets.count)) {
      Checksum.of($1.name, seed: $0 &* 31 &+ $1.stamp)
    }
    descriptions = TableDescription.checksum(besideFile: path)
  }

  init(_ decoder: inout KeptDecoder) throws(KeptFault) {
    path = try decoder.text()
    options = try decoder.text()
    program = try decoder.text()
    before = try decoder.word()
    descriptions = try decoder.word()
  }

  func encode(_ encoder: inout KeptEncoder) {
    encoder.add(path)
    encoder.add(options)
    encoder.add(program)
    encoder.add(before)
    encoder.add(descriptions)
  }

  /// The name of the kept file: that of the file itself, as far as it has plain letters, and a number.
  var fileName: String {
    let file = path.split(separator: "/").last.map(String.init) ?? ""
    let plain = file.utf8.prefix(40).map { byte in
      (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte >= 0x30 && byte <= 0x39
        ? byte : UInt8(ascii: "-")
    }
    let number = String(Checksum.of(options, seed: Checksum.of(path, seed: before)), radix: 16)
    return String(decoding: plain, as: UTF8.self) + "-" + String(repeating: "0", count: 16 - number.count)
      + number + KeptFormat.ending
  }
}

extension LoadOptions {
  /// What changes how a file is read, in one text.
  var canonical: String {
    var encoder = KeptEncoder()
    encoder.add(name)
    encoder.add(overrides) {
      $0.add($1.column)
      $0.add($1.what)
    }
    return String(decoding: encoder.bytes, as: UTF8.self)
  }
}

/// How a file is told from what it was before.
struct SourceStamp: Sendable, Hashable {
  let size: Int
  /// In nanoseconds.
  let modified: Int
  /// When its contents or its rights changed last, in nanoseconds.
  let changed: Int
  let inode: Int
  let device: Int
  /// The number of its contents.
  var checksum: UInt64 = 0
  /// When it was read, in nanoseconds.
  let read: Int

  /// What is known of a file without reading it.
  init(_ file: MappedFile) {
    size = file.count
    modified = Int(file.modified)
    changed = file.status.st_ctim.tv_sec &* 1_000_000_000 &+ file.status.st_ctim.tv_nsec
    inode = Int(truncatingIfNeeded: file.status.st_ino)
    device = Int(truncatingIfNeeded: file.status.st_dev)
    var now = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    read = now.tv_sec &* 1_000_000_000 &+ now.tv_nsec
  }

  init(_ words: [UInt64]) {
    let numbers = words.map { Int(Int64(bitPattern: $0)) }
    size = numbers[0]
    modified = numbers[1]
    changed = numbers[2]
    inode = numbers[3]
    device = numbers[4]
    checksum = words[5]
    read = numbers[6]
  }

  var words: [UInt64] {
    let numbers = [size, modified, changed, inode, device].map { UInt64(bitPattern: Int64($0)) }
    return numbers + [checksum, UInt64(bitPattern: Int64(read))]
  }

  /// A number that tells the file, and the way in which it is read, from others.
  func identity(_ path: String, _ options: LoadOptions) -> UInt64 {
    var encoder = KeptEncoder()
    encoder.add(path)
    encoder.add(options.canonical)
    for number in [size, modified, changed, inode, device] { encoder.add(number) }
    encoder.add(TableDescription.checksum(besideFile: path))
    return Checksum.of(encoder.bytes) | 1
  }

  /// How long a file has to be left alone for its times to tell whether it was changed: clocks of files are coarse.
  private static let calm = 2_000_000_000

  /// Whether a file is known to be the same without being read.
  func isSurely(_ now: SourceStamp) -> Bool {
    size == now.size && modified == now.modified && changed == now.changed && inode == now.inode
      && device == now.device && modified < read &- SourceStamp.calm && changed < read &- SourceStamp.calm
  }
}
