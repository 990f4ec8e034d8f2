"""Writes the scope of each character of a file, one line for each of its lines, separated by spaces.

Usage: textmate_classes.py GRAMMAR SAMPLE, with textmate-grammar-python 0.6.1
"""

import json
import logging
import sys
from pathlib import Path

from textmate_grammar.parsers.base import LanguageParser

logging.disable(logging.CRITICAL)
sys.stdout.reconfigure(encoding="utf-8")
grammar = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
text = Path(sys.argv[2]).read_text(encoding="utf-8")
scopes = [["-"] * len(line) for line in text.splitlines()]
for (line, column), token, names in LanguageParser(grammar).parse_string(text).flatten():
    if len(names) > 1:
        for index in range(column, min(column + len(token), len(scopes[line]))):
            scopes[line][index] = names[-1]
print("\n".join(" ".join(line) for line in scopes))
