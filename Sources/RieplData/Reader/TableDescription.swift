import RieplEngine

/// What a file beside a table says of it: W3C CSVW metadata, or a Frictionless Table Schema or Data Package.
///
/// Of CSVW are read: `url`, `tables`, `dialect` (delimiter, encoding, skipRows, headerRowCount, header) and of each column
/// `name`, `titles`, `datatype`, `virtual`, `suppressOutput`; of Frictionless `resources`, `path`, `dialect`, `encoding`
/// and of each field `name`, `title`, `type`, `format`. Two annotations say what those have no words for:
/// `schema:unitText` the unit (£, £000, £m, %), `schema:additionalType` what riepl takes a column for.
struct TableDescription: Sendable {
  /// What is said of one column.
  struct Column: Sendable {
    /// Where in the description it stands, such as `tableSchema.columns[2]`.
    let place: String
    /// What may stand above it in the file; empty for anything.
    let titles: [String]
    /// A kind or a unit as `load … where column X is …` has it; nil where nothing is said.
    let what: String?
  }

  /// The name of the file that says it.
  let file: String
  var delimiter: UInt8?
  var encoding: Dialect.Encoding?
  /// How many lines stand above the headings.
  var skipRows: Int?
  /// How many rows of headings there are.
  var headerRows: Int?
  /// All columns from the left.
  var columns: [Column] = []
  /// Whether columns are found by their headings, in any order.
  var isByName = false

  /// Looks for a description beside a file and reads it; nil where there is none.
  static func find(besideFile path: String) throws(TableFault) -> TableDescription? {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let name = String(path.dropFirst(folder.count))
    let bare = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    for (other, mustName) in candidates(name, bare) {
      guard let bytes = try bytes(folder + other, other) else { continue }
      let value: JSONValue
      do throws(JSONReader.Fault) {
        value = try JSONReader.read(bytes)
      } catch {
        throw .misfit(description: other, place: "line \(error.line)", why: error.why)
      }
      var reader = DescriptionReader(file: other, table: name)
      if let description = try reader.read(value, mustName: mustName) { return description }
    }
    return nil
  }

  /// The names of files that may describe a file, with whether they have to name it.
  private static func candidates(_ name: String, _ bare: String) -> [(String, Bool)] {
    [
      (name + "-metadata.json", true), (bare + ".schema.json", true), ("csv-metadata.json", false),
      ("datapackage.json", false),
    ]
  }

  /// A number made of all that may describe a file.
  static func checksum(besideFile path: String) -> UInt64 {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let name = String(path.dropFirst(folder.count))
    let bare = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    var sum: UInt64 = 0
    for (other, _) in candidates(name, bare) {
      do throws(TableFault) {
        sum = Checksum.of(try bytes(folder + other, other) ?? [], seed: sum &+ 1)
      } catch {
        sum = Checksum.of("\(error)", seed: sum &+ 2)
      }
    }
    return sum
  }

  private static func bytes(_ path: String, _ name: String) throws(TableFault) -> [UInt8]? {
    do throws(TableFault) {
      let file = try MappedFile(path: path)
      if file.count > JSONReader.longest {
        throw .misfit(description: name, place: "all of it", why: "it is longer than a mebibyte")
      }
      return file.copy(0..<file.count)
    } catch {
      if error == .unreadable("there is no such file") { return nil }
      if case .unreadable(let why) = error { throw .misfit(description: name, place: "all of it", why: why) }
      throw error
    }
  }
}

/// Reads a description out of JSON.
struct DescriptionReader {
  /// The name of the description.
  let file: String
  /// The name of the table's file.
  let table: String

  private func fault(_ place: String, _ why: String) -> TableFault {
    .misfit(description: file, place: place.isEmpty ? "all of it" : place, why: "it " + why)
  }

  /// The description of the table; nil where it is one of other tables, which need not name this one.
  mutating func read(_ value: JSONValue, mustName: Bool) throws(TableFault) -> TableDescription? {
    guard case .object = value else { throw fault("", "is \(value.kind) and not an object") }
    if value["fields"] != nil { return try schema(value, "", TableDescription(file: file)) }
    if let resources = value["resources"] { return try package(resources) }
    if let tables = value["tables"] {
      guard let list = tables.elements else { throw fault("tables", "is \(tables.kind) and not a list") }
      for (number, entry) in list.enumerated() where isTable(entry["url"]) {
        return try csvw(entry, "tables[\(number)].", value["dialect"])
      }
      if mustName { throw fault("tables", "has none of which the url is \(table)") }
      return nil
    }
    guard value["url"] == nil || isTable(value["url"]) else {
      if mustName { throw fault("url", "is “\(value["url"]?.text ?? "")” and not \(table)") }
      return nil
    }
    if value["url"] == nil, !mustName { return nil }
    guard value["tableSchema"] != nil || value["dialect"] != nil else {
      throw fault("", "has neither a tableSchema nor fields nor resources")
    }
    return try csvw(value, "", nil)
  }

  private func isTable(_ url: JSONValue?) -> Bool {
    guard let text = url?.text else { return false }
    let name = text.split(separator: "/").last.map(String.init) ?? text
    return name == table || name.replacing("%20", with: " ") == table
  }

  // MARK: CSVW

  private func csvw(_ value: JSONValue, _ place: String, _ shared: JSONValue?) throws(TableFault)
    -> TableDescription
  {
    var description = TableDescription(file: file)
    if let dialect = value["dialect"] ?? shared { try read(dialect, place + "dialect", &description) }
    guard let schema = value["tableSchema"] else { return description }
    guard case .object = schema else {
      throw fault(
        place + "tableSchema", "is \(schema.kind) and not an object; schemas of their own files are not read")
    }
    guard let columns = schema["columns"] else { return description }
    guard let list = columns.elements else {
      throw fault(place + "tableSchema.columns", "is \(columns.kind) and not a list")
    }
    for (number, column) in list.enumerated() where column["virtual"] != .bool(true) {
      let place = "\(place)tableSchema.columns[\(number)]"
      guard case .object = column else { throw fault(place, "is \(column.kind) and not an object") }
      var titles = try texts(column["titles"], place + ".titles")
      if titles.isEmpty, let name = column["name"]?.text { titles = [name] }
      var what = try datatype(column["datatype"], column, place + ".datatype")
      if column["suppressOutput"] == .bool(true) { what = "ignored" }
      description.columns.append(TableDescription.Column(place: place, titles: titles, what: what))
    }
    return description
  }

  private func texts(_ value: JSONValue?, _ place: String) throws(TableFault) -> [String] {
    switch value {
    case nil, .null?: return []
    case .string(let text)?: return [text]
    case .array(let list)?:
      var result: [String] = []
      for element in list {
        guard let text = element.text else { throw fault(place, "has \(element.kind) among its texts") }
        result.append(text)
      }
      return result
    case .object(let members)?:
      var result: [String] = []
      for member in members { result += try texts(member.value, place) }
      return result
    case let other?: throw fault(place, "is \(other.kind) and not a text")
    }
  }

  private func read(
    _ dialect: JSONValue, _ place: String, _ description: inout TableDescription
  ) throws(TableFault) {
    guard case .object = dialect else { throw fault(place, "is \(dialect.kind) and not an object") }
    if let delimiter = dialect["delimiter"]?.text {
      description.delimiter = try mark(delimiter, place + ".delimiter")
    }
    if let quote = dialect["quoteChar"], quote != .null, quote != .string("\"") {
      throw fault(place + ".quoteChar", "is \(quote.text ?? quote.kind), and only \" is read")
    }
    if let encoding = dialect["encoding"]?.text {
      description.encoding = try read(encoding: encoding, place + ".encoding")
    }
    description.skipRows = dialect["skipRows"]?.count ?? description.skipRows
    if let header = dialect["header"] { description.headerRows = header == .bool(false) ? 0 : 1 }
    description.headerRows = dialect["headerRowCount"]?.count ?? description.headerRows
    if let rows = description.headerRows, rows > 2 {
      throw fault(place + ".headerRowCount", "is \(rows), and at most 2 are read")
    }
  }

  private func mark(_ text: String, _ place: String) throws(TableFault) -> UInt8 {
    let bytes = Array((text == "\\t" ? "\t" : text).utf8)
    guard bytes.count == 1, LayoutSniffer.mayDelimit(bytes[0]) else {
      throw fault(place, "is “\(text)” and neither one mark nor a tab")
    }
    return bytes[0]
  }

  private func read(encoding text: String, _ place: String) throws(TableFault) -> Dialect.Encoding {
    switch text.lowercased() {
    case "utf-8", "utf8", "us-ascii", "ascii": return .utf8
    case "windows-1252", "cp1252", "iso-8859-1", "latin1", "latin-1": return .windows1252
    default: throw fault(place, "is \(text), and only utf-8 and windows-1252 are read")
    }
  }

  /// What `load … where column X is …` would say of a column.
  private func datatype(
    _ value: JSONValue?, _ column: JSONValue, _ place: String
  ) throws(TableFault) -> String? {
    if let kind = column["schema:additionalType"]?.text, let what = TableDescription.words[kind] {
      if what != "number" { return what }
      return unit(column["schema:unitText"]?.text) ?? "number"
    }
    var base = "string"
    var format: JSONValue?
    switch value {
    case nil, .null?: return unit(column["schema:unitText"]?.text)
    case .string(let text)?: base = text
    case .object?:
      base = value?["base"]?.text ?? "string"
      format = value?["format"]
    case let other?: throw fault(place, "is \(other.kind) and neither a text nor an object")
    }
    switch base {
    case "string", "normalizedString", "token", "any", "anyAtomicType", "anyURI", "xml", "html", "json",
      "boolean",
      "gYear", "language", "Name", "NMTOKEN":
      return "text"
    case "gYearMonth": return "month"
    case "date", "datetime", "dateTime", "dateTimeStamp":
      try check(date: format?.text, place)
      return "date"
    case "number", "decimal", "double", "float", "integer", "int", "long", "short", "byte",
      "nonNegativeInteger",
      "positiveInteger", "nonPositiveInteger", "negativeInteger", "unsignedLong", "unsignedInt",
      "unsignedShort",
      "unsignedByte":
      if let mark = format?["decimalChar"]?.text, mark != "." {
        throw fault(place, "has decimals behind “\(mark)”, which are not read")
      }
      return unit(column["schema:unitText"]?.text) ?? "number"
    default: throw fault(place, "is \(base), which is not read")
    }
  }

  /// Days are read with the day in front of the month, or with the year first.
  private func check(date format: String?, _ place: String) throws(TableFault) {
    guard let format else { return }
    let folded = format.lowercased()
    if folded.hasPrefix("m") || folded.hasPrefix("%m") || folded.hasPrefix("%b") {
      throw fault(place, "has days as \(format), and months in front of days are not read")
    }
  }

  private func unit(_ text: String?) -> String? {
    guard let text else { return nil }
    switch text.lowercased() {
    case "gbp", "£", "pound", "pounds", "pounds sterling": return "£"
    case "percent", "percentage", "%", "p1": return "%"
    case "count": return "count"
    default: return LoadOptions.kinds.first { $0 == text.lowercased() }
    }
  }

  // MARK: Frictionless

  private func package(_ resources: JSONValue) throws(TableFault) -> TableDescription? {
    guard let list = resources.elements else {
      throw fault("resources", "is \(resources.kind) and not a list")
    }
    for (number, resource) in list.enumerated() where isTable(resource["path"]) {
      var description = TableDescription(file: file)
      let place = "resources[\(number)]."
      if let encoding = resource["encoding"]?.text {
        description.encoding = try read(encoding: encoding, place + "encoding")
      }
      if let dialect = resource["dialect"] {
        try read(dialect["csv"] ?? dialect, place + "dialect", &description)
      }
      guard let schema = resource["schema"] else { return description }
      guard case .object = schema else {
        throw fault(
          place + "schema", "is \(schema.kind) and not an object; schemas of their own files are not read")
      }
      return try self.schema(schema, place + "schema.", description)
    }
    return nil
  }

  private func schema(
    _ schema: JSONValue, _ place: String, _ known: TableDescription
  ) throws(TableFault) -> TableDescription {
    var description = known
    description.isByName = true
    guard let fields = schema["fields"]?.elements else {
      throw fault(place + "fields", "is not a list")
    }
    for (number, field) in fields.enumerated() {
      let place = "\(place)fields[\(number)]"
      guard let name = field["name"]?.text else { throw fault(place, "has no name") }
      if let mark = field["decimalChar"]?.text, mark != "." {
        throw fault(place, "has decimals behind “\(mark)”, which are not read")
      }
      let what: String?
      switch field["type"]?.text {
      case nil, "any": what = unit(field["unit"]?.text)
      case "string", "boolean", "year", "geopoint", "time", "list": what = "text"
      case "yearmonth": what = "month"
      case "number", "integer": what = unit(field["unit"]?.text) ?? "number"
      case "date", "datetime":
        let format = field["format"]?.text
        try check(date: ["default", "any"].contains(format) ? nil : format, place + ".format")
        what = "date"
      case let other?: throw fault(place + ".type", "is \(other), which is not read")
      }
      description.columns.append(TableDescription.Column(place: place, titles: [name], what: what))
    }
    return description
  }
}

extension TableDescription {
  /// The kinds of columns by the words that an annotation has for them, as `load … where column X is …` says them.
  static let words = [
    "names": "text", "financial year": "year", "day": "date", "month": "month", "figure": "number",
    "nothing": "ignored",
  ]

  /// Says of the columns what the description says; a column that is not there, or that is called otherwise, is an error.
  func apply(to layout: inout TableLayout, of table: String) throws(TableFault) {
    func fault(_ place: String, _ why: String) -> TableFault {
      .misfit(description: file, place: place, why: "it " + why)
    }
    func key(_ text: String) -> String {
      text.lowercased().split { $0 == " " || $0 == "_" }.joined(separator: " ")
    }
    if !isByName, !columns.isEmpty, columns.count != layout.columns.count {
      throw fault(
        columns.last?.place ?? "",
        "is the last of \(LoadReport.count(columns.count, "column")), and \(table) has \(layout.columns.count)"
      )
    }
    for (number, column) in columns.enumerated() {
      var place = number
      let titles = Set(column.titles.map(key))
      if isByName {
        guard let found = layout.columns.firstIndex(where: { titles.contains(key($0.heading)) }) else {
          throw fault(column.place, "is “\(column.titles.first ?? "")”, which \(table) has no column of")
        }
        place = found
      } else if layout.headingLine > 0, !titles.isEmpty, !titles.contains(key(layout.columns[place].heading))
      {
        throw fault(
          column.place,
          "is “\(column.titles.first ?? "")”, and column \(place + 1) of \(table) is “\(layout.columns[place].heading)”"
        )
      }
      guard let what = column.what else { continue }
      let addsUp = layout.columns[place].addsUp
      layout.columns[place].set(what)
      if layout.columns[place].kind == .figure, !addsUp { layout.columns[place].addsUp = false }
      layout.columns[place].guesses = ["as described"]
    }
  }
}
