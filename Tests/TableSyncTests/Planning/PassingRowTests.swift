import Locking
import TableModel
import TableSync
import Testing

/// Rows whose cells are made when they are asked for.
@Suite(.timeLimit(.minutes(30))) struct PassingRowTests {
    /// Rows of texts that remember of which of them cells were made.
    private final class NotingTexts: RowTexts {
        let columns: [String]
        private let rows: [[FieldValue]]
        private let made = Guarded<Set<Int>>([])

        init(_ rows: [Fields]) {
            columns = rows.first?.names ?? []
            self.rows = rows.map(\.values)
        }

        var madeRows: Set<Int> { made.withLock { $0 } }

        func values(ofRow index: Int) -> [FieldValue] {
            made.withLock { _ = $0.insert(index) }
            return rows[index]
        }

        func line(ofRow index: Int) -> Int { index + 2 }

        func encodeRaw(_ places: [Int], ofRows rows: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Void) {
            for row in rows {
                var bytes: [UInt8] = []
                for place in places { self.rows[row][place].encodeRaw(into: &bytes) }
                bytes.withUnsafeBytes(body)
            }
        }

        func row(_ index: Int) -> Row { Row(line: index + 2, index: index, of: self) }
    }

    /// Half of the rows as they were pushed, the others with a cell that has changed since, or of no record.
    private func sample(seed: UInt64) -> (rows: [Fields], table: RememberedTable, moved: Set<Int>) {
        var random = RandomRows(seed: seed)
        var table = RememberedTable(PlanScene.managed)
        var moved: Set<Int> = []
        let rows = random.keys(40, percent: 70).enumerated().map { place, key in
            var row = random.row(key)
            if random.chance(20) {
                moved.insert(place)
                return row
            }
            table.add(RowConversion(PlanScene.fields).convert(Row(line: 1, fields: row)).fields)
            table.push(row, at: table.table.count - 1)
            if random.chance(30), let name = row.names.dropFirst().randomElement(using: &random.generator) {
                row[name] = .string((row[name] == "" ? "" : " ") + "2")
                moved.insert(place)
            }
            return row
        }
        return (rows, table, moved)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `the plan is that of rows with cells, and cells of unmoved rows are not made`(seed: UInt64) async throws {
        let (rows, table, moved) = sample(seed: seed)
        for lists in [false, true] {
            var scene = PlanScene(.mirror(.all))
            scene.options.listsUnchanged = lists
            let texts = NotingTexts(rows)
            let made = try await scene.plan(of: rows.indices.map { texts.row($0) }, against: table)
            #expect(made.steps == (try await scene.plan(rows, against: table)).steps)
            #expect(texts.madeRows == (lists ? Set(rows.indices) : moved))
        }
    }

    @Test func `each cell counts, wherever its column stands`() {
        let row: Fields = ["a": "1", "b": "", "c": "x,\n\"y\""]
        var fingerprints = RawFingerprints(PlanScene.managed, secret: [])
        let known = fingerprints.fingerprint(of: Row(line: 2, fields: row))
        let moved = Fields(Array(row).reversed())
        #expect(fingerprints.fingerprint(of: NotingTexts([moved]).row(0)) == known)
        #expect(fingerprints.fingerprint(of: NotingTexts([row]).row(0)) == known)
        for name in row.names {
            var changed = row
            changed[name] = "2"
            #expect(fingerprints.fingerprint(of: NotingTexts([changed]).row(0)) != known)
        }
    }

    @Test func `rows are equal whether or not their cells have been made`() {
        let texts = NotingTexts([["a": "1"], ["a": "2"]])
        #expect(texts.row(0) == Row(line: 2, fields: ["a": "1"]))
        #expect(texts.row(0).hashValue == Row(line: 2, fields: ["a": "1"]).hashValue)
        #expect(texts.row(0) != Row(line: 2, fields: ["a": "2"]))
        var changed = texts.row(1)
        changed.fields["b"] = 1
        #expect(changed == Row(line: 3, fields: ["a": "2", "b": 1]))
    }
}
