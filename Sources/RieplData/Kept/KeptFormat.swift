/// The form of kept files.
///
/// Pieces come first, each at a multiple of 64 bytes: the columns of each part of the file, codes in one, two or four
/// bytes and figures in four or eight; what codes mean; the names of large dimensions. Behind them stands what was
/// understood of the file, which names all pieces with their checksums, and at the end a trailer of fixed length with
/// the checksum of that. A piece is checked when it is first used, and its numbers are held against their bounds; so
/// only the pieces that a question needs are ever read.
enum KeptFormat {
  /// The version of the form, and of the reader that made what is in it: it is raised when either changes.
  static let version: UInt64 = 3
  /// What the trailer begins with.
  static let magic: UInt64 = 0x31_7470_656B_706C_72
  /// What the names of kept files end in.
  static let ending = ".kept"
  /// Where pieces may start.
  static let alignment = 64
  /// How many words of eight bytes a trailer has.
  static let trailerWords = 14
  static let trailerSize = trailerWords * 8

  /// How many members a dimension may have at most for its columns to be kept.
  static let mostMembers = 1 << 26

  /// A run of bytes of the file.
  struct Piece: Sendable, Hashable {
    let offset: Int
    let count: Int
    let checksum: UInt64
  }

  /// The end of a kept file.
  struct Trailer: Sendable {
    let contents: Piece
    var source: SourceStamp

    var bytes: [UInt8] {
      var encoder = KeptEncoder()
      let words = [
        KeptFormat.magic, KeptFormat.version, UInt64(contents.offset), UInt64(contents.count),
        contents.checksum,
      ]
      for word in words + source.words { encoder.add(word) }
      encoder.add(0 as UInt64)
      encoder.add(Checksum.of(encoder.bytes))
      return encoder.bytes
    }

    /// Reads the last bytes of a file.
    init(_ bytes: [UInt8]) throws(KeptFault) {
      guard bytes.count == KeptFormat.trailerSize else { throw .damaged }
      var decoder = KeptDecoder(bytes)
      var words: [UInt64] = []
      for _ in 0..<KeptFormat.trailerWords { words.append(try decoder.word()) }
      guard words[13] == Checksum.of(Array(bytes.dropLast(8))), words[0] == KeptFormat.magic,
        words[1] == KeptFormat.version, let offset = Int(exactly: words[2]),
        let count = Int(exactly: words[3])
      else { throw .damaged }
      contents = Piece(offset: offset, count: count, checksum: words[4])
      source = SourceStamp(Array(words[5..<12]))
    }

    init(contents: Piece, source: SourceStamp) {
      self.contents = contents
      self.source = source
    }
  }

  /// A column of codes or figures in one part of the file.
  struct Column: Sendable {
    let piece: Piece
    /// How many bytes each takes.
    let width: Int
    /// For figures, a number that none is larger than, and how many are not there.
    var magnitude: UInt64 = 0
    var missing = 0
  }

  /// A part of the file.
  struct Chunk: Sendable {
    let rows: Int
    /// One for each column of text; nil where nothing asks for it.
    var codes: [Column?] = []
    var figures: [Column] = []
    /// Rows, columns of figures and numbers of marks, three words of four bytes each.
    var marks: Piece?
  }

  /// What the codes of a column mean in a dimension.
  struct Meaning: Sendable {
    /// The place of the column among those of text.
    let column: Int
    /// For each code the member, or -1 for rows that are kept apart, in four bytes.
    let piece: Piece
    /// How many codes there are.
    let count: Int
    let isExcluding: Bool
  }

  /// Where figures stand that are not there: the first numbers of four bytes.
  static let narrowAbsent = Int32.min
  static let narrowest = Int64(Int32.min) + 16
}
