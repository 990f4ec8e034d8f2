"""Where a Swift source can be changed, and how: one `Site` for each small change.

Works on the text, with comments and strings blanked out, and not on a tree: what does not compile is left out later.
Each change is a piece of text put in the place of another. The new text holds both readings and chooses between
them by the number of the mutant that is switched on, so that one build serves all mutants.
"""

import re
from dataclasses import dataclass

ARROWS = "←↑→↓↔↕↖↗↘↙↚↛↜↝↞↟"


def operator_name(number):
    """A name of its own for the operator of a site, in characters that an operator may have."""
    name = ""
    while True:
        name = ARROWS[number % 16] + name
        number //= 16
        if number == 0:
            return "⇒" + name


@dataclass
class Site:
    file: str
    line: int
    start: int
    end: int
    kind: str
    before: str
    after: str
    # Makes the new text, and a declaration for it, from the number of the mutant.
    make: object

    @property
    def label(self):
        return f"{self.before} → {self.after}"


def blanked(text):
    """The text with comments and the insides of strings as spaces, of the same length."""
    out = list(text)
    index = 0

    def blank(start, end):
        for place in range(start, end):
            if out[place] != "\n":
                out[place] = " "

    def string_end(start):
        """The end of a string literal, past strings in interpolations."""
        if text.startswith('"""', start):
            end = text.index('"""', start + 3)
            return end + 3
        place = start + 1
        while text[place] != '"':
            if text[place] == "\\" and text[place + 1] == "(":
                depth, place = 1, place + 2
                while depth:
                    if text[place] == '"':
                        place = string_end(place)
                        continue
                    depth += {"(": 1, ")": -1}.get(text[place], 0)
                    place += 1
                continue
            place += 2 if text[place] == "\\" else 1
        return place + 1

    while index < len(text):
        if text.startswith("//", index):
            end = text.find("\n", index)
            end = len(text) if end < 0 else end
            blank(index, end)
            index = end
        elif text[index] == '"':
            end = string_end(index)
            blank(index + 1, end - 1)
            index = end
        else:
            index += 1
    return "".join(out)


COMPARISONS = {"<": ["<=", ">="], "<=": ["<", ">"], ">": [">=", "<="], ">=": [">", "<"], "==": ["!="], "!=": ["=="]}
ARITHMETIC = {
    "+": ["-"], "-": ["+"], "*": ["/"], "/": ["*"], "%": ["*"], "&+": ["&-"], "&-": ["&+"], "&*": ["&+"],
    "<<": [">>"], ">>": ["<<"], "&": ["|"], "|": ["&"],
}
ASSIGNMENTS = {"+=": ["-="], "-=": ["+="], "*=": ["/="]}


def binary(op, other):
    def make(number):
        name = operator_name(number)
        active = f"isMutant({number})"
        if op in ("&&", "||"):
            precedence = "LogicalConjunctionPrecedence" if op == "&&" else "LogicalDisjunctionPrecedence"
            text = (
                f"func {name} (_ a: Bool, _ b: @autoclosure () throws -> Bool) rethrows -> Bool "
                f"{{ {active} ? try (a {other} b()) : try (a {op} b()) }}"
            )
        elif op in COMPARISONS:
            precedence = "ComparisonPrecedence"
            protocol = "Equatable" if op in ("==", "!=") else "Comparable"
            text = (
                f"@inline(__always) func {name} <T: {protocol}>(_ a: T, _ b: T) -> Bool "
                f"{{ {active} ? a {other} b : a {op} b }}"
            )
        elif op in ASSIGNMENTS:
            precedence = "AssignmentPrecedence"
            protocol = "AdditiveArithmetic" if op != "*=" else "BinaryInteger"
            text = (
                f"@inline(__always) func {name} <T: {protocol}>(_ a: inout T, _ b: T) "
                f"{{ if {active} {{ a {other} b }} else {{ a {op} b }} }}"
            )
        else:
            precedence = {
                "+": "Addition", "-": "Addition", "&+": "Addition", "&-": "Addition", "|": "Addition", "<<": "BitwiseShift",
                ">>": "BitwiseShift",
            }.get(op, "Multiplication") + "Precedence"
            protocol = {"+": "AdditiveArithmetic", "-": "AdditiveArithmetic"}.get(
                op, "FixedWidthInteger" if op.startswith("&") and len(op) == 2 else "BinaryInteger"
            )
            text = (
                f"@inline(__always) func {name} <T: {protocol}>(_ a: T, _ b: T) -> T "
                f"{{ {active} ? a {other} b : a {op} b }}"
            )
        return name, f"infix operator {name} : {precedence}\n{text}\n"

    return make


def call(function, arguments):
    def make(number):
        return f"{function}({number}, {arguments})", ""

    return make


DECLARATION = re.compile(
    r"\s*(@|public|private|internal|fileprivate|static|mutating|func|var|let|struct|enum|extension|case|import|init|"
    r"return|if|guard|else|for|while|repeat|switch|default|do|catch|throw|try\s+throw|typealias|subscript|defer|\}|\)|\]|\.|#)"
)


def balanced(text):
    depth = 0
    for character in text:
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0


def split_conditions(text):
    """The conditions of an `if`, cut at commas outside brackets, with their places."""
    parts, depth, start = [], 0, 0
    for place, character in enumerate(text):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(character, 0)
        if character == "," and depth == 0:
            parts.append((start, place))
            start = place + 1
    parts.append((start, len(text)))
    return parts


def sites(file, text):
    """All sites of a file, in order."""
    code = blanked(text)
    found = []
    starts = [0]
    for match in re.finditer("\n", code):
        starts.append(match.end())

    def line_of(offset):
        low, high = 0, len(starts)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if starts[middle] <= offset else (low, middle)
        return low + 1

    def add(start, end, kind, after, make):
        found.append(Site(file, line_of(start), start, end, kind, text[start:end].strip(), after, make))

    # Operators, which stand between spaces.
    for match in re.finditer(r"(?<=[ \n])(&&|\|\||[<>=!]=|[-+*]=|&[-+*]|<<|>>|[-+*/%<>&|])(?=[ \n])", code):
        op = match[1]
        line = code[code.rfind("\n", 0, match.start()) + 1 : code.find("\n", match.end())]
        if re.match(r"\s*(infix|prefix|static func|func|precedence|case\b[^:]*$|#)", line) or "->" in line and op in "&":
            continue
        others = {"&&": ["||"], "||": ["&&"]}.get(op) or COMPARISONS.get(op) or ASSIGNMENTS.get(op) or ARITHMETIC[op]
        kind = (
            "boolean" if op in ("&&", "||") else "comparison" if op in COMPARISONS
            else "assignment" if op in ASSIGNMENTS else "arithmetic"
        )
        for other in others:
            add(match.start(1), match.end(1), kind, other, binary(op, other))

    # Whole numbers, but not in patterns, types, names of tuple parts and attributes.
    for match in re.finditer(r"(?<![\w.\]])(0x[0-9A-F_]+|\d[\d_]*)(?![\w.]|\.\d)", code):
        line_start = code.rfind("\n", 0, match.start()) + 1
        before = code[line_start : match.start()]
        if re.match(r"\s*(case|@|#)", before) and ":" not in before:
            continue
        if re.search(r"(rawValue|: UInt8|: Int16)\s*=\s*$", before) or before.rstrip().endswith("case"):
            continue
        add(match.start(), match.end(), "constant", f"{match[1]} + 1", call("mutatedUp", match[1]))
        if match[1] != "0":
            add(match.start(), match.end(), "constant", f"{match[1]} - 1", call("mutatedDown", match[1]))

    for match in re.finditer(r"(?<![\w.])(true|false)\b", code):
        before = code[code.rfind("\n", 0, match.start()) + 1 : match.start()]
        if not re.match(r"\s*case", before) or ":" in before:
            other = "false" if match[1] == "true" else "true"
            add(match.start(), match.end(), "boolean", other, call("mutatedNot", match[1]))

    for number, start in enumerate(starts):
        end = code.find("\n", start)
        end = len(code) if end < 0 else end
        line = code[start:end]
        # Conditions of `if`, `guard` and `while`: the other branch, the guard left out.
        match = re.match(r"\s*(?:\} else )?(if|guard|while) (.*?)( else)? \{", line)
        if match and balanced(match[2]):
            keyword, base = match[1], start + match.start(2)
            for low, high in split_conditions(match[2]):
                part = match[2][low:high]
                if re.match(r"\s*(let|var|case|#)\b", part) or not part.strip():
                    continue
                low += len(part) - len(part.lstrip())
                written = text[base + low : base + high]
                if keyword == "guard":
                    add(base + low, base + high, "guard", "true", call("mutatedTrue", written))
                elif keyword == "if":
                    add(base + low, base + high, "branch", "false", call("mutatedFalse", written))
                    add(base + low, base + high, "branch", f"!({written})", call("mutatedNot", written))
                else:
                    add(base + low, base + high, "branch", "false", call("mutatedFalse", written))
        # What stands in front of a question mark.
        match = re.match(r"(?:.*?(?:= |return |: ))?\s*(.*) \? .* : .*$", line)
        if match and match[1] and balanced(match[1]) and not re.match(r"(case|let|var|if|guard|func|for)\b", match[1]):
            low, high = start + match.start(1), start + match.end(1)
            add(low, high, "branch", f"!({text[low:high]})", call("mutatedNot", text[low:high]))
        # Statements of one line: calls and assignments.
        if (
            balanced(line)
            and line.strip()
            and not DECLARATION.match(line)
            and not line.rstrip().endswith((",", ":", "(", "{", "=", "?"))
            and re.match(r"\s*(_ = |try |await )?[\w.\[\]!?()&+:, ]*?(\(.*\)|[-+*|&^]?= .*)$", line)
        ):
            following = code[end + 1 : code.find("\n", end + 1)].strip()
            if not following.startswith((".", "?", ":", "+", "&&", "||", "-", "*", "/")):
                low = start + len(line) - len(line.lstrip())
                written = text[low:end]
                add(low, end, "statement", "removed", lambda n, written=written: (f"if isKept({n}) {{ {written} }}", ""))
        match = re.match(r"\s*(break|continue)$", line)
        if match:
            low = start + match.start(1)
            add(low, end, "statement", "removed", lambda n, w=match[1]: (f"if isKept({n}) {{ {w} }}", ""))
    return found


SUPPORT = """internal import Glibc

/// The number of the mutant that is switched on; none for the program as it is.
private let activeMutant: Int = unsafe getenv("RIEPL_MUTANT").map { unsafe atol($0) } ?? -1

@inline(__always) func isMutant(_ number: Int) -> Bool { activeMutant == number }
@inline(__always) func isKept(_ number: Int) -> Bool { activeMutant != number }
@inline(__always) func mutatedUp<T: Numeric>(_ number: Int, _ value: T) -> T { isMutant(number) ? value + 1 : value }
@inline(__always) func mutatedDown<T: Numeric>(_ number: Int, _ value: T) -> T { isMutant(number) ? value - 1 : value }
@inline(__always) func mutatedNot(_ number: Int, _ value: Bool) -> Bool { isMutant(number) ? !value : value }
@inline(__always) func mutatedTrue(_ number: Int, _ value: @autoclosure () throws -> Bool) rethrows -> Bool {
  isMutant(number) ? true : try value()
}
@inline(__always) func mutatedFalse(_ number: Int, _ value: @autoclosure () throws -> Bool) rethrows -> Bool {
  isMutant(number) ? false : try value()
}
"""
