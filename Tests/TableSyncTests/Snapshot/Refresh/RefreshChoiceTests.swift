import FoundationEssentials
import TableModel
import Testing

@testable import TableSync

/// Which way is chosen, and what is said of the others.
struct RefreshChoiceTests {
    private static let now = Date(timeIntervalSince1970: 1_768_478_400)

    /// A complete snapshot that was read so many seconds ago, a run of ours after it.
    private static func state(
        _ records: Int, age: TimeInterval = 3_600, own: OwnWrites = .few([]), runEnd: TimeInterval? = nil,
        tellsTime: Bool = true
    ) -> SnapshotState {
        let read = now.addingTimeInterval(-age)
        let began = tellsTime ? read : nil
        return SnapshotState(
            completeRead: .init(began: began, readAt: read), seenUntil: began,
            lastRunEnd: runEnd.map { now.addingTimeInterval(-$0) }, recordCount: records, ownWrites: own)
    }

    private static func few(_ count: Int) -> OwnWrites {
        .few(count == 0 ? [] : [OwnWrite(ids: (0..<count).map { RecordID(unchecked: "rec\($0)") }, until: now)])
    }

    struct Case: Sendable {
        var name: String
        var state: SnapshotState
        var need: RefreshNeed
        var chosen: RefreshStep?
    }

    private static let partial = SnapshotState(recordCount: 40)

    static let cases = [
        Case(name: "a first push of few rows", state: SnapshotState(), need: .init(rows: 20), chosen: .keys),
        Case(name: "a first push of a page", state: SnapshotState(), need: .init(rows: 100), chosen: .keys),
        Case(name: "a first push of many", state: SnapshotState(), need: .init(rows: 101), chosen: .explore(pages: 2)),
        Case(name: "rows nobody counted", state: SnapshotState(), need: .init(rows: nil), chosen: .full),
        Case(name: "a part is no help", state: partial, need: .init(rows: 450), chosen: .explore(pages: 5)),
        Case(name: "a first mirror", state: SnapshotState(), need: .init(rows: 5, isMirror: true), chosen: .full),
        Case(name: "a mirror, all fresh", state: state(10_000), need: .init(rows: 20, isMirror: true), chosen: .full),
        Case(name: "few rows of many", state: state(10_000), need: .init(rows: 20), chosen: .keys),
        Case(name: "a small table", state: state(100), need: .init(rows: 20), chosen: .full),
        Case(name: "no rows", state: state(10_000), need: .init(rows: 0), chosen: .keys),
        Case(name: "many rows", state: state(10_000), need: .init(rows: 9_000), chosen: .changed),
        Case(
            name: "own writes of a page", state: state(10_000, own: few(100)), need: .init(rows: 9_000),
            chosen: .changed),
        Case(
            name: "own writes of more", state: state(10_000, own: few(101)), need: .init(rows: 9_000),
            chosen: .none(readsOn: true)),
        Case(
            name: "too many own writes", state: state(100_000, own: .many(count: 100_000)), need: .init(rows: 100_000),
            chosen: .none(readsOn: true)),
        Case(name: "old, many rows", state: state(10_000, age: 86_400), need: .init(rows: 9_000), chosen: .keys),
        Case(name: "old, more rows", state: state(10_000, age: 86_400), need: .init(rows: 10_000), chosen: .full),
        Case(name: "just not old", state: state(10_000, age: 86_399), need: .init(rows: 9_000), chosen: .changed),
        Case(
            name: "an hour is old", state: state(10_000, age: 3_600),
            need: .init(rows: 10_000, maxAge: .seconds(3_600)),
            chosen: .full),
        Case(name: "our clock set back", state: state(10_000, age: -5), need: .init(rows: 10_000), chosen: .full),
        Case(name: "no time told", state: state(10_000, tellsTime: false), need: .init(rows: 10_000), chosen: .full),
        Case(
            name: "a scope", state: state(10_000), need: .init(rows: 10_000, scope: Scope(view: "Grid")), chosen: .full),
        Case(
            name: "few rows in a scope", state: state(10_000), need: .init(rows: 5, scope: Scope(view: "Grid")),
            chosen: .keys),
        Case(name: "smaller pages", state: state(100), need: .init(rows: 9, recordsPerPage: 10), chosen: .keys),
        Case(
            name: "links, few rows", state: state(10_000), need: .init(rows: 20, linkFields: ["Team"]), chosen: .keys),
        Case(
            name: "links, many rows", state: state(10_000), need: .init(rows: 9_000, linkFields: ["Team"]),
            chosen: .keys
        ),
        Case(
            name: "links, all rows", state: state(10_000), need: .init(rows: 10_000, linkFields: ["Team"]),
            chosen: .full
        ),
        // Asked for.
        Case(
            name: "changes although there are links", state: state(10_000),
            need: .init(rows: 10_000, linkFields: ["Team"], asked: .changed), chosen: .changed),
        Case(
            name: "trust although there are links", state: state(10_000),
            need: .init(rows: 10_000, linkFields: ["Team"], asked: RefreshMethod.none), chosen: .none(readsOn: false)),
        Case(name: "full", state: state(10_000), need: .init(rows: 1, asked: .full), chosen: .full),
        Case(name: "keys", state: state(1), need: .init(rows: 5_000, asked: .keys), chosen: .keys),
        Case(
            name: "changes for a mirror", state: state(10, age: 1e9),
            need: .init(rows: 1, isMirror: true, asked: .changed),
            chosen: .changed),
        Case(
            name: "trust for a mirror", state: state(10, age: 1e9),
            need: .init(rows: 1, isMirror: true, asked: RefreshMethod.none), chosen: .none(readsOn: false)),
        Case(
            name: "keys for a mirror", state: state(10), need: .init(rows: 1, isMirror: true, asked: .keys), chosen: nil
        ),
        Case(name: "changes of a part", state: partial, need: .init(rows: 1, asked: .changed), chosen: nil),
        Case(name: "trust in a part", state: partial, need: .init(rows: 1, asked: RefreshMethod.none), chosen: nil),
    ]

    @Test(arguments: cases) func theWayIs(_ test: Case) {
        let choice = RefreshChoice(test.state, need: test.need, now: Self.now)
        #expect(choice.chosen == test.chosen, "\(test.name)")
        #expect((choice.refusal == nil) == (test.chosen != nil))
        #expect(choice.alternatives.map(\.method) == [.full, .keys, .changed, .none])
    }

    @Test(arguments: [
        (
            SnapshotState(), RefreshNeed(rows: 1, asked: .changed),
            "The refresh \"changed\" cannot be used: there has been no complete read of the table that it could build on."
        ),
        (
            state(10, tellsTime: false), RefreshNeed(rows: 1, asked: RefreshMethod.none),
            "The refresh \"none\" cannot be used: the service does not tell its time, so that it cannot be asked what has "
                + "changed since."
        ),
        (
            state(10), RefreshNeed(rows: 1, scope: Scope(formula: "1"), asked: .changed),
            "The refresh \"changed\" cannot be used: records that have left the scope since the last read of it would not be "
                + "noticed."
        ),
        (
            state(10), RefreshNeed(rows: 1, isMirror: true, asked: .keys),
            "The refresh \"keys\" cannot be used: a mirror has to know every record, and it reads only those that the source "
                + "has."
        ),
        (
            state(10), RefreshNeed(rows: nil, asked: .keys),
            "The refresh \"keys\" cannot be used: the rows of the source have not been counted."
        ),
    ])
    func aRefusalSaysWhy(_ state: SnapshotState, _ need: RefreshNeed, _ sentence: String) {
        #expect(RefreshChoice(state, need: need, now: Self.now).refusal == sentence)
    }

    @Test func theAlternativesAreExplainedWithTheirCosts() {
        let state = Self.state(10_000, own: Self.few(250), runEnd: 3_000)
        let choice = RefreshChoice(state, need: RefreshNeed(rows: 9_000), now: Self.now)
        #expect(
            choice.alternatives.map(\.calls.description) == [
                "at least 1, likely 100", "90", "at least 1, likely 3", "1",
            ])
        #expect(choice.alternatives.count { $0.problem != nil || $0.doubt != nil } == 0)
        #expect(
            choice.blindSpots.map(\.description) == [
                "Deletions since 2026-01-15 11:00:00 UTC are not seen.",
                "Changes by others between 2026-01-15 11:00:00 UTC and 2026-01-15 11:10:00 UTC are not seen.",
            ])
    }

    @Test func whatMightBeTrustedButIsNotSaysWhy() {
        let old = RefreshChoice(Self.state(10_000, age: 1e6), need: RefreshNeed(rows: 9_000), now: Self.now)
        #expect(
            old.alternatives.map(\.doubt) == [nil, nil]
                + Array(repeating: "the last complete read is too old", count: 2))
        let mirror = RefreshChoice(Self.state(10_000), need: RefreshNeed(rows: 9_000, isMirror: true), now: Self.now)
        #expect(mirror.alternatives[2].doubt == "records may have been deleted or changed since, and a mirror deletes")
        let links = RefreshChoice(
            Self.state(10_000), need: RefreshNeed(rows: 9_000, linkFields: ["Team"]), now: Self.now)
        #expect(
            links.alternatives[3].doubt
                == "links may have been changed from the other table, which leaves no trace in their records")
    }

    @Test(arguments: [RefreshMethod.changed, .none]) func linksThatAreNotSeenAreNamed(_ method: RefreshMethod) {
        let need = RefreshNeed(rows: 9, linkFields: ["Team", "Boss"], asked: method)
        let choice = RefreshChoice(Self.state(10), need: need, now: Self.now)
        #expect(
            choice.blindSpots.map(\.description) == [
                "Deletions since 2026-01-15 11:00:00 UTC are not seen.",
                "Links in \"Team\" and \"Boss\" that were changed from the other table since 2026-01-15 11:00:00 UTC are not "
                    + "seen.",
            ])
    }

    @Test func aFullReadHasNoBlindSpots() {
        #expect(RefreshChoice(Self.state(10), need: RefreshNeed(rows: 1), now: Self.now).blindSpots == [])
    }

    @Test func theUnknownIsSaidToBeUnknown() {
        let choice = RefreshChoice(SnapshotState(), need: RefreshNeed(rows: nil), now: Self.now)
        #expect(choice.alternatives.map(\.calls.description) == ["at least 1", "at least 1", "at least 1", "1"])
    }
}
