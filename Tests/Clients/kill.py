"""Kills the real command at every request of a sync, and has the run resumed or undone.

    python3 Tests/Clients/kill.py [path of tablesync] [scenarios at once]

A sync creates, updates and deletes 100 records each over a server with some latency. First it runs to its end, which tells
how many requests it takes. Then, each in a base and a state folder of its own, it is ended by SIGKILL when the server has
answered its first request, its second, and so on, at once or some milliseconds later, so that of what is under way some was not
applied, some was, and some was answered. Every other run is resumed and must leave the table that the file says, the others are
undone and must leave the table as it was. No record may be there twice.

Exits with 1 if a table is not what it must be, or if fewer than forty were killed with a journal. Takes a minute and a half with a
release build: what was sent is left alone for 30 s before it is judged, so many wait at once.
"""

import concurrent.futures
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

from mock_server import AFTER, BEFORE, Server, differences

LATENCY = 40
# Milliseconds between the answer that is waited for and the kill: requests are at all stages then.
DELAYS = [0, 20, 45, 70]
ENOUGH = 40


class Scenario:
    def __init__(self, tool, server, folder, number):
        self.tool, self.server = tool, server
        self.base = f"appKill{number:010}"
        self.folder = folder / self.base
        self.folder.mkdir()
        self.environment = server.prepare(self.base, self.folder, self.folder / "state")
        self.run("push", "before.csv", "--table", "users", "--unique", "email")
        self.ids = {email: id for id, email, _ in server.records(self.base)}

    def start(self, *arguments):
        return subprocess.Popen(
            [self.tool, *arguments], cwd=self.folder, env=self.environment, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip

    def run(self, *arguments):
        process = self.start(*arguments)
        output = process.communicate(timeout=300)[0]
        if process.returncode != 0:
            raise AssertionError(f"tablesync {' '.join(arguments)} ended with {process.returncode}: {output}")
        return output

    def sync(self):
        return self.start(
            "sync", "after.csv", "--table", "users", "--unique", "email", "--delete", "--max-delete", "50%", "--yes"
        )

    def requests(self):
        """How many requests a whole sync takes."""
        before = self.server.count(self.base)
        process = self.sync()
        output = process.communicate(timeout=300)[0]
        assert process.returncode == 0, output
        self.compare(AFTER)
        return self.server.count(self.base) - before

    def kill(self, answers, delay, way):
        before = self.server.count(self.base)
        process = self.sync()
        self.server.wait(self.base, before + answers, process)
        time.sleep(delay / 1000)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        # A process that has ended first was not killed, and one that had nothing journalled has written nothing.
        was_killed = process.returncode == -signal.SIGKILL
        begun = "  sync after.csv" in self.run("runs", "list")
        if way == "resume":
            self.run("resume")
            self.compare(AFTER if begun or not was_killed else BEFORE)
        else:
            if begun:
                self.run("undo", "last", "--yes")
            self.compare(BEFORE, kept=self.ids)
        return was_killed, begun

    def compare(self, wanted, kept=None):
        records = self.server.records(self.base)
        problems = differences(records, wanted)
        assert not problems, "; ".join(problems)
        if kept:
            # Records that the sync would delete last may have other ids; all others are the records that they were.
            deleted = {f"u{n:03}@example.com" for n in range(100)}
            moved = [email for id, email, _ in records if email not in deleted and kept[email] != id]
            assert not moved, f"{len(moved)} records have other ids: {moved[:5]}"


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    tool = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else root / ".build/debug/tablesync")
    at_once = int(sys.argv[2]) if len(sys.argv) > 2 else 36
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        server = Server(tool, folder, LATENCY)
        try:
            return kill_all(tool, server, folder, at_once)
        finally:
            server.process.terminate()
            server.process.wait()


def kill_all(tool, server, folder, at_once):
    total = Scenario(tool, server, folder, 0).requests()
    moments = [(answers, delay) for answers in range(1, total + 1) for delay in (DELAYS[answers % 2], DELAYS[2 + answers % 2])]
    plan = [(n + 1, *moment, ["resume", "undo"][(n + n // 2) % 2]) for n, moment in enumerate(moments)]
    begun_at = time.monotonic()

    def one(number, answers, delay, way):
        try:
            return way, Scenario(tool, server, folder, number).kill(answers, delay, way), None
        except Exception as error:  # noqa: BLE001: told below, with the moment
            return way, (True, True), f"kill {delay} ms after answer {answers}, then {way}: {error}"

    with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        results = list(pool.map(lambda moment: one(*moment), plan))
    problems = [problem for _, _, problem in results if problem]
    killed = [(way, begun) for way, (was_killed, begun), _ in results if was_killed]
    counts = {way: sum(1 for w, begun in killed if w == way and begun) for way in ("resume", "undo")}
    for problem in problems:
        print(problem)
    print(
        f"A sync of {total} requests was killed at {len(killed)} moments, {sum(begun for _, begun in killed)} of them after its "
        f"journal was begun: {counts['resume']} resumed, {counts['undo']} undone; {len(problems)} tables are wrong. "
        f"{time.monotonic() - begun_at:.0f} s."
    )
    return 1 if problems or sum(counts.values()) < ENOUGH else 0


if __name__ == "__main__":
    sys.exit(main())
