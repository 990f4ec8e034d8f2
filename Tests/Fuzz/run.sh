#!/usr/bin/env bash
# Fuzzes one target with libFuzzer under AddressSanitizer, from the corpus in the repository.
# Usage: Tests/Fuzz/run.sh TARGET [SECONDS]      TARGET: statement, script, literal, table
#        Tests/Fuzz/run.sh TARGET merge          takes what was found into the corpus, as few files as reach all its code
#        Tests/Fuzz/run.sh TARGET FILE           runs one input
# RIEPL_FUZZ_SEED gives the same inputs every time; without it, each run takes others.
# What is found stays in .build-fuzz/found/TARGET, what fails in .build-fuzz/failed/TARGET.
set -euo pipefail
cd "$(dirname "$0")/../.."
target=${1:?which target: statement, script, literal or table}
what=${2:-${RIEPL_FUZZ_SECONDS:-60}}
corpus=Tests/Fuzz/corpus/$target
[ -d "$corpus" ] || { echo "no target is called $target" >&2; exit 2; }

scratch=.build-fuzz
# One flag names both: of two, in the order that a build happens to have, the last may take the coverage away.
swift build -c release --product riepl-fuzz --scratch-path "$scratch" --sanitize fuzzer \
  -Xswiftc -sanitize=fuzzer,address -Xswiftc -DFUZZING -Xswiftc -parse-as-library -Xswiftc -g >"$scratch.log" 2>&1 || { cat "$scratch.log"; exit 1; }
mv "$scratch.log" "$scratch/build.log"
program=$scratch/release/riepl-fuzz
found=$scratch/found/$target
failed=$scratch/failed/$target
mkdir -p "$found" "$failed"
export RIEPL_FUZZ=$target SWIFT_BACKTRACE=enable=no
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=0:quarantine_size_mb=16}
# Room for what is nested, as the program itself makes it.
ulimit -s 98304 2>/dev/null || true
case $target in
  statement) longest=300 ;;
  script) longest=1000 ;;
  literal) longest=64 ;;
  table) longest=1500 ;;
esac

if [ "$what" = merge ]; then
  merged=$(mktemp -d)
  "$program" -set_cover_merge=1 -use_counters=0 -max_len=$longest "$merged" "$corpus" "$found" 2>&1 | tail -n 3
  rm -f "$corpus"/*
  cp "$merged"/* "$corpus"/
  rm -r "$merged"
  ls "$corpus" | wc -l
elif [ -f "$what" ]; then
  "$program" "$what"
else
  log=$scratch/$target.log
  status=0
  nice "$program" -seed="${RIEPL_FUZZ_SEED:-0}" -max_total_time="$what" -max_len=$longest -timeout=20 -rss_limit_mb=3000 -dict=Tests/Fuzz/riepl.dict \
    -artifact_prefix="$failed/" -print_final_stats=1 "$found" "$corpus" >"$log" 2>&1 || status=$?
  if grep -q 'Is the code instrumented' "$log"; then
    echo "$program counts no coverage" >&2
    exit 1
  elif [ $status -eq 0 ]; then
    grep -E '^Done|^stat::(number|average|new)' "$log"
  else
    grep -vE '^#[0-9]+|NEW_FUNC|Uses:' "$log" | tail -n 60
  fi
  exit $status
fi
