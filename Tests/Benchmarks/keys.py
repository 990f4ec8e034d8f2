#!/usr/bin/env python3
"""From a key to its picture: types at the prompt on a pseudo-terminal and times each frame.

Usage: Tests/Benchmarks/keys.py BINARY [NAMES]

NAMES definitions (5,000 unless told otherwise) are made in an init file first, so that colours, suggestions,
completion and the reading under the line have as many names to look at. Prints medians and the 95th percentile.
"""
import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import time

END = b"\x1b[?25h"  # the cursor comes back: the end of a frame


def read_frame(terminal, limit=5.0):
    """Reads up to the end of a frame; returns when its last byte had come."""
    seen = b""
    deadline = time.monotonic() + limit
    while END not in seen:
        ready, _, _ = select.select([terminal], [], [], max(0, deadline - time.monotonic()))
        if not ready:
            raise SystemExit(f"no frame within {limit} s; got {seen[-200:]!r}")
        seen += os.read(terminal, 65536)
    return time.perf_counter()


def drain(terminal, quiet=0.3):
    while select.select([terminal], [], [], quiet)[0]:
        os.read(terminal, 65536)


def timed(terminal, keys):
    start = time.perf_counter()
    os.write(terminal, keys)
    end = read_frame(terminal)
    drain(terminal, 0.002)
    return (end - start) * 1000


def report(name, times):
    ordered = sorted(times)
    print(f"{name}: median {statistics.median(ordered):.2f} ms, 95% {ordered[int(len(ordered) * 0.95)]:.2f} ms "
          f"({len(ordered)} times)")


def main():
    binary = os.path.abspath(sys.argv[1])
    names = int(sys.argv[2]) if len(sys.argv) > 2 else 5000
    with tempfile.TemporaryDirectory() as home:
        os.makedirs(f"{home}/.config/riepl")
        with open(f"{home}/.config/riepl/init.riepl", "w") as file:
            for number in range(names):
                file.write(f"let parish{number:05d} = London\n")
        os.chmod(f"{home}/.config/riepl/init.riepl", 0o600)
        ours, theirs = pty.openpty()
        environment = {"HOME": home, "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": os.environ["PATH"]}
        process = subprocess.Popen([binary], stdin=theirs, stdout=theirs, stderr=theirs, env=environment,
                                   start_new_session=True)
        os.close(theirs)
        read_frame(ours, 20)
        drain(ours, 0.5)
        statement = b"share sum allocation for North East and London by region where allocation > 5"
        typing, tabs = [], []
        for _ in range(8):
            for key in statement:
                typing.append(timed(ours, bytes([key])))
            os.write(ours, b"\x15")
            drain(ours)
            os.write(ours, b"sum allocation for no")
            drain(ours)
            tabs.append(timed(ours, b"\t"))
            os.write(ours, b"\x1b")
            drain(ours)
            os.write(ours, b"\x15")
            drain(ours)
        report(f"key to frame, {names} names", typing)
        report(f"completion to frame, {names} names", tabs)
        process.kill()
        process.wait()


main()
