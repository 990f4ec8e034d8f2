#!/usr/bin/env python3
"""Writes Sources/RieplPresentation/DisplayWidth+Tables.swift from the tables of PyPI's wcwidth.

    python3 Tests/RieplPresentationTests/generate_width_tables.py            # write the file
    python3 Tests/RieplPresentationTests/generate_width_tables.py --stdout   # print it instead

The facts are those of the Unicode data files that wcwidth ships (East Asian Width, general category,
Indic syllabic category, emoji presentation sequences). Exit status 3: wcwidth is absent, or is another
version than the one below; raise WCWIDTH when you take a newer one, and write the file anew.
"""

import os
import sys

WCWIDTH = "0.7.0"
UNICODE = "17.0.0"
COMMAND = "python3 Tests/RieplPresentationTests/generate_width_tables.py"
HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.path.normpath(
    os.path.join(HERE, "..", "..", "Sources", "RieplPresentation", "DisplayWidth+Tables.swift")
)

# One byte of facts for each scalar; DisplayWidth.Facts has the same bits.
NARROW, WIDE, WIDTH_BITS = 1, 2, 3
SPACING_MARK = 1 << 2
VIRAMA = 1 << 3
CONSONANT = 1 << 4
WIDENED = 1 << 5
PICTOGRAPH = 1 << 6
SPECIAL = 1 << 7

LIMIT = 0x110000
PER_LINE = 9


def facts():
    """The byte of facts of every scalar value, in order."""
    from wcwidth.table_grapheme import EXTENDED_PICTOGRAPHIC, ISC_CONSONANT
    from wcwidth.table_mc import CATEGORY_MC
    from wcwidth.table_vs16 import VS16_NARROW_TO_WIDE
    from wcwidth.table_wide import WIDE_EASTASIAN
    from wcwidth.table_zero import ZERO_WIDTH
    from wcwidth.wcwidth import _ISC_VIRAMA_SET

    cells = bytearray([NARROW]) * LIMIT

    def width(ranges, columns):
        for low, high in ranges:
            for scalar in range(low, high + 1):
                cells[scalar] = columns

    def mark(ranges, bit):
        for low, high in ranges:
            for scalar in range(low, high + 1):
                cells[scalar] |= bit

    width(WIDE_EASTASIAN[UNICODE], WIDE)
    width(ZERO_WIDTH[UNICODE], 0)  # wins over wide, as in wcwidth
    width([(0x00, 0x1F), (0x7F, 0x9F)], 0)  # controls
    mark(CATEGORY_MC[UNICODE], SPACING_MARK)
    mark(((scalar, scalar) for scalar in _ISC_VIRAMA_SET), VIRAMA)
    mark(ISC_CONSONANT, CONSONANT)
    mark(VS16_NARROW_TO_WIDE["9.0.0"], WIDENED)
    mark(EXTENDED_PICTOGRAPHIC, PICTOGRAPH)
    # Regional indicators take a skin tone as pictographs do, and come in pairs.
    mark([(0x1F1E6, 0x1F1FF)], PICTOGRAPH | SPECIAL)
    # Zero width joiner, variation selector 16, skin tones.
    mark([(0x200D, 0x200D), (0xFE0F, 0xFE0F), (0x1F3FB, 0x1F3FF)], SPECIAL)
    return cells


def changes(cells):
    """`scalar << 8 | facts` for each scalar where the facts differ from those of the one before."""
    found, last = [], None
    for scalar, cell in enumerate(cells):
        if cell != last:
            found.append(scalar << 8 | cell)
            last = cell
    return found


def source():
    """The text of the Swift file."""
    words = [f"0x{word:08x}" for word in changes(facts())]
    lines = [
        "// swift-format-ignore-file",
        f"// Generated from the tables of PyPI's wcwidth {WCWIDTH} (Unicode {UNICODE}). Don't edit; run:",
        f"//   {COMMAND}",
        "",
        "extension DisplayWidth {",
        f"  /// Where the facts change: `scalar << 8 | facts`, in order, {len(words)} of them; see `Facts`.",
        "  static let changes: [UInt32] = [",
    ]
    for start in range(0, len(words), PER_LINE):
        lines.append("    " + ", ".join(words[start : start + PER_LINE]) + ",")
    lines += ["  ]", "}", ""]
    return "\n".join(lines)


def main():
    try:
        import wcwidth
    except ImportError:
        print("the Python package wcwidth is not installed", file=sys.stderr)
        return 3
    if wcwidth.__version__ != WCWIDTH:
        print(f"wcwidth is {wcwidth.__version__}, not {WCWIDTH}", file=sys.stderr)
        return 3
    if sys.argv[1:] == ["--stdout"]:
        sys.stdout.write(source())
        return 0
    if sys.argv[1:]:
        print(__doc__, file=sys.stderr)
        return 2
    with open(TARGET, "w", encoding="ascii", newline="\n") as file:
        file.write(source())
    return 0


if __name__ == "__main__":
    sys.exit(main())
