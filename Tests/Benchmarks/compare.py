#!/usr/bin/env python3
"""Asks riepl and its peers the same questions of one CSV file, checks that all answers agree, and prints ratios.

    compare.py RIEPL FILE.csv [--runs 5] [--peers duckdb,polars,sqlite]

The file is that of `riepl-benchmarks generate ROWS FILE.csv`. Peers that are not there are left out. Every program
runs as a process of its own, in turn, so that all meet the same noise; ratios are of the fastest runs. The peers run
in the Python that runs this script (packages duckdb and polars; sqlite3 is its own).
"""
import argparse, json, os, resource, subprocess, sys, tempfile, time

QUESTIONS = {
    "sum": ("sum amount", "select sum(amount) from t", []),
    "by region": ("sum amount by region", "select region, sum(amount) from t group by 1", ["region"]),
    "region x year": ("sum amount by region, year", "select region, year, sum(amount) from t group by 1, 2", ["region", "year"]),
    "top 10 suppliers": ("sum amount by supplier top 10", "select supplier, sum(amount) from t group by 1 order by 2 desc limit 10", ["supplier"]),
    "in 2009-10 by region": ("sum amount in 2009-10 by region", "select region, sum(amount) from t where year = '2009-10' group by 1", ["region"]),
}
COLUMNS = "{'region': 'VARCHAR', 'year': 'VARCHAR', 'supplier': 'VARCHAR', 'category': 'VARCHAR', 'amount': 'DECIMAL(18,2)'}"

PEERS = {
    "duckdb": """
import duckdb, json, sys
c = duckdb.connect(); c.execute("set threads = 2"); c.execute("set enable_progress_bar = false")
source = "read_csv('%s', header = true, columns = %s)" % (sys.argv[1], sys.argv[3])
if sys.argv[2] == "load":
    c.execute("create table t as select * from " + source); print("[]")
else:
    rows = c.execute(sys.argv[2].replace("from t", "from " + source)).fetchall()
    print(json.dumps([[str(v) for v in r] for r in rows]))
""",
    "polars": """
import os
os.environ["POLARS_MAX_THREADS"] = "2"
import polars as pl, json, sys
kinds = dict(region=pl.String, year=pl.String, supplier=pl.String, category=pl.String, amount=pl.Decimal(18, 2))
if sys.argv[2] == "load":
    pl.read_csv(sys.argv[1], schema=kinds); print("[]"); sys.exit()
t = pl.scan_csv(sys.argv[1], schema=kinds)
if "2009-10" in sys.argv[2]: t = t.filter(pl.col("year") == "2009-10")
keys = json.loads(sys.argv[4])
t = t.group_by(keys).agg(pl.col("amount").sum()) if keys else t.select(pl.col("amount").sum())
if "limit 10" in sys.argv[2]: t = t.sort("amount", descending=True).head(10)
print(json.dumps([[str(v) for v in r] for r in t.collect().rows()]))
""",
    "sqlite": """
import csv, json, sqlite3, sys
c = sqlite3.connect(":memory:")
c.execute("create table t(region, year, supplier, category, amount integer)")
rows = csv.reader(open(sys.argv[1], newline="")); next(rows)
def pence(text):
    if not text: return None
    sign, text = (-1, text[1:]) if text[0] == "-" else (1, text)
    whole, _, rest = text.partition(".")
    return sign * (int(whole) * 100 + int((rest + "00")[:2]))
c.executemany("insert into t values(?,?,?,?,?)", ((*r[:4], pence(r[4])) for r in rows))
if sys.argv[2] == "load": print("[]"); sys.exit()
found = [list(r) for r in c.execute(sys.argv[2])]
for r in found: r[-1] = "%s%d.%02d" % ("-" if r[-1] < 0 else "", abs(r[-1]) // 100, abs(r[-1]) % 100)
print(json.dumps(found))
""",
}


def run(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.PIPE)
        errors = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode()
    if process.returncode != 0:
        sys.exit("%s: %s" % (command[:2], errors.decode()))
    return text, wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def riepl_rows(text, keys):
    """The rows of an answer as JSON: names and the exact figure."""
    answer = json.loads(text)
    rows = []
    for row in answer["rows"]:
        names = [str(row[k]) if k in row else str(row.get("keys", {}).get(k)) for k in keys]
        rows.append(names + [row_value(row)])
    return rows


def row_value(row):
    for cell in row.get("cells", row.get("values", [])):
        return cell["exact"]
    return row["exact"]


def normal(rows):
    result = []
    for row in rows:
        value = row[-1]
        if "." not in value: value += "."
        whole, _, rest = value.partition(".")
        result.append(tuple(row[:-1]) + (whole + "." + (rest.rstrip("0") + "00")[:max(2, len(rest.rstrip("0")))],))
    return sorted(result)


KEPT = """
import duckdb, sys, time
start = time.monotonic()
c = duckdb.connect(sys.argv[1], read_only=sys.argv[2] != "load"); c.execute("set threads = 2")
if sys.argv[2] == "load":
    c.execute("create table t as select * from read_csv('%s', header = true, columns = %s)" % (sys.argv[3], sys.argv[4]))
else:
    rows = [[str(v) for v in r] for r in c.execute(sys.argv[2]).fetchall()]
    import json
    print(json.dumps([rows, time.monotonic() - start]))
"""


def kept(options):
    """Asks kept columns and DuckDB's own file, each from a new process; DuckDB's time without that of Python, too."""
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        native = os.path.join(folder, "t.duckdb")
        run([options.riepl, "-c", 'load "%s" keep' % options.file])
        run([sys.executable, "-c", KEPT, native, "load", options.file, COLUMNS])
        for name, (question, sql, keys) in QUESTIONS.items():
            own, peer, alone = (1e9, 0), (1e9, 0), 1e9
            for turn in range(1 if options.no_times else options.runs):
                text, wall, cpu, memory = run([options.riepl, "--data", options.file, "--format", "csv", "-c", question])
                own = min(own, (wall, cpu))
                found, wall, cpu, memory = run([sys.executable, "-c", KEPT, native, sql])
                rows, inside = json.loads(found)
                peer, alone = min(peer, (wall, cpu)), min(alone, inside)
            if normal(csv_rows(text, keys)) != normal(rows):
                failures += 1
                print("kept, %s: riepl and duckdb differ" % name)
            if not options.no_times:
                print("kept, %-20s riepl %5.0f ms wall %5.0f ms cpu | duckdb's file %5.0f ms wall, x%.2f; inside %5.0f ms, x%.2f" % (
                    name, own[0] * 1e3, own[1] * 1e3, peer[0] * 1e3, own[0] / peer[0], alone * 1e3, own[0] / alone))
                sys.stdout.flush()
    return failures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("riepl"); parser.add_argument("file")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers", default="duckdb,polars,sqlite")
    parser.add_argument("--no-times", action="store_true", help="only check that all agree")
    parser.add_argument("--kept", action="store_true", help="ask kept columns instead, beside DuckDB's own file")
    options = parser.parse_args()
    if options.kept: sys.exit("answers differ" if kept(options) else 0)
    peers = []
    for peer in options.peers.split(","):
        module = {"sqlite": "sqlite3"}.get(peer, peer)
        if subprocess.run([sys.executable, "-c", "import " + module], stderr=subprocess.DEVNULL).returncode == 0:
            peers.append(peer)
        else:
            print("%s is not here and is left out" % peer)
    if not peers: sys.exit("no peer is here")
    failures = 0
    with open(options.file, "rb") as file:
        while file.read(1 << 24): pass
    for name, (question, sql, keys) in list(QUESTIONS.items()) + [("load", (None, "load", []))]:
        if question is None:
            commands = {"riepl": [options.riepl, "--data", options.file, "-c", "5", "-c", "6"]}
        else:
            commands = {"riepl": [options.riepl, "--data", options.file, "--format", "csv", "-c", question]}
        for peer in peers:
            commands[peer] = [sys.executable, "-c", PEERS[peer], options.file, sql, COLUMNS, json.dumps(keys)]
        best, answers = {}, {}
        for turn in range(1 if options.no_times else options.runs):
            for program, command in commands.items():
                text, wall, cpu, memory = run(command)
                old = best.get(program, (1e9, 1e9, 0))
                best[program] = (min(old[0], wall), min(old[1], cpu), max(old[2], memory))
                answers[program] = text
        if question is not None:
            mine = normal(csv_rows(answers["riepl"], keys))
            for peer in peers:
                if normal(json.loads(answers[peer])) != mine:
                    failures += 1
                    print("%s: riepl and %s differ\n%s\n%s" % (name, peer, mine[:3], normal(json.loads(answers[peer]))[:3]))
        if not options.no_times:
            own = best["riepl"]
            print("%-22s riepl %7.0f ms wall %7.0f ms cpu %5.0f MiB" % (name, own[0] * 1e3, own[1] * 1e3, own[2]) + "".join(
                " | %s x%.2f wall x%.2f cpu" % (p, own[0] / best[p][0], own[1] / best[p][1]) for p in peers))
            sys.stdout.flush()
    if failures: sys.exit("%d answers differ" % failures)
    print("all answers agree")


def csv_rows(text, keys):
    """The rows of an answer as CSV; two dimensions make a table, which is taken apart."""
    import csv, io
    rows = list(csv.reader(io.StringIO(text)))
    head, body = rows[0], rows[1:]
    width = len(keys)
    if width < 2: return [row[:width] + [row[width]] for row in body]
    if len(head) == width + 1 or head[:2] == keys: return [row[:3] for row in body]
    return [[row[0], year, value] for row in body for year, value in zip(head[1:], row[1:])]


main()
