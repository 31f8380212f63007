import FoundationEssentials
import RateLimiting
import TableModel
import TestSupport
import Testing

@testable import TableSync

/// The machine against a service that answers at random: whatever happens, each row has one outcome and the run ends.
@Suite struct RunMachineFuzzTests {
    enum Kind: CaseIterable, Sendable { case create, update, delete, match, resolve, merge, mergeApart }

    private func work(_ kind: Kind) -> Work {
        let key = [FieldSchema(id: FieldID(unchecked: ""), name: "k", type: .email)]
        return switch kind {
        case .create: .create
        case .update: .update
        case .delete: .delete
        case .match: .upsert(key: key, merges: true)
        case .resolve: .upsert(key: key, merges: false)
        case .merge: .merge(key: key, merges: true)
        case .mergeApart: .merge(key: key, merges: false)
        }
    }

    /// Whether the row at `index` comes with a record's id.
    private func hasID(_ kind: Kind, _ index: Int) -> Bool {
        switch kind {
        case .update, .delete: true
        case .merge, .mergeApart: index % 3 != 0
        case .create, .match, .resolve: false
        }
    }

    @Test(arguments: Kind.allCases, 0..<60 as Range<UInt64>)
    func `each row has one outcome, in order, and the run comes to its end`(kind: Kind, seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var configuration = RunMachine.Configuration(work: work(kind), limits: .airtable)
        configuration.onError = Bool.random(using: &random) ? .continue : .stop
        configuration.window = 400
        var now = TimePoint(.seconds(1_000))
        var machine = RunMachine(
            configuration, date: Date(timeIntervalSince1970: 1_000), at: now, generator: SeededGenerator(seed: seed))
        let total = Int.random(in: 0...900, using: &random)
        let trouble = [0, 0.05, 0.3, 0.9][Int.random(in: 0..<4, using: &random)]
        var read = 0
        var nextRecord = 0
        var delivered: [Int] = []
        var writes: [(job: Int, chunk: WriteChunk)] = []
        var reads: [(job: Int, query: RecordQuery)] = []

        func record(_ fields: Fields) -> Record {
            nextRecord += 1
            return Record(
                id: RecordID(unchecked: "new\(nextRecord)"),
                createdTime: Date(timeIntervalSince1970: Bool.random(using: &random) ? 0 : 1e9), fields: fields)
        }

        func attempt(_ chunk: WriteChunk) -> Attempt<WriteAnswer> {
            let codes: [RemoteError.Code] = [.invalidValue, .unknownRecord, .noAnswer, .unreachable, .rateLimited]
            let mention = RemoteError.Mention(field: Bool.random(using: &random) ? "k" : nil)
            let error = RemoteError(
                codes.randomElement(using: &random) ?? .invalidValue, message: "trouble", attempted: "write",
                mention: mention)
            guard Double.random(in: 0..<1, using: &random) < trouble else {
                if chunk.verb == .delete {
                    return .applied(WriteAnswer(deleted: Set(chunk.elements.compactMap(\.id))))
                }
                let records = chunk.elements.map { record($0.fields) }
                return .applied(
                    WriteAnswer(records: records, created: chunk.verb == .create ? Set(records.map(\.id)) : []))
            }
            switch Int.random(in: 0..<20, using: &random) {
            case 0: return .fatal(error)
            case 1..<6: return .notApplied(error)
            case 6..<12: return .unknown(error)
            default: return .rejected(error)
            }
        }

        func found(_ query: RecordQuery) -> [Record] {
            switch query.filter {
            case .ids(let ids):
                return ids.filter { _ in Bool.random(using: &random) }.map {
                    Record(id: $0, createdTime: Date(timeIntervalSince1970: 0), fields: [:])
                }
            case .keys(let keys, _):
                return keys.flatMap { key in
                    (0..<[0, 0, 1, 1, 1, 2][Int.random(in: 0..<6, using: &random)]).map { _ in record(["k": key[0]]) }
                }
            default: return (0..<Int.random(in: 0...3, using: &random)).map { record(["k": .string("k\($0)")]) }
            }
        }

        for _ in 0..<200_000 {
            delivered += machine.drainOutcomes().map(\.index)
            switch machine.next(at: now) {
            case .pull:
                let rows = (read..<min(read + 10, total)).map { index in
                    RunItem(
                        index: index, line: index + 2,
                        element: WriteChunk.Element(
                            id: hasID(kind, index) ? RecordID(unchecked: "old\(index)") : nil,
                            fields: ["k": .string("k\(index)")]))
                }
                read += rows.count
                if rows.isEmpty { machine.sourceEnded() } else { machine.took(rows, at: now) }
                continue
            case .send(let job, let chunk, _):
                writes.append((job, chunk))
                continue
            case .read(let job, let query):
                reads.append((job, query))
                continue
            case .finished:
                #expect(writes.isEmpty && reads.isEmpty)
                #expect(machine.counts.rowsIn == machine.counts.recorded)
                #expect(machine.counts.rowsIn == total)
                #expect(delivered == Array(0..<total))
                return
            case .wait(let until) where writes.isEmpty && reads.isEmpty: now = max(now, until)
            case .idle where writes.isEmpty && reads.isEmpty:
                Issue.record("stuck with \(machine.counts) of \(total) rows")
                return
            case .wait, .idle: break
            }
            now += .milliseconds(Int.random(in: 0...200, using: &random))
            if !writes.isEmpty, reads.isEmpty || Bool.random(using: &random) {
                let (job, chunk) = writes.remove(at: Int.random(in: 0..<writes.count, using: &random))
                if machine.withdrawable.contains(job), Bool.random(using: &random) {
                    machine.withdrawn(job)
                } else {
                    machine.answered(job, attempt(chunk), at: now)
                }
            } else if !reads.isEmpty {
                let (job, query) = reads.remove(at: Int.random(in: 0..<reads.count, using: &random))
                if Double.random(in: 0..<1, using: &random) < trouble / 10 {
                    let error = RemoteError(.unreachable, message: "gone", attempted: "read")
                    machine.found(job, .failure(error), at: now)
                } else {
                    machine.found(job, .success(found(query)), at: now)
                }
            }
        }
        Issue.record("no end after 200,000 steps: \(machine.counts) of \(total) rows")
    }
}
