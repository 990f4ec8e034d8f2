public import RieplEngine
public import RieplSyntax

/// How an answer came about, for machines: each part of a calculation exact, with the figures that it is made of.
public enum ExplanationJSON {
  /// An object.
  ///
  /// - Parameter isCompact: Whether all of it stands on one line.
  public static func text(
    _ explanation: Explanation, _ working: Working, _ catalog: Catalog, isCompact: Bool = false
  ) -> String {
    let plan = explanation.answer.plan
    var members: [(String, JSONText)] = [
      ("question", .string(Names.folded(plan.source.text(in: plan.range)))),
      ("reading", .string(Reading.text(explanation.answer, catalog))),
    ]
    if working == .sql {
      switch SQLQuery.make(explanation.answer, catalog) {
      case .success(let query): members.append(("sql", .string(query.text)))
      case .failure(let gap):
        members += [("sql", .null), ("without SQL form", .string(gap.word)), ("why", .string(gap.why))]
      }
      return JSONText.object(members).text(isCompact: isCompact)
    }
    let names = Names(catalog: catalog, plan: plan)
    members.append(
      (
        "rows",
        .array(
          explanation.rows.map { row in
            let text = PartText(explanation, row, catalog)
            let axes = plan.blocks[plan.main].axes
            let key = zip(row.keys, axes).map { key, axis -> (String, JSONText) in
              (names.axis(.plan(axis)), .string(names.key(key, .plan(axis))))
            }
            return .object([
              ("key", .object(key)), ("columns", .array(row.columns.map { part($0, text, catalog) })),
            ])
          })
      ))
    members.append(("rows left out", .integer(explanation.rowsLeft)))
    return JSONText.object(members).text(isCompact: isCompact)
  }

  private static func part(_ part: WorkedPart, _ text: PartText, _ catalog: Catalog) -> JSONText {
    var members: [(String, JSONText)] = [
      ("part", .string(text.text(part))),
      ("exact", part.absence == nil && !part.isApproximate ? .string(part.value.exactText) : .null),
      ("text", .string(AmountText.text(part))),
    ]
    if let interval = part.interval {
      members += [
        ("at least", .string(interval.lowerBound.exactText)),
        ("at most", .string(interval.upperBound.exactText)),
      ]
    }
    if !part.parts.isEmpty {
      members.append(("of", .array(part.parts.map { self.part($0, text, catalog) })))
    }
    if case .fact(let number) = part.instruction {
      members.append(("words", .string(catalog.facts[number].summary)))
      members.append(("sources", sources(catalog.facts[number].sources, catalog)))
    }
    if let taken = part.taken, case .aggregate(let index) = part.instruction,
      text.plan.aggregates[index].measure >= 0
    {
      let measure = catalog.measures[text.plan.aggregates[index].measure]
      members += [
        ("taken", .integer(taken.count)), ("left out by conditions", .integer(taken.refused)),
        ("left out untested", .integer(taken.untested)),
        ("missing", .integer(taken.missing.values.reduce(0, +))),
        ("figures", .array((taken.figures + taken.absent).map { figure($0, index, text, catalog) })),
        ("sources", sources(measure.sources, catalog)),
      ]
    }
    if let inner = part.inner {
      members.append(
        (
          "rows",
          .array(
            inner.rows.map {
              .object([
                ("name", .string($0.name)), ("exact", $0.value.map { .string($0.exactText) } ?? .null),
              ])
            })
        ))
      members.append(("of", .array(inner.worked.map { self.part($0, text, catalog) })))
    }
    return .object(members)
  }

  private static func figure(_ figure: Observation, _ index: Int, _ text: PartText, _ catalog: Catalog)
    -> JSONText
  {
    .object([
      ("of", .string(text.name(figure, index))),
      ("exact", figure.absence == nil ? .string(figure.value.exactText) : .null),
      ("absent", figure.absence.map { .string(RemarkText.reason($0)) } ?? .null),
      ("place", figure.place.map { .string($0) } ?? .null),
      ("notes", .array(figure.notes.numbers.map { .string(catalog.notes[$0].id) })),
    ])
  }

  private static func sources(_ sources: BitSet, _ catalog: Catalog) -> JSONText {
    .array(
      sources.numbers.map {
        let source = catalog.sources[$0]
        return .object([
          ("id", .string(source.id)), ("title", .string(source.title)), ("date", .string(source.date)),
          ("where", .string(source.place)),
        ])
      })
  }
}
