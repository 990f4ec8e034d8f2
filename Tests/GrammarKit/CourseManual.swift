import RieplConsole

/// The manual's page on courses of one's own.
enum CourseManual {
  static func page(note: String) -> String {
    var text = """
      # Courses

      \(note)`learn` gives lessons at the prompt. The lessons that are part of riepl are a file like any other:
      [first-questions.riepl-course](../../Sources/CRieplData/courses/first-questions.riepl-course). You can write
      lessons of your own, over figures of your own:

          riepl learn our-course.riepl-course            begins it, or goes on with it
          riepl learn --check our-course.riepl-course    tries it, and says what is wrong with it
          learn "our-course.riepl-course"                the same at the prompt

      ## How it is written

      A line is a key, a colon and a text. A line that begins with a space goes on with the one before. `#` starts a
      comment. This is a whole course:

      ```
      \(sample)
      ```

      | key | what stands behind it | how often |
      |---|---|---|

      """
    for key in CourseReader.keys { text += "| `\(key.name):` | \(key.summary) | \(key.count) |\n" }
    text += """

      ## How an answer is judged

      By what it came to, and never by how it is written. The model answer and the learner's line are both asked, and the
      answers are compared: values to the last penny, units, and what each row is of. Columns and the two sides of a table
      may be exchanged, a single figure may be a row, and a list of names may have figures beside it. The order of rows and
      the decimals count only with `judge: order` and `judge: shown`. Two years may have the same figure: `judge: year`
      has the year count as well, and likewise any dimension. Where a word is to be practised, `uses: by` wants it in the
      line. For `let` and `ask` a question is asked afterwards, the `probe:`, and its answers are compared. Of `say`
      only the figures are compared, of `source` only which figures were taken, of `why not` only the name. With
      `judge: error` the task is to see an error of one kind.

      ## Mistakes that can be foreseen

      Each `mistake:` says by what it is recognised; the first that holds gives its `reply:`. For others riepl has
      sentences of its own. Behind `mistake:` may stand:

      | condition | when it holds |
      |---|---|

      """
    for (form, meaning) in CourseReader.conditions { text += "| `\(form)` | \(meaning) |\n" }
    return text + """

      ## What the checker looks for

      Every model answer and every `same:` has to pass, every `wrong:` has to fail and to get the reply of its mistake, and
      no word of the language and no figure may stand in an answer, or between backticks, before a step had it as its
      `word:`. Each fault is given with its line, and the exit status is 1 if there is any.

      """
  }

  /// A course that the tests check.
  static let sample = """
    course: Our spending
    about: what our wards paid, in one lesson.
    data: load "spending.csv" as spending

    lesson: Wards
    step: one payment
    word: amount
    teach: `amount` is what a ward paid in a year. Behind it stand the ward and the year.
    task: What did Elm pay in 2009-10?
    answer: amount Elm 2009-10
    same: amount for Elm in 2009-10
    hint: The line has three parts: the figure, the ward, the year.
    mistake: other ward
    reply: That is another ward. The task asks for Elm.
    wrong: amount Ash 2009-10
    after: One payment was looked up.
    """
}
