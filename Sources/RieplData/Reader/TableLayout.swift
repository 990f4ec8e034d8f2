public import RieplEngine

/// What a file holds: how it writes rows, where they begin, and what each column is.
public struct TableLayout: Sendable {
  /// What a column is.
  public enum Kind: String, Sendable, Hashable {
    /// Names: the members of a dimension.
    case text
    /// Financial years.
    case year = "financial year"
    /// Days, which roll up to months, quarters and financial years.
    case date
    /// Months, which roll up to quarters and financial years.
    case month
    /// Figures: a measure.
    case figure
    /// Nothing that is used.
    case ignored
  }

  /// A column.
  public struct Column: Sendable {
    /// What stands above it in the file.
    public var heading: String
    /// What questions call it.
    public var name: String
    /// Other names that questions may use.
    public var aliases: [String] = []
    /// What it is.
    public var kind: Kind
    /// The unit of its figures.
    public var unit = Unit.number
    /// The power of ten of what a 1 in the column is: 6 under "£m".
    public var multiplier = 0
    /// The most decimals that a figure has in the file.
    public var decimals = 0
    /// The most decimals among the cells that were looked at.
    var foundDecimals = 0
    /// Whether all figures that were looked at have nothing but digits, a point, commas and a minus.
    var isPlain = false
    /// The way in which all days that were looked at are written, as CSVW has it; nil for several ways.
    var dateFormat: String?
    /// The signs of absences that were looked at.
    var absences: [String] = []
    /// Whether its figures add up; indexes and percentages do not.
    public var addsUp = true
    /// What was guessed, and from what, as clauses for the report.
    public var guesses: [String] = []

    /// What its texts have to be, in words.
    var periodWord: String { kind == .year ? "financial year" : kind == .month ? "month" : "day" }
    /// Whether its names are of years, days or months, which have to be readable.
    var isOfPeriods: Bool { kind == .year || kind == .date || kind == .month }

    /// How many decimals a figure has in base units, which are what is kept.
    public var scale: Int { max(0, decimals - multiplier - unit.printedPower) }
    /// What the digits of a figure with that many decimals are multiplied by, as a power of ten.
    func power(_ decimals: Int) -> Int { scale + multiplier + unit.printedPower - decimals }
  }

  /// How rows are written.
  public var dialect = Dialect()
  /// The columns, from the left.
  public var columns: [Column] = []
  /// Lines above the headings.
  public var titles: [String] = []
  /// The line of the headings, counted from 1; 0 where there are none.
  public var headingLine = 0
  /// How many lines stand above all headings.
  var linesAbove = 0
  /// Where the first row starts.
  var bodyStart = 0
  /// How many rows of headings there are; with two the first has words for groups of columns.
  var headingRows = 1
  /// The file that describes this one, nil where all is guessed.
  var description: String?
  /// Columns that are the same figures of several years or months.
  var wide: WideColumns?
}

/// Finds out how a file is laid out, from parts of it: its beginning, its end and some places between.
struct LayoutSniffer {
  private static let delimiters = [
    UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: "|"),
  ]
  /// The most columns that are read.
  static let widest = 4096
  /// How much of the file is looked at in one place.
  private static let part = 1 << 18

  let file: MappedFile
  var layout = TableLayout()
  /// The rows that were looked at, field by field, without quotation marks.
  var rows: [[[UInt8]]] = []
  /// The mark that the first line of the file names, as spreadsheets write it.
  private var namedDelimiter: UInt8?
  /// Where the lines begin that a description leaves out.
  private var titlesStart: Int?
  /// What a file beside it says.
  private var description: TableDescription?
  /// Where each of the first rows ends.
  var ends: [Int] = []
  /// How many rows below the headings have units.
  var unitRows = 0

  /// The layout as it is guessed, but for what a file beside the table says and for what is said behind `load`.
  static func layout(
    of file: MappedFile, options: LoadOptions = LoadOptions()
  ) throws(TableFault) -> TableLayout {
    var sniffer = LayoutSniffer(file: file)
    sniffer.description = try TableDescription.find(besideFile: file.path)
    sniffer.layout.description = sniffer.description?.file
    try sniffer.readEncoding()
    try sniffer.readDelimiter()
    try sniffer.readHeadings()
    try sniffer.readColumns(options)
    return sniffer.layout
  }

  private init(file: MappedFile) { self.file = file }

  // MARK: Bytes

  private mutating func readEncoding() throws(TableFault) {
    let start = file.copy(0..<min(file.count, LayoutSniffer.part))
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) {
      throw .unreadable("it is UTF-16; save it as CSV UTF-8")
    }
    if start.starts(with: [0x1F, 0x8B]) { throw .unreadable("it is compressed; unpack it with gunzip") }
    if start.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      throw .unreadable("it is a workbook or an archive; save the sheet as CSV")
    }
    if start.contains(0) { throw .unreadable("it has bytes that no text has") }
    if start.starts(with: [0xEF, 0xBB, 0xBF]) {
      layout.dialect.hasMark = true
      layout.bodyStart = 3
    }
    // A character may be cut in two at the end of the part.
    let whole = start.count < LayoutSniffer.part ? start : Array(start.dropLast(4))
    if !FieldText.isUTF8(whole), !FieldText.isUTF8(Array(whole.dropLast(3))) {
      layout.dialect.encoding = .windows1252
    }
    if !start.contains(UInt8(ascii: "\n")), start.contains(UInt8(ascii: "\r")) {
      layout.dialect.newline = UInt8(ascii: "\r")
    }
    if let encoding = description?.encoding { layout.dialect.encoding = encoding }
    let first = layout.bodyStart
    readNamedDelimiter(start)
    if let rows = description?.skipRows {
      titlesStart = layout.bodyStart
      skip(layout.bodyStart > first ? rows - 1 : rows)
    }
    if let delimiter = description?.delimiter { namedDelimiter = delimiter }
    guard
      start.contains(layout.dialect.newline) || file.count <= RecordReader.longest
        || file.first(layout.dialect.newline, from: 0, to: RecordReader.longest) != nil
    else { throw .unreadable("its first line is longer than 16 MiB") }
  }

  /// Leaves out lines above the headings.
  private mutating func skip(_ rows: Int) {
    for _ in 0..<max(0, min(rows, 1000)) {
      guard let end = file.first(layout.dialect.newline, from: layout.bodyStart, to: file.count) else {
        return
      }
      layout.bodyStart = end + 1
    }
  }

  /// What stands in lines that a description leaves out.
  private mutating func readSkipped(from start: Int) {
    var reader = RecordReader(file, layout.dialect, from: start)
    while reader.offset < layout.bodyStart, let state = reader.next() {
      guard state == .whole else { continue }
      let words = (0..<reader.fieldCount).map { FieldText.string(FieldText.bare(reader.field($0))) }
      let title = words.filter { !$0.isEmpty }.joined(separator: " ")
      if !title.isEmpty { layout.titles.append(title) }
    }
  }

  /// A first line such as `sep=;`, which is for spreadsheets and no part of the table.
  private mutating func readNamedDelimiter(_ start: [UInt8]) {
    let line = start[layout.bodyStart...].prefix(16).prefix { $0 != layout.dialect.newline }
    let text = FieldText.bare(Array(line))
    guard text.count == 5, text.starts(with: "sep=".utf8), start.count > layout.bodyStart + line.count,
      LayoutSniffer.mayDelimit(text[4])
    else { return }
    namedDelimiter = text[4]
    layout.bodyStart += line.count + 1
  }

  /// Whether a byte can stand between fields: a mark or a tab, and no part of a character or of what is between.
  static func mayDelimit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\t"): true
    case UInt8(ascii: "\""): false
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): false
    case UInt8(ascii: "a")...UInt8(ascii: "z"): false
    default: byte > 0x20 && byte < 0x7F
    }
  }

  /// The mark that gives the most rows the same number of fields.
  private mutating func readDelimiter() throws(TableFault) {
    var best = (rows: 0, width: 1)
    if let namedDelimiter { layout.dialect.delimiter = namedDelimiter }
    for delimiter in namedDelimiter.map({ [$0] }) ?? LayoutSniffer.delimiters {
      var dialect = layout.dialect
      dialect.delimiter = delimiter
      var counts: [Int: Int] = [:]
      var reader = RecordReader(file, dialect, from: layout.bodyStart)
      for _ in 0..<200 {
        guard let state = reader.next(), reader.offset < LayoutSniffer.part * 4 else { break }
        if state == .whole, reader.fieldCount > 1 { counts[reader.fieldCount, default: 0] += 1 }
      }
      for (width, rows) in counts
      where rows > best.rows && width > 1 || rows == best.rows && width > best.width {
        best = (rows, width)
        layout.dialect.delimiter = delimiter
      }
    }
    if best.width > LayoutSniffer.widest {
      throw .unreadable("it has \(best.width) columns, and at most \(LayoutSniffer.widest) are read")
    }
    if let titlesStart { readSkipped(from: titlesStart) }
    var reader = RecordReader(file, layout.dialect, from: layout.bodyStart)
    let whole = file.count <= LayoutSniffer.part
    while reader.offset < (whole ? file.count : LayoutSniffer.part / 4), let state = reader.next() {
      guard state == .whole, reader.fieldCount <= LayoutSniffer.widest else {
        if state == .tooLong { throw .unreadable("it has a line that is longer than 16 MiB") }
        rows.append([])
        ends.append(reader.offset)
        continue
      }
      rows.append((0..<reader.fieldCount).map { FieldText.bare(reader.field($0)) })
      ends.append(reader.offset)
    }
    guard !whole else { return }
    for part in 1...4 {
      let start = part == 4 ? file.count - LayoutSniffer.part / 16 : file.count / 4 * part
      let last = min(file.count, start + RecordReader.longest)
      guard let line = file.first(layout.dialect.newline, from: start, to: last) else { continue }
      reader.offset = line + 1
      while reader.offset < min(file.count, start + LayoutSniffer.part / 16), let state = reader.next() {
        guard state == .whole else { continue }
        rows.append((0..<reader.fieldCount).map { FieldText.bare(reader.field($0)) })
      }
    }
  }

  // MARK: Headings

  private mutating func readHeadings() throws(TableFault) {
    // Of equally frequent widths the wider one: lines of words are narrow. Empty fields at the end count for little.
    let filled = LayoutSniffer.commonest(rows.map(LayoutSniffer.filledWidth))
    let written = LayoutSniffer.commonest(rows.map(\.count))
    var first = rows.prefix(100).firstIndex { row in
      row.count >= filled && row.prefix(filled).count { !$0.isEmpty } * 2 > filled
    }
    let said = description?.headerRows
    if description?.skipRows != nil {
      first = max(0, (said ?? 1) - 1) < rows.count ? max(0, (said ?? 1) - 1) : nil
    }
    guard let first else { throw .unreadable("there is no table in it") }
    let own = [rows[first].count, LayoutSniffer.filledWidth(rows[first])]
    let described = description.flatMap { $0.isByName ? nil : $0.columns.count }
    let width =
      described.flatMap { $0 > 0 && $0 >= own[1] && $0 <= max(own[0], filled) ? $0 : nil }
      ?? (rows[first].count == written ? written : max(filled, own[1]))
    var groups: [String] = []
    for (number, row) in rows[..<first].enumerated() {
      let words = row.map(FieldText.string).filter { !$0.isEmpty }
      if number == first - 1, said == 2 || isGroups(row, rows[first]) {
        groups = row.map(FieldText.string)
        layout.headingRows = 2
        layout.linesAbove = lines(before: number)
      } else if !words.isEmpty {
        layout.titles.append(words.joined(separator: " "))
      }
    }
    let hasFigures =
      said.map { $0 == 0 }
      ?? rows[first].contains { cell in
        if case .figure = FigureText(cell).content, calendarYear(cell) == nil {
          return !UnitText.isUnit(FieldText.string(cell))
        }
        return false
      }
    var headings = (0..<width).map { "column \($0 + 1)" }
    if !hasFigures {
      for (place, cell) in rows[first].prefix(width).enumerated() where !cell.isEmpty {
        headings[place] = FieldText.string(cell)
      }
      addGroups(groups, to: &headings)
      layout.headingLine = 1 + lines(before: first)
      if layout.headingRows == 1 { layout.linesAbove = layout.headingLine - 1 }
      layout.bodyStart = ends[first]
      takeUnits(below: first, &headings)
    } else if first > 0 {
      layout.bodyStart = ends[first - 1]
    }
    rows.removeFirst(hasFigures ? first : first + 1 + unitRows)
    layout.columns = headings.map { TableLayout.Column(heading: $0, name: $0, kind: .text) }
  }

  /// How many lines stand above one of the first rows: titles in quotation marks may go over several.
  private func lines(before row: Int) -> Int {
    let start = row > 0 ? ends[row - 1] : layout.bodyStart
    return file.copy(0..<start).count { $0 == layout.dialect.newline }
  }

  /// How many fields there are up to the last one with something in it.
  private static func filledWidth(_ row: [[UInt8]]) -> Int { (row.lastIndex { !$0.isEmpty } ?? -1) + 1 }

  private static func commonest(_ widths: [Int]) -> Int {
    var counts: [Int: Int] = [:]
    for width in widths where width > 1 { counts[width, default: 0] += 1 }
    return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 1
  }

  func calendarYear(_ cell: [UInt8]) -> Int? {
    guard cell.count == 4, let year = Int(String(decoding: cell, as: UTF8.self)), (1900...2100).contains(year)
    else { return nil }
    return year
  }

  // MARK: Columns

  private mutating func readColumns(_ options: LoadOptions) throws(TableFault) {
    for place in layout.columns.indices {
      var guess = ColumnGuess()
      for row in rows
      where row.count == layout.columns.count
        || row.count > layout.columns.count && LayoutSniffer.filledWidth(row) <= layout.columns.count
      {
        guess.look(at: row[place])
      }
      guess.finish(&layout.columns[place])
    }
    takeUnitOfTitle()
    let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
    try description?.apply(to: &layout, of: name)
    if let missing = options.apply(to: &layout) {
      throw .unreadable(
        "it has no column “\(missing)”; it has \(layout.columns.map(\.heading).joined(separator: ", "))")
    }
    layout.wide = WideColumns(&layout)
    nameApart()
  }

  /// Gives columns of the same heading names that differ by a number.
  private mutating func nameApart() {
    let widened = Set(layout.wide?.all ?? [])
    var taken: Set<String> = []
    var last: [String: Int] = [:]
    for place in layout.columns.indices
    where layout.columns[place].kind != .ignored && !widened.contains(place) {
      let name = layout.columns[place].name
      var number = last[name, default: 1]
      while !taken.insert(layout.columns[place].name).inserted {
        number += 1
        layout.columns[place].name = "\(name) \(number)"
      }
      last[name] = number
      if number > 1 {
        layout.columns[place].guesses.append("called \(layout.columns[place].name), the name being taken")
      }
    }
  }
}

extension TableLayout {
  /// What the texts of a column are called where there are too many of them.
  func textsOf(_ column: Int) -> String {
    "the different texts of its column “\(TableLoader.visible(columns[column].heading))”"
  }
}
