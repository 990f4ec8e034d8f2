import RieplData
import RieplEngine
import RieplSyntax
import Testing

/// Notes travel through every calculation: those of a result are the notes of all that went into it, and no others.
@Suite struct Notes {
  /// The embedded data with its notes.
  static func catalog() throws -> Catalog {
    var catalog = Catalog()
    try EmbeddedDatasets.load(into: &catalog)
    return catalog
  }

  /// The single cell that a question comes to.
  static func cell(_ interview: inout Interview, _ text: String) throws -> AnswerCell {
    guard case .answer(let answer)? = try interview.outcome(text) else {
      throw Diagnostic(.noLastFigure, SourceRange(0, 0), ["question": text])
    }
    return try #require(answer.single, "\(text)")
  }

  /// Single figures of the embedded data, in pounds.
  static func figures(_ data: SampleData, _ catalog: Catalog) -> [String] {
    var figures = catalog.facts.filter { $0.unit == .money }.map(\.name)
    for column in data.columns {
      var texts = [column.name]
      for axis in column.axes {
        texts = texts.flatMap { text in data.axes[axis].members.map { text + " " + $0 } }
      }
      figures += texts
    }
    return figures
  }

  @Test func thoseOfTwoFiguresAreTheirUnion() throws {
    let data = try SampleData.embedded()
    let catalog = try Notes.catalog()
    let figures = Notes.figures(data, catalog)
    var interview = Interview(catalog)
    var random = ProofSeed.random("notes of two figures", 0)
    // Most figures have no notes: those that have are drawn more often.
    let noted = try figures.filter { try !Notes.cell(&interview, $0).notes.isEmpty }
    var withNotes = 0
    for _ in 0..<400 * ProofSeed.effort {
      let left = random.pick(random.once(in: 2) ? figures : noted)
      let right = random.pick(random.once(in: 2) ? figures : noted)
      let sign = random.pick(["+", "-", "/"])
      let first = try Notes.cell(&interview, left)
      let second = try Notes.cell(&interview, right)
      // Nothing is divided by nothing.
      if sign == "/", second.value.isZero { continue }
      let both = try Notes.cell(&interview, "\(left) \(sign) \(right)")
      var union = first.notes
      union.formUnion(second.notes)
      #expect(both.notes == union, "\(left) \(sign) \(right); \(ProofSeed.note)")
      #expect(both.status == max(first.status, second.status))
      if !first.notes.isEmpty, !second.notes.isEmpty, first.notes != second.notes { withNotes += 1 }
    }
    #expect(withNotes > 10, "too few pairs have notes of their own")
  }

  @Test func thoseOfASumAreThoseOfItsFigures() throws {
    let data = try SampleData.embedded()
    var interview = Interview(try Notes.catalog())
    var random = ProofSeed.random("notes of sums", 0)
    var withNotes = 0
    for _ in 0..<200 * ProofSeed.effort {
      let column = random.pick(data.columns.filter { $0.addsOver == $0.axes })
      // Some members of each dimension, and never all: then notes of the whole come along as well.
      let chosen = column.axes.map { axis -> [String] in
        let members = data.axes[axis].members
        return Array(members.shuffled(using: &random).prefix(random.int(1...members.count - 1)))
      }
      let clauses = chosen.map { "for " + $0.joined(separator: ", ") }.joined(separator: " ")
      let sum = try Notes.cell(&interview, "sum \(column.name) \(clauses)")
      var figures = [column.name]
      for members in chosen { figures = figures.flatMap { text in members.map { text + " " + $0 } } }
      var union = BitSet()
      for figure in figures { union.formUnion(try Notes.cell(&interview, figure).notes) }
      #expect(sum.notes == union, "sum \(column.name) \(clauses); \(ProofSeed.note)")
      if !union.isEmpty { withNotes += 1 }
    }
    #expect(withNotes > 10, "too few sums have notes")
  }
}
