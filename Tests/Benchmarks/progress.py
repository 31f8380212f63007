#!/usr/bin/env python3
"""Measures the memory of a run of up to a million requests, each of which is an update of the progress.

    progress.py PROGRESSBENCHMARK

Nobody reads the updates, somebody takes one and sleeps, or somebody takes all; every run is a process of its own, over a table
that answers at once.
"""
import json
import os
import subprocess
import sys
import time

benchmark = os.path.abspath(sys.argv[1])
print(f"{'reader':10}" + "".join(f"{count:>20,}" for count in (10_000, 100_000, 1_000_000)) + "  requests")
for reader in ("none", "sleeping", "eager"):
    cells = []
    for count in (10_000, 100_000, 1_000_000):
        begun = time.monotonic()
        process = subprocess.Popen([benchmark, str(count), reader], stdout=subprocess.PIPE, text=True)
        run = json.loads(process.stdout.read())
        # In KiB, but on macOS in bytes.
        peak = os.wait4(process.pid, 0)[2].ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        assert run["requests"] == count, run
        cells.append(f"{peak / 1e6:.1f} MB {time.monotonic() - begun:.1f} s")
    print(f"{reader:10}" + "".join(f"{cell:>20}" for cell in cells), flush=True)
