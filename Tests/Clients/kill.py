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
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

TOKEN = "pat-for-kills"
LATENCY = 40
# Milliseconds between the answer that is waited for and the kill: requests are at all stages then.
DELAYS = [0, 20, 45, 70]
ENOUGH = 40
FIELDS = [
    {"name": "email", "type": "singleLineText"},
    {"name": "name", "type": "singleLineText"},
    {"name": "seats", "type": "number", "options": {"precision": 0}},
]


def rows(numbers, name):
    return {f"u{n:03}@example.com": {"name": f"{name} {n}", "seats": n} for n in numbers}


# A hundred records are deleted, a hundred are changed, a hundred are left alone, and a hundred are created.
BEFORE = rows(range(300), "Before")
AFTER = {
    **rows(range(100, 200), "After"),
    **{email: BEFORE[email] for email in rows(range(200, 300), "")},
    **rows(range(300, 400), "New"),
}


def csv(table):
    lines = [f"{email},{cells['name']},{cells['seats']}" for email, cells in table.items()]
    return "\n".join(["email,name,seats", *lines]) + "\n"


class Server:
    def __init__(self, tool, folder):
        self.log = folder / "access.jsonl"
        self.output = open(folder / "serve.out", "w+")
        self.process = subprocess.Popen(
            [tool, "serve", "--port", "0", "--token", TOKEN, "--no-rate-limit", "--access-log", self.log]
            + ["--latency-before", str(LATENCY), "--latency-after", str(LATENCY)],
            stdout=self.output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.url = self.address(folder / "serve.out")
        self.counts = {}
        self.lock = threading.Condition()
        threading.Thread(target=self.follow, daemon=True).start()

    def address(self, output):
        for _ in range(200):
            found = [word for word in output.read_text().split() if word.startswith("http://")]
            if found:
                return found[0].rstrip(".,")
            time.sleep(0.05)
        raise SystemExit(f"tablesync serve told no address: {output.read_text()}")

    def follow(self):
        """Counts the answers of each base as the access log tells them."""
        while not self.log.exists():
            time.sleep(0.01)
        with open(self.log) as log:
            rest = ""
            while True:
                text = log.read()
                if not text:
                    time.sleep(0.002)
                    continue
                *lines, rest = (rest + text).split("\n")
                with self.lock:
                    for line in lines:
                        base = next((part for part in json.loads(line)["path"].split("/") if part.startswith("app")), "")
                        self.counts[base] = self.counts.get(base, 0) + 1
                    self.lock.notify_all()

    def count(self, base):
        with self.lock:
            return self.counts.get(base, 0)

    def wait(self, base, count, process):
        """Waits for so many answers, or the end of the process."""
        with self.lock:
            while self.counts.get(base, 0) < count and process.poll() is None:
                self.lock.wait(0.05)

    def call(self, method, path, body=None):
        request = urllib.request.Request(
            self.url + path, method=method, data=json.dumps(body).encode() if body else None,
            headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"},
        )  # fmt: skip
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def records(self, base):
        """The table's records as (id, email, cells)."""
        found, offset = [], ""
        while True:
            page = self.call("GET", f"/v0/{base}/users?pageSize=100{offset}")
            for record in page["records"]:
                cells = dict(record["fields"])
                found.append((record["id"], cells.pop("email", None), cells))
            if "offset" not in page:
                return found
            offset = f"&offset={page['offset']}"


class Scenario:
    def __init__(self, tool, server, folder, number):
        self.tool, self.server = tool, server
        self.base = f"appKill{number:010}"
        self.folder = folder / self.base
        self.folder.mkdir()
        self.environment = {
            "PATH": os.environ["PATH"], "TABLESYNC_STATE_DIR": str(self.folder / "state"),
            "TABLESYNC_BASE": self.base, "TABLESYNC_BASE_URL": server.url, "TABLESYNC_TOKEN": TOKEN,
            "TABLESYNC_REQUESTS_PER_SECOND": "50",
        }  # fmt: skip
        (self.folder / "before.csv").write_text(csv(BEFORE))
        (self.folder / "after.csv").write_text(csv(AFTER))
        server.call("POST", f"/v0/meta/bases/{self.base}/tables", {"name": "users", "fields": FIELDS})
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
        emails = [email for _, email, _ in records]
        twice = {email for email in emails if emails.count(email) > 1}
        assert not twice, f"twice: {sorted(twice)[:5]}"
        found = {email: cells for _, email, cells in records}
        missing, extra = wanted.keys() - found.keys(), found.keys() - wanted.keys()
        assert not missing and not extra, f"missing {sorted(missing)[:5]}, not wanted {sorted(extra)[:5]}"
        other = [email for email in wanted if found[email] != wanted[email]]
        assert not other, f"{len(other)} have other cells: {other[0]} has {found[other[0]]}"
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
        server = Server(tool, folder)
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
