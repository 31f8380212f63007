import FoundationEssentials
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// The machine alone, with plain values and an explicit time.
@Suite struct RunMachineTests {
    private let start = TimePoint(.seconds(1_000))

    private func machine(
        _ work: Work = .create, onError: ErrorStrategy = .stop, inFlight: Int = 15, window: Int = 2_560
    ) -> RunMachine {
        var configuration = RunMachine.Configuration(work: work, limits: .airtable)
        configuration.onError = onError
        configuration.requestsInFlight = inFlight
        configuration.window = window
        return RunMachine(
            configuration, date: Date(timeIntervalSince1970: 0), at: start, generator: SeededGenerator(seed: 1))
    }

    private func items(_ range: Range<Int>) -> [RunItem] {
        range.map { RunItem(index: $0, line: $0 + 1, element: .init(fields: ["n": .number(Double($0))])) }
    }

    private func answer(_ chunk: WriteChunk) -> Attempt<WriteAnswer> {
        let records = chunk.elements.indices.map { place in
            Record(
                id: RecordID(unchecked: "rec\(place)"), createdTime: Date(timeIntervalSince1970: 0),
                fields: chunk.elements[place].fields)
        }
        return .applied(WriteAnswer(records: records, created: Set(records.map(\.id))))
    }

    private let unknown = RemoteError(.noAnswer, message: "lost", attempted: "write")

    @Test func `rows are pulled one batch at a time, and a chunk leaves as soon as it is full`() {
        var machine = machine()
        #expect(machine.next(at: start) == .pull)
        #expect(machine.next(at: start) == .idle)
        machine.took(items(0..<7), at: start)
        #expect(machine.next(at: start) == .pull)
        machine.took(items(7..<12), at: start)
        guard case .send(_, let chunk, let rows) = machine.next(at: start) else {
            Issue.record("a full chunk was not sent")
            return
        }
        #expect(chunk.elements.count == 10)
        #expect(rows == Array(0..<10))
        // Two rows wait for company until the source is over.
        #expect(machine.next(at: start) == .pull)
        machine.sourceEnded()
        guard case .send(_, let last, _) = machine.next(at: start) else {
            Issue.record("the rest was not sent")
            return
        }
        #expect(last.elements.count == 2)
        #expect(machine.next(at: start) == .idle)
    }

    @Test func `no more requests are under way than allowed`() {
        var machine = machine(inFlight: 3)
        var sent: [Int] = []
        var index = 0
        while sent.count < 3 {
            switch machine.next(at: start) {
            case .pull:
                machine.took(items(index..<index + 10), at: start)
                index += 10
            case .send(let job, _, _): sent.append(job)
            default: Issue.record("stalled")
            }
        }
        #expect(machine.next(at: start) == .idle)
    }

    @Test func `rows are taken in only so far ahead of the first without an outcome`() {
        var machine = machine(window: 500)
        var taken = 0
        var lost: Int?
        // The first chunk is in doubt; all others are answered at once.
        for _ in 0..<1_000 {
            _ = machine.drainOutcomes()
            switch machine.next(at: start) {
            case .pull:
                machine.took(items(taken..<taken + 10), at: start)
                taken += 10
            case .send(let job, let chunk, _):
                if lost == nil {
                    lost = job
                    machine.answered(job, .unknown(unknown), at: start)
                } else {
                    machine.answered(job, answer(chunk), at: start)
                }
            case .wait(let until):
                #expect(until == start + .seconds(30))
                #expect(taken > 350)
                #expect(taken <= 500)
                return
            case let other:
                Issue.record("neither waiting nor working: \(other) after \(taken) rows")
                return
            }
        }
        Issue.record("never waited for the chunk in doubt: \(taken) rows were taken in")
    }

    @Test(arguments: [Work.update, .replace, .upsert(key: [FieldSchema.orUntyped("n", in: nil)], merges: true)])
    func `an idempotent write in doubt is repeated when it cannot be under way any more`(work: Work) {
        var machine = machine(work)
        _ = machine.next(at: start)
        machine.took(items(0..<10), at: start)
        guard case .send(let job, let chunk, _) = machine.next(at: start) else { return }
        machine.answered(job, .unknown(unknown), at: start + .seconds(1))
        _ = machine.next(at: start + .seconds(1))
        machine.sourceEnded()
        #expect(machine.next(at: start + .seconds(2)) == .wait(until: start + .seconds(31)))
        #expect(machine.next(at: start + .seconds(31)) == .send(job: job, chunk, rows: Array(0..<10)))
        #expect(machine.isRepeat(job))
    }

    @Test func `a create in doubt is looked up and not repeated`() {
        var machine = machine()
        _ = machine.next(at: start)
        machine.took(items(0..<10), at: start)
        guard case .send(let job, _, _) = machine.next(at: start) else { return }
        machine.answered(job, .unknown(unknown), at: start)
        _ = machine.next(at: start)
        machine.sourceEnded()
        guard case .read(job, let query) = machine.next(at: start + .seconds(30)) else {
            Issue.record("not looked up")
            return
        }
        // A minute before it was sent, by the clock that stands in for the service's.
        #expect(query == RecordQuery(.created(since: Date(timeIntervalSince1970: -60))))
        machine.found(job, .success([]), at: start + .seconds(30))
        guard case .send(job, _, _) = machine.next(at: start + .seconds(30)) else {
            Issue.record("what the table does not hold was not sent again")
            return
        }
    }

    @Test func `what was looked up and not found is in no doubt any more`() {
        var machine = machine()
        _ = machine.next(at: start)
        machine.took(items(0..<10), at: start)
        guard case .send(let job, _, _) = machine.next(at: start) else { return }
        machine.answered(job, .unknown(unknown), at: start)
        _ = machine.next(at: start)
        machine.sourceEnded()
        guard case .read(job, _) = machine.next(at: start + .seconds(30)) else { return }
        machine.found(job, .success([]), at: start + .seconds(30))
        guard case .send(job, _, _) = machine.next(at: start + .seconds(30)) else { return }
        machine.stop(.requested, abruptly: true)
        machine.withdrawn(job)
        #expect(machine.counts.notAttempted == 10)
        #expect(machine.next(at: start + .seconds(30)) == .finished)
    }

    @Test func `a look-up waits for what was lost soon after, and is repeated if our clock made it begin too late`() {
        var machine = machine()
        var jobs: [Int] = []
        for index in [0, 10, 20] {
            _ = machine.next(at: start)
            machine.took(items(index..<index + 10), at: start)
            if case .send(let job, _, _) = machine.next(at: start) { jobs.append(job) }
        }
        machine.sourceEnded()
        for (job, seconds) in zip(jobs, [0, 4, 20]) {
            machine.answered(job, .unknown(unknown), at: start + .seconds(seconds))
        }
        #expect(machine.next(at: start + .seconds(20)) == .wait(until: start + .seconds(30)))
        #expect(machine.next(at: start + .seconds(30)) == .wait(until: start + .seconds(34)))
        guard case .read(let leader, let query) = machine.next(at: start + .seconds(34)) else {
            Issue.record("not looked up")
            return
        }
        #expect(leader == jobs[0])
        #expect(machine.next(at: start + .seconds(34)) == .wait(until: start + .seconds(50)))
        // The service's clock is an hour behind ours: what it created is not among what was asked for.
        let hourAgo = Date(timeIntervalSince1970: 34 - 3_600)
        machine.found(leader, .success([]), serverTime: hourAgo, at: start + .seconds(34))
        guard case .read(leader, let second) = machine.next(at: start + .seconds(34)) else {
            Issue.record("not looked up again")
            return
        }
        #expect(query == RecordQuery(.created(since: Date(timeIntervalSince1970: -60))))
        #expect(second == RecordQuery(.created(since: Date(timeIntervalSince1970: -3_660))))
        machine.found(leader, .success([]), serverTime: hourAgo, at: start + .seconds(34))
        for job in jobs.prefix(2) {
            guard case .send(job, _, _) = machine.next(at: start + .seconds(34)) else {
                Issue.record("what the table does not hold was not sent again")
                return
            }
        }
    }

    @Test func `some but not all rows of a lost create end the run, and are said to be unknown`() {
        var machine = machine()
        _ = machine.next(at: start)
        machine.took(items(0..<10), at: start)
        guard case .send(let job, _, _) = machine.next(at: start) else { return }
        machine.answered(job, .unknown(unknown), at: start)
        _ = machine.next(at: start)
        machine.sourceEnded()
        _ = machine.next(at: start + .seconds(30))
        let one = Record(
            id: RecordID(unchecked: "recOne"), createdTime: Date(timeIntervalSince1970: 1), fields: ["n": 3])
        machine.found(job, .success([one]), at: start + .seconds(30))
        #expect(machine.stopped == .unsettled)
        #expect(machine.counts.unknown == 10)
        #expect(machine.next(at: start + .seconds(30)) == .finished)
    }

    @Test func `outcomes come in input order although answers do not`() {
        var machine = machine()
        var chunks: [(Int, WriteChunk)] = []
        for index in [0, 10] {
            _ = machine.next(at: start)
            machine.took(items(index..<index + 10), at: start)
            if case .send(let job, let chunk, _) = machine.next(at: start) { chunks.append((job, chunk)) }
        }
        machine.answered(chunks[1].0, answer(chunks[1].1), at: start)
        #expect(machine.drainOutcomes().isEmpty)
        machine.answered(chunks[0].0, answer(chunks[0].1), at: start)
        #expect(machine.drainOutcomes().map(\.index) == Array(0..<20))
    }

    @Test func `what a stop leaves over is accounted for`() {
        var machine = machine()
        _ = machine.next(at: start)
        machine.took(items(0..<17), at: start)
        guard case .send(let job, let chunk, _) = machine.next(at: start) else { return }
        machine.stop(.requested, abruptly: true)
        #expect(machine.withdrawable == [job])
        // It had left already: its answer counts.
        machine.answered(job, answer(chunk), at: start)
        #expect(machine.next(at: start) == .pull)
        machine.took(items(17..<20), at: start)
        machine.sourceEnded()
        #expect(machine.next(at: start) == .finished)
        #expect(machine.counts.created == 10)
        #expect(machine.counts.notAttempted == 10)
        #expect(machine.counts.recorded == machine.counts.rowsIn)
    }

    @Test func `under stop the first refusal withdraws what waits, and still isolates its own chunk`() {
        var machine = machine()
        var jobs: [Int] = []
        for index in [0, 10] {
            _ = machine.next(at: start)
            machine.took(items(index..<index + 10), at: start)
            if case .send(let job, _, _) = machine.next(at: start) { jobs.append(job) }
        }
        let refusal = RemoteError(.invalidValue, message: "no", attempted: "write")
        machine.answered(jobs[0], .rejected(refusal), at: start)
        #expect(machine.withdrawable == [jobs[1]])
        machine.withdrawn(jobs[1])
        guard case .send(let job, let half, _) = machine.next(at: start) else {
            Issue.record("the refused chunk was not taken apart")
            return
        }
        #expect(job == jobs[0])
        #expect(half.elements.count == 5)
        #expect(machine.withdrawable.isEmpty)
    }
}
