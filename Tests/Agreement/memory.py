#!/usr/bin/env python3
"""Holds riepl to a bound of memory on files that are larger, and compares the answers with those without a bound.

Usage: memory.py RIEPL

Memory is what the system counts as the process' own (RssAnon); the pages of files that are mapped don't count, as they are
taken back when they are needed. It is looked at as often as this script can. Nothing here looks at the time.
"""
import os
import random
import re
import subprocess
import sys
import tempfile

RIEPL = os.path.abspath(sys.argv[1])
BOUND = 16
failures = 0


def run(*arguments, folder=None):
    """Exit status, output, errors, and the most memory that was seen, in MiB."""
    environment = dict(os.environ, **({"TMPDIR": folder} if folder else {}))
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen([RIEPL, *arguments], stdout=output, stderr=errors, env=environment)
        most = 0
        with open(f"/proc/{process.pid}/status") as status:
            while process.poll() is None:
                try:
                    status.seek(0)
                    found = re.search(r"RssAnon:\s+(\d+)", status.read())
                except OSError:
                    break
                if found:
                    most = max(most, int(found.group(1)))
        process.wait()
        output.seek(0)
        errors.seek(0)
        return process.returncode, output.read().decode(), errors.read().decode(), most / 1024


def expect(what, holds, *facts):
    global failures
    print(("held: " if holds else "NOT HELD: ") + what, *facts)
    failures += not holds


with tempfile.TemporaryDirectory() as folder:
    draw = random.Random(1)
    wide = os.path.join(folder, "wide.csv")
    regions = ["North East", "North West", "London", "South East", "South West"]
    lines = []
    for row in range(2000):
        figures = ",".join(f"{draw.randint(-99_999, 9_999_999) / 100:.2f}" for _ in range(8))
        lines.append(f"{draw.choice(regions)},{2008 + row % 9}-{(9 + row % 9):02d},Firm {draw.randint(1, 400)},{figures}\n")
    with open(wide, "w") as file:
        file.write("region,year,supplier," + ",".join(f"amount {letter}" for letter in "abcdefgh") + "\n")
        for _ in range(350):
            file.write("".join(lines))
    size = os.path.getsize(wide) / (1 << 20)
    questions = []
    for question in ("sum amount a by region", "sum amount h by supplier top 5", "highest amount c by year",
                     "average amount d by region, year top 3", "count rows where amount b < £0"):
        questions += ["-c", question]
    load = ["--data", wide, "--format", "csv"]
    status, plain, errors, own = run(*load, *questions)
    expect(f"a file of {size:.0f} MiB takes more than {BOUND} MiB without a bound", status == 0 and own > BOUND,
           f"({own:.1f} MiB)", errors)
    status, bounded, errors, own = run(*load, "--memory", f"{BOUND}MB", *questions)
    expect(f"with --memory {BOUND}MB it takes no more", status == 0 and own <= BOUND, f"({own:.1f} MiB)", errors)
    expect("and the answers are the same", plain == bounded and plain.count("\n") > 20)
    expect("and nothing of it stays", sorted(os.listdir(folder)) == ["wide.csv"])
    status, single, errors, own = run(*load, "-c", "sum amount a by region")
    expect("one question takes no more than 40 MiB", status == 0 and own <= 40, f"({own:.1f} MiB)", errors)
    status, _, errors, _ = run(*load, "--memory", f"{BOUND}MB", *questions, folder=os.path.join(folder, "none"))
    expect("without a folder to put columns aside it is an error", status == 1 and "[E134]" in errors, errors)
    many = os.path.join(folder, "many.csv")
    with open(many, "w") as file:
        file.write("payee,amount\n")
        for row in range(600_000):
            file.write(f"Payee {row * 7919 % 600_000:06d} of Newcastle upon Tyne,{row % 1000}.50\n")
    for questions in (["-c", "sum amount by payee top 3"], ["-c", "sum amount", "-c", "count rows"]):
        status, _, errors, own = run("--data", many, "--memory", f"{BOUND}MB", *questions)
        expect("texts that don't fit are an error", status == 1 and "[E133]" in errors and "payee" in errors and own <= BOUND,
               f"({own:.1f} MiB)", errors)
    status, found, errors, own = run("--data", many, "--memory", "256MB", "--format", "csv", "-c", "sum amount by payee top 3")
    expect("texts that fit are answered", status == 0 and own <= 256 and found.count("\n") == 4, f"({own:.1f} MiB)", errors)

sys.exit(failures != 0)
