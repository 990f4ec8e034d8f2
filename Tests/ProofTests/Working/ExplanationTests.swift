import Foundation
import RieplData
import RieplPresentation
import RieplSyntax
import Testing

@testable import RieplEngine

/// What an explanation says comes to the answer: by its parts, by the figures that it lists, and by the sums in its text.
@Suite struct Explanations {
  static func explained(_ text: String, _ interview: inout Interview) throws -> Explanation? {
    guard case .worked(let explanation, _)? = try interview.outcome(text) else { return nil }
    return explanation
  }

  static func lines(_ explanation: Explanation, _ catalog: Catalog) -> [String] {
    ExplanationText.lines(explanation, catalog, width: nil).map(\.text)
  }

  // MARK: Parts

  /// The value of a part, worked out again from what it is made of; nil where it can't be.
  static func recombined(_ part: WorkedPart, _ plan: Plan) throws -> Rational? {
    var values: [Rational] = []
    for inner in part.parts {
      guard let value = try recombined(inner, plan) else { return nil }
      values.append(value)
    }
    switch part.instruction {
    case .constant(let value, _, _): return value
    case .fact, .last: return part.value
    case .negate: return values[0].negated
    case .add: return try values[0].adding(values[1])
    case .subtract: return try values[0].subtracting(values[1])
    case .multiply: return try values[0].multiplied(by: values[1])
    case .divide, .share: return try values[0].divided(by: values[1])
    case .change: return try values[1].subtracting(values[0])
    case .growth: return try values[1].subtracting(values[0]).divided(by: values[0])
    case .aggregate(let index):
      let aggregate = plan.aggregates[index]
      guard aggregate.measure >= 0, let taken = part.taken else { return part.value }
      guard taken.count == taken.figures.count else { return nil }
      return try reduced(taken.figures.map(\.value), aggregate.reducer)
    case .reduce:
      guard let inner = part.inner, let reducer = inner.reducer else { return part.value }
      return try reduced(inner.rows.compactMap(\.value), reducer)
    case .power, .cumulative, .nearest: return part.value
    }
  }

  private static func reduced(_ values: [Rational], _ reducer: Reducer) throws -> Rational? {
    if reducer == .count { return Rational(values.count) }
    guard let low = values.min(), let high = values.max() else { return nil }
    let sum = try values.reduce(Rational.zero) { try $0.adding($1) }
    let sorted = values.sorted()
    switch reducer {
    case .sum: return sum
    case .average: return try sum.divided(by: Rational(values.count))
    case .lowest: return low
    case .highest: return high
    case .range: return try high.subtracting(low)
    case .median:
      return try sorted[(sorted.count - 1) / 2].adding(sorted[sorted.count / 2]).divided(by: Rational(2))
    case .count: return nil
    }
  }

  @Test func figuresRecombineToTheAnswer() throws {
    var count = 0
    var figures = 0
    for number in 0..<8 * ProofSeed.effort {
      var random = ProofSeed.random("explained", number)
      let data = try number < 3 ? SampleData.embedded() : SampleData.random(&random)
      var generator = QuestionGenerator(data: data, random: ProofSeed.random("explained questions", number))
      var wording = ProofSeed.random("explained wording", number)
      var interview = try Interview(data)
      for _ in 0..<50 {
        var lines = generator.question().lines(data, &wording)
        let last = lines.removeLast()
        // What stands in front may be any question; a follow-up is explained by itself.
        for line in lines { _ = try? interview.outcome(line) }
        let explanation: Explanation?
        if last.hasPrefix("then") {
          _ = try? interview.outcome(last)
          explanation = try? Explanations.explained("explain fully", &interview)
        } else {
          explanation = try? Explanations.explained("explain fully " + last, &interview)
        }
        guard let explanation else { continue }
        let answer = explanation.answer
        let text = Explanations.lines(explanation, interview.workspace.catalog)
        for (row, shown) in zip(explanation.rows, answer.rows) {
          #expect(row.keys == shown.keys)
          for (column, part) in row.columns.enumerated() where answer.plan.projection == nil {
            let cell = shown.cells[column]
            #expect(part.absence == cell.absence, "\(last)")
            guard cell.absence == nil else { continue }
            count += 1
            figures += part.all.reduce(0) { $0 + ($1.taken?.figures.count ?? 0) }
            #expect(part.value == cell.value, "\(last); \(ProofSeed.note)")
            let again = try Explanations.recombined(part, answer.plan)
            #expect(again == cell.value, "\(last): \(ProofSeed.note)")
            let shownText = ValueText.text(cell, answer.columns[column].format)
            let steps = text.filter { $0.hasSuffix(": " + shownText) || $0.hasSuffix(" " + shownText) }
            #expect(!steps.isEmpty, "\(last): \(shownText) is no end of a step")
          }
        }
        for fault in Sums.faults(text) { Issue.record("\(last): \(fault); \(ProofSeed.note)") }
      }
    }
    print("explained: \(count) values recombine, from \(figures) figures; \(ProofSeed.note)")
    #expect(count > 400)
  }

  /// For one figure the last number of the explanation is the answer.
  @Test(arguments: [
    "sum allocation in 2009-10", "sum efficiency / sum allocation", "average efficiency",
    "share sum allocation London", "growth sum allocation from 2008-09 to 2009-10",
    "gains this year - gains target",
    "average (sum allocation by region)", "3% of sum allocation", "median efficiency", "range efficiency",
    "count allocation where allocation > £7.5m", "highest allocation in 2009-10",
    "held back East Midlands 2008-09",
  ])
  func lastNumberIsTheAnswer(_ question: String) throws {
    var interview = Interview(try ProductSQL.catalog())
    let explanation = try #require(try Explanations.explained("explain " + question, &interview))
    let cell = try #require(explanation.answer.single)
    let shown = ValueText.text(cell, explanation.answer.columns[0].format)
    let steps = Explanations.lines(explanation, interview.workspace.catalog).filter { !$0.contains("[note") }
    let last = try #require(steps.last { !$0.isEmpty })
    #expect(last.hasSuffix(shown), "\(last)")
  }

  /// All figures are counted, and no more kept than asked for, of each kind.
  @Test(arguments: [0, 1, 5, 26, 27, 100])
  func figuresAreKeptUpToALimit(_ limit: Int) throws {
    var interview = Interview(try ProductSQL.catalog())
    let question = "explain sum allocation where allocation > £7m"
    let explanation = try #require(try Explanations.explained(question, &interview))
    let limited = try Explainer.explain(
      explanation.answer, interview.workspace.catalog, Limits(), isFull: true, figureLimit: limit,
      isCancelled: { false })
    let parts = limited.rows.flatMap(\.columns).flatMap(\.all)
    let taken = try #require(parts.compactMap(\.taken).first)
    #expect(taken.count > 5 && taken.refused > 5)
    #expect(taken.figures.count == min(limit, taken.count))
    #expect(taken.out.count == min(limit, taken.refused))
  }

  // MARK: The projection, by hand

  static let projection =
    "explain project efficiency North East until 2013-14 at 3% until 2010-11, 2% until 2013-14"

  /// Each number of the table is worked out again from the numbers beside it.
  @Test func projectionCanBeFollowed() throws {
    var interview = Interview(try ProductSQL.catalog())
    let explanation = try #require(try Explanations.explained(Explanations.projection, &interview))
    let lines = Explanations.lines(explanation, interview.workspace.catalog)
    #expect(Sums.faults(lines).isEmpty, "\(Sums.faults(lines))")
    let base = try #require(
      lines.first { $0.contains("the base of 2007-08") }.flatMap { Sums.numbers($0).dropFirst(2).first })
    #expect(abs(base - 2987.263688) < 0.000_01)
    let years = lines.filter { $0.firstMatch(of: #/^ +20\d\d-\d\d /#) != nil }
    #expect(years.count == 6)
    var growth = 1.0
    var cash = 0.0
    var before = 0.0
    let rates = [1.03, 1.03, 1.03, 1.02, 1.02, 1.02]
    for (line, rate) in zip(years, rates) {
      let year = try #require(line.firstMatch(of: /20\d\d-\d\d/))
      let numbers = Sums.numbers(line.replacing(year.output, with: "", maxReplacements: 1))
      growth *= rate
      let (less, level, shown) = (
        numbers[numbers.count - 3], numbers[numbers.count - 2], numbers[numbers.count - 1]
      )
      #expect(abs(less - (growth - 1)) < 0.000_001, "\(line)")
      #expect(abs(level - base * (growth - 1)) < 0.000_1, "\(line)")
      #expect(abs(shown - (level * 10).rounded() / 10) < 0.000_001, "\(line)")
      #expect(
        line.hasSuffix(
          ValueText.text(
            explanation.answer.rows[years.firstIndex(of: line) ?? 0].cells[0],
            explanation.answer.columns[0].format)))
      cash += level
      before = level
    }
    let total = try #require(lines.first { $0.contains("“cash so far”") })
    #expect(total.contains("£1,776.5"))
    #expect(abs(cash - 1776.502847) < 0.000_1)
    #expect(abs(before - 476.799051) < 0.000_1)
    let interval = try #require(lines.first { $0.contains("may be anything from") })
    let ends = Sums.numbers(interval).suffix(2)
    let first = try #require(ends.first)
    let last = try #require(ends.last)
    #expect(abs(first - 476.799051 * 276.5 / 277) < 0.000_01)
    #expect(abs(last - 476.799051 * 277.5 / 277) < 0.000_01)
  }

  /// Every sum in the explanations of all questions of the cases comes out.
  @Test func sumsOfTheCasesComeOut() throws {
    var count = 0
    for file in try CaseFiles.all() where !file.name.contains("files.case") {
      for part in file.parts {
        var interview = Interview(try ProductSQL.catalog())
        for text in part {
          guard case .answer? = try? interview.outcome(text),
            let explanation = try? Explanations.explained("explain fully", &interview)
          else { continue }
          let lines = Explanations.lines(explanation, interview.workspace.catalog)
          for fault in Sums.faults(lines) { Issue.record("\(text): \(fault)") }
          count += Sums.count(lines)
        }
      }
    }
    print("explained: \(count) sums in the cases come out")
    #expect(count > 500)
  }
}

/// Sums as they are written in explanations: "£866,000,000 ÷ £21,100,278 = 41.042113…".
enum Sums {
  /// A number of a text: "£1,299.703795…m" is 1299.703795, and goes on.
  private static var number: Regex<(Substring, Substring?, Substring?)> {
    /-?£?-?\d[\d,]*(?:\.\d+)?(…)?(bn|m|k|%)?/
  }

  static func numbers(_ text: String) -> [Double] {
    text.matches(of: number).compactMap { value(String($0.output.0)) }
  }

  private static func value(_ text: String) -> Double? {
    Double(text.filter { $0.isNumber || $0 == "." || $0 == "-" })
  }

  /// The value of a number with its unit.
  private static func full(_ text: String) -> Double? {
    guard let value = value(text) else { return nil }
    if text.hasSuffix("bn") { return value * 1e9 }
    if text.hasSuffix("m") { return value * 1e6 }
    if text.hasSuffix("k") { return value * 1e3 }
    if text.hasSuffix("%") { return value / 100 }
    return value
  }

  private static var sum: Regex<(Substring, Substring, Substring)> {
    /(-?£?-?\d[\d,]*(?:\.\d+)?…?(?:bn|m|k|%)?(?: points)?(?: [-+×÷] -?£?-?\d[\d,]*(?:\.\d+)?…?(?:bn|m|k|%)?(?: points)?)+) = (-?£?-?\d[\d,]*(?:\.\d+)?…?(?:bn|m|k|%)?)/
  }

  static func count(_ lines: [String]) -> Int {
    lines.filter { $0.contains(" = ") }.reduce(0) { $0 + $1.matches(of: sum).count }
  }

  /// The sums that don't come out.
  static func faults(_ lines: [String]) -> [String] {
    var faults: [String] = []
    for line in lines where line.contains(" = ") {
      for match in line.matches(of: sum) {
        let left = String(match.output.1)
        let words = left.replacing(" points", with: "").split(separator: " ").map(String.init)
        guard var value = full(words[0]), let right = full(String(match.output.2)) else { continue }
        for place in stride(from: 1, to: words.count - 1, by: 2) {
          guard let other = full(words[place + 1]) else { continue }
          switch words[place] {
          case "+": value += other
          case "-": value -= other
          case "×": value *= other
          default: value /= other
          }
        }
        // Points of a percentage are written as they are counted.
        let isPoints = left.contains("%") && line.contains("points") && abs(value * 100 - right) < 0.01
        // What goes on behind the last digit makes the last digits of the result uncertain.
        let isCut = left.contains("…") || match.output.2.contains("…")
        let size = words.compactMap { full($0) }.map(abs).max() ?? 1
        let limit = isCut ? max(abs(right), size) * 1e-4 : max(abs(right), size) * 1e-12
        if !isPoints, abs(value - right) > limit { faults.append("\(match.output.0) in “\(line)”") }
      }
    }
    return faults
  }
}

/// Calculations of any depth are explained without trouble, as far as they can be followed.
@Suite struct DeepExplanations {
  @Test(arguments: [" + ", " - "])
  func longCalculations(_ sign: String) throws {
    var interview = Interview(try ProductSQL.catalog())
    let text = Array(repeating: "sum allocation", count: 3000).joined(separator: sign)
    let explanation = try #require(try Explanations.explained("explain fully " + text, &interview))
    let lines = Explanations.lines(explanation, interview.workspace.catalog)
    #expect(lines.count > 3 && lines.count < 400)
    guard case .failure(let gap) = SQLQuery.make(explanation.answer, interview.workspace.catalog) else {
      Issue.record("there is SQL of it")
      return
    }
    #expect(gap.word == "a calculation this deep")
  }

  @Test func bracketsInBrackets() throws {
    var interview = Interview(try ProductSQL.catalog())
    let text =
      String(repeating: "average (", count: 60) + "allocation by region, year"
      + String(repeating: ")", count: 60)
    // Whatever it comes to, it comes to an end.
    guard let explanation = try? Explanations.explained("explain " + text, &interview) else { return }
    #expect(!Explanations.lines(explanation, interview.workspace.catalog).isEmpty)
  }
}
