public import RieplEngine
public import RieplSyntax

/// One question of one file: only the columns that it needs are read, and added up while they are read.
///
/// The beginning of the file is loaded as if it were all of it, and the question read against that. Where it asks for
/// sums, averages or counts by at most two columns, of some years or all, the file is read once, and what comes out
/// stands in the catalogue in the place of the columns. In any other case, and where something turns up that only
/// reading everything gets right (a total, a mark, a text that is no year), the caller loads the file.
public enum OneShot {
  /// How much of the file the question is read against.
  private static let sample = 1 << 16
  /// Smaller files are always loaded.
  static let smallest = sample * 16

  /// Reads what a question needs of a file into a catalogue; false where that is not enough to answer it.
  public static func load(
    path: String, for question: SourceText, isFull: Bool, into catalog: inout Catalog,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(TableFault) -> Bool {
    let file = try MappedFile(path: path)
    guard file.count > smallest else { return false }
    let layout = try LayoutSniffer.layout(of: file)
    guard layout.wide == nil else { return false }
    guard let request = plan(file, layout, question, isFull, catalog, isCancelled) else { return false }
    let workers = try scan(file, layout, request, isCancelled)
    for (place, column) in request.texts.enumerated() {
      let size = workers?.reduce(0) { $0 + $1.sizeOfTexts(place) } ?? 0
      guard OwnMemory.fits(size) else { throw .tooLittleMemory(layout.textsOf(column)) }
    }
    guard let workers, !workers.contains(where: \.needsAll) else { return false }
    // Of a small file the figures that are not there are called by their names.
    if workers.reduce(0, { $0 + $1.scanner.log.rows }) <= Dataset.mostRowsLookedThrough,
      workers.contains(where: \.hasMissing)
    {
      return false
    }
    if !file.isUnchanged { throw .unreadable("it changed while it was read") }
    var loader = TableLoader(
      file: file, layout: layout, isCancelled: isCancelled, catalog: catalog,
      name: TableLoader.name(ofFile: path))
    guard loader.build(workers, request) else { return false }
    catalog = loader.catalog
    return true
  }

  /// What the question needs, as far as the beginning of the file tells; nil where it needs more than sums.
  private static func plan(
    _ file: MappedFile, _ layout: TableLayout, _ question: SourceText, _ isFull: Bool, _ catalog: Catalog,
    _ isCancelled: @escaping @Sendable () -> Bool
  ) -> CubeWorker.Request? {
    var layout = layout
    let earlier = catalog
    var catalog = catalog
    let number = catalog.datasets.count
    let wanted = layout.columns.indices.filter { layout.columns[$0].kind != .ignored }
    do {
      let columns = try FileScan.columns(
        file, &layout, wanted: wanted, isCancelled: isCancelled, upTo: layout.bodyStart + sample)
      var loader = TableLoader(
        file: file, layout: layout, isCancelled: isCancelled, catalog: catalog,
        name: TableLoader.name(ofFile: file.path))
      loader.columns = columns
      try loader.build()
      let places = loader.dimensions.map(\.number)
      let columnsOf = loader.dimensions.map { columns.textColumns[$0.place.column] }
      catalog = loader.catalog
      guard let plan = try Workspace(catalog: catalog).preview(question, isAnswer: true) else { return nil }
      var needs = Needs(
        catalog: catalog, earlier: earlier, dataset: number, dimensions: places, columns: columnsOf,
        layout: layout)
      guard needs.read(plan, isFull: isFull) else { return nil }
      return needs.request(figures: columns.figureColumns)
    } catch {
      return nil
    }
  }

  /// Reads the file on several threads; nil where a part did not start at the start of a row.
  private static func scan(
    _ file: MappedFile, _ layout: TableLayout, _ request: CubeWorker.Request,
    _ isCancelled: @escaping @Sendable () -> Bool
  ) throws(TableFault) -> [CubeWorker]? {
    do throws(TableFault) {
      return try scan(file, layout, request, threads: Parallel.threads, isCancelled)
    } catch {
      // One thread finds each text once, and several may all find it.
      guard case .tooLittleMemory = error, Parallel.threads > 1 else { throw error }
      return try scan(file, layout, request, threads: 1, isCancelled)
    }
  }

  private static func scan(
    _ file: MappedFile, _ layout: TableLayout, _ request: CubeWorker.Request, threads: Int,
    _ isCancelled: @escaping @Sendable () -> Bool
  ) throws(TableFault) -> [CubeWorker]? {
    let workers = Workers((0..<threads).map { _ in CubeWorker(file, layout, request, threads: threads) })
    let boundaries = RowBoundaries(file: file, layout: layout, part: FileScan.part)
    let ticket = Ticket()
    let state = Shared<(fault: TableFault?, isMisaligned: Bool)>((nil, false))
    Parallel.run(threads) { number in
      let worker = workers.list[number]
      do throws(TableFault) {
        while let range = try boundaries.range(ticket.take()) {
          if isCancelled() { throw .cancelled }
          if worker.needsAll { return }
          file.fetch(range)
          let end = try worker.scanner.scan(range, into: worker)
          file.release(range)
          if end != range.upperBound {
            state.change { $0.isMisaligned = true }
            return
          }
        }
      } catch {
        state.change { $0.fault = error }
      }
    }
    if let fault = state.value.fault { throw fault }
    return state.value.isMisaligned ? nil : workers.list
  }

  fileprivate final class Workers: @unchecked Sendable {
    let list: [CubeWorker]
    init(_ list: [CubeWorker]) { self.list = list }
  }
}

/// What a plan needs of a file.
private struct Needs {
  let catalog: Catalog
  /// What there was before the file, which knows what its totals may be called.
  let earlier: Catalog
  let dataset: Int
  /// The dimensions of the file's table by their numbers, and the column that each is made of.
  let dimensions: [Int]
  let columns: [Int]
  let layout: TableLayout
  private var texts: [Int] = []
  private var measures: [Int] = []
  private var years: BitSet?

  init(
    catalog: Catalog, earlier: Catalog, dataset: Int, dimensions: [Int], columns: [Int], layout: TableLayout
  ) {
    self.catalog = catalog
    self.earlier = earlier
    self.dataset = dataset
    self.dimensions = dimensions
    self.columns = columns
    self.layout = layout
  }

  private mutating func need(_ dimension: Int) -> Bool {
    guard let place = dimensions.firstIndex(of: dimension) else { return false }
    if !texts.contains(columns[place]) { texts.append(columns[place]) }
    return texts.count <= 2
  }

  /// Looks at all figures; false where one is not a sum, or of a place that is named.
  mutating func read(_ plan: Plan, isFull: Bool) -> Bool {
    guard plan.filters.allSatisfy({ if case .members = $0 { true } else { false } }),
      plan.blocks.allSatisfy({ $0.fileRows == nil })
    else { return false }
    var isFirst = true
    for aggregate in plan.aggregates {
      guard aggregate.measure >= 0, catalog.measures[aggregate.measure].dataset == dataset else {
        return false
      }
      switch aggregate.reducer {
      case .sum, .average, .count: break
      default: return false
      }
      if !measures.contains(aggregate.measure) { measures.append(aggregate.measure) }
      var named: BitSet?
      for (place, dimension) in aggregate.dimensions.enumerated() {
        switch aggregate.scopes[place] {
        case .all:
          if isFull, catalog.dimensions[dimension].isYears, !need(dimension) { return false }
        case .axis, .axisBefore: if !need(dimension) { return false }
        case .members(let members):
          guard catalog.dimensions[dimension].isYears, need(dimension) || !isFull else { return false }
          named = members
        }
      }
      for number in aggregate.filters {
        guard case .members(let dimension, let members) = plan.filters[number],
          catalog.dimensions[dimension].isYears, need(dimension)
        else { return false }
        named = named.map { $0.intersection(members) } ?? members
      }
      // Years are left out only where all figures leave the same ones out.
      if isFirst { years = named } else if years != named { years = nil }
      isFirst = false
    }
    return !measures.isEmpty
  }

  func request(figures: [Int]) -> CubeWorker.Request? {
    var request = CubeWorker.Request()
    request.texts = texts
    for measure in measures {
      guard catalog.measures[measure].column < figures.count else { return nil }
      let column = figures[catalog.measures[measure].column]
      request.figures.append(FigureColumn(column: column, layout: layout.columns[column]))
    }
    // A row with a figure that can't be read is set aside, whatever is asked.
    for column in figures where !request.figures.contains(where: { $0.column == column }) {
      request.checkedFigures.append(FigureColumn(column: column, layout: layout.columns[column]))
    }
    if let years, let number = catalog.yearDimension, let place = dimensions.firstIndex(of: number) {
      guard layout.columns[columns[place]].kind == .year else { return nil }
      request.yearColumn = columns[place]
      request.years = Set(years.compactMap { catalog.dimensions[number].members[$0].year })
    }
    var words: [String] = []
    for column in Set(columns).sorted() where !texts.contains(column) {
      words += TableLoader.wholes(layout.columns[column], earlier).map { $0.lowercased() }
    }
    guard words.count <= 1, words.allSatisfy(TotalWords.canFind) else { return nil }
    request.totals = TotalWords(words.first)
    // Rows without a year, a month or a day that can be read are set aside, whatever is asked.
    for column in Set(columns).sorted() where !texts.contains(column) && request.yearColumn != column {
      if layout.columns[column].isOfPeriods { request.checked.append(column) }
    }
    return request
  }
}

extension TableLoader {
  /// Makes the catalogue from what the threads have added up; false where a text stands for a total after all.
  fileprivate mutating func build(_ workers: [CubeWorker], _ request: CubeWorker.Request) -> Bool {
    begin()
    columns.textColumns = request.texts
    columns.figureColumns = request.figures.map(\.column)
    let (file, isLarge) = (file, workers.contains { $0.hasManyTexts })
    let all = OneShot.Workers(workers)
    columns.texts = Parallel.map(workers.count, isLarge: isLarge) { number in
      request.texts.indices.map { unsafe all.list[number].takeTexts($0, from: file.bytes) }
    }
    for worker in workers { columns.log.add(worker.scanner.log) }
    findTotals()
    if totals.contains(where: { $0.contains { $0.contains(true) } }) { return false }
    do throws(TableFault) {
      for place in columns.textColumns.indices { try addDimensions(place) }
    } catch {
      return false
    }
    if dimensions.contains(where: { $0.place.members.contains { $0.contains(-1) } }) { return false }
    let measures = makeMeasures()
    report.rows = columns.log.rows
    reportProblems()
    let cells = request.figures.indices.map { figure in workers.map { $0.sums(figure) } }
    let source = CubeTable(cells: cells, dimensions: dimensions.map(\.place), rows: report.rows)
    finish(measures, [], [Table(dimensions: dimensions.map(\.number), source: source, isCube: false)])
    return true
  }
}

/// What the rows of a file came to, by the texts of a few columns.
struct CubeTable: ColumnSource {
  /// For each measure and each thread what its rows came to.
  let cells: [[CubeSums]]
  let dimensions: [FileDimension]
  let rows: Int

  func scan(
    dimensions: [Int], measure: Int?, _ body: (Batch) throws(EngineFault) -> Void
  ) throws(EngineFault) {
    throw .source("its rows were not kept")
  }

  func totals(_ request: GroupRequest, isCancelled: @Sendable () -> Bool) throws(EngineFault) -> GroupTotals?
  {
    if request.needsExtremes { return nil }
    var totals = GroupTotals(count: request.count)
    totals.absences = Array(repeating: 0, count: request.count)
    totals.rows = rows
    for (worker, cells) in cells[request.measure].enumerated() {
      // What the texts of each column add to the number of the group; nil where the column says nothing of it.
      var first: [Int32]?
      var second: [Int32]?
      for part in request.parts {
        let dimension = dimensions[part.place]
        let added = dimension.members[worker].map { $0 < 0 ? -1 : part.groups[Int($0)] }
        if dimension.column == 0 { first = first.map { CubeTable.together($0, added) } ?? added }
        if dimension.column == 1 { second = second.map { CubeTable.together($0, added) } ?? added }
      }
      cells.forEach { code, other, cell in
        var group = 0
        if let first {
          if first[code] < 0 { return }
          group = Int(first[code])
        }
        if let second {
          if second[other] < 0 { return }
          group += Int(second[other])
        }
        totals.sums[group] += cell.sum
        totals.counts[group] += cell.count
        totals.missing[group] += cell.missing
        if cell.absence != 0 { totals.absences[group] = max(totals.absences[group], cell.absence) }
      }
    }
    return totals
  }
  /// What two dimensions of the same column add.
  private static func together(_ a: [Int32], _ b: [Int32]) -> [Int32] {
    zip(a, b).map { $0 < 0 || $1 < 0 ? -1 : $0 + $1 }
  }
}
