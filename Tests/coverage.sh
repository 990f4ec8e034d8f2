#!/usr/bin/env bash
# Line coverage of the modules that read, reckon and write; fails where RieplSyntax or RieplEngine has less than 95 %.
# The tests on a terminal and those of bounds add nothing to that, and are slow in a build that counts.
# Usage: Tests/coverage.sh [FILTER...]      a FILTER goes to `swift test --filter`; `--lines` lists the lines that no test reaches
set -euo pipefail
cd "$(dirname "$0")/.."
least=95
scratch=.build-coverage
show=
filters=()
for argument in "$@"; do
  if [ "$argument" = --lines ]; then show=1; else filters+=(--filter "$argument"); fi
done
swift test --enable-code-coverage --scratch-path "$scratch" "${filters[@]}" \
  --skip TerminalTests --skip LineEditorTests --skip Bounds >"$scratch.log" 2>&1 || {
  grep -E 'recorded an issue|error:|failed after' "$scratch.log" | tail -n 40
  exit 1
}
bin=$(swift build --scratch-path "$scratch" --show-bin-path)
profile=$bin/codecov/default.profdata
# The one of the toolchain: another version can't read what this one writes.
cov=$(dirname "$(readlink -f "$(command -v swift)")")/llvm-cov
"$cov" export "$bin/rieplPackageTests.xctest" -instr-profile="$profile" -format=lcov |
  python3 -c '
import collections, sys
least, show = float(sys.argv[1]), sys.argv[2]
lines, file = collections.defaultdict(dict), None
for row in sys.stdin:
    kind, _, rest = row.strip().partition(":")
    if kind == "SF":
        file = rest.split("/Sources/")[1] if "/Sources/" in rest and ".build" not in rest else None
    elif kind == "DA" and file:
        number, count = rest.split(",")[:2]
        lines[file][int(number)] = max(int(count), lines[file].get(int(number), 0))
modules = collections.defaultdict(lambda: [0, 0])
for file, counts in sorted(lines.items()):
    module = modules[file.split("/")[0]]
    module[0] += sum(count > 0 for count in counts.values())
    module[1] += len(counts)
    missed = [str(number) for number, count in sorted(counts.items()) if not count]
    if show and missed and file.split("/")[0] in ("RieplSyntax", "RieplEngine"):
        print(file + ": " + " ".join(missed))
failed = False
for module, (covered, total) in sorted(modules.items()):
    if module not in ("RieplSyntax", "RieplEngine", "RieplData", "RieplPresentation"):
        continue
    share = 100 * covered / total
    low = module in ("RieplSyntax", "RieplEngine") and share < least
    failed |= low
    print(f"{module:20} {covered:6} of {total:6} lines  {share:6.2f} %" + ("  too little" if low else ""))
sys.exit(failed)
' "$least" "$show"
