"""Lets the disk fill under the real command at every size, and looks in the table.

    python3 Tests/Clients/disk.py [path of tablesync [files]]

A sync creates, updates and deletes a hundred records each over the mock server, with its state folder on a disk that has so much
room left: none, 16 KiB, 32, and so on, until it has enough. A sync that ends before all is done has to say which file could
not be written and what to do, with exit status 74; when there is room again it is resumed, or run again if it had not begun. The table
must then be the file, no record may be there twice, and the next sync must have nothing to do.

Then the files that the command writes for its user go to a full disk, and the state folder is made read-only.

A disk of its own takes a mount, which takes Linux and the right to make a user namespace. Elsewhere, or if `files` is said, there is
a limit on the size of each file that the command writes instead (`ulimit -f`), and only the sync is tried.

Exits with 1 if anything is not as it must be.
"""

import concurrent.futures
import itertools
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from mock_server import AFTER, BEFORE, Server, csv, differences

# In bytes; some room is left for everything that a run writes.
STEP = 16384
AT_ONCE = 48
SYNC = ["sync", "after.csv", "--table", "users", "--unique", "email", "--delete", "--max-delete", "50%", "--yes"]
CANNOT_WRITE = 74


def expect(fact, *told):
    if not fact:
        raise AssertionError("\n".join(map(str, told)))


class SmallDisk:
    """A file system in memory."""

    name = "a disk that fills"
    prefix = []

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        self.mount("-t", "tmpfs", "-o", "size=64m", "none")

    def mount(self, *arguments):
        subprocess.run(["mount", *arguments, self.folder], check=True)

    def leave(self, room):
        """Leaves room for so many bytes; plenty for None."""
        disk = os.statvfs(self.folder)
        size = (disk.f_blocks - disk.f_bfree) * disk.f_frsize + room if room is not None else 64 << 20
        self.mount("-o", f"remount,size={max(size, STEP)}")

    def close(self):
        subprocess.run(["umount", self.folder], check=True)


class SmallFiles:
    """A limit on the size of files, for one process at a time."""

    name = "a limit on the size of files"

    def __init__(self, folder):
        folder.mkdir()
        self.leave(None)

    def leave(self, room):
        # Without the signal that comes with it, the limit refuses writes as a full disk does.
        limit = f'trap "" XFSZ; ulimit -f {room // 1024 if room is not None else "unlimited"}; exec "$@"'
        self.prefix = ["bash", "-c", limit, "bash"]

    def close(self):
        pass


class Scenario:
    numbers = itertools.count()

    def __init__(self, tool, server, folder, kind):
        self.tool, self.server = tool, server
        self.base = f"appDisk{next(Scenario.numbers):010}"
        self.folder = folder / self.base
        self.folder.mkdir()
        self.disk = kind(self.folder / "disk")
        self.environment = server.prepare(self.base, self.folder, self.folder / "disk" / "state")
        self.succeed("push", "before.csv", "--table", "users", "--unique", "email")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.disk.close()
        shutil.rmtree(self.folder)

    def run(self, *arguments):
        """Gives the exit status, and what was said."""
        done = subprocess.run(
            [*self.disk.prefix, self.tool, *arguments], cwd=self.folder, env=self.environment, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, timeout=300,
        )  # fmt: skip
        return done.returncode, done.stdout

    def succeed(self, *arguments):
        status, output = self.run(*arguments)
        expect(status == 0, f"tablesync {' '.join(arguments)} ended with {status}:", output)
        return output

    def expect_table(self, wanted, *told):
        problems = differences(self.server.records(self.base), wanted)
        expect(not problems, "the table is wrong: " + "; ".join(problems), *told)


def expect_clear(status, output, path, *told):
    """The output must name what is below the path and what to do."""
    expect(status == CANNOT_WRITE, *told)
    expect(str(path) in output and ("Make room" in output or "Mend that" in output), *told)


def sync_with(room, tool, server, folder, kind):
    """Gives whether the sync was stopped, and whether it had begun to write."""
    with Scenario(tool, server, folder, kind) as scenario:
        scenario.disk.leave(room)
        status, output = scenario.run(*SYNC)
        scenario.disk.leave(None)
        told = (f"with room for {room} bytes the sync ended with {status}:", output)
        begun = False
        if status:
            expect_clear(status, output, scenario.folder, *told)
            # What SQLite says of a full disk at times.
            expect(kind is not SmallDisk or "disk I/O error" not in output, *told)
            begun = "  sync after.csv" in scenario.succeed("runs", "list")
            if not begun:
                scenario.expect_table(BEFORE, *told)
            told += (scenario.succeed(*(["resume"] if begun else SYNC)),)
        scenario.expect_table(AFTER, *told)
        again = scenario.succeed(*SYNC)
        expect("300 unchanged. Nothing is to be done" in again, *told, again)
        return status != 0, begun


def fill(*scenario):
    """Tries every size, some at once; gives how many syncs were stopped, and how many of these had begun to write."""
    results, room = [], 0
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        while not results or any(stopped for stopped, _ in results[-8:]):
            rooms = range(room, room + AT_ONCE * STEP, STEP)
            results += pool.map(lambda room: sync_with(room, *scenario), rooms)
            room = rooms.stop
    return sum(stopped for stopped, _ in results), sum(begun for _, begun in results)


def ask_for_files(scenario):
    """Has the command write what its user asks for onto a full disk."""
    full = scenario.folder / "disk"
    bad = {**AFTER, "u400@example.com": {"name": "Bad", "seats": "many"}}
    (scenario.folder / "bad.csv").write_text(csv(bad))
    scenario.environment["TABLESYNC_STATE_DIR"] = str(scenario.folder / "state")
    before = set(full.iterdir())
    scenario.disk.leave(0)

    def ask(*arguments):
        status, output = scenario.run(*arguments)
        expect_clear(status, output, full, f"tablesync {arguments[0]} to a full disk ended with {status}:", output)
        expect(set(full.iterdir()) == before, f"tablesync {arguments[0]} left something on a full disk")
        return output

    ask("plan", "after.csv", "--table", "users", "--unique", "email", "-o", full / "plan.jsonl")
    ask("pull", "users", "-o", full / "users.csv")
    output = ask(
        "push", "bad.csv", "--table", "users", "--unique", "email", "--on-error", "continue", "--failed-out", full / "failed.csv"
    )
    # The rows that could be written were, and the one that could not is named.
    expect("It is on line 302 of bad.csv" in output, output)
    scenario.expect_table({**BEFORE, **AFTER}, output)
    print("On a full disk, a plan, a pull and failed rows were refused, and left nothing behind.")


def forbid_writing(scenario):
    """Makes the state folder one that may only be read, which holds for root, too."""
    scenario.disk.mount("-o", "remount,ro")
    sent = scenario.server.count(scenario.base)
    status, output = scenario.run(*SYNC)
    expect_clear(status, output, scenario.folder / "disk", f"on a disk that may only be read, the sync ended with {status}:", output)
    expect(scenario.server.count(scenario.base) == sent, "something was sent:", output)
    expect("  push before.csv" in scenario.succeed("runs"), "the runs could not be listed")
    expect("Ending of the run, " in scenario.succeed("runs", "show", "last"), "the run could not be shown")
    status, output = scenario.run("runs", "prune", "--keep", "0")
    expect(status == CANNOT_WRITE and "it may only be read" in output and "Make both writable" in output, output)
    expect("  push before.csv" in scenario.succeed("runs"), "a run was forgotten where nothing may be written")
    scenario.disk.mount("-o", "remount,rw")
    look_at_the_killed(scenario)
    scenario.succeed(*SYNC)
    scenario.expect_table(AFTER)
    print("On a disk that may only be read, nothing was sent or forgotten, and runs were shown.")


# What a killed process leaves: the newest of its journal in a log beside it.
LEAVE_LOG = """
import os, sqlite3, sys
journal = sqlite3.connect(sys.argv[1], isolation_level=None)
journal.execute("PRAGMA wal_autocheckpoint=0")
journal.execute("UPDATE ending SET sentence = 'Noted last.'")
os._exit(0)
"""


def look_at_the_killed(scenario):
    """Shows the runs of a process that was killed, on a disk that may only be read: with its log or, where that cannot be, with what to do."""
    (journal,) = (scenario.folder / "disk" / "state" / "journals").rglob("*.sqlite")
    subprocess.run([sys.executable, "-c", LEAVE_LOG, journal], check=True)
    log, index = (journal.with_name(journal.name + suffix) for suffix in ("-wal", "-shm"))
    expect(log.stat().st_size and index.exists(), "no log was left")
    scenario.disk.mount("-o", "remount,ro")
    expect("Noted last." in scenario.succeed("runs"), "the log was not read")
    scenario.disk.mount("-o", "remount,rw")
    index.unlink()
    scenario.disk.mount("-o", "remount,ro")
    status, output = scenario.run("runs")
    expect(status == CANNOT_WRITE and str(journal) in output and "Copy the state folder" in output, output)
    scenario.disk.mount("-o", "remount,rw")


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    tool = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else root / ".build/debug/tablesync")
    kind = sys.argv[2] if len(sys.argv) > 2 else ""
    namespace = ["unshare", "--user", "--map-root-user", "--mount"]
    if not kind and shutil.which("unshare") and subprocess.run([*namespace, "true"], check=False).returncode == 0:
        os.execvp("unshare", [*namespace, sys.executable, __file__, tool, "disk"])
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        server = Server(tool, folder)
        try:
            kind = SmallDisk if kind == "disk" else SmallFiles
            if kind is SmallDisk:
                for trial in (ask_for_files, forbid_writing):
                    with Scenario(tool, server, folder, kind) as scenario:
                        trial(scenario)
            begun_at = time.monotonic()
            stopped, begun = fill(tool, server, folder, kind)
            print(
                f"Under {kind.name}, {stopped} syncs were stopped, {begun} of them after their journal was begun. All went on "
                f"when there was room, and made the table the file. {time.monotonic() - begun_at:.0f} s."
            )
        finally:
            server.process.terminate()
            server.process.wait()


if __name__ == "__main__":
    main()
