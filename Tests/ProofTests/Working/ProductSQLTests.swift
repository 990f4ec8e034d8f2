import RieplData
import RieplEngine
import RieplPresentation
import RieplSyntax
import Testing

/// The SQL that riepl writes gives what riepl answers, exactly, in SQLite and in PostgreSQL.
@Suite struct ProductSQL {
  /// A question, its answer and its SQL.
  struct Asked {
    var text: String
    var answer: Answer
    var query: SQLQuery
    var catalog: Catalog
  }

  static func catalog() throws -> Catalog {
    var catalog = Catalog()
    try EmbeddedDatasets.load(into: &catalog)
    return catalog
  }

  /// The questions of all case files that have an SQL form, and how many have none, by the word that has none.
  static func questions() throws -> (asked: [Asked], none: [String: Int]) {
    var asked: [Asked] = []
    var none: [String: Int] = [:]
    var seen: Set<String> = []
    for file in try CaseFiles.all() where !file.name.contains("files.case") {
      for part in file.parts {
        var interview = Interview(try catalog())
        for text in part {
          let outcome = try? interview.outcome(text)
          let answer: Answer
          switch outcome {
          case .answer(let found)?: answer = found
          case .worked(let explanation, _)?: answer = explanation.answer
          default: continue
          }
          switch SQLQuery.make(answer, interview.workspace.catalog) {
          case .success(let query):
            guard seen.insert(query.text).inserted else { continue }
            asked.append(
              Asked(text: text, answer: answer, query: query, catalog: interview.workspace.catalog))
          case .failure(let gap):
            #expect(!gap.word.isEmpty && !gap.why.isEmpty, "\(text)")
            none[gap.word, default: 0] += 1
          }
        }
      }
    }
    return (asked, none)
  }

  /// What is different between an answer and the rows of its SQL; nil for nothing.
  static func difference(_ asked: Asked, _ rows: [[String]]) -> String? {
    let reply = Interview.reply(asked.answer, asked.catalog)
    let keys = asked.query.keys.count
    let isListing = asked.answer.isListing
    let values = rows.map { row -> [Fraction?] in
      var place = keys
      return asked.query.columns.map { column in
        let above = row[place]
        let below = column.below == nil ? "1" : row[place + 1]
        place += column.below == nil ? 1 : 2
        return Fraction(above, below, power: column.power)
      }
    }
    return Oracle.difference(
      reply, rows.map { Array($0.prefix(keys)) }, isListing ? rows.map { _ in [] } : values)
  }

  static func check(_ asked: [Asked], _ answers: [[[String]]]) throws {
    var different = 0
    for (asked, rows) in zip(asked, answers) {
      guard let difference = difference(asked, rows) else { continue }
      different += 1
      Issue.record("\(asked.text): \(difference)\n\(asked.query.text)\n\(rows.prefix(9))")
    }
    #expect(different == 0)
  }

  @Test(SQLite.trait)
  func everyQuestionOfTheCasesInSQLite() throws {
    let (asked, none) = try ProductSQL.questions()
    let tables = SQLSchema(try ProductSQL.catalog()).text()
    try ProductSQL.check(asked, SQLite.answers(tables, asked.map(\.query.text)))
    print("SQL: \(asked.count) questions of the cases; without a form: \(none.sorted { $0.key < $1.key })")
    #expect(asked.count > 200)
  }

  @Test(PostgreSQL.trait)
  func everyQuestionOfTheCasesInPostgreSQL() throws {
    let (asked, _) = try ProductSQL.questions()
    let tables = SQLSchema(try ProductSQL.catalog()).text()
    try ProductSQL.check(asked, PostgreSQL.answers(tables, asked.map(\.query.text)))
  }

  /// What is printed runs as it stands, comments and all.
  @Test(SQLite.trait)
  func whatIsPrintedRuns() throws {
    let catalog = try ProductSQL.catalog()
    let (asked, _) = try ProductSQL.questions()
    let printed = asked.map {
      SQLText.lines($0.answer, $0.catalog, width: 80).map(\.text).joined(separator: "\n")
    }
    try ProductSQL.check(asked, SQLite.answers(SQLSchema(catalog).text(), printed))
  }

  @Test(arguments: [
    ("project efficiency London", "project"), ("median efficiency", "median"),
    ("cumulative allocation by year", "cumulative"), ("sum allocation to the nearest £1m", "to the nearest"),
    ("allocation by region with total", "with total"), ("(sum allocation / £1m) ^ 2", "^"),
    ("allocation by region, year top 1 within year", "within"),
  ])
  func whatHasNoFormIsNamed(_ text: String, _ word: String) throws {
    var interview = Interview(try ProductSQL.catalog())
    guard case .answer(let answer)? = try interview.outcome(text),
      case .failure(let gap) = SQLQuery.make(answer, interview.workspace.catalog)
    else {
      Issue.record("\(text) has a form")
      return
    }
    #expect(gap.word == word)
  }

  /// Random questions of random data: groups, conditions, several columns.
  @Test(SQLite.trait)
  func randomQuestions() throws {
    for number in 0..<5 * ProofSeed.effort {
      var random = ProofSeed.random("product SQL", number)
      let data = try number == 0 ? SampleData.embedded() : SampleData.random(&random)
      var generator = QuestionGenerator(data: data, random: ProofSeed.random("product SQL questions", number))
      var wording = ProofSeed.random("product SQL wording", number)
      var interview = try Interview(data)
      var asked: [Asked] = []
      for _ in 0..<80 {
        let lines = generator.question().lines(data, &wording)
        var last: Outcome?
        for line in lines { last = try? interview.outcome(line) }
        guard case .answer(let answer)? = last,
          case .success(let query) = SQLQuery.make(answer, interview.workspace.catalog)
        else { continue }
        asked.append(
          Asked(text: "\(lines)", answer: answer, query: query, catalog: interview.workspace.catalog))
      }
      let catalog = interview.workspace.catalog
      let answers = try SQLite.answers(SQLSchema(catalog).text(), asked.map(\.query.text))
      for (asked, rows) in zip(asked, answers) {
        if let difference = ProductSQL.difference(asked, rows) {
          Issue.record(
            "\(number) \(asked.text): \(difference)\n\(asked.query.text)\n\(rows.prefix(9)); \(ProofSeed.note)"
          )
        }
      }
      #expect(asked.count > 20, "\(number)")
    }
  }
}
