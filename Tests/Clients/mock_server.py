"""The mock server of the real command as a process, for scripts that try the command against it."""

import json
import os
import subprocess
import threading
import time
import urllib.request

TOKEN = "token-for-clients"
FIELDS = [
    {"name": "email", "type": "singleLineText"},
    {"name": "name", "type": "singleLineText"},
    {"name": "seats", "type": "number", "options": {"precision": 0}},
]


def rows(numbers, name):
    """Cells by the key of their row."""
    return {f"u{n:03}@example.com": {"name": f"{name} {n}", "seats": n} for n in numbers}


def csv(table):
    lines = [f"{email},{cells['name']},{cells['seats']}" for email, cells in table.items()]
    return "\n".join(["email,name,seats", *lines]) + "\n"


# A hundred records are deleted, a hundred are changed, a hundred are left alone, and a hundred are created.
BEFORE = rows(range(300), "Before")
AFTER = {
    **rows(range(100, 200), "After"),
    **{email: BEFORE[email] for email in rows(range(200, 300), "")},
    **rows(range(300, 400), "New"),
}


def differences(records, wanted):
    """What is wrong with a table that should have these cells by the key of their row, as sentences."""
    emails = [email for _, email, _ in records]
    found = {email: cells for _, email, cells in records}
    problems = [
        ("are there twice", [email for email in found if emails.count(email) > 1]),
        ("are missing", wanted.keys() - found.keys()),
        ("are not wanted", found.keys() - wanted.keys()),
        ("have other cells", [email for email in wanted.keys() & found.keys() if found[email] != wanted[email]]),
    ]
    return [f"{len(names)} {what}: {sorted(names)[:3]}" for what, names in problems if names]


class Server:
    """A server without a rate limit; `latency` is in milliseconds, there and back each."""

    def __init__(self, tool, folder, latency=0):
        self.log = folder / "access.jsonl"
        self.output = open(folder / "serve.out", "w+")
        self.process = subprocess.Popen(
            [tool, "serve", "--port", "0", "--token", TOKEN, "--no-rate-limit", "--access-log", self.log]
            + ["--latency-before", str(latency), "--latency-after", str(latency)],
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

    def prepare(self, base, folder, state):
        """Makes a base with an empty table, and the files of before and after; gives the environment that leads a command there."""
        (folder / "before.csv").write_text(csv(BEFORE))
        (folder / "after.csv").write_text(csv(AFTER))
        self.call("POST", f"/v0/meta/bases/{base}/tables", {"name": "users", "fields": FIELDS})
        return {
            "PATH": os.environ["PATH"], "TABLESYNC_STATE_DIR": str(state), "TABLESYNC_BASE": base,
            "TABLESYNC_BASE_URL": self.url, "TABLESYNC_TOKEN": TOKEN, "TABLESYNC_REQUESTS_PER_SECOND": "50",
        }  # fmt: skip

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
