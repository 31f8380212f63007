import FoundationEssentials
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// Which claims a run of creates remembers, told by the machine alone.
@Suite struct OwnershipTests {
    private let start = TimePoint(.seconds(1_000))

    private func machine() -> RunMachine {
        RunMachine(
            RunMachine.Configuration(work: .create, limits: .airtable), date: Date(timeIntervalSince1970: 1_000),
            at: start, generator: SeededGenerator(seed: 1))
    }

    private func items(_ range: Range<Int>) -> [RunItem] {
        range.map { RunItem(index: $0, line: $0 + 1, element: .init(fields: ["n": "same"])) }
    }

    /// The records that the service makes of rows at `now`; its clock is that of the tests.
    private func records(_ rows: [Int], at now: TimePoint) -> [Record] {
        let seconds = ((now - .origin) / .seconds(1)).rounded(.down)
        return rows.map { row in
            Record(
                id: RecordID(unchecked: "rec\(row)"), createdTime: Date(timeIntervalSince1970: seconds),
                fields: ["n": "same"])
        }
    }

    private func answer(_ rows: [Int], at now: TimePoint) -> Attempt<WriteAnswer> {
        let records = records(rows, at: now)
        return .applied(WriteAnswer(records: records, created: Set(records.map(\.id))))
    }

    /// Does all that the machine asks for at `now`; gives what it sent.
    private func work(_ machine: inout RunMachine, _ taken: inout Int, requests: Int, at now: TimePoint)
        -> [(job: Int, rows: [Int])]
    {
        var sent: [(Int, [Int])] = []
        while sent.count < requests {
            switch machine.next(at: now) {
            case .pull:
                machine.took(items(taken..<taken + 10), at: now)
                taken += 10
            case .send(let job, _, let rows): sent.append((job, rows))
            case .read, .wait, .idle, .finished: return sent
            }
        }
        return sent
    }

    @Test func `after 100,000 rows no more claims are held than the rows of the last seconds and those in flight`() {
        var machine = machine()
        var (taken, most) = (0, 0)
        for second in 0..<2_000 {
            // Five requests a second, each answered 300 ms later.
            let now = start + .seconds(second)
            let sent = work(&machine, &taken, requests: 5, at: now)
            for (job, rows) in sent {
                machine.answered(job, answer(rows, at: now), at: now + .milliseconds(300))
            }
            _ = machine.drainOutcomes()
            most = max(most, machine.ownership.count)
        }
        #expect(machine.counts.created == 100_000)
        #expect(most <= 350)
    }

    @Test func `what others created while an answer is lost is remembered until it is settled, and then forgotten`() {
        var machine = machine()
        var taken = 0
        let first = work(&machine, &taken, requests: 5, at: start)
        // The first request's rows are those of all others, and it was not applied.
        let lost = first[0].job
        machine.answered(lost, .unknown(RemoteError(.noAnswer, message: "lost", attempted: "write")), at: start)
        for (job, rows) in first.dropFirst() {
            machine.answered(job, answer(rows, at: start), at: start + .milliseconds(300))
        }
        for second in 1..<30 {
            let now = start + .seconds(second)
            for (job, rows) in work(&machine, &taken, requests: 5, at: now) {
                machine.answered(job, answer(rows, at: now), at: now + .milliseconds(300))
            }
        }
        #expect(machine.ownership.count == 1_490)
        let later = start + .seconds(30)
        guard case .read(lost, _) = machine.next(at: later) else {
            Issue.record("not looked up")
            return
        }
        machine.found(lost, .success(records(Array(10..<1_500), at: start)), at: later)
        // Whatever is there is somebody else's, so that the rows are sent again.
        guard case .send(lost, let chunk, let rows) = machine.next(at: later) else {
            Issue.record("not sent again")
            return
        }
        #expect(chunk.elements.count == 10)
        machine.answered(lost, answer(rows, at: later), at: later + .milliseconds(300))
        for second in 31..<60 {
            let now = start + .seconds(second)
            for (job, rows) in work(&machine, &taken, requests: 5, at: now) {
                machine.answered(job, answer(rows, at: now), at: now + .milliseconds(300))
            }
        }
        #expect(machine.ownership.count <= 350)
    }

    @Test func `what has a key claims nothing`() {
        let key = [FieldSchema.orUntyped("n", in: nil)]
        var machine = RunMachine(
            RunMachine.Configuration(work: .upsert(key: key, merges: true), limits: .airtable),
            date: Date(timeIntervalSince1970: 1_000), at: start)
        _ = machine.next(at: start)
        machine.took(
            (0..<10).map { RunItem(index: $0, line: $0, element: .init(fields: ["n": .number(Double($0))])) }, at: start
        )
        guard case .send(let job, _, let rows) = machine.next(at: start) else {
            Issue.record("not sent")
            return
        }
        machine.answered(job, answer(rows, at: start), at: start)
        #expect(machine.counts.created == 10)
        #expect(machine.ownership.count == 0)
    }
}
