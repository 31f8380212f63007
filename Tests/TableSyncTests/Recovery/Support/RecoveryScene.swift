import Foundation
import JSONText
import RateLimiting
import TableModel
import TestSupport

@testable import TableSync

/// A table in memory, a source to bring it to, and a process that may die on the way.
struct RecoveryScene: Sendable {
    static let schema = JournalScene.schema
    /// Small requests, so that a small table takes many.
    static let limits = RemoteLimits(
        recordsPerWrite: 2, recordsPerPage: 10, mergeFields: 3, mergeableTypes: [.singleLineText])

    let time: VirtualTime
    let table: InMemoryTable
    let folder: String
    /// The table before the run, by key.
    let before: [String: Fields]
    /// The ids of the records before the run, by key.
    let ids: [String: RecordID]

    /// Rows that change, vanish and appear: 22 updates, 18 deletes and 22 creates, or 31 requests.
    static let updated = 0..<22
    static let vanished = 22..<40
    static let created = 40..<62

    static func row(_ number: Int, _ name: String) -> Fields {
        ["email": .string("user\(number)@example.com"), "name": .string(name), "seats": .number(Double(number))]
    }

    static let old: [Fields] = (0..<40).map { row($0, "old") }
    /// Whether the run is to create the record of that key.
    static func isCreated(_ key: String) -> Bool { created.contains { row($0, "new")["email"] == .string(key) } }

    static let rows: [Fields] = updated.map { row($0, "new") } + created.map { row($0, "new") }

    /// - Parameters:
    ///   - matchesKeys: Whether the service finds the records of keys itself, so that a row that is created again changes its record.
    ///   - refusal: Why the table does not accept a row; nil if it does.
    static func run<Result: Sendable>(
        matchingKeys matchesKeys: Bool = true,
        refusing refusal: @escaping @Sendable (Fields) -> RemoteError? = { _ in nil },
        _ body: @escaping @Sendable (RecoveryScene) async throws -> Result
    ) throws -> Result {
        try withTemporaryFolder { folder in
            try runOnVirtualTime { time in
                var limits = limits
                if !matchesKeys { limits.mergeableTypes = [] }
                let table = InMemoryTable(limits: limits, refusal: refusal, date: { time.date })
                let ids = table.insert(old)
                for number in vanished { table.change(ids[number], ["files": [.object(["id": "att1"])]]) }
                try await time.sleep(for: .seconds(10))
                let scene = RecoveryScene(
                    time: time, table: table, folder: folder + "/state", before: contents(of: table, named: "email"),
                    ids: Dictionary(uniqueKeysWithValues: table.records.map { (text($0.fields["email"]), $0.id) }))
                return try await body(scene)
            }
        }
    }

    // MARK: What there is

    /// The cells of all records by key; a key that occurs twice has the cells of none.
    static func contents(of table: InMemoryTable, named key: String) -> [String: Fields] {
        Dictionary(table.records.map { record in (text(record.fields[key]), record.fields) }) { _, _ in
            ["twice": true]
        }
    }

    private static func text(_ cell: FieldValue?) -> String { if case .string(let text)? = cell { text } else { "" } }

    var contents: [String: Fields] { Self.contents(of: table, named: "email") }

    /// What the run is to make of the table.
    static var wanted: [String: Fields] { contents(of: rows) }

    /// Rows by key.
    static func contents(of rows: [Fields]) -> [String: Fields] {
        Dictionary(rows.map { (text($0["email"]), $0) }) { first, _ in first }
    }

    /// The table before, but for what no API can put back: the files of records that were deleted.
    func restorable(ifDeleted deleted: (String) -> Bool) -> [String: Fields] {
        Dictionary(
            uniqueKeysWithValues: before.map { key, cells in
                var cells = cells
                if deleted(key) { cells["files"] = nil }
                return (key, cells)
            })
    }

    /// The table before, but for the files of these records.
    func restorable(losing lost: Set<RecordID>) -> [String: Fields] {
        let keys = Set(lost.compactMap { id in ids.first { $0.value == id }?.key })
        return restorable { keys.contains($0) }
    }

    // MARK: What is done

    var options: RunOptions {
        var options = RunOptions()
        options.time = time
        options.schema = Self.schema
        return options
    }

    /// The snapshot of what the plan manages.
    func snapshot() throws -> Snapshot {
        let target = JournalScene.target
        let identity = SnapshotIdentity(
            service: target.service, base: target.base, table: target.table.rawValue,
            managed: try syncOptions().managed(key: ["email"]))
        return try Snapshot.open(in: folder, for: identity).snapshot
    }

    func journal() throws -> Journal { try JournalScene.journal(in: folder, time: time) }

    /// What brings the table to ``rows``, with what no row names deleted.
    func syncOptions(onError: ErrorStrategy = .stop) -> SyncOptions {
        SyncOptions(mirroring: JournalScene.target, Self.schema, in: folder, options, onError: onError)
    }

    func plan() async throws -> Plan {
        try await table.plan(Self.rows, matching: ["email"], options: syncOptions())
    }

    /// Carries the plan out in a process that dies when `kill` says so; gives the run.
    ///
    /// - Parameters:
    ///   - snapshot: What the process keeps up with the table, in which no other has left anything open; nil for none.
    ///   - ahead: By how many seconds the process's clock is ahead.
    ///   - table: What the process finds in place of the table.
    func carryOut(
        _ plan: Plan, _ kill: KillSwitch, onError: ErrorStrategy = .stop, snapshot: Snapshot? = nil,
        ahead: TimeInterval = 0, over table: (InMemoryTable) -> any RemoteTable = { $0 }
    ) async throws -> RunID {
        var process = MortalProcess(table: table(self.table), time: time, folder: folder, options: options)
        process.ahead = ahead
        return try await process.carryOut(plan, kill, onError: onError, snapshot: snapshot)
    }

    /// The table for the process after the one that died.
    func next(_ kill: KillSwitch) -> HauntedTable { HauntedTable(base: table, time: time, kill: kill) }
}
