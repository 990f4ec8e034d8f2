import RieplData
import RieplEngine
import RieplSyntax

/// A dataset as plain arrays, which the engine's catalogue and SQL tables are both made of.
struct SampleData {
  struct Axis {
    var name: String
    var plural: String
    var whole: String?
    var members: [String]
    /// The year in which the first member starts, where they are financial years.
    var firstYear: Int?
  }

  struct Column {
    var name: String
    var unit: RieplEngine.Unit
    var scale: Int
    /// A whole number of `values` is this power of ten of base units, as the source publishes it.
    var sourcePower: Int
    var axes: [Int]
    var addsOver: [Int]
    /// Whole numbers of the published unit, the last axis fastest; nil for none.
    var values: [Int64?]
    var absences: [Int: Absence] = [:]
    /// For a level that is reached by the end of a year.
    var year: Int?
    var period: String?
    var projection: ProjectionModel?
  }

  /// Members that a `let` names.
  struct Group {
    var name: String
    var axis: Int
    var members: [Int]
  }

  var name: String
  var axes: [Axis]
  var columns: [Column]
  var groups: [Group] = []

  /// The codes of a cell of a column.
  func codes(_ column: Column, _ cell: Int) -> [Int] {
    var rest = cell
    var codes = [Int](repeating: 0, count: column.axes.count)
    for place in column.axes.indices.reversed() {
      codes[place] = rest % axes[column.axes[place]].members.count
      rest /= axes[column.axes[place]].members.count
    }
    return codes
  }

  func cellCount(_ axes: [Int]) -> Int { axes.reduce(1) { $0 * self.axes[$1].members.count } }

  // MARK: The engine's catalogue

  /// The catalogue of the same data.
  var catalog: Catalog {
    var catalog = Catalog()
    catalog.add(
      Dataset(name: name, title: name, edition: "1", licence: "none", document: "random"),
      dimensions: axes.map { axis in
        Dimension(
          name: axis.name, plural: axis.plural,
          members: axis.members.enumerated().map { code, name in
            Member(name: name, year: axis.firstYear.map { $0 + code })
          },
          isOrdered: axis.firstYear != nil, isYears: axis.firstYear != nil, whole: axis.whole)
      },
      measures: columns.enumerated().map { number, column in
        Measure(
          name: column.name, summary: "The \(column.name)", unit: column.unit, scale: column.scale,
          sourcePower: column.sourcePower, dimensions: column.axes, addsOver: BitSet(column.addsOver),
          year: column.year, period: column.period, projection: column.projection, table: number, column: 0)
      }, facts: [], notes: [], sources: [], topics: [], tables: columns.map(table))
    return catalog
  }

  private func table(_ column: Column) -> Table {
    let count = column.values.count
    let factor = (0..<(column.scale + column.sourcePower)).reduce(Int64(1)) { product, _ in product * 10 }
    return Table(
      dimensions: column.axes,
      source: MemoryColumns(
        codes: column.axes.indices.map { place in
          (0..<count).map { Int32(codes(column, $0)[place]) }
        },
        measures: [
          MemoryMeasure(
            values: column.values.map { ($0 ?? 0) * factor },
            states: (0..<count).map {
              column.values[$0] == nil ? (column.absences[$0] ?? .notAvailable).rawValue : 0
            })
        ], rowCount: count), isCube: true)
  }

  // MARK: The embedded data

  /// The embedded figures as plain arrays.
  static func embedded() throws -> SampleData {
    var catalog = Catalog()
    try EmbeddedDatasets.load(into: &catalog)
    var data = SampleData(
      name: "riep 2008",
      axes: catalog.dimensions.map { dimension in
        Axis(
          name: dimension.name, plural: dimension.plural, whole: dimension.whole,
          members: dimension.members.map(\.name),
          firstYear: dimension.isYears ? dimension.members.first?.year : nil)
      }, columns: [])
    for measure in catalog.measures { data.columns.append(try data.column(measure, catalog)) }
    data.groups = [
      Group(name: "the North", axis: 0, members: [0, 1, 2]),
      Group(name: "the Midlands", axis: 0, members: [3, 4]),
      Group(name: "the later years", axis: 1, members: [1, 2]),
    ]
    return data
  }

  private func column(_ measure: Measure, _ catalog: Catalog) throws -> Column {
    let table = catalog.tables[measure.table]
    let factor = (0..<(measure.scale + measure.sourcePower)).reduce(Int64(1)) { product, _ in product * 10 }
    var column = Column(
      name: measure.name, unit: measure.unit, scale: measure.scale, sourcePower: measure.sourcePower,
      axes: table.dimensions, addsOver: measure.addsOver.numbers, values: [], year: measure.year,
      period: measure.period, projection: measure.projection)
    column.values = Array(repeating: nil, count: cellCount(column.axes))
    try table.source.scan(dimensions: Array(table.dimensions.indices), measure: measure.column) { batch in
      for row in 0..<batch.count {
        let cell = column.axes.enumerated().reduce(0) { cell, item in
          let codes = batch.codes[item.offset]
          return cell * axes[item.element].members.count + Int(codes[codes.startIndex + row])
        }
        column.values[cell] = batch.values[batch.values.startIndex + row] / factor
      }
    }
    return column
  }

  /// The same data with other names for its members, dimensions and measures.
  func renamed() -> SampleData {
    var other = self
    for axis in axes.indices where axes[axis].firstYear == nil {
      other.axes[axis].name = ["parish", "orchard", "lagoon", "turret"][axis]
      other.axes[axis].plural = ["parishes", "orchards", "lagoons", "turrets"][axis]
      if axes[axis].whole != nil { other.axes[axis].whole = "Ruritania \(SampleData.letters(axis))" }
      other.axes[axis].members = axes[axis].members.indices.map {
        "\(["Quadrant", "Hutch", "Silo", "Berth"][axis]) \(SampleData.letters($0))"
      }
    }
    for column in columns.indices { other.columns[column].name = "gauge \(SampleData.letters(column))" }
    for group in groups.indices { other.groups[group].name = "clique \(SampleData.letters(group))" }
    return other
  }

  private static func letters(_ number: Int) -> String {
    ["Vex", "Jolt", "Wisp", "Fjord", "Glyph", "Nymph", "Quartz", "Buzz", "Kiwi", "Oboe", "Lynx", "Plum"][
      number]
  }
}
