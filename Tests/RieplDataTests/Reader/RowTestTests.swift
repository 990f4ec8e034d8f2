import Foundation
import RieplData
import RieplEngine
import RieplSyntax
import Testing

/// Conditions on the rows of a file, of which several belong to one cell.
@Suite struct RowTestTests {
  static let text = """
    Region,Year,Supplier,Amount,Fee
    London,2008-09,A,300,10
    London,2008-09,A,400,20
    London,2008-09,B,600,
    North East,2008-09,A,,5
    North East,2009-10,B,900,40
    South East,2009-10,A,501,..

    """

  @Test(arguments: [
    ("sum amount where amount > £500", ["2001"]),
    ("count amount where amount > £500", ["3"]),
    ("count amount where amount > £600", ["1"]),
    ("count amount where amount at least £600", ["2"]), ("count amount where amount < £600", ["3"]),
    ("count amount where amount at most £600", ["4"]),
    ("count amount where amount between £400 and £600", ["3"]),
    ("count rows where amount > £500", ["3"]),
    ("count rows", ["6"]),
    ("rows by supplier", ["A | 4", "B | 2"]),
    ("count rows by region where amount at least £300", ["North East | 1", "London | 3", "South East | 1"]),
    ("sum amount where not amount > £500", ["700"]),
    ("sum amount where amount is not £600", ["2101"]),
    ("sum amount where amount is £600", ["600"]),
    ("sum amount where amount < £400", ["300"]),
    ("sum amount where amount at most £400.005", ["700"]),
    ("sum amount where amount between £300 and £500", ["700"]),
    ("sum amount where amount between £301 and £500 or region is South East", ["901"]),
    ("sum amount where amount < £500 and supplier is A", ["700"]),
    ("sum fee where amount > £500", ["40"]),
    ("sum amount where fee > 15", ["1300"]),
    ("sum amount where amount > £99999999999999999999999", ["[z]"]),
    ("sum amount where amount < £99999999999999999999999", ["2701"]),
    ("highest amount where amount < £500", ["400"]),
    ("sum amount by supplier where amount > £350 top 1", ["B | 1500"]),
    // Running sums go along the last of dimensions without an order, afresh in each row of the others.
    (
      "cumulative sum amount by region, supplier",
      [
        "North East | A | [x]", "North East | B | 900", "London | A | 700", "London | B | 1300",
        "South East | A | 501",
      ]
    ),
    // A slice is another cell's figure: it is not the row that is tested.
    ("sum amount by region where amount 2009-10 > £600", ["North East | 900"]),
  ]) func testsRows(_ question: String, _ expected: [String]) throws {
    let (catalog, _) = try QuestionTests.catalog(("paid.csv", RowTestTests.text))
    #expect(try QuestionTests.ask(question, of: catalog) == expected)
  }

  @Test(arguments: [
    ("sum amount where amount > £500", 1), ("sum amount where fee > 15", 2),
    ("sum amount where fee > 15 or supplier is B", 1), ("sum amount where fee > 15 and supplier is B", 1),
    ("sum amount where not (fee > 15)", 2), ("sum amount in 2009-10 where fee > 15", 1),
    ("sum amount where supplier is B", 0),
  ]) func countsRowsThatCannotBeTested(_ question: String, _ expected: Int) throws {
    let (catalog, _) = try QuestionTests.catalog(("paid.csv", RowTestTests.text))
    var workspace = Workspace(catalog: catalog)
    try workspace.read(SourceText(question))
    guard case .answer(let answer) = try workspace.next() else {
      Issue.record("no answer")
      return
    }
    let counts = answer.remarks.compactMap { remark -> Int? in
      if case .untested(let count, members: nil, isOfRows: true) = remark { count } else { nil }
    }
    #expect(counts == (expected == 0 ? [] : [expected]))
  }
}
