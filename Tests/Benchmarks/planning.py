#!/usr/bin/env python3
"""Times planning a file against a snapshot, and DuckDB comparing the same two files, in turns in one run.

    planning.py TABLESYNC [ROWS]        default: 500000

A table of so many records is made on a server process and synced once, so that all of it is known. Then one row in a hundred
is changed, and the plan is made: the file is read and hashed, held against the snapshot, and the changes are written to a
saved plan; one request reads the schema, one sees that nobody else has written. DuckDB reads the old file and the new one,
joins them by the key, and writes the rows that differ. Timed are whole processes but for the imports of DuckDB's side.
Last, the first push of a million rows is planned against an empty table.
"""
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile

tablesync = os.path.abspath(sys.argv[1])
count = int(sys.argv[2]) if len(sys.argv) > 2 else 500_000
base, token = "appPlanning000000", "planning"
names = ["id", "email", "name", "seats", "due", "city", "notes", "price"]
types = {"seats": "number", "price": "number", "due": "date"}
options = {"number": {"precision": 2}, "date": {"dateFormat": {"name": "iso"}}}
cities = ["Berlin", "Hamburg", "Munich", "Cologne", "Frankfurt am Main", "Stuttgart"]

DUCKDB = """
import json, resource, sys, time
import duckdb
old, new, out = sys.argv[1:4]
start = time.perf_counter()
duckdb.sql(f'''
    COPY (
        SELECT coalesce(n.id, o.id) AS id, o, n FROM read_csv('{old}') o FULL JOIN read_csv('{new}') n ON o.id = n.id
        WHERE o.id IS NULL OR n.id IS NULL OR o IS DISTINCT FROM n
    ) TO '{out}' (FORMAT json)''')
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
print(json.dumps({"changed": sum(1 for _ in open(out)), "seconds": seconds, "peak": peak, "version": duckdb.__version__}))
"""

# Runs a command and says what it took, as a shell's time does; its own process, so that the peak is the command's alone.
TIMED = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE)
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
last = json.loads(done.stdout.splitlines()[-1])
print(json.dumps({"code": done.returncode, "seconds": seconds, "peak": peak, "last": last}))
"""


def cells(number, changed=False):
    return [f"K{number:07}", f"person{number}@example.com", f"Person number {number}", number % 97 + changed,
            f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}", cities[number % 6],
            f"Some notes about customer {number}, on a line", number % 1000 + 0.5]


def write(path, rows, changed=lambda number: False):
    with open(path, "w") as file:
        file.write(",".join(names) + "\n")
        for number in range(rows):
            row = cells(number, changed(number))
            row[6] = f'"{row[6]}"'
            file.write(",".join(map(str, row)) + "\n")


def fill(url, rows):
    """Makes the records, ten a request, at the speed of the server."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"))
    for start in range(0, rows, 10):
        records = [{"fields": dict(zip(names, cells(number)))} for number in range(start, min(start + 10, rows))]
        connection.request("POST", f"/v0/{base}/old", json.dumps({"records": records}),
                           {"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"filling the table: {answer.status} {body}")


def timed(*command, environment=None):
    out = subprocess.run([sys.executable, "-c", *command], env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(out.stdout)


def line(name, runs):
    seconds = sorted(run["seconds"] for run in runs)
    print(f"{name:44} median {statistics.median(seconds):6.3f} s  ({seconds[0]:.3f} to {seconds[-1]:.3f})  peak "
          f"{max(run['peak'] for run in runs) / 1e6:6.1f} MB", flush=True)
    return statistics.median(seconds)


def main():
    with tempfile.TemporaryDirectory() as folder:
        place = lambda name: os.path.join(folder, name)
        schema = {"id": base, "name": "Planning", "tables": [
            {"name": table, "fields": [
                {"name": name, "type": types.get(name, "singleLineText"), "options": options.get(types.get(name), {})}
                for name in names]} for table in ["old", "empty"]]}
        with open(place("schema.json"), "w") as file:
            json.dump(schema, file)
        server = subprocess.Popen(
            [tablesync, "serve", "--port", "0", "--token", token, "--no-rate-limit", "--schema", place("schema.json")],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        url = next("http://" + text.split("http://")[1].split()[0].rstrip(".,;") for text in server.stdout if "http://" in text)
        environment = dict(os.environ, TABLESYNC_TOKEN=token, TABLESYNC_STATE_DIR=place("state"))
        write(place("old.csv"), count)
        write(place("new.csv"), count, lambda number: number % 100 == 0)

        def run(command, file, *rest):
            result = timed(
                TIMED, tablesync, command, place(file), "--unique", "id", "--base", base, "--base-url", url, "--json",
                "--requests-per-second", "200", *rest, environment=environment)
            if result["code"] != 0:
                raise SystemExit(f"{command}: exit {result['code']}: {result['last']}")
            return result

        try:
            fill(url, count)
            known = run("sync", "old.csv", "--table", "old", "--delete")
            print(f"{count:,} records read and known after {known['seconds']:.0f} s ({known['last']['requests']:,} requests), "
                  f"peak {known['peak'] / 1e6:.1f} MB", flush=True)
            plans, compared = [], []
            for _ in range(5):
                plans.append(run("plan", "new.csv", "--table", "old", "--refresh", "none", "-o", place("saved.plan")))
                compared.append(timed(DUCKDB, place("old.csv"), place("new.csv"), place("out.json")))
                os.remove(place("saved.plan"))
            differ = {run["last"]["update"] for run in plans} | {run["changed"] for run in compared}
            print(f"rows that differ, by both: {differ}")
            ours = line(f"tablesync plan, {count:,} rows", plans)
            theirs = line(f"DuckDB {compared[0]['version']}, the same two files", compared)
            print(f"ratio {ours / theirs:.2f}", flush=True)
            for rows in [10_000, 100_000, 1_000_000]:
                write(place("first.csv"), rows)
                line(f"tablesync plan, first push of {rows:,} rows", [run("plan", "first.csv", "--table", "empty")])
        finally:
            server.terminate()
            server.communicate()


main()
