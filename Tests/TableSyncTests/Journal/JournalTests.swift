import Foundation
import GRDB
import TableModel
import TestSupport
import Testing

import struct TableModel.Record

@testable import TableSync

/// What is written into a journal is read back as it was, by whoever opens the file next.
@Suite(.timeLimit(.minutes(30))) struct JournalTests {
    private typealias Scene = JournalScene
    private let record = Scene.record(1, ["email": "a@x", "name": "Ada", "seats": 2])

    /// The events that a journal keeps of `events`.
    private func kept(_ events: [RunEvent]) async throws -> [RunEvent] {
        try await withTemporaryFolder { folder in
            let journal = try Scene.journal(in: folder)
            let run = try journal.begin(Scene.description)
            let log = journal.log(of: run)
            for event in events { try await log.record(event) }
            var kept: [RunEvent] = []
            let other = try Scene.journal(in: folder)
            try other.events(of: other.run(run.id)) { kept.append($0.event) }
            return kept
        }
    }

    @Test func `every kind of event is read back as it was written`() async throws {
        let other = Scene.record(2, ["email": "b@x"])
        let failure = RowFailure(.unsettled, field: "email", message: "Nobody knows.")
        let elements = [
            WriteChunk.Element(id: record.id, fields: ["name": "Ada", "seats": .null]),
            WriteChunk.Element(fields: ["email": "b@x", "boss": ["rec00000000000001"]]),
        ]
        let verbs: [WriteChunk.Verb] = [.create, .update, .replace, .upsert(matching: ["email", "name"]), .delete]
        var events: [RunEvent] = verbs.enumerated().map { place, verb in
            .intent(attempt: place + 10, chunk: WriteChunk(verb, elements, typecast: place == 0), rows: [3, 7])
        }
        events += [
            .answered(attempt: 1, .notApplied(Scene.error)), .answered(attempt: 2, .unknown(Scene.error)),
            .answered(attempt: 3, .rejected(Scene.error)), .answered(attempt: 4, .fatal(Scene.error)),
            .answered(
                attempt: 5,
                .applied(
                    WriteAnswer(
                        records: [record, other], created: [other.id], deleted: [Scene.id(9)],
                        serverTime: Date(timeIntervalSince1970: 1_768_478_500)))),
            .withdrawn(attempt: 6),
            .outcomes([
                RowOutcome(index: 0, line: 2, result: .created(record)),
                RowOutcome(index: 1, line: 3, result: .updated(other)),
                RowOutcome(index: 2, line: 4, result: .deleted(record.id)),
                RowOutcome(index: 3, line: 5, result: .alreadyGone(record.id)),
                RowOutcome(index: 4, line: 6, result: .failed(failure)),
                RowOutcome(index: 5, line: 7, result: .unknown(failure)),
                RowOutcome(index: 6, line: 8, result: .notAttempted),
            ]),
        ]
        #expect(try await kept(events) == events)
    }

    @Test func `of an answer the cells are kept that an undo needs, and they are kept once`() async throws {
        let chunk = WriteChunk(
            .upsert(matching: ["email"]),
            [
                .init(id: record.id, fields: ["name": "Ada"]), .init(fields: ["email": "b@x"]),
            ])
        let new = Scene.record(2, ["email": "b@x", "number": 7])
        let outcomes: [RowOutcome] = [
            RowOutcome(index: 4, line: 5, result: .updated(record)),
            RowOutcome(index: 5, line: 6, result: .created(new)),
        ]
        let events = try await kept([
            .intent(attempt: 1, chunk: chunk, rows: [4, 5]),
            .answered(attempt: 1, .applied(WriteAnswer(records: [record, new], created: [new.id]))),
            .outcomes(outcomes),
        ])
        guard case .answered(_, .applied(let answer)) = events[1], case .outcomes(let told) = events[2] else {
            Issue.record("The events are of other kinds: \(events)")
            return
        }
        #expect(answer.records.map(\.fields) == [["name": "Ada"], ["email": "b@x", "number": 7]])
        #expect(told.map(\.record?.id) == [record.id, new.id])
        #expect(told.map(\.record?.fields) == [Fields(), Fields()])
    }

    @Test func `runs are listed newest first, with what is known of them`() throws {
        try withTemporaryFolder { folder in
            let journal = try Scene.journal(in: folder)
            let first = try journal.begin(Scene.description)
            let second = try journal.begin(
                RunDescription("undo", target: Scene.target, strategy: "continue", undoes: first.id))
            let ending = RunEnding(
                .incomplete, at: Date(timeIntervalSince1970: 1_768_478_400), sentence: "2 rows failed.")
            try journal.end(first, ending)
            let runs = try Scene.journal(in: folder).runs()
            #expect(runs.map(\.id) == [second.id, first.id])
            #expect(runs.map(\.ending) == [nil, ending])
            #expect(runs[0].description.undoes == first.id)
            #expect(runs[1].description == Scene.description)
            #expect(runs.map(\.isFinished) == [false, true])
            #expect(try journal.undoing(first.id)?.id == second.id)
            #expect(try journal.undoing(second.id) == nil)
        }
    }

    @Test func `every ending of a run stays, with what ended, and while it goes on it has none`() throws {
        try withTemporaryFolder { folder in
            let journal = try Scene.journal(in: folder)
            let run = try journal.begin(Scene.description)
            let date = Date(timeIntervalSince1970: 1_768_478_400)
            let endings = [
                RunEnding(.stopped, at: date, sentence: "first"),
                RunEnding(.stopped, of: .resume, at: date, sentence: "second"),
                RunEnding(.partlyUndone, of: .undo, at: date, sentence: "third"),
            ]
            for (count, ending) in endings.enumerated() {
                try journal.reopen(run)
                let open = try journal.run(run.id)
                #expect(open.ending == nil && !open.isFinished && open.endings.count == count)
                try journal.end(run, ending)
            }
            let ended = try journal.run(run.id)
            #expect(ended.endings == endings && ended.ending == endings.last && ended.isFinished)
            #expect(try journal.runs() == [ended])
        }
    }

    @Test func `the pre-image of a record is what was read of it last`() async throws {
        try await withTemporaryFolder { folder in
            let journal = try Scene.journal(in: folder)
            let run = try journal.begin(Scene.description)
            try await journal.log(of: run).record(.preImages([Scene.record(1, ["name": "old"]), Scene.record(2, [:])]))
            try await journal.log(of: run).record(.preImages([record]))
            let images = try journal.preImages(of: run, [1, 2, 3].map(Scene.id))
            #expect(images == [record.id: record, Scene.id(2): Scene.record(2, [:])])
            let other = try journal.begin(Scene.description)
            #expect(try journal.preImages(of: other, [record.id]).isEmpty)
        }
    }

    @Test func `the names of runs tell when they began, and other texts are none`() throws {
        var generator = SeededGenerator(seed: 1)
        let id = RunID(begun: Date(timeIntervalSince1970: 1_768_478_400), using: &generator)
        #expect(id.rawValue.hasPrefix("20260115-120000-"))
        #expect(RunID(rawValue: id.rawValue) == id)
        for text in ["", "20260115-120000", "20260115-120000-ABCDEF", "2026011x-120000-abcdef", id.rawValue + "a"] {
            #expect(RunID(rawValue: text) == nil)
        }
    }

    @Test func `what is pruned is the oldest, and never what was not finished`() async throws {
        try await withTemporaryFolder { folder in
            let journal = try Scene.journal(in: folder)
            var runs: [JournalledRun] = []
            for place in 0..<6 {
                // Those that are not finished are on tables of their own, so that no later run supersedes them.
                var description = Scene.description
                if [0, 2].contains(place) { description.target = Scene.target("tblOther\(place)") }
                let run = try journal.begin(description)
                let text = FieldValue.string(String(repeating: "x", count: 50_000))
                let chunk = WriteChunk(.create, [.init(fields: ["name": text])])
                try await journal.log(of: run).record(.intent(attempt: 1, chunk: chunk, rows: [0]))
                let kind: RunEnding.Kind = place == 2 ? .stopped : .complete
                if place != 0 { try journal.end(run, RunEnding(kind, at: run.begun, sentence: "")) }
                runs.append(run)
            }
            let few = try journal.prune(keeping: .newest(2))
            #expect(few.removed == [runs[1].id, runs[3].id])
            #expect(few.spared == [runs[0].id, runs[2].id])
            #expect(try journal.runs().map(\.id) == [runs[5].id, runs[4].id, runs[2].id, runs[0].id])
            #expect(few.bytes > 4 * 50_000 && few.bytes < 6 * 50_000)
            #expect(try journal.bytes == few.bytes)
            var left = 0
            try journal.events(of: runs[5]) { _ in left += 1 }
            #expect(left == 1)
        }
    }

    @Test(arguments: [RunEnding.Kind.stopped, nil])
    func `a run stays for as long as its undo is not finished`(_ ending: RunEnding.Kind?) throws {
        try withTemporaryFolder { folder in
            let journal = try Scene.journal(in: folder)
            func end(_ run: JournalledRun, _ kind: RunEnding.Kind) throws {
                try journal.end(run, RunEnding(kind, at: run.begun, sentence: ""))
            }
            let original = try journal.begin(Scene.description)
            try end(original, .complete)
            let undo = try journal.begin(
                RunDescription("undo", target: Scene.target, strategy: "continue", undoes: original.id))
            if let ending { try end(undo, ending) }
            #expect(try journal.prune(keeping: .newest(0)).spared == [original.id, undo.id])

            try end(undo, .incomplete)
            #expect(try journal.prune(keeping: .newest(0)).removed == [original.id, undo.id])
        }
    }

    @Test func `a run stays for as long as the undo of it does that left something`() throws {
        try withTemporaryFolder { folder in
            let journal = try Scene.journal(in: folder)
            let original = try journal.begin(Scene.description)
            try journal.end(original, RunEnding(.complete, at: original.begun, sentence: ""))
            let undo = try journal.begin(
                RunDescription("undo", target: Scene.target, strategy: "continue", undoes: original.id))
            try journal.end(undo, RunEnding(.incomplete, at: undo.begun, sentence: ""))
            let pruning = try journal.prune(keeping: .newest(1))
            #expect(pruning.removed.isEmpty && pruning.spared == [original.id])
        }
    }

    @Test func `an undo that left something stays with the run that can be resumed`() throws {
        try withTemporaryFolder { folder in
            let journal = try Scene.journal(in: folder)
            let original = try journal.begin(Scene.description)
            let undo = try journal.begin(
                RunDescription("undo", target: Scene.target, strategy: "continue", undoes: original.id))
            try journal.end(undo, RunEnding(.incomplete, at: undo.begun, sentence: ""))
            #expect(try journal.prune(keeping: .newest(0)).spared == [original.id, undo.id])
        }
    }
}
