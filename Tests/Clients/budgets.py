#!/usr/bin/env python3
"""Stops a mirror after every number of calls that it may take, goes on, and compares the table with the file.

    budgets.py TABLESYNC

Each run is a process of the given binary on its embedded store, so that a release build is tried as users have it.
"""
import csv
import os
import shutil
import subprocess
import sys
import tempfile

tablesync = os.path.abspath(sys.argv[1])
before = [(f"user{number}@example.com", f"Name {number}", number) for number in range(120)]
after = [(email, name + (" changed" if number % 4 == 0 else ""), number) for email, name, number in before[40:]]
after += [(f"new{number}@example.com", f"New {number}", number) for number in range(20)]


def write(folder, rows):
    with open(os.path.join(folder, "users.csv"), "w", newline="") as file:
        csv.writer(file).writerows([("email", "name", "seats"), *rows])


def run(folder, *arguments):
    done = subprocess.run([tablesync, *arguments, "--local"], cwd=folder, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def expect(fact, *told):
    if not fact:
        raise SystemExit("\n".join(map(str, told)))


def rows(folder):
    code, data, messages = run(folder, "pull", "users")
    expect(code == 0, "pull", code, messages)
    return sorted((row["email"], row["name"], int(row["seats"])) for row in csv.DictReader(data.splitlines()))


def main():
    sync = ["sync", "users.csv", "--unique", "email", "--delete", "--yes", "--max-delete", "100%"]
    with tempfile.TemporaryDirectory() as work:
        start = os.path.join(work, "start")
        os.mkdir(start)
        write(start, before)
        code, _, messages = run(start, "push", "users.csv", "--unique", "email")
        expect(code == 0, "push", code, messages)
        calls = 0
        while True:
            calls += 1
            folder = os.path.join(work, str(calls))
            shutil.copytree(start, folder)
            write(folder, after)
            code, data, messages = run(folder, *sync, "--max-calls", str(calls))
            expect(code in (0, 8), f"with {calls} calls: exit {code}", data, messages)
            if code == 0:
                break
            rest, data, messages = run(folder, *sync)
            expect(rest == 0, f"going on after {calls} calls: exit {rest}", data, messages)
            expect(rows(folder) == sorted(after), f"after {calls} calls and going on the table is not the file")
        expect(rows(folder) == sorted(after), "the table is not the file")
    print(f"A mirror that was stopped after each of 1 to {calls - 1} calls went on, and made the table the file.")


main()
