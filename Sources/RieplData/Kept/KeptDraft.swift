import RieplEngine

/// What is to be kept of a file that was read; the caller writes the bytes to where they are kept.
public struct KeptDraft: Sendable {
  /// A file that was read just now, or one whose kept columns are still right, though its times have changed.
  indirect enum Kind: Sendable {
    case read(Pieces)
    case again(KeptFile, SourceStamp)
  }

  /// What there is to be kept.
  struct Pieces: Sendable {
    let file: MappedFile
    let stamp: SourceStamp
    let columns: ScannedColumns
    let table: FileTable
    var contents: KeptContents
    /// Large dimensions, by their places among those that are added to the catalogue.
    var large: [Int: Dimension] = [:]
  }

  let kind: Kind
  /// The name of the file that it is kept in.
  public let fileName: String

  /// Gives all bytes in order; false where the file has changed since it was read, and nothing is to be kept.
  public func write<Fault: Error>(_ body: @escaping ([UInt8]) throws(Fault) -> Void) throws(Fault) -> Bool {
    switch kind {
    case .again(let kept, let stamp):
      let end = kept.file.count - KeptFormat.trailerSize
      var start = 0
      while start < end {
        let next = min(end, start + 1 << 20)
        try body(kept.file.copy(start..<next))
        start = next
      }
      try body(KeptFormat.Trailer(contents: kept.trailer.contents, source: stamp).bytes)
      return true
    case .read(let pieces):
      var stamp = pieces.stamp
      stamp.checksum = Checksum.of(pieces.file)
      guard pieces.file.isUnchanged else { return false }
      var writer = KeptWriter(pieces, body)
      try writer.write()
      try writer.finish(stamp)
      return true
    }
  }
}

/// Writes the pieces of a kept file.
private struct KeptWriter<Fault: Error> {
  let pieces: KeptDraft.Pieces
  let body: ([UInt8]) throws(Fault) -> Void
  var contents: KeptContents
  private var offset = 0

  init(_ pieces: KeptDraft.Pieces, _ body: @escaping ([UInt8]) throws(Fault) -> Void) {
    self.pieces = pieces
    self.body = body
    contents = pieces.contents
  }

  /// Writes a piece, with what brings the next one to its place.
  private mutating func put(_ bytes: [UInt8]) throws(Fault) -> KeptFormat.Piece {
    let piece = KeptFormat.Piece(offset: offset, count: bytes.count, checksum: Checksum.of(bytes))
    try body(bytes)
    offset += bytes.count
    let rest = (KeptFormat.alignment - offset % KeptFormat.alignment) % KeptFormat.alignment
    if rest > 0 { try body([UInt8](repeating: 0, count: rest)) }
    offset += rest
    return piece
  }

  private static func bytes<Element>(_ list: [Element]) -> [UInt8] {
    unsafe list.withUnsafeBytes { unsafe Array($0) }
  }

  mutating func write() throws(Fault) {
    let table = pieces.table
    var codes: [Int: ColumnCodes] = [:]
    for place in Set(table.dimensions.map(\.column)) {
      codes[place] = ColumnCodes(table.dimensions.filter { $0.column == place }.map(\.members))
    }
    for dimension in table.dimensions {
      guard let column = codes[dimension.column] else { continue }
      let members = column.members(dimension.members)
      contents.meanings.append(
        KeptFormat.Meaning(
          column: dimension.column, piece: try put(KeptWriter.bytes(members)), count: members.count,
          isExcluding: members.contains(-1)))
    }
    for (number, dimension) in pieces.large.sorted(by: { $0.key < $1.key }) {
      var bytes: [UInt8] = []
      var starts: [UInt32] = [0]
      for member in dimension.members {
        bytes += member.name.utf8
        starts.append(UInt32(truncatingIfNeeded: bytes.count))
      }
      contents.joins[number].names = (
        try put(bytes), try put(KeptWriter.bytes(starts)), dimension.members.count
      )
    }
    var numbers: [String: Int] = [:]
    for (text, number) in table.markNumbers.sorted(by: { $0.key < $1.key }) {
      numbers[text] = contents.markers.count
      contents.markers.append((text, number))
    }
    for chunk in pieces.columns.chunks { try write(chunk, codes, numbers) }
  }

  private mutating func write(_ chunk: ColumnChunk, _ codes: [Int: ColumnCodes], _ numbers: [String: Int])
    throws(Fault)
  {
    var kept = KeptFormat.Chunk(rows: chunk.rows)
    for place in pieces.columns.textColumns.indices {
      guard let column = codes[place] else {
        kept.codes.append(nil)
        continue
      }
      let bytes = column.bytes(chunk, place)
      kept.codes.append(KeptFormat.Column(piece: try put(bytes), width: column.width))
    }
    for place in pieces.columns.figureColumns.indices {
      let (bytes, width) = KeptWriter.figures(chunk, place)
      kept.figures.append(
        KeptFormat.Column(
          piece: try put(bytes), width: width, magnitude: chunk.magnitude(place),
          missing: chunk.missing(place)))
    }
    if !chunk.marks.isEmpty {
      var words: [UInt32] = []
      for mark in chunk.marks {
        words.append(UInt32(truncatingIfNeeded: mark.row))
        words.append(UInt32(truncatingIfNeeded: mark.figure))
        words.append(UInt32(truncatingIfNeeded: numbers[mark.marker] ?? Int(UInt32.max)))
      }
      kept.marks = try put(KeptWriter.bytes(words))
    }
    contents.chunks.append(kept)
  }

  /// Figures in four bytes each where that is enough, else in eight.
  private static func figures(_ chunk: ColumnChunk, _ place: Int) -> ([UInt8], Int) {
    let values = unsafe UnsafeBufferPointer(start: chunk.values(place), count: chunk.rows)
    var isNarrow = true
    for index in 0..<chunk.rows {
      let value = unsafe values[index]
      let fits = value >= KeptFormat.narrowest && value <= Int64(Int32.max)
      isNarrow = isNarrow && (fits || FigureColumn.isAbsent(value))
    }
    guard isNarrow else { return (unsafe Array(UnsafeRawBufferPointer(values)), 8) }
    let narrow = unsafe values.map { value in
      FigureColumn.isAbsent(value)
        ? KeptFormat.narrowAbsent &+ Int32(truncatingIfNeeded: value &- FigureColumn.absent)
        : Int32(truncatingIfNeeded: value)
    }
    return (bytes(narrow), 4)
  }

  mutating func finish(_ stamp: SourceStamp) throws(Fault) {
    let piece = try put(contents.encode())
    try body(KeptFormat.Trailer(contents: piece, source: stamp).bytes)
  }
}

/// The codes of a column as they are kept: one for each different meaning, whichever thread has read it.
private struct ColumnCodes {
  /// For each thread and each of its codes the one that is kept.
  private var codes: [[UInt32]] = []
  private(set) var count = 0

  var width: Int { count <= 1 << 8 ? 1 : count <= 1 << 16 ? 2 : 4 }

  /// The codes of a column of which several dimensions are made, each with the members of all threads.
  init(_ dimensions: [[[Int32]]]) {
    guard let first = dimensions.first else { return }
    if dimensions.count == 1 {
      var known: [UInt32] = []
      for members in first {
        codes.append(
          members.map { member in
            let place = Int(member) + 1
            while known.count <= place { known.append(.max) }
            if known[place] == .max {
              known[place] = UInt32(count)
              count += 1
            }
            return known[place]
          })
      }
      return
    }
    var known: [[Int32]: UInt32] = [:]
    for worker in first.indices {
      codes.append(
        first[worker].indices.map { code in
          let meaning = dimensions.map { $0[worker][code] }
          if let code = known[meaning] { return code }
          known[meaning] = UInt32(count)
          count += 1
          return UInt32(count - 1)
        })
    }
  }

  /// For each code that is kept the member of one of the dimensions.
  func members(_ dimension: [[Int32]]) -> [Int32] {
    var members = [Int32](repeating: -1, count: count)
    for (worker, list) in codes.enumerated() {
      for (code, kept) in list.enumerated() { members[Int(kept)] = dimension[worker][code] }
    }
    return members
  }

  /// The codes of a part of the file.
  func bytes(_ chunk: ColumnChunk, _ place: Int) -> [UInt8] {
    let codes = codes[chunk.worker]
    let width = width
    let rows = chunk.rows
    return unsafe Array(unsafeUninitializedCapacity: rows * width) { bytes, filled in
      for row in 0..<rows {
        let code = codes[chunk.code(place, row)]
        switch width {
        case 1: unsafe bytes[row] = UInt8(truncatingIfNeeded: code)
        case 2:
          let pair = UInt16(truncatingIfNeeded: code)
          unsafe UnsafeMutableRawBufferPointer(bytes).storeBytes(
            of: pair, toByteOffset: row * 2, as: UInt16.self)
        default:
          unsafe UnsafeMutableRawBufferPointer(bytes).storeBytes(
            of: code, toByteOffset: row * 4, as: UInt32.self)
        }
      }
      filled = rows * width
    }
  }
}

extension TableLoader {
  /// What is to be kept of the file, which was read into the catalogue just now; nil where it can't be.
  func draft(_ key: KeptKey, _ source: SourceStamp, before: Catalog) -> KeptDraft? {
    guard catalog.tables.count > before.tables.count, let dataset = catalog.datasets.last,
      let table = catalog.tables[before.tables.count].source as? FileTable, !columns.chunks.isEmpty,
      columns.chunks.allSatisfy({ $0.rows < 1 << 31 })
    else { return nil }
    var contents = KeptContents(key: key)
    contents.report = report
    contents.title = dataset.title
    contents.edition = dataset.edition
    contents.licence = dataset.licence
    contents.document = dataset.document
    contents.metadata = dataset.metadata
    contents.measures = Array(catalog.measures[before.measures.count...])
    contents.notes = Array(catalog.notes[before.notes.count...])
    contents.sources = Array(catalog.sources[before.sources.count...])
    contents.dimensions = dimensions.map(\.number)
    contents.figures = table.measures
    contents.hasMarks = table.hasMarks
    contents.marks = table.marks
    contents.dialect = layout.dialect
    contents.bodyStart = layout.bodyStart
    contents.byteCount = file.count
    contents.skipped = table.lines?.skipped
    if let wide = catalog.tables.last, let source = wide.source as? WideTable {
      contents.wide = KeptContents.Wide(
        dimensions: wide.dimensions, place: source.place, codes: source.codes.map { Int($0) },
        columns: source.columns)
    }
    var pieces = KeptDraft.Pieces(
      file: file, stamp: source, columns: columns, table: table, contents: contents)
    for (place, join) in joins.enumerated() {
      let dimension = join.dimension
      var joined = KeptContents.JoinedDimension(
        name: dimension.name, plural: dimension.plural, aliases: dimension.aliases,
        isOrdered: dimension.isOrdered, isYears: dimension.isYears, others: join.others,
        number: join.number)
      if dimension.needsQuotes, !dimension.isOrdered {
        guard dimension.members.count < KeptFormat.mostMembers,
          dimension.members.reduce(0, { $0 + $1.name.utf8.count }) < UInt32.max
        else { return nil }
        pieces.large[place] = dimension
      } else {
        joined.members = dimension.members.map { ($0.name, $0.year, $0.order) }
      }
      pieces.contents.joins.append(joined)
    }
    return KeptDraft(kind: .read(pieces), fileName: key.fileName)
  }
}
