import FoundationEssentials
package import RateLimiting
import TableModel

/// Reads what was modified since the last sight, by the service's clock. Deletions leave no trace that it could find.
package struct ChangedRefresh<Reader: PageReader>: Sendable {
    let snapshot: Snapshot
    let reader: Reader
    let time: any TimeSource

    package init(_ snapshot: Snapshot, reader: Reader, time: any TimeSource) {
        self.snapshot = snapshot
        self.reader = reader
        self.time = time
    }

    /// - Precondition: The snapshot is complete and knows the service's clock, which ``RefreshChoice`` sees to.
    package func run() async throws -> RefreshReport {
        var report = RefreshReport()
        report.methods = [.changed]
        let readAt = time.date
        let state = try snapshot.state()
        guard let since = state.changesStart else {
            preconditionFailure("A read of changes was begun without a time from which to read; choose a full read.")
        }
        let generation = try snapshot.change { try $0.beginGeneration() }
        let query = RecordQuery(
            .modified(since: since, except: state.ownWrites.named), fields: snapshot.identity.managed.names)
        var began: Date?
        var pages = 0
        let cost = try await reader.read(query) { page in
            if pages == 0 { began = page.serverTime }
            pages += 1
            try snapshot.change { change in
                for record in page.records { report.note(try change.see(record, in: generation)) }
            }
            return .goOn
        }
        report.note(cost)
        if let began { try snapshot.change { try $0.markSeen(until: began, readAt: readAt) } }
        return report
    }
}

/// How far before the last sight a read of changes begins.
enum RefreshMargin {
    /// In seconds. A write that the service was still at work on when it was looked at may bear a time before that look;
    /// writes of 20 s are reported (airtable-api.md 3.7), so nothing is later than this.
    static let seconds = 30.0
}
