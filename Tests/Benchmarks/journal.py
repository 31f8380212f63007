#!/usr/bin/env python3
"""Times creating rows through the library with a journal and without, in turns in one run.

    journal.py JOURNALBENCHMARK TABLESYNC [ROWS]      default: 10000

Both sides send the same requests, ten rows each and up to fifteen at once, over HTTP to one server process without limits and
without latency, into a new table each time; every timing is a process of its own, and covers the run alone. With a journal each
request waits until what it is about to do is on the disk. That disk is the one of the temporary folder.
"""
import json
import os
import statistics
import subprocess
import sys
import tempfile
import urllib.request

benchmark, tablesync = (os.path.abspath(path) for path in sys.argv[1:3])
count = int(sys.argv[3]) if len(sys.argv) > 3 else 10_000
base, token = "appJournal0000000", "journal"
fields = [{"name": "email", "type": "singleLineText"}, {"name": "name", "type": "singleLineText"},
          {"name": "seats", "type": "number", "options": {"precision": 0}}]
ROUNDS = 7


def new_table(url, name):
    request = urllib.request.Request(
        f"{url}/v0/meta/bases/{base}/tables", data=json.dumps({"name": name, "fields": fields}).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["id"]


def measured(url, name, state):
    command = [benchmark, url, base, new_table(url, name), str(count), state or "-"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    run = json.loads(process.stdout.read())
    # In KiB, but on macOS in bytes.
    run["peak"] = os.wait4(process.pid, 0)[2].ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return run


def main():
    results = {"without a journal": [], "with a journal": []}
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [tablesync, "serve", "--port", "0", "--token", token, "--no-rate-limit"], stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)
        try:
            line = next(line for line in server.stdout if "http://" in line)
            url = "http://" + line.split("http://")[1].split()[0].rstrip(".,;")
            for round in range(-1, ROUNDS):
                for name, runs in results.items():
                    state = os.path.join(folder, f"state{round}") if name.startswith("with ") else None
                    run = measured(url, f"{name} {round}", state)
                    # Once unmeasured, so that the server is warm for both.
                    if round >= 0:
                        runs.append(run)
        finally:
            server.terminate()
            server.communicate()
    for name, runs in results.items():
        seconds = sorted(run["seconds"] for run in runs)
        print(f"{name:20}  median {statistics.median(seconds):.3f} s  ({seconds[0]:.3f} to {seconds[-1]:.3f})  "
              f"peak {max(run['peak'] for run in runs) / 1e6:.1f} MB  {runs[0]['rows']} rows, "
              f"{runs[0]['requests']} requests")
    without, with_journal = (statistics.median(run["seconds"] for run in runs) for runs in results.values())
    requests = results["with a journal"][0]["requests"]
    print(f"The journal costs {(with_journal - without) / requests * 1_000:.2f} ms a request, {with_journal / without:.2f} times the "
          f"time. At five requests a second these take {requests / 5:.0f} s.")


main()
