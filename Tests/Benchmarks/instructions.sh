#!/usr/bin/env bash
# How many instructions one question takes for each row of a file of the user's own: a number that no other program on
# the machine changes. Fails where a question takes more than the limit beside it.
# Usage: Tests/Benchmarks/instructions.sh RIEPL RIEPL-BENCHMARKS   (needs valgrind)
set -euo pipefail
generator=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# Valgrind can't read what the linker writes for debuggers.
strip -o "$folder/riepl" "$1"
# Of a smaller file with a figure missing every row is loaded.
small=120000
large=240000
"$generator" generate "$small" "$folder/small.csv"
"$generator" generate "$large" "$folder/large.csv"

# All instructions of a question of a file, on all threads.
count() {
  valgrind --tool=callgrind --callgrind-out-file="$folder/out" "$folder/riepl" --data "$folder/$1.csv" -c "$2" \
    >"$folder/answer" 2>"$folder/log" || { cat "$folder/log" >&2; exit 1; }
  sed -n 's/.*Collected *: *//p' "$folder/log"
}

failed=0
# The limits are up to a fifth above what was counted with AVX2, which valgrind knows; without it marks take 100 more.
extra=0
grep -qw avx2 /proc/cpuinfo || extra=100
while IFS='|' read -r limit question; do
  # Starting, and what the first rows are read for, is the same in both.
  each=$((($(count large "$question") - $(count small "$question")) / (large - small)))
  printf '%5d instructions a row, at most %d: %s\n' "$each" "$((limit + extra))" "$question"
  [ "$each" -gt 50 ] || failed=1
  [ "$each" -le "$((limit + extra))" ] || failed=1
done <<'QUESTIONS'
390|sum amount
505|sum amount by region
600|sum amount by region, year
310|sum amount in 2009-10 by region
530|sum amount by supplier top 10
QUESTIONS
exit "$failed"
