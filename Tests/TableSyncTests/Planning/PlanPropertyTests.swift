import TableModel
import TableSync
import Testing

/// Plans over random rows and records, carried out on a dictionary.
@Suite(.timeLimit(.minutes(30))) struct PlanPropertyTests {
    /// A source and a table that share some of their keys, and a few records without one.
    fileprivate struct Case {
        let rows: [Fields]
        let table: RememberedTable
        let keyless: Int

        init(seed: UInt64, partial: Bool = false) {
            var random = RandomRows(seed: seed)
            let size = Int.random(in: 0...40, using: &random.generator)
            rows = random.keys(size, percent: 70).map { key in
                let row = random.row(key)
                return partial ? random.thinned(row) : row
            }
            var records = random.keys(size, percent: 70).map { random.record($0) }
            keyless = Int.random(in: 0...2, using: &random.generator)
            for _ in 0..<keyless { records.append(random.record(nil)) }
            table = RememberedTable(PlanScene.managed, records)
        }

        /// What the rows say, as a table that holds them and nothing else.
        var wanted: PlainTable { PlainTable(RememberedTable(PlanScene.managed, converted)) }

        var converted: [Fields] {
            let conversion = RowConversion(PlanScene.fields)
            return rows.map { conversion.convert(Row(line: 1, fields: $0)).fields }
        }

        func key(_ fields: Fields) -> FieldValue? { fields["email"] }
        var rowKeys: Set<FieldValue> { Set(rows.compactMap(key)) }
        var recordKeys: [FieldValue] { table.table.compactMap { key($0.record.fields) } }
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func `a mirror makes the table what the rows say, and deletes exactly what vanished`(seed: UInt64) async throws {
        let sample = Case(seed: seed)
        let made = try await PlanScene(.mirror(.all)).plan(sample.rows, against: sample.table)
        var table = PlainTable(sample.table)
        table.apply(made.steps)
        var wanted = sample.wanted.contents
        for entry in sample.table.table where sample.key(entry.record.fields) == nil {
            wanted[PlainTable.canonical(entry.record.fields), default: 0] += 1
        }
        #expect(table.contents == wanted)
        let vanished = sample.table.table.map(\.record).filter { record in
            sample.key(record.fields).map { !sample.rowKeys.contains($0) } ?? false
        }
        #expect(made.deletes.map(\.id) == vanished.map(\.id).sorted())
        #expect(made.plan.counts.kept == sample.keyless)
        #expect(made.plan.counts.accounted == sample.rows.count)
        #expect(made.plan.counts.rowsIn == sample.rows.count)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `a push leaves records alone that no row names, and cells that no row mentions`(seed: UInt64) async throws {
        let sample = Case(seed: seed, partial: true)
        let made = try await PlanScene().plan(sample.rows, against: sample.table)
        var table = PlainTable(sample.table)
        table.apply(made.steps)
        var wanted = PlainTable(sample.table)
        wanted.overwrite(with: sample.converted, key: "email")
        #expect(table == wanted)
        #expect(made.deletes.isEmpty)
        #expect(
            made.plan.counts.kept == sample.table.table.count
                - Set(sample.recordKeys).intersection(sample.rowKeys).count)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `a plan that was carried out is followed by an empty one that converts nothing`(seed: UInt64) async throws {
        let sample = Case(seed: seed)
        var after = RememberedTable(PlanScene.managed)
        for row in sample.converted { after.add(row) }
        let second = try await PlanScene(.mirror(.all)).plan(sample.rows, against: after)
        #expect(second.plan.isEmpty)
        #expect(second.plan.counts.unchanged == sample.rows.count)
        #expect(second.adoptions.count == sample.rows.count)
        after.adopt(second.adoptions)
        let converted = Collected<Int>()
        let third = try await PlanScene(.mirror(.all)).plan(sample.rows, against: after, converted: converted)
        #expect(third.steps.isEmpty)
        #expect(third.plan.counts.unchanged == sample.rows.count)
        #expect(converted.values.isEmpty)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `fill-missing never overwrites, and fills every blank cell that a row has a value for`(seed: UInt64)
        async throws
    {
        let sample = Case(seed: seed)
        let made = try await PlanScene(.fillMissing).plan(sample.rows, against: sample.table)
        for update in made.updates {
            #expect(update.before.values.count { $0 != .null } == 0)
            #expect(update.after.values.count { $0 == .null } == 0)
        }
        var table = PlainTable(sample.table)
        table.apply(made.steps)
        var wanted = PlainTable(sample.table)
        wanted.overwrite(with: sample.converted, key: "email", onlyBlank: true)
        #expect(table == wanted)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `update-only creates nothing, create-only updates nothing, together they are a push`(seed: UInt64) async throws
    {
        let sample = Case(seed: seed)
        let updates = try await PlanScene(.updateOnly).plan(sample.rows, against: sample.table)
        let creates = try await PlanScene(.createOnly).plan(sample.rows, against: sample.table)
        let push = try await PlanScene().plan(sample.rows, against: sample.table)
        #expect(updates.creates.isEmpty)
        #expect(creates.updates.isEmpty)
        #expect(updates.updates == push.updates)
        #expect(creates.creates == push.creates)
        #expect(updates.skipped.map(\.line) == push.creates.map(\.line))
        #expect(creates.skipped.map(\.line) == push.updates.map(\.line))
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `what moved on one side only is found again by value`(seed: UInt64) async throws {
        var sample = Case(seed: seed)
        var table = RememberedTable(PlanScene.managed)
        for (place, row) in sample.converted.enumerated() {
            table.add(row)
            table.push(sample.rows[place], at: place)
        }
        var random = RandomRows(seed: seed &+ 1_000)
        var rows = sample.rows
        for place in rows.indices {
            if random.chance(20), case .string(let key)? = rows[place]["email"] { rows[place] = random.row(key) }
            if random.chance(20) { table.set(random.chance(50) ? "changed" : .null, of: "name", at: place) }
        }
        let made = try await PlanScene().plan(rows, against: table)
        var result = PlainTable(table)
        result.apply(made.steps)
        sample = Case(rows: rows, table: table)
        #expect(result == sample.wanted)
    }
}

extension PlanPropertyTests.Case {
    fileprivate init(rows: [Fields], table: RememberedTable) {
        self.rows = rows
        self.table = table
        keyless = 0
    }
}

extension PlainTable {
    /// Writes rows by their key, cell by cell; rows whose key no record has are added.
    mutating func overwrite(with rows: [Fields], key: String, onlyBlank: Bool = false) {
        for row in rows {
            let cells = Self.canonical(row, keepingBlanks: true)
            guard let id = records.first(where: { $0.value[key] == cells[key] })?.key else {
                insert(cells.filter { !$0.value.isBlank })
                continue
            }
            for (name, cell) in cells {
                if onlyBlank, cell.isBlank || records[id]?[name] != nil { continue }
                set(cell.isBlank ? nil : cell, of: name, in: id)
            }
        }
    }
}
