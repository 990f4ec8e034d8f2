/// `help language`: the whole language on one page of 80 columns and 40 rows, which is itself a script that runs.
extension Pages {
  /// The statements of the page, with comments that say what each shows.
  public static let language = """
    # A QUESTION is calculations, then clauses; capitals or not, without quotes
    sum allocation, sum efficiency by region             # commas make columns
    sum efficiency / sum allocation by region            # + - * / ^ and brackets
    allocation London 2009-10                            # names narrow a figure
    # WORDS IN FRONT take one figure: sum average median lowest highest count range
    average efficiency                                   # many figures become one
    share efficiency by region                           # change growth cumulative
    rank efficiency by region                            # the whole calculation
    compare sum allocation London with South East
    project efficiency North East until 2013-14 at 3% until 2010-11, 2%   # linear
    # CLAUSES in any order, each once
    sum allocation for London, South East in 2009-10     # only these
    sum allocation for England except London             # all but these
    growth allocation by region from 2008-09 to 2010-11  # from one year to another
    sum allocation where allocation > £7.5m and region is not London
    allocation by region, year                           # one row for each
    allocation by region above £20m                      # below, at least, is
    efficiency by region sort lowest                     # highest, name
    allocation by region, year top 1 within year         # bottom; in each afresh
    sum allocation to the nearest £1m                    # rounds the figure
    allocation by year as £m to 3 decimals with total    # shows it so
    chart allocation by region as bars                   # lines, share bars
    # GOING ON, and names of your own
    then top 3                                           # then all, then chart
    sum allocation London
    it / 9                                               # the last figure again
    let the North = North East, North West, Yorkshire and Humber
    let leverage = sum efficiency / sum allocation
    # SCRIPTS are such lines in a file; these make reports of them
    ask place = London "Which region?"                   # an input
    heading "{place} in figures"
    say "It gets {sum allocation place as £m}."          # {…} holds a question
    check sum allocation = announced allocation to the nearest £1m "Adds up"
    export leverage by region to "leverage.csv"          # .json .md .html …
    save to "mine.riepl"                                 # run "mine.riepl"
    # ALSO: list …, about …, help …, learn, load …, undo, set, quit. Lines that
    # start with a space go on. Left out on purpose: dates, loops, own functions.
    """

  func languagePage() -> [TextLine] {
    Pages.language.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      TextLine(line.hasPrefix("#") ? .heading : .text, String(line))
    }
  }
}
