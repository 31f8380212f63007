import FoundationEssentials
import TableModel
import TableSync

/// A snapshot in memory.
struct RememberedTable: RecordSource {
    struct Entry {
        var record: Record
        /// The raw row that the record was made of, with the cells that the service answered to it.
        var pushed: (source: Fingerprint, answer: Fingerprint)?
        var isTracked = false
    }

    let managed: ManagedFields
    var complete = true
    /// By row id, which are counted from 1.
    private(set) var table: [Entry] = []

    init(_ managed: ManagedFields, _ records: [Fields] = []) {
        self.managed = managed
        for fields in records { add(fields) }
    }

    /// Adds a record with an id that tells its place.
    mutating func add(_ fields: Fields, created: Date = Date(timeIntervalSince1970: 0), isTracked: Bool = false) {
        let record = Record(id: Self.id(table.count), createdTime: created, fields: fields)
        table.append(Entry(record: record, isTracked: isTracked))
    }

    /// Notes that this row was pushed for the record at that place, and answered as the record is.
    mutating func push(_ row: Fields, at place: Int) {
        let answer = managed.rowFingerprint(of: table[place].record.fields)
        table[place].pushed = (managed.rawFingerprint(of: row), answer)
        table[place].isTracked = true
    }

    /// Does what the snapshot is to do with adoptions.
    mutating func adopt(_ adoptions: [Adoption]) {
        for adoption in adoptions {
            let place = Int(adoption.rowID) - 1
            let cells = managed.rowFingerprint(of: table[place].record.fields)
            if cells == adoption.seen { table[place].pushed = (adoption.source, cells) }
        }
    }

    mutating func set(_ value: FieldValue, of field: String, at place: Int) {
        table[place].record.fields[field] = value
    }

    static func id(_ place: Int) -> RecordID {
        let digits = String(place)
        return RecordID(unchecked: "rec" + String(repeating: "0", count: 14 - digits.utf8.count) + digits)
    }

    func recordCount() -> Int { table.count }
    func isComplete() -> Bool { complete }

    func entries(_ body: (SnapshotEntry) throws -> Void) throws {
        for (place, entry) in table.enumerated() {
            let cells = managed.rowFingerprint(of: entry.record.fields)
            try body(
                SnapshotEntry(
                    rowID: Int64(place + 1),
                    key: managed.storedKey(of: entry.record.fields).map { managed.keyFingerprint(of: $0) },
                    cells: cells, source: entry.pushed?.source, isSettled: entry.pushed?.answer == cells,
                    isTracked: entry.isTracked))
        }
    }

    func records(_ rowIDs: [Int64]) -> [Int64: Record] {
        rowIDs.reduce(into: [:]) { $0[$1] = table[Int($1) - 1].record }
    }
}
