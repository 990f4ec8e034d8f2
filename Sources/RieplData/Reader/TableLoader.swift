public import RieplEngine
import RieplSyntax

/// Reads a file into the catalogue.
///
/// The way of a file:
/// 1. `MappedFile`: its bytes in memory, page by page, given back behind the reader.
/// 2. `LayoutSniffer`: parts of it say how rows are written, which line has the headings and what each column is.
///    Words behind `load` override any guess.
/// 3. `FileScan`: several threads find rows (`RowScanner`) and turn them into codes of texts and whole numbers
///    (`ColumnWorker`). A row that can't be read whole is set aside, with its place; no row is dropped in silence.
/// 4. `TableLoader`: texts, years and days become dimensions, joined with those that are there; figures become
///    measures; rows of totals are kept apart and held against the rows that they sum up.
/// 5. `FileTable`: the columns as the evaluator reads them, or as they add themselves up on several threads.
///
/// A text is a member of a dimension; an empty one is the member "not given". A figure is a whole number at the
/// scale of its column; a sign such as `..`, `[x]`, `-` or an empty cell is the typed absence of one, and what stands
/// glued to a figure is a note of it. One question alone reads only the columns that it needs: see `OneShot`.
public struct TableLoader {
  let file: MappedFile
  var layout: TableLayout
  let isCancelled: @Sendable () -> Bool
  var catalog: Catalog
  var report = LoadReport()
  let name: String
  /// The names that were there before, and those of the dimensions so far.
  private let vocabulary: Vocabulary
  private var taken: Set<String> = []

  /// The dimensions of the table: their numbers in the catalogue, and what codes mean.
  var dimensions: [(number: Int, place: FileDimension)] = []
  /// For each dimension the members that figures may be of, where it is shared.
  var ownMembers: [Int: BitSet] = [:]
  /// For each column of text and each thread whether a text stands for a total.
  var totals: [[[Bool]]] = []
  /// For each column of text and each thread whether a text stands in a row that is no total.
  var isUsed: [[[Bool]]] = []
  var columns = ScannedColumns()
  /// The dimensions as they were added to the catalogue, with their numbers in it.
  private(set) var joins: [(dimension: Dimension, others: [Int], number: Int)] = []
  /// What tells the file, and the way in which it is read, from all others.
  var stamp: UInt64 = 0

  /// Reads a file and adds it to a catalogue, all of it or nothing.
  public static func load(
    path: String, options: LoadOptions, into catalog: inout Catalog,
    isCancelled: @escaping @Sendable () -> Bool = { false },
    onProgress: (@Sendable (LoadProgress) -> Void)? = nil
  ) throws(TableFault) -> LoadReport {
    try load(path: path, options: options, into: &catalog, isCancelled: isCancelled, onProgress: onProgress) {
      _, _ in
    }
  }

  /// Reads a file and adds it to a catalogue; then passes on what was read, and how the file was before that.
  static func load(
    path: String, options: LoadOptions, into catalog: inout Catalog,
    isCancelled: @escaping @Sendable () -> Bool, onProgress: (@Sendable (LoadProgress) -> Void)?,
    _ body: (TableLoader, SourceStamp) -> Void
  ) throws(TableFault) -> LoadReport {
    let file = try MappedFile(path: path)
    let source = SourceStamp(file)
    var layout = try LayoutSniffer.layout(of: file, options: options)
    let wanted = layout.columns.indices.filter { layout.columns[$0].kind != .ignored }
    var columns = try FileScan.columns(
      file, &layout, wanted: wanted, isCancelled: isCancelled, onProgress: onProgress)
    if let wide = layout.wide, wide.align(&layout) {
      columns = try FileScan.columns(file, &layout, wanted: wanted, isCancelled: isCancelled)
    }
    var loader = TableLoader(
      file: file, layout: layout, isCancelled: isCancelled, catalog: catalog,
      name: options.name ?? TableLoader.name(ofFile: path))
    loader.columns = columns
    loader.stamp = source.identity(path, options)
    try loader.build()
    catalog = loader.catalog
    body(loader, source)
    return loader.report
  }

  init(
    file: MappedFile, layout: TableLayout, isCancelled: @escaping @Sendable () -> Bool, catalog: Catalog,
    name: String
  ) {
    self.file = file
    self.layout = layout
    self.isCancelled = isCancelled
    self.catalog = catalog
    self.name = name
    vocabulary = catalog.makeVocabulary()
  }

  /// The name of a dataset whose file nobody has named.
  public static func name(ofFile path: String) -> String {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let bare = file.split(separator: ".").first.map(String.init) ?? file
    return ColumnGuess.name(bare)
  }

  mutating func begin() {
    report.name = uniqueName(name)
    report.file = TableLoader.visible(file.path.split(separator: "/").last.map(String.init) ?? file.path)
    if report.name != name { report.lines.append("It is called \(report.name), \(name) being taken") }
    shortenNames()
    report.layout = layout
  }

  mutating func build() throws(TableFault) {
    begin()
    if columns.chunks.isEmpty, columns.log.problemCount == 0 {
      throw .unreadable("it has headings and no rows")
    }
    findTotals()
    for place in columns.textColumns.indices { try addDimensions(place) }
    let notes = markNotes()
    let table = FileTable(
      columns, dimensions: dimensions.map(\.place), measures: Array(columns.figureColumns.indices),
      marks: notes.marks, markNumbers: notes.numbers,
      lines: RowLines(file, layout, columns.log, rowCount: columns.chunks.reduce(0) { $0 + $1.rows }))
    let measures = makeMeasures()
    try reportAll(table, measures)
    let made = tables(measures, table)
    finish(made.measures, notes.notes, made.tables)
  }

  /// The name of a member: most have nothing that has to be written out.
  static func plain(_ name: String) -> String {
    name.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } ? name : visible(name)
  }

  /// Nothing of a file moves a cursor or turns text round where it is printed.
  static func visible(_ text: String) -> String { DiagnosticRenderer.visible(text, limit: 10_000) }

  /// Adds everything to the catalogue.
  mutating func finish(_ measures: [Measure], _ notes: [Note], _ tables: [Table]) {
    report.lines = report.lines.map(TableLoader.visible)
    report.problems = report.problems.map {
      DatasetProblem(line: $0.line, why: TableLoader.visible($0.why), text: TableLoader.visible($0.text))
    }
    catalog.add(
      Dataset(
        name: report.name, title: "\(report.file), \(LoadReport.count(report.rows, "row"))",
        edition: "as loaded", licence: "Your own file.", document: report.file, rows: report.rows,
        setAside: report.setAside, problems: report.problems, report: report.lines,
        metadata: DescriptionWriter.text(layout, table: report.file), stamp: stamp),
      measures: measures, notes: notes,
      sources: [
        Source(
          id: report.name, title: report.file, date: "", place: LoadReport.count(report.rows, "row"),
          dataset: catalog.datasets.count)
      ],
      tables: tables)
  }

  // MARK: Names

  private func uniqueName(_ wanted: String) -> String {
    var name = wanted
    var number = 1
    while isTaken(name) {
      number += 1
      name = "\(wanted) \(number)"
    }
    return name
  }

  /// Whether a name is that of something else, or a word of the language.
  func isTaken(_ name: String) -> Bool {
    let words = Vocabulary.foldedWords(Array(name.utf8)[...])
    if words.count == 1, let word = words.first {
      let text = String(decoding: word, as: UTF8.self)
      if WordTable.entries.contains(where: { $0.spellings.contains(text) }) { return true }
    }
    return !vocabulary.lookUp(Array(name.utf8)[...]).isEmpty || taken.contains(name)
  }

  // MARK: Dimensions

  /// Words that stand for several rows together.
  static let totalWords: Set<String> = [
    "total", "totals", "grand total", "sub total", "subtotal",
  ]
  /// Those that stand for them only without any mark.
  private static let shortTotals: Set<String> = ["all", "sum"]

  /// Letters that words for totals begin with.
  private static let totalLetters = Set("tgsoaTGSOA".utf8)

  /// Words that may stand behind "total" in what stands for several rows.
  private static let totalOf: Set<String> = [
    "expenditure", "spend", "spending", "income", "budget", "budgets", "cost", "costs", "net", "gross",
    "revenue",
    "capital", "funding", "grants", "payments", "payment", "amount", "for", "of", "the", "all", "year",
    "excl",
    "excluding", "ex", "incl", "including", "inc", "vat",
  ]

  /// Whether a text of a small table stands for a total because of what its column is called, or of the words behind
  /// "total": "All wards", "Overall", "Total expenditure", "Total 2023-24". Files that are asked while they are read are
  /// larger, and a quick look would not find these in them.
  private static func isTotal(_ bytes: ArraySlice<UInt8>, of column: TableLayout.Column) -> Bool {
    guard bytes.count <= 60 else { return false }
    let words = FieldText.string(bytes).lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    let plural = TableLoader.plural(column.name)
    func isColumn(_ words: ArraySlice<String>) -> Bool {
      let text = words.joined(separator: " ")
      return text == column.name.lowercased() || text == plural.lowercased()
    }
    guard let first = words.first else { return false }
    switch first {
    case "overall": return words.count == 1 || words.dropFirst() == ["total"]
    case "all": return words.count > 1 && isColumn(words.dropFirst())
    case "total", "totals":
      let rest = words.dropFirst()
      return isColumn(rest) || rest.allSatisfy { totalOf.contains($0) || $0.allSatisfy(\.isNumber) }
    default: return false
    }
  }

  private static func isTotal(_ bytes: ArraySlice<UInt8>, _ whole: [String]) -> Bool {
    // Most texts are no total at the first look.
    guard let first = bytes.first else { return false }
    let mayBegin =
      TableLoader.totalLetters.contains(first)
      && (bytes.count <= 16 || first | 0x20 == 0x74 || first | 0x20 == 0x73)
    let mayEnd = bytes.count >= 6 && bytes.suffix(4).elementsEqual("otal".utf8)
    guard mayBegin || mayEnd || !whole.isEmpty && bytes.count <= 40 else { return false }
    let text = FieldText.string(bytes).lowercased()
    // What a quick look does not find with marks around it, see `TotalWords`, is none with them here either.
    if TableLoader.shortTotals.contains(text) || whole.contains(where: { $0.lowercased() == text }) {
      return true
    }
    let folded = text.split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
    return TableLoader.totalWords.contains(folded) || folded.hasSuffix(" total")
      || ["total for ", "subtotal for ", "sub total for "].contains(where: folded.hasPrefix)
  }

  /// What the whole of a dimension is called that a column may be, such as England.
  static func wholes(_ column: TableLayout.Column, _ catalog: Catalog) -> [String] {
    let known = catalog.dimensions.first { $0.name == column.name || $0.plural == column.name }
    return (known?.whole.map { [$0] } ?? []) + (known?.wholeAliases ?? [])
  }

  /// Whether each of very many texts stands for a total: one that does has the word in it, or begins with all or sum.
  private static func areTotals(_ texts: TextList, _ whole: [String]) -> [Bool] {
    guard whole.isEmpty, texts.count > 256 else { return texts.indices.map { isTotal(texts[$0], whole) } }
    var result = [Bool](repeating: false, count: texts.count)
    _ = unsafe texts.withTexts { bytes, starts in
      for code in texts.indices {
        let place = unsafe starts[code]
        if unsafe TotalWords.mayStand(bytes + place, starts[code &+ 1] &- place) {
          result[code] = isTotal(texts[code], whole)
        }
      }
      return true
    }
    return result
  }

  /// Finds the texts that stand for several rows together, and those that stand in no other row.
  mutating func findTotals() {
    for place in columns.textColumns.indices {
      let column = layout.columns[columns.textColumns[place]]
      let wholes = TableLoader.wholes(column, catalog)
      let texts = columns.texts.map { $0[place] }
      let isLarge = texts.contains { $0.count >= MergedNames.large }
      totals.append(
        Parallel.map(texts.count, isLarge: isLarge) { TableLoader.areTotals(texts[$0], wholes) })
      if file.count <= OneShot.smallest, column.kind == .text {
        for worker in texts.indices {
          for code in texts[worker].indices where TableLoader.isTotal(texts[worker][code], of: column) {
            totals[place][worker][code] = true
          }
        }
      }
      markTotalsOfNames(place)
    }
    if file.count <= OneShot.smallest { markTotalsWithoutNames() }
    isUsed = columns.textColumns.indices.map { place in
      columns.texts.map { Array(repeating: true, count: $0[place].count) }
    }
    let marked = totals.indices.filter { totals[$0].contains { $0.contains(true) } }
    guard !marked.isEmpty else { return }
    for place in isUsed.indices {
      for worker in isUsed[place].indices {
        for code in isUsed[place][worker].indices { isUsed[place][worker][code] = false }
      }
    }
    for chunk in columns.chunks {
      for row in 0..<chunk.rows
      where !marked.contains(where: { totals[$0][chunk.worker][chunk.code($0, row)] }) {
        for place in isUsed.indices { isUsed[place][chunk.worker][chunk.code(place, row)] = true }
      }
    }
  }

  /// Makes the dimensions of a column of text, years or days.
  mutating func addDimensions(_ place: Int) throws(TableFault) {
    let column = layout.columns[columns.textColumns[place]]
    // What stands in rows of totals only is kept apart with them.
    let hasUnused = isUsed[place].contains { $0.contains(false) }
    let isTotalOf =
      hasUnused
      ? totals[place].indices.map { worker in
        totals[place][worker].indices.map { totals[place][worker][$0] || !isUsed[place][worker][$0] }
      } : totals[place]
    if column.kind == .text { return try addNames(column, place, isTotalOf) }
    let texts = columns.texts.map { texts in texts[place].indices.map { texts[place].string($0) } }
    switch column.kind {
    case .year:
      try add(column, place, texts, isTotalOf) { text in
        FinancialYear(loose: text).map { Value(order: $0.start, name: $0.name) }
      }
    case .date:
      var column = column
      // Days that stand for their months: months, quarters and years are made of them.
      if ["month", "quarter", "year"].contains(column.name) { column.name = "day" }
      try add(column, place, texts, isTotalOf) { text in
        DateText(text).map { Value(order: $0.order, name: $0.name) }
      }
      guard isFirst(of: [.date], column: columns.textColumns[place]) else { return }
      let month = TableLayout.Column(heading: "month", name: "month", kind: .month)
      try add(month, place, texts, isTotalOf) { text in
        DateText(text).map { Value(order: $0.inMonth.order, name: $0.inMonth.name) }
      }
      try addPeriods(place, texts, isTotalOf) { DateText($0)?.inMonth }
    case .month:
      var column = column
      if column.name == "quarter" || column.name == "year" { column.name = "month" }
      column.aliases += ["month", "months"].filter { column.name != $0 && !isTaken($0) }
      try add(column, place, texts, isTotalOf) { text in
        MonthText(text).map { Value(order: $0.order, name: $0.name) }
      }
      // Days say more.
      guard isFirst(of: [.date, .month], column: columns.textColumns[place]) else { return }
      try addPeriods(place, texts, isTotalOf) { MonthText($0) }
    default: try addNames(column, place, isTotalOf)
    }
  }

  /// What a text stands for, and its place in an order.
  private struct Value: Hashable {
    let order: Int
    let name: String
  }

  /// Whether a column is the one whose quarters and years stand for those of the rows: the first of some kinds, a more
  /// telling kind first.
  private func isFirst(of kinds: [TableLayout.Kind], column: Int) -> Bool {
    kinds.lazy.compactMap { kind in layout.columns.firstIndex { $0.kind == kind } }.first == column
  }

  /// Quarters and financial years of a column of days or months.
  private mutating func addPeriods(
    _ place: Int, _ texts: [[String]], _ isTotal: [[Bool]], _ month: (String) -> MonthText?
  ) throws(TableFault) {
    let quarter = TableLayout.Column(heading: "quarter", name: "quarter", kind: .text)
    try add(quarter, place, texts, isTotal) { text in
      month(text).map { Value(order: $0.quarterOrder, name: $0.quarterName) }
    }
    guard !layout.columns.contains(where: { $0.kind == .year }) else { return }
    let year = TableLayout.Column(heading: "year", name: "year", kind: .year)
    try add(year, place, texts, isTotal) { text in
      month(text).map { Value(order: $0.financialYear, name: FinancialYear(start: $0.financialYear).name) }
    }
  }

  /// Adds an ordered dimension; texts that stand for nothing in it are set aside, with their rows.
  private mutating func add(
    _ column: TableLayout.Column, _ place: Int, _ texts: [[String]], _ isTotal: [[Bool]],
    _ read: (String) -> Value?
  ) throws(TableFault) {
    var values: Set<Value> = []
    var hasBlank = false
    let readings = texts.map { $0.map { $0.isEmpty ? nil : read($0) } }
    for (worker, list) in readings.enumerated() {
      for (code, value) in list.enumerated() where !isTotal[worker][code] {
        if let value { values.insert(value) } else if texts[worker][code].isEmpty { hasBlank = true }
      }
    }
    let sorted = values.sorted { $0.order < $1.order }
    // Of several columns of years the first is the year; the others are dimensions with names of their own.
    let isYears = column.kind == .year && !dimensions.contains { catalog.dimensions[$0.number].isYears }
    var members = sorted.map {
      column.kind == .year ? Member(name: $0.name, year: $0.order) : Member(name: $0.name, order: $0.order)
    }
    if hasBlank, !isYears { members.append(Member(name: TableLoader.notGiven)) }
    let plural = TableLoader.plural(column.name)
    let isShared = column.kind != .year && hasPeriods(column.name)
    let joined = join(
      Dimension(
        name: isYears ? "year" : isShared ? column.name : freeName(column.name),
        plural: isYears ? "years" : isShared ? plural : freePlural(column.name, plural),
        aliases: isYears ? isTaken(column.name) ? [] : [column.name] : column.aliases,
        members: members, isOrdered: true, isYears: isYears), besides: dimensions.map(\.number))
    let codes = Dictionary(zip(sorted, joined.codes), uniquingKeysWith: { first, _ in first })
    let blank = hasBlank && !isYears ? Int32(joined.codes.last ?? 0) : -1
    var maps: [[Int32]] = []
    for (worker, list) in readings.enumerated() {
      maps.append(
        list.indices.map { code in
          if isTotal[worker][code] { return -1 }
          if let value = list[code] { return Int32(codes[value] ?? -1) }
          return texts[worker][code].isEmpty ? blank : -1
        })
    }
    finish(
      joined, FileDimension(column: place, members: maps),
      isYears || joined.isShared ? Array(Set(joined.codes)) : nil)
  }

  /// Whether another dataset has months, quarters or days of that name.
  func hasPeriods(_ name: String) -> Bool {
    catalog.dimensions.contains { $0.isOfPeriods && ($0.name == name || $0.plural == name) }
  }

  /// What rows are called of which a column is empty.
  static let notGiven = "not given"

  /// Adds a dimension of names, in the order in which they stand in the file.
  private mutating func addNames(_ column: TableLayout.Column, _ place: Int, _ isTotal: [[Bool]])
    throws(TableFault)
  {
    guard OwnMemory.fits(columns.texts.reduce(0) { $0 + $1[place].count * MergedNames.bytesOfText }) else {
      throw .tooLittleMemory(layout.textsOf(columns.textColumns[place]))
    }
    let merged = MergedNames(columns.texts.map { $0[place] }, isOut: isTotal, blank: TableLoader.notGiven)
    if let remark = merged.remark { report.lines.append("\(column.name): \(remark)") }
    let names = merged.names
    // Few names are strings from the start.
    let members =
      names.count > Dimension.manyMembers
      ? MemberList(names) : MemberList((0..<names.count).map { Member(name: names.name($0)) })
    let plural = TableLoader.plural(column.name)
    let isShared = catalog.dimensions.contains { $0.name == column.name || $0.plural == column.name }
    let joined = join(
      Dimension(
        name: isShared ? column.name : freeName(column.name),
        plural: isShared ? plural : freePlural(column.name, plural), aliases: column.aliases,
        memberList: members), besides: dimensions.map(\.number))
    if !joined.added.isEmpty {
      report.lines.append(
        "\(column.name): \(LoadReport.count(joined.added.count, "name is", "names are")) new: "
          + joined.added.prefix(5).joined(separator: ", ") + (joined.added.count > 5 ? " and others" : ""))
    }
    let own = joined.isShared ? joined.codes : []
    let maps =
      joined.isShared ? merged.codes.map { $0.map { $0 < 0 ? -1 : Int32(own[Int($0)]) } } : merged.codes
    finish(joined, FileDimension(column: place, members: maps), joined.isShared ? own : nil)
  }

  /// Adds a dimension to the catalogue, or finds the one that it is.
  mutating func join(_ dimension: Dimension, besides others: [Int] = []) -> Catalog.Joined {
    let joined = catalog.join(dimension, dataset: report.name, besides: others)
    joins.append((dimension, others, joined.number))
    return joined
  }

  private mutating func finish(_ joined: Catalog.Joined, _ dimension: FileDimension, _ own: [Int]?) {
    // The same dimension twice, such as two columns of years: the second stands by itself.
    if dimensions.contains(where: { $0.number == joined.number }) { return }
    dimensions.append((joined.number, dimension))
    taken.insert(catalog.dimensions[joined.number].name)
    taken.insert(catalog.dimensions[joined.number].plural)
    if let own, own.count < catalog.dimensions[joined.number].members.count {
      ownMembers[joined.number] = BitSet(own)
    }
  }

  func freeName(_ name: String) -> String { isTaken(name) ? "\(report.name) \(name)" : name }

  func freePlural(_ name: String, _ plural: String) -> String {
    isTaken(name) || isTaken(plural) ? "\(report.name) \(plural)" : plural
  }

  static func plural(_ name: String) -> String {
    if name.hasSuffix("s") || name.hasSuffix("ss") { return name.hasSuffix("ss") ? name + "es" : name }
    if name.hasSuffix("y"), let before = name.dropLast().last, !"aeiou".contains(before) {
      return name.dropLast() + "ies"
    }
    return name + "s"
  }

  // MARK: Measures

  mutating func makeMeasures() -> [Measure] {
    var measures: [Measure] = []
    let numbers = dimensions.map(\.number)
    for (place, number) in columns.figureColumns.enumerated() {
      let column = layout.columns[number]
      let name =
        isTaken(column.name) || measures.contains { $0.name == column.name }
        ? "\(report.name) \(column.name)" : column.name
      if name != column.name { layout.columns[number].guesses.append("called \(name), the name being taken") }
      measures.append(
        Measure(
          name: name, summary: TableLoader.visible("\(column.heading), from \(report.file)"),
          unit: column.unit,
          scale: column.scale,
          sourcePower: column.multiplier + column.unit.printedPower - column.decimals, dimensions: numbers,
          addsOver: column.addsUp ? BitSet(numbers) : BitSet(), sources: BitSet(catalog.sources.count),
          dataset: catalog.datasets.count, table: catalog.tables.count, column: place, members: ownMembers))
    }
    return measures
  }

  /// The notes that marks behind figures stand for.
  private func markNotes() -> (notes: [Note], marks: [Mark], numbers: [String: UInt16]) {
    var notes: [Note] = []
    var marks: [Mark] = []
    var numbers: [String: UInt16] = [:]
    var spellings: Set<String> = []
    for chunk in columns.chunks { for mark in chunk.marks { spellings.insert(mark.marker) } }
    for spelling in spellings.sorted().prefix(1000) {
      // "(1)" and a glued 1 are the same note.
      let bare = String(spelling.filter { !"()[]".contains($0) })
      if let known = notes.firstIndex(where: { $0.id == bare }) {
        marks.append(Mark(notes: BitSet(catalog.notes.count + known)))
        numbers[spelling] = UInt16(marks.count)
        continue
      }
      if let status = FigureText.status(spelling) {
        marks.append(Mark(status: status))
      } else {
        let text = remarkText(bare) ?? "marked \(spelling) in \(report.file)"
        notes.append(
          Note(
            id: TableLoader.visible(bare), kind: "mark", text: TableLoader.visible(text),
            dataset: catalog.datasets.count))
        marks.append(Mark(notes: BitSet(catalog.notes.count + notes.count - 1)))
      }
      numbers[spelling] = UInt16(marks.count)
    }
    return (notes, marks, numbers)
  }

  /// What a line of words below or above the table says of a mark.
  private func remarkText(_ mark: String) -> String? {
    for offset in columns.log.remarks.prefix(200) {
      let text = lineText(offset)
      for form in [mark, "(\(mark))", "[\(mark)]"] where text.hasPrefix(form) {
        let rest = text.dropFirst(form.count).drop { " .:=-–)".contains($0) }
        if !rest.isEmpty { return String(rest) }
      }
    }
    return nil
  }

  /// The first words of a line.
  func lineText(_ offset: Int) -> String {
    let end =
      file.first(layout.dialect.newline, from: offset, to: min(file.count, offset + 400))
      ?? min(file.count, offset + 400)
    var text = FieldText.string(FieldText.bare(file.copy(offset..<end)))
    while text.last == Character(UnicodeScalar(layout.dialect.delimiter)) { text.removeLast() }
    return text
  }
}
