import FoundationEssentials
package import RateLimiting
import TableModel

/// Reads every record of the table or the scope, ⌈N/100⌉ calls, and drops what is not there any more.
///
/// Each page is a transaction, so that none is held in memory. Only the last one changes what the snapshot claims: a read
/// that is killed leaves the claims as they were, over records that are at least as fresh.
package struct FullRefresh<Reader: PageReader>: Sendable {
    let snapshot: Snapshot
    let reader: Reader
    let time: any TimeSource

    package init(_ snapshot: Snapshot, reader: Reader, time: any TimeSource) {
        self.snapshot = snapshot
        self.reader = reader
        self.time = time
    }

    /// - Parameter pageLimit: After how many pages to stop; a read that stops there leaves the snapshot's claims as they were.
    package func run(pageLimit: Int = .max) async throws -> RefreshReport {
        var report = RefreshReport()
        report.methods = [.full]
        let readAt = time.date
        let generation = try snapshot.change { try $0.beginGeneration() }
        var began: Date?
        var pages = 0
        var isAtEnd = false
        let identity = snapshot.identity
        let query = RecordQuery(
            .all, scope: identity.scope.formula, fields: identity.managed.names, view: identity.scope.view)
        let cost = try await reader.read(query) { page in
            if pages == 0 { began = page.serverTime }
            pages += 1
            isAtEnd = page.next == nil
            try snapshot.change { change in
                for record in page.records { report.note(try change.see(record, in: generation)) }
            }
            return pages < pageLimit ? .goOn : .stop
        }
        report.note(cost)
        report.isExhaustive = isAtEnd
        if isAtEnd {
            report.vanished = try snapshot.change { change in
                try change.finishFullRead(generation, began: began, readAt: readAt)
            }
        }
        return report
    }
}
