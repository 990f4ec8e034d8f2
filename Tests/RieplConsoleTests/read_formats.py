"""Reads what riepl writes with other people's readers, and prints the fields as JSON.

Usage: read_formats.py csv|tsv|json|jsonl|markdown < text
"""

import csv
import io
import json
import re
import sys


def read_csv(text):
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def read_tsv(text):
    rows = csv.reader(
        io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE, lineterminator="\n", strict=True
    )
    marks = {"t": "\t", "n": "\n", "r": "\r", "\\": "\\"}
    return [[re.sub(r"\\(.)", lambda match: marks[match[1]], field) for field in row] for row in rows]


def read_rows(rows):
    return [
        list(row["key"].values()) + [value["exact"] for value in row["values"]] for row in rows
    ]


def read_json(text):
    answer = json.loads(text)
    return [answer["dimensions"] + [column["heading"] for column in answer["columns"]]] + read_rows(answer["rows"])


def read_jsonl(text):
    rows = [json.loads(line) for line in text.split("\n") if line]
    first = rows[0]
    return [list(first["key"]) + [value["heading"] for value in first["values"]]] + read_rows(rows)


def read_markdown(text):
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    rows, lines, alignments, target = [], [], [], None
    for token in reader.parse(text):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            alignments.append(token.attrs.get("style", ""))
            target = rows[-1]
        elif token.type in ("th_close", "td_close"):
            target = None
        elif token.type == "inline":
            # Anything but text would be a name that has been read as a mark.
            odd = [child.type for child in token.children if child.type not in ("text", "text_special")]
            if odd:
                raise ValueError(f"{odd} in {token.content}")
            content = "".join(child.content for child in token.children)
            (lines if target is None else target).append(content)
        elif token.type in ("html_block", "heading_open", "hr", "code_block", "ordered_list_open"):
            raise ValueError(token.type)
    if any(len(row) != len(rows[0]) for row in rows):
        raise ValueError("rows of different lengths")
    return {"rows": rows, "lines": lines, "alignments": alignments}


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8", newline="")
    readers = {"csv": read_csv, "tsv": read_tsv, "json": read_json, "jsonl": read_jsonl, "markdown": read_markdown}
    print(json.dumps(readers[sys.argv[1]](sys.stdin.read())))
