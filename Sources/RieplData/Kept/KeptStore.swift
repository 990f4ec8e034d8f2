internal import Glibc
public import RieplEngine

/// Where columns are kept for the next time.
public struct KeptStore: Sendable, Hashable {
  /// The folder of kept files.
  public let folder: String
  /// What the names of kept files end in.
  public static let ending = KeptFormat.ending
  /// The version of the program, whose files no other one reads.
  let program: String

  /// Files of a version of the program in a folder, which need not be there.
  public init(folder: String, program: String) {
    self.folder = folder
    self.program = program
  }
}

/// What became of the columns of a file that was read.
public enum Keeping: Sendable, Hashable {
  /// Nothing: there were none, and nobody wants them kept.
  case none
  /// They were kept, and are read from there.
  case used
  /// They are to be kept; with why what was kept before can't be used, if there was anything.
  case wanted(instead: Unusable?)
  /// What was kept can't be used, and nobody wants it made anew.
  case unusable(Unusable)

  /// Why what was kept can't be used.
  public enum Unusable: Sendable, Hashable {
    /// The file has changed, or what describes it.
    case stale
    /// It is not what was written.
    case damaged
  }
}

extension TableLoader {
  /// Reads a file and adds it to a catalogue, from its kept columns where these are still right.
  ///
  /// - Parameter store: Where columns are kept; nil for nowhere.
  public static func load(
    path: String, options: LoadOptions, into catalog: inout Catalog, keptIn store: KeptStore?,
    isCancelled: @escaping @Sendable () -> Bool = { false },
    onProgress: (@Sendable (LoadProgress) -> Void)? = nil
  ) throws(TableFault) -> LoadReport {
    guard let store else {
      return try load(
        path: path, options: options, into: &catalog, isCancelled: isCancelled, onProgress: onProgress)
    }
    let key = KeptKey(path: path, options: options, catalog: catalog, program: store.program)
    var unusable: Keeping.Unusable?
    do throws(KeptFault) {
      return try restore(path, options, store, key, &catalog, isCancelled)
    } catch {
      unusable = error == .absent ? nil : error == .stale ? .stale : .damaged
    }
    let before = catalog
    var draft: KeptDraft?
    var report = try load(
      path: path, options: options, into: &catalog, isCancelled: isCancelled, onProgress: onProgress
    ) { loader, stamp in
      if options.keeps { draft = loader.draft(key, stamp, before: before) }
    }
    report.draft = draft
    report.keeping = draft != nil ? .wanted(instead: unusable) : unusable.map { .unusable($0) } ?? .none
    return report
  }

  /// Adds a file from its kept columns; nil where there are none, or none that are right.
  public static func loadKept(
    path: String, options: LoadOptions, into catalog: inout Catalog, keptIn store: KeptStore,
    isCancelled: @escaping @Sendable () -> Bool
  ) -> LoadReport? {
    let key = KeptKey(path: path, options: options, catalog: catalog, program: store.program)
    do throws(KeptFault) {
      return try restore(path, options, store, key, &catalog, isCancelled)
    } catch {
      return nil
    }
  }

  /// Adds a file from its kept columns.
  private static func restore(
    _ path: String, _ options: LoadOptions, _ store: KeptStore, _ key: KeptKey, _ catalog: inout Catalog,
    _ isCancelled: @escaping @Sendable () -> Bool
  ) throws(KeptFault) -> LoadReport {
    let file: MappedFile
    do throws(TableFault) {
      file = try MappedFile(path: path)
    } catch {
      throw .absent
    }
    var stamp = SourceStamp(file)
    let before = catalog
    let place = store.folder + "/" + key.fileName
    let kept = try KeptFile(path: place, key: key) {
      // The next start finds none, and makes it anew where that is wanted.
      unsafe unlink(place)
      // What is asked for in the place of a damaged piece has to be of the same file.
      guard file.isUnchanged else { return nil }
      var catalog = before
      do throws(TableFault) {
        _ = try load(path: path, options: options, into: &catalog, isCancelled: isCancelled)
        return catalog
      } catch {
        return nil
      }
    }
    var draft: KeptDraft?
    if !kept.trailer.source.isSurely(stamp) {
      guard kept.trailer.source.size == stamp.size else { throw .stale }
      stamp.checksum = Checksum.of(file)
      guard stamp.checksum == kept.trailer.source.checksum, file.isUnchanged else { throw .stale }
      if options.keeps { draft = KeptDraft(kind: .again(kept, stamp), fileName: key.fileName) }
    }
    var report = try kept.restore(
      into: &catalog, path: path, stamp: SourceStamp(file).identity(path, options))
    report.keeping = .used
    report.draft = draft
    return report
  }
}

extension KeptFile {
  /// Adds to a catalogue what loading the file itself would add.
  func restore(into catalog: inout Catalog, path: String, stamp: UInt64) throws(KeptFault) -> LoadReport {
    var result = catalog
    let report = contents.report
    for join in contents.joins {
      let members =
        join.names.map {
          MemberList(KeptNames(self, $0.bytes, $0.starts, count: $0.count, number: join.number))
        } ?? MemberList(join.members.map { Member(name: $0.name, year: $0.year, order: $0.order) })
      let joined = result.join(
        Dimension(
          name: join.name, plural: join.plural, aliases: join.aliases, memberList: members,
          isOrdered: join.isOrdered, isYears: join.isYears), dataset: report.name,
        besides: join.others)
      guard joined.number == join.number else { throw .damaged }
    }
    let counts = result.dimensions.map(\.members.count)
    func isKnown(_ dimensions: [Int]) -> Bool { dimensions.allSatisfy { counts.indices.contains($0) } }
    let tables = 1 + (contents.wide == nil ? 0 : 1)
    let noteCount = result.notes.count + contents.notes.count
    let sourceCount = result.sources.count + contents.sources.count
    guard isKnown(contents.dimensions), isKnown(contents.wide?.dimensions ?? []),
      contents.marks.allSatisfy({ $0.notes.numbers.allSatisfy { $0 < noteCount } })
    else { throw .damaged }
    if let wide = contents.wide, let last = wide.dimensions.last {
      guard wide.codes.allSatisfy({ $0 < counts[last] }) else { throw .damaged }
    }
    for measure in contents.measures {
      let isWide = measure.table == result.tables.count + 1
      let columns = isWide ? contents.wide?.columns.count ?? 0 : contents.figures.count + 1
      guard measure.dataset == result.datasets.count, measure.column < columns,
        measure.table >= result.tables.count, measure.table < result.tables.count + tables,
        measure.dimensions == (isWide ? contents.wide?.dimensions ?? [] : contents.dimensions),
        measure.addsOver.numbers.allSatisfy({ counts.indices.contains($0) }),
        measure.sources.numbers.allSatisfy({ $0 < sourceCount }),
        measure.members.allSatisfy({ dimension, own in
          counts.indices.contains(dimension) && own.numbers.allSatisfy { $0 < counts[dimension] }
        })
      else { throw .damaged }
    }
    let number = result.datasets.count
    let table = KeptTable(
      self, path: path, number: result.tables.count, memberCounts: contents.dimensions.map { counts[$0] })
    var made = [Table(dimensions: contents.dimensions, source: table, isCube: false)]
    if let wide = contents.wide {
      made.append(
        Table(
          dimensions: wide.dimensions,
          source: WideTable(
            base: table, place: wide.place, codes: wide.codes.map { Int32(truncatingIfNeeded: $0) },
            columns: wide.columns), isCube: false))
    }
    result.add(
      Dataset(
        name: report.name, title: contents.title, edition: contents.edition, licence: contents.licence,
        document: contents.document, rows: report.rows, setAside: report.setAside,
        problems: report.problems, report: report.lines, metadata: contents.metadata, stamp: stamp),
      measures: contents.measures,
      notes: contents.notes.map { Note(id: $0.id, kind: $0.kind, text: $0.text, dataset: number) },
      sources: contents.sources.map {
        Source(id: $0.id, title: $0.title, date: $0.date, place: $0.place, dataset: number)
      }, tables: made)
    catalog = result
    return report
  }
}
