/// A dataset as it stands in the catalogue.
public struct Dataset: Sendable {
  /// The name that a question can put in front of a measure.
  public let name: String
  /// What the data is, in full, for `list datasets` and `about`.
  public let title: String
  /// Which edition of the data it is, such as the date of its release.
  public let edition: String
  /// The terms under which the data may be used, in words.
  public let licence: String
  /// The words that stand for the dataset in a source line, such as "press release".
  public let document: String
  /// The most rows that are looked through for what the figures that are not there are called.
  public static let mostRowsLookedThrough = 100_000
  /// How many rows of its file there are figures of; 0 for one that is part of the program.
  public let rows: Int
  /// How many rows were set aside, because they could not be read whole.
  public let setAside: Int
  /// The rows that were set aside, as far as they are kept.
  public let problems: [DatasetProblem]
  /// What was read, set aside and guessed, line by line; empty for one that is part of the program.
  public let report: [String]
  /// What was understood of its file, as CSVW metadata; empty for one that is part of the program.
  public let metadata: String
  /// A number made of its file and of how that was read, by which it is known again; 0 for one that is part of the program.
  public let stamp: UInt64

  /// A dataset in words only; its dimensions and measures stand beside it in the catalogue.
  public init(
    name: String, title: String, edition: String, licence: String, document: String, rows: Int = 0,
    setAside: Int = 0, problems: [DatasetProblem] = [], report: [String] = [], metadata: String = "",
    stamp: UInt64 = 0
  ) {
    self.metadata = metadata
    self.stamp = stamp
    self.rows = rows
    self.setAside = setAside
    self.problems = problems
    self.report = report
    self.name = name
    self.title = title
    self.edition = edition
    self.licence = licence
    self.document = document
  }
}

/// An axis of the data, such as region or year.
public final class Dimension: Sendable {
  /// The name in the singular, such as region.
  public let name: String
  /// The name in the plural, such as regions, which questions and `list` take too.
  public let plural: String
  /// Other names that questions may use.
  public let aliases: [String]
  /// In the order of the source.
  public let members: MemberList
  /// Whether the order of the members means something: years.
  public let isOrdered: Bool
  /// Whether the members are financial years.
  public let isYears: Bool
  /// A name for all members together, such as England; nil where they are only "all regions".
  public let whole: String?
  /// Other names for all members together.
  public let wholeAliases: [String]
  /// How many members a dimension may have for its members to be names that need no quotes.
  public static let manyMembers = 1000
  /// Whether its members have to be quoted.
  public var needsQuotes: Bool { !isYears && members.count > Dimension.manyMembers }
  /// Whether the members are months, quarters or days.
  public var isOfPeriods: Bool { isOrdered && !isYears && members.first?.order != nil }

  /// The member right before another; nil where there is none, or a month between the two is not in the data.
  func memberBefore(_ code: Int) -> Int? {
    guard code > 0, code < members.count else { return nil }
    guard isOfPeriods else { return code - 1 }
    guard let order = members[code].order, members[code - 1].order == order - 1 else { return nil }
    return code - 1
  }

  /// The member that a member is right before.
  func memberAfter(_ code: Int) -> Int? { memberBefore(code + 1) == nil ? nil : code + 1 }

  /// A dimension; the place of a member in the list is its code.
  public convenience init(
    name: String, plural: String, aliases: [String] = [], members: [Member], isOrdered: Bool = false,
    isYears: Bool = false,
    whole: String? = nil, wholeAliases: [String] = []
  ) {
    self.init(
      name: name, plural: plural, aliases: aliases, memberList: MemberList(members), isOrdered: isOrdered,
      isYears: isYears, whole: whole, wholeAliases: wholeAliases)
  }

  /// A dimension whose members may be made as they are needed.
  public init(
    name: String, plural: String, aliases: [String] = [], memberList members: MemberList,
    isOrdered: Bool = false, isYears: Bool = false, whole: String? = nil, wholeAliases: [String] = []
  ) {
    self.name = name
    self.plural = plural
    self.aliases = aliases
    self.members = members
    self.isOrdered = isOrdered
    self.isYears = isYears
    self.whole = whole
    self.wholeAliases = wholeAliases
  }
}

/// One value of a dimension.
public struct Member: Sendable {
  /// The official name, by which answers call it.
  public let name: String
  /// Other names that questions may use.
  public let aliases: [String]
  /// An official code, such as E12000001.
  public let code: String?
  /// The year in which it starts, for a financial year.
  public let year: Int?
  /// Its place in time, for a month, a quarter or a day: members of two datasets with the same one are the same.
  public let order: Int?
  /// The numbers of its notes in the catalogue.
  public let notes: BitSet

  /// A member, whose code is its place in its dimension.
  public init(
    name: String, aliases: [String] = [], code: String? = nil, year: Int? = nil, order: Int? = nil,
    notes: BitSet = BitSet()
  ) {
    self.name = name
    self.aliases = aliases
    self.code = code
    self.year = year
    self.order = order
    self.notes = notes
  }
}

/// A column of figures.
public final class Measure: Sendable {
  /// The name by which questions and answers call it, such as allocation.
  public let name: String
  /// Its name without that of its dataset in front, where measures of several datasets have the same one.
  public let sharedName: String?
  /// Other names that questions may use.
  public let aliases: [String]
  /// What it is, in one sentence.
  public let summary: String
  /// The unit of each of its figures, which says what the base units are.
  public let unit: Unit
  /// How many decimals the whole numbers of the column have.
  public let scale: Int
  /// The power of ten to which the source publishes it: 0 for £1, 6 for £1m.
  public let sourcePower: Int
  /// The dimensions that it has, by their numbers.
  public let dimensions: [Int]
  /// The dimensions along which it adds up.
  public let addsOver: BitSet
  /// The one year that it is of, for a measure without years: the year in which that starts.
  public let year: Int?
  /// What it is a figure of, such as "annual level by the end of 2010-11"; for readings.
  public let period: String?
  /// How its level comes about year by year; nil where it is not such a level.
  public let projection: ProjectionModel?
  /// Notes that go with every figure of it, by their numbers in the catalogue.
  public let notes: BitSet
  /// Notes that go only with all its figures together.
  public let notesOfWhole: BitSet
  /// The numbers in the catalogue of the places where it stands.
  public let sources: BitSet
  /// The number of its dataset in the catalogue.
  public let dataset: Int
  /// The number of the table in the catalogue that holds its figures.
  public let table: Int
  /// The place of its column among the measures of that table.
  public let column: Int
  /// The members that it has figures of, by dimension; one that is not named has all its members.
  public let members: [Int: BitSet]
  /// Whether it is 1 for each row of a file, so that rows can be counted.
  public let isOfRows: Bool

  /// A measure, given with the numbers that its parts have in the catalogue.
  public init(
    name: String, sharedName: String? = nil, aliases: [String] = [], summary: String, unit: Unit, scale: Int,
    sourcePower: Int,
    dimensions: [Int],
    addsOver: BitSet, year: Int? = nil, period: String? = nil, projection: ProjectionModel? = nil,
    notes: BitSet = BitSet(),
    notesOfWhole: BitSet = BitSet(), sources: BitSet = BitSet(), dataset: Int = 0, table: Int, column: Int,
    members: [Int: BitSet] = [:], isOfRows: Bool = false
  ) {
    self.members = members
    self.isOfRows = isOfRows
    self.name = name
    self.sharedName = sharedName
    self.aliases = aliases
    self.summary = summary
    self.unit = unit
    self.scale = scale
    self.sourcePower = sourcePower
    self.dimensions = dimensions
    self.addsOver = addsOver
    self.year = year
    self.period = period
    self.projection = projection
    self.notes = notes
    self.notesOfWhole = notesOfWhole
    self.sources = sources
    self.dataset = dataset
    self.table = table
    self.column = column
  }
}

extension Measure {
  /// The same measure with members of its own.
  func having(_ members: [Int: BitSet]) -> Measure {
    copy(name: name, sharedName: sharedName, members: members)
  }

  /// The same measure, called by a name that it shares with others behind that of its dataset.
  func called(_ name: String, sharing sharedName: String) -> Measure {
    copy(name: name, sharedName: sharedName, members: members)
  }

  private func copy(name: String, sharedName: String?, members: [Int: BitSet]) -> Measure {
    Measure(
      name: name, sharedName: sharedName, aliases: aliases, summary: summary, unit: unit, scale: scale,
      sourcePower: sourcePower,
      dimensions: dimensions, addsOver: addsOver, year: year, period: period, projection: projection,
      notes: notes, notesOfWhole: notesOfWhole, sources: sources, dataset: dataset, table: table,
      column: column, members: members, isOfRows: isOfRows)
  }
}

/// How a measure that is a level reached comes about, year by year.
public struct ProjectionModel: Sendable {
  /// The gains of a year, as a ratio.
  public let rate: Rational
  /// The financial year before the first gains, by the year in which it starts.
  public let baseYear: Int
  /// The financial year at whose end the level is reached, by the year in which it starts.
  public let targetYear: Int

  /// A model; the target year comes after the base year.
  public init(rate: Rational, baseYear: Int, targetYear: Int) {
    self.rate = rate
    self.baseYear = baseYear
    self.targetYear = targetYear
  }
}

/// A single published figure.
public final class Fact: Sendable {
  /// The name by which questions and answers call it.
  public let name: String
  /// Other names that questions may use.
  public let aliases: [String]
  /// The figure in base units: 3 % is 3/100.
  public let value: Rational
  /// The unit, which says what the base units are.
  public let unit: Unit
  /// The power of ten of base units to which the source publishes it: 6 for £1m, -2 for 1 %.
  public let sourcePower: Int
  /// What time it is of, as the source says it.
  public let date: String
  /// The words of the source.
  public let summary: String
  /// The numbers of its notes in the catalogue.
  public let notes: BitSet
  /// The numbers in the catalogue of the places where it stands.
  public let sources: BitSet
  /// The number of its dataset in the catalogue.
  public let dataset: Int

  /// A fact, given with the numbers that its notes and sources have in the catalogue.
  public init(
    name: String, aliases: [String] = [], value: Rational, unit: Unit, sourcePower: Int, date: String,
    summary: String,
    notes: BitSet = BitSet(), sources: BitSet = BitSet(), dataset: Int = 0
  ) {
    self.name = name
    self.aliases = aliases
    self.value = value
    self.unit = unit
    self.sourcePower = sourcePower
    self.date = date
    self.summary = summary
    self.notes = notes
    self.sources = sources
    self.dataset = dataset
  }
}

/// A remark of the source, or of those who prepared the data, on some figures.
public struct Note: Sendable {
  /// The name by which files refer to it.
  public let id: String
  /// What kind of note it is: footnote, observation, method.
  public let kind: String
  /// Its words; in the catalogue they cite other notes as these are printed.
  public let text: String
  /// The number of its dataset in the catalogue.
  public let dataset: Int

  /// A note as a file has it, which may cite others by their names in files.
  public init(id: String, kind: String, text: String, dataset: Int = 0) {
    self.id = id
    self.kind = kind
    self.text = text
    self.dataset = dataset
  }
}

extension Note {
  /// How the note is cited: "note" and the digits of its name.
  public var citation: String {
    let digits = id.utf8.filter { $0 >= 0x30 && $0 <= 0x39 }
    return "note " + (digits.isEmpty ? id : String(decoding: digits, as: UTF8.self))
  }

  /// The note with other notes cited as they are printed, and not by the names that files have for them.
  func citing(_ others: [Note]) -> Note {
    let bytes = Array(text.utf8)
    let names = others.filter { $0.id != id }.map { (name: Array($0.id.utf8), citation: $0.citation) }
    var cited: [UInt8] = []
    cited.reserveCapacity(bytes.count)
    var start = 0
    while start < bytes.count {
      // What is put in is not looked at again: a citation may hold the name that it stands for.
      if start == 0 || !Note.isWordByte(bytes[start - 1]),
        let other = names.first(where: { Note.isWord($0.name, at: start, of: bytes) })
      {
        cited += Array(other.citation.utf8)
        start += other.name.count
      } else {
        cited.append(bytes[start])
        start += 1
      }
    }
    return Note(id: id, kind: kind, text: String(decoding: cited, as: UTF8.self), dataset: dataset)
  }

  /// Whether a name stands where a word starts in a text, and is all of the word.
  private static func isWord(_ name: [UInt8], at start: Int, of bytes: [UInt8]) -> Bool {
    let end = start + name.count
    guard end > start, end <= bytes.count, bytes[start] == name[0] else { return false }
    for place in name.indices where bytes[start + place] != name[place] { return false }
    return end == bytes.count || !isWordByte(bytes[end])
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A || byte >= 0x30 && byte <= 0x39 || byte >= 0x80
  }
}

/// A place in a document where figures stand.
public struct Source: Sendable {
  /// The name by which files refer to it.
  public let id: String
  /// The title of the document.
  public let title: String
  /// The day on which the document came out, such as 2008-03-18; empty where none is given.
  public let date: String
  /// Where in the document.
  public let place: String
  /// The number of its dataset in the catalogue.
  public let dataset: Int

  /// A place in a document, for the source line of answers.
  public init(id: String, title: String, date: String, place: String, dataset: Int = 0) {
    self.id = id
    self.title = title
    self.date = date
    self.place = place
    self.dataset = dataset
  }
}

/// Something that the dataset describes in words only, such as a support programme.
public struct Topic: Sendable {
  /// The name by which `about` finds it.
  public let name: String
  /// What kind of thing it is, in the plural: programmes.
  public let kind: String
  /// What the dataset says of it.
  public let text: String
  /// The numbers in the catalogue of the places where it stands.
  public let sources: BitSet
  /// The number of its dataset in the catalogue.
  public let dataset: Int

  /// A topic, given with the numbers that its sources have in the catalogue.
  public init(name: String, kind: String, text: String, sources: BitSet = BitSet(), dataset: Int = 0) {
    self.name = name
    self.kind = kind
    self.text = text
    self.sources = sources
    self.dataset = dataset
  }
}

/// A row of a file that was set aside, because it could not be read whole.
public struct DatasetProblem: Sendable, Hashable {
  /// The line of the file on which it starts, counted from 1.
  public let line: Int
  /// What is wrong with it, as a clause.
  public let why: String
  /// How the row begins.
  public let text: String

  /// A row that was set aside.
  public init(line: Int, why: String, text: String) {
    self.line = line
    self.why = why
    self.text = text
  }
}
