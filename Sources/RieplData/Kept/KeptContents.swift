import RieplEngine

/// What was understood of a file, as it is kept: all that loading adds to a catalogue but for the columns themselves.
struct KeptContents: Sendable {
  /// A dimension as it is added to the catalogue.
  struct JoinedDimension: Sendable {
    let name: String
    let plural: String
    let aliases: [String]
    let isOrdered: Bool
    let isYears: Bool
    /// The numbers of dimensions that it is not, whatever they are called.
    let others: [Int]
    /// Its number in the catalogue.
    let number: Int
    var members: [(name: String, year: Int?, order: Int?)] = []
    /// The bytes of the names of a large dimension, and where each starts.
    var names: (bytes: KeptFormat.Piece, starts: KeptFormat.Piece, count: Int)?
  }

  /// Columns that are the same figures of several years or months.
  struct Wide: Sendable {
    let dimensions: [Int]
    let place: Int
    let codes: [Int]
    let columns: [[Int?]]
  }

  let key: KeptKey
  var joins: [JoinedDimension] = []
  var report = LoadReport()
  var title = ""
  var edition = ""
  var licence = ""
  var document = ""
  var metadata = ""
  var measures: [Measure] = []
  var notes: [Note] = []
  var sources: [Source] = []
  /// The dimensions of the table, by their numbers in the catalogue.
  var dimensions: [Int] = []
  var meanings: [KeptFormat.Meaning] = []
  var chunks: [KeptFormat.Chunk] = []
  /// For each measure its place among the columns of figures.
  var figures: [Int] = []
  var hasMarks: [Bool] = []
  var marks: [Mark] = []
  var markers: [(text: String, number: UInt16)] = []
  var wide: Wide?
  var dialect = Dialect()
  var bodyStart = 0
  var byteCount = 0
  var skipped: [Int]?

  var rowCount: Int { chunks.reduce(0) { $0 + $1.rows } }

  init(key: KeptKey) { self.key = key }

  // MARK: Writing

  func encode() -> [UInt8] {
    var encoder = KeptEncoder()
    key.encode(&encoder)
    encodeReport(&encoder)
    encoder.add(joins) { encoder, join in
      for text in [join.name, join.plural] { encoder.add(text) }
      encoder.add(join.aliases)
      encoder.add(join.isOrdered)
      encoder.add(join.isYears)
      encoder.add(join.others) { $0.add($1) }
      encoder.add(join.number)
      encoder.add(join.members) {
        $0.add($1.name)
        $0.add($1.year != nil)
        $0.add($1.year ?? 0)
        $0.add($1.order != nil)
        $0.add($1.order ?? 0)
      }
      encoder.add(join.names != nil)
      if let names = join.names {
        encoder.add(names.bytes)
        encoder.add(names.starts)
        encoder.add(names.count)
      }
    }
    encoder.add(measures) { $0.add($1) }
    encoder.add(notes) {
      for text in [$1.id, $1.kind, $1.text] { $0.add(text) }
    }
    encoder.add(sources) {
      for text in [$1.id, $1.title, $1.date, $1.place] { $0.add(text) }
    }
    encodeTable(&encoder)
    return encoder.bytes
  }

  private func encodeReport(_ encoder: inout KeptEncoder) {
    for text in [report.name, report.file, title, edition, licence, document, metadata] { encoder.add(text) }
    encoder.add(report.rows)
    encoder.add(report.setAside)
    encoder.add(report.lines)
    encoder.add(report.problems) {
      $0.add($1.line)
      $0.add($1.why)
      $0.add($1.text)
    }
  }

  private func encodeTable(_ encoder: inout KeptEncoder) {
    encoder.add(dimensions) { $0.add($1) }
    encoder.add(meanings) {
      $0.add($1.column)
      $0.add($1.piece)
      $0.add($1.count)
      $0.add($1.isExcluding)
    }
    encoder.add(chunks) { encoder, chunk in
      encoder.add(chunk.rows)
      encoder.add(chunk.codes) { encoder, column in
        encoder.add(column != nil)
        if let column { encoder.add(column) }
      }
      encoder.add(chunk.figures) { $0.add($1) }
      encoder.add(chunk.marks != nil)
      if let marks = chunk.marks { encoder.add(marks) }
    }
    encoder.add(figures) { $0.add($1) }
    encoder.add(hasMarks) { $0.add($1) }
    encoder.add(marks) {
      $0.add(rising: $1.notes.numbers)
      $0.add(Int($1.status.rawValue))
    }
    encoder.add(markers) {
      $0.add($1.text)
      $0.add(Int($1.number))
    }
    encoder.add(wide != nil)
    if let wide {
      encoder.add(wide.dimensions) { $0.add($1) }
      encoder.add(wide.place)
      encoder.add(wide.codes) { $0.add($1) }
      encoder.add(wide.columns) { $0.add($1) { $0.add(($1 ?? -1) + 1) } }
    }
    for number in [Int(dialect.delimiter), Int(dialect.newline), bodyStart, byteCount] { encoder.add(number) }
    encoder.add(dialect.encoding == .windows1252)
    encoder.add(dialect.hasMark)
    encoder.add(skipped != nil)
    encoder.add(rising: (skipped ?? []).sorted())
  }

  // MARK: Reading

  init(_ bytes: [UInt8]) throws(KeptFault) {
    var decoder = KeptDecoder(bytes)
    key = try KeptKey(&decoder)
    try readReport(&decoder)
    joins = try decoder.list { (decoder: inout KeptDecoder) throws(KeptFault) in
      var join = JoinedDimension(
        name: try decoder.text(), plural: try decoder.text(), aliases: try decoder.texts(),
        isOrdered: try decoder.truth(), isYears: try decoder.truth(),
        others: try decoder.list { (decoder: inout KeptDecoder) throws(KeptFault) in try decoder.number() },
        number: try decoder.number())
      join.members = try decoder.list { (decoder: inout KeptDecoder) throws(KeptFault) in
        let name = try decoder.text()
        let hasYear = try decoder.truth()
        let year = try decoder.number(-1_000_000..<1_000_000)
        let hasOrder = try decoder.truth()
        let order = try decoder.number(-1_000_000..<1_000_000)
        return (name, hasYear ? year : nil, hasOrder ? order : nil)
      }
      if try decoder.truth() {
        join.names = (try decoder.piece(), try decoder.piece(), try decoder.number(0..<1 << 31))
      }
      return join
    }
    measures = try decoder.list { (decoder: inout KeptDecoder) throws(KeptFault) in try decoder.measure() }
    notes = try decoder.list { (decoder: inout KeptDecoder) throws(KeptFault) in
      Note(id: try decoder.text(), kind: try decoder.text(), text: try decoder.text())
    }
    sources = try decoder.list { (decoder: inout KeptDecoder) throws(KeptFault) in
      Source(
        id: try decoder.text(), title: try decoder.text(), date: try decoder.text(),
        place: try decoder.text())
    }
    try readTable(&decoder)
    guard decoder.isAtEnd else { throw .damaged }
    try check()
  }

  private mutating func readReport(_ decoder: inout KeptDecoder) throws(KeptFault) {
    report.name = try decoder.text()
    report.file = try decoder.text()
    title = try decoder.text()
    edition = try decoder.text()
    licence = try decoder.text()
    document = try decoder.text()
    metadata = try decoder.text()
    report.rows = try decoder.number(0..<Int.max)
    report.setAside = try decoder.number(0..<Int.max)
    report.lines = try decoder.texts()
    report.problems = try decoder.list { (decoder: inout KeptDecoder) throws(KeptFault) in
      DatasetProblem(
        line: try decoder.number(0..<Int.max), why: try decoder.text(), text: try decoder.text())
    }
  }

  private mutating func readTable(_ decoder: inout KeptDecoder) throws(KeptFault) {
    func numbers(_ decoder: inout KeptDecoder) throws(KeptFault) -> [Int] {
      try decoder.list { (decoder: inout KeptDecoder) throws(KeptFault) in
        try decoder.number(0..<1 << 31)
      }
    }
    dimensions = try numbers(&decoder)
    meanings = try decoder.list { (decoder: inout KeptDecoder) throws(KeptFault) in
      KeptFormat.Meaning(
        column: try decoder.number(0..<1 << 31), piece: try decoder.piece(),
        count: try decoder.number(0..<1 << 31), isExcluding: try decoder.truth())
    }
    chunks = try decoder.list { (decoder: inout KeptDecoder) throws(KeptFault) in
      var chunk = KeptFormat.Chunk(rows: try decoder.number(1..<1 << 40))
      chunk.codes = try decoder.list { (decoder: inout KeptDecoder) throws(KeptFault) in
        try decoder.truth() ? try decoder.column() : nil
      }
      chunk.figures = try decoder.list { (decoder: inout KeptDecoder) throws(KeptFault) in
        try decoder.column()
      }
      if try decoder.truth() { chunk.marks = try decoder.piece() }
      return chunk
    }
    figures = try numbers(&decoder)
    hasMarks = try decoder.list { (decoder: inout KeptDecoder) throws(KeptFault) in try decoder.truth() }
    marks = try decoder.list { (decoder: inout KeptDecoder) throws(KeptFault) in
      let notes = BitSet(try decoder.numbers(below: 1 << 24))
      guard let status = Status(rawValue: UInt8(try decoder.number(0..<256))) else { throw .damaged }
      return Mark(notes: notes, status: status)
    }
    markers = try decoder.list { (decoder: inout KeptDecoder) throws(KeptFault) in
      (try decoder.text(), UInt16(try decoder.number(0..<1 << 16)))
    }
    if try decoder.truth() {
      wide = Wide(
        dimensions: try numbers(&decoder), place: try decoder.number(0..<1 << 31),
        codes: try numbers(&decoder),
        columns: try decoder.list { (decoder: inout KeptDecoder) throws(KeptFault) in
          try decoder.list { (decoder: inout KeptDecoder) throws(KeptFault) in
            let number = try decoder.number(0..<1 << 31)
            return number == 0 ? nil : number - 1
          }
        })
    }
    dialect.delimiter = UInt8(try decoder.number(0..<256))
    dialect.newline = UInt8(try decoder.number(0..<256))
    bodyStart = try decoder.number(0..<Int.max)
    byteCount = try decoder.number(0..<Int.max)
    dialect.encoding = try decoder.truth() ? .windows1252 : .utf8
    dialect.hasMark = try decoder.truth()
    let isWhole = try decoder.truth()
    let offsets = try decoder.risingNumbers()
    skipped = isWhole ? offsets : nil
  }

  /// Holds what was read against itself: nothing names what is not there.
  private func check() throws(KeptFault) {
    let (texts, values) = (chunks.first?.codes.count ?? 0, chunks.first?.figures.count ?? 0)
    guard !chunks.isEmpty, meanings.count == dimensions.count, hasMarks.count == figures.count,
      figures.allSatisfy({ $0 < values }), markers.allSatisfy({ Int($0.number) <= marks.count }),
      bodyStart <= byteCount, skipped?.allSatisfy({ $0 >= 0 && $0 <= byteCount }) ?? true
    else { throw .damaged }
    for meaning in meanings {
      guard meanings.allSatisfy({ $0.column != meaning.column || $0.count == meaning.count }),
        meaning.column < texts, meaning.piece.count == meaning.count * 4,
        chunks.allSatisfy({ $0.codes.count == texts && $0.codes[meaning.column] != nil })
      else { throw .damaged }
    }
    var rows = 0
    for chunk in chunks {
      guard chunk.codes.count == texts, chunk.figures.count == values,
        chunk.codes.allSatisfy({ $0.map { [1, 2, 4].contains($0.width) && $0.fits(chunk.rows) } ?? true }),
        chunk.figures.allSatisfy({ [4, 8].contains($0.width) && $0.fits(chunk.rows) }),
        (chunk.marks?.count ?? 0) % 12 == 0
      else { throw .damaged }
      let (sum, isTooMany) = rows.addingReportingOverflow(chunk.rows)
      guard !isTooMany, sum < 1 << 48 else { throw .damaged }
      rows = sum
    }
    if let wide {
      guard wide.place == dimensions.count, wide.dimensions.count == dimensions.count + 1,
        wide.columns.allSatisfy({ list in
          list.count == wide.codes.count && list.allSatisfy { $0.map { $0 < figures.count } ?? true }
        })
      else { throw .damaged }
    }
  }
}

extension KeptFormat.Column {
  /// Whether it has so many rows.
  fileprivate func fits(_ rows: Int) -> Bool {
    let (bytes, isTooMany) = rows.multipliedReportingOverflow(by: width)
    return !isTooMany && piece.count == bytes && missing >= 0 && missing <= rows
  }
}

extension KeptEncoder {
  mutating func add(_ piece: KeptFormat.Piece) {
    add(piece.offset)
    add(piece.count)
    add(piece.checksum)
  }

  mutating func add(_ column: KeptFormat.Column) {
    add(column.piece)
    add(column.width)
    add(column.magnitude)
    add(column.missing)
  }

  mutating func add(_ measure: Measure) {
    add(measure.name)
    add(measure.summary)
    for number in [Int(measure.unit.rawValue), measure.scale, measure.sourcePower, measure.table] {
      add(number)
    }
    add(measure.column)
    add(measure.dimensions) { $0.add($1) }
    add(rising: measure.addsOver.numbers)
    add(rising: measure.sources.numbers)
    add(measure.dataset)
    add(measure.members.sorted { $0.key < $1.key }) {
      $0.add($1.key)
      $0.add(rising: $1.value.numbers)
    }
    add(measure.isOfRows)
  }
}

extension KeptDecoder {
  mutating func piece() throws(KeptFault) -> KeptFormat.Piece {
    KeptFormat.Piece(
      offset: try number(0..<1 << 60), count: try number(0..<1 << 60), checksum: try word())
  }

  mutating func column() throws(KeptFault) -> KeptFormat.Column {
    KeptFormat.Column(
      piece: try piece(), width: try number(1..<9), magnitude: try word(), missing: try number(0..<1 << 48))
  }

  mutating func measure() throws(KeptFault) -> Measure {
    let (name, summary) = (try text(), try text())
    guard let unit = Unit(rawValue: UInt8(try number(0..<256))) else { throw .damaged }
    let (scale, power) = (try number(0..<64), try number(-64..<64))
    let (table, column) = (try number(0..<1 << 31), try number(0..<1 << 31))
    let dimensions = try list { (decoder: inout KeptDecoder) throws(KeptFault) in
      try decoder.number(0..<1 << 31)
    }
    let (addsOver, sources) = (try numbers(below: 1 << 24), try numbers(below: 1 << 24))
    let dataset = try number(0..<1 << 31)
    var members: [Int: BitSet] = [:]
    for (dimension, own) in try list({ (decoder: inout KeptDecoder) throws(KeptFault) in
      (try decoder.number(0..<1 << 31), BitSet(try decoder.numbers(below: KeptFormat.mostMembers)))
    }) {
      members[dimension] = own
    }
    return Measure(
      name: name, summary: summary, unit: unit, scale: scale, sourcePower: power, dimensions: dimensions,
      addsOver: BitSet(addsOver), sources: BitSet(sources), dataset: dataset, table: table, column: column,
      members: members, isOfRows: try truth())
  }
}
