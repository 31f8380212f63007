import FoundationEssentials
import TableModel

/// A table that takes one record a request, says yes at once and keeps nothing: a run over it is updates and hardly anything else.
struct EchoTable: RemoteTable {
    let limits = RemoteLimits(recordsPerWrite: 1, recordsPerPage: 100, mergeFields: 0, mergeableTypes: [])

    func forecast(requests: Int) -> Duration? { nil }

    func page(of query: RecordQuery, after cursor: PageCursor?) async throws(CancellationError) -> Attempt<RecordPage> {
        .applied(RecordPage(records: []))
    }

    func send(_ chunk: WriteChunk) async throws(CancellationError) -> Attempt<WriteAnswer> {
        let records = chunk.elements.map { element in
            Record(id: RecordID(unchecked: "recEcho"), createdTime: .distantPast, fields: element.fields)
        }
        return .applied(WriteAnswer(records: records, created: Set(records.map(\.id))))
    }
}
