#!/usr/bin/env python3
"""Makes small seeded mistakes in the engine and the syntax, and counts how many the tests notice.

Usage: Tests/Mutation/mutate.py [--count 100] [--seed 1] [--work .build-mutation] [--only TEXT]
       Tests/Mutation/mutate.py --again [--seed 1]     the survivors of that sample once more, with the tests of now
       Tests/Mutation/mutate.py --built [--seed 1]     goes on where a run was cut off, with what it built

Works on a copy: nothing of the repository is touched. All mutants of a sample are compiled together, each behind its
number, and RIEPL_MUTANT switches one on: one build, and then one run of the tests for each. What does not compile is
left out of the sample. Exits 1 where fewer are noticed than --least says.
"""

import argparse
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from sites import SUPPORT, sites  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
MODULES = ["RieplSyntax", "RieplEngine"]
# What concerns speed alone: no test could notice.
SPEED = re.compile(r"reserveCapacity|keepingCapacity|@inline")
# The tests in the order in which they are run, until one fails; those of the terminal and of whole processes are not
# among them.
SUITES = [
    "RieplConsoleTests",
    "RieplEngineTests|RieplSyntaxTests|RieplFuzzTests|RieplDataTests",
    "CommandLineTests.Diagnostics|CommandLineTests.Suggestions",
    "ProofTests|GrammarTests|RieplPresentationTests",
]


def known_equivalents():
    """What is listed as changing nothing: (file, text of the line, change)."""
    listed = set()
    for line in (Path(__file__).parent / "equivalent.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        file, text, change, _ = line.split("\t")
        listed.add((file, text, change))
    return listed


class Sample:
    def __init__(self, work, seed, count, only):
        self.work = work
        self.texts = {}
        candidates = []
        for module in MODULES:
            for path in sorted((ROOT / "Sources" / module).rglob("*.swift")):
                name = str(path.relative_to(ROOT))
                text = path.read_text(encoding="utf-8")
                self.texts[name] = text
                lines = text.split("\n")
                if only and only not in name:
                    continue
                candidates += [site for site in sites(name, text) if not SPEED.search(lines[site.line - 1])]
        self.total = len(candidates)
        random.Random(seed).shuffle(candidates)
        self.chosen, taken = {}, {}
        for site in candidates:
            ranges = taken.setdefault(site.file, [])
            if any(site.start < end and start < site.end for start, end in ranges):
                continue
            ranges.append((site.start, site.end))
            self.chosen[len(self.chosen) + 1] = site
            if len(self.chosen) >= count * 1.35 + 5:
                break
        self.count = count
        self.dropped = 0

    def line_text(self, site):
        return self.texts[site.file].split("\n")[site.line - 1].strip()

    def write(self):
        """Writes all sources of the copy, with the mutants that are still in the sample; gives who is on which line."""
        places = {}
        for name, text in self.texts.items():
            here = sorted((site.start, number) for number, site in self.chosen.items() if site.file == name)
            out, position, declarations, line = [], 0, "", 1
            for start, number in here:
                site = self.chosen[number]
                new, declaration = site.make(number)
                out.append(text[position:start])
                line += text.count("\n", position, start)
                places.setdefault((name, line), []).append(number)
                out.append(new)
                line += new.count("\n")
                position = site.end
                declarations += declaration
            out.append(text[position:])
            whole = "".join(out).rstrip("\n") + "\n"
            first = whole.count("\n") + 1
            for row, declaration in enumerate(declarations.splitlines()):
                match = re.search(r"isMutant\((\d+)\)", declaration)
                if match:
                    places.setdefault((name, first + row), []).append(int(match[1]))
            path = self.work / name
            written = whole + declarations
            if not path.exists() or path.read_text(encoding="utf-8") != written:
                path.write_text(written, encoding="utf-8")
        return places

    def drop(self, errors, places):
        """Takes out what the compiler refuses."""
        gone = set()
        for name, line in errors:
            found = places.get((name, line))
            distance = 0
            while not found and distance < 40:
                distance += 1
                found = places.get((name, line - distance)) or places.get((name, line + distance))
            gone.update(found or [])
        for number in gone:
            self.chosen.pop(number, None)
        self.dropped += len(gone)
        return gone


def prepare(work):
    work.mkdir(exist_ok=True)
    for name in ["Sources", "Tests", "Grammar", "Examples"]:
        if (work / name).exists():
            shutil.rmtree(work / name)
        shutil.copytree(ROOT / name, work / name)
    shutil.copy(ROOT / "README.md", work)
    manifest = (ROOT / "Package.swift").read_text(encoding="utf-8")
    # A mutant may make code that is never run, which is a warning.
    (work / "Package.swift").write_text(
        manifest.replace("  .treatAllWarnings(as: .error),\n", ""), encoding="utf-8"
    )
    for module in MODULES:
        (work / "Sources" / module / "MutantSupport.swift").write_text(SUPPORT, encoding="utf-8")


RELEASE = ["-c", "release", "--build-tests", "-Xswiftc", "-enable-testing"]


def swift_build(work, *arguments):
    command = ["swift", "build", "--package-path", str(work), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def compile_sample(sample, work):
    # Module by module in debug, which is the quickest way to the errors; then everything.
    for step in [["--target", module] for module in MODULES] + [RELEASE]:
        for _ in range(40):
            places = sample.write()
            result = swift_build(work, *step)
            if result.returncode == 0:
                break
            output = result.stdout + result.stderr
            errors = {
                (str(Path(file).resolve().relative_to(work.resolve())), int(line))
                for file, line in re.findall(r"^(/[^:\n]+\.swift):(\d+):\d+: error:", output, re.M)
                if Path(file).resolve().is_relative_to(work.resolve())
            }
            if not sample.drop(errors, places):
                sys.exit(output[-4000:])
        else:
            sys.exit("the sample does not compile")


def run_tests(program, suite, mutant, limit):
    """Runs a suite; gives "passed", "failed", "crashed" or "endless"."""
    environment = dict(os.environ, RIEPL_MUTANT=str(mutant), SWIFT_BACKTRACE="enable=no")
    environment.pop("RIEPL_REQUIRE_TOOLS", None)
    with subprocess.Popen(
        ["bash", "-c", 'ulimit -v 8000000; exec "$@"', "-", program, "--testing-library", "swift-testing",
         # A browser wants more memory than a mutant may have.
         "--filter", suite, "--skip", "Reports"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, start_new_session=True,
    ) as process:
        try:
            status = process.wait(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            return "endless"
    return "passed" if status == 0 else "failed" if status == 1 else "crashed"


def baseline(program):
    """How long each suite may take; the tests have to pass without a mutant."""
    limits = {}
    for suite in SUITES:
        before = time.time()
        outcome = run_tests(program, suite, -1, 600)
        if outcome != "passed":
            sys.exit(f"without a mutant {suite}: {outcome}")
        limits[suite] = (time.time() - before) * 5 + 20
    return limits


def judge(result, program, limits, listed):
    """Runs the tests with one mutant switched on."""
    result["outcome"], result["by"] = "survived", ""
    for suite in SUITES:
        found = run_tests(program, suite, result["number"], limits[suite])
        if found != "passed":
            result["outcome"], result["by"] = found, suite
            break
    if result["outcome"] == "survived" and (result["file"], result["text"], result["change"]) in listed:
        result["outcome"] = "equivalent"
    if result["outcome"] == "survived":
        print(f"survived  {result['file']}:{result['line']}: {result['change']}    | {result['text']}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--count", type=int, default=100, help="how many mutants that compile")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--least", type=float, default=90, help="the percentage that has to be noticed")
    parser.add_argument("--only", help="only files whose path contains this")
    parser.add_argument("--work", type=Path, default=ROOT / ".build-mutation")
    parser.add_argument("--again", action="store_true", help="only the survivors, with the tests of now")
    parser.add_argument("--built", action="store_true", help="what is built already, where a run was cut off")
    options = parser.parse_args()
    work = options.work.resolve()
    kept = work / f"results-{options.seed}.json"
    started = time.time()
    if options.built:
        results = json.loads(kept.read_text(encoding="utf-8"))
    elif options.again:
        results = json.loads(kept.read_text(encoding="utf-8"))
        shutil.rmtree(work / "Tests")
        shutil.copytree(ROOT / "Tests", work / "Tests")
        built = swift_build(work, *RELEASE)
        if built.returncode:
            sys.exit((built.stdout + built.stderr)[-4000:])
    else:
        prepare(work)
        sample = Sample(work, options.seed, options.count, options.only)
        compile_sample(sample, work)
        results = [
            {"number": number, "file": site.file, "line": site.line, "kind": site.kind, "change": site.label,
             "text": sample.line_text(site), "outcome": "survived", "by": ""}
            for number, site in sorted(sample.chosen.items())[: options.count]
        ]
        print(
            f"{sample.total} sites; {len(results)} mutants, {sample.dropped} more did not compile; "
            f"built in {time.time() - started:.0f} s", flush=True
        )
        kept.write_text(json.dumps(results, indent=1, ensure_ascii=False), encoding="utf-8")
    program = str(next((work / ".build" / "release").glob("*PackageTests.xctest")))
    limits = baseline(program)
    listed = known_equivalents()
    open_ones = [result for result in results if result["outcome"] in ("survived", "equivalent")]
    for done, result in enumerate(open_ones, 1):
        judge(result, program, limits, listed)
        kept.write_text(json.dumps(results, indent=1, ensure_ascii=False), encoding="utf-8")
        if done % 25 == 0:
            print(f"{done} of {len(open_ones)}, {time.time() - started:.0f} s", flush=True)
    kept.write_text(json.dumps(results, indent=1, ensure_ascii=False), encoding="utf-8")
    counts = {}
    for result in results:
        counts[result["outcome"]] = counts.get(result["outcome"], 0) + 1
    print(", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())))
    real = len(results) - counts.get("equivalent", 0)
    noticed = real - counts.get("survived", 0)
    share = 100 * noticed / real if real else 100
    print(f"noticed {noticed} of {real}: {share:.1f} %, in {time.time() - started:.0f} s")
    sys.exit(0 if share >= options.least else 1)


if __name__ == "__main__":
    main()
