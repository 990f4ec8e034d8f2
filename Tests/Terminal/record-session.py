#!/usr/bin/env python3
"""Draws a real session at the prompt as SVG: types it into riepl under tmux and turns the screen into a picture.

Usage: Tests/Terminal/record-session.py BINARY [OUTPUT]

OUTPUT is Grammar/manual/session.svg unless told otherwise. It needs tmux.
"""
import os
import re
import subprocess
import sys
import tempfile
import time
from html import escape

COLUMNS, ROWS = 88, 33
CELL, LINE, MARGIN = 8.4, 18, 16

# What is typed, and what is on the screen once that has been taken in.
SESSION = [
    (["allocation in 2009-10 by region top 3", "Enter"], r"North West .*£8,036,250"),
    (["then in 2010-11 with total", "Enter"], r"total .*\n(.*\n)*riepl>$"),
    (["sum alocation for the South West", "Enter"], r"Did you mean allocation\?"),
    (["sum allocation for North ", "Tab", "Tab"], r"North West  region"),
]

# Colours that read well on the dark card, whatever the page around it.
COLOURS = {31: "#ff8a80", 32: "#a5d6a7", 33: "#ffe082", 34: "#90b8ff", 35: "#e1a9f0", 36: "#80deea", 90: "#8b949e"}
TEXT, DIM, CARD = "#e6edf3", "#9aa5b1", "#161b22"


class Tmux:
    """A server of tmux of its own, with one window."""

    def __init__(self, folder, binary):
        self.base = ["tmux", "-S", f"{folder}/tmux", "-f", "/dev/null"]
        environment = {"HOME": folder, "LANG": "C.UTF-8", "PATH": os.environ["PATH"], "RIEPL_PAGER": ""}
        words = ["env", f"HOME={folder}", "LANG=C.UTF-8", "TERM=screen-256color", "RIEPL_PAGER=", binary]
        subprocess.run(
            self.base + ["-u", "new-session", "-d", "-x", str(COLUMNS), "-y", str(ROWS)] + words,
            check=True, cwd=folder, env=environment)

    def __call__(self, *words):
        return subprocess.run(self.base + list(words), check=True, capture_output=True, text=True).stdout

    def wait(self, pattern):
        end = time.monotonic() + 20
        while not re.search(pattern, self("capture-pane", "-p").rstrip(), re.MULTILINE):
            if time.monotonic() > end:
                raise SystemExit(f"not seen: {pattern}\n" + self("capture-pane", "-p"))
            time.sleep(0.02)


def record(binary):
    """The screen after the session, with its escape sequences, and the place of the cursor."""
    with tempfile.TemporaryDirectory() as folder:
        tmux = Tmux(folder, binary)
        try:
            tmux.wait(r"^riepl>$")
            for keys, seen in SESSION:
                for key in keys:
                    tmux("send-keys", *([] if key in ("Enter", "Tab") else ["-l"]), key)
                tmux.wait(seen)
            x, y = map(int, tmux("display-message", "-p", "#{cursor_x} #{cursor_y}").split())
            return tmux("capture-pane", "-e", "-p").split("\n"), x, y
        finally:
            tmux("kill-server")


def runs(line, style):
    """The pieces of a row: its column, text and style; the style goes on to the next row."""
    column, pieces = 0, []
    for part in re.split(r"(\x1b\[[0-9;]*m)", line):
        if part.startswith("\x1b"):
            for code in [int(number or 0) for number in part[2:-1].split(";")]:
                if code == 0:
                    style = {}
                elif code in (1, 2, 4, 7):
                    style = style | {code: True}
                elif code in (22, 24, 27):
                    style = {key: value for key, value in style.items() if key not in {22: (1, 2), 24: (4,), 27: (7,)}[code]}
                elif code == 39:
                    style = {key: value for key, value in style.items() if key != "colour"}
                elif code in COLOURS:
                    style = style | {"colour": COLOURS[code]}
        elif part:
            pieces.append((column, part, style))
            column += len(part)
    return pieces, style


def span(column, text, style, y):
    """A piece of text as SVG, on the grid of the terminal."""
    inner = text.strip()
    if not inner and 7 not in style:
        return ""
    fill = style.get("colour", DIM if 2 in style else TEXT)
    result = ""
    if 7 in style:
        result += f'<rect x="{column * CELL:.1f}" y="{y - 13.5:.1f}" width="{len(text) * CELL:.1f}" height="{LINE}" fill="{fill}"/>'
        fill = CARD
    if inner:
        start = column + len(text) - len(text.lstrip())
        look = (' font-weight="bold"' if 1 in style else "") + (' text-decoration="underline"' if 4 in style else "")
        result += (f'<text x="{start * CELL:.1f}" y="{y:.1f}" textLength="{len(inner) * CELL:.1f}" fill="{fill}"{look}>'
                   f"{escape(inner)}</text>")
    return result


def picture(lines, x, y):
    """The screen as SVG."""
    while lines and not re.sub(r"\x1b\[[0-9;]*m", "", lines[-1]).strip():
        lines.pop()
    width, height = COLUMNS * CELL + 2 * MARGIN, len(lines) * LINE + 2 * MARGIN
    plain = [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in lines]
    rows, style = [], {}
    for row, line in enumerate(lines):
        pieces, style = runs(line, style)
        rows.append("".join(span(column, text, look, row * LINE + 13.5) for column, text, look in pieces))
    cursor = f'<rect x="{x * CELL:.1f}" y="{y * LINE:.1f}" width="{CELL}" height="{LINE}" fill="{TEXT}" opacity="0.6"/>'
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img" aria-labelledby="title desc">',
        "<!-- Drawn by Tests/Terminal/record-session.py from a real session. -->",
        '<title id="title">A session at the prompt of riepl</title>',
        f'<desc id="desc">{escape(chr(10).join(plain))}</desc>',
        f'<rect width="100%" height="100%" rx="8" fill="{CARD}"/>',
        f'<g transform="translate({MARGIN} {MARGIN})" xml:space="preserve" font-size="14" '
        'font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, \'DejaVu Sans Mono\', monospace">',
        *[row for row in rows if row], cursor, "</g>", "</svg>", ""])


def main():
    binary = os.path.abspath(sys.argv[1])
    here = os.path.dirname(os.path.abspath(__file__))
    output = sys.argv[2] if len(sys.argv) > 2 else f"{here}/../../Grammar/manual/session.svg"
    text = picture(*record(binary))
    with open(output, "w", encoding="utf-8") as file:
        file.write(text)


if __name__ == "__main__":
    main()
