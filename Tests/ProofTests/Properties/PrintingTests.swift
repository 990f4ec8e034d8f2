import RieplData
import RieplEngine
import RieplPresentation
import RieplSyntax
import Testing

/// What is printed can be typed back and means the same.
@Suite struct Printing {
  /// The tree of a statement and its text as the formatter writes it; nil for one that can't be read, or is no question.
  static func read(_ text: String, _ parser: inout Parser) -> (outline: String, text: String)? {
    do throws(Diagnostic) {
      try parser.read(SourceText(text))
      guard try parser.parseStatement() else { return nil }
      let id: QuestionID
      switch parser.tree.statement {
      case .question(let question), .letDefinition(_, let question): id = question
      default: return nil
      }
      let formatter = Formatter(tree: parser.tree, vocabulary: parser.vocabulary)
      return (TreeOutline(tree: parser.tree).question(id), formatter.question(id))
    } catch {
      return nil
    }
  }

  /// What is wrong with the printed form of a statement.
  static func fault(_ text: String, _ parser: inout Parser) -> String? {
    guard let first = read(text, &parser) else { return nil }
    guard let second = read(first.text, &parser) else {
      return "«\(text)» prints «\(first.text)», which can't be read"
    }
    if first.outline != second.outline {
      return "«\(text)» prints «\(first.text)»\n  \(first.outline)\n  \(second.outline)"
    }
    if first.text != second.text { return "«\(text)» prints «\(first.text)» and then «\(second.text)»" }
    return nil
  }

  @Test func casesReadBack() throws {
    var count = 0
    var faults: [String] = []
    var catalog = Catalog()
    try EmbeddedDatasets.load(into: &catalog)
    for file in try CaseFiles.all() {
      for part in file.parts {
        var workspace = Workspace(catalog: catalog)
        for statement in part {
          // With the names that the statements before it have given.
          var parser = workspace.parser
          for text in [statement] + Mutations.mutants(statement) {
            if Printing.read(text, &parser) == nil { continue }
            count += 1
            if let fault = Printing.fault(text, &parser) { faults.append("\(file.name): \(fault)") }
          }
          _ = DidYouMean.run(SourceText(statement), &workspace)
        }
      }
    }
    print("printing: \(count) questions of cases and their mutants, \(faults.count) faults")
    for fault in faults.prefix(20) { print(fault) }
    #expect(faults.isEmpty)
    #expect(count > 1_000)
  }

  @Test func randomQuestionsReadBack() throws {
    var count = 0
    var faults: [String] = []
    for number in 0..<12 * ProofSeed.effort {
      var random = ProofSeed.random("printed dataset", number)
      let data = number == 0 ? try SampleData.embedded() : SampleData.random(&random)
      var parser = try Interview(data).workspace.parser
      var generator = QuestionGenerator(data: data, random: ProofSeed.random("printed questions", number))
      for _ in 0..<100 {
        let model = generator.question()
        guard !model.isDefined, let line = model.lines(data, &random).last else { continue }
        count += 1
        if let fault = Printing.fault(line, &parser) { faults.append(fault) }
      }
    }
    print("printing: \(count) random questions, \(faults.count) faults; \(ProofSeed.note)")
    for fault in faults.prefix(20) { print(fault) }
    #expect(faults.isEmpty, "\(ProofSeed.note)")
    #expect(count > 800)
  }

  /// A value in any unit, power and number of decimals reads back as the value that is shown.
  @Test func valuesReadBack() throws {
    var random = ProofSeed.random("printed values")
    let workspace = Interview(Catalog()).workspace
    var count = 0
    for _ in 0..<2_000 * ProofSeed.effort {
      let unit = random.pick([RieplEngine.Unit.money, .percent, .points, .number, .count, .rate])
      let power = unit.printedPower == -2 ? -2 : random.pick([0, 0, 3, 6, 9])
      let format = NumberFormat(unit: unit, power: power, decimals: random.int(0...6))
      let top = Int64(random.int(-99_999_999_999...99_999_999_999)) >> Int64(random.int(0...36))
      let value = try #require(Rational(numerator: top, denominator: Int64(random.int(1...9_999))))
      let text = ValueText.text(value, format)
      var reader = workspace
      try reader.read(SourceText(text))
      guard case .answer(let answer)? = try reader.next(), let cell = answer.single else {
        Issue.record("\(text) is no value; \(ProofSeed.note)")
        continue
      }
      count += 1
      #expect(format.rounded(value) == format.scaled(cell.value), "\(text); \(ProofSeed.note)")
      let readUnit = answer.columns[0].info.unit
      #expect(readUnit == unit || (unit == .count && readUnit == .number), "\(text) is \(readUnit)")
    }
    #expect(count >= 2_000)
  }

  /// Each figure of an answer reads back as what it is, to the decimals shown.
  @Test func figuresOfAnswersReadBack() throws {
    let data = try SampleData.embedded()
    var interview = try Interview(data)
    let reader = Interview(Catalog()).workspace
    var generator = QuestionGenerator(data: data, random: ProofSeed.random("figures read back"))
    var wording = ProofSeed.random("figures read back, wording")
    var count = 0
    for _ in 0..<300 * ProofSeed.effort {
      let model = generator.question()
      guard !model.isDefined, let line = model.lines(data, &wording).last,
        case .answer(let answer)? = try interview.outcome(line)
      else { continue }
      for row in answer.rows {
        for (cell, column) in zip(row.cells, answer.columns) where cell.absence == nil {
          let text = ValueText.text(cell, column.format)
          var reader = reader
          try reader.read(SourceText(text))
          guard case .answer(let again)? = try reader.next(), let value = again.single?.value else {
            Issue.record("\(text), \(line); \(ProofSeed.note)")
            continue
          }
          count += 1
          #expect(column.format.rounded(cell.value) == column.format.scaled(value), "\(text), \(line)")
        }
      }
    }
    print("printing: \(count) figures of answers read back")
    #expect(count > 500)
  }
}
