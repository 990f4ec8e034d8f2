#!/usr/bin/env bash
# One question over the embedded figures, whole process, beside sqlite3 with the same 27 rows in a table.
# Usage: Tests/Benchmarks/startup.sh [RUNS]   (needs a release build, sqlite3 and python3)
set -euo pipefail
cd "$(dirname "$0")/../.."
runs=${1:-200}
riepl=${RIEPL:-.build/release/riepl}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
sqlite3 "$folder/riep.db" <<SQL
.mode csv
create table allocations (region text, year text, amount_gbp integer, note text, source text);
.import --skip 1 Sources/CRieplData/riep-2008/allocations.csv allocations
SQL
python3 - "$riepl" "$folder/riep.db" "$runs" <<'PYTHON'
import os, resource, statistics, subprocess, sys, time

riepl, database, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
commands = {
    "riepl": [riepl, "-c", "sum allocation where year = 2009-10"],
    "sqlite3": ["sqlite3", database, "select sum(amount_gbp) from allocations where year = '2009-10'"],
}
times = {name: [] for name in commands}
for run in range(runs + 5):
    for name, command in commands.items():
        start = time.perf_counter()
        process = os.posix_spawn(command[0] if "/" in command[0] else "/usr/bin/" + command[0], command, os.environ,
                                 file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", os.O_WRONLY, 0)])
        _, status, usage = os.wait4(process, 0)
        if run >= 5:
            times[name].append(time.perf_counter() - start)
        assert status == 0, (name, status)
ratios = [a / b for a, b in zip(times["riepl"], times["sqlite3"])]
for name, values in times.items():
    print(f"{name}: median {statistics.median(values) * 1e3:.2f} ms, best {min(values) * 1e3:.2f} ms")
print(f"riepl / sqlite3, pair by pair: median {statistics.median(ratios):.2f} over {runs} pairs")
PYTHON
/usr/bin/time -f "riepl: peak memory %M KiB" "$riepl" -c "sum allocation where year = 2009-10" >/dev/null
