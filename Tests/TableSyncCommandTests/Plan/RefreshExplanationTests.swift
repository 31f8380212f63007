import Foundation
import TableSync
import Testing

@testable import TableSyncCommand

@Suite struct RefreshExplanationTests {
    private static let now = Date(timeIntervalSince1970: 1_790_000_000)

    @Test func `each way is named with its cost, and with what speaks against it`() {
        let read = SnapshotState.CompleteRead(began: Self.now, readAt: Self.now)
        let state = SnapshotState(completeRead: read, seenUntil: Self.now, recordCount: 10_000)
        let choice = RefreshChoice(state, need: RefreshNeed(rows: 250, isMirror: true), now: Self.now)
        #expect(
            RefreshExplanation.lines(choice) == [
                "How the table's state could be known:",
                "  full: at least 1, likely 100 calls; chosen.",
                "  keys: 3 calls; cannot be used: a mirror has to know every record, and it reads only those that the source "
                    + "has.",
                "  changed: at least 1 call; only if asked for: records may have been deleted or changed since, and a "
                    + "mirror deletes.",
                "    Deletions since 2026-09-21 14:13:20 UTC are not seen.",
                "  none: 1 call; only if asked for: records may have been deleted or changed since, and a mirror deletes.",
                "    Deletions since 2026-09-21 14:13:20 UTC are not seen.",
            ])
    }

    @Test func `a table of unknown size is explored`() {
        let choice = RefreshChoice(SnapshotState(), need: RefreshNeed(rows: 250), now: Self.now)
        #expect(
            RefreshExplanation.lines(choice)[1]
                == "  full: at least 1 call; chosen, for at most 3 calls; then the keys if the table has more.")
        #expect(RefreshExplanation.lines(choice)[2] == "  keys: 3 calls; costs more, or shows less.")
    }
}
