import TableModel

@testable import TableSync

extension ManagedFields {
    /// The raw fingerprint of one source row.
    func rawFingerprint(of row: Fields, secret: [UInt8] = []) -> Fingerprint {
        var fingerprints = RawFingerprints(self, secret: secret)
        return fingerprints.fingerprint(of: Row(line: 1, fields: row))
    }
}

extension SnapshotEntry {
    /// Whether a source row with this raw fingerprint needs no look at its cells: neither it nor the record has moved since they
    /// were found equal.
    func isUnmoved(from source: Fingerprint) -> Bool { isSettled && self.source == source }
}
