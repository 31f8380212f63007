import Foundation
import RateLimiting
import TableModel
import TestSupport

@testable import TableSync

/// A table, a snapshot of it in a folder of its own, and virtual time.
struct SnapshotScene: Sendable {
    let time: VirtualTime
    let table: WatchedTable
    let folder: String
    let managed: ManagedFields
    let scope: Scope

    /// A field that is read beside those of people.
    static let leftField = FieldSchema(
        id: FieldID(unchecked: "fldLeftLeftLeftLef"), name: "Left", type: .checkbox)

    var identity: SnapshotIdentity {
        SnapshotIdentity(
            service: "api.airtable.com", base: "appSceneSceneScene", table: "tblSceneSceneScene", managed: managed,
            scope: scope)
    }

    /// Runs `body` on virtual time.
    static func run<Result: Sendable>(
        recordsPerPage: Int = 100, clockAhead: TimeInterval = 0, tellsTime: Bool = true, scope: Scope = Scope(),
        managed: ManagedFields = .people, scopeHolds: @escaping @Sendable (Record) -> Bool = { _ in true },
        _ body: @escaping @Sendable (SnapshotScene) async throws -> Result
    ) throws -> Result {
        try withTemporaryFolder { folder in
            try runOnVirtualTime { time in
                let table = WatchedTable(
                    time, key: managed.key, recordsPerPage: recordsPerPage, clockAhead: clockAhead,
                    tellsTime: tellsTime,
                    scope: scopeHolds)
                return try await body(
                    SnapshotScene(time: time, table: table, folder: folder, managed: managed, scope: scope))
            }
        }
    }

    func open() throws -> Snapshot { try Snapshot.open(in: folder, for: identity).snapshot }

    /// What a new source of so many rows would have done about `snapshot`.
    func choice(_ snapshot: Snapshot, rows: Int, isMirror: Bool = false, asked: RefreshMethod? = nil) throws
        -> RefreshChoice
    {
        let need = RefreshNeed(
            rows: rows, isMirror: isMirror, scope: scope, asked: asked, recordsPerPage: table.limits.recordsPerPage)
        return RefreshChoice(try snapshot.state(), need: need, now: time.date)
    }

    @discardableResult
    func refresh(_ snapshot: Snapshot, _ step: RefreshStep, keys: [String] = []) async throws -> RefreshReport {
        let reader = RepeatingReader(table, time: time)
        let keys = keys.compactMap { managed.storedKey(of: ["Email": .string($0)]) }
        return try await Refresh(snapshot, reader: reader, time: time).run(step, keys: AsyncStream.throwing(keys))
    }

    /// Writes a record as a run of ours would, and has the snapshot take in the answer.
    @discardableResult
    func write(_ fields: Fields, id: RecordID? = nil, source: Fingerprint? = nil, in snapshot: Snapshot) throws
        -> Record
    {
        let record = table.put(fields, id: id)
        try snapshot.change { try $0.wrote(record, source: source, at: table.clock) }
        return record
    }
}

extension ManagedFields {
    static let people = ManagedFields([.emailField, .nameField, .aboutField], key: [.emailField])
}

extension FieldSchema {
    static let emailField = FieldSchema(id: FieldID(unchecked: "fldEmailEmailEmail"), name: "Email", type: .email)
    static let nameField = FieldSchema(id: FieldID(unchecked: "fldNameNameNameNa"), name: "Name", type: .singleLineText)
    static let aboutField = FieldSchema(id: FieldID(unchecked: "fldAboutAboutAbou"), name: "About", type: .richText)
}

extension Fields {
    static func person(_ number: Int, name: String = "Somebody") -> Fields {
        ["Email": .string("\(number)@example.com"), "Name": .string(name)]
    }
}

extension Snapshot {
    /// All entries with their records, by record id.
    func contents() throws -> [RecordID: (entry: SnapshotEntry, record: Record)] {
        var entries: [SnapshotEntry] = []
        try self.entries { entries.append($0) }
        let records = try self.records(entries.map(\.rowID))
        return try Dictionary(
            uniqueKeysWithValues: entries.map { entry in
                guard let record = records[entry.rowID] else { throw MissingCells(rowID: entry.rowID) }
                return (record.id, (entry, record))
            })
    }

    struct MissingCells: Error { var rowID: Int64 }

    /// The records alone, in the order of their ids.
    func recordsInOrder() throws -> [Record] { try contents().values.map(\.record).sorted { $0.id < $1.id } }
}

extension AsyncStream where Element: Sendable {
    static func throwing(_ elements: [Element]) -> AsyncThrowingStream<Element, any Error> {
        AsyncThrowingStream { continuation in
            for element in elements { continuation.yield(element) }
            continuation.finish()
        }
    }
}

/// A folder that is there while `body` runs.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let path = FileManager.default.temporaryDirectory.path + "/tablesync-snapshot-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try body(path)
}
