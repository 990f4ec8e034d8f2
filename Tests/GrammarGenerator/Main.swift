import GrammarKit

@main
struct Main {
  static func main() throws {
    print(try GrammarFiles.grammar().productions.count)
  }
}
