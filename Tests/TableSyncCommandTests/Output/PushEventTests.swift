import JSONText
import Testing

@testable import TableSync
@testable import TableSyncCommand

@Suite struct PushEventTests {
    @Test func `the first line tells format and version`() throws {
        let recorder = Recorder()
        let output = PushOutput(recorder.console(), isJSON: true, file: "f.csv")
        output.emit(.warning("w"))
        #expect(
            recorder.data == """
                {"event":"version","format":"tablesync-events","version":"1.3"}
                {"event":"warning","message":"w"}

                """)
        #expect(recorder.messages == "")
    }

    @Test func `a penalty, and changes that cannot be taken back, are told, and only where there are some`() {
        var summary = PushSummary(file: "f.csv", table: "t", rows: 6)
        #expect(summary.text.hasSuffix(" 0 requests in 0.0 s."))
        summary.unrestorable = 2
        #expect(
            summary.text.hasSuffix(
                " in 0.0 s. What 2 changed records held before was not read and is not known, so an undo leaves them as they are."
            ))
        #expect(summary.json["unrestorable"] == 2 && summary.json["refusals"] == 0)
        summary.unrestorable = 0
        summary.penalty.refusals = 1
        summary.penalty.wait = .seconds(30)
        #expect(
            summary.text.hasSuffix(
                " in 0.0 s. The service refused 1 request, since its limit was used by others; 30 s were waited."))
        #expect(summary.json["refusals"] == 1 && summary.json["seconds_closed"] == 30)
    }

    @Test func `each event has its names`() {
        var summary = PushSummary(file: "f.csv", table: "t", rows: 6)
        summary.created = 1
        summary.updated = 2
        summary.failed = 1
        summary.unknown = 1
        summary.notAttempted = 1
        summary.requests = 4
        summary.repeats = 1
        summary.duration = .microseconds(1_234_567)
        summary.stopped = "s"
        summary.exitCode = 1
        var progress = TableSync.Progress()
        progress.counts.created = 10
        progress.rowCount = 20
        progress.requests = 2
        progress.requestsToCome = 1
        progress.elapsed = .milliseconds(1_500)
        progress.timeLeft = .milliseconds(200)
        var plan = PushPlan(file: "f.csv", table: "t")
        (plan.rows, plan.invalid, plan.requests, plan.newFields) = (5, 1, 2, ["a (number)"])
        let expected: [(PushEvent, String)] = [
            (
                .rowFailed(line: 3, code: "c", field: nil, message: "m"),
                #"{"event":"row_failed","line":3,"code":"c","field":null,"message":"m"}"#
            ),
            (
                .operationFailed(operation: 3, code: "c", field: "f", message: "m"),
                #"{"event":"row_failed","line":null,"operation":3,"code":"c","field":"f","message":"m"}"#
            ),
            (
                .progress(ProgressView(progress)),
                #"{"event":"progress","rows_done":10,"rows":20,"created":10,"updated":0,"failed":0,"requests":2,"repeats":0,"#
                    + #""requests_to_come":1,"seconds":1.5,"seconds_left":0.2,"seconds_closed":0}"#
            ),
            (
                .plan(plan),
                #"{"event":"plan","file":"f.csv","table":"t","rows":5,"invalid":1,"requests":2,"seconds":null,"#
                    + #""creates_table":false,"new_fields":["a (number)"]}"#
            ),
            (
                .summary(summary),
                #"{"event":"summary","file":"f.csv","table":"t","rows":6,"created":1,"updated":2,"unchanged":0,"skipped":0,"failed":1,"unknown":1,"#
                    + #""not_attempted":1,"rolled_back":0,"requests":4,"repeats":1,"run":null,"seconds":1.235,"refusals":0,"seconds_closed":0,"unrestorable":0,"stopped":"s","exit_code":1}"#
            ),
        ]
        for (event, text) in expected { #expect(event.json.text == text) }
        #expect(
            JSONValue.errorEvent(CommandError(.schemaMismatch, "m")).text
                == #"{"event":"error","message":"m","exit_code":5}"#)
    }

    @Test func `people read the summary as a sentence`() {
        let recorder = Recorder()
        let output = PushOutput(recorder.console(), isJSON: false, file: "f.csv")
        var summary = PushSummary(file: "f.csv", table: "t", rows: 1_000)
        summary.created = 900
        summary.unknown = 100
        summary.requests = 101
        summary.repeats = 1
        summary.duration = .milliseconds(20_540)
        summary.stopped = "Stopped."
        output.emit(.summary(summary))
        #expect(
            recorder.data == """
                1,000 rows of f.csv to "t": 900 created, 0 updated, 100 unknown. 101 requests (1 of them repeated) in 20.5 s.

                """)
        #expect(recorder.messages == "Stopped.\n")
    }

    @Test func `people see a hundred failed rows, machines all`() throws {
        for isJSON in [false, true] {
            let recorder = Recorder()
            let output = PushOutput(recorder.console(), isJSON: isJSON, file: "f.csv")
            for line in 1...150 { output.emit(.rowFailed(line: line, code: "c", field: nil, message: "m\(line)")) }
            output.emit(.warning("end"))
            if isJSON {
                #expect(try recorder.events.count == 152)
            } else {
                let lines = recorder.messages.split(separator: "\n")
                #expect(lines.count == 102)
                #expect(lines[99] == "f.csv, line 100: m100")
                #expect(lines[100] == "Further problems are counted only; --json names them all.")
            }
        }
    }

    @Test(.timeLimit(.minutes(30))) func `rows that fail in several tasks at once are all named`() async {
        let recorder = Recorder()
        let output = PushOutput(recorder.console(), isJSON: false, file: "f.csv")
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for row in 1...12 {
                        output.emit(
                            .rowFailed(line: task * 12 + row, code: "c", field: nil, message: "m\(row)-\(task)"))
                    }
                }
            }
        }
        output.flush()
        let lines = Set(recorder.messages.split(separator: "\n").map(String.init))
        #expect(
            lines
                == Set((0..<8).flatMap { task in (1...12).map { "f.csv, line \(task * 12 + $0): m\($0)-\(task)" } }))
    }

    @Test func `what has no line is told by its place in the run, and not put with lines`() {
        let recorder = Recorder()
        let output = PushOutput(recorder.console(), isJSON: false, file: "f.csv")
        let failure = RowFailure(.unsettled, message: "m")
        for (index, line) in [(0, 0), (1, 0), (2, 7), (4, 0), (6, 0), (9, 0)] {
            output.emit(outcome: RowOutcome(index: index, line: line, result: .unknown(failure)))
        }
        output.flush()
        #expect(
            recorder.messages == "f.csv, operations 1 to 2: m\nf.csv, line 7: m\nf.csv, operations 5, 7 and 10: m\n")
    }

    @Test func `neighbours that failed for one reason are told together, in order`() {
        let recorder = Recorder()
        let output = PushOutput(recorder.console(), isJSON: false, file: "f.csv")
        for (line, message) in [(2, "a"), (3, "a"), (7, "a"), (8, "b"), (9, "a")] {
            output.emit(.rowFailed(line: line, code: "c", field: nil, message: message))
        }
        output.emit(.warning("w"))
        #expect(
            recorder.messages == """
                f.csv, 3 rows on lines 2, 3 and 7: a
                f.csv, line 8: b
                f.csv, line 9: a
                Note: w

                """)
    }
}
