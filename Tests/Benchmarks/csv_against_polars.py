#!/usr/bin/env python3
"""Times reading one CSV file with TabularFiles and with polars.read_csv, in turns, seven times each.

Every timing is a process of its own and covers opening the file to the last cell; starting the process and importing
polars are left out on both sides. Polars makes a data frame, TabularFiles a String of every cell.

    python3 -m venv .venv && .venv/bin/pip install polars
    swift build -c release --product CSVBenchmark
    .venv/bin/python Tests/Benchmarks/make_csv.py /tmp/million.csv
    .venv/bin/python Tests/Benchmarks/csv_against_polars.py .build/release/CSVBenchmark /tmp/million.csv
"""

import json
import statistics
import subprocess
import sys

POLARS = """
import json, resource, sys, time
import polars
start = time.perf_counter()
frame = polars.read_csv(sys.argv[1])
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps({"rows": frame.height, "fields": frame.height * frame.width, "seconds": seconds, "peakBytes": peak}))
"""
ROUNDS = 7


def measured(command: list[str]) -> dict:
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    program, path = sys.argv[1:3]
    commands = {
        "ParallelCSVReader": [program, "parallel", path],
        "polars.read_csv": [sys.executable, "-c", POLARS, path],
        "CSVReader": [program, "serial", path],
        "TabularFile.rows()": [program, "rows", path],
    }
    results = {name: [] for name in commands}
    for command in commands.values():
        measured(command)  # Once unmeasured, so that the file is in memory for all.
    for _ in range(ROUNDS):
        for name, command in commands.items():
            results[name].append(measured(command))
    for name, runs in results.items():
        seconds = sorted(run["seconds"] for run in runs)
        print(
            f"{name:20}  median {statistics.median(seconds):.3f} s  ({seconds[0]:.3f} to {seconds[-1]:.3f})  "
            f"peak {max(run['peakBytes'] for run in runs) / 1e6:.1f} MB  "
            f"{runs[0]['rows']} rows, {runs[0]['fields']} cells"
        )


if __name__ == "__main__":
    main()
