#!/usr/bin/env python3
"""Runs a script of a million small statements with riepl, and the same lines with mawk, Lua and sqlite3.

    statements.py RIEPL [--statements 1000000] [--runs 5] [--peers mawk,lua5.4,sqlite3]

Half of the statements are calculations with money (`1.03^3 * £277m`), half ask for figures of the data (`sum allocation
for London`), with other numbers, regions and years each time. Every program runs as a process of its own, in turn, so
that all meet the same noise; times are processor time of the fastest runs, and what they print has to agree. Peers that
are not installed are named and left out. Where `perf` can count them, instructions a statement are printed too.
"""
import argparse, csv, os, pathlib, random, re, resource, shutil, subprocess, sys, tempfile, time

parser = argparse.ArgumentParser()
parser.add_argument("riepl")
parser.add_argument("--statements", type=int, default=1_000_000)
parser.add_argument("--runs", type=int, default=5)
parser.add_argument("--peers", default="mawk,lua5.4,sqlite3")
options = parser.parse_args()

root = pathlib.Path(__file__).resolve().parents[2]
with open(root / "Sources/CRieplData/riep-2008/allocations.csv", newline="") as file:
    rows = [(row["region"], row["year"], int(row["amount_gbp"])) for row in csv.DictReader(file)]
regions = list(dict.fromkeys(row[0] for row in rows))
years = list(dict.fromkeys(row[1] for row in rows))

PRELUDES = {
    "riepl": "",
    "mawk": "function s(r) { return a[r, \"%s\"] + a[r, \"%s\"] + a[r, \"%s\"] }\nBEGIN {\nOFMT = \"%%.2f\"\n" % tuple(years)
    + "".join(f'a["{r}", "{y}"] = {v}\n' for r, y, v in rows),
    "lua5.4": "local a = {}\n" + "".join(f'a["{r}"] = a["{r}"] or {{}} a["{r}"]["{y}"] = {v}\n' for r, y, v in rows)
    + "local function s(r) local t = a[r] return t[\"%s\"] + t[\"%s\"] + t[\"%s\"] end\n" % tuple(years),
    "sqlite3": "create table t(region text, year text, amount integer);\ncreate index i on t(region, year);\n"
    + "".join(f"insert into t values('{r}', '{y}', {v});\n" for r, y, v in rows),
}
ENDINGS = {"riepl": "", "mawk": "}\n", "lua5.4": "", "sqlite3": ""}
# Lua holds only so many statements in one function.
CHUNK = {"lua5.4": 50_000}


def statement(number):
    """One statement in each language."""
    if number % 2 == 0:
        base, power, amount = 100 + random.randint(1, 99), random.randint(2, 4), random.randint(100, 999)
        factor = f"{base // 100}.{base % 100:02d}"
        return {
            "riepl": f"{factor}^{power} * £{amount}m",
            "mawk": f"print {factor}^{power} * {amount}000000",
            "lua5.4": f"print({factor}^{power} * {amount}000000)",
            "sqlite3": f"select pow({factor}, {power}) * {amount}000000;",
        }
    region, year = random.choice(regions), random.choice(years + [None, None])
    if year is None:
        return {
            "riepl": f"sum allocation for {region}", "mawk": f'print s("{region}")', "lua5.4": f'print(s("{region}"))',
            "sqlite3": f"select sum(amount) from t where region = '{region}';",
        }
    return {
        "riepl": random.choice([f"allocation {region} {year}", f"sum allocation for {region} in {year}"]),
        "mawk": f'print a["{region}", "{year}"]', "lua5.4": f'print(a["{region}"]["{year}"])',
        "sqlite3": f"select sum(amount) from t where region = '{region}' and year = '{year}';",
    }


def values(path):
    """The figures of all lines."""
    found = []
    for line in open(path, encoding="utf-8"):
        match = re.match(r"£?(-?[0-9][0-9,]*\.?[0-9]*(?:e\+?[0-9]+)?)", line)
        if match:
            found.append(float(match.group(1).replace(",", "")))
    return found


def run(command, source, output):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    with open(output, "wb") as out, open(source, "rb") as given:
        status = subprocess.run(command, stdin=given, stdout=out).returncode
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if status != 0:
        sys.exit(f"{command[0]} gave {status}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


with tempfile.TemporaryDirectory() as folder:
    peers = []
    for peer in options.peers.split(","):
        if shutil.which(peer):
            peers.append(peer)
        else:
            print(f"{peer} is not installed, and left out")
    names = ["riepl"] + peers
    random.seed(2008)
    paths = {name: os.path.join(folder, name + ".txt") for name in names}
    lines = [statement(number) for number in range(options.statements)]
    for name in names:
        with open(paths[name], "w", encoding="utf-8") as file:
            file.write(PRELUDES[name])
            for start in range(0, len(lines), CHUNK.get(name, len(lines))):
                part = "".join(line[name] + "\n" for line in lines[start:start + CHUNK.get(name, len(lines))])
                file.write(f"do\n(function()\n{part}end)()\nend\n" if name in CHUNK else part)
            file.write(ENDINGS[name])
    commands = {
        "riepl": [options.riepl, paths["riepl"]], "mawk": ["mawk", "-f", paths.get("mawk", "")],
        "lua5.4": ["lua5.4", paths.get("lua5.4", "")], "sqlite3": ["sqlite3", ":memory:"],
    }
    outputs = {name: os.path.join(folder, name + ".out") for name in names}
    best = {name: (float("inf"), float("inf")) for name in names}
    for _ in range(options.runs):
        for name in names:
            best[name] = min(best[name], run(commands[name], paths[name], outputs[name]))
    wanted = values(outputs["riepl"])
    assert len(wanted) == options.statements, (len(wanted), "figures")
    for name in peers:
        found = values(outputs[name])
        assert len(found) == len(wanted), (name, len(found))
        for number, (a, b) in enumerate(zip(wanted, found)):
            assert abs(a - b) <= 0.02 + abs(a) * 1e-9, (name, lines[number], a, b)
    for name in names:
        seconds = best[name][0]
        ratio = "" if name == "riepl" else f"; riepl takes {best['riepl'][0] / seconds:.2f} of its time"
        print(f"{name}: {options.statements / seconds / 1e6:.2f} million statements a second{ratio}")
    if shutil.which("perf"):
        counted = subprocess.run(
            ["perf", "stat", "-x,", "-e", "instructions:u"] + commands["riepl"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True).stderr.split(",")[0]
        if counted.isdigit():
            print(f"riepl: {int(counted) / options.statements:.0f} instructions a statement")
