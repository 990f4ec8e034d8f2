/// The syntax files of editors.
enum EditorFiles {
  private static let origin =
    "Written by `\(GrammarFiles.command)` out of the grammar and the table of words."

  static func all(_ grammar: Grammar) -> [(path: String, text: String)] {
    [
      ("editors/vim/syntax/riepl.vim", vim(grammar)),
      ("editors/vim/ftdetect/riepl.vim", vimDetection),
      ("editors/vim/ftplugin/riepl.vim", vimSettings),
      ("editors/textmate/riepl.tmLanguage.json", textMate(grammar)),
      ("editors/textmate/package.json", codePackage),
      ("editors/textmate/language-configuration.json", codeSettings),
      ("editors/sublime/riepl.sublime-syntax", sublime(grammar)),
    ]
  }

  // MARK: Vim

  private static func vim(_ grammar: Grammar) -> String {
    let rules = EditorRules(grammar, .vim)
    var text = """
      " Vim syntax of riepl.
      " \(origin)
      if exists("b:current_syntax")
        finish
      endif
      scriptencoding utf-8
      syntax case ignore

      """
    // Of several that fit at one place Vim takes the last.
    for rule in rules.rules.reversed() {
      text += "syntax match \(rule.kind.vimGroup) '\\v\(rule.pattern)'\n"
    }
    text += """
      syntax match \(TokenClass.command.vimGroup) /\\v^\(rules.commands)/
      syntax match \(TokenClass.command.vimGroup) /\\v^\(rules.definition)/ nextgroup=\(TokenClass.newName.vimGroup) skipwhite
      syntax match \(TokenClass.newName.vimGroup) /\\v\(rules.newName)/ contained


      """
    for kind in TokenClass.allCases { text += "highlight default link \(kind.vimGroup) \(kind.vimLink)\n" }
    return text + "\nlet b:current_syntax = \"riepl\"\n"
  }

  private static let vimDetection = """
    " \(origin)
    autocmd BufNewFile,BufRead *.riepl setfiletype riepl

    """

  private static let vimSettings = """
    " \(origin)
    setlocal comments=:# commentstring=#\\ %s
    let b:undo_ftplugin = "setlocal comments< commentstring<"

    """

  // MARK: TextMate

  private static func textMate(_ grammar: Grammar) -> String {
    let rules = EditorRules(grammar, .oniguruma)
    var patterns: [String] = [
      """
          { "match": \(json("^(?i)(\(rules.definition))\\s+(\(rules.newName))\\s*(==?)")),
            "captures": {
              "1": { "name": \(json(TokenClass.command.scope)) },
              "2": { "name": \(json(TokenClass.newName.scope)) },
              "3": { "name": \(json(TokenClass.comparison.scope)) } } }
      """,
      "    { \"match\": \(json("^(?i)(?:\(rules.commands)|\(rules.definition))")), "
        + "\"name\": \(json(TokenClass.command.scope)) }",
    ]
    for rule in rules.rules {
      patterns.append("    { \"match\": \(json("(?i)" + rule.pattern)), \"name\": \(json(rule.kind.scope)) }")
    }
    return """
      {
        "comment": \(json(origin)),
        "name": "riepl",
        "scopeName": "source.riepl",
        "fileTypes": ["riepl"],
        "patterns": [
      \(patterns.joined(separator: ",\n"))
        ]
      }

      """
  }

  /// What makes the folder an extension of Visual Studio Code.
  private static let codePackage = """
    {
      "name": "riepl",
      "displayName": "riepl",
      "description": "Highlighting for riepl, a query language over public-funding figures",
      "version": "1.0.0",
      "publisher": "riepl",
      "license": "MIT",
      "engines": { "vscode": "^1.60.0" },
      "contributes": {
        "languages": [
          { "id": "riepl", "extensions": [".riepl"], "configuration": "./language-configuration.json" }
        ],
        "grammars": [{ "language": "riepl", "scopeName": "source.riepl", "path": "./riepl.tmLanguage.json" }]
      }
    }

    """

  private static let codeSettings = #"""
    {
      "comments": { "lineComment": "#" },
      "brackets": [["(", ")"]],
      "autoClosingPairs": [{ "open": "(", "close": ")" }, { "open": "\"", "close": "\"" }],
      "surroundingPairs": [["(", ")"], ["\"", "\""]]
    }

    """#

  private static func json(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  // MARK: Sublime Text

  private static func sublime(_ grammar: Grammar) -> String {
    let rules = EditorRules(grammar, .oniguruma)
    var text = """
      %YAML 1.2
      ---
      # \(origin)
      name: riepl
      file_extensions: [riepl]
      scope: source.riepl

      contexts:
        main:
          - match: \(yaml("^(?i)(\(rules.definition))\\s+(\(rules.newName))\\s*(==?)"))
            captures:
              1: \(TokenClass.command.scope)
              2: \(TokenClass.newName.scope)
              3: \(TokenClass.comparison.scope)
          - match: \(yaml("^(?i)(?:\(rules.commands)|\(rules.definition))"))
            scope: \(TokenClass.command.scope)

      """
    for rule in rules.rules {
      text += "    - match: \(yaml("(?i)" + rule.pattern))\n      scope: \(rule.kind.scope)\n"
    }
    return text
  }

  private static func yaml(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }
}
