#!/usr/bin/env python3
"""Counts, at the server, the calls that a sync takes, and holds them against what the plan said it would take.

    calls.py TABLESYNC [RECORDS …]      default: 1000 10000 100000

For each size a table is filled; then files with 0, 50 and 1 % changed rows and 20 rows vanished are synced against a snapshot
that is fresh, and against one that is read anew. The predicted number is 2 (the schema, and one request that sees that nobody
else has written) + ceil((c + u) / 10) + ceil(d / 10) + ceil(d / 100), with ceil(N / 100) for the one request where all records
are read. Beside it pyairtable's batch_upsert of the same rows, which deletes nothing. Then 20 rows pushed into 10,000 records
that this machine has never seen, and the hourly case: 10,000 rows of which one in a hundred changes.
"""
import json
import math
import os
import subprocess
import sys
import tempfile
import time

tablesync = os.path.abspath(sys.argv[1])
sizes = [int(text) for text in sys.argv[2:]] or [1_000, 10_000, 100_000]
base, token = "appCallCount00000", "calls"
fields = [{"name": "email", "type": "singleLineText"}, {"name": "name", "type": "singleLineText"},
          {"name": "seats", "type": "number", "options": {"precision": 0}}]


def ceil(number, of):
    return math.ceil(number / of)


class Table:
    """A table on a server of its own, and what was last synced into it."""

    def __init__(self, folder, size):
        self.folder = tempfile.mkdtemp(dir=folder)
        schema = os.path.join(self.folder, "schema.json")
        with open(schema, "w") as file:
            json.dump({"id": base, "name": "Calls", "tables": [{"name": "users", "fields": fields}]}, file)
        self.log = os.path.join(self.folder, "access.jsonl")
        self.process = subprocess.Popen(
            [tablesync, "serve", "--port", "0", "--token", token, "--no-rate-limit", "--access-log", self.log,
             "--schema", schema], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.process.stdout:
            if "http://" in line:
                self.url = "http://" + line.split("http://")[1].split()[0].rstrip(".,;")
                break
        else:
            raise SystemExit("the server did not start")
        self.rows = {number: 0 for number in range(size)}
        self.run("push")

    def stop(self):
        self.process.terminate()
        self.process.communicate()

    def calls(self):
        """Requests so far; the log's last line is written as the last answer leaves."""
        count = -1
        while True:
            with open(self.log, "rb") as file:
                now = sum(1 for _ in file)
            if now == count:
                return count
            count = now
            time.sleep(0.2)

    def write(self, rows):
        path = os.path.join(self.folder, "users.csv")
        with open(path, "w") as file:
            file.write("email,name,seats\n")
            file.writelines(f"user{number}@example.com,Name {number},{seats}\n" for number, seats in rows.items())
        return path

    def run(self, command, *options, rows=None, state="state", pace=200):
        """The calls of a command at the server, and the events that it wrote."""
        environment = dict(os.environ, TABLESYNC_TOKEN=token, TABLESYNC_STATE_DIR=os.path.join(self.folder, state))
        before = self.calls() if os.path.exists(self.log) else 0
        done = subprocess.run(
            [tablesync, command, self.write(self.rows if rows is None else rows), "--unique", "email", "--base", base,
             "--base-url", self.url, "--json", "--requests-per-second", str(pace), *options],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{command} {options}: exit {done.returncode}: {done.stderr}")
        return self.calls() - before, [json.loads(line) for line in done.stdout.splitlines()]

    def change(self, changed, vanished):
        numbers = list(self.rows)
        for number in numbers[:vanished]:
            del self.rows[number]
        for number in numbers[vanished:vanished + changed]:
            self.rows[number] += 1


def sync(table, changed, vanished, way):
    records = len(table.rows)
    table.change(changed, vanished)
    counted, events = table.run("sync", "--delete", "--yes", "--refresh", way)
    plan = next(event for event in events if event["event"] == "plan")
    predicted = plan["requests_made"] + plan["requests"]
    looks = 1 if way == "none" else ceil(records, 100)
    formula = 1 + looks + ceil(changed, 10) + ceil(vanished, 10) + ceil(vanished, 100)
    good = counted == predicted == formula
    print(f"{records:7,} records {changed:5,} changed {vanished:3} vanished  refresh {way:4}  counted {counted:6,}  plan "
          f"{predicted:6,}  formula {formula:6,}  {'ok' if good else 'NOT MET'}", flush=True)
    return good


def pyairtable(table):
    from pyairtable import Api
    before = table.calls()
    data = [{"fields": {"email": f"user{number}@example.com", "name": f"Name {number}", "seats": seats}}
            for number, seats in table.rows.items()]
    Api(token, endpoint_url=table.url).table(base, "users").batch_upsert(data, key_fields=["email"])
    print(f"{len(table.rows):7,} rows by pyairtable's batch_upsert, whatever has changed:  {table.calls() - before:,} calls",
          flush=True)


def hourly(folder):
    table = Table(folder, 10_000)
    # What was written within the safety margin of a read is read again.
    time.sleep(40)
    table.run("push")
    good = True
    for changed in [100, 100, 0, 100, 0]:
        table.change(changed, 0)
        counted, _ = table.run("push")
        good &= counted == 2 + ceil(changed, 10)
        print(f" 10,000 rows pushed again, {changed:3} of them changed:  {counted} calls", flush=True)
    rows = {number: table.rows[number] + (number % 2) for number in range(5_000, 5_020)}
    counted, events = table.run("push", rows=rows, state="elsewhere")
    good &= counted - 1 <= 4
    print(f"     20 rows, 10 of them changed, into 10,000 unknown records:  {counted} calls, 1 of them a write", flush=True)
    table.stop()
    return good


def main():
    good = True
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            table = Table(folder, size)
            for way in ["none", "full"]:
                for changed in [0, 50, size // 100]:
                    good &= sync(table, changed, 20, way)
            pyairtable(table)
            table.stop()
        good &= hourly(folder)
    raise SystemExit(0 if good else 1)


main()
