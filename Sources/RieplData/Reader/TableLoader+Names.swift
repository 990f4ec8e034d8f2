import RieplEngine
import RieplSyntax

extension TableLoader {
  /// "Supplier name" is a supplier: columns of names are called without the last word where nothing else is.
  mutating func shortenNames() {
    for place in layout.columns.indices where layout.columns[place].kind == .text {
      let name = layout.columns[place].name
      guard name.hasSuffix(" name") else { continue }
      let bare = String(name.dropLast(5))
      let isWord = WordTable.entries.contains { $0.spellings.contains(bare) }
      let isOther = layout.columns.contains { $0.name == bare }
      guard !bare.isEmpty, !isWord, !isOther else { continue }
      // What is taken by something that is no dimension stays taken.
      if isTaken(bare), !catalog.dimensions.contains(where: { $0.name == bare }) { continue }
      layout.columns[place].name = bare
      if !isTaken(name) { layout.columns[place].aliases.append(name) }
    }
  }

  /// "Total Parks" is a total where Parks is another name of the column.
  mutating func markTotalsOfNames(_ place: Int) {
    let word = Array("total ".utf8)
    func begins(_ text: ArraySlice<UInt8>) -> Bool {
      text.count > word.count
        && text[text.startIndex] | 0x20 == word[0]
        && zip(text, word).allSatisfy { ($0 | 0x20) == ($1 | 0x20) }
    }
    guard
      columns.texts.contains(where: { texts in texts[place].indices.contains { begins(texts[place][$0]) } })
    else { return }
    var names: Set<[UInt8]> = []
    for texts in columns.texts {
      for code in texts[place].indices { names.insert(NameSpellings.folded(texts[place].string(code))) }
    }
    for (worker, texts) in columns.texts.enumerated() {
      for code in texts[place].indices where begins(texts[place][code]) {
        let name = NameSpellings.folded(FieldText.string(texts[place][code].dropFirst(word.count)))
        if names.contains(name) { totals[place][worker][code] = true }
      }
    }
  }
}
