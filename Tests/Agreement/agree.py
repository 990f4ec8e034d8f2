#!/usr/bin/env python3
"""Asks riepl, sqlite3 and DuckDB the same questions of the same files, and compares the answers to the penny.

Usage: agree.py RIEPL [ROWS [SEED]]

First a file as councils publish them: regions, financial years, suppliers with commas in their names, categories, amounts
with pence, some negative and some empty. It is asked about both ways: one question at a time, which reads only the columns
it needs, and several, for which all is loaded. Then small files in random dialects, which Python's csv and DuckDB read as
well. Nothing here looks at the time.
"""
import csv
import io
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
from fractions import Fraction

try:
    import duckdb
except ImportError:
    duckdb = None

RIEPL = os.path.abspath(sys.argv[1])
ROWS = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1
failures = 0


def riepl(path, *statements):
    """The answers of a run: for each statement a dictionary from names to exact amounts."""
    arguments = [RIEPL, "--data", path, "--format", "jsonl"]
    for statement in statements:
        arguments += ["-c", statement]
    done = subprocess.run(arguments, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"riepl failed: {arguments}\n{done.stdout}\n{done.stderr}")
    answers = {}
    for line in done.stdout.splitlines():
        row = json.loads(line)
        if row.get("total"):
            continue
        exact = row["values"][0]["exact"]
        names = tuple(row["key"].values())
        answers.setdefault(row["question"], {})[names] = None if exact is None else Fraction(exact)
    return [answers.get(statement, {}) for statement in statements]


def same(what, found, expected):
    global failures
    found = {key: value for key, value in found.items() if value is not None}
    expected = {key: value for key, value in expected.items() if value is not None}
    if found == expected:
        return
    failures += 1
    print(f"{what}: not the same")
    for key in sorted(set(found) | set(expected)):
        if found.get(key) != expected.get(key):
            print(f"  {key}: riepl {found.get(key)}, the other {expected.get(key)}")
            break


def pence(text):
    return None if text == "" else int(Fraction(text) * 100)


# A large file

def generate(path, draw):
    regions = ["North East", "North West", "Yorkshire and Humber", "East Midlands", "West Midlands", "East of England",
               "London", "South East", "South West"]
    suppliers = [f"Firm {n}" if n % 3 else f"Firm {n}, Sons & Co" for n in range(500)]
    categories = [f"Category {n}" for n in range(40)]
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["region", "year", "supplier", "category", "amount"])
        for _ in range(ROWS):
            year = draw.randrange(2008, 2018)
            amount = "" if draw.random() < 0.005 else f"{draw.randrange(1, 500_000_00) / 100:.2f}"
            if amount and draw.random() < 0.01:
                amount = "-" + amount
            writer.writerow([draw.choice(regions), f"{year}-{(year + 1) % 100:02}", draw.choice(suppliers),
                             draw.choice(categories), amount])


QUESTIONS = [
    ("sum amount", "select 'all', sum(pence) from t"),
    ("sum amount by region", "select region, sum(pence) from t group by region"),
    ("sum amount by region, year", "select region, year, sum(pence) from t group by region, year"),
    ("sum amount by region in 2009-10", "select region, sum(pence) from t where year = '2009-10' group by region"),
    ("sum amount by supplier", "select supplier, sum(pence) from t group by supplier"),
    ("sum amount by category where amount > £400,000",
     "select category, sum(pence) from t where pence > 40000000 group by category"),
    ("count amount by region", "select region, count(pence) * 100 from t group by region"),
    ("highest amount by category", "select category, max(pence) from t group by category"),
    ("sum amount by region where supplier contains \"sons\"",
     "select region, sum(pence) from t where lower(supplier) like '%sons%' group by region"),
]


def rows_of(records):
    result = {}
    for *names, value in records:
        names = () if names == ["all"] else tuple(names)
        result[names] = None if value is None else Fraction(value, 100)
    return result


def compare_large(folder, draw):
    path = os.path.join(folder, "spending.csv")
    generate(path, draw)
    database = sqlite3.connect(":memory:")
    database.execute("create table t (region text, year text, supplier text, category text, pence integer)")
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        next(reader)
        database.executemany("insert into t values (?, ?, ?, ?, ?)", ([*row[:4], pence(row[4])] for row in reader))
    duck = None
    if duckdb:
        duck = duckdb.connect()
        duck.execute(
            f"create view t as select * exclude amount, cast(amount * 100 as bigint) as pence from read_csv('{path}', "
            "columns = {'region': 'varchar', 'year': 'varchar', 'supplier': 'varchar', 'category': 'varchar', "
            "'amount': 'decimal(18,2)'}, header = true)")
    loaded = riepl(path, *[question for question, _ in QUESTIONS])
    for (question, query), all_at_once in zip(QUESTIONS, loaded):
        expected = rows_of(database.execute(query))
        same(f"{question}, loaded, sqlite3", all_at_once, expected)
        same(f"{question}, alone, sqlite3", riepl(path, question)[0], expected)
        if duck:
            same(f"{question}, DuckDB", all_at_once, rows_of(duck.execute(query).fetchall()))


# Random dialects

def compare_dialect(folder, draw):
    delimiter = draw.choice([",", "\t", ";", "|"])
    end = draw.choice(["\n", "\r\n"])
    quoting = draw.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
    pieces = ["a", "B", "é", " ", "x", ",", ";", "|", "\"", "'", "-", "\n"]
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerow(["kind", "label", "amount"])
    kinds = [f"k{n}" for n in range(draw.randrange(1, 6))]
    expected = {}
    named = {}
    for row in range(draw.randrange(3, 300)):
        kind = draw.choice(kinds)
        name = f"n{row % 7}" + "".join(draw.choice(pieces) for _ in range(draw.randrange(8))) + "x"
        amount = draw.randrange(-9_999_99, 99_999_99)
        sign = "-" if amount < 0 else ""
        writer.writerow([kind, name, f"{sign}{abs(amount) // 100}.{abs(amount) % 100:02}"])
    path = os.path.join(folder, "table.csv")
    with open(path, "w", newline="", encoding="utf-8") as file:
        file.write(text.getvalue())
    for kind, name, amount in list(csv.reader(io.StringIO(text.getvalue(), newline=""), delimiter=delimiter))[1:]:
        expected[(kind,)] = expected.get((kind,), 0) + Fraction(amount)
        name = " ".join(name.split()).lower()
        named[(name,)] = named.get((name,), 0) + Fraction(amount)
    by_kind, by_name = riepl(path, "sum amount by kind", "sum amount by label")
    what = f"a dialect of {delimiter!r}, {end!r}, quoting {quoting}"
    same(what + ", Python", by_kind, expected)
    # Capitals and spaces make no other name.
    found = {}
    for (name,), value in by_name.items():
        name = " ".join(name.split()).lower()
        found[(name,)] = found.get((name,), 0) + value
    same(what + ", names, Python", found, named)
    if duckdb:
        found = duckdb.sql(
            f"select kind, sum(cast(amount as decimal(18,2))) from read_csv('{path}', delim = '{delimiter}', quote = '\"', "
            "escape = '\"', header = true, all_varchar = true, null_padding = false) group by kind").fetchall()
        same(what + ", DuckDB", by_kind, {(kind,): Fraction(str(value)) for kind, value in found})


def main():
    draw = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        compare_large(folder, draw)
        for _ in range(60):
            compare_dialect(folder, draw)
    others = "sqlite3, Python's csv" + (" and DuckDB" if duckdb else "; duckdb is not there")
    print(f"{len(QUESTIONS)} questions of {ROWS} rows and 60 dialects, with {others}: {failures} differ")
    if duckdb is None and os.environ.get("RIEPL_REQUIRE_TOOLS") == "1":
        raise SystemExit("duckdb is needed")
    raise SystemExit(1 if failures else 0)


main()
