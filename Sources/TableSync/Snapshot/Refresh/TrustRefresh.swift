import FoundationEssentials
package import RateLimiting
import TableModel

/// Trusts the snapshot, and asks in one call whether anybody else has modified something since our last run. After a run of which
/// nobody knows all that it wrote, it reads all that was modified since before that run.
///
/// What the answer holds is taken in, so that a table in which little has changed is up to date afterwards.
package struct TrustRefresh<Reader: PageReader>: Sendable {
    let snapshot: Snapshot
    let reader: Reader
    let time: any TimeSource

    package init(_ snapshot: Snapshot, reader: Reader, time: any TimeSource) {
        self.snapshot = snapshot
        self.reader = reader
        self.time = time
    }

    /// - Parameter readsOn: Whether to read on if more than a page was modified.
    /// - Precondition: The snapshot is complete and knows the service's clock, which ``RefreshChoice`` sees to.
    package func run(readsOn: Bool) async throws -> RefreshReport {
        var report = RefreshReport()
        report.methods = [.none]
        let readAt = time.date
        let state = try snapshot.state()
        guard let start = state.probeStart else {
            preconditionFailure("A probe was begun without a time from which to look; choose a full read.")
        }
        let readsOn = readsOn || state.openSince != nil
        let generation = try snapshot.change { try $0.beginGeneration() }
        let query = RecordQuery(
            .modified(since: start, except: state.ownWrites.named.filter { $0.until >= start }),
            fields: snapshot.identity.managed.names)
        var probedAt: Date?
        var pages = 0
        let cost = try await reader.read(query) { page in
            if pages == 0 { probedAt = page.serverTime }
            pages += 1
            try snapshot.change { change in
                for record in page.records { report.note(try change.see(record, in: generation)) }
            }
            report.isExhaustive = page.next == nil
            return readsOn ? .goOn : .stop
        }
        report.note(cost)
        if report.isExhaustive { try snapshot.change { try $0.markProbed(until: probedAt, readAt: readAt) } }
        return report
    }
}
