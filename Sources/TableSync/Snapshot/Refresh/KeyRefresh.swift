package import TableModel

/// Reads the records that have the keys of a source, as many keys a call as a page has records, and fewer if they are long.
///
/// Of each key 16 bytes are kept until the end, to find the records that had one of them and have it no more.
package struct KeyRefresh<Reader: PageReader>: Sendable {
    let snapshot: Snapshot
    let reader: Reader

    package init(_ snapshot: Snapshot, reader: Reader) {
        self.snapshot = snapshot
        self.reader = reader
    }

    /// - Parameter keys: Read once, in their order; a key that comes twice is asked for once.
    package func run(_ keys: some AsyncSequence<RecordKey, any Error>) async throws -> RefreshReport {
        var report = RefreshReport()
        report.methods = [.keys]
        let generation = try snapshot.change { try $0.beginGeneration() }
        var asked: Set<Fingerprint> = []
        var page = KeyPage<RecordKey>(for: reader)
        for try await key in keys where asked.insert(snapshot.identity.managed.keyFingerprint(of: key)).inserted {
            try await read(page.add(key, key: key), generation, into: &report)
        }
        try await read(page.removeAll(), generation, into: &report)
        report.vanished = try snapshot.change { try $0.finishKeyRead(generation, of: asked) }
        return report
    }

    private func read(_ keys: [RecordKey], _ generation: Int64, into report: inout RefreshReport) async throws {
        guard !keys.isEmpty else { return }
        let identity = snapshot.identity
        let fields = identity.managed.key.map { KeyField(name: $0.name, type: $0.type) }
        let query = RecordQuery(
            .keys(keys.map(\.values), of: fields), scope: identity.scope.formula, fields: identity.managed.names,
            view: identity.scope.view)
        let cost = try await reader.read(query) { page in
            try snapshot.change { change in
                for record in page.records { report.note(try change.see(record, in: generation)) }
            }
            return .goOn
        }
        report.note(cost)
    }
}
