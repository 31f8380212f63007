#!/usr/bin/env python3
"""Pushes 500 rows against a strict server process at several latencies and says what the pace made of it.

    pacing.py TABLESYNC [--quick]

The server counts requests at receipt: at most 5 in any rolling second, 30 s of refusals for who sends more. For each case:
requests, refusals, the time from the first request's receipt to the last answer's end as the server saw it, and the bound
1.05 x ((ceil(R / 5) - 1) s + the first answer and the last). Beside it pyairtable's batch_upsert of the same rows on the
same server, at the pace that it has by itself and slept down to a batch every 0.2 s, as its users do.
"""
import json
import math
import os
import subprocess
import sys
import tempfile
import time

tablesync = os.path.abspath(sys.argv[1])
quick = "--quick" in sys.argv
base = "appPacing00000000"


FIELDS = [{"name": "email", "type": "singleLineText"}, {"name": "name", "type": "singleLineText"},
          {"name": "seats", "type": "number", "options": {"precision": 0}}]


class Server:
    def __init__(self, folder, *options):
        schema = os.path.join(folder, "schema.json")
        with open(schema, "w") as file:
            json.dump({"id": base, "name": "Pacing", "tables": [
                {"name": "users", "fields": FIELDS}, {"name": "others", "fields": FIELDS}]}, file)
        self.log = os.path.join(folder, f"access-{time.monotonic_ns()}.jsonl")
        self.process = subprocess.Popen(
            [tablesync, "serve", "--port", "0", "--token", "pat-pacing", "--access-log", self.log,
             "--schema", schema, *options],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        for line in self.process.stdout:
            if "http://" in line:
                self.url = "http://" + line.split("http://")[1].split()[0].rstrip(".,;")
                return
        raise SystemExit("the server did not start")

    def stop(self):
        self.process.terminate()
        self.process.communicate()
        return [json.loads(line) for line in open(self.log)]


def rows(folder, count, name="users", seats=0):
    path = os.path.join(folder, f"{name}.csv")
    with open(path, "w") as file:
        file.write("email,name,seats\n")
        file.writelines(f"user{i}@example.com,x {i},{i + seats}\n" for i in range(count))
    return path


def push(server, folder, path, *options, wait=True):
    environment = dict(os.environ, TABLESYNC_TOKEN="pat-pacing", TABLESYNC_STATE_DIR=os.path.join(folder, "state"))
    command = [tablesync, "push", path, "--unique", "email", "--base", base, "--base-url", server.url, "--json",
               *options]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if not wait:
        return process
    out, error = process.communicate()
    summary = json.loads(out.strip().splitlines()[-1]) if out.strip() else {}
    if process.returncode != 0:
        print(f"    exit {process.returncode}: {error.strip()} {summary}")
    return summary


def judge(entries, answers):
    """Counts; `answers` are the seconds that a run waits for answers, whatever its pace."""
    requests = [e for e in entries if e["verb"] not in ("unknown",)]
    refused = sum(1 for e in requests if not e["admitted"])
    received = [e["received"] for e in requests]
    seconds = (max(e["ended"] for e in requests) - min(received)) / 1000
    bound = 1.05 * ((math.ceil(len(requests) / 5) - 1) + answers)
    counted = sorted(e["counted"] for e in requests)
    peak = max(sum(1 for t in counted[i:] if t < start + 1000) for i, start in enumerate(counted))
    return len(requests), refused, seconds, bound, peak


def case(name, folder, answers, server_options, push_options=(), judged=True, count=500):
    folder = tempfile.mkdtemp(dir=folder)
    server = Server(folder, *server_options)
    path = rows(folder, count)
    push(server, folder, path, *push_options)
    entries = server.stop()
    requests, refused, seconds, bound, peak = judge(entries, answers)
    verdict = "ok" if refused == 0 and (seconds <= bound or not judged) else "NOT MET"
    limit = f"bound {bound:6.2f} s" if judged else ""
    print(f"{name:58} {requests:4} requests {refused:3} refused  peak {peak}/s {seconds:6.2f} s  {limit} {verdict}", flush=True)
    return refused == 0 and (seconds <= bound or not judged)


def ms(latency):
    return [str(round(latency * 500))]


def main():
    good = True
    with tempfile.TemporaryDirectory() as folder:
        for latency in [0, 0.1, 0.3]:
            options = ["--latency-before", *ms(latency), "--latency-after", *ms(latency)]
            options += ["--latency-jitter", "10"] if latency else []
            good &= case(f"500 rows, {latency * 1000:.0f} ms, half before the count, +-10 ms", folder, 2 * latency, options)
        options = ["--latency-before", "50", "--latency-after", "50", "--latency-jitter", "10", "--connection-cost", "200"]
        # The first answer comes on a new connection, so it takes 300 ms.
        good &= case("500 rows, 100 ms, first answer of a connection 200 ms late", folder, 0.4, options)
        if not quick:
            even = ["--latency-before", "25", "--latency-after", "25", "--latency-jitter", "10"]
            for tail in ["100", "400"]:
                good &= case(f"500 rows, one in ten answered {tail} ms late", folder, 0.1,
                             even + ["--tail-after", tail], judged=False)
                good &= case(f"500 rows, one in ten counted {tail} ms late, strict", folder, 0.1,
                             even + ["--tail-before", tail], ["--pacing", "strict"], judged=False)
                case(f"500 rows, one in ten counted {tail} ms late, default", folder, 0.1,
                     even + ["--tail-before", tail], judged=False)
        options = ["--latency-before", "150", "--latency-after", "150"]
        # Five requests, so the pace holds nothing back: the schema, the read of what is there and the writes wait for one another.
        good &= case("25 rows, 300 ms: nothing but their answers", folder, 0.9, options, count=25)
        good &= several(folder)
        pyairtable(folder)
    raise SystemExit(0 if good else 1)


def several(folder):
    options = ["--latency-before", "50", "--latency-after", "50", "--latency-jitter", "10"]
    good = True
    for name in ["two pushes in succession", "two pushes at once on two tables of a base"]:
        place = tempfile.mkdtemp(dir=folder)
        server = Server(place, *options)
        first, second = rows(place, 150, "users"), rows(place, 150, "others")
        if name.startswith("two pushes in"):
            push(server, place, first)
            # What is equal would not be written again.
            push(server, place, rows(place, 150, "users", seats=1))
        else:
            both = [push(server, place, path, wait=False) for path in (first, second)]
            for process in both:
                process.communicate()
                good &= process.returncode == 0
        requests, refused, seconds, bound, peak = judge(server.stop(), 0.2)
        good &= refused == 0
        print(f"{name:58} {requests:4} requests {refused:3} refused  peak {peak}/s {seconds:6.2f} s", flush=True)
    return good


def pyairtable(folder):
    try:
        from pyairtable import Api
        import pyairtable as package
    except ImportError:
        print("pyairtable is not installed; nothing to compare with")
        return
    for name, pause in [("as it is", 0), ("0.2 s of sleep after each batch", 0.2)]:
        place = tempfile.mkdtemp(dir=folder)
        server = Server(place, "--latency-before", "50", "--latency-after", "50", "--latency-jitter", "10")
        table = Api("pat-pacing", endpoint_url=server.url).table(base, "users")
        data = [{"fields": {"email": f"user{i}@example.com", "name": f"x {i}", "seats": i}} for i in range(500)]
        failure = ""
        try:
            if pause:
                for start in range(0, 500, 10):
                    table.batch_upsert(data[start:start + 10], key_fields=["email"])
                    time.sleep(pause)
            else:
                table.batch_upsert(data, key_fields=["email"])
        except Exception as error:
            failure = f"failed: {type(error).__name__}"
        requests, refused, seconds, _, peak = judge(server.stop(), 0.2)
        print(f"pyairtable {package.__version__} batch_upsert, 100 ms, {name:32} {requests:4} requests {refused:3} refused  "
              f"peak {peak}/s {seconds:6.2f} s {failure}", flush=True)


main()
