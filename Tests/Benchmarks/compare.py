#!/usr/bin/env python3
"""Asks riepl and its peers the same questions of one CSV file, checks that all answers agree, and prints ratios.

    compare.py RIEPL FILE.csv [MANY.csv] [--runs 5] [--peers duckdb,polars,miller,sqlite]

The files are those of `riepl-benchmarks generate ROWS FILE.csv` and `riepl-benchmarks generate ROWS MANY.csv 1000000`, the
second with a million suppliers. Peers that are not there are left out, and it is said. Every program runs as a process of
its own, in turn, so that all meet the same noise; ratios are of the fastest runs. DuckDB and Polars run in the Python that
runs this script, sqlite3 is its own, Miller is the program `mlr`. Miller and sqlite3 are slow, and run once.

Behind the times stands the most memory that was seen in a run of its own, which is not timed: all, and what belongs to no
file. Miller adds in binary: of its answers the pounds have to agree.
"""
import argparse, json, os, re, shutil, subprocess, sys, tempfile, time

QUESTIONS = {
    "sum": ("sum amount", "select sum(amount) from t", []),
    "by region": ("sum amount by region", "select region, sum(amount) from t group by 1", ["region"]),
    "region x year": ("sum amount by region, year", "select region, year, sum(amount) from t group by 1, 2", ["region", "year"]),
    "top 10 suppliers": ("sum amount by supplier top 10", "select supplier, sum(amount) from t group by 1 order by 2 desc limit 10", ["supplier"]),
    "in 2009-10 by region": ("sum amount in 2009-10 by region", "select region, sum(amount) from t where year = '2009-10' group by 1", ["region"]),
}
COLUMNS = "{'region': 'VARCHAR', 'year': 'VARCHAR', 'supplier': 'VARCHAR', 'category': 'VARCHAR', 'amount': 'DECIMAL(18,2)'}"

SLOW = ["miller", "sqlite"]

PEERS = {
    "duckdb": """
import duckdb, json, sys, time
c = duckdb.connect(); c.execute("set threads = 2"); c.execute("set enable_progress_bar = false")
source = "read_csv('%s', header = true, columns = %s)" % (sys.argv[1], sys.argv[3])
if sys.argv[2] == "load":
    c.execute("create table t as select * from " + source); print("[]")
elif sys.argv[2].startswith("again "):
    # Loaded, with ENUM columns, which is its best case: the mean of many times the same question.
    c.execute("create table s as select * from " + source)
    for name in ["region", "year", "category"]: c.execute("create type %s_names as enum (select distinct %s from s)" % (name, name))
    c.execute("create table t as select region::region_names region, year::year_names as year, supplier, "
              "category::category_names category, amount from s")
    sql = sys.argv[2][6:]; c.execute(sql).fetchall()
    start = time.monotonic()
    for _ in range(100): rows = c.execute(sql).fetchall()
    print(json.dumps((time.monotonic() - start) / 100))
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


def miller(path, sql, keys):
    """The command that answers a question with Miller; nil where there is none."""
    if sql == "load": return None
    steps = ["filter", '$year == "2009-10"', "then"] if "2009-10" in sql else []
    steps += ["stats1", "-a", "sum", "-f", "amount"] + (["-g", ",".join(keys)] if keys else [])
    if "limit 10" in sql: steps += ["then", "sort", "-nr", "amount_sum", "then", "head", "-n", "10"]
    return ["mlr", "--icsv", "--ocsv", "--headerless-csv-output", "--ofmt", "%.2lf", *steps, path]


def run(command, input=None):
    """What a program prints, the seconds that it takes, and those of the processors."""
    start = time.monotonic()
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=output, stderr=errors, stdin=input)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0); errors.seek(0)
        text = output.read().decode()
        if process.returncode != 0: sys.exit("%s: %s" % (command[:2], errors.read().decode()))
    return text, wall, usage.ru_utime + usage.ru_stime


def memory(command):
    """The most memory that a program has, all and what belongs to no file, in MiB."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    most = [0, 0]
    with open("/proc/%d/status" % process.pid) as status:
        while process.poll() is None:
            try:
                status.seek(0); text = status.read()
            except OSError:
                break
            for place, name in enumerate(["VmHWM", "RssAnon"]):
                found = re.search(name + r":\s+(\d+)", text)
                if found: most[place] = max(most[place], int(found.group(1)))
            time.sleep(0.002)
    process.wait()
    return most[0] / 1024, most[1] / 1024


def normal(rows):
    result = []
    for row in rows:
        value = row[-1]
        if "." not in value: value += "."
        whole, _, rest = value.partition(".")
        result.append(tuple(row[:-1]) + (whole + "." + (rest.rstrip("0") + "00")[:max(2, len(rest.rstrip("0")))],))
    return sorted(result)


def pounds(rows):
    """Rows with whole pounds, the nearest, for programs that add in binary."""
    return sorted(tuple(row[:-1]) + (round(float(row[-1])),) for row in rows)


def ask(options, peers, file, names):
    """Asks questions of a file; how many answers differ."""
    failures = 0
    with open(file, "rb") as source:
        while source.read(1 << 24): pass
    for name in names:
        question, sql, keys = QUESTIONS.get(name, (None, "load", []))
        if question is None:
            commands = {"riepl": [options.riepl, "--data", file, "-c", "5", "-c", "6"]}
        else:
            commands = {"riepl": [options.riepl, "--data", file, "--format", "csv", "-c", question]}
        for peer in peers:
            command = miller(file, sql, keys) if peer == "miller" else [
                sys.executable, "-c", PEERS[peer], file, sql, COLUMNS, json.dumps(keys)]
            if command: commands[peer] = command
        if name == "by region" and not options.no_times: commands["wc -l"] = ["wc", "-l", file]
        best, answers = {}, {}
        for turn in range(1 if options.no_times else options.runs):
            for program, command in commands.items():
                if turn > 0 and program in SLOW: continue
                text, wall, cpu = run(command)
                old = best.get(program, (1e9, 1e9))
                best[program] = (min(old[0], wall), min(old[1], cpu))
                answers[program] = text
        if question is not None:
            mine = normal(csv_rows(answers["riepl"], keys))
            for peer in [peer for peer in peers if peer in commands]:
                if peer == "miller":
                    import csv, io
                    same = pounds(csv.reader(io.StringIO(answers[peer]))) == pounds(mine)
                else:
                    same = normal(json.loads(answers[peer])) == mine
                if not same:
                    failures += 1
                    print("%s: riepl and %s differ\n%s\n%s" % (name, peer, mine[:3], answers[peer][:200]))
        if not options.no_times:
            own = best["riepl"]
            print("%-22s riepl %.0f ms, %.0f of processors" % (name, own[0] * 1e3, own[1] * 1e3) + "".join(
                " | %s x%.3f, x%.3f of processors" % (p, own[0] / best[p][0], own[1] / best[p][1])
                for p in commands if p != "riepl"))
            print("%-22s " % "  memory, MiB (own)" + " | ".join(
                "%s %.0f (%.0f)" % (p, *memory(command)) for p, command in commands.items() if p != "wc -l"))
            sys.stdout.flush()
    return failures


def ask_again(options, peers):
    """A question of a file that is loaded already: the mean of many, without the time for loading."""
    def riepl(count):
        with tempfile.TemporaryFile() as script:
            script.write(b"sum amount by region\n" * count); script.seek(0)
            return run([options.riepl, "--data", options.file], script)[1]
    few = min(riepl(1) for _ in range(options.runs))
    many = min(riepl(301) for _ in range(options.runs))
    each = (many - few) / 300
    line = "%-22s riepl %.2f ms" % ("loaded, by region", each * 1e3)
    if "duckdb" in peers:
        sql = QUESTIONS["by region"][1]
        command = [sys.executable, "-c", PEERS["duckdb"], options.file, "again " + sql, COLUMNS, "[]"]
        theirs = min(json.loads(run(command)[0]) for _ in range(options.runs))
        line += " | duckdb with ENUM columns %.2f ms, x%.3f" % (theirs * 1e3, each / theirs)
    print(line)


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
                text, wall, cpu = run([options.riepl, "--data", options.file, "--format", "csv", "-c", question])
                own = min(own, (wall, cpu))
                found, wall, cpu = run([sys.executable, "-c", KEPT, native, sql])
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
    parser.add_argument("riepl"); parser.add_argument("file"); parser.add_argument("many", nargs="?")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers", default="duckdb,polars,miller,sqlite")
    parser.add_argument("--questions", default=",".join(QUESTIONS) + ",load,again")
    parser.add_argument("--no-times", action="store_true", help="only check that all agree")
    parser.add_argument("--kept", action="store_true", help="ask kept columns instead, beside DuckDB's own file")
    options = parser.parse_args()
    if options.kept: sys.exit("answers differ" if kept(options) else 0)
    peers = []
    for peer in options.peers.split(","):
        module = {"sqlite": "sqlite3"}.get(peer, peer)
        is_here = shutil.which("mlr") if peer == "miller" else subprocess.run(
            [sys.executable, "-c", "import " + module], stderr=subprocess.DEVNULL).returncode == 0
        if is_here:
            peers.append(peer)
        else:
            print("%s is not here and is left out" % peer)
    if not peers: sys.exit("no peer is here")
    wanted = options.questions.split(",")
    names = [name for name in QUESTIONS if name in wanted] + (["load"] if "load" in wanted else [])
    failures = ask(options, peers, options.file, names)
    if "again" in wanted and not options.no_times: ask_again(options, peers)
    if options.many:
        print("with a million suppliers:")
        failures += ask(options, [peer for peer in peers if peer not in SLOW], options.many, ["top 10 suppliers"])
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
