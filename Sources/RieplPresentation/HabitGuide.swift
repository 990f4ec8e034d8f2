/// What somebody is used to elsewhere, and the question that does it here.
public struct HabitGuide: Sendable {
  /// The words behind `help` that lead here.
  public let topics: [String]
  /// What stands above.
  public let title: String
  /// What is written elsewhere, and what is asked here.
  public let habits: [(habit: String, question: String)]

  /// All guides.
  public static let all = [excel, sql]

  private static let excel = HabitGuide(
    topics: ["for excel users", "excel", "for spreadsheet users"],
    title: "For Excel users: what you would type into a cell, and the question here",
    habits: [
      ("=SUM(C2:C28)", "sum allocation"),
      ("=VLOOKUP(\"London\", …)", "allocation London 2009-10"),
      ("=SUMIF(B:B, \"2009-10\", C:C)", "sum allocation in 2009-10"),
      ("=SUMIFS(C:C, A:A, \"London\", B:B, \"2009-10\")", "sum allocation for London in 2009-10"),
      ("=AVERAGE(…)", "average efficiency"),
      ("=MAX(…) and whose it is", "highest efficiency"),
      ("=COUNTIF(…, \">500\")", "count regions where efficiency > £500m"),
      ("a pivot table: region down, year across", "allocation by region, year for London, South East"),
      ("the grand total of a pivot table", "allocation by year with total"),
      ("sort from the largest, and the first three", "efficiency by region top 3"),
      ("a filter on the result: above 20m", "allocation by region above £20m"),
      ("=RANK(…)", "rank efficiency by region top 3"),
      ("=C2/C$29, as a percentage", "share allocation by year"),
      ("=C3/C2-1", "growth sum allocation from 2008-09 to 2009-10"),
      ("=ROUND(C29, -6)", "sum allocation to the nearest £1m"),
      ("=C29*1.03", "sum allocation increased by 3%"),
      ("a cell format of £0.0m", "sum allocation as £m to 1 decimal"),
      ("a named range", "let the North = North East, North West, Yorkshire and Humber"),
      ("a cell that should say TRUE", "check sum allocation is announced allocation to the nearest £1m"),
    ])

  private static let sql = HabitGuide(
    topics: ["for sql users", "sql users", "for database users"],
    title: "For SQL users: what you would write, and the question here",
    habits: [
      ("SELECT SUM(amount) FROM allocation", "sum allocation"),
      ("WHERE year = '2009-10'", "sum allocation where year = 2009-10"),
      ("WHERE amount > 7500000", "sum allocation where allocation > £7.5m"),
      ("WHERE region IN ('London', 'South East')", "sum allocation for London, South East"),
      ("WHERE region NOT IN ('London')", "sum allocation for England except London"),
      ("WHERE region LIKE 'North%'", "sum allocation where region starts with \"north\""),
      ("GROUP BY year", "allocation by year"),
      ("GROUP BY region, year", "allocation by region, year for London, South East"),
      ("GROUP BY ROLLUP (year)", "allocation by year with total"),
      ("GROUP BY region HAVING SUM(amount) > 20000000", "allocation by region above £20m"),
      ("ORDER BY amount DESC LIMIT 3", "efficiency by region top 3"),
      ("SELECT COUNT(*) … WHERE", "count regions where efficiency > £500m"),
      ("SELECT DISTINCT year", "years"),
      ("JOIN two tables, a / b", "sum efficiency / sum allocation by region top 3"),
      ("RANK() OVER (ORDER BY amount DESC)", "rank efficiency by region top 3"),
      ("amount / SUM(amount) OVER ()", "share allocation by year"),
      ("SUM(amount) OVER (ORDER BY year)", "cumulative allocation by year"),
      ("ROW_NUMBER() OVER (PARTITION BY year …) = 1", "allocation by region, year top 1 within year"),
      ("ROUND(SUM(amount), -6)", "sum allocation to the nearest £1m"),
      ("CREATE VIEW", "let leverage = sum efficiency / sum allocation"),
    ])
}

extension Pages {
  /// A guide, with an answer under each question.
  func guidePage(_ guide: HabitGuide) -> [TextLine] {
    var lines = TextLine.wrapped(.heading, "  " + guide.title, width: width, indent: 2)
    for (habit, question) in guide.habits {
      lines += TextLine.wrapped(.note, "  " + habit, width: width, indent: 4)
      // The notes of answers are for those who ask.
      lines += example(question, rows: 3, showsNotes: false)
    }
    return lines
  }
}
